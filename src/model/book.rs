//! The book as a whole and what is known of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::{
    Binding, Block, Content, Figure, FigureKind, Inline, Picture, Section, Story, visit,
};
use crate::source::{At, Place, Text};
use crate::text::date::Date;
use crate::text::headline::Line;
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
    /// Files whose sections are placeholders: they stand as they were before, empty, or on pages
    /// that were not asked for. What is found on these pages is not true of the files.
    pub placeholders: BTreeSet<Arc<str>>,
}

/// Facts about the book. What is not known is absent; nothing is ever invented.
#[derive(Debug, Clone, PartialEq)]
pub struct Meta {
    /// The title.
    pub title: Text,
    /// The title in the lines that its editor wrote, joined it is the title; at least one.
    pub title_lines: Vec<Line>,
    /// These lines without the year, which a cover shows by itself; none if the title is the year
    /// alone, `None` if the year cannot be taken off.
    pub title_without_year: Option<Vec<Line>>,
    /// The subtitle.
    pub subtitle: Option<Text>,
    /// The series that it is a volume of.
    pub series: Option<Text>,
    /// The volume's name or number in the series.
    pub volume: Option<Text>,
    /// The year that the book tells of.
    pub year: Option<i32>,
    /// The place that the book tells of.
    pub place: Option<Text>,
    /// Language as a BCP 47 tag.
    pub lang: String,
    /// The words that outputs add, in this language.
    pub labels: &'static Labels,
    /// Stable identifier: as given, else a UUID v5 of the ISBN or of the book's name.
    pub identifier: String,
    /// ISBN-13 as given, check digit verified.
    pub isbn: Option<Text>,
    /// Cataloguing in publication (GB/T 12451), line by line as issued.
    pub cip: Vec<Text>,
    /// The publisher.
    pub publisher: Option<Text>,
    /// The editors.
    pub editors: Vec<Text>,
    /// The authors.
    pub authors: Vec<Text>,
    /// Date of publication.
    pub date: Option<Date>,
    /// Statement of rights.
    pub rights: Option<Text>,
    /// What the book is, in a sentence or two.
    pub description: Option<Text>,
    /// Subjects.
    pub subjects: Vec<Text>,
    /// Further facts for the imprint.
    pub imprint: Imprint,
    /// The cover.
    pub cover: Cover,
    /// How the file for the printer is made.
    pub print: Print,
    /// How the e-book is made.
    pub epub: Epub,
    /// Closing notes of the edition.
    pub colophon: Vec<Block>,
    /// Where they are written.
    pub colophon_at: At,
}

/// Further facts for the imprint (GB/T 12450—2001), as given.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "the names are those of `load::raw::Imprint`")]
pub struct Imprint {
    pub responsible: Option<Text>,
    pub designer: Option<Text>,
    pub proofreader: Option<Text>,
    pub edition: Option<Text>,
    pub printing: Option<Text>,
    pub printer: Option<Text>,
    pub distributor: Option<Text>,
    pub address: Option<Text>,
    pub copies: Option<Text>,
    pub price: Option<Text>,
}

impl Imprint {
    /// The facts by their keys, which are those of YAML and of the contract, in the order in which
    /// they are printed; `None` if not known.
    #[must_use]
    pub fn facts(&self) -> [(&'static str, Option<&Text>); 10] {
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
        .map(|(key, value)| (key, value.as_ref()))
    }
}

/// The cover.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cover {
    /// What it shows, if the book says so; else the layout decides.
    pub variant: Option<CoverVariant>,
    /// The file of the figure of the book that it shows, if the book says so.
    pub image: Option<String>,
    /// The figure that it shows and that stands nowhere else.
    pub own: Option<Figure>,
    /// The ornament of the book, if the book says so; else the layout decides.
    pub motif: Option<Motif>,
}

/// An ornament that layouts draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Motif {
    Hills,
    Waves,
    Fields,
    Roofs,
    None,
}

impl Motif {
    /// Its name in the contract with layouts, which is that in YAML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Motif::Hills => "hills",
            Motif::Waves => "waves",
            Motif::Fields => "fields",
            Motif::Roofs => "roofs",
            Motif::None => "none",
        }
    }
}

/// What a cover shows beside the title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CoverVariant {
    /// The days of the year, and which of them the book tells of.
    Days,
    /// A photograph.
    Photo,
    /// A photograph inside of the numerals of the year.
    Numerals,
    /// Nothing.
    Plain,
}

