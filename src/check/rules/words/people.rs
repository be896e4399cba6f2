//! Where names of people stand: what is before and behind them in texts, and how lists write them.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::check::rules::numbers::prose::Prose;
use crate::text::class::is_han;
use crate::text::join::squeezed;

/// Offices that stand before names.
const OFFICES: [&str; 24] = [
    "书记",
    "主任",
    "局长",
    "区长",
    "县长",
    "市长",
    "省长",
    "镇长",
    "乡长",
    "村长",
    "校长",
    "院长",
    "会长",
    "董事长",
    "总经理",
    "主席",
    "部长",
    "厂长",
    "所长",
    "教授",
    "院士",
    "馆长",
    "站长",
    "委员长",
];

/// What else stands before names.
const ROLES: [&str; 24] = [
    "记者", "同志", "主编", "总编", "台长", "司长", "处长", "科长", "队长", "团长", "政委", "总裁",
    "行长", "委员", "代表", "选手", "演员", "作家", "画家", "医生", "教师", "老师", "职工", "总理",
];

/// What stands behind names.
const BEHIND: [&str; 24] = [
    "同志", "先生", "女士", "教授", "书记", "主任", "局长", "主席", "老师", "等", "说", "摄",
    "认为", "表示", "指出", "报道", "出席", "主持", "讲话", "介绍", "强调", "到会", "会见", "当选",
];

/// What begins behind a name that an office stands before.
const VERBS: &str =
    "来到率在赴作做主参检调视听慰考召任为与和同向对表说指强要会陪讲致宣接签代带就于";

/// What is said behind a name of who took a picture.
const MADE: [&str; 5] = ["摄影", "供图", "提供", "摄", "绘"];

/// The surnames that are frequent.
const SURNAMES: &str = "\
    王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程\
    苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝\
    龚邵万钱严覃武戴莫孔向汤俞施洪翟安颜倪牛温芦季童樊葛左涂鲁蓝殷聂焦苗裴申柳邢辛管祝欧游詹\
    耿关兰卜路盛柯岳尚骆柴解蒙梅单阮祁阳喻凌毕鲍庞滕符纪卓古车莘仇冉靳穆饶凤包宁屈商应娄褚晏\
    甘缪冼闻楚惠隋苑瞿佟巫谷米甄戚项柏嵇诸席封竺储蔺郁茅郎沙蒲边舒危闵牟鄢景房桂尤费廉岑乐常\
    时伏成计强仲乔阴荣羊曲班宫厉暴钮束幸司上官萧傅阎代丘候";

/// Surnames of two characters.
const LONG_SURNAMES: [&str; 8] = ["欧阳", "司马", "上官", "诸葛", "司徒", "皇甫", "夏侯", "东方"];

/// Characters with which no name of a person ends, but one of an office or place.
const NO_NAMES: &str = "局办处科室院校部会社区镇乡村县市组厂司队站所馆园中台团";

/// Whether a character is a surname, or the first of one.
pub(super) fn is_surname(c: char) -> bool {
    static ALL: OnceLock<BTreeSet<char>> = OnceLock::new();
    let all = || SURNAMES.chars().chain(LONG_SURNAMES.iter().flat_map(|name| name.chars().next()));
    ALL.get_or_init(|| all().collect()).contains(&c)
}

/// The office that stands before a place.
pub(super) fn office_before(prose: &Prose, at: usize) -> Option<&'static str> {
    word_before(prose, at, &OFFICES)
}

fn word_before(prose: &Prose, at: usize, words: &[&'static str]) -> Option<&'static str> {
    let fits = |word: &&&str| {
        at.checked_sub(word.chars().count()).is_some_and(|start| prose.has(start, word))
    };
    words.iter().find(fits).copied()
}

/// Whether a name is likely to begin at a place: behind an office, a role or a mark.
pub(super) fn may_begin(prose: &Prose, at: usize) -> bool {
    match prose.before(at) {
        None | Some('、' | '（' | '，' | '：' | '。') => true,
        Some(c) if !is_han(c) => false,
        Some(_) => office_before(prose, at).is_some() || word_before(prose, at, &ROLES).is_some(),
    }
}

/// Whether a name is likely to end at a place.
pub(super) fn may_end(prose: &Prose, at: usize) -> bool {
    prose.chars.get(at).is_none_or(|c| !is_han(*c)) || BEHIND.iter().any(|word| prose.has(at, word))
}

/// Whether a name behind an office is likely to end at a place.
pub(super) fn may_end_of_office(prose: &Prose, at: usize) -> bool {
    may_end(prose, at) || prose.chars.get(at).is_some_and(|c| VERBS.contains(*c))
}

/// How many characters of a surname there are at the beginning of a name.
pub(super) fn surname_length(name: &[char]) -> usize {
    match name {
        [one, other, ..] if LONG_SURNAMES.iter().any(|it| it.chars().eq([*one, *other])) => 2,
        [one, ..] if is_surname(*one) => 1,
        _ => 0,
    }
}

/// Whether characters may be the name of a person.
pub(super) fn is_name(chars: &[char]) -> bool {
    let surname = surname_length(chars);
    let given = chars.len().saturating_sub(surname);
    surname > 0
        && matches!(given, 1 | 2)
        && chars.iter().all(|c| is_han(*c))
        && !chars.last().is_some_and(|c| NO_NAMES.contains(*c))
}

/// The names of people in a text that names some: one by itself, a row of a picture, who wrote or
/// photographed.
pub(super) fn names_in(text: &str) -> Vec<String> {
    // A name of two characters is drawn out by a space.
    let squeezed = squeezed(text);
    let is_one = |word: &str| is_name(&word.chars().collect::<Vec<_>>());
    let alone = without_made(&squeezed);
    if is_one(alone) {
        return vec![alone.to_owned()];
    }
    let words = text.split(|c: char| !is_han(c)).map(without_made);
    words.filter(|word| is_one(word)).map(str::to_owned).collect()
}

/// Whether a text says who took a picture.
pub(super) fn is_credit(text: &str) -> bool {
    let text = text.trim_end();
    MADE.iter().any(|made| text.ends_with(made))
}

/// A name without what is said behind it of who took a picture.
fn without_made(word: &str) -> &str {
    let made = MADE.iter().filter_map(|made| word.strip_suffix(made));
    made.min_by_key(|name| name.len()).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::names_in;

    #[test]
    fn names_are_read_where_they_are_listed() {
        for (text, names) in [
            ("张三", &["张三"][..]),
            ("张　三", &["张三"]),
            ("欧阳修远", &["欧阳修远"]),
            ("第一排左起：张三、李四，王小五", &["张三", "李四", "王小五"]),
            ("张三摄", &["张三"]),
            ("供稿：区水务局　摄影：李四", &["李四"]),
            ("金山区方志办", &[]),
            ("方志办", &[]),
            ("", &[]),
        ] {
            assert_eq!(names_in(text), names, "{text}");
        }
    }
}
