//! Findings for people: the fact, the line of the source with the place underlined, the way out.
//!
//! `codespan-reporting` measures display width, so carets stand right under wide characters.

use std::ops::Range;

use codespan_reporting::diagnostic::{Diagnostic as Report, Label};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::termcolor::{Buffer, WriteColor};
use codespan_reporting::term::{self, Config};

use crate::diag::{Diagnostic, Findings, Lang, Severity, each};
use crate::source::{Place, Source};

/// How many bytes are shown of a line on each side of the place: files may be one line of
/// megabytes, which no one could read, least of all once a finding.
const SHOWN: usize = 400;

pub(super) fn render(books: &[Findings], lang: Lang, color: bool) -> String {
    let mut out = if color { Buffer::ansi() } else { Buffer::no_color() };
    for (found, finding) in each(books) {
        let excerpt = finding.at.as_ref().and_then(|at| Excerpt::new(found, at));
        let printed = print(&mut out, (found, excerpt.as_ref()), finding, lang);
        if printed.is_err() && excerpt.is_some() {
            // Printing to memory cannot fail; showing a place in its text can. No finding is left
            // out for that.
            let _ = print(&mut out, (found, None), finding, lang);
        }
    }
    String::from_utf8_lossy(out.as_slice()).into_owned()
}

fn print(
    out: &mut impl WriteColor,
    (found, excerpt): (&Findings, Option<&Excerpt>),
    finding: &Diagnostic,
    lang: Lang,
) -> Result<(), Error> {
    let report = match finding.severity {
        Severity::Error => Report::error(),
        Severity::Warning => Report::warning(),
    };
    let mut notes = Vec::new();
    if let (Some(at), None) = (&finding.at, excerpt) {
        // A folder has no lines.
        let line = match at.file.is_empty() {
            true => String::new(),
            false => format!(":{}:{}", at.line, at.column),
        };
        notes.push(format!("--> {}{line}", found.path(at)));
    }
    let labels = excerpt.iter().map(|excerpt| Label::primary((), excerpt.underlined.clone()));
    let word = match lang {
        Lang::Zh => "办法：",
        Lang::En => "help: ",
    };
    notes.push(format!("{word}{}", finding.hint_or_default(lang)));
    let report = report
        .with_code(finding.code.to_string())
        .with_message(finding.message.text(lang))
        .with_labels(labels.collect())
        .with_notes(notes);
    let nothing = Excerpt::default();
    term::emit_to_write_style(out, &Config::default(), excerpt.unwrap_or(&nothing), &report)
}

/// What is shown of the file that a finding is about: a line, or the part of it around the place.
#[derive(Default)]
struct Excerpt<'a> {
    path: String,
    text: &'a str,
    /// From 1.
    line: usize,
    /// In characters, from 1.
    column: usize,
    /// What is underlined, in the text.
    underlined: Range<usize>,
    /// What is shown, in the text.
    shown: Range<usize>,
}

impl<'a> Excerpt<'a> {
    /// `None` if the file is not known.
    fn new(found: &'a Findings, at: &Place) -> Option<Excerpt<'a>> {
        let source = found.sources.get(&at.file)?;
        let text = source.plain();
        let meant = at.range().map(|stored| source.plain_range(stored));
        let start = meant.as_ref().map_or_else(|| source.offset(at.line, at.column), |m| m.start);
        let (line, column) = source.line_column(start);
        let whole = source.line_start(line)..source.line_end(line);
        let underlined = underlined(source, start, meant.map(|meant| meant.end.min(whole.end)));
        let last = underlined.end.min(start + SHOWN);
        let (first, last) = (start.saturating_sub(SHOWN), last.saturating_add(SHOWN));
        let boundary = |mut at: usize| {
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let shown = boundary(first.max(whole.start))..boundary(last.min(whole.end));
        let underlined = start..underlined.end.clamp(start, shown.end.max(start));
        Some(Excerpt { path: found.path(at), text, line, column, underlined, shown })
    }
}

/// What is underlined, in the plain text: what is meant, to the end of its first line; one
/// character where only a point is known.
fn underlined(source: &Source, start: usize, end: Option<usize>) -> Range<usize> {
    let rest = source.plain().get(start..).unwrap_or_default();
    let first = rest.chars().next().filter(|c| *c != '\n').map_or(0, char::len_utf8);
    start..end.unwrap_or(start + first).max(start)
}

/// One file of one line, so that nothing of the others is read for it.
impl<'a> Files<'a> for Excerpt<'_> {
    type FileId = ();
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(&self.path)
    }

    fn source(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(self.text)
    }

    fn line_index(&'a self, (): (), _: usize) -> Result<usize, Error> {
        Ok(self.line.saturating_sub(1))
    }

    fn column_number(&'a self, (): (), _: usize, _: usize) -> Result<usize, Error> {
        Ok(self.column)
    }

    fn line_range(&'a self, (): (), _: usize) -> Result<Range<usize>, Error> {
        Ok(self.shown.clone())
    }
}
