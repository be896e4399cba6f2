//! A drawing with nothing in it but what shows: no sheets, scripts, links, animations, metadata and
//! things of drawing programs.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::escape::escape;
use roxmltree::{Attribute, Document, Node};

use crate::assets::pictures::error::PictureError;
use crate::assets::pictures::svg::css::Rules;
use crate::assets::pictures::svg::properties;
use crate::assets::pictures::svg::style::{self, Styles};
use crate::diag::msg;

/// The family of text that names none that the book has.
pub(super) const SANS: &str = "Noto Sans SC";

/// The same for text that asks for any face with serifs.
const SERIF: &str = "Noto Serif SC";

/// Makes a picture ready that an address holds, as an address of the same kind; `None` if the
/// address leads elsewhere.
pub(super) type Embed<'a> = dyn Fn(&str) -> Result<Option<String>, PictureError> + 'a;

pub(super) const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Writes a drawing.
///
/// # Errors
/// If it needs what is not in it, or holds what print and e-books cannot show.
pub(super) fn plain(document: &Document, embed: &Embed) -> Result<String, PictureError> {
    let sheets = style::sheets(document)?;
    let rules = style::rules(&sheets)?;
    let styles = Styles::new(&rules);
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
    let rules = Rules::default();
    let styles = Styles::new(&rules);
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
        readable_element(node)?;
        let resolved = self.resolved(node)?;
        // usvg would apply these to a drawing inside of the drawing, and once more to its parts.
        let inner = name == "svg" && node.parent_element().is_some();
        let hidden = inner && ["width", "height"].iter().any(|side| resolved.is_zero(node, side));
        if hidden {
            // Others may show what stands in it.
            self.out.push_str("<g display=\"none\">");
        }
        if inner {
            self.out.push_str("<g");
            for attribute in node.attributes().filter(|it| is_of_group(it.name())) {
                self.copied(node, attribute)?;
            }
            self.attribute_of_style(&resolved.style);
            self.out.push('>');
        }
        let tag = self.out.len();
        self.start(node, inner, &resolved)?;
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
        if hidden {
            self.out.push_str("</g>");
        }
        Ok(())
    }

    /// A start tag without its end; of a drawing inside of the drawing without what acts on it as a
    /// whole.
    fn start(
        &mut self,
        node: Node<'a, 'a>,
        inner: bool,
        resolved: &Resolved,
    ) -> Result<(), PictureError> {
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
        let replaced = |name: &str| resolved.geometry.contains_key(name);
        let kept = |it: &Attribute| !(inner && is_of_group(it.name()) || replaced(it.name()));
        for attribute in node.attributes().filter(kept) {
            self.copied(node, attribute)?;
        }
        for (name, value) in &resolved.geometry {
            self.attribute(name, value);
        }
        if !inner {
            self.attribute_of_style(&resolved.style);
        }
        Ok(())
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
                match name {
                    "clip-path" | "mask" => properties::told(name, value)?,
                    "font-family" => has_letters(node, value)?,
                    _ => {}
                }
                let value = self.pointed(name, style::plain_value(name, value)?)?;
                self.attribute(name, &value);
            }
        }
        Ok(())
    }

    /// Declarations of style sheets and of the element itself.
    fn resolved(&self, node: Node<'a, 'a>) -> Result<Resolved, PictureError> {
        let mut resolved = Resolved::default();
        let is_root = node.parent_element().is_none();
        for declaration in self.styles.declared(node)? {
            let name = declaration.name.to_ascii_lowercase();
            let value = style::light(declaration.value);
            if matches!(name.as_str(), "background" | "background-color")
                && is_root
                && !properties::is_white(value)
            {
                return Err(properties::undrawable(&name, value));
            }
            if properties::geometry(node.tag_name().name()).contains(&name.as_str()) {
                match properties::attribute(&name, value) {
                    // Lengths in those of the page around it are none of the drawing's.
                    Ok(Some(value)) if !is_root || !is_of_page(&name, &value) => {
                        resolved.geometry.insert(name, value);
                    }
                    Err(error) if !is_root => return Err(error),
                    _ => {}
                }
                continue;
            }
            if !(properties::breaks_lines(&name) && is_placed(node)) {
                properties::told(&name, value)?;
            }
            let own = self.declaration(node, &name, value)?;
            resolved.style.push_str(&own);
        }
        self.styles.parses(&resolved.style)?;
        Ok(resolved)
    }

    /// A declaration as usvg reads it; nothing if it would not.
    fn declaration(&self, node: Node, name: &str, value: &str) -> Result<String, PictureError> {
        let name = match name {
            "text-decoration-line" if value != "none" => "text-decoration",
            name => name,
        };
        if !properties::is_drawn(name) {
            return Ok(String::new());
        }
        let mut value = self.pointed(name, style::plain_value(name, value)?)?;
        match name {
            "transform" => value = properties::transform(&value)?,
            "font" => {
                value = without_line_height(&value);
                has_letters(node, value.trim_start_matches(|c| c != ' '))?;
            }
            "font-family" => {
                has_letters(node, &value)?;
                if !properties::is_readable(&value) {
                    value = quoted(&value);
                }
            }
            _ => {}
        }
        if !properties::is_readable(&value) {
            return Err(properties::undrawable(name, &value));
        }
        Ok(format!("{name}:{value};"))
    }

    fn attribute_of_style(&mut self, style: &str) {
        if !style.is_empty() {
            self.attribute("style", style);
        }
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
            // Filters that are not there change nothing; usvg would hide what has them.
            let target = self.names.get(id).map(|(target, _)| target.tag_name().name());
            if name == "filter" && target != Some("filter") {
                return Ok("none".to_owned());
            }
            out.push_str(&match self.names.get(id) {
                Some((_, number)) => format!("url(#n{number})"),
                None => "url(#none)".to_owned(),
            });
            rest = end;
        }
        out.push_str(&value[rest..]);
        if out.eq_ignore_ascii_case("currentcolor") {
            out = "currentColor".to_owned();
        }
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

