//! Page kinds are the layout's: a book whose kinds no code has heard of, through every output.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use nianjian::diag::{Findings, Lang};
use nianjian::load::validate::Schema;
use nianjian::load::{layout, yaml};
use nianjian::source::Source;

use crate::support::dist::Dist;
use crate::support::{
    Copy, build, built, command, findings, jinshan, minimal, pdf_file, root, said, stderr, stdout,
    tools, zip_file,
};

/// The book whose layout has kinds of its own.
fn own_kinds() -> PathBuf {
    root().join("tests/books/own-kinds")
}

/// The schema of sections for a layout, as the command prints it; the built-in ones' if none.
fn schema(layout: Option<&Path>) -> Schema {
    let mut command = command();
    command.args(["schema", "section"]);
    if let Some(folder) = layout {
        command.arg("--layout").arg(folder);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    Schema::new(serde_json::from_str(&stdout(&output)).unwrap())
}

/// What a schema says of a section file.
fn violations(schema: &Schema, text: &str) -> Vec<String> {
    let source = Arc::new(Source::new("section.yaml", text.as_bytes().to_vec()).unwrap());
    let (value, _) = yaml::read(&source, &mut Findings::default()).unwrap();
    let violations = schema.violations(&value);
    violations.iter().map(|it| format!("{} {:?}", it.pointer, it.violation)).collect()
}

/// The section files of a book.
fn sections(book: &Path) -> Vec<String> {
    let paths = fs::read_dir(book).unwrap().map(|entry| entry.unwrap().path());
    let section = |path: &PathBuf| {
        path.extension().is_some_and(|it| it == "yaml") && !path.ends_with("book.yaml")
    };
    paths.filter(section).map(|path| fs::read_to_string(path).unwrap()).collect()
}

#[test]
fn kinds_of_ones_own_are_set_and_proved() {
    let made = built(&own_kinds());
    assert_eq!(made.found.counts(), (0, 0), "{}", said(&made.found));
    let told = Dist::of(&own_kinds(), "screen,print,epub").told();
    assert_eq!(told.lines, Vec::<String>::new());
    assert!(told.rows.iter().all(|row| row.good && row.wanted > 0), "{:#?}", told.rows);
}

/// A layout that knows no parts of months prints them, by the words that the data has.
#[test]
fn a_layout_of_ones_own_prints_parts_of_months() {
    let book = Copy::of(&own_kinds());
    let days = "date: 2024-07-10, until: 2024-07-12";
    book.replace("40-diary.yaml", days, "date: 2024-07 中旬, until: 2024 冬");
    let made = build(&book.path);
    assert_eq!(made.found.counts(), (0, 0), "{}", said(&made.found));
    let words = pdf_file::words(made.file(".pdf"));
    assert!(words.contains("2024年7月中旬—2024年冬"), "{words}");
}

#[test]
fn the_ebook_is_what_the_kinds_declare() {
    let ebook = built(&own_kinds()).file(".epub");
    let text = |name: &str| zip_file::text(ebook, &format!("OEBPS/{name}.xhtml"));
    let opening = |name: &str, role: &str, matter: &str| {
        let page = text(name);
        let section = format!("epub:type=\"{role}\" role=\"doc-{role}\"");
        assert!(page.contains(&section), "{name} is no {role}: {page}");
        assert!(page.contains(&format!("epub:type=\"{matter}\"")), "{name} is no {matter}");
    };
    opening("text/letter", "foreword", "frontmatter");
    opening("text/overture", "part", "bodymatter");
    opening("text/interview", "part", "bodymatter");
    opening("text/zhang", "chapter", "bodymatter");
    opening("text/notice", "chapter", "bodymatter");
    opening("text/supplement", "appendix", "backmatter");
    opening("text/finder", "index", "bodymatter");
    // Captions in lists, of stories and of a text alike, and marks that lead there.
    assert!(text("captions/interview").contains("../text/li.xhtml#fig-interview-2"));
    assert!(text("captions/supplement").contains("../text/supplement.xhtml#fig-supplement-1"));
    assert!(text("text/supplement").contains("../captions/supplement.xhtml#cap-1"));
    // Key figures where they are declared, groups where stories share a chapter.
    assert!(text("text/zhang").contains("<dl class=\"facts\">"));
    assert!(text("nav").contains("text/notice.xhtml#group-2"));
    assert!(text("nav").contains("epub:type=\"bodymatter\" href=\"text/overture.xhtml\""));
    // Titles are terms where they are declared so.
    let index = text("text/finder");
    let has = |term: &str| index.contains(&format!("<span class=\"term\">{term}</span>"));
    assert!(has("食堂翻新") && has("班车加开") && has("机器") && !has("张师傅"), "{index}");
}

#[test]
fn validators_have_nothing_against_it() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("book.epub");
    fs::write(&path, built(&own_kinds()).file(".epub")).unwrap();
    tools::passes("check-epub", &["--usage"], &path);
    tools::passes("check-a11y", &["--min", "minor"], &path);
}

#[test]
fn the_schema_is_that_of_the_layout() {
    let schema = schema(Some(&own_kinds().join("layout")));
    assert_eq!(schema.unchecked(), [""; 0]);
    for text in sections(&own_kinds()) {
        assert_eq!(violations(&schema, &text), [""; 0], "{text}");
    }
    let kind = &schema.value()["properties"]["kind"];
    let words =
        kind["enum"].as_array().unwrap().iter().zip(kind["enumDescriptions"].as_array().unwrap());
    let words: Vec<String> = words.map(|(word, text)| format!("{word}: {text}")).collect();
    assert!(words.contains(&"\"diary\": \"日记。A diary.\"".to_owned()), "{words:?}");
    let built_in = violations(&schema, "kind: news\ntitle: 题\n");
    assert!(built_in[0].starts_with("/kind Choice"), "{built_in:?}");
    let wrong = violations(&schema, "kind: diary\ntitle: 题\nstories: []\n");
    assert_eq!(wrong, ["/stories Forbidden", " Missing(\"events\")"]);
    let empty = violations(&schema, "kind: letter\ntitle: 题\nbody: ' '\n");
    assert_eq!(empty, ["/body Pattern(\"\\\\S\")"]);
}

