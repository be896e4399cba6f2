//! One JSON document with both languages, for programs.

use serde_json::{Value, json};

use crate::diag::visible;
use crate::diag::{Diagnostic, Findings, Fix, Lang, each};
use crate::source::{Edit, Place};

pub(super) fn render(books: &[Findings]) -> String {
    let errors: usize = books.iter().map(|found| found.counts().0).sum();
    let warnings: usize = books.iter().map(|found| found.counts().1).sum();
    let findings: Vec<Value> = each(books).map(|(found, finding)| row(found, finding)).collect();
    let document = json!({ "errors": errors, "warnings": warnings, "findings": findings });
    visible::json(&document)
}

fn row(found: &Findings, finding: &Diagnostic) -> Value {
    let end = finding.at.as_ref().and_then(|at| found.end(at));
    json!({
        "code": finding.code.to_string(),
        "severity": finding.severity.word(),
        "file": finding.at.as_ref().map(|at| found.path(at)),
        "line": finding.at.as_ref().map(|at| at.line),
        "column": finding.at.as_ref().map(|at| at.column),
        "end_line": end.map(|(line, _)| line),
        "end_column": end.map(|(_, column)| column),
        "bytes": finding.at.as_ref().and_then(Place::range).map(|bytes| [bytes.start, bytes.end]),
        "message": { "zh": finding.message.zh, "en": finding.message.en },
        "hint": { "zh": finding.hint_or_default(Lang::Zh), "en": finding.hint_or_default(Lang::En) },
        "fix": finding.fix.as_ref().map(|fix| self::fix(found, fix)),
    })
}

fn fix(found: &Findings, fix: &Fix) -> Value {
    let edit = |edit: &Edit| {
        let file = found.path(&Place::top(&edit.file));
        json!({ "file": file, "bytes": [edit.bytes.start, edit.bytes.end], "text": edit.text })
    };
    let edits: Vec<Value> = fix.edits.iter().map(edit).collect();
    json!({ "applicability": fix.applicability.word(), "edits": edits })
}
