//! The pages of a book that is open, for each medium.

use crate::diag::Findings;
use crate::typeset::{self, Fits, Input, Medium, Pages, Typesetter};

/// The pages of a book for all media.
#[derive(Debug, Default)]
pub(super) struct Sheets {
    screen: Sheet,
    print: Sheet,
    cover: Sheet,
}

/// The pages of a book for one medium.
#[derive(Debug, Default)]
struct Sheet {
    typesetter: Typesetter,
    /// The last pages that could be set.
    pages: Option<Pages>,
    /// Whether the book was set as it is now.
    tried: bool,
    /// Whether the pages are of the book as it is now.
    current: bool,
    found: Findings,
}

impl Sheets {
    /// The book is another one now.
    pub(super) fn outdate(&mut self) {
        for sheet in [&mut self.screen, &mut self.print, &mut self.cover] {
            (sheet.tried, sheet.current) = (false, false);
            sheet.found = Findings::default();
        }
    }

    /// Whether there is nothing left to do for a medium.
    pub(super) fn tried(&self, medium: Medium) -> bool {
        self.sheet(medium).tried
    }

    /// Sets the pages for print alone. They come out as those for screens would: what fits is a
    /// matter of sizes, and those are the same.
    pub(super) fn set_for_print(&mut self, input: &Input) {
        match self.screen.tried {
            true => self.set(input, Medium::Print),
            false => self.print.set(input, Medium::Print, None),
        }
    }

    /// Sets the pages for a medium; those for print as those for screens, which are set before.
    pub(super) fn set(&mut self, input: &Input, medium: Medium) {
        self.screen.set(input, Medium::Screen, None);
        // What the pages for print alone had to say has just been said again.
        self.print.found = Findings::default();
        match medium {
            Medium::Screen => {}
            Medium::Print => {
                // Without pages for screens the layout fails in print as well, and said why.
                let fits = self.screen.pages.as_ref().filter(|_| self.screen.current);
                if let Some(fits) = fits.map(|pages| &pages.fits) {
                    self.print.set(input, Medium::Print, Some(fits));
                }
            }
            Medium::Cover => self.set_cover(input),
        }
    }

    /// Sets the cover around the block of pages that were set before, for either medium. Without
    /// them the layout fails here as well, and said why.
    pub(super) fn set_cover(&mut self, input: &Input) {
        let inside = self.current(Medium::Screen).or_else(|| self.current(Medium::Print));
        let Some(block) = inside.map(|pages| pages.block(input.book)) else { return };
        let sheet = &mut self.cover;
        if !std::mem::replace(&mut sheet.tried, true) {
            let pages = typeset::cover_sheet(input, &block, &mut sheet.found);
            sheet.current = pages.is_some();
            sheet.pages = pages.or(sheet.pages.take());
        }
    }

    /// The pages for a medium; those of an earlier state of the book if it could not be set since.
    pub(super) fn last(&self, medium: Medium) -> Option<&Pages> {
        self.sheet(medium).pages.as_ref()
    }

    /// The pages for a medium of the book as it is now.
    pub(super) fn current(&self, medium: Medium) -> Option<&Pages> {
        self.last(medium).filter(|_| self.sheet(medium).current)
    }

    /// What setting the pages found.
    pub(super) fn found(&self) -> impl Iterator<Item = &Findings> {
        [&self.screen.found, &self.print.found, &self.cover.found].into_iter()
    }

    fn sheet(&self, medium: Medium) -> &Sheet {
        match medium {
            Medium::Screen => &self.screen,
            Medium::Print => &self.print,
            Medium::Cover => &self.cover,
        }
    }
}

impl Sheet {
    fn set(&mut self, input: &Input, medium: Medium, fits: Option<&Fits>) {
        if std::mem::replace(&mut self.tried, true) {
            return;
        }
        let pages = self.typesetter.set(input, medium, fits, &mut self.found);
        self.current = pages.is_some();
        self.pages = pages.or(self.pages.take());
    }
}
