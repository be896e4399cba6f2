//! The text of pages, by marked content (PDF 1.7, 9.4 and 14.6).
//!
//! An interpreter of the few operators that say which text stands where: fonts, positions, marked
//! content. Graphics are ignored. Words are also looked for beyond the edge of the trimmed page;
//! artifacts may stand there, as decoration that bleeds does.

use std::collections::HashMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap};
use hayro_syntax::Pdf;
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction;
use hayro_syntax::object::{
    Array, Dict, Name, Number, Object, ObjectIdentifier, Rect, Stream, String as Bytes,
};
use hayro_syntax::page::Resources;

use crate::verify::error::ReadError;
use crate::verify::pdf::strings::text_string;

/// Deepest nesting of forms.
const MAX_FORMS: usize = 8;

/// Most operators of all pages together.
const MAX_OPERATORS: usize = 200_000_000;

/// How far words may reach beyond the edge, in points: rounding, and side bearings.
const TOLERANCE: f64 = 1.0;

/// Text at one height.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// The words.
    pub(super) text: String,
    /// Height of the baseline, in points from the foot of the page.
    pub(super) y: f32,
}

/// The text of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The object that it is.
    pub(super) id: Option<ObjectIdentifier>,
    /// Text by the numbers of marked content.
    pub(super) marked: HashMap<i64, Vec<Piece>>,
    /// All text, in the order of painting.
    pub(super) shown: String,
    /// Text that begins or ends beyond the edge of the trimmed page.
    pub(super) outside: Vec<String>,
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
            page: Page { id: page.raw().obj_id(), ..Page::default() },
            transform: IDENTITY,
            saved: Vec::new(),
            text: IDENTITY,
            line: IDENTITY,
            leading: 0.0,
            font: None,
            size: 0.0,
            pen: 0.0,
            trim: trim(page),
            nesting: Vec::new(),
        };
        interpreter.run(stream, page.resources(), 0);
        pages.push(interpreter.page);
    }
    if left == 0 { Err(ReadError::TooMany("operators")) } else { Ok(pages) }
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

/// The fonts that were read, by the object that they are.
type Fonts = HashMap<ObjectIdentifier, Rc<Font>>;

/// What is needed of a font.
struct Font {
    /// Codes to characters.
    unicode: Option<CMap>,
    /// Whether a code takes two bytes.
    wide: bool,
    /// Advances by code, in thousandths of the size, and that of all other codes.
    widths: HashMap<u32, f32>,
    width: f32,
}

impl Font {
    fn new(dict: &Dict) -> Font {
        let stream = dict.get::<Stream>("ToUnicode").and_then(|stream| stream.decoded().ok());
        let unicode = stream.and_then(|bytes| CMap::parse(&bytes, |_| None));
        let subtype = dict.get::<Name>("Subtype");
        let wide = subtype.is_some_and(|name| name.as_str() == "Type0");
        let inner = dict.get::<Array>("DescendantFonts");
        let inner = inner.and_then(|fonts| fonts.iter::<Dict>().next());
        let width = inner.as_ref().and_then(|inner| inner.get::<f32>("DW")).unwrap_or(1000.0);
        let widths = match inner {
            Some(inner) => inner.get::<Array>("W").map(|list| by_cid(&list)),
            None => dict.get::<Array>("Widths").map(|list| {
                let first = dict.get::<i32>("FirstChar").and_then(|first| first.try_into().ok());
                (first.unwrap_or(0)..).zip(list.iter::<f32>()).collect()
            }),
        };
        let width = if wide { width } else { 0.0 };
        Font { unicode, wide, widths: widths.unwrap_or_default(), width }
    }

    /// The codes of a string.
    fn codes(&self, bytes: &[u8]) -> impl Iterator<Item = u32> {
        let codes = bytes.chunks(if self.wide { 2 } else { 1 });
        codes.map(|code| code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)))
    }

    /// How far a string moves the pen, in parts of the size.
    fn advance(&self, bytes: &[u8]) -> f32 {
        let of = |code| self.widths.get(&code).copied().unwrap_or(self.width);
        self.codes(bytes).map(of).sum::<f32>() / 1000.0
    }

    fn read(&self, bytes: &[u8], out: &mut String) {
        for code in self.codes(bytes) {
            match self.unicode.as_ref().and_then(|map| map.lookup_bf_string(code)) {
                Some(BfString::Char(c)) => out.push(c),
                Some(BfString::String(text)) => out.push_str(&text),
                None => out.push('\u{FFFD}'),
            }
        }
    }
}

/// Advances by code out of a `W` array (PDF 1.7, 9.7.4.3): `c [w1 … wn]` and `first last w`. The
/// length of a range is bounded by that of a code.
fn by_cid(list: &Array) -> HashMap<u32, f32> {
    let mut widths = HashMap::new();
    let code = |number: &Number| u32::try_from(number.as_i64()).unwrap_or(0).min(0xFFFF);
    let mut items = list.iter::<Object>();
    while let (Some(Object::Number(first)), Some(second)) = (items.next(), items.next()) {
        match second {
            Object::Array(some) => widths.extend((code(&first)..).zip(some.iter::<f32>())),
            Object::Number(last) => {
                let Some(Object::Number(width)) = items.next() else { break };
                let all = code(&first)..=code(&last);
                widths.extend(all.map(|code| (code, width.as_f32())));
            }
            _ => break,
        }
    }
    widths
}

