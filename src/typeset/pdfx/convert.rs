//! Gray and RGB in a finished PDF become CMYK: colours of drawings in content streams, gradients,
//! pictures.
//!
//! Typst writes what the layout gives as CMYK as it is; what comes from pictures and SVG drawings
//! is in ICC-based gray or RGB. What soft masks draw is no ink: it becomes gray.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context as _, Result, bail};
use image::ImageFormat;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use rayon::prelude::*;

use crate::assets::colour::Engine;
use crate::typeset::pdfx::objects::{self, PdfStream, Space};
use crate::typeset::pdfx::recolour::{self, Goal, OVERPRINTS, Rewritten, light};
use crate::typeset::pdfx::state::Both;
use crate::typeset::streams;

/// Converts everything that pages show, with a profile's `engine`; without one only sets what
/// overprints. `limit` is the most ink, 1 for 100 %.
pub(super) fn convert(document: &mut Document, engine: Option<&Engine>, limit: f32) -> Result<()> {
    let streams = objects::streams(document);
    let goal_of = |stream: &PdfStream| {
        let goal = |engine| if stream.is_mask { Goal::Light } else { Goal::Inks(engine, limit) };
        engine.map(goal)
    };
    let rewritten: Vec<Rewritten> = {
        let document = &*document;
        let all = streams.par_iter();
        all.map(|stream| content(document, stream, goal_of(stream))).collect::<Result<_>>()?
    };
    // What pages show as well as masks is ink.
    let mut used: BTreeMap<ObjectId, Use> = BTreeMap::new();
    for stream in &streams {
        let Some(goal) = goal_of(stream) else { break };
        for id in objects::referenced(document, stream, b"XObject", is_picture) {
            used.entry(id).or_insert(Use { goal, is_picture: true });
        }
        for kind in [&b"Pattern"[..], b"Shading"] {
            for id in objects::referenced(document, stream, kind, |_| true) {
                used.entry(id).or_insert(Use { goal, is_picture: false });
            }
        }
    }
    put(document, &streams, rewritten)?;
    for (id, Use { goal, .. }) in used.iter().filter(|(_, used)| !used.is_picture) {
        gradient(document, *id, *goal)?;
    }
    let made: Vec<(ObjectId, Option<Stream>)> = used
        .into_par_iter()
        .filter(|(_, used)| used.is_picture)
        .map(|(id, Use { goal, .. })| Ok((id, picture(document, id, goal)?)))
        .collect::<Result<_>>()?;
    for (id, stream) in made {
        if let Some(stream) = stream {
            document.objects.insert(id, Object::Stream(stream));
        }
    }
    if engine.is_some() {
        objects::drop_spaces(document);
    }
    Ok(())
}

/// What a picture or gradient is to become.
struct Use<'a> {
    goal: Goal<'a>,
    is_picture: bool,
}

fn is_picture(dict: &Dictionary) -> bool {
    dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image")
}

/// A content stream rewritten and packed.
fn content(document: &Document, stream: &PdfStream, goal: Option<Goal>) -> Result<Rewritten> {
    let spaces = objects::spaces(document, stream);
    let bytes = objects::content(document, stream)?;
    let Rewritten { bytes, named } = recolour::rewrite(&bytes, &spaces, goal, stream.is_mask)?;
    let bytes = bytes.map(|bytes| streams::pack(&bytes)).transpose()?;
    Ok(Rewritten { bytes, named })
}

/// Puts rewritten streams in place, and gives them what they name.
fn put(document: &mut Document, streams: &[PdfStream], rewritten: Vec<Rewritten>) -> Result<()> {
    let all: BTreeSet<usize> = rewritten.iter().flat_map(|one| one.named.iter().copied()).collect();
    let states: BTreeMap<usize, ObjectId> = all
        .into_iter()
        .map(|number| (number, document.add_object(overprint(OVERPRINTS[number]))))
        .collect();
    for (stream, Rewritten { bytes, named }) in streams.iter().zip(rewritten) {
        if let Some(bytes) = bytes {
            objects::set_content(document, stream, bytes)?;
        }
        for number in named {
            let name = recolour::overprint_name(number);
            objects::add_resource(document, stream.id, b"ExtGState", &name, states[&number])?;
        }
    }
    Ok(())
}

/// A parameter dictionary (ISO 32000-1, 8.4.5) that sets overprint. In its mode 1 an ink of which
/// there is none leaves the plate alone.
fn overprint(on: Both<bool>) -> Dictionary {
    let mut dict = Dictionary::new();
    dict.set("Type", Object::Name(b"ExtGState".to_vec()));
    dict.set("OP", on.stroke);
    dict.set("op", on.fill);
    dict.set("OPM", 1);
    dict
}

