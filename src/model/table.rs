//! A table of data with what is said around it.

use crate::model::Grid;
use crate::source::{At, Spanned, Text};

/// A table of a section of tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Unique in the book; its anchor.
    pub id: String,
    /// Its number in the section, from 1.
    pub number: u32,
    /// The title.
    pub title: Text,
    /// The unit of its numbers, unless the heads name units.
    pub unit: Option<Text>,
    /// Its cells.
    pub grid: Spanned<Grid>,
    /// A note on it.
    pub note: Option<Text>,
    /// Where its numbers come from.
    pub source: Option<Text>,
    /// Where it is written.
    pub at: At,
}
