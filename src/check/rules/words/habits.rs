//! Habits of a manuscript, which are told once a book with a fix for all places: ranges that are
//! joined by a hyphen (W17: GB/T 15834, 4.13; GB/T 15835, 5.1.3), digits of full width (W17: GB/T
//! 15835, 5.1.7), 零 or ○ for 〇 in years (W17: 5.2.5), ellipses and dashes of another form (W12),
//! and 、 between titles or quotations in a row (W27: GB/T 15834, 4.5.3.5).
//!
//! A hyphen is one of a range between two numbers, the first smaller, if a year, month or unit of
//! measure counts them. A row of titles is one if nothing but titles is in it: the standard keeps
//! 、 where brackets or other words stand between them.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Line, Slip, dates, edit, marks};
use crate::check::rules::numbers::units;
use crate::diag::control::Control;
use crate::diag::{Applicability, Code, Findings, Fix, Message, msg};
use crate::source::{Edit, Place};

/// Dashes of the width of a hyphen, and the wide ones of other programs.
const HYPHENS: [char; 5] = ['-', '－', '–', '‑', '−'];

/// How many items of a row are looked at on either side.
const ITEMS: usize = 40;

/// How many places are told.
const PLACES: usize = 3;

/// What is done in all of a book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Habit {
    /// A hyphen joins the ends of a range.
    Hyphens,
    /// Digits have full width.
    WideDigits,
    /// Years have 零 for 〇.
    Noughts,
    /// A mark has another form.
    Forms,
    /// 、 parts titles or quotations in a row.
    Rows,
}

impl Habit {
    fn code(self) -> Code {
        match self {
            Habit::Hyphens | Habit::WideDigits | Habit::Noughts => Code::W17,
            Habit::Forms => Code::W12,
            Habit::Rows => Code::W27,
        }
    }
}

/// What a line shows of a habit.
#[derive(Debug)]
pub(super) struct Seen {
    /// The habit.
    pub(super) habit: Habit,
    /// The characters that show it.
    pub(super) whole: Range<usize>,
    /// Those to be replaced, and by what.
    pub(super) edits: Vec<(Range<usize>, String)>,
}

impl Seen {
    /// What is shown by characters of which some are to be replaced.
    pub(super) fn one(habit: Habit, whole: Range<usize>, own: Range<usize>, right: &str) -> Seen {
        Seen { habit, whole, edits: vec![(own, right.to_owned())] }
    }

    /// What is said of it.
    fn message(&self, line: &Line) -> Message {
        let written = line.words(self.whole.clone());
        let right = self.edits.first().map_or("", |(_, right)| right.as_str());
        match self.habit {
            Habit::Hyphens => msg!(
                "“{written}”：起止用一字线“—”或浪纹线“～”",
                "“{written}”: the ends of a range are joined by — or ～"
            ),
            Habit::WideDigits => {
                msg!("“{written}”：阿拉伯数字占半个字", "“{written}”: digits have half width")
            }
            Habit::Noughts => {
                msg!("“{written}”：年份里写“〇”", "“{written}”: the nought of a year is 〇")
            }
            Habit::Forms => {
                msg!("“{written}”规定的形式是“{right}”", "the form of “{written}” is “{right}”")
            }
            Habit::Rows => msg!(
                "“{written}”：并列的书名号、引号之间不用顿号",
                "“{written}”: no 、 stands between titles or quotations in a row"
            ),
        }
    }
}

/// A habit in a book: what is said of it first, the first places, how many, and all edits.
#[derive(Debug)]
struct Told {
    message: Message,
    places: Vec<Place>,
    count: usize,
    edits: Vec<Edit>,
}

/// The habits of a book; marks by the form that they have.
#[derive(Debug, Default)]
pub(super) struct Habits {
    told: BTreeMap<(Habit, String), Told>,
}

