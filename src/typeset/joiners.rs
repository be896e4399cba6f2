//! Word joiners, out of the text of finished pages.
//!
//! A layout forbids a break between two characters with U+2060 (Unicode, UAX #14, LB11). Typst
//! draws nothing for it but counts it to the glyph before, so a PDF would have it in the text that
//! readers search and copy.

use std::ops::Range;

use typst::layout::FrameItem;
use typst::text::TextItem;
use typst_layout::PagedDocument;

use crate::typeset::exchange::exchange;

/// The word joiner.
const JOINER: &str = "\u{2060}";

/// The same pages without word joiners.
pub(super) fn without(document: &PagedDocument) -> PagedDocument {
    exchange(document, &|item| match item {
        FrameItem::Text(text) if text.text.contains(JOINER) => Some(FrameItem::Text(cleared(text))),
        _ => None,
    })
}

fn cleared(item: &TextItem) -> TextItem {
    let joiners: Vec<usize> = item.text.match_indices(JOINER).map(|(at, _)| at).collect();
    // Where a place in the text is after all joiners before it are gone.
    let moved = |at: u16| {
        let before = joiners.partition_point(|joiner| *joiner < usize::from(at));
        at - u16::try_from(before * JOINER.len()).unwrap_or(at)
    };
    let mut item = item.clone();
    item.text = item.text.replace(JOINER, "");
    for glyph in &mut item.glyphs {
        let Range { start, end } = glyph.range;
        glyph.range = moved(start)..moved(end);
    }
    item
}
