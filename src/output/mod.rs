//! Artefacts to the disk: all or nothing, with checksums. The only room that writes.

pub mod contact;
pub mod deps;
mod manifest;
pub mod summary;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::assets::checksum::sha256;
use crate::diag::Findings;
use crate::load::Raw;
use crate::load::layout::Layout;
use crate::model::Book;
use crate::typeset::{Fits, Pages, Slot};

/// One file to write.
#[derive(Debug)]
pub struct Artefact {
    /// File name, without a folder.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A book that was made.
#[derive(Debug)]
pub struct Made {
    /// Name of the book.
    pub name: String,
    /// Number of pages.
    pub pages: usize,
    /// How often the pages were set, and the knobs that were turned for copy-fitting.
    pub fitted: (usize, Fits),
    /// Headings and entries of the index.
    pub index: Option<(usize, usize)>,
    /// What it was made of: files and folders, as paths in the book's folder.
    pub inputs: Vec<String>,
    /// The places for pictures, if no files were made: they hold the pictures, which many books
    /// together must not.
    pub slots: Vec<Slot>,
    /// Its files.
    pub artefacts: Vec<Artefact>,
    /// Its entry in the manifest.
    manifest: serde_json::Value,
}

impl Made {
    /// Gathers what is known of a book that was made.
    #[must_use]
    pub fn new(
        raw: &Raw,
        book: &Book,
        layout: &Layout,
        pages: &Pages,
        artefacts: Vec<Artefact>,
    ) -> Made {
        let manifest = manifest::book(raw, book, layout, pages, &artefacts);
        Made {
            name: book.name.clone(),
            pages: pages.count(),
            fitted: (pages.compiles, pages.fits.clone()),
            index: book.index_depth(),
            inputs: inputs(raw),
            slots: if artefacts.is_empty() { pages.slots(book) } else { Vec::new() },
            artefacts,
            manifest,
        }
    }
}

/// The files that were read, and the folders of faces and of a layout that the book brings.
fn inputs(raw: &Raw) -> Vec<String> {
    let files = raw.inputs.keys().cloned();
    let faces = raw.font_folders().into_iter().map(|(folder, _)| folder.to_owned());
    let layout = raw.book.layout.iter().filter(|layout| layout.starts_with("./")).cloned();
    files.chain(faces).chain(layout).collect()
}

/// The moment that the artefacts bear, in seconds since 1970, UTC: the given one, else the first
/// moment of the book's date or year, else of 1980, where ZIP begins. Never the clock.
#[must_use]
pub fn created(book: &Book, epoch: Option<i64>) -> i64 {
    let date = book.meta.date;
    let year = date.map(|date| date.year).or(book.meta.year).unwrap_or(1980);
    let month = date.and_then(|date| date.month).unwrap_or(1);
    let day = date.and_then(|date| date.day).unwrap_or(1);
    let first = time::Month::try_from(month)
        .and_then(|month| time::Date::from_calendar_date(year, month, day))
        .map_or(0, |date| date.midnight().assume_utc().unix_timestamp());
    epoch.unwrap_or(first)
}

/// Writes all artefacts of a run with `manifest.json` and `SHA256SUMS`, and gives their paths.
/// Everything is written aside first and renamed at the end, so that a run that fails leaves the
/// earlier artefacts as they were.
///
/// # Errors
/// If the disk refuses.
pub fn write(out: &Path, books: &[(Made, &Findings)]) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(out).with_context(|| format!("cannot make the folder {}", out.display()))?;
    let manifest = Artefact { name: "manifest.json".to_owned(), bytes: manifest::whole(books) };
    let made = books.iter().flat_map(|(made, _)| &made.artefacts);
    let files: Vec<&Artefact> = made.chain([&manifest]).collect();
    let sums = Artefact { name: "SHA256SUMS".to_owned(), bytes: sums(&files) };
    let mut aside = Vec::new();
    for file in files.into_iter().chain([&sums]) {
        let failed = || format!("cannot write {}", out.join(&file.name).display());
        let mut temporary = temporary(out).with_context(failed)?;
        temporary.write_all(&file.bytes).with_context(failed)?;
        temporary.as_file().sync_all().with_context(failed)?;
        aside.push((temporary, out.join(&file.name)));
    }
    let mut paths = Vec::new();
    for (temporary, path) in aside {
        temporary.persist(&path).with_context(|| format!("cannot write {}", path.display()))?;
        paths.push(path);
    }
    Ok(paths)
}

/// Writes one file, all of it or nothing.
///
/// # Errors
/// If the disk refuses.
pub fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = || format!("cannot write {}", path.display());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut file = temporary(folder.unwrap_or(Path::new("."))).with_context(failed)?;
    file.write_all(bytes).with_context(failed)?;
    file.persist(path).with_context(failed)?;
    Ok(())
}

fn temporary(out: &Path) -> Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".nianjian-");
    // Temporary files are private by default; artefacts are for everyone that the umask allows.
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    Ok(builder.tempfile_in(out)?)
}

/// As `sha256sum --check` reads it.
fn sums(files: &[&Artefact]) -> Vec<u8> {
    let mut lines: Vec<String> =
        files.iter().map(|file| format!("{}  {}\n", sha256(&file.bytes), file.name)).collect();
    lines.sort_by(|a, b| a[64..].cmp(&b[64..]));
    lines.concat().into_bytes()
}
