//! The rules of a book. A rule is a function that only adds findings: of one section, so that it
//! need not be asked again while the section stays as it is, or of the book.

mod capacity;
mod comments;
mod figures;
mod glyphs;
mod half_width;
pub(super) mod judged;
mod markup;
mod meta;
mod named;
mod numbers;
mod pictures;
mod radicals;
mod refs;
pub(super) mod reviews;
pub(super) mod texts;
mod wording;
pub(super) mod words;

use crate::check::context::Context;
use crate::check::rules::judged::Judged;
use crate::diag::Findings;

/// Runs every rule that needs nothing of a book but one section.
pub(super) fn section(of: &Judged, found: &mut Findings) {
    wording::in_section(of, found);
    glyphs::in_pictures(of, found);
    texts::in_section(of, found);
    numbers::in_section(of, found);
    words::in_section(of, found);
}

/// Runs every rule that needs the book.
pub(super) fn book(context: &Context, found: &mut Findings) {
    pictures::rules(context, found);
    meta::rules(context, found);
    figures::rules(context.book, found);
    refs::rules(context, found);
    wording::rules(context.raw, found);
    wording::told(context.book, found);
    texts::rules(context, found);
    numbers::rules(context, found);
    words::rules(context, found);
    capacity::rules(context, found);
}
