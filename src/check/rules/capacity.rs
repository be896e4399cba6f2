//! What the layout can set.

use crate::check::context::Context;
use crate::diag::{Code, Findings, msg};

pub(super) fn rules(context: &Context, found: &mut Findings) {
    let Context { raw, book, layout, .. } = *context;
    if let Some(bleed) = book.meta.print.bleed.filter(|bleed| *bleed > layout.manifest.margin) {
        let (at, margin) = (&raw.node.key("print").key("bleed").at, layout.manifest.margin);
        let message = msg!(
            "出血 {bleed} 毫米，版式的边距只有 {margin} 毫米",
            "the bleed is {bleed} mm, and the margin of the layout {margin} mm"
        );
        found.add(Code::P02, Some(at), message);
    }
    for section in &book.sections {
        let kind = section.kind.name();
        if !layout.manifest.pages.contains_key(kind) {
            let (name, list) =
                (&layout.name, layout.manifest.pages.keys().cloned().collect::<Vec<_>>());
            let list = list.join(", ");
            let message =
                msg!("版式 {name} 没有 {kind} 页", "layout {name} has no pages of kind {kind}");
            let hint = msg!("它有：{list}", "it has: {list}");
            found.add_with_hint(Code::L03, Some(&section.at), message, hint);
        }
    }
}
