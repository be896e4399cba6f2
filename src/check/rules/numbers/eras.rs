//! N07: years of eras that are not the years of the Common Era beside them: `民国17年（1929）`.
//!
//! Sure where both stand side by side: `民国17年（1928）`, `1928年（民国17年）`, `民国17年即1928年`,
//! `光绪二十年（甲午，1894）`, `甲午年（1894）`. The old year ends in January or February: with its
//! eleventh or twelfth month the next year is right as well. Eras of names that were used twice are
//! left out. Of two ranges beside each other the ends are compared if both are written in full.

use super::fault::Fault;
use super::numerals;
use super::prose::Prose;
use crate::diag::{Code, msg};

/// An era: its name, its first year, how many years it had.
type Era = (&'static str, i64, i64);

/// The eras from the Tang on whose names were used once (中国历史纪年表).
const ERAS: [Era; 116] = [
    ("武德", 618, 9),
    ("贞观", 627, 23),
    ("永徽", 650, 6),
    ("开元", 713, 29),
    ("天宝", 742, 15),
    ("大历", 766, 14),
    ("贞元", 785, 21),
    ("元和", 806, 15),
    ("长庆", 821, 4),
    ("开成", 836, 5),
    ("会昌", 841, 6),
    ("大中", 847, 14),
    ("咸通", 860, 15),
    ("建隆", 960, 4),
    ("开宝", 968, 9),
    ("太平兴国", 976, 9),
    ("雍熙", 984, 4),
    ("端拱", 988, 2),
    ("淳化", 990, 5),
    ("至道", 995, 3),
    ("咸平", 998, 6),
    ("景德", 1004, 4),
    ("大中祥符", 1008, 9),
    ("天禧", 1017, 5),
    ("天圣", 1023, 10),
    ("明道", 1032, 2),
    ("景祐", 1034, 5),
    ("宝元", 1038, 3),
    ("康定", 1040, 2),
    ("庆历", 1041, 8),
    ("皇祐", 1049, 6),
    ("至和", 1054, 3),
    ("嘉祐", 1056, 8),
    ("治平", 1064, 4),
    ("熙宁", 1068, 10),
    ("元丰", 1078, 8),
    ("元祐", 1086, 9),
    ("绍圣", 1094, 5),
    ("元符", 1098, 3),
    ("崇宁", 1102, 5),
    ("大观", 1107, 4),
    ("政和", 1111, 8),
    ("重和", 1118, 2),
    ("宣和", 1119, 7),
    ("靖康", 1126, 2),
    ("建炎", 1127, 4),
    ("绍兴", 1131, 32),
    ("隆兴", 1163, 2),
    ("乾道", 1165, 9),
    ("淳熙", 1174, 16),
    ("绍熙", 1190, 5),
    ("庆元", 1195, 6),
    ("嘉泰", 1201, 4),
    ("开禧", 1205, 3),
    ("嘉定", 1208, 17),
    ("宝庆", 1225, 3),
    ("绍定", 1228, 6),
    ("端平", 1234, 3),
    ("嘉熙", 1237, 4),
    ("淳祐", 1241, 12),
    ("宝祐", 1253, 6),
    ("景定", 1260, 5),
    ("咸淳", 1265, 10),
    ("元贞", 1295, 3),
    ("大德", 1297, 11),
    ("至大", 1308, 4),
    ("皇庆", 1312, 2),
    ("延祐", 1314, 7),
    ("至治", 1321, 3),
    ("泰定", 1324, 5),
    ("至顺", 1330, 4),
    ("元统", 1333, 3),
    ("至正", 1341, 28),
    ("洪武", 1368, 31),
    ("建文", 1399, 4),
    ("永乐", 1403, 22),
    ("洪熙", 1425, 1),
    ("宣德", 1426, 10),
    ("正统", 1436, 14),
    ("景泰", 1450, 8),
    ("天顺", 1457, 8),
    ("成化", 1465, 23),
    ("弘治", 1488, 18),
    ("正德", 1506, 16),
    ("嘉靖", 1522, 45),
    ("隆庆", 1567, 6),
    ("万历", 1573, 48),
    ("泰昌", 1620, 1),
    ("天启", 1621, 7),
    ("崇祯", 1628, 17),
    ("弘光", 1645, 1),
    ("顺治", 1644, 18),
    ("康熙", 1662, 61),
    ("雍正", 1723, 13),
    ("乾隆", 1736, 60),
    ("嘉庆", 1796, 25),
    ("道光", 1821, 30),
    ("咸丰", 1851, 11),
    ("同治", 1862, 13),
    ("光绪", 1875, 34),
    ("宣统", 1909, 3),
    ("民国", 1912, 200),
    ("明治", 1868, 45),
    ("大正", 1912, 15),
    ("昭和", 1926, 64),
    ("景炎", 1276, 3),
    ("祥兴", 1278, 2),
    ("乾兴", 1022, 1),
    ("开庆", 1259, 1),
    ("德祐", 1275, 2),
    ("天历", 1328, 3),
    ("乾符", 874, 6),
    ("广明", 880, 2),
    ("景福", 892, 2),
    ("天祐", 904, 4),
    ("康德", 1934, 12),
];

/// Words of the old calendar.
const OLD: [&str; 7] = ["农历", "阴历", "旧历", "夏历", "古历", "古农历", "太阴历"];

/// The ten stems and twelve branches by which years are counted.
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// Whether what stands before a date says that it is one of the old calendar.
pub(super) fn is_old_calendar(prose: &Prose, at: usize) -> bool {
    let start = at.saturating_sub(12);
    prose.any(start..at, &OLD) || (start..at).any(|at| era_at(prose, at).is_some())
}

/// How many years the era had whose name stands right before a number.
pub(super) fn length(prose: &Prose, number: std::ops::Range<usize>) -> Option<i64> {
    let (start, (name, _, length), _) = named(prose, number.end)?;
    // The Republic of China goes on elsewhere.
    let length = if name == "民国" { 38 } else { length };
    (start + name.chars().count() == number.start).then_some(length)
}

/// The era whose name begins at a place.
fn era_at(prose: &Prose, at: usize) -> Option<Era> {
    let fits = |era: &&Era| prose.has(at, era.0);
    ERAS.iter().filter(fits).max_by_key(|era| era.0.len()).copied()
}

/// Looks at some words.
pub(super) fn judge(prose: &Prose, faults: &mut Vec<Fault>) {
    let chars = prose.chars.as_slice();
    for (at, c) in chars.iter().enumerate() {
        if *c == '年' {
            era(prose, at, faults);
            no_cycle(prose, at, faults);
        }
        if *c == '（' || *c == '，' {
            cycle(prose, at, faults);
        }
        if *c == '（' {
            behind(prose, at, faults);
        }
    }
}

/// An era's year whose 年 stands at a place.
fn era(prose: &Prose, at: usize, faults: &mut Vec<Fault>) {
    let Some((start, (name, first, length), number)) = named(prose, at) else { return };
    let range = start..at + 1;
    let right = first + number - 1;
    if number < 1 || number > length {
        let message = msg!(
            "{name}只有 {length} 年，文中 {number}",
            "{name} had {length} years, the text says {number}"
        );
        // The reign may have gone on in name: only with a year beside it is it sure.
        let is_qing = (1644..1912).contains(&first);
        if beside(prose, at + 1).is_some() || is_qing && number < 100 && number > length + 1 {
            faults.push(Fault { code: Code::N07, range, message });
        }
        return;
    }
    let written = prose.words(range.clone());
    if prose.has(at + 1, "（")
        && let Some(told) = cycle_at(prose, at + 2).filter(|_| prose.has(at + 4, "）"))
        && told != (right - 4).rem_euclid(60)
    {
        let (own, told) = (cycle_name(right), prose.words(at + 2..at + 4));
        let message = msg!(
            "{written}是 {right} 年、{own}年，文中{told}",
            "{written} is {right}, a year {own}; the text says {told}"
        );
        faults.push(Fault { code: Code::N07, range: start..at + 5, message });
        return;
    }
    let (told, slack) = match beside(prose, at + 1).or_else(|| before(prose, start)) {
        Some(told) => told,
        None => return,
    };
    // The first Gregorian year of the Republic began with the first of January.
    let slack = if name == "民国" { 0 } else { slack };
    if (right..=right + slack).contains(&told) {
        return;
    }
    let message =
        msg!("{written}是 {right} 年，文中 {told}", "{written} is {right}, the text says {told}");
    faults.push(Fault { code: Code::N07, range, message });
}

/// The era and the number of a year whose 年 stands at a place, and where its name begins.
fn named(prose: &Prose, at: usize) -> Option<(usize, Era, i64)> {
    let chars = prose.chars.as_slice();
    let is_digit = |c: &&char| c.is_ascii_digit() || **c == '元' || numerals::is_numeral(**c);
    let count = chars[..at].iter().rev().take_while(is_digit).count().min(5);
    // 开元元年: the first 元 is of the name.
    for count in (1..=count).rev() {
        let start = at - count;
        let digits = &chars[start..at];
        let number = match digits {
            ['元'] => Some(1),
            digits if digits.iter().all(char::is_ascii_digit) => {
                digits.iter().collect::<String>().parse().ok()
            }
            // 一十七, as 17 was written.
            ['一', '十', ..] => numerals::whole(&digits[1..]),
            digits => numerals::whole(digits),
        };
        let Some(number) = number else { continue };
        let era = (2..=4).rev().find_map(|length| {
            let name = start.checked_sub(length)?;
            let era = era_at(prose, name)?;
            (era.0.chars().count() == length).then_some((name, era))
        });
        if let Some((name, era)) = era {
            return Some((name, era, number));
        }
    }
    None
}

/// The year of the Common Era behind an era's year, and how much more is right too.
fn beside(prose: &Prose, at: usize) -> Option<(i64, i64)> {
    let chars = prose.chars.as_slice();
    let mut at = at;
    let mut slack = 0;
    // 十二月初八日
    let month: Vec<char> = chars[at..].iter().take(3).copied().collect();
    if let Some(end) = month.iter().position(|c| *c == '月') {
        let late = matches!(month[..end], ['十', '一' | '二'] | ['冬' | '腊'] | ['1', '1' | '2']);
        slack = i64::from(late);
        at += end + 1;
        let day = chars[at..].iter().take(4).position(|c| *c == '日');
        at += day.map_or(0, |day| day + 1);
    }
    let open = *chars.get(at)?;
    at += 1;
    match open {
        '（' => {
            // 甲午，
            let is_cycle = STEMS.contains(*chars.get(at)?);
            at += if is_cycle { 3 } else { 0 };
            if prose.has(at, "公元") {
                at += 2;
            }
        }
        '即' => {}
        '，' if prose.has(at, "即") => at += 1,
        _ => return None,
    }
    let year = year(chars, at)?;
    // A range of years stands beside the range of the era, or tells how long something lasted.
    let next = chars.get(at + 4).copied();
    let is_range = |c: char| matches!(c, '～' | '-' | '—' | '至' | '/' | '、');
    let behind = if next == Some('年') { chars.get(at + 5).copied() } else { next };
    let is_end = next.is_none_or(|c| matches!(c, '年' | '）' | '，' | '。'));
    (is_end && !behind.is_some_and(is_range)).then_some((year, slack))
}

/// The year of the Common Era before an era's year in brackets: `1928年（民国17年）`.
fn before(prose: &Prose, start: usize) -> Option<(i64, i64)> {
    let chars = prose.chars.as_slice();
    let open = start.checked_sub(1)?;
    if chars[open] != '（' {
        return None;
    }
    let end = if prose.before(open) == Some('年') { open - 1 } else { open };
    let start = end.checked_sub(4)?;
    let joint = matches!(prose.before(start), Some('～' | '-' | '—' | '至' | '到'));
    year(chars, start).filter(|_| !joint).map(|year| (year, 0))
}

/// Four digits that are a year.
fn year(chars: &[char], at: usize) -> Option<i64> {
    let digits = chars.get(at..at + 4)?;
    let is_more = chars.get(at + 4).is_some_and(char::is_ascii_digit)
        || at.checked_sub(1).is_some_and(|at| chars[at].is_ascii_digit());
    if is_more || !digits.iter().all(char::is_ascii_digit) {
        return None;
    }
    digits.iter().collect::<String>().parse().ok().filter(|year| (600..2100).contains(year))
}

/// The place in the cycle of sixty of the name that stands somewhere; none if there is no such.
fn cycle_at(prose: &Prose, at: usize) -> Option<i64> {
    let (stem, branch) = stem_and_branch(prose, at)?;
    (0..60).find(|year| year % 10 == stem && year % 12 == branch)
}

/// The stem and the branch that stand somewhere, by their numbers.
fn stem_and_branch(prose: &Prose, at: usize) -> Option<(i64, i64)> {
    let place = |names: &str, at: usize| {
        let own = prose.chars.get(at)?;
        i64::try_from(names.chars().position(|name| name == *own)?).ok()
    };
    Some((place(STEMS, at)?, place(BRANCHES, at + 1)?))
}

/// What a year of the Common Era is called in the cycle.
fn cycle_name(year: i64) -> String {
    let name = |names: &str, count: i64| {
        let number = usize::try_from((year - 4).rem_euclid(count)).unwrap_or(0);
        names.chars().nth(number).unwrap_or(' ')
    };
    [name(STEMS, 10), name(BRANCHES, 12)].iter().collect()
}

/// `甲丑年`: of a stem and a branch every other pair is none of the cycle.
fn no_cycle(prose: &Prose, at: usize, faults: &mut Vec<Fault>) {
    let Some(start) = at.checked_sub(2) else { return };
    let is_pair = stem_and_branch(prose, start).is_some();
    if is_pair && cycle_at(prose, start).is_none() {
        let written = prose.words(start..at);
        let message = msg!("干支里没有“{written}”", "there is no year {written} in the cycle");
        faults.push(Fault { code: Code::N07, range: start..at + 1, message });
    }
}

/// `（1884，乙酉）`: a year of the cycle behind one of the Common Era in brackets.
fn behind(prose: &Prose, at: usize, faults: &mut Vec<Fault>) {
    let Some(told) = year(&prose.chars, at + 1) else { return };
    let mark = at + 5 + usize::from(prose.has(at + 5, "年"));
    let Some(own) = cycle_at(prose, mark + 1).filter(|_| prose.has(mark, "，")) else { return };
    let end = mark + 3 + usize::from(prose.has(mark + 3, "年"));
    if own == (told - 4).rem_euclid(60) || !prose.has(end, "）") {
        return;
    }
    let (right, written) = (cycle_name(told), prose.words(mark + 1..mark + 3));
    let message = msg!(
        "{told} 年是{right}年，文中{written}",
        "{told} is a year {right}, the text says {written}"
    );
    faults.push(Fault { code: Code::N07, range: at + 1..end, message });
}

/// A year of the cycle of sixty beside one of the Common Era: `甲午年（1894）`.
fn cycle(prose: &Prose, at: usize, faults: &mut Vec<Fault>) {
    let chars = prose.chars.as_slice();
    let Some(told) = year(chars, at + 1) else { return };
    // A year alone: no month or range behind it.
    if !matches!(chars.get(at + 5), Some('）' | '年')) || prose.has(at + 5, "年至") {
        return;
    }
    let end = if prose.before(at) == Some('年') { at - 1 } else { at };
    let Some(start) = end.checked_sub(2) else { return };
    let Some((stem, branch)) = stem_and_branch(prose, start) else { return };
    let right = (told - 4).rem_euclid(10) == stem && (told - 4).rem_euclid(12) == branch;
    if right {
        return;
    }
    let (written, own) = (prose.words(start..start + 2), cycle_name(told));
    let message = msg!(
        "{told} 年是{own}年，文中{written}",
        "{told} is a year {own}, the text says {written}"
    );
    faults.push(Fault { code: Code::N07, range: start..at + 5, message });
}
