//! Unusual but valid books give valid e-books.

use std::fmt::Write as _;
use std::fs;

use nianjian::epub::profile::Shop;
use nianjian::make::request::OutputKind;

use crate::epub::links_lead_somewhere;
use crate::support::{Built, Copy, build_for, minimal, said, tools, zip_file};

const MARKUP: &str = "〈b〉<b>&amp; \\\"'“”]]>--";

fn valid(made: &Built, extension: &str) {
    assert_eq!(made.found.counts().0, 0, "{}", said(&made.found));
    let bytes = made.file(extension);
    links_lead_somewhere(bytes);
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("book.epub");
    fs::write(&path, bytes).unwrap();
    tools::passes("check-epub", &["--usage"], &path);
}

/// A book whose titles are markup, whose ids look like ours and whose names are long.
fn odd(lang: &str) -> Copy {
    let book = Copy::of(&minimal());
    let long = "长".repeat(200);
    let mut entries = format!("kind: entries\nid: entries\ntitle: \"{MARKUP}\"\nstories:\n");
    for id in ["title", "page-1", "page-3", "fn-1", "fnref-1", "group-1", "fig-x", "cap-1"] {
        let body = "一[^1]。\n\n      [^1]: 注。";
        writeln!(
            entries,
            "  - id: {id}\n    title: \"{MARKUP}{id}\"\n    group: \"{MARKUP}\"\n    body: |\n      {body}"
        )
        .unwrap();
        let figure = "{file: images/first.svg, caption: 图, alt: 图, kind: artwork}";
        writeln!(entries, "    figures: [{figure}]").unwrap();
    }
    book.write("20-entries.yaml", entries);
    let other = if lang == "en" { "zh-Hans" } else { "en" };
    let mut text = String::from("kind: news\nid: nav\ntitle: 题\nstories:\n");
    for id in ["toc", "cover", "imprint", "nav-captions", "stylesheet"] {
        writeln!(text, "  - {{id: {id}, lang: {other}, title: T, body: x}}").unwrap();
    }
    book.write("30-news.yaml", text);
    let people = format!("kind: people\ntitle: 名\ngroups:\n  - people: [{long}, \"{MARKUP}\"]\n");
    book.write("40-people.yaml", people);
    let index = "kind: index\nid: index\ntitle: 索引\norder: pinyin\n";
    book.write("90-index.yaml", index);
    book.write(
        "book.yaml",
        format!(
            "title: \"{MARKUP}\"\nlang: {lang}\nseries: \"{MARKUP}\"\nvolume: 上\n\
             authors: [\"{MARKUP}\", {long}]\nepub: {{fonts: none, certified_by: \"{MARKUP}\"}}\n\
             sections: [10-news.yaml, 20-entries.yaml, 30-news.yaml, 40-people.yaml, 90-index.yaml]\n"
        ),
    );
    book
}

#[test]
fn markup_in_titles_and_ids_like_ours_in_five_languages() {
    for (lang, contents) in [
        ("zh-Hans", "目录"),
        ("zh-Hant", "目錄"),
        ("ja", "目次"),
        // No face of the house has Hangul.
        ("ko", "Contents"),
        ("en", "Contents"),
    ] {
        let book = odd(lang);
        let made = build_for(&book.path, &[OutputKind::Epub], &[]);
        valid(&made, ".epub");
        let nav = zip_file::text(made.file(".epub"), "OEBPS/nav.xhtml");
        assert!(nav.contains(&format!("id=\"title\">{contents}</h1>")), "{lang}");
        let package = zip_file::text(made.file(".epub"), "OEBPS/content.opf");
        assert!(package.contains("EPUB Accessibility 1.1 - WCAG 2.1 Level AA"));
    }
}

#[test]
fn an_id_that_a_figure_has_is_used_twice() {
    let book = Copy::of(&minimal());
    book.replace("10-news.yaml", "id: first", "id: fig-news-1");
    assert_eq!(book.codes(), ["R01"]);
}

