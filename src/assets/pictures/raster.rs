//! What the headers of pictures in pixels say; drawings (SVG) are read by `svg`.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::tiff::TiffDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{AnimationDecoder as _, ExtendedColorType, ImageDecoder, ImageFormat};
use memchr::memmem;

use crate::assets::pictures::budget::{MAX_PIXELS, MAX_SIDE, limits};
use crate::assets::pictures::error::PictureError;
use crate::assets::pictures::srgb;
use crate::model::{Colours, PictureFormat, PictureInfo};

/// Finds out what a picture in pixels is; `None` if the bytes are of no such format.
pub(super) fn probe(bytes: &[u8]) -> Option<Result<PictureInfo, PictureError>> {
    if let Some(name) = unsupported(bytes) {
        return Some(Err(PictureError::UnsupportedFormat(name)));
    }
    let format = image::guess_format(bytes).ok()?;
    Some(headers(bytes, format))
}

/// What the headers of a raster of this format say.
fn headers(bytes: &[u8], format: ImageFormat) -> Result<PictureInfo, PictureError> {
    let input = Cursor::new(bytes);
    match format {
        ImageFormat::Jpeg => {
            if !jpeg_is_whole(bytes) {
                return Err(PictureError::Damaged("no end of image (EOI)".to_owned()));
            }
            // The decoder turns four inks into three colours, but the file can pass as it is.
            let inks = (jpeg_components(bytes) == Some(4)).then_some(Colours::Cmyk);
            read(JpegDecoder::new(input), PictureFormat::Jpeg, inks)
        }
        ImageFormat::Png => {
            let decoder = PngDecoder::with_limits(input, limits());
            let animated = decoder.as_ref().is_ok_and(|png| png.is_apng().unwrap_or(false));
            Ok(PictureInfo { animated, ..read(decoder, PictureFormat::Png, None)? })
        }
        ImageFormat::Gif => {
            let info = read(GifDecoder::new(input), PictureFormat::Gif, None)?;
            Ok(PictureInfo { animated: gif_is_animated(bytes), ..info })
        }
        ImageFormat::WebP => {
            let decoder = WebPDecoder::new(input);
            let animated = decoder.as_ref().is_ok_and(WebPDecoder::has_animation);
            Ok(PictureInfo { animated, ..read(decoder, PictureFormat::WebP, None)? })
        }
        ImageFormat::Tiff => read(TiffDecoder::new(input), PictureFormat::Tiff, None),
        _ => Err(PictureError::Unknown),
    }
}

/// Families of formats (ISO/IEC 14496-12, 4.3) that cameras and telephones write.
fn unsupported(bytes: &[u8]) -> Option<&'static str> {
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
fn read(
    decoder: image::ImageResult<impl ImageDecoder>,
    format: PictureFormat,
    colours: Option<Colours>,
) -> Result<PictureInfo, PictureError> {
    let damaged = |error: image::ImageError| PictureError::Damaged(error.to_string());
    let mut decoder = decoder.map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if width.max(height) > MAX_SIDE || u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(PictureError::TooLarge(width, height));
    }
    if width == 0 || height == 0 {
        return Err(PictureError::Damaged(format!("{width}×{height}")));
    }
    if matches!(decoder.original_color_type(), ExtendedColorType::Cmyk8 | ExtendedColorType::Cmyk16)
    {
        return Err(PictureError::Inks);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms).to_exif();
    let profile = decoder.icc_profile().ok().flatten();
    let (width, height) = (f64::from(width), f64::from(height));
    let (width, height) = if orientation > 4 { (height, width) } else { (width, height) };
    let decoded = if decoder.color_type().has_color() { Colours::Rgb } else { Colours::Gray };
    let colours = colours.unwrap_or(decoded);
    let profiled = profile.is_some_and(|profile| srgb::is_other(&profile, colours));
    Ok(PictureInfo { format, width, height, orientation, colours, profiled, animated: false })
}

/// Whether a second frame follows the first.
fn gif_is_animated(bytes: &[u8]) -> bool {
    let Ok(mut decoder) = GifDecoder::new(Cursor::new(bytes)) else { return false };
    decoder.set_limits(limits()).is_ok() && decoder.into_frames().take(2).flatten().count() > 1
}

/// Whether the last scan is closed (ITU-T T.81, B.1.1.3): decoders fill missing data with gray and
/// report nothing.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    // Found at once in most files: the marker is at their end.
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
