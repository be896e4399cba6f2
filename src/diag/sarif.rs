//! SARIF 2.1.0 (OASIS), for code scanning.

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Findings, Lang, each};

pub(super) fn render(books: &[Findings], lang: Lang) -> String {
    let mut codes: Vec<_> = each(books).map(|(_, finding)| finding.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes
        .iter()
        .map(|code| json!({ "id": code.to_string(), "shortDescription": { "text": code.title(lang) } }))
        .collect();
    let results: Vec<Value> = each(books).map(|(found, f)| result(found, f, lang)).collect();
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "nianjian", "version": env!("CARGO_PKG_VERSION"), "rules": rules,
            } },
            // SARIF counts columns in UTF-16 units unless told otherwise.
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{document:#}\n")
}

fn result(found: &Findings, finding: &Diagnostic, lang: Lang) -> Value {
    let text = format!("{}\n{}", finding.message.text(lang), finding.hint_or_default(lang));
    let locations: Vec<Value> = finding
        .at
        .iter()
        .map(|at| {
            json!({ "physicalLocation": {
                "artifactLocation": { "uri": found.path(at) },
                "region": { "startLine": at.line, "startColumn": at.column },
            } })
        })
        .collect();
    json!({
        "ruleId": finding.code.to_string(), "level": finding.severity.word(),
        "message": { "text": text }, "locations": locations,
    })
}
