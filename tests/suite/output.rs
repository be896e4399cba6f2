//! The files of the output folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufRead as _;
use std::path::Path;

use nianjian::assets::checksum::sha256;
use nianjian::assets::pictures::store::Store;
use nianjian::make::make;
use nianjian::make::request::{BuildRequest, OpenOptions, OutputKind};
use nianjian::output::folder::Folder;
use tempfile::TempDir;

use crate::support::{command, copy_tree, minimal, stderr, stdout};

#[test]
fn manifest_and_sums_tell_the_truth() {
    let out = tempfile::TempDir::new().unwrap();
    let output =
        command().arg("build").arg(minimal()).arg("--out").arg(out.path()).output().unwrap();
    assert!(output.status.success());
    let read = |name: &str| fs::read(out.path().join(name)).unwrap();
    let sums = String::from_utf8(read("SHA256SUMS")).unwrap();
    let mut names = Vec::new();
    for line in sums.lines() {
        let (sum, name) = line.split_once("  ").unwrap();
        assert_eq!(sum, sha256(&read(name)), "{name}");
        names.push(name);
    }
    assert_eq!(names, ["manifest.json", "minimal.epub", "minimal.passages.json", "minimal.pdf"]);
    let manifest: serde_json::Value = serde_json::from_slice(&read("manifest.json")).unwrap();
    let book = &manifest["books"][0];
    assert_eq!(book["outputs"]["minimal.pdf"]["sha256"], sha256(&read("minimal.pdf")));
    let source = fs::read(minimal().join("10-news.yaml")).unwrap();
    assert_eq!(book["inputs"]["10-news.yaml"], sha256(&source));
    let pages = book["pages"].as_u64().unwrap();
    let map = book["page_map"].as_object().unwrap();
    assert!(!map.is_empty());
    assert!(map.values().all(|page| (1..=pages).contains(&page.as_u64().unwrap())));
}

/// The files of a folder by name, and all that it holds beside them.
fn held(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    let read = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().unwrap();
        (name, fs::read(entry.path()).unwrap_or_default())
    };
    entries.map(read).collect()
}

/// Runs the command in a folder; gives its exit code and all that it said.
fn run(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output = command().args(arguments).current_dir(folder).output().unwrap();
    (output.status.code(), format!("{}{}", stdout(&output), stderr(&output)))
}

/// Names of files that `SHA256SUMS` lists, as far as they are what it says.
fn sound(folder: &Path) -> Vec<String> {
    let held = held(folder);
    let sums = String::from_utf8(held["SHA256SUMS"].clone()).unwrap();
    let lines = sums.lines().map(|line| line.split_once("  ").unwrap());
    let sound = lines.filter(|(sum, name)| held.get(*name).is_some_and(|it| sha256(it) == *sum));
    sound.map(|(_, name)| name.to_owned()).collect()
}

/// Small books of these names in a folder.
fn books(names: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for name in names {
        copy_tree(&minimal(), &folder.path().join(name));
    }
    folder
}

/// Makes the book `a` of a folder, with copies of the folder of artefacts as it was between all
/// changes of names: what a process leaves that is killed there.
fn states(folder: &Path) -> Vec<TempDir> {
    let dist = folder.join("dist");
    let out = Folder::open(&dist, &mut || ()).unwrap();
    let (store, aside) = (&Store::none(), Some(out.staged()));
    let outputs = &[OutputKind::Epub];
    let request = BuildRequest { outputs, shops: &[], store, epoch: None, aside };
    let (made, found) =
        make(&folder.join("a"), &OpenOptions::default(), &request, &|_| {}).unwrap();
    let mut states = Vec::new();
    let mut between = || {
        let state = TempDir::new().unwrap();
        copy_tree(&dist, &state.path().join("dist"));
        copy_tree(&folder.join("a"), &state.path().join("a"));
        states.push(state);
    };
    out.write(vec![(made.unwrap(), &found)], &mut between).unwrap();
    states
}

