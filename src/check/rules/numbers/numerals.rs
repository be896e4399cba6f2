//! Chinese numerals: 一九五八 digit by digit, 二百三十 by tens, 廿五.

use super::exact::Exact;

/// Whether a character is a numeral.
pub(super) fn is_numeral(c: char) -> bool {
    matches!(c, '十' | '百' | '千' | '万' | '亿' | '廿' | '卅' | '两') || digit(c).is_some()
}

/// The digit that a character writes.
pub(super) fn digit(c: char) -> Option<i64> {
    Some(match c {
        '〇' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// The number that numerals write; `None` for what is none, as 三五 (some) and 百万.
pub(super) fn read(chars: &[char]) -> Option<Exact> {
    whole(chars).map(Exact::whole)
}

/// As [`read`], as a whole number.
pub(super) fn whole(chars: &[char]) -> Option<i64> {
    if chars.is_empty() || chars.len() > 16 {
        return None;
    }
    if chars.iter().all(|c| digit(*c).is_some()) {
        // Two or three digits in a row tell of no number: 三五, 七八.
        let is_year = chars.len() >= 4 || chars.len() == 1 || chars.contains(&'〇');
        let digits = chars.iter().filter_map(|c| digit(*c));
        return is_year.then(|| digits.fold(0_i64, |all, digit| all * 10 + digit));
    }
    let (mut total, mut section, mut last): (i64, i64, Option<i64>) = (0, 0, None);
    let mut scale_before = i64::MAX;
    for &c in chars {
        let scale = match c {
            '廿' | '卅' => {
                if last.is_some() || section > 0 {
                    return None;
                }
                section += if c == '廿' { 20 } else { 30 };
                scale_before = 10;
                continue;
            }
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            '万' | '亿' => {
                let own = section + last.take().unwrap_or(0);
                // 一万亿: a 亿 counts all that stands before it, a 万 its own section.
                total = match c {
                    '亿' if total + own > 0 => (total + own).checked_mul(100_000_000)?,
                    '万' if own > 0 => total.checked_add(own.checked_mul(10_000)?)?,
                    _ => return None,
                };
                section = 0;
                scale_before = i64::MAX;
                continue;
            }
            '两' => {
                last = Some(2);
                continue;
            }
            c => {
                let digit = digit(c)?;
                if last.is_some_and(|last| last > 0) {
                    return None;
                }
                last = Some(digit);
                continue;
            }
        };
        if scale >= scale_before {
            return None;
        }
        scale_before = scale;
        let own = match last.take() {
            Some(0) | None if scale == 10 => 1,
            Some(own) if own > 0 => own,
            _ => return None,
        };
        section += own * scale;
    }
    Some(total + section + last.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn numerals_are_read() {
        let read = |text: &str| whole(&text.chars().collect::<Vec<_>>());
        for (text, number) in [
            ("三", 3),
            ("十", 10),
            ("十七", 17),
            ("二十", 20),
            ("廿五", 25),
            ("一百〇五", 105),
            ("三千三百九十四", 3394),
            ("两万五千", 25_000),
            ("一亿二千万", 120_000_000),
            ("一万亿", 1_000_000_000_000),
            ("一九五八", 1958),
            ("二〇二三", 2023),
        ] {
            assert_eq!(read(text), Some(number), "{text}");
        }
        for text in ["三五", "百", "万", "十百", "", "七八十"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
