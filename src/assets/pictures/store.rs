//! What was made of pictures, kept between runs in the user's cache folder.
//!
//! Named by what they were made of and how, so that nothing in it is ever out of date; each with
//! the checksum of that and of itself, so that nothing damaged comes out of it, nor what stands
//! under another's name. It is only a cache: what cannot be read
//! or written is made again, and deleting it costs time only.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use crate::assets::checksum::sha256;
use crate::model::{PictureFile, PictureFormat};

/// Most bytes that it keeps; the oldest go first.
const MOST: u64 = 4 << 30;

const CHECKSUM: usize = 32;

/// The store.
#[derive(Debug, Default)]
pub struct Store {
    folder: Option<PathBuf>,
    grown: AtomicBool,
}

/// Something in the store.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Entry {
    /// The picture's own file is right.
    AsIs,
    /// A file that was made.
    Made(PictureFile),
}

impl Store {
    /// A store in a folder, which is made when it is needed.
    #[must_use]
    pub fn at(folder: PathBuf) -> Store {
        Store { folder: Some(folder), grown: AtomicBool::new(false) }
    }

    /// One that keeps nothing.
    #[must_use]
    pub fn none() -> Store {
        Store::default()
    }

    /// Whether it keeps anything.
    #[must_use]
    pub fn keeps(&self) -> bool {
        self.folder.is_some()
    }

    pub(super) fn get(&self, key: &str) -> Option<Entry> {
        let bytes = fs::read(self.path(key)?).ok()?;
        let (checksum, content) = bytes.split_at_checked(CHECKSUM)?;
        if checksum != of(key, content).as_slice() {
            return None;
        }
        match content.split_first()? {
            (b'=', []) => Some(Entry::AsIs),
            (b'j', file) => {
                Some(Entry::Made(PictureFile { bytes: file.into(), format: PictureFormat::Jpeg }))
            }
            (b'p', file) => {
                Some(Entry::Made(PictureFile { bytes: file.into(), format: PictureFormat::Png }))
            }
            _ => None,
        }
    }

    pub(super) fn put(&self, key: &str, entry: &Entry) {
        let Some(path) = self.path(key) else { return };
        let (tag, file) = match entry {
            Entry::AsIs => (b'=', &[][..]),
            Entry::Made(PictureFile { bytes, format: PictureFormat::Jpeg }) => (b'j', &bytes[..]),
            Entry::Made(PictureFile { bytes, .. }) => (b'p', &bytes[..]),
        };
        let mut content = vec![tag];
        content.extend_from_slice(file);
        let checksum = of(key, &content);
        // Written to a temporary file and renamed: another run may write the same picture.
        let _ = write(&path, &[&checksum, &content]);
        self.grown.store(true, Ordering::Relaxed);
    }

    fn path(&self, key: &str) -> Option<PathBuf> {
        let name = sha256(key.as_bytes());
        Some(self.folder.as_ref()?.join(&name[..2]).join(&name[2..]))
    }

    /// Deletes the oldest files if there are too many bytes. Of use after a run.
    pub fn trim(&self) {
        if let Some(folder) = self.folder.as_ref().filter(|_| self.grown.load(Ordering::Relaxed)) {
            trim(folder, MOST);
        }
    }
}

/// The checksum of an entry under its key.
fn of(key: &str, content: &[u8]) -> [u8; CHECKSUM] {
    let mut sum = Sha256::new_with_prefix(Sha256::digest(key));
    sum.update(content);
    sum.finalize().into()
}

fn write(path: &Path, parts: &[&[u8]]) -> std::io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    parts.iter().try_for_each(|part| std::io::Write::write_all(&mut file, part))?;
    file.persist(path)?;
    Ok(())
}

fn trim(folder: &Path, most: u64) {
    let folders = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = folders.filter_map(|entry| fs::read_dir(entry.path()).ok()).flatten().flatten();
    let known = |file: fs::DirEntry| {
        let info = file.metadata().ok().filter(fs::Metadata::is_file)?;
        Some((info.modified().unwrap_or(SystemTime::UNIX_EPOCH), info.len(), file.path()))
    };
    let mut files: Vec<_> = files.filter_map(known).collect();
    files.sort();
    let mut bytes: u64 = files.iter().map(|(_, length, _)| length).sum();
    for (_, length, path) in files {
        if bytes <= most {
            return;
        }
        if fs::remove_file(path).is_ok() {
            bytes -= length;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_damaged_is_not_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::at(folder.path().to_owned());
        let entry =
            Entry::Made(PictureFile { bytes: vec![7; 99].into(), format: PictureFormat::Png });
        assert_eq!(store.get("a"), None);
        store.put("a", &entry);
        store.put("b", &Entry::AsIs);
        assert_eq!(store.get("a").as_ref(), Some(&entry));
        assert_eq!(store.get("b"), Some(Entry::AsIs));
        let path = store.path("a").expect("a path");
        let mut bytes = fs::read(&path).expect("a file");
        bytes[60] ^= 1;
        fs::write(&path, &bytes).expect("written");
        assert_eq!(store.get("a"), None);
        store.put("a", &entry);
        store.put("c", &Entry::AsIs);
        fs::copy(&path, store.path("c").expect("a path")).expect("copied");
        assert_eq!((store.get("a").as_ref(), store.get("c")), (Some(&entry), None));
        fs::write(&path, b"short").expect("written");
        assert_eq!(store.get("a"), None);
    }

    #[test]
    fn the_oldest_go_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::at(folder.path().to_owned());
        let entry =
            Entry::Made(PictureFile { bytes: vec![7; 967].into(), format: PictureFormat::Png });
        for (age, key) in ["new", "old", "middle"].iter().zip([10_u64, 1, 5]).map(|(k, a)| (a, k)) {
            store.put(key, &entry);
            let file = fs::File::open(store.path(key).expect("a path")).expect("a file");
            let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(age);
            file.set_modified(time).expect("a time");
        }
        trim(folder.path(), 2000);
        assert_eq!(store.get("old"), None);
        assert!(store.get("middle").is_some() && store.get("new").is_some());
        trim(folder.path(), 1000);
        assert_eq!(store.get("middle"), None);
        assert!(store.get("new").is_some());
    }
}
