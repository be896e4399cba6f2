//! Texts that are code to whoever reads them: markup in an e-book, commands on a terminal.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::Arc;

use nianjian::check::Stage;
use nianjian::diag::{Code, Findings};
use nianjian::epub::profile::Shop;
use nianjian::load::{raw, schema, yaml};
use nianjian::make::request::OutputKind;
use nianjian::source::Source;
use nianjian::typeset::Medium;
use serde_json::{Value, json};

use crate::support::{Copy, build_for, command, minimal, open, said, zip_file};

/// The files of a book, as values.
type Files = BTreeMap<String, Value>;

/// What every text is given; parted from others by a number, which no text has.
fn hostile(number: usize) -> String {
    format!("<b>{number}&\"'")
}

fn within(
    schema: &Value,
    value: &mut Value,
    (path, above): (&str, &str),
    see: &mut dyn FnMut(&str, &mut String),
) {
    let used = schema["x-use"].as_str().unwrap_or(above);
    match value {
        Value::String(text) if !["", "code", "picture"].contains(&used) => {
            see(&format!("{path} {used}"), text);
        }
        Value::Array(items) => {
            for item in items {
                within(&schema["items"], item, (&format!("{path}/-"), used), see);
            }
        }
        Value::Object(map) => {
            let pairs = std::mem::take(map).into_iter().map(|(mut key, mut value)| {
                let known = &schema["properties"][&key];
                match known.is_object() {
                    true => within(known, &mut value, (&format!("{path}/{key}"), ""), see),
                    false => {
                        let other = &schema["additionalProperties"];
                        within(other, &mut value, (&format!("{path}/*"), used), see);
                        let named = schema["x-names"].as_str().unwrap_or_default();
                        if !["", "code"].contains(&named) {
                            see(&format!("{path}/@ {named}"), &mut key);
                        }
                    }
                }
                (key, value)
            });
            *map = pairs.collect();
        }
        _ => {}
    }
}

/// The places whose texts must agree, as one.
fn group(place: &str) -> String {
    match place.contains("/index/") || place.contains("/see") {
        true => "terms of the index".to_owned(),
        false => place.replace("title_lines", "title"),
    }
}

/// Puts markup into the texts at some places of the schema, each with the number of its place.
fn spoil(files: &Files, places: &[(usize, String)]) -> Files {
    let mut files = files.clone();
    each_text(&mut files, &mut |at, text| {
        let Some((number, _)) = places.iter().find(|(_, place)| *place == group(at)) else {
            return;
        };
        if at.ends_with(" running") {
            // Behind the first word, which may stand in a cell.
            let end = text.find(char::is_alphanumeric).unwrap();
            let end = end + text[end..].chars().next().unwrap().len_utf8();
            let marks = hostile(*number).replace('<', "\\<").replace('&', "\\&");
            text.insert_str(end, &marks);
        } else {
            text.push_str(&hostile(*number));
        }
    });
    files
}

/// Of these places, those whose texts may be any.
fn free(book: &Copy, files: &mut Files, places: &[(usize, String)]) -> Vec<usize> {
    let trial = spoil(files, places);
    trial.iter().for_each(|(name, value)| book.write(name, format!("{value:#}")));
    let mut session = open(&book.path, Stage::Release);
    session.set(Medium::Screen).unwrap();
    if !session.findings().has_errors() {
        *files = trial;
        return places.iter().map(|(number, _)| *number).collect();
    }
    if places.len() == 1 {
        return Vec::new();
    }
    let (first, second) = places.split_at(places.len() / 2);
    [first, second].iter().flat_map(|half| free(book, files, half)).collect()
}

/// All words and attributes of the XML files of an e-book; fails if one is no XML, or has an
/// element that no text may make.
fn xml_texts(bytes: &[u8]) -> String {
    let mut out = String::new();
    for (name, entry) in zip_file::entries(bytes) {
        if ![".xhtml", ".opf", ".ncx", ".xml"].iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let text = String::from_utf8(entry.bytes).unwrap();
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document = roxmltree::Document::parse_with_options(&text, options);
        let document = document.unwrap_or_else(|why| panic!("{name}: {why}"));
        for node in document.descendants() {
            assert_ne!(node.tag_name().name(), "b", "{name}");
            out.extend(node.is_text().then(|| node.text()).flatten());
        }
        let attributes = document.descendants().flat_map(|node| node.attributes());
        attributes.for_each(|attribute| out.extend(["\n", attribute.value()]));
    }
    out
}

