//! SVG pictures: their size, and that they need nothing outside of themselves.

use roxmltree::{Document, ParsingOptions};
use usvg::{Options, Tree};

use crate::assets::probe::Fault;
use crate::said;

/// Deepest nesting of elements; the parsers walk the tree by recursion.
const MAX_DEPTH: usize = 256;

/// Width and height in user units.
pub(super) fn probe(bytes: &[u8]) -> Result<(f64, f64), Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::Unknown)?;
    if !text.contains("<svg") {
        return Err(Fault::Unknown);
    }
    if too_deep(text) {
        return Err(Fault::Damaged(format!("nested deeper than {MAX_DEPTH}")));
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 1_000_000, ..Default::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| match error {
        roxmltree::Error::DtdDetected => {
            Fault::NotSelfContained(said!("有 DOCTYPE 声明", "it has a DOCTYPE"))
        }
        error => Fault::Damaged(error.to_string()),
    })?;
    self_contained(&document)?;
    let tree = Tree::from_str(text, &Options::default())
        .map_err(|error| Fault::Damaged(error.to_string()))?;
    let size = tree.size();
    Ok((f64::from(size.width()), f64::from(size.height())))
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

fn self_contained(document: &Document) -> Result<(), Fault> {
    for node in document.descendants().filter(|node| node.is_element()) {
        let name = node.tag_name().name();
        if matches!(name, "script" | "foreignObject" | "iframe" | "audio" | "video") {
            return Err(Fault::NotSelfContained(said!(
                "有 <{name}> 元素",
                "it has a <{name}> element"
            )));
        }
        for attribute in node.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            if key.starts_with("on") && key.len() > 2 {
                return Err(Fault::NotSelfContained(said!(
                    "有脚本 {key}",
                    "it has a script {key}"
                )));
            }
            let outside = match key {
                "href" | "src" => !is_own(value),
                _ => links_out(value),
            };
            if outside {
                let value: String = value.chars().take(60).collect();
                return Err(Fault::NotSelfContained(said!(
                    "链接到外部：{value}",
                    "it links outside: {value}"
                )));
            }
        }
        if name == "style" && node.descendants().filter_map(|n| n.text()).any(links_out) {
            return Err(Fault::NotSelfContained(said!(
                "样式链接到外部",
                "its style links outside"
            )));
        }
    }
    Ok(())
}

fn is_own(address: &str) -> bool {
    let address = address.trim();
    address.starts_with('#') || address.starts_with("data:image/")
}

/// Whether CSS fetches something: `@import`, or `url()` of anything but its own parts.
fn links_out(css: &str) -> bool {
    if css.contains("@import") {
        return true;
    }
    css.match_indices("url(").any(|(i, _)| {
        let address = css[i + 4..].trim_start_matches(['"', '\'', ' ']);
        !is_own(address)
    })
}
