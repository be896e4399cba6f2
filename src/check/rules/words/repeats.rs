//! W22: sentences that a book has twice, word for word.
//!
//! Short ones are formulas. A row of sentences that are repeated together is told once.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::rules::numbers::prose::Prose;
use crate::diag::{Code, Findings, msg};
use crate::source::Place;
use crate::text::class::is_han;

/// The least number of Han characters of a sentence that is nobody's formula.
const LEAST: usize = 24;

/// The sentences of a book.
#[derive(Debug, Default)]
pub(super) struct Repeats {
    seen: BTreeMap<String, Place>,
    found: Vec<(Place, Place, String)>,
}

impl Repeats {
    /// Adds those of some words.
    pub(super) fn add(&mut self, prose: &Prose, place: impl Fn(Range<usize>) -> Place) {
        let chars = prose.chars.as_slice();
        let (mut start, mut was_told) = (0, false);
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
            let sentence = prose.words(range.clone());
            match self.seen.get(&sentence) {
                Some(first) => {
                    if !was_told {
                        let head: String = sentence.chars().take(12).collect();
                        self.found.push((place(range), first.clone(), head));
                    }
                    was_told = true;
                }
                None => {
                    self.seen.insert(sentence, place(range));
                    was_told = false;
                }
            }
        }
    }

    /// Reports those that come again.
    pub(super) fn tell(self, found: &mut Findings) {
        for (at, first, head) in self.found {
            let message = msg!(
                "“{head}……”这句话 {first} 已有，一字不差",
                "the sentence “{head}……” stands at {first} too, word for word"
            );
            found.add(Code::W22, Some(&at), message);
        }
    }
}
