//! Model and layout to pages.
//!
//! `contract` makes the data that layouts read, `world` serves them to Typst from memory,
//! `feedback` reads what the layout reports, `trace` turns Typst's own complaints into findings,
//! `export` writes the PDF and the cover picture, `finish` adds what Typst cannot write. Deliberately absent: any look. Layouts decide it.

mod contract;
mod export;
mod feedback;
mod finish;
mod trace;
mod world;

use std::collections::BTreeMap;

use typst_layout::PagedDocument;

use crate::assets::faces::Faces;
use crate::diag::Findings;
use crate::load::layout::Layout;
use crate::model::Book;

pub use contract::data;
pub use export::{cover, screen};

/// The pages of a book.
#[derive(Debug)]
pub struct Pages {
    document: PagedDocument,
    /// The page on which each story and section begins, by id; from 1.
    pub places: BTreeMap<String, usize>,
    /// The language that the PDF declares.
    lang: String,
    /// The identifier that the PDF carries.
    ident: String,
}

impl Pages {
    /// How many pages there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.document.pages().len()
    }

    /// The runs of text of each page, for proofs: position, size, family, words.
    #[must_use]
    pub fn runs(&self) -> Vec<String> {
        self.document.pages().iter().map(export::runs).collect()
    }

    /// A page (from 1) as pixels, `scale` pixels a point; `None` if there is no such page.
    #[must_use]
    pub fn picture(&self, page: usize, scale: f64) -> Option<image::RgbImage> {
        let page = self.document.pages().get(page.checked_sub(1)?)?;
        Some(export::picture(page, scale))
    }
}

/// Sets a book. `None` if the layout failed or reported text that does not fit.
pub fn typeset(book: &Book, layout: &Layout, faces: &Faces, found: &mut Findings) -> Option<Pages> {
    let world = world::World::new(book, layout, faces);
    let result = typst::compile::<PagedDocument>(&world);
    trace::report(&world, book, &result.warnings, found);
    let document = match result.output {
        Ok(document) => document,
        Err(errors) => {
            trace::report(&world, book, &errors, found);
            return None;
        }
    };
    let before = found.counts().0;
    let places = feedback::read(&document, found);
    let fits = found.counts().0 == before;
    let (lang, ident) = (book.meta.lang.clone(), book.meta.identifier.clone());
    fits.then_some(Pages { document, places, lang, ident })
}
