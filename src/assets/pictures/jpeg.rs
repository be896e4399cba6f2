//! Strict decoding of JPEGs: missing data is an error and never filled with gray.
//!
//! Four inks become sRGB by the profile in the file, else by that of the printing condition in the
//! binary, which is what an untagged CMYK picture in a print shop most likely means. Their numbers
//! are inverted (255 is no ink), as Adobe's programs write them and all readers take them.

use image::{DynamicImage, GrayImage, RgbImage};
use moxcms::ColorProfile;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::assets::icc::FOGRA39;
use crate::assets::pictures::error::{PictureError, damaged};
use crate::assets::pictures::scan::MAX_SCANS;
use crate::assets::pictures::{raster, srgb};
use crate::model::Colours;

/// Checks the head of a picture.
///
/// # Errors
/// Says what is broken.
pub(super) fn head(bytes: &[u8]) -> Result<(), PictureError> {
    decoder(bytes).decode_headers().map_err(damaged)
}

/// The stored pixels in the colours of the file, inks in sRGB; and the profile of the file, if the
/// pixels are not converted by it yet.
///
/// # Errors
/// Says what is broken.
pub(super) fn decode(
    bytes: &[u8],
    colours: Colours,
) -> Result<(DynamicImage, Option<Vec<u8>>), PictureError> {
    let mut decoder = decoder(bytes);
    decoder.decode_headers().map_err(damaged)?;
    let (width, height) = decoder.dimensions().ok_or_else(|| damaged("no size"))?;
    let space = match (colours, decoder.input_colorspace()) {
        (Colours::Gray, _) => ColorSpace::Luma,
        (Colours::Rgb, _) => ColorSpace::RGB,
        // As stored: the decoder's own conversion from CMYK ignores the profile.
        (Colours::Cmyk, Some(ColorSpace::YCCK)) => ColorSpace::YCCK,
        (Colours::Cmyk, _) => ColorSpace::CMYK,
    };
    decoder.set_options(decoder.options().jpeg_set_out_colorspace(space));
    let mut pixels = decoder.decode().map_err(damaged)?;
    let mut profile = decoder.icc_profile();
    if profile.is_none() && raster::is_adobe_rgb(bytes, colours) {
        profile = ColorProfile::new_adobe_rgb().encode().ok();
    }
    if colours == Colours::Cmyk {
        pixels = shown(pixels, space == ColorSpace::YCCK, profile.take().as_deref())?;
    }
    let size = |side: usize| u32::try_from(side).unwrap_or(u32::MAX);
    let (width, height) = (size(width), size(height));
    let picture = match colours {
        Colours::Gray => GrayImage::from_raw(width, height, pixels).map(DynamicImage::from),
        Colours::Rgb | Colours::Cmyk => {
            RgbImage::from_raw(width, height, pixels).map(DynamicImage::from)
        }
    };
    Ok((picture.ok_or_else(|| damaged("pixels are missing"))?, profile))
}

fn decoder(bytes: &[u8]) -> JpegDecoder<ZCursor<&[u8]>> {
    // The probe has checked the size.
    let limit = usize::from(u16::MAX);
    let options = DecoderOptions::default().set_max_width(limit).set_max_height(limit);
    let options = options.set_strict_mode(true).jpeg_set_max_scans(MAX_SCANS);
    JpegDecoder::new_with_options(ZCursor::new(bytes), options)
}

/// Stored inks in sRGB.
fn shown(mut inks: Vec<u8>, ycck: bool, profile: Option<&[u8]>) -> Result<Vec<u8>, PictureError> {
    for pixel in inks.chunks_exact_mut(4) {
        if ycck {
            let [r, g, b] = rgb(pixel[0], pixel[1], pixel[2]);
            // Inverted twice: what is stored is 255 less the red, and the ink 255 less that.
            pixel.copy_from_slice(&[r, g, b, 255 - pixel[3]]);
        } else {
            pixel.iter_mut().for_each(|ink| *ink = 255 - *ink);
        }
    }
    let engine = profile.and_then(srgb::inks).or_else(|| srgb::inks(FOGRA39));
    let engine = engine.ok_or_else(|| damaged("no colour engine"))?;
    let mut out = vec![0; inks.len() / 4 * 3];
    engine.transform(&inks, &mut out).map_err(damaged)?;
    Ok(out)
}

/// ITU-T T.871, 7.
fn rgb(y: u8, cb: u8, cr: u8) -> [u8; 3] {
    let (y, cb, cr) = (f32::from(y), f32::from(cb) - 128.0, f32::from(cr) - 128.0);
    [y + 1.402 * cr, y - 0.344_136 * cb - 0.714_136 * cr, y + 1.772 * cb]
        .map(|part| part.round().clamp(0.0, 255.0) as u8)
}
