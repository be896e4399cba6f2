//! The e-book in a real reading engine: nothing is broken, nothing is wider than the screen, and
//! two pages match their goldens.

use std::fs;

use crate::support::{Copy, build, every_construct, golden, jinshan, minimal, tools};

/// Chapters with what breaks most often: tables, long words, pictures, readings, lists.
const CHAPTERS: &str = "bridge,chronicle,entries,syntax,tables";

/// Makes a book with all faces in it, so that the machine's do not show; then takes a picture of
/// one chapter, of half the size, where small differences between browsers even out.
fn shoot(book: &std::path::Path, arguments: &[&str], shown: &str) -> Option<image::RgbImage> {
    let copy = Copy::of(book);
    let yaml = fs::read_to_string(copy.path.join("book.yaml")).unwrap();
    copy.write("book.yaml", format!("{yaml}\nepub: {{fonts: all}}\n"));
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("book.epub");
    fs::write(&path, build(&copy.path).file(".epub")).unwrap();
    let shots = folder.path().join("shots");
    let arguments = [arguments, &[shots.to_str().unwrap()]].concat();
    let (good, text) = tools::run("shot-epub", &arguments, &path)?;
    assert!(good, "{text}");
    let picture = image::open(shots.join(format!("{shown}.png"))).unwrap();
    let (width, height) = (picture.width() / 2, picture.height() / 2);
    Some(picture.resize_exact(width, height, image::imageops::FilterType::Triangle).into_rgb8())
}

#[test]
fn five_chapters_fit_a_phone() {
    let shot = shoot(&every_construct(), &["--width", "390", "--only", CHAPTERS], "entries");
    shot.iter().for_each(|shot| golden::picture("epub/phone-light.png", shot));
}

#[test]
fn five_chapters_fit_a_tablet_in_the_dark() {
    let arguments = ["--width", "820", "--dark", "--only", CHAPTERS];
    let shot = shoot(&every_construct(), &arguments, "bridge");
    shot.iter().for_each(|shot| golden::picture("epub/tablet-dark.png", shot));
}

#[test]
fn all_chapters_of_the_first_book_fit() {
    shoot(&jinshan(), &["--width", "390", "--dark"], "nanfeng-line");
    shoot(&jinshan(), &["--width", "820"], "nanfeng-line");
}

#[test]
fn pages_of_no_size_cut_off_rows_of_tables() {
    let book = Copy::of(&minimal());
    let row = |cells: &[&str]| format!("      | {} |\n", cells.join(" | "));
    let table = |columns: usize, cell: &str| {
        let cells = |word| vec![word; columns];
        let rows = row(&[&["石化街道"][..], &cells(cell)[1..]].concat()).repeat(60);
        let (head, dashes) = (row(&cells("指标")), row(&cells("---")));
        format!("  - title: 表\n    body: |\n{head}{dashes}{rows}")
    };
    let tables = [table(3, "金山区位于上海市西南部，东邻奉贤"), table(10, "1234.56")];
    book.write("10-news.yaml", format!("kind: table\ntitle: 统计\ntables:\n{}", tables.concat()));
    fs::remove_dir_all(book.path.join("images")).unwrap();
    for (width, height) in [("320", "568"), ("390", "700"), ("820", "1100")] {
        let arguments = ["--width", width, "--paged", height, "--only", "news"];
        shoot(&book.path, &arguments, "news");
    }
}

#[test]
fn heads_of_tables_keep_years_and_units_whole() {
    let book = Copy::of(&minimal());
    let row = |cells: [&str; 3]| format!("      | {} |\n", cells.join(" | "));
    let words = "金山区位于上海市西南部，东邻奉贤区，北与松江区、青浦区为邻，南濒杭州湾。";
    let tables = [["项目", "2024年", "说明"], ["年份", "工业产值（万元）", "说明"]].map(|head| {
        let rows = row(["石化", "98", words]).repeat(3);
        format!("  - title: 表\n    body: |\n{}{}{rows}", row(head), row(["---"; 3]))
    });
    book.write("10-news.yaml", format!("kind: table\ntitle: 统计\ntables:\n{}", tables.concat()));
    fs::remove_dir_all(book.path.join("images")).unwrap();
    for width in ["320", "390", "820"] {
        shoot(&book.path, &["--width", width, "--only", "news"], "news");
    }
}

#[test]
fn what_is_too_wide_or_broken_is_refused() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("book.epub");
    fs::write(&path, b"no e-book").unwrap();
    tools::refuses("shot-epub", &[folder.path().to_str().unwrap()], &path);
}
