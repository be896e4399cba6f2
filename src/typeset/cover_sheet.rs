//! The cover as one sheet around a block of pages: flap, back, spine, front, flap.

use typst_layout::PagedDocument;

use crate::diag::{Code, Findings, msg};
use crate::model::{Binding, CoverSheet, Print, TextBlock};
use crate::typeset::contract::{Fits, Medium, PageSetup};
use crate::typeset::input::Input;
use crate::typeset::linked::Placeholders;
use crate::typeset::pages::Pages;
use crate::typeset::world::{self, World};
use crate::typeset::{feedback, proof, trace, typesetter};

/// Sets the cover of a block. `None` if the layout cannot set one or failed, or if the width of the
/// spine is not known.
pub fn cover_sheet(input: &Input, block: &TextBlock, found: &mut Findings) -> Option<Pages> {
    let Input { book, layout, .. } = *input;
    let print = &book.meta.print;
    if !layout.files.contains_key(world::COVER) {
        let name = &layout.name;
        let message = msg!(
            "版式 {name} 没有 cover.typ，排不了封面的展开页",
            "layout {name} has no cover.typ, so it cannot set the sheet of the cover"
        );
        found.add(Code::L03, Some(&print.at), message);
        return None;
    }
    let caliper = caliper(print, found)?;
    let bleed = PageSetup::new(Medium::Cover, book, layout).bleed;
    let trim = (layout.manifest.trim, bleed);
    let sheet = CoverSheet::new(print.binding, trim, (block.padded, caliper), print.flap);
    let world = &World::new(input, &PageSetup::cover(book, sheet), &Fits::new());
    let result = typst::compile::<PagedDocument>(world);
    let document = match result.output {
        Ok(document) => document,
        Err(errors) => {
            trace::report(world, input, &errors, found);
            return None;
        }
    };
    trace::report(world, input, &result.warnings, found);
    let feedback = feedback::read(&document);
    feedback.report(book, found);
    proof::sheet(&document, book, &sheet, found);
    let placeholders = Placeholders::new(book);
    let pages = typesetter::pages((document, feedback), book, placeholders, (Fits::new(), 1));
    Some(Pages { sheet: Some(sheet), ..pages })
}

/// The thickness of a leaf in millimetres, of which a stitched book takes no account.
fn caliper(print: &Print, found: &mut Findings) -> Option<f64> {
    match (&print.paper, print.binding) {
        (Some(paper), _) => Some(paper.caliper),
        (None, Binding::Saddle) => Some(0.0),
        (None, Binding::Perfect | Binding::Case) => {
            let message = msg!(
                "书脊多厚算不出：没有写纸的厚度",
                "the width of the spine is not known: the paper is not"
            );
            let hint = msg!(
                "在 book.yaml 写 `print: {{paper: {{caliper: 0.1}}}}`，一张纸的厚度，毫米，问印厂；骑马订的写 `binding: saddle`",
                "write `print: {{paper: {{caliper: 0.1}}}}` in book.yaml, the thickness of a leaf in millimetres as the printer says; or `binding: saddle`"
            );
            found.add_with_hint(Code::M02, Some(&print.at), message, hint);
            None
        }
    }
}
