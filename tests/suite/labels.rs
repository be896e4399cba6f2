//! Labels: both outputs say the same ones, in the language of the book, and write none of their
//! own.

use std::fs;

use nianjian::text::labels;
use nianjian::text::labels::table::{Labels, fill};
use serde_json::Value;

use crate::support::{Copy, build, every_construct, pdf_file, root, said, zip_file};

fn squeezed(text: &str) -> String {
    let seen = |c: &char| !c.is_whitespace() && !matches!(c, '\u{200B}' | '\u{2060}' | '\u{AD}');
    text.chars().filter(seen).collect()
}

/// What both outputs of the book of every construct say in these labels.
fn wanted(labels: &Labels) -> Vec<String> {
    let (facts, dates) = (&labels.facts, &labels.dates);
    let mut wanted: Vec<String> = [
        labels.contents,
        labels.colophon,
        facts.authors,
        facts.editors,
        facts.publisher,
        facts.place,
        facts.isbn,
        dates.this_year,
        dates.this_month,
        dates.until,
    ]
    .map(str::to_owned)
    .into();
    wanted.extend(labels.imprint.map(|(_, label)| label.to_owned()));
    wanted.extend([
        fill(labels.volume, "n", "7"),
        fill(labels.table, "n", "1"),
        fill(facts.isbn_value, "n", "978-7-00-000000-1"),
        format!("{}万元", labels.unit),
        format!("{}2024年为快报数。", labels.note),
        format!("{}镇统计站", labels.source),
        format!("{}样例审图号（2024）0000号", labels.approval),
        fill(labels.see, "term", "泵站"),
        fill(labels.see_also, "term", "河道"),
    ]);
    wanted
}

/// All texts of a table of labels, in the order of its keys.
fn texts(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, out)),
        Value::Object(map) => map.values().for_each(|value| texts(value, out)),
        _ => {}
    }
}

/// Labels of other languages that neither these labels nor the words of the book account for.
fn foreign(own: &Labels, sources: &str) -> Vec<String> {
    let of = |labels: &Labels| {
        let mut out = Vec::new();
        texts(&serde_json::to_value(labels).unwrap(), &mut out);
        out
    };
    let mine = of(own).concat();
    let others = labels::ALL.into_iter().filter(|other| other.lang != own.lang).flat_map(of);
    let telling = |text: &String| {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        let least = if text.is_ascii() { 8 } else { 2 };
        letters >= least && !text.contains('{')
    };
    let known = |text: &String| mine.contains(text.as_str()) || sources.contains(text.as_str());
    others.filter(telling).filter(|text| !known(text)).collect()
}

#[test]
fn both_outputs_say_the_same_labels_in_the_language_of_the_book() {
    let mut sources = String::new();
    for entry in fs::read_dir(every_construct()).unwrap() {
        sources.push_str(&fs::read_to_string(entry.unwrap().path()).unwrap_or_default());
    }
    // The faces of the house have no Hangul, so Korean labels give way to English ones.
    let languages =
        [("zh-Hans", "zh-Hans"), ("zh-Hant", "zh-Hant"), ("en", "en"), ("ja", "ja"), ("ko", "en")];
    let mut failed = Vec::new();
    for (lang, shown) in languages {
        let copy = Copy::of(&every_construct());
        copy.replace("book.yaml", "lang: zh-Hans", &format!("lang: {lang}"));
        let built = build(&copy.path);
        assert_eq!(built.found.counts().0, 0, "{lang}: {}", said(&built.found));
        let own = labels::ALL.into_iter().find(|labels| labels.lang == shown).unwrap();
        let nav = zip_file::text(built.file(".epub"), "OEBPS/nav.xhtml");
        let outputs = [
            ("PDF", pdf_file::words(built.file(".pdf"))),
            ("EPUB", squeezed(&format!("{}{nav}", zip_file::words(built.file(".epub"))))),
        ];
        for (output, words) in &outputs {
            let lacks = wanted(own).into_iter().filter(|label| !words.contains(&squeezed(label)));
            failed.extend(lacks.map(|label| format!("{lang}: {output} lacks {label}")));
            let strange = foreign(own, &sources).into_iter();
            let strange = strange.filter(|label| words.contains(&squeezed(label)));
            failed.extend(strange.map(|label| format!("{lang}: {output} has {label}")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn the_sample_of_the_layout_has_the_labels_that_books_have() {
    let path = root().join("layouts/yearbook/data/book.json");
    let sample: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let labels = serde_json::to_value(labels::of("zh-Hans", &|_| true)).unwrap();
    assert_eq!(sample["labels"], labels, "it should be {labels:#}");
}

/// What layouts may write in Han: patterns that titles are read by, and what is only measured.
const READ: [&str; 5] =
    ["regex(", "#let units = ", ".trim(\"年\"", "\"字\" * n", ".contains(\"在版编目\")"];

#[test]
fn layouts_write_no_label_of_their_own() {
    let mut written = Vec::new();
    let mut folders = vec![root().join("layouts")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "typ") {
                let text = fs::read_to_string(&path).unwrap();
                let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
                let han = |line: &&str| line.contains(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
                let own = lines.filter(han).filter(|line| !READ.iter().any(|r| line.contains(r)));
                written.extend(own.map(|line| format!("{}: {line}", path.display())));
            }
        }
    }
    assert!(written.is_empty(), "{}", written.join("\n"));
}
