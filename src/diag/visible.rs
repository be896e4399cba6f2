//! The one door by which text gets to terminals and logs.
//!
//! Keys, ids, paths, links and names come from files that anyone may have written; escape sequences
//! would drive the terminal, line ends and `::` the log of a workflow, and bidirectional controls
//! show another text than there is (Unicode, UTS #55). All of them are shown as escapes. The
//! renderers call it, not those who find something.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde_json::Value;

/// Text as it may be shown within a line.
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let commands = text.trim_start().starts_with("::") || text.contains(OLD_COMMAND);
    if !commands && !text.contains(is_active) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if is_active(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    // GitHub takes commands at the start of a line, and in an older form anywhere in it.
    if out.trim_start().starts_with("::") {
        out = out.replacen("::", "\\u{3a}:", 1);
    }
    Cow::Owned(out.replace(OLD_COMMAND, "#\\u{23}["))
}

/// A command of workflows in the form of before `::`.
const OLD_COMMAND: &str = "##[";

/// Whether a character does anything but stand there. Tabs are harmless.
fn is_active(c: char) -> bool {
    (c.is_control() && c != '\t') || is_bidi_control(c) || matches!(c, '\u{2028}' | '\u{2029}')
}

/// Whether a character changes the direction of those around it (Unicode, UAX #9).
fn is_bidi_control(c: char) -> bool {
    matches!(
        c,
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
}

/// A JSON document with the same characters escaped as JSON does it, on lines of its own.
#[must_use]
pub fn json(document: &Value) -> String {
    let text = format!("{document:#}\n");
    // They can stand in strings only; JSON itself escapes those below the space.
    let active = |c: char| is_active(c) && c != '\n';
    if !text.contains(active) && !text.contains(OLD_COMMAND) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match active(c) {
            true => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            false => out.push(c),
        }
    }
    out.replace(OLD_COMMAND, "#\\u0023[")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_shown_and_all_else_is_left() {
        assert_eq!(visible("年鉴：A\tb"), "年鉴：A\tb");
        assert_eq!(visible("a\u{1b}[31m\n::x\u{202E}"), "a\\u{1b}[31m\\n::x\\u{202e}");
        assert_eq!(visible(" ::set-output"), " \\u{3a}:set-output");
        assert_eq!(visible("a##[debug]"), "a#\\u{23}[debug]");
        assert_eq!(visible("\u{9b}\u{7f}\r"), "\\u{9b}\\u{7f}\\r");
    }

    #[test]
    fn json_stays_the_same_document() {
        let document = serde_json::json!({ "键\u{9b}": ["\u{1b}\u{202e}\u{2028}\n年##[a]"] });
        let text = json(&document);
        assert!(!text.contains(|c| is_active(c) && c != '\n'), "{text:?}");
        assert!(!text.contains(OLD_COMMAND), "{text:?}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), document);
    }
}
