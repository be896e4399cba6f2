//! Model and layout to pages.
//!
//! `contract` makes the data that layouts read, with `barcode` the bars of the ISBN, `placeholder`
//! and `linked` the pictures, `world` serves them to Typst from memory, `feedback` reads what the
//! layout reports, `fit` turns the layout's knobs until it reports nothing, `proof` finds what
//! cannot be read on pages, `fine` what is too fine to print and `stand_ins` what another face
//! sets, `trace` turns Typst's own errors and warnings into findings, `folios` finds where pages
//! begin by `reading` them and `align` them with the book, `exchange` replaces items on set pages
//! (pictures, text without `joiners`), `pages` holds the result, `cover_sheet` makes that of the
//! cover as one sheet, `export` writes the PDF and the cover picture, `pdfua` and `pdfx` add what
//! Typst cannot write, with `streams` to read and write content. Only layouts decide looks.

mod align;
mod barcode;
mod contract;
mod cover_sheet;
mod exchange;
mod export;
mod feedback;
mod fine;
mod fit;
mod folios;
mod input;
mod joiners;
mod linked;
mod page;
mod pages;
mod pdfua;
pub mod pdfx;
mod placeholder;
mod proof;
mod reading;
mod reasons;
mod slots;
mod stand_ins;
mod streams;
mod trace;
mod typesetter;
mod world;

pub use contract::{Fit, Fits, Medium, PageSetup, data, picture_path};
pub use cover_sheet::cover_sheet;
pub use export::{cover, print, screen};
pub use input::Input;
pub use pages::Pages;
pub use placeholder::picture_file;
pub use slots::Slot;
pub(crate) use slots::inches;
pub use typesetter::{Typesetter, warm_cache};
