//! Positions in the book's words, counted alike by whoever sets them.
//!
//! A page of the PDF begins at a position, and the e-book has to find the same one: so both count
//! the units of running text in one order, the order in which the e-book has them, and the
//! characters in a unit without spaces, which either output may add or drop. Notes, key figures,
//! excerpts and credits are not running text and do not count; figures are units without words,
//! those that text places among its own.

use crate::model::{Block, Book, Content, Inline, Meta, Section, Story, plain};
use crate::source::Text;
use crate::text::date::Date;

/// A part of the book whose units are counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum DocPart {
    /// The cover.
    Cover,
    /// Title page and imprint.
    Imprint,
    /// The contents as a whole.
    Contents,
    /// The line of the contents that names this section or story.
    Line(String),
    /// The title of the group of entries that begins with this story.
    Group(String),
    /// The title of the part of a group that begins with this story.
    Subgroup(String),
    /// A section, story or table, by its id; its title comes first.
    Text(String),
    /// A figure, by its id.
    Figure(String),
    /// The closing notes.
    Colophon,
    /// After all words.
    End,
}

/// A position between two characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPosition {
    /// The part of the book.
    pub part: DocPart,
    /// The unit in it.
    pub unit: usize,
    /// How many characters of the unit stand before it; see [`counted`].
    pub offset: usize,
}

impl TextPosition {
    /// Before all words of a part.
    #[must_use]
    pub fn before(part: DocPart) -> TextPosition {
        TextPosition { part, unit: 0, offset: 0 }
    }
}

/// A page of the PDF: what is printed at its foot, and where its words begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folio {
    /// The page number as printed.
    pub label: String,
    /// Where the first words of its running text stand.
    pub position: TextPosition,
}

/// A unit of running text: a title, a paragraph, a cell, a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextUnit {
    /// The part that it belongs to.
    pub part: DocPart,
    /// Its number in the part.
    pub number: usize,
    /// Its words, the counted characters only; nothing for a figure.
    pub words: String,
    /// The figure that it is, by its id.
    pub figure: Option<String>,
}

/// Whether a character counts in a unit: spaces and invisible characters do not.
#[must_use]
pub fn counted(character: char) -> bool {
    !character.is_whitespace()
        && !matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// The counted characters of a text.
#[must_use]
pub fn counted_words(text: &str) -> String {
    text.chars().filter(|character| counted(*character)).collect()
}

/// The units of the imprint, of all sections and of the closing notes, in the order of the e-book.
#[must_use]
pub fn text_units(book: &Book) -> Vec<TextUnit> {
    let mut units = TextUnits::default();
    units.open(DocPart::Imprint);
    imprint(&book.meta).iter().for_each(|fact| units.add(fact));
    book.sections.iter().for_each(|section| units.section(section));
    units.open(DocPart::Colophon);
    if !book.meta.colophon.is_empty() {
        units.add(""); // Its heading, which is the layout's.
        units.blocks(&book.meta.colophon);
    }
    units.all
}

/// The lines of the imprint, a unit each, without the labels.
fn imprint(meta: &Meta) -> Vec<String> {
    let labels = meta.labels;
    let text = |text: &Option<Text>| text.as_ref().map(Text::to_string);
    let list = |names: &[Text]| (!names.is_empty()).then(|| names.concat());
    let head = [
        Some(meta.title.to_string()),
        text(&meta.series),
        meta.volume.as_ref().map(|volume| labels.volume(volume)),
        text(&meta.subtitle),
        meta.year.map(|year| labels.dates.in_full(Date { year, month: None, day: None })),
        text(&meta.place),
        list(&meta.authors),
        list(&meta.editors),
        text(&meta.publisher),
        meta.date.map(|date| labels.dates.in_full(date)),
        text(&meta.isbn),
    ];
    let further = meta.imprint.facts().into_iter().map(|(_, value)| value.map(Text::to_string));
    let tail = [list(&meta.subjects), text(&meta.description)];
    let last = meta.cip.iter().chain(&meta.rights).map(Text::to_string);
    head.into_iter().chain(further).chain(tail).flatten().chain(last).collect()
}

#[derive(Default)]
struct TextUnits {
    all: Vec<TextUnit>,
    part: Option<DocPart>,
    number: usize,
}

impl TextUnits {
    fn open(&mut self, part: DocPart) {
        self.part = Some(part);
        self.number = 0;
    }

    fn add(&mut self, text: &str) {
        let Some(part) = self.part.clone() else { return };
        let words = counted_words(text);
        self.all.push(TextUnit { part, number: self.number, words, figure: None });
        self.number += 1;
    }

    fn runs(&mut self, runs: &[Inline]) {
        self.add(&plain(runs));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(text)
                | Block::Heading { text, .. }
                | Block::Closing { text, .. } => self.runs(text),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Quote(inner) => self.blocks(inner),
                Block::Table(grid) => grid.cells().for_each(|cell| self.runs(cell)),
                Block::Figure(figure) => {
                    self.add("");
                    if let Some(unit) = self.all.last_mut() {
                        unit.figure = Some(figure.id.clone());
                    }
                }
            }
        }
    }

    fn section(&mut self, section: &Section) {
        self.open(DocPart::Text(section.id.clone()));
        self.add(&section.title);
        section.subtitle.iter().for_each(|subtitle| self.add(subtitle));
        self.blocks(&section.intro);
        match &section.content {
            Content::Stories(stories) => self.stories(section, stories),
            Content::Events(events) | Content::Days(events) => {
                events.iter().for_each(|event| self.runs(&event.text));
            }
            // Elsewhere facts are set beside the title, as those of stories are.
            Content::Facts => {
                section.facts.iter().for_each(|fact| self.add(&fact.figure.label));
            }
            Content::Text { body, .. } => self.blocks(body),
            Content::Tables(tables) => {
                for table in tables {
                    self.open(DocPart::Text(table.id.clone()));
                    self.add(&table.title);
                    table.grid.cells().for_each(|cell| self.runs(cell));
                }
            }
            Content::People(groups) => {
                for group in groups {
                    group.title.iter().for_each(|title| self.add(title));
                    group.people.iter().for_each(|person| self.add(&person.name));
                }
            }
            Content::Index(index) => {
                let terms = index.heads.iter().flat_map(|head| &head.terms);
                terms.for_each(|term| self.add(&term.term));
            }
            Content::Plates(_) => {}
        }
        if section.stories().is_empty() {
            // A portrait stands with the name below it, which is a unit.
            section.own_figures().iter().for_each(|figure| self.figure(&figure.id));
        }
    }

    fn stories(&mut self, section: &Section, stories: &[Story]) {
        let mut before = None;
        for story in stories {
            let opens = section.is_one_chapter().then(|| story.opens(before));
            let [group, subgroup] = opens.unwrap_or_default();
            before = Some(story);
            if let Some(title) = group {
                self.open(DocPart::Group(story.id.clone()));
                self.add(title);
            }
            if let Some(title) = subgroup {
                self.open(DocPart::Subgroup(story.id.clone()));
                self.add(title);
            }
            self.open(DocPart::Text(story.id.clone()));
            self.add(&story.title);
            self.blocks(&story.body);
            story.figures.iter().for_each(|figure| self.figure(&figure.id));
        }
    }

    fn figure(&mut self, id: &str) {
        let part = DocPart::Figure(id.to_owned());
        let figure = Some(id.to_owned());
        self.all.push(TextUnit { part, number: 0, words: String::new(), figure });
    }
}
