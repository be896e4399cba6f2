//! N08: ranges that have lost the mark between their ends: `19891990年`, `7月811日`, `20500毫米`,
//! `1949 1955年`, `6070年代`.
//!
//! Sure where what is written can be no number of its kind, and parts into two that can, one
//! after the other: six to eight digits before 年; a day, a century, an hour of the day, an age, a
//! force of wind, a temperature of the air, a rate, a year of an era above the greatest that
//! there is; two years or two days of a month with nothing between. Of lengths only such as are
//! written in a larger unit otherwise, if they part into two round numbers and no product or
//! model stands around them.

use std::ops::Range;

use super::dates::{Day, days};
use super::eras;
use super::exact::Exact;
use super::fault::Fault;
use super::numerals;
use super::prose::Prose;
use super::tokens::{Kind, Token};
use crate::diag::{Code, msg};

/// Numbers of a kind that are not above a bound.
struct Bounded {
    /// What stands behind them.
    unit: &'static str,
    /// What stands before them, at most so many characters away; nothing if that tells nothing.
    before: (&'static [&'static str], usize),
    /// What makes them another thing.
    not: &'static [&'static str],
    /// The bound.
    most: i64,
    /// The least number that is written in another way, if it is not the bound.
    least: i64,
}

const AIR: (&[&str], usize) = (&["气温", "水温", "室温", "地温", "体温"], 6);

const BOUNDED: [Bounded; 10] = [
    Bounded { unit: "世纪", before: (&[], 0), not: &[], most: 21, least: 100 },
    Bounded {
        unit: "岁",
        before: (&[], 0),
        not: &["树", "古", "银杏", "柏", "松", "槐", "樟", "龟", "寿"],
        most: 110,
        least: 200,
    },
    Bounded {
        unit: "时",
        before: (&["上午", "下午", "晚上", "早上", "凌晨", "每天", "每日"], 3),
        not: &[],
        most: 24,
        least: 100,
    },
    Bounded {
        unit: "小时",
        before: (&["每天", "每日", "日均", "一天"], 6),
        not: &[],
        most: 24,
        least: 100,
    },
    Bounded { unit: "℃", before: AIR, not: &[], most: 60, least: 100 },
    Bounded { unit: "摄氏度", before: AIR, not: &[], most: 60, least: 100 },
    Bounded {
        unit: "级", before: (&["风力", "大风", "阵风"], 3), not: &[], most: 17, least: 23
    },
    Bounded { unit: "级大风", before: (&[], 0), not: &[], most: 17, least: 23 },
    Bounded {
        unit: "厘米",
        before: (
            &["胸径", "直径", "口径", "粒径", "穗长", "株高", "厚", "株距", "行距", "间距"],
            4,
        ),
        not: &[],
        most: 400,
        least: 1000,
    },
    Bounded { unit: "%", before: (&["率"], 3), not: &["增", "比"], most: 100, least: 1000 },
];

/// Looks at a sentence.
pub(super) fn judge(tokens: &[Token], prose: &Prose, faults: &mut Vec<Fault>) {
    for (nth, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Group(inner) => judge(inner, prose, faults),
            Kind::Quantity(quantity) => {
                if quantity.unit.is_some() && prose.before(token.range.end) == Some('米') {
                    lengths(token, prose, faults);
                }
                let month = nth.checked_sub(1).map(|before| &tokens[before]);
                if let Some(Kind::Date(day)) = month.map(|month| &month.kind) {
                    let is_days = day.day.is_none() && prose.has(token.range.end, "日");
                    let is_next = month.is_some_and(|month| month.range.end == token.range.start);
                    if let (true, true, Some(month)) = (is_days, is_next, day.month) {
                        month_days(token, (day.year, month), prose, faults);
                    }
                }
            }
            Kind::Date(day) => {
                if let (Some(month), Some(number)) = (day.month, day.day) {
                    let end = token.range.end - 1;
                    let digits = number.to_string().len();
                    if number > 99 && end >= digits {
                        let token = Token { range: end - digits..end, kind: Kind::Other };
                        month_days(&token, (day.year, month), prose, faults);
                    }
                }
                let next = tokens.get(nth + 1).filter(|next| next.range.start == token.range.end);
                if let Some((next, Kind::Date(other))) = next.map(|next| (next, &next.kind)) {
                    in_a_row((*day, token), (*other, next), prose, faults);
                }
            }
            _ => {}
        }
    }
}

