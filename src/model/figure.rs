//! Pictures in their places, with what is said about them.

use std::sync::Arc;

use crate::model::Picture;
use crate::source::{At, Text};

/// A picture in its place in the book.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Unique in the book: `fig-SECTION-N`.
    pub id: String,
    /// The picture; `None` only in drafts, where the layout draws a placeholder.
    pub picture: Option<Arc<Picture>>,
    /// The printed mark, unique and without gaps in its section.
    pub mark: Option<u32>,
    /// The caption.
    pub caption: Text,
    /// Who stands in it, row by row; printed under the caption.
    pub rows: Vec<Text>,
    /// What a reader who cannot see it needs to know.
    pub alt: Alt,
    /// Who made it.
    pub credit: Option<Text>,
    /// What it is.
    pub kind: FigureKind,
    /// Whether it is shown whole, whatever its frame: its editor said so, or it is a map.
    pub whole: bool,
    /// The point that a crop must keep: fractions of width and height from the top left, 0–1.
    pub focus: (f64, f64),
    /// Approval number of a map (审图号).
    pub map_approval: Option<Text>,
    /// How wide it is where it stands in running text; of others this says nothing.
    pub size: FigureSize,
    /// Where it is written.
    pub at: At,
}

impl Figure {
    /// The least width, in millimetres, at which its smallest letter is [`LEAST_LETTER`] high;
    /// `None` of what has no letters that are known: photographs, screenshots.
    #[must_use]
    pub fn least_width(&self) -> Option<f64> {
        let picture = self.picture.as_ref()?;
        let scale = LEAST_LETTER / picture.info.letters?;
        Some(picture.info.width * scale * MM_A_POINT)
    }
}

/// The least size of letters in drawings, in points: smaller ones are not read in print (the same
/// bound as of type on pages, P08).
pub const LEAST_LETTER: f64 = 5.0;

/// Millimetres in a point (1/72 inch).
const MM_A_POINT: f64 = 25.4 / 72.0;

/// How wide a figure is that running text places, from the narrowest to the widest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum FigureSize {
    /// Half of a column, with its caption beside it.
    Half,
    /// A column.
    #[default]
    Column,
    /// All columns.
    Wide,
    /// To both edges of the page.
    Bleed,
}

impl FigureSize {
    /// All of them.
    pub const ALL: [FigureSize; 4] =
        [FigureSize::Half, FigureSize::Column, FigureSize::Wide, FigureSize::Bleed];

    /// The name in YAML, in manifests and in the contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FigureSize::Half => "half",
            FigureSize::Column => "column",
            FigureSize::Wide => "wide",
            FigureSize::Bleed => "bleed",
        }
    }
}

/// The alternative text of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alt {
    /// Words instead of the picture.
    Text(Text),
    /// It says nothing; said on purpose.
    Decorative,
}

impl Alt {
    /// The words, none for a decorative picture.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Alt::Text(text) => Some(text),
            Alt::Decorative => None,
        }
    }
}

/// What a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureKind {
    /// A photograph.
    Photo,
    /// A map; never cropped, needs an approval number.
    Map,
    /// A drawing, a rendering, any work of hand.
    Artwork,
}

impl FigureKind {
    /// The name in YAML and in the contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FigureKind::Photo => "photo",
            FigureKind::Map => "map",
            FigureKind::Artwork => "artwork",
        }
    }
}
