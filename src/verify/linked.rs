//! Whether the links of an e-book, its contents and lists of pages lead to where they say (EPUB
//! 3.3, §7; the NCX of OPF 2.0.1, §2.4.1).
//!
//! By the e-book alone: that targets are there, that a note and its call lead to each other, that
//! notes stand as they are called, that an entry of the contents has the words of the heading that
//! it leads to, that entries have the order of the documents, and that a page of the list is the
//! one that its name says.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::{Document, Node};

use crate::diag::{Message, msg};
use crate::verify::chunk::{Target, compared};
use crate::verify::container::resolved;

/// Longest heading or label that is kept, in bytes.
const MAX_LABEL: usize = 4096;

/// The documents of an e-book as far as they lead to each other.
#[derive(Default)]
pub(super) struct Linked {
    /// By path, in the order in which they were added.
    documents: BTreeMap<String, Linking>,
    /// Entries of contents and lists of pages.
    entries: Vec<Entry>,
    /// What is wrong.
    pub(super) faults: Vec<Message>,
}

/// A document.
#[derive(Default)]
struct Linking {
    number: usize,
    heading: String,
    /// Elements by id, with their label: the words of a heading, the name of a page.
    places: BTreeMap<String, String>,
    /// Links, with their addresses as they are written.
    links: Vec<(String, Target)>,
    /// Calls of notes: their id, and that of the note.
    calls: BTreeSet<(String, String)>,
    /// Notes, and the calls that they lead back to.
    backs: BTreeSet<(String, String)>,
    /// Notes as they are called, and as they stand.
    called: Vec<String>,
    noted: Vec<String>,
}

/// An entry of the contents or of a list of pages.
struct Entry {
    from: String,
    is_page: bool,
    label: String,
    to: Target,
}

impl Linked {
    /// Adds a document, in reading order.
    pub(super) fn add(&mut self, path: &str, document: &Document) {
        let mut linking = Linking { number: self.documents.len(), ..Linking::default() };
        for node in document.root_element().descendants().filter(Node::is_element) {
            self.element(path, node, &mut linking);
        }
        self.documents.insert(path.to_owned(), linking);
    }

    fn element(&mut self, path: &str, node: Node, linking: &mut Linking) {
        let name = node.tag_name().name();
        let is_heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        let label = match is_heading {
            true => words(node),
            false => node.attribute("aria-label").map(compared).unwrap_or_default(),
        };
        if is_heading && linking.heading.is_empty() {
            linking.heading.clone_from(&label);
        }
        if let Some(id) = node.attribute("id") {
            linking.places.insert(id.to_owned(), label);
        }
        let address = node.attribute("href").or_else(|| node.attribute("src"));
        let Some(to) = address.and_then(|address| target(path, address)) else { return };
        let own = |id: Option<&str>| id.unwrap_or_default().to_owned();
        match node.attribute("role") {
            Some("doc-noteref") => {
                linking.calls.insert((own(node.attribute("id")), own(to.1.as_deref())));
                linking.called.push(own(to.1.as_deref()));
            }
            Some("doc-backlink") => {
                let note = node.ancestors().find(|it| it.attribute("role") == Some(FOOTNOTE));
                let note = note.and_then(|note| note.attribute("id"));
                linking.backs.insert((own(to.1.as_deref()), own(note)));
                linking.noted.push(own(note));
            }
            _ => {}
        }
        let nav = node.ancestors().find(|it| it.tag_name().name() == "nav");
        let kind = nav.and_then(|nav| nav.attribute(("http://www.idpf.org/2007/ops", "type")));
        if let Some(kind @ ("toc" | "page-list")) = kind {
            let (from, label) = (path.to_owned(), words(node));
            self.entries.push(Entry { from, is_page: kind != "toc", label, to: to.clone() });
        }
        linking.links.push((own(address), to));
    }

    /// Adds the contents for readers of EPUB 2.
    pub(super) fn add_ncx(&mut self, path: &str, document: &Document) {
        for node in document.descendants() {
            let is_page = match node.tag_name().name() {
                "navPoint" => false,
                "pageTarget" => true,
                _ => continue,
            };
            let kid = |name: &str| node.children().find(|kid| kid.tag_name().name() == name);
            let label = kid("navLabel").map(words).unwrap_or_default();
            let address = kid("content").and_then(|content| content.attribute("src"));
            if let Some(to) = address.and_then(|address| target(path, address)) {
                self.entries.push(Entry { from: path.to_owned(), is_page, label, to });
            }
        }
    }

