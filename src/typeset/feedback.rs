//! What a layout says back: trouble under `<feedback>`, positions under `<place>`.
//!
//! Layouts report by labelled data and never by a panic, so that everything is heard at once.

use std::collections::BTreeMap;

use typst::foundations::{Dict, Label, Selector, Value};
use typst::introspection::{Introspector as _, MetadataElem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use crate::diag::{Code, Findings};
use crate::model::Place;
use crate::said;

/// Turns trouble into findings and gives the page on which every story and section begins.
pub(super) fn read(document: &PagedDocument, found: &mut Findings) -> BTreeMap<String, usize> {
    for (value, page) in labelled(document, "feedback") {
        trouble(&value, page, found);
    }
    let mut places = BTreeMap::new();
    for (value, page) in labelled(document, "place") {
        if let (Some(kind), Some(id)) = (text(&value, "kind"), text(&value, "id"))
            && matches!(kind.as_str(), "story" | "section")
        {
            places.entry(id).or_insert(page);
        }
    }
    places
}

/// The dictionaries of all metadata with a label, each with its page (from 1).
fn labelled(document: &PagedDocument, label: &str) -> Vec<(Dict, usize)> {
    let Some(label) = Label::new(PicoStr::intern(label)) else {
        return Vec::new();
    };
    let introspector = document.introspector();
    let elements = introspector.query(&Selector::Label(label));
    elements
        .iter()
        .filter_map(|element| {
            let value = element.to_packed::<MetadataElem>()?.value.clone();
            let page = introspector.page(element.location()?)?.get();
            match value {
                Value::Dict(dict) => Some((dict, page)),
                _ => None,
            }
        })
        .collect()
}

fn text(dict: &Dict, key: &str) -> Option<String> {
    match dict.get(key) {
        Ok(Value::Str(text)) => Some(text.as_str().to_owned()),
        _ => None,
    }
}

fn number(dict: &Dict, key: &str) -> Option<i64> {
    match dict.get(key) {
        Ok(Value::Int(number)) => Some(*number),
        Ok(Value::Float(number)) if number.is_finite() => Some(number.ceil() as i64),
        _ => None,
    }
}

fn trouble(value: &Dict, page: usize, found: &mut Findings) {
    let at = text(value, "at").and_then(|at| place(&at));
    let lines = number(value, "lines");
    let chars = number(value, "chars");
    let amount = match (lines, chars) {
        (Some(lines), Some(chars)) => {
            said!("{lines} 行（约 {chars} 字）", "{lines} lines (about {chars} characters)")
        }
        (Some(lines), None) => said!("{lines} 行", "{lines} lines"),
        (None, Some(chars)) => said!("约 {chars} 字", "about {chars} characters"),
        (None, None) => said!("若干", "something"),
    };
    let (zh, en) = (amount.zh, amount.en);
    match text(value, "kind").as_deref() {
        Some("overset") => {
            found.add(
                Code::L04,
                at.as_ref(),
                said!("第 {page} 页排不下，多出 {zh}", "page {page} is overset by {en}"),
            );
        }
        Some("underset") => {
            found.add(
                Code::L06,
                at.as_ref(),
                said!("第 {page} 页不满，空出 {zh}", "page {page} is short by {en}"),
            );
        }
        other => {
            let kind = other.unwrap_or("?").to_owned();
            found.add(Code::L07, at.as_ref(), said!("第 {page} 页：{kind}", "page {page}: {kind}"));
        }
    }
}

/// Reads a place as the contract gave it to the layout.
fn place(text: &str) -> Option<Place> {
    let mut parts = text.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some(Place { file: parts.next()?.to_owned(), line, column })
}
