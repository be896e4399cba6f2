//! Running text as plain words, in the ways that outputs legitimately write it.

use crate::model::{Block, Inline, LinkTarget, visit_runs};

/// Stands in a passage where a note is called.
pub const CALL: char = '\u{FFFC}';

/// How readings stand to their base.
#[derive(Clone, Copy, PartialEq)]
enum Ruby {
    /// Elsewhere.
    Apart,
    /// Before each base.
    Before,
    /// After each base.
    After,
    /// The reading of a word as a whole after it, as in notes, where it stands in brackets.
    Behind,
}

#[derive(Clone, Copy)]
struct How {
    ruby: Ruby,
    /// The brackets in which notes stand where they are called, if they do.
    inline: Option<[&'static str; 2]>,
    /// Whether calls wait for the end of a link: in the e-book links cannot nest.
    held: bool,
}

/// The words, readings left out, calls of notes marked.
pub(super) fn said(text: &[Inline]) -> String {
    write(text, How { ruby: Ruby::Apart, inline: None, held: false })
}

/// The other ways to write the words, notes in these brackets or, among Han, in full-width ones;
/// none if there is but one.
pub(super) fn forms(text: &[Inline], brackets: [&'static str; 2]) -> Vec<String> {
    // Ruby of notes counts where those stand in brackets.
    let mut read = false;
    visit_runs(text, &mut |run| read |= matches!(run, Inline::Ruby { .. }));
    let ruby: &[Ruby] =
        if read { &[Ruby::Before, Ruby::After, Ruby::Behind] } else { &[Ruby::Apart] };
    let noted = !notes(text).is_empty();
    let inline: &[_] = &[None, Some(brackets), Some(["（", "）"])];
    let inline = if noted { inline } else { &inline[..1] };
    let mut forms = Vec::new();
    for ruby in ruby.iter().copied() {
        for inline in inline.iter().copied() {
            for held in held_or_not(noted && inline.is_none()) {
                let form = write(text, How { ruby, inline, held: *held });
                if !forms.contains(&form) {
                    forms.push(form);
                }
            }
        }
    }
    match forms.as_slice() {
        [only] if *only == said(text) => Vec::new(),
        _ => forms,
    }
}

fn held_or_not(called: bool) -> &'static [bool] {
    if called { &[false, true] } else { &[false] }
}

/// The readings in order, one a base as outputs divide them: as many parts as characters, else one.
pub(super) fn readings(text: &[Inline]) -> Vec<String> {
    let mut out = Vec::new();
    for inline in text {
        match inline {
            Inline::Ruby { base, reading } => {
                out.extend(pairs(base, reading).into_iter().map(|(_, reading)| reading));
            }
            Inline::Emph(inner) | Inline::Strong(inner) => out.extend(readings(inner)),
            Inline::Link { text, .. } => out.extend(readings(text)),
            Inline::Text(_) | Inline::Decorated { .. } | Inline::Note { .. } | Inline::Break => {}
        }
    }
    out
}

/// Where the links of a run lead, in order; those of notes are theirs.
pub(super) fn links(text: &[Inline]) -> Vec<&LinkTarget> {
    let mut out = Vec::new();
    for inline in text {
        match inline {
            Inline::Link { target, .. } => out.push(target),
            Inline::Emph(inner) | Inline::Strong(inner) => out.extend(links(inner)),
            Inline::Text(_)
            | Inline::Decorated { .. }
            | Inline::Ruby { .. }
            | Inline::Note { .. }
            | Inline::Break => {}
        }
    }
    out
}

/// The notes that are called in a run, in order.
pub(super) fn notes(text: &[Inline]) -> Vec<&[Block]> {
    let mut out = Vec::new();
    for inline in text {
        match inline {
            Inline::Note { text, .. } => out.push(text.as_slice()),
            Inline::Emph(inner) | Inline::Strong(inner) => out.extend(notes(inner)),
            Inline::Link { text, .. } => out.extend(notes(text)),
            Inline::Text(_) | Inline::Decorated { .. } | Inline::Ruby { .. } | Inline::Break => {}
        }
    }
    out
}

fn pairs(base: &str, reading: &str) -> Vec<(String, String)> {
    let parts: Vec<&str> = reading.split_whitespace().collect();
    if parts.len() == base.chars().count() {
        base.chars().map(String::from).zip(parts.into_iter().map(str::to_owned)).collect()
    } else {
        vec![(base.to_owned(), reading.to_owned())]
    }
}

fn write(text: &[Inline], how: How) -> String {
    let mut out = String::new();
    runs(text, how, &mut out);
    out
}

fn runs(text: &[Inline], how: How, out: &mut String) {
    for inline in text {
        match inline {
            Inline::Text(text) | Inline::Decorated { text, .. } => out.push_str(text),
            Inline::Emph(inner) | Inline::Strong(inner) => runs(inner, how, out),
            Inline::Link { text, .. } if how.held => {
                let start = out.len();
                runs(text, how, out);
                let calls = out[start..].matches(CALL).count();
                let words = out[start..].replace(CALL, "");
                out.truncate(start);
                out.push_str(&words);
                out.extend(std::iter::repeat_n(CALL, calls));
            }
            Inline::Link { text, .. } => runs(text, how, out),
            Inline::Ruby { base, reading } => ruby(base, reading, how.ruby, out),
            Inline::Note { text, .. } => match how.inline {
                Some([open, close]) => {
                    out.push_str(open);
                    blocks(text, how, out);
                    out.push_str(close);
                }
                None => out.push(CALL),
            },
            Inline::Break => out.push('\n'),
        }
    }
}

fn ruby(base: &str, reading: &str, how: Ruby, out: &mut String) {
    let pairs = match how {
        Ruby::Behind => vec![(base.to_owned(), reading.to_owned())],
        _ => pairs(base, reading),
    };
    for (base, reading) in pairs {
        let [first, second] = match how {
            Ruby::Apart => [base, String::new()],
            Ruby::Before => [reading, base],
            Ruby::After | Ruby::Behind => [base, reading],
        };
        out.push_str(&first);
        out.push_str(&second);
    }
}

fn blocks(blocks: &[Block], how: How, out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } | Block::Closing { text, .. } => {
                runs(text, how, out);
            }
            Block::List { items, .. } => items.iter().for_each(|item| self::blocks(item, how, out)),
            Block::Quote(inner) => self::blocks(inner, how, out),
            Block::Table(grid) => grid.cells().for_each(|cell| runs(cell, how, out)),
            // It is said apart.
            Block::Figure(_) => {}
        }
    }
}
