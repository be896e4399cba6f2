//! The bars of a book number: EAN-13 (ISO/IEC 15420, GB/T 12906).

use barcoders::sym::ean13::EAN13;

/// The modules of the bar code of an ISBN, `1` for a bar and `0` for a space, and its digits in the
/// three parts in which they stand under the bars; `None` if it is none.
pub(super) fn ean13(isbn: &str) -> Option<(String, [String; 3])> {
    let digits: String = isbn.chars().filter(char::is_ascii_digit).collect();
    let modules = EAN13::new(&digits).ok().filter(|_| digits.len() == 13)?.encode();
    let modules = modules.iter().map(|module| if *module == 1 { '1' } else { '0' }).collect();
    Some((modules, [0..1, 1..7, 7..13].map(|part| digits[part].to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bars_are_those_of_the_standard() {
        // The left half of 7 (odd parity), then as the first digit, 9, says: ABBABA.
        let (modules, digits) = ean13("978-7-111-12806-9").unwrap();
        assert_eq!(digits, ["9", "787111", "128069"]);
        assert_eq!(modules.len(), 95);
        let (left, middle, right) = (&modules[..3], &modules[45..50], &modules[92..]);
        assert_eq!((left, middle, right), ("101", "01010", "101"));
        // ISO/IEC 15420: 7 in set A, 8 and 7 in set B, 1 in set C, 9 in set C at the end.
        let at = |index: usize| &modules[3 + 7 * index..][..7];
        assert_eq!([at(0), at(1), at(2)], ["0111011", "0001001", "0010001"]);
        assert_eq!([&modules[50..57], &modules[85..92]], ["1100110", "1110100"]);
        for wrong in ["978-7-111-12806-8", "978711112806", "", "97871111280691"] {
            assert!(ean13(wrong).is_none(), "{wrong}");
        }
    }
}
