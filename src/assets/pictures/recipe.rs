//! What a picture becomes for a purpose: size, quality, and when the file can pass as it is.

use crate::assets::press::PressKey;
use crate::model::{Colours, Crop, PictureFormat, PictureInfo, Placement, Region};

/// What a picture is made ready for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The PDF for screens: 200 pixels an inch.
    Screen,
    /// The PDF for printers: 300 pixels an inch; what has up to half as much again stays as it is,
    /// since shrinking by so little loses more than it saves. Drawings in pixels keep 1,200.
    Print,
    /// The e-book: 1,600 pixels the longer way.
    Ebook,
    /// Lists of pictures.
    Thumbnail,
}

/// One thing that is wanted of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Request {
    /// What for.
    pub purpose: Purpose,
    /// How it is shown; of no meaning where a purpose knows its size.
    pub placement: Placement,
}

const SCREEN: f64 = 200.0;
const PRINT: f64 = 300.0;
const PRINT_DRAWING: f64 = 1200.0;

/// Largest factor by which print may have more pixels than it needs.
const MAX_OVERSAMPLING: f64 = 1.5;

/// Above this share of the picture what is seen is not worth cropping.
const MAX_CROP_AREA: f64 = 0.9;

/// Pixels around what is seen, from which the resampler takes what it needs at the edges.
const RESAMPLE_MARGIN_PX: u32 = 8;

const EBOOK: u32 = 1600;
const THUMBNAIL: u32 = 360;

/// Version of the conversion; raise it when the same recipe gives other bytes or checks more.
pub(super) const VERSION: u8 = 5;

/// How to make a file. Its debug form is its key in the store, so everything that decides the bytes
/// is a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Recipe {
    version: u8,
    /// What is cut out first, if anything.
    pub(super) region: Option<Region>,
    /// Width and height of a photograph, as its pixels are stored.
    pub(super) photo: (u32, u32),
    /// Width and height of a drawing.
    pub(super) drawing: (u32, u32),
    /// Whether it is turned as its Exif says; pages turn pictures themselves.
    pub(super) upright: bool,
    /// Whether inks stay inks.
    inks: bool,
    /// The printing condition whose inks colours become.
    pub(super) press: Option<PressKey>,
    /// Quality of a JPEG, 1 to 100.
    pub(super) quality: u8,
    /// Whether a JPEG keeps the colour of every pixel (4:4:4) or of every fourth (4:2:0).
    pub(super) full_colour: bool,
}

impl Recipe {
    /// For a picture; a photograph for print gets the inks of `press`.
    pub(super) fn new(info: &PictureInfo, request: &Request, press: Option<PressKey>) -> Recipe {
        let stored = info.stored();
        let on_pages = matches!(request.purpose, Purpose::Screen | Purpose::Print);
        let region = region(info, request.placement.crop).filter(|_| on_pages);
        let kept = region.map_or(stored, |[_, _, width, height]| (width, height));
        let at = |ppi: f64, spare: f64| {
            let (mut across, mut down) = request.placement.inches;
            if info.orientation > 4 {
                (across, down) = (down, across);
            }
            let need = (across * ppi / f64::from(stored.0)).max(down * ppi / f64::from(stored.1));
            if need * spare < 1.0 { scaled(kept, need) } else { kept }
        };
        let within =
            |side: u32| scaled(stored, f64::from(side) / f64::from(stored.0.max(stored.1)));
        let one = |size, upright, quality| Recipe {
            version: VERSION,
            region,
            photo: size,
            drawing: size,
            upright,
            inks: false,
            press: None,
            quality,
            full_colour: false,
        };
        match request.purpose {
            Purpose::Screen => one(at(SCREEN, 1.0), false, 82),
            Purpose::Print => {
                let press = press.filter(|_| info.colours == Colours::Rgb);
                // Screens of halftone hide more of a JPEG than screens of light do.
                let quality = if press.is_some() { 92 } else { 95 };
                Recipe {
                    drawing: at(PRINT_DRAWING, MAX_OVERSAMPLING),
                    inks: true,
                    press,
                    full_colour: true,
                    ..one(at(PRINT, MAX_OVERSAMPLING), false, quality)
                }
            }
            Purpose::Ebook => one(within(EBOOK), true, 82),
            Purpose::Thumbnail => one(within(THUMBNAIL), true, 75),
        }
    }

