//! The text of pages, by marked content (PDF 1.7, 9.4 and 14.6).
//!
//! An interpreter of the operators that say which text stands where (fonts, positions, marked
//! content) and what is drawn over it: paths that are filled, pictures, what clips them.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_syntax::Pdf;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{
    Array, Dict, Name, Number, Object, ObjectIdentifier, Rect, Stream, String as Bytes,
};
use hayro_syntax::page::{Resources, Rotation};

use crate::diag::msg;
use crate::verify::error::ReadError;
use crate::verify::pdf::font::{Font, Fonts};
use crate::verify::pdf::geometry::{
    IDENTITY, Matrix, Outline, area, around, bounds, corners, multiply, placed,
};
use crate::verify::pdf::proof::{ASCENT, DESCENT, Run, Sheet, characters};
use crate::verify::pdf::strings::text_string;

/// Deepest nesting of forms.
const MAX_FORMS: usize = 8;

/// Most operators of all pages together.
const MAX_OPERATORS: usize = 200_000_000;

/// How much of what is behind it opaque paint may let through.
const OPAQUE: f32 = 0.9;

/// How opaque paint is that nobody sees.
const INVISIBLE: f32 = 0.05;

/// Type of this size is not seen, in points.
const LEAST_SIZE: f64 = 1.0;

/// How far a stroke may reach beyond its path, in points.
const STROKE: f64 = 20.0;

/// Text at one height.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The words.
    pub(super) text: String,
    /// Height of the baseline, in points from the foot of the page.
    pub(super) y: f32,
}

/// The text of a page.
#[derive(Debug)]
pub(super) struct Page {
    /// The object that it is.
    pub(super) id: Option<ObjectIdentifier>,
    /// Text by the numbers of marked content.
    pub(super) marked: HashMap<i64, Vec<Piece>>,
    /// All text, in the order of painting.
    pub(super) shown: String,
    /// Its words with what is drawn over them.
    pub(super) sheet: Sheet,
}

/// Reads all pages.
pub(super) fn pages(pdf: &Pdf) -> Result<Vec<Page>, ReadError> {
    let mut fonts = Fonts::default();
    let mut left = MAX_OPERATORS;
    let mut pages = Vec::new();
    for page in pdf.pages().iter() {
        let stream = page.page_stream().unwrap_or_default();
        let mut interpreter = Interpreter {
            fonts: &mut fonts,
            left: &mut left,
            page: Page {
                id: page.raw().obj_id(),
                marked: HashMap::new(),
                shown: String::new(),
                sheet: Sheet::new(trim(page), is_turned(page)),
            },
            state: State::new(),
            saved: Vec::new(),
            path: Outline::default(),
            clipping: false,
            text: IDENTITY,
            line: IDENTITY,
            leading: 0.0,
            pen: 0.0,
            objects: 0,
            start: 0,
            nesting: Vec::new(),
        };
        interpreter.run(stream, page.resources(), 0);
        pages.push(interpreter.page);
    }
    match left {
        0 => Err(ReadError::TooMany(msg!("绘图的指令太多", "too many operators"))),
        _ => Ok(pages),
    }
}

/// The trimmed page (PDF 1.7, 14.11.2), which is the page itself if nothing else is said.
fn trim(page: &hayro_syntax::page::Page) -> Rect {
    let numbers = page.raw().get::<Array>("TrimBox");
    let numbers: Vec<f64> = numbers.iter().flat_map(|numbers| numbers.iter::<f64>()).collect();
    match numbers[..] {
        [x0, y0, x1, y1] => Rect { x0, y0, x1, y1 },
        _ => page.crop_box(),
    }
}

/// Whether viewers show a page turned (PDF 1.7, 7.7.3.3).
fn is_turned(page: &hayro_syntax::page::Page) -> bool {
    !matches!(page.rotation(), Rotation::None)
}

