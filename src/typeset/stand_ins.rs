//! Characters that the face of their place lacks, so that another face stands in for it: they are
//! printed, but in another style or weight than the words around them.
//!
//! Typst says nothing of it, and the faces that a layout asked for are not in the frames. A run is
//! a stand-in if it has only characters that the face of the words on both sides lacks; where a run
//! stands alone on its line, the face of most words of that size and colour is its measure. Faces
//! without Chinese characters are left out: a layout sets Latin in them on purpose. So are signs
//! and figures (₂, ℃), whose look differs little from face to face.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use typst::layout::{Abs, Frame, FrameItem};
use typst::text::{FontInstance, TextItem};
use typst_layout::{Page, PagedDocument};

use crate::diag::{Code, Findings, msg};
use crate::model::{Book, counted, counted_words};
use crate::source::Place;
use crate::text::class::is_han;
use crate::typeset::reading::{self, Aside};

/// A character that both kinds of Chinese faces have.
const COMMON: char = '中';

/// How many characters on either side tell one place from another.
const AROUND: usize = 8;

/// Finds the characters of the book that stand in another face than their place's own: once a
/// character and face, at its first place.
pub(super) fn find(document: &PagedDocument, book: &Book, found: &mut Findings) {
    let of_pages: Vec<Vec<StandIn>> = document.pages().par_iter().map(on_page).collect();
    let mut all: BTreeMap<(String, String), (usize, StandIn)> = BTreeMap::new();
    for (number, stand_ins) in (1_usize..).zip(of_pages) {
        for stand_in in stand_ins {
            let key = (stand_in.words.clone(), stand_in.lacks.clone());
            all.entry(key).or_insert((number, stand_in));
        }
    }
    let mut told: Vec<_> = all.into_values().collect();
    told.sort_by_key(|(number, _)| *number);
    let places = places(book, told.iter().map(|(_, stand_in)| stand_in));
    for ((page, stand_in), place) in told.into_iter().zip(places) {
        // Words of the layout are its designer's choice.
        let Some(place) = place else { continue };
        let StandIn { words, lacks, has, .. } = stand_in;
        let message = msg!(
            "第 {page} 页：{lacks} 没有“{words}”，用 {has} 代替",
            "page {page}: {lacks} has no “{words}”, {has} stands in for it"
        );
        found.add(Code::T04, Some(&place), message);
    }
}

/// Characters in another face than the words around them.
struct StandIn {
    words: String,
    /// The words of the line around them.
    line: String,
    /// The face of the words around them.
    lacks: String,
    /// The face that they are set in.
    has: String,
}

/// A run of words on a line.
struct Run<'a> {
    item: &'a TextItem,
    /// Its baseline, in its frame.
    baseline: Abs,
    /// Which of the page's frames it stands in.
    frame: usize,
}

impl Run<'_> {
    fn is_beside(&self, other: &Run) -> bool {
        self.frame == other.frame
            && self.baseline == other.baseline
            && self.item.size == other.item.size
    }

    /// Whether the words are set in a face that has Chinese characters, and have some.
    fn is_chinese(&self) -> bool {
        has(&self.item.font, COMMON) && self.item.text.chars().any(is_han)
    }

    /// Whether it has only characters that a face lacks.
    fn is_missing_in(&self, font: &FontInstance) -> bool {
        self.item.text.chars().filter(|c| counted(*c)).all(|c| !has(font, c))
    }
}

fn has(font: &FontInstance, c: char) -> bool {
    font.ttf().glyph_index(c).is_some()
}

fn on_page(page: &Page) -> Vec<StandIn> {
    let mut runs = Vec::new();
    collect(&page.frame, &mut 0, &mut Aside::default(), &mut runs);
    let first = runs.first().map(|run| &run.item.font);
    if runs.iter().all(|run| Some(&run.item.font) == first) {
        return Vec::new();
    }
    let mut chinese: Vec<&FontInstance> = Vec::new();
    for run in &runs {
        if !chinese.contains(&&run.item.font) && run.is_chinese() {
            chinese.push(&run.item.font);
        }
    }
    // What all faces have is not looked for among its neighbours, of which there may be thousands.
    let lacked = |run: &Run| {
        let others = chinese.iter().filter(|font| **font != &run.item.font);
        others.into_iter().any(|font| run.is_missing_in(font))
    };
    let stand_in = |at: usize| {
        let run = &runs[at];
        let is_word = run.item.text.contains(char::is_alphabetic);
        if !is_word || !has(&run.item.font, COMMON) || !lacked(run) {
            return None;
        }
        let around = |other: &&Run| other.is_chinese() && other.item.font != run.item.font;
        let before = runs[..at].iter().rev().take_while(|other| other.is_beside(run)).find(around);
        let after = runs[at + 1..].iter().take_while(|other| other.is_beside(run)).find(around);
        let font = match (before, after) {
            (Some(one), Some(other)) if one.item.font != other.item.font => return None,
            (Some(one), _) | (None, Some(one)) => &one.item.font,
            (None, None) => usual(&runs, run.item).filter(|font| **font != run.item.font)?,
        };
        run.is_missing_in(font).then(|| {
            let (lacks, has) = names(font, &run.item.font);
            let line = line(&runs, at);
            StandIn { words: run.item.text.trim().to_owned(), line, lacks, has }
        })
    };
    (0..runs.len()).filter_map(stand_in).collect()
}

