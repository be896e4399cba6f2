//! W17: dates and numbers of digits and Chinese numerals at once, and dates in names of events.
//!
//! Sure enough to be told:
//! - `二〇〇八年8月`, `2008年八月`, `8月十五日` (GB/T 15835—2011, 4.3.3), not before 1950 nor where
//!   the old calendar is meant;
//! - `4千人`, `百分之3`, `20几个`, `3、4个` (5.3, 4.2.2): one number is written in one way;
//! - `“5.12”地震`, `“五·四”运动`, `“一二九”运动` (5.1.6, 5.2.3): · stands between digits, and between
//!   Chinese numerals in January, November and December alone.

use std::ops::Range;

use super::habits::{Habit, Seen, digit};
use super::{Line, Slip};
use crate::diag::{Code, msg};

/// What stands behind the date of an event.
const EVENTS: [&str; 16] = [
    "事件",
    "地震",
    "大地震",
    "运动",
    "惨案",
    "事变",
    "起义",
    "专案",
    "案件",
    "火灾",
    "事故",
    "特大",
    "讲话",
    "汶川",
    "恐怖",
    "国际",
];

/// Words of the old calendar.
const OLD: [&str; 5] = ["农历", "阴历", "旧历", "夏历", "古历"];

/// Units behind 千 that are its own.
const OF_THOUSAND: &str = "克米瓦卡伏赫帕焦安吨牛字周册印乏欧";

/// Looks at a line.
pub(super) fn judge(line: &Line, slips: &mut Vec<Slip>) {
    for (at, c) in line.chars.iter().enumerate() {
        match c {
            '年' => year(line, at, slips),
            '月' => month(line, at, slips),
            '百' | '千' => thousand(line, at, slips),
            '几' => some(line, at, slips),
            '、' => about(line, at, slips),
            '“' => event(line, at, slips),
            _ => {}
        }
    }
}

fn tell(line: &Line, chars: Range<usize>, why: (&str, &str), slips: &mut Vec<Slip>) {
    let written = line.words(chars.clone());
    let (zh, en) = why;
    let message = msg!("“{written}”：{zh}", "“{written}”: {en}");
    slips.push(Slip::tell(Code::W17, line.bytes(chars), message));
}

/// The characters before a place that are of a kind, four at most.
fn run_before(line: &Line, at: usize, own: impl Fn(char) -> bool) -> Range<usize> {
    let length = line.chars[..at].iter().rev().take(5).take_while(|c| own(**c)).count();
    at - length..at
}

/// The characters from a place on that are of a kind, four at most.
fn run_from(line: &Line, at: usize, own: impl Fn(char) -> bool) -> Range<usize> {
    let rest = line.chars.get(at..).unwrap_or_default();
    at..at + rest.iter().take(5).take_while(|c| own(**c)).count()
}

fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

fn is_numeral(c: char) -> bool {
    "一二三四五六七八九".contains(c)
}

fn is_zero(c: char) -> bool {
    matches!(c, '〇' | '零' | '○' | '◯' | 'Ｏ' | 'O' | '０' | '0')
}

const MIXED: (&str, &str) =
    ("一个日期里不混用汉字数字和阿拉伯数字", "a date has digits or Chinese numerals, not both");

