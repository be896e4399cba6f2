//! Words of an e-book that the book does not say, or says once and the e-book twice.
//!
//! A block is made of passages, of labels, and of marks and figures, which are not looked into.
//! Left out: blocks that were told as altered passages, and the order of passages, which is looked
//! at elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::{Message, excerpt, msg};
use crate::passages::{Kind, Passage};
use crate::text::labels;
use crate::verify::chunk::{Chunk, Role, compared};
use crate::verify::compare::Mismatch;

/// Shortest running text that is counted, in characters: labels may be as short.
const LEAST: usize = 6;

/// What the blocks of an e-book say beyond the book; `mismatches` is what was told already.
pub(super) fn faults(
    passages: &[Passage],
    chunks: &[Chunk],
    mismatches: &[(&Passage, Mismatch)],
) -> Vec<Message> {
    let said = Said::new(passages);
    let altered: Vec<&str> = mismatches.iter().filter_map(|(_, it)| it.read()).collect();
    let is_told = |chunk: &Chunk| altered.iter().any(|read| chunk.compared.contains(read));
    let is_added = |chunk: &&Chunk| !said.accounts_for(&chunk.compared) && !is_told(chunk);
    let added = chunks.iter().filter(is_added).map(|chunk| {
        let words = excerpt(&chunk.text);
        msg!("“{words}”里有书里没有的话", "“{words}” says what the book does not")
    });
    let twice = said.more_often(passages, chunks).into_iter().map(|text| {
        let words = excerpt(text);
        msg!("“{words}”比书里多出现了", "“{words}” stands more often than in the book")
    });
    added.chain(twice).collect()
}

/// Everything that an e-book may say.
struct Said {
    /// Whole passages, as they are compared.
    whole: BTreeSet<String>,
    /// Passages and labels by their first characters.
    pieces: BTreeMap<char, BTreeSet<String>>,
}

impl Said {
    fn new(passages: &[Passage]) -> Said {
        let forms = passages.iter().flat_map(|it| std::iter::once(&it.text).chain(&it.forms));
        let whole: BTreeSet<String> = forms.map(|form| compared(form)).collect();
        let mut labelled = BTreeSet::new();
        for table in labels::ALL {
            strings(&serde_json::to_value(table).unwrap_or_default(), &mut labelled);
        }
        let mut pieces: BTreeMap<char, BTreeSet<String>> = BTreeMap::new();
        for piece in whole.iter().chain(&labelled) {
            if let Some(first) = piece.chars().next() {
                pieces.entry(first).or_default().insert(piece.clone());
            }
        }
        Said { whole, pieces }
    }

    /// Whether words can be put together of passages, labels, marks and figures.
    fn accounts_for(&self, words: &str) -> bool {
        if self.whole.contains(words) {
            return true;
        }
        // Whether what begins at a byte can be; from the end.
        let mut can = vec![false; words.len() + 1];
        can[words.len()] = true;
        for (at, c) in words.char_indices().rev() {
            let rest = words.get(at..).unwrap_or_default();
            let follows = |length: usize| can.get(at + length) == Some(&true);
            let before = words.get(..at).unwrap_or_default();
            // Letters behind numbers are columns of pages.
            let is_column =
                c.is_ascii_lowercase() && before.ends_with(|c: char| c.is_ascii_digit());
            let is_mark = !c.is_alphanumeric() || c.is_ascii_digit() || is_column;
            let pieces = self.pieces.get(&c);
            let mut pieces =
                pieces.into_iter().flatten().filter(|it| rest.starts_with(it.as_str()));
            can[at] = is_mark && follows(c.len_utf8()) || pieces.any(|piece| follows(piece.len()));
        }
        can[0]
    }

    /// Running text that stands more often in an e-book than in its book.
    fn more_often<'c>(&self, passages: &[Passage], chunks: &'c [Chunk]) -> Vec<&'c str> {
        let mut wanted: BTreeMap<String, (usize, bool)> = BTreeMap::new();
        for passage in passages {
            let (count, is_running) = wanted.entry(compared(&passage.text)).or_insert((0, true));
            *count += 1;
            // Titles and the like stand in lists as well, remarks behind their labels.
            *is_running &= matches!(
                passage.kind,
                Kind::Paragraph | Kind::Closing | Kind::Event | Kind::Quote | Kind::Note
            );
        }
        let mut read: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for chunk in chunks.iter().filter(|it| matches!(it.role, Role::Text | Role::Note)) {
            read.entry(&chunk.compared).or_insert((0, &chunk.text)).0 += 1;
        }
        let more = read.into_iter().filter(|(words, (count, _))| {
            let wanted = wanted.get(*words).filter(|(_, is_running)| *is_running);
            words.chars().nth(LEAST - 1).is_some() && wanted.is_some_and(|it| *count > it.0)
        });
        more.map(|(_, (_, text))| text).collect()
    }
}

/// The words of labels, without what is filled into them.
fn strings(value: &serde_json::Value, out: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::String(label) => {
            let pieces = label.split('{').map(|piece| piece.rsplit('}').next().unwrap_or(piece));
            out.extend(pieces.map(compared).filter(|piece| !piece.is_empty()));
        }
        serde_json::Value::Array(all) => all.iter().for_each(|one| strings(one, out)),
        serde_json::Value::Object(all) => all.values().for_each(|one| strings(one, out)),
        _ => {}
    }
}
