//! A book that stays open gives what a book gives that is read for the first time.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use nianjian::assets::pictures::store::Store;
use nianjian::check::Stage;
use nianjian::make::changes::Changes;
use nianjian::make::request::{BuildRequest, OutputKind};
use nianjian::make::session::Session;
use nianjian::output::made::Made;
use nianjian::typeset::Medium;

use crate::support::{Copy, copy_tree, every_construct, minimal, open, root, said};

const OUTPUTS: &[OutputKind] = &[OutputKind::Screen, OutputKind::Epub];

/// What a session says and makes: its findings, and its files by name.
fn made(session: &mut Session, outputs: &[OutputKind]) -> (String, BTreeMap<String, Vec<u8>>) {
    let store = &Store::none();
    let request = BuildRequest { outputs, shops: &[], store, epoch: None, aside: None };
    let made: Option<Made> = session.export(&request, &|_| {}).unwrap();
    let files = made.into_iter().flat_map(|made| made.artefacts);
    let files = files.map(|file| (file.name.clone(), file.bytes().unwrap().into_owned())).collect();
    (said(&session.findings()), files)
}

/// Reads a book again, and holds it against one that is read for the first time. Gives the codes of
/// the findings.
fn held(session: &mut Session, book: &Copy, edit: &str) -> String {
    let changes = session.reload();
    assert!(!changes.is_empty(), "{edit}: no change was seen");
    let again = session.reload();
    assert!(again.is_empty(), "{edit}: without a change there is {again:?}");
    let (said, files) = made(session, OUTPUTS);
    let (fresh_said, fresh_files) = made(&mut open(&book.path, Stage::Release), OUTPUTS);
    assert_eq!(said, fresh_said, "{edit}: other findings");
    assert!(files.keys().eq(fresh_files.keys()), "{edit}: {:?}", files.keys());
    for (name, bytes) in &files {
        assert!(*bytes == fresh_files[name], "{edit}: {name} has other bytes");
    }
    assert_eq!(files.is_empty(), session.findings().has_errors(), "{edit}: {said}");
    said
}

fn story(id: &str, body: &str) -> String {
    format!("  - id: {id}\n    title: 又一条\n    body: |\n      {body}\n")
}

