//! What is needed of fonts: which characters codes are, and how far they move the pen (PDF 1.7,
//! 9.6, 9.7 and 9.10).

use std::collections::HashMap;
use std::rc::Rc;

use hayro_cmap::{BfString, CMap};
use hayro_syntax::object::{Array, Dict, Name, Number, Object, ObjectIdentifier, Stream};

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
        Font { unicode, wide, widths: widths.unwrap_or_default(), width }
    }

    /// The codes of a string.
    fn codes(&self, bytes: &[u8]) -> impl Iterator<Item = u32> {
        let codes = bytes.chunks(if self.wide { 2 } else { 1 });
        codes.map(|code| code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte)))
    }

    /// How far a string moves the pen, in parts of the size.
    pub(super) fn advance(&self, bytes: &[u8]) -> f32 {
        let of = |code| self.widths.get(&code).copied().unwrap_or(self.width);
        self.codes(bytes).map(of).sum::<f32>() / 1000.0
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
