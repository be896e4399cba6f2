//! Pictures made ready: colours, sizes, what is kept and what is taken out.

use std::fs;
use std::io::Cursor;
use std::sync::Arc;

use base64::Engine as _;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder as _, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use moxcms::ColorProfile;
use nianjian::assets::checksum::sha256;
use nianjian::assets::faces::faces;
use nianjian::assets::icc::IccProfile;
use nianjian::assets::pictures::error::PictureError;
use nianjian::assets::pictures::probe::{probe, read};
use nianjian::assets::pictures::store::Store;
use nianjian::assets::pictures::svg::outlines::outlined;
use nianjian::assets::pictures::{Job, Purpose, Request, bytes as bytes_of, prefetch, prepare};
use nianjian::assets::press::Press;
use nianjian::diag::Findings;
use nianjian::model::{Colours, Crop, Encoded, Picture, PictureFormat, Placement};
use nianjian::source::Place;
use tempfile::TempDir;
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::support;

/// A picture file in a folder of its own.
struct File {
    _folder: TempDir,
    picture: Arc<Picture>,
}

fn file(bytes: &[u8]) -> File {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("picture");
    fs::write(&file, bytes).unwrap();
    let info = probe(bytes).unwrap();
    let at = Place::top("");
    let picture = Picture {
        number: 1,
        path: "picture".to_owned(),
        file,
        sha256: sha256(bytes),
        info,
        drawing: None,
        at: at.into(),
    };
    File { _folder: folder, picture: Arc::new(picture) }
}

impl File {
    fn job(&self, purpose: Purpose, inches: (f64, f64)) -> Job {
        Job {
            picture: Arc::clone(&self.picture),
            requests: vec![Request { purpose, placement: Placement { inches, crop: Crop::WHOLE } }],
            press: None,
        }
    }

    fn made(&self, purpose: Purpose, inches: (f64, f64), store: &Store) -> Encoded {
        let result = prepare(&[self.job(purpose, inches)], store).unwrap().remove(0);
        result.unwrap().remove(0)
    }

    fn ready(&self, purpose: Purpose, inches: (f64, f64)) -> Encoded {
        self.made(purpose, inches, &Store::none())
    }

    fn bytes(&self, purpose: Purpose, inches: (f64, f64)) -> Arc<[u8]> {
        bytes_of(&self.ready(purpose, inches)).unwrap().to_vec().into()
    }

    fn error(&self) -> PictureError {
        prepare(&[self.job(Purpose::Ebook, (1.0, 1.0))], &Store::none())
            .unwrap()
            .remove(0)
            .unwrap_err()
    }
}

fn decoded(ready: &Encoded) -> RgbImage {
    image::load_from_memory(&bytes_of(ready).unwrap()).unwrap().into_rgb8()
}

fn near(pixel: Rgb<u8>, wanted: [u8; 3], off: u8) {
    let far = pixel.0.iter().zip(wanted).any(|(a, b)| a.abs_diff(b) > off);
    assert!(!far, "{pixel:?} is not {wanted:?}");
}

/// A photograph of sorts: no two neighbours are alike.
fn photograph(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let wave = ((x as f32 / 9.0).sin() + (y as f32 / 7.0).cos()) * 40.0 + 128.0;
        let grain = (x * 7 + y * 13 + x * y % 5) % 9;
        Rgb([wave as u8 + grain as u8, wave as u8, (255.0 - wave) as u8 - grain as u8])
    })
}

fn jpeg(picture: &RgbImage, profile: Option<&ColorProfile>, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 95);
    if let Some(profile) = profile {
        encoder.set_icc_profile(profile.encode().unwrap()).unwrap();
    }
    exif.into_iter().for_each(|exif| encoder.set_exif_metadata(exif).unwrap());
    picture.write_with_encoder(encoder).unwrap();
    out
}

