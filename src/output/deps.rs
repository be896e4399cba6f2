//! A dependency file as Make and Ninja read it: what was made, and what it was made of. With it an
//! engine that has many books knows which of them to build again, on however many machines.
//!
//! Ninja refuses a file that names what its rule does not, so PDFs and e-books alone are named, and
//! not what is written beside them.

use std::path::{Path, PathBuf};

/// One rule: all PDFs and e-books among the outputs depend on all inputs.
#[must_use]
pub fn rule(outputs: &[PathBuf], inputs: &[PathBuf]) -> String {
    let is_book = |path: &&PathBuf| path.extension().is_some_and(|it| it == "pdf" || it == "epub");
    let outputs: Vec<PathBuf> = outputs.iter().filter(is_book).cloned().collect();
    let list = |paths: &[PathBuf], between: &str| {
        paths.iter().map(|path| escaped(path)).collect::<Vec<_>>().join(between)
    };
    format!("{}: \\\n  {}\n", list(&outputs, " "), list(inputs, " \\\n  "))
}

/// A path with the characters escaped that are special to Make (GNU Make manual, 4.3).
fn escaped(path: &Path) -> String {
    let path = path.to_string_lossy();
    path.replace('$', "$$").replace(' ', "\\ ").replace('#', "\\#")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_rule_with_plain_names() {
        let paths = |names: &[&str]| names.iter().map(PathBuf::from).collect::<Vec<_>>();
        assert_eq!(
            rule(
                &paths(&["d/a.pdf", "d/a.epub", "d/SHA256SUMS"]),
                &paths(&["a b/book.yaml", "c#$1.jpg"])
            ),
            "d/a.pdf d/a.epub: \\\n  a\\ b/book.yaml \\\n  c\\#$$1.jpg\n"
        );
    }
}