impl Habits {
    /// Adds what some lines show. What a comment allows at its place is told there, by itself.
    pub(super) fn add(
        &mut self,
        lines: &[Line],
        place: impl Fn(Range<usize>) -> Place,
        (control, found): (&Control, &mut Findings),
    ) {
        for line in lines {
            seen(line, &mut |shown| {
                let Seen { habit, whole, edits } = &shown;
                let at = place(line.bytes(whole.clone()));
                if control.allows(habit.code(), &at) {
                    found.add(habit.code(), Some(&at), shown.message(line));
                    return;
                }
                let written = line.words(whole.clone());
                let form = if *habit == Habit::Forms { written } else { String::new() };
                let told = self.told.entry((*habit, form)).or_insert_with(|| Told {
                    message: shown.message(line),
                    places: Vec::new(),
                    count: 0,
                    edits: Vec::new(),
                });
                if told.places.len() < PLACES {
                    told.places.push(at);
                }
                told.count += 1;
                let edits = edits.iter();
                told.edits.extend(edits.filter_map(|(own, right)| {
                    edit(&place(line.bytes(own.clone())), right.clone())
                }));
            });
        }
    }

    /// Reports them, those of a code together.
    pub(super) fn tell(self, found: &mut Findings) {
        let mut by_code: BTreeMap<Code, (Message, Place, Vec<Edit>)> = BTreeMap::new();
        for ((habit, _), Told { message, places, count, edits }) in self.told {
            let Some((at, others)) = places.split_first() else { continue };
            let (zh, en) = match others.is_empty() {
                true => (String::new(), String::new()),
                false => {
                    let also: Vec<String> = others.iter().map(ToString::to_string).collect();
                    let more = if count > PLACES { ("等", ", …") } else { ("", "") };
                    let (zh, en) = (also.join("、") + more.0, also.join(", ") + more.1);
                    (format!("，全书{count}处（又见 {zh}）"), format!(", × {count} (also {en})"))
                }
            };
            let own = Message { zh: message.zh + &zh, en: message.en + &en };
            match by_code.get_mut(&habit.code()) {
                None => {
                    by_code.insert(habit.code(), (own, at.clone(), edits));
                }
                Some((all, _, known)) => {
                    all.push(&msg!("；{at} ", "; {at} "));
                    all.push(&own);
                    known.extend(edits);
                }
            }
        }
        for (code, (message, at, edits)) in by_code {
            let fix = Fix { edits, applicability: Applicability::Suggested };
            found.add_with_fix(code, Some(&at), message, fix);
        }
    }
}

/// Calls a closure with each place by itself.
pub(super) fn each(lines: &[Line], see: &mut dyn FnMut(Slip)) {
    for line in lines {
        seen(line, &mut |shown| {
            let message = shown.message(line);
            let bytes = |(own, right): (Range<usize>, String)| (line.bytes(own), right);
            let edits = shown.edits.into_iter().map(bytes).collect();
            let slip = Slip::tell(shown.habit.code(), line.bytes(shown.whole), message);
            see(slip.with(edits).certain());
        });
    }
}

fn seen(line: &Line, see: &mut dyn FnMut(Seen)) {
    marks::forms(line, see);
    for (at, c) in line.chars.iter().enumerate() {
        match c {
            '、' => row(line, at, see),
            '年' => dates::noughts(line, at, see),
            '０'..='９' if !line.before(at).is_some_and(is_wide) => wide(line, at, see),
            c if HYPHENS.contains(c) => hyphen(line, at, see),
            _ => {}
        }
    }
}

fn is_wide(c: char) -> bool {
    matches!(c, '０'..='９' | '．')
}

/// The value of a digit of either width.
pub(super) fn digit(c: char) -> Option<u32> {
    match c {
        '０'..='９' => Some(u32::from(c) - 0xFF10),
        c => c.to_digit(10),
    }
}

/// Digits of full width from a place on; the point between two of them is one of theirs.
fn wide(line: &Line, at: usize, see: &mut dyn FnMut(Seen)) {
    let chars = &line.chars[at..];
    let mut right = String::new();
    for (nth, c) in chars.iter().enumerate() {
        let is_point = *c == '．' && chars.get(nth + 1).is_some_and(|c| ('０'..='９').contains(c));
        match digit(*c).filter(|_| !c.is_ascii()) {
            Some(digit) => right.extend(char::from_digit(digit, 10)),
            None if is_point => right.push('.'),
            None => break,
        }
    }
    let range = at..at + right.chars().count();
    see(Seen::one(Habit::WideDigits, range.clone(), range, &right));
}

