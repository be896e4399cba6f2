//! The gaps between Han characters and figures, which viewers take for word spaces: “2023年11月23日”
//! could be neither found nor copied.
//!
//! CLREQ 3.3.2 wants a quarter em there. In a PDF that is no character but a number between strings
//! (PDF 1.7, 9.4.3), and viewers guess by its size: poppler from 0.1 em, pdf.js from 0.102, MuPDF
//! from 0.15 and after Latin characters and figures alone, PDFium by widths of characters. Pages
//! look as before; what is said besides is this:
//!
//! - The character beside a gap says by `ActualText` (14.9.4) what it is, and a blank glyph stands
//!   first that is as wide as the character with its gaps. MuPDF gives what is said to the first
//!   glyph and drops the others, PDFium takes the place of the first for all, poppler that from
//!   where the first begins to where the last ends: so a blank glyph fills a gap after the
//!   character, too. Each blank moves the pen back to where it was.
//! - pdf.js knows no `ActualText`. It measures gaps in sizes of the font but leaves the horizontal
//!   scale (9.3.4) out, so type is set in four times its size, a quarter as wide and, by the text
//!   matrix, a quarter as high. Blank glyphs are U+200B, and it passes over format characters.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::ops::Range;

use anyhow::{Context as _, Result};
use lopdf::{Dictionary, Document, Encoding, Object, ObjectId, Stream, dictionary};
use rayon::prelude::*;

use crate::typeset::streams::{Lexeme, Lexemes, Packer, string};

/// Least gap that is taken for a space, in thousandths of an em: a little below poppler's.
const LEAST: f64 = 95.0;

/// How much larger than it looks type is said to be. Real spaces, of a sixth of an em at least,
/// must remain wider than the 0.03 sizes below which pdf.js drops them.
const LARGER: f64 = 4.0;

/// The name of the blank glyph's font on pages.
const BLANK: &str = "blank";

/// The width of the blank glyph, in thousandths of an em.
const WIDTH: f64 = 500.0;

/// Closes the gaps on all pages.
///
/// # Errors
/// If the file is not as Typst writes it.
pub(super) fn close(document: &mut Document) -> Result<()> {
    let pages: Vec<ObjectId> = document.page_iter().collect();
    let fonts = fonts(document, &pages)?;
    let close = |packer: &mut Packer, page: &ObjectId| {
        let page = document.get_dictionary(*page)?;
        let contents = page.get(b"Contents").and_then(Object::as_reference)?;
        let names = font_names(document, page)?;
        let named = names.iter().filter_map(|(name, id)| Some((name.as_slice(), fonts.get(id)?)));
        let stream = document.get_object(contents)?.as_stream()?;
        let plain = stream.get_plain_content().context("unpacking a page")?;
        let Some(closed) = closed(&plain, &named.collect()) else { return Ok(None) };
        Ok(Some((contents, packer.stream(Dictionary::new(), &closed)?)))
    };
    let closed = pages.par_iter().map_init(Packer::new, close);
    let closed: Result<Vec<Option<(ObjectId, Stream)>>> = closed.collect();
    let closed = closed?;
    drop(fonts);
    let mut blank = None;
    for (page, (contents, stream)) in
        pages.into_iter().zip(closed).filter_map(|(page, closed)| Some((page, closed?)))
    {
        document.set_object(contents, stream);
        let blank = *blank.get_or_insert_with(|| blank_font(document));
        font_names_mut(document, page)?.set(BLANK, blank);
    }
    Ok(())
}

/// What is needed of a font.
struct Font<'a> {
    /// Codes to characters.
    unicode: Encoding<'a>,
    /// Advances by code, in thousandths of an em, and that of all other codes.
    widths: BTreeMap<u16, f64>,
    width: f64,
}

