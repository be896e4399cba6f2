//! Files as they are stored, and places in them.
//!
//! Parsers read a text without a byte order mark and with plain line feeds; editors, and whoever
//! writes into a file, count the bytes that are stored. Every range that leaves this module is one
//! of stored bytes.

mod edit;
mod file;
mod place;
mod span;
mod text;

pub use edit::Edit;
pub use file::Source;
pub use place::Place;
pub use span::{At, Spanned};
pub use text::{Piece, Text};
