//! One folder a code: `tests/check/CODE…/in` laid over the minimal book, with the expected
//! findings.

use std::collections::BTreeSet;
use std::fs;

use nianjian::check::Stage;
use nianjian::diag::Code;
use nianjian::epub::profile::Shop;
use nianjian::make::request::OutputKind;

use crate::support::{
    Copy, copy_tree, findings, findings_at, findings_of, golden, minimal, root, said,
};

#[test]
fn every_case_says_what_is_expected() {
    let mut failed = Vec::new();
    for case in cases() {
        let book = Copy::of(&minimal());
        let folder = root().join("tests/check").join(&case);
        copy_tree(&folder.join("in"), &book.path);
        // What is wrong of a print file or an e-book shows when one is made.
        let (outputs, shops): (&[OutputKind], &[Shop]) = match case.chars().next() {
            Some('P') if case.starts_with("P09") => (&[OutputKind::Cover], &[]),
            Some('P') => (&[OutputKind::Print], &[]),
            Some('E') => (&[OutputKind::Epub], &[Shop::Apple]),
            _ => (&[], &[]),
        };
        // Reviews are wanted for a release.
        let found = match case.starts_with("M09") {
            true => findings_at(&book.path, Stage::Reviewed),
            false => findings_of(&book.path, outputs, shops),
        };
        let said = said(&found);
        let code = case.split('-').next().unwrap();
        if !said.contains(&format!("[{code}]")) {
            failed.push(format!("{case} does not say {code}:\n{said}"));
        }
        let expected = folder.join("expected.txt");
        let compared = std::panic::catch_unwind(|| golden::at(&expected, &said));
        failed.extend(compared.err().map(|e| e.downcast_ref::<String>().cloned().unwrap_or(case)));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_code_has_a_case() {
    let cases: BTreeSet<String> =
        cases().iter().map(|case| case.split('-').next().unwrap().to_owned()).collect();
    // What `verify` finds is wrong with artefacts, not with books: `verify.rs` makes the damage.
    // E01 is for gigabytes, and tested where it is found; M08 is of the folder's own name.
    let of_books = Code::ALL
        .iter()
        .map(ToString::to_string)
        .filter(|code| !code.starts_with('V') && code != "E01" && code != "M08");
    let missing: Vec<String> = of_books.filter(|code| !cases.contains(code)).collect();
    assert!(missing.is_empty(), "no folder in tests/check for {missing:?}");
}

#[test]
fn the_books_have_no_errors() {
    for book in ["content/jinshan-2023", "tests/books/minimal", "tests/books/every-construct"] {
        let found = findings(&root().join(book));
        assert_eq!(found.counts().0, 0, "{book}: {}", said(&found));
    }
}

fn cases() -> Vec<String> {
    let entries = fs::read_dir(root().join("tests/check")).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert!(!names.is_empty());
    names
}