/// Two years, or two days of a month, with nothing between: `1958年1960年`, `7月8日11日`.
fn in_a_row(
    (one, first): (Day, &Token),
    (other, second): (Day, &Token),
    prose: &Prose,
    faults: &mut Vec<Fault>,
) {
    let years = one.month.is_none() && other.month.is_none();
    let is_range = match (one, other) {
        (Day { year: Some(one), .. }, Day { year: Some(other), .. }) if years => one < other,
        (Day { day: Some(one), .. }, Day { year: None, month: None, day: Some(other), .. }) => {
            one < other
        }
        _ => false,
    };
    // 3日8日赶集: days that are counted, each for itself.
    let start = first.range.start;
    if !is_range || one.is_han || other.is_han || prose.before_is(start, 4, &["逢", "每"]) {
        return;
    }
    let token = Token { range: start..second.range.end, kind: Kind::Other };
    let (one, other) = (prose.words(first.range.clone()), prose.words(second.range.clone()));
    add(&token, (&one, &other), prose, faults);
}

/// Looks at all numbers of some words.
pub(super) fn numbers(prose: &Prose, faults: &mut Vec<Fault>) {
    let chars = prose.chars.as_slice();
    let mut at = 0;
    while at < chars.len() {
        let numeral = chars[at..].iter().take_while(|c| numerals::digit(**c).is_some()).count();
        if numeral == 8 && prose.has(at + numeral, "年") {
            let number = Token { range: at..at + numeral, kind: Kind::Other };
            han_years(&number, prose, faults);
        }
        if numeral > 0 {
            at += numeral;
            continue;
        }
        let length = chars[at..].iter().take_while(|c| c.is_ascii_digit()).count();
        let range = at..at + length;
        at = range.end + 1;
        let is_joined = |c: Option<char>| {
            c.is_some_and(|c| c.is_ascii_alphanumeric() || "×-/～—.,_#".contains(c))
        };
        if !(2..=8).contains(&length) || is_joined(prose.before(range.start)) {
            continue;
        }
        let number = Token { range: range.clone(), kind: Kind::Other };
        // `12 340`: a group of thousands.
        let is_group = prose.before(range.start) == Some(' ')
            && range.start >= 2
            && chars[range.start - 2].is_ascii_digit();
        if is_group {
            continue;
        }
        if prose.has(range.end, "年") {
            years(&number, prose, faults);
        } else if prose.has(range.end, "月") {
            months(&number, prose, faults);
        } else if length == 4 && prose.chars.get(range.end) == Some(&' ') {
            spaced(&number, prose, faults);
        } else {
            bounded(&number, prose, faults);
        }
    }
}

/// The two numbers that digits may be, of which the first is smaller and the second fits.
fn parted(digits: &str, fits: impl Fn(i64, i64) -> bool) -> Option<(&str, &str)> {
    (1..digits.len()).find_map(|at| {
        let (a, b) = digits.split_at_checked(at)?;
        let (first, last) = (a.parse::<i64>().ok()?, b.parse::<i64>().ok()?);
        let is_range = first >= 1 && first < last && !a.starts_with('0') && !b.starts_with('0');
        (is_range && fits(first, last)).then_some((a, b))
    })
}

fn bounded(number: &Token, prose: &Prose, faults: &mut Vec<Fault>) {
    let Range { start, end } = number.range;
    let words = prose.words(start..end);
    let Ok(value) = words.parse::<i64>() else { return };
    let fits = |kind: &&Bounded| {
        let (before, far) = kind.before;
        let around = start.saturating_sub(8)..(end + 8).min(prose.chars.len());
        prose.has(end, kind.unit)
            && value >= kind.least
            && (before.is_empty() || prose.before_is(start, far, before))
            && !prose.any(around, kind.not)
    };
    let Some(kind) = BOUNDED.iter().find(fits) else { return };
    // Rates and lengths have many digits else: only ends of one size are sure.
    let is_even = kind.least >= 1000;
    let ends = parted(&words, |first, last| last <= kind.most && (!is_even || last <= 3 * first));
    if let Some(ends) = ends {
        add(number, ends, prose, faults);
    }
}

