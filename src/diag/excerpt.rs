//! How much of the book's words a message shows.

/// Most characters.
const SHOWN: usize = 20;

/// The beginning of words as a message quotes it: within a line, with `……` for what is left out.
///
/// Without what layouts allow and forbid breaks with (U+200B, U+2060).
#[must_use]
pub fn excerpt(words: &str) -> String {
    let shown = words.trim().chars().filter(|c| !matches!(c, '\u{200B}' | '\u{2060}'));
    let mut shown = shown.map(|c| if c == '\n' { ' ' } else { c });
    let mut excerpt: String = shown.by_ref().take(SHOWN).collect();
    if shown.next().is_some() {
        excerpt.push_str("……");
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn long_words_are_cut_and_said_to_be() {
        assert_eq!(excerpt(" 甲\u{2060}乙\n丙 "), "甲乙 丙");
        assert_eq!(excerpt(&"甲".repeat(20)), "甲".repeat(20));
        assert_eq!(excerpt(&"甲".repeat(21)), format!("{}……", "甲".repeat(20)));
    }
}