type Matrix = [f32; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// First `a`, then `b`.
fn multiply(a: &Matrix, b: &Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// Marked content that is open.
struct MarkedContent {
    number: Option<i64>,
    artifact: bool,
    /// Words that take the place of what is shown, until they are used up.
    actual: Option<String>,
    replaced: bool,
}

struct Interpreter<'a> {
    fonts: &'a mut Fonts,
    left: &'a mut usize,
    page: Page,
    transform: Matrix,
    saved: Vec<(Matrix, Option<Rc<Font>>, f32)>,
    text: Matrix,
    line: Matrix,
    leading: f32,
    font: Option<Rc<Font>>,
    /// The size of the type, in text space.
    size: f32,
    /// How far the pen is from where the line of text begins, in text space.
    pen: f32,
    trim: Rect,
    nesting: Vec<MarkedContent>,
}

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
            TypedInstruction::SaveState(_) => {
                self.saved.push((self.transform, self.font.clone(), self.size));
            }
            TypedInstruction::RestoreState(_) => {
                if let Some((transform, font, size)) = self.saved.pop() {
                    (self.transform, self.font, self.size) = (transform, font, size);
                }
            }
            TypedInstruction::Transform(t) => {
                let by = [t.0, t.1, t.2, t.3, t.4, t.5].map(|n: Number| n.as_f32());
                self.transform = multiply(&by, &self.transform);
            }
            TypedInstruction::TextFont(font) => {
                self.size = font.1.as_f32();
                self.font = self.font(font.0, resources);
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
            TypedInstruction::XObject(object) if depth < MAX_FORMS => {
                self.form(object.0, resources, depth);
            }
            operation => self.text_step(operation),
        }
    }

    fn text_step(&mut self, operation: &TypedInstruction) {
        match operation {
            TypedInstruction::BeginText(_) => {
                (self.text, self.line, self.pen) = (IDENTITY, IDENTITY, 0.0);
            }
            TypedInstruction::SetTextMatrix(t) => {
                self.line = [t.0, t.1, t.2, t.3, t.4, t.5].map(|n: Number| n.as_f32());
                (self.text, self.pen) = (self.line, 0.0);
            }
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

    fn form(&mut self, name: &Name, resources: &Resources, depth: usize) {
        let Some(stream) = resources.get_x_object(name) else { return };
        let dict = stream.dict().clone();
        if dict.get::<Name>("Subtype").is_none_or(|subtype| subtype.as_str() != "Form") {
            return;
        }
        let Ok(bytes) = stream.decoded() else { return };
        let own = dict.get::<Dict>("Resources").unwrap_or_else(Dict::empty);
        let own = Resources::from_parent(own, resources.clone());
        let (outer, font, nesting) = (self.transform, self.font.clone(), self.nesting.len());
        let size = self.size;
        if let Some(matrix) = dict.get::<Array>("Matrix") {
            let numbers: Vec<f32> = matrix.iter::<f32>().collect();
            if let Ok(matrix) = Matrix::try_from(numbers.as_slice()) {
                self.transform = multiply(&matrix, &self.transform);
            }
        }
        let saved = self.saved.len();
        self.run(&bytes, &own, depth + 1);
        self.saved.truncate(saved);
        self.nesting.truncate(nesting);
        (self.transform, self.font, self.size) = (outer, font, size);
    }

    fn show_all(&mut self, texts: &Array) {
        let Some(font) = self.font.clone() else { return };
        let (mut all, mut moved) = (Vec::new(), 0.0);
        for text in texts.iter::<Object>() {
            match text {
                Object::String(bytes) => {
                    moved += font.advance(bytes.as_bytes());
                    all.extend_from_slice(bytes.as_bytes());
                }
                Object::Number(number) => moved -= number.as_f32() / 1000.0,
                _ => {}
            }
        }
        self.shown(&all, moved);
    }

    fn show(&mut self, bytes: &[u8]) {
        let Some(font) = self.font.clone() else { return };
        self.shown(bytes, font.advance(bytes));
    }

    /// A point of the line of text on the page, by its distance from where the line begins.
    fn point(&self, x: f32) -> (f64, f64) {
        let at = multiply(&[1.0, 0.0, 0.0, 1.0, x, 0.0], &multiply(&self.text, &self.transform));
        (f64::from(at[4]), f64::from(at[5]))
    }

    /// Whether words from here to there leave the trimmed page.
    fn leaves(&self, from: f32, to: f32) -> bool {
        let Rect { x0, y0, x1, y1 } = self.trim;
        let beyond = |(x, y): (f64, f64)| {
            x < x0 - TOLERANCE || x > x1 + TOLERANCE || y < y0 - TOLERANCE || y > y1 + TOLERANCE
        };
        beyond(self.point(from)) || beyond(self.point(to))
    }

    /// Text that moves the pen by so many sizes.
    fn shown(&mut self, bytes: &[u8], moved: f32) {
        let Some(font) = self.font.clone() else { return };
        let mut text = String::new();
        font.read(bytes, &mut text);
        let from = self.pen;
        self.pen += moved * self.size;
        let decoration = self.nesting.iter().any(|content| content.artifact);
        if !decoration && !text.trim().is_empty() && self.leaves(from, self.pen) {
            self.page.outside.push(text.clone());
        }
        self.page.shown.push_str(&text);
        if self.nesting.iter().any(|content| content.replaced) {
            let actual = self.nesting.iter_mut().find_map(|content| content.actual.take());
            text = actual.unwrap_or_default();
        }
        if let Some(number) = self.nesting.last().and_then(|content| content.number) {
            let y = multiply(&self.text, &self.transform)[5];
            self.page.marked.entry(number).or_default().push(Piece { text, y });
        }
    }
}
