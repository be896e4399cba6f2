//! All words of a book that its files hold, in one walk.

use crate::model::{Alt, Book, Content, Figure, Inline, Meta, Section, counted, counted_words};
use crate::source::{Place, Text};
use crate::text::class::is_spaceless;

impl Book {
    /// Calls `see` with every text of the book that stands in a file and is set or read aloud,
    /// running text run by run, in no particular order.
    pub fn texts<'a>(&'a self, see: &mut dyn FnMut(&'a Text)) {
        self.visit(&mut |run: &Inline, _| run.words(see));
        meta(&self.meta, see);
        self.sections.iter().for_each(|section| texts(section, see));
    }

    /// Whether there is a word that is longer than columns are wide: a number of a file, a part of
    /// an address.
    #[must_use]
    pub fn has_long_words(&self) -> bool {
        let mut any = false;
        self.texts(&mut |text| any = any || has_long_word(text));
        any
    }

    /// Where words that stand on a page are written; spaces do not count. `None` for words that
    /// the layout adds.
    #[must_use]
    pub fn place_of(&self, words: &str) -> Option<Place> {
        let wanted = counted_words(words);
        if wanted.is_empty() {
            return None;
        }
        let mut found = None;
        self.texts(&mut |text| {
            if found.is_none() {
                found = within(text, &wanted);
            }
        });
        found
    }
}

/// From how many letters and figures a word is long: such words stand in no dictionary, so a layout
/// may break them anywhere.
const LONG_WORD: usize = 25;

/// Whether a text has a word that is longer than columns are wide.
fn has_long_word(text: &str) -> bool {
    let mut length = 0;
    text.chars().any(|c| {
        length = if c.is_alphanumeric() && !is_spaceless(c) { length + 1 } else { 0 };
        length == LONG_WORD
    })
}

/// Where a text has these words.
fn within(text: &Text, wanted: &str) -> Option<Place> {
    let at = counted_words(text).find(wanted)?;
    // The same characters, with their bytes in the text.
    let mut characters = text.char_indices().filter(|(_, c)| counted(*c));
    let mut passed = 0;
    let start = characters.find(|(_, c)| {
        let begins = passed >= at;
        passed += c.len_utf8();
        begins
    })?;
    let count = wanted.chars().count();
    let last = match count {
        0 | 1 => start,
        _ => characters.nth(count - 2)?,
    };
    text.place_of(start.0..last.0 + last.1.len_utf8())
}

fn meta<'a>(meta: &'a Meta, see: &mut dyn FnMut(&'a Text)) {
    see(&meta.title);
    let single = [
        &meta.subtitle,
        &meta.series,
        &meta.volume,
        &meta.place,
        &meta.isbn,
        &meta.publisher,
        &meta.rights,
        &meta.description,
        &meta.epub.certified_by,
    ];
    single.into_iter().flatten().for_each(&mut *see);
    meta.imprint.facts().into_iter().filter_map(|(_, fact)| fact).for_each(&mut *see);
    let lists = [&meta.cip, &meta.editors, &meta.authors, &meta.subjects];
    lists.into_iter().flatten().for_each(see);
}

fn texts<'a>(section: &'a Section, see: &mut dyn FnMut(&'a Text)) {
    see(&section.title);
    section.subtitle.iter().for_each(&mut *see);
    section.figures().for_each(|one| figure(one, see));
    match &section.content {
        Content::Stories(stories) => {
            for story in stories {
                see(&story.title);
                let single = [&story.lang, &story.group, &story.excerpt];
                single.into_iter().flatten().for_each(&mut *see);
                for fact in &story.key_figures {
                    [&fact.value, &fact.unit, &fact.label].into_iter().for_each(&mut *see);
                }
            }
        }
        Content::Tables(tables) => {
            for table in tables {
                see(&table.title);
                let single = [&table.unit, &table.note, &table.source];
                single.into_iter().flatten().for_each(&mut *see);
            }
        }
        Content::People(groups) => {
            for group in groups {
                group.title.iter().chain(&group.note).for_each(&mut *see);
                for person in &group.people {
                    see(&person.name);
                    person.detail.iter().for_each(&mut *see);
                }
            }
        }
        Content::Index(index) => {
            for term in index.heads.iter().flat_map(|head| &head.terms) {
                see(&term.term);
                term.sent().for_each(&mut *see);
            }
        }
        Content::Events(_) | Content::Plates(_) | Content::Text { .. } => {}
    }
}

fn figure<'a>(figure: &'a Figure, see: &mut dyn FnMut(&'a Text)) {
    see(&figure.caption);
    if let Alt::Text(alt) = &figure.alt {
        see(alt);
    }
    figure.credit.iter().chain(&figure.map_approval).for_each(see);
}
