//! The pages of a book, once they are set.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use typst::layout::Frame as TypstFrame;
use typst::model::Document as _;
use typst_layout::{Page, PagedDocument};

use crate::assets::faces::Faces;
use crate::diag::Findings;
use crate::model::{Book, CoverSheet, Folio, Picture, Placement, Prepared, TextBlock};
use crate::typeset::contract::Fits;
use crate::typeset::linked::Placeholders;
use crate::typeset::slots::{self, Frame, Slot};
use crate::typeset::{folios, joiners, page};

/// The pages of a book.
#[derive(Debug, Clone)]
pub struct Pages {
    /// As Typst set them.
    pub(super) set: PagedDocument,
    /// As they are published: without word joiners, and with pictures once they are shown. Made
    /// when it is needed: whoever looks at pages while the book is being written does without.
    pub(super) published: OnceLock<PagedDocument>,
    /// What stands on them for pictures.
    pub(super) placeholders: Placeholders,
    /// The page on which each story, section and table begins, by id; from 1.
    pub places: BTreeMap<String, usize>,
    /// The page on which each figure stands, by id; from 1.
    pub(super) figures: BTreeMap<String, Frame>,
    /// The figure on the cover by its id, and its place.
    pub(super) cover: Option<(String, Frame)>,
    /// How many pages come before the first that is not the cover's.
    pub(super) skipped: usize,
    /// How many lines a full page of text has, and how many characters a full line, if the layout
    /// says.
    pub grid: Option<(usize, usize)>,
    /// The cover, if it is what was set, as one sheet.
    pub(super) sheet: Option<CoverSheet>,
    /// What the printed index calls the place of a story, such as `57a`, by id.
    pub locators: BTreeMap<String, String>,
    /// The knobs of sections that are not at their ideal.
    pub fits: Fits,
    /// How many compiles it took.
    pub compiles: usize,
    /// The language that the PDF declares.
    pub(super) lang: String,
    /// The identifier that the PDF carries.
    pub(super) ident: String,
}

impl Pages {
    /// The pages as they are published.
    pub(super) fn document(&self) -> &PagedDocument {
        self.published.get_or_init(|| joiners::without(&self.set))
    }

    /// How many pages there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.set.pages().len()
    }

    /// How each raster picture is shown, by number; on the first page alone, or on all.
    #[must_use]
    pub fn placed(&self, first: bool) -> BTreeMap<usize, Placement> {
        let pages = self.set.pages();
        self.placeholders.placed(if first { pages.get(..1).unwrap_or_default() } else { pages })
    }

    /// The pictures on a page (from 1) that have fewer pixels an inch than `ppi`, in the order of
    /// the book.
    pub(super) fn coarse<'a>(&self, page: usize, book: &'a Book, ppi: f64) -> Vec<&'a Picture> {
        let pages = self.set.pages().iter().skip(page.saturating_sub(1)).take(1);
        let pictures = book.pictures();
        let placed = pages.flat_map(|page| self.placeholders.placed(std::slice::from_ref(page)));
        let coarse = placed.filter_map(|(number, placement)| {
            let picture = &***pictures.get(&number)?;
            let across = picture.info.width / placement.inches.0;
            (across.min(picture.info.height / placement.inches.1) < ppi).then_some(picture)
        });
        coarse.collect()
    }

    /// Puts pictures on the pages; without them raster pictures are blank.
    ///
    /// # Errors
    /// If a picture cannot be read or was not made as it should be.
    pub fn show(&mut self, prepared: &Prepared, faces: &Faces) -> anyhow::Result<()> {
        if !prepared.is_empty() {
            let shown = self.placeholders.shown(self.document(), prepared, faces)?;
            self.published = OnceLock::from(shown);
        }
        Ok(())
    }

    /// How many pages have words.
    #[must_use]
    pub fn with_words(&self) -> usize {
        self.set.pages().iter().filter(|page| page::has_words(&page.frame)).count()
    }

    /// The pages between the covers.
    #[must_use]
    pub fn block(&self, book: &Book) -> TextBlock {
        TextBlock::new(self.count(), self.skipped, book.meta.print.signature())
    }

    /// The pages between the covers as they go to press, filled up to whole signatures with blank
    /// pages. Pages are counted from the first of them.
    #[must_use]
    pub fn without_cover(&self, book: &Book) -> Pages {
        let TextBlock { skipped, pages, padded } = self.block(book);
        let own = |document: &PagedDocument| {
            let mut own: Vec<Page> = document.pages()[skipped..].to_vec();
            let blanks = own.last().map(blank);
            own.extend(blanks.into_iter().cycle().take(padded - pages));
            PagedDocument::new(own.into(), document.info().clone())
        };
        Pages {
            set: own(&self.set),
            published: OnceLock::from(own(self.document())),
            skipped: 0,
            ..self.clone()
        }
    }

    /// Finds pictures that are too small for their places, or much cut; for print, or for screens;
    /// with that on the cover, or without.
    pub fn report(&self, book: &Book, (print, cover): (bool, bool), found: &mut Findings) {
        let cover = self.cover.as_ref().filter(|_| cover);
        slots::report(book, (&self.figures, cover), print, found);
    }

    /// The places for pictures.
    #[must_use]
    pub fn slots(&self, book: &Book) -> Vec<Slot> {
        slots::slots(book, &self.figures)
    }

    /// The runs of text of each page, for proofs: position, size, family, words.
    #[must_use]
    pub fn runs(&self) -> Vec<String> {
        self.document().pages().iter().map(page::runs).collect()
    }

    /// The number of each page and where it begins in the words of `book`, which must be the one
    /// that was set.
    #[must_use]
    pub fn folios(&self, book: &Book) -> Vec<Folio> {
        let known = folios::Known { places: &self.places, figures: &self.figures };
        folios::folios(self.document(), book, &known)
    }

    /// A page (from 1) as pixels, `scale` pixels a point; `None` if there is no such page.
    #[must_use]
    pub fn picture(&self, page: usize, scale: f64) -> Option<image::RgbImage> {
        let page = self.document().pages().get(page.checked_sub(1)?)?;
        Some(page::picture(page, scale))
    }
}

/// A page without anything, like another.
fn blank(page: &Page) -> Page {
    let frame = TypstFrame::hard(page.frame.size());
    Page { frame, number: page.number, ..page.clone() }
}
