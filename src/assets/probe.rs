//! What a picture's bytes are: format, size, and whether they are whole.
//!
//! Told by content, never by the name. Every raster is decoded once, within limits, because a
//! damaged file must be found before the printer finds it. Deliberately absent: resampling and
//! colour, which belong to the targets.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits};

use crate::assets::svg;
use crate::diag::Said;
use crate::model::PictureFormat;

/// Longest side, in pixels.
const MAX_SIDE: u32 = 32_767;

/// Most pixels.
const MAX_PIXELS: u64 = 100_000_000;

/// What was found out about a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Probe {
    /// The format.
    pub format: PictureFormat,
    /// Width in pixels, or user units of an SVG; the EXIF orientation is applied.
    pub width: f64,
    /// Height in the same units.
    pub height: f64,
    /// The orientation tag of Exif, 1 to 8.
    pub orientation: u8,
}

/// Why a picture cannot be used.
#[derive(Debug)]
pub enum Fault {
    /// It is of no format that we take.
    Unknown,
    /// It has too many pixels: width, height.
    TooLarge(u32, u32),
    /// Its data are broken.
    Damaged(String),
    /// It has four inks, which neither PDF/A-2 without a CMYK profile nor readers take.
    Cmyk,
    /// An SVG that needs something outside of itself.
    NotSelfContained(Said),
}

/// Finds out what a picture is.
///
/// # Errors
/// Says why it cannot be used.
pub fn probe(bytes: &[u8]) -> Result<Probe, Fault> {
    let format = match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => PictureFormat::Jpeg,
        Ok(ImageFormat::Png) => PictureFormat::Png,
        Ok(ImageFormat::Gif) => PictureFormat::Gif,
        Ok(ImageFormat::WebP) => PictureFormat::WebP,
        Ok(_) => return Err(Fault::Unknown),
        Err(_) => {
            let (width, height) = svg::probe(bytes)?;
            return Ok(Probe { format: PictureFormat::Svg, width, height, orientation: 1 });
        }
    };
    raster(bytes, format)
}

fn raster(bytes: &[u8], format: PictureFormat) -> Result<Probe, Fault> {
    let damaged = |error: image::ImageError| Fault::Damaged(error.to_string());
    let mut reader =
        ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Fault::Unknown)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(8 * MAX_PIXELS);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Fault::TooLarge(width, height));
    }
    if width == 0 || height == 0 {
        return Err(Fault::Damaged(format!("{width}×{height}")));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    DynamicImage::from_decoder(decoder).map_err(damaged)?;
    if format == PictureFormat::Jpeg && !jpeg_is_whole(bytes) {
        return Err(Fault::Damaged("no end of image (EOI)".to_owned()));
    }
    if format == PictureFormat::Jpeg && jpeg_components(bytes) == Some(4) {
        return Err(Fault::Cmyk);
    }
    let orientation = orientation.to_exif();
    let (width, height) = (f64::from(width), f64::from(height));
    let (width, height) = if orientation > 4 { (height, width) } else { (width, height) };
    Ok(Probe { format, width, height, orientation })
}

/// Whether the last scan is closed (ITU-T T.81, B.1.1.3): decoders fill what is missing with grey
/// and say nothing.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let find_last = |marker: [u8; 2]| bytes.windows(2).rposition(|pair| pair == marker);
    match (find_last([0xFF, 0xDA]), find_last([0xFF, 0xD9])) {
        (Some(scan), Some(end)) => end > scan,
        _ => false,
    }
}

/// The number of colour components, from the frame header (ITU-T T.81, B.2.2): the decoder turns
/// four into three, but the file is passed on as it is.
fn jpeg_components(bytes: &[u8]) -> Option<u8> {
    let mut at = 2;
    loop {
        let [0xFF, marker, high, low] = *bytes.get(at..at + 4)?.first_chunk::<4>()? else {
            return None;
        };
        match marker {
            // Fill bytes may stand before a marker.
            0xFF => at += 1,
            // All start-of-frame markers but the three that share their range.
            0xC0..=0xCF if !matches!(marker, 0xC4 | 0xC8 | 0xCC) => {
                return bytes.get(at + 9).copied();
            }
            0xDA => return None,
            _ => at += 2 + usize::from(u16::from_be_bytes([high, low])),
        }
    }
}
