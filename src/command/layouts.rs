//! `layouts`: the layouts in the binary and what they set.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::command::new::must_be_empty;
use crate::command::terminal::Terminal;
use crate::diag::{Findings, Lang};
use crate::load::layout::{self, Cache, Choice};
use crate::source::Place;

pub(super) fn list(terminal: &Terminal) -> Result<u8> {
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

/// Writes a layout with its sample data into a folder, which must be empty.
pub(super) fn export(name: &str, dir: &Path, terminal: &Terminal) -> Result<u8> {
    let shown = dir.display();
    let Some(files) = layout::built_in_files(name) else {
        let known = layout::built_in().join(", ");
        bail!("there is no layout {name}, but {known} / 没有版式 {name}，有的是 {known}");
    };
    must_be_empty(dir)?;
    for (path, bytes) in files {
        let path = dir.join(path);
        let written = path.parent().map_or(Ok(()), fs::create_dir_all);
        written
            .and_then(|()| fs::write(&path, bytes))
            .with_context(|| path.display().to_string())?;
    }
    let next = match terminal.lang {
        Lang::Zh => {
            format!("版式在 {shown}；先改 theme.typ，然后：nianjian build --layout {shown}")
        }
        Lang::En => format!(
            "The layout is in {shown}; begin with theme.typ, then: nianjian build --layout {shown}"
        ),
    };
    if !terminal.quiet {
        terminal.note(&next);
    }
    Ok(0)
}
