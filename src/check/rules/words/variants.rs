//! W19: words in a form that 《第一批异形词整理表》 (GF 1001—2001) does not recommend. W20:
//! traditional characters in a simplified book.
//!
//! Of the table stand here those whose other form is no part of other words; they are told once a
//! book, with a fix for all places. Traditional characters are told once a text each; not within
//! quotes, titles and ruby, and not where a text has many: it is meant to be traditional.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::check::rules::numbers::prose::Prose;
use crate::diag::{Applicability, Code, Findings, Fix, msg};
use crate::load::yaml::Places;
use crate::source::{Edit, Place};
use crate::text::class::is_han;
use crate::text::traditional::simplified;

/// The recommended form before the others.
const FORMS: &str = "\
    按捺 按纳，按语 案语，百废俱兴 百废具兴，百叶窗 百页窗，斑白 班白，斑驳 班驳，保镖 保镳，辈分 辈份，\
    毕恭毕敬 必恭必敬，编者按 编者案，鬓角 鬓脚，秉承 禀承，补丁 补钉，参与 参预，惨淡 惨澹，掺和 搀和，\
    掺假 搀假，掺杂 搀杂，徜徉 倘佯，沉思 沈思，称心 趁心，成分 成份，澄澈 澄彻，侈靡 侈糜，筹划 筹画，\
    踌躇 踌蹰，出谋划策 出谋画策，赐予 赐与，粗鲁 粗卤，搭档 搭当 搭挡，答复 答覆，担心 耽心，担忧 耽忧，\
    耽搁 担搁，淡泊 澹泊，淡然 澹然，倒霉 倒楣，凋敝 雕敝 雕弊，凋零 雕零，凋落 雕落，凋谢 雕谢，\
    跌宕 跌荡，跌跤 跌交，订阅 定阅，逗留 逗遛，独角戏 独脚戏，发人深省 发人深醒，繁衍 蕃衍，分量 份量，\
    分内 份内，知识分子 知识份子，积极分子 积极份子，不法分子 不法份子，犯罪分子 犯罪份子，\
    恐怖分子 恐怖份子，愤愤 忿忿，丰富多彩 丰富多采，疯癫 疯颠，锋芒 锋铓，负隅顽抗 负嵎顽抗，覆辙 复辙，\
    干预 干与，告诫 告戒，耿直 梗直 鲠直，恭维 恭惟，勾画 勾划，孤苦伶仃 孤苦零丁，辜负 孤负，\
    古董 骨董，骨瘦如柴 骨瘦如豺，关联 关连，光彩 光采，归根结底 归根结柢，过分 过份，含糊 含胡，\
    含蓄 涵蓄，喝彩 喝采，轰动 哄动，弘扬 宏扬，宏图 弘图 鸿图，宏愿 弘愿，宏旨 弘旨，糊涂 胡涂，\
    琥珀 虎魄，恍惚 恍忽，辉映 晖映，浑水摸鱼 混水摸鱼，机灵 机伶，激愤 激忿，计划 计画，纪念 记念，\
    嘉宾 佳宾，驾驭 驾御，架势 架式，嫁妆 嫁装，简练 简炼，骄奢淫逸 骄奢淫佚，狡猾 狡滑，精彩 精采，\
    纠合 鸠合，纠集 鸠集，就座 就坐，刻画 刻划，褴褛 蓝缕，烂漫 烂缦 烂熳，狼藉 狼籍，累赘 累坠，\
    连贯 联贯，连接 联接，连绵 联绵，联结 连结，联袂 连袂，嘹亮 嘹喨，缭乱 撩乱，流连 留连，鲁莽 卤莽，\
    录像 录象 录相，落寞 落漠 落莫，马虎 马糊，靡费 糜费，模糊 模胡，摩拳擦掌 磨拳擦掌，磨难 魔难，\
    谋划 谋画，凝练 凝炼，盘根错节 蟠根错节，盘踞 盘据 蟠踞，蹒跚 盘跚，彷徨 旁皇，披星戴月 披星带月，\
    漂泊 飘泊，漂流 飘流，飘零 漂零，牵连 牵联，清澈 清彻，劝诫 劝戒，热乎乎 热呼呼，人才 人材，\
    日食 日蚀，入座 入坐，色彩 色采，杀一儆百 杀一警百，奢靡 奢糜，神采 神彩，什锦 十锦，思维 思惟，\
    死心塌地 死心踏地，踏实 塌实，铤而走险 挺而走险，透彻 透澈，图像 图象，推诿 推委，\
    乌七八糟 污七八糟，无动于衷 无动于中，毋庸 无庸，五彩缤纷 五采缤纷，稀罕 希罕，稀奇 希奇，\
    稀世 希世，稀有 希有，洗练 洗炼，贤惠 贤慧，相貌 像貌，潇洒 萧洒，小题大做 小题大作，\
    信口开河 信口开合，秀外慧中 秀外惠中，训诫 训戒，夜宵 夜消，一锤定音 一槌定音，衣着 衣著，\
    义无反顾 义无返顾，淫雨 霪雨，盈余 赢余，影像 影象，余晖 余辉，渔网 鱼网，预备 豫备，原煤 元煤，\
    原原本本 源源本本 元元本本，缘故 原故，月食 月蚀，再接再厉 再接再砺，崭新 斩新，\
    辗转 展转，战栗 颤栗，账本 帐本，账户 帐户，账目 帐目，账单 帐单，账号 帐号，肢解 支解 枝解，\
    直截了当 直捷了当，指手画脚 指手划脚，装潢 装璜，姿势 姿式，仔细 子细，佐证 左证";

