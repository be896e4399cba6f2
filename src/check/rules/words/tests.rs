use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{OfBook, Slip, each_prose, habits, lines, variants};
use crate::check::rules::numbers::prose::parts;
use crate::diag::{Code, Findings};
use crate::load::uses::Use;
use crate::load::yaml::Node;
use crate::source::Place;

/// What is wrong, by its code: the text, and what has to be said of it.
const BAD: &[(Code, &str, &str)] = &[
    (Code::W10, "他说：“来了。", "“”没有配对"),
    (Code::W10, "《年鉴出版了。", "《”没有配对"),
    (Code::W10, "全区（含乡镇共有九所。", "（”没有配对"),
    (Code::W10, "金山区】成立。", "】”没有配对"),
    (Code::W10, "评出“先锋“三名。", "前后一样"),
    (Code::W10, "印发《关于实施《条例》的通知》。", "里层用“〈〉”"),
    (Code::W10, "他说：“我叫“阿毛”，住这里。”", "里层用“‘’”"),
    (Code::W10, "| 单位 | 数 |\n| --- | --- |\n| 甲（乙 | 3 |", "（”没有配对"),
    (Code::W11, "工业、农业，，商业。", "“，，”标点叠用"),
    (Code::W11, "会议结束。。散会。", "“。。”标点叠用"),
    (Code::W11, "工业、，农业。", "标点叠用"),
    (Code::W11, "太好了！。", "叠用"),
    (Code::W11, "全区（含乡镇，）共九所。", "前面不能是“，”"),
    (Code::W11, "全区（，含乡镇）共九所。", "后面不能是“，”"),
    (Code::W11, "他说：“好。”。", "引号内外"),
    (Code::W11, "有工业、农业、等。", "“等”前面不用顿号"),
    (Code::W11, "太好了！！！！", "至多叠用三个"),
    (Code::W11, "真的吗！？", "问号在前"),
    (Code::W12, "有工业、农业……等。", "只用一个"),
    (Code::W13, "全区共有各级各类学校 一百所。", "汉字之间有空格"),
    (Code::W15, "他的的书。", "“的”连用了两次"),
    (Code::W15, "召开了了大会。", "“了”连用了两次"),
    (Code::W15, "对企业进行进行检查。", "“进行”连用了两次"),
    (Code::W15, "经上海市金山区上海市金山区批准。", "“上海市金山区”连用了两次"),
    (Code::W17, "98年5月，大桥开工。", "“98年”：年份要写四位"),
    (Code::W17, "来了三、四个人。", "“三、四个”"),
    (Code::W17, "共有20余多人。", "“20余多”"),
    (Code::W17, "约30人左右。", "“约30人左右”"),
    (Code::W17, "近300余人。", "“近300余”"),
    (Code::W17, "超过50亩以上。", "“超过50亩以上”"),
    (Code::W17, "下降10～15%。", "前一个数也要写“%”"),
    (Code::W17, "投资13～17万元。", "前一个数也要写“万”"),
    (Code::W17, "二〇〇八年8月，大桥开工。", "“二〇〇八年8月”"),
    (Code::W17, "2008年八月，大桥开工。", "“2008年八月”"),
    (Code::W17, "8月十五日，大桥开工。", "“8月十五日”"),
    (Code::W17, "共有4千人。", "“4千”"),
    (Code::W17, "占百分之3。", "“百分之3”"),
    (Code::W17, "来了20几个人。", "“20几个”"),
    (Code::W17, "用了3、4天。", "“3、4天”"),
    (Code::W17, "汶川“5.12”地震。", "间隔号“·”"),
    (Code::W17, "“五·四”运动。", "只有一月"),
    (Code::W17, "“一二九”运动。", "“一二·九”"),
];

