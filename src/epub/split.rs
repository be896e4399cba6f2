//! Which part of the book goes to which file of the e-book, in reading order.
//!
//! Splitting is its own step so that every address is known before any page is written, and so that
//! the spine, the contents and the links cannot disagree. There is no splitting by length: a reader
//! loads one story at a time, and no story is longer than a few pages.

use std::collections::BTreeMap;

use crate::epub::options::Options;
use crate::epub::profile::ShopProfile;
use crate::model::{Book, Captions, Folio, Prepared, Section, Story, Treatment};
use crate::text::labels::table::Labels;

/// The cover page.
pub(super) const COVER: &str = "cover.xhtml";
/// The title page with the imprint.
pub(super) const IMPRINT: &str = "imprint.xhtml";
/// The contents.
pub(super) const CONTENTS: &str = "contents.xhtml";
/// The navigation document, which is no page of the book; `epub-builder` gives it this name.
pub(super) const NAV: &str = "nav.xhtml";
/// The style sheet; `epub-builder` writes an empty file of this name if it gets none.
pub(super) const STYLE: &str = "stylesheet.css";
const COLOPHON: &str = "colophon.xhtml";

/// What all pages of one e-book share.
pub(super) struct Site<'a> {
    /// The book.
    pub book: &'a Book,
    /// The labels that the e-book adds.
    pub labels: &'static Labels,
    /// Titles of stories by their ids.
    pub titles: BTreeMap<&'a str, &'a str>,
    /// What the printed index calls the places of stories, by their ids.
    pub locators: &'a BTreeMap<String, String>,
    /// The pages of the PDF.
    pub folios: &'a [Folio],
    /// The pictures, made ready.
    pub prepared: &'a Prepared,
    /// The shop that the e-book is for.
    pub profile: Option<&'a ShopProfile>,
    /// Whether the cover is a page.
    pub cover_page: bool,
    /// Sections whose stories stand in their own document, by the ids of the stories.
    homes: BTreeMap<&'a str, &'a str>,
    /// Sections of figures, and the section or story in whose document each stands, by their ids.
    figures: BTreeMap<&'a str, (&'a Section, &'a str)>,
}

/// One content document (EPUB 3.3, §6).
pub(super) struct Document<'a> {
    /// Its address from the folder of the package document.
    pub path: String,
    /// What the contents and the title bar call it.
    pub title: &'a str,
    /// Its level in the contents, from 1; `None` if they leave it out.
    pub level: Option<i32>,
    /// What it shows.
    pub body: Body<'a>,
    /// Whether the e-book ends with it.
    pub last: bool,
}

