//! Marks in the slug: crop and registration marks, a colour bar, and a line that says which page
//! of what this is.
//!
//! Drawn straight into the PDF, so that every layout has them and none must know of them. Letters
//! are outlines: the slug needs no font that the book does not embed.

use std::fmt::Write as _;

use anyhow::Result;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};
use ttf_parser::{Face, OutlineBuilder};
use typst::text::Font;

use crate::model::CoverSheet;
use crate::typeset::pdfx::boxes::{self, Box};
use crate::typeset::pdfx::job::{MM, PrintJob};
use crate::typeset::pdfx::objects;
use crate::typeset::streams;

/// Length of a crop mark, in millimetres.
const CROP: f64 = 5.0;
/// Width of the lines, in points.
const LINE: f64 = 0.25;
/// Radius of a registration mark, in millimetres.
const REGISTRATION: f64 = 2.0;
/// Side of a patch of the colour bar, in millimetres.
const PATCH: f64 = 4.5;
/// Size of the slug's letters, in points.
const LETTERS: f64 = 6.5;
/// Distance of the slug line and of the colour bar from the middle, in millimetres.
const CLEAR: f64 = 6.0;

/// The patches: solid inks, overprints of two, tints.
const PATCHES: [[f64; 4]; 16] = [
    [1.0, 0.0, 0.0, 0.0],
    [0.0, 1.0, 0.0, 0.0],
    [0.0, 0.0, 1.0, 0.0],
    [0.0, 0.0, 0.0, 1.0],
    [1.0, 1.0, 0.0, 0.0],
    [0.0, 1.0, 1.0, 0.0],
    [1.0, 0.0, 1.0, 0.0],
    [0.5, 0.0, 0.0, 0.0],
    [0.0, 0.5, 0.0, 0.0],
    [0.0, 0.0, 0.5, 0.0],
    [0.0, 0.0, 0.0, 0.25],
    [0.0, 0.0, 0.0, 0.5],
    [0.0, 0.0, 0.0, 0.75],
    [0.5, 0.4, 0.4, 0.0],
    [0.75, 0.66, 0.66, 0.0],
    [0.25, 0.19, 0.19, 0.0],
];

/// How far from the left the registration marks at head and foot of a cover stand, of its width:
/// its spine is in the middle.
const MARKED: f64 = 0.4;

/// Draws the marks of every page, if the slug has room for them.
pub(super) fn draw(document: &mut Document, job: &PrintJob) -> Result<()> {
    if job.slug < CROP {
        return Ok(());
    }
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let count = pages.len();
    let spot = spot(document);
    for (index, page) in pages.into_iter().enumerate() {
        let (Some(media), Some(trim)) =
            (boxes::get(document, page, b"MediaBox"), boxes::get(document, page, b"TrimBox"))
        else {
            continue;
        };
        let mut out = String::new();
        lines(&mut out, trim, job);
        bar(&mut out, trim, job, spot.is_some());
        words(&mut out, trim, job, index + 1, count);
        let mut spaces = Dictionary::new();
        spaces.set("All", registration());
        if let Some(spot) = &spot {
            spaces.set("Spot", spot.clone());
        }
        let mut resources = Dictionary::new();
        resources.set("ColorSpace", spaces);
        let mut dict = Dictionary::new();
        dict.set("Type", Object::Name(b"XObject".to_vec()));
        dict.set("Subtype", Object::Name(b"Form".to_vec()));
        dict.set("BBox", boxes::array(media));
        dict.set("Resources", resources);
        let form = document.add_object(streams::packed(dict, out.as_bytes())?);
        // Pages may share resources, so each has a name of its own.
        let name = format!("Marks{}", index + 1);
        objects::add_resource(document, page, b"XObject", &name, form)?;
        let show = format!("q /{name} Do Q\n");
        let show = document.add_object(Stream::new(Dictionary::new(), show.into_bytes()));
        let dict = objects::dict_mut(document, page)?;
        dict.get_mut(b"Contents")?.as_array_mut()?.push(Object::Reference(show));
    }
    Ok(())
}

/// The separation of all inks (ISO 32000-1, 8.6.6.4), for marks that must stand on every plate.
fn registration() -> Object {
    let ink = |value: f32| vec![Object::Real(value); 4];
    let mut tint = Dictionary::new();
    tint.set("FunctionType", 2);
    tint.set("Domain", vec![Object::Real(0.0), Object::Real(1.0)]);
    tint.set("N", 1);
    tint.set("C0", ink(0.0));
    tint.set("C1", ink(1.0));
    let name = |name: &str| Object::Name(name.as_bytes().to_vec());
    vec![name("Separation"), name("All"), name("DeviceCMYK"), tint.into()].into()
}

/// The first spot colour that the book uses.
fn spot(document: &Document) -> Option<Object> {
    let is_spot = |object: &Object| match document.dereference(object) {
        Ok((_, Object::Array(parts))) => {
            parts.first().and_then(|name| name.as_name().ok()) == Some(b"Separation")
        }
        _ => false,
    };
    objects::streams(document).iter().find_map(|stream| {
        objects::entries(document, stream, b"ColorSpace").into_iter().find(is_spot)
    })
}

/// How far from the left the registration marks at head and foot stand, in points.
fn marked(job: &PrintJob) -> f64 {
    job.trim[0] * MM * if job.sheet.is_some() { MARKED } else { 0.5 }
}

