//! `schema`: the JSON Schema of the source files, for completion in editors.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::args::{Schema, SchemaOf};
use crate::command::terminal::Terminal;
use crate::diag::Findings;
use crate::load::layout::{self, Cache, Choice};
use crate::load::page_kind::PageKinds;
use crate::load::{schema, section_schema};
use crate::source::Place;

pub(super) fn run(args: &Schema, terminal: &Terminal) -> Result<u8> {
    let kinds = match &args.layout {
        None => layout::built_in_kinds(),
        Some(folder) => {
            let mut found = Findings::new(&folder.to_string_lossy());
            let Some(kinds) = kinds(folder, &mut found) else {
                terminal.findings(&[found])?;
                return Ok(1);
            };
            kinds
        }
    };
    match &args.to {
        Some(folder) => write(folder, &kinds)?,
        None => terminal.data(&text(args.of, &kinds))?,
    }
    Ok(0)
}

/// The page kinds of the layout in a folder.
fn kinds(folder: &Path, found: &mut Findings) -> Option<PageKinds> {
    let at = Place::top("typst.toml");
    let choice = Choice { given: Some(folder), book: Path::new("."), named: "", at: &at };
    let layout = layout::layout(&choice, &mut Cache::default(), found)?;
    Some(layout.manifest.pages.clone())
}

/// Writes all schemas into a folder.
pub(super) fn write(folder: &Path, kinds: &PageKinds) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let files = [
        ("book.json", SchemaOf::Book),
        ("section.json", SchemaOf::Section),
        ("terms.json", SchemaOf::Terms),
    ];
    for (name, of) in files {
        let path = folder.join(name);
        fs::write(&path, text(of, kinds)).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn text(of: SchemaOf, kinds: &PageKinds) -> String {
    let lines = |schema: &Value| format!("{schema:#}\n");
    match of {
        SchemaOf::Book => lines(schema::book().value()),
        SchemaOf::Section => lines(section_schema::of(kinds).value()),
        SchemaOf::Terms => lines(schema::terms().value()),
    }
}
