//! Where each page begins in the words of the book, so that the e-book can have the same pages.
//!
//! Each unit of the book is looked for within the pages where the layout says that its part stands.
//! Pages before the first section are the cover, the imprint and the contents. A page without
//! running text begins at its first figure; without figures, where the next one begins, or at the
//! end.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;

use typst::foundations::Label;
use typst::introspection::{Introspector as _, Location};
use typst::model::Numbering;
use typst::utils::PicoStr;
use typst_layout::{Page, PagedDocument};

use crate::model::{Book, DocPart, Folio, TextPosition, TextUnit, text_units};
use crate::typeset::align::{Begins, align};
use crate::typeset::reading::{Run, first_link, runs};
use crate::typeset::slots::Frame;

/// Pages (from 1) by id: of sections, stories and tables, and of figures.
pub(super) struct Known<'a> {
    pub(super) places: &'a BTreeMap<String, usize>,
    pub(super) figures: &'a BTreeMap<String, Frame>,
}

impl Known<'_> {
    /// Whether a figure stands on a page.
    fn shows(&self, figure: &str, page: usize) -> bool {
        self.figures.get(figure).is_some_and(|frame| frame.page == page)
    }
}

/// A position as a number that grows in the order of the e-book.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Cover,
    /// A unit of the imprint.
    Imprint(usize),
    Contents,
    /// A line of the contents, by the number of the title that it names.
    Line(usize),
    /// A unit by its number, and how many characters of it stand before.
    Unit(usize, usize),
    End,
}

/// The folio of every page, in order; their positions follow each other in the order of the e-book.
pub(super) fn folios(document: &PagedDocument, book: &Book, known: &Known) -> Vec<Folio> {
    let pages = document.pages();
    let units = text_units(book);
    let runs = runs(pages);
    let first = first(book, known, pages.len());
    let (mut begins, found) = align(&units, &runs, &spans(&units, known, first, pages.len()));
    for (page, begin) in &mut begins {
        *begin = before_unread(&units, *begin, &|id| known.shows(id, *page));
    }
    let mut ranks = front(document, &units, &begins, &runs, first);
    for page in ranks.len() + 1..=pages.len() {
        let begin = begins.get(&page).copied();
        let said = || said(&units, &found, known, page);
        ranks.push(begin.or_else(said).map(|(unit, offset)| Rank::Unit(unit, offset)));
    }
    let mut next = Rank::End;
    for rank in ranks.iter_mut().rev() {
        next = rank.map_or(next, |rank| rank.min(next));
        *rank = Some(next);
    }
    let labels = pages.iter().zip(1..).map(|(page, number)| label(page, number));
    let positions = ranks.into_iter().map(|rank| position(&units, rank.unwrap_or(Rank::End)));
    labels.zip(positions).map(|(label, position)| Folio { label, position }).collect()
}

/// The page on which the first section begins.
fn first(book: &Book, known: &Known, count: usize) -> usize {
    let sections = book.sections.iter().filter_map(|section| known.places.get(&section.id));
    sections.min().copied().unwrap_or(count + 1)
}

/// The pages on which each unit can stand: from where its part begins to where the next one does,
/// and one more, for layouts that set the words of a section below the first title in it.
fn spans(
    units: &[TextUnit],
    known: &Known,
    first: usize,
    count: usize,
) -> Vec<RangeInclusive<usize>> {
    let place = |unit: &TextUnit| match &unit.part {
        DocPart::Text(id) | DocPart::Group(id) | DocPart::Subgroup(id) => {
            known.places.get(id).copied()
        }
        _ => None,
    };
    let mut to = count;
    let mut ends: Vec<usize> = Vec::with_capacity(units.len());
    for unit in units.iter().rev() {
        ends.push(to);
        to = place(unit).filter(|_| unit.number == 0).map_or(to, |page| (page + 1).min(count));
    }
    let mut from = 1;
    let mut part = None;
    let spans = units.iter().zip(ends.into_iter().rev()).map(|(unit, end)| {
        if unit.part == DocPart::Imprint {
            return 2..=first - 1; // The first page is the cover.
        }
        if part != Some(&unit.part) {
            from = place(unit).unwrap_or(from);
            part = Some(&unit.part);
        }
        from..=end.max(from)
    });
    spans.collect()
}

