//! A drawing with nothing in it but what shows: no sheets, scripts, links, animations, metadata and
//! things of drawing programs.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::escape::escape;
use roxmltree::{Attribute, Document, Node};

use crate::assets::pictures::error::PictureError;
use crate::assets::pictures::svg::style::{self, Styles};
use crate::diag::msg;

/// The family of text that names none that the book has.
pub(super) const SANS: &str = "Noto Sans SC";

/// The same for text that asks for any face with serifs.
const SERIF: &str = "Noto Serif SC";

/// Makes a picture ready that an address holds, as an address of the same kind; `None` if the
/// address leads elsewhere.
pub(super) type Embed<'a> = dyn Fn(&str) -> Result<Option<String>, PictureError> + 'a;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Writes a drawing.
///
/// # Errors
/// If it needs what is not in it, or holds what print and e-books cannot show.
pub(super) fn plain(document: &Document, embed: &Embed) -> Result<String, PictureError> {
    let sheets = style::sheets(document)?;
    let styles = Styles::new(&sheets)?;
    for instruction in document.root().children().filter_map(|node| node.pi()) {
        if instruction.target == "xml-stylesheet" {
            let value: String = instruction.value.unwrap_or_default().chars().take(60).collect();
            return Err(PictureError::NotSelfContained(msg!(
                "样式表在另一个文件里：{value}",
                "its style sheet is another file: {value}"
            )));
        }
    }
    let names = names(document, &sheets);
    let mut writer = Writer { names, styles, embed, families: false, out: String::new() };
    writer.element(document.root_element())?;
    Ok(writer.out)
}

/// The same of a drawing that usvg wrote, with a face of every book behind those that its text
/// names: pages and e-books would choose others.
pub(super) fn with_families(document: &Document, embed: &Embed) -> Result<String, PictureError> {
    let names = names(document, "");
    let styles = Styles::new("")?;
    let mut writer = Writer { names, styles, embed, families: true, out: String::new() };
    writer.element(document.root_element())?;
    Ok(writer.out)
}

/// New names of the ids that something refers to, numbered in the order of the elements. Of
/// elements with the same id the first has it.
fn names<'a>(document: &'a Document, sheets: &str) -> BTreeMap<&'a str, (Node<'a, 'a>, usize)> {
    let mut wanted: BTreeSet<&str> = addresses(sheets).map(|(.., address)| address).collect();
    let attributes = document.descendants().flat_map(|node| node.attributes());
    for attribute in attributes.filter(|attribute| attribute.value().contains('#')) {
        wanted.extend(addresses(attribute.value()).map(|(.., address)| address));
        if attribute.name() == "href" {
            wanted.insert(attribute.value().trim());
        }
    }
    let wanted: BTreeSet<&str> = wanted.iter().filter_map(|id| id.strip_prefix('#')).collect();
    let mut names = BTreeMap::new();
    for node in document.descendants() {
        let Some(id) = node.attribute("id").filter(|id| wanted.contains(id)) else { continue };
        let number = names.len() + 1;
        names.entry(id).or_insert((node, number));
    }
    names
}

struct Writer<'a> {
    /// The elements by the ids that they have, and the numbers of their new ones.
    names: BTreeMap<&'a str, (Node<'a, 'a>, usize)>,
    styles: Styles<'a>,
    embed: &'a Embed<'a>,
    families: bool,
    out: String,
}

