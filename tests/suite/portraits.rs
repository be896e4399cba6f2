//! Portraits of people: the school book as a whole, and lists that are not as they should be.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use nianjian::check::Stage;
use nianjian::make::request::OutputKind;
use nianjian::model::Crop;

use serde_json::Value;

use crate::sample::illustrate;
use crate::support::damage;
use crate::support::dist::Dist;
use crate::support::{
    Copy, build_to, built, command, copy_tree, findings, findings_at, inside, minimal, pdf_file,
    root, said, stdout, tools, zip_file,
};

/// The school book with its pictures, drawn once for all tests.
pub fn school() -> &'static Path {
    static BOOK: OnceLock<PathBuf> = OnceLock::new();
    BOOK.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("school");
        let _ = fs::remove_dir_all(&folder);
        copy_tree(&root().join("tests/books/school"), &folder);
        illustrate(&folder);
        folder
    })
}

/// A small book with a list of portraits and a picture.
fn with(list: &str) -> Copy {
    let book = Copy::of(&minimal());
    for other in ["10-news.yaml", "images/first.svg"] {
        fs::remove_file(book.path.join(other)).unwrap();
    }
    book.write("20-faces.yaml", format!("kind: portraits\ntitle: 人像\ngroups:\n{list}"));
    book.write("book.yaml", "title: 小书\nlang: zh-Hans\nsections: [20-faces.yaml]\n");
    let square = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 12\" width=\"9\" \
                  height=\"12\"><path d=\"M0 0L9 0L9 12L0 12Z\" fill=\"#a0a0a0\"/></svg>";
    book.write("images/a.svg", square);
    book
}

/// A list of a group in which these people stand.
fn group(people: &str) -> String {
    format!("  - title: 一班\n    kind: artwork\n    credit: 绘\n    people:\n{people}")
}

#[test]
fn nothing_is_found_in_the_school_book() {
    let found = &built(school()).found;
    assert_eq!(found.counts(), (0, 0), "{}", said(found));
    let print = build_to(school(), &[OutputKind::Print]);
    assert_eq!(print.found.counts(), (0, 0), "{}", said(&print.found));
}

#[test]
fn all_that_is_said_of_people_is_proved_in_every_output() {
    let dist = Dist::of(school(), "screen,print,epub");
    assert_eq!(dist.told().lines, [""; 0]);
    let passages = dist.files.iter().find(|(name, _)| name.ends_with(".passages.json")).unwrap().1;
    let passages: Vec<Value> = serde_json::from_slice(passages).unwrap();
    let count = |kind: &str| passages.iter().filter(|passage| passage["kind"] == kind).count();
    assert_eq!((count("name"), count("quote"), count("detail")), (66, 36, 15));
    assert_eq!((count("picture"), count("row")), (64, 3));
    // A sentence that is lost, and one that is another person's.
    let lost = dist.clone().told_after(".epub", |epub| {
        damage::document(epub, "OEBPS/text/classes.xhtml", |text| {
            text.replacen("跑道尽头有风。", "", 1)
        })
    });
    assert!(lost.iter().any(|line| line.contains("自己的话")), "{lost:?}");
    let lost = dist.clone().told_after(".epub", |epub| {
        damage::document(epub, "OEBPS/text/sayings.xhtml", |text| {
            text.replacen("红烧肉管够", "红烧肉没有", 1)
        })
    });
    assert!(lost.iter().any(|line| line.contains("自己的话")), "{lost:?}");
    let lost = dist.told_after(".epub", |epub| {
        damage::document(epub, "OEBPS/text/together.xhtml", |text| text.replacen("江宁、", "", 1))
    });
    assert!(lost.iter().any(|line| line.contains("合影里的一排人")), "{lost:?}");
}

#[test]
fn the_e_book_of_the_school_passes_the_validators() {
    let folder = tempfile::TempDir::new().unwrap();
    let write = |extension: &str| {
        let path = folder.path().join(format!("school{extension}"));
        fs::write(&path, built(school()).file(extension)).unwrap();
        path
    };
    tools::passes("check-pdf", &["-f", "2a,ua1"], &write(".pdf"));
    tools::passes("check-epub", &["--usage"], &write(".epub"));
    // That a portrait is read aloud as the name that stands below it is meant so: a minor remark.
    tools::passes("check-a11y", &["--min", "moderate"], &write(".epub"));
}

