//! Whether what was set can be read, for any layout: every page of the size that the manifest says,
//! all words inside of the trim and of what clips them, nothing drawn over them, no words over
//! words, every picture and passage on a page.
//!
//! Looked for in the frames in the order in which they are drawn. Words are boxes of their runs; a
//! run that may be at fault is measured again by the outlines of its glyphs. Decoration (artifacts
//! in the sense of ISO 32000-1, 14.8.2.2) may stand as the designer likes, and pictures may bleed.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use rayon::prelude::*;
use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Size, Transform};
use typst::text::TextItem;
use typst::visualize::{Geometry, Image, ImageKind, Paint};
use typst_layout::{Page, PagedDocument};

use crate::diag::{Code, Findings, Message, excerpt, msg};
use crate::load::layout::Layout;
use crate::model::{Book, CoverSheet, DocPart, text_units};
use crate::typeset::linked::Placeholders;
use crate::typeset::reading::{self, Aside};

/// How far words may reach beyond an edge, in points: rounding, and side bearings.
const TOLERANCE: f64 = 0.5;

/// How much of a square of the type's size must be covered for words to be hard to read.
const COVERED: f64 = 0.2;

/// How much of two runs must lie over each other, in squares of the smaller type's size.
const OVERLAID: f64 = 0.15;

/// How many faults of a kind are told a page.
const TOLD: usize = 3;

/// Finds what cannot be read on the pages of a screen.
pub(super) fn pages(document: &PagedDocument, book: &Book, layout: &Layout, found: &mut Findings) {
    sizes(document, layout, found);
    words(document, book, found);
}

/// Finds what cannot be read on the sheet of the cover, which must be one page of its size.
pub(super) fn sheet(
    document: &PagedDocument,
    book: &Book,
    sheet: &CoverSheet,
    found: &mut Findings,
) {
    let ([width, height], pages) = (sheet.size(), document.pages());
    if pages.len() != 1 || other_size(&pages[0], sheet.size()) {
        let message = msg!(
            "cover.typ 要排成一页，{width:.1} × {height:.1} 毫米",
            "cover.typ must set one page of {width:.1} × {height:.1} mm"
        );
        found.add(Code::L11, None, message);
    }
    words(document, book, found);
}

/// Finds words that cannot be read.
fn words(document: &PagedDocument, book: &Book, found: &mut Findings) {
    let faults: Vec<Vec<Fault>> = document.pages().par_iter().map(on_page).collect();
    let mut seen = BTreeSet::new();
    for (number, faults) in (1_usize..).zip(faults) {
        for fault in faults {
            let place = book.place_of(&fault.words);
            // A text that is too long is one fault on a page, however many of its lines are.
            let known = place.as_ref().map(|place| (place.file.to_string(), place.line));
            if place.is_some() && !seen.insert((number, fault.how.name(), known)) {
                continue;
            }
            found.add_with_hint(Code::L09, place.as_ref(), fault.message(number), fault.how.hint());
        }
    }
}

/// Finds pictures of the book that are on no page.
pub(super) fn pictures(
    document: &PagedDocument,
    book: &Book,
    placeholders: &Placeholders,
    found: &mut Findings,
) {
    let placed = placeholders.placed(document.pages());
    let mut drawn = BTreeSet::new();
    document.pages().iter().for_each(|page| drawings(&page.frame, &mut drawn));
    for figure in book.figures() {
        let Some(picture) = &figure.picture else { continue };
        let drawing = picture.drawing.as_deref().is_some_and(|bytes| drawn.contains(bytes));
        if !drawing && !placed.contains_key(&picture.number) {
            let path = &picture.path;
            let message = msg!("{path} 没有排上页", "{path} is on no page");
            found.add(Code::L10, Some(&figure.at), message);
        }
    }
}

/// How many characters are looked for together: fewer are found by chance, more are parted by
/// readings and hyphens. As numbers they fit into 64 bits.
const TOGETHER: usize = 3;

/// Characters in a row as a number.
fn packed(characters: &[char]) -> u64 {
    characters.iter().fold(0, |number, c| number << 21 | u64::from(u32::from(*c)))
}