    /// Everything that is wrong; `is_there` tells whether there is an entry of the container.
    pub(super) fn judge(mut self, is_there: impl Fn(&str) -> bool) -> Vec<Message> {
        let Linked { documents, entries, faults } = &mut self;
        let exists = |(path, id): &Target| match (documents.get(path), id) {
            (Some(document), Some(id)) => document.places.contains_key(id),
            (None, Some(_)) => false,
            (_, None) => is_there(path),
        };
        for (path, document) in documents.iter() {
            for (address, _) in document.links.iter().filter(|(_, to)| !exists(to)) {
                faults.push(msg!(
                    "{path}：链接“{address}”指到的地方不在",
                    "{path}: the link “{address}” leads to nothing"
                ));
            }
            let mut pairs = document.called.iter().zip(&document.noted);
            if let Some((called, noted)) = pairs.find(|(called, noted)| called != noted) {
                faults.push(msg!(
                    "{path}：注的次序与注号不同：应为 {called}，排的是 {noted}",
                    "{path}: notes are not in the order of their calls: {called} is due, {noted} \
                     stands there"
                ));
            }
            for (call, note) in document.calls.symmetric_difference(&document.backs) {
                faults.push(msg!(
                    "{path}：注 {note} 与注号 {call} 不是互相指到",
                    "{path}: the note {note} and the call {call} do not lead to each other"
                ));
            }
        }
        let mut last: Option<&Entry> = None;
        for entry in entries.iter() {
            let Entry { from, is_page, label, to } = entry;
            let document = documents.get(&to.0);
            if !exists(to) {
                let address = &to.0;
                faults.push(msg!(
                    "{from}：“{label}”指到的 {address} 不在",
                    "{from}: “{label}” leads to {address}, which is not there"
                ));
                continue;
            }
            let there = document.map(|document| match &to.1 {
                Some(id) => document.places.get(id).map_or("", String::as_str),
                None => &document.heading,
            });
            let there = there.unwrap_or_default();
            let same = if *is_page { there == label } else { there.contains(label) };
            if !there.is_empty() && !same {
                faults.push(msg!(
                    "{from}：“{label}”指到的是“{there}”",
                    "{from}: “{label}” leads to “{there}”"
                ));
            }
            let number = |entry: &Entry| documents.get(&entry.to.0).map(|to| to.number);
            let before = last.filter(|last| last.from == *from && last.is_page == *is_page);
            if before.is_some_and(|before| number(before) > number(entry)) {
                faults.push(msg!(
                    "{from}：“{label}”的次序与正文不同",
                    "{from}: “{label}” is not in the order of the text"
                ));
            }
            last = Some(entry);
        }
        self.faults
    }
}

/// The role of a footnote.
const FOOTNOTE: &str = "doc-footnote";

/// The words of an element, without what is not compared; calls of notes are none.
fn words(node: Node) -> String {
    let is_own = |text: &Node| {
        let mut around = text.ancestors().take_while(|above| *above != node);
        // The date of a story stands beside its title in the contents alone.
        let is_aside = |above: &Node| {
            above.attribute("role") == Some("doc-noteref")
                || above.attribute("class") == Some("date")
        };
        !around.any(|above| is_aside(&above) || is_reading(above))
    };
    let texts = node.descendants().filter(|text| text.is_text() && is_own(text));
    let mut words = String::new();
    for text in texts.filter_map(|text| text.text()) {
        if words.len() + text.len() > MAX_LABEL {
            break;
        }
        words.push_str(&compared(text));
    }
    words
}

fn is_reading(node: Node) -> bool {
    matches!(node.tag_name().name(), "rt" | "rp")
}

/// Where an address leads from a document; `None` if out of the e-book.
pub(super) fn target(path: &str, address: &str) -> Option<Target> {
    let (file, id) = match address.split_once('#') {
        Some((file, id)) => (file, Some(id)),
        None => (address, None),
    };
    if file.contains(':') || file.starts_with("//") {
        return None;
    }
    let decoded = |id: &str| percent_encoding::percent_decode_str(id).decode_utf8_lossy().into();
    let file = if file.is_empty() { path.to_owned() } else { resolved(path, file) };
    Some((file, id.map(decoded)))
}
