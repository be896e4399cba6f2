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
}
