//! Fewer pixels, in linear light, so that fine light detail does not darken.
//!
//! Lanczos does it; a picture that has many more pixels than wanted is halved first, as often as
//! [`LEFT`] times as many a side are left. That changes it by less than a tenth of what a good JPEG
//! changes, and takes half of the time and memory.

use std::sync::LazyLock;

use anyhow::{Context as _, Result};
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{
    FilterType, PixelComponentMapper, PixelTrait, PixelType, ResizeAlg, ResizeOptions, Resizer,
    create_srgb_mapper, pixels,
};
use image::{DynamicImage, GrayImage, RgbImage, RgbaImage};

/// How many times more pixels a side than wanted are left to Lanczos at the least.
const LEFT: f64 = 1.5;

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
    let size = (f64::from(pixels.width()), f64::from(pixels.height()));
    let times = (size.0 / f64::from(width)).min(size.1 / f64::from(height));
    let halvings = match narrow {
        // Transparent pixels must be weighted by their alpha.
        PixelType::U8x4 => 0,
        _ => (times / LEFT).log2().max(0.0) as u32,
    };
    let from = ImageRef::new(pixels.width(), pixels.height(), pixels.as_bytes(), narrow)?;
    let light = match (narrow, halvings) {
        (_, 0) => lit(&from, wide)?,
        (PixelType::U8, _) => halved::<1>(&from, halvings, wide)?,
        _ => halved::<3>(&from, halvings, wide)?,
    };
    let mut small = Image::new(width, height, wide);
    let lanczos = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    // An odd pixel at the end was half a pair.
    let left = |side: f64| side / f64::from(1 << halvings);
    let lanczos = lanczos.crop(0.0, 0.0, left(size.0), left(size.1));
    match narrow {
        PixelType::U8 => resample::<pixels::U16>(&light, &mut small, &lanczos)?,
        PixelType::U8x3 => resample::<pixels::U16x3>(&light, &mut small, &lanczos)?,
        _ => weighted(&light, &mut small, &lanczos)?,
    }
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

/// Resamples pixels of one kind. The library chooses among all kinds as the program runs, and has
/// code for each of them: 3 MB.
fn resample<P: PixelTrait>(from: &Image, to: &mut Image, options: &ResizeOptions) -> Result<()> {
    let from = from.typed_image::<P>().context("pixels of another kind")?;
    let mut to = to.typed_image_mut::<P>().context("pixels of another kind")?;
    Ok(Resizer::new().resize_typed(&from, &mut to, options)?)
}

/// Resamples pixels with alpha: their colours, weighted by it, and it by itself. The library can do
/// so too, with a table of half a megabyte.
fn weighted(from: &Image, to: &mut Image, options: &ResizeOptions) -> Result<()> {
    const FULL: u32 = u16::MAX as u32;
    let part = |part: [u8; 2]| u32::from(u16::from_ne_bytes(part));
    let bytes = |part: u32| (part.min(FULL) as u16).to_ne_bytes();
    let mut colours = Image::new(from.width(), from.height(), PixelType::U16x3);
    let mut alphas = Image::new(from.width(), from.height(), PixelType::U16);
    let (pixels, _) = from.buffer().as_chunks::<8>();
    let (weighted, _) = colours.buffer_mut().as_chunks_mut::<6>();
    let (kept, _) = alphas.buffer_mut().as_chunks_mut::<2>();
    for (at, pixel) in pixels.iter().enumerate() {
        let alpha = part([pixel[6], pixel[7]]);
        for channel in [0, 2, 4] {
            let light = part([pixel[channel], pixel[channel + 1]]);
            let light = bytes((light * alpha + FULL / 2) / FULL);
            (weighted[at][channel], weighted[at][channel + 1]) = (light[0], light[1]);
        }
        kept[at] = bytes(alpha);
    }
    let mut few = Image::new(to.width(), to.height(), PixelType::U16x3);
    resample::<pixels::U16x3>(&colours, &mut few, options)?;
    let mut alpha = Image::new(to.width(), to.height(), PixelType::U16);
    resample::<pixels::U16>(&alphas, &mut alpha, options)?;
    let (few, _) = few.buffer().as_chunks::<6>();
    let (alphas, _) = alpha.buffer().as_chunks::<2>();
    let (pixels, _) = to.buffer_mut().as_chunks_mut::<8>();
    for (at, pixel) in pixels.iter_mut().enumerate() {
        let alpha = part(alphas[at]);
        for channel in [0, 2, 4] {
            let light = part([few[at][channel], few[at][channel + 1]]);
            let light = (light * FULL + alpha / 2).checked_div(alpha).map_or([0; 2], bytes);
            (pixel[channel], pixel[channel + 1]) = (light[0], light[1]);
        }
        (pixel[6], pixel[7]) = (alphas[at][0], alphas[at][1]);
    }
    Ok(())
}

/// The pixels in linear light.
fn lit(from: &ImageRef, wide: PixelType) -> Result<Image<'static>> {
    let mut light = Image::new(from.width(), from.height(), wide);
    LIGHT.forward_map(from, &mut light)?;
    Ok(light)
}

