//! Page boxes (ISO 32000-1, 14.11.2; ISO 15930-7:2010, 6.6).
//!
//! The origin stays at the corner where Typst put it, so the media box begins at negative
//! coordinates: patterns and gradients do not follow a shift of the contents. What is drawn is cut
//! at the bleed, and the slug is left to the marks.

use anyhow::{Context as _, Result};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use crate::typeset::pdfx::job::{MM, PrintJob};
use crate::typeset::pdfx::objects;

/// Left, bottom, right and top, in points.
pub(super) type Box = [f64; 4];

/// A box grown by `by` points on every side.
pub(super) fn grown([left, bottom, right, top]: Box, by: f64) -> Box {
    [left - by, bottom - by, right + by, top + by]
}

/// Reads a box of a page.
pub(super) fn get(document: &Document, page: ObjectId, name: &[u8]) -> Option<Box> {
    let dict = objects::dict(document, page).ok()?;
    numbers(document, dict, name)?.try_into().ok()
}

/// Reads an array of numbers.
pub(super) fn numbers(document: &Document, dict: &Dictionary, name: &[u8]) -> Option<Vec<f64>> {
    let array = dict.get_deref(name, document).ok()?.as_array().ok()?;
    array.iter().map(|number| number.as_float().ok().map(f64::from)).collect()
}

/// Sets the boxes of every page and cuts its contents at the bleed.
pub(super) fn set(document: &mut Document, job: &PrintJob) -> Result<()> {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    for page in pages {
        let media = get(document, page, b"MediaBox").context("a page without MediaBox")?;
        // Typst writes the trim if there is a bleed; else the page is the trim.
        let [left, bottom, ..] = get(document, page, b"TrimBox").unwrap_or(media);
        // From the millimetres of the layout: Typst's own numbers are rounded twice.
        let trim = [left, bottom, left + job.trim[0] * MM, bottom + job.trim[1] * MM];
        let bleed = grown(trim, job.bleed * MM);
        let [x, y, right, top] = bleed;
        let before = format!("q {x:.3} {y:.3} {:.3} {:.3} re W n\n", right - x, top - y);
        let contents = match objects::dict(document, page)?.get(b"Contents") {
            Ok(Object::Array(streams)) => streams.clone(),
            Ok(stream) => vec![stream.clone()],
            Err(_) => Vec::new(),
        };
        let before = document.add_object(Stream::new(Dictionary::new(), before.into_bytes()));
        let after = document.add_object(Stream::new(Dictionary::new(), b"\nQ\n".to_vec()));
        let mut all = vec![Object::Reference(before)];
        all.extend(contents);
        all.push(Object::Reference(after));
        let dict = objects::dict_mut(document, page)?;
        dict.set("Contents", all);
        dict.set("MediaBox", array(grown(bleed, job.slug * MM)));
        dict.set("BleedBox", array(bleed));
        dict.set("TrimBox", array(trim));
        dict.remove(b"CropBox");
        dict.remove(b"ArtBox");
    }
    Ok(())
}

pub(super) fn array(numbers: Box) -> Object {
    Object::Array(numbers.iter().map(|n| Object::Real(*n as f32)).collect())
}
