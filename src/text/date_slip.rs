//! Dates as people write them, for telling how they are written here.

use crate::text::date::{self, Date};

/// What a text that is no date of ours seems to mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// One date.
    One(Date),
    /// From a date to another.
    Range(Date, Date),
}

/// The date, or the two, that a text such as `2025年7月8日`, `2025/7/8` or `2025-07-08至10` means.
#[must_use]
pub fn meant(text: &str) -> Option<Meant> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).map(plain).collect();
    let text = numerals(&text);
    if let Some(date) = one(&text) {
        return Some(Meant::One(date));
    }
    let cut = |mark: &str| text.split_once(mark).map(|(a, b)| (a.to_owned(), b.to_owned()));
    let marks = ["至", "到", "~", "—", "–", "--", "/", "-"];
    marks.iter().filter_map(|mark| cut(mark)).find_map(|(from, until)| {
        let from = one(&from)?;
        let until = one(&until).or_else(|| rest(&until, from))?;
        (until > from).then_some(Meant::Range(from, until))
    })
}

/// Half-width forms of what stands in dates.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFF10 + 0x30).unwrap_or(c),
        '～' | '〜' => '~',
        '－' | '‐' | '−' => '-',
        '／' => '/',
        '．' | '。' => '.',
        c => c,
    }
}

/// Chinese numerals beside 年, 月 and 日 as digits: `二〇二五年十二月` is `2025年12月`.
fn numerals(text: &str) -> String {
    const DIGITS: &str = "〇一二三四五六七八九";
    if !text.contains(['年', '月', '日']) {
        return text.to_owned();
    }
    let digit =
        |c: char| DIGITS.chars().position(|known| known == if c == '零' { '〇' } else { c });
    let mut out = String::new();
    let mut before: Option<char> = None;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let is_numeral = |c: Option<char>| c.is_some_and(|c| digit(c).is_some());
        match c {
            '十' => {
                let next = characters.peek().copied();
                out.push_str(match (is_numeral(before), is_numeral(next)) {
                    (true, true) => "",
                    (true, false) => "0",
                    (false, true) => "1",
                    (false, false) => "10",
                });
            }
            c => match digit(c) {
                Some(digit) => out.push_str(&digit.to_string()),
                None => out.push(c),
            },
        }
        before = Some(c);
    }
    out
}

/// A whole date in any of the usual forms, of the precision that it has.
fn one(text: &str) -> Option<Date> {
    let is_compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_compact {
        return date::parse(&format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
    }
    let text = text.strip_suffix(['日', '号']).unwrap_or(text);
    let text = text.strip_suffix('月').or(text.strip_suffix('年')).unwrap_or(text);
    let parts: Vec<&str> = text.split(['年', '月', '-', '/', '.']).collect();
    from_parts(&parts)
}

/// The end of a range, which leaves out what the beginning has.
fn rest(text: &str, from: Date) -> Option<Date> {
    let text = text.strip_suffix(['日', '号']).unwrap_or(text);
    let is_month = text.ends_with('月');
    let text = text.strip_suffix('月').unwrap_or(text);
    let parts: Vec<&str> = text.split(['月', '-', '/', '.']).collect();
    let (year, month) = (from.year.to_string(), from.month?.to_string());
    match parts.as_slice() {
        [day] if from.day.is_some() && !is_month => from_parts(&[&year, &month, day]),
        [month] if from.day.is_none() => from_parts(&[&year, month]),
        [month, day] => from_parts(&[&year, month, day]),
        _ => None,
    }
}

fn from_parts(parts: &[&str]) -> Option<Date> {
    let digits = |part: &&str| {
        (1..=4).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !parts.iter().all(digits) {
        return None;
    }
    let padded: Vec<String> = parts.iter().map(|part| format!("{part:0>2}")).collect();
    date::parse(&padded.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_forms_are_understood() {
        for text in [
            "2025年7月8日",
            "2025-7-8",
            "2025/7/8",
            "2025.07.08",
            "20250708",
            "2025 年 7 月 8 日",
            "２０２５年７月８日",
            "二〇二五年七月八日",
            "2025年7月8号",
            "2025－07－08",
            "2025-07-8",
        ] {
            let date = date::parse("2025-07-08").unwrap();
            assert_eq!(meant(text), Some(Meant::One(date)), "{text}");
        }
        assert_eq!(meant("2025年7月"), date::parse("2025-07").map(Meant::One));
        assert_eq!(meant("2025年"), date::parse("2025").map(Meant::One));
        assert_eq!(meant("二〇二五年十二月三十一日"), date::parse("2025-12-31").map(Meant::One));
        assert_eq!(meant("二〇二五年二十月"), None);
    }

    #[test]
    fn ranges_are_understood() {
        let range = |from, until| {
            Some(Meant::Range(date::parse(from).unwrap(), date::parse(until).unwrap()))
        };
        for text in [
            "2025-07-08至10",
            "2025年7月8日至10日",
            "2025年7月8日—10日",
            "2025-07-08/2025-07-10",
            "2025-07-08~10",
            "2025年7月8—10日",
            "2025.7.8-7.10",
            "2025年7月8日至7月10日",
            "2025-07-08--10",
        ] {
            assert_eq!(meant(text), range("2025-07-08", "2025-07-10"), "{text}");
        }
        assert_eq!(meant("2025年7月至8月"), range("2025-07", "2025-08"));
    }

    #[test]
    fn what_is_no_date_stays_so() {
        for text in ["", "去年", "2025-13-01", "2025年2月30日", "7月8日", "2025-07-10至08", "abc"]
        {
            assert_eq!(meant(text), None, "{text}");
        }
    }
}
