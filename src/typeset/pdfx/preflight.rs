//! The finished print file read back, rule by rule.
//!
//! The rules are ours, after ISO 15930-7:2010 and what printers ask for; a file that passes all of
//! them is not thereby certified. Clips are not followed: a picture counts with all its pixels.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};
use rayon::prelude::*;

use crate::typeset::pdfx::boxes::{self, grown};
use crate::typeset::pdfx::convert;
use crate::typeset::pdfx::job::MM;
use crate::typeset::pdfx::objects::{self, PdfStream, Space};
use crate::typeset::pdfx::state::{Both, Colour, IDENTITY, Matrix, Paints, State, Tracker, times};
use crate::typeset::streams::{self, Operator};

/// Lowest resolution that is not remarked on, in pixels an inch.
pub(in crate::typeset) const PPI: f64 = 240.0;

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
    OVERPRINT 18 "黑字叠印" "black text overprints"
    KNOCKOUT 19 "单黑以外不叠印" "nothing but black overprints"
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
    let document = &Document::load_mem(pdf)?;
    let streams = objects::streams(document);
    let mut check = Check {
        document,
        wanted,
        found: Vec::new(),
        fonts: BTreeSet::new(),
        worst: BTreeMap::new(),
        full: BTreeMap::new(),
    };
    check.file();
    for (index, page) in document.page_iter().enumerate() {
        check.boxes(page, index + 1);
        check.resources(page, index + 1);
    }
    let read: Vec<Drawn> = streams.par_iter().map(|stream| Drawn::of(document, stream)).collect();
    let mut shown = BTreeMap::new();
    for (stream, drawn) in streams.iter().zip(read) {
        check.drawn(stream, &drawn);
        shown.insert(stream.id, drawn.shown);
    }
    check.pictures(&streams, &shown);
    for ((rule, page), (_, what)) in std::mem::take(&mut check.worst) {
        check.found.push(PreflightIssue { rule, page: Some(page), what });
    }
    check.found.sort_by_key(|issue| (issue.rule.number, issue.page));
    Ok(check.found)
}

/// What a content stream draws, as far as rules care.
#[derive(Default)]
struct Drawn {
    /// What breaks a rule: the rule, and how.
    broken: BTreeSet<(Rule, String)>,
    /// Most ink of one colour, in percent.
    ink: f64,
    /// Pictures and forms, and where they stand in the stream.
    shown: Vec<(ObjectId, Matrix)>,
}

impl Drawn {
    fn of(document: &Document, stream: &PdfStream) -> Drawn {
        let mut drawn = Drawn::default();
        let Ok(bytes) = objects::content(document, stream) else { return drawn };
        let spaces = objects::spaces(document, stream);
        let named = objects::by_name(document, stream, b"XObject");
        let states = objects::overprints(document, stream);
        let mut tracker = Tracker::new(IDENTITY);
        streams::each(&bytes, |op| {
            tracker.follow(op);
            match op.name {
                b"gs" => {
                    let state = op.last_name().and_then(|name| states.get(name));
                    let Both { fill, stroke } = state.copied().unwrap_or_default();
                    let now = &mut tracker.now.overprints;
                    (now.fill, now.stroke) =
                        (fill.unwrap_or(now.fill), stroke.unwrap_or(now.stroke));
                }
                b"k" | b"K" => {
                    let sum = op.numbers::<4>().unwrap_or_default().iter().sum::<f32>();
                    drawn.ink = drawn.ink.max(f64::from(sum) * 100.0);
                }
                b"Do" => {
                    let id = op.last_name().and_then(|name| named.get(name));
                    drawn.shown.extend(id.map(|id| (*id, tracker.now.matrix)));
                }
                _ => {}
            }
            if !stream.is_mask {
                drawn.colour(op, &spaces);
                drawn.painted(op, &tracker);
            }
        });
        drawn
    }

    fn say(&mut self, rule: Rule, what: impl Into<String>) {
        self.broken.insert((rule, what.into()));
    }

    /// Colours that are no ink.
    fn colour(&mut self, op: &Operator, spaces: &BTreeMap<Vec<u8>, Space>) {
        let space = match op.name {
            b"g" | b"G" => Space::Gray,
            b"rg" | b"RG" => Space::Rgb,
            b"cs" | b"CS" => op.last_name().map_or(Space::Ready, |n| objects::named(spaces, n)),
            _ => return,
        };
        match space {
            Space::Gray => self.say(INKS, "gray"),
            Space::Rgb => self.say(INKS, "rgb"),
            Space::Ready => {}
        }
    }

    /// Black text, and what overprints.
    fn painted(&mut self, op: &Operator, tracker: &Tracker) {
        let State { colour, overprints, .. } = tracker.now;
        let Some(paints) = tracker.paints(op) else { return };
        let painted = match paints {
            Paints::Text(painted) | Paints::Path(painted) => painted,
            Paints::Object => Both { fill: true, stroke: true },
        };
        let ways = [
            (painted.fill, colour.fill, overprints.fill),
            (painted.stroke, colour.stroke, overprints.stroke),
        ];
        for (_, colour, overprints) in ways.into_iter().filter(|(painted, ..)| *painted) {
            let text = matches!(paints, Paints::Text(_));
            if text && colour.is_black() && !overprints {
                self.say(OVERPRINT, "");
            }
            if overprints && (!colour.is_black() || paints == Paints::Object) {
                self.say(KNOCKOUT, "");
            }
            if let (true, Colour::Inks([c, m, y, k])) = (text, colour)
                && k >= BLACK.0
                && c + m + y > BLACK.1
            {
                self.say(TEXT, [c, m, y, k].map(|ink| format!("{:.0}", ink * 100.0)).join(" "));
            }
        }
        if matches!(paints, Paints::Text(_)) {
            // Typst's fonts have codes of two bytes that are glyph numbers; 0 is the missing glyph.
            let missing = |codes: Vec<u8>| codes.chunks_exact(2).any(|code| code == [0, 0]);
            if op.operands.last().is_some_and(|text| streams::strings(text).any(missing)) {
                self.say(GLYPHS, "");
            }
        }
    }
}

