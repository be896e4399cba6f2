//! N09: numbers that count paragraphs or clauses and leave one out or come twice.
//!
//! A row begins with one and goes on by one; each way to write numbers (一、 （一） 1. （1） ① 一是)
//! is a row of its own, and the next one of a kind begins a new row; inside of a paragraph it may
//! be a list within a clause, behind which the outer one goes on. Sure if there is one fault in a
//! row of three and more, or one in each five numbers: what has more is not counted in order.
//! Numbers that lists are written with on purpose (1, 3, 5) are therefore left alone.

use std::ops::Range;

use super::fault::Fault;
use super::numerals;
use super::prose::Prose;
use crate::diag::{Code, Message, msg};

/// A way to write numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    /// 一、
    Han,
    /// （一）
    HanBracket,
    /// 1. 1、
    Digits,
    /// （1）
    DigitsBracket,
    /// ①
    Circled,
    /// 一是
    Is,
    /// 第一，
    Ordinal,
    /// 第一章, by its last character.
    Chapter(char),
}

/// Rows of numbers, each by its style.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: Vec<Row>,
    /// Whether the numbers are those of clauses, where a list may stand in another.
    is_inside: bool,
    /// Whether the texts are the paragraphs of one, not titles of several ranks.
    is_of_one: bool,
}

#[derive(Debug)]
struct Row {
    style: Style,
    numbers: Vec<Number>,
    /// The lists around it, which may go on.
    outer: Vec<Vec<Number>>,
}

/// A number, the text that it stands in, and its characters.
type Number = (i64, usize, Range<usize>);

/// What was found of a row: the number of the text that it stands in, its characters, the numbers.
pub(super) struct Gap {
    /// Which text, as it was counted in.
    pub(super) text: usize,
    /// What was found there.
    pub(super) fault: Fault,
}

impl Rows {
    /// Rows of the paragraphs of one text.
    pub(super) fn of_one() -> Rows {
        Rows { is_of_one: true, ..Rows::default() }
    }

    /// Adds the number that begins a text, if one does.
    pub(super) fn heading(&mut self, prose: &Prose, text: usize, gaps: &mut Vec<Gap>) {
        if let Some((style, number, length)) = heading(&prose.chars) {
            self.add(style, (number, text, 0..length), gaps);
        }
    }

    /// Adds the numbers that count clauses inside of a text.
    pub(super) fn inside(&mut self, prose: &Prose, text: usize, gaps: &mut Vec<Gap>) {
        let mut rows = Rows { is_inside: true, ..Rows::default() };
        for (at, c) in prose.chars.iter().enumerate() {
            let found = match c {
                '①'..='⑳' => {
                    Some((Style::Circled, i64::from(u32::from(*c)) - 0x2460 + 1, at..at + 1))
                }
                '是' => is(prose, at),
                '第' => ordinal(prose, at),
                _ => None,
            };
            if let Some((style, number, range)) = found {
                rows.add(style, (number, text, range), gaps);
            }
        }
        rows.end(gaps);
    }

    fn add(&mut self, style: Style, number: Number, gaps: &mut Vec<Gap>) {
        let Rows { is_inside, is_of_one, .. } = *self;
        // What stands below in the order of headings begins anew.
        let row = self.rows.iter_mut().find(|row| row.style == style);
        match row {
            // 一、 right behind 一、 is no list of its own: each of them is a paragraph.
            Some(row)
                if number.0 == 1
                    && is_of_one
                    && matches!(row.numbers.as_slice(), [(1, text, _)] if text + 1 == number.1) =>
            {
                row.numbers.push(number);
            }
            Some(row) if number.0 == 1 => {
                let before = std::mem::replace(&mut row.numbers, vec![number]);
                if is_inside { row.outer.push(before) } else { judge(&before, gaps) }
            }
            Some(row) => {
                let follows =
                    |list: &Vec<Number>| list.last().is_some_and(|last| last.0 + 1 == number.0);
                // A list within a clause has ended, and the one around it goes on.
                let around = match follows(&row.numbers) {
                    true => None,
                    false => row.outer.iter().rposition(follows),
                };
                if let Some(at) = around {
                    for inner in row.outer.drain(at + 1..) {
                        judge(&inner, gaps);
                    }
                    let outer = row.outer.pop().unwrap_or_default();
                    judge(&std::mem::replace(&mut row.numbers, outer), gaps);
                }
                row.numbers.push(number);
            }
            // A row that does not begin with one is none; chapters may stand in several files.
            None if number.0 == 1 || matches!(style, Style::Chapter(_)) => {
                self.rows.push(Row { style, numbers: vec![number], outer: Vec::new() });
            }
            None => {}
        }
    }

    /// Looks at the rows that are not ended.
    pub(super) fn end(&mut self, gaps: &mut Vec<Gap>) {
        for row in self.rows.drain(..) {
            row.outer.iter().for_each(|outer| judge(outer, gaps));
            judge(&row.numbers, gaps);
        }
    }
}

