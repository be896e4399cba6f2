//! The e-book, read along its spine (EPUB 3.3, §5.7).
//!
//! `container` finds the documents, `roxmltree` parses them, which wrote none of them. Elements of
//! HTML that stand as blocks become blocks; notes, readings and alternative texts stand apart
//! from the text around them, as in the PDF. The navigation document repeats titles and is left
//! out.

use roxmltree::Node;

use crate::parts::Parts;
use crate::passages::CALL;
use crate::verify::chunk::{Chunk, ChunkBuilder, Role};
use crate::verify::container::{Container, parsed};
use crate::verify::error::ReadError;

/// Deepest nesting of elements.
const MAX_DEPTH: usize = 128;

/// What an e-book says.
pub(super) struct Read {
    /// Its blocks in reading order.
    pub(super) chunks: Vec<Chunk>,
    /// What its entries are.
    pub(super) parts: Parts,
}

/// What the entries of an e-book are.
pub(super) fn parts(bytes: &[u8]) -> Result<Parts, ReadError> {
    Ok(Container::open(bytes)?.parts)
}

/// Reads an e-book.
pub(super) fn read(bytes: &[u8]) -> Result<Read, ReadError> {
    let mut container = Container::open(bytes)?;
    let mut builder = ChunkBuilder::default();
    for path in container.spine()? {
        document(&container.text(&path)?, &mut builder)?;
    }
    Ok(Read { chunks: builder.finish(), parts: container.parts })
}

fn document(text: &str, builder: &mut ChunkBuilder) -> Result<(), ReadError> {
    let document = parsed(text)?;
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