/// What is right, or is not sure to be wrong, by the code that must not be said.
const GOOD: &[(Code, &str)] = &[
    (Code::W10, "“甲。\n\n“乙。\n\n“丙。”"),
    (Code::W10, "他说：“甲。\n\n乙。”"),
    (Code::W10, "1）甲；2）乙；（3）丙。\n\n1\\) 甲"),
    (Code::W10, "全区(含乡镇）共九所。Xi’an、’98。"),
    (Code::W10, "‘曙光1000’是计算机，北纬30°。"),
    (Code::W10, "“《关于〈条例〉的通知》（2023）”"),
    (Code::W10, "修改为：“分为：“（一）甲；“（二）乙。”"),
    (Code::W11, "好！！！什么？！他说：“好。”"),
    (Code::W10, "他说：『甲。\n\n乙。』"),
    (Code::W11, "有工业、农业、等级公路。"),
    (Code::W12, "后来……没有了。他——张三。…………"),
    (Code::W12, "北京—上海，1月—3月，10～20人，A~B。"),
    (Code::W13, "本报讯 记者张三报道，全区有学校一百所。"),
    (Code::W13, "第一章 总则，共三条。"),
    (Code::W13, "到会的有张三 李四 王五 赵六 钱七，共五人。"),
    (Code::W15, "目的的确定，为了了解情况，不甚了了。"),
    (Code::W15, "好好学习，人人有责，研究研究，的的确确，参与与否。"),
    (Code::W15, "一个问题一个问题地解决，一步一步走。"),
    (
        Code::W15,
        "水重庆水水重庆水水重庆水水重庆水，上海市上海市上海市，我爱金山我爱金山我爱金山我。",
    ),
    (Code::W15, "| 无需清洗 | 无需清洗 |\n| --- | --- |\n| 无需清洗 | 无需清洗 |"),
    (
        Code::W13,
        "论坛以“中阿文明互鉴 视听创新共赢”为主题。俄称打击多个目标 乌称袭击变电站，有伤亡。",
    ),
    (Code::W17, "工期23年。民国23年5月，工厂开工。判处徒刑，23年5月。"),
    (Code::W17, "第三、四个，二、三年级，六、七十年代，十二、三个，一、三个。"),
    (Code::W17, "近10多年来，附近300余人，约30人，超过20多人，30人左右。"),
    (Code::W17, "下降10%～15%，10—15人，9亿～16亿元，1～5千米，200千字，5千克，第3千人。"),
    (
        Code::W17,
        "1996年六七月间，1894年八月，农历2008年八月十五日，3、4月，1、2个村，在第3、4个，“一·二八”事变。",
    ),
    (Code::W17, "“一二九”师，“9·11”事件，版本“5.12”，“3.15”版，“五四”运动，5几内亚法郎。"),
];

/// As [`BAD`], of what is looked for in a whole book.
const BAD_BOOKS: &[(Code, &str, &str)] = &[
    (Code::W12, "后来。。。没有了。", "“。。。”规定的形式是"),
    (Code::W12, "后来…没有了。", "“…”规定的形式是"),
    (Code::W12, "后来，—没有了。", "“—”规定的形式是"),
    (Code::W12, "主人公———张三。", "“———”规定的形式是"),
    (Code::W12, "主人公－－张三。", "“－－”规定的形式是"),
    (Code::W12, "约翰•列侬来沪。", "“•”规定的形式是"),
    (Code::W12, "共10~20人；又有10~20人。", "“~”规定的形式是“～”，全书2处"),
    (Code::W12, "后来…没有了，共10~20人。", "；10.yaml:1:1 "),
    (Code::W17, "下降10-15%。", "“10-15%”：起止"),
    (Code::W17, "有10－15人。", "“10－15人”：起止"),
    (Code::W17, "1990年-1995年，全镇修路。", "“1990年-1995年”：起止"),
    (Code::W17, "共有２３人。", "“２３”：阿拉伯数字占半个字"),
    (Code::W17, "二○○八年，全镇修路。", "“二○○八年”：年份里写“〇”"),
    (Code::W27, "出版《甲》、《乙》、《丙》。", "不用顿号，全书2处"),
    (Code::W27, "有“甲”、“乙”两家。", "不用顿号"),
    (Code::W18, "重5KG，又重6KG。", "“KG”2处"),
    (Code::W18, "气温摄氏25度。", "拆开"),
    (Code::W18, "气温25ºC。", "“ºC”1处"),
    (Code::W12, "共10〜20人。", "“〜”规定的形式是“～”"),
    (Code::W16, "今年，全镇丰收。", "“今年”1处"),
    (Code::W16, "我区开展活动。我区又开展活动。", "“我区”2处"),
    (Code::W17, "1990-1995年，全镇修路。", "“1990-1995年”"),
    (Code::W18, "公路长3公里，铁路长5千米。", "“公里”1处"),
    (Code::W18, "建房300平米。", "不用的单位：“平米”1处"),
    (Code::W19, "公开帐目，交代帐目。", "“帐目”宜写“账目”，2处"),
    (Code::W20, "金山區召开大会，通过三项决议。", "区"),
    (
        Code::W22,
        "全镇开展河道整治，清出淤泥四万立方米，新建护岸三公里。\n\n\
         全镇开展河道整治，清出淤泥四万立方米，新建护岸三公里。",
        "一字不差",
    ),
    (Code::W23, "市委书记陈吉宁到会。市委书记陈吉宇讲话。", "陈吉宇"),
];

