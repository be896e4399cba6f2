//! When an event of a chronicle was: a date as exact as it is known, a part of a month or year, or
//! a word that points back to the event before.
//!
//! Written `2023`, `2023-05`, `2023-05-20`, with a word behind for a part (`2023-04 下旬`,
//! `2023 冬`), or as it is printed (`2023年4月下旬`); or `同日`, `是月`, `是年冬`. Which date a word
//! points back to is found when it is read, so that order and place in the e-book know it.

use std::fmt;

use crate::text::date::{self, Date};
use crate::text::date_words::{Back, Part, Span, Unit};

/// When an event was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct When {
    /// The day, month or year; of the event before, if a word points back.
    pub date: Date,
    /// The part of that month or year. Such dates have no day.
    pub part: Option<Part>,
    /// The word that stands in the place of the date.
    pub back: Option<Back>,
}

/// What a text says before it is known what it points back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// A date of its own.
    Known(When),
    /// A word that points back, and the part behind it.
    Back(Back, Option<Part>),
}

/// Reads what stands for a date. `None` for anything else and for days that do not exist.
#[must_use]
pub fn parse(text: &str) -> Option<Written> {
    let text = text.trim();
    if let Some((back, rest)) = Back::read(text) {
        return Some(Written::Back(back, part(&rest, back.unit())?));
    }
    let (date, rest) = split(text)?;
    let part = part(rest, unit(date))?;
    Some(Written::Known(When { date, part, back: None }))
}

/// The part that a text is the word of; nothing if it is empty, `None` if it is no such word.
#[expect(clippy::option_option, reason = "no word and a wrong word are two things")]
fn part(text: &str, unit: Unit) -> Option<Option<Part>> {
    if text.is_empty() { Some(None) } else { Part::read(text, unit).map(Some) }
}

/// How exact a date is.
fn unit(date: Date) -> Unit {
    match (date.month, date.day) {
        (None, _) => Unit::Year,
        (Some(_), None) => Unit::Month,
        (Some(_), Some(_)) => Unit::Day,
    }
}

/// The date that a text begins with, and the rest.
fn split(text: &str) -> Option<(Date, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    match rest.strip_prefix('年') {
        // `2023 年内` has a space there, and 年 is of the part.
        Some(rest) if digits.len() == 4 => split_printed(digits, rest.trim_start()),
        _ => Some((date::parse(digits)?, rest.trim_start())),
    }
}

/// The same of `2023年4月8日`, behind its year.
fn split_printed<'t>(year: &str, text: &'t str) -> Option<(Date, &'t str)> {
    let (mut iso, mut rest) = (year.to_owned(), text);
    for mark in ['月', '日'] {
        let Some((number, behind)) = number_before(rest, mark) else { break };
        iso.push_str(&format!("-{number:02}"));
        rest = behind.trim_start();
    }
    Some((date::parse(&iso)?, rest))
}

/// The number of one or two digits that a text begins with, if the mark follows it.
fn number_before(text: &str, mark: char) -> Option<(u8, &str)> {
    let (number, rest) = text.split_once(mark)?;
    let is_number = number.len() <= 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    Some((number.parse().ok().filter(|_| is_number)?, rest))
}

impl Written {
    /// When it was, after an event of this date. `None` if that is not known so exactly.
    #[must_use]
    pub fn after(self, before: Option<Date>) -> Option<When> {
        let (back, part) = match self {
            Written::Known(when) => return Some(when),
            Written::Back(back, part) => (back, part),
        };
        let before = before?;
        let date = match back.unit() {
            Unit::Year => Date { month: None, day: None, ..before },
            Unit::Month => Date { month: Some(before.month?), day: None, ..before },
            Unit::Day => Date { day: Some(before.day?), ..before },
        };
        Some(When { date, part, back: Some(back) })
    }
}

impl From<Date> for When {
    fn from(date: Date) -> When {
        When { date, part: None, back: None }
    }
}

