//! Whether links lead to where the book has them lead.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::passages::{Kind, Passage};
use crate::verify::chunk::{Chunk, Lead, Role, Target};
use crate::verify::expected::{At, Hit};

/// What stands between the ends of a range.
const DASHES: [char; 5] = ['—', '–', '-', '～', '〜'];

/// What links can lead to.
pub(super) struct Goals<'a> {
    /// Blocks by the places of an e-book that stand in or before them; a PDF has none.
    pub(super) places: &'a BTreeMap<Target, usize>,
    /// Blocks of the titles of sections and stories, by where the book has them; `None` for those
    /// that are lost, which is told of them.
    titles: BTreeMap<&'a str, Option<usize>>,
    /// Blocks of pictures, by where the book has them; `None` for those that are lost, or that say
    /// nothing by which they could be known.
    pictures: BTreeMap<&'a str, Option<usize>>,
}

impl<'a> Goals<'a> {
    pub(super) fn new(places: &'a BTreeMap<Target, usize>) -> Goals<'a> {
        Goals { places, titles: BTreeMap::new(), pictures: BTreeMap::new() }
    }

    /// Adds a title, and where it was found.
    pub(super) fn add(&mut self, passage: &'a Passage, hit: Option<Hit>) {
        if matches!(passage.kind, Kind::Section | Kind::Title) {
            self.titles.insert(&passage.at, hit.map(|hit| hit.chunk));
        }
    }

    /// Adds a picture, or one of which the caption alone is known; and where it was found.
    pub(super) fn add_picture(&mut self, at: &'a str, chunk: Option<usize>) {
        let known = self.pictures.entry(at).or_insert(chunk);
        *known = known.or(chunk);
    }

    /// The first link of a passage that leads elsewhere. Its links stand in its words, those of
    /// events and terms behind them as well, as far as the next of their stream.
    pub(super) fn astray<'p>(
        &self,
        passage: &'p Passage,
        chunks: &[Chunk],
        hit: Hit,
        next: Option<Hit>,
    ) -> Option<&'p String> {
        let behind = matches!(passage.kind, Kind::Event | Kind::Term);
        let leads = leads(chunks, hit, if behind { next } else { None }, behind);
        let fits = |wanted: &String, lead: &Lead| self.fits(wanted, lead, chunks);
        // A printed index tells a page once, whatever stands there, and pages in a row as a range.
        if passage.kind == Kind::Term {
            let ranges = ranges(chunks, &leads);
            let there = |wanted: &&String| {
                let page = self.page(wanted, chunks);
                leads.iter().any(|(_, lead)| fits(wanted, lead))
                    || page.is_some_and(|page| ranges.iter().any(|range| range.contains(&page)))
            };
            return passage.links.iter().find(|wanted| !there(wanted));
        }
        // A layout need not print the story of an event.
        let optional = passage.kind == Kind::Event && self.places.is_empty();
        let mut leads = leads.into_iter().peekable();
        passage.links.iter().find(|wanted| {
            let left_out = optional && leads.peek().is_none();
            !left_out && !leads.any(|(_, lead)| fits(wanted, lead))
        })
    }

    /// The page of a title.
    fn page(&self, title: &str, chunks: &[Chunk]) -> Option<usize> {
        let chunk = self.titles.get(title).copied().flatten()?;
        chunks.get(chunk)?.page
    }

    fn fits(&self, wanted: &str, lead: &Lead, chunks: &[Chunk]) -> bool {
        if let Lead::Away(address) = lead {
            return address == wanted;
        }
        let (title, goals) = match (self.titles.get(wanted), self.pictures.get(wanted)) {
            (Some(Some(title)), _) => (*title, &self.titles),
            (None, Some(Some(picture))) => (*picture, &self.pictures),
            (lost, unknown) => return lost.is_some() || unknown.is_some(),
        };
        match lead {
            Lead::Away(_) => false,
            Lead::Page(page) => chunks.get(title).and_then(|chunk| chunk.page) == Some(*page),
            Lead::Place(place) => self.places.get(place).is_some_and(|from| {
                let between = |other: &usize| (*from..title).contains(other);
                *from <= title && !goals.values().flatten().any(between)
            }),
        }
    }
}

/// The links in a hit, or from it to the next, each with its block and the byte that it begins at.
fn leads(chunks: &[Chunk], hit: Hit, next: Option<Hit>, behind: bool) -> Vec<(At, &Lead)> {
    let (last, end) = match next {
        Some(next) => (next.chunk, next.start),
        None if behind => (hit.chunk + 1, usize::MAX),
        None => (hit.chunk, hit.end),
    };
    let own = chunks.iter().enumerate().take(last + 1).skip(hit.chunk);
    let plain = own.filter(|(_, chunk)| {
        matches!(chunk.role, Role::Text | Role::Heading | Role::Cell | Role::Note)
    });
    let links = plain.flat_map(|(index, chunk)| {
        let inside =
            move |at: usize| (index > hit.chunk || at >= hit.start) && (index < last || at < end);
        let links = chunk.links.iter().filter(move |(at, _)| inside(*at));
        links.map(move |(at, lead)| ((index, *at), lead))
    });
    links.collect()
}

/// The pages, from 0, that ranges stand for: two links with a dash between them.
fn ranges(chunks: &[Chunk], leads: &[(At, &Lead)]) -> Vec<RangeInclusive<usize>> {
    let range = |pair: &[(At, &Lead)]| match pair {
        [((chunk, start), Lead::Page(first)), ((other, end), Lead::Page(last))] => {
            let words = chunks.get(*chunk)?.compared.get(*start..*end)?;
            let is_range = chunk == other && words.ends_with(DASHES);
            is_range.then_some(*first..=*last)
        }
        _ => None,
    };
    leads.windows(2).filter_map(range).collect()
}
