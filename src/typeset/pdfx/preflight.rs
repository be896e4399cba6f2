//! The finished print file read back, rule by rule.
//!
//! The rules are ours, after ISO 15930-7:2010 and what printers ask for; a file that passes all of
//! them is not thereby certified. Clips are not followed: a picture counts with all its pixels.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::typeset::pdfx::boxes::{self, grown};
use crate::typeset::pdfx::convert;
use crate::typeset::pdfx::job::MM;
use crate::typeset::pdfx::objects::{self, PdfStream};

/// Lowest resolution that is not remarked on, in pixels an inch.
const PPI: f64 = 240.0;

/// Black from which text counts as black, and how much of other inks it may hold.
const BLACK: (f32, f32) = (0.8, 0.05);

/// One rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rule {
    /// Its number.
    pub number: u8,
    /// What it asks for, in Chinese.
    pub zh: &'static str,
    /// What it asks for, in English.
    pub en: &'static str,
}

macro_rules! rules {
    ($($name:ident $number:literal $zh:literal $en:literal)*) => {
        $(const $name: Rule = Rule { number: $number, zh: $zh, en: $en };)*
        /// All rules by number.
        pub const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    TRIM 1 "成品尺寸准确到 0.01 毫米（TrimBox）" "the trim is exact to 0.01 mm (TrimBox)"
    BLEED 2 "出血框四边等距（BleedBox）" "the bleed is even on all sides (BleedBox)"
    MEDIA 3 "页面框包住出血，没有别的框（MediaBox）" "the media holds the bleed, and there are no other boxes (MediaBox)"
    FONTS 4 "字体全部嵌入" "every font is embedded"
    TYPE3 5 "没有 Type 3 字体" "there are no Type 3 fonts"
    GLYPHS 6 "没有缺字" "no glyph is missing"
    INKS 7 "颜色都是油墨（CMYK 或专色）" "all colours are inks (CMYK or spot)"
    TEXT 8 "黑字只用单黑" "black text is black ink alone"
    TOTAL 9 "总墨量不超上限" "total ink is within the limit"
    PIXELS 10 "图片不低于 240 ppi" "pictures have 240 ppi or more"
    ACTIONS 11 "没有链接、批注和动作" "there are no links, annotations or actions"
    INTENT 12 "有输出意图和 CMYK 特性文件（GTS_PDFX）" "there is an output intent with a CMYK profile (GTS_PDFX)"
    TRAPPED 13 "写明有没有陷印（Trapped）" "trapping is stated (Trapped)"
    VERSION 14 "元数据写明 PDF/X-4（XMP）" "the metadata name PDF/X-4 (XMP)"
    IDS 15 "有文件标识（ID）" "there are file identifiers (ID)"
    OPEN 16 "PDF 1.6，不加密" "it is PDF 1.6 and not encrypted"
    BLEND 17 "透明在 CMYK 里混合" "transparency is blended in CMYK"
}

/// Something that breaks a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct PreflightIssue {
    /// The rule.
    pub rule: Rule,
    /// The first page where it is broken, from 1; `None` if it is the file's.
    pub page: Option<usize>,
    /// How it is broken: a number with its unit, a name; empty if the rule says all.
    pub what: String,
}

/// What the file should be.
#[derive(Debug, Clone, Copy)]
pub struct PrintConditions {
    /// Width and height of the trimmed page, in millimetres.
    pub trim: [f64; 2],
    /// Bleed, in millimetres.
    pub bleed: f64,
    /// Most ink, in percent.
    pub ink: f64,
}

