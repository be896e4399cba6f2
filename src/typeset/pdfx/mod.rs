//! The PDF for the printer: adds with `lopdf` what Typst's PDF lacks.
//!
//! `boxes` sets trim, bleed and media, `printers_marks` draws in the slug, `convert` turns what is
//! gray or RGB into inks and has `recolour` rewrite operators with that, which also has black
//! overprint, `identify` says PDF/X-4, and `preflight` reads the finished file back rule by rule.
//! All of them take bytes or a PDF and know neither Typst nor layouts; `edges` alone looks at
//! pages, since a picture that stops at the trim can be seen there best. Imposition and trapping
//! are left to the printer.
//!
//! The file is identified as PDF/X-4 and checked by [`RULES`]; there is no PDF/X validator to
//! certify it.

mod boxes;
mod convert;
mod edges;
mod identify;
mod job;
mod objects;
mod preflight;
mod printers_marks;
mod recolour;
mod state;

use anyhow::{Context as _, Result};
use lopdf::Document;

use crate::assets::colour::Engine;

pub(super) use edges::short;
pub use job::PrintJob;
pub(super) use preflight::PPI;
pub use preflight::{PreflightIssue, PrintConditions, RULES, Rule, check};

/// Makes a print file of Typst's PDF (1.6, without tags). The same input gives the same bytes.
///
/// # Errors
/// If the PDF is not as Typst writes it.
pub fn finish(pdf: Vec<u8>, job: &PrintJob) -> Result<Vec<u8>> {
    let mut document = Document::load_mem(&pdf).context("reading the PDF back")?;
    let size = pdf.len();
    drop(pdf);
    let engine = job.convert.then(|| Engine::new(&job.profile.parsed)).transpose()?;
    convert::convert(&mut document, engine.as_ref(), (job.ink / 100.0) as f32)?;
    identify::identify(&mut document, job)?;
    boxes::set(&mut document, job)?;
    printers_marks::draw(&mut document, job)?;
    let mut out = Vec::with_capacity(size + size / 8);
    document.save_to(&mut out).context("writing the print file")?;
    Ok(out)
}
