//! Pictures made ready for the outputs: sRGB, no larger than they are shown, nothing in them that
//! does not serve to show them.
//!
//! One picture is decoded once for all that is wanted of it, and only if the store does not hold
//! that already: `recipe` says what to make, `decode` gives pixels in sRGB (`jpeg`, `srgb`),
//! `shrink` and `encode` make the file, `strip` passes on a file that is right as it is, `store`
//! keeps the results. Decoding also checks that a picture is whole, so every picture goes through
//! here, whether or not anything is wanted of it. Light and sharpness are never changed.

mod budget;
mod decode;
mod encode;
pub mod error;
mod exif;
mod frame;
mod gif;
mod jpeg;
mod png;
pub mod probe;
mod raster;
mod recipe;
mod scan;
mod segments;
mod shrink;
mod srgb;
pub mod store;
mod strip;
pub mod svg;
mod tiff;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result, bail};
use image::DynamicImage;
use image::metadata::Orientation;
use rayon::prelude::*;

use crate::assets::checksum::sha256;
use crate::assets::pictures::encode::is_drawing;
use crate::assets::pictures::error::{PictureError, damaged, guarded};
use crate::assets::pictures::recipe::{Recipe, VERSION};
use crate::assets::pictures::store::{Entry, Store};
use crate::assets::press::Press;
use crate::model::{Encoded, Picture, PictureBytes, PictureFile, PictureFormat};

pub use recipe::{Purpose, Request};

/// One picture and all that is wanted of it.
#[derive(Debug, Clone)]
pub struct Job {
    /// The picture.
    pub picture: Arc<Picture>,
    /// The encodings wanted. If empty, the file is only decoded to see that it is intact.
    pub requests: Vec<Request>,
    /// The printing condition whose inks photographs for print get; without one they stay sRGB.
    pub press: Option<Arc<Press>>,
}

/// What became of a job: one file a request, or why there is none.
pub type JobResult = Result<Vec<Encoded>, PictureError>;

/// Carries out jobs side by side, and gives what became of each. At no time are there more pixels
/// in memory than a single picture may have.
///
/// # Errors
/// If a picture is no longer what it was when the book was read.
pub fn prepare(jobs: &[Job], store: &Store) -> Result<Vec<JobResult>> {
    jobs.par_iter().map(|job| one(job, store)).collect()
}

/// The bytes of a picture that was made ready.
///
/// # Errors
/// If it is the picture's own file, and that is no longer what it was when the book was read.
pub fn bytes(ready: &Encoded) -> Result<PictureBytes> {
    match ready {
        Encoded::Converted(made, _) => Ok(PictureBytes::Shared(Arc::clone(&made.bytes))),
        Encoded::Original(picture) => {
            let bytes = strip::strip(original(picture)?, picture.info.format, false);
            let lost = || format!("{} lost its segments", picture.path);
            Ok(PictureBytes::Read(bytes.with_context(lost)?))
        }
    }
}

/// Carries out jobs for the store alone, one by one until it is enough. Errors are reported by the
/// job that needs the picture.
pub fn prefetch(jobs: &[Job], store: &Store, enough: &AtomicBool) {
    for job in jobs.iter().take_while(|_| !enough.load(Ordering::Relaxed)) {
        drop(one(job, store));
    }
}