/// What strokes along a path may paint.
fn stroked(path: Rect) -> Rect {
    Rect::new(path.x0 - STROKE, path.y0 - STROKE, path.x1 + STROKE, path.y1 + STROKE)
}

/// Whether a colour space is one of light or of the four inks, in which white is known.
fn is_plain(name: &Name, resources: &Resources) -> bool {
    let family = match resources.get_color_space(name) {
        Some(Object::Array(space)) => space.iter::<Name>().next(),
        Some(Object::Name(name)) => Some(name),
        _ => Some(name.clone()),
    };
    let plain = ["DeviceGray", "DeviceRGB", "DeviceCMYK", "CalGray", "CalRGB", "ICCBased"];
    family.is_some_and(|family| plain.contains(&family.as_str()))
}

/// Marked content that is open.
struct MarkedContent {
    number: Option<i64>,
    artifact: bool,
    /// Words that take the place of what is shown, until they are used up.
    actual: Option<String>,
    replaced: bool,
}

/// The graphics state (PDF 1.7, 8.4), as far as it matters.
#[derive(Clone)]
struct State {
    transform: Matrix,
    font: Option<Rc<Font>>,
    /// The size of the type, in text space, and how much wider it is than high (PDF 1.7, 9.3.4).
    size: f32,
    stretch: f32,
    /// What holds all that is seen.
    clip: Rect,
    /// How opaque fills are, from 0 to 1.
    alpha: f32,
    /// Whether there is a soft mask, a blend mode, a form that is transparent itself.
    masked: bool,
    blended: bool,
    veiled: bool,
    /// Whether fills are patterns of tiles, of which nothing is known.
    tiled: bool,
    /// Whether the present colour space is one of light or of the four inks, and fills are white.
    plain: bool,
    white: bool,
    /// How text is painted (PDF 1.7, 9.3.6).
    mode: i64,
}

impl State {
    fn new() -> State {
        State {
            transform: IDENTITY,
            font: None,
            size: 0.0,
            stretch: 1.0,
            clip: Rect::new(-1e6, -1e6, 1e6, 1e6),
            alpha: 1.0,
            masked: false,
            blended: false,
            veiled: false,
            tiled: false,
            plain: true,
            white: false,
            mode: 0,
        }
    }

    /// Takes a colour in the present colour space.
    fn color(&mut self, numbers: &[Number]) {
        let all = |wanted: f32| numbers.iter().all(|number| number.as_f32() == wanted);
        self.white = self.plain
            && match numbers.len() {
                1 | 3 => all(1.0),
                4 => all(0.0),
                _ => false,
            };
    }

    fn is_opaque(&self) -> bool {
        self.alpha > OPAQUE && !self.masked && !self.blended && !self.veiled
    }
}

struct Interpreter<'a> {
    fonts: &'a mut Fonts,
    left: &'a mut usize,
    page: Page,
    state: State,
    saved: Vec<State>,
    /// The path that is being made.
    path: Outline,
    /// Whether it becomes a part of the clip once it is painted.
    clipping: bool,
    text: Matrix,
    line: Matrix,
    leading: f32,
    /// How far the pen is from where the line of text begins, in text space.
    pen: f32,
    /// How many text objects began.
    objects: usize,
    /// How many characters that are compared were shown.
    start: usize,
    nesting: Vec<MarkedContent>,
}

/// What moves less than this part of the type's size draws nothing: it stands before the glyphs of
/// the words that it is for.
const NOTHING: f32 = 0.001;

