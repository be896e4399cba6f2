//! What a print file is made for.

use typst::text::Font;

use crate::assets::icc::IccProfile;
use crate::model::CoverSheet;

/// Points in a millimetre.
pub(super) const MM: f64 = 72.0 / 25.4;

/// What a print file is made for.
#[derive(Debug)]
pub struct PrintJob<'a> {
    /// The name of the file, for the slug.
    pub file: &'a str,
    /// The title of the book, for the slug.
    pub title: &'a str,
    /// Language as a BCP 47 tag.
    pub lang: &'a str,
    /// The date for the slug, with what it is the date of; may be empty.
    pub dated: &'a str,
    /// Width and height of the trimmed page, in millimetres.
    pub trim: [f64; 2],
    /// Bleed on every side, in millimetres.
    pub bleed: f64,
    /// Room for marks beyond the bleed on every side, in millimetres.
    pub slug: f64,
    /// The cover, if it is what is printed.
    pub sheet: Option<&'a CoverSheet>,
    /// The printing condition.
    pub profile: &'a IccProfile,
    /// Whether gray and RGB become inks.
    pub convert: bool,
    /// Most ink in all, in percent.
    pub ink: f64,
    /// The face of the slug.
    pub font: &'a Font,
}
