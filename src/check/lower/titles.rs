//! Where the titles of a book break: it takes the names of all of its sections.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::load::Raw;
use crate::model::{Book, Content};
use crate::text::headline::{self, Line, Names};

/// Terms of the index up to this many characters are names; longer ones are titles themselves.
const NAME_CHARACTERS: usize = 8;

/// The lines of titles that were broken in the last check, by their words.
#[derive(Debug, Default)]
pub(in crate::check) struct KeptTitles {
    names: Names,
    lines: BTreeMap<String, Line>,
}

impl KeptTitles {
    /// Breaks the titles of a book, of its sections and of its stories. Lines that were broken
    /// before with the same names are taken from there.
    pub(in crate::check) fn break_all(&mut self, book: &mut Book, raw: &Raw) {
        let names = names(book, raw);
        let known = match names == self.names {
            true => std::mem::take(&mut self.lines),
            false => BTreeMap::new(),
        };
        let meta = &mut book.meta;
        meta.title_without_year =
            meta.year.and_then(|year| headline::without_year(&meta.title_lines, year));
        let titles = std::iter::once(&mut meta.title_lines).chain(&mut meta.title_without_year);
        let titles = titles.chain(book.sections.iter_mut().flat_map(|section| {
            let stories = match &mut section.content {
                Content::Stories(stories) => stories.as_mut_slice(),
                _ => &mut [],
            };
            let stories = stories.iter_mut().map(|story| &mut story.title_lines);
            std::iter::once(&mut section.title_lines).chain(stories)
        }));
        let mut lines: Vec<&mut Line> = titles.flatten().collect();
        lines.par_iter_mut().for_each(|line| {
            let broken = known.get(&line.text).cloned();
            **line = broken.unwrap_or_else(|| Line::new(&line.text, &names));
        });
        let lines = lines.into_iter().map(|line| (line.text.clone(), line.clone()));
        *self = KeptTitles { lines: lines.collect(), names };
    }
}

/// What titles are not broken in: people, the place and the makers of the book, terms of the index,
/// and what the book names.
fn names(book: &Book, raw: &Raw) -> Names {
    let people = book.sections.iter().filter_map(|section| match &section.content {
        Content::People(groups) => Some(groups),
        _ => None,
    });
    let people = people.flatten().flat_map(|group| &group.people).map(|person| &*person.name);
    let meta = &book.meta;
    let makers = meta.authors.iter().chain(&meta.editors).chain(&meta.publisher).chain(&meta.place);
    let stories = raw.sections.iter().flat_map(|file| file.section.stories.iter().flatten());
    let terms = stories.flat_map(|story| story.index.iter().flatten());
    let terms = terms.filter(|term| term.chars().nth(NAME_CHARACTERS).is_none());
    let given = raw.book.names.iter().flatten().chain(terms).map(String::as_str);
    Names::new(people.chain(makers.map(|text| &**text)).chain(given))
}
