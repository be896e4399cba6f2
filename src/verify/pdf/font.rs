//! What is needed of fonts: which characters codes are, how far they move the pen, and where their
//! ink is (PDF 1.7, 9.6, 9.7, 9.9 and 9.10).

use std::collections::HashMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Rect, Stream};
use ttf_parser::{Face, GlyphId, cff};

use crate::verify::pdf::geometry::{area, around};

/// The fonts that were read, by the object that they are.
pub(super) type Fonts = HashMap<ObjectIdentifier, Rc<Font>>;

/// What is needed of a font.
pub(super) struct Font {
    /// Codes to characters.
    unicode: Option<CMap>,
    /// Whether a code takes two bytes.
    wide: bool,
    /// Advances by code, in thousandths of the size, and that of all other codes.
    widths: HashMap<u32, f32>,
    width: f32,
    /// Where the ink of glyphs is, in parts of the size, by code; `None` if the font does not say.
    inks: Option<Vec<Rect>>,
}

impl Font {
    pub(super) fn new(dict: &Dict) -> Font {
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
        let inks = dict.get::<Array>("DescendantFonts");
        let inks = inks.and_then(|fonts| inks_of(&fonts.iter::<Dict>().next()?));
        Font { unicode, wide, widths: widths.unwrap_or_default(), width, inks }
    }

    /// Where the ink of a string is, in parts of the size from where it begins: what holds that of
    /// all glyphs, of no size if they have none; `None` if the font does not say.
    pub(super) fn ink(&self, bytes: &[u8]) -> Option<Rect> {
        let inks = self.inks.as_ref()?;
        let mut pen = 0.0;
        let mut all: Option<Rect> = None;
        for code in self.codes(bytes) {
            let ink = inks.get(usize::try_from(code).ok()?).copied().unwrap_or(Rect::ZERO);
            if area(ink) > 0.0 {
                let here = Rect { x0: ink.x0 + pen, x1: ink.x1 + pen, ..ink };
                all = Some(all.map_or(here, |all| around(all, here)));
            }
            pen += f64::from(self.move_of(code));
        }
        Some(all.unwrap_or(Rect::ZERO))
    }

    /// The codes of a string.
    fn codes(&self, bytes: &[u8]) -> impl Iterator<Item = u32> {
        let codes = bytes.chunks(if self.wide { 2 } else { 1 });
        codes.map(|code| code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)))
    }

    /// How far a string moves the pen, in parts of the size.
    pub(super) fn advance(&self, bytes: &[u8]) -> f32 {
        self.codes(bytes).map(|code| self.move_of(code)).sum()
    }

    fn move_of(&self, code: u32) -> f32 {
        self.widths.get(&code).copied().unwrap_or(self.width) / 1000.0
    }

    pub(super) fn read(&self, bytes: &[u8], out: &mut String) {
        for code in self.codes(bytes) {
            match self.unicode.as_ref().and_then(|map| map.lookup_bf_string(code)) {
                Some(BfString::Char(c)) => out.push(c),
                Some(BfString::String(text)) => out.push_str(&text),
                None => out.push('\u{FFFD}'),
            }
        }
    }
}

/// Where the ink of glyphs is, out of the file of a font whose codes are numbers of glyphs.
fn inks_of(inner: &Dict) -> Option<Vec<Rect>> {
    let mapped = inner.get::<Object>("CIDToGIDMap");
    if mapped.is_some_and(|map| !matches!(map, Object::Name(name) if name.as_str() == "Identity")) {
        return None;
    }
    let about = inner.get::<Dict>("FontDescriptor")?;
    let file = about.get::<Stream>("FontFile2").or_else(|| about.get::<Stream>("FontFile3"))?;
    let file = file.decoded().ok()?;
    let scaled = |bounds: Option<ttf_parser::Rect>, unit: f64| {
        bounds.map_or(Rect::ZERO, |ink| {
            let [x0, y0, x1, y1] =
                [ink.x_min, ink.y_min, ink.x_max, ink.y_max].map(|n| f64::from(n) * unit);
            Rect { x0, y0, x1, y1 }
        })
    };
    if let Ok(face) = Face::parse(&file, 0) {
        let unit = 1.0 / f64::from(face.units_per_em());
        let glyphs = (0..face.number_of_glyphs()).map(GlyphId);
        return Some(glyphs.map(|glyph| scaled(face.glyph_bounding_box(glyph), unit)).collect());
    }
    let table = cff::Table::parse(&file)?;
    let unit = f64::from(table.matrix().sx);
    let glyphs = (0..table.number_of_glyphs()).map(GlyphId);
    Some(glyphs.map(|glyph| scaled(table.outline(glyph, &mut Nowhere).ok(), unit)).collect())
}

/// Takes outlines of which the bounds alone are wanted.
struct Nowhere;

impl ttf_parser::OutlineBuilder for Nowhere {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {}
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
    fn close(&mut self) {}
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