#[test]
fn the_schema_of_the_built_in_layouts_knows_all_their_kinds() {
    let schema = schema(None);
    for book in [jinshan(), minimal(), root().join("tests/books/every-construct")] {
        for text in sections(&book) {
            assert_eq!(violations(&schema, &text), [""; 0], "{text}");
        }
    }
}

#[test]
fn editors_are_told_in_chinese_of_every_value() {
    fn walk(schema: &serde_json::Value, path: &str, missing: &mut Vec<String>) {
        let han = |value: &serde_json::Value| {
            value.as_str().is_some_and(|text| text.chars().any(|c| ('一'..='鿿').contains(&c)))
        };
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}/{key}");
            if !han(&property["description"]) {
                missing.push(path.clone());
            }
            for (n, word) in property["enum"].as_array().into_iter().flatten().enumerate() {
                if !han(&property["enumDescriptions"][n]) {
                    missing.push(format!("{path} {word}"));
                }
            }
            for (n, word) in property["items"]["enum"].as_array().into_iter().flatten().enumerate()
            {
                if !han(&property["items"]["enumDescriptions"][n]) {
                    missing.push(format!("{path} {word}"));
                }
            }
            walk(property, &path, missing);
            walk(&property["items"], &path, missing);
        }
    }
    let mut missing = Vec::new();
    walk(schema(None).value(), "section", &mut missing);
    walk(nianjian::load::schema::book().value(), "book", &mut missing);
    assert_eq!(missing, [""; 0]);
}

#[test]
fn patterns_ask_no_more_than_the_checks() {
    let schema = schema(None);
    let section = |id: &str, date: &str| {
        format!(
            "kind: news\ntitle: 题\nstories:\n  - {{id: {id}, title: 题, date: {date}, body: 文}}\n"
        )
    };
    for (id, date) in [
        ("a", "2023"),
        ("a-1", "2023-05"),
        ("a1", "'2023'"),
        ("a", "2023-05-20"),
        ("a", "'9999-12-31'"),
    ] {
        assert_eq!(violations(&schema, &section(id, date)), [""; 0], "{id} {date}");
    }
    // Each of these is wrong to an editor, and found by the check in words of its own.
    for (id, date, code) in [
        ("A", "2023", "R02"),
        ("a_b", "2023", "R02"),
        ("题", "2023", "R02"),
        ("-a", "2023", "R02"),
        ("a", "2023年", "M04"),
        ("a", "2023-5", "M04"),
        ("a", "2023-13", "M04"),
        ("a", "2023-05-32", "M04"),
        ("a", "去年", "M04"),
    ] {
        let text = section(id, date);
        let wrong = violations(&schema, &text);
        assert!(wrong.len() == 1 && wrong[0].contains("Pattern"), "{id} {date}: {wrong:?}");
        let book = Copy::of(&minimal());
        book.write("10-news.yaml", &text);
        let found = findings(&book.path);
        let told = found.sorted().iter().any(|finding| finding.code.to_string() == code);
        assert!(told && !said(&found).contains("[0-9]"), "{id} {date}: {}", said(&found));
    }
}

#[test]
fn a_thousand_kinds_are_read_and_told_in_few_words() {
    let book = Copy::of(&own_kinds());
    let mut manifest = fs::read_to_string(book.path.join("layout/typst.toml")).unwrap();
    for n in 0..1000 {
        manifest += &format!("\n[tool.nianjian.pages.kind-{n}]\ncontent = \"text\"\n");
    }
    book.write("layout/typst.toml", &manifest);
    let of_layout = schema(Some(&book.path.join("layout")));
    assert_eq!(of_layout.value()["properties"]["kind"]["enum"].as_array().unwrap().len(), 1010);
    assert_eq!(findings(&book.path).counts(), (0, 0));
    book.replace("40-diary.yaml", "kind: diary", "kind: 日记");
    let found = findings(&book.path);
    let [finding] = found.sorted()[..] else { panic!("{}", said(&found)) };
    assert_eq!(finding.code.to_string(), "L03");
    let hint = finding.hint_or_default(Lang::En);
    assert!(
        hint.starts_with("write `kind: diary`; there are: album, diary,") && hint.len() < 400,
        "{hint}"
    );
    let broken = manifest.replace("content = \"text\"", "content = \"texts\"");
    book.write("layout/typst.toml", broken);
    let codes = book.codes();
    assert_eq!(codes, ["L02"]);
}

#[test]
fn no_code_names_a_page_kind() {
    // Words of file formats and style sheets, of roles and of the shapes of content stand in code
    // all the same.
    let others = ["chronicle", "entries", "index", "part", "people", "quotes", "table", "text"];
    let kinds: BTreeSet<String> = layout::built_in_kinds().into_keys().collect();
    let kinds: Vec<_> = kinds.iter().filter(|kind| !others.contains(&kind.as_str())).collect();
    assert!(kinds.len() >= 4, "{kinds:?}");
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") && !path.ends_with("tests.rs") {
                let source = fs::read_to_string(&path).unwrap();
                let code = source.split("#[cfg(test)]").next().unwrap();
                for kind in &kinds {
                    let named = code.contains(&format!("\"{kind}\""));
                    assert!(!named, "{} names {kind}", path.display());
                }
            }
        }
    }
}