    /// Whether a file can be passed on without a look at its pixels.
    pub(super) fn passes(&self, info: &PictureInfo) -> bool {
        let inks = info.colours == Colours::Cmyk;
        // CMYK goes to print only and stays as it is: it was made for its press.
        info.format == PictureFormat::Jpeg
            && match inks {
                true => self.inks,
                false => self.press.is_none() && self.keeps(info, self.photo),
            }
    }

    /// Whether a file of this size would be none other than the picture's own, if its format can
    /// stay.
    pub(super) fn keeps(&self, info: &PictureInfo, size: (u32, u32)) -> bool {
        self.region.is_none()
            && size == info.stored()
            && matches!(info.format, PictureFormat::Jpeg | PictureFormat::Png)
            && !(info.profiled || info.animated || self.upright && info.orientation != 1)
    }
}

/// The stored pixels of a part, if enough is cut off to be worth it. CMYK is never cropped: its
/// pixels are not touched.
fn region(info: &PictureInfo, crop: Crop) -> Option<Region> {
    if crop.area() > MAX_CROP_AREA
        || info.colours == Colours::Cmyk && info.format == PictureFormat::Jpeg
    {
        return None;
    }
    let [left, top, right, bottom] = crop.0;
    // Pages turn pictures as Exif says; this turns the part back.
    let [left, top, right, bottom] = match info.orientation {
        2 => [1.0 - right, top, 1.0 - left, bottom],
        3 => [1.0 - right, 1.0 - bottom, 1.0 - left, 1.0 - top],
        4 => [left, 1.0 - bottom, right, 1.0 - top],
        5 => [top, left, bottom, right],
        6 => [top, 1.0 - right, bottom, 1.0 - left],
        7 => [1.0 - bottom, 1.0 - right, 1.0 - top, 1.0 - left],
        8 => [1.0 - bottom, left, 1.0 - top, right],
        _ => [left, top, right, bottom],
    };
    let span = |from: f64, to: f64, side: u32| {
        let first = ((from * f64::from(side)) as u32).saturating_sub(RESAMPLE_MARGIN_PX);
        let end = ((to * f64::from(side)).ceil() as u32 + RESAMPLE_MARGIN_PX).min(side);
        (first, end.saturating_sub(first))
    };
    let (width, height) = info.stored();
    let ((x, width), (y, height)) = (span(left, right, width), span(top, bottom, height));
    (width > 0 && height > 0).then_some([x, y, width, height])
}