#[test]
fn after_every_edit_pages_and_e_book_are_those_of_a_fresh_build() {
    let book = Copy::of(&minimal());
    let news = fs::read_to_string(book.path.join("10-news.yaml")).unwrap();
    let picture = fs::read_to_string(book.path.join("images/first.svg")).unwrap();
    let mut session = open(&book.path, Stage::Release);
    made(&mut session, OUTPUTS);
    let mut held = |edit| held(&mut session, &book, edit);

    book.replace("10-news.yaml", "有了第一条", "真有了第一条");
    assert_eq!(held("another word"), "");
    book.write("10-news.yaml", format!("{news}{}", story("second", "2024年，第二条。")));
    held("one story more");
    book.write(
        "10-news.yaml",
        format!("# 加一行\n{news}{}", story("third", "见[第一条](#first)。")),
    );
    held("another story, and all places moved");
    book.write("10-news.yaml", &news);
    held("one story less");

    book.write("10-news.yaml", format!("{news}  - id: [\n"));
    assert!(held("broken YAML").contains("[Y04]"));
    book.write("10-news.yaml", [&b"title: "[..], &[0xFF, 0xFE]].concat());
    assert!(held("no text").contains("[Y02]"));
    book.write("10-news.yaml", "");
    assert!(held("an empty file").contains("[M06]"));
    fs::remove_file(book.path.join("10-news.yaml")).unwrap();
    assert!(held("no file").contains("[Y01]"));
    fs::create_dir(book.path.join("10-news.yaml")).unwrap();
    assert!(held("a folder in its place").contains("[Y01]"));
    fs::remove_dir(book.path.join("10-news.yaml")).unwrap();
    book.write("10-news.yaml", &news);
    held("the section is back");

    book.write("images/first.svg", picture.replace("circle", "ellipse"));
    held("another picture");
    book.write("images/first.svg", "no picture");
    assert!(held("a broken picture").contains("[I01]"));
    fs::remove_file(book.path.join("images/first.svg")).unwrap();
    assert!(held("no picture").contains("[F01]"));
    book.write("images/first.svg", &picture);
    book.write("images/second.svg", &picture);
    assert!(held("the picture is back, and one that nothing names").contains("[I10]"));
    book.write("10-news.yaml", news.replace("first.svg", "second.svg"));
    assert!(held("the other picture").contains("[I10]"));

    let yaml = fs::read_to_string(book.path.join("book.yaml")).unwrap();
    book.write("book.yaml", yaml.replace("小书", "大书"));
    held("another title");
    book.write("book.yaml", "title: [\n");
    assert!(held("a broken book").contains("[Y04]"));
    book.write("book.yaml", yaml.replace("[10-news.yaml]", "[10-news.yaml, 20-text.yaml]"));
    assert!(held("a section that is not there").contains("[Y01]"));
    book.write("20-text.yaml", "kind: text\ntitle: 附录\nbody: |\n  见[第一条](#first)。\n");
    held("one section more");
    let both = yaml.replace("[10-news.yaml]", "[20-text.yaml, 10-news.yaml]");
    book.write("book.yaml", &both);
    held("another order");
    fs::rename(book.path.join("20-text.yaml"), book.path.join("30-text.yaml")).unwrap();
    book.write("book.yaml", both.replace("20-text", "30-text"));
    held("a file of another name");
    fs::rename(book.path.join("30-text.yaml"), book.path.join("20-text.yaml")).unwrap();
    book.write("book.yaml", yaml.replace("[10-news.yaml]", "[20-text.yaml]"));
    assert!(held("one section less").contains("[R03]"));
    book.write("book.yaml", &yaml);
    held("as it was");
}

#[test]
fn layouts_and_faces_of_the_book_are_read_again() {
    let book = Copy::of(&minimal());
    copy_tree(&root().join("layouts/yearbook"), &book.path.join("own"));
    let mut session = open(&book.path, Stage::Release);
    made(&mut session, OUTPUTS);
    let mut held = |edit| held(&mut session, &book, edit);

    book.replace("book.yaml", "year: 2024", "year: 2024\nlayout: ./own");
    held("a layout of its own");
    book.replace("own/parts/band.typ", "#let band(", "// 一行\n#let band(");
    held("a layout with one line more");
    book.replace("own/epub.css", "\n", "\n\n");
    held("another style");
    let theme = fs::read_to_string(book.path.join("own/theme.typ")).unwrap();
    book.write("own/theme.typ", format!("#let broken = \n{theme}"));
    assert!(held("a layout that fails").contains("[L05]"));
    book.write("own/typst.toml", "[package]\n");
    assert!(held("no layout").contains("[L02]"));
    fs::copy(root().join("layouts/yearbook/typst.toml"), book.path.join("own/typst.toml")).unwrap();
    book.write("own/theme.typ", &theme);
    held("the layout is back");
    book.write("faces/one.ttf", "no face");
    book.replace("book.yaml", "year: 2024", "year: 2024\nfonts: [faces]");
    assert!(held("a face that is none").contains("[T02]"));
    let face = fs::read(root().join("fonts/NotoSansSC-Bold.ttf")).unwrap();
    book.write("faces/one.ttf", &face);
    held("one face more");
    let path = book.path.join("faces/one.ttf");
    let time = fs::metadata(&path).unwrap().modified().unwrap();
    book.write("faces/one.ttf", vec![0; face.len()]);
    fs::File::options().append(true).open(&path).unwrap().set_modified(time).unwrap();
    assert!(held("another file of the same length and time").contains("[T02]"));
}

