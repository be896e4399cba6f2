//! Adds what Typst cannot write to a PDF by an incremental update (PDF 1.7, 7.5.6): the pages stay
//! byte for byte as Typst wrote them.
//!
//! Typst knows languages and regions but no scripts, so a book in `zh-Hans` would declare `zh-CN`.

use anyhow::{Context as _, Result, anyhow};
use lopdf::{Document, IncrementalDocument, LoadOptions, Object, ObjectId};

/// Bytes that the update takes, about.
const UPDATE: usize = 1 << 14;

/// Declares the language (BCP 47) in the catalog (PDF 1.7, 14.9.2) and in the XMP metadata.
///
/// # Errors
/// If the file is not as Typst writes it.
pub(super) fn declare_language(pdf: Vec<u8>, lang: &str) -> Result<Vec<u8>> {
    let document = Document::load_mem_with_options(&pdf, LoadOptions::with_filter(only_changed));
    let document = document.context("reading the PDF back")?;
    let size = pdf.len();
    let root = document.trailer.get(b"Root").and_then(Object::as_reference)?;
    let metadata = document.catalog()?.get(b"Metadata").and_then(Object::as_reference)?;
    let mut update = IncrementalDocument::create_from(pdf, document);

    update.opt_clone_object_to_new_document(root)?;
    let catalog = update.new_document.get_object_mut(root)?.as_dict_mut()?;
    catalog.set("Lang", Object::string_literal(lang));

    update.opt_clone_object_to_new_document(metadata)?;
    let stream = update.new_document.get_object_mut(metadata)?.as_stream_mut()?;
    let xmp = String::from_utf8(stream.content.clone()).context("XMP is UTF-8")?;
    let (head, rest) = xmp
        .split_once("<dc:language><rdf:Bag><rdf:li>")
        .ok_or_else(|| anyhow!("XMP has no dc:language"))?;
    let (_, tail) = rest.split_once("</rdf:li>").ok_or_else(|| anyhow!("XMP is cut off"))?;
    let open = "<dc:language><rdf:Bag><rdf:li>";
    stream.set_plain_content(format!("{head}{open}{lang}</rdf:li>{tail}").into_bytes());

    let mut out = Vec::with_capacity(size + UPDATE);
    update.save_to(&mut out).context("writing the update")?;
    Ok(out)
}

/// Keeps catalog and metadata alone: a long book has a hundred thousand objects.
fn only_changed(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let kind = match object {
        Object::Dictionary(dict) => dict.get_type(),
        Object::Stream(stream) => stream.dict.get_type(),
        _ => return None,
    };
    kind.is_ok_and(|kind| matches!(kind, b"Catalog" | b"Metadata")).then(|| (id, object.clone()))
}
