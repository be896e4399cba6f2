//! Findings for people: the fact, the line of the source with the place underlined, the way out.
//!
//! `codespan-reporting` measures display width, so carets stand right under wide characters.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use codespan_reporting::diagnostic::{Diagnostic as Report, Label};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::termcolor::{Buffer, WriteColor};
use codespan_reporting::term::{self, Config};

use crate::diag::look::Look;
use crate::diag::visible::visible;
use crate::diag::{Code, Diagnostic, Findings, Lang, Severity};
use crate::source::{Place, Source};

/// How many columns of a line are shown where the terminal does not tell its width: files may be
/// one line of megabytes, which no one could read, least of all once a finding.
const SHOWN: usize = 400;

/// How many findings of one code are shown of a book; programs get all.
const OF_ONE_CODE: usize = 10;

/// How many files are named where more findings are only counted.
const FILES: usize = 5;

pub(super) fn render(books: &[Findings], look: &Look) -> String {
    let mut out = if look.color { Buffer::ansi() } else { Buffer::no_color() };
    for found in books {
        let mut shown: BTreeMap<Code, usize> = BTreeMap::new();
        let mut more: BTreeMap<Code, Vec<&Diagnostic>> = BTreeMap::new();
        for finding in found.sorted() {
            if look.errors_only && finding.severity == Severity::Warning {
                continue;
            }
            let count = shown.entry(finding.code).or_default();
            *count += 1;
            match *count > OF_ONE_CODE {
                true => more.entry(finding.code).or_default().push(finding),
                false => show(&mut out, found, finding, look),
            }
        }
        for (code, findings) in more {
            let report = report(findings[0].severity)
                .with_code(code.to_string())
                .with_message(counted(found, &findings, look.lang));
            let nothing = Excerpt::default();
            let _ = term::emit_to_write_style(&mut out, &Config::default(), &nothing, &report);
        }
    }
    String::from_utf8_lossy(out.as_slice()).into_owned()
}

fn show(out: &mut impl WriteColor, found: &Findings, finding: &Diagnostic, look: &Look) {
    let width = look.width.unwrap_or(SHOWN);
    let excerpt = finding.at.as_ref().and_then(|at| Excerpt::new(found, at, width));
    let printed = print(out, (found, excerpt.as_ref()), finding, look.lang);
    if printed.is_err() && excerpt.is_some() {
        // Printing to memory cannot fail; showing a place in its text can. No finding is left
        // out for that.
        let _ = print(out, (found, None), finding, look.lang);
    }
}

fn report<Id>(severity: Severity) -> Report<Id> {
    match severity {
        Severity::Error => Report::error(),
        Severity::Warning => Report::warning(),
    }
}

/// How many more findings there are, and in which files.
fn counted(found: &Findings, findings: &[&Diagnostic], lang: Lang) -> String {
    let mut files: BTreeMap<&Arc<str>, (usize, usize)> = BTreeMap::new();
    for at in findings.iter().filter_map(|finding| finding.at.as_ref()) {
        let (count, first) = files.entry(&at.file).or_insert((0, at.line));
        (*count, *first) = (*count + 1, at.line.min(*first));
    }
    let named = files.iter().take(FILES).map(|(file, (count, first))| {
        let path = found.path(&Place::top(file));
        let path = visible(&path);
        match lang {
            Lang::Zh => format!("{path} {count} 处（第 {first} 行起）"),
            Lang::En => format!("{count} in {path} (from line {first} on)"),
        }
    });
    let mut named: Vec<String> = named.collect();
    let (count, further) = (findings.len(), files.len().saturating_sub(FILES));
    match lang {
        Lang::Zh => {
            named.extend((further > 0).then(|| format!("另外 {further} 个文件")));
            let at = if named.is_empty() { "" } else { "：" };
            format!("还有 {count} 处{at}{}", named.join("，"))
        }
        Lang::En => {
            named.extend((further > 0).then(|| format!("and {further} other files")));
            let at = if named.is_empty() { "" } else { ": " };
            format!("{count} more{at}{}", named.join(", "))
        }
    }
}

fn print(
    out: &mut impl WriteColor,
    (found, excerpt): (&Findings, Option<&Excerpt>),
    finding: &Diagnostic,
    lang: Lang,
) -> Result<(), Error> {
    let mut notes = Vec::new();
    if let (Some(at), None) = (&finding.at, excerpt) {
        // A folder has no lines.
        let line = match at.file.is_empty() {
            true => String::new(),
            false => format!(":{}:{}", at.line, at.column),
        };
        notes.push(format!("--> {}{line}", visible(&found.path(at))));
    }
    let labels = excerpt.iter().map(|excerpt| Label::primary((), excerpt.underlined.clone()));
    let word = match lang {
        Lang::Zh => "办法：",
        Lang::En => "help: ",
    };
    notes.push(format!("{word}{}", visible(finding.hint_or_default(lang))));
    let report = report(finding.severity)
        .with_code(finding.code.to_string())
        .with_message(visible(finding.message.text(lang)))
        .with_labels(labels.collect())
        .with_notes(notes);
    let nothing = Excerpt::default();
    term::emit_to_write_style(out, &Config::default(), excerpt.unwrap_or(&nothing), &report)
}

/// What is shown of the file that a finding is about: a line, or the part of it around the place.
#[derive(Default)]
struct Excerpt {
    path: String,
    /// What is shown.
    text: String,
    /// From 1.
    line: usize,
    /// In characters, from 1.
    column: usize,
    /// What is underlined, in what is shown.
    underlined: Range<usize>,
}

