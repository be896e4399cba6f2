//! Changes to a file as it is stored.

use std::ops::Range;
use std::sync::Arc;

/// Other bytes for some bytes of a file; everything around them stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Path of the file in the book's folder.
    pub file: Arc<str>,
    /// The stored bytes that go; none for an insertion.
    pub bytes: Range<usize>,
    /// What comes in their place, as YAML has it.
    pub text: String,
}