fn encoded(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    picture.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// Exif of one directory: where it was taken (34853) points to the directory itself, a loop; and
/// the orientation.
fn exif(orientation: u8) -> Vec<u8> {
    let mut out = b"MM\0\x2A\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    out.extend([orientation, 0, 0]);
    out.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\x08GPS 31.2N 121.3E");
    out
}

#[test]
fn a_picture_is_as_large_as_it_is_shown() {
    let large = file(&jpeg(&photograph(1500, 1000), None, None));
    let size = |purpose| decoded(&large.ready(purpose, (3.0, 2.0))).dimensions();
    assert_eq!(size(Purpose::Screen), (600, 400));
    assert_eq!(size(Purpose::Print), (900, 600));
    assert_eq!(size(Purpose::Ebook), (1500, 1000));
    assert_eq!(size(Purpose::Thumbnail), (360, 240));
    let larger = file(&jpeg(&photograph(2400, 1200), None, None));
    assert_eq!(decoded(&larger.ready(Purpose::Ebook, (0.0, 0.0))).dimensions(), (1600, 800));
}

#[test]
fn shrinking_keeps_the_light() {
    // Black and white in turn are half the light, which is 188 in sRGB and not 128.
    let lines = RgbImage::from_fn(1200, 800, |x, _| Rgb([if x % 2 == 0 { 0 } else { 255 }; 3]));
    let ready = file(&jpeg(&lines, None, None)).ready(Purpose::Screen, (1.0, 0.667));
    near(*decoded(&ready).get_pixel(100, 60), [188; 3], 4);
}

#[test]
fn a_photograph_that_is_right_passes_without_what_it_says_of_the_photographer() {
    let plain = jpeg(&photograph(300, 200), None, None);
    let told = file(&jpeg(&photograph(300, 200), None, Some(exif(1))));
    let srgb = file(&jpeg(&photograph(300, 200), Some(&ColorProfile::new_srgb()), None));
    for purpose in [Purpose::Screen, Purpose::Print, Purpose::Ebook] {
        assert_eq!(*told.bytes(purpose, (3.0, 2.0)), *plain, "{purpose:?}");
        assert_eq!(*srgb.bytes(purpose, (3.0, 2.0)), *plain, "{purpose:?}");
    }
}

#[test]
fn pictures_inside_of_a_drawing_keep_as_quiet() {
    let base64 = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    for profile in [None, Some(&ColorProfile::new_display_p3())] {
        let told = jpeg(&photograph(30, 20), profile, Some(exif(1)));
        let plain = base64(&jpeg(&photograph(30, 20), profile, None));
        // What it is said to be is wrong.
        for kind in ["image/jpg", "image/png", "IMAGE/JPEG"] {
            let image = format!("<image href='data:{kind};base64,{}'/>", base64(&told));
            let drawing = drawn(&format!("{image}{image}"));
            let address = format!("xlink:href=\"data:image/jpeg;base64,{plain}\"");
            assert_eq!(drawing.matches(&address).count(), 2, "{drawing}");
            assert_eq!(drawing.matches("data:").count(), 2, "{drawing}");
        }
    }
    let gif = encoded(&photograph(30, 20).into(), ImageFormat::Gif);
    let drawing = drawn(&format!("<image href='data:image/gif;base64,{}'/>", base64(&gif)));
    assert!(drawing.contains("data:image/png;base64,"), "{drawing}");
}

/// What becomes of a drawing with this in it.
fn drawn(inner: &str) -> String {
    let start =
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'";
    written(&format!("{start} width='60' height='40'>{inner}</svg>"))
}

fn written(drawing: &str) -> String {
    let (_, written) = read(drawing.as_bytes()).unwrap_or_else(|why| panic!("{drawing}: {why}"));
    String::from_utf8(written.unwrap().to_vec()).unwrap()
}

#[test]
fn drawings_are_written_anew() {
    let path = "<path fill=\"#ff0000\" stroke=\"none\" d=\"M 0 0 L 9 0 L 9 9 L 0 9 Z\"/>";
    let plain = drawn(path);
    assert!(plain.ends_with(&format!("width=\"60\" height=\"40\">{path}</svg>")), "{plain}");
    let rect = "<rect width='9' height='9' fill='red'/>";
    // Each of these says no more than the path does.
    for inner in [
        &format!("<title>王</title><metadata>王</metadata><!-- 王 -->{rect}"),
        &format!("<g xmlns:i='http://i' i:label='王' onclick='x()' OnLoad='y()'>{rect}</g>"),
        &format!("<a xlink:href='javascript:x()'>{rect}</a>"),
        &format!("<form xmlns='http://www.w3.org/1999/xhtml' action='https://e.org'/>{rect}"),
        &format!("<image/><use href='#nix'/><g id='1' clip-path='url(#nix)'>{rect}</g>"),
        "<style>.a{fill:}.b{fill:red}</style><rect class='a b' width='9' height='9'/>",
        "<style>/* url(https://e.org) @import */ #b{fill:red}</style>\
         <rect id='b' width='9' height='9'/>",
        "<style>@imp<!-- -->ort 'a.css'; rect{fill:red}</style>\
         <rect width='9' height='9' fill='red'/>",
        "<rect width='9' height='9' fill='#00f' style='fill:light-dark(#f00, var(--d, #000))'/>",
        "<switch><foreignObject/><rect width='9' height='9' fill='red'/></switch>",
        "<defs><rect id='图层 1' width='9' height='9' fill='red'/><g id='图层 1'/></defs>\
         <use href='#图层 1'/>",
    ] {
        assert_eq!(drawn(inner), plain, "{inner}");
    }
    for drawing in [
        format!("<svg width='60' height='40'>{rect}</svg>"),
        format!(
            "<!DOCTYPE svg PUBLIC '-//W3C' 'https://x'>\n<svg width='60' height='40'>{rect}</svg>"
        ),
        format!(
            "<s:svg xmlns:s='http://www.w3.org/2000/svg' width='60' height='40'>{}</s:svg>",
            rect.replace("<rect", "<s:rect")
        ),
    ] {
        assert_eq!(written(&drawing), plain, "{drawing}");
    }
}

#[test]
fn parts_of_drawings_have_names_of_their_own() {
    let gradient = "<stop stop-color='red'/><stop offset='1'/></linearGradient>";
    let drawing = drawn(&format!(
        "<linearGradient id='a&amp;&lt;'>{gradient}<linearGradient id='a&amp;&lt;'>{gradient}\
         <rect fill='url(\"#a&amp;&lt;\")' width='9' height='9'/>\
         <path id='1' d='M0 9H9'/><text><textPath href='#1'>字</textPath></text>\
         <text><textPath xlink:href='#1'>字</textPath></text>"
    ));
    let document = roxmltree::Document::parse(&drawing).unwrap();
    let ids: Vec<_> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    assert_eq!(ids, ["n1", "n2"], "{drawing}");
    assert!(drawing.contains("fill=\"url(#n1)\""), "{drawing}");
    assert_eq!(drawing.matches("<textPath xlink:href=\"#n2\">").count(), 2, "{drawing}");
}

#[test]
fn text_stays_text_on_pages_and_is_outlines_in_e_books() {
    let drawing = drawn(
        "<text x='3' y='20' font-family='Times New Roman, serif'>图<tspan>字</tspan> &lt;1</text>",
    );
    assert!(drawing.contains(">图<"), "{drawing}");
    let families = "font-family=\"Times New Roman, Noto Serif SC\"";
    assert!(drawing.contains(families), "{drawing}");
    let faces = faces(std::path::Path::new("/"), &[], &mut Findings::default());
    let letters = outlined(drawing.as_bytes(), &faces).unwrap();
    let letters = String::from_utf8(letters).unwrap();
    assert!(letters.contains("<desc>图字 &lt;1</desc>"), "{letters}");
    assert!(!letters.contains("<text") && !letters.contains("font-"), "{letters}");
    assert!(letters.matches("<path ").count() >= 2, "{letters}");
    assert_eq!(outlined(drawn("<circle r='9'/>").as_bytes(), &faces), None);
}

#[test]
fn drawings_in_drawings_keep_their_place() {
    let inner = "<svg width='10' height='10' transform='translate(9 9)' opacity='.5'>\
                 <rect width='9' height='9'/></svg>";
    let drawing = drawn(inner);
    assert_eq!(drawing.matches("opacity=\"0.5\"").count(), 1, "{drawing}");
    assert_eq!(drawing.matches("matrix(1 0 0 1 9 9)").count(), 1, "{drawing}");
    let radial = "<radialGradient id='g' fr='0.25'><stop stop-color='red'/><stop offset='1'/>\
                  </radialGradient><rect width='9' height='9' fill='url(#g)'/>";
    assert!(drawn(radial).contains("fr=\"0.25\""), "the inner radius stays");
}

#[test]
fn pages_turn_pictures_themselves_and_readers_get_them_upright() {
    let mut stored = DynamicImage::from(photograph(300, 200));
    stored.apply_orientation(Orientation::Rotate270);
    let turned = file(&jpeg(&stored.into_rgb8(), None, Some(exif(6))));
    assert_eq!((turned.picture.info.width, turned.picture.info.height), (300.0, 200.0));
    let page = turned.ready(Purpose::Screen, (3.0, 2.0));
    assert_eq!(decoded(&page).dimensions(), (200, 300));
    let reader = turned.ready(Purpose::Ebook, (0.0, 0.0));
    assert_eq!(decoded(&reader).dimensions(), (300, 200));
    for ready in [page, reader] {
        assert!(!bytes_of(&ready).unwrap().windows(3).any(|bytes| bytes == b"GPS"));
    }
    let shown = decoded(&turned.ready(Purpose::Ebook, (0.0, 0.0)));
    for (x, y) in [(20, 20), (280, 20), (150, 180)] {
        near(*shown.get_pixel(x, y), photograph(300, 200).get_pixel(x, y).0, 24);
    }
}

#[test]
fn colours_under_a_profile_become_srgb() {
    let cases = [
        // Reds and greens that sRGB has, in the numbers of a wider space.
        (ColorProfile::new_display_p3(), [234, 51, 35], [255, 0, 0]),
        (ColorProfile::new_adobe_rgb(), [219, 0, 0], [255, 0, 0]),
        (ColorProfile::new_adobe_rgb(), [128, 128, 128], [128, 128, 128]),
    ];
    for (profile, told, meant) in cases {
        let flat = RgbImage::from_pixel(64, 48, Rgb(told));
        for bytes in [jpeg(&flat, Some(&profile), None), png(&flat, &profile)] {
            let file = file(&bytes);
            for purpose in [Purpose::Screen, Purpose::Print, Purpose::Ebook] {
                let ready = file.ready(purpose, (3.0, 2.0));
                near(*decoded(&ready).get_pixel(30, 20), meant, 6);
                assert!(
                    !bytes_of(&ready).unwrap().windows(4).any(|b| b == b"acsp"),
                    "the profile is gone"
                );
            }
        }
    }
}

fn png(picture: &RgbImage, profile: &ColorProfile) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = PngEncoder::new(&mut out);
    encoder.set_icc_profile(profile.encode().unwrap()).unwrap();
    picture.write_with_encoder(encoder).unwrap();
    out
}

