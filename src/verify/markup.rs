//! Whether the documents of an e-book have no other markup than that which is known to show their
//! words as they stand: one table of elements and attributes. What a style sheet does not do, they
//! might: hide words from eyes or ears, turn them round, have programs change them.

use roxmltree::{Attribute, Document, Node};

use crate::diag::{Message, excerpt, msg};
use crate::verify::chunk::compared;
use crate::verify::linked::target;

const XHTML: &str = "http://www.w3.org/1999/xhtml";
const OPS: &str = "http://www.idpf.org/2007/ops";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Elements of e-books.
const ELEMENTS: [&str; 43] = [
    "a",
    "aside",
    "blockquote",
    "body",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "html",
    "img",
    "li",
    "link",
    "meta",
    "nav",
    "ol",
    "p",
    "rt",
    "ruby",
    "section",
    "span",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "u",
    "ul",
    "wbr",
];

/// Attributes of any element.
const OF_ALL: [&str; 3] = ["class", "id", "lang"];

/// Attributes with the elements that may have them.
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("alt", &["img"]),
    ("aria-label", &["a", "nav", "span", "table"]),
    ("aria-labelledby", &["nav", "section"]),
    ("charset", &["meta"]),
    ("colspan", &["td", "th"]),
    ("data-label", &["td"]),
    ("datetime", &["time"]),
    ("hidden", &["nav"]),
    ("href", &["a", "link"]),
    ("rel", &["link"]),
    ("role", &["a", "aside", "img", "nav", "section", "span", "ul"]),
    ("rowspan", &["td", "th"]),
    ("scope", &["th"]),
    ("src", &["img"]),
    ("start", &["ol"]),
    ("title", &["a"]),
    ("type", &["link"]),
];

/// Elements that may say what they are for e-books (EPUB 3.3, 6.1.3).
const TYPED: [&str; 6] = ["a", "aside", "body", "nav", "section", "span"];

/// What of a document is not known; `styles` are the style sheets of its e-book.
pub(super) fn faults(path: &str, document: &Document, styles: &[String]) -> Vec<Message> {
    let mut faults = Vec::new();
    for node in document.descendants() {
        let what = match node.pi() {
            Some(pi) => Some(format!("<?{}?>", pi.target)),
            None if node.is_element() => unknown(path, node, styles),
            None => None,
        };
        let Some(what) = what else { continue };
        let texts = node.descendants().filter(Node::is_text).filter_map(|it| it.text());
        let words = excerpt(&texts.collect::<String>());
        faults.push(msg!(
            "{path}：“{what}”不在已知的写法之内，说不准“{words}”会不会被藏起来、换掉",
            "{path}: “{what}” is no markup that is known: “{words}” may be hidden or exchanged"
        ));
    }
    faults
}

/// What of an element is not known.
fn unknown(path: &str, node: Node, styles: &[String]) -> Option<String> {
    let name = node.tag_name().name();
    if node.tag_name().namespace() != Some(XHTML) || !ELEMENTS.contains(&name) {
        return Some(format!("<{name}>"));
    }
    // What is said of these is said in the place of their words.
    let stands_for = name == "span" && node.descendants().any(|it| it.is_text());
    let is_known = |attribute: &Attribute| {
        let own = attribute.name();
        match attribute.namespace() {
            Some(XML) => own == "lang",
            Some(OPS) => own == "type" && TYPED.contains(&name) && !stands_for,
            Some(_) => false,
            None if OF_ALL.contains(&own) => true,
            None => {
                let elements = ATTRIBUTES.iter().find(|(known, _)| *known == own);
                elements.is_some_and(|(_, elements)| elements.contains(&name))
                    && !stands_for
                    && value_fits(path, node, attribute, styles)
            }
        }
    };
    let unknown = node.attributes().find(|attribute| !is_known(attribute))?;
    Some(format!("<{name} {}=\"{}\">", unknown.name(), unknown.value()))
}

/// Whether an attribute says what its element says.
fn value_fits(path: &str, node: Node, attribute: &Attribute, styles: &[String]) -> bool {
    let value = attribute.value();
    match (node.tag_name().name(), attribute.name()) {
        ("link", "href") => target(path, value).is_some_and(|(to, _)| styles.contains(&to)),
        ("link", "rel") => value == "stylesheet",
        ("link", "type") => value == "text/css",
        ("img", "src") => target(path, value).is_some(),
        // Readers that are shown nothing need be told nothing.
        ("img", "role") => value == "doc-cover" || node.attribute("alt") == Some(""),
        (_, "role") => value == "list" || value.starts_with("doc-"),
        ("a", "aria-label") => node.attribute("role") == Some("doc-backlink"),
        // The style sheet writes it before the cell.
        (_, "data-label") => head(node).is_some_and(|head| head == compared(value)),
        _ => true,
    }
}

/// The words at the head of a cell's column, as they are compared.
fn head(cell: Node) -> Option<String> {
    let table = cell.ancestors().find(|above| above.has_tag_name((XHTML, "table")))?;
    let row = table.descendants().find(|row| row.has_tag_name((XHTML, "tr")))?;
    let column = cell.prev_siblings().skip(1).filter(Node::is_element).count();
    let head = row.children().filter(Node::is_element).nth(column)?;
    head.has_tag_name((XHTML, "th")).then(|| compared(&words(head)))
}

/// The words of an element, without readings and calls of notes.
fn words(node: Node) -> String {
    let is_beside = |above: Node| {
        above.has_tag_name((XHTML, "rt")) || above.attribute("role") == Some("doc-noteref")
    };
    let texts = node.descendants().filter(|text| text.is_text());
    let texts = texts.filter(|text| !text.ancestors().any(is_beside));
    texts.filter_map(|text| text.text()).collect()
}
