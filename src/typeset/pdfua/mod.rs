//! The PDF for screens: adds with `lopdf` what Typst cannot write.
//!
//! `language` declares the script of the book, `gaps` keeps viewers from taking the space between
//! Han characters and figures for a word space, `tags` mends the structure, with `tree` to read and
//! write it.

mod gaps;
mod language;
mod tags;
mod tree;

use anyhow::{Context as _, Result};
use lopdf::Document;

/// Completes Typst's PDF (1.7, tagged). `lang` is the language of the book (BCP 47). The same input
/// gives the same bytes.
///
/// # Errors
/// If the PDF is not as Typst writes it.
pub(super) fn finish(pdf: &[u8], lang: &str) -> Result<Vec<u8>> {
    let mut document = Document::load_mem(pdf).context("reading the PDF back")?;
    language::declare(&mut document, lang)?;
    gaps::close(&mut document)?;
    tags::mend(&mut document)?;
    let mut out = Vec::with_capacity(pdf.len());
    document.save_to(&mut out).context("writing the PDF")?;
    Ok(out)
}