#[test]
fn a_profile_that_is_none_says_nothing() {
    let mut out = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut out, 95);
    encoder.set_icc_profile(b"no profile at all".to_vec()).unwrap();
    photograph(64, 48).write_with_encoder(encoder).unwrap();
    let plain = jpeg(&photograph(64, 48), None, None);
    assert_eq!(*file(&out).bytes(Purpose::Ebook, (0.0, 0.0)), *plain);
}

/// A flat picture in inks (255 is all of an ink), as Adobe's programs write it: inverted.
fn inks(kind: jpeg_encoder::ColorType, inks: [u8; 4]) -> Vec<u8> {
    let mut out = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut out, 95);
    encoder.encode(&inks.repeat(64 * 48), 64, 48, kind).unwrap();
    out
}

#[test]
fn inks_become_srgb_for_screens_and_stay_for_the_press() {
    use jpeg_encoder::ColorType::{Cmyk, CmykAsYcck};
    // Paper, black, and the primaries of FOGRA39 as they look.
    let cases = [
        ([0, 0, 0, 0], [255, 255, 255], 3),
        ([0, 0, 0, 255], [29, 29, 27], 14),
        ([255, 0, 0, 0], [0, 158, 224], 14),
        ([0, 255, 0, 0], [230, 0, 126], 14),
        ([0, 0, 255, 0], [255, 237, 0], 14),
    ];
    for kind in [Cmyk, CmykAsYcck] {
        for (told, meant, off) in cases {
            let bytes = inks(kind, told);
            let file = file(&bytes);
            for purpose in [Purpose::Screen, Purpose::Ebook] {
                near(*decoded(&file.ready(purpose, (3.0, 2.0))).get_pixel(30, 20), meant, off);
            }
            let pressed = file.ready(Purpose::Print, (0.1, 0.1));
            let scan = |bytes: &[u8]| {
                bytes[bytes.windows(2).position(|b| b == [0xFF, 0xDA]).unwrap()..].to_vec()
            };
            assert_eq!(scan(&bytes_of(&pressed).unwrap()), scan(&bytes), "as it came");
        }
    }
}

