//! One file that is made: its bytes in memory, or on the disk where it waits for its place.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{BufWriter, Cursor, IntoInnerError, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::assets::checksum::{sha256, sha256_of};
use crate::parts::Parts;

/// One file to write.
#[derive(Debug)]
pub struct Artefact {
    /// File name, without a folder.
    pub name: String,
    /// SHA-256 in hexadecimal.
    pub(super) sha256: String,
    /// How many bytes it has.
    pub(super) size: usize,
    /// What it consists of, as far as that is told, until the manifest lists it.
    pub(super) parts: Parts,
    /// Where they are.
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// In memory.
    Here(Vec<u8>),
    /// On the disk.
    Aside(PathBuf),
}

/// A seekable writer, as ZIP needs.
pub trait WriteSeek: Write + Seek {}

impl<T: Write + Seek> WriteSeek for T {}

impl Artefact {
    /// A file of this name that `write` fills and tells the parts of: in the folder `aside`, so
    /// that it need not be in memory, or in memory.
    ///
    /// # Errors
    /// If the disk refuses, a file of this name is there, or `write` fails.
    pub fn new(
        name: String,
        aside: Option<&Path>,
        write: impl FnOnce(&mut dyn WriteSeek) -> Result<Parts>,
    ) -> Result<Artefact> {
        let Some(out) = aside else {
            let mut bytes = Cursor::new(Vec::new());
            let parts = write(&mut bytes)?;
            let bytes = bytes.into_inner();
            let (sha256, size) = (sha256(&bytes), bytes.len());
            return Ok(Artefact { name, sha256, size, parts, content: Content::Here(bytes) });
        };
        let path = out.join(&name);
        let failed = || format!("cannot write {}", path.display());
        let file = File::options().read(true).write(true).create_new(true).open(&path);
        let mut file = BufWriter::new(file.with_context(failed)?);
        let parts = write(&mut file).with_context(failed)?;
        let mut file =
            file.into_inner().map_err(IntoInnerError::into_error).with_context(failed)?;
        file.sync_all().with_context(failed)?;
        file.rewind().with_context(failed)?;
        let (sha256, size) = sha256_of(&mut file).with_context(failed)?;
        // Keeps the path and not the file: many books are more files than a process may hold open.
        Ok(Artefact { name, sha256, size, parts, content: Content::Aside(path) })
    }

    /// Its bytes, from memory or from the disk.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn bytes(&self) -> Result<Cow<'_, [u8]>> {
        match &self.content {
            Content::Here(bytes) => Ok(Cow::Borrowed(bytes)),
            Content::Aside(file) => {
                let failed = || format!("cannot read {}", file.display());
                Ok(Cow::Owned(fs::read(file).with_context(failed)?))
            }
        }
    }
}
