//! Findings for people: what is wrong, the source line with a caret under the place, and the hint.
//!
//! `codespan-reporting` measures display width, so carets stand right under wide characters.

use codespan_reporting::diagnostic::{Diagnostic as Report, Label};
use codespan_reporting::files::SimpleFiles;
use codespan_reporting::term::termcolor::{Buffer, WriteColor};
use codespan_reporting::term::{self, Config};

use crate::diag::{Diagnostic, Findings, Lang, Severity, each};
use crate::model::Place;

pub(super) fn render(books: &[Findings], lang: Lang, color: bool) -> String {
    let mut out = if color { Buffer::ansi() } else { Buffer::no_color() };
    for (found, finding) in each(books) {
        if print(&mut out, found, finding, lang).is_err() {
            // Printing to memory cannot fail; a place outside of its text can, and is then left
            // out.
            continue;
        }
    }
    String::from_utf8_lossy(out.as_slice()).into_owned()
}

fn print(
    out: &mut impl WriteColor,
    found: &Findings,
    finding: &Diagnostic,
    lang: Lang,
) -> Result<(), codespan_reporting::files::Error> {
    let mut files = SimpleFiles::new();
    let report = match finding.severity {
        Severity::Error => Report::error(),
        Severity::Warning => Report::warning(),
    };
    let mut notes = Vec::new();
    let mut labels = Vec::new();
    if let Some(at) = &finding.at {
        match found.sources.get(&at.file) {
            Some(text) => {
                let file = files.add(found.path(at), text.as_str());
                let start = offset(text, at);
                let end = start + text[start..].chars().next().map_or(0, char::len_utf8);
                labels.push(Label::primary(file, start..end));
            }
            None => notes.push(format!("--> {}", found.path(at))),
        }
    }
    let word = match lang {
        Lang::Zh => "办法：",
        Lang::En => "help: ",
    };
    notes.push(format!("{word}{}", finding.hint_or_default(lang)));
    let report = report
        .with_code(finding.code.to_string())
        .with_message(finding.message.text(lang))
        .with_labels(labels)
        .with_notes(notes);
    term::emit_to_write_style(out, &Config::default(), &files, &report)
}

/// The byte offset of a place; a place outside of the text is moved to the nearest one inside.
fn offset(text: &str, at: &Place) -> usize {
    let line_start = match at.line {
        0 | 1 => 0,
        line => text.match_indices('\n').nth(line - 2).map_or(text.len(), |(i, _)| i + 1),
    };
    let line = text[line_start..].split('\n').next().unwrap_or_default();
    let column = line.char_indices().nth(at.column.saturating_sub(1));
    line_start + column.map_or(line.len(), |(i, _)| i)
}
