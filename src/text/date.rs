//! Dates that may be known to the year, the month or the day only.

use std::fmt;

use serde::Serialize;

/// A date as exact as it is known. `month` is 1–12; `day` exists in its month and only stands
/// beside a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Date {
    /// The year of the Common Era, 1–9999.
    pub year: i32,
    /// The month, 1–12.
    pub month: Option<u8>,
    /// The day of the month, from 1.
    pub day: Option<u8>,
}

/// Reads `2023`, `2023-05` or `2023-05-20` (GB/T 7408.1, extended format). `None` for anything
/// else and for days that do not exist.
#[must_use]
pub fn parse(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |s: &str, n: usize| s.len() == n && s.bytes().all(|b| b.is_ascii_digit());
    let lengths = [4, 2, 2];
    if parts.len() > 3 || !parts.iter().zip(lengths).all(|(part, n)| digits(part, n)) {
        return None;
    }
    let year = parts[0].parse().ok().filter(|year| *year > 0)?;
    let month = match parts.get(1) {
        Some(month) => Some(month.parse::<u8>().ok()?),
        None => None,
    };
    let day = match parts.get(2) {
        Some(day) => Some(day.parse::<u8>().ok()?),
        None => None,
    };
    // An incomplete date exists if its first day does.
    let as_month = time::Month::try_from(month.unwrap_or(1)).ok()?;
    time::Date::from_calendar_date(year, as_month, day.unwrap_or(1)).ok()?;
    Some(Date { year, month, day })
}

impl fmt::Display for Date {
    /// As ISO 8601 writes it: `2023`, `2023-05`, `2023-05-20`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_are_read_and_written_back() {
        for text in ["2023", "2023-05", "2023-05-20", "2024-02-29"] {
            assert_eq!(parse(text).map(|date| date.to_string()).as_deref(), Some(text));
        }
        for text in
            ["", "23", "2023-5", "2023-13", "2023-02-29", "0000", "2023-05-20-1", "二〇二三"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
