//! What a picture's bytes are: format, size, colours, and whether they seem whole.
//!
//! From the content, never the name, and from the headers alone: pixels are decoded once, when a
//! picture is prepared (`pictures`), which also checks them.

use crate::assets::pictures::error::PictureError;
use crate::assets::pictures::{raster, svg};
use crate::model::{Colours, PictureFormat, PictureInfo};

/// Finds out what a picture is.
///
/// # Errors
/// Says why it cannot be used.
pub fn probe(bytes: &[u8]) -> Result<PictureInfo, PictureError> {
    if let Some(info) = raster::probe(bytes) {
        return info;
    }
    let (width, height) = svg::probe(bytes)?;
    Ok(PictureInfo {
        format: PictureFormat::Svg,
        width,
        height,
        orientation: 1,
        colours: Colours::Rgb,
        profiled: false,
        animated: false,
    })
}
