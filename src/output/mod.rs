//! Artefacts to the disk: all or nothing, with checksums. The only module that writes them.

pub mod artefact;
pub mod contact;
pub mod deps;
pub mod made;
mod manifest;
pub mod summary;

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::diag::Findings;
use crate::model::Book;
use crate::output::artefact::{Artefact, temporary};
use crate::output::made::Made;

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
    let entries = books.iter().map(|(made, found)| (&made.manifest, *found));
    let manifest = small("manifest.json", &manifest::whole(entries))?;
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

/// As `sha256sum --check` reads it.
fn sums(files: &[Artefact]) -> Vec<u8> {
    let mut lines: Vec<String> =
        files.iter().map(|file| format!("{}  {}\n", file.sha256, file.name)).collect();
    lines.sort_by(|a, b| a[64..].cmp(&b[64..]));
    lines.concat().into_bytes()
}
