//! A text file as it is stored, its lines and its characters.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::source::place::Place;

/// The byte order mark of UTF-8 (Unicode 16.0, 23.8), in bytes.
const BOM: &str = "\u{FEFF}";

/// How many bytes lie between the places up to which characters are counted beforehand.
const STRIDE: usize = 512;

/// A text file of a book as it is stored.
#[derive(PartialEq, Eq)]
pub struct Source {
    path: Arc<str>,
    stored: Box<str>,
    /// What parsers read, if it is not the stored text.
    plain: Option<Box<str>>,
    /// Length of the byte order mark, in bytes.
    bom: usize,
    /// Carriage returns that are not in the plain text, ascending: the offset there of the line
    /// feed behind each, and the offset of the return itself in the stored text behind the mark.
    returns: Vec<(usize, usize)>,
    /// Offsets in the plain text at which lines begin, ascending; the first is 0.
    lines: Vec<usize>,
    /// How many characters of the plain text begin before every so many bytes, so that columns are
    /// told without counting from the beginning of a line, which may be all of the file; none for
    /// ASCII alone.
    characters: Vec<usize>,
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({}, {} bytes)", self.path, self.stored.len())
    }
}

impl Source {
    /// A file as it was read.
    ///
    /// # Errors
    /// If it is not UTF-8: the line, from 1, of the first bytes that are not.
    pub fn new(path: &str, bytes: Vec<u8>) -> Result<Source, usize> {
        let stored = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            1 + valid.iter().filter(|byte| **byte == b'\n').count()
        })?;
        let text = stored.strip_prefix(BOM).unwrap_or(&stored);
        let bom = stored.len() - text.len();
        let returns = text.match_indices("\r\n").enumerate().map(|(nth, (at, _))| (at - nth, at));
        let returns: Vec<(usize, usize)> = returns.collect();
        let plain = match (bom, text.contains('\r')) {
            (0, false) => None,
            (_, false) => Some(text.into()),
            // A return alone ends a line as well (YAML 1.2.2, 5.4).
            _ => Some(text.replace("\r\n", "\n").replace('\r', "\n").into()),
        };
        let read: &str = plain.as_deref().unwrap_or(&stored);
        let lines = std::iter::once(0).chain(read.match_indices('\n').map(|(at, _)| at + 1));
        let lines = lines.collect();
        let characters = if read.is_ascii() { Vec::new() } else { counted(read.as_bytes()) };
        Ok(Source {
            path: path.into(),
            stored: stored.into(),
            plain,
            bom,
            returns,
            lines,
            characters,
        })
    }

    /// Its path in the book's folder.
    #[must_use]
    pub fn path(&self) -> &Arc<str> {
        &self.path
    }

    /// The text as it is stored.
    #[must_use]
    pub fn stored(&self) -> &str {
        &self.stored
    }

    /// The text that parsers read: without a byte order mark, and with line feeds alone at the ends
    /// of lines, or Windows files would put a carriage return into every text.
    #[must_use]
    pub fn plain(&self) -> &str {
        self.plain.as_deref().unwrap_or(&self.stored)
    }

    /// A range of the plain text as stored bytes; a line feed in it has its carriage return. Both
    /// ends must lie in the text; they are not looked at.
    #[must_use]
    pub fn stored_range(&self, plain: Range<usize>) -> Range<usize> {
        let dropped = |at: usize| self.returns.partition_point(|(feed, _)| *feed < at);
        let stored = |at: usize| at + self.bom + dropped(at);
        stored(plain.start)..stored(plain.end)
    }

    /// The place of a range of the plain text. Its bytes are those of [`Source::stored_range`]; its
    /// line and column are those of the character that the range begins in, or of the end.
    #[must_use]
    pub fn place(&self, plain: Range<usize>) -> Place {
        let (line, column) = self.line_column(plain.start);
        let Range { start, end } = self.stored_range(plain);
        Place { file: Arc::clone(&self.path), line, column, bytes: (start, end) }
    }

    /// The place of a range of stored bytes, which must lie in the file and are kept as they are;
    /// line and column as in [`Source::place`].
    #[must_use]
    pub fn place_of(&self, stored: Range<usize>) -> Place {
        let (line, column) = self.line_column(self.plain_offset(stored.start));
        Place { file: Arc::clone(&self.path), line, column, bytes: (stored.start, stored.end) }
    }

    /// A range of stored bytes in the plain text. An end inside of a character is moved to where
    /// that begins, one behind the file to its end: places of a file as it was may be neither.
    #[must_use]
    pub fn plain_range(&self, stored: Range<usize>) -> Range<usize> {
        let plain = |at| self.floor(self.plain_offset(at));
        plain(stored.start)..plain(stored.end)
    }

    /// Line and column, both from 1 and the column in characters, of an offset in stored bytes; as
    /// in [`Source::place`] for one that is none.
    #[must_use]
    pub fn position(&self, stored: usize) -> (usize, usize) {
        self.line_column(self.plain_offset(stored))
    }

    /// Where a line begins in the plain text, by its number from 1; the end behind the last line.
    #[must_use]
    pub fn line_start(&self, line: usize) -> usize {
        self.lines.get(line.saturating_sub(1)).copied().unwrap_or(self.plain().len())
    }

    /// The offset in the plain text of a character, by its line and column, both from 1; the end of
    /// the line for a column behind it.
    #[must_use]
    pub fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.line_start(line);
        let rest = &self.plain()[start..self.line_end(line)];
        let within = rest.char_indices().nth(column.saturating_sub(1));
        start + within.map_or(rest.len(), |(at, _)| at)
    }

    /// Where a line ends in the plain text, by its number from 1: before its line feed.
    #[must_use]
    pub fn line_end(&self, line: usize) -> usize {
        self.lines.get(line).map_or(self.plain().len(), |next| next - 1)
    }

    /// Line and column, both from 1 and the column in characters, of an offset in the plain text;
    /// as in [`Source::place`] for one that is none.
    #[must_use]
    pub fn line_column(&self, plain: usize) -> (usize, usize) {
        let at = self.floor(plain);
        let line = self.lines.partition_point(|start| *start <= at).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or_default();
        (line, self.characters_before(at) - self.characters_before(start) + 1)
    }

    fn plain_offset(&self, stored: usize) -> usize {
        let text = stored.saturating_sub(self.bom);
        text - self.returns.partition_point(|(_, stored)| *stored < text)
    }

    /// The offset itself if it is one of the plain text, else the nearest one before it.
    fn floor(&self, plain: usize) -> usize {
        let text = self.plain();
        let mut at = plain.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// How many characters of the plain text begin before an offset.
    fn characters_before(&self, plain: usize) -> usize {
        let Some(before) = self.characters.get(plain / STRIDE) else { return plain };
        let counted = plain / STRIDE * STRIDE;
        before + starts(self.plain().as_bytes().get(counted..plain).unwrap_or_default())
    }
}

