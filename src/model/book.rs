//! The book as a whole and what is known of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::{Block, Content, Figure, Inline, Picture, Place, Section, Story, visit};
use crate::text::date::Date;
use crate::text::labels::table::Labels;

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
    /// The words that outputs add, in this language.
    pub labels: &'static Labels,
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
    /// Further facts for the imprint.
    pub imprint: Imprint,
    /// How the file for the printer is made.
    pub print: Print,
    /// How the e-book is made.
    pub epub: Epub,
    /// Closing notes of the edition.
    pub colophon: Vec<Block>,
    /// Where they are written.
    pub colophon_at: Place,
}

/// Further facts for the imprint (GB/T 12450—2001), as given.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "the names are those of `load::raw::Imprint`")]
pub struct Imprint {
    pub responsible: Option<String>,
    pub designer: Option<String>,
    pub proofreader: Option<String>,
    pub edition: Option<String>,
    pub printing: Option<String>,
    pub printer: Option<String>,
    pub distributor: Option<String>,
    pub address: Option<String>,
    pub copies: Option<String>,
    pub price: Option<String>,
}

impl Imprint {
    /// The facts by their keys, which are those of YAML and of the contract, in the order in which
    /// they are printed; `None` if not known.
    #[must_use]
    pub fn facts(&self) -> [(&'static str, Option<&str>); 10] {
        [
            ("responsible", &self.responsible),
            ("designer", &self.designer),
            ("proofreader", &self.proofreader),
            ("edition", &self.edition),
            ("printing", &self.printing),
            ("printer", &self.printer),
            ("distributor", &self.distributor),
            ("address", &self.address),
            ("copies", &self.copies),
            ("price", &self.price),
        ]
        .map(|(key, value)| (key, value.as_deref()))
    }
}

/// How the file for the printer is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Print {
    /// Bleed in millimetres, if not the layout's.
    pub bleed: Option<f64>,
    /// Whether RGB pictures and colours are converted.
    pub convert: bool,
    /// The name of the spot colour that prints the accent.
    pub spot: Option<String>,
    /// Greatest total ink in percent.
    pub ink: f64,
    /// The book's own CMYK profile.
    pub icc: Option<Icc>,
}

impl Default for Print {
    /// Unconverted, in process colours; ink as coated stock takes it in sheet-fed offset
    /// (ISO 12647-2).
    fn default() -> Print {
        Print { bleed: None, convert: false, spot: None, ink: 300.0, icc: None }
    }
}

/// How the e-book is made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Epub {
    /// The faces that it holds.
    pub fonts: EpubFonts,
    /// Who found it to conform to WCAG 2.1, level AA.
    pub certified_by: Option<String>,
}

/// The faces that an e-book holds, cut to the characters in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EpubFonts {
    /// None; the reader's own.
    None,
    /// Those of titles and captions.
    #[default]
    Headings,
    /// That of running text too.
    All,
}

/// An ICC profile and the place of its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Icc {
    /// The profile's bytes.
    pub bytes: Arc<[u8]>,
    /// Where `icc` is written.
    pub at: Place,
}

impl Book {
    /// All stories in reading order.
    pub fn stories(&self) -> impl Iterator<Item = &Story> {
        self.sections.iter().flat_map(|section| section.stories())
    }

    /// All figures in reading order.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        self.sections.iter().flat_map(|section| section.figures())
    }

    /// Calls `see` with every run of the book's running text, intros, notes and closing notes
    /// included, and the place of what holds it.
    pub fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a Inline, &'a Place)) {
        self.sections.iter().for_each(|section| section.visit(see));
        visit(&self.meta.colophon, &mut |run| see(run, &self.meta.colophon_at));
    }

    /// All picture files in use, each once, by number.
    #[must_use]
    pub fn pictures(&self) -> BTreeMap<usize, &Arc<Picture>> {
        let used = self.figures().filter_map(|figure| figure.picture.as_ref());
        used.map(|picture| (picture.number, picture)).collect()
    }

    /// Headings (标目) and entries (款目) of all indexes together; `None` if there is no index.
    #[must_use]
    pub fn index_depth(&self) -> Option<(usize, usize)> {
        let indexes = self.sections.iter().filter_map(|section| match &section.content {
            Content::Index(index) => Some(index.depth()),
            _ => None,
        });
        indexes.reduce(|a, b| (a.0 + b.0, a.1 + b.1))
    }

    /// The people who stand for the book: its authors, else its editors.
    #[must_use]
    pub fn creators(&self) -> &[String] {
        if self.meta.authors.is_empty() { &self.meta.editors } else { &self.meta.authors }
    }
}
