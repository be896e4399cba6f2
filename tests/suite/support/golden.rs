//! Goldens: expected text and pictures in `tests/ref`.
//!
//! A missing one is written *and* fails, so that it is read before it is committed. With
//! `NIANJIAN_ACCEPT=1` changed ones are written; the diff is to be read.

use std::fs;
use std::path::{Path, PathBuf};

use image::RgbImage;
use similar::TextDiff;

use crate::support::root;

fn accepting() -> bool {
    std::env::var_os("NIANJIAN_ACCEPT").is_some()
}

/// Compares text with `tests/ref/PATH`.
pub fn text(path: &str, actual: &str) {
    at(&root().join("tests/ref").join(path), actual);
}

/// Compares text with a file.
pub fn at(path: &Path, actual: &str) {
    let Ok(expected) = fs::read_to_string(path) else {
        write(path, actual.as_bytes());
        assert!(accepting(), "{} was missing and has been written: look at it", path.display());
        return;
    };
    if expected == actual {
        return;
    }
    if accepting() {
        write(path, actual.as_bytes());
        return;
    }
    let diff = TextDiff::from_lines(&expected, actual).unified_diff().to_string();
    let diff: String = diff.lines().take(60).map(|line| format!("{line}\n")).collect();
    panic!("{} differs (NIANJIAN_ACCEPT=1 accepts):\n{diff}", path.display());
}

/// How far a channel of a pixel may be off before the pixel counts as different.
const TOLERANCE: u8 = 24;

/// How many pixels in a thousand may differ: antialiasing is not the same on every processor.
const PIXELS: usize = 2;

/// Compares a picture with `tests/ref/PATH`.
pub fn picture(path: &str, actual: &RgbImage) {
    let path: PathBuf = root().join("tests/ref").join(path);
    let Ok(expected) = image::open(&path) else {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        actual.save(&path).unwrap();
        assert!(accepting(), "{} was missing and has been written: look at it", path.display());
        return;
    };
    let expected = expected.into_rgb8();
    let different = if expected.dimensions() == actual.dimensions() {
        let off = |a: &image::Rgb<u8>, b: &image::Rgb<u8>| {
            a.0.iter().zip(b.0).any(|(a, b)| a.abs_diff(b) > TOLERANCE)
        };
        expected.pixels().zip(actual.pixels()).filter(|(a, b)| off(a, b)).count()
    } else {
        usize::MAX
    };
    if different <= expected.pixels().len() * PIXELS / 1000 {
        return;
    }
    if accepting() {
        actual.save(&path).unwrap();
        return;
    }
    let shown = std::env::temp_dir().join(path.file_name().unwrap());
    actual.save(&shown).unwrap();
    panic!("{} differs in {different} pixels; see {}", path.display(), shown.display());
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}