#[test]
fn a_run_that_is_killed_leaves_a_set_that_can_be_told_and_mended() {
    let folder = books(&["a"]);
    let build = ["build", "a", "--to", "epub"];
    assert_eq!(run(folder.path(), &[&build[..], &["--profile", "apple"]].concat()).0, Some(0));
    let old = held(&folder.path().join("dist"));
    let text = folder.path().join("a/10-news.yaml");
    let changed = fs::read_to_string(&text).unwrap().replace("第一条", "头一条");
    fs::write(&text, &changed).unwrap();
    let fresh = [&build[..], &["--out", "fresh"]].concat();
    assert_eq!(run(folder.path(), &fresh).0, Some(0));
    let new = held(&folder.path().join("fresh"));
    let mut told = Vec::new();
    for (step, state) in states(folder.path()).iter().enumerate() {
        let (dist, text) = (state.path().join("dist"), state.path().join("a/10-news.yaml"));
        let (code, said) = run(state.path(), &["verify"]);
        let now = held(&dist);
        let is = |set: &BTreeMap<String, Vec<u8>>| {
            set.iter().all(|(name, bytes)| now.get(name) == Some(bytes))
        };
        let stands = match (is(&old), is(&new)) {
            (true, _) => "old",
            (_, true) => "new",
            _ => "broken",
        };
        told.push(stands);
        assert_eq!(code == Some(0), stands != "broken", "step {step}: {said}");
        assert_eq!(said.contains("断在半路"), stands == "broken", "step {step}: {said}");
        // The next run ends what was begun, even one that makes nothing.
        fs::write(&text, changed.replace("title:", "titel:")).unwrap();
        assert_eq!(run(state.path(), &build).0, Some(1));
        assert!(held(&dist) == new, "step {step}: {:?}", held(&dist).keys());
        fs::write(&text, &changed).unwrap();
        assert_eq!(run(state.path(), &["verify"]).0, Some(0), "step {step}");
    }
    // One file goes, and four take their places.
    assert_eq!(told, ["old", "broken", "broken", "broken", "broken", "new"]);
    assert!(held(&folder.path().join("dist")) == new);
}

#[test]
fn an_error_leaves_the_earlier_set() {
    let folder = books(&["a", "b"]);
    let dist = folder.path().join("dist");
    let build = ["build", "a", "b", "--to", "epub"];
    assert_eq!(run(folder.path(), &build).0, Some(0));
    fs::remove_file(dist.join("b.epub")).unwrap();
    fs::create_dir(dist.join("b.epub")).unwrap();
    let before = held(&dist);
    let text = folder.path().join("a/10-news.yaml");
    fs::write(&text, fs::read_to_string(&text).unwrap().replace("第一条", "头一条")).unwrap();
    let (code, said) = run(folder.path(), &build);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("b.epub") && said.contains("文件夹"), "{said}");
    assert!(held(&dist) == before);
}

#[test]
fn books_that_cannot_be_called_so_are_found_and_others_are_made() {
    let long = "长".repeat(85);
    let folder = books(&["a", "b", &long, "c"]);
    let build = ["build", "a", "b", &long, "c", "--to", "epub"];
    let (code, said) = run(folder.path(), &build);
    assert!(code == Some(1) && said.contains("[M08]"), "{said}");
    assert_eq!(sound(&folder.path().join("dist")).len(), 7);
    assert_eq!(run(folder.path(), &["verify"]).0, Some(0));
    for name in ["a:b", "a;b", "a%b", "a\\b", "a\nb", "a\tb", "a\u{202e}b", ".a", "a?b"] {
        let folder = books(&[name]);
        let (code, said) = run(folder.path(), &["build", name, "--deps", "deps"]);
        assert!(code == Some(1) && said.contains("[M08]"), "{name:?}: {said}");
        assert!(!folder.path().join("dist").exists(), "{name:?}");
    }
}