/// The pixels of `N` channels in linear light, halved so many times, at least once.
fn halved<const N: usize>(from: &ImageRef, times: u32, wide: PixelType) -> Result<Image<'static>> {
    let all: [u8; 256] = std::array::from_fn(|value| value as u8);
    let light = lit(&ImageRef::new(256, 1, &all, PixelType::U8)?, PixelType::U16)?;
    let two = |at: usize| [light.buffer()[2 * at], light.buffer()[2 * at + 1]];
    let light: [u32; 256] = std::array::from_fn(|value| u16::from_ne_bytes(two(value)).into());
    let mut width = from.width() as usize;
    let mut half = half::<N, u8>(from.buffer(), width, |part| light[usize::from(part)]);
    for _ in 1..times {
        width = width.div_ceil(2);
        half = self::half::<N, u16>(&half, width, u32::from);
    }
    width = width.div_ceil(2);
    let mut out = Image::new(width as u32, (half.len() / N / width) as u32, wide);
    let (parts, _) = out.buffer_mut().as_chunks_mut();
    parts.iter_mut().zip(&half).for_each(|(to, part)| *to = part.to_ne_bytes());
    Ok(out)
}

/// The mean of each square of four pixels; a last row or column that lacks its other half has
/// itself for it.
///
/// Arrays and plain loops: adapters of iterators over chunks are not inlined from unit to unit, and
/// would take three times as long.
fn half<const N: usize, T: Copy>(from: &[T], width: usize, light: impl Fn(T) -> u32) -> Vec<u16> {
    let (row, to_width) = (width * N, width.div_ceil(2));
    let mut out = vec![[0; N]; to_width * (from.len() / row).div_ceil(2)];
    for (rows, to) in from.chunks(2 * row).zip(out.chunks_exact_mut(to_width)) {
        let (upper, _) = rows[..row].as_chunks::<N>();
        let (lower, _) = rows[rows.len() - row..].as_chunks::<N>();
        for (at, to) in to.iter_mut().enumerate() {
            let (left, right) = (2 * at, (2 * at + 1).min(width - 1));
            let (a, b, c, d) = (&upper[left], &upper[right], &lower[left], &lower[right]);
            for part in 0..N {
                let sum = light(a[part]) + light(b[part]) + light(c[part]) + light(d[part]);
                to[part] = ((sum + 2) / 4) as u16;
            }
        }
    }
    out.into_flattened()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| {
            let part = |by: u32| ((x * by + y * 7 + x * y % 11) % 97 + 60) as u8;
            image::Rgb([part(3), part(5), part(11)])
        })
    }

    #[test]
    fn squares_have_the_mean_of_the_light_in_them() -> Result<()> {
        // 60 and 200 by turns have the light of 151, and not of 130.
        let board =
            RgbImage::from_fn(101, 67, |x, y| image::Rgb([60 + 140 * ((x + y) % 2) as u8; 3]));
        let gray = DynamicImage::from(board.clone()).into_luma8();
        for board in [DynamicImage::from(board), gray.into()] {
            let small = shrink(&board, (16, 11))?;
            assert_eq!((small.width(), small.height()), (16, 11));
            assert!(small.to_rgb8().pixels().all(|pixel| pixel[0].abs_diff(151) <= 3));
        }
        Ok(())
    }

    #[test]
    fn nothing_moves_where_squares_are_cut() -> Result<()> {
        // An edge in the middle stays there, at whatever size.
        for width in 90..=110 {
            let edge = RgbImage::from_fn(width, 60, |x, _| {
                image::Rgb([if 2 * x < width { 0 } else { 255 }; 3])
            });
            let small = shrink(&edge.into(), (20, 12))?.into_rgb8();
            let dark = small.rows().map(|row| row.filter(|pixel| pixel[0] < 128).count());
            assert!(dark.into_iter().all(|count| count.abs_diff(10) <= 1), "{width}");
            assert_eq!((small.get_pixel(0, 0)[0], small.get_pixel(19, 11)[0]), (0, 255));
        }
        Ok(())
    }

    #[test]
    fn no_size_is_too_odd() -> Result<()> {
        for (width, height) in (1..30).flat_map(|width| (1..30).map(move |height| (width, height)))
        {
            let large = DynamicImage::from(noise(width, height));
            for size in [(1, 1), (width.div_ceil(3), height.div_ceil(3)), (width, 1), (1, height)] {
                let small = shrink(&large, size)?;
                assert_eq!((small.width(), small.height()), size);
            }
        }
        Ok(())
    }

    #[test]
    fn what_cannot_be_seen_gives_no_colour() -> Result<()> {
        // Red beside green that is not there: red, more and more of which can be looked through.
        let mixed = RgbaImage::from_fn(120, 90, |x, _| {
            image::Rgba(if x % 2 == 0 { [200, 30, 40, 255] } else { [0, 255, 0, 0] })
        });
        let small = shrink(&mixed.into(), (20, 15))?.into_rgba8();
        let near = |a: u8, b: u8| a.abs_diff(b) <= 2;
        for pixel in small.pixels().map(|pixel| pixel.0) {
            let [red, green, blue, alpha] = pixel;
            let good =
                near(red, 200) && near(green, 30) && near(blue, 40) && alpha.abs_diff(128) < 9;
            assert!(good, "{pixel:?}");
        }
        let blank = RgbaImage::from_pixel(50, 50, image::Rgba([9, 9, 9, 0]));
        let small = shrink(&blank.into(), (10, 10))?.into_rgba8();
        assert!(small.pixels().all(|pixel| pixel[3] == 0));
        Ok(())
    }

    #[test]
    fn averaging_first_changes_little() -> Result<()> {
        let large = DynamicImage::from(noise(400, 300));
        let first = shrink(&large, (200, 150))?;
        // At twice the size nothing is halved.
        assert_eq!((2.0 / LEFT).log2() as u32, 0);
        let whole = shrink(&large, (100, 75))?.into_rgb8();
        let parts = shrink(&first, (100, 75))?.into_rgb8();
        let off: u64 = whole.iter().zip(parts.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        assert!(off < 3 * whole.len() as u64, "{off} in {}", whole.len());
        Ok(())
    }
}
