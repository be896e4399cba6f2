//! W22: sentences that a book has twice, word for word.
//!
//! Short ones are formulas. A row of sentences that are repeated together is told once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

use crate::check::rules::numbers::prose::Prose;
use crate::diag::{Code, Findings, msg};
use crate::source::Place;
use crate::text::class::is_han;

/// The least number of Han characters of a sentence that is nobody's formula.
const LEAST: usize = 24;

/// A sentence that was seen: where first, where again, and how often.
#[derive(Debug)]
struct Seen {
    first: Place,
    again: Option<Place>,
    count: usize,
}

/// The sentences of a book.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    seen: BTreeMap<String, Seen>,
    /// Whether the last sentence was known: several in a row are repeated together.
    was_known: bool,
}

impl Repeats {
    /// Adds those of some words.
    pub(super) fn add(&mut self, prose: &Prose, place: impl Fn(Range<usize>) -> Place) {
        let chars = prose.chars.as_slice();
        let mut start = 0;
        // What is quoted is repeated as it stands.
        let mut is_quoted = false;
        for at in 0..chars.len() {
            match chars[at] {
                '“' => is_quoted = true,
                '”' => is_quoted = false,
                _ => {}
            }
            if !matches!(chars[at], '。' | '！' | '？') && at + 1 < chars.len() {
                continue;
            }
            let range = start..at + 1;
            start = at + 1;
            let han = chars[range.clone()].iter().filter(|c| is_han(**c)).count();
            if han < LEAST || is_quoted {
                continue;
            }
            match self.seen.entry(prose.words(range.clone())) {
                Entry::Occupied(mut known) => {
                    let known = known.get_mut();
                    known.count += 1;
                    // Of sentences that are repeated in a row the first one speaks.
                    if known.again.is_none() && !self.was_known {
                        known.again = Some(place(range));
                    }
                    self.was_known = true;
                }
                Entry::Vacant(new) => {
                    new.insert(Seen { first: place(range), again: None, count: 1 });
                    self.was_known = false;
                }
            }
        }
    }

    /// Reports those that come again, each once.
    pub(super) fn tell(self, found: &mut Findings) {
        for (sentence, Seen { first, again, count }) in self.seen {
            let Some(at) = again else { continue };
            let head: String = sentence.chars().take(12).collect();
            let message = msg!(
                "“{head}……”这句话 {first} 已有，一字不差，全书{count}处",
                "the sentence “{head}……” stands at {first} too, word for word; × {count}"
            );
            found.add(Code::W22, Some(&at), message);
        }
    }
}
