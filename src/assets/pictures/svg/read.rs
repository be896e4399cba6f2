//! From the bytes of a drawing to the drawing that both outputs carry.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};
use std::thread;

use encoding_rs::Encoding;
use memchr::memmem;
use roxmltree::{Document, ParsingOptions};
use usvg::fontdb::{Database, Source};
use usvg::{FontResolver, ImageHrefResolver, Indent, Options, Tree, WriteOptions};

use crate::assets::faces::BUILT_IN;
use crate::assets::pictures::error::PictureError;
use crate::assets::pictures::svg::bounds::{self, MAX_DEPTH};
use crate::assets::pictures::svg::embedded;
use crate::assets::pictures::svg::plain::{self, Embed, SANS};
use crate::diag::msg;

/// Most elements, texts, comments and instructions together.
const MAX_NODES: u32 = 1_000_000;

/// Most attributes of an element: parsers compare each with each. SVG has less than 300, and no
/// element takes a third of them.
const MAX_ATTRIBUTES: usize = 256;

/// Drawings inside of drawings are taken so deep.
const MAX_NESTED: usize = 2;

/// The stack of the thread that reads a drawing, in bytes.
const STACK: usize = 64 << 20;

/// A drawing as both outputs carry it.
#[derive(Debug)]
pub(crate) struct Drawing {
    /// The SVG.
    pub(crate) text: String,
    /// Width and height in user units.
    pub(crate) size: (f64, f64),
    /// The size of its smallest letters in user units, if it has letters.
    pub(crate) letters: Option<f64>,
}

/// Reads a drawing and writes it anew.
///
/// # Errors
/// Says why it cannot be used.
///
/// # Panics
/// If the system gives no thread, which is no fault of the drawing.
pub(crate) fn read(bytes: &[u8]) -> Result<Drawing, PictureError> {
    thread::scope(|scope| {
        let builder = thread::Builder::new().stack_size(STACK);
        let thread = builder.spawn_scoped(scope, || nested(bytes, 0));
        let thread = thread.unwrap_or_else(|why| panic!("cannot start threads: {why}"));
        let unreadable = |_| Err(PictureError::Damaged("it cannot be read".to_owned()));
        thread.join().unwrap_or_else(unreadable)
    })
}

/// Reads a drawing that stands so deep inside of others.
fn nested(bytes: &[u8], depth: usize) -> Result<Drawing, PictureError> {
    let text = decoded(bytes)?;
    if !text.contains("<svg") && !text.contains(":svg") {
        return Err(PictureError::Unknown);
    }
    let text = without_doctype(&text)?;
    let document = parsed(&text)?;
    if document.root_element().tag_name().name() != "svg" {
        return Err(PictureError::Unknown);
    }
    let embed = embed(depth);
    let plain = plain::plain(&document, &embed)?;
    let plain = parsed(&plain)?;
    bounds::of_document(&plain)?;
    let tree = Tree::from_xmltree(
        &plain,
        &options(
            FACES.clone(),
            FontResolver {
                select_font: Box::new(|_, faces| faces.faces().next().map(|face| face.id)),
                select_fallback: Box::new(|_, _, _| None),
            },
        ),
    )
    .map_err(|error| match error {
        usvg::Error::InvalidSize => PictureError::Undrawable(msg!(
            "没有大小：width、height 或 viewBox 是零或不对",
            "it has no size: width, height or viewBox is zero or wrong"
        )),
        error => PictureError::Damaged(error.to_string()),
    })?;
    bounds::of_tree(&tree)?;
    let text = written(&tree, true, &embed)?;
    let text = plain::with_families(&parsed(&text)?, &embed)?;
    let size = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    Ok(Drawing { text, size, letters: smallest(tree.root()) })
}

/// The size of the smallest letters of a group, in user units of the drawing. Those of drawings
/// inside of it are left out: they are pictures there.
fn smallest(group: &usvg::Group) -> Option<f64> {
    let sizes = group.children().iter().filter_map(|node| match node {
        usvg::Node::Group(inner) => smallest(inner),
        usvg::Node::Text(text) => {
            let (across, down) = text.abs_transform().get_scale();
            let seen = text.chunks().iter().filter(|chunk| !chunk.text().trim().is_empty());
            let spans = seen.flat_map(|chunk| chunk.spans()).filter(|span| span.is_visible());
            let sizes = spans.map(|span| f64::from(span.font_size().get()));
            sizes.reduce(f64::min).map(|size| size * f64::from(across.min(down)))
        }
        usvg::Node::Path(_) | usvg::Node::Image(_) => None,
    });
    sizes.filter(|size| *size > 0.0).reduce(f64::min)
}

