//! What is too fine to print well: type too small, lines too thin, and either in more inks than
//! can be held in register.
//!
//! Looked for on Typst's pages, where the layout's own lines can be told from those of pictures,
//! and words lead back to the files.

use std::collections::BTreeMap;

use rayon::prelude::*;
use typst::layout::{Frame, FrameItem, Transform};
use typst::visualize::{Color, ImageKind, Paint, ProcessColor, SvgImage};
use typst_layout::{Page, PagedDocument};
use usvg::Node;

use crate::diag::{Code, Findings, Message, msg};
use crate::model::{Book, Figure};
use crate::typeset::placeholder::picture_file;

/// Smallest type, in points: what print shops ask for of Chinese in one ink.
const TYPE: f64 = 5.0;

/// Thinnest line, in points.
const LINE: f64 = 0.25;

/// Type below this size, in points, is in at most two inks.
const TWO_INKS: f64 = 12.0;

/// A line below this width, in points, is in one ink: in two, it is seen that they never quite
/// meet, and of several tints nothing is left but dots.
const ONE_INK: f64 = 0.5;

/// Least part of that ink: below it the dots of the halftone do not touch.
const TINT: f64 = 0.5;

/// Lengths are rounded on their way.
const SLACK: f64 = 0.005;

/// Most characters of words in a finding.
const WORDS: usize = 12;

/// Something that is too fine. Lengths are in hundredths of a point.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Fine {
    /// Type of a size.
    Type(u32),
    /// A line of a width.
    Line(u32),
    /// Type of a size, in so many inks.
    TypeInks(u32, usize),
    /// A line of a width, in so many inks.
    LineInks(u32, usize),
    /// A line of a width, in one ink of so many percent.
    LineTint(u32, u32),
}

/// What was found on a page.
#[derive(Default)]
struct Seen {
    /// What is too fine of the layout, with the first words, if it has any.
    own: BTreeMap<Fine, String>,
    /// The smallest type and the thinnest line of drawings that have any too fine, by the bytes of
    /// their files; with the words.
    drawings: BTreeMap<Vec<u8>, [Option<(Fine, String)>; 2]>,
}

/// Finds what is too fine on pages for print: once a page and kind, and once a drawing.
pub(super) fn find(document: &PagedDocument, book: &Book, found: &mut Findings) {
    let drawings: BTreeMap<Vec<u8>, &Figure> = book
        .figures()
        .filter_map(|figure| Some((figure.picture.as_ref()?, figure)))
        .filter(|(picture, _)| picture.drawing.is_some())
        .map(|(picture, figure)| (picture_file(picture).to_vec(), figure))
        .collect();
    let seen: Vec<Seen> = document.pages().par_iter().map(on_page).collect();
    let mut shown: BTreeMap<(Vec<u8>, usize), (Fine, usize, String)> = BTreeMap::new();
    for (page, seen) in (1_usize..).zip(seen) {
        for (fine, words) in seen.own {
            found.add(Code::P08, book.place_of(&words).as_ref(), fine.message(page, &words));
        }
        for (file, finest) in seen.drawings {
            let numbered = finest.into_iter().enumerate();
            for (number, (fine, words)) in numbered.filter_map(|(n, one)| Some((n, one?))) {
                let new = (fine, page, words);
                let kept = shown.entry((file.clone(), number)).or_insert_with(|| new.clone());
                if new.0 < kept.0 {
                    *kept = new;
                }
            }
        }
    }
    let mut shown: Vec<_> = shown.into_iter().collect();
    shown.sort_by(|(_, a), (_, b)| (a.1, &a.0).cmp(&(b.1, &b.0)));
    for ((file, _), (fine, page, words)) in shown {
        let at = drawings.get(&file).map(|figure| &figure.at.0);
        let Message { zh, en } = fine.message(page, &words);
        found.add(Code::P08, at, msg!("{zh}（在图里）", "{en} (in a picture)"));
    }
}

impl Fine {
    fn message(&self, page: usize, words: &str) -> Message {
        let words: String = words.chars().take(WORDS).collect();
        let pt = |hundredths: &u32| f64::from(*hundredths) / 100.0;
        match self {
            Fine::Type(size) => {
                let size = pt(size);
                msg!(
                    "第 {page} 页：“{words}”只有 {size} pt，小于 {TYPE} pt",
                    "page {page}: “{words}” is {size} pt, below {TYPE} pt"
                )
            }
            Fine::Line(width) => {
                let width = pt(width);
                msg!(
                    "第 {page} 页：线只有 {width} pt，细于 {LINE} pt",
                    "page {page}: a line is {width} pt, below {LINE} pt"
                )
            }
            Fine::TypeInks(size, inks) => {
                let size = pt(size);
                msg!(
                    "第 {page} 页：{size} pt 的“{words}”用了 {inks} 种墨，至多两种",
                    "page {page}: “{words}” of {size} pt is in {inks} inks, at most two will do"
                )
            }
            Fine::LineTint(width, percent) => {
                let width = pt(width);
                msg!(
                    "第 {page} 页：{width} pt 的线只有 {percent} % 的墨，印成断续的点",
                    "page {page}: a line of {width} pt has {percent} % of an ink, and breaks into dots"
                )
            }
            Fine::LineInks(width, inks) => {
                let width = pt(width);
                msg!(
                    "第 {page} 页：{width} pt 的线用了 {inks} 种墨，只该用一种",
                    "page {page}: a line of {width} pt is in {inks} inks, one will do"
                )
            }
        }
    }
}

