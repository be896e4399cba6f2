//! Model and layout to pages.
//!
//! `contract` makes the data that layouts read, `linked` the pictures, `world` serves them to Typst
//! from memory, `feedback` reads what the layout reports, `fit` turns the layout's knobs until it
//! reports nothing, `trace` turns Typst's own complaints into findings, `folios` finds where pages
//! begin by `reading` them and `align` them with the book, `exchange` puts other things on set pages
//! (pictures, text without `joiners`), `export` writes the PDF and the cover picture, `finish` and
//! `pdfx` add what Typst cannot write. Deliberately absent: any look. Layouts decide it.

mod align;
mod contract;
mod exchange;
mod export;
mod feedback;
mod finish;
mod fit;
mod folios;
mod joiners;
mod linked;
pub mod pdfx;
mod placeholder;
mod reading;
mod slots;
mod trace;
mod world;

use std::collections::BTreeMap;

use typst_layout::PagedDocument;

use crate::assets::faces::Faces;
use crate::diag::Findings;
use crate::load::layout::Layout;
use crate::model::{Book, Folio, Placement, Prepared};
use crate::typeset::fit::{Fitting, MAX_COMPILES};
use crate::typeset::linked::Placeholders;
use crate::typeset::slots::Frame;
use crate::typeset::world::{View, World};

pub use contract::{Fit, Fits, Medium, PageSetup, data, picture_path};
pub use export::{cover, print, screen};
pub use placeholder::picture_file;
pub use slots::Slot;
pub(crate) use slots::inches;

/// The pages of a book.
#[derive(Debug, Clone)]
pub struct Pages {
    document: PagedDocument,
    /// What placeholders on them for pictures.
    placeholders: Placeholders,
    /// The page on which each story, section and table begins, by id; from 1.
    pub places: BTreeMap<String, usize>,
    /// The page on which each figure placeholders, by id; from 1.
    figures: BTreeMap<String, Frame>,
    /// What the printed index calls the place of a story, such as `57a`, by id.
    pub locators: BTreeMap<String, String>,
    /// The knobs of sections that are not at their ideal.
    pub fits: Fits,
    /// How many compiles it took.
    pub compiles: usize,
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

    /// How each raster picture is shown, by number; on the first page alone, or on all.
    #[must_use]
    pub fn placed(&self, first: bool) -> BTreeMap<usize, Placement> {
        let pages = self.document.pages();
        self.placeholders.placed(if first { pages.get(..1).unwrap_or_default() } else { pages })
    }

    /// Puts pictures on the pages; without them raster pictures are blank.
    ///
    /// # Errors
    /// If a picture cannot be read or was not made as it should be.
    pub fn show(&mut self, prepared: &Prepared, faces: &Faces) -> anyhow::Result<()> {
        if !prepared.is_empty() {
            self.document = self.placeholders.shown(&self.document, prepared, faces)?;
        }
        Ok(())
    }

    /// Finds pictures that are too small for their places, or much cut; for print, or for screens.
    pub fn report(&self, book: &Book, print: bool, found: &mut Findings) {
        slots::report(book, self, print, found);
    }

    /// The places for pictures.
    #[must_use]
    pub fn slots(&self, book: &Book) -> Vec<Slot> {
        slots::slots(book, self)
    }

    /// The runs of text of each page, for proofs: position, size, family, words.
    #[must_use]
    pub fn runs(&self) -> Vec<String> {
        self.document.pages().iter().map(export::runs).collect()
    }

    /// The number of each page and where it begins in the words of `book`, which must be the one
    /// that was set.
    #[must_use]
    pub fn folios(&self, book: &Book) -> Vec<Folio> {
        let known = folios::Known { places: &self.places, figures: &self.figures };
        folios::folios(&self.document, book, &known)
    }

    /// A page (from 1) as pixels, `scale` pixels a point; `None` if there is no such page.
    #[must_use]
    pub fn picture(&self, page: usize, scale: f64) -> Option<image::RgbImage> {
        let page = self.document.pages().get(page.checked_sub(1)?)?;
        Some(export::picture(page, scale))
    }
}

/// Begins to set a book at its end, beside [`typeset`], which begins at the front. Typst remembers
/// what the layout made of a story or a headline, whoever asked for it first, so the two meet in
/// the middle. It saves time where a core is idle; nothing else depends on it.
pub fn warm_cache(book: &Book, layout: &Layout, faces: &Faces) {
    let (setup, fits) = (&PageSetup::default(), &Fits::new());
    World::new(&View { book, layout, faces, setup, fits }).evaluate_backwards();
}

/// A book to set.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The book.
    pub book: &'a Book,
    /// The layout.
    pub layout: &'a Layout,
    /// The faces.
    pub faces: &'a Faces,
    /// What for.
    pub medium: Medium,
    /// The knobs of other pages of the same book, so that these come out alike; what the layout has
    /// to say is not said again then. Without them, copy-fitting finds them.
    pub fits: Option<&'a Fits>,
}

/// Sets the pages of a book, again and again: what does not change is kept.
#[derive(Default)]
pub struct Typesetter {
    world: Option<World>,
}

impl std::fmt::Debug for Typesetter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Typesetter").finish_non_exhaustive()
    }
}

impl Typesetter {
    /// Sets a book. `None` if the layout failed. Text that does not fit is set as far as it goes,
    /// and found.
    pub fn set(&mut self, setting: &Setting, found: &mut Findings) -> Option<Pages> {
        let Setting { book, layout, faces, medium, fits } = *setting;
        let setup = &PageSetup::new(medium, book, layout);
        let mut fitting = Fitting::new(book, layout);
        let mut now = fits.cloned().unwrap_or_default();
        let mut compiles = 0;
        let view = View { book, layout, faces, setup, fits: &now };
        let before = self.world.take().and_then(|world| world.update(&view));
        let world = self.world.insert(before.unwrap_or_else(|| World::new(&view)));
        let (document, feedback) = loop {
            let result = typst::compile::<PagedDocument>(world);
            compiles += 1;
            let document = match result.output {
                Ok(document) => document,
                Err(errors) => {
                    trace::report(world, book, &errors, found);
                    return None;
                }
            };
            let feedback = feedback::read(&document);
            if fits.is_some() {
                break (document, feedback);
            }
            fitting.update(&feedback.status(book));
            if compiles + 1 >= MAX_COMPILES {
                fitting.settle(); // One is left, to set what was chosen.
            }
            let next = fitting.fits();
            if next == now {
                trace::report(world, book, &result.warnings, found);
                feedback.report(book, found);
                break (document, feedback);
            }
            now = next;
            world.refit(book, &now);
        };
        let (lang, ident) = (book.meta.lang.clone(), book.meta.identifier.clone());
        let feedback::LayoutFeedback { places, figures, locators, .. } = feedback;
        let placeholders = Placeholders::new(book);
        let document = joiners::without(&document);
        Some(Pages {
            document,
            placeholders,
            places,
            figures,
            locators,
            fits: now,
            compiles,
            lang,
            ident,
        })
    }
}
