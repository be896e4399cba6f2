//! Sets pages, again and again: what does not change is kept.

use std::sync::OnceLock;

use typst_layout::PagedDocument;

use crate::diag::Findings;
use crate::model::Book;
use crate::typeset::contract::{Fits, Medium, PageSetup};
use crate::typeset::feedback::{self, LayoutFeedback};
use crate::typeset::fit::{Fitting, MAX_COMPILES};
use crate::typeset::input::Input;
use crate::typeset::linked::Placeholders;
use crate::typeset::pages::Pages;
use crate::typeset::world::World;
use crate::typeset::{proof, stand_ins, trace};

/// Begins to set a book at its end, beside [`Typesetter::set`], which begins at the front. Typst
/// remembers what the layout made of a story or a headline, whoever asked for it first, so the two
/// meet in the middle. It saves time where a core is idle; nothing else depends on it.
pub fn warm_cache(input: &Input, medium: Medium) {
    let setup = PageSetup::new(medium, input.book, input.layout);
    World::new(input, &setup, &Fits::new()).evaluate_backwards();
}

/// Sets the pages of a book for one medium. One that has set them before is faster.
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
    ///
    /// Without `fits`, copy-fitting finds them; with those of other pages of the same book, the
    /// pages come out alike, and what the layout has to say is not said again.
    pub fn set(
        &mut self,
        input: &Input,
        medium: Medium,
        fits: Option<&Fits>,
        found: &mut Findings,
    ) -> Option<Pages> {
        let Input { book, layout, .. } = *input;
        let setup = &PageSetup::new(medium, book, layout);
        let mut fitting = Fitting::new(book, layout);
        let mut now = fits.cloned().unwrap_or_default();
        let mut compiles = 0;
        let placeholders = Placeholders::new(book);
        let before = self.world.take().and_then(|world| world.update(input, setup, &now));
        let world = self.world.insert(before.unwrap_or_else(|| World::new(input, setup, &now)));
        let (document, feedback) = loop {
            let result = typst::compile::<PagedDocument>(world);
            compiles += 1;
            let document = match result.output {
                Ok(document) => document,
                Err(errors) => {
                    trace::report(world, input, &errors, found);
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
                trace::report(world, input, &result.warnings, found);
                let ((), said) = found.scope(|found| feedback.report(book, found));
                // What is too long is so beyond what the layout says of it.
                if said.errors == 0 {
                    proof::pages(&document, book, layout, found);
                    proof::pictures(&document, book, &placeholders, found);
                    proof::passages(&document, book, found);
                    stand_ins::find(&document, book, found);
                }
                break (document, feedback);
            }
            now = next;
            world.refit(book, &now);
        };
        Some(pages((document, feedback), book, placeholders, (now, compiles)))
    }
}

/// What was set and what the layout said of it, with the knobs and the compiles that it took.
pub(super) fn pages(
    (document, feedback): (PagedDocument, LayoutFeedback),
    book: &Book,
    placeholders: Placeholders,
    (fits, compiles): (Fits, usize),
) -> Pages {
    let LayoutFeedback { places, figures, cover, block, grid, locators, .. } = feedback;
    Pages {
        set: document,
        published: OnceLock::new(),
        placeholders,
        places,
        figures,
        cover,
        skipped: block.map_or(0, |page| page.saturating_sub(1)),
        grid,
        sheet: None,
        locators,
        fits,
        compiles,
        lang: book.meta.lang.clone(),
        ident: book.meta.identifier.clone(),
    }
}
