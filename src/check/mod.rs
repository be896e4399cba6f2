//! From the files to the book: the only way to get a [`Book`].
//!
//! `lower` settles structure, `number` marks and ids, `index` the order of terms; `markdown` reads
//! running text; `rules` check the result. All of them only add findings; whether the book can be
//! made is decided at the end, so that one run tells everything.

mod context;
mod index;
mod kind;
mod lower;
mod markdown;
mod number;
mod rules;

use crate::assets::faces::Faces;
use crate::check::context::Context;
use crate::diag::{Code, Findings};
use crate::load::Raw;
use crate::load::layout::Layout;
use crate::model::Book;

/// What is allowed to be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Everything must be there.
    Release,
    /// Pictures may be missing; the layout draws a placeholder.
    Draft,
}

/// Checks a book. `None` if it has errors.
pub fn check(
    raw: &Raw,
    layout: &Layout,
    faces: &Faces,
    stage: Stage,
    found: &mut Findings,
) -> Option<Book> {
    if stage == Stage::Draft {
        found.downgrade(Code::F01);
    }
    let book = lower::book(raw, layout, found);
    rules::all(&Context { raw, book: &book, layout, faces }, found);
    (!found.has_errors()).then_some(book)
}
