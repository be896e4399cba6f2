//! The structure of the document, where Typst's is not what readers with assistive technology
//! expect (PDF 1.7, 14.8.4; ISO 14289-1, 7).
//!
//! - Elements that hold nothing are dropped: cells of grids that hold decoration.
//! - A line above the head of a table is its caption. Head and rows are told apart.
//! - What a layout wraps in an inline quotation between paragraphs, with a link to a heading in
//!   each item, is a table of contents. Items are nested as the bookmarks are.
//! - A caption that follows its figure belongs to it; one that follows none is no caption.
//! - A link to a heading is named by the heading.
//! - Two paragraphs side by side in a line, or alone in an inline quotation, are a base and its
//!   reading: ruby.
//! - Words between blocks are a paragraph; what holds a heading alone is none.

use std::collections::BTreeMap;

use anyhow::Result;
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::typeset::pdfua::tree::{Element, Kid, Tree};

/// Deepest nesting of bookmarks and of name trees.
const MAX_DEPTH: usize = 50;

/// Mends the structure tree and the names of links.
///
/// # Errors
/// If the file is not as Typst writes it.
pub(super) fn mend(document: &mut Document) -> Result<()> {
    let targets = Targets::read(document)?;
    let mut tree = Tree::read(document)?;
    drop_empty(&mut tree.top);
    mend_in(&mut tree.top, &Source { document, targets: &targets });
    tree.write(document)?;
    name_links(document, &targets);
    Ok(())
}

/// What the file says besides.
#[derive(Clone, Copy)]
struct Source<'a> {
    document: &'a Document,
    targets: &'a Targets,
}

/// Drops what is empty, but no cells: rows must be as long as their table is wide.
fn drop_empty(element: &mut Element) {
    element.kids.retain(|kid| match kid {
        Kid::Content(_) => true,
        Kid::Element(kid) => is_cell(kid) || !kid.is_empty() || kid.first("TD").is_some(),
    });
    for kid in &mut element.kids {
        if let Kid::Element(kid) = kid {
            drop_empty(kid);
        }
    }
}

fn mend_in(element: &mut Element, source: &Source) {
    if element.role == "Table" {
        mend_table(element);
    }
    for kid in &mut element.kids {
        if let Kid::Element(kid) = kid {
            if kid.role == "Quote" && is_contents(kid, source) {
                mend_contents(kid, source);
            } else {
                mend_in(kid, source);
                quoted_ruby(kid);
            }
        }
    }
    captions_into_figures(element);
    if is_line(element) {
        mend_ruby(element);
    } else if matches!(element.role.as_str(), "Document" | "Div") {
        mend_loose(element);
    }
}

/// Whether it holds a line of text, and no blocks but by mistake.
fn is_line(element: &Element) -> bool {
    matches!(element.role.as_str(), "P" | "Span" | "Em" | "Strong" | "Link") || is_heading(element)
}

fn is_heading(element: &Element) -> bool {
    matches!(element.role.as_str(), "H1" | "H2" | "H3" | "H4" | "H5" | "H6")
}

/// An inline quotation of two paragraphs is ruby, wherever it stands: notes, items and cells have
/// no element for a line.
fn quoted_ruby(quotation: &mut Element) {
    if let ("Quote", [Kid::Element(base), Kid::Element(reading)]) =
        (quotation.role.as_str(), quotation.kids.as_mut_slice())
        && base.role == "P"
        && reading.role == "P"
    {
        base.role = "RB".into();
        reading.role = "RT".into();
        quotation.role = "Ruby".into();
        quotation.bare = true;
    }
}

/// Two paragraphs side by side are a base and its reading (PDF 1.7, 14.8.4.4.2).
fn mend_ruby(line: &mut Element) {
    let mut kids = Vec::with_capacity(line.kids.len());
    for kid in std::mem::take(&mut line.kids) {
        kids.push(kid);
        if let [.., Kid::Element(base), Kid::Element(reading)] = kids.as_mut_slice()
            && base.role == "P"
            && reading.role == "P"
        {
            base.role = "RB".into();
            reading.role = "RT".into();
            let pair = kids.split_off(kids.len() - 2);
            kids.push(Kid::Element(Element::around("Ruby", pair)));
        }
    }
    line.kids = kids;
}

/// A paragraph that holds a heading alone is none (14.8.4.3); words between blocks are one. Beside
/// other words they may be a part of a line, which has no element of its own.
fn mend_loose(group: &mut Element) {
    for kid in &mut group.kids {
        if let Kid::Element(kid) = kid
            && kid.role == "P"
            && kid.kids.iter().all(|kid| kid.element().is_some_and(is_heading))
        {
            kid.role = "Div".into();
        }
    }
    for at in 0..group.kids.len() {
        let before = at.checked_sub(1).and_then(|at| group.kids.get(at));
        let alone = before.is_none_or(is_block) && group.kids.get(at + 1).is_none_or(is_block);
        if let Some(Kid::Element(kid)) = group.kids.get_mut(at)
            && kid.role == "Span"
            && alone
        {
            kid.role = "P".into();
        }
    }
}

