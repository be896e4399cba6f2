//! The file for the printer: what Typst's PDF lacks of one, added with `lopdf`.
//!
//! `boxes` sets trim, bleed and media, `marks` draws in the slug, `convert` turns what is gray or
//! RGB into inks, `identify` says PDF/X-4, and `preflight` reads the finished file back rule by rule. All of them take bytes or a PDF and know
//! neither Typst nor layouts; `edges` alone looks at pages, since a picture that stops at the trim
//! can be seen there best. Deliberately absent: imposition, trapping, overprint.
//!
//! The file is identified as PDF/X-4 and checked by [`RULES`]; it is not certified by anyone.

mod boxes;
mod convert;
mod edges;
mod identify;
mod objects;
mod preflight;
mod printers_marks;

use anyhow::{Context as _, Result};
use lopdf::Document;
use typst::text::Font;

use crate::assets::colour::Engine;
use crate::assets::icc::IccProfile;

pub(super) use edges::short;
pub use preflight::{PreflightIssue, PrintConditions, RULES, Rule, check};

/// Points in a millimetre.
const MM: f64 = 72.0 / 25.4;

/// What a print file is made for.
#[derive(Debug)]
pub struct PrintJob<'a> {
    /// The name of the file, for the slug.
    pub file: &'a str,
    /// The title of the book, for the slug.
    pub title: &'a str,
    /// Language as a BCP 47 tag.
    pub lang: &'a str,
    /// When the file was made, in seconds since 1970, UTC; for the slug.
    pub created: i64,
    /// Width and height of the trimmed page, in millimetres.
    pub trim: [f64; 2],
    /// Bleed on every side, in millimetres.
    pub bleed: f64,
    /// Room for marks beyond the bleed on every side, in millimetres.
    pub slug: f64,
    /// The printing condition.
    pub profile: &'a IccProfile,
    /// Whether gray and RGB become inks.
    pub convert: bool,
    /// Most ink in all, in percent.
    pub ink: f64,
    /// The face of the slug.
    pub font: &'a Font,
}

/// Makes a print file of Typst's PDF (1.6, without tags). The same input gives the same bytes.
///
/// # Errors
/// If the PDF is not as Typst writes it.
pub fn finish(pdf: &[u8], job: &PrintJob) -> Result<Vec<u8>> {
    let mut document = Document::load_mem(pdf).context("reading the PDF back")?;
    if job.convert {
        let engine = Engine::new(&job.profile.parsed)?;
        convert::convert(&mut document, &engine, (job.ink / 100.0) as f32)?;
    }
    identify::identify(&mut document, job)?;
    boxes::set(&mut document, job)?;
    printers_marks::draw(&mut document, job)?;
    let mut out = Vec::new();
    document.save_to(&mut out).context("writing the print file")?;
    Ok(out)
}
