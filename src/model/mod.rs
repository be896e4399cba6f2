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

pub use block::{Align, Block, Grid, Inline, Runs, Sign, Target, plain, visit, visit_runs};
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