/// Whether it can be no part of a line, as a paragraph can that is the base of ruby.
fn is_block(kid: &Kid) -> bool {
    kid.element().is_some_and(|kid| {
        is_heading(kid) || matches!(kid.role.as_str(), "Div" | "Figure" | "Table" | "TOC" | "L")
    })
}

fn is_cell(element: &Element) -> bool {
    matches!(element.role.as_str(), "TD" | "TH")
}

fn has_only(row: &Kid, role: &str) -> bool {
    let cells = row.element().map(|row| row.kids.as_slice()).unwrap_or_default();
    cells.iter().all(|cell| cell.element().is_some_and(|cell| cell.role == role))
}

/// A line above the head becomes the caption; rows of heads alone become the head.
fn mend_table(table: &mut Element) {
    let mut rows = Vec::new();
    for kid in std::mem::take(&mut table.kids) {
        match kid {
            Kid::Element(group) if matches!(group.role.as_str(), "THead" | "TBody" | "TFoot") => {
                rows.extend(group.kids);
            }
            kid => rows.push(kid),
        }
    }
    let head_follows = rows.get(1).is_some_and(has_head);
    if head_follows && has_only(&rows[0], "TD") && !has_head(&rows[0]) {
        let cells = match rows.remove(0) {
            Kid::Element(row) => row.kids,
            Kid::Content(_) => Vec::new(),
        };
        // One cell across all columns.
        for cell in cells {
            if let Kid::Element(mut caption) = cell
                && !caption.is_empty()
            {
                caption.role = "Caption".into();
                caption.bare = true;
                table.kids.push(Kid::Element(caption));
            }
        }
    }
    let heads = rows.iter().take_while(|row| has_head(row) && is_head(row)).count();
    let body = rows.split_off(heads);
    for (role, rows) in [("THead", rows), ("TBody", body)] {
        if !rows.is_empty() {
            table.kids.push(Kid::Element(Element::around(role, rows)));
        }
    }
}

/// Whether a cell of a row is a head.
fn has_head(row: &Kid) -> bool {
    row.element()
        .is_some_and(|row| row.kids.iter().filter_map(Kid::element).any(|cell| cell.role == "TH"))
}

/// Whether all cells of a row are heads, or empty.
fn is_head(row: &Kid) -> bool {
    row.element().is_some_and(|row| {
        let mut cells = row.kids.iter().filter_map(Kid::element);
        cells.all(|cell| cell.role == "TH" || cell.is_empty())
    })
}

/// Whether each item in it leads to a heading.
fn is_contents(element: &Element, source: &Source) -> bool {
    let mut kids = element.kids.iter();
    !element.kids.is_empty()
        && kids.all(|kid| kid.element().is_some_and(|kid| heading(kid, source).is_some()))
}

/// The heading that the first link in an element leads to.
fn heading<'a>(element: &Element, source: &Source<'a>) -> Option<&'a Heading> {
    let link = element.first("Link")?;
    let annotation = link.kids.iter().find_map(|kid| match kid {
        Kid::Content(Object::Dictionary(dict)) => dict.get(b"Obj").ok()?.as_reference().ok(),
        _ => None,
    })?;
    source.targets.of(source.document.get_dictionary(annotation).ok()?)
}

/// Items are nested as deeply as their headings are.
fn mend_contents(contents: &mut Element, source: &Source) {
    let kids = std::mem::take(&mut contents.kids);
    // Lists that are open, from the outermost in, each with the level of its items.
    let mut open: Vec<(usize, Vec<Kid>)> = Vec::new();
    for kid in kids {
        let Kid::Element(kid) = kid else { continue };
        let level = heading(&kid, source).map_or(0, |heading| heading.level);
        while open.len() > 1 && open.last().is_some_and(|(own, _)| *own > level) {
            close_list(&mut open);
        }
        if open.last().is_none_or(|(own, _)| *own < level) {
            open.push((level, Vec::new()));
        }
        if let Some((_, items)) = open.last_mut() {
            items.push(Kid::Element(Element::around("TOCI", entry(kid))));
        }
    }
    while open.len() > 1 {
        close_list(&mut open);
    }
    contents.role = "TOC".into();
    contents.bare = true;
    contents.kids = open.pop().map(|(_, items)| items).unwrap_or_default();
}

/// Puts the innermost list into the last item of the one around it.
fn close_list(open: &mut Vec<(usize, Vec<Kid>)>) {
    let Some((_, items)) = open.pop() else { return };
    let around = open.last_mut().map(|(_, items)| items);
    match around.and_then(|items| items.last_mut()) {
        Some(Kid::Element(item)) => item.kids.push(Kid::Element(Element::around("TOC", items))),
        _ => open.push((0, items)),
    }
}

