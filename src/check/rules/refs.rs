//! Links inside the book lead to something.

use std::collections::BTreeSet;

use crate::check::context::Context;
use crate::diag::{Code, Findings, msg};
use crate::load::Raw;
use crate::model::{Book, Content, Inline, LinkTarget};
use crate::source::Place;

pub(super) fn rules(context: &Context, found: &mut Findings) {
    let Context { raw, book, .. } = *context;
    made(book, found);
    let sections = book.sections.iter().map(|section| section.id.as_str());
    let ids: BTreeSet<&str> =
        sections.chain(book.stories().map(|story| story.id.as_str())).collect();
    let mut links: BTreeSet<&str> = BTreeSet::new();
    book.visit(&mut |run, _| links.extend(inside(run)));
    for id in links.difference(&ids) {
        let message = msg!("书里没有 #{id}", "the book has no #{id}");
        let places = written(raw, id);
        if places.is_empty() {
            // A link may be defined apart from where it stands; then only the fact is known.
            found.add(Code::R03, None, message.clone());
        }
        places.iter().for_each(|at| found.add(Code::R03, Some(at), message.clone()));
    }
}

/// Figures and tables get ids of their own making, which no story may have.
fn made(book: &Book, found: &mut Findings) {
    let tables = book.sections.iter().flat_map(|section| match &section.content {
        Content::Tables(tables) => tables.as_slice(),
        _ => &[],
    });
    let figures = book.figures().flat_map(|f| [f.id.clone(), format!("cap-{}", f.id)]);
    let made: BTreeSet<String> = figures.chain(tables.map(|table| table.id.clone())).collect();
    let sections = book.sections.iter().map(|section| (&section.id, &section.at));
    for (id, at) in sections.chain(book.stories().map(|story| (&story.id, &story.at))) {
        if made.contains(id) {
            let message = msg!("标识 `{id}` 用了两次", "the id `{id}` is used twice");
            found.add(Code::R01, Some(at), message);
        }
    }
}

/// Where the files link to an id.
fn written(raw: &Raw, id: &str) -> Vec<Place> {
    let link = format!("(#{id})");
    let mut places = Vec::new();
    raw.each_text(&mut |text, node, _| {
        for (start, _) in text.match_indices(&link) {
            places.push(node.place_of(text, start..start + link.len()));
        }
    });
    places
}

fn inside(run: &Inline) -> Option<&str> {
    match run {
        Inline::Link { target: LinkTarget::Inside(id), .. } => Some(id),
        _ => None,
    }
}
