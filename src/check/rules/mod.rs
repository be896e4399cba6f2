//! What a good book keeps to. A rule is a function that only adds findings: of one section, so that
//! it need not be asked again while the section stays as it is, or of the book.

mod capacity;
mod figures;
mod glyphs;
pub(super) mod judged;
mod meta;
mod pictures;
mod refs;
mod wording;

use crate::check::input::Input;
use crate::check::rules::judged::Judged;
use crate::diag::Findings;
use crate::model::Book;

/// Runs every rule that needs nothing of a book but one section.
pub(super) fn section(of: &Judged, found: &mut Findings) {
    wording::in_section(of, found);
    glyphs::in_section(of, found);
}

/// Runs every rule that needs the book.
pub(super) fn book(input: &Input, book: &Book, found: &mut Findings) {
    let raw = input.raw;
    pictures::rules(raw, book, found);
    meta::rules(raw, book, found);
    figures::rules(book, found);
    refs::rules(raw, book, found);
    wording::rules(raw, found);
    glyphs::rules(raw, input.faces, found);
    capacity::rules(raw, book, input.layout, found);
}
