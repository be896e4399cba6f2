//! The circled figures that mark pictures: ①–⑳ ㉑–㉟ ㊱–㊿.

/// How a picture's mark is written: circled up to 50, which is where Unicode ends, and the plain
/// number in brackets beyond.
#[must_use]
pub fn circled(number: u32) -> String {
    let offset = match number {
        1..=20 => 0x2460 - 1,
        21..=35 => 0x3251 - 21,
        36..=50 => 0x32B1 - 36,
        _ => return format!("（{number}）"),
    };
    char::from_u32(number + offset).map_or_else(|| number.to_string(), String::from)
}

/// The number of a circled figure; the inverse of [`circled`] for 1 to 50.
#[must_use]
pub fn number(mark: char) -> Option<u32> {
    match u32::from(mark) {
        code @ 0x2460..=0x2473 => Some(code - 0x2460 + 1),
        code @ 0x3251..=0x325F => Some(code - 0x3251 + 21),
        code @ 0x32B1..=0x32BF => Some(code - 0x32B1 + 36),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circled_figures_are_read_back() {
        for n in 1..=50 {
            let mark = circled(n);
            assert_eq!(mark.chars().count(), 1, "{n}");
            assert_eq!(mark.chars().next().and_then(number), Some(n));
        }
        assert_eq!(circled(1), "①");
        assert_eq!(circled(21), "㉑");
        assert_eq!(circled(36), "㊱");
        assert_eq!(circled(51), "（51）");
    }
}
