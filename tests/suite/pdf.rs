//! The PDF, read back with another library and judged by validators.

use std::collections::BTreeSet;
use std::fs;

use lopdf::{Dictionary, Document, Object};
use nianjian::model::{Block, Content, plain};

use crate::support::pdf_file::{bookmarks, entry, links, open, resolve, string, tags, words};
use crate::support::{Copy, built, every_construct, golden, inside, jinshan, minimal, tools};

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
    assert!(by_page(5) >= 11, "contents: {}", by_page(5));
    // Eight marks lead to the caption list and eight entries lead back.
    assert!(by_page(6) + by_page(7) >= 16, "{} {}", by_page(6), by_page(7));
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

/// The readers of `tests/tools/read-pdf`: what the viewers of browsers, of Linux and of Windows
/// search and copy with.
const READERS: [&str; 4] = ["poppler", "mupdf", "pdfium", "pdfjs"];

/// The pieces of a text around figures: figures with up to four Han characters on either side.
fn around_figures(text: &str) -> BTreeSet<String> {
    let characters: Vec<char> = text.chars().collect();
    let is_figure = |at: &usize| characters[*at].is_ascii_digit();
    let is_word = |at: &usize| characters[*at].is_alphanumeric();
    let mut pieces = BTreeSet::new();
    for at in (0..characters.len()).filter(is_figure) {
        let start = (at.saturating_sub(4)..at).rev().take_while(is_word).last().unwrap_or(at);
        let end = (at..characters.len().min(at + 5)).take_while(is_word).last().unwrap_or(at);
        let piece: String = characters[start..=end].iter().collect();
        if !piece.is_ascii() {
            pieces.insert(piece);
        }
    }
    pieces
}

#[test]
fn viewers_find_figures_among_han_characters_and_whole_paragraphs() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("book.pdf");
    fs::write(&path, built(&jinshan()).file(".pdf")).unwrap();
    let book = &inside(&jinshan()).book;
    let Content::Stories(stories) = &book.sections[0].content else { panic!("no stories") };
    let mut pieces = BTreeSet::new();
    for block in stories.iter().flat_map(|story| &story.body) {
        if let Block::Paragraph(runs) = block {
            let paragraph = plain(runs);
            pieces.append(&mut around_figures(&paragraph));
            pieces.insert(paragraph);
        }
    }
    assert!(pieces.len() > 100, "{}", pieces.len());
    for reader in READERS {
        let Some((good, text)) = tools::run("read-pdf", &[reader], &path) else { continue };
        assert!(good, "{reader}: {text}");
        // A viewer that sees one line at a time cannot find what runs on into the next.
        let text: String = text.chars().filter(|c| *c != '\n').collect();
        let lost: Vec<&String> = pieces.iter().filter(|piece| !text.contains(*piece)).collect();
        assert!(lost.is_empty(), "{reader}: {lost:?}");
    }
}

fn walk<'a>(document: &'a Document, object: &'a Object, see: &mut dyn FnMut(&'a Dictionary)) {
    match resolve(document, object) {
        Object::Array(kids) => kids.iter().for_each(|kid| walk(document, kid, see)),
        Object::Dictionary(dict) if dict.has(b"S") || dict.has_type(b"StructTreeRoot") => {
            see(dict);
            if let Ok(kids) = dict.get(b"K") {
                walk(document, kids, see);
            }
        }
        _ => {}
    }
}

/// All structure elements of a type.
fn elements<'a>(document: &'a Document, role: &str) -> Vec<&'a Dictionary> {
    let root = entry(document, document.catalog().unwrap(), "StructTreeRoot").unwrap();
    let mut out = Vec::new();
    walk(document, root, &mut |dict| {
        if dict.get(b"S").and_then(Object::as_name).is_ok_and(|name| name == role.as_bytes()) {
            out.push(dict);
        }
    });
    out
}

fn kids<'a>(document: &'a Document, element: &'a Dictionary) -> Vec<&'a Object> {
    match entry(document, element, "K") {
        Some(Object::Array(kids)) => kids.iter().map(|kid| resolve(document, kid)).collect(),
        kid => kid.into_iter().collect(),
    }
}

#[test]
fn elements_hold_something() {
    for book in [jinshan(), every_construct()] {
        let document = open(built(&book).file(".pdf"));
        for role in ["Div", "Span", "P", "TH", "Link", "Caption", "TOCI"] {
            let found = elements(&document, role);
            assert!(found.iter().all(|element| !kids(&document, element).is_empty()), "{role}");
        }
    }
}

#[test]
fn tables_have_heads_of_rows_and_their_units_are_captions() {
    let document = open(built(&every_construct()).file(".pdf"));
    let tables = elements(&document, "Table");
    let roles = |element: &Dictionary| -> Vec<String> {
        let kids = kids(&document, element).into_iter().filter_map(|kid| kid.as_dict().ok());
        kids.map(|kid| String::from_utf8_lossy(kid.get(b"S").unwrap().as_name().unwrap()).into())
            .collect()
    };
    let tables: Vec<Vec<String>> = tables.iter().map(|table| roles(table)).collect();
    assert!(tables.contains(&vec!["Caption".into(), "THead".into(), "TBody".into()]));
    assert!(tables.contains(&vec!["THead".into(), "TBody".into()]));
    let scope = |cell: &&&Dictionary| {
        let attributes = entry(&document, cell, "A").unwrap().as_array().unwrap().iter();
        let mut scopes = attributes.filter_map(|dict| dict.as_dict().ok()?.get(b"Scope").ok());
        scopes.next().unwrap().as_name().unwrap() == b"Row"
    };
    let heads = elements(&document, "TH");
    let rows: usize = elements(&document, "TR").len();
    assert_eq!(heads.iter().filter(scope).count(), rows - tables.len());
}

