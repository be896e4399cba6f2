//! Sections and what stands in them.

use crate::model::{Block, Figure, Inline, Place};
use crate::text::date::Date;

/// One section of the book.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Unique in the book; links, anchors and file names come from it.
    pub id: String,
    /// The page kind.
    pub kind: SectionKind,
    /// The title.
    pub title: String,
    /// The title broken by sense; at least one line, joined it is the title.
    pub title_lines: Vec<String>,
    /// Words before the content.
    pub intro: Vec<Block>,
    /// What the section holds.
    pub content: Content,
    /// Where it is written.
    pub at: Place,
}

/// The kinds of sections that the source format knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SectionKind {
    /// Numbered stories with marked pictures and a caption list.
    News,
    /// Stories with a page of their own.
    Feature,
    /// Events by date.
    Chronicle,
    /// Running text.
    Text,
}

impl SectionKind {
    /// The name in YAML, in the contract and in a layout's manifest.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            SectionKind::News => "news",
            SectionKind::Feature => "feature",
            SectionKind::Chronicle => "chronicle",
            SectionKind::Text => "text",
        }
    }
}

/// What a section holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Of news and features; never empty.
    Stories(Vec<Story>),
    /// Of a chronicle, in the order of the file; never empty.
    Events(Vec<Event>),
    /// Of plain text.
    Text {
        /// The words.
        body: Vec<Block>,
        /// The pictures.
        figures: Vec<Figure>,
    },
}

/// One story.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Unique in the book.
    pub id: String,
    /// Its number in the section, from 1.
    pub number: u32,
    /// The title.
    pub title: String,
    /// The title broken by sense; at least one line.
    pub title_lines: Vec<String>,
    /// When it happened.
    pub date: Option<Date>,
    /// The words; never empty.
    pub body: Vec<Block>,
    /// The pictures.
    pub figures: Vec<Figure>,
    /// Figures taken from the body for display.
    pub facts: Vec<Fact>,
    /// Words taken from the body for display.
    pub excerpt: Option<String>,
    /// Where it is written.
    pub at: Place,
}

/// A number worth showing large; it stands in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The number as written.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// What it counts.
    pub label: String,
}

/// One event of a chronicle.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When it began.
    pub date: Date,
    /// When it ended, if it lasted.
    pub until: Option<Date>,
    /// What happened.
    pub text: Vec<Inline>,
    /// The story that tells of it: its id and number.
    pub story: Option<(String, u32)>,
    /// Where it is written.
    pub at: Place,
}

impl Section {
    /// The section's figures in reading order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        let (stories, own): (&[Story], &[Figure]) = match &self.content {
            Content::Stories(stories) => (stories, &[]),
            Content::Events(_) => (&[], &[]),
            Content::Text { figures, .. } => (&[], figures),
        };
        stories.iter().flat_map(|story| &story.figures).chain(own)
    }

    /// The marked figures in the order of their marks: the caption list.
    #[must_use]
    pub fn caption_list(&self) -> Vec<&Figure> {
        let mut marked: Vec<&Figure> = self.figures().filter(|f| f.mark.is_some()).collect();
        marked.sort_by_key(|figure| figure.mark);
        marked
    }
}