/// A year whose 年 stands at a place.
fn year(line: &Line, at: usize, slips: &mut Vec<Slip>) {
    let han = run_before(line, at, |c| is_numeral(c) || is_zero(c));
    let numerals = line.chars[han.clone()].iter().filter(|c| is_numeral(**c)).count();
    let starts = matches!(line.chars.get(han.start), Some('一' | '二'));
    let month = run_from(line, at + 1, |c| is_digit(c) || is_numeral(c) || c == '十');
    let is_month = !month.is_empty() && line.chars.get(month.end) == Some(&'月');
    let of_digits = |range: &Range<usize>| line.chars[range.clone()].iter().all(|c| is_digit(*c));
    if han.len() == 4 && numerals >= 1 && starts {
        if is_month && of_digits(&month) {
            tell(line, han.start..month.end + 1, MIXED, slips);
        }
        return;
    }
    let digits = run_before(line, at, is_digit);
    let value = digits.clone().try_fold(0, |all, at| Some(all * 10 + digit(line.chars[at])?));
    // Months of the old calendar stand beside years of the Common Era.
    let is_new = digits.len() == 4 && value.is_some_and(|year| (1950..2200).contains(&year));
    let is_han = line.chars[month.clone()].iter().all(|c| !is_digit(*c));
    // 1996年六七月间: about so many are written in Chinese numerals.
    let is_about = month.len() >= 2 && line.chars[month.clone()].iter().all(|c| is_numeral(*c));
    if is_new && is_month && is_han && !is_about && !is_old(line) {
        tell(line, digits.start..month.end + 1, MIXED, slips);
    }
}

/// Noughts of other forms in a year of Chinese numerals whose 年 stands at a place: 二○○八年.
pub(super) fn noughts(line: &Line, at: usize, see: &mut dyn FnMut(Seen)) {
    let han = run_before(line, at, |c| is_numeral(c) || is_zero(c));
    let starts = matches!(line.chars.get(han.start), Some('一' | '二'));
    if han.len() != 4 || !starts {
        return;
    }
    let wrong = han.clone().filter(|at| is_zero(line.chars[*at]) && line.chars[*at] != '〇');
    let edits: Vec<_> = wrong.map(|own| (own..own + 1, "〇".to_owned())).collect();
    if !edits.is_empty() {
        see(Seen { habit: Habit::Noughts, whole: han.start..at + 1, edits });
    }
}

fn is_old(line: &Line) -> bool {
    (0..line.chars.len()).any(|at| OLD.iter().any(|word| line.has(at, word)))
}

/// A month and its day whose 月 stands at a place.
fn month(line: &Line, at: usize, slips: &mut Vec<Slip>) {
    let of_han = |c: char| is_numeral(c) || c == '十';
    let before = (run_before(line, at, is_digit), run_before(line, at, of_han));
    let behind = (run_from(line, at + 1, is_digit), run_from(line, at + 1, of_han));
    let is_day =
        |range: &Range<usize>| !range.is_empty() && line.chars.get(range.end) == Some(&'日');
    let start = match (before, behind) {
        ((digits, _), (_, day)) if matches!(digits.len(), 1 | 2) && is_day(&day) => {
            Some((digits.start, day.end))
        }
        ((_, han), (day, _)) if matches!(han.len(), 1 | 2) && is_day(&day) => {
            Some((han.start, day.end))
        }
        _ => None,
    };
    if let Some((start, end)) = start.filter(|_| !is_old(line)) {
        tell(line, start..end + 1, MIXED, slips);
    }
}

/// `4千人`, `百分之3`.
fn thousand(line: &Line, at: usize, slips: &mut Vec<Slip>) {
    const WHY: (&str, &str) =
        ("一个数不混用汉字数字和阿拉伯数字，万、亿除外", "a number has digits or Chinese numerals");
    if line.has(at, "百分之") {
        let digits = run_from(line, at + 3, is_digit);
        if !digits.is_empty() {
            tell(line, at..digits.end, WHY, slips);
        }
        return;
    }
    let digits = run_before(line, at, is_digit);
    let outside = line.before(digits.start);
    let is_part = outside.is_some_and(|c| c.is_ascii_alphanumeric() || "第.．,-/～—、".contains(c));
    let is_unit = line.chars.get(at + 1).is_some_and(|c| OF_THOUSAND.contains(*c));
    if digits.len() == 1 && !is_part && !is_unit {
        tell(line, digits.start..at + 1, WHY, slips);
    }
}