/// Finds running text of the book that is on no page: titles, paragraphs, cells, names of which
/// less than half is there. A word that stands on two pages and is lost from one is not noticed.
pub(super) fn passages(document: &PagedDocument, book: &Book, found: &mut Findings) {
    let runs = reading::runs(document.pages());
    let text: Vec<char> = runs.iter().flat_map(|run| run.words.chars()).collect();
    // By how many characters are in a row; few passages are so short that they need the others.
    let sets: [OnceCell<HashSet<u64>>; TOGETHER] = Default::default();
    let set =
        |length: usize| sets[length - 1].get_or_init(|| text.windows(length).map(packed).collect());
    // Some facts of the imprint are for catalogues alone.
    let units = text_units(book).into_iter().filter(|unit| unit.part != DocPart::Imprint);
    for unit in units.filter(|unit| !unit.words.is_empty()) {
        let words: Vec<char> = unit.words.chars().collect();
        let length = words.len().min(TOGETHER);
        let (pieces, set) = (words.windows(length).map(packed), set(length));
        let (all, there) = (pieces.len(), pieces.filter(|piece| set.contains(piece)).count());
        if there * 2 >= all || stands(&text, &words) {
            continue;
        }
        let place = book.place_of(&unit.words);
        let words = excerpt(&unit.words);
        let message = msg!("“{words}”没有排上页", "“{words}” is on no page");
        found.add(Code::L10, place.as_ref(), message);
    }
}

/// How many characters may stand between two of a passage: a line's end, readings of ruby that a
/// layout sets as no inline quotation.
const BETWEEN: usize = 24;

/// How many characters are compared for one passage. A layout of that kind and a book of gibberish
/// could take all day.
const COMPARED: usize = 200_000;

/// Whether the characters of a passage stand one behind the other, with others between them.
fn stands(text: &[char], words: &[char]) -> bool {
    let mut compared = 0;
    let mut follow = |start: usize| {
        let mut at = start;
        words.iter().all(|c| {
            let next = text[at..].iter().take(BETWEEN).position(|other| other == c);
            compared += next.map_or(BETWEEN, |next| next + 1);
            at += next.map_or(0, |next| next + 1);
            next.is_some() && compared < COMPARED
        })
    };
    (0..text.len()).filter(|at| text[*at] == words[0]).any(&mut follow)
}

/// The bytes of the drawings on a page.
fn drawings<'a>(frame: &'a Frame, out: &mut BTreeSet<&'a [u8]>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => drawings(&group.frame, out),
            FrameItem::Image(image, ..) => {
                out.extend(svg(image));
            }
            _ => {}
        }
    }
}

fn svg(image: &Image) -> Option<&[u8]> {
    match image.kind() {
        ImageKind::Svg(svg) => Some(svg.data().as_slice()),
        _ => None,
    }
}

/// Pages of another size than the trim that the manifest names.
fn sizes(document: &PagedDocument, layout: &Layout, found: &mut Findings) {
    let [width, height] = layout.manifest.trim;
    let other = |page: &Page| other_size(page, [width, height]);
    let Some(number) = document.pages().iter().position(other) else { return };
    let size = document.pages()[number].frame.size();
    let (x, y) = (size.x.to_mm().round(), size.y.to_mm().round());
    let number = number + 1;
    let message = msg!(
        "第 {number} 页是 {x} × {y} 毫米，typst.toml 的 trim 写的是 {width} × {height}",
        "page {number} is {x} × {y} mm, and `trim` in typst.toml says {width} × {height}"
    );
    found.add(Code::L11, None, message);
}

/// Whether a page has another width or height, in millimetres.
fn other_size(page: &Page, [width, height]: [f64; 2]) -> bool {
    let size = page.frame.size();
    (size.x.to_mm() - width).abs() > 0.1 || (size.y.to_mm() - height).abs() > 0.1
}

/// Words that cannot be read.
struct Fault {
    words: String,
    how: How,
}

enum How {
    /// Beyond the edge of the page.
    Outside,
    /// Beyond the edge of what clips it.
    Cut,
    /// Under a picture or a ground.
    Covered,
    /// With other words.
    Overlaid(String),
}

impl How {
    fn name(&self) -> u8 {
        match self {
            How::Outside => 0,
            How::Cut => 1,
            How::Covered => 2,
            How::Overlaid(_) => 3,
        }
    }

    fn hint(&self) -> Message {
        match self {
            How::Outside | How::Cut => msg!(
                "删短这段文字，或分成几段、几行；删短了还这样，就是版式的毛病",
                "shorten the text, or divide it; if that does not help, the layout is at fault"
            ),
            How::Covered | How::Overlaid(_) => msg!(
                "删短这里的文字；删短了还这样，就是版式的毛病",
                "shorten the words here; if that does not help, the layout is at fault"
            ),
        }
    }
}