/// A day by year, month and day; every month counts 31 of them, which is as good for order.
type Day = (i32, u8, u8);

impl When {
    /// The date, if it says all that is said (a machine can read no parts).
    #[must_use]
    pub fn exact(self) -> Option<Date> {
        self.part.is_none_or(Part::is_whole).then_some(self.date)
    }

    /// Whether all of it is before all of the other. This is a strict partial order: neither of
    /// 2023-04 and 2023-04 下旬 is before the other.
    #[must_use]
    pub fn is_before(self, other: When) -> bool {
        self.days().1 < other.first_day()
    }

    /// The first day that it can be.
    #[must_use]
    pub fn first_day(self) -> Day {
        self.days().0
    }

    /// The first and the last day that it can be.
    fn days(self) -> (Day, Day) {
        let Date { year, month, day } = self.date;
        match (self.part.map(Part::span), month, day) {
            (Some(Span::Months(first, last)), _, _) => {
                let (later, last) = if last > 12 { (1, last - 12) } else { (0, last) };
                ((year, first, 1), (year + later, last, 31))
            }
            (Some(Span::Days(first, last)), Some(month), _) => {
                ((year, month, first), (year, month, last))
            }
            (_, Some(month), Some(day)) => ((year, month, day), (year, month, day)),
            (_, Some(month), None) => ((year, month, 1), (year, month, 31)),
            (_, None, _) => ((year, 1, 1), (year, 12, 31)),
        }
    }
}

