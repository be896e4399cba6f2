//! The rules of a book. A rule is a function that only adds findings.

mod capacity;
mod figures;
mod glyphs;
mod meta;
mod pictures;
mod refs;
mod wording;

use crate::check::context::Context;
use crate::diag::Findings;

/// Runs every rule.
pub(super) fn all(context: &Context, found: &mut Findings) {
    pictures::rules(context, found);
    meta::rules(context, found);
    figures::rules(context.book, found);
    refs::rules(context, found);
    wording::rules(context, found);
    glyphs::rules(context, found);
    capacity::rules(context, found);
}
