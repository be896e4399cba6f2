//! `verify`: proves that the artefacts in a folder say what the book says.

use std::path::Path;

use anyhow::Result;

use crate::command::Terminal;
use crate::diag::{Findings, Format};
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
        Format::Json => {
            terminal.document(&proof.found, "artefacts", report::data(&proof.rows))?;
        }
        Format::Short | Format::Github | Format::Sarif => terminal.findings(&proof.found)?,
    }
    Ok(u8::from(proof.found.iter().any(Findings::has_errors)))
}
