//! The rules of a book. A rule is a function that only adds findings.

mod capacity;
mod figures;
mod glyphs;
mod meta;
mod pictures;
mod refs;
mod wording;

use crate::assets::faces::Faces;
use crate::diag::Findings;
use crate::load::Raw;
use crate::load::layout::Layout;
use crate::model::Book;

/// Runs every rule.
pub(super) fn all(raw: &Raw, book: &Book, layout: &Layout, faces: &Faces, found: &mut Findings) {
    pictures::rules(raw, book, found);
    meta::rules(raw, book, found);
    figures::rules(book, found);
    refs::rules(raw, book, found);
    wording::rules(raw, book, found);
    glyphs::rules(raw, book, faces, found);
    capacity::rules(raw, book, layout, found);
}
