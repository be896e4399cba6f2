//! The container of an e-book and its package document (EPUB 3.3, §4 and §5): which documents
//! there are to read, and in which order.
//!
//! `zip` decompresses the files, `roxmltree` parses the XML. Metadata, the table of contents and
//! other files are not read.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use roxmltree::{Document, Node, ParsingOptions};
use zip::ZipArchive;

use crate::parts::{self, Parts, Unread};
use crate::verify::error::{ReadError, malformed};

/// Most bytes that the container may decompress to.
const MAX_DECOMPRESSED: u64 = 1 << 30;

/// Largest document, in bytes.
const MAX_DOCUMENT: u64 = 64 << 20;

/// Most elements and pieces of text in a document.
const MAX_NODES: u32 = 4 << 20;

/// Where each container says which package it holds (EPUB 3.3, §4.2.6.3.1).
const CONTAINER: &str = "META-INF/container.xml";

/// The media type of a package document.
const PACKAGE: &str = "application/oebps-package+xml";

/// The files of an e-book.
pub(super) struct Container<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// What its entries are.
    pub(super) parts: Parts,
}

impl<'a> Container<'a> {
    /// Decompresses every entry once and digests it: checks that the container is whole and within
    /// the limit.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Container<'a>, ReadError> {
        let parts = parts::entries(bytes, MAX_DECOMPRESSED).map_err(|why| match why {
            Unread::TooLarge => ReadError::Decompressed(MAX_DECOMPRESSED >> 20),
            Unread::Malformed(why) => ReadError::Malformed(why),
        })?;
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(malformed)?;
        Ok(Container { zip, parts })
    }

    /// The paths of the documents, in reading order.
    pub(super) fn spine(&mut self) -> Result<Vec<String>, ReadError> {
        let container = self.text(CONTAINER)?;
        let package_path = package_path(&container)?;
        let text = self.text(&package_path)?;
        let package = parsed(&text)?;
        let items = all(&package, "item");
        let items = items.filter_map(|item| Some((item.attribute("id")?, item.attribute("href")?)));
        let items: BTreeMap<&str, &str> = items.collect();
        let wanted = all(&package, "itemref").map(|item| {
            let id = item.attribute("idref").unwrap_or_default();
            let href = items.get(id).ok_or_else(|| ReadError::Missing(id.to_owned()))?;
            Ok(resolved(&package_path, href))
        });
        wanted.collect()
    }

    /// A file, as text.
    pub(super) fn text(&mut self, path: &str) -> Result<String, ReadError> {
        let entry = self.zip.by_name(path).map_err(|why| malformed(format!("{path}: {why}")))?;
        let mut text = String::new();
        let read = entry.take(MAX_DOCUMENT + 1).read_to_string(&mut text);
        let read = read.map_err(|why| malformed(format!("{path}: {why}")))?;
        if read as u64 > MAX_DOCUMENT {
            return Err(ReadError::TooLarge);
        }
        Ok(text)
    }
}

/// A document as XML.
pub(super) fn parsed(text: &str) -> Result<Document<'_>, ReadError> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..Default::default() };
    Document::parse_with_options(text, options).map_err(malformed)
}

/// The path of the first package that the container names.
fn package_path(container: &str) -> Result<String, ReadError> {
    let container = parsed(container)?;
    let package =
        all(&container, "rootfile").find(|file| file.attribute("media-type") == Some(PACKAGE));
    let path = package.and_then(|file| file.attribute("full-path"));
    path.map(str::to_owned).ok_or_else(|| ReadError::Missing("package".to_owned()))
}

fn all<'d>(document: &'d Document, name: &'d str) -> impl Iterator<Item = Node<'d, 'd>> {
    document.descendants().filter(move |node| node.is_element() && node.tag_name().name() == name)
}

/// The path in the container of what a package names.
fn resolved(package: &str, href: &str) -> String {
    let href = href.split(['#', '?']).next().unwrap_or_default();
    let href = percent_encoding::percent_decode_str(href).decode_utf8_lossy();
    let mut path: Vec<&str> = package.split('/').collect();
    path.pop();
    for step in href.split('/') {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn addresses_stand_relative_to_their_package() {
        for (package, href, path) in [
            ("OEBPS/content.opf", "text/1.xhtml", "OEBPS/text/1.xhtml"),
            ("content.opf", "text/1.xhtml", "text/1.xhtml"),
            ("a/b/content.opf", "../text/./1.xhtml#note", "a/text/1.xhtml"),
            ("OEBPS/content.opf", "%E9%A1%B5.xhtml", "OEBPS/页.xhtml"),
            ("content.opf", "../../1.xhtml", "1.xhtml"),
        ] {
            assert_eq!(resolved(package, href), path);
        }
    }
}
