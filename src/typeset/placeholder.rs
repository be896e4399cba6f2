//! What layouts get in place of pictures in pixels: empty drawings of their proportions.

use std::sync::Arc;

use typst::foundations::Bytes;

use crate::model::Picture;

/// The file that layouts get for a picture: a drawing itself, an empty one in place of a raster.
#[must_use]
pub fn picture_file(picture: &Picture) -> Bytes {
    match &picture.drawing {
        Some(drawing) => Bytes::new(Arc::clone(drawing)),
        None => Bytes::from_string(svg(picture, "")),
    }
}

/// A drawing of the picture's size. The number in it tells one picture from another of its size.
pub(super) fn svg(picture: &Picture, content: &str) -> String {
    let (number, width, height) = (picture.number, picture.info.width, picture.info.height);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         id=\"picture-{number}\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\">{content}</svg>"
    )
}