/// `20几个`.
fn some(line: &Line, at: usize, slips: &mut Vec<Slip>) {
    let digits = run_before(line, at, is_digit);
    let counts =
        line.chars.get(at + 1).is_some_and(|c| "个人名岁年天家户次十百万位亩元".contains(*c));
    if !digits.is_empty() && counts {
        let why = ("带“几”的概数用汉字数字", "a number with 几 is written in Chinese numerals");
        tell(line, digits.start..at + 2, why, slips);
    }
}

/// `有3、4个`.
fn about(line: &Line, at: usize, slips: &mut Vec<Slip>) {
    let one = at.checked_sub(1).and_then(|at| digit(line.chars[at]));
    let other = line.chars.get(at + 1).and_then(|c| digit(*c));
    let (Some(one), Some(other)) = (one, other) else { return };
    let before = at.checked_sub(2).and_then(|at| line.chars.get(at).copied());
    // What begins a line counts it.
    let is_open = before.is_some_and(|c| "有约近隔达要用费需过每停等住仅才只共了".contains(c));
    let counts = line.chars.get(at + 2).is_some_and(|c| "个天次岁家倍亩件名只".contains(*c));
    if other == one + 1 && is_open && counts {
        let why = (
            "相邻的两个数表示概数，用汉字数字，中间不用顿号",
            "about so many: 三四个, without a mark",
        );
        tell(line, at - 1..at + 3, why, slips);
    }
}

/// The date of an event in quotes that open at a place.
fn event(line: &Line, at: usize, slips: &mut Vec<Slip>) {
    let rest = line.chars.get(at + 1..).unwrap_or_default();
    let Some(length) = rest.iter().take(7).position(|c| *c == '”') else { return };
    let date = &rest[..length];
    let is_event = EVENTS.iter().any(|event| line.has(at + length + 2, event));
    let own = at + 1..at + 1 + length;
    let written: String = date.iter().collect();
    let mut say = |chars: Range<usize>, right: &str, why: (&str, &str)| {
        let (zh, en) = why;
        let message = msg!("“{written}”：{zh}", "“{written}”: {en}");
        let edit = vec![(line.bytes(chars), right.to_owned())];
        slips.push(Slip::tell(Code::W17, line.bytes(own.clone()), message).with(edit).certain());
    };
    let number = |chars: &[char]| {
        let value = chars.iter().try_fold(0, |all, c| Some(all * 10 + digit(*c)?));
        value.filter(|_| matches!(chars.len(), 1 | 2))
    };
    if let Some(mark) = date.iter().position(|c| matches!(c, '.' | '．' | '•' | '・' | '-')) {
        let (month, day) = (number(&date[..mark]), number(&date[mark + 1..]));
        let is_date = month.is_some_and(|it| (1..=12).contains(&it))
            && day.is_some_and(|it| (1..=31).contains(&it));
        if is_date && is_event {
            let why = ("月、日之间用间隔号“·”", "· stands between month and day");
            say(at + 1 + mark..at + 2 + mark, "·", why);
        }
        return;
    }
    let mark = date.iter().position(|c| *c == '·');
    let of_han =
        |chars: &[char]| !chars.is_empty() && chars.iter().all(|c| is_numeral(*c) || *c == '十');
    match (mark, written.as_str()) {
        (None, "一二九") if line.has(at + 5, "运动") => {
            say(at + 2..at + 3, "二·", ("十二月用间隔号，是“一二·九”", "it is 一二·九"));
        }
        (None, "一二八") if line.has(at + 5, "事变") || line.has(at + 5, "淞沪") => {
            say(at + 1..at + 2, "一·", ("一月用间隔号，是“一·二八”", "it is 一·二八"));
        }
        (Some(mark), _) if of_han(&date[..mark]) && of_han(&date[mark + 1..]) => {
            let month: String = date[..mark].iter().collect();
            if !matches!(month.as_str(), "一" | "十" | "十一" | "十二" | "一一" | "一二")
            {
                let why = (
                    "只有一月、十一月、十二月用间隔号",
                    "· stands in January, November and December alone",
                );
                say(at + 1 + mark..at + 2 + mark, "", why);
            }
        }
        _ => {}
    }
}
