//! Pictures with what is said about them.

use std::sync::Arc;

use crate::model::Place;

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
    pub caption: String,
    /// What a reader who cannot see it needs to know.
    pub alt: Alt,
    /// Who made it.
    pub credit: Option<String>,
    /// What it is.
    pub kind: FigureKind,
    /// The point that a crop must keep: fractions of width and height from the top left, 0–1.
    pub focus: (f64, f64),
    /// Approval number of a map (审图号).
    pub map_approval: Option<String>,
    /// Where it is written.
    pub at: Place,
}

/// What a picture says to someone who cannot see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alt {
    /// Words instead of the picture.
    Text(String),
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

/// A picture file that was read and proved; shared by all figures that show it.
#[derive(Clone, PartialEq)]
pub struct Picture {
    /// Its number in the book, from 1, in order of first use; names it in both outputs.
    pub number: usize,
    /// Path in the book's folder, with `/`.
    pub path: String,
    /// The bytes of the file.
    pub bytes: Arc<[u8]>,
    /// The format, told by its bytes and not by its name.
    pub format: PictureFormat,
    /// Width in pixels (user units in SVG), orientation applied.
    pub width: f64,
    /// Height in the same units.
    pub height: f64,
    /// How the stored pixels are to be turned: the orientation tag of Exif (CIPA DC-008, 4.6.4), 1
    /// as they are, to 8.
    pub orientation: u8,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture({}, {:?}, {}×{})", self.path, self.format, self.width, self.height)
    }
}

impl Picture {
    /// The file name that the picture has in both outputs, such as `7.jpg`.
    #[must_use]
    pub fn file_name(&self) -> String {
        format!("{}.{}", self.number, self.format.extension())
    }
}

/// Formats that both outputs take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF, still.
    Gif,
    /// WebP, still.
    WebP,
    /// SVG.
    Svg,
}

impl PictureFormat {
    /// The usual extension, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            PictureFormat::Jpeg => "jpg",
            PictureFormat::Png => "png",
            PictureFormat::Gif => "gif",
            PictureFormat::WebP => "webp",
            PictureFormat::Svg => "svg",
        }
    }

    /// The media type (EPUB 3.3, §3.2, core media types).
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            PictureFormat::Jpeg => "image/jpeg",
            PictureFormat::Png => "image/png",
            PictureFormat::Gif => "image/gif",
            PictureFormat::WebP => "image/webp",
            PictureFormat::Svg => "image/svg+xml",
        }
    }
}