struct Check<'a> {
    document: &'a Document,
    wanted: &'a PrintConditions,
    found: Vec<PreflightIssue>,
    fonts: BTreeSet<ObjectId>,
    worst: BTreeMap<(Rule, usize), (f64, String)>,
    /// Pictures whose pixels are to be looked at, with the first page that shows them.
    full: BTreeMap<ObjectId, usize>,
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

    /// What a content stream draws.
    fn drawn(&mut self, stream: &PdfStream, drawn: &Drawn) {
        let document = self.document;
        for id in objects::referenced(document, stream, b"Font", |_| true) {
            self.font(id, stream.page);
        }
        for (rule, what) in &drawn.broken {
            self.say(*rule, Some(stream.page), what.clone());
        }
        if drawn.ink > self.wanted.ink + 0.5 {
            self.measure(TOTAL, stream.page, drawn.ink, format!("{:.0} %", drawn.ink));
        }
        self.group(stream);
        if stream.is_mask {
            return;
        }
        for what in convert::unready(document, stream) {
            self.say(INKS, Some(stream.page), what.to_owned());
        }
    }

    /// A transparency group blends in inks, or in gray if it is a soft mask's (ISO 32000-1,
    /// 11.6.6); a form may have none.
    fn group(&mut self, stream: &PdfStream) {
        let group = objects::group(self.document, stream);
        let space = group.and_then(|group| group.get(b"CS").ok()?.as_name().ok());
        let good = match (group, space) {
            (_, Some(b"DeviceCMYK")) => true,
            (_, Some(b"DeviceGray")) => stream.is_mask,
            (None, _) => !stream.is_page,
            (Some(group), None) => !stream.is_page && !stream.is_mask && !group.has(b"CS"),
            _ => false,
        };
        if !good {
            self.say(BLEND, Some(stream.page), String::new());
        }
    }

    /// The pictures of the pages where they are shown.
    fn pictures(&mut self, streams: &[PdfStream], shown: &Shown) {
        for page in streams.iter().filter(|stream| stream.is_page) {
            self.placed((page.id, page.page), IDENTITY, 0, shown);
        }
        let document = self.document;
        let full = std::mem::take(&mut self.full);
        let full = full.into_par_iter().map(|(id, page)| (page, fullest(document, id)));
        for (page, most) in full.collect::<Vec<_>>() {
            // A byte is rounded for each ink.
            if most > self.wanted.ink + 2.0 {
                self.measure(TOTAL, page, most, format!("{most:.0} %"));
            }
        }
    }

    /// What a stream shows, in the coordinates of its page.
    fn placed(&mut self, (id, page): (ObjectId, usize), base: Matrix, depth: usize, shown: &Shown) {
        let document = self.document;
        for (id, matrix) in shown.get(&id).into_iter().flatten() {
            let Ok(dict) = objects::dict(document, *id) else { continue };
            let matrix = times(*matrix, base);
            let kind = dict.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
            if kind == b"Form" && depth < 12 {
                let own = boxes::numbers(document, dict, b"Matrix");
                let own = own.and_then(|matrix| matrix.try_into().ok()).unwrap_or(IDENTITY);
                self.placed((*id, page), times(own, matrix), depth + 1, shown);
            }
            let size = |key: &[u8]| dict.get(key).and_then(Object::as_i64).unwrap_or(0) as f64;
            let (width, height) = (size(b"Width"), size(b"Height"));
            let placed = (matrix[0].hypot(matrix[1]), matrix[2].hypot(matrix[3]));
            // A picture of a pixel or two is a flat colour.
            if kind == b"Image" && width > 2.0 && height > 2.0 && placed.0 > 0.1 && placed.1 > 0.1 {
                let ppi = (width * 72.0 / placed.0).min(height * 72.0 / placed.1);
                if ppi < PPI - 0.5 {
                    self.measure(PIXELS, page, -ppi, format!("{ppi:.0} ppi"));
                }
                self.full.entry(*id).or_insert(page);
            }
        }
    }
}

/// What each stream shows, and where.
type Shown = BTreeMap<ObjectId, Vec<(ObjectId, Matrix)>>;

/// Most ink of a picture's pixels, in percent; none of a JPEG, which is the picture's own.
fn fullest(document: &Document, id: ObjectId) -> f64 {
    let Ok(Object::Stream(stream)) = document.get_object(id) else { return 0.0 };
    let space = stream.dict.get(b"ColorSpace").and_then(Object::as_name).unwrap_or_default();
    if space != b"DeviceCMYK" || stream.filters().is_ok_and(|f| f.contains(&&b"DCTDecode"[..])) {
        return 0.0;
    }
    let bytes = stream.get_plain_content().unwrap_or_default();
    let sums = bytes.chunks_exact(4).map(|p| p.iter().map(|ink| u32::from(*ink)).sum::<u32>());
    f64::from(sums.max().unwrap_or(0)) / 2.55
}