/// How many characters begin before every so many bytes of a text, and before its end if that is
/// one of these.
fn counted(text: &[u8]) -> Vec<usize> {
    let chunks = text.chunks(STRIDE).scan(0, |before, chunk| {
        *before += starts(chunk);
        Some(*before)
    });
    std::iter::once(0).chain(chunks).collect()
}

/// How many characters begin in bytes of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0b1100_0000) != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_bytes_are_counted_with_mark_and_carriage_returns() {
        let source = Source::new("a.yaml", "\u{FEFF}甲\r\n乙a\r\n\r\n丙".into()).unwrap();
        assert_eq!(source.plain(), "甲\n乙a\n\n丙");
        for (at, c) in source.plain().char_indices() {
            let range = source.stored_range(at..at + c.len_utf8());
            let stored = &source.stored()[range.clone()];
            assert_eq!(stored.replace("\r\n", "\n"), c.to_string());
            assert_eq!(source.position(range.start), source.line_column(at), "{c}");
        }
        let place = source.place(4..8);
        assert_eq!((place.to_string().as_str(), place.bytes), ("a.yaml:2:1", (8, 12)));
        assert_eq!(source.offset(2, 2), 7);
        assert_eq!(source.offset(2, 9), 8);
        assert_eq!(source.offset(9, 1), source.plain().len());
    }

    #[test]
    fn columns_are_counted_from_anywhere() {
        for text in ["甲a\n", "a甲𠮷b", "abc"].map(|words| words.repeat(STRIDE)) {
            let source = Source::new("a.yaml", text.clone().into()).unwrap();
            let (mut line, mut column) = (1, 1);
            for (at, c) in text.char_indices() {
                for inside in at..at + c.len_utf8() {
                    assert_eq!(source.line_column(inside), (line, column), "{inside}");
                }
                assert_eq!(source.offset(line, column), at);
                (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + 1) };
            }
            assert_eq!(source.line_column(text.len()), (line, column));
            assert_eq!(source.line_column(text.len() + 9), (line, column));
            assert_eq!(source.line_end(line), text.len());
        }
    }

    #[test]
    fn every_character_of_a_long_line_is_placed() {
        // With a walk from the beginning of the line for each, this would take minutes.
        let text = "甲,".repeat(1_000_000);
        let source = Source::new("a.yaml", text.into()).unwrap();
        let places = (0..1_000_000).map(|n| source.place(n * 4..n * 4 + 3));
        assert!(places.enumerate().all(|(n, at)| at.line == 1 && at.column == 2 * n + 1));
    }

    #[test]
    fn a_return_alone_ends_a_line() {
        let source = Source::new("a.yaml", "甲\r乙\r\r\n丙".into()).unwrap();
        assert_eq!(source.plain(), "甲\n乙\n\n丙");
        assert_eq!(source.place(9..12).to_string(), "a.yaml:4:1");
        assert_eq!(source.stored_range(9..12), 10..13);
    }

    #[test]
    fn ranges_that_are_none_become_some() {
        let source = Source::new("a.yaml", "甲\r\n乙".into()).unwrap();
        assert_eq!(source.plain_range(1..6), 0..4);
        assert_eq!(source.plain_range(7..90), 4..7);
        assert_eq!(source.plain_range(80..90), 7..7);
    }

    #[test]
    fn what_is_not_utf8_is_told_with_its_line() {
        assert_eq!(Source::new("a.yaml", b"a\nb\n\xFF".to_vec()).map(drop), Err(3));
    }
}