/// As [`GOOD`], of what is looked for in a whole book.
const GOOD_BOOKS: &[(Code, &str)] = &[
    (Code::W16, "他说：“今年我区丰收。”节日前夕，2023年丰收，我国丰收，自我市场。"),
    (Code::W12, "后来……没有了。他——张三。…………北京—上海，1月—3月，10～20人，A~B。"),
    (
        Code::W17,
        "1990—1995年，1990～1995年，电话1990-1995，编号1990-1985年。COVID-19%，2023-05-20日。",
    ),
    (Code::W17, "以3-2胜出，5-10日，8-12号楼，二〇〇八年，二零一研究所，A10-20米。"),
    (
        Code::W27,
        "出版《甲》（1990）、《乙》和《丙》。红旗、《甲》、《乙》。“甲”“乙”，《甲》《乙》。",
    ),
    (Code::W18, "5km，3kg，100m²，500KMH，M2增长。"),
    (Code::W18, "公路长3公里，铁路长5公里，八千米。"),
    (Code::W18, "公路长5千米，重3公斤。"),
    (Code::W19, "以战略眼光采取行动，公开账目。"),
    (Code::W20, "匾上写着“金山書院”，《漢書》，{漢|hàn}字，张昇、王喆。"),
    (Code::W20, "金山書院碑記"),
    (Code::W22, "谢谢大家。谢谢大家。"),
    (
        Code::W22,
        "“全镇开展河道整治，清出淤泥四万立方米，新建护岸三公里。”\n\n\
                “全镇开展河道整治，清出淤泥四万立方米，新建护岸三公里。”",
    ),
    (Code::W23, "市委书记陈吉宁到会，区委书记陈吉宇到会，市委书记陈吉平到会。"),
];

fn in_text(text: &str, is_running: bool) -> Vec<Slip> {
    super::in_text(text, is_running, &parts(text, is_running))
}

/// A text with what its habits want done.
fn without_habits(text: &str) -> String {
    let mut slips = Vec::new();
    habits::each(&lines(text, true), &mut |slip| slips.push(slip));
    each_prose(&parts(text, true), &mut |prose| variants::each(prose, &mut |it| slips.push(it)));
    let whole = |slip: Slip| match slip.edits.is_empty() {
        true => vec![(slip.range, slip.right.unwrap_or_default())],
        false => slip.edits,
    };
    let mut edits: Vec<_> = slips.into_iter().flat_map(whole).collect();
    edits.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut mended = text.to_owned();
    for (range, right) in edits {
        mended.replace_range(range, &right);
    }
    mended
}

fn of_book(text: &str) -> Findings {
    let mut found = Findings::new("");
    let node = Node::leaf(Place::point("10.yaml", 1, 1));
    let mut book = OfBook { is_simplified: true, is_reference: true, ..OfBook::default() };
    book.add(text, (&node, Use::Running), &mut found);
    book.tell(&mut found);
    found
}