/// The YAML files of a book.
fn files_of(book: &Copy) -> Files {
    let mut files = Files::new();
    for entry in fs::read_dir(&book.path).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.ends_with(".yaml") {
            let bytes = fs::read(book.path.join(&name)).unwrap();
            let source = Arc::new(Source::new(&name, bytes).unwrap());
            let (value, _) = yaml::read(&source, &mut Findings::default()).unwrap();
            files.insert(name, value);
        }
    }
    let epub = json!({ "fonts": "headings", "certified_by": "某" });
    files.get_mut("book.yaml").unwrap()["epub"] = epub;
    files
}

/// Calls `see` with each text of the files that people read, and its place in the schema.
fn each_text(files: &mut Files, see: &mut dyn FnMut(&str, &mut String)) {
    let (book, section) = (schema::with_uses::<raw::Book>(), schema::with_uses::<raw::Section>());
    for (name, value) in files {
        match name == "book.yaml" {
            true => within(&book, value, ("book", ""), see),
            false => within(&section, value, ("section", ""), see),
        }
    }
}

/// Everything that goes into a file of an e-book goes through one door, whatever text it is.
#[test]
fn markup_in_any_text_is_text() {
    let book = Copy::of(&crate::support::every_construct());
    let mut files = files_of(&book);
    let mut places = BTreeSet::new();
    each_text(&mut files.clone(), &mut |at, _| {
        places.insert(group(at));
    });
    let places: Vec<(usize, String)> = places.into_iter().enumerate().collect();
    assert!(places.len() > 50, "{places:#?}");
    let free = free(&book, &mut files, &places);
    files.iter().for_each(|(name, value)| book.write(name, format!("{value:#}")));
    let made = build_for(&book.path, &[OutputKind::Epub], &[Shop::Weread, Shop::Duokan]);
    assert!(!made.found.has_errors(), "{}", said(&made.found));
    let mut lost = Vec::new();
    for (name, bytes) in made.files.iter().filter(|(name, _)| name.ends_with(".epub")) {
        let read = xml_texts(bytes);
        let gone = |number: &&usize| !read.contains(&hostile(**number));
        lost.extend(
            free.iter().filter(gone).map(|number| format!("{name}: {}", places[*number].1)),
        );
    }
    let bound: Vec<&str> = places
        .iter()
        .filter(|(number, _)| !free.contains(number))
        .map(|(_, place)| place.as_str())
        .collect();
    let ours = [
        "book/isbn set",
        // Words and numbers of the body.
        "section/stories/-/excerpt set",
        "section/stories/-/facts/-/value set",
    ];
    assert_eq!((bound.as_slice(), lost), (&ours[..], Vec::new()));
}

/// Whatever text a character stands in that cannot be printed or turns others around, it is found.
#[test]
fn controls_are_found_in_any_text() {
    for control in ['\u{1}', '\u{9b}', '\u{202a}', '\u{202e}', '\u{2066}', '\u{2069}'] {
        let book = Copy::of(&crate::support::every_construct());
        let mut files = files_of(&book);
        let mut count = 0;
        each_text(&mut files, &mut |_, text| {
            let end = text.trim_end().len();
            text.insert(end, control);
            count += 1;
        });
        assert!(count > 150, "{count}");
        // JSON writes controls as escapes, and YAML reads them.
        files.iter().for_each(|(name, value)| {
            let text =
                format!("{value:#}").replace(control, &format!("\\u{:04x}", u32::from(control)));
            book.write(name, text);
        });
        let mut session = open(&book.path, Stage::Release);
        session.check();
        let found = session.findings();
        let said = found.sorted().into_iter().filter(|finding| finding.code == Code::Y13).count();
        assert_eq!(said, count, "U+{:04X}", u32::from(control));
    }
}

/// What drives a terminal, forges a line, turns text around, or is a command to a workflow.
const ACTIVE: &str =
    "\u{1b}]0;x\u{7}\u{1b}[31m\n::set-output name=a::b\n##[debug]\u{202e}\u{9b}31m\u{2028}";

/// What the command says must be lines of ours and of characters that only stand there.
fn is_tame(what: &str, text: &str) {
    let active = |c: char| {
        (c.is_control() && c != '\n' && c != '\t') || ('\u{202a}'..='\u{202e}').contains(&c)
    };
    assert!(!text.contains(active), "{what}: {text:?}");
    assert!(!text.contains("##["), "{what}: {text:?}");
    for line in text.lines().filter(|line| line.trim_start().starts_with("::")) {
        assert!(line.starts_with("::error ") || line.starts_with("::warning "), "{what}: {line:?}");
        assert_eq!(line.matches("title=").count(), 1, "{what}: {line:?}");
    }
}

