//! SVG pictures: their size, and that they need nothing outside of themselves.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use roxmltree::{Document, ParsingOptions};
use usvg::{Options, Tree};

use crate::assets::pictures::error::PictureError;
use crate::assets::pictures::raster;
use crate::assets::pictures::strip::strip;
use crate::diag::msg;
use crate::model::PictureFormat;

/// Deepest nesting of elements; the parsers walk the tree by recursion.
const MAX_DEPTH: usize = 256;

/// Width and height in user units.
pub(super) fn probe(bytes: &[u8]) -> Result<(f64, f64), PictureError> {
    let text = std::str::from_utf8(bytes).map_err(|_| PictureError::Unknown)?;
    if !text.contains("<svg") {
        return Err(PictureError::Unknown);
    }
    if too_deep(text) {
        return Err(PictureError::Damaged(format!("nested deeper than {MAX_DEPTH}")));
    }
    let document = parsed(text).map_err(|error| match error {
        roxmltree::Error::DtdDetected => {
            PictureError::NotSelfContained(msg!("有 DOCTYPE 声明", "it has a DOCTYPE"))
        }
        error => PictureError::Damaged(error.to_string()),
    })?;
    self_contained(&document)?;
    check_numbers(&document)?;
    let tree = Tree::from_xmltree(&document, &Options::default())
        .map_err(|error| PictureError::Damaged(error.to_string()))?;
    let size = tree.size();
    Ok((f64::from(size.width()), f64::from(size.height())))
}

/// Removes Exif and XMP from the raster images embedded in an SVG that `probe` accepts; keeps
/// their ICC profiles, since nothing else converts their colours.
#[must_use]
pub fn strip_metadata(bytes: Vec<u8>) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(&bytes) else { return bytes };
    let Ok(document) = parsed(text) else { return bytes };
    let attributes = document.descendants().flat_map(|node| node.attributes());
    let mut told = Vec::new();
    for link in attributes.filter(|attribute| is_link(attribute.name())) {
        if let Ok(Some((kind, bytes))) = strip_embedded(link.value()) {
            let address = format!("data:image/{kind};base64,{}", STANDARD.encode(bytes));
            told.push((link.range_value(), address));
        }
    }
    let mut text = text.to_owned();
    for (range, address) in told.into_iter().rev() {
        text.replace_range(range, &address);
    }
    text.into_bytes()
}

fn parsed(text: &str) -> Result<Document<'_>, roxmltree::Error> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 1_000_000, ..Default::default() };
    Document::parse_with_options(text, options)
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

/// Attributes that hold lengths.
const LENGTHS: &[&str] = &[
    "d",
    "points",
    "transform",
    "gradientTransform",
    "patternTransform",
    "viewBox",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "dx",
    "dy",
    "stroke-width",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stdDeviation",
    "radius",
    "scale",
];

/// Refuses huge numbers: an arc of such a radius would be cut into an endless number of pieces.
fn check_numbers(document: &Document) -> Result<(), PictureError> {
    let attributes = document.descendants().flat_map(|node| node.attributes());
    let mut lengths = attributes.filter(|attribute| LENGTHS.contains(&attribute.name()));
    match lengths.find(|attribute| is_astronomic(attribute.value())) {
        Some(attribute) => {
            let name = attribute.name();
            Err(PictureError::Damaged(format!("{name}: a number larger than 999999999")))
        }
        None => Ok(()),
    }
}

/// Whether a list of numbers has one with more than nine digits before the point, or one with an
/// exponent of more than nine; leading zeros count for nothing.
fn is_astronomic(numbers: &str) -> bool {
    let (mut digits, mut fraction) = (0, false);
    let mut rest = numbers.bytes().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'0' if digits == 0 => {}
            b'0'..=b'9' if !fraction => digits += 1,
            b'0'..=b'9' => {}
            b'.' => fraction = true,
            b'e' | b'E' => {
                (digits, fraction) = (0, false);
                rest.next_if_eq(&b'+');
                let mut exponent = 0_u32;
                while let Some(digit) = rest.next_if(u8::is_ascii_digit) {
                    exponent = exponent.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
                }
                if exponent > 9 {
                    return true;
                }
            }
            _ => (digits, fraction) = (0, false),
        }
        if digits > 9 {
            return true;
        }
    }
    false
}

