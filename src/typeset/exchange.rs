//! Replaces items on finished pages.
//!
//! Frames are shared with what Typst remembers, so only those that hold something to exchange are
//! copied.

use rayon::prelude::*;
use typst::layout::{Frame, FrameItem};
use typst::model::Document as _;
use typst_layout::{Page, PagedDocument};

/// The same pages with what `other` gives in place of each item that it gives something for.
pub(super) fn exchange(
    document: &PagedDocument,
    other: &(dyn Fn(&FrameItem) -> Option<FrameItem> + Sync),
) -> PagedDocument {
    let exchange = |page: &Page| {
        let mut page = page.clone();
        if let Some(frame) = frame(&page.frame, other) {
            page.frame = frame;
        }
        page
    };
    let pages: Vec<Page> = document.pages().par_iter().map(exchange).collect();
    PagedDocument::new(pages.into(), document.info().clone())
}

/// A frame with other items; `None` if all stay.
fn frame(frame: &Frame, other: &dyn Fn(&FrameItem) -> Option<FrameItem>) -> Option<Frame> {
    let other = |item: &FrameItem| match item {
        FrameItem::Group(group) => {
            let mut group = group.clone();
            group.frame = self::frame(&group.frame, other)?;
            Some(FrameItem::Group(group))
        }
        item => other(item),
    };
    let others: Vec<Option<FrameItem>> = frame.items().map(|(_, item)| other(item)).collect();
    if others.iter().all(Option::is_none) {
        return None;
    }
    let mut frame = frame.clone();
    let mut others = others.into_iter();
    frame.retain(|item| {
        if let Some(Some(other)) = others.next() {
            *item = other;
        }
        true
    });
    Some(frame)
}