/// `78月`, `1012月`: not so many months (24月), and no age.
fn months(number: &Token, prose: &Prose, faults: &mut Vec<Fault>) {
    let words = prose.words(number.range.clone());
    let Ok(value) = words.parse::<i64>() else { return };
    let is_span = prose.before_is(number.range.start, 4, &["历时", "期", "满", "达", "共", "龄"])
        || prose.has(number.range.end, "月龄")
        || prose.before(number.range.start) == Some('第');
    if words.len() > 4 || value < 23 || value % 12 == 0 || is_span {
        return;
    }
    if let Some(ends) = parted(&words, |_, last| last <= 12) {
        add(number, ends, prose, faults);
    }
}

/// `1949 1955年`.
fn spaced(number: &Token, prose: &Prose, faults: &mut Vec<Fault>) {
    let Range { start, end } = number.range;
    let other = prose.chars.get(end + 1..end + 5).unwrap_or_default();
    let is_year = other.iter().all(char::is_ascii_digit) && prose.has(end + 5, "年");
    let (one, other) = (prose.words(start..end), prose.words(end + 1..end + 5));
    let (Ok(first), Ok(last)) = (one.parse::<i64>(), other.parse::<i64>()) else { return };
    if is_year && (1000..2100).contains(&first) && first < last && last < 2100 {
        let whole = Token { range: start..end + 5, kind: Kind::Other };
        add(&whole, (&one, &other), prose, faults);
    }
}

fn add(token: &Token, (a, b): (&str, &str), prose: &Prose, faults: &mut Vec<Fault>) {
    let written = prose.words(token.range.clone());
    let message =
        msg!("“{written}”像是“{a}～{b}”丢了起止号", "“{written}” may be {a}～{b} without its mark");
    faults.push(Fault { code: Code::N08, range: token.range.clone(), message });
}

fn years(token: &Token, prose: &Prose, faults: &mut Vec<Fault>) {
    let words = prose.words(token.range.clone());
    let is_year = |year: i64| (1000..2100).contains(&year);
    let year = |digits: &str| digits.parse::<i64>().ok();
    if words.len() == 4 && prose.has(token.range.end, "年代") {
        // 2030年代 are years of this century.
        let is_decade = |first: i64, last: i64| first >= 30 && first % 10 == 0 && last % 10 == 0;
        if let Some(ends) = parted(&words, |first, last| is_decade(first, last) && last < 100) {
            add(token, ends, prose, faults);
        }
        return;
    }
    // Years of an era have two digits.
    if matches!(words.len(), 3 | 4)
        && let Some(length) = eras::length(prose, token.range.clone())
        && let Some(ends) = parted(&words, |_, last| last <= length)
    {
        add(token, ends, prose, faults);
        return;
    }
    if words.len() < 6 || prose.before_is(token.range.start, 6, &["距今", "约"]) {
        return;
    }
    // 树龄100120年: so many years, not two years of the era.
    if prose.before_is(token.range.start, 8, &["龄", "寿", "历时", "生长", "存活"]) {
        let halves = words.split_at_checked(words.len() / 2);
        let fits = |(a, b): &(&str, &str)| {
            let ends = year(a).zip(year(b));
            ends.is_some_and(|(first, last)| first < last && last <= 3 * first)
        };
        if let Some(ends) = halves.filter(|(_, b)| !b.starts_with('0')).filter(fits) {
            add(token, ends, prose, faults);
        }
        return;
    }
    let Some((a, b)) = words.split_at_checked(4) else { return };
    let (Some(first), Some(last)) = (year(a), year(b)) else { return };
    let is_range = match b.len() {
        4 => first < last && is_year(last),
        // 198990年: 1989～90.
        2 => first % 100 < last,
        _ => false,
    };
    if is_year(first) && is_range {
        add(token, (a, b), prose, faults);
        return;
    }
    // 1951955年: a digit of one of two years is lost with the mark.
    let other = words.split_at_checked(3).filter(|(_, b)| b.len() == 4);
    let is_cut = |(a, b): (&str, &str)| {
        let (short, long) = if a.len() == 3 { (a, b) } else { (b, a) };
        let is_near = short.len() == 3
            && (0..4).any(|gone| {
                let rest: String = long
                    .chars()
                    .enumerate()
                    .filter(|(at, _)| *at != gone)
                    .map(|(_, c)| c)
                    .collect();
                rest == short || rest.get(..2) == short.get(..2)
            });
        year(long).is_some_and(is_year) && is_near
    };
    if let Some(ends) = other.into_iter().chain([(a, b)]).find(|ends| is_cut(*ends)) {
        add(token, ends, prose, faults);
    }
}

