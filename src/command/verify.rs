//! `verify`: proves that the artefacts in a folder say what the book says.

use std::path::Path;

use anyhow::{Context as _, Result};

use crate::command::Terminal;
use crate::diag::{Findings, Format, render};
use crate::verify::{self, report};

pub(super) fn run(dist: &Path, terminal: &Terminal) -> Result<u8> {
    let proof = verify::verify(dist)?;
    match terminal.format {
        Format::Human => {
            if !terminal.quiet {
                terminal.data(&report::table(&proof.rows, terminal.lang))?;
            }
            terminal.findings(&proof.found)?;
        }
        // One document for programs: what was proved, and what is wrong.
        Format::Json => {
            let found = render(&proof.found, Format::Json, terminal.lang, false);
            let mut document: serde_json::Value =
                serde_json::from_str(&found).context("findings as JSON")?;
            document["artefacts"] = report::data(&proof.rows);
            terminal.data(&format!("{document:#}\n"))?;
        }
        Format::Short | Format::Github | Format::Sarif => terminal.findings(&proof.found)?,
    }
    Ok(u8::from(proof.found.iter().any(Findings::has_errors)))
}