#[test]
fn three_thousand_notes_and_sixty_pictures() {
    let book = Copy::of(&minimal());
    let mut text = String::from("kind: text\ntitle: 注\nbody: |\n");
    for paragraph in 0..300 {
        let calls: String = (0..10).map(|n| format!("字[^{}]", paragraph * 10 + n)).collect();
        writeln!(text, "  {calls}。\n").unwrap();
    }
    for number in 0..3000 {
        writeln!(text, "  [^{number}]: 注{number}。\n").unwrap();
    }
    book.write("20-text.yaml", text);
    let mut news = String::from(
        "kind: news\nid: pictures\ntitle: 图\nstories:\n  - id: many\n    title: 图\n",
    );
    news.push_str("    body: 文\n    figures:\n");
    for number in 0..60 {
        writeln!(
            news,
            "      - {{file: images/first.svg, caption: 图{number}, alt: 图, kind: artwork}}"
        )
        .unwrap();
    }
    book.write("30-news.yaml", news);
    book.replace(
        "book.yaml",
        "sections: [10-news.yaml]",
        "epub: {fonts: none}\nsections: [10-news.yaml, 20-text.yaml, 30-news.yaml]",
    );
    let made = build_for(&book.path, &[OutputKind::Epub], &[]);
    valid(&made, ".epub");
}

#[test]
fn shops_get_their_own_files_and_the_standard_one_stays() {
    let book = crate::support::every_construct();
    let shops = [Shop::Apple, Shop::Kindle, Shop::Weread, Shop::Duokan];
    let made = build_for(&book, &[OutputKind::Epub], &shops);
    let standard = crate::support::built(&book).file(".epub");
    assert!(made.files["every-construct.epub"] == standard, "shops leave traces");
    let page = |shop: &str, path: &str| {
        zip_file::text(made.file(&format!("-{shop}.epub")), &format!("OEBPS/{path}"))
    };
    let note = "text/bridge.xhtml";
    assert!(page("apple", "content.opf").contains("ibooks:specified-fonts"));
    assert!(!page("kindle", "content.opf").contains("cover.xhtml"));
    assert!(page("weread", note).contains("class=\"qqreader-footnote note\""));
    assert!(!page("weread", note).contains("<aside"));
    assert!(page("duokan", note).contains("<li class=\"duokan-footnote-item\" id=\"fn-1\">"));
    assert!(page("duokan", "content.opf").contains("properties=\"duokan-page-fullscreen\""));
    let all = zip_file::entries(standard);
    for entry in all.values() {
        let text = String::from_utf8_lossy(&entry.bytes);
        assert!(!["duokan", "qqreader", "ibooks"].iter().any(|dialect| text.contains(dialect)));
    }
    let folder = tempfile::TempDir::new().unwrap();
    for shop in ["apple", "kindle", "weread"] {
        let path = folder.path().join("book.epub");
        fs::write(&path, made.file(&format!("-{shop}.epub"))).unwrap();
        tools::passes("check-epub", &[], &path);
    }
}

#[test]
fn faces_are_cut_small_and_go_when_they_are_not_wanted() {
    let sizes = |fonts: &str| -> Vec<usize> {
        let book = Copy::of(&crate::support::jinshan());
        let yaml = fs::read_to_string(book.path.join("book.yaml")).unwrap();
        book.write("book.yaml", format!("{yaml}\nepub: {{fonts: {fonts}}}\n"));
        let made = build_for(&book.path, &[OutputKind::Epub], &[]);
        let entries = zip_file::entries(made.file(".epub"));
        let faces = entries.iter().filter(|(path, _)| path.ends_with(".ttf"));
        faces.map(|(_, entry)| entry.bytes.len()).collect()
    };
    assert_eq!(sizes("none"), [0; 0]);
    let (headings, all) = (sizes("headings"), sizes("all"));
    assert_eq!((headings.len(), all.len()), (3, 4));
    assert!(all.iter().all(|size| *size < 400 << 10), "{all:?}");
}

/// A face that is cut to the words of titles must not be one that running text asks for: the few
/// characters that it has would stand out in every line.
#[test]
fn the_faces_of_titles_stay_out_of_running_text() {
    let entries =
        zip_file::entries(crate::support::built(&crate::support::jinshan()).file(".epub"));
    let (_, style) = entries.iter().find(|(path, _)| path.ends_with(".css")).unwrap();
    let style = String::from_utf8(style.bytes.clone()).unwrap();
    let family = |rule: &str| -> Vec<String> {
        let value = rule.split_once("font-family:").unwrap().1.split([';', '}']).next().unwrap();
        value.split(',').map(|name| name.trim().trim_matches('"').to_owned()).collect()
    };
    let cut: Vec<String> =
        style.match_indices("@font-face").flat_map(|(at, _)| family(&style[at..])).collect();
    assert_eq!(cut.len(), 3);
    let text = family(&style[style.find("\nhtml {").unwrap()..]);
    assert!(cut.iter().all(|name| !text.contains(name)), "{cut:?} in {text:?}");
}
