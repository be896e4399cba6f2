//! Words, and the stored bytes that each of their characters came from.

use std::borrow::Borrow;
use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::source::file::Source;
use crate::source::place::Place;

/// Words that know where they are written. Equal if the words are.
///
/// Characters that stand in no file (a space where two lines join) have no bytes; all others have
/// those that stand for them, escapes included.
#[derive(Clone, Default)]
pub struct Text {
    words: String,
    source: Option<Arc<Source>>,
    /// In the order of the words; never overlapping there.
    pieces: Vec<Piece>,
}

/// Words in a row that stand in a row in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The bytes of the words.
    pub words: Range<usize>,
    /// The stored bytes.
    pub stored: Range<usize>,
    /// Whether the stored bytes are the words themselves; else they stand for all of the words
    /// together, as `\u4E00`, `&amp;` and `\r\n` do.
    pub verbatim: bool,
}

impl Piece {
    /// Adds it behind others; with the last one it is one piece if it goes on where that ends.
    pub fn add_to(self, pieces: &mut Vec<Piece>) {
        match pieces.last_mut() {
            Some(last)
                if last.verbatim
                    && self.verbatim
                    && last.words.end == self.words.start
                    && last.stored.end == self.stored.start =>
            {
                last.words.end = self.words.end;
                last.stored.end = self.stored.end;
            }
            _ => pieces.push(self),
        }
    }

    /// The stored bytes of a part of the words that lies inside of this piece.
    fn stored_of(&self, words: &Range<usize>) -> Range<usize> {
        if !self.verbatim {
            return self.stored.clone();
        }
        let shift = |at: usize| self.stored.start + (at - self.words.start);
        shift(words.start)..shift(words.end)
    }
}

impl Text {
    /// Words that stand in no file.
    #[must_use]
    pub fn unplaced(words: impl Into<String>) -> Text {
        Text { words: words.into(), source: None, pieces: Vec::new() }
    }

    /// Words of a file, with their pieces in order.
    #[must_use]
    pub fn placed(words: impl Into<String>, source: &Arc<Source>, pieces: Vec<Piece>) -> Text {
        Text { words: words.into(), source: Some(Arc::clone(source)), pieces }
    }