impl Fault {
    fn message(&self, page: usize) -> Message {
        let words = excerpt(&self.words);
        match &self.how {
            How::Outside => msg!(
                "第 {page} 页：“{words}”排到了页面外",
                "page {page}: “{words}” is beyond the edge of the page"
            ),
            How::Cut => {
                msg!("第 {page} 页：“{words}”被裁掉了", "page {page}: “{words}” is cut off")
            }
            How::Covered => msg!(
                "第 {page} 页：“{words}”被图或底色盖住了",
                "page {page}: “{words}” is covered by a picture or a ground"
            ),
            How::Overlaid(other) => {
                let other = excerpt(other);
                msg!(
                    "第 {page} 页：“{words}”和“{other}”叠在一起",
                    "page {page}: “{words}” and “{other}” lie over each other"
                )
            }
        }
    }
}

/// Words on a page.
struct Words<'a> {
    item: &'a TextItem,
    at: Transform,
    bounds: Rect,
    /// What is seen of where they stand.
    clip: Rect,
    /// How many grounds and pictures are drawn before them.
    above: usize,
}

impl Words<'_> {
    /// The bounds of the outlines.
    fn ink(&self) -> Rect {
        moved(self.item.bbox(), self.at)
    }

    fn fault(&self, how: How) -> Fault {
        Fault { words: self.item.text.to_string(), how }
    }

    /// The side of the square that a character fills.
    fn em(&self) -> f64 {
        self.bounds.size().y.to_pt().max(1.0) / (ASCENT - DESCENT)
    }
}

/// Where the top and the foot of characters are, in parts of the type's size.
const ASCENT: f64 = 0.78;
const DESCENT: f64 = -0.06;

/// What stands on a page, in the order in which it is drawn.
struct Drawn<'a> {
    words: Vec<Words<'a>>,
    grounds: Vec<Rect>,
    decoration: Aside,
}

fn on_page(page: &Page) -> Vec<Fault> {
    let size = page.frame.size();
    let trim = Rect::from_pos_size(Point::zero(), size);
    let mut drawn = Drawn { words: Vec::new(), grounds: Vec::new(), decoration: Aside::default() };
    // Far beyond the page: what lies outside of it is not clipped but outside.
    let everything = grown(trim, 1e5);
    drawn.frame(&page.frame, Transform::identity(), everything);
    let mut faults = Vec::new();
    let mut told = [0; 4];
    let mut tell = |fault: Fault| {
        let count = &mut told[usize::from(fault.how.name())];
        *count += 1;
        if *count <= TOLD {
            faults.push(fault);
        }
    };
    let edge = grown(trim, TOLERANCE);
    for words in &drawn.words {
        if !holds(edge, words.bounds) && !holds(edge, words.ink()) {
            tell(words.fault(How::Outside));
            continue;
        }
        if !holds(words.clip, words.bounds) {
            let ink = words.ink();
            if area(shared(ink, grown(words.clip, TOLERANCE))) < area(ink) * 0.8 {
                tell(words.fault(How::Cut));
                continue;
            }
        }
        let least = COVERED * words.em().powi(2);
        let hides = |ground: &&Rect| {
            area(shared(**ground, words.bounds)) > least
                && area(shared(**ground, words.ink())) > least
        };
        if drawn.grounds[words.above..].iter().any(|ground| hides(&ground)) {
            tell(words.fault(How::Covered));
        }
    }
    overlaid(&drawn.words, &mut tell);
    faults
}

/// Words over words.
fn overlaid(words: &[Words], tell: &mut dyn FnMut(Fault)) {
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by(|a, b| words[*a].bounds.min.y.cmp(&words[*b].bounds.min.y));
    for (place, first) in order.iter().enumerate() {
        let one = &words[*first];
        for second in &order[place + 1..] {
            let other = &words[*second];
            if other.bounds.min.y >= one.bounds.max.y {
                break;
            }
            let least = OVERLAID * one.em().min(other.em()).powi(2);
            if area(shared(one.bounds, other.bounds)) <= least
                || one.item.text == other.item.text
                || area(shared(one.ink(), other.ink())) <= least
            {
                continue;
            }
            let (first, second) = if first < second { (one, other) } else { (other, one) };
            tell(first.fault(How::Overlaid(second.item.text.to_string())));
        }
    }
}