/// Checks a print file. Each issue is reported once, at the first page that has it; of too much ink
/// and too few pixels, the worst of each page.
///
/// # Errors
/// If the file cannot be read.
pub fn check(pdf: &[u8], wanted: &PrintConditions) -> anyhow::Result<Vec<PreflightIssue>> {
    let document = Document::load_mem(pdf)?;
    let mut check = Check {
        document: &document,
        wanted,
        found: Vec::new(),
        fonts: BTreeSet::new(),
        worst: BTreeMap::new(),
    };
    check.file();
    for (index, page) in document.page_iter().enumerate() {
        check.boxes(page, index + 1);
        check.resources(page, index + 1);
        let stream = PdfStream { id: page, page: index + 1, is_page: true };
        check.content(&stream, IDENTITY, 0);
    }
    for (what, pages) in convert::unready(&document) {
        if let Some(page) = pages.first() {
            check.say(INKS, Some(*page), what.to_owned());
        }
    }
    for ((rule, page), (_, what)) in std::mem::take(&mut check.worst) {
        check.found.push(PreflightIssue { rule, page: Some(page), what });
    }
    check.found.sort_by_key(|issue| (issue.rule.number, issue.page));
    Ok(check.found)
}

/// A transformation of coordinates (ISO 32000-1, 8.3.4).
type Matrix = [f64; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `a` in the coordinates of `b`.
fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

struct Check<'a> {
    document: &'a Document,
    wanted: &'a PrintConditions,
    found: Vec<PreflightIssue>,
    fonts: BTreeSet<ObjectId>,
    worst: BTreeMap<(Rule, usize), (f64, String)>,
}

