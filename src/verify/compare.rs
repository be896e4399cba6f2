//! Passages looked up in an artefact's blocks: found, out of order, altered or lost.
//!
//! A *stream* is a list of passages whose order is demanded. [`align`] places it: each passage at
//! the first fitting words after the one before. That finds a placing of all of them whenever there
//! is one; only when there is none, [`careful`] tries again without letting a passage that is gone
//! drag the rest away to some other place with the same words.

use crate::verify::chunk::Chunk;
use crate::verify::expected::{At, Expected, Hit};

/// How many passages ahead are looked at before one is believed to stand far away.
const AHEAD: usize = 8;

/// What became of a passage that is not where it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mismatch {
    /// It stands nowhere.
    Lost,
    /// It stands elsewhere: after these words.
    Moved(String),
    /// Something like it stands there: the first words that differ, wanted and read.
    Altered(String, String),
    /// It stands there, but its spaces differ.
    Spaced,
    /// It stands there, but a link of it does not lead here: a place of the book or an address.
    Astray(String),
    /// It stands there, but with another caption: what is read.
    Miscaptioned(String),
}

impl Mismatch {
    /// What is read in the place of an altered passage.
    pub(super) fn read(&self) -> Option<&str> {
        match self {
            Mismatch::Altered(_, read) => Some(read),
            _ => None,
        }
    }
}

/// Places a stream, from a place on.
pub(super) fn align(wanted: &[Expected], chunks: &[Chunk], from: At) -> Vec<Option<Hit>> {
    let mut at = from;
    let mut hits = Vec::with_capacity(wanted.len());
    for one in wanted {
        let Some(hit) = one.find(chunks, at) else {
            return careful(wanted, chunks, from);
        };
        at = (hit.chunk, hit.end);
        hits.push(Some(hit));
    }
    hits
}

/// As [`align`], for a stream that is not all there: a passage that is found beyond one that should
/// follow it counts as not found.
fn careful(wanted: &[Expected], chunks: &[Chunk], from: At) -> Vec<Option<Hit>> {
    let mut at = from;
    let mut hits = Vec::with_capacity(wanted.len());
    for (index, one) in wanted.iter().enumerate() {
        let hit = one.find(chunks, at).filter(|hit| {
            let next = wanted.iter().skip(index + 1).take(AHEAD);
            let before = |other: &Hit| (other.chunk, other.start) < (hit.chunk, hit.start);
            let limit = chunks.get(..=hit.chunk).unwrap_or(chunks);
            !next
                .filter(|next| next.is_telling())
                .any(|next| next.find(limit, at).is_some_and(|s| before(&s)))
        });
        if let Some(hit) = hit {
            at = (hit.chunk, hit.end);
        }
        hits.push(hit);
    }
    hits
}

/// What is wrong with each passage of a stream that was placed; `None` for those that are right.
/// Words that are `taken` already are not taken for a passage out of order.
pub(super) fn judge(
    wanted: &[Expected],
    hits: &[Option<Hit>],
    chunks: &[Chunk],
    taken: &[Hit],
) -> Vec<Option<Mismatch>> {
    let each = wanted.iter().zip(hits).enumerate();
    each.map(|(index, (one, hit))| match hit {
        Some(hit) => (!one.well_spaced(chunks, hit)).then_some(Mismatch::Spaced),
        None => Some(missing(index, one, hits, chunks, taken)),
    })
    .collect()
}

fn missing(
    index: usize,
    one: &Expected,
    hits: &[Option<Hit>],
    chunks: &[Chunk],
    taken: &[Hit],
) -> Mismatch {
    let mut at = (0, 0);
    while let Some(hit) = one.find(chunks, at) {
        let meets = |other: &Hit| {
            other.chunk == hit.chunk && other.start < hit.end && hit.start < other.end
        };
        if !hits.iter().flatten().chain(taken).any(meets) {
            return Mismatch::Moved(before(chunks, &hit));
        }
        at = (hit.chunk, hit.end.max(hit.start + 1));
        while chunks.get(at.0).is_some_and(|chunk| {
            at.1 < chunk.compared.len() && !chunk.compared.is_char_boundary(at.1)
        }) {
            at.1 += 1;
        }
    }
    let earlier = hits.iter().take(index).flatten().next_back();
    let later = hits.iter().skip(index + 1).flatten().next();
    let first = earlier.map_or(0, |hit| hit.chunk);
    let last = later.map_or(chunks.len(), |hit| hit.chunk + 1);
    let gap = chunks.get(first..last.max(first)).unwrap_or_default();
    let near = gap.iter().filter(|chunk| one.roles.contains(&chunk.role));
    let alike = near.filter_map(|chunk| one.alike(chunk)).max_by_key(|(score, ..)| *score);
    alike.map_or(Mismatch::Lost, |(_, wanted, read)| Mismatch::Altered(wanted, read))
}

/// The words that stand before a hit.
fn before(chunks: &[Chunk], hit: &Hit) -> String {
    let own = chunks.get(hit.chunk).and_then(|chunk| chunk.compared.get(..hit.start));
    let own = own.filter(|words| !words.is_empty());
    let previous = hit.chunk.checked_sub(1).and_then(|index| chunks.get(index));
    let words = own.or(previous.map(|chunk| chunk.compared.as_str())).unwrap_or_default();
    let skip = words.chars().count().saturating_sub(12);
    words.chars().skip(skip).collect()
}
