//! The book after checking: plain data with nothing optional that must be there.
//!
//! Both writers take `&Book`, so the PDF and the e-book cannot disagree: numbers, marks and
//! references are settled before.

mod binding;
mod block;
mod book;
mod figure;
mod index;
pub mod output;
mod people;
mod picture;
mod position;
mod section;
mod table;
mod texts;
mod treatment;

pub use binding::{Binding, CoverSheet, TextBlock};
pub use block::{
    Align, Block, Closing, Decoration, Delimiter, Grid, Inline, LinkTarget, Numbers, Runs, plain,
    visit, visit_runs,
};
pub use book::{
    Book, Cover, CoverVariant, Epub, EpubFonts, Icc, Imprint, Meta, Motif, Paper, Print,
};
pub use figure::{Alt, Figure, FigureKind, FigureSize, LEAST_LETTER};
pub use index::{Head, Index, IndexOrder, Term};
pub use people::{Group, Person};
pub use picture::{
    Colours, Crop, Encoded, Picture, PictureBytes, PictureFile, PictureFormat, PictureInfo,
    Placement, Prepared, Region,
};
pub use position::{DocPart, Folio, TextPosition, TextUnit, counted, counted_words, text_units};
pub use section::{ChartValue, Content, Event, Fact, KeyFigure, Section, Story};
pub use table::Table;
pub use texts::TextKind;
pub use treatment::{Captions, Chapter, Role, Treatment};
