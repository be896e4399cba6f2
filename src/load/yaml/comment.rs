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
pub(super) struct Comment {
    /// Where it stands.
    pub(super) stands: Stands,
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
    /// In the line that says how a text of several lines is written: `body: | # words`.
    Head,
}

/// The comments around a scalar that may be words of it; `plain` are the scalar's bytes.
pub(super) fn of(text: &str, plain: &Range<usize>, style: Style) -> Vec<Comment> {
    if matches!(style, Style::Single | Style::Double) || plain.is_empty() {
        return Vec::new();
    }
    at_head(text, plain).into_iter().chain(behind(text, plain, style)).collect()
}

/// The comment in the line of the key, of a scalar that begins below it.
fn at_head(text: &str, plain: &Range<usize>) -> Option<Comment> {
    let above = text.get(..plain.start)?.trim_end_matches(' ').strip_suffix('\n')?.trim_end();
    let line = above.rfind('\n').map_or(0, |feed| feed + 1);
    let sign = above[line..].find(" #")?;
    let key =
        above[line..line + sign].trim_end_matches(|c: char| c.is_ascii_digit() || "+-".contains(c));
    let is_key = key.ends_with(':') || key.ends_with(": |") || key.ends_with(": >");
    let comment = Comment { stands: Stands::Head, plain: line + sign + 1..above.len() };
    (is_key && may_be_words(&text[comment.plain.clone()])).then_some(comment)
}

/// The comment behind a scalar, or those in the lines below it.
fn behind(text: &str, plain: &Range<usize>, style: Style) -> Option<Comment> {
    let rest = text.get(plain.end..)?;
    let words = rest.trim_start_matches([' ', '\t']);
    let start = plain.end + rest.len() - words.len();
    if words.starts_with('#') {
        let words = words.split('\n').next().unwrap_or_default().trim_end();
        // Comments are set apart by more than a space. What has no space behind `#` is told of by
        // the reader.
        let is_apart = start - plain.end > 1 || is_joined(words);
        let comment = Comment { stands: Stands::Behind, plain: start..start + words.len() };
        return (!is_apart && may_be_words(words)).then_some(comment);
    }
    let feed = words.strip_prefix('\r').unwrap_or(words);
    let below = feed.strip_prefix('\n')?;
    let start = text.len() - below.len();
    let indent = below.len() - below.trim_start_matches(' ').len();
    // What has no space behind `#` is words more often than a comment, wherever it stands.
    let stands = stands_below(text, plain, (style, indent))
        .or_else(|| is_joined(below).then_some(Stands::Below))?;
    // Comment lines that follow each other are one: from the first to the last that has words.
    let (mut at, mut words) = (start, None::<Range<usize>>);
    for line in below.split_inclusive('\n').take_while(|line| line.trim_start().starts_with('#')) {
        if may_be_words(line.trim()) {
            let first = at + line.len() - line.trim_start().len();
            let last = at + line.trim_end().len();
            words = Some(words.map_or(first, |words| words.start)..last);
        }
        at += line.len();
    }
    words.map(|plain| Comment { stands, plain })
}

/// Whether a comment has words, and is no key with its value that was put out of use.
fn may_be_words(comment: &str) -> bool {
    let inner = comment.trim_start_matches('#').trim();
    comment.starts_with('#') && inner.contains(char::is_alphanumeric) && !is_yaml(inner)
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
