//! Damages artefacts: to documents of an e-book, to tags and text of a PDF.

use std::io::{Cursor, Write as _};

use lopdf::content::Content;
use lopdf::{Document, Object, ObjectId};
use zip::write::SimpleFileOptions;

use crate::support::zip_file;

/// The entries of a container in their order: name and bytes.
pub type Entries = Vec<(String, Vec<u8>)>;

/// An e-book with its entries changed.
pub fn container(epub: &[u8], change: impl FnOnce(&mut Entries)) -> Vec<u8> {
    let mut read = zip_file::entries(epub);
    let names = zip_file::names(epub).into_iter();
    let mut entries: Entries =
        names.map(|name| (name.clone(), read.remove(&name).unwrap().bytes)).collect();
    change(&mut entries);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        let method = match name.as_str() {
            "mimetype" => zip::CompressionMethod::Stored,
            _ => zip::CompressionMethod::Deflated,
        };
        zip.start_file(name, SimpleFileOptions::default().compression_method(method)).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The bytes of an entry.
pub fn entry<'e>(entries: &'e mut Entries, path: &str) -> &'e mut Vec<u8> {
    let entry = entries.iter_mut().find(|(name, _)| name == path);
    &mut entry.unwrap_or_else(|| panic!("no {path}")).1
}

/// An e-book with one of its documents changed; fails if there is nothing to change.
pub fn document(epub: &[u8], path: &str, change: impl Fn(&str) -> String) -> Vec<u8> {
    container(epub, |entries| {
        let bytes = entry(entries, path);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let changed = change(&text);
        assert_ne!(text, changed, "nothing to change in {path}");
        *bytes = changed.into_bytes();
    })
}

/// A PDF with something changed.
pub fn pdf(bytes: &[u8], change: impl FnOnce(&mut Document)) -> Vec<u8> {
    let mut document = Document::load_mem(bytes).unwrap();
    change(&mut document);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

/// The element of the structure tree that holds all others.
pub fn top(document: &Document) -> ObjectId {
    let root = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let root = document.dereference(root).unwrap().1.as_dict().unwrap();
    match root.get(b"K").unwrap() {
        Object::Array(kids) => kids[0].as_reference().unwrap(),
        kid => kid.as_reference().unwrap(),
    }
}

/// The kids of an element.
pub fn kids(document: &Document, element: ObjectId) -> Vec<Object> {
    match document.get_dictionary(element).unwrap().get(b"K") {
        Ok(Object::Array(kids)) => kids.clone(),
        Ok(Object::Reference(id)) => match document.get_object(*id).unwrap() {
            Object::Array(kids) => kids.clone(),
            _ => vec![Object::Reference(*id)],
        },
        Ok(kid) => vec![kid.clone()],
        Err(_) => Vec::new(),
    }
}

pub fn set_kids(document: &mut Document, element: ObjectId, kids: Vec<Object>) {
    document.get_dictionary_mut(element).unwrap().set("K", kids);
}

/// The type of an element; nothing for marked content.
pub fn tag(document: &Document, kid: &Object) -> String {
    let dict = kid.as_reference().ok().and_then(|id| document.get_dictionary(id).ok());
    let name = dict.and_then(|dict| dict.get(b"S").ok()?.as_name().ok());
    String::from_utf8_lossy(name.unwrap_or_default()).into_owned()
}

/// All elements in reading order.
pub fn elements(document: &Document) -> Vec<ObjectId> {
    let mut out = Vec::new();
    let mut next = vec![top(document)];
    while let Some(element) = next.pop() {
        out.push(element);
        let kids = kids(document, element);
        let below = kids.iter().rev().filter(|kid| !tag(document, kid).is_empty());
        next.extend(below.map(|kid| kid.as_reference().unwrap()));
    }
    out
}

/// The element above another.
pub fn parent(document: &Document, element: ObjectId) -> ObjectId {
    document.get_dictionary(element).unwrap().get(b"P").unwrap().as_reference().unwrap()
}

/// Takes an element out of the tree.
pub fn remove(document: &mut Document, element: ObjectId) {
    let parent = parent(document, element);
    let mut kids = kids(document, parent);
    let before = kids.len();
    kids.retain(|kid| kid.as_reference().ok() != Some(element));
    assert_eq!(kids.len() + 1, before);
    set_kids(document, parent, kids);
}

/// Draws more before and after what a page (from 1) shows.
pub fn draw(document: &mut Document, page: u32, before: &str, after: &str) {
    let page = document.get_pages()[&page];
    let content = document.get_page_content(page);
    let all = [before.as_bytes(), b"\n", content.as_slice(), b"\n", after.as_bytes()].concat();
    document.change_page_content(page, all).unwrap();
}

/// The number of the left page of the first book's spread: the file for the printer, which has no
/// tags, begins behind the cover and its inside.
pub fn spread(document: &Document) -> u32 {
    let tagged = document.catalog().unwrap().has(b"StructTreeRoot");
    if tagged { 6 } else { 4 }
}

/// The words of a page's runs of text, each with the index of its operation.
pub fn runs(document: &Document, page: ObjectId) -> Vec<(usize, String)> {
    let fonts = document.get_page_fonts(page).unwrap();
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let mut font = Vec::new();
    let mut out = Vec::new();
    for (index, operation) in content.operations.iter().enumerate() {
        match operation.operator.as_str() {
            "Tf" => font = operation.operands[0].as_name().unwrap().to_vec(),
            "Tj" | "TJ" => {
                let Some(dict) = fonts.get(&font) else { continue };
                let encoding = dict.get_font_encoding(document).unwrap();
                let mut bytes = Vec::new();
                strings(&operation.operands, &mut bytes);
                let text = Document::decode_text(&encoding, &bytes).unwrap_or_default();
                out.push((index, text));
            }
            _ => {}
        }
    }
    out
}

fn strings(operands: &[Object], out: &mut Vec<u8>) {
    for operand in operands {
        match operand {
            Object::String(bytes, _) => out.extend_from_slice(bytes),
            Object::Array(inner) => strings(inner, out),
            _ => {}
        }
    }
}

/// Changes the codes of the first run whose words fit; two bytes are a character.
pub fn run(
    document: &mut Document,
    fits: impl Fn(&str) -> bool,
    change: impl Fn(&str, &mut Vec<u8>),
) {
    for page in document.page_iter().collect::<Vec<_>>() {
        let Some((index, text)) = runs(document, page).into_iter().find(|(_, text)| fits(text))
        else {
            continue;
        };
        let mut content = Content::decode(&document.get_page_content(page)).unwrap();
        let operation = &mut content.operations[index];
        let mut bytes = Vec::new();
        strings(&operation.operands, &mut bytes);
        change(&text, &mut bytes);
        operation.operator = "Tj".to_owned();
        operation.operands = vec![Object::String(bytes, lopdf::StringFormat::Hexadecimal)];
        let encoded = content.encode().unwrap();
        document.change_page_content(page, encoded).unwrap();
        return;
    }
    panic!("no such run");
}