/// The places for pictures as `photos` gives them to programs.
fn slots(book: &Path) -> Vec<Value> {
    let mut command = command();
    command.args(["photos", "--format", "json", "--quiet"]).arg(book);
    let document: Value = serde_json::from_str(&stdout(&command.output().unwrap())).unwrap();
    assert_eq!(document["errors"], 0, "{document}");
    document["books"][0]["slots"].as_array().unwrap().clone()
}

#[test]
fn portraits_of_a_class_have_one_size_and_three_to_four_sides() {
    let slots = slots(school());
    let faces: Vec<&Value> =
        slots.iter().filter(|slot| slot["id"].as_str().unwrap().contains("classes")).collect();
    assert_eq!(faces.len(), 60);
    let size = |slot: &Value| slot["millimetres"].to_string();
    for class in [&faces[..30], &faces[30..]] {
        assert!(class.iter().all(|slot| size(slot) == size(class[0])));
        let [width, height] = [0, 1].map(|at| class[0]["millimetres"][at].as_f64().unwrap());
        assert!((height / width - 4.0 / 3.0).abs() < 0.01, "{width} × {height}");
    }
    // Six stand in a row of thirty; with sentences of their own, fewer and larger.
    let width = |slot: &Value| slot["millimetres"][0].as_f64().unwrap();
    assert!((width(faces[0]) - 26.07).abs() < 0.05, "{}", faces[0]);
    assert!(width(faces[30]) > 40.0, "{}", faces[30]);
    let mut pages: BTreeMap<u64, usize> = BTreeMap::new();
    for slot in &faces {
        *pages.entry(slot["page"].as_u64().unwrap()).or_default() += 1;
    }
    assert_eq!(pages.values().copied().collect::<Vec<_>>(), PAGES);
}

/// How many portraits stand on the pages of the classes: whole rows.
const PAGES: [usize; 4] = [24, 14, 12, 10];

#[test]
fn people_are_read_row_by_row_in_the_order_of_the_book() {
    let words = pdf_file::words(built(school()).file(".pdf"));
    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let epub = zip_file::text(built(school()).file(".epub"), "OEBPS/text/classes.xhtml");
    let inside = inside(school());
    let classes = inside.book.sections.iter().filter(|section| section.id == "classes");
    let people = classes.flat_map(|section| section.groups());
    let names: Vec<&str> =
        people.flat_map(|group| &group.people).map(|person| person.name.as_str()).collect();
    assert_eq!(names.len(), 60);
    let start = words.find("照学号排").unwrap();
    for (text, mut at) in [(&words, start), (&epub, 0)] {
        for name in &names {
            let found = text[at..].find(name);
            at += found.unwrap_or_else(|| panic!("{name} is not behind the one before"));
        }
    }
    // Each is named to those who do not see the picture.
    for name in names {
        assert!(epub.contains(&format!("alt=\"{name}\"/>\n<figcaption>")), "{name}");
    }
}

#[test]
fn a_picture_that_is_not_to_be_cropped_is_shown_whole() {
    let of = |slots: Vec<Value>| -> Vec<f64> {
        let ours = slots.iter().filter(|slot| slot["id"].as_str().unwrap().contains("together"));
        ours.map(|slot| slot["cropped"].as_f64().unwrap()).collect()
    };
    let whole = of(slots(school()));
    assert_eq!(whole[..2], [0.0, 0.0]);
    // What stands on the pages says the same: all of the group, and of a portrait a part.
    let inside = inside(school());
    let placed = inside.pages.placed(false);
    let crop = |path: &str| {
        let mut pictures = inside.book.figures().filter_map(|figure| figure.picture.as_ref());
        placed[&pictures.find(|picture| picture.path == path).unwrap().number].crop
    };
    assert_eq!(crop("images/class-two.jpg"), Crop::WHOLE);
    assert!(crop("images/portrait-40.jpg").area() < 0.95);
    let book = Copy::of(school());
    book.replace("30-together.yaml", "    crop: none\n", "");
    assert!(of(slots(&book.path))[..2].iter().any(|cropped| *cropped > 0.0));
    book.replace("30-together.yaml", "    kind: artwork\n", "    kind: artwork\n    crop: some\n");
    assert!(book.codes().contains(&"Y06".to_owned()));
}