/// A run with some words of its line on both sides.
fn line(runs: &[Run], at: usize) -> String {
    let beside = |other: &&Run| other.is_beside(&runs[at]);
    let mut before: Vec<char> = Vec::new();
    for run in runs[..at].iter().rev().take_while(beside) {
        before.extend(run.item.text.chars().rev().filter(|c| counted(*c)));
        if before.len() >= AROUND {
            break;
        }
    }
    let before = before.into_iter().take(AROUND).collect::<Vec<_>>().into_iter().rev();
    let words = runs[at].item.text.chars();
    let after = runs[at + 1..].iter().take_while(beside).flat_map(|run| run.item.text.chars());
    let after = after.filter(|c| counted(*c)).take(AROUND);
    before.chain(words).chain(after).collect()
}

/// The names of two faces, with their weights if the families are one.
fn names(lacks: &FontInstance, has: &FontInstance) -> (String, String) {
    let (one, other) = (lacks.font().info(), has.font().info());
    if one.family == other.family {
        let name = |info: &typst::text::FontInfo| {
            format!("{} {}", info.family, info.variant.weight.to_number())
        };
        return (name(one), name(other));
    }
    (one.family.clone(), other.family.clone())
}

/// The face of most Chinese words of a run's size and colour on its page.
fn usual<'a>(runs: &[Run<'a>], of: &TextItem) -> Option<&'a FontInstance> {
    let mut fonts: Vec<(&FontInstance, usize)> = Vec::new();
    let alike = |run: &&Run| run.item.size == of.size && run.item.fill == of.fill;
    for run in runs.iter().filter(alike).filter(|run| run.is_chinese()) {
        let length = run.item.glyphs.len();
        match fonts.iter_mut().find(|(font, _)| **font == run.item.font) {
            Some((_, count)) => *count += length,
            None => fonts.push((&run.item.font, length)),
        }
    }
    fonts.into_iter().max_by_key(|(_, count)| *count).map(|(font, _)| font)
}

/// The runs of a frame and those in it, without decoration.
fn collect<'a>(frame: &'a Frame, count: &mut usize, aside: &mut Aside, runs: &mut Vec<Run<'a>>) {
    *count += 1;
    let number = *count;
    for (position, item) in frame.items() {
        match item {
            FrameItem::Group(group) => {
                let outer = aside.enter(group);
                collect(&group.frame, count, aside, runs);
                aside.leave(outer);
            }
            FrameItem::Text(item) if aside.is_empty() => {
                runs.push(Run { item, baseline: position.y, frame: number });
            }
            FrameItem::Tag(tag) => aside.pass(tag, reading::is_decoration),
            _ => {}
        }
    }
}

/// Where the words of each are written: where the words around them are the same, else where the
/// book first has them. One walk for all.
fn places<'a>(book: &Book, wanted: impl Iterator<Item = &'a StandIn>) -> Vec<Option<Place>> {
    let wanted: Vec<_> = wanted.map(|one| (one, counted_words(&one.line))).collect();
    let characters: BTreeSet<char> =
        wanted.iter().filter_map(|(one, _)| one.words.chars().next()).collect();
    let mut found: Vec<(Option<Place>, bool)> = vec![(None, false); wanted.len()];
    if wanted.is_empty() {
        return Vec::new();
    }
    book.texts(&mut |_, text| {
        if !text.contains(|c| characters.contains(&c)) {
            return;
        }
        let all = counted_words(text);
        for ((one, line), (place, sure)) in wanted.iter().zip(&mut found) {
            let Some(at) = text.find(&one.words).filter(|_| !*sure) else { continue };
            let same = all.contains(line);
            if same || place.is_none() {
                *place = text.place_of(at..at + one.words.len());
                *sure = same;
            }
        }
    });
    found.into_iter().map(|(place, _)| place).collect()
}
