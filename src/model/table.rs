//! A table of data with what is said around it.

use crate::model::{Grid, Place};

/// A table of a section of tables.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Unique in the book; its anchor.
    pub id: String,
    /// Its number in the section, from 1.
    pub number: u32,
    /// The title.
    pub title: String,
    /// The unit of its numbers, unless the heads name units.
    pub unit: Option<String>,
    /// Its cells.
    pub grid: Grid,
    /// A note on it.
    pub note: Option<String>,
    /// Where its numbers come from.
    pub source: Option<String>,
    /// Where it is written.
    pub at: Place,
}
