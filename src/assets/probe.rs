//! What a picture's bytes are: format, size, colours, and whether they seem whole.
//!
//! Told by content, never by the name, and from the headers alone: pixels are decoded once, when a
//! picture is prepared (`pictures`), which also proves that they are there.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::tiff::TiffDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{AnimationDecoder as _, ExtendedColorType, ImageDecoder, ImageFormat, Limits};
use memchr::memmem;

use crate::assets::{pictures, svg};
use crate::diag::{Code, Findings, Said};
use crate::model::{Colours, Facts, PictureFormat};
use crate::said;
use crate::source::Place;

/// Longest side, in pixels.
const MAX_SIDE: u32 = 32_767;

/// Most pixels.
pub(super) const MAX_PIXELS: u64 = 100_000_000;

/// Why a picture cannot be used.
#[derive(Debug)]
pub enum Fault {
    /// It is of no format that we take.
    Unknown,
    /// It has too many pixels: width, height.
    TooLarge(u32, u32),
    /// Its data are broken.
    Damaged(String),
    /// It has four inks in a format of which we take none.
    Inks,
    /// It is of a format that needs a decoder which we do not have.
    Foreign(&'static str),
    /// An SVG that needs something outside of itself.
    NotSelfContained(Said),
}

impl Fault {
    /// Says so, of the picture of this path.
    pub fn report(&self, path: &str, at: &Place, found: &mut Findings) {
        let (code, why) = match self {
            Fault::Unknown => (
                Code::I01,
                said!(
                    "内容不是 JPEG、PNG、TIFF、GIF、WebP 或 SVG",
                    "it is not JPEG, PNG, TIFF, GIF, WebP or SVG"
                ),
            ),
            Fault::Foreign(name) => (Code::I01, said!("格式是 {name}", "its format is {name}")),
            Fault::TooLarge(w, h) => (Code::I02, said!("{w}×{h} 像素", "{w}×{h} pixels")),
            Fault::Damaged(why) => (Code::I03, said!("{why}", "{why}")),
            Fault::Inks => (
                Code::I05,
                said!("颜色是 CMYK，格式不是 JPEG", "its colours are CMYK and it is no JPEG"),
            ),
            Fault::NotSelfContained(why) => (Code::I04, why.clone()),
        };
        let (zh, en) = (why.zh, why.en);
        found.add(code, Some(at), said!("{path}：{zh}", "{path}: {en}"));
    }
}

/// Finds out what a picture is.
///
/// # Errors
/// Says why it cannot be used.
pub fn probe(bytes: &[u8]) -> Result<Facts, Fault> {
    if let Some(name) = foreign(bytes) {
        return Err(Fault::Foreign(name));
    }
    let input = Cursor::new(bytes);
    match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => {
            if !jpeg_is_whole(bytes) {
                return Err(Fault::Damaged("no end of image (EOI)".to_owned()));
            }
            // The decoder turns four inks into three colours, but the file can pass as it is.
            let inks = (jpeg_components(bytes) == Some(4)).then_some(Colours::Cmyk);
            raster(JpegDecoder::new(input), PictureFormat::Jpeg, inks)
        }
        Ok(ImageFormat::Png) => {
            let decoder = PngDecoder::with_limits(input, limits());
            let moving = decoder.as_ref().is_ok_and(|png| png.is_apng().unwrap_or(false));
            Ok(Facts { moving, ..raster(decoder, PictureFormat::Png, None)? })
        }
        Ok(ImageFormat::Gif) => {
            let facts = raster(GifDecoder::new(input), PictureFormat::Gif, None)?;
            Ok(Facts { moving: gif_moves(bytes), ..facts })
        }
        Ok(ImageFormat::WebP) => {
            let decoder = WebPDecoder::new(input);
            let moving = decoder.as_ref().is_ok_and(WebPDecoder::has_animation);
            Ok(Facts { moving, ..raster(decoder, PictureFormat::WebP, None)? })
        }
        Ok(ImageFormat::Tiff) => raster(TiffDecoder::new(input), PictureFormat::Tiff, None),
        Ok(_) => Err(Fault::Unknown),
        Err(_) => {
            let (width, height) = svg::probe(bytes)?;
            Ok(Facts {
                format: PictureFormat::Svg,
                width,
                height,
                orientation: 1,
                colours: Colours::Rgb,
                profiled: false,
                moving: false,
            })
        }
    }
}

/// What a decoder may take.
pub(super) fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(8 * MAX_PIXELS);
    limits
}

/// Families of formats (ISO/IEC 14496-12, 4.3) that cameras and telephones write.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    if bytes.get(4..8)? != b"ftyp" {
        return None;
    }
    match bytes.get(8..12)? {
        b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1" => {
            Some("HEIC")
        }
        b"avif" | b"avis" => Some("AVIF"),
        _ => None,
    }
}

/// What the headers say; `colours` where they are known better than the decoder tells.
fn raster(
    decoder: image::ImageResult<impl ImageDecoder>,
    format: PictureFormat,
    colours: Option<Colours>,
) -> Result<Facts, Fault> {
    let damaged = |error: image::ImageError| Fault::Damaged(error.to_string());
    let mut decoder = decoder.map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(Fault::TooLarge(width, height));
    }
    if width == 0 || height == 0 {
        return Err(Fault::Damaged(format!("{width}×{height}")));
    }
    if matches!(decoder.original_color_type(), ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16)
    {
        return Err(Fault::Inks);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms).to_exif();
    let profile = decoder.icc_profile().ok().flatten();
    let (width, height) = (f64::from(width), f64::from(height));
    let (width, height) = if orientation > 4 { (height, width) } else { (width, height) };
    let decoded = if decoder.color_type().has_color() { Colours::Rgb } else { Colours::Gray };
    let colours = colours.unwrap_or(decoded);
    let profiled = profile.is_some_and(|profile| pictures::is_other(&profile, colours));
    Ok(Facts { format, width, height, orientation, colours, profiled, moving: false })
}

/// Whether a second frame follows the first.
fn gif_moves(bytes: &[u8]) -> bool {
    let Ok(mut decoder) = GifDecoder::new(Cursor::new(bytes)) else { return false };
    decoder.set_limits(limits()).is_ok() && decoder.into_frames().take(2).flatten().count() > 1
}

/// Whether the last scan is closed (ITU-T T.81, B.1.1.3): decoders fill what is missing with grey
/// and say nothing.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    // In most files the end is the end, and nothing has to be searched.
    let end = memmem::rfind(bytes, &[0xFF, 0xD9]);
    end.is_some_and(|end| memmem::find(&bytes[end..], &[0xFF, 0xDA]).is_none())
}

/// The number of colour components, from the frame header (ITU-T T.81, B.2.2).
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