fn lines(out: &mut String, [left, bottom, right, top]: Box, job: &PrintJob) {
    let near = job.bleed * MM;
    let far = near + CROP * MM;
    let _ = writeln!(out, "/All CS 1 SCN {LINE} w");
    let mut line = |x1: f64, y1: f64, x2: f64, y2: f64| {
        let _ = writeln!(out, "{x1:.3} {y1:.3} m {x2:.3} {y2:.3} l S");
    };
    for y in [bottom, top] {
        line(left - far, y, left - near, y);
        line(right + near, y, right + far, y);
    }
    let folds = job.sheet.map(CoverSheet::folds).unwrap_or_default();
    let folds = folds.into_iter().map(|x| left + x * MM);
    for x in [left, right].into_iter().chain(folds) {
        line(x, bottom - far, x, bottom - near);
        line(x, top + near, x, top + far);
    }
    let away = near + job.slug * MM / 2.0;
    let (middle, centre) = (left + marked(job), f64::midpoint(bottom, top));
    let centres = [
        (middle, bottom - away),
        (middle, top + away),
        (left - away, centre),
        (right + away, centre),
    ];
    for (x, y) in centres {
        let (arm, radius) = (REGISTRATION * 1.6 * MM, REGISTRATION * MM);
        line(x - arm, y, x + arm, y);
        line(x, y - arm, x, y + arm);
        circle(&mut line, x, y, radius);
    }
}

/// A circle as a polygon of many sides.
fn circle(line: &mut dyn FnMut(f64, f64, f64, f64), x: f64, y: f64, radius: f64) {
    const SIDES: u32 = 48;
    let at = |side: u32| {
        let turn = f64::from(side) / f64::from(SIDES) * std::f64::consts::TAU;
        (x + radius * turn.cos(), y + radius * turn.sin())
    };
    for side in 0..SIDES {
        let ((x1, y1), (x2, y2)) = (at(side), at(side + 1));
        line(x1, y1, x2, y2);
    }
}

fn bar(out: &mut String, [left, bottom, right, _]: Box, job: &PrintJob, spot: bool) {
    let y = bottom - (job.bleed + job.slug / 2.0 + PATCH / 2.0) * MM;
    // Behind the spine of a cover, whose folds are marked there.
    let spine = job.sheet.map_or(0.0, |sheet| sheet.spine);
    let mut x = f64::midpoint(left, right) + (spine / 2.0 + CLEAR) * MM;
    let side = PATCH * MM;
    let mut patch = |colour: &str| {
        let _ = writeln!(out, "{colour} {x:.3} {y:.3} {side:.3} {side:.3} re f");
        x += side;
    };
    for [c, m, y, k] in PATCHES {
        patch(&format!("{c} {m} {y} {k} k"));
    }
    if spot {
        patch("/Spot cs 1 scn");
    }
}

fn words(out: &mut String, [left, bottom, ..]: Box, job: &PrintJob, page: usize, count: usize) {
    let side = match job.sheet {
        Some(CoverSheet { spine, pages, .. }) => format!("封面 书脊{spine}mm 书芯{pages}面"),
        None if page.is_multiple_of(2) => "左页".to_owned(),
        None => "右页".to_owned(),
    };
    let (file, title, date, condition) = (job.file, job.title, job.dated, &job.profile.condition);
    let text = format!("{file}  {title}  {page}/{count} {side}  {date}  {condition}");
    let y = bottom - (job.bleed + job.slug / 2.0) * MM - LETTERS * 0.35;
    let _ = writeln!(out, "0 0 0 1 k");
    let start = (job.sheet.map_or(0.0, |sheet| sheet.flap) + CLEAR) * MM;
    let room = marked(job) - start - CLEAR * MM;
    let mut pen = Pen { out, x: left + start, y, scale: 1.0, at: (0.0, 0.0) };
    pen.write(&text, job.font, room);
}

/// Writes letters as outlines.
struct Pen<'a> {
    out: &'a mut String,
    x: f64,
    y: f64,
    scale: f64,
    at: (f32, f32),
}

impl Pen<'_> {
    /// Writes a line, and stops where the room ends.
    fn write(&mut self, text: &str, font: &Font, room: f64) {
        let Ok(face) = Face::parse(font.data(), font.index()) else { return };
        self.scale = LETTERS / f64::from(face.units_per_em());
        let end = self.x + room;
        for c in text.chars() {
            let Some(glyph) = face.glyph_index(c) else { continue };
            let advance = f64::from(face.glyph_hor_advance(glyph).unwrap_or(0)) * self.scale;
            if self.x + advance > end {
                break;
            }
            if face.outline_glyph(glyph, self).is_some() {
                self.out.push_str("f\n");
            }
            self.x += advance;
        }
    }

    fn point(&self, x: f32, y: f32) -> (f64, f64) {
        (self.x + f64::from(x) * self.scale, self.y + f64::from(y) * self.scale)
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (px, py) = self.point(x, y);
        let _ = writeln!(self.out, "{px:.3} {py:.3} m");
        self.at = (x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        let (px, py) = self.point(x, y);
        let _ = writeln!(self.out, "{px:.3} {py:.3} l");
        self.at = (x, y);
    }
    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (x0, y0) = self.at;
        let third = |end: f32, control: f32| end + (control - end) * 2.0 / 3.0;
        self.curve_to(third(x0, x1), third(y0, y1), third(x, x1), third(y, y1), x, y);
    }
    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let [(ax, ay), (bx, by), (cx, cy)] =
            [self.point(x1, y1), self.point(x2, y2), self.point(x, y)];
        let _ = writeln!(self.out, "{ax:.3} {ay:.3} {bx:.3} {by:.3} {cx:.3} {cy:.3} c");
        self.at = (x, y);
    }
    fn close(&mut self) {
        self.out.push_str("h\n");
    }
}