/// What style sheets and an element say of it.
#[derive(Default)]
struct Resolved {
    /// Declarations.
    style: String,
    /// The attributes that properties stand for.
    geometry: BTreeMap<String, String>,
}

impl Resolved {
    /// Whether a side of an element has no length.
    fn is_zero(&self, node: Node, side: &str) -> bool {
        let value = self.geometry.get(side).map(String::as_str).or(node.attribute(side));
        value.is_some_and(|value| {
            let number = value.trim().trim_end_matches(|c: char| c == '%' || c.is_alphabetic());
            number.parse::<f64>().is_ok_and(|number| number == 0.0)
        })
    }
}

/// Checks that what an element says can be drawn.
///
/// # Errors
/// If it depends on time or on a language, or holds words in a way that none but one program knows.
fn readable_element(node: Node) -> Result<(), PictureError> {
    let name = node.tag_name().name();
    if node.has_attribute("systemLanguage") {
        return Err(PictureError::Undrawable(msg!(
            "<{name}> 只给一种语言看（systemLanguage）；在绘图软件里只留书里用的那一种",
            "a <{name}> is for one language alone (systemLanguage); leave none but that of the \
             book in the drawing"
        )));
    }
    if changes_with_time(name) {
        return Err(PictureError::Undrawable(msg!(
            "有动画（<{name}>），纸上动不起来；在绘图软件里去掉动画，另存为静止的图",
            "it moves (<{name}>), which paper cannot; take animations out in the drawing program"
        )));
    }
    let has_words = || node.descendants().any(|it| it.is_text() && is_words(it));
    if !is_known(name) && has_words() {
        return Err(PictureError::Undrawable(msg!(
            "<{name}> 里有文字，别的软件都不显示；在绘图软件里把它转换成普通文字或路径",
            "it has words in <{name}>, which no other program shows; convert them to plain text \
             or to paths in the drawing program"
        )));
    }
    Ok(())
}

/// Whether drawing programs have written the place of each line of a text.
fn is_placed(node: Node) -> bool {
    let words = node.descendants().filter(|it| it.is_text() && is_words(*it));
    let mut outers = words.map(|it| it.ancestors().skip(1).take_while(|outer| *outer != node));
    outers.all(|mut inside| inside.any(|it| it.has_attribute("x") || it.has_attribute("y")))
}

/// Checks that text in these families shows its letters.
///
/// # Errors
/// If it would show the pictures of a face of symbols.
fn has_letters(node: Node, families: &str) -> Result<(), PictureError> {
    let Some(family) = properties::symbols(families) else { return Ok(()) };
    let is_shown = |it: Node| {
        let outer = it.parent_element().map(|outer| outer.tag_name().name());
        it.is_text() && is_words(it) && matches!(outer, Some("text" | "tspan" | "textPath" | "a"))
    };
    if !node.descendants().any(is_shown) {
        return Ok(());
    }
    Err(PictureError::Undrawable(msg!(
        "文字用了符号字体 {family}，会印成普通字母；在绘图软件里把它转换成路径",
        "it has text in {family}, a face of symbols, which would show as plain letters; convert \
         it to paths in the drawing program"
    )))
}

fn is_words(text: Node) -> bool {
    text.text().is_some_and(|text| !text.trim().is_empty())
}

/// Whether what a style says of the whole drawing is for the page that it stands in.
fn is_of_page(name: &str, value: &str) -> bool {
    !matches!(name, "width" | "height") || ["%", "em", "ex"].iter().any(|it| value.ends_with(it))
}

/// The shorthand of fonts without what usvg cannot read.
fn without_line_height(font: &str) -> String {
    match font.split_once('/') {
        Some((before, after)) if !before.contains(['"', '\'']) => {
            let after = after.trim_start();
            let families = after.find(' ').map_or("", |end| &after[end..]);
            format!("{}{families}", before.trim_end())
        }
        _ => font.to_owned(),
    }
}

/// Families of faces, each in quotes.
fn quoted(families: &str) -> String {
    let names = families.split(',').map(|name| {
        let name = name.replace(['"', '\'', '\\'], "");
        format!("'{}'", name.trim())
    });
    names.collect::<Vec<_>>().join(", ")
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

/// Elements that describe.
fn shows_nothing(name: &str) -> bool {
    matches!(name, "style" | "title" | "desc" | "metadata" | "font" | "font-face")
}

/// Elements that change others with time.
fn changes_with_time(name: &str) -> bool {
    matches!(
        name,
        "set" | "animate" | "animateColor" | "animateMotion" | "animateTransform" | "discard"
    )
}

/// Elements whose words show, or are meant for none to see.
fn is_known(name: &str) -> bool {
    matches!(
        name,
        "svg"
            | "g"
            | "defs"
            | "symbol"
            | "use"
            | "a"
            | "switch"
            | "view"
            | "text"
            | "tspan"
            | "textPath"
            | "tref"
            | "image"
            | "path"
            | "rect"
            | "circle"
            | "ellipse"
            | "line"
            | "polyline"
            | "polygon"
            | "clipPath"
            | "mask"
            | "pattern"
            | "marker"
            | "filter"
            | "linearGradient"
            | "radialGradient"
            | "stop"
            | "cursor"
            | "color-profile"
    ) || name.starts_with("fe")
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
