//! One JSON document with both languages, for programs.

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Findings, Lang, each};

pub(super) fn render(books: &[Findings]) -> String {
    let errors: usize = books.iter().map(|found| found.counts().0).sum();
    let warnings: usize = books.iter().map(|found| found.counts().1).sum();
    let findings: Vec<Value> = each(books).map(|(found, finding)| row(found, finding)).collect();
    let document = json!({ "errors": errors, "warnings": warnings, "findings": findings });
    format!("{document:#}\n")
}

fn row(found: &Findings, finding: &Diagnostic) -> Value {
    json!({
        "code": finding.code.to_string(),
        "severity": finding.severity.word(),
        "file": finding.at.as_ref().map(|at| found.path(at)),
        "line": finding.at.as_ref().map(|at| at.line),
        "column": finding.at.as_ref().map(|at| at.column),
        "message": { "zh": finding.message.zh, "en": finding.message.en },
        "hint": { "zh": finding.hint_or_default(Lang::Zh), "en": finding.hint_or_default(Lang::En) },
    })
}