/// A size made smaller, never larger, and at least one pixel a side.
fn scaled((width, height): (u32, u32), by: f64) -> (u32, u32) {
    let side = |pixels: u32| ((f64::from(pixels) * by.min(1.0)).round() as u32).max(1);
    (side(width), side(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(width: f64, height: f64, orientation: u8) -> PictureInfo {
        PictureInfo {
            format: PictureFormat::Jpeg,
            width,
            height,
            orientation,
            colours: Colours::Rgb,
            profiled: false,
            animated: false,
            letters: None,
        }
    }

    fn recipe(info: &PictureInfo, purpose: Purpose, inches: (f64, f64)) -> Recipe {
        let placement = Placement { inches, crop: Crop::WHOLE };
        Recipe::new(info, &Request { purpose, placement }, None)
    }

    #[test]
    fn pictures_shrink_to_what_is_shown_and_never_grow() {
        let large = info(4000.0, 3000.0, 1);
        assert_eq!(recipe(&large, Purpose::Screen, (4.0, 3.0)).photo, (800, 600));
        assert_eq!(recipe(&large, Purpose::Print, (4.0, 3.0)).photo, (1200, 900));
        assert_eq!(recipe(&large, Purpose::Print, (4.0, 3.0)).drawing, (4000, 3000));
        assert_eq!(recipe(&large, Purpose::Ebook, (0.0, 0.0)).photo, (1600, 1200));
        // Of 440 pixels an inch none is taken away for print.
        let enough = recipe(&info(1760.0, 1320.0, 1), Purpose::Print, (4.0, 3.0));
        assert_eq!(enough.photo, (1760, 1320));
        let small = info(300.0, 200.0, 1);
        for purpose in [Purpose::Screen, Purpose::Print, Purpose::Ebook, Purpose::Thumbnail] {
            assert_eq!(recipe(&small, purpose, (9.0, 6.0)).photo, (300, 200));
        }
    }

    #[test]
    fn the_size_is_that_of_the_stored_pixels() {
        // Shown 3000 across and 4000 down.
        let portrait = info(3000.0, 4000.0, 6);
        assert_eq!(recipe(&portrait, Purpose::Screen, (3.0, 4.0)).photo, (800, 600));
    }

    #[test]
    fn a_strip_keeps_a_pixel() {
        let strip = info(20_000.0, 2.0, 1);
        assert_eq!(recipe(&strip, Purpose::Ebook, (0.0, 0.0)).photo, (1600, 1));
    }

    #[test]
    fn what_frames_cut_off_is_cut_out_of_the_stored_pixels() {
        // The upper left quarter, and 8 pixels more.
        let crop = Crop([0.0, 0.0, 0.5, 0.5]);
        let region = |orientation| {
            let turned = orientation > 4;
            let (width, height) = if turned { (200.0, 400.0) } else { (400.0, 200.0) };
            super::region(&info(width, height, orientation), crop)
        };
        let (left, right, top, bottom) = (0, 192, 0, 92);
        let corners = [
            (left, top),
            (right, top),
            (right, bottom),
            (left, bottom),
            (left, top),
            (left, bottom),
            (right, bottom),
            (right, top),
        ];
        for (orientation, (x, y)) in (1..).zip(corners) {
            assert_eq!(region(orientation), Some([x, y, 208, 108]), "{orientation}");
        }
        let little = Crop([0.02, 0.0, 1.0, 0.95]);
        assert_eq!(super::region(&info(400.0, 200.0, 1), little), None, "not worth it");
        let placement = Placement { inches: (4.0, 2.0), crop };
        let large = info(4000.0, 2000.0, 1);
        for (purpose, size) in [(Purpose::Screen, (402, 202)), (Purpose::Ebook, (1600, 800))] {
            assert_eq!(Recipe::new(&large, &Request { purpose, placement }, None).photo, size);
        }
    }

    #[test]
    fn what_is_right_as_it_is_passes() {
        let plain = info(300.0, 200.0, 1);
        let turned = info(200.0, 300.0, 6);
        let profiled = PictureInfo { profiled: true, ..plain };
        let inks = PictureInfo { colours: Colours::Cmyk, ..plain };
        let passes = |info: &PictureInfo, purpose| recipe(info, purpose, (3.0, 2.0)).passes(info);
        assert!(passes(&plain, Purpose::Screen) && passes(&plain, Purpose::Ebook));
        assert!(passes(&turned, Purpose::Screen) && !passes(&turned, Purpose::Ebook));
        assert!(!passes(&profiled, Purpose::Screen) && !passes(&profiled, Purpose::Print));
        assert!(!passes(&inks, Purpose::Screen) && passes(&inks, Purpose::Print));
        assert!(!recipe(&plain, Purpose::Screen, (1.0, 0.7)).passes(&plain), "too large");
    }
}