impl<'a> Writer<'a> {
    fn element(&mut self, node: Node<'a, 'a>) -> Result<(), PictureError> {
        let name = node.tag_name().name();
        let foreign = node.tag_name().namespace().is_some_and(|space| space != SVG);
        let in_switch = node.parent_element().is_some_and(|it| it.tag_name().name() == "switch");
        if is_active(name) && !in_switch {
            let line = node.document().text_pos_at(node.range().start).row;
            return Err(PictureError::NotSelfContained(msg!(
                "第 {line} 行有 <{name}> 元素",
                "it has a <{name}> element in line {line}"
            )));
        }
        // The first choice that can be shown is among the others.
        if foreign || is_active(name) || shows_nothing(name) {
            return Ok(());
        }
        // usvg would apply these to a drawing inside of the drawing, and once more to its parts.
        let inner = name == "svg" && node.parent_element().is_some();
        if inner {
            self.out.push_str("<g");
            for attribute in node.attributes().filter(|it| is_of_group(it.name())) {
                self.copied(node, attribute)?;
            }
            self.declarations(node)?;
            self.out.push('>');
        }
        let tag = self.out.len();
        self.start(node, inner)?;
        let start = self.out.len();
        if &self.out[tag..] == "<g" && !is_choice(node) {
            self.out.truncate(tag);
            return self.contents(node);
        }
        self.out.push('>');
        self.contents(node)?;
        if self.out.len() == start + 1 {
            self.out.insert(start, '/');
        } else {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
        if inner {
            self.out.push_str("</g>");
        }
        Ok(())
    }

    /// A start tag without its end; of a drawing inside of the drawing without what acts on it as a
    /// whole.
    fn start(&mut self, node: Node<'a, 'a>, inner: bool) -> Result<(), PictureError> {
        self.out.push('<');
        self.out.push_str(node.tag_name().name());
        if node.parent_element().is_none() {
            self.out.push_str(&format!(" xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\""));
        }
        let id = node.attribute("id").and_then(|id| self.names.get(id));
        if let Some((_, number)) = id.filter(|(first, _)| *first == node) {
            let id = format!("n{number}");
            self.attribute("id", &id);
        }
        for attribute in node.attributes().filter(|it| !(inner && is_of_group(it.name()))) {
            self.copied(node, attribute)?;
        }
        if inner { Ok(()) } else { self.declarations(node) }
    }

    fn contents(&mut self, node: Node<'a, 'a>) -> Result<(), PictureError> {
        let is_text = node.ancestors().any(|outer| outer.tag_name().name() == "text");
        for child in node.children() {
            if child.is_element() {
                self.element(child)?;
            } else if let Some(text) = child.text().filter(|_| is_text && child.is_text()) {
                self.out.push_str(&escape(text));
            }
        }
        Ok(())
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push_str(&format!(" {name}=\"{}\"", escape(value)));
    }

    fn copied(&mut self, node: Node, attribute: Attribute) -> Result<(), PictureError> {
        let (name, value) = (attribute.name(), attribute.value());
        match (attribute.namespace(), name) {
            (None, "href") => self.link(node, value)?,
            (Some(XLINK), "href") if !node.attributes().any(|it| is_plain_link(&it)) => {
                self.link(node, value)?;
            }
            (Some(XML), "space") => self.attribute("xml:space", value),
            (None, "id" | "class" | "style") | (Some(_), _) => {}
            // Scripts: no attribute that shows something begins like this.
            (None, _) if name.starts_with("on") => {}
            (None, "font-family") if self.families => self.attribute(name, &families(value)),
            (None, _) => {
                let value = self.pointed(name, style::plain_value(name, value)?)?;
                self.attribute(name, &value);
            }
        }
        Ok(())
    }

    /// Declarations of style sheets and of the element itself, in one attribute.
    fn declarations(&mut self, node: Node<'a, 'a>) -> Result<(), PictureError> {
        let mut own = String::new();
        for declaration in self.styles.declared(node)? {
            let name = declaration.name;
            // What another document would be asked for, or nothing here reads.
            let fetches = matches!(name, "background" | "background-image" | "cursor");
            if name.starts_with("--") || fetches {
                continue;
            }
            let value = self.pointed(name, style::plain_value(name, declaration.value)?)?;
            let rank = if declaration.important { "!important" } else { "" };
            own.push_str(&format!("{name}:{value}{rank};"));
        }
        if !own.is_empty() {
            self.styles.parses(&own)?;
            self.attribute("style", &own);
        }
        Ok(())
    }

    /// A value with the new names of what it points to, and without the characters that usvg would
    /// write as they are.
    fn pointed(&self, name: &str, value: &str) -> Result<String, PictureError> {
        let mut out = String::new();
        let mut rest = 0;
        for (start, end, address) in addresses(value) {
            let Some(id) = address.strip_prefix('#') else {
                return Err(outside(name, address));
            };
            out.push_str(&value[rest..start]);
            out.push_str(&match self.names.get(id) {
                Some((_, number)) => format!("url(#n{number})"),
                None => "url(#none)".to_owned(),
            });
            rest = end;
        }
        out.push_str(&value[rest..]);
        Ok(out.replace(['&', '<'], " "))
    }

    /// A link to a part of the drawing, or a picture inside of it.
    fn link(&mut self, node: Node, address: &str) -> Result<(), PictureError> {
        let address = address.trim();
        let name = node.tag_name().name();
        if let Some(id) = address.strip_prefix('#') {
            if let Some((_, number)) = self.names.get(id) {
                let address = format!("#n{number}");
                self.attribute("xlink:href", &address);
            }
            return Ok(());
        }
        match name {
            // Text keeps what it says and leads nowhere.
            "a" => {}
            "image" | "feImage" if address.is_empty() => {}
            "image" | "feImage" => match (self.embed)(address)? {
                Some(picture) => self.attribute("xlink:href", &picture),
                None => return Err(outside(name, address)),
            },
            "use" | "pattern" | "linearGradient" | "radialGradient" | "filter" | "textPath"
                if !address.is_empty() =>
            {
                return Err(outside(name, address));
            }
            _ => {}
        }
        Ok(())
    }
}

/// The link of SVG 2, which goes before that of SVG 1.
fn is_plain_link(attribute: &Attribute) -> bool {
    attribute.namespace().is_none() && attribute.name() == "href"
}

/// Whether an element counts as one, even if it says nothing of its parts: one of several is shown,
/// or groups are none of those that may be.
fn is_choice(node: Node) -> bool {
    let outer = node.parent_element().map(|outer| outer.tag_name().name());
    matches!(outer, Some("switch" | "clipPath"))
}

/// Attributes that act on elements as a whole.
fn is_of_group(name: &str) -> bool {
    matches!(name, "transform" | "opacity" | "mask" | "clip-path" | "filter")
}

/// Elements that bring programs or pages with them.
fn is_active(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    matches!(
        name.as_str(),
        "script" | "foreignobject" | "iframe" | "audio" | "video" | "object" | "embed"
    )
}

/// Elements that describe, or change what shows with time.
fn shows_nothing(name: &str) -> bool {
    matches!(
        name,
        "style"
            | "title"
            | "desc"
            | "metadata"
            | "set"
            | "animate"
            | "animateColor"
            | "animateMotion"
            | "animateTransform"
            | "discard"
            | "font"
            | "font-face"
    )
}

fn outside(name: &str, address: &str) -> PictureError {
    let address: String = address.chars().take(60).collect();
    PictureError::NotSelfContained(msg!(
        "{name} 链接到外部：{address}",
        "{name} links outside: {address}"
    ))
}

/// What a value points to: from where, to where, and the address without quotes.
fn addresses(value: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + style::find(&value[at..], "url(")?;
        let inside = &value[start + 4..];
        let length = inside.find(')').unwrap_or(inside.len());
        at = (start + 4 + length + 1).min(value.len());
        let address = inside[..length].trim().trim_matches(['"', '\'']).trim();
        Some((start, at, address))
    })
}

