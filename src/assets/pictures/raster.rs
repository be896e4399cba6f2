//! What the headers of pictures in pixels say; drawings (SVG) are read by `svg`.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::tiff::TiffDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{ExtendedColorType, ImageDecoder, ImageFormat};

use crate::assets::pictures::budget::{DEEP, MAX_PIXELS, MAX_SIDE, limits};
use crate::assets::pictures::error::{PictureError, guarded};
use crate::assets::pictures::segments::{self, Segment};
use crate::assets::pictures::{exif, frame, gif, png, scan, srgb, tiff};
use crate::diag::msg;
use crate::model::{Colours, PictureFormat, PictureInfo};

/// Finds out what a picture in pixels is; `None` if the bytes are of no such format.
pub(super) fn probe(bytes: &[u8]) -> Option<Result<PictureInfo, PictureError>> {
    if let Some(name) = unsupported(bytes) {
        return Some(Err(PictureError::UnsupportedFormat(name)));
    }
    if tiff::is_big(bytes) {
        return tiff::odd(bytes).map(|why| Err(PictureError::Odd(why)));
    }
    let format = image::guess_format(bytes).ok()?;
    Some(guarded(|| headers(bytes, format)))
}

/// What the headers of a raster of this format say.
fn headers(bytes: &[u8], format: ImageFormat) -> Result<PictureInfo, PictureError> {
    let input = Cursor::new(bytes);
    match format {
        ImageFormat::Jpeg => {
            // Decoders fill missing data with gray and report nothing.
            let Some(segments) = segments::segments(bytes) else {
                return Err(PictureError::Damaged("no end of image (EOI)".to_owned()));
            };
            scan::bounds(&segments)?;
            if let Some(why) = frame::odd(bytes, &segments) {
                return Err(PictureError::Odd(why));
            }
            // The decoder turns four inks into three colours, but the file can pass as it is.
            let inks = (components(bytes, &segments) == Some(4)).then_some(Colours::Cmyk);
            let info = read(JpegDecoder::new(input), PictureFormat::Jpeg, inks)?;
            let profiled = info.profiled || is_adobe_rgb(bytes, info.colours);
            Ok(PictureInfo { profiled, ..info })
        }
        ImageFormat::Png => {
            // The decoder calls sides beyond its limits an error of the file.
            let side = |at: usize| bytes.get(at..at + 4).and_then(|it| it.try_into().ok());
            if let (Some(width), Some(height)) = (side(16), side(20)) {
                let (width, height) = (u32::from_be_bytes(width), u32::from_be_bytes(height));
                if width.max(height) > MAX_SIDE {
                    return Err(PictureError::TooLarge(width, height));
                }
            }
            png::bounds(bytes)?;
            let decoder = PngDecoder::with_limits(input, limits());
            let animated = decoder.as_ref().is_ok_and(|it| it.is_apng().unwrap_or(false));
            Ok(PictureInfo { animated, ..read(decoder, PictureFormat::Png, None)? })
        }
        ImageFormat::Gif => {
            let info = read(GifDecoder::new(input), PictureFormat::Gif, None)?;
            Ok(PictureInfo { animated: gif::moves(bytes), ..info })
        }
        ImageFormat::WebP => {
            let decoder = WebPDecoder::new(input);
            let animated = decoder.as_ref().is_ok_and(WebPDecoder::has_animation);
            Ok(PictureInfo { animated, ..read(decoder, PictureFormat::WebP, None)? })
        }
        ImageFormat::Tiff => {
            let info = read(TiffDecoder::new(input), PictureFormat::Tiff, None);
            let info = info.map_err(|error| tiff_error(bytes, error))?;
            Ok(PictureInfo { animated: tiff::has_pages(bytes), ..info })
        }
        _ => Err(PictureError::Unknown),
    }
}

/// An error of a TIFF that could not be read: what is odd in it, if anything is.
pub(super) fn tiff_error(bytes: &[u8], error: PictureError) -> PictureError {
    match error {
        PictureError::Damaged(why) => {
            tiff::odd(bytes).map_or(PictureError::Damaged(why), PictureError::Odd)
        }
        other => other,
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
    let deep = decoder.color_type().bytes_per_pixel() / decoder.color_type().channel_count() > 1;
    if deep && u64::from(width) * u64::from(height) > MAX_PIXELS / DEEP {
        let most = MAX_PIXELS / DEEP / 10_000;
        return Err(PictureError::TooMuch(msg!(
            "{width}×{height} 像素，每色 16 位或更多；这样的图不超过 {most} 万像素，存成 8 位再用",
            "{width}×{height} pixels of 16 bits a colour or more, of which at most {most}0,000 are \
             taken; save it with 8 bits"
        )));
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
    Ok(PictureInfo {
        format,
        width,
        height,
        orientation,
        colours,
        profiled,
        animated: false,
        letters: None,
    })
}

/// The number of colour components, from the head of the frame (ITU-T T.81, B.2.2).
fn components(bytes: &[u8], segments: &[Segment]) -> Option<u8> {
    let frame = segments.iter().find(|segment| segment.is_frame())?;
    bytes[frame.contents.clone()].get(5).copied()
}

/// Whether the colours of a JPEG are Adobe RGB by what its Exif says, and it has no profile.
pub(super) fn is_adobe_rgb(bytes: &[u8], colours: Colours) -> bool {
    let read = || {
        let mut decoder = JpegDecoder::new(Cursor::new(bytes)).ok()?;
        let exif = decoder.exif_metadata().ok()??;
        let profile = decoder.icc_profile().ok()?;
        Some(profile.is_none() && exif::says_adobe_rgb(&exif))
    };
    colours == Colours::Rgb && read().unwrap_or(false)
}
