//! `manifest.json`: what a run took and what it made, without a clock and without folders.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::assets::place;
use crate::diag::Findings;
use crate::load::Raw;
use crate::load::layout::{CONTRACT, Layout};
use crate::model::{Book, TextBlock};
use crate::output::artefact::Artefact;
use crate::typeset::Pages;

/// The Typst that is linked in; `Cargo.toml` pins it.
const TYPST: &str = "0.15.1";

/// Largest manifest that is read, in bytes.
const MAX_MANIFEST: u64 = 1 << 30;

/// The file of the manifest.
pub(super) const MANIFEST: &str = "manifest.json";

/// The program and its version.
const TOOL: &str = concat!("nianjian ", env!("CARGO_PKG_VERSION"));

/// The entry of a book with what was found.
pub(super) fn with_findings(entry: &Value, found: &Findings) -> Value {
    let mut entry = entry.clone();
    entry["findings"] = Value::from(found.for_manifest());
    entry
}

/// The whole manifest of these entries.
pub(super) fn whole(entries: &[Value]) -> Vec<u8> {
    let document = json!({
        "tool": TOOL,
        "typst": TYPST,
        "contract": CONTRACT,
        "books": entries,
    });
    format!("{document:#}\n").into_bytes()
}

/// The entries of a run and those of earlier ones in a folder, by the names of the books: of other
/// books what is there; of the same book what this run did not make, if it would be made of the
/// same now.
pub(super) fn merged(mut entries: Vec<Value>, out: &Path) -> Vec<Value> {
    let old = read(out);
    let taken: BTreeSet<String> = outputs(&entries).map(|(name, _)| name.to_lowercase()).collect();
    let name = |entry: &Value| entry["name"].as_str().unwrap_or_default().to_lowercase();
    for mut entry in old["books"].as_array().cloned().unwrap_or_default() {
        let kept = |(file, facts): &(&String, &Value)| {
            let size = facts["bytes"].as_u64().unwrap_or_default();
            !taken.contains(&file.to_lowercase()) && is_there(out, file, size)
        };
        let listed = entry["outputs"].as_object().into_iter().flatten().filter(kept);
        let listed: Map<String, Value> = listed.map(|(k, v)| (k.clone(), v.clone())).collect();
        if let Some(new) = entries.iter_mut().find(|new| name(new) == name(&entry)) {
            if old["tool"] == TOOL && is_same(&entry, new) {
                let all = new["outputs"].as_object_mut();
                all.into_iter().for_each(|all| all.extend(listed.clone()));
            }
        } else if !listed.is_empty() {
            entry["outputs"] = listed.into();
            if old["tool"] != TOOL && entry.get("tool").is_none() {
                entry["tool"] = old["tool"].clone();
            }
            entries.push(entry);
        }
    }
    entries.sort_by_key(name);
    entries
}

/// Whether all is the same but what was made and found.
fn is_same(one: &Value, other: &Value) -> bool {
    let rest = |entry: &Value| {
        let mut entry = entry.clone();
        (entry["outputs"], entry["findings"]) = (Value::Null, Value::Null);
        entry
    };
    rest(one) == rest(other)
}

/// All artefacts that entries list, with what is told of each.
pub(super) fn outputs(entries: &[Value]) -> impl Iterator<Item = (&String, &Value)> {
    entries.iter().flat_map(|entry| entry["outputs"].as_object().into_iter().flatten())
}

/// The artefacts that the manifest of a folder lists, with their sizes.
pub(super) fn listed(folder: &Path) -> Vec<(String, u64)> {
    let document = read(folder);
    let entries = document["books"].as_array().map_or(&[][..], Vec::as_slice);
    let size = |facts: &Value| facts["bytes"].as_u64().unwrap_or_default();
    outputs(entries).map(|(name, facts)| (name.clone(), size(facts))).collect()
}

/// Whether a file that a manifest lists is in the folder, going by its size: `verify` goes by its
/// checksum. Its name must lead nowhere else.
pub(super) fn is_there(folder: &Path, name: &str, size: u64) -> bool {
    let file = fs::symlink_metadata(folder.join(name));
    let plain = !name.contains(['/', '\\']) && name != MANIFEST;
    plain && file.is_ok_and(|file| file.is_file() && file.len() == size)
}

/// The manifest of a folder; nothing if there is none that can be read.
fn read(folder: &Path) -> Value {
    let bytes = place::file(&folder.join(MANIFEST), MAX_MANIFEST).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Headings and entries of the index, and the entries a heading (标引深度), if there is an index.
fn depth(book: &Book) -> Value {
    match book.index_depth() {
        Some((headings, entries)) => json!({ "headings": headings, "entries": entries }),
        None => Value::Null,
    }
}

/// The pages between the covers: the number of the first among all pages, how many there are, and
/// how many with the blank ones behind them that fill the last signature in print.
fn block(block: &TextBlock) -> Value {
    json!({ "first": block.skipped + 1, "pages": block.pages, "printed": block.padded })
}

/// One book's entry.
pub(super) fn book(
    raw: &Raw,
    book: &Book,
    layout: &Layout,
    pages: &Pages,
    artefacts: &mut [Artefact],
) -> Value {
    let facts = |file: &mut Artefact| {
        let mut facts = json!({ "sha256": file.sha256, "bytes": file.size });
        let parts = std::mem::take(&mut file.parts);
        if !parts.is_empty() {
            facts["parts"] = json!(parts);
        }
        (file.name.clone(), facts)
    };
    let outputs: BTreeMap<String, Value> = artefacts.iter_mut().map(facts).collect();
    json!({
        "name": book.name,
        "title": book.meta.title,
        "identifier": book.meta.identifier,
        "layout": layout.name,
        "inputs": raw.inputs,
        "outputs": outputs,
        "pages": pages.count(),
        "block": block(&pages.block(book)),
        "fit": { "compiles": pages.compiles, "knobs": pages.fits },
        "index": depth(book),
        "page_map": pages.places,
    })
}
