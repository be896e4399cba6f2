//! What holds for every input.

use std::collections::BTreeMap;

use nianjian::check::Stage;
use nianjian::diag::Findings;
use nianjian::load::Cache;
use nianjian::model::Book;
use nianjian::text::class::is_han;
use nianjian::typeset::Medium;
use proptest::prelude::{ProptestConfig, any, prop, prop_oneof, proptest};
use proptest::strategy::{Just, Strategy};

use crate::support::{
    Copy, build, built, every_construct, inside, jinshan, minimal, open, pdf_file, zip_file,
};

/// All text that both outputs must show.
fn shown(book: &Book) -> String {
    let mut out = book.meta.title.to_string();
    book.visit(&mut |run, _| run.words(&mut |text| out.push_str(text)));
    for section in &book.sections {
        out.push_str(&section.title);
        section.stories().iter().for_each(|story| out.push_str(&story.title));
    }
    book.figures().for_each(|figure| out.push_str(&figure.caption));
    out
}

fn han(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    text.chars().filter(|c| is_han(*c)).for_each(|c| *counts.entry(c).or_default() += 1);
    counts
}

fn assert_all(model: &str, output: &str, name: &str) {
    let there = han(output);
    for (c, count) in han(model) {
        let found = there.get(&c).copied().unwrap_or_default();
        assert!(found >= count, "{name} has {c} {found} times, the model {count} times");
    }
}

#[test]
fn no_han_character_is_lost() {
    for book in [jinshan(), every_construct()] {
        let model = shown(&inside(&book).book);
        assert!(han(&model).len() > 100);
        let built = built(&book);
        assert_all(&model, &pdf_file::words(built.file(".pdf")), "the PDF");
        assert_all(&model, &zip_file::words(built.file(".epub")), "the e-book");
    }
}

#[test]
fn text_is_not_normalised_and_gets_no_spaces() {
    let book = Copy::of(&minimal());
    // U+4DAE, two compatibility ideographs that NFC would replace, and figures beside Han.
    let body = "䶮\u{F92C}\u{FA12}字2023年A股abc。";
    let section =
        format!("kind: news\ntitle: 要闻\nstories: [{{id: a, title: 题, body: {body}}}]\n");
    book.write("10-news.yaml", section);
    let made = build(&book.path);
    assert!(zip_file::words(made.file(".epub")).contains(body));
    let words = pdf_file::words(made.file(".pdf"));
    assert!(words.contains(body), "{words}");
}

#[test]
fn escaped_braces_are_no_ruby() {
    let book = Copy::of(&minimal());
    let section = "kind: news\ntitle: 要闻\nstories:\n  - id: a\n    title: 题\n    body: |\n      \
                   读{漢字|hàn zì}，写\\{甲|乙\\}和\\*星\\*。\n";
    book.write("10-news.yaml", section);
    let text = zip_file::text(build(&book.path).file(".epub"), "OEBPS/text/a.xhtml");
    assert!(text.contains("写{甲|乙}和*星*。"), "{text}");
    assert_eq!(text.matches("<ruby").count() + text.matches("<rt").count(), 3, "{text}");
}

/// YAML that is nearly right, which reaches more code than random bytes do.
fn nearly_yaml() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("kind: news\n".to_owned()),
        Just("title: 题\n".to_owned()),
        Just("stories:\n  - id: a\n    title: 题\n    body: |\n      ".to_owned()),
        Just(
            "    figures:\n      - {file: images/first.svg, caption: 注, alt: 图, mark: "
                .to_owned()
        ),
        Just("&a [*a, <<: *a]".to_owned()),
        Just("[^1]\n\n[^1]: 注 [^1]\n".to_owned()),
        Just("| 甲 | 乙 |\n|---|:-:|\n| {一|yī} |\n".to_owned()),
        Just("**“强”**文 [链](#a) ![](x) <b> `c`\n---\n> - 1. ".to_owned()),
        any::<String>(),
        "[\\-:|>\\[\\]{}&*!%#\"'\\n ]{0,12}".prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_input_makes_load_or_check_panic(book in nearly_yaml(), section in nearly_yaml()) {
        let copy = Copy::of(&minimal());
        copy.write("10-news.yaml", &section);
        crate::support::findings(&copy.path);
        copy.write("book.yaml", &book);
        let mut found = Findings::new("");
        let raw = nianjian::load::load(&copy.path, &mut Cache::default(), &mut found);
        assert!(raw.is_some() || found.has_errors(), "nothing came and nothing was said");
    }

    #[test]
    fn no_bytes_make_the_probe_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..400),
        head in 0..6_usize,
    ) {
        let heads: [&[u8]; 6] = [b"", b"\xFF\xD8\xFF\xE1", b"\x89PNG\r\n\x1A\n", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"<svg "];
        let _ = nianjian::assets::pictures::probe::probe(&[heads[head], &bytes].concat());
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 16,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_input_hides_a_book_that_is_open(section in nearly_yaml()) {
        let copy = Copy::of(&minimal());
        let mut session = open(&copy.path, Stage::Draft);
        assert!(session.set(Medium::Screen).unwrap().is_some());
        copy.write("10-news.yaml", &section);
        session.reload();
        assert!(session.set(Medium::Screen).unwrap().is_some());
    }
}