/// Takes in the units just before whose words are the layout's own and cannot be read.
/// Figures among the words are taken in if their page, too, is `here`.
fn before_unread(
    units: &[TextUnit],
    (mut unit, offset): (usize, usize),
    here: &dyn Fn(&str) -> bool,
) -> (usize, usize) {
    let unread = |unit: &TextUnit| {
        unit.words.is_empty() && unit.figure.as_ref().is_none_or(|figure| here(figure))
    };
    let same = |a: usize, b: usize| units[a].part == units[b].part && unread(&units[a]);
    while offset == 0 && unit > 0 && same(unit - 1, unit) {
        unit -= 1;
    }
    (unit, offset)
}

/// Where the layout itself says that a page begins: with a title that could not be read, else with
/// a figure.
fn said(units: &[TextUnit], found: &[bool], known: &Known, page: usize) -> Option<(usize, usize)> {
    let title = |unit: &TextUnit| match &unit.part {
        DocPart::Text(id) => unit.number == 0 && known.places.get(id) == Some(&page),
        _ => false,
    };
    let figure = |unit: &TextUnit| unit.figure.as_ref().is_some_and(|id| known.shows(id, page));
    let unread = units.iter().zip(found).position(|(unit, found)| !found && title(unit));
    unread.or_else(|| units.iter().position(figure)).map(|unit| (unit, 0))
}

/// The pages before the first section: the first is the cover, those of the imprint begin with
/// what is read on them first of it, and contents link into the book.
fn front(
    document: &PagedDocument,
    units: &[TextUnit],
    begins: &Begins,
    runs: &[Run],
    first: usize,
) -> Vec<Option<Rank>> {
    let (pages, count) = (document.pages(), first - 1);
    let titles = titles(document, units);
    let mut last = Rank::Cover;
    let ranks = pages.iter().zip(1..).take(count).map(|(page, number)| {
        let written = runs.iter().any(|run| run.page == number);
        let rank = match (first_link(&page.frame), last) {
            _ if number == 1 => Rank::Cover,
            (Some(_), Rank::Cover | Rank::Imprint(_)) => Rank::Contents,
            (Some(to), _) => Rank::Line(*titles.get(&to)?),
            (None, Rank::Cover | Rank::Imprint(_)) if written => {
                Rank::Imprint(begins.get(&number).map_or(0, |begin| begin.0))
            }
            (None, _) => return None,
        };
        last = rank;
        Some(rank)
    });
    ranks.collect()
}

/// The titles that the contents can name, by their locations.
fn titles(document: &PagedDocument, units: &[TextUnit]) -> HashMap<Location, usize> {
    let introspector = document.introspector();
    let titles = units.iter().enumerate().filter(|(_, unit)| unit.number == 0);
    let located = titles.filter_map(|(number, unit)| {
        let DocPart::Text(id) = &unit.part else { return None };
        let label = Label::new(PicoStr::intern(id))?;
        Some((introspector.query_label(label).ok()?.location()?, number))
    });
    located.collect()
}

fn position(units: &[TextUnit], rank: Rank) -> TextPosition {
    let id = |number: usize| match units.get(number).map(|unit| &unit.part) {
        Some(DocPart::Text(id)) => DocPart::Line(id.clone()),
        _ => DocPart::Contents,
    };
    match rank {
        Rank::Cover => TextPosition::before(DocPart::Cover),
        Rank::Contents => TextPosition::before(DocPart::Contents),
        Rank::Line(number) => TextPosition::before(id(number)),
        Rank::End => TextPosition::before(DocPart::End),
        Rank::Imprint(number) => TextPosition {
            unit: units.get(number).map_or(0, |unit| unit.number),
            ..TextPosition::before(DocPart::Imprint)
        },
        Rank::Unit(number, offset) => {
            units.get(number).map_or(TextPosition::before(DocPart::End), |unit| TextPosition {
                part: unit.part.clone(),
                unit: unit.number,
                offset,
            })
        }
    }
}

/// The number as the PDF labels the page: by the layout's numbering, else its place in the file.
fn label(page: &Page, number: usize) -> String {
    match &page.numbering {
        Some(Numbering::Pattern(pattern)) => {
            pattern.apply(None, &[page.number]).map(|label| label.to_string()).ok()
        }
        _ => None,
    }
    .unwrap_or_else(|| number.to_string())
}
