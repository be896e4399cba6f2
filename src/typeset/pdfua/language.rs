//! The language of the book.
//!
//! Typst knows languages and regions but no scripts, so a book in `zh-Hans` would declare `zh-CN`.

use anyhow::{Context as _, Result, anyhow};
use lopdf::{Document, Object};

/// Declares the language (BCP 47) in the catalog (PDF 1.7, 14.9.2) and in the XMP metadata.
///
/// # Errors
/// If the file is not as Typst writes it.
pub(super) fn declare(document: &mut Document, lang: &str) -> Result<()> {
    let catalog = document.catalog_mut()?;
    catalog.set("Lang", Object::string_literal(lang));
    let metadata = catalog.get(b"Metadata").and_then(Object::as_reference)?;
    let stream = document.get_object_mut(metadata)?.as_stream_mut()?;
    let xmp = String::from_utf8(stream.content.clone()).context("XMP is UTF-8")?;
    let open = "<dc:language><rdf:Bag><rdf:li>";
    let (head, rest) = xmp.split_once(open).ok_or_else(|| anyhow!("XMP has no dc:language"))?;
    let (_, tail) = rest.split_once("</rdf:li>").ok_or_else(|| anyhow!("XMP is cut off"))?;
    stream.set_plain_content(format!("{head}{open}{lang}</rdf:li>{tail}").into_bytes());
    Ok(())
}
