//! The content streams that the pages of a PDF show, and their resources.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use crate::typeset::pdfx::state::Both;
use crate::typeset::streams::set_packed;

/// The colour space of a piece of a PDF, as far as printing cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Space {
    /// Gray, of a device or an ICC profile.
    Gray,
    /// RGB, of a device or an ICC profile.
    Rgb,
    /// CMYK, a spot colour, or a pattern: ready for press.
    Ready,
}

/// A content stream with resources of its own: a page, a form or a tiling pattern
/// (ISO 32000-1, 7.8).
pub(super) struct PdfStream {
    /// The page dictionary, or the stream.
    pub(super) id: ObjectId,
    /// The first page that shows it, from 1.
    pub(super) page: usize,
    /// Whether it is a page.
    pub(super) is_page: bool,
    /// Whether it is shown by soft masks alone: what it draws is light, and no ink.
    pub(super) is_mask: bool,
}

/// All content streams, each once: those of the pages in their order, then those of soft masks.
pub(super) fn streams(document: &Document) -> Vec<PdfStream> {
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    let mut masks = Vec::new();
    for (page, id) in document.page_iter().enumerate() {
        let stream = PdfStream { id, page: page + 1, is_page: true, is_mask: false };
        within(document, stream, &mut seen, &mut masks, &mut out);
    }
    while let Some(mask) = masks.pop() {
        within(document, mask, &mut seen, &mut masks, &mut out);
    }
    out
}

/// A stream and all that it shows; its soft masks wait, since what a page shows as well is ink.
fn within(
    document: &Document,
    stream: PdfStream,
    seen: &mut BTreeSet<ObjectId>,
    masks: &mut Vec<PdfStream>,
    out: &mut Vec<PdfStream>,
) {
    let mut waiting = vec![stream];
    while let Some(stream) = waiting.pop() {
        if !seen.insert(stream.id) {
            continue;
        }
        let (page, is_mask) = (stream.page, stream.is_mask);
        for (kind, wanted) in [(&b"XObject"[..], is_form as fn(&_) -> _), (b"Pattern", is_tiling)] {
            let inner = referenced(document, &stream, kind, wanted);
            let inner = inner.into_iter();
            waiting.extend(inner.map(|id| PdfStream { id, page, is_page: false, is_mask }));
        }
        let forms = soft_masks(document, &stream).into_iter();
        masks.extend(forms.map(|id| PdfStream { id, page, is_page: false, is_mask: true }));
        out.push(stream);
    }
}

/// The forms of the soft masks that a stream names (11.6.5.3).
fn soft_masks(document: &Document, stream: &PdfStream) -> Vec<ObjectId> {
    let states = resources(document, stream, b"ExtGState").into_iter().flat_map(|d| d.iter());
    let form = |(_, state): (_, &Object)| {
        let state = document.dereference(state).ok()?.1.as_dict().ok()?;
        let mask = state.get_deref(b"SMask", document).ok()?.as_dict().ok()?;
        mask.get(b"G").and_then(Object::as_reference).ok()
    };
    states.filter_map(form).collect()
}

/// The dictionary of a stream's transparency group (11.6.6), if it has one.
pub(super) fn group<'a>(document: &'a Document, stream: &PdfStream) -> Option<&'a Dictionary> {
    dict(document, stream.id).ok()?.get_deref(b"Group", document).ok()?.as_dict().ok()
}

fn is_form(dict: &Dictionary) -> bool {
    dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form")
}

fn is_tiling(dict: &Dictionary) -> bool {
    dict.get(b"PatternType").and_then(Object::as_i64).is_ok_and(|kind| kind == 1)
}

/// The dictionary of an object, be it a dictionary or a stream.
pub(super) fn dict(document: &Document, id: ObjectId) -> Result<&Dictionary> {
    match document.get_object(id)? {
        Object::Stream(stream) => Ok(&stream.dict),
        other => Ok(other.as_dict()?),
    }
}

