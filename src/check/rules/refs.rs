//! Links inside the book lead to something.

use std::collections::BTreeSet;

use crate::diag::{Code, Findings};
use crate::model::{Block, Book, Content, Inline, Place, Target};
use crate::said;

pub(super) fn rules(book: &Book, found: &mut Findings) {
    let sections = book.sections.iter().map(|section| section.id.as_str());
    let ids: BTreeSet<&str> =
        sections.chain(book.stories().map(|story| story.id.as_str())).collect();
    let mut links: Vec<(&str, Option<&Place>)> = Vec::new();
    in_blocks(&book.meta.colophon, None, &mut links);
    for section in &book.sections {
        in_blocks(&section.intro, Some(&section.at), &mut links);
        match &section.content {
            Content::Stories(stories) => {
                stories
                    .iter()
                    .for_each(|story| in_blocks(&story.body, Some(&story.at), &mut links));
            }
            Content::Events(events) => {
                events.iter().for_each(|event| in_run(&event.text, Some(&event.at), &mut links));
            }
            Content::Text { body, .. } => in_blocks(body, Some(&section.at), &mut links),
        }
    }
    for (id, at) in links {
        if !ids.contains(id) {
            found.add(Code::R03, at, said!("书里没有 #{id}", "the book has no #{id}"));
        }
    }
}

type Links<'a> = Vec<(&'a str, Option<&'a Place>)>;

fn in_blocks<'a>(blocks: &'a [Block], at: Option<&'a Place>, links: &mut Links<'a>) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => in_run(text, at, links),
            Block::List { items, .. } => items.iter().for_each(|item| in_blocks(item, at, links)),
            Block::Quote(inner) => in_blocks(inner, at, links),
            Block::Table { head, rows, .. } => {
                head.iter().chain(rows.iter().flatten()).for_each(|cell| in_run(cell, at, links));
            }
        }
    }
}

fn in_run<'a>(run: &'a [Inline], at: Option<&'a Place>, links: &mut Links<'a>) {
    for inline in run {
        match inline {
            Inline::Link { target, text } => {
                if let Target::Inside(id) = target {
                    links.push((id, at));
                }
                in_run(text, at, links);
            }
            Inline::Emph(inner) | Inline::Strong(inner) => in_run(inner, at, links),
            Inline::Note { text, .. } => in_blocks(text, at, links),
            Inline::Text(_) | Inline::Ruby { .. } | Inline::Break => {}
        }
    }
}
