//! The folder of artefacts as a set: all files of a run take their places, or none.
//!
//! Files wait under their own names in a folder beside their places. When all are there, that
//! folder gets the name of one that is ready, in one step of the file system: from then on the set
//! is the new one, and whoever opens the folder next puts in place what is not yet. The manifest
//! comes last and tells that all is. What earlier runs made and still holds stays and is listed;
//! what the books are no longer made of goes.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::diag::Findings;
use crate::model::output::READY;
use crate::output::artefact::Artefact;
use crate::output::made::Made;
use crate::output::manifest::{self, MANIFEST};
use crate::parts::Parts;

/// What the names begin with of all that lies in the folder for a time.
pub(super) const PASSING: &str = ".nianjian-";

/// Where files wait until all are there.
const STAGED: &str = ".nianjian-staged";

/// The list of checksums.
const SUMS: &str = "SHA256SUMS";

/// A folder of artefacts that no other run writes to. Files that wait in it go with this value, and
/// so does the folder if it was made for nothing.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    staged: PathBuf,
    /// The folders that were made for it, the deepest first.
    new: Vec<PathBuf>,
    /// Held as long as the folder is.
    _lock: Option<File>,
}

impl Folder {
    /// Takes a folder, which is made if it is not there: waits while another run writes to it, for
    /// which `waits` is called once; puts in place what a run that was killed had ready, and clears
    /// away what others left.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn open(path: &Path, waits: &mut dyn FnMut()) -> Result<Folder> {
        let failed = || format!("cannot write to the folder {}", path.display());
        let above = path.ancestors().filter(|folder| !folder.as_os_str().is_empty());
        let new = above.take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        let lock = loop {
            fs::create_dir_all(path).with_context(failed)?;
            let lock = lock(path, waits).with_context(failed)?;
            // Another run that made it for nothing may have removed it meanwhile.
            if path.is_dir() {
                break lock;
            }
        };
        finish(path, &mut || {})?;
        clear(path).with_context(failed)?;
        let staged = path.join(STAGED);
        fs::create_dir(&staged).with_context(failed)?;
        Ok(Folder { path: path.to_owned(), staged, new, _lock: lock })
    }

    /// Where files wait.
    #[must_use]
    pub fn staged(&self) -> &Path {
        &self.staged
    }

    /// Puts all artefacts of a run in place, which wait in the folder, with `manifest.json` and
    /// `SHA256SUMS`, and gives their paths. `between` is called before the first change of a name
    /// and behind each.
    ///
    /// # Errors
    /// If the disk refuses; if it does before all files are ready, the earlier set stands.
    pub fn write(
        &self,
        books: Vec<(Made, &Findings)>,
        between: &mut dyn FnMut(),
    ) -> Result<Vec<PathBuf>> {
        let out = &self.path;
        let entries =
            books.iter().map(|(made, found)| manifest::with_findings(&made.manifest, found));
        let entries = manifest::merged(entries.collect(), out);
        let mut names: Vec<String> = books
            .iter()
            .flat_map(|(made, _)| made.artefacts.iter().map(|file| file.name.clone()))
            .collect();
        let document = manifest::whole(&entries);
        let listed = self.small(MANIFEST, &document)?;
        names.push(MANIFEST.to_owned());
        self.small(SUMS, &sums(&entries, &listed))?;
        names.push(SUMS.to_owned());
        if let Some(name) = names.iter().find(|name| out.join(name).is_dir()) {
            let taken = out.join(name);
            let taken = taken.display();
            bail!("{taken} is a folder, where a file belongs / {taken} 是文件夹，那里要放文件");
        }
        let failed = || format!("cannot write to the folder {}", out.display());
        self.keep_only(&names).with_context(failed)?;
        sync(&self.staged).with_context(failed)?;
        fs::rename(&self.staged, out.join(READY)).with_context(failed)?;
        sync(out).with_context(failed)?;
        between();
        finish(out, between)?;
        Ok(names.iter().map(|name| out.join(name)).collect())
    }

    fn small(&self, name: &str, bytes: &[u8]) -> Result<Artefact> {
        Artefact::new(name.to_owned(), Some(&self.staged), |to| {
            to.write_all(bytes)?;
            Ok(Parts::new())
        })
    }

    /// Removes files of books that were not made in the end.
    fn keep_only(&self, names: &[String]) -> io::Result<()> {
        for name in files(&self.staged)? {
            if !names.contains(&name) {
                fs::remove_file(self.staged.join(name))?;
            }
        }
        Ok(())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.staged);
        // Those that hold something stay.
        let _ = self.new.iter().try_for_each(fs::remove_dir);
    }
}