#[test]
fn inks_have_a_profile_only_if_it_can_be_read() {
    let icc = support::root().join("src/assets/icc/FOGRA39L_coated.icc");
    let srgb = ColorProfile::new_srgb().encode().unwrap();
    let cases = [
        (None, false),
        (Some(fs::read(icc).unwrap()), true),
        (Some(srgb), false),
        (Some(vec![7; 200]), false),
    ];
    for (profile, profiled) in cases {
        let mut bytes = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, 90);
        profile.iter().for_each(|profile| encoder.add_icc_profile(profile).unwrap());
        encoder.encode(&[0; 64 * 48 * 4], 64, 48, jpeg_encoder::ColorType::Cmyk).unwrap();
        let facts = probe(&bytes).unwrap();
        assert_eq!((facts.colours, facts.profiled), (Colours::Cmyk, profiled));
        near(
            *decoded(&file(&bytes).ready(Purpose::Ebook, (0.0, 0.0))).get_pixel(9, 9),
            [255; 3],
            3,
        );
    }
}

#[test]
fn what_is_made_ahead_waits_in_the_store_until_it_is_enough() {
    let folder = TempDir::new().unwrap();
    let file = file(&jpeg(&photograph(900, 600), None, None));
    let job = [file.job(Purpose::Screen, (1.0, 1.0))];
    let kept = |enough: bool| {
        let store = folder.path().join(enough.to_string());
        prefetch(&job, &Store::at(store.clone()), &enough.into());
        fs::read_dir(store).map_or(0, Iterator::count)
    };
    assert_eq!((kept(false), kept(true)), (1, 0));
}

#[test]
fn drawings_stay_sharp_and_photographs_become_jpeg() {
    let drawing = RgbImage::from_fn(400, 300, |x, y| {
        if (x / 40 + y / 30) % 2 == 0 { Rgb([250, 250, 250]) } else { Rgb([166, 25, 46]) }
    });
    for format in [ImageFormat::Png, ImageFormat::Tiff, ImageFormat::WebP, ImageFormat::Gif] {
        let file = file(&encoded(&drawing.clone().into(), format));
        let ready = file.ready(Purpose::Ebook, (0.0, 0.0));
        assert_eq!(ready.format(), PictureFormat::Png, "{format:?}");
        near(*decoded(&ready).get_pixel(39, 10), [250, 250, 250], 2);
        near(*decoded(&ready).get_pixel(40, 10), [166, 25, 46], 2);
    }
    for format in [ImageFormat::Png, ImageFormat::Tiff, ImageFormat::WebP] {
        let photograph = photograph(400, 300).into();
        let ready = file(&encoded(&photograph, format)).ready(Purpose::Ebook, (0.0, 0.0));
        assert_eq!(ready.format(), PictureFormat::Jpeg, "{format:?}");
    }
    // A drawing keeps more pixels in print than a photograph does.
    let drawing = file(&encoded(&drawing.into(), ImageFormat::Png));
    assert_eq!(decoded(&drawing.ready(Purpose::Print, (0.5, 0.375))).dimensions(), (400, 300));
}

#[test]
fn what_shows_through_still_does() {
    let faded = RgbaImage::from_fn(400, 300, |x, _| Rgba([200, 30, 40, (x / 2) as u8]));
    let file = file(&encoded(&faded.into(), ImageFormat::Png));
    let ready = file.ready(Purpose::Screen, (1.0, 0.75));
    let shown = image::load_from_memory(&bytes_of(&ready).unwrap()).unwrap().into_rgba8();
    assert_eq!(shown.dimensions(), (200, 150));
    let Rgba([r, g, b, a]) = *shown.get_pixel(100, 70);
    assert!(a.abs_diff(100) < 3, "{a}");
    near(Rgb([r, g, b]), [200, 30, 40], 4);
}

#[test]
fn odd_pictures_are_taken() {
    let deep = image::ImageBuffer::<Rgb<u16>, _>::from_fn(40, 30, |x, y| {
        Rgb([(x * 1600) as u16, (y * 2100) as u16, 30_000])
    });
    let deep = file(&encoded(&DynamicImage::from(deep), ImageFormat::Png));
    let shown = decoded(&deep.ready(Purpose::Ebook, (0.0, 0.0)));
    near(*shown.get_pixel(20, 15), [125, 123, 117], 6);
    let pixel = RgbImage::from_pixel(1, 1, Rgb([9, 90, 200]));
    for bytes in [jpeg(&pixel, None, None), encoded(&pixel.into(), ImageFormat::Png)] {
        for purpose in [Purpose::Screen, Purpose::Print, Purpose::Ebook, Purpose::Thumbnail] {
            assert_eq!(decoded(&file(&bytes).ready(purpose, (0.001, 0.001))).dimensions(), (1, 1));
        }
    }
    let gray = DynamicImage::from(photograph(300, 200)).into_luma8();
    let gray = file(&encoded(&gray.into(), ImageFormat::Png));
    let ready = gray.ready(Purpose::Screen, (0.5, 0.333));
    assert!(
        !image::load_from_memory(&bytes_of(&ready).unwrap()).unwrap().color().has_color(),
        "gray stays gray"
    );
}

#[test]
fn of_what_moves_the_first_moment_is_shown() {
    let frame = |value: u8| {
        let pixels =
            RgbaImage::from_fn(40, 30, |x, _| Rgba([value, if x < 20 { 255 } else { 0 }, 0, 255]));
        image::Frame::new(pixels)
    };
    let mut bytes = Vec::new();
    image::codecs::gif::GifEncoder::new(&mut bytes).encode_frames([frame(250), frame(10)]).unwrap();
    let animated = file(&bytes);
    assert!(animated.picture.info.animated);
    let ready = animated.ready(Purpose::Ebook, (0.0, 0.0));
    assert_eq!(ready.format(), PictureFormat::Png);
    near(*decoded(&ready).get_pixel(10, 10), [250, 255, 0], 8);
    let mut bytes = Vec::new();
    image::codecs::gif::GifEncoder::new(&mut bytes).encode_frames([frame(250)]).unwrap();
    assert!(!file(&bytes).picture.info.animated);
}

