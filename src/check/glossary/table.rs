//! Texts of a list, of which the longest is found that begins at a place: by the two characters
//! with which it begins it is known how long it may be, and the texts of these lengths are looked
//! up.
//!
//! An automaton finds no faster, but takes ten times as long to make, which is what counts for a
//! list of a hundred thousand that is read for one book.

use std::collections::HashMap;

/// The most characters of a text.
pub(in crate::check) const LONGEST: usize = 64;

/// Texts by which something is found.
#[derive(Debug)]
pub(super) struct Table<T> {
    rows: HashMap<Box<str>, T>,
    /// By the first character and the second, if there is one: how many characters texts have that
    /// begin like that, a bit a length.
    lengths: HashMap<(char, Option<char>), u64>,
}

impl<T> Default for Table<T> {
    fn default() -> Table<T> {
        Table { rows: HashMap::new(), lengths: HashMap::new() }
    }
}

impl<T> Table<T> {
    /// Of texts of at most [`LONGEST`] characters; others are left out.
    pub(super) fn new(rows: impl Iterator<Item = (Box<str>, T)>) -> Table<T> {
        let mut table = Table::default();
        for (text, row) in rows {
            let mut chars = text.chars();
            let Some(first) = chars.next() else { continue };
            let second = chars.next();
            let length = 1 + usize::from(second.is_some()) + chars.count();
            if length <= LONGEST {
                *table.lengths.entry((first, second)).or_default() |= 1 << (length - 1);
                table.rows.insert(text, row);
            }
        }
        table
    }

    /// The longest text at the beginning of another, of those with a length in bytes that fits.
    pub(super) fn longest(&self, text: &str, fits: impl Fn(usize) -> bool) -> Option<(usize, &T)> {
        let mut chars = text.chars();
        let first = chars.next()?;
        let second = chars.next();
        let row = |length: usize| {
            let row = self.rows.get(&text[..length]).filter(|_| fits(length))?;
            Some((length, row))
        };
        let lengths = |second| self.lengths.get(&(first, second)).copied().unwrap_or_default();
        let mut length = first.len_utf8();
        let alone = row(length).filter(|_| lengths(None) > 0);
        let Some(second) = second else { return alone };
        let mut left = lengths(Some(second)) >> 1;
        length += second.len_utf8();
        let mut best = alone;
        while left > 0 {
            if left & 1 > 0 {
                best = row(length).or(best);
            }
            left >>= 1;
            let Some(next) = chars.next() else { break };
            length += next.len_utf8();
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Table;

    fn table(texts: &[&str]) -> Table<()> {
        Table::new(texts.iter().map(|text| ((*text).into(), ())))
    }

    #[test]
    fn the_longest_text_that_fits_is_found() {
        let table = table(&["甲", "甲乙", "甲乙丙丁", "甲乙丙戊", "乙丙", "", "甲乙"]);
        let found = |text: &str, most: usize| {
            table.longest(text, |length| length <= most).map(|(length, ())| length / 3)
        };
        for (text, length) in [
            ("戊", None),
            ("甲乙丙丁戊", Some(4)),
            ("甲乙丙", Some(2)),
            ("甲丙", Some(1)),
            ("甲", Some(1)),
            ("乙", None),
            ("丙", None),
            ("", None),
        ] {
            assert_eq!(found(text, 99), length, "{text}");
        }
        assert_eq!(found("甲乙丙丁戊", 6), Some(2));
        assert_eq!(Table::<()>::default().longest("甲", |_| true), None);
        let (long, longer) = ("长".repeat(64), "长".repeat(65));
        assert_eq!(self::table(&[&long]).longest(&longer, |_| true), Some((long.len(), &())));
        assert!(self::table(&[&longer]).longest(&longer, |_| true).is_none());
    }

    proptest! {
        #[test]
        fn it_finds_what_a_walk_through_the_list_does(
            texts in proptest::collection::vec("[甲乙a]{0,5}", 0..60),
            text in "[甲乙a]{0,9}",
        ) {
            let own: Vec<&str> = texts.iter().map(String::as_str).collect();
            let lengths = own.iter().filter(|own| !own.is_empty() && text.starts_with(**own));
            let expected = lengths.map(|own| own.len()).max();
            let table = table(&own);
            let found = table.longest(&text, |_| true).map(|(length, ())| length);
            prop_assert_eq!(found, expected);
        }
    }
}