fn one(job: &Job, store: &Store) -> Result<JobResult> {
    let picture = &job.picture;
    if let Some(drawing) = &picture.drawing {
        let bytes = Arc::clone(drawing);
        let ready = Encoded::Converted(PictureFile { bytes, format: PictureFormat::Svg }, None);
        return Ok(Ok(job.requests.iter().map(|_| ready.clone()).collect()));
    }
    let press = job.press.as_deref();
    let recipe = |request| Recipe::new(&picture.info, request, press.map(|press| press.key));
    let recipes: Vec<Recipe> = job.requests.iter().map(recipe).collect();
    let key = |recipe: &Recipe| format!("{} {recipe:?}", picture.sha256);
    let (mut entries, mut proven) = (Vec::new(), false);
    for recipe in &recipes {
        entries.push(if recipe.passes(&picture.info) {
            Some(Entry::AsIs)
        } else {
            let kept = store.get(&key(recipe));
            // Nothing is kept of a picture that is not whole.
            proven |= kept.is_some();
            kept
        });
    }
    let proof = format!("{} whole {VERSION}", picture.sha256);
    proven = proven || store.get(&proof).is_some();
    if !proven || entries.contains(&None) {
        let bytes = original(picture)?;
        let missing = entries.contains(&None);
        let proven = match guarded(|| check(&bytes, picture)) {
            Ok(proven) => proven,
            Err(error) => return Ok(Err(error)),
        };
        if !proven || missing {
            let _permit = budget::take(&picture.info);
            let pixels = match guarded(|| decode::decode(&bytes, picture)) {
                Ok(pixels) => pixels,
                Err(error) => return Ok(Err(error)),
            };
            for (recipe, entry) in recipes.iter().zip(&mut entries) {
                if entry.is_none() {
                    let new = make(&pixels, job, recipe)?;
                    store.put(&key(recipe), &new);
                    *entry = Some(new);
                }
            }
        }
        if !missing {
            store.put(&proof, &Entry::AsIs);
        }
    }
    let ready = |(entry, recipe): (Entry, &Recipe)| match entry {
        Entry::Made(made) => Encoded::Converted(made, recipe.region),
        Entry::AsIs => Encoded::Original(Arc::clone(picture)),
    };
    Ok(Ok(entries.into_iter().flatten().zip(&recipes).map(ready).collect()))
}

/// Checks that the parts of a picture are as they should be. Tells whether its pixels are proven by
/// that; else they are when they are decoded.
///
/// # Errors
/// Says what is broken.
fn check(bytes: &[u8], picture: &Picture) -> Result<bool, PictureError> {
    match picture.info.format {
        PictureFormat::Jpeg => {
            let segments = segments::segments(bytes).ok_or_else(|| damaged("no end of image"))?;
            let proven = scan::check(bytes, &segments)?;
            jpeg::head(bytes)?;
            Ok(proven)
        }
        PictureFormat::Png => {
            let whole = strip::strip(bytes.to_vec(), PictureFormat::Png, false);
            whole.map(|_| false).ok_or_else(|| damaged("its segments are broken"))
        }
        _ => Ok(false),
    }
}

/// Reads a picture again.
fn original(picture: &Picture) -> Result<Vec<u8>> {
    let shown = &picture.path;
    let bytes = std::fs::read(&picture.file).with_context(|| format!("cannot read {shown}"))?;
    if sha256(&bytes) != picture.sha256 {
        bail!("{shown} changed while the book was being made / 图片 {shown} 在制作时变了");
    }
    Ok(bytes)
}

/// Makes a file of pixels.
fn make(pixels: &DynamicImage, job: &Job, recipe: &Recipe) -> Result<Entry> {
    let info = &job.picture.info;
    let drawing = info.format != PictureFormat::Jpeg && is_drawing(pixels);
    let size = if drawing { recipe.drawing } else { recipe.photo };
    if drawing && recipe.keeps(info, size) {
        return Ok(Entry::AsIs);
    }
    let mut made = match recipe.region {
        Some([x, y, width, height]) => shrink::shrink(&pixels.crop_imm(x, y, width, height), size)?,
        None => shrink::shrink(pixels, size)?,
    };
    if recipe.upright {
        let turn = Orientation::from_exif(info.orientation);
        made.apply_orientation(turn.unwrap_or(Orientation::NoTransforms));
    }
    let (bytes, format) = match drawing || made.color().has_alpha() {
        true => (encode::png(&made)?, PictureFormat::Png),
        false => {
            let press = job.press.as_deref().filter(|_| recipe.press.is_some());
            (encode::jpeg(&made, recipe, press)?, PictureFormat::Jpeg)
        }
    };
    Ok(Entry::Made(PictureFile { bytes: bytes.into(), format }))
}
