//! The book after checking: plain data with nothing optional that must be there.
//!
//! Both writers take `&Book`, so the PDF and the e-book cannot disagree: numbers, marks and
//! references are settled before.

mod block;
mod book;
mod figure;
mod index;
mod people;
mod picture;
mod position;
mod section;
mod table;

pub use block::{Align, Block, Decoration, Grid, Inline, LinkTarget, plain, visit, visit_runs};
pub use book::{Book, Epub, EpubFonts, Icc, Imprint, Meta, Print};
pub use figure::{Alt, Figure, FigureKind};
pub use index::{Head, Index, IndexOrder, Term};
pub use people::{Group, Person};
pub use picture::{
    Colours, Crop, Encoded, Picture, PictureFile, PictureFormat, PictureInfo, Placement, Prepared,
    Region,
};
pub use position::{DocPart, Folio, TextPosition, TextUnit, counted, counted_words, text_units};
pub use section::{Content, Event, KeyFigure, Section, SectionKind, Story};
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
