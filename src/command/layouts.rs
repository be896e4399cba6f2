//! `layouts`: the layouts in the binary and what they set.

use std::path::Path;

use anyhow::Result;

use crate::command::terminal::Terminal;
use crate::diag::Findings;
use crate::load::layout::{self, Cache, Choice};
use crate::source::Place;

pub(super) fn run(terminal: &Terminal) -> Result<u8> {
    let at = Place::top("");
    for name in layout::built_in() {
        let mut found = Findings::default();
        let choice = Choice { given: None, book: Path::new("."), named: &name, at: &at };
        let Some(layout) = layout::layout(&choice, &mut Cache::default(), &mut found) else {
            continue;
        };
        let [width, height] = layout.manifest.trim;
        let pages: Vec<&str> = layout.manifest.pages.keys().map(String::as_str).collect();
        terminal.data(&format!("{name}\t{width} × {height} mm\t{}\n", pages.join(", ")))?;
    }
    Ok(0)
}
