//! Joining the lines of a source file into running text.

use crate::text::class::is_spaceless;

/// What stands for a line break of the file between two characters: nothing beside Han, kana or
/// full-width marks, a space between words of alphabets (CSS Text 4, §4.1.3).
#[must_use]
pub fn between(before: Option<char>, after: Option<char>) -> &'static str {
    match (before, after) {
        (Some(b), Some(a)) if is_spaceless(b) || is_spaceless(a) => "",
        (Some(b), Some(a)) if b.is_whitespace() || a.is_whitespace() => "",
        (Some(_), Some(_)) => " ",
        _ => "",
    }
}

/// A text without any white space, for comparisons that spaces must not decide.
#[must_use]
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_join_without_a_space_in_chinese_only() {
        assert_eq!(between(Some('金'), Some('山')), "");
        assert_eq!(between(Some('，'), Some('A')), "");
        assert_eq!(between(Some('年'), Some('2')), "");
        assert_eq!(between(Some('a'), Some('b')), " ");
        assert_eq!(between(None, Some('b')), "");
    }
}
