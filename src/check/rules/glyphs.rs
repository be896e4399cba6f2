//! Every character can be printed: it has a glyph, a meaning of its own, and is text at all.
//!
//! Typst gives no warning for a missing glyph, so coverage is looked up before setting, where the
//! place in the file is still known.

use std::collections::BTreeMap;

use crate::assets::faces::Faces;
use crate::check::rules::judged::Judged;
use crate::diag::{Code, Findings, msg};
use crate::load::uses::Use;
use crate::load::yaml::Node;
use crate::source::{Place, Text};
use crate::text::class::{is_forbidden, is_invisible, is_private};

/// Reports each bad character once a text, at its first place.
pub(super) fn of_text(text: &str, (node, used): (&Node, Use), faces: &Faces, found: &mut Findings) {
    let mut seen: BTreeMap<char, usize> = BTreeMap::new();
    for (at, c) in text.char_indices() {
        if fault(c, used, faces).is_some() {
            seen.entry(c).or_insert(at);
        }
    }
    let places = node.places(text);
    for (c, at) in seen {
        if let Some(code) = fault(c, used, faces) {
            let at = places.of(at..at + c.len_utf8());
            say(code, c, Some(&at), found);
        }
    }
}

fn fault(c: char, used: Use, faces: &Faces) -> Option<Code> {
    if is_forbidden(c) {
        Some(Code::Y13)
    } else if is_private(c) {
        Some(Code::T03)
    } else if used.is_set() && !is_invisible(c) && !faces.has(c) {
        Some(Code::T01)
    } else {
        None
    }
}

fn say(code: Code, c: char, at: Option<&Place>, found: &mut Findings) {
    let point = u32::from(c);
    let message = match code {
        Code::T01 => msg!("没有字体有“{c}”（U+{point:04X}）", "no face has “{c}” (U+{point:04X})"),
        Code::T03 => msg!("专用区字符 U+{point:04X}", "private-use character U+{point:04X}"),
        _ => msg!("不能印的字符 U+{point:04X}", "U+{point:04X} cannot be printed"),
    };
    found.add(code, at, message);
}

/// Characters that Markdown makes of entities such as `&#x20BB7;` stand in no file: the first bad
/// one of each text that is not in the source, which is asked for if there is any.
pub(super) fn of_words(
    words: &[(&Text, &Place)],
    faces: &Faces,
    source: impl FnOnce() -> String,
    found: &mut Findings,
) {
    let bad = |text: &Text| made(text).any(|(_, c)| fault(c, Use::Set, faces).is_some());
    let words: Vec<_> = words.iter().filter(|(text, _)| bad(text)).collect();
    if words.is_empty() {
        return;
    }
    let source = source();
    for (text, at) in words {
        let code = |c: char| fault(c, Use::Set, faces).filter(|_| !source.contains(c));
        if let Some((start, c, code)) = made(text).find_map(|(at, c)| Some((at, c, code(c)?))) {
            let place = text.place_of(start..start + c.len_utf8());
            say(code, c, Some(place.as_ref().unwrap_or(at)), found);
        }
    }
}

/// The characters of a text that do not stand in the file as they are.
fn made(text: &Text) -> impl Iterator<Item = (usize, char)> {
    let pieces = text.pieces().into_iter().flat_map(|(_, pieces)| pieces);
    pieces.filter(|piece| !piece.verbatim).flat_map(|piece| {
        let words = text.get(piece.words.clone()).unwrap_or_default();
        words.char_indices().map(|(at, c)| (piece.words.start + at, c))
    })
}

/// Lettering inside of SVG pictures is set with the book's faces too.
pub(super) fn in_pictures(of: &Judged, found: &mut Findings) {
    of.file.each_picture(&mut |path, node| {
        let picture = of.pictures.get(path);
        let Some(drawing) = picture.and_then(|picture| picture.drawing.as_ref()) else {
            return;
        };
        let missing = lettering(drawing).chars().find(|c| !is_invisible(*c) && !of.faces.has(*c));
        if let Some(c) = missing {
            say(Code::T01, c, Some(&node.at), found);
        }
    });
}

fn lettering(drawing: &[u8]) -> String {
    let text = std::str::from_utf8(drawing).unwrap_or_default();
    let Ok(document) = roxmltree::Document::parse(text) else {
        return String::new();
    };
    let elements = document
        .descendants()
        .filter(|node| node.has_tag_name("text") || node.tag_name().name() == "text");
    let pieces = elements.flat_map(|node| node.descendants()).filter(|node| node.is_text());
    pieces.filter_map(|node| node.text()).collect()
}
