//! Reads a container back.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

/// One entry of a container.
pub struct Entry {
    pub bytes: Vec<u8>,
    pub stored: bool,
    pub time: Option<(u16, u8, u8)>,
}

/// The names in the order of the container.
pub fn names(bytes: &[u8]) -> Vec<String> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..zip.len()).map(|i| zip.by_index(i).unwrap().name().to_owned()).collect()
}

/// The entries by name.
pub fn entries(bytes: &[u8]) -> BTreeMap<String, Entry> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut entries = BTreeMap::new();
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        let stored = file.compression() == zip::CompressionMethod::Stored;
        let time = file.last_modified().map(|t| (t.year(), t.month(), t.day()));
        entries.insert(file.name().to_owned(), Entry { bytes, stored, time });
    }
    entries
}

/// The text of an entry.
pub fn text(bytes: &[u8], name: &str) -> String {
    let entries = entries(bytes);
    let entry = entries.get(name).unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8(entry.bytes.clone()).unwrap()
}

/// The words of all XHTML files in spine order are not needed for a count; these are in the order
/// of names.
pub fn words(bytes: &[u8]) -> String {
    let mut out = String::new();
    for (name, entry) in entries(bytes) {
        if name.ends_with(".xhtml") && !name.ends_with("nav.xhtml") {
            let text = String::from_utf8(entry.bytes).unwrap();
            let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
            let document = roxmltree::Document::parse_with_options(&text, options).unwrap();
            let body =
                document.descendants().find(|node| node.tag_name().name() == "body").unwrap();
            out.extend(body.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()));
        }
    }
    out
}