#[test]
fn two_artefacts_of_one_name_are_found_before_anything_is_made() {
    let folder = books(&["aa", "aa-print", "q", "q-apple", "in/AA"]);
    for arguments in [
        &["aa", "aa-print", "--to", "screen,print"][..],
        &["q", "q-apple", "--to", "epub", "--profile", "apple"],
        &["aa", "in/AA"],
        &["aa", "./aa"],
    ] {
        let (code, said) = run(folder.path(), &[&["build"], arguments].concat());
        assert!(code == Some(1) && said.contains("[M08]"), "{said}");
        assert!(!folder.path().join("dist").exists(), "{arguments:?}");
    }
    let (code, said) = run(folder.path(), &["build", "aa", "aa-print", "--to", "epub"]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn folders_that_were_made_for_nothing_go() {
    let folder = books(&["a"]);
    fs::write(folder.path().join("a/10-news.yaml"), "kind: news\n").unwrap();
    fs::create_dir(folder.path().join("there")).unwrap();
    for (out, left) in [("new/deep/dist", "new"), ("there/dist", "there/dist")] {
        let (code, said) = run(folder.path(), &["build", "a", "--out", out]);
        assert_eq!(code, Some(1), "{said}");
        assert!(!folder.path().join(left).exists());
    }
    assert_eq!(run(folder.path(), &["build", "a", "--out", "there"]).0, Some(1));
    assert!(folder.path().join("there").exists());
}

#[test]
fn what_earlier_runs_made_stays_as_long_as_it_is_of_the_same() {
    let folder = books(&["a", "b"]);
    let dist = folder.path().join("dist");
    let build = |arguments: &[&str]| {
        let (code, said) = run(folder.path(), &[&["build"], arguments].concat());
        assert_eq!(code, Some(0), "{said}");
        let listed = sound(&dist);
        // All that is there is listed, and nothing else.
        let there: Vec<String> =
            held(&dist).into_keys().filter(|name| name != "SHA256SUMS").collect();
        assert_eq!(there, listed);
        assert_eq!(run(folder.path(), &["verify"]).0, Some(0));
        listed.into_iter().filter(|it| !it.ends_with("json")).collect::<Vec<_>>()
    };
    // What a run left that was killed before all was ready.
    fs::create_dir_all(dist.join(".nianjian-staged")).unwrap();
    fs::write(dist.join(".nianjian-staged/a.epub"), "half").unwrap();
    fs::write(dist.join(".nianjian-Xy12Zw"), "half").unwrap();
    assert_eq!(build(&["a", "--to", "epub"]), ["a.epub"]);
    assert_eq!(build(&["b", "--to", "epub"]), ["a.epub", "b.epub"]);
    assert_eq!(build(&["a", "--to", "screen"]), ["a.epub", "a.pdf", "b.epub"]);
    let text = folder.path().join("a/10-news.yaml");
    fs::write(&text, fs::read_to_string(&text).unwrap().replace("第一条", "头一条")).unwrap();
    assert_eq!(build(&["a", "--to", "screen"]), ["a.pdf", "b.epub"]);
    // The manifest is that of a run that makes all at once.
    let manifest = held(&dist)["manifest.json"].clone();
    fs::remove_dir_all(&dist).unwrap();
    build(&["b", "--to", "epub"]);
    build(&["a", "--to", "screen"]);
    assert!(held(&dist)["manifest.json"] == manifest);
}

#[test]
fn one_run_at_a_time_writes_to_a_folder() {
    let folder = books(&["a"]);
    let out = Folder::open(&folder.path().join("dist"), &mut || panic!("nobody else")).unwrap();
    let mut child = command()
        .args(["build", "a", "--to", "epub"])
        .current_dir(folder.path())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = std::io::BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    said.read_line(&mut line).unwrap();
    assert!(line.contains("等它做完"), "{line}");
    assert!(child.try_wait().unwrap().is_none());
    drop(out);
    assert!(child.wait().unwrap().success());
    assert_eq!(sound(&folder.path().join("dist")).len(), 3);
}

/// What `verify` tells of a folder.
fn told(folder: &Path) -> Vec<String> {
    let report = nianjian::verify::verify(folder).unwrap();
    let found = report.found.iter().flat_map(|found| found.sorted());
    found.map(|finding| finding.message.zh.clone()).collect()
}

#[cfg(unix)]
#[test]
fn pipes_are_not_read() {
    let folder = books(&["甲"]);
    let out = folder.path().join("out");
    fs::create_dir_all(&out).unwrap();
    let made = std::process::Command::new("mkfifo").arg(out.join("manifest.json")).status();
    assert!(made.unwrap().success());
    let (code, said) = run(folder.path(), &["build", "甲", "--out", "out"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(told(&out), Vec::<String>::new());
    fs::remove_file(out.join("甲.epub")).unwrap();
    let made = std::process::Command::new("mkfifo").arg(out.join("甲.epub")).status();
    assert!(made.unwrap().success());
    let told = told(&out);
    assert!(told.iter().any(|line| line.contains("甲.epub 不是文件")), "{told:?}");
}