#[test]
fn a_book_with_every_construct_and_its_print_file_are_the_same_too() {
    let book = Copy::of(&every_construct());
    let outputs = &[OutputKind::Screen, OutputKind::Print, OutputKind::Epub];
    let mut session = open(&book.path, Stage::Release);
    made(&mut session, outputs);
    book.replace("45-entries.yaml", "。\n", "。又一句。\n");
    let changes = session.reload();
    assert_eq!(changes.files, ["45-entries.yaml"]);
    assert_eq!(changes.sections.len(), 1);
    assert!(made(&mut session, outputs) == made(&mut open(&book.path, Stage::Release), outputs));
}

#[test]
fn changes_are_told_by_name() {
    let book = Copy::of(&minimal());
    let mut session = open(&book.path, Stage::Release);
    let nothing = Changes::default();
    assert_eq!(session.reload(), nothing);
    let news = fs::read_to_string(book.path.join("10-news.yaml")).unwrap();
    book.write("10-news.yaml", &news);
    assert_eq!(session.reload(), nothing, "the same bytes at another time");

    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    book.write("10-news.yaml", format!("{news}{}", story("second", "2024年，第二条。")));
    let changes = session.reload();
    assert_eq!(changes.files, names(&["10-news.yaml"]));
    assert_eq!(changes.sections, names(&["news"]));
    assert_eq!(changes.stories, names(&["second"]));
    assert!(changes.pictures.is_empty());
    assert!(!changes.layout && !changes.faces && !changes.findings);
    book.replace("10-news.yaml", "第二条。", "另一条。");
    assert_eq!(session.reload().stories, names(&["second"]));
    book.replace("images/first.svg", "\n", "\n\n");
    let changes = session.reload();
    assert_eq!(changes.files, names(&["images/first.svg"]));
    assert_eq!(changes.pictures, names(&["images/first.svg"]));
    assert!(changes.sections.is_empty() && changes.stories.is_empty() && !changes.order);
    book.write("20-text.yaml", "kind: text\ntitle: 附录\nbody: 文。\n");
    book.replace("book.yaml", "[10-news.yaml]", "[10-news.yaml, 20-text.yaml]");
    let changes = session.reload();
    assert!(changes.order && changes.sections == names(&["text"]), "{changes:?}");
    book.replace("book.yaml", "[10-news.yaml, 20-text.yaml]", "[20-text.yaml, 10-news.yaml]");
    let changes = session.reload();
    assert!(changes.order && changes.sections.is_empty(), "{changes:?}");
}

#[test]
fn a_book_whose_folder_goes_is_still_shown_and_comes_back() {
    let book = Copy::of(&minimal());
    let mut session = open(&book.path, Stage::Release);
    let (_, files) = made(&mut session, OUTPUTS);
    let aside = book.path.with_file_name("aside");
    fs::rename(&book.path, &aside).unwrap();
    assert!(session.reload().findings);
    assert!(session.check().is_some());
    assert!(session.set(Medium::Screen).unwrap().is_some());
    let (said, none) = made(&mut session, OUTPUTS);
    assert!(said.contains("[Y01]") && none.is_empty(), "{said}");
    fs::rename(&aside, &book.path).unwrap();
    assert!(session.reload().findings);
    assert!(made(&mut session, OUTPUTS) == (String::new(), files));
}

#[test]
fn a_picture_that_changes_before_the_export_is_read_again_first() {
    let book = Copy::of(&every_construct());
    let mut session = open(&book.path, Stage::Release);
    let picture = fs::read(book.path.join("images/library.jpg")).unwrap();
    book.write("images/library.jpg", &picture[..picture.len() - 2]);
    let store = &Store::none();
    let request = BuildRequest { outputs: OUTPUTS, shops: &[], store, epoch: None, aside: None };
    let error = session.export(&request, &|_| {}).unwrap_err();
    assert!(format!("{error:#}").contains("images/library.jpg"), "{error:#}");
    session.reload();
    assert!(made(&mut session, OUTPUTS).0.contains("[I03]"));
    book.write("images/library.jpg", &picture);
    session.reload();
    assert!(!made(&mut session, OUTPUTS).1.is_empty());
}

