//! `check`: everything that can be said of books, layout included, without writing.

use anyhow::Result;

use crate::args::Check;
use crate::command::books::make_all;
use crate::command::terminal::Terminal;

pub(super) fn run(args: &Check, terminal: &Terminal) -> Result<u8> {
    let (mut outputs, mut shops) = (args.to.clone(), args.profile.clone());
    outputs.sort_unstable();
    outputs.dedup();
    shops.sort_unstable();
    shops.dedup();
    let results = make_all(&args.books, &outputs, &shops, None, terminal)?;
    terminal.findings(&results.found)?;
    Ok(results.code(args.books.strict))
}
