//! From the files to the book: the only way to get a [`Book`].
//!
//! `lower` settles structure, `number` marks and ids, `index` the order of terms; `markdown` reads
//! running text; `glossary` looks for the office's terms; `rules` check the result; `cache` keeps
//! what was made of sections that have not changed; `placeholder` fills in for what is wrong. All
//! of them only add findings; whether the book can be made is decided at the end, so that one run
//! tells everything. `mend` edits files.

mod cache;
mod context;
mod figure_names;
pub mod glossary;
mod index;
mod input;
mod kind;
mod lower;
mod markdown;
pub mod mend;
mod number;
mod placeholder;
mod rows;
mod rules;

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::diag::{Code, Findings};
use crate::load::Raw;
use crate::model::{Book, Content};
use crate::source::Place;

pub use cache::Cache;
pub use input::{Input, Stage};

/// Checks a book; `found` holds what was found when it was read. Of sections that are as they were
/// when `cache` was filled, what was made of them then is taken. If there are errors, the book must
/// not be published, but it can be set: placeholders stand for what is wrong.
pub fn check(input: &Input, cache: &mut Cache, found: &mut Findings) -> Book {
    let sections = cache.sections(input, found);
    // Files that are missing were found before, people without a portrait just now.
    if input.stage == Stage::Draft {
        found.downgrade(Code::F01);
    }
    let mut book = lower::book(input, sections, &mut cache.indexes, found);
    let Input { raw, layout, faces, .. } = *input;
    let glossary = cache.glossary(raw, found);
    let context = Context { raw, book: &book, layout, faces, glossary: glossary.as_deref() };
    rules::book(&context, found);
    rules::reviews::rules(raw, input.stage, found);
    if !is_known(raw, found) {
        unfollow(raw, &book, found);
    }
    raw.control.apply(found);
    if found.has_errors() {
        placeholder::fill(&mut book, input, cache);
    }
    cache.titles.break_all(&mut book, raw);
    book
}

/// Whether all sections were read without loss: else there may be more ids and terms than are
/// known.
fn is_known(raw: &Raw, found: &Findings) -> bool {
    let read: BTreeSet<&str> = raw.sections.iter().map(|section| section.file.as_str()).collect();
    // What is wrong by the schema is left out.
    let loses = |code| matches!(code, Code::Y05 | Code::Y06 | Code::Y07);
    let lost = found.iter().filter(|finding| loses(finding.code));
    let mut lost = lost.filter_map(|finding| finding.at.as_ref());
    raw.book.sections.iter().all(|file| read.contains(file.as_str()))
        && !lost.any(|at| read.contains(&*at.file))
}

/// Takes out what may merely follow from ids and terms that are not known: the editor would look
/// for them in vain.
fn unfollow(raw: &Raw, book: &Book, found: &mut Findings) {
    let is_made_of_others = |content: &Content| {
        matches!(content, Content::Index(_) | Content::Facts | Content::Days(_))
    };
    let made = book.sections.iter().filter(|it| is_made_of_others(&it.content));
    let made: BTreeSet<&Place> = made.map(|section| &*section.at).collect();
    let readings = raw.sections.iter().flat_map(|file| {
        let words = file.section.readings.iter().flat_map(|readings| readings.keys());
        words.map(|word| file.node.key("readings").key_place(word))
    });
    let readings: BTreeSet<&Place> = readings.collect();
    found.retain(|finding| match finding.code {
        Code::R03 | Code::R06 => false,
        Code::W08 => !finding.at.as_ref().is_some_and(|at| readings.contains(at)),
        // An index without terms, days without dates.
        Code::M06 => !finding.at.as_ref().is_some_and(|at| made.contains(at)),
        _ => true,
    });
}
