//! A line a finding, for editors that jump to places.

use crate::diag::{Findings, Lang, each};

pub(super) fn render(books: &[Findings], lang: Lang) -> String {
    let mut out = String::new();
    for (found, finding) in each(books) {
        if let Some(at) = &finding.at {
            out.push_str(&format!("{}:{}:{}: ", found.path(at), at.line, at.column));
        }
        let (severity, code) = (finding.severity.word(), finding.code);
        out.push_str(&format!("{severity}[{code}] {}\n", finding.message.text(lang)));
    }
    out
}
