//! The container of an e-book and its package document (EPUB 3.3, §4 and §5): which documents
//! there are to read, and in which order.
//!
//! `zip` decompresses the files, `roxmltree` parses the XML.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use roxmltree::{Document, Node, ParsingOptions};
use zip::CompressionMethod::Stored;
use zip::ZipArchive;

use crate::diag::msg;
use crate::parts::{self, Parts, Unread};
use crate::verify::error::{ReadError, malformed, malformed_in};

/// Most bytes that the container may decompress to.
const MAX_DECOMPRESSED: u64 = 1 << 30;

/// Largest document, in bytes.
const MAX_DOCUMENT: u64 = 64 << 20;

/// Most elements and pieces of text in a document.
const MAX_NODES: u32 = 4 << 20;

/// Where each container says which package it holds (EPUB 3.3, §4.2.6.3.1).
const CONTAINER: &str = "META-INF/container.xml";

/// What else stands beside packages: the media type, and what single readers look for.
const MIMETYPE: &str = "mimetype";
const OPTIONS: &str = "META-INF/com.apple.ibooks.display-options.xml";

/// The media type of a package document.
const PACKAGE: &str = "application/oebps-package+xml";

/// The files of an e-book.
pub(super) struct Container<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// What its entries are.
    pub(super) parts: Parts,
}

/// What a package says.
#[derive(Debug, Default)]
pub(super) struct Package {
    /// The paths of the documents, in reading order.
    pub(super) spine: Vec<String>,
    /// Documents that readers turn past or never come to.
    pub(super) left_out: Vec<String>,
    /// Files that it lists and does not hold.
    pub(super) missing: Vec<String>,
    /// Files that it holds and does not list.
    pub(super) unlisted: Vec<String>,
    /// Style sheets.
    pub(super) styles: Vec<String>,
    /// The navigation document, which need not be in the reading order.
    pub(super) nav: Option<String>,
    /// The contents for readers of EPUB 2.
    pub(super) ncx: Option<String>,
    /// Titles of the book; the first is its own.
    pub(super) titles: Vec<String>,
    /// Identifiers of the book.
    pub(super) identifiers: Vec<String>,
}

impl<'a> Container<'a> {
    /// Decompresses every entry once and digests it: checks that the container is whole and within
    /// the limit.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Container<'a>, ReadError> {
        let parts = parts::entries(bytes, MAX_DECOMPRESSED).map_err(|why| match why {
            Unread::TooLarge => ReadError::Decompressed(MAX_DECOMPRESSED >> 20),
            Unread::Malformed(why) => malformed(why),
        })?;
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(malformed)?;
        Ok(Container { zip, parts })
    }

    /// The package.
    pub(super) fn package(&mut self) -> Result<Package, ReadError> {
        let container = self.text(CONTAINER)?;
        let package_path = package_path(&container)?;
        let text = self.text(&package_path)?;
        let package = parsed(&text)?;
        let items = all(&package, "item");
        let items = items.filter_map(|item| Some((item.attribute("id")?, item)));
        let items: BTreeMap<&str, Node> = items.collect();
        let path =
            |item: &Node| resolved(&package_path, item.attribute("href").unwrap_or_default());
        let of_type = |media: &'static str| {
            let items = items.values();
            items.filter(move |item| item.attribute("media-type") == Some(media))
        };
        let mut out = Package {
            nav: items.values().find(|item| is_nav(item)).map(path),
            ncx: of_type("application/x-dtbncx+xml").next().map(path),
            styles: of_type("text/css").map(path).collect(),
            ..Package::default()
        };
        for item in all(&package, "itemref") {
            let id = item.attribute("idref").unwrap_or_default();
            let missing =
                || msg!("阅读次序里的 {id} 不在", "no {id}, which is in the reading order");
            let href = items.get(id).ok_or_else(|| ReadError::Missing(missing()))?;
            out.spine.push(path(href));
            if item.attribute("linear") == Some("no") {
                out.left_out.push(path(href));
            }
        }
        let documents = of_type("application/xhtml+xml").filter(|item| !is_nav(item)).map(path);
        out.left_out.extend(documents.filter(|path| !out.spine.contains(path)));
        out.nav.take_if(|path| out.spine.contains(path));
        let missing = items.values().map(path).filter(|path| !self.parts.contains_key(path));
        out.missing = missing.collect();
        let listed: BTreeSet<String> = items.values().map(path).collect();
        let own = [MIMETYPE, CONTAINER, OPTIONS, &package_path];
        let unlisted = self.parts.keys().filter(|name| !listed.contains(*name));
        out.unlisted = unlisted.filter(|name| !own.contains(&name.as_str())).cloned().collect();
        let texts = |name: &'static str| {
            all(&package, name).filter_map(|node| node.text()).map(str::to_owned).collect()
        };
        (out.titles, out.identifiers) = (texts("title"), texts("identifier"));
        Ok(out)
    }

    /// Whether it begins as it must: with its media type, as it is (EPUB 3.3, §4.3).
    pub(super) fn is_marked(&mut self) -> bool {
        let Ok(mut entry) = self.zip.by_index(0) else { return false };
        let mut text = String::new();
        let is_named = entry.name() == MIMETYPE && entry.compression() == Stored;
        is_named
            && entry.by_ref().take(64).read_to_string(&mut text).is_ok()
            && text == "application/epub+zip"
    }

    /// A file, as text.
    pub(super) fn text(&mut self, path: &str) -> Result<String, ReadError> {
        let entry = self.zip.by_name(path).map_err(|why| malformed_in(path, why))?;
        let mut text = String::new();
        let read = entry.take(MAX_DOCUMENT + 1).read_to_string(&mut text);
        let read = read.map_err(|why| malformed_in(path, why))?;
        if read as u64 > MAX_DOCUMENT {
            return Err(ReadError::TooLarge);
        }
        Ok(text)
    }
}

/// Whether an item of the manifest is the navigation document (EPUB 3.3, §7).
fn is_nav(item: &&Node) -> bool {
    let properties = item.attribute("properties").unwrap_or_default();
    properties.split_ascii_whitespace().any(|property| property == "nav")
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
    let missing = || ReadError::Missing(msg!("没有包文件（OPF）", "no package"));
    path.map(str::to_owned).ok_or_else(missing)
}

fn all<'d>(document: &'d Document, name: &'d str) -> impl Iterator<Item = Node<'d, 'd>> {
    document.descendants().filter(move |node| node.is_element() && node.tag_name().name() == name)
}

/// The path in the container of what a package names.
pub(super) fn resolved(package: &str, href: &str) -> String {
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