/// As [`dict`], to change it.
pub(super) fn dict_mut(document: &mut Document, id: ObjectId) -> Result<&mut Dictionary> {
    match document.get_object_mut(id)? {
        Object::Stream(stream) => Ok(&mut stream.dict),
        other => Ok(other.as_dict_mut()?),
    }
}

/// One category of a stream's resources (ISO 32000-1, 7.8.3).
fn resources<'a>(
    document: &'a Document,
    stream: &PdfStream,
    kind: &[u8],
) -> Option<&'a Dictionary> {
    let resources = dict(document, stream.id).ok()?.get_deref(b"Resources", document).ok()?;
    resources.as_dict().ok()?.get_deref(kind, document).ok()?.as_dict().ok()
}

/// The objects that a stream's resources refer to in one category.
pub(super) fn referenced(
    document: &Document,
    stream: &PdfStream,
    kind: &[u8],
    wanted: impl Fn(&Dictionary) -> bool,
) -> Vec<ObjectId> {
    let entries = resources(document, stream, kind).into_iter().flat_map(|dict| dict.iter());
    let ids = entries.filter_map(|(_, object)| object.as_reference().ok());
    ids.filter(|id| dict(document, *id).is_ok_and(&wanted)).collect()
}

/// The colour spaces that a stream names.
pub(super) fn spaces(document: &Document, stream: &PdfStream) -> BTreeMap<Vec<u8>, Space> {
    let entries = resources(document, stream, b"ColorSpace").into_iter().flat_map(|d| d.iter());
    entries.map(|(name, object)| (name.clone(), space(document, Some(object)))).collect()
}

/// What a name in a content stream means.
pub(super) fn named(spaces: &BTreeMap<Vec<u8>, Space>, name: &[u8]) -> Space {
    match name {
        b"DeviceGray" => Space::Gray,
        b"DeviceRGB" => Space::Rgb,
        _ => spaces.get(name).copied().unwrap_or(Space::Ready),
    }
}

/// What a colour space is (ISO 32000-1, 8.6).
pub(super) fn space(document: &Document, object: Option<&Object>) -> Space {
    let Some(Ok((_, object))) = object.map(|object| document.dereference(object)) else {
        return Space::Ready;
    };
    match object {
        Object::Name(name) => named(&BTreeMap::new(), name),
        Object::Array(parts) => match parts.first().and_then(|name| name.as_name().ok()) {
            Some(b"CalGray") => Space::Gray,
            Some(b"CalRGB" | b"Lab") => Space::Rgb,
            Some(b"Indexed" | b"Pattern") => space(document, parts.get(1)),
            Some(b"ICCBased") => {
                let profile = parts.get(1).and_then(|stream| document.dereference(stream).ok());
                let channels = profile
                    .and_then(|(_, stream)| stream.as_stream().ok())
                    .and_then(|stream| stream.dict.get(b"N").and_then(Object::as_i64).ok());
                match channels {
                    Some(1) => Space::Gray,
                    Some(3) => Space::Rgb,
                    _ => Space::Ready,
                }
            }
            _ => Space::Ready,
        },
        _ => Space::Ready,
    }
}

/// The operators of a stream.
pub(super) fn content(document: &Document, stream: &PdfStream) -> Result<Vec<u8>> {
    if stream.is_page {
        return Ok(document.get_page_content(stream.id));
    }
    let stream = document.get_object(stream.id)?.as_stream()?;
    stream.get_plain_content().context("unpacking a content stream")
}

/// Puts other operators in place, packed.
pub(super) fn set_content(
    document: &mut Document,
    stream: &PdfStream,
    packed: Vec<u8>,
) -> Result<()> {
    if !stream.is_page {
        let stream = document.get_object_mut(stream.id)?.as_stream_mut()?;
        set_packed(stream, packed);
        return Ok(());
    }
    let mut new = Stream::new(Dictionary::new(), Vec::new());
    set_packed(&mut new, packed);
    let id = document.add_object(new);
    dict_mut(document, stream.id)?.set("Contents", id);
    Ok(())
}

