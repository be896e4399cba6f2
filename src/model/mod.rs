//! The book after checking: plain data with nothing optional that must be there.
//!
//! Both writers take `&Book`, so the PDF and the e-book cannot disagree: numbers, marks and
//! references are settled before. Deliberately absent: files, YAML, Typst, XML, and methods that
//! render.

mod block;
mod book;
mod figure;
mod index;
mod people;
mod picture;
mod section;
mod spot;
mod table;

pub use block::{Align, Block, Grid, Inline, Sign, Target, plain, visit, visit_runs};
pub use book::{Book, Epub, EpubFonts, Icc, Imprint, Meta, Print};
pub use figure::{Alt, Figure, FigureKind};
pub use index::{Head, Index, Order, Term};
pub use people::{Group, Person};
pub use picture::{
    Colours, Detail, Facts, Picture, PictureFile, PictureFormat, Prepared, Ready, Region, Shown,
};
pub use section::{Content, Event, Fact, Section, SectionKind, Story};
pub use spot::{Folio, Leaf, Part, Spot, counted, counted_words, leaves};
pub use table::Table;

/// A place in the book's files; the file's path is relative to the book's folder, with `/`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Path of the file inside the book's folder.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}
