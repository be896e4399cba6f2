//! Why the structure of a YAML file breaks, in an editor's words.
//!
//! Parsers tell where they give up, which is often lines behind the slip, and in words of their
//! own. The lines up to there are looked through for what editors get wrong: a full-width colon, a
//! tab (`lines`), a mark that YAML takes for its own (`values`). What no line explains is told by
//! what the parser said (`translated`).

pub(super) mod characters;
mod lines;
mod translated;
mod values;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::diag::{Applicability, Code, Findings, Fix, Help};
use crate::load::breaks::lines::{Lines, Suspect};
use crate::load::breaks::translated::translated;
use crate::source::{Edit, Source};

/// Reports that a file breaks at an offset of its plain text, for a parser's reason.
pub(super) fn report(source: &Source, at: Range<usize>, reason: &str, found: &mut Findings) {
    let line = source.plain()[..at.start.min(source.plain().len())].matches('\n').count();
    let mut lines = Lines::new(source.plain());
    let suspects = lines.suspects(line + 1);
    let explained = |suspect: &&Suspect| suspect.line <= line || suspect.is_white_space;
    match suspects.iter().rev().find(explained) {
        Some(suspect) => {
            let (at, fix) = (source.place(suspect.at.clone()), suspect.fix.as_ref());
            let fix = fix.map(|(range, text)| Fix {
                edits: vec![Edit {
                    file: source.path().clone(),
                    bytes: source.stored_range(range.clone()),
                    text: text.clone(),
                }],
                applicability: Applicability::Suggested,
            });
            let help = Help { hint: Some(suspect.hint.clone()), fix };
            found.add_with(Code::Y04, Some(&at), suspect.message.clone(), help);
        }
        None => found.add(Code::Y04, Some(&source.place(at)), translated(reason)),
    }
}
