//! Artefacts to the disk: all or nothing, with checksums. The only room that writes.

pub mod contact;
pub mod deps;
mod manifest;
pub mod summary;

use std::fs;
use std::io::{BufWriter, Cursor, IntoInnerError, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tempfile::{NamedTempFile, TempPath};

use crate::assets::checksum::{sha256, sha256_of};
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
    /// SHA-256 in hexadecimal.
    sha256: String,
    /// How many bytes it has.
    size: usize,
    /// Where they are.
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// In memory.
    Here(Vec<u8>),
    /// On the disk, beside the place where they belong.
    Aside(TempPath),
}

/// What can be written in any order, as a ZIP is.
pub trait WriteSeek: Write + Seek {}

impl<T: Write + Seek> WriteSeek for T {}

impl Artefact {
    /// A file of this name that `write` fills: in the folder `aside` under a passing name, so that
    /// it need not be in memory, and goes if it is not put in place later; else in memory.
    ///
    /// # Errors
    /// If the disk refuses, or `write` fails.
    pub fn new(
        name: String,
        aside: Option<&Path>,
        write: impl FnOnce(&mut dyn WriteSeek) -> Result<()>,
    ) -> Result<Artefact> {
        let Some(out) = aside else {
            let mut bytes = Cursor::new(Vec::new());
            write(&mut bytes)?;
            let bytes = bytes.into_inner();
            let (sha256, size) = (sha256(&bytes), bytes.len());
            return Ok(Artefact { name, sha256, size, content: Content::Here(bytes) });
        };
        let failed = || format!("cannot write {}", out.join(&name).display());
        let folder = || format!("cannot make the folder {}", out.display());
        fs::create_dir_all(out).with_context(folder)?;
        let mut file = BufWriter::new(temporary(out).with_context(failed)?);
        write(&mut file).with_context(failed)?;
        let mut file =
            file.into_inner().map_err(IntoInnerError::into_error).with_context(failed)?;
        file.as_file().sync_all().with_context(failed)?;
        file.rewind().with_context(failed)?;
        let (sha256, size) = sha256_of(&mut file).with_context(failed)?;
        // The path alone: many books are more files than a process may hold open.
        Ok(Artefact { name, sha256, size, content: Content::Aside(file.into_temp_path()) })
    }

    /// Its bytes, unless they are on the disk.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Here(bytes) => bytes,
            Content::Aside(_) => &[],
        }
    }

    /// Gives it its name.
    fn put_in_place(self, out: &Path) -> Result<PathBuf> {
        let path = out.join(&self.name);
        if let Content::Aside(file) = self.content {
            file.persist(&path).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(path)
    }
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

/// Puts all artefacts of a run, which were written aside in the folder, in place, with
/// `manifest.json` and `SHA256SUMS`, and gives their paths. Nothing is renamed before everything is
/// written, so that a run that fails leaves the earlier artefacts as they were.
///
/// # Errors
/// If the disk refuses.
pub fn write(out: &Path, books: Vec<(Made, &Findings)>) -> Result<Vec<PathBuf>> {
    let small = |name: &str, bytes: &[u8]| {
        Artefact::new(name.to_owned(), Some(out), |to| Ok(to.write_all(bytes)?))
    };
    let manifest = small("manifest.json", &manifest::whole(&books))?;
    let made = books.into_iter().flat_map(|(made, _)| made.artefacts);
    let mut files: Vec<Artefact> = made.chain([manifest]).collect();
    files.push(small("SHA256SUMS", &sums(&files))?);
    files.into_iter().map(|file| file.put_in_place(out)).collect()
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

fn temporary(out: &Path) -> Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".nianjian-");
    // Temporary files are private by default; artefacts are for everyone that the umask allows.
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    Ok(builder.tempfile_in(out)?)
}

/// As `sha256sum --check` reads it.
fn sums(files: &[Artefact]) -> Vec<u8> {
    let mut lines: Vec<String> =
        files.iter().map(|file| format!("{}  {}\n", file.sha256, file.name)).collect();
    lines.sort_by(|a, b| a[64..].cmp(&b[64..]));
    lines.concat().into_bytes()
}