impl CoverVariant {
    /// Its name in the contract with layouts, which is that in YAML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            CoverVariant::Days => "days",
            CoverVariant::Photo => "photo",
            CoverVariant::Numerals => "numerals",
            CoverVariant::Plain => "plain",
        }
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
    /// How it is bound.
    pub binding: Binding,
    /// How many pages a signature has, if not those that are usual for the binding.
    pub signature: Option<usize>,
    /// What it is printed on, if the book says so.
    pub paper: Option<Paper>,
    /// Width of the flaps of the cover in millimetres; 0 if it has none.
    pub flap: f64,
    /// Where all this is written.
    pub at: At,
}

/// What a book is printed on.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// Thickness of a leaf in millimetres.
    pub caliper: f64,
    /// Where that is written.
    pub at: At,
}

impl Default for Print {
    /// Unconverted, in process colours; ink as coated stock takes it in sheet-fed offset
    /// (ISO 12647-2).
    fn default() -> Print {
        Print {
            bleed: None,
            convert: false,
            spot: None,
            ink: 300.0,
            icc: None,
            binding: Binding::default(),
            signature: None,
            paper: None,
            flap: 0.0,
            at: Place::top("book.yaml").into(),
        }
    }
}

impl Print {
    /// How many pages a signature has.
    #[must_use]
    pub fn signature(&self) -> usize {
        self.signature.unwrap_or_else(|| self.binding.signature())
    }
}

/// How the e-book is made.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Epub {
    /// The faces that it holds.
    pub fonts: EpubFonts,
    /// Who found it to conform to WCAG 2.1, level AA.
    pub certified_by: Option<Text>,
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
    pub at: At,
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

    /// The figure that the cover shows: its own, the one that the book names, else the first
    /// photograph, else the first drawing. Maps are shown whole, and so on no cover unless they
    /// are named.
    #[must_use]
    pub fn cover_figure(&self) -> Option<&Figure> {
        let shown = |figure: &&Figure| figure.picture.is_some();
        let of = |kind| self.figures().filter(shown).find(|figure| figure.kind == kind);
        if let Some(own) = &self.meta.cover.own {
            return Some(own).filter(shown);
        }
        match &self.meta.cover.image {
            Some(image) => self.figures().find(|figure| {
                figure.picture.as_ref().is_some_and(|picture| picture.path == *image)
            }),
            None => of(FigureKind::Photo).or_else(|| of(FigureKind::Artwork)),
        }
    }

    /// Whether it tells of days of its year.
    #[must_use]
    pub fn has_days(&self) -> bool {
        let Some(year) = self.meta.year else { return false };
        let events = self.sections.iter().flat_map(|section| match &section.content {
            Content::Events(events) => events.as_slice(),
            _ => &[],
        });
        let mut dates = self
            .stories()
            .filter_map(|story| story.date)
            .chain(events.map(|event| event.date.date));
        dates.any(|date| date.year == year && date.day.is_some())
    }

    /// Calls `see` with every run of the book's running text, intros, notes and closing notes
    /// included, and the place of what holds it.
    pub fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a Inline, &'a Place)) {
        self.sections.iter().for_each(|section| section.visit(see));
        visit(&self.meta.colophon, &mut |run| see(run, &self.meta.colophon_at));
    }

    /// The place of what begins at a point: a layout knows the line and column alone.
    #[must_use]
    pub fn place_at(&self, point: &Place) -> Option<&Place> {
        let sections = self.sections.iter().flat_map(|section| {
            let held: Vec<&At> = match &section.content {
                Content::Stories(stories) => stories.iter().map(|story| &story.at).collect(),
                Content::Events(events) => events.iter().map(|event| &event.at).collect(),
                Content::Tables(tables) => tables.iter().map(|table| &table.at).collect(),
                Content::People(groups) => groups.iter().map(|group| &group.at).collect(),
                // The days of the book are its stories.
                Content::Days(_)
                | Content::Facts
                | Content::Plates(_)
                | Content::Index(_)
                | Content::Text { .. } => Vec::new(),
            };
            let facts = section.facts.iter().map(|fact| &fact.at);
            std::iter::once(&section.at).chain(facts).chain(held)
        });
        let mut places = sections.chain(self.figures().map(|figure| &figure.at));
        let same =
            |at: &&At| (&at.file, at.line, at.column) == (&point.file, point.line, point.column);
        places.find(same).map(|at| &**at)
    }

    /// All picture files in use, each once, by number.
    #[must_use]
    pub fn pictures(&self) -> BTreeMap<usize, &Arc<Picture>> {
        let figures = self.figures().chain(&self.meta.cover.own);
        let used = figures.filter_map(|figure| figure.picture.as_ref());
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
    pub fn creators(&self) -> &[Text] {
        if self.meta.authors.is_empty() { &self.meta.editors } else { &self.meta.authors }
    }
}