/// The text of a drawing, whose first bytes or declaration tell how it is written (XML 1.0, 4.3.3
/// and F).
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, PictureError> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.into());
    }
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let text = marked.or_else(|| declared(bytes)).and_then(|encoding| {
        let (text, broken) = encoding.decode_with_bom_removal(bytes);
        (!broken).then_some(text)
    });
    text.ok_or_else(|| {
        let letters: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
        if memmem::find(&letters, b"<svg").is_none() {
            return PictureError::Unknown;
        }
        PictureError::Odd(msg!(
            "是 SVG，文字不是 UTF-8，也没有写明是什么编码；另存为 UTF-8",
            "it is SVG whose text is not UTF-8, and does not say what else; save it as UTF-8"
        ))
    })
}

/// The encoding that a declaration in letters of ASCII names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let end = memchr::memchr(b'>', bytes)?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?.strip_prefix("<?xml")?;
    let (_, label) = head.split_once("encoding")?;
    let label = label.trim_start().strip_prefix('=')?.trim_start();
    let quote = label.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    Encoding::for_label(label[1..].split(quote).next()?.as_bytes())
}

/// Pictures in drawings that stand so deep inside of others.
fn embed(depth: usize) -> impl Fn(&str) -> Result<Option<String>, PictureError> {
    move |address| {
        embedded::embedded(address, &|bytes| match depth {
            MAX_NESTED => Err(PictureError::TooMuch(msg!(
                "图形里嵌图形超过 {MAX_NESTED} 层",
                "drawings inside of drawings are more than {MAX_NESTED} deep"
            ))),
            _ => nested(bytes, depth + 1).map(|drawing| drawing.text),
        })
    }
}

/// A face to measure text with. Pages are set with the faces of the book, which are not known yet,
/// and text stays text.
static FACES: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut faces = Database::new();
    for (_, bytes) in BUILT_IN.iter().filter(|(name, _)| *name == "NotoSansSC-Regular.ttf") {
        faces.load_font_source(Source::Binary(Arc::new(*bytes)));
    }
    Arc::new(faces)
});

/// What usvg is told: nothing is fetched, and text has these faces.
pub(super) fn options<'a>(fontdb: Arc<Database>, font_resolver: FontResolver<'a>) -> Options<'a> {
    Options {
        font_family: SANS.to_owned(),
        fontdb,
        font_resolver,
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    }
}

/// A drawing as usvg writes it, plain; with text, or with the outlines of its letters.
pub(super) fn written(
    tree: &Tree,
    preserve_text: bool,
    embed: &Embed,
) -> Result<String, PictureError> {
    let coordinates_precision = bounds::decimals(tree);
    let options = WriteOptions {
        preserve_text,
        coordinates_precision,
        indent: Indent::None,
        ..WriteOptions::default()
    };
    let mut text = tree.to_string(&options);
    // It leaves out the inner radius.
    for gradient in tree.radial_gradients().iter().filter(|gradient| gradient.fr().get() > 0.0) {
        let start = format!("<radialGradient id=\"{}\"", gradient.id());
        text = text.replacen(&start, &format!("{start} fr=\"{}\"", gradient.fr().get()), 1);
    }
    // It forgets to declare the prefix if text alone has links.
    let text = match text.contains("xmlns:xlink") {
        true => text,
        false => text.replacen("<svg", "<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\"", 1),
    };
    plain::plain(&parsed(&text)?, embed)
}

pub(super) fn parsed(text: &str) -> Result<Document<'_>, PictureError> {
    if too_deep(text) {
        return Err(PictureError::TooMuch(msg!(
            "元素层层套叠，超过 {MAX_DEPTH} 层",
            "elements are nested more than {MAX_DEPTH} deep"
        )));
    }
    if too_wide(text) {
        return Err(PictureError::TooMuch(msg!(
            "有一个元素的属性超过 {MAX_ATTRIBUTES} 个",
            "an element has more than {MAX_ATTRIBUTES} attributes"
        )));
    }
    let options = ParsingOptions { nodes_limit: MAX_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::NodesLimitReached => PictureError::TooMuch(msg!(
            "元素和注释一共超过 {MAX_NODES} 个",
            "it has more than {MAX_NODES} elements and comments"
        )),
        error => PictureError::Damaged(error.to_string()),
    })
}

