//! Pictures: turned as their files say, passed on as they came.

use std::fs;
use std::io::Cursor;

use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder as _, RgbImage};
use nianjian::assets::faces;
use nianjian::assets::pictures::store::Store;
use nianjian::assets::pictures::{Job, Purpose, Request, prepare};
use nianjian::diag::Findings;
use nianjian::make::request::OutputKind;
use nianjian::model::{Crop, Encoded};
use nianjian::typeset::Pages;

use crate::support::{
    Copy, build_to, command, copy_tree, inside, minimal, pdf_file, root, stdout, zip_file,
};

/// A picture that looks different in each of its eight orientations.
fn corners() -> DynamicImage {
    cornered(320, 240)
}

fn cornered(width: u32, height: u32) -> DynamicImage {
    let colour = |x, y| match (x < width * 5 / 8, y < height * 5 / 12) {
        (true, true) => [200, 30, 40],
        (false, true) => [40, 160, 60],
        (true, false) => [40, 60, 180],
        (false, false) => [240, 220, 80],
    };
    DynamicImage::from(RgbImage::from_fn(width, height, |x, y| image::Rgb(colour(x, y))))
}

/// The tag of Exif in its shortest form: a big-endian TIFF header and a directory of one entry.
fn exif(orientation: u8) -> Vec<u8> {
    let mut out = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    out.extend([orientation, 0, 0, 0, 0, 0, 0]);
    out
}

/// The picture as a camera held so would have stored it.
fn stored(orientation: u8) -> Vec<u8> {
    stored_of(corners(), orientation)
}