/// What a document shows.
pub(super) enum Body<'a> {
    /// The picture of the cover.
    Cover,
    /// Title page and imprint.
    Imprint,
    /// The contents.
    Contents,
    /// A section: all of it, or its opening if it holds stories.
    Section(&'a Section),
    /// A story and the section that it stands in.
    Story(&'a Section, &'a Story),
    /// The marked pictures of a section that lists captions.
    Captions(&'a Section),
    /// Closing notes of the edition.
    Colophon,
}

impl<'a> Site<'a> {
    /// Collects what the pages share.
    pub(super) fn new(book: &'a Book, options: &Options<'a>) -> Site<'a> {
        let wanted = options.profile.and_then(|profile| profile.cover_page.as_ref());
        let cover_page = options.cover.is_some() && wanted.is_none_or(|wanted| wanted.is);
        let titles = book.stories().map(|story| (story.id.as_str(), story.title.as_str()));
        let shared = book.sections.iter().filter(|section| section.is_one_chapter());
        let homes = shared.flat_map(|section| {
            section.stories().iter().map(|story| (story.id.as_str(), section.id.as_str()))
        });
        Site {
            book,
            labels: book.meta.labels,
            titles: titles.collect(),
            locators: options.locators,
            folios: options.folios,
            prepared: options.prepared,
            profile: options.profile,
            cover_page,
            homes: homes.collect(),
            figures: book.sections.iter().flat_map(figures_of).collect(),
        }
    }

    /// The address of a section or story by its id.
    pub(super) fn address(&self, id: &str) -> String {
        match self.homes.get(id) {
            Some(section) => format!("{}#{}", text_path(section), self.anchor(id)),
            None => text_path(id),
        }
    }

    /// The address of the document that shows a figure, by its id.
    pub(super) fn figure_path(&self, id: &str) -> String {
        text_path(self.figures.get(id).map_or(id, |(_, home)| home))
    }

    /// The address of the caption list that has a figure, by its id, if one has.
    pub(super) fn captions_of(&self, id: &str) -> Option<String> {
        self.figures.get(id).and_then(|(section, _)| captions_path(section))
    }

    /// The id of an entry in its document. Ids of ours stand beside it, so one that looks like
    /// them gets a dot, which no id of the book has.
    pub(super) fn anchor(&self, id: &str) -> String {
        let ours = ["cap-", "fig-", "fn-", "fnref-", "group-", "page-", "tab-"];
        let alike = id == "title" || ours.iter().any(|prefix| id.starts_with(prefix));
        if alike { format!("entry.{id}") } else { id.to_owned() }
    }

    /// The section or story in whose document the words of `id` stand.
    pub(super) fn home<'b>(&'b self, id: &'b str) -> &'b str {
        self.homes.get(id).copied().unwrap_or(id)
    }

    /// The documents in the order of the spine (EPUB 3.3, §5.7).
    pub(super) fn documents(&self) -> Vec<Document<'a>> {
        let (book, labels) = (self.book, self.labels);
        let mut documents = Vec::new();
        let mut add = |path: String, title: &'a str, level: Option<i32>, body: Body<'a>| {
            documents.push(Document { path, title, level, body, last: false });
        };
        if self.cover_page {
            add(COVER.to_owned(), labels.cover, None, Body::Cover);
        }
        add(IMPRINT.to_owned(), &book.meta.title, None, Body::Imprint);
        add(CONTENTS.to_owned(), labels.contents, None, Body::Contents);
        let mut in_part = false;
        for section in &book.sections {
            let Treatment { opens_part, role, .. } = section.treatment;
            in_part &= !opens_part && role.is_in_part();
            let level = 1 + i32::from(in_part);
            in_part |= opens_part;
            add(text_path(&section.id), &section.title, Some(level), Body::Section(section));
            let chapters = section.stories().iter().filter(|_| !section.is_one_chapter());
            let below = Some(level + 1);
            for story in chapters {
                add(text_path(&story.id), &story.title, below, Body::Story(section, story));
            }
            if let Some(path) = captions_path(section) {
                add(path, labels.captions, below, Body::Captions(section));
            }
        }
        if !book.meta.colophon.is_empty() {
            add(COLOPHON.to_owned(), labels.colophon, Some(1), Body::Colophon);
        }
        if let Some(document) = documents.last_mut() {
            document.last = true;
        }
        documents
    }
}

/// The figures of a section with captions of their own, each by its id, with the section or story
/// in whose document it stands.
fn figures_of(section: &Section) -> impl Iterator<Item = (&str, (&Section, &str))> {
    let of_stories = section.stories().iter().flat_map(move |story| {
        let home = if section.is_one_chapter() { &section.id } else { &story.id };
        story.all_figures().map(move |figure| (figure.id.as_str(), (section, home.as_str())))
    });
    let own = section.all_own_figures();
    of_stories.chain(own.map(move |figure| (figure.id.as_str(), (section, section.id.as_str()))))
}

/// The address of a section or story.
pub(super) fn text_path(id: &str) -> String {
    format!("text/{id}.xhtml")
}

/// The address of a section's caption list, if it has one. Its folder is its own because
/// `text/news-captions.xhtml` could be a story.
pub(super) fn captions_path(section: &Section) -> Option<String> {
    let listed = section.treatment.captions == Captions::List
        && section.figures().any(|figure| figure.mark.is_some());
    listed.then(|| format!("captions/{}.xhtml", section.id))
}

/// The address of a picture.
pub(super) fn picture_path(file_name: &str) -> String {
    format!("images/{file_name}")
}

/// The address of `to` as a document at `from` writes it; folders are one level deep.
pub(super) fn relative(from: &str, to: &str) -> String {
    match (from.split_once('/'), to.split_once('/')) {
        (Some((here, _)), Some((there, file))) if here == there => file.to_owned(),
        (Some(_), _) => format!("../{to}"),
        (None, _) => to.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_to_the_page() {
        assert_eq!(relative("nav.xhtml", "text/a.xhtml"), "text/a.xhtml");
        assert_eq!(relative("text/a.xhtml", "text/b.xhtml"), "b.xhtml");
        assert_eq!(relative("text/a.xhtml", "images/1.jpg"), "../images/1.jpg");
        assert_eq!(relative("captions/news.xhtml", STYLE), "../stylesheet.css");
    }
}
