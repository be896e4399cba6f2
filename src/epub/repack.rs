//! Packs the container again, so that the same book gives the same bytes.
//!
//! `epub-builder` stamps each entry with the present time. Here its entries are copied as they are
//! compressed, with one fixed time and in the order of their names; what we write ourselves takes
//! the place of its own.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read as _, Seek, SeekFrom, Write};

use anyhow::{Context as _, Result, bail};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::epub::options::ReadPicture;
use crate::model::Encoded;
use crate::parts::{self, Parts};

const MIMETYPE: &str = "mimetype";
const MEDIA_TYPE: &[u8] = b"application/epub+zip";

/// What only Apple Books reads.
const APPLE: &str = "META-INF/com.apple.ibooks.display-options.xml";

/// Files by their names in the container.
pub(super) type Files<'a> = BTreeMap<String, File<'a>>;

/// A file that takes the place of the builder's.
pub(super) enum File<'a> {
    /// These bytes.
    Here(Cow<'a, [u8]>),
    /// A picture, read when its turn comes.
    Picture(&'a Encoded),
}

/// One file of a container, as text.
pub(super) fn read(container: &[u8], name: &str) -> Result<String> {
    let mut archive = ZipArchive::new(Cursor::new(container))?;
    let file = archive.by_name(name).with_context(|| format!("epub-builder wrote no {name}"))?;
    Ok(std::io::read_to_string(file)?)
}

/// Packs the files of `container`, those in `ours` in place of its own (EPUB 3.3, §4.3): the
/// media type first, stored and without extra field, then all others by name; what is Apple's only
/// for Apple. Gives the size and the parts.
pub(super) fn repack(
    container: &[u8],
    ours: &Files,
    read: &ReadPicture,
    apple: bool,
    to: impl Write + Seek,
) -> Result<(u64, Parts)> {
    let mut from = ZipArchive::new(Cursor::new(container))?;
    let names: BTreeSet<String> = from.file_names().map(str::to_owned).collect();
    let mut to = ZipWriter::new(Refusing { to, refused: false });
    let stored = entry(CompressionMethod::Stored);
    to.start_file(MIMETYPE, stored)?;
    to.write_all(MEDIA_TYPE)?;
    let mut parts = Parts::new();
    let mut tell = |name: &str, bytes: &[u8]| {
        parts.insert(name.to_owned(), parts::entry_of(name, bytes));
    };
    tell(MIMETYPE, MEDIA_TYPE);
    let mut plain = Vec::new();
    let wanted = |name: &&String| *name != MIMETYPE && (apple || *name != APPLE);
    for name in names.iter().filter(wanted) {
        if let Some(file) = ours.get(name) {
            to.start_file(name.as_str(), entry(method(name)))?;
            let picture;
            let bytes: &[u8] = match file {
                File::Here(bytes) => bytes,
                File::Picture(ready) => {
                    picture = read(ready)?;
                    &picture
                }
            };
            to.write_all(bytes)?;
            tell(name, bytes);
            continue;
        }
        let index = from.index_for_name(name).with_context(|| format!("{name} is lost"))?;
        plain.clear();
        from.by_index(index)?.read_to_end(&mut plain)?;
        tell(name, &plain);
        let file = from.by_index_raw(index)?;
        to.raw_copy_file_touch(file, DateTime::default(), Some(0o644))?;
    }
    let mut to = to.finish()?;
    if to.refused {
        bail!("the e-book was not written whole");
    }
    Ok((to.stream_position()?, parts))
}

/// A writer that refuses once, and then takes all and keeps nothing. An archive that is given up is
/// ended when it is dropped, and what is said of that on the way would come before the error.
struct Refusing<W> {
    to: W,
    refused: bool,
}

impl<W> Refusing<W> {
    /// Does something with what is behind, or nothing once it has refused.
    fn with<T>(&mut self, other: T, work: impl FnOnce(&mut W) -> io::Result<T>) -> io::Result<T> {
        if self.refused {
            return Ok(other);
        }
        let done = work(&mut self.to);
        let again = |error: &io::Error| error.kind() == io::ErrorKind::Interrupted;
        self.refused = done.as_ref().is_err_and(|error| !again(error));
        done
    }
}

impl<W: Write> Write for Refusing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.with(bytes.len(), |to| to.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.with((), |to| to.flush())
    }
}

impl<W: Seek> Seek for Refusing<W> {
    // What is buffered is written before.
    fn seek(&mut self, at: SeekFrom) -> io::Result<u64> {
        self.with(0, |to| to.seek(at))
    }
}

/// The first day that ZIP can tell, for all entries: a real one would differ from run to run.
fn entry(method: CompressionMethod) -> SimpleFileOptions {
    let options = SimpleFileOptions::default().compression_method(method);
    options.last_modified_time(DateTime::default()).unix_permissions(0o644)
}

/// Pictures are stored, because their formats compress by themselves; all but SVG.
fn method(name: &str) -> CompressionMethod {
    let extension = name.rsplit('.').next().unwrap_or_default();
    match extension {
        "jpg" | "png" => CompressionMethod::Stored,
        _ => CompressionMethod::Deflated,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Full(u32);

    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            self.0 += 1;
            Err(io::ErrorKind::StorageFull.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Seek for Full {
        fn seek(&mut self, _: SeekFrom) -> io::Result<u64> {
            Err(io::ErrorKind::StorageFull.into())
        }
    }

    #[test]
    fn a_full_disk_refuses_once() {
        let mut to = Refusing { to: Full(0), refused: false };
        assert!(to.stream_position().is_err() && to.refused);
        assert!(to.rewind().is_ok() && to.write_all(b"a").is_ok());
        let mut to = Refusing { to: Full(0), refused: false };
        assert!(to.write_all(b"a").is_err() && to.refused);
        assert!(to.write_all(b"b").is_ok() && to.flush().is_ok());
        assert_eq!(to.to.0, 1);
    }
}
