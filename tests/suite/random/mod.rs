//! Books of all kinds of pages and of ordinary words, by chance: what is built of them is proved.
//!
//! A seed is a book. `NIANJIAN_BOOKS=200` builds as many instead of a few.

mod pages;
mod words;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use self::pages::{DRAWINGS, PICTURES, index, section};
use self::words::{Chance, NAMES, TITLES, line};
use crate::support::{command, stdout};

fn write(folder: &Path, seed: u64) {
    let chance = &mut Chance(seed);
    fs::create_dir_all(folder.join("images")).unwrap();
    for number in 0..PICTURES {
        let (width, height) = (80 + chance.below(100), 80 + chance.below(60));
        if number < DRAWINGS {
            let picture = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\"><rect \
                 width=\"{width}\" height=\"{height}\" fill=\"#8a{number}\"/>{}</svg>",
                // Some have letters that are small where columns are.
                if number == 1 { "<text x=\"9\" y=\"9\" font-size=\"3\">字</text>" } else { "" }
            );
            fs::write(folder.join(format!("images/{number}.svg")), picture).unwrap();
        } else {
            let size = [width, height].map(|side| u32::try_from(side * 8).unwrap());
            let picture = image::RgbImage::from_fn(size[0], size[1], |x, y| {
                image::Rgb([x, y, x / 8 + y / 8].map(|value| (value % 256) as u8))
            });
            picture.save(folder.join(format!("images/{number}.png"))).unwrap();
        }
    }
    // What others lead to; calendars need a day.
    let first = json!({
        "id": "first", "title": chance.of(TITLES), "body": "正文。", "index": ["海塘", "水闸"],
        "date": "2024-06-18",
    });
    let first = json!({ "kind": "news", "title": chance.of(TITLES), "stories": [first] });
    let mut sections = vec![first];
    sections.extend((0..1 + chance.below(5)).map(|number| section(chance, number)));
    if chance.once_in(2) {
        sections.push(index(chance));
    }
    let mut files = Vec::new();
    for (number, section) in (10..).zip(sections) {
        let name = format!("{number}-section.yaml");
        // JSON is YAML.
        fs::write(folder.join(&name), format!("{:#}\n", kept(section))).unwrap();
        files.push(name);
    }
    let fact = |chance: &mut Chance, words: &str| chance.once_in(3).then(|| words.to_owned());
    let book = json!({
        "title": chance.of(TITLES), "year": 2024, "sections": files,
        "print": { "convert": true },
        "lang": chance.maybe(|chance| {
            chance.of(&["zh-Hans", "zh-Hans", "zh-Hant", "ja", "ko", "en"]).to_owned()
        }),
        "epub": { "fonts": chance.of(&["none", "headings", "all"]) },
        "subtitle": chance.maybe(|chance| chance.of(TITLES).to_owned()),
        "series": fact(chance, "样例丛书"),
        "volume": fact(chance, "7"),
        "place": fact(chance, "金山"),
        "publisher": chance.maybe(|_| "金山出版社".to_owned()),
        "isbn": fact(chance, "978-7-00-000000-1"),
        "cip": chance.some(3, |chance, _| format!("图书在版编目{}", chance.words(3))),
        "editors": chance.some(2, |chance, _| chance.of(NAMES).to_owned()),
        "authors": chance.some(2, |chance, _| chance.of(NAMES).to_owned()),
        "date": chance.maybe(|chance| chance.of(&["2024", "2024-12", "2024-12-03"]).to_owned()),
        "rights": fact(chance, "©2024样例编委会。"),
        "description": fact(chance, "内容提要。"),
        "subjects": chance.some(2, |chance, _| chance.of(TITLES).to_owned()),
        "colophon": chance.maybe(line),
        "imprint": {
            "responsible": fact(chance, "丙编辑"), "designer": fact(chance, "丁设计"),
            "proofreader": fact(chance, "王伟"), "edition": fact(chance, "2024年12月第1版"),
            "printing": fact(chance, "2024年12月第1次印刷"), "printer": fact(chance, "1厂"),
            "distributor": fact(chance, "书店"), "address": fact(chance, "样例路1号"),
            "copies": fact(chance, "1—500册"), "price": fact(chance, "60.00元"),
        },
    });
    fs::write(folder.join("book.yaml"), format!("{:#}\n", kept(book))).unwrap();
}

/// A value without what is left out.
fn kept(value: Value) -> Value {
    let is_empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(_, value)| !is_empty(value));
            kept.map(|(key, value)| (key, self::kept(value))).collect()
        }
        Value::Array(list) => list.into_iter().map(kept).collect(),
        value => value,
    }
}

#[test]
fn books_by_chance_are_proved() {
    let many: usize = std::env::var("NIANJIAN_BOOKS").map_or(12, |many| many.parse().unwrap());
    // They stay, to be looked at.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random");
    let _ = fs::remove_dir_all(&folder);
    let out = folder.join("out");
    let books: Vec<_> = (0..many).map(|seed| folder.join(format!("seed-{seed}"))).collect();
    (0_u64..).zip(&books).for_each(|(seed, book)| write(book, seed));
    let mut build = command();
    build.args(["build", "--quiet", "--format", "short", "--to", "screen,print,epub"]);
    let built = build.args(&books).arg("--out").arg(&out).output().unwrap();
    // Some do not fit, and are refused.
    let report = nianjian::verify::verify(&out).unwrap();
    let proved = report.found.len() - 1;
    let told = stdout(&built);
    let refused: Vec<&str> = told.lines().filter(|line| line.contains("error[")).collect();
    assert!(proved * 10 >= many * 8, "{proved} of {many}\n{refused:#?}");
    let mut said = String::new();
    for found in &report.found {
        for finding in found.sorted() {
            let at = finding.at.as_ref().map(ToString::to_string).unwrap_or_default();
            writeln!(said, "{} {at} {}", finding.code, finding.message.zh).unwrap();
        }
    }
    assert!(said.is_empty(), "{said}");
}
