//! Why an artefact could not be read back.

use std::fmt;

use crate::diag::{Message, msg};

/// Why an artefact could not be read back.
#[derive(Debug)]
pub(super) enum ReadError {
    /// It has more bytes than are read.
    TooLarge,
    /// It would decompress to more than so many MiB.
    Decompressed(u64),
    /// It nests, or has more of something, than is read: that it does.
    TooMany(Message),
    /// It uses filters that no known writer uses.
    UnusualFilters,
    /// It lacks something: that it does.
    Missing(Message),
    /// It is a PDF without tags.
    Untagged,
    /// A parser refused it, or a file in it: which, and what the parser said.
    Malformed(Option<String>, String),
    /// A parser panicked.
    Panicked,
}

impl ReadError {
    /// Why, in words.
    pub(super) fn message(&self) -> Message {
        match self {
            ReadError::TooLarge => msg!("文件太大", "file too large"),
            ReadError::Decompressed(limit) => {
                msg!("解压后会超过 {limit} MiB", "it would decompress to more than {limit} MiB")
            }
            ReadError::TooMany(why) | ReadError::Missing(why) => why.clone(),
            ReadError::UnusualFilters => msg!("用了少见的压缩方法", "unusual filters"),
            ReadError::Untagged => msg!("没有标签", "no tags in the file"),
            ReadError::Malformed(None, why) => msg!("格式坏了，读不下去", "{why}"),
            ReadError::Malformed(Some(path), why) => {
                msg!("{path} 的格式坏了，读不下去", "{path}: {why}")
            }
            ReadError::Panicked => msg!("读到一半读不下去", "the reader gave up"),
        }
    }
}

/// The error of a parser.
pub(super) fn malformed(why: impl fmt::Display) -> ReadError {
    ReadError::Malformed(None, why.to_string())
}

/// The error of a parser with a file in a container.
pub(super) fn malformed_in(path: &str, why: impl fmt::Display) -> ReadError {
    ReadError::Malformed(Some(path.to_owned()), why.to_string())
}