/// A hyphen that stands for a mark of a range.
fn hyphen(line: &Line, at: usize, see: &mut dyn FnMut(Seen)) {
    let chars = line.chars.as_slice();
    // 5%-10%, 1990年-1995年: the unit stands behind both ends.
    let unit = line.before(at).filter(|c| "年月日%％‰℃".contains(*c));
    let end = at - usize::from(unit.is_some());
    let own = |c: &&char| digit(**c).is_some() || **c == '.';
    let length = chars[..end].iter().rev().take_while(own).count();
    let start = end - length;
    let last = at + 1 + chars[at + 1..].iter().take_while(own).count();
    let around =
        |c: char| c.is_ascii_alphanumeric() || HYPHENS.contains(&c) || "/.,~～—".contains(c);
    if start == end || line.before(start).is_some_and(around) {
        return;
    }
    let number = |range: Range<usize>| -> Option<f64> {
        let mut text = String::new();
        for c in &chars[range] {
            match digit(*c) {
                Some(digit) => text.extend(char::from_digit(digit, 10)),
                None => text.push(*c),
            }
        }
        text.parse().ok()
    };
    let (Some(first), Some(second)) = (number(start..end), number(at + 1..last)) else { return };
    let next = chars.get(last).copied();
    let is_counted = match (unit, next) {
        (Some(unit), Some(next)) => unit == next,
        (Some(_), None) => false,
        // 8-10日 may be the tenth of August.
        (None, Some('日')) => line.before(start) == Some('月'),
        (None, Some('年' | '月' | '%' | '％' | '‰' | '℃')) => true,
        (None, _) => units::measured(&chars[last..]).is_some(),
    };
    let behind = chars.get(last + 1).copied();
    let is_year = length == 4 && last - at == 5 && next == Some('年');
    if !is_counted || first >= second || behind.is_some_and(|c| HYPHENS.contains(&c)) {
        return;
    }
    let right = match (unit, next) {
        // The sign of percents is written twice.
        (None, Some('%' | '％')) => "%～",
        _ if is_year => "—",
        _ => "～",
    };
    see(Seen::one(Habit::Hyphens, start..last + 1, at..at + 1, right));
}

/// A 、 between titles or quotations.
fn row(line: &Line, at: usize, see: &mut dyn FnMut(Seen)) {
    let (open, close) = match (line.before(at), line.chars.get(at + 1)) {
        (Some('》'), Some('《')) => ('《', '》'),
        (Some('”'), Some('“')) => ('“', '”'),
        _ => return,
    };
    let (Some(start), Some(end)) =
        (back(line, at - 1, (open, close)), on(line, at + 1, (open, close)))
    else {
        return;
    };
    // The first 、 of a row shows how it is written.
    let whole = start..end.min(start + 24);
    see(Seen::one(Habit::Rows, whole, at..at + 1, ""));
}

/// Where the row begins that has an item which ends at a place; `None` if other words are in it.
fn back(line: &Line, last: usize, (open, close): (char, char)) -> Option<usize> {
    let mut end = last;
    for _ in 0..ITEMS {
        let start = line.chars[..end].iter().rposition(|c| *c == open)?;
        match line.before(start) {
            Some('、') if start >= 2 && line.chars[start - 2] == close => end = start - 2,
            Some('、') => return None,
            _ => return Some(start),
        }
    }
    None
}

/// Where the row ends that has an item which begins at a place.
fn on(line: &Line, first: usize, (open, close): (char, char)) -> Option<usize> {
    let mut start = first;
    for _ in 0..ITEMS {
        let end = start + line.chars[start..].iter().position(|c| *c == close)?;
        match line.chars.get(end + 1) {
            Some('、') if line.chars.get(end + 2) == Some(&open) => start = end + 2,
            Some('、' | '（' | '(') => return None,
            _ => return Some(end + 1),
        }
    }
    None
}
