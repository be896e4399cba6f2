//! Many books by an engine that shards: dependency files for Ninja.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Copy, command, copy_tree, minimal, stderr, stdout};

const BOOKS: usize = 50;

/// A folder with small books and a `build.ninja` that builds each by a process of its own.
fn shards(folder: &Path) {
    let tool = env!("CARGO_BIN_EXE_nianjian");
    let mut text = format!(
        "rule book\n  command = {tool} build --quiet --format short --out $to --deps $to.d $book\n  \
         depfile = $to.d\n"
    );
    for number in 1..=BOOKS {
        let book = folder.join(format!("books/b{number}"));
        copy_tree(&minimal(), &book);
        let yaml = fs::read_to_string(book.join("book.yaml")).unwrap();
        fs::write(book.join("book.yaml"), yaml.replace("小书", &format!("小书{number}"))).unwrap();
        let to = format!("dist/b{number}");
        // Ninja looks for the first of them at the head of the dependency file.
        let outputs = ["pdf", "epub", "passages.json"].map(|kind| format!("{to}/b{number}.{kind}"));
        let [pdf, epub, passages] = outputs;
        writeln!(
            text,
            "build {pdf} {epub} {passages} {to}/manifest.json {to}/SHA256SUMS: book\n  \
             to = {to}\n  book = books/b{number}"
        )
        .unwrap();
    }
    fs::write(folder.join("build.ninja"), text).unwrap();
}

/// Runs Ninja and gives what it said; `None` where it is not installed.
fn ninja(folder: &Path) -> Option<String> {
    let Ok(output) = Command::new("ninja").arg("-C").arg(folder).output() else {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "ninja is required in CI");
        println!("skipped, ninja is not installed");
        return None;
    };
    let text = format!("{}{}", stdout(&output), stderr(&output));
    assert!(output.status.success(), "{text}");
    Some(text)
}

/// All artefacts of a folder that hold a book, by name.
fn artefacts(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.is_file());
    let named = files.map(|path| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, fs::read(&path).unwrap())
    });
    named.filter(|(name, _)| name.starts_with('b')).collect()
}

#[test]
fn shards_give_the_same_bytes_and_build_only_what_changed() {
    let folder = tempfile::TempDir::new().unwrap();
    let folder = folder.path();
    shards(folder);
    if ninja(folder).is_none() {
        return;
    }
    let mut together = command();
    together.current_dir(folder).args(["build", "--quiet", "--format", "short", "--out", "one"]);
    together.args((1..=BOOKS).map(|number| format!("books/b{number}")));
    assert!(together.output().unwrap().status.success());
    let mut sharded = BTreeMap::new();
    for number in 1..=BOOKS {
        sharded.extend(artefacts(&folder.join(format!("dist/b{number}"))));
    }
    assert_eq!(sharded.len(), 3 * BOOKS);
    assert!(sharded == artefacts(&folder.join("one")));

    assert!(ninja(folder).unwrap().contains("no work to do"));
    let news = folder.join("books/b7/10-news.yaml");
    let text = fs::read_to_string(&news).unwrap();
    fs::write(&news, text.replace("第一条。", "第一条新闻。")).unwrap();
    assert!(ninja(folder).unwrap().contains("[1/1]"));
    let picture = folder.join("books/b9/images/first.svg");
    fs::write(&picture, fs::read_to_string(&picture).unwrap().replace('\n', "\n\n")).unwrap();
    assert!(ninja(folder).unwrap().contains("[1/1]"));
}

#[test]
fn the_rule_of_the_readme_works_twice() {
    let readme = fs::read_to_string(crate::support::root().join("README.md")).unwrap();
    let rule = readme.split("```ninja\n").nth(1).unwrap().split("```").next().unwrap();
    let folder = tempfile::TempDir::new().unwrap();
    let folder = folder.path();
    copy_tree(&minimal(), &folder.join("content/甲"));
    let rule = rule.replace("nianjian ", &format!("{} ", env!("CARGO_BIN_EXE_nianjian")));
    fs::write(folder.join("build.ninja"), rule).unwrap();
    if ninja(folder).is_none() {
        return;
    }
    assert!(folder.join("dist/甲/甲.epub").is_file());
    assert!(ninja(folder).unwrap().contains("no work to do"));
    let news = folder.join("content/甲/10-news.yaml");
    let text = fs::read_to_string(&news).unwrap();
    fs::write(&news, text.replace("第一条。", "第一条新闻。")).unwrap();
    assert!(ninja(folder).unwrap().contains("[1/1]"));
    assert!(ninja(folder).unwrap().contains("no work to do"));
}

#[test]
fn books_side_by_side_are_as_one_by_one_and_one_that_is_broken_stops_none() {
    let folder = tempfile::TempDir::new().unwrap();
    let folder = folder.path();
    let name = |number: usize| format!("books/b{number}");
    (1..=9).for_each(|number| copy_tree(&minimal(), &folder.join(name(number))));
    fs::write(folder.join("books/b4/book.yaml"), "title: [\n").unwrap();
    let build = |jobs: &str| {
        let mut build = command();
        build.current_dir(folder).args(["--lang", "en", "build", "--jobs", jobs, "--out", jobs]);
        let output = build.args((1..=9).map(name)).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
        let told: Vec<String> =
            stderr(&output).lines().filter(|l| l.starts_with("books/b")).map(Into::into).collect();
        (artefacts(&folder.join(jobs)), told)
    };
    let (one_by_one, told) = build("1");
    assert_eq!(one_by_one.len(), 3 * 8, "{:?}", one_by_one.keys());
    // One line a book, in the order of their names on the command line.
    assert_eq!(told.len(), 9, "{told:?}");
    for (line, number) in told.iter().zip(1..) {
        let end = if number == 4 { "not made, 1 errors" } else { "pages, 0 errors" };
        assert!(line.starts_with(&name(number)) && line.contains(end), "{line}");
    }
    assert!((one_by_one, told) == build("4"));
    let left = fs::read_dir(folder.join("4")).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(left.filter(|name| name.to_string_lossy().starts_with(".nianjian")).count(), 0);
}

#[test]
fn dependencies_name_faces_and_layouts_of_the_book() {
    let book = Copy::of(&minimal());
    copy_tree(&crate::support::root().join("layouts/yearbook"), &book.path.join("own"));
    fs::create_dir(book.path.join("faces")).unwrap();
    let face = crate::support::root().join("fonts/NotoSansSC-Bold.ttf");
    fs::copy(face, book.path.join("faces/one.ttf")).unwrap();
    book.replace("book.yaml", "year: 2024", "year: 2024\nlayout: ./own\nfonts: [faces]");
    let deps = book.path.join("out.d");
    let mut build = command();
    build.args(["build", "--quiet", "--format", "short", "--deps"]).arg(&deps);
    let output = build.arg("--out").arg(book.path.join("dist")).arg(&book.path).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let deps = fs::read_to_string(deps).unwrap();
    let (outputs, inputs) = deps.split_once(": \\\n").unwrap();
    assert!(outputs.contains("/dist/minimal.pdf") && outputs.contains("/dist/minimal.epub"));
    for input in ["book.yaml", "10-news.yaml", "images/first.svg", "faces/one.ttf", "own/theme.typ"]
    {
        assert!(inputs.contains(&format!("/{input}")), "{input} in {inputs}");
    }
}
