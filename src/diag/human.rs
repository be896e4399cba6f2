//! Findings for people: the fact, the line of the source with the place underlined, the way out.
//!
//! `codespan-reporting` measures display width, so carets stand right under wide characters.

use std::ops::Range;

use codespan_reporting::diagnostic::{Diagnostic as Report, Label};
use codespan_reporting::files::SimpleFiles;
use codespan_reporting::term::termcolor::{Buffer, WriteColor};
use codespan_reporting::term::{self, Config};

use crate::diag::{Diagnostic, Findings, Lang, Severity, each};
use crate::source::{Place, Source};

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
            Some(source) => {
                let file = files.add(found.path(at), source.plain());
                labels.push(Label::primary(file, underlined(source, at)));
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

/// What is underlined, in the plain text: what is meant, to the end of its first line; one
/// character where only a point is known.
fn underlined(source: &Source, at: &Place) -> Range<usize> {
    let meant = at.range().map(|stored| source.plain_range(stored));
    let start = meant.as_ref().map_or_else(|| source.offset(at.line, at.column), |m| m.start);
    let rest = source.plain().get(start..).unwrap_or_default();
    let first = rest.chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    let line = rest.find('\n').unwrap_or(rest.len());
    let end = meant.map_or(start + first, |meant| meant.end.min(start + line));
    start..end.max(start)
}
