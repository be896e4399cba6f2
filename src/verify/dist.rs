//! The folder of artefacts: its files with their checksums, and what its manifest says of them.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use rayon::prelude::*;

use crate::assets::checksum::sha256;
use crate::assets::place::{self, Refusal};
use crate::diag::{Code, Findings, Message, msg};
use crate::model::output::READY;
use crate::parts::Parts;

/// Largest file, in bytes.
const MAX_FILE: u64 = 1 << 30;

/// Largest list of checksums, in bytes.
const MAX_SUMS: u64 = 1 << 20;

/// The files of a folder that could be read.
pub(super) struct Dist {
    /// Their bytes by name.
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// How many files are listed.
    pub(super) listed: usize,
    /// How many are what their checksums say.
    pub(super) sound: usize,
    /// Whether it holds parts of two sets, so that nothing can be said of its books.
    pub(super) is_broken: bool,
}

/// A book as the manifest lists it.
pub(super) struct Entry {
    /// Its name.
    pub(super) name: String,
    /// Its title.
    pub(super) title: String,
    /// The identifier that it was given, if it was.
    pub(super) identifier: Option<String>,
    /// How many of its pages for screens come before those of the file for the printer, and how
    /// many pages that has, with the blank ones at its end.
    pub(super) block: Option<(usize, usize)>,
    /// Its artefacts by name, with what each consists of as it was written.
    pub(super) outputs: BTreeMap<String, Parts>,
}

/// Reads a folder; files that are missing or changed become findings.
///
/// # Errors
/// If there is no list of checksums that can be read.
pub(super) fn read(folder: &Path, found: &mut Findings) -> Result<Dist> {
    // A run that was killed between its changes of names left what is not yet in place; before the
    // first and behind the last the set is whole.
    let is_broken = folder.join(READY).is_dir();
    let path = folder.join("SHA256SUMS");
    if is_broken && !path.exists() {
        interrupted(found);
        return Ok(Dist { files: BTreeMap::new(), listed: 0, sound: 0, is_broken });
    }
    let shown = path.display();
    let bytes = match place::file(&path, MAX_SUMS) {
        Ok(bytes) => bytes,
        Err(Refusal::Missing) => {
            return Err(io::Error::from(io::ErrorKind::NotFound))
                .with_context(|| shown.to_string());
        }
        Err(why) => {
            let Message { zh, en } = why.message(&shown.to_string());
            bail!("{en} / {zh}");
        }
    };
    let text = String::from_utf8(bytes).with_context(|| shown.to_string())?;
    let lines: Vec<(&str, &str)> = text.lines().filter_map(|l| l.split_once("  ")).collect();
    // Names only: no line may lead out of the folder.
    let plain = |name: &str| !name.is_empty() && !name.contains(['/', '\\', '\0']) && name != "..";
    if lines.is_empty() || lines.len() != text.lines().count() || !lines.iter().all(|l| plain(l.1))
    {
        bail!("{shown} is not a list of checksums / {shown} 不是校验和的清单");
    }
    let read = |(sum, name): &(&str, &str)| {
        let bytes = place::file(&folder.join(name), MAX_FILE);
        let sound = bytes.as_ref().is_ok_and(|bytes| sha256(bytes) == *sum);
        ((*name).to_owned(), bytes, sound)
    };
    let mut dist = Dist { files: BTreeMap::new(), listed: lines.len(), sound: 0, is_broken };
    for (name, bytes, sound) in lines.par_iter().map(read).collect::<Vec<_>>() {
        dist.sound += usize::from(sound);
        match &bytes {
            _ if is_broken && !sound => {}
            Ok(_) if !sound => changed(&name, found),
            Err(why) => {
                found.add(Code::V01, None, why.message(&name));
            }
            Ok(_) => {}
        }
        dist.files.extend(bytes.ok().map(|bytes| (name, bytes)));
    }
    dist.is_broken = is_broken && dist.sound < dist.listed;
    if dist.is_broken {
        interrupted(found);
    }
    Ok(dist)
}

fn interrupted(found: &mut Findings) {
    let message = msg!(
        "上次 build 断在半路，这里新旧混杂；再 build 一次就好",
        "the last build was cut off while it wrote: some files here are new and some old; build again"
    );
    found.add(Code::V01, None, message);
}

fn changed(name: &str, found: &mut Findings) {
    let message = msg!(
        "{name} 与校验和不符：写出之后改动过",
        "{name} is not what its checksum says: it was changed after it was written"
    );
    found.add(Code::V01, None, message);
}

impl Dist {
    /// The books of the manifest, whose checksums must agree with the files as well; what is wrong
    /// becomes findings.
    pub(super) fn books(&self, found: &mut Findings) -> Vec<Entry> {
        if self.is_broken {
            return Vec::new();
        }
        let manifest = self.files.get("manifest.json");
        let manifest = manifest.and_then(|bytes| serde_json::from_slice(bytes).ok());
        let manifest: serde_json::Value = manifest.unwrap_or_default();
        let Some(books) = manifest["books"].as_array() else {
            let message = msg!(
                "manifest.json 不在或读不懂，不知道有哪些书",
                "manifest.json is missing or not understood, so the books are not known"
            );
            found.add(Code::V04, None, message);
            return Vec::new();
        };
        let mut entries = Vec::new();
        for book in books {
            let outputs = book["outputs"].as_object().into_iter().flatten();
            let mut artefacts = BTreeMap::new();
            for (name, facts) in outputs {
                let told = facts["sha256"].as_str().unwrap_or_default();
                if self.files.get(name).is_none_or(|bytes| sha256(bytes) != told) {
                    let message = msg!(
                        "{name} 与 manifest.json 所记不符",
                        "{name} is not what manifest.json says"
                    );
                    found.add(Code::V01, None, message);
                }
                let parts = serde_json::from_value(facts["parts"].clone());
                artefacts.insert(name.clone(), parts.unwrap_or_default());
            }
            let name = book["name"].as_str().unwrap_or_default().to_owned();
            let title = book["title"].as_str().unwrap_or_default().to_owned();
            let identifier = book["identifier"].as_str().map(str::to_owned);
            let number = |key: &str| book["block"][key].as_u64()?.try_into().ok();
            let first = number("first").and_then(|first: usize| first.checked_sub(1));
            let block = first.zip(number("printed"));
            entries.push(Entry { name, title, identifier, block, outputs: artefacts });
        }
        self.unclaimed(&entries, found);
        entries
    }

    /// Tells of files that are listed with their checksums and belong to no book: what they say
    /// would be compared with nothing.
    fn unclaimed(&self, entries: &[Entry], found: &mut Findings) {
        let claimed = |name: &String| {
            name == "manifest.json" || entries.iter().any(|entry| entry.outputs.contains_key(name))
        };
        for name in self.files.keys().filter(|name| !claimed(name)) {
            let message = msg!(
                "{name} 在 SHA256SUMS 里，manifest.json 里哪本书都没有它，无从核对",
                "{name} stands in SHA256SUMS and with no book in manifest.json; there is nothing to \
                 compare it with"
            );
            found.add(Code::V04, None, message);
        }
        if entries.is_empty() {
            let message = msg!("manifest.json 里没有书", "manifest.json lists no book");
            found.add(Code::V04, None, message);
        }
    }
}
