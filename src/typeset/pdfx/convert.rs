//! Gray and RGB in a finished PDF become CMYK: colours of drawings in content streams, gradients,
//! pictures.
//!
//! Typst writes what the layout gives as CMYK as it is; what comes from pictures and SVG drawings
//! is in ICC-based gray or RGB. Soft masks are left alone: their gray is no ink.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use image::ImageFormat;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use rayon::prelude::*;

use crate::assets::colour::Engine;
use crate::typeset::pdfx::objects::{self, PdfStream, Space};

/// Converts everything that pages show. `limit` is the most ink, 1 for 100 %.
pub(super) fn convert(document: &mut Document, engine: &Engine, limit: f32) -> Result<()> {
    let mut pictures = BTreeSet::new();
    let mut gradients = BTreeSet::new();
    for stream in objects::streams(document) {
        content(document, &stream, engine, limit)?;
        pictures.extend(objects::referenced(document, &stream, b"XObject", is_picture));
        gradients.extend(objects::referenced(document, &stream, b"Pattern", |_| true));
        gradients.extend(objects::referenced(document, &stream, b"Shading", |_| true));
    }
    for id in gradients {
        gradient(document, id, engine, limit)?;
    }
    let made: Vec<(ObjectId, Option<Stream>)> = pictures
        .into_par_iter()
        .map(|id| Ok((id, picture(document, id, engine, limit)?)))
        .collect::<Result<_>>()?;
    for (id, stream) in made {
        if let Some(stream) = stream {
            document.objects.insert(id, Object::Stream(stream));
        }
    }
    objects::drop_spaces(document);
    document.prune_objects();
    Ok(())
}

fn is_picture(dict: &Dictionary) -> bool {
    dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
}

/// Rewrites the colour operators of a content stream (ISO 32000-1, 8.6.8) that name gray or RGB.
fn content(document: &mut Document, stream: &PdfStream, engine: &Engine, limit: f32) -> Result<()> {
    let spaces = objects::spaces(document, stream);
    let bytes = objects::content(document, stream)?;
    let mut content = Content::decode(&bytes).context("reading a content stream")?;
    let (mut fill, mut stroke) = (Space::Ready, Space::Ready);
    let mut saved = Vec::new();
    let mut changed = false;
    for operation in &mut content.operations {
        let stroking = operation.operator.starts_with(|c: char| c.is_ascii_uppercase());
        let space = if stroking { &mut stroke } else { &mut fill };
        let convert = match operation.operator.as_str() {
            "q" => {
                saved.push((fill, stroke));
                continue;
            }
            "Q" => {
                (fill, stroke) = saved.pop().unwrap_or((Space::Ready, Space::Ready));
                continue;
            }
            "cs" | "CS" => {
                let name = operation.operands.first().and_then(|name| name.as_name().ok());
                *space = name.map_or(Space::Ready, |name| objects::named(&spaces, name));
                if *space != Space::Ready {
                    // The colour that follows says its own space; until then it is black.
                    black(operation, stroking);
                    changed = true;
                }
                continue;
            }
            "sc" | "SC" | "scn" | "SCN" => *space,
            "g" | "G" => Space::Gray,
            "rg" | "RG" => Space::Rgb,
            "k" | "K" => {
                *space = Space::Ready;
                continue;
            }
            _ => continue,
        };
        let parts: Vec<f32> = operation.operands.iter().filter_map(|o| o.as_float().ok()).collect();
        let rgb = match (convert, parts.as_slice()) {
            (Space::Gray, [gray]) => [*gray; 3],
            (Space::Rgb, [r, g, b]) => [*r, *g, *b],
            _ => continue,
        };
        let inks = engine.ink(rgb, limit)?;
        operation.operands = inks.map(Object::Real).to_vec();
        operation.operator = if stroking { "K" } else { "k" }.to_owned();
        changed = true;
    }
    if changed {
        let bytes = content.encode().context("writing a content stream")?;
        objects::set_content(document, stream, bytes)?;
    }
    Ok(())
}

fn black(operation: &mut Operation, stroking: bool) {
    operation.operator = if stroking { "K" } else { "k" }.to_owned();
    operation.operands = [0.0, 0.0, 0.0, 1.0].map(Object::Real).to_vec();
}

