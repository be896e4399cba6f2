//! The sample yearbook: some 120 pages of every kind, judged as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use nianjian::load::layout;
use nianjian::make::request::OutputKind;
use nianjian::typeset::pdfx::{PrintConditions, check};

use crate::sample::generate;
use crate::support::{build, build_to, built, inside, pdf_file, said, tools};

/// The book, written once for all tests.
pub fn book() -> &'static Path {
    static BOOK: OnceLock<PathBuf> = OnceLock::new();
    BOOK.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("yearbook");
        let _ = fs::remove_dir_all(&folder);
        generate(&folder);
        folder
    })
}

/// The files of a folder and of the folders in it.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = PathBuf::from(path.file_name().unwrap());
        if path.is_dir() {
            out.extend(files(&path).into_iter().map(|(inner, bytes)| (name.join(inner), bytes)));
        } else {
            out.insert(name, fs::read(&path).unwrap());
        }
    }
    out
}

#[test]
fn nothing_is_found_in_it() {
    let found = &built(book()).found;
    assert_eq!(found.counts(), (0, 0), "{}", said(found));
}

#[test]
fn it_has_every_kind_of_page_and_some_120_pages() {
    let inside = inside(book());
    let kinds: BTreeSet<String> = inside.book.sections.iter().map(|s| s.kind.clone()).collect();
    let mut all: BTreeSet<String> = layout::built_in_kinds().into_keys().collect();
    // The school book has classes and what they say, every-construct has prose in two columns and
    // lives.
    for elsewhere in ["portraits", "quotes", "prose", "biographies"] {
        assert!(all.remove(elsewhere));
    }
    assert_eq!(kinds, all);
    assert!((115..=130).contains(&inside.pages.count()), "{} pages", inside.pages.count());
    // The ten stories make a spread, and it faces itself.
    let page = |section: &str| inside.pages.places[section];
    assert_eq!((page("ten") % 2, page("news")), (0, page("ten") + 2));
}

#[test]
fn the_same_book_is_generated_and_built_each_time() {
    let folder = tempfile::TempDir::new().unwrap();
    let again = folder.path().join("yearbook");
    generate(&again);
    assert!(files(book()) == files(&again));
    assert!(built(book()).files == build(&again).files);
}

#[test]
fn its_pdf_and_e_book_pass_the_validators() {
    let folder = tempfile::TempDir::new().unwrap();
    let write = |extension: &str| {
        let path = folder.path().join(format!("yearbook{extension}"));
        fs::write(&path, built(book()).file(extension)).unwrap();
        path
    };
    tools::passes("check-pdf", &["-f", "2a,ua1"], &write(".pdf"));
    tools::passes("check-epub", &["--usage"], &write(".epub"));
    tools::passes("check-a11y", &["--min", "minor"], &write(".epub"));
}

#[test]
fn its_print_file_passes_both_preflights() {
    let built_print = build_to(book(), &[OutputKind::Print]);
    assert_eq!(built_print.found.counts(), (0, 0), "{}", said(&built_print.found));
    let pdf = built_print.file("-print.pdf");
    let wanted = PrintConditions { trim: [210.0, 285.0], bleed: 3.0, ink: 300.0 };
    assert_eq!(check(pdf, &wanted).unwrap(), []);
    let screen = pdf_file::open(built(book()).file(".pdf"));
    // Without cover and inside cover, filled up to whole signatures.
    let block = screen.get_pages().len() - 2;
    assert_eq!(pdf_file::open(pdf).get_pages().len(), block.next_multiple_of(16));
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("yearbook-print.pdf");
    fs::write(&path, pdf).unwrap();
    tools::passes("check-print", &["--trim", "210x285", "--bleed", "3", "--ink", "300"], &path);
}