#[test]
fn a_person_without_a_portrait_is_found_and_has_a_place() {
    let book = with(&group("      - 张三\n      - {name: 李四, photo: images/a.svg}\n"));
    assert_eq!(book.codes(), ["F01"]);
    let found = findings_at(&book.path, Stage::Draft);
    assert_eq!(found.counts(), (0, 1), "{}", said(&found));
    let out = tempfile::TempDir::new().unwrap();
    let mut command = command();
    command.args(["build", "--quiet", "--draft"]).arg(&book.path).arg("--out").arg(out.path());
    assert!(command.output().unwrap().status.success());
    let read = |extension: &str| {
        let files = fs::read_dir(out.path()).unwrap().map(|file| file.unwrap().path());
        fs::read(
            files
                .into_iter()
                .find(|path| path.extension().is_some_and(|it| it == extension))
                .unwrap(),
        )
        .unwrap()
    };
    assert!(pdf_file::words(&read("pdf")).contains("图片待补"));
    assert!(zip_file::words(&read("epub")).contains("图片待补"));
}

#[test]
fn what_a_kind_does_not_show_of_people_is_refused() {
    let people = "      - {name: 李四, photo: images/a.svg, focus: [0.5, 0.3], quote: 好。}\n";
    let book = with(&group(people));
    assert_eq!(book.codes(), [""; 0]);
    book.replace("20-faces.yaml", "kind: portraits", "kind: people");
    let found = findings(&book.path);
    let keys: Vec<String> = found
        .sorted()
        .iter()
        .map(|finding| format!("{} {}", finding.code, finding.message.en))
        .collect();
    for key in ["photo", "focus", "quote", "kind", "credit"] {
        let told = format!("Y05 pages of kind people do not show `{key}` of people");
        assert!(keys.contains(&told), "{key}: {keys:?}");
    }
}

#[test]
fn the_same_portrait_twice_and_photographs_without_a_credit_are_told() {
    let two =
        "      - {name: 张三, photo: images/a.svg}\n      - {name: 李四, photo: images/a.svg}\n";
    assert_eq!(with(&group(two)).codes(), ["I09"]);
    let book = with(&format!("  - people:\n{two}"));
    let found = findings(&book.path);
    let credits = found.sorted().iter().filter(|it| it.code.to_string() == "F08").count();
    assert_eq!(credits, 1, "once a list: {}", said(&found));
    let missing = "      - {name: 张三, photo: images/b.svg}\n";
    assert_eq!(with(&group(missing)).codes(), ["F01", "I10"]);
    let outside = "      - {name: 张三, photo: images/a.svg, focus: [2, 0]}\n";
    assert_eq!(with(&group(outside)).codes(), ["F07"]);
    let empty = "      - {name: '', photo: images/a.svg}\n";
    assert!(with(&group(empty)).codes().contains(&"M06".to_owned()));
}

#[test]
fn markup_in_what_is_said_of_people_is_text() {
    let texts = ["<i>甲&乙</i>", "</figcaption>校长", "]]>“&lt;”", "<!--绘"];
    let [name, detail, quote, credit] = texts;
    let book = with(&format!(
        "  - people:\n      - {{name: '{name}', photo: images/a.svg, detail: '{detail}', quote: \
         '{quote}'}}\n    credit: '{credit}'\n"
    ));
    let dist = Dist::of(&book.path, "screen,epub");
    assert_eq!(dist.told().lines, [""; 0]);
    let page = zip_file::text(&dist.files["minimal.epub"], "OEBPS/text/faces.xhtml");
    assert!(page.contains("alt=\"&lt;i&gt;甲&amp;乙&lt;/i&gt;\""), "{page}");
    assert!(page.contains("<span class=\"quote\">]]&gt;“&amp;lt;”</span>"), "{page}");
}

#[test]
fn ten_thousand_people_are_set() {
    let person =
        |n: usize| format!("      - {{name: 人{n}, detail: 第{n}号, photo: images/a.svg}}\n");
    let people: String = (0..10_000).map(person).collect();
    let book = with(&group(&people));
    let names: Vec<u64> =
        slots(&book.path).iter().map(|slot| slot["page"].as_u64().unwrap()).collect();
    assert_eq!(names.len(), 10_000);
    assert!(names.is_sorted());
}
