//! Dates as running text writes them: `1958年2月28日`, `二〇二三年五月`, `3月8日`, `8日`.

use super::numerals;
use super::prose::Prose;

/// A date, or a part of one, as it is written: whether it exists is for the rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Day {
    /// The year of the Common Era.
    pub(super) year: Option<i64>,
    /// The month.
    pub(super) month: Option<i64>,
    /// The day of the month.
    pub(super) day: Option<i64>,
    /// Whether it is written in Chinese numerals.
    pub(super) is_han: bool,
}

/// The date whose first number stands from `at` to `end`, and where it ends.
pub(super) fn read(prose: &Prose, at: usize, end: usize, is_han: bool) -> Option<(Day, usize)> {
    let chars = prose.chars.as_slice();
    let first = number(&chars[at..end], is_han)?;
    let mut day = Day { is_han, ..Day::default() };
    let mut behind = end;
    match chars.get(end)? {
        '年' if end - at == 4 && (1000..2200).contains(&first) => {
            day.year = Some(first);
            behind += 1;
            // 年代, 年度, 年间 are no days.
            let (month, past) = part(chars, behind, is_han);
            if let Some(month) = month.filter(|_| chars.get(past) == Some(&'月')) {
                day.month = Some(month);
                behind = past + 1;
            }
        }
        '月' if end - at <= 3 && !matches!(prose.before(at), Some('.' | '/' | '-' | '第')) => {
            day.month = Some(first);
            behind += 1;
        }
        '日' if end - at <= 3 && !matches!(prose.before(at), Some('.' | '/' | '第' | '×')) => {
            // 十日 and 三日 may be so many days.
            let is_day = !is_han && (1..=31).contains(&first);
            return is_day.then_some((Day { day: Some(first), ..day }, end + 1));
        }
        _ => return None,
    }
    if day.month.is_some() {
        let (number, past) = part(chars, behind, is_han);
        if let Some(number) = number.filter(|_| matches!(chars.get(past), Some('日' | '号'))) {
            day.day = Some(number);
            behind = past + 1;
        }
    }
    // 五月 may be so many months, and a word: only with a day or a year it is sure.
    let is_sure = !is_han || day.year.is_some() || day.day.is_some();
    is_sure.then_some((day, behind))
}

/// The number at a place, and where it ends.
fn part(chars: &[char], at: usize, is_han: bool) -> (Option<i64>, usize) {
    let is_own = |c: &&char| if is_han { numerals::is_numeral(**c) } else { c.is_ascii_digit() };
    let length = chars.get(at..).unwrap_or_default().iter().take_while(is_own).count();
    let digits = chars.get(at..at + length).unwrap_or_default();
    (if length <= 4 { number(digits, is_han) } else { None }, at + length)
}

/// The whole number that digits or numerals write.
fn number(digits: &[char], is_han: bool) -> Option<i64> {
    if is_han {
        return numerals::whole(digits);
    }
    if digits.is_empty() || digits.len() > 9 {
        return None;
    }
    digits.iter().try_fold(0_i64, |all, c| Some(all * 10 + i64::from(c.to_digit(10)?)))
}

impl Day {
    /// Whether the day can be in no calendar of this kind; without a year a leap year is taken.
    pub(super) fn is_impossible(self) -> bool {
        let Some(month) = self.month else { return false };
        if !(1..=12).contains(&month) {
            return true;
        }
        let longest = days(self.year.unwrap_or(2000), month);
        self.day.is_some_and(|day| !(1..=longest).contains(&day))
    }

    /// The day of the week, from 1 for Monday to 7.
    pub(super) fn weekday(self) -> Option<i64> {
        let (year, month, day) = (self.year?, self.month?, self.day?);
        if self.is_impossible() {
            return None;
        }
        // Days since 1 March of the year 0 (Gregorian), which was a Wednesday.
        let (y, m) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
        let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
        Some((days + 2).rem_euclid(7) + 1)
    }
}

/// How many days a month has.
pub(super) fn days(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_week_are_told() {
        let day = |year, month, day| Day {
            year: Some(year),
            month: Some(month),
            day: Some(day),
            is_han: false,
        };
        assert_eq!(day(2023, 9, 8).weekday(), Some(5));
        assert_eq!(day(1949, 10, 1).weekday(), Some(6));
        assert_eq!(day(2024, 2, 29).weekday(), Some(4));
        assert_eq!(day(1958, 2, 29).weekday(), None);
    }
}