fn on_page(page: &Page) -> Seen {
    let mut seen = Seen::default();
    visit(&page.frame, 1.0, &mut seen);
    seen
}

fn visit(frame: &Frame, scale: f64, seen: &mut Seen) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                visit(&group.frame, scale * factor(group.transform), seen);
            }
            FrameItem::Text(text) if !text.text.trim().is_empty() => {
                let size = text.size.to_pt() * scale;
                let (inks, _) = inks(&text.fill);
                if size < TYPE - SLACK {
                    seen.add(Fine::Type(hundredths(size)), &text.text);
                } else if size < TWO_INKS - SLACK && inks > 2 {
                    seen.add(Fine::TypeInks(hundredths(size), inks), &text.text);
                }
            }
            FrameItem::Shape(shape, _) => {
                let Some(stroke) = &shape.stroke else { continue };
                let width = stroke.thickness.to_pt() * scale;
                let (inks, most) = inks(&stroke.paint);
                if width < LINE - SLACK {
                    seen.add(Fine::Line(hundredths(width)), "");
                } else if width < ONE_INK - SLACK && inks > 1 {
                    seen.add(Fine::LineInks(hundredths(width), inks), "");
                } else if width < ONE_INK - SLACK && inks == 1 && most < TINT - SLACK {
                    seen.add(Fine::LineTint(hundredths(width), hundredths(most)), "");
                }
            }
            FrameItem::Image(image, size, _) => {
                if let ImageKind::Svg(svg) = image.kind() {
                    let across = size.x.to_pt() / svg.width();
                    seen.drawing(svg, scale * across);
                }
            }
            _ => {}
        }
    }
}

impl Seen {
    fn add(&mut self, fine: Fine, words: &str) {
        self.own.entry(fine).or_insert_with(|| words.trim().to_owned());
    }

    /// A drawing in which a unit is so many points.
    fn drawing(&mut self, svg: &SvgImage, scale: f64) {
        let mut finest = [None, None];
        nodes(svg.tree().root(), &mut |node| match node {
            Node::Text(text) => {
                let scale = scale * drawn_factor(text.abs_transform());
                for chunk in text.chunks() {
                    for span in chunk.spans() {
                        let size = f64::from(span.font_size().get()) * scale;
                        if size < TYPE - SLACK {
                            let words = chunk.text().get(span.start()..span.end());
                            let words = words.unwrap_or_default().trim();
                            least(&mut finest[0], Fine::Type(hundredths(size)), words);
                        }
                    }
                }
            }
            Node::Path(path) if path.is_visible() => {
                let Some(stroke) = path.stroke() else { return };
                let scale = scale * drawn_factor(path.abs_transform());
                let width = f64::from(stroke.width().get()) * scale;
                if width < LINE - SLACK {
                    least(&mut finest[1], Fine::Line(hundredths(width)), "");
                }
            }
            _ => {}
        });
        if finest.iter().any(Option::is_some) {
            let kept = self.drawings.entry(svg.data().to_vec()).or_default();
            for (kept, new) in kept.iter_mut().zip(finest) {
                if let Some((fine, words)) = new {
                    least(kept, fine, &words);
                }
            }
        }
    }
}

fn least(kept: &mut Option<(Fine, String)>, fine: Fine, words: &str) {
    if kept.as_ref().is_none_or(|(known, _)| fine < *known) {
        *kept = Some((fine, words.to_owned()));
    }
}

/// Calls `see` with all that a drawing draws.
fn nodes(group: &usvg::Group, see: &mut dyn FnMut(&Node)) {
    for node in group.children() {
        match node {
            Node::Group(group) => nodes(group, see),
            node => see(node),
        }
    }
}

/// How much a transformation enlarges.
fn factor(transform: Transform) -> f64 {
    let Transform { sx, ky, kx, sy, .. } = transform;
    (sx.get() * sy.get() - kx.get() * ky.get()).abs().sqrt()
}

fn drawn_factor(transform: usvg::Transform) -> f64 {
    let usvg::Transform { sx, kx, ky, sy, .. } = transform;
    f64::from((sx * sy - kx * ky).abs().sqrt())
}

fn hundredths(points: f64) -> u32 {
    (points * 100.0).round() as u32
}

/// How many inks a colour is printed in, and how much of the strongest, as far as the layout says;
/// 1 is 100 %.
fn inks(paint: &Paint) -> (usize, f64) {
    match paint {
        Paint::Solid(Color::Process(ProcessColor::Cmyk(cmyk))) => {
            let inks = [cmyk.c, cmyk.m, cmyk.y, cmyk.k];
            let most = inks.iter().copied().fold(0.0, f32::max);
            (inks.iter().filter(|ink| **ink > 0.0).count(), most.into())
        }
        Paint::Solid(Color::Spot(spot)) => (1, spot.tint.get()),
        _ => (1, 1.0),
    }
}
