//! What the layout can set.

use crate::diag::{Code, Findings};
use crate::load::layout::Layout;
use crate::model::Book;
use crate::said;

pub(super) fn rules(book: &Book, layout: &Layout, found: &mut Findings) {
    for section in &book.sections {
        let kind = section.kind.name();
        if !layout.manifest.pages.contains_key(kind) {
            let (name, list) =
                (&layout.name, layout.manifest.pages.keys().cloned().collect::<Vec<_>>());
            let list = list.join(", ");
            let message =
                said!("版式 {name} 没有 {kind} 页", "layout {name} has no pages of kind {kind}");
            let hint = said!("它有：{list}", "it has: {list}");
            found.add_with_hint(Code::L03, Some(&section.at), message, hint);
        }
    }
}