fn stored_of(mut picture: DynamicImage, orientation: u8) -> Vec<u8> {
    let undo = match orientation {
        6 => 8,
        8 => 6,
        other => other, // All others undo themselves.
    };
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

/// The page with the picture, and the picture as it was made for it; `whole` as if all of it could
/// be seen.
fn page(book: &Copy, whole: bool) -> (RgbImage, Encoded) {
    let mut inside = inside(&book.path);
    let (number, mut placement) = inside.pages.placed(false).pop_first().unwrap();
    if whole {
        placement.crop = Crop::WHOLE;
    }
    let picture = std::sync::Arc::clone(inside.book.pictures()[&number]);
    let requests = vec![Request { purpose: Purpose::Screen, placement }];
    let job = Job { picture, requests, press: None };
    let ready = prepare(&[job], &Store::none()).unwrap().remove(0).unwrap().remove(0);
    let faces = faces::faces(&book.path, &[], &mut Findings::new(""));
    inside.pages.show(&[(number, ready.clone())].into(), &faces).unwrap();
    (last_page(&inside.pages), ready)
}

/// How many samples of two pages are far from each other, in a thousand.
fn off(a: &RgbImage, b: &RgbImage) -> usize {
    assert_eq!(a.dimensions(), b.dimensions());
    // Where colours meet, JPEG blurs differently by how the blocks lie.
    let far = a.iter().zip(b.iter()).filter(|(a, b)| a.abs_diff(**b) > 48).count();
    far * 1000 / a.len()
}

#[test]
fn all_orientations_of_exif_are_shown_upright() {
    // The second is so tall that the frame cuts off much, more of the foot than of the head.
    for (picture, cut) in [(corners(), false), (cornered(300, 900), true)] {
        let book = |orientation| {
            let book = book(&stored_of(picture.clone(), orientation));
            book.replace("10-news.yaml", "        alt:", "        focus: [0.5, 0.4]\n        alt:");
            book
        };
        let blank = last_page(&inside(&book(1).path).pages);
        let (upright, _) = page(&book(1), true);
        assert!(off(&upright, &blank) > 20, "there is a picture");
        for orientation in 1..=8 {
            let (shown, ready) = page(&book(orientation), false);
            let off = off(&shown, &upright);
            assert!(off < 2, "orientation {orientation}: {off}");
            assert_eq!(ready.region().is_some(), cut, "{ready:?}");
        }
    }
}

fn last_page(pages: &Pages) -> RgbImage {
    let last = pages.places.values().max().copied().unwrap();
    pages.picture(last, 0.5).unwrap()
}

#[test]
fn a_jpeg_is_passed_on_as_it_came_but_for_what_it_tells() {
    let jpeg = stored(6);
    let told = exif(6);
    let from = jpeg.windows(told.len()).position(|bytes| bytes == told).unwrap();
    // The segment: marker, length, "Exif" and two zeros, then what it holds.
    let mut silent = jpeg.clone();
    silent.drain(from - 10..from + told.len());
    let built = build_to(&book(&jpeg).path, &[OutputKind::Screen]);
    let document = pdf_file::open(built.file(".pdf"));
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let same = streams.filter(|stream| stream.content == silent).count();
    assert_eq!(same, 1, "the stream is the file, once");
}

/// The slots of a book as `photos` gives them to programs.
fn slots(book: &Copy) -> Vec<serde_json::Value> {
    let mut command = command();
    command.args(["photos", "--format", "json", "--quiet"]).arg(&book.path);
    let document: serde_json::Value =
        serde_json::from_str(&stdout(&command.output().unwrap())).unwrap();
    assert_eq!(document["errors"], 0);
    document["books"][0]["slots"].as_array().unwrap().clone()
}

#[test]
fn a_slot_says_what_it_wants_and_what_is_there() {
    let slots = slots(&book(&stored(1)));
    let [slot] = slots.as_slice() else { panic!("{slots:?}") };
    let number = |key: &str, at: usize| slot[key][at].as_f64().unwrap();
    let (width, height) = (number("millimetres", 0), number("millimetres", 1));
    assert_eq!(number("wanted", 0), (width / 25.4 * 300.0).ceil());
    assert_eq!((number("pixels", 0), number("pixels", 1)), (320.0, 240.0));
    // The frame is filled, so the longer way round decides; what stands over is cut off.
    let across = width.max(height * 320.0 / 240.0);
    assert_eq!(slot["ppi"], (320.0 / (across / 25.4)).round());
    let shown = width * height / (across * across * 240.0 / 320.0);
    assert!((slot["cropped"].as_f64().unwrap() - (1.0 - shown)).abs() < 0.001);
    let remarks = slot["remarks"].to_string();
    assert!(
        remarks.contains("ppi, a screen asks for 150") || remarks.contains("print asks"),
        "{remarks}"
    );
    assert!(remarks.contains("no credit"), "{remarks}");
}

#[test]
fn the_contact_sheet_holds_every_picture_and_no_markup_of_the_book() {
    let book = book(&stored(6));
    book.replace("10-news.yaml", "caption: 第一张图", "caption: 甲<b>与\"乙\"&丙");
    let sheet = book.path.join("sheet.html");
    let output =
        command().args(["photos", "--quiet", "--html"]).args([&sheet, &book.path]).output();
    assert!(output.unwrap().status.success());
    let sheet = fs::read_to_string(sheet).unwrap();
    assert!(sheet.contains("data:image/jpeg;base64,/9j/"));
    assert!(sheet.contains("甲&lt;b&gt;与&quot;乙&quot;&amp;丙") && !sheet.contains("甲<b>"));
    assert_eq!(sheet.matches("<li>").count(), 1);
}

/// The minimal book with a photograph of this size in place of its drawing.
fn photographed(width: u32, height: u32) -> Copy {
    let wave = |x: u32, y: u32| (((x / 7 + y / 5) % 37) * 6) as u8;
    let picture = RgbImage::from_fn(width, height, |x, y| image::Rgb([wave(x, y), 90, wave(y, x)]));
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    let book = book(out.get_ref());
    book.replace("book.yaml", "year: 2024", "year: 2024\nprint: {convert: true}");
    book
}

#[test]
fn a_book_from_the_store_is_the_same_book() {
    let book = photographed(2400, 1600);
    let folder = tempfile::TempDir::new().unwrap();
    let build = |store: &str, out: &str| {
        let mut build = command();
        build.env("NIANJIAN_CACHE", folder.path().join(store)).args(["build", "--quiet", "--to"]);
        build
            .args(["screen,print,epub", "--format", "short", "--out"])
            .arg(folder.path().join(out));
        assert!(build.arg(&book.path).output().unwrap().status.success());
        let files =
            fs::read_dir(folder.path().join(out)).unwrap().map(|entry| entry.unwrap().path());
        files.map(|path| (path.file_name().unwrap().to_owned(), fs::read(path).unwrap())).collect()
    };
    let cold: std::collections::BTreeMap<_, _> = build("store", "cold");
    assert!(cold.len() >= 5);
    assert!(cold == build("store", "warm"), "from the store");
    assert!(folder.path().join("store").is_dir());
    let mut none = command();
    none.args(["build", "--quiet", "--to", "screen,print,epub", "--format", "short", "--out"]);
    none.arg(folder.path().join("none")).arg(&book.path);
    assert!(none.output().unwrap().status.success());
    for (name, bytes) in cold {
        assert!(fs::read(folder.path().join("none").join(&name)).unwrap() == bytes, "{name:?}");
    }
}

#[test]
fn a_guess_at_the_width_of_pictures_changes_nothing_but_the_time() {
    // Wide enough that the frame of whole rows does not cut its sides.
    let book = photographed(2400, 1380);
    let folder = tempfile::TempDir::new().unwrap();
    let build = |name: &str, width: &str| {
        let layout = folder.path().join(name);
        copy_tree(&root().join("layouts/yearbook"), &layout);
        let manifest = fs::read_to_string(layout.join("typst.toml")).unwrap();
        assert!(manifest.contains("picture = 57.15"));
        let manifest = manifest.replace("picture = 57.15", &format!("picture = {width}"));
        fs::write(layout.join("typst.toml"), manifest).unwrap();
        let (out, store) = (folder.path().join("out"), folder.path().join("store").join(name));
        let mut build = command();
        build.env("NIANJIAN_CACHE", &store).args(["build", "--quiet", "--format", "short"]);
        build.args(["--to", "screen", "--out"]).arg(&out).arg("--layout").arg(&layout);
        assert!(build.arg(&book.path).output().unwrap().status.success());
        let folders = fs::read_dir(store).unwrap().map(|entry| entry.unwrap().path());
        let kept = folders.flat_map(|folder| fs::read_dir(folder).unwrap()).count();
        (fs::read(out.join("minimal.pdf")).unwrap(), kept)
    };
    let (right, kept) = build("right", "57.15");
    assert_eq!(kept, 1, "the picture that is shown");
    let (wrong, kept) = build("wrong", "20");
    assert!(kept == 2 || kept == 1, "and one that is not, if there was time for it");
    assert!(right == wrong);
}

#[test]
fn each_output_has_the_pixels_that_it_shows() {
    let book = photographed(2400, 1600);
    let built = build_to(&book.path, &[OutputKind::Screen, OutputKind::Print, OutputKind::Epub]);
    let slot = &slots(&book)[0];
    let wanted = slot["wanted"][0].as_f64().unwrap();
    let pixels = |pdf: &[u8]| {
        let document = pdf_file::open(pdf);
        let widths = document.objects.values().filter_map(|object| {
            let dict = &object.as_stream().ok()?.dict;
            let kind = dict.get(b"Subtype").and_then(lopdf::Object::as_name);
            let picture = kind.is_ok_and(|kind| kind == b"Image");
            let width = dict.get(b"Width").and_then(lopdf::Object::as_i64).ok()?;
            picture.then_some(width)
        });
        widths.max().unwrap() as f64
    };
    // The frame crops what the whole picture shows, so that may be wider than the frame.
    let screen = pixels(built.file("minimal.pdf"));
    let print = pixels(built.file("-print.pdf"));
    assert!((print / screen - 1.5).abs() < 0.01, "{print} to {screen}");
    assert!(print >= wanted - 1.0 && print < 2.0 * wanted, "{print} for {wanted}");
    let ebook = zip_file::entries(built.file(".epub"));
    let (_, jpeg) = ebook.iter().find(|(name, _)| name.ends_with("/1.jpg")).unwrap();
    let reader = image::load_from_memory(&jpeg.bytes).unwrap();
    assert_eq!((reader.width(), reader.height()), (1600, 1067));
}

#[test]
fn inks_go_to_press_as_they_are() {
    let mut inks = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut inks, 90);
    let pixels: Vec<u8> = (0..900 * 600_u32).flat_map(|at| [(at % 200) as u8, 40, 0, 20]).collect();
    encoder.encode(&pixels, 900, 600, jpeg_encoder::ColorType::Cmyk).unwrap();
    let built = build_to(&book(&inks).path, &[OutputKind::Screen, OutputKind::Print]);
    let spaces = |pdf: &[u8]| -> Vec<String> {
        let document = pdf_file::open(pdf);
        let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
        let jpegs = streams.filter(|s| s.filters().is_ok_and(|f| f.contains(&&b"DCTDecode"[..])));
        jpegs.map(|s| format!("{:?}", s.dict.get(b"ColorSpace").unwrap())).collect()
    };
    let print = spaces(built.file("-print.pdf"));
    assert!(print.len() == 1 && print[0].contains("DeviceCMYK"), "{print:?}");
    let screen = spaces(built.file("minimal.pdf"));
    assert!(screen.len() == 1 && !screen[0].contains("CMYK"), "{screen:?}");
}
