//! A generated book of photographs: a picture of 1600 × 1067 pixels with every fifth story, fifty
//! stories a section, as a yearbook has them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use image::codecs::jpeg::JpegEncoder;
use image::{Rgb, RgbImage};

use crate::sample::random::Random;
use crate::stories;

/// Writes the book; the same at every run.
pub(crate) fn generate(folder: &Path, count: usize) {
    fs::create_dir_all(folder.join("images")).unwrap();
    let mut random = Random::named("album");
    let mut sections = Vec::new();
    for first in (1..=count).step_by(50) {
        let number = sections.len() + 1;
        let mut text = format!("kind: news\ntitle: 要闻{number}\nid: news-{number}\nstories:\n");
        for story in first..(first + 50).min(count + 1) {
            stories::story(&mut text, story, &mut random);
            if story % 5 == 0 {
                let picture = story / 5;
                writeln!(
                    text,
                    "    figures:\n      - file: images/{picture:04}.jpg\n        caption: \
                     第{picture}张图\n        alt: 波纹{picture}\n        credit: 本书绘制\n        \
                     kind: artwork"
                )
                .unwrap();
                photograph(picture, &folder.join(format!("images/{picture:04}.jpg")));
            }
        }
        let name = format!("{number:03}-news.yaml");
        fs::write(folder.join(&name), text).unwrap();
        sections.push(name);
    }
    let sections = sections.join(", ");
    let book = format!("title: 图片千条\nyear: 2024\nlang: zh-Hans\nsections: [{sections}]\n");
    fs::write(folder.join("book.yaml"), book).unwrap();
}

/// Waves with a grain, so that a JPEG of them is as heavy as one of a photograph.
fn photograph(number: usize, path: &Path) {
    let mut grain = Random::named("grain");
    let grain: Vec<f32> = (0..4096).map(|_| grain.below(21) as f32 - 10.0).collect();
    let phase = number as f32;
    let (across, down): (Vec<f32>, Vec<f32>) = (
        (0..1600).map(|x| (x as f32 / (31.0 + phase % 17.0)).sin() * 60.0).collect(),
        (0..1067).map(|y| (y as f32 / (53.0 + phase % 7.0) + phase).sin() * 50.0).collect(),
    );
    let picture = RgbImage::from_fn(1600, 1067, |x, y| {
        let light = 128.0 + across[x as usize] + down[y as usize];
        let at = (x as usize).wrapping_mul(31) ^ (y as usize).wrapping_mul(17);
        let channel =
            |shift: usize| (light + grain[(at + shift * 911) % 4096]).clamp(0.0, 255.0) as u8;
        Rgb([channel(0), channel(1), channel(2)])
    });
    let file = fs::File::create(path).unwrap();
    let encoder = JpegEncoder::new_with_quality(std::io::BufWriter::new(file), 85);
    picture.write_with_encoder(encoder).unwrap();
}