#[test]
fn a_session_can_move_to_another_thread() {
    let mut session = open(&minimal(), Stage::Release);
    let pages =
        std::thread::spawn(move || session.set(Medium::Screen).unwrap().map(|pages| pages.count()));
    assert!(pages.join().unwrap().is_some());
}

#[test]
fn what_is_wrong_does_not_hide_the_rest() {
    let book = Copy::of(&every_construct());
    let mut session = open(&book.path, Stage::Release);
    let before = session.set(Medium::Screen).unwrap().unwrap().count();
    let words = |session: &Session| session.pages(Medium::Screen).unwrap().runs().join("\n");

    let file = "10-news.yaml";
    let text = fs::read_to_string(book.path.join(file)).unwrap();
    book.write(file, format!("{text}: ["));
    session.reload();
    assert_eq!(session.set(Medium::Screen).unwrap().unwrap().count(), before, "the last good one");
    assert!(!session.is_sound());

    // One that never was good is an empty page under its name.
    let mut session = open(&book.path, Stage::Release);
    assert!(session.set(Medium::Screen).unwrap().is_some());
    assert!(words(&session).contains(file));
    fs::remove_dir_all(book.path.join("images")).unwrap();
    session.reload();
    assert!(session.set(Medium::Screen).unwrap().is_some());
}

/// The words of the pages, without where they stand.
fn words(session: &Session) -> Vec<String> {
    session.pages(Medium::Screen).unwrap().runs()
}

#[test]
fn sections_that_stand_as_before_have_what_hangs_on_others() {
    let book = Copy::of(&every_construct());
    let mut session = open(&book.path, Stage::Release);
    session.set(Medium::Screen).unwrap();
    let before = words(&session);
    let files = fs::read_dir(&book.path).unwrap().map(|it| it.unwrap().file_name());
    let files = files.map(|name| name.to_string_lossy().into_owned());
    let mut files: Vec<_> = files.filter(|it| it.ends_with(".yaml") && it != "book.yaml").collect();
    files.sort();
    assert!(files.iter().any(|file| file.contains("index")), "{files:?}");
    assert!(files.iter().any(|file| file.contains("chronicle")), "{files:?}");
    for file in files {
        let text = fs::read_to_string(book.path.join(&file)).unwrap();
        book.write(&file, format!("{text}\n: ["));
        session.reload();
        assert!(session.set(Medium::Screen).unwrap().is_some(), "{file}");
        assert!(words(&session) == before, "{file}: other words than before");
        book.write(&file, &text);
        session.reload();
    }
}

#[test]
fn nothing_is_said_of_pages_that_stand_as_before() {
    let book = Copy::of(&minimal());
    let news = fs::read_to_string(book.path.join("10-news.yaml")).unwrap();
    let many = "长长的一段。".repeat(3000);
    book.write("10-news.yaml", format!("{news}pages: 1\n{}", "").replace("第一条。", &many));
    let mut session = open(&book.path, Stage::Release);
    session.set(Medium::Screen).unwrap();
    assert!(said(&session.findings()).contains("[L08]"), "{}", said(&session.findings()));
    for text in ["title: [", "kind: text\ntitle: 题\nstories: []\npages: 9\n"] {
        book.write("10-news.yaml", text);
        session.reload();
        assert!(session.set(Medium::Screen).unwrap().is_some());
        let said = said(&session.findings());
        assert!(!said.contains("[L0"), "{said}");
    }
    // Nor of a book as it was while its own file is broken.
    book.write("10-news.yaml", format!("{news}pages: 9\n"));
    session.reload();
    session.set(Medium::Screen).unwrap();
    assert!(said(&session.findings()).contains("[L08]"));
    book.write("book.yaml", "title: [\n");
    session.reload();
    session.set(Medium::Screen).unwrap();
    let said = said(&session.findings());
    assert!(said.contains("[Y04]") && !said.contains("[L08]"), "{said}");
}