impl Font<'_> {
    fn read<'a>(document: &'a Document, id: ObjectId) -> Result<Font<'a>> {
        let dict = document.get_dictionary(id)?;
        let unicode = dict.get_font_encoding(document)?;
        let inner = dict.get_deref(b"DescendantFonts", document)?.as_array()?;
        let inner = inner.first().context("a font without descendants")?;
        let inner = document.dereference(inner)?.1.as_dict()?;
        let width = inner.get(b"DW").and_then(Object::as_float).map_or(1000.0, f64::from);
        let widths = match inner.get_deref(b"W", document) {
            Ok(list) => widths(document, list.as_array()?),
            Err(_) => BTreeMap::new(),
        };
        Ok(Font { unicode, widths, width })
    }

    fn character(&self, code: u16) -> String {
        self.unicode.bytes_to_string(&code.to_be_bytes()).unwrap_or_default()
    }

    fn width(&self, code: u16) -> f64 {
        self.widths.get(&code).copied().unwrap_or(self.width)
    }
}

/// Advances by code (PDF 1.7, 9.7.4.3): `first [w1 … wn]` and `first last w`.
fn widths(document: &Document, list: &[Object]) -> BTreeMap<u16, f64> {
    let mut widths = BTreeMap::new();
    let code = |object: &Object| object.as_i64().ok().and_then(|code| u16::try_from(code).ok());
    let mut items = list.iter();
    while let (Some(first), Some(second)) = (items.next().and_then(code), items.next()) {
        let second = document.dereference(second).map_or(second, |(_, object)| object);
        if let Ok(some) = second.as_array() {
            let some = some.iter().filter_map(|width| width.as_float().ok());
            widths.extend((first..).zip(some.map(f64::from)));
        } else if let (Some(last), Some(width)) = (code(second), items.next()) {
            let width = width.as_float().map_or(0.0, f64::from);
            widths.extend((first..=last).map(|code| (code, width)));
        }
    }
    widths
}

/// The fonts of all pages, of those that Typst writes.
fn fonts<'a>(document: &'a Document, pages: &[ObjectId]) -> Result<BTreeMap<ObjectId, Font<'a>>> {
    let mut fonts = BTreeMap::new();
    for page in pages {
        for id in font_names(document, document.get_dictionary(*page)?)?.into_values() {
            let dict = document.get_dictionary(id)?;
            let composite = dict.get(b"Subtype").and_then(Object::as_name);
            if composite.is_ok_and(|name| name == b"Type0") && !fonts.contains_key(&id) {
                fonts.insert(id, Font::read(document, id)?);
            }
        }
    }
    Ok(fonts)
}

/// The fonts of a page by name.
fn font_names(document: &Document, page: &Dictionary) -> Result<BTreeMap<Vec<u8>, ObjectId>> {
    let resources = page.get_deref(b"Resources", document)?.as_dict()?;
    let Ok(fonts) = resources.get_deref(b"Font", document) else { return Ok(BTreeMap::new()) };
    let fonts = fonts.as_dict()?.iter();
    Ok(fonts.filter_map(|(name, font)| Some((name.clone(), font.as_reference().ok()?))).collect())
}

/// As [`font_names`], to change it.
fn font_names_mut(document: &mut Document, page: ObjectId) -> Result<&mut Dictionary> {
    let resources = document.get_dictionary(page)?.get(b"Resources")?.as_reference()?;
    Ok(document.get_dictionary_mut(resources)?.get_mut(b"Font")?.as_dict_mut()?)
}

/// A font of one blank glyph, a Type 3 font (PDF 1.7, 9.6.5): U+200B. Poppler takes half
/// an em for the usual width of a character and sizes such fonts by it.
fn blank_font(document: &mut Document) -> ObjectId {
    let glyph = format!("{WIDTH} 0 0 -120 {WIDTH} 880 d1");
    let glyph = document.add_object(Stream::new(Dictionary::new(), glyph.into_bytes()));
    let unicode = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n\
        /CMapName /Blank def\n/CMapType 2 def\n\
        1 begincodespacerange\n<00> <FF>\nendcodespacerange\n\
        1 beginbfchar\n<01> <200B>\nendbfchar\n\
        endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
    let unicode = document.add_object(Stream::new(Dictionary::new(), unicode.into()));
    document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type3",
        "FontBBox" => vec![0.into(), (-120).into(), WIDTH.into(), 880.into()],
        "FontMatrix" => vec![0.001.into(), 0.into(), 0.into(), 0.001.into(), 0.into(), 0.into()],
        "CharProcs" => dictionary! { "uni200B" => glyph },
        "Encoding" => dictionary! {
            "Type" => "Encoding",
            "Differences" => vec![1.into(), "uni200B".into()],
        },
        "FirstChar" => 1,
        "LastChar" => 1,
        "Widths" => vec![WIDTH.into()],
        "Resources" => dictionary! {},
        "ToUnicode" => unicode,
    })
}