/// A gradient (ISO 32000-1, 8.7.4.5): its colour space, and the colours of its functions.
fn gradient(document: &mut Document, id: ObjectId, engine: &Engine, limit: f32) -> Result<()> {
    let Ok(dict) = objects::dict(document, id) else { return Ok(()) };
    // A pattern of type 2 holds a shading; a shading stands for itself.
    let shading = match dict.get(b"Shading") {
        Ok(Object::Reference(inner)) => return gradient(document, *inner, engine, limit),
        Ok(Object::Dictionary(inner)) => inner.clone(),
        _ if dict.has(b"ShadingType") => dict.clone(),
        _ => return Ok(()),
    };
    let space = objects::space(document, shading.get(b"ColorSpace").ok());
    if space == Space::Ready {
        return Ok(());
    }
    let function = shading.get(b"Function").context("a gradient without colours")?.clone();
    let function = self::function(document, &function, space, engine, limit)?;
    let mut converted = shading;
    converted.set("ColorSpace", Object::Name(b"DeviceCMYK".to_vec()));
    converted.set("Function", function);
    let target = objects::dict_mut(document, id)?;
    if target.has(b"Shading") {
        target.set("Shading", converted);
    } else {
        *target = converted;
    }
    Ok(())
}

/// A function of a gradient (ISO 32000-1, 7.10) with inks for its colours.
fn function(
    document: &Document,
    function: &Object,
    space: Space,
    engine: &Engine,
    limit: f32,
) -> Result<Object> {
    let (_, function) = document.dereference(function)?;
    let (dict, samples) = match function {
        Object::Dictionary(dict) => (dict, None),
        Object::Stream(stream) => (&stream.dict, Some(stream.get_plain_content()?)),
        _ => bail!("a gradient's function is of no known type"),
    };
    let numbers = |key: &[u8]| -> Vec<f32> {
        let array = dict.get(key).and_then(Object::as_array).map(Vec::as_slice).unwrap_or_default();
        array.iter().filter_map(|number| number.as_float().ok()).collect()
    };
    let inks = |colour: &[f32]| match (space, colour) {
        (Space::Gray, [gray]) => engine.ink([*gray; 3], limit),
        (Space::Rgb, [r, g, b]) => engine.ink([*r, *g, *b], limit),
        _ => bail!("a gradient's colours do not fit its colour space"),
    };
    let ends = unit_ranges(4);
    let mut out = dict.clone();
    match (dict.get(b"FunctionType").and_then(Object::as_i64)?, samples) {
        (2, None) => {
            for key in ["C0", "C1"] {
                out.set(key, inks(&numbers(key.as_bytes()))?.map(Object::Real).to_vec());
            }
            out.remove(b"Range");
            Ok(out.into())
        }
        (3, None) => {
            let parts = dict.get(b"Functions").and_then(Object::as_array)?;
            let parts = parts.iter().map(|f| self::function(document, f, space, engine, limit));
            out.set("Functions", parts.collect::<Result<Vec<Object>>>()?);
            out.remove(b"Range");
            Ok(out.into())
        }
        (0, Some(samples)) if dict.get(b"BitsPerSample").and_then(Object::as_i64)? == 8 => {
            let channels = if space == Space::Gray { 1 } else { 3 };
            let mut converted = Vec::new();
            for sample in samples.chunks_exact(channels) {
                let colour: Vec<f32> = sample.iter().map(|b| f32::from(*b) / 255.0).collect();
                converted.extend(inks(&colour)?.map(|ink| (ink * 255.0).round() as u8));
            }
            for key in [&b"Filter"[..], b"DecodeParms", b"Decode", b"Length"] {
                out.remove(key);
            }
            out.set("Range", ends);
            // A stream cannot stand inside of another object: the samples become a calculation of
            // linear pieces instead.
            Ok(pieces(&out, &converted))
        }
        _ => bail!("a gradient's function is of a type that cannot be converted"),
    }
}

/// As many ranges from 0 to 1.
fn unit_ranges(count: usize) -> Vec<Object> {
    (0..2 * count).map(|i| Object::Real((i % 2) as f32)).collect()
}