/// Puts in place what is ready, in an order that can be taken up again wherever it ended: first
/// goes what the new manifest no longer lists and the old one does, which is there until the end.
fn finish(out: &Path, between: &mut dyn FnMut()) -> Result<()> {
    let ready = out.join(READY);
    if !ready.is_dir() {
        return Ok(());
    }
    let failed = |name: &str| format!("cannot write {}", out.join(name).display());
    let mut names = files(&ready).with_context(|| failed(READY))?;
    // Without it all was in place.
    if names.iter().any(|name| name == MANIFEST) {
        let listed = manifest::listed(&ready);
        let outdated = manifest::listed(out).into_iter().filter(|(name, _)| {
            !names.contains(name) && !listed.iter().any(|(other, _)| other == name)
        });
        for (name, size) in outdated.collect::<Vec<_>>() {
            if manifest::is_there(out, &name, size) {
                fs::remove_file(out.join(&name)).with_context(|| failed(&name))?;
                between();
            }
        }
        names.sort_by_key(|name| (name == MANIFEST, name == SUMS, name.clone()));
        for name in &names {
            fs::rename(ready.join(name), out.join(name)).with_context(|| failed(name))?;
            between();
        }
        sync(out).with_context(|| failed(""))?;
    }
    fs::remove_dir_all(&ready).with_context(|| failed(READY))?;
    sync(out).with_context(|| failed(""))
}

/// Takes the lock of a folder; `None` where the file system has none.
fn lock(path: &Path, waits: &mut dyn FnMut()) -> io::Result<Option<File>> {
    // A folder can be locked by itself on Unix, so that no file need be left there.
    let file = match cfg!(unix) {
        true => File::open(path)?,
        false => File::create(path.join(".nianjian.lock"))?,
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => {
            waits();
            file.lock()?;
            Ok(Some(file))
        }
        Err(TryLockError::Error(_)) => Ok(None),
    }
}

/// Removes what runs left that were killed.
fn clear(path: &Path) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with(PASSING) {
            continue;
        }
        match entry.file_type()?.is_dir() {
            true => fs::remove_dir_all(entry.path())?,
            false => fs::remove_file(entry.path())?,
        }
    }
    Ok(())
}

/// The names of the files of a folder of ours, in order.
fn files(folder: &Path) -> io::Result<Vec<String>> {
    let names = fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name()));
    let names: io::Result<Vec<_>> = names.collect();
    let mut names: Vec<String> =
        names?.into_iter().filter_map(|name| name.into_string().ok()).collect();
    names.sort();
    Ok(names)
}

/// Waits until what a folder holds is on the disk, where folders can be opened for that.
fn sync(folder: &Path) -> io::Result<()> {
    match cfg!(unix) {
        true => File::open(folder)?.sync_all(),
        false => Ok(()),
    }
}

/// Of all that the manifest lists and of itself, as `sha256sum --check` reads it.
fn sums(entries: &[Value], manifest: &Artefact) -> Vec<u8> {
    let mut lines: Vec<(String, String)> = manifest::outputs(entries)
        .map(|(name, facts)| {
            (name.clone(), facts["sha256"].as_str().unwrap_or_default().to_owned())
        })
        .chain([(manifest.name.clone(), manifest.sha256.clone())])
        .collect();
    lines.sort();
    let lines = lines.into_iter().map(|(name, sha256)| format!("{sha256}  {name}\n"));
    lines.collect::<String>().into_bytes()
}