/// A gradient (ISO 32000-1, 8.7.4.5): its colour space, and the colours of its functions.
fn gradient(document: &mut Document, id: ObjectId, goal: Goal) -> Result<()> {
    let Ok(dict) = objects::dict(document, id) else { return Ok(()) };
    // A pattern of type 2 holds a shading; a shading stands for itself.
    let shading = match dict.get(b"Shading") {
        Ok(Object::Reference(inner)) => return gradient(document, *inner, goal),
        Ok(Object::Dictionary(inner)) => inner.clone(),
        _ if dict.has(b"ShadingType") => dict.clone(),
        _ => return Ok(()),
    };
    let space = objects::space(document, shading.get(b"ColorSpace").ok());
    if space == Space::Ready {
        return Ok(());
    }
    let function = shading.get(b"Function").context("a gradient without colours")?.clone();
    let function = self::function(document, &function, space, goal)?;
    let mut converted = shading;
    converted.set("ColorSpace", goal.space());
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
fn function(document: &Document, function: &Object, space: Space, goal: Goal) -> Result<Object> {
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
        (Space::Gray, [gray]) => goal.of([*gray; 3]),
        (Space::Rgb, [r, g, b]) => goal.of([*r, *g, *b]),
        _ => bail!("a gradient's colours do not fit its colour space"),
    };
    let mut out = dict.clone();
    match (dict.get(b"FunctionType").and_then(Object::as_i64)?, samples) {
        (2, None) => {
            for key in ["C0", "C1"] {
                let parts = inks(&numbers(key.as_bytes()))?.into_iter();
                out.set(key, parts.map(Object::Real).collect::<Vec<_>>());
            }
            out.remove(b"Range");
            Ok(out.into())
        }
        (3, None) => {
            let parts = dict.get(b"Functions").and_then(Object::as_array)?;
            let parts = parts.iter().map(|f| self::function(document, f, space, goal));
            out.set("Functions", parts.collect::<Result<Vec<Object>>>()?);
            out.remove(b"Range");
            Ok(out.into())
        }
        (0, Some(samples)) if dict.get(b"BitsPerSample").and_then(Object::as_i64)? == 8 => {
            let channels = if space == Space::Gray { 1 } else { 3 };
            let mut converted = Vec::new();
            for sample in samples.chunks_exact(channels) {
                let colour: Vec<f32> = sample.iter().map(|b| f32::from(*b) / 255.0).collect();
                converted.push(inks(&colour)?);
            }
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
fn pieces(sampled: &Dictionary, samples: &[Vec<f32>]) -> Object {
    let rounded = |part: &f32| Object::Real((part * 255.0).round() / 255.0);
    let inks: Vec<Vec<Object>> =
        samples.iter().map(|parts| parts.iter().map(rounded).collect()).collect();
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

/// A picture in inks or light; `None` if it can stay. Gray stays gray, which is black ink alone.
fn picture(document: &Document, id: ObjectId, goal: Goal) -> Result<Option<Stream>> {
    let stream = document.get_object(id)?.as_stream()?;
    let space = objects::space(document, stream.dict.get(b"ColorSpace").ok());
    match space {
        Space::Ready => return Ok(None),
        Space::Gray => {
            let mut out = stream.clone();
            out.dict.set("ColorSpace", "DeviceGray");
            return Ok(Some(out));
        }
        Space::Rgb => {}
    }
    let filters = stream.filters().unwrap_or_default();
    let rgb = if filters.contains(&&b"DCTDecode"[..]) {
        let jpeg = image::load_from_memory_with_format(&stream.content, ImageFormat::Jpeg);
        jpeg.context("reading a picture back")?.into_rgb8().into_raw()
    } else {
        stream.get_plain_content()?
    };
    let pixels = match goal {
        Goal::Inks(engine, limit) => engine.pixels(&rgb, limit)?,
        Goal::Light => {
            let light = |p: &[u8]| light([p[0], p[1], p[2]].map(f32::from)).round() as u8;
            rgb.chunks_exact(3).map(light).collect()
        }
    };
    let mut dict = stream.dict.clone();
    dict.set("ColorSpace", goal.space());
    dict.remove(b"Decode");
    let mut out = Stream::new(dict, Vec::new());
    streams::set_packed(&mut out, streams::pack(&pixels)?);
    Ok(Some(out))
}

/// The pictures and gradients of a stream that are not in inks, by what they are.
pub(super) fn unready(document: &Document, stream: &PdfStream) -> BTreeSet<&'static str> {
    let space_of = |id| {
        let dict = objects::dict(document, id).ok()?;
        let inner = dict.get(b"Shading").ok().and_then(|s| document.dereference(s).ok());
        let dict = inner.and_then(|(_, s)| s.as_dict().ok()).unwrap_or(dict);
        Some(objects::space(document, Some(dict.get(b"ColorSpace").ok()?)))
    };
    let is_ready = |id: &ObjectId| space_of(*id).is_none_or(|space| space == Space::Ready);
    // Gray of the device is black ink.
    let is_black = |id: &ObjectId| {
        let space = objects::dict(document, *id).and_then(|dict| Ok(dict.get(b"ColorSpace")?));
        space.is_ok_and(|space| space.as_name().is_ok_and(|name| name == b"DeviceGray"))
    };
    let mut found = BTreeSet::new();
    let pictures = objects::referenced(document, stream, b"XObject", is_picture);
    if pictures.iter().any(|id| !is_ready(id) && !is_black(id)) {
        found.insert("picture");
    }
    for kind in [&b"Pattern"[..], b"Shading"] {
        if !objects::referenced(document, stream, kind, |_| true).iter().all(is_ready) {
            found.insert("gradient");
        }
    }
    found
}
