//! Passages looked up in an artefact's blocks: found, out of order, altered or lost.
//!
//! A *stream* is a list of passages whose order is demanded. [`align`] places it: each passage at
//! the first fitting words after the one before. That finds a placing of all of them whenever there
//! is one; only when there is none, [`careful`] tries again without letting a passage that is gone
//! drag the rest away to some other place with the same words.

use crate::verify::chunk::Chunk;
use crate::verify::wanted::{At, Spot, Wanted};

/// How many passages ahead are looked at before one is believed to stand far away.
const AHEAD: usize = 8;

/// What became of a passage that is not where it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// It stands nowhere.
    Lost,
    /// It stands elsewhere: after these words.
    Moved(String),
    /// Something like it stands there: the first words that differ, wanted and read.
    Altered(String, String),
    /// It stands there, but its spaces differ.
    Spaced,
}

/// Places a stream, from a place on.
pub(super) fn align(wanted: &[Wanted], chunks: &[Chunk], from: At) -> Vec<Option<Spot>> {
    let mut at = from;
    let mut spots = Vec::with_capacity(wanted.len());
    for one in wanted {
        let Some(spot) = one.find(chunks, at) else {
            return careful(wanted, chunks, from);
        };
        at = (spot.chunk, spot.end);
        spots.push(Some(spot));
    }
    spots
}

/// As [`align`], for a stream that is not all there: a passage that is found beyond one that should
/// follow it counts as not found.
fn careful(wanted: &[Wanted], chunks: &[Chunk], from: At) -> Vec<Option<Spot>> {
    let mut at = from;
    let mut spots = Vec::with_capacity(wanted.len());
    for (index, one) in wanted.iter().enumerate() {
        let spot = one.find(chunks, at).filter(|spot| {
            let next = wanted.iter().skip(index + 1).take(AHEAD);
            let before = |other: &Spot| (other.chunk, other.start) < (spot.chunk, spot.start);
            let limit = chunks.get(..=spot.chunk).unwrap_or(chunks);
            !next
                .filter(|next| next.is_telling())
                .any(|next| next.find(limit, at).is_some_and(|s| before(&s)))
        });
        if let Some(spot) = spot {
            at = (spot.chunk, spot.end);
        }
        spots.push(spot);
    }
    spots
}

/// What is wrong with each passage of a stream that was placed; `None` for those that are right.
/// Words that are `taken` already are not taken for a passage out of order.
pub(super) fn judge(
    wanted: &[Wanted],
    spots: &[Option<Spot>],
    chunks: &[Chunk],
    taken: &[Spot],
) -> Vec<Option<Fault>> {
    let each = wanted.iter().zip(spots).enumerate();
    each.map(|(index, (one, spot))| match spot {
        Some(spot) => (!one.well_spaced(chunks, spot)).then_some(Fault::Spaced),
        None => Some(missing(index, one, spots, chunks, taken)),
    })
    .collect()
}

fn missing(
    index: usize,
    one: &Wanted,
    spots: &[Option<Spot>],
    chunks: &[Chunk],
    taken: &[Spot],
) -> Fault {
    let mut at = (0, 0);
    while let Some(spot) = one.find(chunks, at) {
        let meets = |other: &Spot| {
            other.chunk == spot.chunk && other.start < spot.end && spot.start < other.end
        };
        if !spots.iter().flatten().chain(taken).any(meets) {
            return Fault::Moved(before(chunks, &spot));
        }
        at = (spot.chunk, spot.end.max(spot.start + 1));
        while chunks
            .get(at.0)
            .is_some_and(|chunk| at.1 < chunk.bare.len() && !chunk.bare.is_char_boundary(at.1))
        {
            at.1 += 1;
        }
    }
    let earlier = spots.iter().take(index).flatten().next_back();
    let later = spots.iter().skip(index + 1).flatten().next();
    let first = earlier.map_or(0, |spot| spot.chunk);
    let last = later.map_or(chunks.len(), |spot| spot.chunk + 1);
    let gap = chunks.get(first..last.max(first)).unwrap_or_default();
    let near = gap.iter().filter(|chunk| one.roles.contains(&chunk.role));
    let alike = near.filter_map(|chunk| one.alike(chunk)).max_by_key(|(score, ..)| *score);
    alike.map_or(Fault::Lost, |(_, wanted, read)| Fault::Altered(wanted, read))
}

/// The words that stand before a spot.
fn before(chunks: &[Chunk], spot: &Spot) -> String {
    let own = chunks.get(spot.chunk).and_then(|chunk| chunk.bare.get(..spot.start));
    let own = own.filter(|words| !words.is_empty());
    let previous = spot.chunk.checked_sub(1).and_then(|index| chunks.get(index));
    let words = own.or(previous.map(|chunk| chunk.bare.as_str())).unwrap_or_default();
    let skip = words.chars().count().saturating_sub(12);
    words.chars().skip(skip).collect()
}
