//! What is known of a book that was made.

use crate::load::Raw;
use crate::load::layout::Layout;
use crate::model::Book;
use crate::output::artefact::Artefact;
use crate::output::manifest;
use crate::typeset::{Fits, Pages, Slot};

/// A book that was made.
#[derive(Debug)]
pub struct Made {
    /// Name of the book.
    pub name: String,
    /// Number of pages.
    pub pages: usize,
    /// How often the pages were set, and the knobs that were turned for copy-fitting.
    pub fitted: (usize, Fits),
    /// Headings and entries of the index.
    pub index: Option<(usize, usize)>,
    /// What it was made of: files and folders, as paths in the book's folder.
    pub inputs: Vec<String>,
    /// The places for pictures, if no files were made: they hold the pictures, which many books
    /// together must not.
    pub slots: Vec<Slot>,
    /// Its files.
    pub artefacts: Vec<Artefact>,
    /// Its entry in the manifest.
    pub(super) manifest: serde_json::Value,
}

impl Made {
    /// Gathers what is known of a book that was made.
    #[must_use]
    pub fn new(
        raw: &Raw,
        book: &Book,
        layout: &Layout,
        pages: &Pages,
        mut artefacts: Vec<Artefact>,
    ) -> Made {
        let manifest = manifest::book(raw, book, layout, pages, &mut artefacts);
        Made {
            name: book.name.clone(),
            pages: pages.count(),
            fitted: (pages.compiles, pages.fits.clone()),
            index: book.index_depth(),
            inputs: inputs(raw),
            slots: if artefacts.is_empty() { pages.slots(book) } else { Vec::new() },
            artefacts,
            manifest,
        }
    }
}

/// The files that were read, and the folders of faces and of a layout that the book brings or
/// shares.
fn inputs(raw: &Raw) -> Vec<String> {
    let files = raw.inputs.keys().cloned();
    let faces = raw.font_folders().into_iter().map(|(folder, _)| folder.to_owned());
    let is_path = |layout: &&String| layout.starts_with("./") || layout.starts_with("../");
    files.chain(faces).chain(raw.book.layout.iter().filter(is_path).cloned()).collect()
}
