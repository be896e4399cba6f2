//! From the files to the book: the only way to get a [`Book`].
//!
//! `lower` settles structure, `number` marks and ids, `index` the order of terms; `markdown` reads
//! running text; `rules` check the result; `cache` keeps what was made of sections that have not
//! changed; `placeholder` fills in for what is wrong. All of them only add findings; whether the
//! book can be made is decided at the end, so that one run tells everything.

mod cache;
mod context;
mod index;
mod input;
mod kind;
mod lower;
mod markdown;
mod number;
mod placeholder;
mod rules;

use crate::check::context::Context;
use crate::diag::{Code, Findings};
use crate::model::Book;

pub use cache::Cache;
pub use input::{Input, Stage};

/// Checks a book; `found` holds what was found when it was read. Of sections that are as they were
/// when `cache` was filled, what was made of them then is taken. If there are errors, the book must
/// not be published, but it can be set: placeholders stand for what is wrong.
pub fn check(input: &Input, cache: &mut Cache, found: &mut Findings) -> Book {
    if input.stage == Stage::Draft {
        found.downgrade(Code::F01);
    }
    let sections = cache.sections(input, found);
    let mut book = lower::book(input, sections, &mut cache.indexes, found);
    let Input { raw, layout, faces, .. } = *input;
    rules::book(&Context { raw, book: &book, layout, faces }, found);
    if found.has_errors() {
        placeholder::fill(&mut book, input, cache);
    }
    book
}