/// The number at the beginning of a paragraph.
fn heading(chars: &[char]) -> Option<(Style, i64, usize)> {
    if let ['第', rest @ ..] = chars {
        return chapter(rest);
    }
    let (bracket, rest) = match chars {
        ['（', rest @ ..] => (1, rest),
        rest => (0, rest),
    };
    if let Some(c @ '①'..='⑳') = rest.first().filter(|_| bracket == 0) {
        return Some((Style::Circled, i64::from(u32::from(*c)) - 0x2460 + 1, 1));
    }
    let digits = rest.iter().take_while(|c| c.is_ascii_digit()).count();
    let han = rest.iter().take_while(|c| numerals::is_numeral(**c)).count();
    let (count, is_han) = if digits > 0 { (digits, false) } else { (han, true) };
    if count == 0 || count > 3 {
        return None;
    }
    let number = if is_han {
        numerals::whole(&rest[..count])?
    } else {
        rest[..count].iter().collect::<String>().parse().ok()?
    };
    let mark = *rest.get(count)?;
    let next = rest.get(count + 1).copied();
    let style = match (bracket, mark, is_han) {
        (1, '）', true) => Style::HanBracket,
        (1, '）', false) => Style::DigitsBracket,
        (0, '、', true) => Style::Han,
        // 3.5 is no number of a paragraph, and 1、2 counts two.
        (0, '.' | '、', false) if !next.is_some_and(|c| c.is_ascii_digit()) => Style::Digits,
        _ => return None,
    };
    // 三、四班: two numbers.
    let is_list = style == Style::Han && next.is_some_and(numerals::is_numeral);
    (!is_list && (1..100).contains(&number)).then_some((style, number, bracket + count + 1))
}

/// `第一章` without its 第.
fn chapter(rest: &[char]) -> Option<(Style, i64, usize)> {
    let is_digit = |c: &&char| c.is_ascii_digit() || numerals::is_numeral(**c);
    let count = rest.iter().take_while(is_digit).count().min(5);
    let digits = &rest[..count];
    let number = match digits.first()?.is_ascii_digit() {
        true => digits.iter().collect::<String>().parse().ok()?,
        false => numerals::whole(digits)?,
    };
    let last = *rest.get(count)?;
    // 第一条 of a law; 第一节车厢 begins no paragraph of a row.
    let is_end = matches!(last, '章' | '节' | '编' | '篇' | '条' | '部');
    let style = Style::Chapter(last);
    (is_end && (1..1000).contains(&number)).then_some((style, number, count + 2))
}

/// `一是` at the beginning of a clause.
fn is(prose: &Prose, at: usize) -> Option<(Style, i64, Range<usize>)> {
    let before = prose.before(at)?;
    let number = numerals::digit(before).or((before == '十').then_some(10))?;
    let start = at - 1;
    let mark = prose.before(start);
    let is_clause =
        mark.is_none_or(|c| matches!(c, '。' | '；' | '，' | '：' | '（' | '“' | '、' | ' '));
    is_clause.then_some((Style::Is, number, start..at + 1))
}

/// `第一，` at the beginning of a sentence.
fn ordinal(prose: &Prose, at: usize) -> Option<(Style, i64, Range<usize>)> {
    let is_begin = prose.before(at).is_none_or(|c| matches!(c, '。' | '；' | '：'));
    let rest = prose.chars.get(at + 1..).filter(|_| is_begin)?;
    let count = rest.iter().take_while(|c| numerals::is_numeral(**c)).count();
    let number = numerals::whole(&rest[..count]).filter(|number| (1..30).contains(number))?;
    (rest.get(count) == Some(&'，')).then_some((Style::Ordinal, number, at..at + 1 + count))
}

fn judge(numbers: &[Number], gaps: &mut Vec<Gap>) {
    let own: Vec<i64> = numbers.iter().map(|number| number.0).collect();
    for (at, message) in faults(&own) {
        let (_, text, range) = numbers[at].clone();
        gaps.push(Gap { text, fault: Fault { code: Code::N09, range, message } });
    }
}

/// The numbers of a row that are wrong, and what is said of them.
///
/// One fault is sure in a row of three; several are where the rest goes on by one far more often.
pub(super) fn faults(numbers: &[i64]) -> Vec<(usize, Message)> {
    if numbers.len() < 3 {
        return Vec::new();
    }
    let steps = numbers.windows(2).map(|pair| (pair[0], pair[1])).enumerate();
    let wrong: Vec<(usize, (i64, i64))> =
        steps.filter(|(_, (before, now))| *now != before + 1).collect();
    if wrong.len() > 1 && wrong.len() * 5 > numbers.len() {
        return Vec::new();
    }
    let said = |(before, now): (i64, i64)| {
        if now == before {
            return Some(msg!("序号 {now} 用了两次", "the number {now} stands twice"));
        }
        let missing = before + 1;
        (now == before + 2).then(|| {
            msg!(
                "序号从 {before} 到 {now}，缺 {missing}",
                "from {before} to {now}: {missing} is missing"
            )
        })
    };
    let told: Option<Vec<(usize, Message)>> =
        wrong.into_iter().map(|(at, pair)| Some((at + 1, said(pair)?))).collect();
    told.unwrap_or_default()
}
