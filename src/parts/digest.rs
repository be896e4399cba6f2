//! How parts are told.

use std::collections::BTreeMap;

/// Digests by part and by aspect: those of whole entries of a container in full, as `sha256sum`
/// tells them, the others in 32 digits.
///
/// Parts are paths of entries; in a PDF `page 1` and so on, and `document` for what belongs to all
/// pages. Aspects of a PDF have the names of the dictionaries' keys that lead to them (PDF 1.7,
/// 7.7.2 and 7.7.3), but for `Image`, `Tags`, `Alt` and `Info`; those of an entry are `bytes`, and
/// of XML also `words`, `links` and `alternatives`.
pub type Parts = BTreeMap<String, Aspects>;

/// Digests by aspect.
pub type Aspects = BTreeMap<String, String>;

/// Why parts cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It would decompress to more than it may.
    TooLarge,
    /// A parser refused it: what it said.
    Malformed(String),
}