/// Samples as stitched linear functions (ISO 32000-1, 7.10.4).
fn pieces(sampled: &Dictionary, samples: &[u8]) -> Object {
    let inks: Vec<Vec<Object>> = samples
        .chunks_exact(4)
        .map(|inks| inks.iter().map(|ink| Object::Real(f32::from(*ink) / 255.0)).collect())
        .collect();
    let number = |value: f32| Object::Real(value);
    let functions: Vec<Object> = inks
        .windows(2)
        .map(|pair| {
            let mut piece = Dictionary::new();
            piece.set("FunctionType", 2);
            piece.set("Domain", unit_ranges(1));
            piece.set("N", 1);
            piece.set("C0", pair[0].clone());
            piece.set("C1", pair[1].clone());
            piece.into()
        })
        .collect();
    let count = functions.len();
    let mut out = Dictionary::new();
    out.set("FunctionType", 3);
    out.set("Domain", sampled.get(b"Domain").cloned().unwrap_or_else(|_| unit_ranges(1).into()));
    let bounds: Vec<Object> = (1..count).map(|i| number(i as f32 / count as f32)).collect();
    out.set("Bounds", bounds);
    out.set("Encode", unit_ranges(count));
    out.set("Functions", functions);
    out.into()
}

/// A picture in inks; `None` if it can stay. Gray stays gray, which is black ink alone.
fn picture(
    document: &Document,
    id: ObjectId,
    engine: &Engine,
    limit: f32,
) -> Result<Option<Stream>> {
    let stream = document.get_object(id)?.as_stream()?;
    let space = objects::space(document, stream.dict.get(b"ColorSpace").ok());
    let mut out = stream.clone();
    match space {
        Space::Ready => return Ok(None),
        Space::Gray => out.dict.set("ColorSpace", Object::Name(b"DeviceGray".to_vec())),
        Space::Rgb => {
            let filters = stream.filters().unwrap_or_default();
            let rgb = if filters.contains(&&b"DCTDecode"[..]) {
                let jpeg = image::load_from_memory_with_format(&stream.content, ImageFormat::Jpeg);
                jpeg.context("reading a picture back")?.into_rgb8().into_raw()
            } else {
                stream.get_plain_content()?
            };
            out.dict.set("ColorSpace", Object::Name(b"DeviceCMYK".to_vec()));
            for key in [&b"Filter"[..], b"DecodeParms", b"Decode"] {
                out.dict.remove(key);
            }
            out.set_content(engine.pixels(&rgb, limit)?);
            out.compress()?;
        }
    }
    Ok(Some(out))
}

/// What is not in inks, by what it is, with the pages that show it.
pub(super) fn unready(document: &Document) -> BTreeMap<&'static str, BTreeSet<usize>> {
    let mut found: BTreeMap<&'static str, BTreeSet<usize>> = BTreeMap::new();
    for stream in objects::streams(document) {
        let mut add = |what| {
            found.entry(what).or_default().insert(stream.page);
        };
        let spaces = objects::spaces(document, &stream);
        let content =
            objects::content(document, &stream).ok().and_then(|b| Content::decode(&b).ok());
        for operation in content.iter().flat_map(|content| &content.operations) {
            let name = operation.operands.first().and_then(|name| name.as_name().ok());
            match (operation.operator.as_str(), name) {
                ("g" | "G", _) => add("gray"),
                ("rg" | "RG", _) => add("rgb"),
                ("cs" | "CS", Some(name)) => match objects::named(&spaces, name) {
                    Space::Ready => {}
                    Space::Gray => add("gray"),
                    Space::Rgb => add("rgb"),
                },
                _ => {}
            }
        }
        let space_of = |id| {
            let dict = objects::dict(document, id).ok()?;
            let inner = dict.get(b"Shading").ok().and_then(|s| document.dereference(s).ok());
            let dict = inner.and_then(|(_, s)| s.as_dict().ok()).unwrap_or(dict);
            Some(objects::space(document, Some(dict.get(b"ColorSpace").ok()?)))
        };
        for id in objects::referenced(document, &stream, b"XObject", is_picture) {
            let dict = objects::dict(document, id).ok();
            let name = dict.and_then(|d| d.get(b"ColorSpace").ok()).and_then(|o| o.as_name().ok());
            if space_of(id).is_some_and(|space| space != Space::Ready)
                && name != Some(b"DeviceGray")
            {
                add("picture");
            }
        }
        for kind in [&b"Pattern"[..], b"Shading"] {
            for id in objects::referenced(document, &stream, kind, |_| true) {
                if space_of(id).is_some_and(|space| space != Space::Ready) {
                    add("gradient");
                }
            }
        }
    }
    found
}