impl Excerpt {
    /// The part of a line that so many columns can hold; `None` if the file is not known.
    fn new(found: &Findings, at: &Place, width: usize) -> Option<Excerpt> {
        let source = found.sources.get(&at.file)?;
        let meant = at.range().map(|stored| source.plain_range(stored));
        let start = meant.as_ref().map_or_else(|| source.offset(at.line, at.column), |m| m.start);
        let (line, column) = source.line_column(start);
        let whole = source.line_start(line)..source.line_end(line);
        let underlined = underlined(source, start, meant.map(|meant| meant.end.min(whole.end)));
        let within = underlined.start - whole.start..underlined.end.max(start) - whole.start;
        let (line_text, within) = shown(source.plain().get(whole)?, within)?;
        // The number of the line and the rule beside it.
        let beside = line.to_string().len() + 3;
        let (text, underlined) = cut(&line_text, within, width.saturating_sub(beside).max(20))?;
        let path = visible(&found.path(at)).into_owned();
        Some(Excerpt { path, text, line, column, underlined })
    }
}

/// A line as it may be shown, and where a part of it is then.
fn shown(line: &str, part: Range<usize>) -> Option<(String, Range<usize>)> {
    let (before, behind) = (visible(line.get(..part.start)?), line.get(part.end..)?);
    let inside = visible(line.get(part)?);
    let part = before.len()..before.len() + inside.len();
    Some((format!("{before}{inside}{}", visible(behind)), part))
}

/// As much of a line around a part of it as so many columns can hold, and where the part is then.
fn cut(line: &str, part: Range<usize>, room: usize) -> Option<(String, Range<usize>)> {
    let (before, behind) = (line.get(..part.start)?, line.get(part.end..)?);
    let inside = line.get(part)?;
    let wide = |text: &str| text.chars().take(room + 1).map(columns).sum::<usize>();
    if wide(line) <= room {
        let start = before.len();
        return Some((line.to_owned(), start..start + inside.len()));
    }
    // A sign for what is left out takes a column on each side.
    let room = room.saturating_sub(2);
    let inside = fitting(inside.chars(), room);
    let left = room - inside.chars().map(columns).sum::<usize>();
    let half = |text: &str, other: &str| match wide(other) * 2 < left {
        true => (left - wide(other)).min(wide(text)),
        false => left / 2,
    };
    let head: String = fitting(before.chars().rev(), half(before, behind)).chars().rev().collect();
    let tail = fitting(behind.chars(), half(behind, before));
    let mark = |is_cut: bool| if is_cut { "…" } else { "" };
    let text = format!(
        "{}{head}{inside}{tail}{}",
        mark(head.len() < before.len()),
        mark(tail.len() < behind.len())
    );
    let start = head.len() + mark(head.len() < before.len()).len();
    Some((text, start..start + inside.len()))
}

/// The first characters, as many as so many columns can hold.
fn fitting(characters: impl Iterator<Item = char>, room: usize) -> String {
    let mut left = room;
    let mut fits = |c: &char| {
        let fits = columns(*c) <= left;
        left = left.saturating_sub(columns(*c));
        fits
    };
    characters.take_while(|c| fits(c)).collect()
}

/// How many columns of a terminal a character takes (Unicode, UAX #11, roughly).
fn columns(c: char) -> usize {
    match c {
        // Set as spaces to the next stop.
        '\t' => 4,
        '\u{1100}'..='\u{115F}'
        | '\u{2E80}'..='\u{A4CF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF00}'..='\u{FF60}'
        | '\u{FFE0}'..='\u{FFE6}'
        | '\u{1F300}'..='\u{3FFFF}' => 2,
        _ => 1,
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
impl<'a> Files<'a> for Excerpt {
    type FileId = ();
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(&self.path)
    }

    fn source(&'a self, (): ()) -> Result<&'a str, Error> {
        Ok(&self.text)
    }

    fn line_index(&'a self, (): (), _: usize) -> Result<usize, Error> {
        Ok(self.line.saturating_sub(1))
    }

    fn column_number(&'a self, (): (), _: usize, _: usize) -> Result<usize, Error> {
        Ok(self.column)
    }

    fn line_range(&'a self, (): (), _: usize) -> Result<Range<usize>, Error> {
        Ok(0..self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_around_what_is_meant() {
        let line = "一二三四五六七八九十".repeat(9);
        let at = line.find("五").unwrap() + 3 * 40;
        for room in [20, 40, 60] {
            let (text, part) = cut(&line, at..at + 3, room).unwrap();
            let wide: usize = text.chars().map(columns).sum();
            assert!(wide <= room && wide + 4 > room, "{wide} {room} {text}");
            assert_eq!(&text[part], &line[at..at + 3]);
            assert!(text.starts_with('…') && text.ends_with('…'), "{text}");
        }
        let (text, part) = cut(&line, 0..6, 40).unwrap();
        assert!(text.starts_with("一二三") && &text[part] == "一二", "{text}");
        let (text, _) = cut(&line, 0..line.len(), 40).unwrap();
        assert!(text.chars().map(columns).sum::<usize>() <= 40, "{text}");
        assert_eq!(cut("甲乙", 3..6, 40), Some(("甲乙".to_owned(), 3..6)));
    }
}
