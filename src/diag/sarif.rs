//! SARIF 2.1.0 (OASIS), for code scanning.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::diag::visible;
use crate::diag::{Diagnostic, Findings, Fix, Lang, each};
use crate::source::{Edit, Place};

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
    visible::json(&document)
}

fn result(found: &Findings, finding: &Diagnostic, lang: Lang) -> Value {
    let text = format!("{}\n{}", finding.message.text(lang), finding.hint_or_default(lang));
    let mut result = json!({
        "ruleId": finding.code.to_string(), "level": finding.severity.word(),
        "message": { "text": text },
    });
    // Code scanning shows a result only at a place: one of the whole book is shown at its head.
    let head = Place::top("book.yaml");
    let at = finding.at.as_ref().or(found.has_folder().then_some(&head));
    // An empty list of places is refused.
    if let Some(at) = at {
        let mut region = json!({ "startLine": at.line, "startColumn": at.column });
        if let Some((line, column)) = found.end(at) {
            region["endLine"] = line.into();
            region["endColumn"] = column.into();
        }
        result["locations"] = json!([{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&found.path(at)) }, "region": region,
        } }]);
    }
    if let Some(fix) = &finding.fix {
        result["fixes"] = json!([self::fix(found, fix, finding.hint_or_default(lang))]);
    }
    result
}

/// A fix (SARIF 2.1.0, 3.55): what goes is told by bytes.
fn fix(found: &Findings, fix: &Fix, text: &str) -> Value {
    let change = |edit: &Edit| {
        let uri = uri(&found.path(&Place::top(&edit.file)));
        json!({
            "artifactLocation": { "uri": uri },
            "replacements": [{
                "deletedRegion": {
                    "byteOffset": edit.bytes.start, "byteLength": edit.bytes.len(),
                },
                "insertedContent": { "text": edit.text },
            }],
        })
    };
    let changes: Vec<Value> = fix.edits.iter().map(change).collect();
    json!({ "description": { "text": text }, "artifactChanges": changes })
}

/// What a path may hold as it is in an address (RFC 3986, 3.3); a colon could be taken for the end
/// of a scheme.
const IN_PATHS: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path as an address; an absolute one names its scheme (RFC 8089; of Windows, E.2).
fn uri(path: &str) -> String {
    let path = path.replace('\\', "/");
    let encoded = |path: &str| utf8_percent_encode(path, IN_PATHS).to_string();
    let (drive, rest) = path.split_at_checked(2).unwrap_or(("", &path));
    let letter = rest.starts_with('/')
        && drive.strip_suffix(':').is_some_and(|d| d.bytes().all(|b| b.is_ascii_alphabetic()));
    match path.starts_with('/') {
        true => format!("file://{}", encoded(&path)),
        false if letter => format!("file:///{drive}{}", encoded(rest)),
        false => encoded(&path),
    }
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn absolute_paths_name_their_scheme() {
        assert_eq!(uri("书.yaml"), "%E4%B9%A6.yaml");
        assert_eq!(uri("/书/a b.yaml"), "file:///%E4%B9%A6/a%20b.yaml");
        assert_eq!(uri("C:\\年鉴\\a.yaml"), "file:///C:/%E5%B9%B4%E9%89%B4/a.yaml");
    }
}