/// `一九八九一九九〇年`.
fn han_years(token: &Token, prose: &Prose, faults: &mut Vec<Fault>) {
    let chars = prose.chars.get(token.range.clone()).unwrap_or_default();
    let Some((one, other)) = chars.split_at_checked(4) else { return };
    let (Some(first), Some(last)) = (numerals::whole(one), numerals::whole(other)) else { return };
    if (1000..2100).contains(&first) && first < last && last < 2100 {
        let (one, other): (String, String) = (one.iter().collect(), other.iter().collect());
        add(token, (&one, &other), prose, faults);
    }
}

fn month_days(
    token: &Token,
    (year, month): (Option<i64>, i64),
    prose: &Prose,
    faults: &mut Vec<Fault>,
) {
    let words = prose.words(token.range.clone());
    if !(3..=4).contains(&words.len()) || !(1..=12).contains(&month) {
        return;
    }
    let longest = days(year.unwrap_or(2000), month);
    let cut = |at: usize| {
        let (a, b) = words.split_at_checked(at)?;
        let (first, last) = (a.parse::<i64>().ok()?, b.parse::<i64>().ok()?);
        let fits = first >= 1 && first < last && last <= longest && !b.starts_with('0');
        fits.then_some((a, b))
    };
    if let Some(ends) = [1, 2].into_iter().find_map(cut) {
        add(token, ends, prose, faults);
    }
}

/// `20500毫米` for `20～500毫米`.
fn lengths(token: &Token, prose: &Prose, faults: &mut Vec<Fault>) {
    let Some(quantity) = token.quantity().filter(|quantity| quantity.is_exact) else { return };
    let words = prose.words(token.range.clone());
    let Some(digits) = words.strip_suffix("毫米") else { return };
    // 宽15180毫米 and 跨距10200毫米 are measures of one thing; pipes and grains come in sizes.
    let measures = ["宽", "高", "长", "跨", "距", "深", "轴", "净空", "标高", "尺寸"];
    if prose.before_is(token.range.start, 6, &measures) {
        return;
    }
    let is_long = quantity.number >= Exact::whole(10_000) && quantity.power == 0;
    let around = ['×', '-', '/', '～'];
    let is_model = prose.before(token.range.start).is_some_and(|c| around.contains(&c))
        || prose.chars.get(token.range.end).is_some_and(|c| around.contains(c));
    if !is_long || is_model || !digits.chars().all(|c| c.is_ascii_digit()) {
        return;
    }
    let cut = |at: usize| {
        let (a, b) = digits.split_at_checked(at)?;
        let (first, last) = (a.parse::<i64>().ok()?, b.parse::<i64>().ok()?);
        let is_range = first >= 5 && last > first && last <= first * 100 && !b.starts_with('0');
        let is_round = first % 5 == 0 && last % 10 == 0;
        (is_range && is_round).then_some((a, b))
    };
    if let Some(ends) = (1..digits.len()).find_map(cut) {
        add(token, ends, prose, faults);
    }
}
