//! What was made of files before, so that only those that changed are read again.
//!
//! A file whose size, time and identity are as they were is taken for the same. One that was
//! touched is read; if its bytes are the same, what was made of them is kept as well.

use std::collections::BTreeMap;
use std::path::Path;

use crate::assets::checksum::sha256;
use crate::assets::place::{Refusal, inside};
use crate::assets::stamp::Stamp;

/// What was made of a file.
#[derive(Debug, Clone)]
pub(super) struct KeptFile<T> {
    stamp: Option<Stamp>,
    /// The SHA-256 of the file, in hexadecimal.
    pub(super) sha256: String,
    /// What was made of it.
    pub(super) made: T,
}

/// What was made of the files of a folder, by path.
#[derive(Debug)]
pub(super) struct Memo<T>(BTreeMap<String, KeptFile<T>>);

impl<T> Default for Memo<T> {
    fn default() -> Memo<T> {
        Memo(BTreeMap::new())
    }
}

impl<T: Clone> Memo<T> {
    /// What `make` makes of a file, or made of it before if it is still the same.
    ///
    /// # Errors
    /// Says why the file was not read.
    pub(super) fn read(
        &self,
        folder: &Path,
        path: &str,
        limit: u64,
        make: impl FnOnce(Vec<u8>) -> T,
    ) -> Result<KeptFile<T>, Refusal> {
        let kept = self.0.get(path);
        // What the path leads to was inside of the folder when it had this stamp.
        let facts = std::fs::metadata(folder.join(path)).ok();
        let stamp = facts.as_ref().and_then(Stamp::of);
        if let Some(kept) = kept.filter(|kept| stamp.is_some() && kept.stamp == stamp) {
            return Ok(kept.clone());
        }
        let bytes = inside(folder, path, limit)?;
        let sha256 = sha256(&bytes);
        let made = match kept.filter(|kept| kept.sha256 == sha256) {
            Some(kept) => kept.made.clone(),
            None => make(bytes),
        };
        Ok(KeptFile { stamp, sha256, made })
    }

    /// What is kept, by path.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &T)> {
        self.0.iter().map(|(path, kept)| (path, &kept.made))
    }

    /// Keeps what was made in this reading, and nothing else.
    pub(super) fn replace(&mut self, files: BTreeMap<String, KeptFile<T>>) {
        self.0 = files;
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, SystemTime};

    use super::*;

    /// What is read of a file, and whether it was made anew.
    fn read(memo: &mut Memo<Vec<u8>>, folder: &Path) -> (Vec<u8>, bool) {
        let mut anew = false;
        let kept = memo.read(folder, "a", 100, |bytes| {
            anew = true;
            bytes
        });
        let kept = kept.expect("a file");
        memo.replace(BTreeMap::from([("a".to_owned(), kept.clone())]));
        (kept.made, anew)
    }

    /// Writes a file as if that time had not passed since it was written before.
    fn write(path: &Path, bytes: &[u8], time: SystemTime) {
        fs::write(path, bytes).expect("written");
        let file = fs::File::options().append(true).open(path).expect("a file");
        file.set_modified(time).expect("a time");
    }

    #[test]
    fn what_changes_twice_in_a_moment_is_seen_and_what_does_not_change_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        let mut memo = Memo::default();
        fs::write(&path, "one").expect("written");
        let now = fs::metadata(&path).and_then(|facts| facts.modified()).expect("a time");
        assert_eq!(read(&mut memo, folder.path()), (b"one".to_vec(), true));
        write(&path, b"two", now);
        assert_eq!(read(&mut memo, folder.path()), (b"two".to_vec(), true));
        write(&path, b"two", now - Duration::from_secs(60));
        assert_eq!(read(&mut memo, folder.path()), (b"two".to_vec(), false));
        // Time and size are as they were long ago, as with `cp -p`.
        if cfg!(unix) {
            write(&path, b"six", now - Duration::from_secs(60));
            assert_eq!(read(&mut memo, folder.path()), (b"six".to_vec(), true));
        }
        write(&path, b"ten", now - Duration::from_secs(30));
        assert_eq!(read(&mut memo, folder.path()), (b"ten".to_vec(), true));
    }
}
