//! W19: words in a form that 《第一批异形词整理表》 (GF 1001—2001) does not recommend. W20:
//! traditional characters in a simplified book.
//!
//! Words are told once a book, with a fix for all places; not within titles of works. Traditional
//! characters are told once a text each; not within quotes, titles and ruby, and not where a text
//! has many: it is meant to be traditional.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Slip, edit};
use crate::check::rules::numbers::prose::Prose;
use crate::diag::control::Control;
use crate::diag::{Applicability, Code, Findings, Fix, msg};
use crate::load::yaml::Places;
use crate::source::Place;
use crate::text::class::is_han;
use crate::text::traditional::simplified;
use crate::text::variant_words::{Variant, variant};

/// The words of a book that have another form: the form, the one to write, and where it stands.
#[derive(Debug, Default)]
pub(super) struct Variants {
    told: BTreeMap<&'static str, (&'static str, Vec<Place>)>,
}

impl Variants {
    /// Adds those of some words. What a comment allows at its place is told there, by itself.
    pub(super) fn add(
        &mut self,
        prose: &Prose,
        place: impl Fn(Range<usize>) -> Place,
        (control, told): (&Control, &mut Findings),
    ) {
        found(prose, &mut |at, variant, _| {
            let Variant { written, right, .. } = variant;
            let at = place(at..at + written.chars().count());
            if control.allows(Code::W19, &at) {
                let message = msg!("“{written}”宜写“{right}”", "{written} is better {right}");
                told.add(Code::W19, Some(&at), message);
                return;
            }
            let (_, places) = self.told.entry(written).or_insert((right, Vec::new()));
            places.push(at);
        });
    }

    /// Reports them together; the fix is for all places.
    pub(super) fn tell(self, found: &mut Findings) {
        let (mut zh, mut en, mut edits) = (Vec::new(), Vec::new(), Vec::new());
        let first = self.told.values().filter_map(|(_, places)| places.first());
        let Some(first) = first.min_by_key(|at| (Arc::clone(&at.file), at.bytes)).cloned() else {
            return;
        };
        for (other, (right, places)) in self.told {
            let (count, at) = (places.len(), places.first().unwrap_or(&first));
            zh.push(format!("“{other}”宜写“{right}”，{count}处（{at}）"));
            en.push(format!("{other} is better {right} × {count} ({at})"));
            edits.extend(places.iter().filter_map(|place| edit(place, right.to_owned())));
        }
        let (zh, en) = (zh.join("；"), en.join("; "));
        let message = msg!("异形词：{zh}", "words in another form: {en}");
        let fix = Fix { edits, applicability: Applicability::Suggested };
        found.add_with_fix(Code::W19, Some(&first), message, fix);
    }
}

/// Calls a closure with each word in another form, where it stands, and whether it is quoted;
/// titles of works keep theirs.
fn found(prose: &Prose, see: &mut dyn FnMut(usize, Variant, bool)) {
    let (mut titles, mut quotes) = (0_usize, 0_usize);
    for (at, c) in prose.chars.iter().enumerate() {
        match c {
            '《' => titles += 1,
            '》' => titles = titles.saturating_sub(1),
            '“' | '「' => quotes += 1,
            '”' | '」' => quotes = quotes.saturating_sub(1),
            _ if titles > 0 => {}
            _ => {
                if let Some(variant) = variant(&prose.chars, at) {
                    see(at, variant, quotes > 0);
                }
            }
        }
    }
}

/// Calls a closure with each as a slip by itself.
pub(super) fn each(prose: &Prose, see: &mut dyn FnMut(Slip)) {
    found(prose, &mut |at, variant, is_quoted| {
        let Variant { written, right, is_certain } = variant;
        let message = msg!("“{written}”宜写“{right}”", "{written} is better {right}");
        let range = prose.bytes(at..at + written.chars().count());
        // Across the end of a line the words are not written as they are read.
        let is_whole = range.len() == written.len();
        let slip = Slip::write(Code::W19, range, message, right);
        see(slip.certain_if(is_certain && !is_quoted && is_whole));
    });
}

/// Looks for traditional characters in a text.
pub(super) fn traditional(text: &str, places: &Places, found: &mut Findings) {
    let mut seen: Vec<(usize, char, char)> = Vec::new();
    let (mut han, mut count, mut depth) = (0_usize, 0_usize, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '“' | '《' | '{' | '「' => depth += 1,
            '”' | '》' | '}' | '」' => depth = depth.saturating_sub(1),
            '\n' => depth = 0,
            _ => {}
        }
        if depth > 0 || !is_han(c) {
            continue;
        }
        han += 1;
        let Some(right) = simplified(c) else { continue };
        count += 1;
        if seen.iter().all(|(_, other, _)| *other != c) {
            seen.push((at, c, right));
        }
    }
    // A line of verse, a title, an inscription as it stands.
    if count * 4 > han {
        return;
    }
    for (at, c, right) in seen {
        let place = places.of(at..at + c.len_utf8());
        let message = msg!(
            "简体书里有繁体字、异体字“{c}”",
            "a traditional or variant character in a simplified book: {c}"
        );
        let hint =
            msg!("改成“{right}”；人名、引文照原样的不改", "write {right}, unless it is meant");
        found.add_with_hint(Code::W20, Some(&place), message, hint);
    }
}
