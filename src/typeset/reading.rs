//! The running text of set pages, read back from their frames.
//!
//! Tags in the frames tell decoration and notes from text, so that neither has to be guessed by
//! place or size. Runs come in the order of setting.

use rayon::prelude::*;
use typst::introspection::{Location, Tag};
use typst::layout::{Frame, FrameItem};
use typst::model::{Destination, FootnoteElem, FootnoteEntry};
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

/// The runs of all pages, without decoration, notes and the calls of notes.
pub(super) fn runs(pages: &[Page]) -> Vec<Run> {
    let of_page = |(number, page): (usize, &Page)| {
        let mut runs = Vec::new();
        // What breaks over pages starts afresh, so that nothing can be passed over without end.
        let mut hushed = Vec::new();
        texts(&page.frame, &mut hushed, &mut |text| {
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

fn texts(frame: &Frame, hushed: &mut Vec<Location>, see: &mut dyn FnMut(&str)) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => texts(&group.frame, hushed, see),
            FrameItem::Text(run) if hushed.is_empty() => see(&run.text),
            FrameItem::Tag(Tag::Start(element, _)) => {
                let aside = element.is::<ArtifactElem>()
                    || element.is::<FootnoteElem>()
                    || element.is::<FootnoteEntry>();
                hushed.extend(element.location().filter(|_| aside));
            }
            FrameItem::Tag(Tag::End(location, ..)) => {
                if let Some(depth) = hushed.iter().rposition(|start| start == location) {
                    hushed.truncate(depth);
                }
            }
            _ => {}
        }
    }
}