#[test]
fn a_broken_layout_hides_no_finding_of_the_words() {
    let book = Copy::of(&minimal());
    copy_tree(&root().join("layouts/yearbook"), &book.path.join("own"));
    book.replace("book.yaml", "year: 2024", "year: 2024\nlayout: ./own");
    book.replace("10-news.yaml", "2024年，", "2024年,");
    fs::remove_file(book.path.join("images/first.svg")).unwrap();
    let mut session = open(&book.path, Stage::Draft);
    session.check();
    let before = said(&session.findings());
    assert!(before.contains("[W04]") && before.contains("warning[F01]"), "{before}");
    book.write("own/typst.toml", "{{{");
    session.reload();
    session.check();
    let said = said(&session.findings());
    assert!(said.contains("[L02]") && said.contains("[W04]"), "{said}");
    assert!(said.contains("warning[F01]"), "{said}");
}

#[test]
fn pictures_of_a_section_as_it_was_are_not_taken_for_others() {
    let book = Copy::of(&minimal());
    let picture = fs::read_to_string(book.path.join("images/first.svg")).unwrap();
    book.write("images/second.svg", picture.replace("circle", "ellipse"));
    let figure = "figures: [{file: images/second.svg, caption: 又一张, alt: 图, kind: artwork}]";
    book.write("20-text.yaml", format!("kind: text\ntitle: 附\nbody: 文。\n{figure}\n"));
    book.replace("book.yaml", "[10-news.yaml]", "[10-news.yaml, 20-text.yaml]");
    let mut session = open(&book.path, Stage::Release);
    session.check();
    book.write("10-news.yaml", "title: [");
    session.reload();
    let pictures = session.check().unwrap().pictures();
    let paths: Vec<&str> = pictures.values().map(|picture| picture.path.as_str()).collect();
    assert_eq!(paths.len(), 2, "{paths:?}");
}

#[test]
fn a_book_with_any_finding_can_be_looked_at() {
    let (mut blank, mut broken) = (Vec::new(), Vec::new());
    let cases = fs::read_dir(root().join("tests/check")).unwrap().map(|it| it.unwrap().path());
    let mut cases: Vec<_> = cases.collect();
    cases.sort();
    for case in cases {
        let book = Copy::of(&minimal());
        let mut session = open(&book.path, Stage::Release);
        session.set(Medium::Screen).unwrap();
        copy_tree(&case.join("in"), &book.path);
        session.reload();
        let seen = session.set(Medium::Screen).unwrap().is_some();
        assert!(session.pages(Medium::Screen).is_some());
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        // Nothing sets a book but a layout, which is itself broken here.
        if ["L01", "L02", "L05"].iter().any(|code| name.starts_with(code)) {
            broken.push(name.clone());
        }
        if !seen || !opens(&book.path) {
            blank.push(name);
        }
    }
    assert_eq!(blank, broken);
}

/// Whether a book that was never good can be looked at.
fn opens(book: &Path) -> bool {
    let mut session = open(book, Stage::Release);
    session.check().is_some() && session.set(Medium::Screen).unwrap().is_some()
}

#[test]
fn the_example_of_the_documentation_makes_a_pdf() {
    let pdf = crate::example::pdf(&minimal()).unwrap().unwrap();
    assert!(pdf.starts_with(b"%PDF-1.7"));
    let broken = Copy::of(&minimal());
    broken.write("book.yaml", "title: [\n");
    assert!(crate::example::pdf(&broken.path).unwrap().is_none());
}

#[test]
fn what_a_layout_says_is_said_once_whatever_is_made_first() {
    let book = Copy::of(&minimal());
    copy_tree(&root().join("tests/check/P06/in"), &book.path);
    book.replace("own/main.typ", "font: \"Noto Serif SC\"", "font: (\"none\", \"Noto Serif SC\")");
    for first in [OutputKind::Print, OutputKind::Screen] {
        let mut session = open(&book.path, Stage::Release);
        for outputs in [[first], [OutputKind::Screen], [OutputKind::Print]] {
            let (said, _) = made(&mut session, &outputs);
            assert_eq!(said.matches("[L07]").count(), 1, "{said}");
        }
    }
}
