//! Files to pixels: eight bits, gray or sRGB, with alpha only where something shows through.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder as _, ImageReader};

use crate::assets::pictures::{jpeg, srgb};
use crate::assets::probe;
use crate::model::{Colours, Facts, Picture, PictureFormat};

/// The stored pixels of a picture, not turned.
///
/// # Errors
/// Says what is broken.
pub(super) fn decode(bytes: &[u8], picture: &Picture) -> Result<DynamicImage, String> {
    let Facts { format, colours, profiled, .. } = picture.facts;
    let said = |error: image::ImageError| error.to_string();
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let mut reader = reader.map_err(|error| error.to_string())?;
    reader.limits(probe::limits());
    let mut decoder = reader.into_decoder().map_err(said)?;
    let profile = decoder.icc_profile().ok().flatten();
    let profile = profile.filter(|_| profiled && colours != Colours::Cmyk);
    let pixels = match format {
        PictureFormat::Jpeg => jpeg::decode(bytes, colours)?,
        _ => plain(DynamicImage::from_decoder(decoder).map_err(said)?),
    };
    Ok(match profile {
        Some(profile) => srgb::converted(pixels, &profile),
        None => pixels,
    })
}

/// Eight bits; alpha that hides nothing goes.
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
