//! One file that is written: its bytes in memory, or on the disk until it is put in place.

use std::borrow::Cow;
use std::fs;
use std::io::{BufWriter, Cursor, IntoInnerError, Seek, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use tempfile::{NamedTempFile, TempPath};

use crate::assets::checksum::{sha256, sha256_of};

/// One file to write.
#[derive(Debug)]
pub struct Artefact {
    /// File name, without a folder.
    pub name: String,
    /// SHA-256 in hexadecimal.
    pub(super) sha256: String,
    /// How many bytes it has.
    pub(super) size: usize,
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

/// A seekable writer, as ZIP needs.
pub trait WriteSeek: Write + Seek {}

impl<T: Write + Seek> WriteSeek for T {}

impl Artefact {
    /// A file of this name that `write` fills: in the folder `aside` under a temporary name, so
    /// that it need not be in memory, and is deleted unless it is put in place later; else in
    /// memory.
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
        // Keeps the path and not the file: many books are more files than a process may hold open.
        Ok(Artefact { name, sha256, size, content: Content::Aside(file.into_temp_path()) })
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

    /// Gives it its name in the folder.
    pub(super) fn put_in_place(self, out: &Path) -> Result<PathBuf> {
        let path = out.join(&self.name);
        let failed = || format!("cannot write {}", path.display());
        let file = match self.content {
            Content::Aside(file) => file,
            Content::Here(bytes) => {
                let mut file = temporary(out).with_context(failed)?;
                file.write_all(&bytes).with_context(failed)?;
                file.into_temp_path()
            }
        };
        file.persist(&path).with_context(failed)?;
        Ok(path)
    }
}

/// A new temporary file in a folder.
pub(super) fn temporary(out: &Path) -> Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".nianjian-");
    // Temporary files are private by default; artefacts are for everyone that the umask allows.
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    Ok(builder.tempfile_in(out)?)
}
