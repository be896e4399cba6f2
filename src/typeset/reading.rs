//! The running text of set pages, read back from their frames.
//!
//! Tags in the frames tell decoration, notes and readings of ruby from text, so that none has to be
//! guessed by place or size. Runs come in the order of setting.

use rayon::prelude::*;
use typst::foundations::{Content, StyleChain};
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem, GroupItem, Inherit, PlaceElem};
use typst::model::{Destination, FootnoteElem, QuoteElem};
use typst::pdf::ArtifactElem;
use typst_layout::Page;

use crate::model::counted_words;

/// A run of text on a page.
pub(super) struct Run {
    /// The page, from 1.
    pub(super) page: usize,
    /// Its words, the counted characters only; never empty.
    pub(super) words: String,
}

/// The runs of all pages, without decoration, notes, the calls of notes and readings of ruby.
pub(super) fn runs(pages: &[Page]) -> Vec<Run> {
    let of_page = |(number, page): (usize, &Page)| {
        let mut runs = Vec::new();
        // What breaks over pages starts afresh, so that nothing can be passed over without end.
        let mut passed = Passed::default();
        texts(&page.frame, &mut passed, &mut |text| {
            let words = counted_words(text);
            if !words.is_empty() {
                runs.push(Run { page: number + 1, words });
            }
        });
        runs
    };
    let runs: Vec<Vec<Run>> = pages.par_iter().enumerate().map(of_page).collect();
    runs.into_iter().flatten().collect()
}

/// The first link on a page to another place in the book.
pub(super) fn first_link(frame: &Frame) -> Option<Location> {
    frame.items().find_map(|(_, item)| match item {
        FrameItem::Group(group) => first_link(&group.frame),
        FrameItem::Link(Destination::Location(location), _) => Some(*location),
        _ => None,
    })
}

/// The elements around the present item of a frame that are set aside, such as decoration.
///
/// A note that breaks over columns begins in one group and ends in another, with the body of the
/// page in between. So do the elements in a cell. What begins in a part of them ends with it.
#[derive(Clone, Default)]
pub(super) struct Aside(Vec<Location>);

impl Aside {
    /// Whether the present item stands in none.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Goes past a tag; `is_aside` says which elements are set aside.
    pub(super) fn pass(&mut self, tag: &Tag, is_aside: impl FnOnce(&Content) -> bool) {
        match tag {
            Tag::Start(element, _) => {
                self.0.extend(element.location().filter(|_| is_aside(element)));
            }
            Tag::End(location, ..) => {
                if let Some(depth) = self.0.iter().rposition(|start| start == location) {
                    self.0.truncate(depth);
                }
            }
        }
    }

    /// Goes into a group; gives what is to be taken up again by [`Aside::leave`].
    #[must_use]
    pub(super) fn enter(&mut self, group: &GroupItem) -> Option<Aside> {
        let parent = group.parent?;
        Some(match parent.inherit {
            Inherit::Yes => self.clone(),
            // A note stands in nothing but itself.
            Inherit::No => std::mem::take(self),
        })
    }

    /// Comes out of a group.
    pub(super) fn leave(&mut self, outer: Option<Aside>) {
        if let Some(outer) = outer {
            *self = outer;
        }
    }
}

/// Whether an element is decoration (an artifact: ISO 32000-1, 14.8.2.2).
pub(super) fn is_decoration(element: &Content) -> bool {
    element.is::<ArtifactElem>()
}

/// Whether a group is a note at the foot of a column, or a part of one. Typst has notes alone stand
/// apart from the style of their place.
fn is_note(group: &GroupItem) -> bool {
    group.parent.is_some_and(|parent| parent.inherit == Inherit::No)
}

/// What is set above the words of an inline quotation is their reading (layouts/README.md, ruby).
fn is_inline_quotation(element: &Content) -> bool {
    let quotation = element.to_packed::<QuoteElem>();
    quotation.is_some_and(|quotation| !quotation.block.get(StyleChain::default()))
}

/// Which elements around the present item are no running text, and which may hold such.
#[derive(Default)]
struct Passed {
    hushed: Aside,
    quotations: Aside,
}

impl Passed {
    fn tag(&mut self, tag: &Tag) {
        self.quotations.pass(tag, is_inline_quotation);
        let quoted = !self.quotations.is_empty();
        self.hushed.pass(tag, |element| {
            is_decoration(element)
                || element.is::<FootnoteElem>()
                || (quoted && element.is::<PlaceElem>())
        });
    }
}

fn texts(frame: &Frame, passed: &mut Passed, see: &mut dyn FnMut(&str)) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) if is_note(group) => {}
            FrameItem::Group(group) => {
                let outer = passed.hushed.enter(group);
                texts(&group.frame, passed, see);
                passed.hushed.leave(outer);
            }
            FrameItem::Text(run) if passed.hushed.is_empty() => see(&run.text),
            FrameItem::Tag(tag) => passed.tag(tag),
            _ => {}
        }
    }
}