/// Takes gray and RGB out of the resources of all streams, once nothing names them any more.
pub(super) fn drop_spaces(document: &mut Document) {
    for stream in streams(document) {
        let gone: Vec<Vec<u8>> = spaces(document, &stream)
            .into_iter()
            .filter(|(_, space)| *space != Space::Ready)
            .map(|(name, _)| name)
            .collect();
        if gone.is_empty() {
            continue;
        }
        if let Some(dict) = resources_mut(document, stream.id, b"ColorSpace") {
            gone.iter().for_each(|name| {
                dict.remove(name);
            });
        }
    }
}

/// As [`resources`], to change them.
fn resources_mut<'a>(
    document: &'a mut Document,
    id: ObjectId,
    kind: &[u8],
) -> Option<&'a mut Dictionary> {
    let holder = match dict(document, id).ok()?.get(b"Resources").ok()? {
        Object::Reference(resources) => *resources,
        _ => id,
    };
    let direct = holder == id;
    let find = |dict: &Dictionary| -> Option<Object> {
        let resources = if direct { dict.get(b"Resources").ok()?.as_dict().ok()? } else { dict };
        resources.get(kind).ok().cloned()
    };
    if let Object::Reference(inner) = find(dict(document, holder).ok()?)? {
        return dict_mut(document, inner).ok();
    }
    let dict = dict_mut(document, holder).ok()?;
    let resources =
        if direct { dict.get_mut(b"Resources").ok()?.as_dict_mut().ok()? } else { dict };
    resources.get_mut(kind).ok()?.as_dict_mut().ok()
}

/// What a stream's resources hold in one category, in their order.
pub(super) fn entries(document: &Document, stream: &PdfStream, kind: &[u8]) -> Vec<Object> {
    let dict = resources(document, stream, kind).into_iter().flat_map(|dict| dict.iter());
    dict.map(|(_, object)| object.clone()).collect()
}

/// Gives a page one more resource.
pub(super) fn add_resource(
    document: &mut Document,
    page: ObjectId,
    kind: &[u8],
    name: &str,
    id: ObjectId,
) -> Result<()> {
    if let Some(dict) = resources_mut(document, page, kind) {
        dict.set(name, id);
        return Ok(());
    }
    let mut category = Dictionary::new();
    category.set(name, id);
    let holder = match dict(document, page)?.get(b"Resources") {
        Ok(Object::Reference(resources)) => *resources,
        _ => page,
    };
    let dict = dict_mut(document, holder)?;
    if holder == page {
        if !dict.has(b"Resources") {
            dict.set("Resources", Dictionary::new());
        }
        dict.get_mut(b"Resources")?.as_dict_mut()?.set(kind.to_vec(), category);
    } else {
        dict.set(kind.to_vec(), category);
    }
    Ok(())
}

/// The objects that a stream's resources refer to in one category, by name.
pub(super) fn by_name(
    document: &Document,
    stream: &PdfStream,
    kind: &[u8],
) -> BTreeMap<Vec<u8>, ObjectId> {
    let entries = resources(document, stream, kind).into_iter().flat_map(|dict| dict.iter());
    entries.filter_map(|(name, object)| Some((name.clone(), object.as_reference().ok()?))).collect()
}

/// What a stream's parameter dictionaries say of overprint (8.4.5), by name. `OP` alone is said of
/// fills as well.
pub(super) fn overprints(
    document: &Document,
    stream: &PdfStream,
) -> BTreeMap<Vec<u8>, Both<Option<bool>>> {
    let states = resources(document, stream, b"ExtGState").into_iter().flat_map(|d| d.iter());
    let overprint = |(name, state): (&Vec<u8>, &Object)| {
        let state = document.dereference(state).ok()?.1.as_dict().ok()?;
        let flag = |key: &[u8]| state.get(key).and_then(Object::as_bool).ok();
        let stroke = flag(b"OP");
        Some((name.clone(), Both { fill: flag(b"op").or(stroke), stroke }))
    };
    states.filter_map(overprint).collect()
}
