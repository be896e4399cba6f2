//! Runs of text: joining pieces, ruby, addresses. Pure functions, apart from the reader that walks
//! the parser's tree.

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

/// The runs of a block when all pieces are there: ruby `{漢字|hàn zì}` and marks `{文字|.}`,
/// `{上海|_}`, `{论语|~}` taken out of the text, and what was escaped put back.
pub(super) fn finished(run: Vec<Inline>) -> Vec<Inline> {
    run.into_iter().flat_map(with_ruby).map(unguarded).collect()
}

/// What [`guarded`] gives.
const GUARDS: [char; 3] = ['\u{FDD0}', '\u{FDD1}', '\u{FDD2}'];

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
        Inline::Text(text) => Inline::Text(without_guards(text)),
        Inline::Decorated { decoration, text } => {
            Inline::Decorated { decoration, text: without_guards(text) }
        }
        Inline::Ruby { base, reading } => {
            Inline::Ruby { base: without_guards(base), reading: without_guards(reading) }
        }
        other => other,
    }
}

fn without_guards(text: Text) -> Text {
    if !text.contains(GUARDS) {
        return text;
    }
    let (mut out, mut at) = (Text::default(), 0);
    for (guard, found) in text.match_indices(GUARDS) {
        let escaped = match found {
            "\u{FDD0}" => "{",
            "\u{FDD1}" => "|",
            _ => "}",
        };
        out.push(&text.slice(at..guard));
        at = guard + found.len();
        out.push(&text.slice(guard..at).standing_for(escaped));
    }
    out.push(&text.slice(at..text.len()));
    out
}

fn with_ruby(inline: Inline) -> Vec<Inline> {
    let Inline::Text(text) = inline else { return vec![inline] };
    let mut out = Vec::new();
    let mut from = 0;
    while let Some((start, ruby, end)) = next_ruby(&text, from) {
        push_text(&mut out, text.slice(from..start));
        out.push(ruby);
        from = end;
    }
    match from {
        0 => push_text(&mut out, text),
        _ => push_text(&mut out, text.slice(from..text.len())),
    }
    out
}

/// The next ruby or mark behind an offset: its beginning, itself, its end.
fn next_ruby(text: &Text, from: usize) -> Option<(usize, Inline, usize)> {
    for (start, _) in text[from..].match_indices('{') {
        let start = from + start;
        let inner = &text[start + 1..];
        let end = inner.find('}')?;
        let Some((base, reading)) = inner[..end].split_once('|') else {
            continue;
        };
        let plain = !base.is_empty() && !reading.is_empty() && !inner[..end].contains('{');
        if plain && !reading.contains('|') {
            let bar = start + 1 + base.len();
            let end = start + 1 + end;
            let base = text.slice(start + 1..bar);
            let decoration = match reading {
                "." => Some(Decoration::Dots),
                "_" => Some(Decoration::Name),
                "~" => Some(Decoration::Wavy),
                _ => None,
            };
            let ruby = match decoration {
                Some(decoration) => Inline::Decorated { decoration, text: base },
                None => Inline::Ruby { base, reading: text.slice(bar + 1..end) },
            };
            return Some((start, ruby, end + 1));
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
