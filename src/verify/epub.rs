//! The e-book, read along its spine (EPUB 3.3, §5.7).
//!
//! `container` finds the documents, `roxmltree` parses them, which wrote none of them. Elements of
//! HTML that stand as blocks become blocks; notes, readings and alternative texts stand apart
//! from the text around them, as in the PDF. The contents repeat titles and are left out.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};

use crate::diag::{Message, msg};
use crate::parts::Parts;
use crate::passages::CALL;
use crate::text::styles;
use crate::verify::chunk::{Chunk, ChunkBuilder, Lead, Role, Target};
use crate::verify::container::{Container, Package, parsed};
use crate::verify::error::ReadError;
use crate::verify::linked::{Linked, target};
use crate::verify::markup;
use crate::verify::packing;

/// Deepest nesting of elements.
const MAX_DEPTH: usize = 128;

/// What an e-book says.
pub(super) struct Read {
    /// Its blocks in reading order.
    pub(super) chunks: Vec<Chunk>,
    /// Where links lead: the number of the block that a place stands in or before.
    pub(super) places: BTreeMap<Target, usize>,
    /// What its entries are.
    pub(super) parts: Parts,
    /// What its package says.
    pub(super) package: Package,
    /// What of it does not fit together.
    pub(super) faults: Vec<Message>,
}

/// What the entries of an e-book are, and what of its container is wrong.
pub(super) fn parts(bytes: &[u8]) -> Result<(Parts, Vec<Message>), ReadError> {
    Ok((Container::open(bytes)?.parts, packing::faults(bytes)))
}

/// Reads an e-book.
pub(super) fn read(bytes: &[u8]) -> Result<Read, ReadError> {
    let mut container = Container::open(bytes)?;
    let mut builder = ChunkBuilder::default();
    let package = container.package()?;
    let mut linked = Linked::default();
    let mut faults = Vec::new();
    for path in &package.spine {
        let text = container.text(path)?;
        let document = parsed(&text)?;
        builder.document(path);
        blocks(&document, &mut builder)?;
        linked.add(path, &document);
        faults.extend(markup::faults(path, &document, &package.styles));
        faults.extend(unstyled(path, &document, &package));
    }
    if let Some(path) = &package.nav {
        let text = container.text(path)?;
        let document = parsed(&text)?;
        linked.add(path, &document);
        faults.extend(markup::faults(path, &document, &package.styles));
    }
    if let Some(path) = &package.ncx {
        linked.add_ncx(path, &parsed(&container.text(path)?)?);
    }
    for path in &package.styles {
        let doubts = styles::doubts(&container.text(path)?).into_iter();
        faults.extend(doubts.map(|doubt| {
            let shown = doubt.shown;
            msg!(
                "{path}：样式“{shown}”不在已知不藏字、不改字、不添字的写法之内",
                "{path}: the style “{shown}” is not known to leave every word in sight and add none"
            )
        }));
    }
    faults.extend(misfits(&package));
    faults.extend(packing::faults(bytes));
    if !container.is_marked() {
        let message = msg!(
            "mimetype 不在最前，或压缩过，阅读器认不出",
            "mimetype is not first, or compressed: readers do not know what the file is"
        );
        faults.push(message);
    }
    faults.extend(linked.judge(|path| container.parts.contains_key(path)));
    let (chunks, places) = builder.finish();
    Ok(Read { chunks, places, parts: container.parts, package, faults })
}

/// What the package has not in its reading order, not listed, or not at all.
fn misfits(package: &Package) -> Vec<Message> {
    let left_out = package
        .left_out
        .iter()
        .map(|path| msg!("{path} 不在阅读次序里", "{path} is not in the reading order"));
    let missing = package
        .missing
        .iter()
        .map(|path| msg!("{path} 列在清单里，却不在", "{path} is listed and not there"));
    let unlisted = package
        .unlisted
        .iter()
        .map(|path| msg!("{path} 不在清单里", "{path} is there and not listed"));
    left_out.chain(missing).chain(unlisted).collect()
}

/// Whether a document has none of the style sheets that the package lists.
fn unstyled(path: &str, document: &Document, package: &Package) -> Option<Message> {
    let links = document.descendants().filter(|node| node.has_tag_name_of("link"));
    let mut styles = links.filter_map(|link| target(path, link.attribute("href")?));
    let none = !package.styles.is_empty() && !styles.any(|(to, _)| package.styles.contains(&to));
    none.then(|| msg!("{path} 没有用样式表", "{path} has no style sheet"))
}

fn blocks(document: &Document, builder: &mut ChunkBuilder) -> Result<(), ReadError> {
    let body = document.root_element().children().find(|node| node.has_tag_name_of("body"));
    let body =
        body.ok_or_else(|| ReadError::Missing(msg!("有一章没有正文", "no body in a document")))?;
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
        return Err(ReadError::TooMany(msg!("嵌套太深", "too many levels")));
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
    if let Some(id) = node.attribute("id") {
        builder.place(Some(id));
    }
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
            builder.aside(Role::Alt, node.attribute("alt").unwrap_or_default(), None);
            Ok(())
        }
        "rt" => apart(node, Role::Reading, depth, builder),
        "a" if has_role(node, "doc-backlink") => apart(node, Role::Label, depth, builder),
        "a" if has_role(node, "doc-noteref") => {
            builder.add(role, CALL.encode_utf8(&mut [0; 4]));
            Ok(())
        }
        _ => {
            if let Some(address) = node.attribute("href") {
                builder.lead(match target(builder.path(), address) {
                    Some(place) => Lead::Place(place),
                    None => Lead::Away(address.to_owned()),
                });
            }
            children(node, role, depth, builder)
        }
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
        builder.aside(Role::Label, &number.to_string(), None);
        element(item, role, depth + 1, builder)?;
    }
    Ok(())
}
