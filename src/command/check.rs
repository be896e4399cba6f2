//! `check`: everything that can be said of books, layout included, without writing.

use anyhow::Result;

use crate::args::Check;
use crate::command::books::make_all;
use crate::command::terminal::Terminal;
use crate::diag::render::DiagnosticFormat;
use crate::output::error_sheet::{self, Sheet};

pub(super) fn run(args: &Check, terminal: &Terminal) -> Result<u8> {
    let (mut outputs, mut shops) = (args.to.clone(), args.profile.clone());
    outputs.sort_unstable();
    outputs.dedup();
    shops.sort_unstable();
    shops.dedup();
    let results = make_all(&args.books, &outputs, &shops, None, terminal)?;
    let Some(form) = args.sheet else {
        terminal.findings(&results.found)?;
        return Ok(results.code(args.books.strict));
    };
    // Findings for programs would stand in the same stream.
    if terminal.format == DiagnosticFormat::Human {
        terminal.findings(&results.found)?;
    }
    let facts = results.facts.iter().zip(&results.found);
    let sheets: Vec<Sheet> =
        facts.filter_map(|(facts, found)| Some(Sheet::new(facts.as_ref()?, found))).collect();
    terminal.data(&error_sheet::render(&sheets, form, terminal.lang))?;
    Ok(results.code(args.books.strict))
}