/// What an item of contents holds: a number before the link is its label, the link a reference.
fn entry(element: Element) -> Vec<Kid> {
    match element.role.as_str() {
        "Div" => element.kids.into_iter().flat_map(|kid| match kid {
            Kid::Element(kid) => entry(kid),
            kid @ Kid::Content(_) => vec![kid],
        }),
        _ => {
            let mut element = element;
            if element.role == "Link" {
                element = Element::around("Reference", vec![Kid::Element(element)]);
            } else {
                element.role = "Lbl".into();
                element.bare = true;
            }
            return vec![Kid::Element(element)];
        }
    }
    .collect()
}

/// A caption that follows a figure, with a mark between them at most, goes into it. Others are of
/// pictures that are decoration.
fn captions_into_figures(element: &mut Element) {
    let mut kids: Vec<Kid> = Vec::with_capacity(element.kids.len());
    let in_table = element.role == "Table";
    for mut kid in std::mem::take(&mut element.kids) {
        let caption = !in_table && kid.element().is_some_and(|kid| kid.role == "Caption");
        let near = kids.iter_mut().rev().take(2).find_map(|kid| match kid {
            Kid::Element(kid) if kid.role == "Figure" => Some(kid),
            _ => None,
        });
        match near.filter(|figure| caption && figure.first("Caption").is_none()) {
            Some(figure) => figure.kids.push(kid),
            None => {
                if let Kid::Element(kid) = &mut kid
                    && caption
                {
                    kid.role = "Div".into();
                }
                kids.push(kid);
            }
        }
    }
    element.kids = kids;
}

/// A heading that is a bookmark.
struct Heading {
    title: Object,
    level: usize,
}

/// Where a destination is (PDF 1.7, 12.3.2): page, and distance from its foot.
type Place = (ObjectId, i64);

/// The headings that links can lead to.
struct Targets {
    headings: BTreeMap<Place, Heading>,
    /// Destinations by name.
    names: BTreeMap<Vec<u8>, Place>,
}

impl Targets {
    fn read(document: &Document) -> Result<Targets> {
        let mut targets = Targets { headings: BTreeMap::new(), names: BTreeMap::new() };
        let catalog = document.catalog()?;
        if let Ok(outlines) = catalog.get_deref(b"Outlines", document).and_then(Object::as_dict) {
            targets.bookmarks(document, outlines, 0);
        }
        let names = catalog.get_deref(b"Names", document).and_then(Object::as_dict);
        let names = names.and_then(|names| names.get_deref(b"Dests", document)?.as_dict());
        if let Ok(names) = names {
            targets.named(document, names, 0);
        }
        Ok(targets)
    }

    fn bookmarks(&mut self, document: &Document, parent: &Dictionary, level: usize) {
        let mut next = parent.get_deref(b"First", document).and_then(Object::as_dict).ok();
        while let Some(item) = next.filter(|_| level < MAX_DEPTH) {
            let place = item.get(b"Dest").ok().and_then(|dest| place(document, dest));
            if let (Some(place), Ok(title)) = (place, item.get(b"Title")) {
                self.headings.entry(place).or_insert(Heading { title: title.clone(), level });
            }
            self.bookmarks(document, item, level + 1);
            next = item.get_deref(b"Next", document).and_then(Object::as_dict).ok();
        }
    }

    /// A name tree (PDF 1.7, 7.9.6).
    fn named(&mut self, document: &Document, node: &Dictionary, depth: usize) {
        let list = |key| {
            let list = node.get_deref(key, document).and_then(Object::as_array);
            list.map(Vec::as_slice).unwrap_or_default()
        };
        for pair in list(b"Names").chunks_exact(2) {
            if let (Ok(name), Some(place)) = (pair[0].as_str(), place(document, &pair[1])) {
                self.names.insert(name.to_vec(), place);
            }
        }
        for kid in list(b"Kids").iter().filter(|_| depth < MAX_DEPTH) {
            if let Ok((_, Object::Dictionary(kid))) = document.dereference(kid) {
                self.named(document, kid, depth + 1);
            }
        }
    }

    /// The heading that a link leads to.
    fn of(&self, annotation: &Dictionary) -> Option<&Heading> {
        let name = annotation.get(b"Dest").and_then(Object::as_str).ok()?;
        self.headings.get(self.names.get(name)?)
    }
}

fn place(document: &Document, dest: &Object) -> Option<Place> {
    let array = match document.dereference(dest).ok()?.1 {
        Object::Dictionary(dict) => dict.get_deref(b"D", document).ok()?,
        dest => dest,
    };
    let [page, _, _, y, ..] = array.as_array().ok()?.as_slice() else { return None };
    Some((page.as_reference().ok()?, (y.as_float().ok()? * 100.0).round() as i64))
}

/// Links to headings say where they lead, not on which page that is (ISO 14289-1, 7.18.5).
fn name_links(document: &mut Document, targets: &Targets) {
    for object in document.objects.values_mut() {
        let Object::Dictionary(dict) = object else { continue };
        if dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Link")
            && let Some(heading) = targets.of(dict)
        {
            dict.set("Contents", heading.title.clone());
        }
    }
}
