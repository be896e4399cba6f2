//! W17: ranges of years that are joined by a hyphen: `1990-1995年` (GB/T 15834, 4.13). They are a
//! habit of the manuscript, and are told once a book, with a fix for all places.

use std::ops::Range;
use std::sync::Arc;

use crate::check::rules::numbers::prose::Prose;
use crate::diag::{Applicability, Code, Findings, Fix, msg};
use crate::source::{Edit, Place};

/// The hyphens between years of a book.
#[derive(Debug, Default)]
pub(super) struct Years {
    first: Option<(String, Place)>,
    hyphens: Vec<Place>,
}

impl Years {
    /// Adds those of some words.
    pub(super) fn add(&mut self, prose: &Prose, place: impl Fn(Range<usize>) -> Place) {
        let chars = prose.chars.as_slice();
        for at in 4..chars.len() {
            if chars[at] != '-' {
                continue;
            }
            let (start, end) = (at - 4, at + 5);
            let (one, other) = (year(prose, start), year(prose, at + 1));
            let is_range = one.zip(other).is_some_and(|(one, other)| one < other);
            let around = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.');
            let is_alone = !prose.before(start).is_some_and(around);
            if !is_range || !is_alone || chars.get(end) != Some(&'年') {
                continue;
            }
            if self.first.is_none() {
                self.first = Some((prose.words(start..end + 1), place(start..end + 1)));
            }
            self.hyphens.push(place(at..at + 1));
        }
    }

    /// Reports them.
    pub(super) fn tell(self, found: &mut Findings) {
        let Some((written, at)) = self.first else { return };
        let count = self.hyphens.len();
        let message = msg!(
            "“{written}”：年份起止用一字线“—”或浪纹线“～”，全书{count}处",
            "“{written}”: years of a range are joined by — or ～, × {count}"
        );
        let edit = |place: &Place| {
            let (file, bytes) = (Arc::clone(&place.file), place.range()?);
            Some(Edit { file, bytes, text: "—".to_owned() })
        };
        let edits = self.hyphens.iter().filter_map(edit).collect();
        let fix = Fix { edits, applicability: Applicability::Suggested };
        found.add_with_fix(Code::W17, Some(&at), message, fix);
    }
}

/// The year of four digits at a place.
fn year(prose: &Prose, at: usize) -> Option<u32> {
    let digits = prose.chars.get(at..at + 4)?;
    let year = digits.iter().try_fold(0, |all, c| Some(all * 10 + c.to_digit(10)?))?;
    (1000..2200).contains(&year).then_some(year)
}
