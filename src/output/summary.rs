//! The last lines on the terminal.

use crate::diag::{Findings, Lang};
use crate::output::made::Made;

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

/// What else is worth knowing of a book that was made, a line each: the knobs that copy-fitting
/// turned, and the depth of the index (entries a heading).
#[must_use]
pub fn details(made: &Made, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    let (compiles, fits) = &made.fitted;
    for (section, fit) in fits {
        let knobs: Vec<String> =
            fit.iter().map(|(name, value)| format!("{name} {value}")).collect();
        let knobs = knobs.join(", ");
        lines.push(match lang {
            Lang::Zh => format!("  拟合：{section} {knobs}（排了 {compiles} 遍）"),
            Lang::En => format!("  fitted: {section} {knobs} ({compiles} compiles)"),
        });
    }
    if let Some((headings, entries)) = made.index {
        let depth = entries as f64 / headings.max(1) as f64;
        lines.push(match lang {
            Lang::Zh => format!("  索引：标目 {headings}，款目 {entries}，深度 {depth:.2}"),
            Lang::En => {
                format!("  index: {headings} headings, {entries} entries, depth {depth:.2}")
            }
        });
    }
    lines
}
