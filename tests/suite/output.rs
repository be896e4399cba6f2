//! The files of the output folder.

use std::fs;

use nianjian::assets::checksum::sha256;

use crate::support::{command, minimal};

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
