//! Runs of text: joining pieces, ruby, addresses. Pure functions, apart from the reader that walks
//! the parser's tree.

use crate::check::markdown::dialect::{self, BAR, CLOSE, OPEN};
use crate::model::{Decoration, Inline};
use crate::source::Text;

pub(super) fn push_text(out: &mut Vec<Inline>, text: Text) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Text(last)) => last.push(&text),
        _ => out.push(Inline::Text(text)),
    }
}

pub(super) fn last_char(run: &[Inline]) -> Option<char> {
    match run.last()? {
        Inline::Text(text) => text.chars().next_back(),
        Inline::Emph(inner) | Inline::Strong(inner) | Inline::Link { text: inner, .. } => {
            last_char(inner)
        }
        Inline::Ruby { base: text, .. } | Inline::Decorated { text, .. } => {
            text.chars().next_back()
        }
        Inline::Note { .. } => last_char(&run[..run.len() - 1]),
        Inline::Break => Some('\n'),
    }
}

pub(super) fn first_char(run: &[Inline]) -> Option<char> {
    match run.first()? {
        Inline::Text(text) => text.chars().next(),
        Inline::Emph(inner) | Inline::Strong(inner) | Inline::Link { text: inner, .. } => {
            first_char(inner)
        }
        Inline::Ruby { base: text, .. } | Inline::Decorated { text, .. } => text.chars().next(),
        // A note follows the character before it without a space, and a break needs none.
        Inline::Note { .. } | Inline::Break => Some('\n'),
    }
}

/// What may make another thing than ruby of a mark in braces: all of it, and what stands before and
/// behind its stroke.
type Called<'c> = dyn FnMut(&Text, &Text, &Text) -> Option<Inline> + 'c;

/// The runs of a block when all pieces are there: ruby `{漢字|hàn zì}` and marks `{文字|.}`,
/// `{上海|_}`, `{论语|~}` taken out of the text, and what was shielded from the parser put back.
pub(super) fn finished(run: Vec<Inline>, called: &mut Called) -> Vec<Inline> {
    let mut out = Vec::new();
    for inline in run {
        match inline {
            Inline::Text(text) => marked(&text, called, &mut out),
            other => out.push(other),
        }
    }
    out
}

fn marked(text: &Text, called: &mut Called, out: &mut Vec<Inline>) {
    let mut from = 0;
    while let Some((start, mark, end)) = next_mark(text, from, called) {
        push_text(out, dialect::plain(&text.slice(from..start)));
        match mark {
            Inline::Text(text) => push_text(out, text),
            mark => out.push(mark),
        }
        from = end;
    }
    push_text(out, dialect::plain(&text.slice(from..text.len())));
}

/// The next ruby or mark behind an offset: its beginning, itself, its end.
fn next_mark(text: &Text, from: usize, called: &mut Called) -> Option<(usize, Inline, usize)> {
    let start = from + text[from..].find(OPEN)?;
    let bar = start + text[start..].find(BAR)?;
    let close = bar + text[bar..].find(CLOSE)?;
    let end = close + CLOSE.len_utf8();
    let inner = |range| dialect::plain(&text.slice(range));
    let (base, reading) = (inner(start + OPEN.len_utf8()..bar), inner(bar + BAR.len_utf8()..close));
    let decoration = match reading.as_str() {
        "." => Some(Decoration::Dots),
        "_" => Some(Decoration::Name),
        "~" => Some(Decoration::Wavy),
        _ => None,
    };
    let mark = match decoration {
        Some(decoration) => Inline::Decorated { decoration, text: base },
        None => called(&text.slice(start..end), &base, &reading)
            .unwrap_or(Inline::Ruby { base, reading }),
    };
    Some((start, mark, end))
}

/// Percent-encodes what may not stand in an address (RFC 3986): readers and PDF viewers differ in
/// what they make of raw Han.
pub(super) fn encoded(url: &str) -> String {
    use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
    const REFUSED: &AsciiSet = &CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'<')
        .add(b'>')
        .add(b'`')
        .add(b'\\')
        .add(b'^')
        .add(b'{')
        .add(b'|')
        .add(b'}');
    utf8_percent_encode(url, REFUSED).to_string()
}
