//! Links inside the book lead to something.

use std::collections::BTreeSet;

use crate::diag::{Code, Findings};
use crate::load::Raw;
use crate::model::{Block, Book, Content, Inline, Place, Target};
use crate::said;

pub(super) fn rules(raw: &Raw, book: &Book, found: &mut Findings) {
    let sections = book.sections.iter().map(|section| section.id.as_str());
    let ids: BTreeSet<&str> =
        sections.chain(book.stories().map(|story| story.id.as_str())).collect();
    let mut links = Links::new();
    in_blocks(&book.meta.colophon, &mut links);
    for section in &book.sections {
        in_blocks(&section.intro, &mut links);
        match &section.content {
            Content::Stories(stories) => {
                stories.iter().for_each(|story| in_blocks(&story.body, &mut links));
            }
            Content::Events(events) => {
                events.iter().for_each(|event| in_run(&event.text, &mut links));
            }
            Content::Text { body, .. } => in_blocks(body, &mut links),
        }
    }
    for id in links.difference(&ids) {
        let message = said!("书里没有 #{id}", "the book has no #{id}");
        let places = written(raw, id);
        if places.is_empty() {
            // A link may be defined apart from where it stands; then only the fact is known.
            found.add(Code::R03, None, message.clone());
        }
        places.iter().for_each(|at| found.add(Code::R03, Some(at), message.clone()));
    }
}

/// Where the files link to an id.
fn written(raw: &Raw, id: &str) -> Vec<Place> {
    let link = format!("(#{id})");
    let mut places = Vec::new();
    raw.each_text(&mut |text, node, _| {
        for (line, source) in text.lines().enumerate() {
            for (start, _) in source.match_indices(&link) {
                places.push(node.inside(line, source[..start].chars().count()));
            }
        }
    });
    places
}

type Links<'a> = BTreeSet<&'a str>;

fn in_blocks<'a>(blocks: &'a [Block], links: &mut Links<'a>) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => in_run(text, links),
            Block::List { items, .. } => items.iter().for_each(|item| in_blocks(item, links)),
            Block::Quote(inner) => in_blocks(inner, links),
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| in_run(cell, links));
            }
        }
    }
}

fn in_run<'a>(run: &'a [Inline], links: &mut Links<'a>) {
    for inline in run {
        match inline {
            Inline::Link { target, text } => {
                if let Target::Inside(id) = target {
                    links.insert(id);
                }
                in_run(text, links);
            }
            Inline::Emph(inner) | Inline::Strong(inner) => in_run(inner, links),
            Inline::Note { text, .. } => in_blocks(text, links),
            Inline::Text(_) | Inline::Ruby { .. } | Inline::Break => {}
        }
    }
}
