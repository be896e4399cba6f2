//! Comments that may be words of the scalar before them.
//!
//! YAML drops what stands behind ` #`, and ends a text at a line that begins with `#` and is not
//! indented as the text is. Editors write both for words, above all for sub-headings of Markdown.
//! Left out are comments above a key, behind quotes or two spaces, below an empty line, and keys
//! with values that were put out of use.

use std::ops::Range;

use crate::load::scalar::Style;

/// A comment that may be words.
#[derive(Debug, Clone)]
pub struct Comment {
    /// Where it stands.
    pub stands: Stands,
    /// The words, with the `#`.
    pub words: String,
    /// Its bytes in the plain text.
    pub(super) plain: Range<usize>,
}

/// Where a comment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// In the line of the scalar, one space behind it.
    Behind,
    /// In the next line, indented as what belongs to the scalar's key.
    Inside,
    /// In the line below a text of several lines.
    Below,
}

/// The comment behind or below a scalar that may be words of it; `plain` are the scalar's bytes.
pub(super) fn of(text: &str, plain: &Range<usize>, style: Style) -> Option<Box<Comment>> {
    if matches!(style, Style::Single | Style::Double) || plain.is_empty() {
        return None;
    }
    // One line is looked at, so that the time does not grow with what is behind.
    let rest = text.get(plain.end..)?;
    let line = rest.split('\n').next().unwrap_or_default();
    let (words, start, stands) = if line.trim().is_empty() {
        let start = plain.end + line.len() + 1;
        let below = text.get(start..)?.split('\n').next().unwrap_or_default();
        let words = below.trim_start_matches(' ');
        let indent = below.len() - words.len();
        (words, start + indent, stands_below(text, plain, (style, indent))?)
    } else {
        let words = line.trim_start_matches([' ', '\t']);
        // Comments are set apart by more than a space.
        if line.len() - words.len() > 1 {
            return None;
        }
        (words, plain.end + line.len() - words.len(), Stands::Behind)
    };
    let inner = words.strip_prefix('#')?.trim_start_matches('#').trim();
    // What has no space behind `#` is told of by the reader.
    let is_told = stands == Stands::Behind && words.starts_with('#') && is_joined(words);
    if is_told || !inner.contains(char::is_alphanumeric) || is_yaml(inner) {
        return None;
    }
    let words = words.trim_end();
    let plain = start..start + words.len();
    Some(Box::new(Comment { stands, words: words.to_owned(), plain }))
}

/// How a comment in the next line that is indented so far stands to a scalar, if it may be words.
fn stands_below(
    text: &str,
    plain: &Range<usize>,
    (style, indent): (Style, usize),
) -> Option<Stands> {
    let is_block = matches!(style, Style::Literal | Style::Folded);
    if is_block || text.get(plain.clone())?.contains('\n') {
        return Some(Stands::Below);
    }
    let line = text[..plain.start].rfind('\n').map_or(0, |feed| feed + 1);
    let before = &text[line..plain.start];
    let column = before.len() - before.trim_start_matches([' ', '-']).len();
    if column == before.len() {
        // An item of a list, or a text that begins below its key.
        return (!before.contains('-')).then_some(Stands::Below);
    }
    (indent > column).then_some(Stands::Inside)
}

/// Whether words stand right behind the `#`.
pub(super) fn is_joined(comment: &str) -> bool {
    let is_word = |c: char| !c.is_whitespace() && c != '#';
    comment.strip_prefix('#').is_some_and(|words| words.starts_with(is_word))
}

/// Whether a comment is a key with its value, or an item of a list, that was put out of use.
fn is_yaml(words: &str) -> bool {
    let words = words.trim_start_matches("- ");
    let is_key = |key: &str| key.bytes().all(|b| b.is_ascii_alphanumeric() || b"_-".contains(&b));
    let key = words.split(':').next().unwrap_or_default();
    let behind = words.get(key.len() + 1..);
    is_key(key) && behind.is_some_and(|value| value.is_empty() || value.starts_with(' '))
}
