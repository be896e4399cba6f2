//! A YAML file of a book read by itself, as far as its texts go.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use crate::diag::Findings;
use crate::diag::control::Allow;
use crate::load::uses::{self, See, Use};
use crate::load::yaml::{self, Node};
use crate::load::{BOOK, allow};
use crate::source::{Edit, Source};

/// A file with its texts.
#[derive(Debug)]
pub struct FileTexts {
    value: Value,
    node: Node,
    is_book: bool,
    /// Its comments that allow findings.
    pub allows: Vec<Allow>,
}

impl FileTexts {
    /// Reads a file. `None` if its structure is broken.
    #[must_use]
    pub fn read(source: &Arc<Source>) -> Option<FileTexts> {
        let mut found = Findings::default();
        let (value, node) = yaml::read(source, &mut found)?;
        let allows = allow::of(source, &node, &mut found);
        Some(FileTexts { value, node, is_book: &**source.path() == BOOK, allows })
    }

    /// Calls `see` with every text that is set or read aloud, but for keys: what they are called is
    /// what they are found by.
    pub fn each(&self, see: &mut See) {
        let uses = if self.is_book { uses::of_book() } else { uses::of_section() };
        let mut keys = BTreeSet::new();
        add_keys(&self.node, &mut keys);
        uses.each(&self.value, &self.node, &mut |text, node, used| {
            if (used.is_set() || used == Use::Said) && !keys.contains(&node.at.bytes) {
                see(text, node, used);
            }
        });
    }

    /// Whether a later state of the file says the same as this one, but for the words that these
    /// edits of this state put into its texts.
    #[must_use]
    pub fn differs_by(&self, edits: &[Edit], later: &FileTexts) -> bool {
        let mut done = 0;
        same((&self.value, &self.node), &later.value, edits, &mut done) && done == edits.len()
    }
}

/// Notes the bytes of all keys.
fn add_keys(node: &Node, keys: &mut BTreeSet<(usize, usize)>) {
    for (_, key, value) in node.pairs() {
        keys.insert(key.at.bytes);
        add_keys(value, keys);
    }
    node.items().for_each(|item| add_keys(item, keys));
}

/// Whether a value is another one with edits done; counts the edits.
fn same((value, node): (&Value, &Node), later: &Value, edits: &[Edit], done: &mut usize) -> bool {
    match (value, later) {
        (Value::String(text), Value::String(later)) => {
            let Some(expected) = edited(text, node, edits, done) else { return false };
            expected == *later
        }
        (Value::Array(items), Value::Array(later)) => {
            let mut pairs = items.iter().zip(later).enumerate();
            items.len() == later.len()
                && pairs.all(|(at, (item, later))| same((item, node.item(at)), later, edits, done))
        }
        (Value::Object(map), Value::Object(later)) => {
            let mut pairs = map.iter().zip(later);
            map.len() == later.len()
                && pairs.all(|((key, value), (other, later))| {
                    key == other && same((value, node.key(key)), later, edits, done)
                })
        }
        _ => value == later,
    }
}

/// A text with its edits done. `None` if one is of bytes that are not words of it.
fn edited(text: &str, node: &Node, edits: &[Edit], done: &mut usize) -> Option<String> {
    let (start, end) = node.at.bytes;
    let inside = |edit: &&Edit| start <= edit.bytes.start && edit.bytes.end <= end;
    let mut changes: Vec<(Range<usize>, &str)> = Vec::new();
    for edit in edits.iter().filter(inside) {
        changes.push((node.words_of(text, &edit.bytes)?, &edit.text));
    }
    *done += changes.len();
    changes.sort_by_key(|(words, _)| std::cmp::Reverse(words.start));
    let mut out = text.to_owned();
    for (words, new) in changes {
        out.get(words.clone())?;
        out.replace_range(words, new);
    }
    Some(out)
}
