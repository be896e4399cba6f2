//! Numbers with their units, which stay on one line (GB/T 15835—2011, 5.1; CLREQ, 3.1.6).

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Forbids a break and draws nothing (Unicode, UAX #14, LB11).
pub const JOINER: char = '\u{2060}';

/// What numbers count, as a regular expression; titles know more of it.
pub const UNITS: &str = "公里|千米|平方米|平方千米|公顷|万元|亿元|万人|万吨|毫米|厘米|分钟|小时|人次|\
                         [年月日时分秒天个座张项家城块套人名件亩吨米元万亿届度次期条位所辆场处批册页岁级倍户]";

/// A number in digits, or a range of two, and what it counts.
static COUNTED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    const NUMBER: &str = r"[0-9]+(?:[.,:][0-9]+)*(?:[-–—～][0-9]+(?:[.,][0-9]+)*)*";
    Regex::new(&format!("({NUMBER})({UNITS})")).ok()
});

/// The text with word joiners before each character of a unit that follows a number.
pub fn joined(text: &str) -> Cow<'_, str> {
    let Some(counted) = COUNTED.as_ref() else { return Cow::Borrowed(text) };
    counted.replace_all(text, |found: &Captures| {
        let mut out = found[1].to_owned();
        for character in found[2].chars() {
            out.extend([JOINER, character]);
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn units_hang_on_their_numbers() {
        let shown = |text| joined(text).replace('\u{2060}', "·");
        assert_eq!(shown("全长12.6公里，设驿站8处"), "全长12.6·公·里，设驿站8·处");
        assert_eq!(shown("2021—2023年1月"), "2021—2023·年1·月");
        assert_eq!(shown("增长7.2%，十年"), "增长7.2%，十年");
    }
}
