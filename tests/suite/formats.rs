//! One layout in other formats, colours and folders: what is changed by one line of its
//! `typst.toml`, and where it may lie.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use nianjian::diag::Findings;
use nianjian::make::request::OutputKind;
use tempfile::TempDir;

use crate::support::dist::Dist;
use crate::support::{
    Copy, build, build_to, command, copy_tree, every_construct, findings, findings_of,
    findings_with, inside, jinshan, minimal, pdf_file, root, said, stderr, zip_file,
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
/// pages are (L06), and whether a picture has pixels enough for a larger frame (I07, P04) and lines
/// and words large enough for a smaller one (P08, F12).
fn lines(found: &Findings) -> BTreeSet<String> {
    let shown = found.sorted().into_iter().map(|finding| {
        let at = finding.at.as_ref().map(|at| format!("{}:{}", at.file, at.line));
        format!("{} {}", at.unwrap_or_default(), finding.code)
    });
    let of_the_book =
        |line: &String| ["L06", "I07", "P04", "P08", "F12"].iter().any(|it| line.ends_with(it));
    shown.filter(|line| !of_the_book(line)).collect()
}

/// Sets a book in the other formats and asks for findings that it does not have in the layout's
/// own.
fn nothing_new(book: &Path, outputs: &[OutputKind]) {
    let own = lines(&findings_of(book, outputs, &[]));
    for [width, height] in FORMATS {
        let folder = TempDir::new().unwrap();
        let trim = format!("trim = [{width}, {height}]");
        let layout = layout_with(folder.path(), "trim = [210, 285]", &trim);
        let found = findings_with(book, &layout, outputs);
        let new: Vec<String> = lines(&found).difference(&own).cloned().collect();
        assert_eq!(new, Vec::<String>::new(), "{trim}: {}", said(&found));
    }
}

#[test]
fn small_books_have_no_new_findings_in_other_formats() {
    let books = [minimal(), every_construct(), jinshan()];
    books.iter().for_each(|book| nothing_new(book, &[OutputKind::Print]));
}

#[test]
fn layouts_of_books_have_their_format_from_one_line_too() {
    for [width, height] in FORMATS {
        let book = Copy::of(&root().join("tests/books/own-kinds"));
        let trim = format!("trim = [{width}, {height}]");
        book.replace("layout/typst.toml", "trim = [148, 210]", &trim);
        let found = findings(&book.path);
        assert_eq!(found.counts(), (0, 0), "{trim}: {}", said(&found));
    }
}

#[test]
fn the_school_book_has_no_new_findings_in_other_formats() {
    nothing_new(crate::portraits::school(), &[OutputKind::Print]);
}

#[test]
fn the_sample_yearbook_has_no_new_findings_in_other_formats() {
    nothing_new(crate::yearbook::book(), &[]);
}

/// Sets a book with the second layout in the binary and asks for findings that it does not have
/// with the first.
fn nothing_new_in_the_gazette(book: &Path) {
    let found = findings_with(book, &root().join("layouts/gazette"), &[]);
    let new: Vec<String> = lines(&found).difference(&lines(&findings(book))).cloned().collect();
    assert_eq!(new, Vec::<String>::new(), "{}", said(&found));
}

#[test]
fn books_are_set_as_a_gazette_without_new_findings() {
    let school = crate::portraits::school().to_owned();
    let books = [minimal(), every_construct(), jinshan(), school];
    books.iter().for_each(|book| nothing_new_in_the_gazette(book));
}

#[test]
fn the_sample_yearbook_is_set_as_a_gazette_without_new_findings() {
    nothing_new_in_the_gazette(crate::yearbook::book());
}

#[test]
fn a_gazette_says_in_both_outputs_what_the_book_says() {
    let book = Copy::of(&every_construct());
    let text = fs::read_to_string(book.path.join("book.yaml")).unwrap();
    let named = |line: &&str| !line.starts_with("layout:");
    let text: Vec<&str> = text.lines().filter(named).collect();
    book.write("book.yaml", format!("layout: gazette\n{}\n", text.join("\n")));
    let told = Dist::of(&book.path, "screen,print,epub").told();
    assert_eq!(told.lines, Vec::<String>::new());
    assert!(told.rows.iter().all(|row| row.good), "{:#?}", told.rows);
}

/// The block begins with the title page, on the right, behind the cover and its inside; parts are
/// on the right as well.
#[test]
fn books_and_their_parts_begin_on_the_right_in_both_layouts() {
    for layout in ["yearbook", "gazette"] {
        let book = Copy::of(&every_construct());
        let text = fs::read_to_string(book.path.join("book.yaml")).unwrap();
        book.write("book.yaml", text.replace("layout: yearbook", &format!("layout: {layout}")));
        let inside = inside(&book.path);
        let folios = inside.pages.folios(&inside.book);
        let labels: Vec<&str> = folios.iter().map(|folio| folio.label.as_str()).collect();
        assert_eq!(labels[..3], ["I", "II", "1"], "{layout}");
        for part in inside.book.sections.iter().filter(|section| section.kind == "part") {
            let page = inside.pages.places[&part.id];
            let folio: usize = labels[page - 1].parse().unwrap();
            assert_eq!((page % 2, folio % 2), (1, 1), "{layout}: {}", part.id);
        }
    }
}

#[test]
fn a_gazette_has_a_sheet_for_its_cover() {
    for variant in ["days", "photo", "plain"] {
        let book = Copy::of(&minimal());
        let print = "print: {convert: true, paper: {caliper: 0.1}}";
        let named = format!("layout: gazette\ncover: {{variant: {variant}}}\n{print}\nsections:");
        book.replace("book.yaml", "sections:", &named);
        let made = build_to(&book.path, &[OutputKind::Screen, OutputKind::Cover]);
        assert!(!made.found.has_errors(), "{variant}\n{}", said(&made.found));
        let sheet = made.files.keys().find(|name| name.ends_with("-cover.pdf"));
        let words = pdf_file::words(&made.files[sheet.unwrap()]);
        assert!(words.contains("小书"), "{variant}: {words}");
    }
}

#[test]
fn a_layout_with_a_base_holds_what_differs() {
    let book = Copy::of(&minimal());
    book.replace("book.yaml", "sections:", "layout: ./own\nsections:");
    let manifest = fs::read_to_string(root().join("layouts/yearbook/typst.toml")).unwrap();
    let (head, _) = manifest.split_once("[tool.nianjian.pages.news]").unwrap();
    let head = head.replace("contract = 1", "contract = 1\nbase = \"yearbook\"");
    book.write("own/typst.toml", head.replace("trim = [210, 285]", "trim = [148, 210]"));
    let found = findings(&book.path);
    assert_eq!(found.counts(), (0, 0), "{}", said(&found));
    // Its own file takes the place of the base's.
    let own = "#import \"../theme.typ\"\n#let front(book: none) = page[只此一页]\n";
    book.write("own/pages/imprint.typ", own);
    let words = pdf_file::words(build(&book.path).file(".pdf"));
    assert!(words.contains("第一条") && words.contains("只此一页"), "{words}");
}

#[test]
fn a_layout_written_out_has_the_files_of_its_base() {
    let folder = TempDir::new().unwrap();
    let mut tool = command();
    tool.current_dir(folder.path()).args(["layouts", "--name", "gazette", "--export", "ours"]);
    assert!(tool.output().unwrap().status.success());
    let same = |path: &str, of: &str| {
        let own = fs::read(folder.path().join("ours").join(path)).unwrap();
        assert!(own == fs::read(root().join("layouts").join(of).join(path)).unwrap(), "{path}");
    };
    for path in ["theme.typ", "lib.typ", "pages/news.typ", "data/book.json", "epub.css"] {
        same(path, "yearbook");
    }
    for path in ["typst.toml", "choices.typ", "pages/cover.typ", "parts/band.typ"] {
        same(path, "gazette");
    }
}

/// The names that a theme gives to its values.
fn tokens(theme: &str) -> BTreeSet<&str> {
    let after = theme.lines().filter_map(|line| line.strip_prefix("#let "));
    after.map(|rest| rest.split([' ', '(']).next().unwrap_or_default()).collect()
}

#[test]
fn the_table_of_tokens_has_every_name_of_the_theme() {
    let theme = fs::read_to_string(root().join("layouts/yearbook/theme.typ")).unwrap();
    let readme = fs::read_to_string(root().join("layouts/README.md")).unwrap();
    let (_, rest) = readme.split_once("| 名字 token |").unwrap();
    let (table, _) = rest.split_once("\n\n").unwrap();
    let first = table.lines().filter_map(|row| row.strip_prefix('|')?.split('|').next());
    let listed: BTreeSet<&str> =
        first.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    let names = tokens(&theme);
    let wrong: Vec<&&str> = names.symmetric_difference(&listed).collect();
    assert!(wrong.is_empty(), "in one of both alone: {wrong:?}");
}

#[test]
fn pages_and_e_books_take_their_colours_from_one_table() {
    let layout = root().join("layouts/yearbook");
    let style = fs::read_to_string(layout.join("epub.css")).unwrap();
    let is_literal =
        |rest: &&str| rest.chars().take(3).filter(char::is_ascii_hexdigit).count() == 3;
    assert_eq!(style.split('#').skip(1).find(is_literal), None);
    let theme = fs::read_to_string(layout.join("theme.typ")).unwrap();
    assert!(!theme.contains("rgb(\"") && !theme.contains("cmyk(1"));
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
