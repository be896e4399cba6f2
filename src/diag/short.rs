//! A line a finding, for editors that jump to places: `file:line:column:`, then the range in
//! braces, as compilers print it.

use crate::diag::look::Look;
use crate::diag::visible::visible;
use crate::diag::{Findings, Severity, each};

pub(super) fn render(books: &[Findings], look: &Look) -> String {
    let mut out = String::new();
    let is_told = |severity| severity == Severity::Error || !look.errors_only;
    for (found, finding) in each(books).filter(|(_, finding)| is_told(finding.severity)) {
        if let Some(at) = &finding.at {
            let range = found.end(at).map_or_else(String::new, |(line, column)| {
                format!("{{{}:{}-{line}:{column}}}:", at.line, at.column)
            });
            let path = found.path(at);
            out.push_str(&format!("{}:{}:{}:{range} ", visible(&path), at.line, at.column));
        }
        let (severity, code) = (finding.severity.word(), finding.code);
        let message = visible(finding.message.text(look.lang));
        out.push_str(&format!("{severity}[{code}] {message}\n"));
    }
    out
}