#[test]
fn another_picture_behind_a_photograph_goes_no_further() {
    let plain = jpeg(&photograph(300, 200), None, None);
    let second = jpeg(&photograph(60, 40), None, Some(exif(1)));
    let pair = file(&[&plain[..], &second].concat());
    // A trailer that is no picture, with the mark of a scan.
    let film = file(&[&plain[..], b"\0\0\0\x18ftypmp42\xFF\xDA\xFF"].concat());
    for purpose in [Purpose::Screen, Purpose::Print, Purpose::Ebook] {
        assert_eq!(*pair.bytes(purpose, (3.0, 2.0)), *plain, "{purpose:?}");
        assert_eq!(*film.bytes(purpose, (3.0, 2.0)), *plain, "{purpose:?}");
    }
    let base64 = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    let pair = base64(&[&plain[..], &second].concat());
    let drawing = drawn(&format!("<image href='data:image/jpeg;base64,{pair}'/>"));
    assert!(drawing.contains(&format!("base64,{}\"", base64(&plain))), "{drawing}");
}

#[test]
fn a_hole_in_a_scan_is_found() {
    let pixels = photograph(640, 480);
    let mut scans = vec![jpeg(&pixels, None, None)];
    for (progressive, interval) in [(false, 0), (false, 40), (true, 0), (true, 40)] {
        let mut out = Vec::new();
        let mut encoder = jpeg_encoder::Encoder::new(&mut out, 90);
        encoder.set_progressive(progressive);
        encoder.set_restart_interval(interval);
        encoder.encode(&pixels, 640, 480, jpeg_encoder::ColorType::Rgb).unwrap();
        scans.push(out);
    }
    let mut wrong = Vec::new();
    for (number, whole) in scans.iter().enumerate() {
        let _ = file(whole).ready(Purpose::Ebook, (0.0, 0.0));
        let at = whole.len() / 2;
        let mut holed = whole.clone();
        holed[at..at + 300].fill(0);
        let mut short = whole.clone();
        short.drain(at..at + 300);
        for (what, torn) in [("zeros", holed), ("less", short)] {
            let job = file(&torn);
            let found = prepare(&[job.job(Purpose::Ebook, (1.0, 1.0))], &Store::none()).unwrap();
            if !matches!(found[0], Err(PictureError::Damaged(_))) {
                wrong.push((number, what));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn adobe_rgb_that_exif_alone_tells_of_becomes_srgb() {
    let mut told = b"MM\0\x2A\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x1A\0\0\0\0\
                     \0\x02\xA0\x01\0\x03\0\0\0\x01\xFF\xFF\0\0\xA0\x05\0\x04\0\0\0\x01\
                     \0\0\0\x38\0\0\0\0\0\x01\0\x01\0\x02\0\0\0\x04R03\0\0\0\0\0"
        .to_vec();
    let flat = RgbImage::from_pixel(64, 48, Rgb([219, 0, 0]));
    let adobe = file(&jpeg(&flat, None, Some(told.clone())));
    near(*decoded(&adobe.ready(Purpose::Ebook, (3.0, 2.0))).get_pixel(9, 9), [255, 0, 0], 6);
    // Another kind of interoperability, of which nothing is known.
    let at = told.windows(3).position(|it| it == b"R03").unwrap();
    told[at + 1..at + 3].copy_from_slice(b"98");
    let other = file(&jpeg(&flat, None, Some(told)));
    near(*decoded(&other.ready(Purpose::Ebook, (3.0, 2.0))).get_pixel(9, 9), [219, 0, 0], 6);
}

#[test]
fn kinds_of_tiff_that_are_not_read_are_told_apart() {
    let tiff = encoded(&photograph(30, 20).into(), ImageFormat::Tiff);
    let with = |tag: u16, value: u16| {
        let mut odd = tiff.clone();
        let at = odd.windows(4).position(|it| it[..2] == tag.to_le_bytes() && it[2..] == [3, 0]);
        let at = at.unwrap() + 8;
        odd[at..at + 2].copy_from_slice(&value.to_le_bytes());
        odd
    };
    let cases = [
        (with(259, 7), "JPEG compression"),
        (with(259, 4), "fax compression"),
        (with(262, 3), "a palette"),
        ([b"II+\0", &tiff[4..]].concat(), "BigTIFF"),
    ];
    for (bytes, kind) in cases {
        let why = match probe(&bytes) {
            Err(why) => why,
            Ok(_) => file(&bytes).error(),
        };
        assert!(matches!(why, PictureError::Odd(_)), "{kind}: {why:?}");
        let why = why.to_string();
        assert!(why.contains(kind) && why.contains("LZW"), "{why}");
    }
}

/// A TIFF in gray of 9 × 7 pixels, one directory a page; each with entries of its own.
fn tiff(pages: &[&[(u16, u32)]]) -> Vec<u8> {
    let mut out = b"II*\0\x08\0\0\0".to_vec();
    for (number, own) in pages.iter().enumerate() {
        let mut entries = vec![(256, 9), (257, 7), (259, 1), (262, 1), (277, 1), (278, 7)];
        entries.extend(own.iter().copied());
        let bits = own.iter().find(|(tag, _)| *tag == 258).map_or(8, |(_, bits)| *bits);
        let length = 63 * bits / 8;
        // The pixels follow the directory.
        let at = out.len() + 2 + 12 * (entries.len() + 2) + 4;
        entries.extend([(273, u32::try_from(at).unwrap()), (279, length)]);
        entries.sort_unstable();
        out.extend(u16::try_from(entries.len()).unwrap().to_le_bytes());
        for (tag, value) in entries {
            out.extend(tag.to_le_bytes());
            out.extend([4, 0, 1, 0, 0, 0]);
            out.extend(value.to_le_bytes());
        }
        let end = u32::try_from(at).unwrap() + length;
        out.extend(if number + 1 < pages.len() { end } else { 0 }.to_le_bytes());
        out.resize(out.len() + length as usize, 7);
    }
    out
}

#[test]
fn numbers_that_are_no_bytes_are_told_apart_in_tiff() {
    assert!(!probe(&tiff(&[&[(258, 8)]])).unwrap().animated);
    for (own, kind) in [
        (&[(258, 32), (339, 3)], "32 bits a colour, in floating"),
        (&[(258, 64), (339, 3)], "64 bits a colour, in floating"),
        (&[(258, 16), (339, 3)], "16 bits a colour, in floating"),
        (&[(258, 32), (339, 1)], "32 bits a colour;"),
        (&[(258, 8), (339, 2)], "8 bits a colour, in numbers with signs"),
    ] {
        let bytes = tiff(&[own]);
        let why = probe(&bytes).map_or_else(|why| why, |_| file(&bytes).error());
        assert!(matches!(why, PictureError::Odd(_)), "{kind}: {why:?}");
        assert!(why.to_string().contains(kind), "{why}");
    }
}

#[test]
fn pages_of_a_tiff_are_no_copies_and_masks() {
    let page: &[(u16, u32)] = &[(258, 8)];
    let several = |pages: &[&[(u16, u32)]]| probe(&tiff(pages)).unwrap().animated;
    assert!(several(&[page, page]) && several(&[page, page, page]));
    assert!(!several(&[page, &[(258, 8), (254, 1)]]), "a smaller copy");
    assert!(!several(&[page, &[(258, 8), (254, 4)]]), "a mask");
    assert!(several(&[page, &[(258, 8), (254, 1)], &[(258, 8), (254, 2)]]));
}

#[test]
fn drawings_say_how_their_text_is_written() {
    let drawing = |head: &str, text: &str| {
        format!(
            "{head}<svg xmlns='http://www.w3.org/2000/svg' width='60' height='40'>\
             <text y='9'>{text}</text></svg>"
        )
    };
    let read_as = |bytes: &[u8]| {
        read(bytes).map(|(_, drawing)| String::from_utf8(drawing.unwrap().to_vec()).unwrap())
    };
    let wide = drawing("<?xml version='1.0' encoding='UTF-16'?>", "年鉴");
    let wide: Vec<u16> = format!("\u{FEFF}{wide}").encode_utf16().collect();
    let little: Vec<u8> = wide.iter().copied().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = wide.iter().copied().flat_map(u16::to_be_bytes).collect();
    let narrow = |head: &str, from: &str, to: &[u8]| {
        let text = drawing(head, from).into_bytes();
        let at = text.windows(from.len()).position(|it| it == from.as_bytes()).unwrap();
        [&text[..at], to, &text[at + from.len()..]].concat()
    };
    let gbk = narrow("<?xml version=\"1.0\" encoding=\"GBK\"?>\n", "年鉴", b"\xC4\xEA\xBC\xF8");
    for bytes in [&little, &big, &gbk] {
        assert!(read_as(bytes).unwrap().contains("年鉴"));
    }
    let latin = narrow("<?xml version='1.0' encoding = 'ISO-8859-1'?>", "é", b"\xE9");
    assert!(read_as(&latin).unwrap().contains('é'));
    for (head, text) in [("", &b"\xE9"[..]), ("<?xml version='1.0' encoding='x'?>", b"\xC4\xEA")] {
        let why = read_as(&narrow(head, "é", text)).unwrap_err();
        assert!(matches!(why, PictureError::Odd(_)), "{why:?}");
        assert!(why.to_string().contains("UTF-8"), "{why}");
    }
    assert!(matches!(read_as(b"\xE9<xml/>"), Err(PictureError::Unknown)));
}

#[test]
fn what_is_too_long_in_a_drawing_is_named() {
    let why = |inner: &str| {
        let drawing =
            format!("<svg xmlns='http://www.w3.org/2000/svg' width='60' height='40'>{inner}</svg>");
        probe(drawing.as_bytes()).unwrap_err().to_string()
    };
    assert!(
        why(&format!("<g><text>{}</text></g>", "字".repeat(3_000))).contains("<text> has 9000")
    );
    let stops = "<stop offset='0'/>".repeat(9_000);
    let gradient = format!("<linearGradient>{stops}</linearGradient>");
    assert!(why(&gradient).contains("<linearGradient> has 9000 stops"));
    let (uses, rect) =
        ("<use href='#r'/>".repeat(9_000), "<rect width='9' height='9'/>".repeat(99));
    assert!(why(&format!("<g id='r'>{rect}</g>{uses}")).contains("repeats"));
    assert!(why("<rect width='1e99' height='1'/>").contains("width has a number larger"));
}

/// The place of a marker, and of the byte behind the length that follows it.
fn segment(jpeg: &[u8], marker: u8) -> (usize, usize) {
    let at = jpeg.windows(2).position(|it| it == [0xFF, marker]).unwrap();
    (at, at + 4)
}

/// A JPEG in colours with other bytes in the head of its frame: from the number behind its length.
fn framed(at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut jpeg = jpeg(&photograph(48, 32), None, None);
    let (_, frame) = segment(&jpeg, 0xC0);
    jpeg[frame + at..][..bytes.len()].copy_from_slice(bytes);
    jpeg
}

#[test]
fn kinds_of_jpeg_that_are_not_read_are_told_apart() {
    let marked = |old: u8, new: u8| {
        let mut jpeg = framed(0, &[]);
        while let Some(at) = jpeg.windows(2).position(|it| it == [0xFF, old]) {
            jpeg[at + 1] = new;
        }
        jpeg
    };
    let sampled = |light: u8, blue: u8, red: u8| {
        let mut jpeg = framed(0, &[]);
        let (_, frame) = segment(&jpeg, 0xC0);
        for (part, factors) in [light, blue, red].into_iter().enumerate() {
            jpeg[frame + 7 + 3 * part] = factors;
        }
        jpeg
    };
    let cases = [
        (sampled(0x11, 0x22, 0x22), "finer than its light"),
        (sampled(0x11, 0x11, 0x22), "finer than its light"),
        (sampled(0x11, 0x21, 0x21), "finer than its light"),
        (sampled(0x21, 0x12, 0x11), "finer than its light"),
        (sampled(0x31, 0x11, 0x11), "factor of 3 across"),
        (sampled(0x14, 0x12, 0x12), "factor of 4 down"),
        (marked(0xC0, 0xC9), "arithmetic"),
        (marked(0xC0, 0xC3), "lossless"),
        (marked(0xC0, 0xC5), "hierarchical"),
        (marked(0xC4, 0xFE), "out of a film"),
        (framed(0, &[12]), "12 bits a colour"),
        (framed(1, &[0, 0]), "its height last"),
        (framed(5, &[5]), "5 colour components"),
    ];
    for (bytes, kind) in cases {
        let why = probe(&bytes).unwrap_err();
        assert!(matches!(why, PictureError::Odd(_)), "{kind}: {why:?}");
        let why = why.to_string();
        assert!(why.contains(kind) && why.contains("common JPEG"), "{why}");
    }
    // Those of cameras and programs are none of them.
    for (light, blue, red) in
        [(0x11, 0x11, 0x11), (0x21, 0x11, 0x11), (0x12, 0x11, 0x11), (0x22, 0x21, 0x21)]
    {
        assert!(probe(&sampled(light, blue, red)).is_ok(), "{light:x}");
    }
}

/// A progressive JPEG in gray that says in little room that there is nothing in it, many times.
fn bomb(side: u16, scans: usize) -> Vec<u8> {
    let blocks = (usize::from(side) / 8).pow(2);
    let [high, low] = side.to_be_bytes();
    let mut jpeg = vec![0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0];
    jpeg.extend([1; 64]);
    jpeg.extend([0xFF, 0xC2, 0, 11, 8, high, low, high, low, 1, 1, 0x11, 0]);
    // A code of a bit in each table: no difference, and 16,384 blocks without coefficients.
    for (kind, symbol) in [(0x00, 0), (0x10, 0xE0)] {
        jpeg.extend([0xFF, 0xC4, 0, 20, kind, 1]);
        jpeg.extend([0; 15]);
        jpeg.push(symbol);
    }
    jpeg.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0]);
    jpeg.resize(jpeg.len() + blocks / 8, 0);
    for _ in 1..scans {
        jpeg.extend([0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0]);
        jpeg.resize(jpeg.len() + (blocks.div_ceil(1 << 14) * 15).div_ceil(8), 0);
    }
    jpeg.extend([0xFF, 0xD9]);
    jpeg
}

#[test]
fn what_takes_long_to_read_and_shows_nothing_is_refused() {
    let few = file(&bomb(512, 100));
    let gray = decoded(&few.ready(Purpose::Ebook, (1.0, 1.0)));
    near(*gray.get_pixel(200, 200), [128; 3], 1);
    let too_much = |why: PictureError, what: &str| {
        assert!(matches!(why, PictureError::TooMuch(_)), "{why:?}");
        assert!(why.to_string().contains(what), "{why}");
    };
    too_much(probe(&bomb(64, 1_001)).unwrap_err(), "1001 scans");
    // Each of a million blocks.
    too_much(file(&bomb(8_000, 90)).error(), "90 scans");
    let jpeg = jpeg(&photograph(48, 32), None, None);
    let (start, contents) = segment(&jpeg, 0xC4);
    let length = usize::from(jpeg[contents - 2]) << 8 | usize::from(jpeg[contents - 1]);
    let tables = jpeg[start..start + 2 + length].repeat(2_000);
    let many = [&jpeg[..start], &tables, &jpeg[start..]].concat();
    too_much(probe(&many).unwrap_err(), "tables of codes");
}

#[test]
fn light_beyond_white_or_black_is_a_broken_scan() {
    for light in [0, 255] {
        let mut jpeg = jpeg(&RgbImage::from_pixel(48, 32, Rgb([light; 3])), None, None);
        assert!(file(&jpeg).picture.info.width > 0.0);
        file(&jpeg).ready(Purpose::Ebook, (1.0, 1.0));
        // As if the scan said twice and a half of what it says.
        let (_, quantisers) = segment(&jpeg, 0xDB);
        jpeg[quantisers + 1] = jpeg[quantisers + 1] * 5 / 2;
        assert!(matches!(file(&jpeg).error(), PictureError::Damaged(_)), "{light}");
    }
}

#[test]
fn sound_scans_of_any_light_and_size_are_taken() {
    let chess = |side: u32| {
        move |x: u32, y: u32| [if (x / side + y / side).is_multiple_of(2) { 0 } else { 255 }; 3]
    };
    for quality in [1, 2, 3, 5, 10, 25, 50, 75, 90, 95, 99, 100] {
        for side in [1, 8, 16] {
            let picture = RgbImage::from_fn(40, 24, |x, y| Rgb(chess(side)(x, y)));
            let mut out = Vec::new();
            let encoder = JpegEncoder::new_with_quality(&mut out, quality);
            picture.write_with_encoder(encoder).unwrap();
            file(&out).ready(Purpose::Ebook, (1.0, 1.0));
        }
    }
}

#[test]
fn a_restart_marker_may_stand_at_the_end() {
    let jpeg = jpeg(&photograph(48, 32), None, None);
    let (scan, _) = segment(&jpeg, 0xDA);
    let end = jpeg.len() - 2;
    let with = |marker: &[u8]| {
        let interval = [0xFF, 0xDD, 0, 4, 0xFF, 0xFF];
        [&jpeg[..scan], &interval, &jpeg[scan..end], marker, &jpeg[end..]].concat()
    };
    let plain = decoded(&file(&jpeg).ready(Purpose::Ebook, (1.0, 1.0)));
    let marked = file(&with(&[0xFF, 0xD0]));
    assert!(decoded(&marked.ready(Purpose::Ebook, (1.0, 1.0))) == plain);
    assert!(matches!(file(&with(&[0xFF, 0xD1])).error(), PictureError::Damaged(_)));
}

#[test]
fn deep_pictures_are_bounded_by_the_memory_that_they_take() {
    // Only the heads of files; no pixels.
    let head = |depth: u8| {
        let mut png = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR".to_vec();
        png.extend([10_000_u32.to_be_bytes(), 9_000_u32.to_be_bytes()].concat());
        png.extend([depth, 2, 0, 0, 0]);
        let mut crc = !0_u32;
        for byte in &png[12..] {
            crc ^= u32::from(*byte);
            (0..8).for_each(|_| crc = crc >> 1 ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 });
        }
        png.extend((!crc).to_be_bytes());
        png.extend(b"\0\0\0\0IDAT\x35\xAF\x06\x1E");
        png
    };
    assert!(probe(&head(8)).is_ok());
    assert!(matches!(probe(&head(16)), Err(PictureError::TooMuch(_))));
}

#[test]
fn what_is_broken_inside_is_found() {
    let whole = jpeg(&photograph(640, 480), None, None);
    // A marker where there is none; and ones alone, which no table has as a code.
    for middle in [vec![0xFF, 0xC1], [0xFF, 0x00].repeat(32)] {
        let mut torn = whole.clone();
        let at = torn.len() / 2;
        torn[at..at + middle.len()].copy_from_slice(&middle);
        assert!(matches!(file(&torn).error(), PictureError::Damaged(_)), "{middle:?}");
    }
    let mut png = encoded(&photograph(200, 100).into(), ImageFormat::Png);
    let middle = png.len() / 2;
    png[middle] ^= 0x55;
    assert!(matches!(file(&png).error(), PictureError::Damaged(_)));
}

#[test]
fn the_store_gives_what_was_made_and_nothing_else() {
    let folder = TempDir::new().unwrap();
    let store = Store::at(folder.path().join("store"));
    let file = file(&jpeg(&photograph(1500, 1000), None, Some(exif(6))));
    for purpose in [Purpose::Screen, Purpose::Print, Purpose::Ebook] {
        let made = file.made(purpose, (2.0, 3.0), &Store::none());
        assert_eq!(file.made(purpose, (2.0, 3.0), &store), made, "first");
        assert_eq!(file.made(purpose, (2.0, 3.0), &store), made, "again");
    }
    // Another size is another file.
    let other = file.made(Purpose::Screen, (1.0, 1.5), &store);
    assert_eq!(decoded(&other).dimensions(), (300, 200));
    // Damage to the store never changes the result.
    let made = file.made(Purpose::Screen, (2.0, 3.0), &Store::none());
    for inner in fs::read_dir(folder.path().join("store")).unwrap() {
        for entry in fs::read_dir(inner.unwrap().path()).unwrap() {
            let path = entry.unwrap().path();
            let mut bytes = fs::read(&path).unwrap();
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            fs::write(path, bytes).unwrap();
        }
    }
    assert_eq!(file.made(Purpose::Screen, (2.0, 3.0), &store), made, "damaged");
}

#[test]
fn a_file_that_changed_meanwhile_stops_the_run() {
    let file = file(&jpeg(&photograph(300, 200), None, None));
    fs::write(&file.picture.file, jpeg(&photograph(200, 300), None, None)).unwrap();
    let error = prepare(&[file.job(Purpose::Ebook, (0.0, 0.0))], &Store::none()).unwrap_err();
    assert!(error.to_string().contains("changed"), "{error:#}");
}

#[test]
fn a_photograph_for_a_press_is_in_its_inks_and_within_their_limit() {
    let dark = RgbImage::from_fn(300, 200, |x, y| {
        let noise = (x * 7 + y * 13) % 11;
        Rgb([20 + noise as u8, 10, 30 + (noise * 3) as u8])
    });
    let original = file(&jpeg(&dark, None, None));
    let profile = IccProfile::built_in().unwrap();
    let folder = TempDir::new().unwrap();
    let store = Store::at(folder.path().to_owned());
    let made = |limit: Option<f32>| {
        let press = limit.map(|limit| Arc::new(Press::new(&profile, limit).unwrap()));
        let job = Job { press, ..original.job(Purpose::Print, (1.0, 0.667)) };
        bytes_of(&prepare(&[job], &store).unwrap().remove(0).unwrap().remove(0)).unwrap().to_vec()
    };
    for limit in [2.4, 3.0] {
        let bytes = made(Some(limit));
        // Twice the same, out of the store; and not what is made for another press or for none.
        assert!(bytes == made(Some(limit)) && bytes != made(Some(2.0)) && bytes != made(None));
        let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::YCCK);
        let mut decoder = JpegDecoder::new_with_options(ZCursor::new(&bytes[..]), options);
        let pixels = decoder.decode().unwrap();
        assert_eq!(decoder.input_colorspace(), Some(ColorSpace::YCCK));
        // The three inks as ITU-T T.871, 7, has red, green and blue; black is inverted.
        let ink = |pixel: &[u8]| {
            let [y, cb, cr, k] = [0, 1, 2, 3].map(|i| f32::from(pixel[i]));
            let (cb, cr) = (cb - 128.0, cr - 128.0);
            let inks = [y + 1.402 * cr, y - 0.344 * cb - 0.714 * cr, y + 1.772 * cb, 255.0 - k];
            inks.iter().map(|ink| ink.clamp(0.0, 255.0)).sum::<f32>() / 255.0
        };
        let mut inks: Vec<f32> = pixels.chunks_exact(4).map(ink).collect();
        inks.sort_by(f32::total_cmp);
        // The encoding adds a little to a pixel here and there.
        let (nearly_all, most) = (inks[inks.len() * 99 / 100], inks[inks.len() - 1]);
        assert!(nearly_all < limit && most < limit + 0.1, "{nearly_all} {most} of {limit}");
        assert!(most > limit - 0.25, "{most} of {limit}");
    }
}
