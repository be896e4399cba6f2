//! Where something is written.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// A place in the book's files; the file's path is relative to the book's folder, with `/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path of the file inside the book's folder.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The first of the stored bytes that are meant, and the end behind the last; the same where
    /// only a point is known.
    pub bytes: (usize, usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

impl Place {
    /// A point of which no more is known than its line and column, both from 1.
    #[must_use]
    pub fn point(file: &str, line: usize, column: usize) -> Place {
        Place { file: file.into(), line, column, bytes: (0, 0) }
    }

    /// The beginning of a file.
    #[must_use]
    pub fn top(file: &str) -> Place {
        Place::point(file, 1, 1)
    }

    /// The stored bytes that are meant; `None` where only a point is known.
    #[must_use]
    pub fn range(&self) -> Option<Range<usize>> {
        let (start, end) = self.bytes;
        (start < end).then_some(start..end)
    }

    /// From the beginning of this place to the end of another. The place itself, if the other is in
    /// another file, or if of either no more than a point is known.
    #[must_use]
    pub fn to(&self, last: &Place) -> Place {
        let is_point = |place: &Place| place.bytes == (0, 0);
        if self.file != last.file || is_point(self) || is_point(last) {
            return self.clone();
        }
        let end = self.bytes.1.max(last.bytes.1);
        Place { bytes: (self.bytes.0, end), ..self.clone() }
    }
}
