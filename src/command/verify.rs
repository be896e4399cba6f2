//! `verify`: checks that the artefacts in a folder say what the book says.

use std::path::Path;

use anyhow::Result;

use crate::command::terminal::Terminal;
use crate::diag::Findings;
use crate::diag::render::DiagnosticFormat;
use crate::verify::{self, report};

pub(super) fn run(dist: &Path, terminal: &Terminal) -> Result<u8> {
    let proof = verify::verify(dist)?;
    match terminal.format {
        DiagnosticFormat::Human => {
            if !terminal.quiet {
                let table = report::table(&proof.rows, terminal.lang);
                table.iter().try_for_each(|row| terminal.row(row))?;
            }
            terminal.findings(&proof.found)?;
        }
        DiagnosticFormat::Json => {
            terminal.document(&proof.found, "artefacts", report::data(&proof.rows))?;
        }
        DiagnosticFormat::Short | DiagnosticFormat::Github | DiagnosticFormat::Sarif => {
            terminal.findings(&proof.found)?;
        }
    }
    Ok(u8::from(proof.found.iter().any(Findings::has_errors)))
}
