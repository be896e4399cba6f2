//! Word joiners and zero-width spaces, out of the text of finished pages.
//!
//! A layout forbids a break between two characters with U+2060 and allows one with U+200B (Unicode,
//! UAX #14, LB11 and LB8). Typst draws nothing for them but counts them to the glyph before, so a
//! PDF would have them in the text that readers search and copy.

use std::ops::Range;

use typst::layout::FrameItem;
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::text::units::JOINER;
use crate::typeset::exchange::exchange;

/// The word joiner and the zero-width space.
const JOINERS: [char; 2] = [JOINER, '\u{200B}'];

/// How long each of them is in a text, in bytes.
const LENGTH: usize = 3;

/// The same pages without them.
pub(super) fn without(document: &PagedDocument) -> PagedDocument {
    exchange(document, &|item| match item {
        FrameItem::Text(text) if text.text.contains(JOINERS) => {
            Some(FrameItem::Text(cleared(text)))
        }
        _ => None,
    })
}

fn cleared(item: &TextItem) -> TextItem {
    let joiners: Vec<usize> = item.text.match_indices(JOINERS).map(|(at, _)| at).collect();
    // Where a place in the text is after all joiners before it are gone.
    let moved = |at: u16| {
        let before = joiners.partition_point(|joiner| *joiner < usize::from(at));
        at - u16::try_from(before * LENGTH).unwrap_or(at)
    };
    let mut item = item.clone();
    item.text = item.text.as_str().replace(JOINERS, "").into();
    for glyph in &mut item.glyphs {
        let Range { start, end } = glyph.range;
        glyph.range = moved(start)..moved(end);
    }
    item
}
