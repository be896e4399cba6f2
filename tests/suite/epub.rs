//! The e-book, judged by EPUBCheck and Ace, and read back.

use std::collections::BTreeSet;
use std::fs;

use crate::support::{built, every_construct, golden, jinshan, minimal, tools, zip_file};

#[test]
fn epubcheck_has_nothing_to_say() {
    let folder = tempfile::TempDir::new().unwrap();
    for book in [jinshan(), every_construct(), minimal()] {
        let path = folder.path().join("book.epub");
        fs::write(&path, built(&book).file(".epub")).unwrap();
        tools::passes("check-epub", &["--usage"], &path);
    }
}

#[test]
fn ace_has_nothing_to_say() {
    let folder = tempfile::TempDir::new().unwrap();
    for book in [jinshan(), every_construct()] {
        let path = folder.path().join("book.epub");
        fs::write(&path, built(&book).file(".epub")).unwrap();
        tools::passes("check-a11y", &["--min", "minor"], &path);
    }
}

#[test]
fn the_gate_refuses_a_broken_book() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("book.epub");
    let good = built(&minimal()).file(".epub");
    fs::write(&path, &good[..good.len() / 2]).unwrap();
    tools::refuses("check-epub", &[], &path);
}

#[test]
fn package_and_pages_are_as_they_were() {
    for (name, book) in [("jinshan-2023", jinshan()), ("every-construct", every_construct())] {
        let bytes = built(&book).file(".epub");
        let mut out = format!("{}\n", zip_file::names(bytes).join("\n"));
        for (path, entry) in zip_file::entries(bytes) {
            if path.ends_with(".xhtml") || path.ends_with(".opf") || path.ends_with(".ncx") {
                out.push_str(&format!(
                    "\n== {path}\n{}\n",
                    String::from_utf8(entry.bytes).unwrap()
                ));
            }
        }
        golden::text(&format!("epub/{name}.txt"), &out);
    }
}

#[test]
fn the_container_is_ordered() {
    let bytes = built(&every_construct()).file(".epub");
    let names = zip_file::names(bytes);
    assert_eq!(names[0], "mimetype");
    assert!(names[1..].is_sorted(), "{names:?}");
    let entries = zip_file::entries(bytes);
    assert!(entries["mimetype"].stored);
    assert_eq!(entries["mimetype"].bytes, b"application/epub+zip");
    let times: BTreeSet<_> = entries.values().map(|entry| entry.time).collect();
    assert_eq!(times.into_iter().collect::<Vec<_>>(), [Some((1980, 1, 1))]);
}

#[test]
fn every_link_leads_somewhere() {
    for book in [jinshan(), every_construct()] {
        links_lead_somewhere(built(&book).file(".epub"));
    }
}

/// Asserts that every link inside an e-book has its target, and that no id is there twice.
pub fn links_lead_somewhere(ebook: &[u8]) {
    let entries = zip_file::entries(ebook);
    let mut ids = BTreeSet::new();
    let mut links = Vec::new();
    for (path, entry) in entries.iter().filter(|(path, _)| path.ends_with(".xhtml")) {
        let text = String::from_utf8(entry.bytes.clone()).unwrap();
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document = roxmltree::Document::parse_with_options(&text, options).unwrap();
        ids.insert(path.clone());
        for node in document.descendants() {
            if let Some(id) = node.attribute("id") {
                assert!(ids.insert(format!("{path}#{id}")), "{path}#{id} is there twice");
            }
            let href = node.attribute("href").or_else(|| node.attribute("src"));
            links.extend(href.map(|href| (path.clone(), href.to_owned())));
        }
    }
    assert!(links.len() > 5);
    for (from, href) in links {
        if href.contains(':') {
            continue;
        }
        let (file, fragment) = href.split_once('#').unwrap_or((&href, ""));
        let target = if file.is_empty() { from.clone() } else { join(&from, file) };
        let known = if fragment.is_empty() {
            entries.contains_key(&target)
        } else {
            ids.contains(&format!("{target}#{fragment}"))
        };
        assert!(known, "{from} links to {href}");
    }
}

/// Resolves a relative path against the file that it stands in.
fn join(from: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
