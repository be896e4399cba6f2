//! Radicals of dictionaries and compatibility forms, which look like ideographs and are other
//! characters.

use unicode_normalization::char::decompose_canonical;

/// Each radical before the ideograph that it looks like (Unicode Character Database,
/// `EquivalentUnifiedIdeograph.txt`; for U+2F00–2FD5 the compatibility decomposition).
const PAIRS: &str = "\
    ⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑⺕彐⺖忄\
    ⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪𤴔⺫目⺬示⺭礻\
    ⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀\
    ⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦\
    ⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜\
    ⻰龙⻱龜⻲亀⻳龟⼀一⼁丨⼂丶⼃丿⼄乙⼅亅⼆二⼇亠⼈人⼉儿⼊入⼋八⼌冂⼍冖⼎冫⼏几⼐凵⼑刀\
    ⼒力⼓勹⼔匕⼕匚⼖匸⼗十⼘卜⼙卩⼚厂⼛厶⼜又⼝口⼞囗⼟土⼠士⼡夂⼢夊⼣夕⼤大⼥女⼦子⼧宀\
    ⼨寸⼩小⼪尢⼫尸⼬屮⼭山⼮巛⼯工⼰己⼱巾⼲干⼳幺⼴广⼵廴⼶廾⼷弋⼸弓⼹彐⼺彡⼻彳⼼心⼽戈\
    ⼾戶⼿手⽀支⽁攴⽂文⽃斗⽄斤⽅方⽆无⽇日⽈曰⽉月⽊木⽋欠⽌止⽍歹⽎殳⽏毋⽐比⽑毛⽒氏⽓气\
    ⽔水⽕火⽖爪⽗父⽘爻⽙爿⽚片⽛牙⽜牛⽝犬⽞玄⽟玉⽠瓜⽡瓦⽢甘⽣生⽤用⽥田⽦疋⽧疒⽨癶⽩白\
    ⽪皮⽫皿⽬目⽭矛⽮矢⽯石⽰示⽱禸⽲禾⽳穴⽴立⽵竹⽶米⽷糸⽸缶⽹网⽺羊⽻羽⽼老⽽而⽾耒⽿耳\
    ⾀聿⾁肉⾂臣⾃自⾄至⾅臼⾆舌⾇舛⾈舟⾉艮⾊色⾋艸⾌虍⾍虫⾎血⾏行⾐衣⾑襾⾒見⾓角⾔言⾕谷\
    ⾖豆⾗豕⾘豸⾙貝⾚赤⾛走⾜足⾝身⾞車⾟辛⾠辰⾡辵⾢邑⾣酉⾤釆⾥里⾦金⾧長⾨門⾩阜⾪隶⾫隹\
    ⾬雨⾭靑⾮非⾯面⾰革⾱韋⾲韭⾳音⾴頁⾵風⾶飛⾷食⾸首⾹香⾺馬⾻骨⾼高⾽髟⾾鬥⾿鬯⿀鬲⿁鬼\
    ⿂魚⿃鳥⿄鹵⿅鹿⿆麥⿇麻⿈黃⿉黍⿊黑⿋黹⿌黽⿍鼎⿎鼓⿏鼠⿐鼻⿑齊⿒齒⿓龍⿔龜⿕龠";

/// The ideograph that a radical of U+2E80–2FDF looks like.
#[must_use]
pub fn ideograph(radical: char) -> Option<char> {
    if !matches!(radical, '\u{2E80}'..='\u{2FDF}') {
        return None;
    }
    let mut pairs = PAIRS.chars();
    while let (Some(known), Some(ideograph)) = (pairs.next(), pairs.next()) {
        if known == radical {
            return Some(ideograph);
        }
    }
    None
}

/// The ideograph that a compatibility form stands for (Unicode 16.0, 18.1): one that is encoded for
/// the sake of other character sets, and decomposes to the ideograph.
#[must_use]
pub fn unified(form: char) -> Option<char> {
    if !matches!(form, '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}') {
        return None;
    }
    let mut right = None;
    decompose_canonical(form, |c| right = Some(c));
    right.filter(|right| *right != form)
}

#[cfg(test)]
mod tests {
    use super::{ideograph, unified};

    #[test]
    fn compatibility_forms_know_their_ideographs() {
        assert_eq!(unified('\u{F92C}'), Some('郎'));
        assert_eq!(unified('\u{FA12}'), Some('晴'));
        assert_eq!(unified('\u{2F800}'), Some('丽'));
        // Unified ideographs among them, and points without a character.
        for c in ['\u{FA0E}', '\u{FA11}', '\u{FA6E}', '郎'] {
            assert_eq!(unified(c), None, "{c}");
        }
    }

    #[test]
    fn radicals_know_their_ideographs() {
        let text: String = "⾦⼭，⻓江⺠⽣⿕".chars().map(|c| ideograph(c).unwrap_or(c)).collect();
        assert_eq!(text, "金山，长江民生龠");
        assert_eq!(ideograph('金'), None);
    }
}
