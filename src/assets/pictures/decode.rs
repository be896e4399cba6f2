//! Files to pixels: eight bits, gray or sRGB, with alpha only where a pixel is transparent.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageReader, ImageResult};

use crate::assets::pictures::error::{PictureError, damaged};
use crate::assets::pictures::{budget, jpeg, raster, srgb};
use crate::model::{Picture, PictureFormat, PictureInfo};

/// The stored pixels of a picture, not turned.
///
/// # Errors
/// Says what is broken.
pub(super) fn decode(bytes: &[u8], picture: &Picture) -> Result<DynamicImage, PictureError> {
    let PictureInfo { format, colours, profiled, .. } = picture.info;
    let (pixels, profile) = match format {
        PictureFormat::Jpeg => jpeg::decode(bytes, colours)?,
        PictureFormat::Tiff => {
            other(bytes).map_err(|error| raster::tiff_error(bytes, damaged(error)))?
        }
        _ => other(bytes).map_err(damaged)?,
    };
    Ok(match profile.filter(|_| profiled) {
        Some(profile) => srgb::converted(pixels, &profile),
        None => pixels,
    })
}

/// The pixels of a picture that is no JPEG, whatever its profile.
///
/// # Errors
/// Says what is broken.
pub(super) fn plain_pixels(bytes: &[u8]) -> Result<DynamicImage, PictureError> {
    other(bytes).map(|(pixels, _)| pixels).map_err(damaged)
}

/// The pixels of a picture that is no JPEG, and its profile.
fn other(bytes: &[u8]) -> ImageResult<(DynamicImage, Option<Vec<u8>>)> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    reader.limits(budget::limits());
    let mut decoder = reader.into_decoder()?;
    let profile = decoder.icc_profile().ok().flatten();
    Ok((plain(DynamicImage::from_decoder(decoder)?), profile))
}

/// Eight bits; an alpha channel without transparency is dropped.
fn plain(pixels: DynamicImage) -> DynamicImage {
    let color = pixels.color();
    if !color.has_alpha() {
        return if color.has_color() {
            pixels.into_rgb8().into()
        } else {
            pixels.into_luma8().into()
        };
    }
    let rgba = pixels.into_rgba8();
    match rgba.pixels().all(|pixel| pixel[3] == u8::MAX) {
        true if color.has_color() => DynamicImage::from(rgba).into_rgb8().into(),
        true => DynamicImage::from(rgba).into_luma8().into(),
        false => rgba.into(),
    }
}
