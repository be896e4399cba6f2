//! `manifest.json`: what a run took and what it made, without a clock and without folders.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diag::Findings;
use crate::load::Raw;
use crate::load::layout::{CONTRACT, Layout};
use crate::model::Book;
use crate::output::artefact::Artefact;
use crate::typeset::Pages;

/// The Typst that is linked in; `Cargo.toml` pins it.
const TYPST: &str = "0.15.1";

/// The whole manifest, of the entries of the books and their findings.
pub(super) fn whole<'a>(books: impl Iterator<Item = (&'a Value, &'a Findings)>) -> Vec<u8> {
    let entries: Vec<Value> = books
        .map(|(entry, found)| {
            let mut entry = entry.clone();
            entry["findings"] = Value::from(found.for_manifest());
            entry
        })
        .collect();
    let document = json!({
        "tool": concat!("nianjian ", env!("CARGO_PKG_VERSION")),
        "typst": TYPST,
        "contract": CONTRACT,
        "books": entries,
    });
    format!("{document:#}\n").into_bytes()
}

/// Headings and entries of the index, and the entries a heading (标引深度), if there is an index.
fn depth(book: &Book) -> Value {
    match book.index_depth() {
        Some((headings, entries)) => json!({ "headings": headings, "entries": entries }),
        None => Value::Null,
    }
}

/// One book's entry.
pub(super) fn book(
    raw: &Raw,
    book: &Book,
    layout: &Layout,
    pages: &Pages,
    artefacts: &[Artefact],
) -> Value {
    let outputs: BTreeMap<&str, Value> = artefacts
        .iter()
        .map(|file| {
            let entry = json!({ "sha256": file.sha256, "bytes": file.size });
            (file.name.as_str(), entry)
        })
        .collect();
    json!({
        "name": book.name,
        "title": book.meta.title,
        "identifier": book.meta.identifier,
        "layout": layout.name,
        "inputs": raw.inputs,
        "outputs": outputs,
        "pages": pages.count(),
        "fit": { "compiles": pages.compiles, "knobs": pages.fits },
        "index": depth(book),
        "page_map": pages.places,
    })
}
