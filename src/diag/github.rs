//! Workflow commands of GitHub Actions, which shows them at the lines of a change.

use crate::diag::visible::visible;
use crate::diag::{Findings, Lang, each};

pub(super) fn render(books: &[Findings], lang: Lang) -> String {
    let mut out = String::new();
    for (found, finding) in each(books) {
        let place = finding.at.as_ref().map_or_else(String::new, |at| {
            let end = found.end(at).map_or_else(String::new, |(line, column)| {
                format!("endLine={line},endColumn={column},")
            });
            let file = property(&visible(&found.path(at)));
            format!("file={file},line={},col={},{end}", at.line, at.column)
        });
        let said = [finding.message.text(lang), finding.hint_or_default(lang)];
        let text = said.map(visible).join("\n");
        let (severity, code) = (finding.severity.word(), finding.code);
        out.push_str(&format!("::{severity} {place}title={code}::{}\n", data(&text)));
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