    /// The words.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.words
    }

    /// The file, and which words stand where in it.
    #[must_use]
    pub fn pieces(&self) -> Option<(&Arc<Source>, &[Piece])> {
        self.source.as_ref().map(|source| (source, self.pieces.as_slice()))
    }

    /// A part of the words, with its bytes. Ends that split a character give nothing.
    #[must_use]
    pub fn slice(&self, range: Range<usize>) -> Text {
        let Some(words) = self.words.get(range.clone()) else { return Text::default() };
        let shifted = |piece: Piece| Piece {
            words: piece.words.start - range.start..piece.words.end - range.start,
            ..piece
        };
        let pieces = self.within(range.clone()).map(shifted).collect();
        Text { words: words.to_owned(), source: self.source.clone(), pieces }
    }

    /// The pieces of a part of the words, cut to it.
    fn within(&self, range: Range<usize>) -> impl Iterator<Item = Piece> {
        let first = self.pieces.partition_point(|piece| piece.words.end <= range.start);
        let inside = self.pieces[first..].iter();
        let inside = inside.take_while(move |piece| piece.words.start < range.end);
        inside.map(move |piece| {
            let words = piece.words.start.max(range.start)..piece.words.end.min(range.end);
            Piece { stored: piece.stored_of(&words), words, verbatim: piece.verbatim }
        })
    }

    /// The words without white space at both ends.
    #[must_use]
    pub fn trimmed(&self) -> Text {
        let inner = self.words.trim();
        let start = self.words.len() - self.words.trim_start().len();
        self.slice(start..start + inner.len())
    }

    /// Adds words behind, which must stand in the same file, if in any.
    pub fn push(&mut self, more: &Text) {
        debug_assert!(
            self.source.iter().zip(&more.source).all(|(own, other)| Arc::ptr_eq(own, other)),
            "words of two files"
        );
        if self.source.is_none() {
            self.source.clone_from(&more.source);
        }
        let shift = self.words.len();
        self.words.push_str(&more.words);
        for piece in &more.pieces {
            let words = piece.words.start + shift..piece.words.end + shift;
            let stored = piece.stored.clone();
            Piece { words, stored, verbatim: piece.verbatim }.add_to(&mut self.pieces);
        }
    }

    /// Adds words that stand in no file.
    pub fn push_unplaced(&mut self, words: &str) {
        self.words.push_str(words);
    }

    /// Other words for the same bytes, as an escape has them.
    #[must_use]
    pub fn standing_for(&self, words: &str) -> Text {
        let stored = self.stored();
        let written = |stored: &Range<usize>| self.source.as_ref()?.stored().get(stored.clone());
        let piece = |stored| Piece {
            words: 0..words.len(),
            verbatim: written(&stored) == Some(words),
            stored,
        };
        let pieces = stored.into_iter().map(piece);
        Text { words: words.to_owned(), source: self.source.clone(), pieces: pieces.collect() }
    }

    /// The stored bytes from the first to the last of its characters that stand in the file.
    #[must_use]
    pub fn stored(&self) -> Option<Range<usize>> {
        self.stored_of(0..self.words.len())
    }

    /// As [`Text::stored`], of a part of the words.
    fn stored_of(&self, words: Range<usize>) -> Option<Range<usize>> {
        let mut pieces = self.within(words).map(|piece| piece.stored);
        let first = pieces.next()?;
        // Joined texts need not stand in their order in the file.
        Some(pieces.fold(first, |all, one| all.start.min(one.start)..all.end.max(one.end)))
    }

    /// Where the words are written; `None` if they stand in no file.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        Some(self.source.as_ref()?.place_of(self.stored()?))
    }

    /// Where a part of the words is written: the place of what stands nearest behind it, if that
    /// part itself stands in no file.
    #[must_use]
    pub fn place_of(&self, words: Range<usize>) -> Option<Place> {
        let source = self.source.as_ref()?;
        if let Some(stored) = self.stored_of(words.clone()) {
            return Some(source.place_of(stored));
        }
        let behind = self.pieces.iter().find(|piece| piece.words.start >= words.end)?;
        Some(source.place_of(behind.stored.start..behind.stored.start))
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.words
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.words
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.words == other.words
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.words == other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.words == *other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.words, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.words)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.words)
    }
}

impl PartialEq<Text> for &str {
    fn eq(&self, other: &Text) -> bool {
        *self == other.words
    }
}

/// Lists of texts join as lists of strings do.
impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.words
    }
}

impl From<&Text> for String {
    fn from(text: &Text) -> String {
        text.words.clone()
    }
}

impl From<String> for Text {
    fn from(words: String) -> Text {
        Text::unplaced(words)
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Text {
        Text::unplaced(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text() -> Text {
        let source = Arc::new(Source::new("a.yaml", "甲 &amp; 乙".into()).unwrap());
        let piece = |words: Range<usize>, stored: Range<usize>| Piece {
            verbatim: words.len() == stored.len(),
            words,
            stored,
        };
        Text::placed(
            "甲 & 乙",
            &source,
            vec![piece(0..4, 0..4), piece(4..5, 4..9), piece(5..9, 9..13)],
        )
    }

    #[test]
    fn parts_keep_their_bytes() {
        let text = text();
        let bytes = |range| text.place_of(range).map(|place| place.bytes);
        assert_eq!(bytes(0..3), Some((0, 3)));
        assert_eq!(bytes(4..5), Some((4, 9)));
        assert_eq!(bytes(6..9), Some((10, 13)));
        assert_eq!(bytes(3..6), Some((3, 10)));
        assert_eq!(text.slice(1..2).as_str(), "", "no half characters");
        assert_eq!(text.place().map(|place| place.bytes), Some((0, 13)));
    }

    #[test]
    fn joined_words_know_both_places_and_a_join_has_none() {
        let mut joined = text().slice(6..9);
        joined.push_unplaced(" ");
        joined.push(&text().slice(0..3));
        assert_eq!(joined, "乙 甲");
        let bytes = |range| joined.place_of(range).map(|place| place.bytes);
        assert_eq!(bytes(0..3), Some((10, 13)));
        assert_eq!(bytes(4..7), Some((0, 3)));
        assert_eq!(bytes(3..4), Some((0, 0)));
        assert_eq!(joined, Text::unplaced("乙 甲"), "places take no part in equality");
    }
}