impl Check<'_> {
    fn say(&mut self, rule: Rule, page: Option<usize>, what: String) {
        if !self.found.iter().any(|issue| issue.rule == rule && issue.what == what) {
            self.found.push(PreflightIssue { rule, page, what });
        }
    }

    /// Notes how far a page breaks a rule; the worst of each page is reported in the end.
    fn measure(&mut self, rule: Rule, page: usize, excess: f64, what: String) {
        let worst = self.worst.entry((rule, page)).or_insert((excess, what.clone()));
        if excess > worst.0 {
            *worst = (excess, what);
        }
    }

    /// What holds of the file as a whole.
    fn file(&mut self) {
        let document = self.document;
        if document.is_encrypted() || document.version != "1.6" {
            self.say(OPEN, None, document.version.clone());
        }
        if !document.trailer.has(b"ID") {
            self.say(IDS, None, String::new());
        }
        let info = document.trailer.get_deref(b"Info", document).and_then(Object::as_dict);
        let trapped = info.and_then(|info| info.get(b"Trapped")).and_then(Object::as_name);
        if !matches!(trapped, Ok(b"True" | b"False")) {
            self.say(TRAPPED, None, String::new());
        }
        let Ok(catalog) = document.catalog() else { return };
        let xmp = catalog.get_deref(b"Metadata", document).and_then(Object::as_stream);
        let xmp = xmp.and_then(|stream| stream.get_plain_content()).unwrap_or_default();
        let xmp = String::from_utf8_lossy(&xmp);
        if !(xmp.contains("GTS_PDFXVersion") && xmp.contains("PDF/X-4")) {
            self.say(VERSION, None, String::new());
        }
        if !self.has_intent(catalog) {
            self.say(INTENT, None, String::new());
        }
        let actions = ["OpenAction", "AA", "AcroForm"];
        if let Some(key) = actions.iter().find(|key| catalog.has(key.as_bytes())) {
            self.say(ACTIONS, None, (*key).to_owned());
        }
    }

    fn has_intent(&self, catalog: &Dictionary) -> bool {
        let intents = catalog.get_deref(b"OutputIntents", self.document).and_then(Object::as_array);
        intents.into_iter().flatten().any(|intent| {
            let intent = self.document.dereference(intent).ok().and_then(|(_, i)| i.as_dict().ok());
            let Some(intent) = intent else { return false };
            let profile = intent.get_deref(b"DestOutputProfile", self.document);
            let profile = profile.and_then(Object::as_stream).and_then(|s| s.get_plain_content());
            let header = profile.unwrap_or_default();
            let is = |from: usize, word: &[u8]| header.get(from..from + 4) == Some(word);
            intent.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == b"GTS_PDFX")
                && intent.has(b"OutputConditionIdentifier")
                && is(12, b"prtr")
                && is(16, b"CMYK")
                && is(36, b"acsp")
        })
    }

    fn boxes(&mut self, page: ObjectId, number: usize) {
        let get = |name: &[u8]| boxes::get(self.document, page, name);
        let (media, bleed, trim) = (get(b"MediaBox"), get(b"BleedBox"), get(b"TrimBox"));
        let near = |a: f64, b: f64| (a - b).abs() <= 0.01 * MM;
        let same = |a: boxes::Box, b: boxes::Box| a.iter().zip(b).all(|(a, b)| near(*a, b));
        let Some(trim) = trim else { return self.say(TRIM, Some(number), String::new()) };
        let [width, height] = [trim[2] - trim[0], trim[3] - trim[1]];
        if !near(width, self.wanted.trim[0] * MM) || !near(height, self.wanted.trim[1] * MM) {
            let shown = format!("{:.2} × {:.2} mm", width / MM, height / MM);
            self.say(TRIM, Some(number), shown);
        }
        let wanted = grown(trim, self.wanted.bleed * MM);
        if !bleed.is_some_and(|bleed| same(bleed, wanted)) {
            self.say(BLEED, Some(number), String::new());
        }
        let holds = |media: boxes::Box| {
            let slack = grown(media, 0.01 * MM);
            slack[0] <= wanted[0]
                && slack[1] <= wanted[1]
                && slack[2] >= wanted[2]
                && slack[3] >= wanted[3]
        };
        let others = get(b"ArtBox").is_some() || get(b"CropBox").is_some_and(|c| Some(c) != media);
        if !media.is_some_and(holds) || others {
            self.say(MEDIA, Some(number), String::new());
        }
    }

    fn resources(&mut self, page: ObjectId, number: usize) {
        let Ok(dict) = objects::dict(self.document, page) else { return };
        if dict.has(b"Annots") || dict.has(b"AA") {
            self.say(ACTIONS, Some(number), String::new());
        }
        let group = dict.get_deref(b"Group", self.document).and_then(Object::as_dict);
        let space = group.and_then(|group| group.get(b"CS")).and_then(Object::as_name);
        if space.ok() != Some(b"DeviceCMYK") {
            self.say(BLEND, Some(number), String::new());
        }
    }

    /// A font, once (ISO 32000-1, 9.9).
    fn font(&mut self, id: ObjectId, page: usize) {
        if !self.fonts.insert(id) {
            return;
        }
        let document = self.document;
        let Ok(font) = objects::dict(document, id) else { return };
        let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or_default();
        let name = String::from_utf8_lossy(name).into_owned();
        if font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type3") {
            return self.say(TYPE3, Some(page), name);
        }
        let descendant = font.get_deref(b"DescendantFonts", document).and_then(Object::as_array);
        let descendant =
            descendant.ok().and_then(|fonts| document.dereference(fonts.first()?).ok());
        let inner = descendant.and_then(|(_, inner)| inner.as_dict().ok()).unwrap_or(font);
        let descriptor = inner.get_deref(b"FontDescriptor", document).and_then(Object::as_dict);
        let files = ["FontFile", "FontFile2", "FontFile3"];
        if !descriptor.is_ok_and(|d| files.iter().any(|file| d.has(file.as_bytes()))) {
            self.say(FONTS, Some(page), name);
        }
    }

    /// A content stream and the forms that it shows.
    fn content(&mut self, stream: &PdfStream, base: Matrix, depth: usize) {
        let document = self.document;
        for id in objects::referenced(document, stream, b"Font", |_| true) {
            self.font(id, stream.page);
        }
        let read = objects::content(document, stream).ok().and_then(|b| Content::decode(&b).ok());
        let Some(content) = read else { return };
        let named = objects::by_name(document, stream, b"XObject");
        let mut matrix = base;
        let mut fill: Option<[f32; 4]> = None;
        let mut saved = Vec::new();
        for operation in &content.operations {
            let number =
                |i: usize| operation.operands.get(i).and_then(|n: &Object| n.as_float().ok());
            let inks = || Some([number(0)?, number(1)?, number(2)?, number(3)?]);
            match operation.operator.as_str() {
                "q" => saved.push((matrix, fill)),
                "Q" => (matrix, fill) = saved.pop().unwrap_or((base, None)),
                "cm" => {
                    let parts = [0, 1, 2, 3, 4, 5].map(|i| f64::from(number(i).unwrap_or(0.0)));
                    matrix = times(parts, matrix);
                }
                "k" => {
                    fill = inks();
                    self.ink(fill, stream.page);
                }
                "K" => self.ink(inks(), stream.page),
                "cs" | "g" | "rg" => fill = None,
                "Tj" | "TJ" | "'" | "\"" => self.text(&operation.operands, fill, stream.page),
                "Do" => {
                    let name = operation.operands.first().and_then(|name| name.as_name().ok());
                    let Some(id) = name.and_then(|name| named.get(name)) else { continue };
                    self.shown(*id, stream, matrix, depth);
                }
                _ => {}
            }
        }
    }

    fn ink(&mut self, inks: Option<[f32; 4]>, page: usize) {
        let sum = f64::from(inks.unwrap_or_default().iter().sum::<f32>()) * 100.0;
        if sum > self.wanted.ink + 0.5 {
            self.measure(TOTAL, page, sum, format!("{sum:.0} %"));
        }
    }

    fn text(&mut self, operands: &[Object], fill: Option<[f32; 4]>, page: usize) {
        if let Some([c, m, y, k]) = fill
            && k >= BLACK.0
            && c + m + y > BLACK.1
        {
            let shown = [c, m, y, k].map(|ink| format!("{:.0}", ink * 100.0)).join(" ");
            self.say(TEXT, Some(page), shown);
        }
        // Typst's fonts have codes of two bytes that are glyph numbers; 0 is the missing glyph.
        let strings = operands.iter().flat_map(|operand| match operand {
            Object::Array(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        });
        let mut codes = strings.filter_map(|string| string.as_str().ok());
        if codes.any(|codes| codes.chunks_exact(2).any(|code| code == [0, 0])) {
            self.say(GLYPHS, Some(page), String::new());
        }
    }

    /// A picture or form where it is shown.
    fn shown(&mut self, id: ObjectId, stream: &PdfStream, matrix: Matrix, depth: usize) {
        let document = self.document;
        let Ok(dict) = objects::dict(document, id) else { return };
        let kind = dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
        if kind == b"Form" && depth < 12 {
            let inner = boxes::numbers(document, dict, b"Matrix").and_then(|m| m.try_into().ok());
            let matrix = times(inner.unwrap_or(IDENTITY), matrix);
            let stream = PdfStream { id, page: stream.page, is_page: false };
            return self.content(&stream, matrix, depth + 1);
        }
        let size = |key: &[u8]| dict.get(key).and_then(Object::as_i64).unwrap_or(0) as f64;
        let (width, height) = (size(b"Width"), size(b"Height"));
        let placed = (matrix[0].hypot(matrix[1]), matrix[2].hypot(matrix[3]));
        // A picture of a pixel or two is a flat colour.
        if kind == b"Image" && width > 2.0 && height > 2.0 && placed.0 > 0.1 && placed.1 > 0.1 {
            let ppi = (width * 72.0 / placed.0).min(height * 72.0 / placed.1);
            if ppi < PPI - 0.5 {
                self.measure(PIXELS, stream.page, -ppi, format!("{ppi:.0} ppi"));
            }
            self.pixels(id, stream.page);
        }
    }

    /// Total ink of a picture's pixels.
    fn pixels(&mut self, id: ObjectId, page: usize) {
        let Ok(Object::Stream(stream)) = self.document.get_object(id) else { return };
        let space = stream.dict.get(b"ColorSpace").and_then(Object::as_name).unwrap_or_default();
        if space != b"DeviceCMYK" || stream.filters().is_ok_and(|f| f.contains(&&b"DCTDecode"[..]))
        {
            return;
        }
        let bytes = stream.get_plain_content().unwrap_or_default();
        let sums = bytes.chunks_exact(4).map(|p| p.iter().map(|ink| u32::from(*ink)).sum::<u32>());
        let most = f64::from(sums.max().unwrap_or(0)) / 2.55;
        // A byte is rounded for each ink.
        if most > self.wanted.ink + 2.0 {
            self.measure(TOTAL, page, most, format!("{most:.0} %"));
        }
    }
}
