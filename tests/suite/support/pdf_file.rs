//! Reads a PDF back with another library than the one that wrote it.

use lopdf::{Dictionary, Document, Object, ObjectId};

pub fn open(bytes: &[u8]) -> Document {
    Document::load_mem(bytes).unwrap()
}

/// The text of all pages, white space left out.
pub fn words(bytes: &[u8]) -> String {
    let document = open(bytes);
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).unwrap();
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200B}').collect()
}

pub fn resolve<'a>(document: &'a Document, object: &'a Object) -> &'a Object {
    document.dereference(object).map_or(object, |(_, object)| object)
}

pub fn entry<'a>(document: &'a Document, dict: &'a Dictionary, key: &str) -> Option<&'a Object> {
    dict.get(key.as_bytes()).ok().map(|object| resolve(document, object))
}

/// A text string (PDF 1.7, 7.9.2.2): UTF-16 with a byte order mark, else Latin.
pub fn string(object: &Object) -> String {
    let bytes = object.as_str().unwrap_or_default();
    match bytes.strip_prefix(&[0xFE, 0xFF]) {
        Some(wide) => {
            let units: Vec<u16> =
                wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The titles of the bookmarks, indented by level.
pub fn bookmarks(document: &Document) -> Vec<String> {
    let catalog = document.catalog().unwrap();
    let mut out = Vec::new();
    if let Some(Ok(root)) = entry(document, catalog, "Outlines").map(Object::as_dict) {
        walk_bookmarks(document, root, 0, &mut out);
    }
    out
}

fn walk_bookmarks(document: &Document, parent: &Dictionary, level: usize, out: &mut Vec<String>) {
    let mut next = parent.get(b"First").ok();
    while let Some(object) = next {
        let Ok(item) = resolve(document, object).as_dict() else {
            return;
        };
        let title = entry(document, item, "Title").map(string).unwrap_or_default();
        out.push(format!("{}{title}", "  ".repeat(level)));
        walk_bookmarks(document, item, level + 1, out);
        next = item.get(b"Next").ok();
    }
}

/// The structure tree (PDF 1.7, 14.7): a line an element with its type, alternative text and
/// language, indented; runs of equal siblings are counted.
pub fn tags(document: &Document) -> String {
    let catalog = document.catalog().unwrap();
    let root = entry(document, catalog, "StructTreeRoot").expect("the file is tagged");
    let mut lines = Vec::new();
    walk_tags(document, root, 0, &mut lines);
    let mut out = String::new();
    let mut run = 0;
    for (index, line) in lines.iter().enumerate() {
        run += 1;
        if lines.get(index + 1) != Some(line) {
            let times = if run > 1 { format!(" ×{run}") } else { String::new() };
            out.push_str(&format!("{line}{times}\n"));
            run = 0;
        }
    }
    out
}

fn walk_tags(document: &Document, object: &Object, level: usize, out: &mut Vec<String>) {
    match resolve(document, object) {
        Object::Array(kids) => kids.iter().for_each(|kid| walk_tags(document, kid, level, out)),
        Object::Dictionary(dict) => {
            let mut inner = level;
            if let Some(Ok(name)) = entry(document, dict, "S").map(Object::as_name) {
                let alt = entry(document, dict, "Alt").map(string);
                let alt = alt.map(|alt| format!(" “{alt}”")).unwrap_or_default();
                let lang = entry(document, dict, "Lang").map(string);
                let lang = lang.map(|lang| format!(" @{lang}")).unwrap_or_default();
                let name = String::from_utf8_lossy(name);
                out.push(format!("{}{name}{alt}{lang}", "  ".repeat(level)));
                inner += 1;
            }
            if let Ok(kids) = dict.get(b"K") {
                walk_tags(document, kids, inner, out);
            }
        }
        _ => {}
    }
}

/// All annotations of subtype Link, by page.
pub fn links(document: &Document) -> Vec<(u32, &Dictionary)> {
    let mut out = Vec::new();
    for (number, id) in document.get_pages() {
        for annotation in annotations(document, id) {
            let subtype = entry(document, annotation, "Subtype").and_then(|s| s.as_name().ok());
            if subtype == Some(b"Link") {
                out.push((number, annotation));
            }
        }
    }
    out
}

fn annotations(document: &Document, page: ObjectId) -> Vec<&Dictionary> {
    let Ok(page) = document.get_dictionary(page) else {
        return Vec::new();
    };
    let list = entry(document, page, "Annots").and_then(|list| list.as_array().ok());
    let list = list.map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|object| resolve(document, object).as_dict().ok()).collect()
}
