//! The entries of an e-book's container.

use std::io::{Cursor, Read as _};

use roxmltree::{Document, ParsingOptions};
use zip::ZipArchive;

use crate::assets::checksum::{half_sha256, sha256};
use crate::parts::digest::{Aspects, Parts, Unread};

/// Most elements and pieces of text in a document whose aspects are told.
const MAX_NODES: u32 = 4 << 20;

/// Largest document whose aspects are told, in bytes.
const MAX_DOCUMENT: usize = 64 << 20;

/// Attributes that say where something leads, what it leads to, or what comes next.
const LINKS: [&str; 7] = ["href", "src", "id", "idref", "linear", "toc", "full-path"];

/// Attributes that are read in the place of something.
const ALTERNATIVES: [&str; 3] = ["alt", "aria-label", "title"];

/// The parts of an e-book that decompresses to at most so many bytes.
///
/// # Errors
/// If it is no ZIP container, or larger.
pub fn entries(bytes: &[u8], most: u64) -> Result<Parts, Unread> {
    let malformed = |why: &dyn std::fmt::Display| Unread::Malformed(why.to_string());
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|why| malformed(&why))?;
    let (mut parts, mut left) = (Parts::new(), most);
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|why| malformed(&why))?;
        let name = entry.name().to_owned();
        let mut bytes = Vec::new();
        let read = entry.take(left).read_to_end(&mut bytes);
        let read = read.map_err(|why| malformed(&format!("{name}: {why}")))?;
        left -= read as u64;
        if left == 0 {
            return Err(Unread::TooLarge);
        }
        let aspects = entry_of(&name, &bytes);
        parts.insert(name, aspects);
    }
    Ok(parts)
}

/// What is told of the entry of this name.
#[must_use]
pub fn entry_of(name: &str, bytes: &[u8]) -> Aspects {
    let mut aspects = Aspects::from([("bytes".to_owned(), sha256(bytes))]);
    let is_xml = [".xhtml", ".opf", ".ncx", ".xml"].iter().any(|ending| name.ends_with(ending));
    let text = std::str::from_utf8(bytes).ok().filter(|text| is_xml && text.len() <= MAX_DOCUMENT);
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..Default::default() };
    let document = text.and_then(|text| Document::parse_with_options(text, options).ok());
    let Some(document) = document else { return aspects };
    let mut words = String::new();
    let (mut links, mut alternatives) = (String::new(), String::new());
    for node in document.descendants() {
        if let Some(text) = node.text().filter(|_| node.is_text()) {
            words.push_str(text);
        }
        for attribute in node.attributes() {
            for (names, out) in [(&LINKS[..], &mut links), (&ALTERNATIVES, &mut alternatives)] {
                if names.contains(&attribute.name()) {
                    for part in [attribute.name(), "=", attribute.value(), "\0"] {
                        out.push_str(part);
                    }
                }
            }
        }
    }
    for (aspect, text) in [("words", words), ("links", links), ("alternatives", alternatives)] {
        aspects.insert(aspect.to_owned(), half_sha256(text.as_bytes()));
    }
    aspects
}
