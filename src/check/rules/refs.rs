//! Links inside the book lead to something.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::context::Context;
use crate::diag::{Code, Findings, msg};
use crate::load::Raw;
use crate::model::{Book, Content, Inline, LinkTarget, visit_runs};
use crate::source::Place;

pub(super) fn rules(context: &Context, found: &mut Findings) {
    let Context { raw, book, .. } = *context;
    made(book, found);
    unprinted(raw, book, found);
    let sections = book.sections.iter().map(|section| section.id.as_str());
    let ids: BTreeSet<&str> =
        sections.chain(book.stories().map(|story| story.id.as_str())).collect();
    // The links that lead nowhere, each with its first run and what holds it.
    let mut links: BTreeMap<&str, (&Inline, &Place)> = BTreeMap::new();
    book.visit(&mut |run, at| {
        if let Some(id) = inside(run).filter(|id| !ids.contains(id)) {
            links.entry(id).or_insert((run, at));
        }
    });
    let dangling: BTreeSet<&str> = links.keys().copied().collect();
    let mut written = written(raw, &dangling);
    for (id, (run, at)) in links {
        let message = msg!("书里没有 #{id}", "the book has no #{id}");
        match written.remove(id) {
            Some(places) => {
                places.iter().for_each(|at| found.add(Code::R03, Some(at), message.clone()));
            }
            // The address is written in another way; its words tell the place.
            None => found.add(Code::R03, Some(&words(run).unwrap_or_else(|| at.clone())), message),
        }
    }
}

/// Terms that stand nowhere: the book has no index.
fn unprinted(raw: &Raw, book: &Book, found: &mut Findings) {
    let has_index = book.sections.iter().any(|it| matches!(it.content, Content::Index(_)));
    // What could not be read may be the index.
    if has_index || book.sections.len() < raw.book.sections.len() {
        return;
    }
    for file in &raw.sections {
        for (number, story) in file.section.stories.iter().flatten().enumerate() {
            let node = file.node.key("stories").item(number).key("index");
            let has_words = |term: &String| !term.trim().is_empty();
            if story.index.iter().flatten().any(has_words) {
                let message = msg!(
                    "书里没有索引栏，索引词无处印",
                    "the book has no index in which these terms could stand"
                );
                let hint = msg!(
                    "加一个 `kind: index` 的栏目，或删去这些词",
                    "add a section of `kind: index`, or delete the terms"
                );
                found.add_with_hint(Code::W08, Some(&node.at), message, hint);
            }
        }
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

/// Where the files link to each of these ids: one walk through the texts for all of them.
fn written<'i>(raw: &Raw, ids: &BTreeSet<&'i str>) -> BTreeMap<&'i str, Vec<Place>> {
    let mut places: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    let Some(longest) = ids.iter().map(|id| id.len()).max() else { return places };
    raw.each_text(&mut |text, node, _| {
        let placed = node.places(text);
        for (start, opening) in text.match_indices("(#") {
            let rest = &text[start + opening.len()..];
            // Ids may have parentheses of their own.
            let ends = rest.match_indices(')').map(|(end, _)| end);
            let mut ends = ends.take_while(|end| *end <= longest);
            let known = ends.find_map(|end| ids.get(&rest[..end]));
            if let Some(id) = known {
                let end = start + opening.len() + id.len() + 1;
                places.entry(id).or_default().push(placed.of(start..end));
            }
        }
    });
    places
}

/// Where the first words of a link are written.
fn words(run: &Inline) -> Option<Place> {
    let mut place = None;
    visit_runs(std::slice::from_ref(run), &mut |run| {
        run.words(&mut |text| place = place.take().or_else(|| text.place()));
    });
    place
}

fn inside(run: &Inline) -> Option<&str> {
    match run {
        Inline::Link { target: LinkTarget::Inside(id), .. } => Some(id),
        _ => None,
    }
}
