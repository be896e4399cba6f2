//! The book as a whole and what is known of it.

use crate::model::{Block, Content, Figure, Section, Story};
use crate::text::date::Date;

/// A checked book.
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// The folder's name; names the artefacts.
    pub name: String,
    /// Facts about the book.
    pub meta: Meta,
    /// The sections in order; never empty.
    pub sections: Vec<Section>,
}

/// Facts about the book. What is not known is absent; nothing is ever invented.
#[derive(Debug, Clone, PartialEq)]
pub struct Meta {
    /// The title.
    pub title: String,
    /// The subtitle.
    pub subtitle: Option<String>,
    /// The series that it is a volume of.
    pub series: Option<String>,
    /// The volume's name or number in the series.
    pub volume: Option<String>,
    /// The year that the book tells of.
    pub year: Option<i32>,
    /// The place that the book tells of.
    pub place: Option<String>,
    /// Language as a BCP 47 tag.
    pub lang: String,
    /// Stable identifier: as given, else a UUID v5 of the ISBN or of the book's name.
    pub identifier: String,
    /// ISBN-13 as given, check digit verified.
    pub isbn: Option<String>,
    /// Cataloguing in publication (GB/T 12451), line by line as issued.
    pub cip: Vec<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The editors.
    pub editors: Vec<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// Date of publication.
    pub date: Option<Date>,
    /// Statement of rights.
    pub rights: Option<String>,
    /// What the book is, in a sentence or two.
    pub description: Option<String>,
    /// Subjects.
    pub subjects: Vec<String>,
    /// Closing notes of the edition.
    pub colophon: Vec<Block>,
}

impl Book {
    /// All stories in reading order.
    pub fn stories(&self) -> impl Iterator<Item = &Story> {
        self.sections.iter().flat_map(|section| match &section.content {
            Content::Stories(stories) => stories.as_slice(),
            Content::Events(_) | Content::Text { .. } => &[],
        })
    }

    /// All figures in reading order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.sections.iter().flat_map(|section| section.figures())
    }

    /// The people who stand for the book: its authors, else its editors.
    #[must_use]
    pub fn creators(&self) -> &[String] {
        if self.meta.authors.is_empty() { &self.meta.editors } else { &self.meta.authors }
    }
}
