//! A dependency file as Make and Ninja read it: what was made, and what it was made of. With it an
//! engine that has many books knows which of them to build again, on however many machines.
//!
//! Ninja refuses a file that names what its rule does not, so PDFs and e-books alone are named, and
//! not what is written beside them.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// One rule: all PDFs and e-books among the outputs depend on all inputs.
///
/// # Errors
/// If a path has a character that neither Make nor Ninja can be told.
pub fn rule(outputs: &[PathBuf], inputs: &[PathBuf]) -> Result<String> {
    let is_book = |path: &&PathBuf| path.extension().is_some_and(|it| it == "pdf" || it == "epub");
    let outputs = outputs.iter().filter(is_book).map(|path| escaped(path, &['%']));
    let inputs = inputs.iter().map(|path| escaped(path, &[]));
    let (outputs, inputs): (Result<Vec<_>>, Result<Vec<_>>) = (outputs.collect(), inputs.collect());
    Ok(format!("{}: \\\n  {}\n", outputs?.join(" "), inputs?.join(" \\\n  ")))
}

/// A path with the characters escaped that are special to Make (GNU Make manual, 4.3) and that
/// Ninja reads back. A semicolon would begin a recipe, and no escape of it is known to both.
fn escaped(path: &Path, further: &[char]) -> Result<String> {
    let path = path.to_string_lossy();
    if path.contains(|c: char| c.is_control() || c == ';' || further.contains(&c)) {
        bail!("{path}: a name that --deps cannot write / --deps 写不了这个名字");
    }
    let (drive, rest) = match cfg!(windows) && path.get(1..2) == Some(":") {
        true => path.split_at(2),
        false => ("", &*path),
    };
    let rest = rest.replace('$', "$$").replace(':', "\\:");
    Ok(format!("{drive}{}", rest.replace(' ', "\\ ").replace('#', "\\#")))
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
                &paths(&["a b/book.yaml", "c#$1:2%.jpg"])
            )
            .unwrap(),
            "d/a.pdf d/a.epub: \\\n  a\\ b/book.yaml \\\n  c\\#$$1\\:2%.jpg\n"
        );
        for (output, input) in [("a%.pdf", "b"), ("a.pdf", "b;c"), ("a.pdf", "b\nc")] {
            assert!(rule(&paths(&[output]), &paths(&[input])).is_err(), "{output} {input}");
        }
    }
}