/// The text with spaces in the place of a document type declaration, which says nothing that a
/// drawing needs.
fn without_doctype(text: &str) -> Result<Cow<'_, str>, PictureError> {
    let Some(start) = text.find("<!DOCTYPE") else { return Ok(text.into()) };
    let end = text[start..].find(['>', '[']).map(|end| start + end);
    match end {
        Some(end) if text[end..].starts_with('>') => {
            let blank: String = text[start..=end].chars().map(blank).collect();
            Ok(format!("{}{blank}{}", &text[..start], &text[end + 1..]).into())
        }
        Some(_) => Err(PictureError::NotSelfContained(msg!(
            "DOCTYPE 里定义了实体；在 Illustrator 里另存时不选“保留 Illustrator 编辑功能”",
            "its DOCTYPE defines entities; in Illustrator, save without its editing capabilities"
        ))),
        None => Err(PictureError::Damaged("a DOCTYPE without an end".to_owned())),
    }
}

/// A space for each character, so that places in messages stay right.
fn blank(c: char) -> char {
    if c == '\n' { c } else { ' ' }
}

/// Counts open tags without recursion; comments and text may make it count too many, never too few.
fn too_deep(text: &str) -> bool {
    let mut depth = 0_usize;
    for (start, _) in text.match_indices('<') {
        let rest = &text[start + 1..];
        if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !rest.starts_with(['!', '?']) {
            let end = rest.find('>').unwrap_or(rest.len());
            if !rest[..end].ends_with('/') {
                depth += 1;
            }
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

/// Whether a tag has too many attributes; those in comments and text count as if they were some.
fn too_wide(text: &str) -> bool {
    let is_tag = |c: char| c.is_alphabetic() || matches!(c, '_' | ':');
    // No value holds the character that tags begin with.
    text.split('<').skip(1).filter(|tag| tag.starts_with(is_tag)).any(|tag| {
        let (mut quote, mut count) = (None, 0);
        for byte in tag.bytes() {
            match (quote, byte) {
                (Some(open), _) if byte == open => quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quote = Some(byte),
                (None, b'=') => count += 1,
                (None, b'>') => break,
                _ => {}
            }
        }
        count > MAX_ATTRIBUTES
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a drawing with this inside becomes.
    fn drawn(inside: &str) -> Result<String, PictureError> {
        let text = format!("<svg xmlns='{}' width='9' height='9'>{inside}</svg>", plain::SVG);
        read(text.as_bytes()).map(|drawing| drawing.text)
    }

    #[test]
    fn styles_say_the_same_as_attributes() {
        let rect = "<rect width='9' height='8' fill='red'/>";
        let text = "<text><tspan x='1' y='8'>a</tspan></text>";
        for (styled, plain) in [
            ("<style>rect{width:9px;HEIGHT:8px;x:0}</style><rect width='1' fill='red'/>", rect),
            ("<path style='d:path(\"M0 0H9V8z\")'/>", "<path d='M0 0H9V8z'/>"),
            ("<circle style='r:3px;cx:50%'/>", "<circle r='3' cx='50%'/>"),
            ("<g color='red'><rect width='9' height='8' fill='currentcolor'/></g>", rect),
            ("<rect width='9' height='8' fill='red icc-color(a,1,2)'/>", rect),
            ("<rect width='9' height='8' fill='red' filter='url(#none)'/>", rect),
            ("<g id='a'/><rect width='9' height='8' fill='red' style='filter:url(#a)'/>", rect),
            ("<rect width='9' height='8' style='FILL:red;white-space:pre'/>", rect),
            (
                "<style>rect{fill:red!important}</style>\
                 <rect width='9' height='8' style='fill:blue'/>",
                rect,
            ),
            (
                "<rect width='9' height='8' style='x:0;stroke:light-dark(rgb(1,2,3), red);\
                 stroke:none;fill:red'/>",
                rect,
            ),
            (
                "<rect width='9' height='8' style='transform:rotate(90deg)'/>",
                "<rect width='9' height='8' transform='rotate(90)'/>",
            ),
            ("<svg width='0' height='9'><rect width='9' height='9'/></svg>", ""),
            (
                "<svg width='0' height='0'><rect id='a' width='9' height='8' fill='red'/></svg>\
                 <use href='#a'/>",
                "<rect id='a' width='9' height='8' fill='red'/>",
            ),
            (
                "<text style='shape-inside:url(#a);line-height:1.25;-inkscape-font-specification:x'>\
                 <tspan x='1' y='8'>a</tspan></text>",
                text,
            ),
            ("<flowRoot><flowRegion/><flowPara> </flowPara></flowRoot>", ""),
            (
                "<style>@media (prefers-color-scheme:dark){rect{fill:blue}} a:hover{fill:blue}</style>",
                "",
            ),
        ] {
            assert_eq!(drawn(styled).ok(), drawn(plain).ok(), "{styled}");
            assert!(drawn(plain).is_ok(), "{plain}");
        }
    }
}
