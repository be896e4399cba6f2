//! Section files with less or more text than they have.

use std::fmt::Write as _;

/// What is added.
pub(crate) const MORE: &str = "有关部门表示，将继续完善配套设施，让更多居民就近享受到服务，并及时公布进展情况，接受社会监督。";

/// A section file with every body of one paragraph `by` times as long.
pub(crate) fn bodies(text: &str, by: f64) -> String {
    let mut out = String::new();
    let mut in_body = false;
    for line in text.lines() {
        if in_body && line.starts_with("      ") && !line.trim().is_empty() {
            let body: Vec<char> = line.trim().chars().collect();
            let wanted = (body.len() as f64 * by) as usize;
            let more = MORE.chars().cycle();
            let mut body: String = body.iter().copied().chain(more).take(wanted - 1).collect();
            body.truncate(body.trim_end_matches(['，', '、', '；', '。']).len());
            writeln!(out, "      {body}。").unwrap();
        } else {
            in_body = line == "    body: |" || in_body && line.trim().is_empty();
            writeln!(out, "{line}").unwrap();
        }
    }
    out
}
