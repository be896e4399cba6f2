//! A character that no face has, in every text that the schemas know, one at a time.
//!
//! The texts are taken from the schemas, so a new key is tried without a word here.

use std::collections::BTreeMap;

use nianjian::check::Stage;
use nianjian::diag::{Code, Findings};
use nianjian::load::{raw, schema};
use nianjian::source::Place;
use serde_json::{Map, Value, json};

use crate::support::{Copy, findings, minimal, open, said};

/// No face has it; `data.rs` proves so.
const RARE: &str = "𠮷";

/// The way to a text: keys, `-` for an item, `*` for a value and `@` for a key of a map.
type Path = Vec<String>;

/// A text of a schema, with what becomes of it.
struct Leaf {
    path: Path,
    used: String,
}

fn admits(schema: &Value, kind: &str) -> bool {
    match &schema["type"] {
        Value::String(one) => one == kind,
        Value::Array(many) => many.iter().any(|one| one == kind),
        _ => false,
    }
}

/// All texts of a schema that are no choice of the schema's own.
fn leaves(schema: &Value, path: &Path, above: &str, out: &mut Vec<Leaf>) {
    let below = |step: &str| path.iter().cloned().chain([step.to_owned()]).collect::<Path>();
    let used = schema["x-use"].as_str().unwrap_or(above);
    let choice = schema.get("enum").is_some() || schema.get("const").is_some();
    if admits(schema, "string") && !choice {
        out.push(Leaf { path: path.clone(), used: used.to_owned() });
    }
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        leaves(inner, &below(key), "", out);
    }
    if schema["items"].is_object() {
        leaves(&schema["items"], &below("-"), used, out);
    }
    if schema["additionalProperties"].is_object() {
        leaves(&schema["additionalProperties"], &below("*"), used, out);
        let names = schema["x-names"].as_str().unwrap_or_default();
        out.push(Leaf { path: below("@"), used: names.to_owned() });
    }
}

/// A good text for a place: most are free, some are read.
fn good(path: &[String]) -> &'static str {
    let keys: Vec<&str> = path.iter().map(String::as_str).filter(|step| *step != "-").collect();
    match keys.as_slice() {
        ["tables", "body"] => "| 字 |\n| --- |\n| 字 |\n",
        ["sections"] => "20.yaml",
        ["layout"] => "yearbook",
        ["fonts"] => "images",
        ["isbn"] => "978-7-111-12806-9",
        ["identifier"] => "urn:uuid:5a3f0c52-6d0e-4b8e-9f57-2c1d8e7a4b10",
        ["readings", "@"] => "重庆",
        ["readings", "*"] => "chóng qìng",
        ["see", "@"] => "丙",
        ["see_also", "@"] => "甲",
        ["see", "*"] | ["see_also", "*"] => "乙",
        [.., "id"] => "one",
        [.., "lang"] => "en",
        [.., "file" | "photo"] => "images/a.svg",
        [.., "story"] => "other",
        [.., "chart", "*"] => "1",
        [.., "date"] => "2023-05-01",
        [.., "until"] => "2023-05-02",
        _ => "字",
    }
}

/// A value of a schema: what must be there, and what leads to `target`, whose text is rare.
fn sample(schema: &Value, path: &[String], target: &[String], used: &str) -> Value {
    let here = |step: &str| path.iter().cloned().chain([step.to_owned()]).collect::<Path>();
    let next = target.strip_prefix(path).and_then(<[String]>::first).map(String::as_str);
    let text = |path: &[String]| match good(path) {
        text if path != target => text.to_owned(),
        text if matches!(used, "set" | "running" | "issued" | "name") && text.contains('字') => {
            text.replacen('字', &format!("字{RARE}"), 1)
        }
        text => format!("{text}{RARE}"),
    };
    let object = admits(schema, "object") && (next.is_some() || !admits(schema, "string"));
    if object && schema["additionalProperties"].is_object() {
        let value = sample(&schema["additionalProperties"], &here("*"), target, used);
        let mut map = json!({ text(&here("@")): value });
        // There is nothing to compare with one number.
        if path.last().is_some_and(|key| key == "chart") {
            map["二"] = json!(2);
        }
        return map;
    }
    if object {
        let required = schema["required"].as_array().into_iter().flatten();
        let mut keys: Vec<&str> = required.filter_map(Value::as_str).collect();
        keys.extend(next.filter(|next| !keys.contains(next)));
        // What one key asks for beside it.
        let texts = |value: &Value| -> Vec<String> {
            serde_json::from_value(value["required"].clone()).unwrap_or_default()
        };
        let (with, then) = (texts(&schema["if"]), texts(&schema["then"]));
        if !with.is_empty() && with.iter().all(|key| keys.contains(&key.as_str())) {
            keys.extend(then.iter().map(String::as_str));
            keys.sort_unstable();
            keys.dedup();
        }
        let of = |key: &str| sample(&schema["properties"][key], &here(key), target, used);
        return keys.iter().map(|key| ((*key).to_owned(), of(key))).collect::<Map<_, _>>().into();
    }
    if let Some(options) = schema["enum"].as_array() {
        return options.first().cloned().unwrap_or_default();
    }
    if admits(schema, "array") && (next.is_some() || !admits(schema, "string")) {
        return json!([sample(&schema["items"], &here("-"), target, used)]);
    }
    Value::from(text(path))
}

const DRAWING: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='30' height='20'/>";

