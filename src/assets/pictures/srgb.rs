//! Colours under a profile (ICC.1:2010) to sRGB.

use std::sync::Arc;

use image::DynamicImage;
use moxcms::{
    ColorProfile, DataColorSpace, Layout, RenderingIntent, Transform8BitExecutor, TransformOptions,
};

use crate::model::Colours;

/// Whether a profile says that colours mean something visibly else than sRGB, as inks always do. A
/// profile that cannot be read, or is for other colours than the picture has, says nothing.
pub(super) fn is_other(profile: &[u8], colours: Colours) -> bool {
    // Steps of each channel; the corners, the grays and what lies between.
    const STEPS: [u8; 5] = [0, 64, 128, 192, 255];
    let layout = match colours {
        Colours::Gray => Layout::Gray,
        Colours::Rgb => Layout::Rgb,
        Colours::Cmyk => return inks(profile).is_some(),
    };
    let Some(engine) = engine(profile, colours, layout) else { return false };
    let samples: Vec<u8> = if colours == Colours::Gray {
        STEPS.to_vec()
    } else {
        let all = STEPS.iter().flat_map(|r| STEPS.iter().map(move |g| (r, g)));
        all.flat_map(|(r, g)| STEPS.iter().flat_map(move |b| [*r, *g, *b])).collect()
    };
    let mut out = vec![0; samples.len() / layout.channels() * 3];
    if engine.transform(&samples, &mut out).is_err() {
        return false;
    }
    let off = |(index, value): (usize, &u8)| {
        let from = if colours == Colours::Gray { samples[index / 3] } else { samples[index] };
        from.abs_diff(*value) > 2
    };
    out.iter().enumerate().any(off)
}

/// The pixels in sRGB; as they are if the profile cannot be used after all.
pub(super) fn converted(pixels: DynamicImage, profile: &[u8]) -> DynamicImage {
    let (colours, layout) = match &pixels {
        DynamicImage::ImageLuma8(_) => (Colours::Gray, Layout::Gray),
        DynamicImage::ImageRgb8(_) => (Colours::Rgb, Layout::Rgb),
        _ => (Colours::Rgb, Layout::Rgba),
    };
    let Some(engine) = engine(profile, colours, layout) else { return pixels };
    let (width, height) = (pixels.width(), pixels.height());
    let from = pixels.as_bytes();
    let channels = if layout == Layout::Rgba { 4 } else { 3 };
    let mut out = vec![0; from.len() / layout.channels() * channels];
    if engine.transform(from, &mut out).is_err() {
        return pixels;
    }
    let made = match layout {
        Layout::Rgba => image::RgbaImage::from_raw(width, height, out).map(DynamicImage::from),
        _ => image::RgbImage::from_raw(width, height, out).map(DynamicImage::from),
    };
    match made {
        Some(made) if layout == Layout::Gray => made.into_luma8().into(),
        Some(made) => made,
        None => pixels,
    }
}

/// From inks, four bytes a pixel, to sRGB.
pub(super) fn inks(profile: &[u8]) -> Option<Arc<Transform8BitExecutor>> {
    engine(profile, Colours::Cmyk, Layout::Rgba)
}

/// From a profile to sRGB, relative colorimetric: colours that sRGB has stay as they are. None if
/// the profile is not for such colours.
fn engine(profile: &[u8], colours: Colours, layout: Layout) -> Option<Arc<Transform8BitExecutor>> {
    let profile = ColorProfile::new_from_slice(profile).ok()?;
    let space = match colours {
        Colours::Gray => DataColorSpace::Gray,
        Colours::Rgb => DataColorSpace::Rgb,
        Colours::Cmyk => DataColorSpace::Cmyk,
    };
    let to = match (colours, layout) {
        (Colours::Rgb, Layout::Rgba) => Layout::Rgba,
        _ => Layout::Rgb,
    };
    let options = TransformOptions {
        rendering_intent: RenderingIntent::RelativeColorimetric,
        ..TransformOptions::default()
    };
    let srgb = ColorProfile::new_srgb();
    let made = || profile.create_transform_8bit(layout, &srgb, to, options).ok();
    (profile.color_space == space).then(made).flatten()
}