/// The operators of a page with its gaps closed; `None` if it has none.
fn closed(content: &[u8], fonts: &BTreeMap<&[u8], &Font>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    // How much is copied.
    let mut done = 0;
    let mut lexemes = Lexemes::new(content);
    while lexemes.enter_text() {
        text_object(&mut lexemes, fonts, &mut |at, others| {
            out.extend_from_slice(content.get(done..at.start).unwrap_or_default());
            out.extend_from_slice(others);
            done = at.end;
        })?;
    }
    if done == 0 {
        return None;
    }
    out.extend_from_slice(content.get(done..)?);
    Some(out)
}

/// Tells lines with gaps in a text object (PDF 1.7, 9.4): from where to where their operators are,
/// and others in their place. `None` if an operator is not as Typst writes it.
fn text_object(
    lexemes: &mut Lexemes,
    fonts: &BTreeMap<&[u8], &Font>,
    tell: &mut dyn FnMut(Range<usize>, &[u8]),
) -> Option<()> {
    let mut operands: Vec<Lexeme> = Vec::new();
    // What the last operators said of font and text matrix, if nothing else came between; whether
    // marked content is what it says already.
    let (mut font, mut matrix) = (None, None);
    let mut replaced: Vec<bool> = Vec::new();
    for lexeme in lexemes {
        if !lexeme.is_operator() {
            operands.push(lexeme);
            continue;
        }
        let (last_font, last_matrix) = (font.take(), matrix.take());
        match (lexeme.bytes, operands.as_slice()) {
            (b"ET", _) => break,
            (b"Tf", [name, size]) => font = Some((*name, size.number()?)),
            (b"Tm", numbers) if last_font.is_some() => {
                let numbers: Option<Vec<f64>> = numbers.iter().map(Lexeme::number).collect();
                (font, matrix) = (last_font, Some(numbers?));
            }
            (b"TJ", [array]) if !replaced.contains(&true) => {
                if let (Some((name, size)), Some(matrix)) = (last_font, last_matrix) {
                    let font = fonts.get(name.bytes.strip_prefix(b"/")?);
                    if let Some(line) = font.and_then(|font| Line::read(array.bytes, font)) {
                        let mut others = Vec::new();
                        line.write(name.bytes, size, &matrix, &mut others)?;
                        tell(name.start..lexeme.end(), &others);
                    }
                }
            }
            (b"BDC", [_, properties]) => {
                let actual = properties.bytes.windows(11).any(|word| word == b"/ActualText");
                replaced.push(actual);
            }
            (b"BDC" | b"BMC", _) => replaced.push(false),
            (b"EMC", _) => drop(replaced.pop()),
            _ => {}
        }
        operands.clear();
    }
    Some(())
}

/// A glyph of a line.
struct Glyph {
    code: u16,
    /// How far the pen moves to the left before it, in thousandths of an em.
    back: f64,
    /// Its width.
    width: f64,
    /// What it is, if a gap before or after it is its own, and how wide these are.
    cell: Option<(String, f64, f64)>,
}

/// Glyphs that are shown by one operator.
struct Line(Vec<Glyph>);

impl Line {
    /// Reads the operand of `TJ`; `None` if there are no gaps.
    fn read(array: &[u8], font: &Font) -> Option<Line> {
        let mut glyphs: Vec<Glyph> = Vec::new();
        let mut back = 0.0;
        let mut gaps = false;
        for lexeme in Lexemes::of_array(array)? {
            if let Some(number) = lexeme.number() {
                back += number;
                continue;
            }
            for code in string(lexeme.bytes)?.chunks_exact(2) {
                let code = u16::from_be_bytes([code[0], code[1]]);
                gaps |= back <= -LEAST && !glyphs.is_empty();
                glyphs.push(Glyph { code, back, width: font.width(code), cell: None });
                back = 0.0;
            }
        }
        // What moves the pen at the end is lost here.
        if !gaps || back != 0.0 {
            return None;
        }
        let mut found = false;
        for right in 1..glyphs.len() {
            let gap = -glyphs[right].back;
            if gap < LEAST {
                continue;
            }
            let (before, after) =
                (font.character(glyphs[right - 1].code), font.character(glyphs[right].code));
            if is_ideographic(&before) && !after.trim().is_empty() {
                glyphs[right - 1].cell.get_or_insert((before, 0.0, 0.0)).2 = gap;
            } else if is_ideographic(&after) && !before.trim().is_empty() {
                glyphs[right].cell.get_or_insert((after, 0.0, 0.0)).1 = gap;
            } else {
                continue;
            }
            found = true;
        }
        found.then_some(Line(glyphs))
    }

