//! The PDF, read back with another library and judged by validators.

use std::fs;

use crate::support::pdf_file::{bookmarks, entry, links, open, string, tags, words};
use crate::support::{Copy, built, every_construct, golden, jinshan, minimal, tools};

#[test]
fn it_conforms_to_pdf_a_2a_and_pdf_ua_1() {
    let folder = tempfile::TempDir::new().unwrap();
    for book in [jinshan(), every_construct(), minimal()] {
        let path = folder.path().join("book.pdf");
        fs::write(&path, built(&book).file(".pdf")).unwrap();
        tools::passes("check-pdf", &["-f", "2a,ua1"], &path);
    }
}

#[test]
fn the_gate_refuses_a_file_without_tags() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("book.pdf");
    let mut document = open(built(&minimal()).file(".pdf"));
    document.catalog_mut().unwrap().remove(b"StructTreeRoot");
    document.save(&path).unwrap();
    tools::refuses("check-pdf", &["-f", "2a,ua1"], &path);
}

#[test]
fn the_tag_tree_is_as_it_was() {
    golden::text("tags/jinshan-2023.txt", &tags(&open(built(&jinshan()).file(".pdf"))));
    golden::text("tags/every-construct.txt", &tags(&open(built(&every_construct()).file(".pdf"))));
}

/// U+2060 keeps a number with its unit while lines are broken; nobody would search for it.
#[test]
fn words_are_found_as_they_are_written() {
    assert!(words(built(&jinshan()).file(".pdf")).contains("2023年11月23日，市委书记"));
    for book in [jinshan(), every_construct()] {
        assert!(!words(built(&book).file(".pdf")).contains('\u{2060}'));
    }
}

#[test]
fn it_says_what_it_is() {
    let document = open(built(&jinshan()).file(".pdf"));
    let catalog = document.catalog().unwrap();
    assert_eq!(entry(&document, catalog, "Lang").map(string).as_deref(), Some("zh-Hans"));
    let info = document.trailer.get(b"Info").unwrap();
    let info = document.dereference(info).unwrap().1.as_dict().unwrap();
    assert_eq!(entry(&document, info, "Title").map(string).as_deref(), Some("2023金山十大新闻"));
    assert!(catalog.has(b"PageLabels"));
    let metadata = entry(&document, catalog, "Metadata").unwrap().as_stream().unwrap();
    let xmp = String::from_utf8_lossy(&metadata.content).into_owned();
    assert!(xmp.contains("zh-Hans"), "{xmp}");
    let made = open(built(&every_construct()).file(".pdf"));
    let info = made.trailer.get(b"Info").unwrap();
    let info = made.dereference(info).unwrap().1.as_dict().unwrap();
    assert!(!entry(&made, info, "Author").map(string).unwrap_or_default().is_empty());
}

#[test]
fn bookmarks_are_the_headings() {
    let document = open(built(&jinshan()).file(".pdf"));
    let bookmarks = bookmarks(&document);
    let section = bookmarks.iter().position(|title| title == "2023金山十大新闻").unwrap();
    let stories: Vec<&String> =
        bookmarks[section + 1..].iter().take_while(|t| t.starts_with(' ')).collect();
    assert_eq!(stories.len(), 10, "{bookmarks:?}");
    assert!(stories[9].contains("市域铁路南枫线一期工程开工建设"));
}

#[test]
fn contents_marks_and_captions_are_linked() {
    let document = open(built(&jinshan()).file(".pdf"));
    let by_page = |page| links(&document).iter().filter(|(number, _)| *number == page).count();
    assert!(by_page(3) >= 11, "contents: {}", by_page(3));
    // Eight marks lead to the caption list and eight entries lead back.
    assert!(by_page(4) + by_page(5) >= 16, "{} {}", by_page(4), by_page(5));
}

#[test]
fn pages_have_the_trim_size() {
    let document = open(built(&jinshan()).file(".pdf"));
    for (number, id) in document.get_pages() {
        let page = document.get_dictionary(id).unwrap();
        let media = entry(&document, page, "MediaBox").unwrap().as_array().unwrap();
        let sides: Vec<f32> = media.iter().map(|side| side.as_float().unwrap()).collect();
        let millimetres = |points: f32| points * 25.4 / 72.0;
        let (width, height) = (millimetres(sides[2] - sides[0]), millimetres(sides[3] - sides[1]));
        assert!(
            (width - 210.0).abs() < 0.01 && (height - 285.0).abs() < 0.01,
            "{number}: {width} × {height}"
        );
    }
}

#[test]
fn a_rare_character_survives_with_a_face_that_has_it() {
    let hanazono = "/usr/share/fonts/truetype/hanazono/HanaMinB.ttf";
    let Ok(face) = fs::read(hanazono) else {
        println!("skipped: {hanazono} is not here");
        return;
    };
    let book = Copy::of(&minimal());
    let section = "kind: news\ntitle: 要闻\nstories: [{id: a, title: 𠮷野, body: 姓𠮷名䶮。}]\n";
    book.write("10-news.yaml", section);
    book.write("faces/HanaMinB.ttf", face);
    assert_eq!(book.codes(), ["T01"]);
    let yaml = fs::read_to_string(book.path.join("book.yaml")).unwrap();
    book.write("book.yaml", format!("{yaml}\nfonts: [faces]\n"));
    let made = crate::support::build(&book.path);
    let words = crate::support::pdf_file::words(made.file(".pdf"));
    assert!(words.contains("姓𠮷名䶮"), "{words}");
    assert!(crate::support::zip_file::words(made.file(".epub")).contains("姓𠮷名䶮"));
}
