//! The last lines on the terminal.

use std::path::PathBuf;

use crate::diag::{Findings, Lang};
use crate::output::Made;

/// What became of one book, in one line.
#[must_use]
pub fn line(name: &str, made: Option<&Made>, found: &Findings, lang: Lang) -> String {
    let (errors, warnings) = found.counts();
    match (made, lang) {
        (Some(made), Lang::Zh) => {
            format!("{name}：{} 页，{errors} 个错误，{warnings} 个警告", made.pages)
        }
        (Some(made), Lang::En) => {
            format!("{name}: {} pages, {errors} errors, {warnings} warnings", made.pages)
        }
        (None, Lang::Zh) => format!("{name}：没有排成，{errors} 个错误，{warnings} 个警告"),
        (None, Lang::En) => format!("{name}: not made, {errors} errors, {warnings} warnings"),
    }
}

/// The files that were written, one a line.
#[must_use]
pub fn paths(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| format!("{}\n", path.display())).collect()
}
