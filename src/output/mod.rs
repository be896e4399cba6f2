//! Artefacts to the disk: all or nothing, with checksums. The only module that writes them.

pub mod artefact;
pub mod contact;
pub mod deps;
pub mod error_sheet;
pub mod folder;
pub mod made;
mod manifest;
pub mod summary;

use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use tempfile::NamedTempFile;

use crate::model::Book;
use crate::output::folder::PASSING;

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

/// Writes a file anew, all of it or nothing, if it still has these bytes; it keeps its permissions,
/// and a link stays one. Gives whether it was written.
///
/// # Errors
/// If the disk refuses.
pub fn replace(path: &Path, before: &[u8], after: &[u8]) -> Result<bool> {
    let failed = || format!("cannot write {}", path.display());
    let path = path.canonicalize().with_context(failed)?;
    let permissions = path.metadata().with_context(failed)?.permissions();
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = temporary(folder).with_context(failed)?;
    file.write_all(after).with_context(failed)?;
    file.as_file().set_permissions(permissions).with_context(failed)?;
    if std::fs::read(&path).with_context(failed)? != before {
        return Ok(false);
    }
    file.persist(&path).with_context(failed)?;
    Ok(true)
}

/// A new temporary file in a folder.
fn temporary(out: &Path) -> Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PASSING);
    // Temporary files are private by default; artefacts are for everyone that the umask allows.
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    Ok(builder.tempfile_in(out)?)
}