fn self_contained(document: &Document) -> Result<(), PictureError> {
    for node in document.descendants().filter(|node| node.is_element()) {
        let name = node.tag_name().name();
        if matches!(name, "script" | "foreignObject" | "iframe" | "audio" | "video") {
            return Err(PictureError::NotSelfContained(msg!(
                "有 <{name}> 元素",
                "it has a <{name}> element"
            )));
        }
        for attribute in node.attributes() {
            let (key, value) = (attribute.name(), attribute.value());
            if key.starts_with("on") && key.len() > 2 {
                return Err(PictureError::NotSelfContained(msg!(
                    "有脚本 {key}",
                    "it has a script {key}"
                )));
            }
            if is_link(key) {
                strip_embedded(value)?;
            }
            let outside = if is_link(key) { !is_own(value) } else { links_out(value) };
            if outside {
                let value: String = value.chars().take(60).collect();
                return Err(PictureError::NotSelfContained(msg!(
                    "链接到外部：{value}",
                    "it links outside: {value}"
                )));
            }
        }
        if name == "style" && node.descendants().filter_map(|n| n.text()).any(links_out) {
            return Err(PictureError::NotSelfContained(msg!(
                "样式链接到外部",
                "its style links outside"
            )));
        }
    }
    Ok(())
}

fn is_link(attribute: &str) -> bool {
    matches!(attribute, "href" | "src")
}

/// The raster image embedded in a `data:` address without its metadata, and its kind; `None` if
/// there is no metadata to remove. An embedded image is checked as a file of its own would be.
fn strip_embedded(address: &str) -> Result<Option<(&'static str, Vec<u8>)>, PictureError> {
    let Some(bytes) = decoded(address)? else { return Ok(None) };
    let Some(info) = raster::probe(&bytes) else {
        probe(&bytes)?;
        return Ok(None);
    };
    let format = info?.format;
    let kind = match format {
        PictureFormat::Jpeg => "jpeg",
        PictureFormat::Png => "png",
        _ => return Ok(None),
    };
    let less = strip(&bytes, format, true).ok_or_else(damaged)?;
    if less == bytes {
        return Ok(None);
    }
    // Two parsers may read a broken file differently.
    raster::probe(&less).and_then(Result::ok).ok_or_else(damaged)?;
    Ok(Some((kind, less)))
}

fn damaged() -> PictureError {
    PictureError::Damaged("the picture inside of it".to_owned())
}

/// The picture that an address holds (RFC 2397); `None` if it holds none.
fn decoded(address: &str) -> Result<Option<Vec<u8>>, PictureError> {
    let Some(data) = address.trim().strip_prefix("data:") else { return Ok(None) };
    let (kind, text) = data.split_once(',').ok_or_else(damaged)?;
    let bytes = if kind.ends_with(";base64") {
        let text: String = text.split_whitespace().collect();
        STANDARD.decode(text).map_err(|_| damaged())?
    } else {
        percent_encoding::percent_decode_str(text).collect()
    };
    Ok(Some(bytes))
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

#[cfg(test)]
mod tests {
    use super::is_astronomic;

    #[test]
    fn numbers_beyond_reason_are_told_from_long_ones() {
        for sound in ["M0 420Q260.123456789012 330", "1e9", "1e-40", "0000000000001", "1.5.5-2", ""]
        {
            assert!(!is_astronomic(sound), "{sound}");
        }
        for beyond in ["M0 0A20000000000 1", "1e10", "1E+72", "-.5.5 12345678901.5", "0,1e0010"] {
            assert!(is_astronomic(beyond), "{beyond}");
        }
    }
}
