//! Pictures: turned as their files say, passed on as they came.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder as _, RgbImage};
use nianjian::args::Target;

use crate::support::{Copy, build_to, inside, minimal, pdf_file};

/// A picture that looks different in each of its eight orientations.
fn corners() -> DynamicImage {
    let colour = |x, y| match (x < 200, y < 100) {
        (true, true) => [200, 30, 40],
        (false, true) => [40, 160, 60],
        (true, false) => [40, 60, 180],
        (false, false) => [240, 220, 80],
    };
    DynamicImage::from(RgbImage::from_fn(320, 240, |x, y| image::Rgb(colour(x, y))))
}

/// The tag of Exif in its shortest form: a big-endian TIFF header and a directory of one entry.
fn exif(orientation: u8) -> Vec<u8> {
    let mut out = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    out.extend([orientation, 0, 0, 0, 0, 0, 0]);
    out
}

/// The picture as a camera held so would have stored it.
fn stored(orientation: u8) -> Vec<u8> {
    let undo = match orientation {
        6 => 8,
        8 => 6,
        other => other, // All others undo themselves.
    };
    let mut picture = corners();
    picture.apply_orientation(Orientation::from_exif(undo).unwrap());
    let mut out = Cursor::new(Vec::new());
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, 95);
    encoder.set_exif_metadata(exif(orientation)).unwrap();
    picture.write_with_encoder(encoder).unwrap();
    out.into_inner()
}

/// The minimal book with this picture.
fn book(jpeg: &[u8]) -> Copy {
    let book = Copy::of(&minimal());
    book.replace("10-news.yaml", "images/first.svg", "images/first.jpg");
    book.write("images/first.jpg", jpeg);
    book
}

#[test]
fn all_orientations_of_exif_are_shown_upright() {
    let shown = |orientation| {
        let inside = inside(&book(&stored(orientation)).path);
        let page = inside.pages.places.values().max().copied().unwrap();
        inside.pages.picture(page, 0.5).unwrap()
    };
    let upright = shown(1);
    for orientation in 2..=8 {
        let page = shown(orientation);
        assert_eq!(page.dimensions(), upright.dimensions());
        // Where colours meet, JPEG blurs differently by how the blocks lie.
        let far = |(a, b): (&u8, &u8)| a.abs_diff(*b) > 48;
        let off = page.iter().zip(upright.iter()).filter(|pair| far(*pair)).count();
        assert!(off * 500 < page.len(), "orientation {orientation}: {off} of {}", page.len());
    }
}

#[test]
fn a_jpeg_is_passed_on_as_it_came() {
    let jpeg = stored(6);
    let built = build_to(&book(&jpeg).path, &[Target::Screen]);
    let document = pdf_file::open(built.file(".pdf"));
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let same = streams.filter(|stream| stream.content == jpeg).count();
    assert_eq!(same, 1, "the stream is the file, once");
}