/// Words that have another form in them.
const OTHERS: [&str; 8] =
    ["电视图象征", "地图象征", "左证券", "推委员", "支解放", "人材料", "装璜塘", "电子细"];

/// The words of a book that have another form: the form, the one to write, and where it stands.
#[derive(Debug, Default)]
pub(super) struct Variants {
    told: BTreeMap<&'static str, (&'static str, Vec<Place>)>,
}

impl Variants {
    /// Adds those of some words.
    pub(super) fn add(&mut self, prose: &Prose, place: impl Fn(Range<usize>) -> Place) {
        for at in 0..prose.chars.len() {
            for (other, right) in beginning(prose.chars[at]) {
                let length = other.chars().count();
                if prose.has(at, other) && !is_part(prose, at, length) {
                    let (_, places) = self.told.entry(other).or_insert((right, Vec::new()));
                    places.push(place(at..at + length));
                }
            }
        }
    }

    /// Reports them together; the fix is for all places.
    pub(super) fn tell(self, found: &mut Findings) {
        let (mut zh, mut en, mut edits) = (Vec::new(), Vec::new(), Vec::new());
        let first = self.told.values().filter_map(|(_, places)| places.first());
        let Some(first) = first.min_by_key(|at| (Arc::clone(&at.file), at.bytes)).cloned() else {
            return;
        };
        for (other, (right, places)) in self.told {
            let (count, at) = (places.len(), places.first().unwrap_or(&first));
            zh.push(format!("“{other}”宜写“{right}”，{count}处（{at}）"));
            en.push(format!("{other} is better {right} × {count} ({at})"));
            edits.extend(places.iter().filter_map(|place| {
                let (file, bytes) = (Arc::clone(&place.file), place.range()?);
                Some(Edit { file, bytes, text: right.to_owned() })
            }));
        }
        let (zh, en) = (zh.join("；"), en.join("; "));
        let message = msg!("异形词：{zh}", "words in another form: {en}");
        let fix = Fix { edits, applicability: Applicability::Suggested };
        found.add_with_fix(Code::W19, Some(&first), message, fix);
    }
}

/// The forms that begin with a character, each with the recommended one.
fn beginning(c: char) -> &'static [(&'static str, &'static str)] {
    static FIRST: OnceLock<BTreeMap<char, Vec<(&str, &str)>>> = OnceLock::new();
    let first = FIRST.get_or_init(|| {
        let mut first: BTreeMap<char, Vec<(&str, &str)>> = BTreeMap::new();
        for group in FORMS.split('，') {
            let mut words = group.split_whitespace();
            let right = words.next().unwrap_or_default();
            for other in words {
                let c = other.chars().next().unwrap_or_default();
                first.entry(c).or_default().push((other, right));
            }
        }
        first
    });
    first.get(&c).map_or(&[], Vec::as_slice)
}

fn is_part(prose: &Prose, at: usize, length: usize) -> bool {
    let (last, next) = (prose.before(at + length), prose.chars.get(at + length));
    if last == Some('采') && next.is_some_and(|c| "取用购访纳集伐矿摘样暖风掘收编".contains(*c))
    {
        return true;
    }
    OTHERS.iter().any(|word| {
        let own = word.chars().count();
        let from = at.saturating_sub(own);
        (from..at + length)
            .any(|start| prose.has(start, word) && start <= at && start + own >= at + length)
    })
}

/// Looks for traditional characters in a text.
pub(super) fn traditional(text: &str, places: &Places, found: &mut Findings) {
    let mut seen: Vec<(usize, char, char)> = Vec::new();
    let (mut han, mut count, mut depth) = (0_usize, 0_usize, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '“' | '《' | '{' | '「' => depth += 1,
            '”' | '》' | '}' | '」' => depth = depth.saturating_sub(1),
            '\n' => depth = 0,
            _ => {}
        }
        if depth > 0 || !is_han(c) {
            continue;
        }
        han += 1;
        let Some(right) = simplified(c) else { continue };
        count += 1;
        if seen.iter().all(|(_, other, _)| *other != c) {
            seen.push((at, c, right));
        }
    }
    // A line of verse, a title, an inscription as it stands.
    if count * 4 > han {
        return;
    }
    for (at, c, right) in seen {
        let place = places.of(at..at + c.len_utf8());
        let message = msg!(
            "简体书里有繁体字、异体字“{c}”",
            "a traditional or variant character in a simplified book: {c}"
        );
        let hint =
            msg!("改成“{right}”；人名、引文照原样的不改", "write {right}, unless it is meant");
        found.add_with_hint(Code::W20, Some(&place), message, hint);
    }
}

#[cfg(test)]
mod tests {
    use super::FORMS;

    #[test]
    fn every_group_has_one_form_to_write_and_others() {
        let mut seen = std::collections::BTreeSet::new();
        for group in FORMS.split('，') {
            let words: Vec<&str> = group.split_whitespace().collect();
            assert!(words.len() >= 2, "{group}");
            for word in words {
                assert!(seen.insert(word), "{word} stands twice");
            }
        }
    }
}
