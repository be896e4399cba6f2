//! Fewer pixels: Lanczos, in linear light, so that fine light detail does not darken.

use std::sync::LazyLock;

use anyhow::{Context as _, Result};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{
    FilterType, PixelComponentMapper, PixelType, ResizeAlg, ResizeOptions, Resizer,
    create_srgb_mapper,
};
use image::{DynamicImage, GrayImage, RgbImage, RgbaImage};

static LIGHT: LazyLock<PixelComponentMapper> = LazyLock::new(create_srgb_mapper);

/// Makes a picture (gray, RGB or RGBA of eight bits) smaller.
pub(super) fn shrink(pixels: &DynamicImage, (width, height): (u32, u32)) -> Result<DynamicImage> {
    if (width, height) == (pixels.width(), pixels.height()) {
        return Ok(pixels.clone());
    }
    let (narrow, wide) = match pixels {
        DynamicImage::ImageLuma8(_) => (PixelType::U8, PixelType::U16),
        DynamicImage::ImageRgb8(_) => (PixelType::U8x3, PixelType::U16x3),
        _ => (PixelType::U8x4, PixelType::U16x4),
    };
    let from = ImageRef::new(pixels.width(), pixels.height(), pixels.as_bytes(), narrow)?;
    let mut light = Image::new(from.width(), from.height(), wide);
    LIGHT.forward_map(&from, &mut light)?;
    let mut small = Image::new(width, height, wide);
    let lanczos = ResizeAlg::Convolution(FilterType::Lanczos3);
    Resizer::new().resize(&light, &mut small, &ResizeOptions::new().resize_alg(lanczos))?;
    drop(light);
    let mut out = Image::new(width, height, narrow);
    LIGHT.backward_map(&small, &mut out)?;
    let bytes = out.into_vec();
    let made = match narrow {
        PixelType::U8 => GrayImage::from_raw(width, height, bytes).map(DynamicImage::from),
        PixelType::U8x3 => RgbImage::from_raw(width, height, bytes).map(DynamicImage::from),
        _ => RgbaImage::from_raw(width, height, bytes).map(DynamicImage::from),
    };
    made.context("a picture lost pixels while it was made smaller")
}