impl Interpreter<'_> {
    fn run(&mut self, stream: &[u8], resources: &Resources, depth: usize) {
        let mut operations = TypedIter::new(stream);
        while let Some(operation) = operations.next() {
            *self.left = self.left.saturating_sub(1);
            if *self.left == 0 {
                return;
            }
            self.step(&operation, resources, depth);
        }
    }

    fn step(&mut self, operation: &TypedInstruction, resources: &Resources, depth: usize) {
        match operation {
            TypedInstruction::SaveState(_) => self.saved.push(self.state.clone()),
            TypedInstruction::RestoreState(_) => {
                self.state = self.saved.pop().unwrap_or_else(|| self.state.clone());
            }
            TypedInstruction::Transform(t) => {
                let by = [t.0, t.1, t.2, t.3, t.4, t.5].map(|n: Number| n.as_f32());
                self.state.transform = multiply(&by, &self.state.transform);
            }
            TypedInstruction::SetGraphicsState(name) => {
                if let Some(dict) = resources.get_ext_g_state(name.0) {
                    self.paint(&dict);
                }
            }
            TypedInstruction::TextFont(font) => {
                self.state.size = font.1.as_f32();
                self.state.font = self.font(font.0, resources);
            }
            TypedInstruction::BeginMarkedContent(content) => self.open(content.0, None),
            TypedInstruction::BeginMarkedContentWithProperties(content) => {
                let properties = match content.1 {
                    Object::Dict(dict) => Some(dict),
                    _ => None,
                };
                self.open(content.0, properties);
            }
            TypedInstruction::EndMarkedContent(_) => drop(self.nesting.pop()),
            TypedInstruction::XObject(object) => self.object(object.0, resources, depth),
            TypedInstruction::InlineImage(image) => self.picture(image.0.dict()),
            TypedInstruction::NonStrokeColorNamed(color) => {
                let pattern = color.1.and_then(|name| resources.get_pattern(name));
                self.state.tiled = matches!(pattern, Some(Object::Stream(_)));
                self.state.color(if color.1.is_none() { &color.0 } else { &[] });
            }
            TypedInstruction::ColorSpaceNonStroke(name) => {
                (self.state.tiled, self.state.white) = (false, false);
                self.state.plain = is_plain(name.0, resources);
            }
            TypedInstruction::Shading(_) => self.page.sheet.ground(self.state.clip),
            operation => {
                self.text_step(operation);
                self.path_step(operation);
            }
        }
    }

    /// Entries of a dictionary of graphics state parameters (PDF 1.7, 8.4.5).
    fn paint(&mut self, dict: &Dict) {
        let state = &mut self.state;
        state.alpha = dict.get::<f32>("ca").unwrap_or(state.alpha);
        state.masked = match dict.get::<Object>("SMask") {
            Some(Object::Dict(_)) => true,
            Some(_) => false,
            None => state.masked,
        };
        let mode = dict.get::<Name>("BM");
        let blended = mode.map(|mode| !matches!(mode.as_str(), "Normal" | "Compatible"));
        state.blended = blended.unwrap_or(state.blended);
    }

    fn path_step(&mut self, operation: &TypedInstruction) {
        let transform = self.state.transform;
        let at = |x: Number, y: Number| placed(x.as_f32(), y.as_f32(), &transform);
        let path = &mut self.path;
        match operation {
            TypedInstruction::MoveTo(to) => path.begin(at(to.0, to.1)),
            TypedInstruction::LineTo(to) => path.line(at(to.0, to.1)),
            TypedInstruction::CubicTo(to) => {
                path.curve(Some(at(to.0, to.1)), at(to.2, to.3), at(to.4, to.5));
            }
            TypedInstruction::CubicStartTo(to) => path.curve(None, at(to.0, to.1), at(to.2, to.3)),
            TypedInstruction::CubicEndTo(to) => {
                path.curve(Some(at(to.0, to.1)), at(to.2, to.3), at(to.2, to.3));
            }
            TypedInstruction::ClosePath(_) => path.close(),
            TypedInstruction::RectPath(rect) => {
                let [x, y, width, height] =
                    [rect.0, rect.1, rect.2, rect.3].map(|n: Number| n.as_f32());
                let [first, rest @ ..] = corners((x, y), (x + width, y + height), &transform);
                path.begin(first);
                rest.into_iter().for_each(|corner| path.line(corner));
                path.close();
            }
            TypedInstruction::ClipNonZero(_) | TypedInstruction::ClipEvenOdd(_) => {
                self.clipping = true;
            }
            TypedInstruction::FillPathNonZero(_)
            | TypedInstruction::FillPathNonZeroCompatibility(_)
            | TypedInstruction::FillAndStrokeNonZero(_)
            | TypedInstruction::CloseFillAndStrokeNonZero(_) => self.fill(false),
            TypedInstruction::FillPathEvenOdd(_)
            | TypedInstruction::FillAndStrokeEvenOdd(_)
            | TypedInstruction::CloseFillAndStrokeEvenOdd(_) => self.fill(true),
            TypedInstruction::StrokePath(_) | TypedInstruction::CloseAndStrokePath(_) => {
                self.page.sheet.ground(stroked(self.path.bounds()).intersect(self.state.clip));
                self.end_path();
            }
            TypedInstruction::EndPath(_) => self.end_path(),
            TypedInstruction::NonStrokeColor(color) => self.color(self.state.plain, &color.0),
            TypedInstruction::NonStrokeColorDeviceGray(gray) => self.color(true, &[gray.0]),
            TypedInstruction::NonStrokeColorDeviceRgb(rgb) => {
                self.color(true, &[rgb.0, rgb.1, rgb.2]);
            }
            TypedInstruction::NonStrokeColorCmyk(inks) => {
                self.color(true, &[inks.0, inks.1, inks.2, inks.3]);
            }
            _ => {}
        }
    }

    fn color(&mut self, plain: bool, numbers: &[Number]) {
        (self.state.tiled, self.state.plain) = (false, plain);
        self.state.color(numbers);
    }

    fn fill(&mut self, even_odd: bool) {
        if !self.state.white {
            self.page.sheet.ground(stroked(self.path.bounds()).intersect(self.state.clip));
        }
        if self.state.is_opaque() && !self.state.tiled {
            self.page.sheet.cover(&self.path, self.state.clip, even_odd);
        }
        self.end_path();
    }

    /// A path that was painted is gone, and may clip what comes.
    fn end_path(&mut self) {
        let path = std::mem::take(&mut self.path);
        if std::mem::take(&mut self.clipping) && path.len() > 0 {
            self.state.clip = self.state.clip.intersect(path.bounds());
        }
    }

    /// A picture, which fills the unit square (PDF 1.7, 8.9.5).
    fn picture(&mut self, dict: &Dict) {
        let transparent =
            ["SMask", "Mask", "ImageMask", "IM"].iter().any(|key| dict.contains_key(*key));
        let square = corners((0.0, 0.0), (1.0, 1.0), &self.state.transform);
        self.page.sheet.ground(bounds(&square).intersect(self.state.clip));
        if self.state.is_opaque() && !transparent {
            self.page.sheet.cover(&Outline::of(&square), self.state.clip, false);
        }
    }

    fn text_step(&mut self, operation: &TypedInstruction) {
        match operation {
            TypedInstruction::BeginText(_) => {
                (self.text, self.line, self.pen) = (IDENTITY, IDENTITY, 0.0);
                self.objects += 1;
            }
            TypedInstruction::SetTextMatrix(t) => {
                self.line = [t.0, t.1, t.2, t.3, t.4, t.5].map(|n: Number| n.as_f32());
                (self.text, self.pen) = (self.line, 0.0);
            }
            TypedInstruction::HorizontalScaling(scale) => {
                self.state.stretch = scale.0.as_f32() / 100.0;
            }
            TypedInstruction::TextRenderingMode(mode) => self.state.mode = mode.0.as_i64(),
            TypedInstruction::TextLeading(leading) => self.leading = leading.0.as_f32(),
            TypedInstruction::NextLine(by) => self.next_line(by.0.as_f32(), by.1.as_f32()),
            TypedInstruction::NextLineAndSetLeading(by) => {
                self.leading = -by.1.as_f32();
                self.next_line(by.0.as_f32(), by.1.as_f32());
            }
            TypedInstruction::NextLineUsingLeading(_) => self.next_line(0.0, -self.leading),
            TypedInstruction::ShowText(text) => self.show(text.0.as_bytes()),
            TypedInstruction::NextLineAndShowText(text) => {
                self.next_line(0.0, -self.leading);
                self.show(text.0.as_bytes());
            }
            TypedInstruction::ShowTextWithParameters(text) => {
                self.next_line(0.0, -self.leading);
                self.show(text.2.as_bytes());
            }
            TypedInstruction::ShowTexts(texts) => self.show_all(texts.0),
            _ => {}
        }
    }

    fn next_line(&mut self, x: f32, y: f32) {
        self.line = multiply(&[1.0, 0.0, 0.0, 1.0, x, y], &self.line);
        (self.text, self.pen) = (self.line, 0.0);
    }

    fn font(&mut self, name: &Name, resources: &Resources) -> Option<Rc<Font>> {
        let dict = resources.get_font(name)?;
        let Some(id) = dict.obj_id() else { return Some(Rc::new(Font::new(&dict))) };
        Some(Rc::clone(self.fonts.entry(id).or_insert_with(|| Rc::new(Font::new(&dict)))))
    }

    fn open(&mut self, tag: &Name, properties: Option<&Dict>) {
        let number = properties.and_then(|dict| dict.get::<i32>("MCID")).map(i64::from);
        let actual = properties.and_then(|dict| dict.get::<Bytes>("ActualText"));
        let actual = actual.map(|text| text_string(text.as_bytes()));
        let replaced =
            actual.is_some() || self.nesting.last().is_some_and(|content| content.replaced);
        let around = self.nesting.last().and_then(|content| content.number);
        let number = number.or(around.filter(|_| tag.as_str() != "Artifact"));
        let artifact = tag.as_str() == "Artifact";
        self.nesting.push(MarkedContent { number, artifact, actual, replaced });
    }

    fn object(&mut self, name: &Name, resources: &Resources, depth: usize) {
        let Some(stream) = resources.get_x_object(name) else { return };
        let kind = stream.dict().get::<Name>("Subtype");
        match kind.as_ref().map(Name::as_str) {
            Some("Image") => self.picture(stream.dict()),
            Some("Form") if depth < MAX_FORMS => self.form(&stream, resources, depth),
            _ => {}
        }
    }

    fn form(&mut self, stream: &Stream, resources: &Resources, depth: usize) {
        let dict = stream.dict();
        let Ok(bytes) = stream.decoded() else { return };
        let own = dict.get::<Dict>("Resources").unwrap_or_else(Dict::empty);
        let own = Resources::from_parent(own, resources.clone());
        let (outer, nesting, saved) = (self.state.clone(), self.nesting.len(), self.saved.len());
        if let Some(matrix) = dict.get::<Array>("Matrix") {
            let numbers: Vec<f32> = matrix.iter::<f32>().collect();
            if let Ok(matrix) = Matrix::try_from(numbers.as_slice()) {
                self.state.transform = multiply(&matrix, &self.state.transform);
            }
        }
        if let Some(Rect { x0, y0, x1, y1 }) = dict.get::<Rect>("BBox") {
            let [x0, y0, x1, y1] = [x0, y0, x1, y1].map(|n| n as f32);
            let corners = corners((x0, y0), (x1, y1), &self.state.transform);
            self.state.clip = self.state.clip.intersect(bounds(&corners));
        }
        self.state.veiled |= !self.state.is_opaque();
        self.run(&bytes, &own, depth + 1);
        self.saved.truncate(saved);
        self.nesting.truncate(nesting);
        self.state = outer;
    }

    fn show_all(&mut self, texts: &Array) {
        let Some(font) = self.state.font.clone() else { return };
        let (mut all, mut moved, mut inks) = (Vec::new(), 0.0, Vec::new());
        for text in texts.iter::<Object>() {
            match text {
                Object::String(bytes) => {
                    inks.push(font.ink(bytes.as_bytes()).map(|ink| right_by(ink, moved)));
                    moved += font.advance(bytes.as_bytes());
                    all.extend_from_slice(bytes.as_bytes());
                }
                Object::Number(number) => moved -= number.as_f32() / 1000.0,
                _ => {}
            }
        }
        let inks: Option<Vec<Rect>> = inks.into_iter().collect();
        let filled = |inks: Vec<Rect>| inks.into_iter().filter(|ink| area(*ink) > 0.0);
        let ink = inks.map(|inks| filled(inks).reduce(around).unwrap_or(Rect::ZERO));
        self.shown(&all, moved, ink);
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.state.font.clone() else { return };
        self.shown(bytes, font.advance(bytes), font.ink(bytes));
    }

    /// Words that stand here in the line of text, with their bounds from here in parts of the size.
    fn stand(&mut self, words: &str, from: f32, within: Rect) {
        let state = &self.state;
        let by = multiply(&self.text, &state.transform);
        let across = state.size * state.stretch;
        let at = |x: f64, y: f64| (from + x as f32 * across, y as f32 * state.size);
        let (foot, top) = (at(within.x0, within.y0), at(within.x1, within.y1));
        let scale = f64::from(state.stretch * (by[0] * by[3] - by[1] * by[2])).abs().sqrt();
        let bounds = bounds(&corners(foot, top, &by));
        let em = f64::from(state.size.abs()) * scale;
        let is_painted = !matches!(state.mode, 3 | 7) && state.alpha > INVISIBLE && em > LEAST_SIZE;
        let is_on_paper = state.white && state.mode == 0 && !self.page.sheet.is_grounded(bounds);
        self.page.sheet.show(Run {
            words: words.to_owned(),
            start: self.start,
            bounds,
            unseen: !is_painted || is_on_paper,
            mirrored: state.stretch * (by[0] * by[3] - by[1] * by[2]) < 0.0,
            em: em.max(1.0),
            clip: state.clip,
            object: self.objects,
            number: self.nesting.last().and_then(|content| content.number),
            aside: self.nesting.iter().any(|content| content.artifact),
            covered: false,
        });
    }

    /// Text that moves the pen by so many sizes, with its ink, if that is known.
    fn shown(&mut self, bytes: &[u8], moved: f32, ink: Option<Rect>) {
        let Some(font) = self.state.font.clone() else { return };
        let mut text = String::new();
        font.read(bytes, &mut text);
        // What stands for the words of several glyphs; without it those of some are not known.
        if self.nesting.iter().any(|content| content.replaced) {
            if moved.abs() < NOTHING {
                return;
            }
            let actual = self.nesting.iter_mut().find_map(|content| content.actual.take());
            text = actual.unwrap_or_default();
        }
        let from = self.pen;
        self.pen += moved * self.state.size * self.state.stretch;
        if !text.trim().is_empty() {
            let square = Rect::new(0.0, DESCENT, f64::from(moved), ASCENT);
            self.stand(&text, from, ink.map_or(square, |ink| ink.intersect(square)));
        }
        self.start += characters(&text);
        self.page.shown.push_str(&text);
        if let Some(number) = self.nesting.last().and_then(|content| content.number) {
            let y = multiply(&self.text, &self.state.transform)[5];
            self.page.marked.entry(number).or_default().push(Piece { text, y });
        }
    }
}

fn right_by(rect: Rect, by: f32) -> Rect {
    Rect { x0: rect.x0 + f64::from(by), x1: rect.x1 + f64::from(by), ..rect }
}