/// A book of `book.yaml` and the section `20.yaml`, after a section that terms and links lead to.
fn book(whole: &Value, section: &Value) -> Copy {
    let copy = Copy::of(&minimal());
    let mut whole = whole.clone();
    let sections = whole["sections"].as_array().cloned().unwrap_or_default();
    whole["sections"] = std::iter::once(json!("10.yaml")).chain(sections).collect();
    let story = json!({ "id": "other", "title": "字", "body": "字", "index": ["甲", "乙"] });
    let first = json!({ "kind": "news", "title": "字", "stories": [story] });
    copy.write("book.yaml", format!("{whole:#}"));
    copy.write("10.yaml", format!("{first:#}"));
    copy.write("20.yaml", format!("{section:#}"));
    copy.write("images/a.svg", DRAWING);
    copy
}

/// What is found before pages are set.
fn checked(book: &Copy) -> Findings {
    // What a picture is missing for is no matter here.
    let mut session = open(&book.path, Stage::Draft);
    session.check();
    session.findings()
}

/// The kinds of sections that the layout has.
fn kinds() -> Vec<String> {
    let text = include_str!("../../layouts/yearbook/typst.toml");
    let manifest: toml::Value = toml::from_str(text).unwrap();
    let pages = manifest["tool"]["nianjian"]["pages"].as_table().unwrap();
    pages.keys().cloned().collect()
}

/// What a section needs to be good, whatever stands at `target`: tried kind by kind.
fn section(schema: &Value, target: &[String], used: &str, known: &mut Known) -> Value {
    // A key of the content alone may not be enough: a section of news has stories.
    let content = |kind: &str| {
        let base = json!({ "kind": kind, "title": "字" });
        let keys = ["", "stories", "events", "body", "figures", "tables", "groups", "facts"];
        keys.map(|key| {
            let mut value = base.clone();
            if !key.is_empty() {
                value[key] = sample(&schema["properties"][key], &[key.to_owned()], &[], "");
            }
            value
        })
    };
    let rare = sample(schema, &[], target, used);
    let over = |mut value: Value| {
        let own = rare.as_object().unwrap().iter().filter(|(key, _)| *key != "kind");
        own.for_each(|(key, inner)| value[key] = inner.clone());
        value
    };
    let plain = sample(schema, &[], target, "plain");
    let plain: Value = serde_json::from_str(&plain.to_string().replace(RARE, "")).unwrap();
    let key = target.first().cloned().unwrap_or_default();
    // Kinds differ in what their stories and people may have.
    let deep = if key == "groups" { 5 } else { 3 };
    let case = target.iter().take(deep).cloned().collect::<Vec<_>>().join("/");
    let base = known.entry(case).or_insert_with(|| {
        let bases = kinds().into_iter().flat_map(|kind| content(&kind));
        let good = |base: &Value| {
            let mut value = base.clone();
            value[&key] = plain[&key].clone();
            checked(&book(&json!({ "title": "字", "sections": ["20.yaml"] }), &value)).counts().0
                == 0
        };
        bases.into_iter().find(good).unwrap_or_else(|| panic!("no kind of section takes {key}"))
    });
    over(base.clone())
}

type Known = BTreeMap<String, Value>;

/// Says what is wrong with what was found of a book with a rare character in a text.
fn judge(leaf: &Leaf, file: &str, book: &Copy) -> Result<(), String> {
    let name = format!("{file} {}", leaf.path.join("/"));
    let text = std::fs::read_to_string(book.path.join(file)).unwrap();
    let line = 1 + text.lines().position(|line| line.contains(RARE)).ok_or(name.clone())?;
    let found = findings(&book.path);
    let sorted = found.sorted();
    let is = |code: Code| sorted.iter().filter(move |finding| finding.code == code);
    let at_its_line = |place: &Place| &*place.file == file && place.line == line;
    let placed = is(Code::T01).any(|finding| finding.at.as_ref().is_some_and(at_its_line));
    let good = match leaf.used.as_str() {
        "set" | "running" | "issued" | "name" => placed,
        "said" => !placed && found.counts().0 == 0,
        "picture" | "code" => !placed,
        _ => false,
    };
    if good && is(Code::L05).next().is_none() {
        return Ok(());
    }
    Err(format!("{name} ({}), line {line}:\n{}{text}", leaf.used, said(&found)))
}

#[test]
fn a_character_that_no_face_has_is_found_where_it_stands() {
    let mut failed = Vec::new();
    let (of_book, of_section) =
        (schema::with_uses::<raw::Book>(), schema::with_uses::<raw::Section>());
    let mut all = Vec::new();
    leaves(&of_book, &Vec::new(), "", &mut all);
    assert!(all.len() > 30, "{}", all.len());
    let plain = json!({ "kind": "text", "title": "字", "body": "字" });
    for leaf in all {
        let whole = sample(&of_book, &[], &leaf.path, &leaf.used);
        failed.extend(judge(&leaf, "book.yaml", &book(&whole, &plain)).err());
    }
    let mut all = Vec::new();
    leaves(&of_section, &Vec::new(), "", &mut all);
    assert!(all.len() > 30, "{}", all.len());
    let mut known = Known::new();
    let whole = json!({ "title": "字", "sections": ["20.yaml"] });
    for leaf in all {
        if leaf.path == ["kind"] {
            // The layout knows the kinds, and takes no other.
            let value = json!({ "kind": format!("字{RARE}"), "title": "字", "body": "字" });
            failed.extend(judge(&leaf, "20.yaml", &book(&whole, &value)).err());
            continue;
        }
        let value = section(&of_section, &leaf.path, &leaf.used, &mut known);
        failed.extend(judge(&leaf, "20.yaml", &book(&whole, &value)).err());
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