impl fmt::Display for When {
    /// As an editor writes it: `2023-04 下旬`, `2023 年内`, `同日`, `是年冬`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = self.part.map_or("", Part::word);
        match self.back {
            Some(back) => write!(f, "{}{}", back.word(), part.trim_start_matches(['年', '月'])),
            None if part.is_empty() => write!(f, "{}", self.date),
            None => write!(f, "{} {part}", self.date),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<When> {
        parse(text)?.after(date::parse("2023-04-08"))
    }

    fn known(text: &str) -> When {
        read(text).unwrap_or_else(|| panic!("{text} is no date"))
    }

    #[test]
    fn every_way_to_write_a_date_is_read() {
        for (text, plain) in [
            ("2023", "2023"),
            ("2023-05", "2023-05"),
            ("2023-05-20", "2023-05-20"),
            ("2023年", "2023"),
            ("2023年4月", "2023-04"),
            ("2023年04月8日", "2023-04-08"),
            ("2023年 4月 8日", "2023-04-08"),
            ("2023-04 下旬", "2023-04 下旬"),
            ("2023-04下旬", "2023-04 下旬"),
            ("2023年4月下旬", "2023-04 下旬"),
            ("2023-04 月底", "2023-04 月底"),
            ("2023年4月底", "2023-04 月底"),
            ("2023年4月月末", "2023-04 月末"),
            ("2023 冬", "2023 冬"),
            ("2023年冬季", "2023 冬季"),
            ("2023 第一季度", "2023 第一季度"),
            ("2023年四季度", "2023 四季度"),
            ("2023 年内", "2023 年内"),
            ("2023年内", "2023 年内"),
            ("2023年年底", "2023 年底"),
            ("2023　年內", "2023 年内"),
            ("2023年上半年", "2023 上半年"),
            ("同日", "同日"),
            (" 當日 ", "当日"),
            ("是月", "是月"),
            ("是月下旬", "是月下旬"),
            ("同月 底", "同月底"),
            ("是年冬", "是年冬"),
            ("是年年底", "是年底"),
        ] {
            assert_eq!(read(text).map(|when| when.to_string()).as_deref(), Some(plain), "{text}");
        }
        for text in [
            "",
            "冬",
            "下旬",
            "4月下旬",
            "2023-4",
            "2023-04-08 下旬",
            "2023 下旬",
            "2023-04 冬",
            "2023年13月",
            "2023年2月30日",
            "2023年4月8",
            "2023年100月",
            "2023-年",
            "同日下旬",
            "是月冬",
            "同周",
            "23年",
            "去年",
            "2023 冬天",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn every_word_is_read_back() {
        for part in Part::ALL {
            let whole = if part.unit() == Unit::Year { "2023" } else { "2023-04" };
            assert_eq!(known(&format!("{whole} {}", part.word())).part, Some(*part));
        }
        for back in Back::ALL {
            assert_eq!(known(back.word()).back, Some(*back));
        }
    }

    #[test]
    fn words_point_back_as_far_as_the_date_before_is_known() {
        let after = |text: &str, before: &str| {
            let when = parse(text)?.after(date::parse(before))?;
            Some(when.date.to_string())
        };
        assert_eq!(after("同日", "2023-04-08").as_deref(), Some("2023-04-08"));
        assert_eq!(after("是月", "2023-04-08").as_deref(), Some("2023-04"));
        assert_eq!(after("是年冬", "2023-04").as_deref(), Some("2023"));
        assert_eq!(after("同日", "2023-04"), None);
        assert_eq!(after("是月", "2023"), None);
        assert_eq!(after("同日", ""), None);
    }

    #[test]
    fn a_date_is_before_another_if_all_of_it_is() {
        for (first, second) in [
            ("2023-04-08", "2023-04 中旬"),
            ("2023-04 上旬", "2023-04 中旬"),
            ("2023-04 中旬", "2023-04 下旬"),
            ("2023-04 月初", "2023-04-20"),
            ("2023-04", "2023-05 上旬"),
            ("2023-04-30", "2023 三季度"),
            ("2023 上半年", "2023-07-01"),
            ("2023 春", "2023-06"),
            ("2023 年初", "2023 年底"),
            ("2023 冬", "2024-03-01"),
            ("2023 年内", "2024 年初"),
        ] {
            assert!(known(first).is_before(known(second)), "{first} {second}");
            assert!(!known(second).is_before(known(first)), "{second} {first}");
        }
        for (one, other) in [
            ("2023-04 下旬", "2023-04-21"),
            ("2023-04 下旬", "2023-04-30"),
            ("2023-04", "2023-04 下旬"),
            ("2023 春", "2023-02-10"),
            ("2023 冬", "2024-02-10"),
            ("2023 冬", "2023-12-31"),
            ("2023 年内", "2023-01-01"),
            ("是月", "2023-04-30"),
            ("2023-04 月中", "2023-04 上旬"),
        ] {
            let (one, other) = (known(one), known(other));
            assert!(!one.is_before(other) && !other.is_before(one), "{one} {other}");
        }
    }

    #[test]
    fn the_order_is_strict_and_goes_on() {
        let dates = ["2022 冬", "2023", "2023-01", "2023 春", "2023-04-08", "2023 年底", "2024"];
        let parts = Part::ALL.iter().map(|part| match part.unit() {
            Unit::Year => format!("2023 {}", part.word()),
            _ => format!("2023-11 {}", part.word()),
        });
        let all: Vec<When> =
            dates.map(str::to_owned).into_iter().chain(parts).map(|text| known(&text)).collect();
        for a in &all {
            assert!(!a.is_before(*a), "{a}");
            for b in all.iter().filter(|b| a.is_before(**b)) {
                assert!(!b.is_before(*a), "{a} {b}");
                for c in all.iter().filter(|c| b.is_before(**c)) {
                    assert!(a.is_before(*c), "{a} {b} {c}");
                }
            }
        }
    }

    #[test]
    fn machines_get_dates_that_say_it_all() {
        let exact = |text: &str| known(text).exact().map(|date| date.to_string());
        assert_eq!(exact("2023-04 月内").as_deref(), Some("2023-04"));
        assert_eq!(exact("2023 年内").as_deref(), Some("2023"));
        assert_eq!(exact("是月").as_deref(), Some("2023-04"));
        assert_eq!(exact("同日").as_deref(), Some("2023-04-08"));
        assert_eq!(exact("2023-04 下旬"), None);
        assert_eq!(exact("2023 冬"), None);
    }
}
