//! Why an artefact could not be read back.

use std::fmt;

/// Why an artefact could not be read back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ReadError {
    /// It has more bytes than are read.
    TooLarge,
    /// It would decompress to more than so many MiB.
    Decompressed(u64),
    /// It nests, or has more of something, than is read: what.
    TooMany(&'static str),
    /// It uses filters that no known writer uses.
    UnusualFilters,
    /// It lacks something: what.
    Missing(String),
    /// A parser refused it: what it said.
    Malformed(String),
    /// A parser panicked.
    Panicked,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::TooLarge => f.write_str("file too large"),
            ReadError::Decompressed(limit) => {
                write!(f, "it would decompress to more than {limit} MiB")
            }
            ReadError::TooMany(what) => write!(f, "too many {what}"),
            ReadError::UnusualFilters => f.write_str("unusual filters"),
            ReadError::Missing(what) => write!(f, "no {what}"),
            ReadError::Malformed(why) => f.write_str(why),
            ReadError::Panicked => f.write_str("the reader gave up"),
        }
    }
}

impl std::error::Error for ReadError {}

/// The error of a parser.
pub(super) fn malformed(why: impl fmt::Display) -> ReadError {
    ReadError::Malformed(why.to_string())
}
