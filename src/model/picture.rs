//! Picture files: what they are, not what they show.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use crate::source::At;

/// A picture file that was read and found sound; shared by all figures that show it.
///
/// The pixels are not here, nor the bytes that hold them: a yearbook's photographs together are
/// more than fits in memory. They are prepared when needed (`assets::pictures`).
#[derive(Clone, PartialEq)]
pub struct Picture {
    /// Its number in the book, from 1, in order of first use; names it in both outputs.
    pub number: usize,
    /// Path in the book's folder, with `/`.
    pub path: String,
    /// Where the file is read.
    pub file: PathBuf,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: String,
    /// What its bytes say that it is.
    pub info: PictureInfo,
    /// The bytes of a drawing (SVG), which all outputs carry; without the metadata of the pictures
    /// embedded in it.
    pub drawing: Option<Arc<[u8]>>,
    /// Where it is first named.
    pub at: At,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let PictureInfo { format, width, height, .. } = self.info;
        write!(f, "Picture({}, {format:?}, {width}×{height})", self.path)
    }
}

/// What a picture's bytes say that it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PictureInfo {
    /// The format, from the bytes and not from the name.
    pub format: PictureFormat,
    /// Width in pixels (user units in SVG), orientation applied.
    pub width: f64,
    /// Height in the same units.
    pub height: f64,
    /// How the stored pixels are to be turned: the orientation tag of Exif (CIPA DC-008, 4.6.4), 1
    /// as they are, to 8.
    pub orientation: u8,
    /// What its numbers mean.
    pub colours: Colours,
    /// Whether an ICC profile says that they are not sRGB.
    pub profiled: bool,
    /// Whether it is animated or has several pages; then the first one is shown.
    pub animated: bool,
    /// The size of the smallest letters of a drawing, in user units; `None` if it has none, or is
    /// no drawing.
    pub letters: Option<f64>,
}

impl PictureInfo {
    /// Width and height of the stored pixels, before they are turned.
    #[must_use]
    pub fn stored(&self) -> (u32, u32) {
        let (width, height) = (self.width as u32, self.height as u32);
        if self.orientation > 4 { (height, width) } else { (width, height) }
    }
}

/// Kinds of colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    /// Shades of gray.
    Gray,
    /// Red, green and blue.
    Rgb,
    /// Four inks.
    Cmyk,
}

/// Formats of picture files. Of these JPEG, PNG and SVG go into the outputs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    WebP,
    /// TIFF.
    Tiff,
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
            PictureFormat::Tiff => "tif",
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
            PictureFormat::Tiff => "image/tiff",
            PictureFormat::Svg => "image/svg+xml",
        }
    }
}

/// A part of a picture: where its left, top, right and bottom edges lie, as fractions of the
/// picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Crop(pub [f64; 4]);

impl Crop {
    /// All of it.
    pub const WHOLE: Crop = Crop([0.0, 0.0, 1.0, 1.0]);

    /// The smallest part that has both in it.
    #[must_use]
    pub fn with(self, other: Crop) -> Crop {
        let [a, b] = [self.0, other.0];
        Crop([a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
    }

    /// How much of the picture it is, 0 to 1.
    #[must_use]
    pub fn area(self) -> f64 {
        let [left, top, right, bottom] = self.0;
        (right - left) * (bottom - top)
    }
}

/// How pages show a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Placement {
    /// Width and height of the whole picture where it is largest, in inches.
    pub inches: (f64, f64),
    /// What can be seen of it in all places together, upright.
    pub crop: Crop,
}

impl Placement {
    /// For outputs that know the size by themselves.
    pub const UNSIZED: Placement = Placement { inches: (0.0, 0.0), crop: Crop::WHOLE };

    /// What serves here and in another place: as large as the larger, and with all that either
    /// shows.
    #[must_use]
    pub fn with(self, other: Placement) -> Placement {
        let ((a, b), (c, d)) = (self.inches, other.inches);
        Placement { inches: (a.max(c), b.max(d)), crop: self.crop.with(other.crop) }
    }
}

/// A rectangle of stored pixels: left, top, width, height.
pub type Region = [u32; 4];

/// A picture made ready for an output: JPEG, PNG or SVG, without anything in it that does not serve
/// to show it (`assets::pictures::bytes`).
#[derive(Debug, Clone, PartialEq)]
pub enum Encoded {
    /// A file that was made, and which of the picture's pixels it shows, if not all.
    Converted(PictureFile, Option<Region>),
    /// The picture's own file. It stays on the disk until it is needed: those of an e-book together
    /// are as large as the e-book.
    Original(Arc<Picture>),
}

/// A picture file that was made.
#[derive(Clone, PartialEq)]
pub struct PictureFile {
    /// The bytes.
    pub bytes: Arc<[u8]>,
    /// The format.
    pub format: PictureFormat,
}

/// The bytes of a picture file: of one that was made, or of one that was read for the occasion.
#[derive(Debug)]
pub enum PictureBytes {
    /// In memory for others, too.
    Shared(Arc<[u8]>),
    /// Read for whoever asked.
    Read(Vec<u8>),
}

impl AsRef<[u8]> for PictureBytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            PictureBytes::Shared(bytes) => bytes,
            PictureBytes::Read(bytes) => bytes,
        }
    }
}

impl Deref for PictureBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.as_ref()
    }
}

impl std::fmt::Debug for PictureFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PictureFile({:?}, {} bytes)", self.format, self.bytes.len())
    }
}

impl Encoded {
    /// Its format.
    #[must_use]
    pub fn format(&self) -> PictureFormat {
        match self {
            Encoded::Converted(made, _) => made.format,
            Encoded::Original(picture) => picture.info.format,
        }
    }

    /// Which of the picture's pixels it shows, if not all.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        match self {
            Encoded::Converted(_, region) => *region,
            Encoded::Original(_) => None,
        }
    }

    /// The name that the picture of this number has in the outputs, such as `7.jpg`.
    #[must_use]
    pub fn name(&self, number: usize) -> String {
        format!("{number}.{}", self.format().extension())
    }
}

/// Pictures made ready, by their numbers.
pub type Prepared = BTreeMap<usize, Encoded>;
