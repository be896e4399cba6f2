//! What a picture's bytes are: format, size, colours, and whether they seem whole.
//!
//! From the content, never the name, and from the headers alone: pixels are decoded once, when a
//! picture is prepared (`pictures`), which also checks them.

use std::sync::Arc;

use crate::assets::pictures::error::PictureError;
use crate::assets::pictures::raster;
use crate::assets::pictures::svg::read::{self as drawing, Drawing};
use crate::model::{Colours, PictureFormat, PictureInfo};

/// Finds out what a picture is.
///
/// # Errors
/// Says why it cannot be used.
pub fn probe(bytes: &[u8]) -> Result<PictureInfo, PictureError> {
    read(bytes).map(|(info, _)| info)
}

/// What a picture is; and if it is a drawing, the text of it that both outputs carry.
pub type Read = (PictureInfo, Option<Arc<[u8]>>);

/// Finds out what a picture is; and a drawing as both outputs carry it.
///
/// # Errors
/// Says why it cannot be used.
pub fn read(bytes: &[u8]) -> Result<Read, PictureError> {
    if let Some(info) = raster::probe(bytes) {
        return Ok((info?, None));
    }
    let Drawing { text, size: (width, height), letters } = drawing::read(bytes)?;
    let info = PictureInfo {
        format: PictureFormat::Svg,
        width,
        height,
        orientation: 1,
        colours: Colours::Rgb,
        profiled: false,
        animated: false,
        letters,
    };
    Ok((info, Some(text.into_bytes().into())))
}
