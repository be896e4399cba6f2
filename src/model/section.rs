//! Sections and what stands in them.

use crate::model::{Block, Figure, Group, Index, Inline, Runs, Table, visit, visit_runs};
use crate::source::{At, Place, Text};
use crate::text::date::Date;

/// One section of the book.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Unique in the book; links, anchors and file names come from it.
    pub id: String,
    /// The page kind.
    pub kind: SectionKind,
    /// The title.
    pub title: Text,
    /// The title broken by sense; at least one line, joined it is the title.
    pub title_lines: Vec<String>,
    /// The subtitle of a part.
    pub subtitle: Option<Text>,
    /// The number of pages that it must take, if that is demanded.
    pub pages: Option<u32>,
    /// Words before the content.
    pub intro: Vec<Block>,
    /// What the section holds.
    pub content: Content,
    /// Where it is written.
    pub at: At,
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
    /// The opening page of a part (部、辑).
    Part,
    /// Plates (图版).
    Gallery,
    /// Short entries under run-in titles (条目体).
    Entries,
    /// Tables of data.
    Table,
    /// Lists of people (名录).
    People,
    /// The index of subjects (主题索引).
    Index,
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
            SectionKind::Part => "part",
            SectionKind::Gallery => "gallery",
            SectionKind::Entries => "entries",
            SectionKind::Table => "table",
            SectionKind::People => "people",
            SectionKind::Index => "index",
        }
    }
}

/// What a section holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Of news, features and entries; never empty.
    Stories(Vec<Story>),
    /// Of a chronicle, in the order of the file; never empty.
    Events(Vec<Event>),
    /// Of a gallery, never empty; of a part, at most one.
    Plates(Vec<Figure>),
    /// Of tables; never empty.
    Tables(Vec<Table>),
    /// Of lists of people; never empty.
    People(Vec<Group>),
    /// Of an index.
    Index(Index),
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
    pub title: Text,
    /// The title broken by sense; at least one line.
    pub title_lines: Vec<String>,
    /// Its language as a BCP 47 tag, if it is not the book's.
    pub lang: Option<Text>,
    /// The group of entries that it belongs to (分目).
    pub group: Option<Text>,
    /// When it happened.
    pub date: Option<Date>,
    /// The words; never empty.
    pub body: Vec<Block>,
    /// The pictures.
    pub figures: Vec<Figure>,
    /// Figures taken from the body for display.
    pub key_figures: Vec<KeyFigure>,
    /// Words taken from the body for display.
    pub excerpt: Option<Text>,
    /// Where it is written.
    pub at: At,
}

/// A number worth showing large; it stands in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFigure {
    /// The number as written.
    pub value: Text,
    /// Its unit.
    pub unit: Text,
    /// What it counts.
    pub label: Text,
}

/// One event of a chronicle.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When it began.
    pub date: Date,
    /// When it ended, if it lasted.
    pub until: Option<Date>,
    /// What happened.
    pub text: Runs,
    /// The story that tells of it: its id and number.
    pub story: Option<(Text, u32)>,
    /// Where it is written.
    pub at: At,
}

impl Section {
    /// The section's figures in reading order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        let own: &[Figure] = match &self.content {
            Content::Text { figures, .. } | Content::Plates(figures) => figures,
            _ => &[],
        };
        self.stories().iter().flat_map(|story| &story.figures).chain(own)
    }

    /// The section's stories; none in most kinds of sections.
    #[must_use]
    pub fn stories(&self) -> &[Story] {
        match &self.content {
            Content::Stories(stories) => stories,
            _ => &[],
        }
    }

    /// Calls `see` with every run of the section's running text and the place of what holds it.
    pub fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a Inline, &'a Place)) {
        visit(&self.intro, &mut |run| see(run, &self.at));
        match &self.content {
            Content::Stories(stories) => {
                for story in stories {
                    visit(&story.body, &mut |run| see(run, &story.at));
                }
            }
            Content::Events(events) => {
                for event in events {
                    visit_runs(&event.text, &mut |run| see(run, &event.at));
                }
            }
            Content::Text { body, .. } => visit(body, &mut |run| see(run, &self.at)),
            Content::Tables(tables) => {
                for table in tables {
                    let cells = table.grid.cells();
                    cells.for_each(|cell| visit_runs(cell, &mut |run| see(run, &table.at)));
                }
            }
            Content::Plates(_) | Content::People(_) | Content::Index(_) => {}
        }
    }

    /// The marked figures in the order of their marks: the caption list.
    #[must_use]
    pub fn caption_list(&self) -> Vec<&Figure> {
        let mut marked: Vec<&Figure> = self.figures().filter(|f| f.mark.is_some()).collect();
        marked.sort_by_key(|figure| figure.mark);
        marked
    }
}
