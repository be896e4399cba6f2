//! What a book says of the findings about it: what becomes of codes, and comments that allow some
//! at a place.
//!
//! One walk over all findings serves every code; whoever finds something need not ask.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::diag::{Code, Diagnostic, Findings, Severity, msg};
use crate::source::Place;

/// What becomes of the findings of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// They are not told.
    Off,
    /// They are warnings.
    Warning,
    /// They are errors.
    Error,
}

/// A comment that allows some findings at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// Where the comment is written.
    pub at: Place,
    /// The codes that it names.
    pub codes: Vec<Code>,
    /// The lines that it speaks of.
    pub lines: RangeInclusive<usize>,
}

/// What a book says of the findings about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Control {
    /// What becomes of codes, by `lint` in `book.yaml`.
    pub levels: BTreeMap<Code, Level>,
    /// The comments of all files.
    pub allows: Vec<Allow>,
}

impl Allow {
    fn silences(&self, finding: &Diagnostic) -> bool {
        finding.at.as_ref().is_some_and(|at| self.covers(finding.code, at))
    }

    fn covers(&self, code: Code, at: &Place) -> bool {
        self.codes.contains(&code) && at.file == self.at.file && self.lines.contains(&at.line)
    }
}

impl Control {
    /// Whether a comment allows a code at a place: what is told once a book leaves it out.
    #[must_use]
    pub fn allows(&self, code: Code, at: &Place) -> bool {
        self.allows.iter().any(|allow| allow.covers(code, at))
    }

    /// Gives every finding the severity that the book wants, and takes out what it allows.
    pub fn apply(&self, found: &mut Findings) {
        if self.levels.is_empty() && self.allows.is_empty() {
            return;
        }
        let Findings { list, silenced, .. } = found;
        let mut stays = Vec::with_capacity(list.len());
        for mut finding in list.drain(..) {
            let level = self.levels.get(&finding.code).copied();
            let is_allowed = || self.allows.iter().any(|allow| allow.silences(&finding));
            // A finding that is off was not allowed by a comment: that would seem to be of use.
            if level == Some(Level::Off) || is_allowed() {
                silenced.push(finding);
                continue;
            }
            match level {
                Some(Level::Warning) => finding.severity = Severity::Warning,
                Some(Level::Error) => finding.severity = Severity::Error,
                Some(Level::Off) | None => {}
            }
            stays.push(finding);
        }
        *list = stays;
    }

    /// Reports comments that silence nothing, of codes that `is_looked_for`: what was not looked
    /// for may yet be found.
    pub fn report_idle(&self, found: &mut Findings, is_looked_for: impl Fn(Code) -> bool) {
        for allow in &self.allows {
            for code in allow.codes.iter().filter(|code| is_looked_for(**code)) {
                let one = Allow { codes: vec![*code], ..allow.clone() };
                if found.silenced.iter().any(|finding| one.silences(finding)) {
                    continue;
                }
                let message = msg!(
                    "这里没有 {code} 要放过",
                    "there is no {code} here that this comment could allow"
                );
                let hint = msg!(
                    "删去这条注释，或移到要放过的那一行、那一块上面",
                    "delete the comment, or move it above the line or block that is meant"
                );
                found.add_with_hint(Code::Y17, Some(&allow.at), message, hint);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(file: &str, line: usize) -> Place {
        Place::point(file, line, 3)
    }

    fn found() -> Findings {
        let mut found = Findings::default();
        for (code, line) in [(Code::W04, 2), (Code::W04, 9), (Code::W07, 4), (Code::N06, 5)] {
            found.add(code, Some(&at("a.yaml", line)), msg!("甲", "a"));
        }
        found
    }

    fn told(found: &Findings) -> Vec<(Code, usize, Severity)> {
        let line = |finding: &Diagnostic| finding.at.as_ref().map_or(0, |at| at.line);
        found.iter().map(|finding| (finding.code, line(finding), finding.severity)).collect()
    }

    #[test]
    fn levels_hold_for_all_and_comments_for_their_lines() {
        let levels = BTreeMap::from([(Code::W07, Level::Off), (Code::N06, Level::Warning)]);
        let allow = |file: &str, lines| Allow { at: at(file, 1), codes: vec![Code::W04], lines };
        let control = Control { levels, allows: vec![allow("a.yaml", 2..=3), allow("b", 9..=9)] };
        let mut found = found();
        control.apply(&mut found);
        let left = [(Code::W04, 9, Severity::Warning), (Code::N06, 5, Severity::Warning)];
        assert_eq!(told(&found), left);
        assert_eq!(found.silenced.len(), 2);
        control.report_idle(&mut found, |_| true);
        assert_eq!(found.places(Code::Y17), [at("b", 1)].into());
    }

    #[test]
    fn warnings_can_become_errors() {
        let levels = BTreeMap::from([(Code::W04, Level::Error)]);
        let mut found = found();
        Control { levels, allows: Vec::new() }.apply(&mut found);
        assert_eq!(found.counts(), (3, 1));
    }

    #[test]
    fn what_was_not_looked_for_is_not_idle() {
        let allow = Allow { at: at("a.yaml", 1), codes: vec![Code::P04], lines: 1..=2 };
        let mut found = Findings::default();
        Control { allows: vec![allow], ..Control::default() }.report_idle(&mut found, |_| false);
        assert!(found.is_empty());
    }
}
