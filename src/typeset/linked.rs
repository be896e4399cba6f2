//! Pictures as layouts see them: a JPEG stands behind a small SVG that links it.
//!
//! Typst decodes every raster that it is given and keeps the pixels, though the PDF then carries
//! the JPEG as it came. Behind a link it is passed on undecoded: the same stream and the same tags
//! for a fraction of the time and memory. What Typst would have read in the file is ours then:
//! that it is whole and its size (`assets::probe`), and how it is turned (here). Other rasters are
//! left alone: the PDF holds their pixels anyway.

use std::sync::Arc;

use typst::foundations::Bytes;

use crate::model::{Picture, PictureFormat};

/// The path by which layouts show a picture.
pub(super) fn path(picture: &Picture) -> String {
    match picture.format {
        PictureFormat::Jpeg => format!("/img/{}.svg", picture.number),
        _ => format!("/img/{}", picture.file_name()),
    }
}

/// The files of a picture by absolute virtual path: its own, and before a JPEG the SVG.
#[must_use]
pub fn files(picture: &Picture) -> Vec<(String, Bytes)> {
    let own = (format!("/img/{}", picture.file_name()), Bytes::new(Arc::clone(&picture.bytes)));
    match picture.format {
        PictureFormat::Jpeg => vec![(path(picture), Bytes::from_string(link(picture))), own],
        _ => vec![own],
    }
}

/// An SVG of the picture's size that shows the linked file the right way round.
fn link(picture: &Picture) -> String {
    let (width, height) = (picture.width, picture.height);
    // The size of the stored pixels; the right side of each matrix is in the shown ones.
    let (w, h) = if picture.orientation > 4 { (height, width) } else { (width, height) };
    let matrix = match picture.orientation {
        2 => format!("-1 0 0 1 {w} 0"),
        3 => format!("-1 0 0 -1 {w} {h}"),
        4 => format!("1 0 0 -1 0 {h}"),
        5 => "0 1 1 0 0 0".to_owned(),
        6 => format!("0 1 -1 0 {h} 0"),
        7 => format!("0 -1 -1 0 {h} {w}"),
        8 => format!("0 -1 1 0 0 {w}"),
        _ => "1 0 0 1 0 0".to_owned(),
    };
    let file = picture.file_name();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\
         <image xlink:href=\"{file}\" width=\"{w}\" height=\"{h}\" preserveAspectRatio=\"none\" \
         transform=\"matrix({matrix})\"/></svg>"
    )
}
