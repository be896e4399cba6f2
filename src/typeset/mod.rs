//! Model and layout to pages.
//!
//! `contract` makes the data that layouts read, `placeholder` and `linked` the pictures, `world`
//! serves them to Typst from memory, `feedback` reads what the layout reports, `fit` turns the
//! layout's knobs until it reports nothing, `trace` turns Typst's own errors and warnings into
//! findings, `folios` finds where pages begin by `reading` them and `align` them with the book,
//! `exchange` replaces items on set pages (pictures, text without `joiners`), `pages` holds the
//! result, `export` writes the PDF and the cover picture, `finish` and `pdfx` add what Typst cannot
//! write. Only layouts decide looks.

mod align;
mod contract;
mod exchange;
mod export;
mod feedback;
mod finish;
mod fit;
mod folios;
mod input;
mod joiners;
mod linked;
mod page;
mod pages;
pub mod pdfx;
mod placeholder;
mod reading;
mod slots;
mod trace;
mod world;

use typst_layout::PagedDocument;

use crate::diag::Findings;
use crate::typeset::fit::{Fitting, MAX_COMPILES};
use crate::typeset::linked::Placeholders;
use crate::typeset::world::World;

pub use contract::{Fit, Fits, Medium, data, picture_path};
pub use export::{cover, print, screen};
pub use input::Input;
pub use pages::Pages;
pub use placeholder::picture_file;
pub use slots::Slot;
pub(crate) use slots::inches;

/// Begins to set a book at its end, beside [`typeset`], which begins at the front. Typst remembers
/// what the layout made of a story or a headline, whoever asked for it first, so the two meet in
/// the middle. It saves time where a core is idle; nothing else depends on it.
pub fn warm_cache(input: &Input) {
    World::new(input, &Medium::default(), &Fits::new()).evaluate_backwards();
}

/// Sets a book. `None` if the layout failed or reported text that does not fit.
///
/// Without `fits`, copy-fitting finds them; with those of other pages of the same book, the pages
/// come out alike, and what the layout has to say is not said again.
pub fn typeset(
    input: &Input,
    medium: &Medium,
    fits: Option<&Fits>,
    found: &mut Findings,
) -> Option<Pages> {
    let Input { book, layout, .. } = *input;
    let mut fitting = Fitting::new(book, layout);
    let mut now = fits.cloned().unwrap_or_default();
    let mut compiles = 0;
    let mut world = World::new(input, medium, &now);
    let (document, feedback) = loop {
        let result = typst::compile::<PagedDocument>(&world);
        compiles += 1;
        let document = match result.output {
            Ok(document) => document,
            Err(errors) => {
                trace::report(&world, book, &errors, found);
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
            trace::report(&world, book, &result.warnings, found);
            if !feedback.report(book, found) {
                return None;
            }
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
