//! Pixels to files: JPEG for photographs, PNG for drawings and for what shows through.

use std::io::Cursor;

use anyhow::{Context as _, Result};
use image::DynamicImage;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use jpeg_encoder::QuantizationTableType;
use mozjpeg_rs::{Encoder, Preset, Subsampling, TrellisConfig};

use crate::assets::pictures::recipe::Recipe;
use crate::assets::press::Press;

/// Least share of pixels equal to the one before them in a drawing.
const FLAT: f64 = 0.5;

/// Whether pixels are of a drawing, a diagram or a screen shot rather than of a photograph: in
/// those most pixels are exactly like their neighbours, and JPEG would blur the edges.
pub(super) fn is_drawing(pixels: &DynamicImage) -> bool {
    let bytes = pixels.as_bytes();
    let channels = pixels.color().channel_count();
    let same = match channels {
        1 => equal::<1>(bytes),
        3 => equal::<3>(bytes),
        _ => equal::<4>(bytes),
    };
    same as f64 >= FLAT * (bytes.len() / usize::from(channels)) as f64 - 1.0
}

/// How many pixels of `N` bytes are like the one before them.
fn equal<const N: usize>(bytes: &[u8]) -> usize {
    let (pixels, _) = bytes.as_chunks::<N>();
    pixels.windows(2).filter(|pair| pair[0] == pair[1]).count()
}

/// A baseline JPEG (every reader and RIP takes it) with optimised tables and quantisation; in the
/// inks of a press if there is one.
pub(super) fn jpeg(
    pixels: &DynamicImage,
    recipe: &Recipe,
    press: Option<&Press>,
) -> Result<Vec<u8>> {
    if let (Some(press), None) = (press, pixels.as_luma8()) {
        return inks(pixels, recipe.quality, press);
    }
    let chroma = if recipe.full_colour { Subsampling::S444 } else { Subsampling::S420 };
    let encoder = Encoder::new(Preset::BaselineBalanced).quality(recipe.quality);
    // Trellis quantisation of the DC coefficients takes a third of the time and saves less than a
    // thousandth of the bytes.
    let trellis = TrellisConfig { dc_enabled: false, ..TrellisConfig::default() };
    let encoder = encoder.subsampling(chroma).trellis(trellis);
    let (width, height) = (pixels.width(), pixels.height());
    let made = match pixels {
        DynamicImage::ImageLuma8(gray) => encoder.encode_gray(gray, width, height),
        other => encoder.encode_rgb(&other.to_rgb8(), width, height),
    };
    made.context("encoding a picture")
}

/// A JPEG in four inks, as YCCK: what cyan, magenta and yellow share is written once.
fn inks(pixels: &DynamicImage, quality: u8, press: &Press) -> Result<Vec<u8>> {
    let side = |pixels: u32| u16::try_from(pixels).context("a picture is too large for JPEG");
    let (width, height) = (side(pixels.width())?, side(pixels.height())?);
    let inks = press.photograph(&pixels.to_rgb8())?;
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, quality);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_1_1);
    // The tables that the other encoder takes.
    let table = QuantizationTableType::ImageMagick;
    encoder.set_quantization_tables(table.clone(), table);
    encoder.set_optimized_huffman_tables(true);
    let made = encoder.encode(&inks, width, height, jpeg_encoder::ColorType::CmykAsYcck);
    made.context("encoding a picture")?;
    Ok(out)
}

/// A PNG.
pub(super) fn png(pixels: &DynamicImage) -> Result<Vec<u8>> {
    let mut out = Cursor::new(Vec::new());
    let encoder =
        PngEncoder::new_with_quality(&mut out, CompressionType::Best, FilterType::Adaptive);
    pixels.write_with_encoder(encoder).context("encoding a picture")?;
    Ok(out.into_inner())
}