#[test]
fn what_is_wrong_is_said() {
    for (code, text, said) in BAD {
        let slips = in_text(text, true);
        let own = slips.iter().find(|slip| slip.code == *code && slip.message.zh.contains(said));
        let Some(slip) = own else { panic!("{text}: no {code}, but {slips:?}") };
        assert!(text.get(slip.range.clone()).is_some_and(|it| !it.is_empty()), "{slip:?}");
        let codes: BTreeSet<Code> = slips.iter().map(|slip| slip.code).collect();
        assert_eq!(codes, BTreeSet::from([*code]), "{text}: {slips:?}");
    }
    for (code, text, said) in BAD_BOOKS {
        let found = of_book(text);
        let all: Vec<_> = found.iter().collect();
        assert_eq!(all.len(), 1, "{text}: {all:?}");
        let told = format!("{:?} {:?}", all[0].message.zh, all[0].hint);
        assert!(all[0].code == *code && told.contains(said), "{text}: {all:?}");
    }
}

#[test]
fn what_is_right_or_not_sure_is_let_be() {
    for (code, text) in GOOD {
        let slips = in_text(text, true);
        assert!(slips.is_empty(), "{code}: {text}: {slips:?}");
    }
    for (code, text) in GOOD_BOOKS {
        let found = of_book(text);
        assert!(found.is_empty(), "{code}: {text}: {:?}", found.iter().collect::<Vec<_>>());
    }
}

#[test]
fn every_rule_has_both_kinds_of_examples() {
    // Captions and titles are of sections, terms of the list: their examples stand there.
    let own = Code::ALL.iter().filter(|code| {
        (Code::W10..=Code::W27).contains(code)
            && !matches!(code, Code::W14 | Code::W21 | Code::W24 | Code::W25 | Code::W26)
    });
    for code in own {
        let bad = BAD.iter().chain(BAD_BOOKS).any(|(known, ..)| known == code);
        let good = GOOD.iter().chain(GOOD_BOOKS).any(|(known, _)| known == code);
        assert!(bad && good, "{code} has no example of each kind");
    }
}

#[test]
fn what_is_to_be_written_is_right() {
    for (_, text, _) in BAD {
        let mut mended = (*text).to_owned();
        let mut slips = in_text(text, true);
        slips.sort_by_key(|slip| std::cmp::Reverse(slip.range.start));
        if slips.iter().any(|slip| slip.right.is_none()) {
            continue;
        }
        for slip in slips {
            mended.replace_range(slip.range, &slip.right.unwrap_or_default());
        }
        let left = in_text(&mended, true);
        assert!(left.is_empty(), "{text} → {mended}: {left:?}");
    }
    for (code, text, _) in BAD_BOOKS {
        let mended = without_habits(text);
        let left = of_book(&mended);
        let is_habit = matches!(code, Code::W12 | Code::W17 | Code::W19 | Code::W27);
        assert!(!is_habit || left.is_empty(), "{text} → {mended}: {:?}", left.iter().next());
        assert_eq!(without_habits(&mended), mended, "once is enough: {text}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read(pieces in proptest::collection::vec(prop_oneof![
        4 => proptest::sample::select(&[
            "“", "”", "‘", "’", "（", "）", "(", ")", "《", "》", "。", "，", "、", "；", "…", "—",
            "－", "~", " ", "　", "\n", "\n\n", "|", "| --- |", "的", "了", "进行", "金山", "三、四个",
            "98年5月", "约30人左右", "10-15%", "1990-1995年", "余", "多", "帐目", "區", "{", "}", "今年",
            "公里", "千米", "书记陈吉宁", "*", "[^1]", "](", "\\",
        ][..]).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ], 0..60), is_running: bool) {
        let text = pieces.concat();
        for slip in in_text(&text, is_running) {
            prop_assert!(text.get(slip.range.clone()).is_some(), "{text:?} {slip:?}");
        }
        of_book(&text);
    }
}