#[test]
fn contents_are_nested_and_links_say_where_they_lead() {
    let document = open(built(&jinshan()).file(".pdf"));
    assert_eq!(elements(&document, "TOC").len(), 2);
    assert_eq!(elements(&document, "TOCI").len(), 11);
    assert_eq!(elements(&document, "Reference").len(), 11);
    let bookmarks = bookmarks(&document);
    let named: Vec<String> = links(&document)
        .into_iter()
        .filter(|(page, _)| *page == 5)
        .map(|(_, link)| string(link.get(b"Contents").unwrap()))
        .collect();
    assert_eq!(named.len(), 11);
    assert!(named.iter().all(|name| bookmarks.iter().any(|title| title.trim() == name)));
}

#[test]
fn captions_are_in_their_figures() {
    let document = open(built(&every_construct()).file(".pdf"));
    let captions = elements(&document, "Caption").len();
    let figures = elements(&document, "Figure");
    let with: usize = figures
        .iter()
        .filter(|figure| kids(&document, figure).len() > 1)
        .map(|figure| {
            let last = kids(&document, figure).pop().unwrap().as_dict().unwrap();
            usize::from(last.get(b"S").unwrap().as_name().unwrap() == b"Caption")
        })
        .sum();
    let of_tables = 1;
    assert!(with >= 9, "{with}");
    assert_eq!(with + of_tables, captions);
}

/// The types of what stands in an element.
fn roles<'a>(document: &'a Document, element: &'a Dictionary) -> Vec<&'a str> {
    let kids = kids(document, element).into_iter().filter_map(|kid| kid.as_dict().ok());
    kids.filter_map(|kid| std::str::from_utf8(kid.get(b"S").ok()?.as_name().ok()?).ok()).collect()
}

#[test]
fn readings_follow_their_characters() {
    let pdf = built(&every_construct()).file(".pdf");
    let document = open(pdf);
    let found = elements(&document, "Ruby");
    assert_eq!(found.len(), elements(&document, "RT").len());
    assert!(found.len() > 1, "{}", found.len());
    assert!(found.iter().all(|ruby| roles(&document, ruby) == ["RB", "RT"]));
    assert!(words(pdf).contains("漢hàn字zì"));
    // In notes, which have no paragraphs, as well.
    let notes = elements(&document, "Note");
    let within = |note: &&Dictionary| count_in(&document, note, "Ruby") > 0;
    assert!(notes.iter().any(within));
}

/// How many elements of a type stand in another.
fn count_in(document: &Document, element: &Dictionary, role: &str) -> usize {
    let own = usize::from(element.get(b"S").unwrap().as_name().unwrap() == role.as_bytes());
    let kids = kids(document, element).into_iter().filter_map(|kid| kid.as_dict().ok());
    own + kids.filter(|kid| kid.has(b"S")).map(|kid| count_in(document, kid, role)).sum::<usize>()
}

#[test]
fn words_between_blocks_are_paragraphs_and_headings_are_none() {
    let blocks = ["Div", "Figure", "Table", "TOC", "L", "H1", "H2", "H3"];
    for book in [jinshan(), every_construct()] {
        let document = open(built(&book).file(".pdf"));
        for group in ["Document", "Div"].map(|role| elements(&document, role)).concat() {
            let roles = roles(&document, group);
            let mut three = roles.windows(3);
            assert!(
                !three.any(|three| three[1] == "Span"
                    && blocks.contains(&three[0])
                    && blocks.contains(&three[2])),
                "{roles:?}"
            );
        }
        for paragraph in elements(&document, "P") {
            let alone = kids(&document, paragraph).len() == 1;
            let roles = roles(&document, paragraph);
            assert!(!(alone && roles[..].iter().any(|role| role.starts_with('H'))), "{roles:?}");
        }
    }
}

#[test]
fn a_story_in_another_language_says_so() {
    let book = Copy::of(&minimal());
    let section = "kind: news\ntitle: 要闻\nstories: [{id: a, title: A day, lang: en, body: It \
        rained all day.}, {id: b, title: 晴, body: 第二天放晴。}]\n";
    book.write("10-news.yaml", section);
    let made = crate::support::build(&book.path);
    let document = open(made.file(".pdf"));
    let spoken =
        |element: &&&Dictionary| element.get(b"Lang").is_ok_and(|lang| string(lang) == "en");
    // What is around its title, and its paragraph; the other story speaks the language of the book.
    for role in ["Div", "P"] {
        let found = elements(&document, role);
        assert_eq!(found.iter().filter(spoken).count(), 1, "{role}");
        assert!(found.len() > 1);
    }
}