impl<'a> Drawn<'a> {
    fn frame(&mut self, frame: &'a Frame, at: Transform, clip: Rect) {
        for (position, item) in frame.items() {
            let here = at.pre_concat(Transform::translate(position.x, position.y));
            match item {
                FrameItem::Group(group) => {
                    let inner = here.pre_concat(group.transform);
                    let within = group.clip.as_ref().map(|curve| moved(curve.bbox(None), inner));
                    let clip = within.map_or(clip, |within| shared(within, clip));
                    let outer = self.decoration.enter(group);
                    self.frame(&group.frame, inner, clip);
                    self.decoration.leave(outer);
                }
                FrameItem::Text(item) => self.words(item, here, clip),
                FrameItem::Shape(shape, _) if shape.fill.as_ref().is_some_and(is_opaque) => {
                    let bounds = moved(shape.geometry.bbox(None), here);
                    // Curves fill a part of their bounds alone.
                    let full = matches!(shape.geometry, Geometry::Rect(_));
                    let bounds = if full { bounds } else { inner_part(bounds) };
                    self.grounds.push(shared(bounds, clip));
                }
                FrameItem::Image(_, size, _) => {
                    let bounds = moved(Rect::from_pos_size(Point::zero(), *size), here);
                    self.grounds.push(shared(bounds, clip));
                }
                FrameItem::Tag(tag) => self.decoration.pass(tag, reading::is_decoration),
                _ => {}
            }
        }
    }

    fn words(&mut self, item: &'a TextItem, at: Transform, clip: Rect) {
        if !self.decoration.is_empty() || item.text.trim().is_empty() {
            return;
        }
        let size = item.size;
        let glyphs = blank(&item.text);
        let width = item.width();
        let bounds = Rect::new(
            Point::new(size * glyphs.start, -size * ASCENT),
            Point::new(width - size * glyphs.end, -size * DESCENT),
        );
        let bounds = moved(bounds, at);
        self.words.push(Words { item, at, bounds, clip, above: self.grounds.len() });
    }
}

/// How much of the first and of the last square of a run is empty, in parts of the type's size:
/// full-width marks fill half of theirs.
fn blank(text: &str) -> Range<f64> {
    let opening = |c: char| "“‘（《〈「『【〔［".contains(c);
    let closing = |c: char| "”’）》〉」』】〕］，。、；：！？".contains(c);
    let start = text.chars().next().is_some_and(opening);
    let end = text.chars().next_back().is_some_and(|c| closing(c) || c == ' ');
    (if start { 0.5 } else { 0.0 })..(if end { 0.5 } else { 0.0 })
}

fn is_opaque(fill: &Paint) -> bool {
    match fill {
        Paint::Solid(color) => color.alpha().is_none_or(|alpha| alpha > 0.9),
        Paint::Gradient(_) | Paint::Tiling(_) => true,
    }
}

/// The bounds of a rectangle after a transformation.
fn moved(rect: Rect, by: Transform) -> Rect {
    let Rect { min, max } = rect;
    let corners = [min, Point::new(max.x, min.y), max, Point::new(min.x, max.y)];
    let [a, b, c, d] = corners.map(|corner| corner.transform(by));
    Rect::new(a.min(b).min(c).min(d), a.max(b).max(c).max(d))
}

fn grown(rect: Rect, by: f64) -> Rect {
    let by = Point::splat(Abs::pt(by));
    Rect::new(rect.min - by, rect.max + by)
}

/// The middle of a rectangle, which a circle in it fills.
fn inner_part(rect: Rect) -> Rect {
    let size = rect.size();
    let by = Point::new(size.x * 0.15, size.y * 0.15);
    Rect::new(rect.min + by, rect.max - by)
}

fn holds(outer: Rect, inner: Rect) -> bool {
    inner.min.x >= outer.min.x
        && inner.min.y >= outer.min.y
        && inner.max.x <= outer.max.x
        && inner.max.y <= outer.max.y
}

/// What two rectangles share; of no or negative size if nothing.
fn shared(one: Rect, other: Rect) -> Rect {
    Rect::new(one.min.max(other.min), one.max.min(other.max))
}

/// In square points.
fn area(rect: Rect) -> f64 {
    let Size { x, y } = rect.size();
    x.to_pt().max(0.0) * y.to_pt().max(0.0)
}
