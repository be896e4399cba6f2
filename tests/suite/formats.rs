//! One layout in other formats, colours and folders: what is changed by one line of its
//! `typst.toml`, and where it may lie.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use nianjian::diag::Findings;
use tempfile::TempDir;

use crate::support::{
    Copy, build, command, copy_tree, every_construct, findings, findings_with, jinshan, minimal,
    root, said, stderr, zip_file,
};

/// The formats of the trade beside the layout's own, in millimetres.
const FORMATS: [[u32; 2]; 3] = [[185, 260], [210, 297], [170, 240]];

/// A folder with a copy of the built-in layout in which one text is another.
fn layout_with(folder: &Path, from: &str, to: &str) -> PathBuf {
    let layout = folder.join("layout");
    copy_tree(&root().join("layouts/yearbook"), &layout);
    let manifest = layout.join("typst.toml");
    let text = fs::read_to_string(&manifest).unwrap();
    assert_eq!(text.matches(from).count(), 1, "{from}");
    fs::write(manifest, text.replace(from, to)).unwrap();
    layout
}

/// What was found, by line and code. Left out is what a book alone can change: how full the last
/// pages are (L06), and whether a picture has pixels enough for a larger frame (I07).
fn lines(found: &Findings) -> BTreeSet<String> {
    let shown = found.sorted().into_iter().map(|finding| {
        let at = finding.at.as_ref().map(|at| format!("{}:{}", at.file, at.line));
        format!("{} {}", at.unwrap_or_default(), finding.code)
    });
    shown.filter(|line| !line.ends_with("L06") && !line.ends_with("I07")).collect()
}

/// Sets a book in the other formats and asks for findings that it does not have in the layout's
/// own.
fn nothing_new(book: &Path) {
    let own = lines(&findings(book));
    for [width, height] in FORMATS {
        let folder = TempDir::new().unwrap();
        let trim = format!("trim = [{width}, {height}]");
        let layout = layout_with(folder.path(), "trim = [210, 285]", &trim);
        let found = findings_with(book, &layout);
        let new: Vec<String> = lines(&found).difference(&own).cloned().collect();
        assert_eq!(new, Vec::<String>::new(), "{trim}: {}", said(&found));
    }
}

#[test]
fn small_books_have_no_new_findings_in_other_formats() {
    [minimal(), every_construct(), jinshan()].iter().for_each(|book| nothing_new(book));
}

#[test]
fn the_school_book_has_no_new_findings_in_other_formats() {
    nothing_new(crate::portraits::school());
}

#[test]
fn the_sample_yearbook_has_no_new_findings_in_other_formats() {
    nothing_new(crate::yearbook::book());
}

#[test]
fn pages_and_e_books_take_their_colours_from_one_table() {
    for entry in fs::read_dir(root().join("layouts")).unwrap() {
        let layout = entry.unwrap().path();
        if !layout.is_dir() {
            continue;
        }
        let style = fs::read_to_string(layout.join("epub.css")).unwrap();
        let literal = style
            .split('#')
            .skip(1)
            .find(|rest| rest.chars().take(3).filter(char::is_ascii_hexdigit).count() == 3);
        assert_eq!(literal, None, "{}", layout.display());
        let theme = fs::read_to_string(layout.join("theme.typ")).unwrap();
        assert!(!theme.contains("rgb(\"#"), "{}", layout.display());
    }
    let book = Copy::of(&minimal());
    let [from, to] = ["#a6192e", "#1c3f6e"].map(|red| format!("accent = {{ screen = \"{red}\""));
    layout_with(&book.path, &from, &to);
    book.replace("book.yaml", "sections:", "layout: ./layout\nsections:");
    let made = build(&book.path);
    assert_eq!(made.found.counts(), (0, 0), "{}", said(&made.found));
    let style = zip_file::text(made.file(".epub"), "OEBPS/stylesheet.css");
    assert!(style.contains("#1c3f6e") && !style.contains("#a6192e"));
    assert!(!style.contains("var(--accent)"), "{style}");
}

/// A folder of a series: a book that names a layout, and the layout that it shares.
fn series(named: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    copy_tree(&minimal(), &folder.path().join("series/one"));
    copy_tree(&root().join("layouts/yearbook"), &folder.path().join("series/shared/ours"));
    let book = folder.path().join("series/one/book.yaml");
    let text = fs::read_to_string(&book).unwrap();
    fs::write(book, text.replace("sections:", &format!("layout: {named}\nsections:"))).unwrap();
    folder
}

#[test]
fn books_of_a_series_share_a_layout_beside_them() {
    let folder = series("../shared/ours");
    let made = build(&folder.path().join("series/one"));
    assert_eq!(made.found.counts(), (0, 0), "{}", said(&made.found));
    let mut tool = command();
    tool.current_dir(folder.path()).args(["build", "series/one", "--deps", "one.d"]);
    let output = tool.output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let rule = fs::read_to_string(folder.path().join("one.d")).unwrap();
    assert!(rule.contains("series/one/../shared/ours/theme.typ"), "{rule}");
    // What is wrong with it has its place there.
    let style = folder.path().join("series/shared/ours/epub.css");
    fs::write(&style, "h1 { color: var(--accnet) }\n").unwrap();
    let said = said(&findings(&folder.path().join("series/one")));
    assert!(said.contains("../shared/ours/epub.css:1:13-1:26: error[L01]"), "{said}");
}

#[test]
fn no_layout_farther_away_is_read() {
    for named in ["../../far", "..", "../", "../shared/../../far", "../shared/link", "../none"] {
        let folder = series(named);
        let far = folder.path().join("far");
        copy_tree(&root().join("layouts/yearbook"), &far);
        #[cfg(unix)]
        std::os::unix::fs::symlink(&far, folder.path().join("series/shared/link")).unwrap();
        let found = findings(&folder.path().join("series/one"));
        let codes: Vec<String> = found.sorted().iter().map(|it| it.code.to_string()).collect();
        assert_eq!(codes, ["L01"], "{named}: {}", said(&found));
    }
}
