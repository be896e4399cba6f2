//! `schema`: the JSON Schema of the source files, for completion in editors.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use crate::args::SchemaOf;
use crate::command::terminal::Terminal;
use crate::load::{raw, schema};

pub(super) fn run(of: SchemaOf, to: Option<&Path>, terminal: &Terminal) -> Result<u8> {
    match to {
        Some(folder) => write(folder)?,
        None => terminal.data(&text(of))?,
    }
    Ok(0)
}

/// Writes both schemas into a folder.
pub(super) fn write(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for (name, of) in [("book.json", SchemaOf::Book), ("section.json", SchemaOf::Section)] {
        let path = folder.join(name);
        fs::write(&path, text(of)).with_context(|| path.display().to_string())?;
    }
    Ok(())
}

fn text(of: SchemaOf) -> String {
    let schema = match of {
        SchemaOf::Book => schema::of::<raw::Book>(),
        SchemaOf::Section => schema::of::<raw::Section>(),
    };
    format!("{schema:#}\n")
}