#[test]
fn what_books_hold_does_not_act_where_it_is_shown() {
    let book = |change: &dyn Fn(&mut Value, &mut Value)| {
        let copy = Copy::of(&minimal());
        let figure =
            json!({ "file": "images/first.svg", "caption": "图", "alt": "图", "kind": "artwork" });
        let story = json!({ "id": "first", "title": "题", "body": "文。", "figures": [figure] });
        let mut section = json!({ "kind": "news", "title": "要闻", "stories": [story] });
        let mut whole = json!({ "title": "书", "sections": ["10-news.yaml"] });
        change(&mut whole, &mut section);
        copy.write("book.yaml", format!("{whole:#}"));
        copy.write("10-news.yaml", format!("{section:#}"));
        copy
    };
    let active = || Value::from(ACTIVE);
    let link = format!("[见](<#{}>)", ACTIVE.replace('\n', ""));
    let cases: Vec<(&str, Copy)> = vec![
        ("key", book(&|_, section| section["stories"][0][ACTIVE] = 1.into())),
        ("id", book(&|_, section| section["stories"][0]["id"] = active())),
        ("title", book(&|_, section| section["stories"][0]["title"] = active())),
        ("kind", book(&|_, section| section["kind"] = active())),
        ("date", book(&|_, section| section["stories"][0]["date"] = active())),
        ("link", book(&|_, section| section["stories"][0]["body"] = link.clone().into())),
        ("body", book(&|_, section| section["stories"][0]["body"] = active())),
        ("picture", book(&|_, section| section["stories"][0]["figures"][0]["file"] = active())),
        ("section", book(&|whole, _| whole["sections"][0] = active())),
        ("layout", book(&|whole, _| whole["layout"] = active())),
        ("folder of a layout", book(&|whole, _| whole["layout"] = format!("./{ACTIVE}").into())),
        ("faces", book(&|whole, _| whole["fonts"] = json!([ACTIVE]))),
        ("language", book(&|whole, _| whole["lang"] = active())),
        ("identifier", book(&|whole, _| whole["identifier"] = active())),
        ("profile", book(&|whole, _| whole["print"] = json!({ "icc": ACTIVE }))),
        ("bytes in YAML", {
            let copy = book(&|_, _| ());
            copy.write(
                "10-news.yaml",
                format!("kind: news\ntitle: {}\n", ACTIVE.replace('\n', "")),
            );
            copy
        }),
    ];
    let run = |what: &str, arguments: &[&str], folder: &std::path::Path| {
        for format in ["human", "short", "json", "github", "sarif"] {
            let output = command()
                .args(arguments)
                .args(["--format", format])
                .current_dir(folder)
                .output()
                .unwrap();
            assert_ne!(output.status.code(), Some(0), "{what}");
            is_tame(&format!("{what} {format}"), &String::from_utf8(output.stdout).unwrap());
            is_tame(&format!("{what} {format}"), &String::from_utf8(output.stderr).unwrap());
        }
    };
    for (what, book) in &cases {
        run(what, &["check", "."], &book.path);
    }
    // Names of files and folders, and what the system says of them.
    let parent = Copy::of(&minimal());
    let name = ACTIVE.replace('/', "");
    let folder = parent.path.join(&name);
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("book.yaml"), "title: 书\nsections: [a.yaml]\n").unwrap();
    fs::write(folder.join(format!("{name}.yaml")), "kind: news\n").unwrap();
    for arguments in [["check", &name], ["build", &name], ["verify", &name], ["new", &name]] {
        run(arguments[0], &arguments, &parent.path);
    }
}

#[test]
fn the_line_of_a_finding_is_underlined_behind_what_was_escaped() {
    let copy = Copy::of(&minimal());
    copy.write(
        "10-news.yaml",
        "kind: news\ntitle: \u{202e}题\nnope: 1\nstories: [{id: a, title: 题, body: 文}]\n",
    );
    let output = command().arg("check").arg(&copy.path).output().unwrap();
    let shown = String::from_utf8(output.stderr).unwrap();
    assert!(shown.contains("title: \\u{202e}题"), "{shown}");
}

/// A reader that has enough is no failure, and changes nothing of what is made.
#[cfg(unix)]
#[test]
fn a_closed_pipe_changes_neither_artefacts_nor_exit_codes() {
    use std::process::Stdio;
    let run = |arguments: &[&str], book: &Copy| {
        let mut child = command()
            .args(arguments)
            .arg(&book.path)
            .current_dir(&book.path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        child.wait().unwrap().code()
    };
    let good = Copy::of(&minimal());
    for format in ["json", "human"] {
        assert_eq!(run(&["build", "--format", format, "--out", format], &good), Some(0));
        assert!(good.path.join(format).join("SHA256SUMS").exists(), "{format}");
        assert_eq!(run(&["photos", "--format", format], &good), Some(0));
    }
    let bad = Copy::of(&minimal());
    bad.replace("10-news.yaml", "title:", "titel:");
    for format in ["json", "short", "github", "sarif"] {
        assert_eq!(run(&["check", "--format", format], &bad), Some(1), "{format}");
    }
}
