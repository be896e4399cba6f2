//! The e-book, read along its spine (EPUB 3.3, §5.7).
//!
//! `rbook` finds package and spine, `roxmltree` reads the documents; neither wrote them. Elements
//! of HTML that stand as blocks become blocks; notes, readings and alternative texts stand apart
//! from the text around them, as in the PDF. The navigation document repeats titles and is left
//! out.

use std::io::{self, Cursor, Read as _, Write};

use rbook::Epub;
use roxmltree::{Document, Node, ParsingOptions};

use crate::passages::CALL;
use crate::verify::chunk::{Chunk, ChunkBuilder, Role};
use crate::verify::error::{ReadError, malformed};

/// Most bytes that the container may decompress to.
const MAX_DECOMPRESSED: u64 = 1 << 30;

/// Largest document, in bytes.
const MAX_DOCUMENT: u64 = 64 << 20;

/// Most elements and pieces of text in a document.
const MAX_NODES: u32 = 4 << 20;

/// Deepest nesting of elements.
const MAX_DEPTH: usize = 128;

/// Reads an e-book: its blocks in reading order.
pub(super) fn read(bytes: Vec<u8>) -> Result<Vec<Chunk>, ReadError> {
    check_size(&bytes)?;
    let options = Epub::options().strict(false).skip_toc(true).skip_metadata(true).clone();
    let epub = options.read(Cursor::new(bytes)).map_err(malformed)?;
    let mut builder = ChunkBuilder::default();
    for entry in epub.spine() {
        let Some(item) = entry.manifest_entry() else {
            return Err(ReadError::Missing(entry.idref().to_owned()));
        };
        let mut document = Limited { bytes: Vec::new() };
        item.copy_bytes(&mut document).map_err(malformed)?;
        let text = String::from_utf8(document.bytes).map_err(malformed)?;
        self::document(&text, &mut builder)?;
    }
    Ok(builder.finish())
}

/// Decompresses every entry once and drops it: checks that the container is whole and within the
/// limit, since the reader that follows has none.
fn check_size(bytes: &[u8]) -> Result<(), ReadError> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(malformed)?;
    let mut left = MAX_DECOMPRESSED;
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(malformed)?;
        let name = entry.name().to_owned();
        let read = io::copy(&mut entry.take(left), &mut io::sink());
        let read = read.map_err(|why| malformed(format!("{name}: {why}")))?;
        left -= read;
        if left == 0 {
            return Err(ReadError::Decompressed(MAX_DECOMPRESSED >> 20));
        }
    }
    Ok(())
}

/// A document while it is read.
struct Limited {
    bytes: Vec<u8>,
}

impl Write for Limited {
    fn write(&mut self, more: &[u8]) -> io::Result<usize> {
        if (self.bytes.len() + more.len()) as u64 > MAX_DOCUMENT {
            return Err(io::Error::other("document too large"));
        }
        self.bytes.extend_from_slice(more);
        Ok(more.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn document(text: &str, builder: &mut ChunkBuilder) -> Result<(), ReadError> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: MAX_NODES, ..Default::default() };
    let document = Document::parse_with_options(text, options).map_err(malformed)?;
    let body = document.root_element().children().find(|node| node.has_tag_name_of("body"));
    let body = body.ok_or_else(|| ReadError::Missing("body in a document".to_owned()))?;
    children(body, Role::Text, 0, builder)?;
    builder.close();
    Ok(())
}

/// Names of elements whatever their namespace.
trait Named {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl Named for Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

fn children(
    parent: Node,
    role: Role,
    depth: usize,
    builder: &mut ChunkBuilder,
) -> Result<(), ReadError> {
    if depth > MAX_DEPTH {
        return Err(ReadError::TooMany("levels"));
    }
    for node in parent.children() {
        if node.is_text() {
            text(node.text().unwrap_or_default(), role, builder);
        } else if node.is_element() {
            element(node, role, depth + 1, builder)?;
        }
    }
    Ok(())
}

/// White space in the source is one space at most; a line's end in it is no line's end.
fn text(text: &str, role: Role, builder: &mut ChunkBuilder) {
    if !text.trim_ascii().is_empty() {
        builder.add(role, &text.replace(['\n', '\r', '\t'], " "));
    } else if !text.is_empty() {
        builder.space();
    }
}

fn element(
    node: Node,
    role: Role,
    depth: usize,
    builder: &mut ChunkBuilder,
) -> Result<(), ReadError> {
    let name = node.tag_name().name();
    match name {
        "section" if has_type(node, "titlepage") => block(node, Role::Front, depth, builder),
        "h1" | "p" if role == Role::Front => block(node, role, depth, builder),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => block(node, Role::Heading, depth, builder),
        "td" | "th" => block(node, Role::Cell, depth, builder),
        "figcaption" => block(node, Role::Caption, depth, builder),
        "aside" => block(node, Role::Note, depth, builder),
        "ol" => numbered(node, role, depth, builder),
        "p" | "li" | "dt" | "dd" | "div" | "section" | "blockquote" | "figure" | "table"
        | "thead" | "tbody" | "tr" | "ul" | "dl" => block(node, role, depth, builder),
        "nav" | "script" | "style" => Ok(()),
        "br" => {
            builder.end_line();
            Ok(())
        }
        "img" => {
            builder.aside(Role::Alt, node.attribute("alt").unwrap_or_default());
            Ok(())
        }
        "rt" => apart(node, Role::Reading, depth, builder),
        "a" if has_role(node, "doc-backlink") => apart(node, Role::Label, depth, builder),
        "a" if has_role(node, "doc-noteref") => {
            builder.add(role, CALL.encode_utf8(&mut [0; 4]));
            Ok(())
        }
        _ => children(node, role, depth, builder),
    }
}

fn has_type(node: Node, name: &str) -> bool {
    let types = node.attribute(("http://www.idpf.org/2007/ops", "type"));
    types.is_some_and(|types| types.split_ascii_whitespace().any(|other| other == name))
}

fn has_role(node: Node, role: &str) -> bool {
    node.attribute("role") == Some(role)
}

fn block(
    node: Node,
    role: Role,
    depth: usize,
    builder: &mut ChunkBuilder,
) -> Result<(), ReadError> {
    builder.close();
    children(node, role, depth, builder)?;
    builder.close();
    Ok(())
}

fn apart(
    node: Node,
    role: Role,
    depth: usize,
    builder: &mut ChunkBuilder,
) -> Result<(), ReadError> {
    let outer = builder.suspend();
    children(node, role, depth, builder)?;
    builder.resume(outer);
    Ok(())
}

/// A numbered list; readers show its numbers, which are no text.
fn numbered(
    list: Node,
    role: Role,
    depth: usize,
    builder: &mut ChunkBuilder,
) -> Result<(), ReadError> {
    builder.close();
    let start = list.attribute("start").and_then(|start| start.parse::<u32>().ok());
    let items = list.children().filter(Node::is_element);
    for (number, item) in (start.unwrap_or(1)..).zip(items) {
        builder.aside(Role::Label, &number.to_string());
        element(item, role, depth + 1, builder)?;
    }
    Ok(())
}
