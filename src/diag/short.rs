//! A line a finding, for editors that jump to places: `file:line:column:`, then the range in
//! braces, as compilers print it.

use crate::diag::{Findings, Lang, each};

pub(super) fn render(books: &[Findings], lang: Lang) -> String {
    let mut out = String::new();
    for (found, finding) in each(books) {
        if let Some(at) = &finding.at {
            let range = found.end(at).map_or_else(String::new, |(line, column)| {
                format!("{{{}:{}-{line}:{column}}}:", at.line, at.column)
            });
            out.push_str(&format!("{}:{}:{}:{range} ", found.path(at), at.line, at.column));
        }
        let (severity, code) = (finding.severity.word(), finding.code);
        out.push_str(&format!("{severity}[{code}] {}\n", finding.message.text(lang)));
    }
    out
}