/// Families of faces, with one at their end that every book has.
fn families(value: &str) -> String {
    let named: Vec<&str> = value.split(',').map(str::trim).collect();
    let is = |name: &str| named.iter().any(|it| it.trim_matches(['"', '\'']) == name);
    let last = if is("serif") { SERIF } else { SANS };
    let generic = |name: &&str| !matches!(*name, "serif" | "sans-serif" | "");
    let mut all: Vec<&str> = named.iter().copied().filter(generic).collect();
    if !is(last) {
        all.push(last);
    }
    all.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_any_spelling() {
        let value = "URL( '#a' ) #fff url(#b) url(\"c.png\")url(#d";
        let found: Vec<_> = addresses(value).map(|(.., address)| address).collect();
        assert_eq!(found, ["#a", "#b", "c.png", "#d"]);
        assert_eq!(addresses("curl").count(), 0);
    }

    #[test]
    fn text_has_a_face_of_the_book_at_last() {
        assert_eq!(families("Arial, sans-serif"), "Arial, Noto Sans SC");
        assert_eq!(families("'Times New Roman', serif"), "'Times New Roman', Noto Serif SC");
        assert_eq!(families("Noto Sans SC"), "Noto Sans SC");
        assert_eq!(families("'Noto Sans SC'"), "'Noto Sans SC'");
    }
}
