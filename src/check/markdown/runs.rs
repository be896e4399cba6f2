//! Runs of text: joining pieces, ruby, addresses. Pure functions, apart from the reader that walks
//! the parser's tree.

use crate::model::{Decoration, Inline};

pub(super) fn push_text(out: &mut Vec<Inline>, text: &str) {
    match out.last_mut() {
        _ if text.is_empty() => {}
        Some(Inline::Text(last)) => last.push_str(text),
        _ => out.push(Inline::Text(text.to_owned())),
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
        // A note clings to what stands before it, a break needs no space.
        Inline::Note { .. } | Inline::Break => Some('\n'),
    }
}

/// The runs of a block when all pieces are there: ruby `{漢字|hàn zì}` and marks `{文字|.}`,
/// `{上海|_}`, `{论语|~}` taken out of the text, and what was escaped put back.
pub(super) fn finished(run: Vec<Inline>) -> Vec<Inline> {
    run.into_iter().flat_map(with_ruby).map(unguarded).collect()
}

/// Stands for an escaped character of ruby until ruby has been read; the other characters are
/// themselves. Noncharacters cannot come from the files: they are findings there.
pub(super) fn guarded(escaped: &str) -> &str {
    match escaped {
        "{" => "\u{FDD0}",
        "|" => "\u{FDD1}",
        "}" => "\u{FDD2}",
        other => other,
    }
}

fn unguarded(inline: Inline) -> Inline {
    match inline {
        Inline::Text(text) => Inline::Text(
            text.replace('\u{FDD0}', "{").replace('\u{FDD1}', "|").replace('\u{FDD2}', "}"),
        ),
        other => other,
    }
}

fn with_ruby(inline: Inline) -> Vec<Inline> {
    let Inline::Text(text) = inline else { return vec![inline] };
    let mut out = Vec::new();
    let mut rest = text.as_str();
    while let Some((start, ruby, end)) = next_ruby(rest) {
        push_text(&mut out, &rest[..start]);
        out.push(ruby);
        rest = &rest[end..];
    }
    push_text(&mut out, rest);
    out
}

fn next_ruby(text: &str) -> Option<(usize, Inline, usize)> {
    for (start, _) in text.match_indices('{') {
        let inner = &text[start + 1..];
        let end = inner.find('}')?;
        let Some((base, reading)) = inner[..end].split_once('|') else {
            continue;
        };
        let plain = !base.is_empty() && !reading.is_empty() && !inner[..end].contains('{');
        if plain && !reading.contains('|') {
            let text = base.to_owned();
            let decoration = match reading {
                "." => Some(Decoration::Dots),
                "_" => Some(Decoration::Name),
                "~" => Some(Decoration::Wavy),
                _ => None,
            };
            let ruby = match decoration {
                Some(decoration) => Inline::Decorated { decoration, text },
                None => Inline::Ruby { base: text, reading: reading.to_owned() },
            };
            return Some((start, ruby, start + 1 + end + 1));
        }
    }
    None
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
