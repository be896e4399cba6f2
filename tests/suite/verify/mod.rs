//! `verify`: intact artefacts pass, and each kind of damage gives its own finding.
//!
//! Unless the damage is to bytes, checksums are made to agree with it first, so that only the
//! comparison with the book can find it.

mod any;
mod command;
mod ebook;
mod pdf;
mod readable;
mod sound;

use std::io::Write as _;

use lopdf::Document;
use nianjian::passages::{Kind, Passage};

use crate::support::damage;
use crate::support::dist::Dist;
use crate::support::{jinshan, minimal};

const BOTH: &str = "screen,epub";

fn first_book() -> Dist {
    Dist::of(&jinshan(), BOTH)
}

/// What is told of a changed e-book.
fn ebook(path: &str, change: impl Fn(&str) -> String) -> Vec<String> {
    first_book().told_after(".epub", |bytes| damage::document(bytes, path, &change))
}

/// What is told of a changed PDF.
fn pdf(change: impl FnOnce(&mut Document)) -> Vec<String> {
    first_book().told_after(".pdf", |bytes| damage::pdf(bytes, change))
}

/// The path of the document of a story by the order in the book.
fn story(number: usize) -> String {
    let passages: Vec<Passage> =
        serde_json::from_slice(&first_book().files["jinshan-2023.passages.json"]).unwrap();
    let titles: Vec<&str> =
        passages.iter().filter(|p| p.kind == Kind::Title).map(|p| p.text.as_str()).collect();
    let bytes = first_book().files["jinshan-2023.epub"].clone();
    let entries = crate::support::zip_file::entries(&bytes);
    let title = titles[number - 1];
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(&format!("<title>{title}"));
    entries.iter().find(|(_, entry)| holds(&entry.bytes)).unwrap().0.clone()
}

#[test]
fn a_changed_byte_is_found_in_each_file() {
    let whole = first_book();
    for name in whole.files.keys().filter(|name| *name != "SHA256SUMS") {
        let mut dist = whole.clone();
        let bytes = dist.files.get_mut(name).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        let lines = dist.told().lines;
        assert!(
            lines.iter().any(|line| line.starts_with("V01  ") && line.contains(name)),
            "{lines:?}"
        );
        let mut dist = whole.clone();
        dist.files.remove(name);
        let lines = dist.told().lines;
        assert!(
            lines.iter().any(|line| line.starts_with("V01  ") && line.contains(name)),
            "{lines:?}"
        );
    }
}

#[test]
fn a_file_that_the_manifest_does_not_know_is_found() {
    let mut dist = first_book();
    let other = Dist::of(&minimal(), BOTH).files["minimal.epub"].clone();
    dist.files.insert("jinshan-2023.epub".to_owned(), other);
    let manifest = dist.files["manifest.json"].clone();
    dist.seal();
    dist.files.insert("manifest.json".to_owned(), manifest);
    let lines = dist.told().lines;
    assert!(lines.iter().any(|line| line.starts_with("V01") && line.contains("manifest.json")));
    assert!(
        lines.iter().any(|line| line.starts_with("V02") && line.contains("还有")),
        "{lines:#?}"
    );
}

#[test]
fn files_of_no_book_are_found() {
    let whole = first_book();
    let told = |change: fn(&mut serde_json::Value)| {
        let mut dist = whole.clone();
        let bytes = &dist.files["manifest.json"];
        let mut manifest: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        change(&mut manifest);
        dist.files.insert("manifest.json".to_owned(), manifest.to_string().into_bytes());
        dist.seal();
        dist.told().lines
    };
    let lines = told(|manifest| manifest["books"] = serde_json::json!([]));
    assert!(lines.iter().any(|line| line.starts_with("V04") && line.contains("没有书")));
    let lines = told(|manifest| {
        manifest["books"][0]["outputs"].as_object_mut().unwrap().remove("jinshan-2023.epub");
    });
    let named = |line: &String| line.starts_with("V04") && line.contains("jinshan-2023.epub");
    assert!(lines.iter().any(named), "{lines:#?}");
}

#[test]
fn garbage_is_told_and_nothing_panics() {
    let whole = first_book();
    for extension in [".pdf", ".epub"] {
        let bytes = &whole.files[&format!("jinshan-2023{extension}")];
        let half = bytes[..bytes.len() / 2].to_vec();
        for garbage in [Vec::new(), b"garbage".to_vec(), half, vec![0xFF; 4096]] {
            let lines = whole.clone().told_after(extension, |_| garbage);
            let bad = |line: &String| line.starts_with("V04") || line.starts_with("V02");
            assert!(lines.iter().any(bad), "{extension} {lines:#?}");
            // What libraries say is in English.
            assert!(!lines.iter().any(|line| line.contains("Invalid")), "{lines:#?}");
        }
    }
    let mut dist = whole.clone();
    dist.change(".passages.json", |_| b"[]]".to_vec());
    dist.seal();
    assert!(dist.told().lines[0].starts_with("V04"));
    let mut dist = whole.clone();
    dist.files.insert("manifest.json".to_owned(), b"{}".to_vec());
    assert!(dist.told().lines.iter().any(|line| line.starts_with("V04")));
}

#[test]
fn a_pdf_without_tags_is_told() {
    let lines = pdf(|document| {
        document.catalog_mut().unwrap().remove(b"StructTreeRoot");
    });
    assert!(lines.len() == 1 && lines[0].starts_with("V04"), "{lines:?}");
}

#[test]
fn bombs_do_not_go_off() {
    // A content stream of two gigabytes of nothing.
    let lines = pdf(|document| {
        let level = flate2::Compression::fast();
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), level);
        for _ in 0..2048 {
            encoder.write_all(&vec![0; 1 << 20]).unwrap();
        }
        let dict = lopdf::dictionary! { "Filter" => "FlateDecode" };
        let stream = lopdf::Stream::new(dict, encoder.finish().unwrap());
        let id = document.add_object(stream);
        let page = document.page_iter().next().unwrap();
        document.get_dictionary_mut(page).unwrap().set("Contents", id);
    });
    assert!(lines.len() == 1 && lines[0].starts_with("V04"), "{lines:?}");
    // A document of a hundred megabytes of spaces.
    let lines = ebook(&story(1), |text| {
        text.replace("</body>", &format!("{}</body>", " ".repeat(100 << 20)))
    });
    assert!(lines.len() == 1 && lines[0].starts_with("V04"), "{lines:?}");
}