    /// Writes operators that show the same; `None` if the matrix is none.
    fn write(&self, name: &[u8], size: f64, matrix: &[f64], out: &mut Vec<u8>) -> Option<()> {
        let [a, b, c, d, e, f] = *matrix else { return None };
        let name = std::str::from_utf8(name).ok()?;
        let size = size * LARGER;
        let scale = 100.0 / LARGER;
        let select = |name: &str, scale: f64| format!("{name} {size} Tf {} Tz ", short(scale));
        let own = select(name, scale);
        // Most gaps of a line are alike.
        let mut blanks: Vec<(f64, String)> = Vec::new();
        let mut blank = |width: f64, out: &mut Vec<u8>| {
            let at = blanks.iter().position(|known| known.0 == width).unwrap_or_else(|| {
                let select = select(&format!("/{BLANK}"), scale * width / WIDTH);
                blanks.push((width, format!("{select}[<01>{WIDTH}]TJ {own}")));
                blanks.len() - 1
            });
            out.extend_from_slice(blanks[at].1.as_bytes());
        };
        let (c, d) = (c / LARGER, d / LARGER);
        write!(out, "{own}{a} {b} {c} {d} {e} {f} Tm").ok()?;
        let mut shown = Shown::default();
        for glyph in &self.0 {
            let Some((character, before, after)) = &glyph.cell else {
                shown.add(glyph);
                continue;
            };
            shown.end(out);
            out.extend_from_slice(b"/Span<</ActualText<FEFF");
            character.encode_utf16().for_each(|unit| hexadecimal(unit, out));
            out.extend_from_slice(b">>>BDC ");
            blank(before + glyph.width + after, out);
            shown.add(glyph);
            shown.end(out);
            if *after > 0.0 {
                blank(*after, out);
            }
            out.extend_from_slice(b"EMC ");
        }
        shown.end(out);
        write!(out, "100 Tz").ok()
    }
}

/// The operand of a `TJ` that is being written.
#[derive(Default)]
struct Shown {
    array: Vec<u8>,
    /// Whether a string is open.
    open: bool,
}

impl Shown {
    fn add(&mut self, glyph: &Glyph) {
        if glyph.back != 0.0 {
            self.close();
            self.array.extend_from_slice(short(glyph.back).as_bytes());
        }
        if !self.open {
            self.array.push(b'<');
            self.open = true;
        }
        hexadecimal(glyph.code, &mut self.array);
    }

    fn close(&mut self) {
        if std::mem::take(&mut self.open) {
            self.array.push(b'>');
        }
    }

    /// Writes the operator, if there is anything to show.
    fn end(&mut self, out: &mut Vec<u8>) {
        self.close();
        if !self.array.is_empty() {
            out.push(b'[');
            out.append(&mut self.array);
            out.extend_from_slice(b"]TJ ");
        }
    }
}

/// Whether it is a character that takes a square of its own: Han, kana, hangul, their punctuation.
fn is_ideographic(character: &str) -> bool {
    character.chars().next().is_some_and(|c| c >= '\u{2E80}')
}

/// Writes four digits.
fn hexadecimal(number: u16, out: &mut Vec<u8>) {
    const DIGITS: [u8; 16] = *b"0123456789ABCDEF";
    out.extend([12, 8, 4, 0].map(|shift| DIGITS[usize::from(number >> shift & 15)]));
}

/// A number in five digits after the point at most.
fn short(number: f64) -> String {
    if number.fract() == 0.0 {
        return number.to_string();
    }
    let text = format!("{number:.5}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
