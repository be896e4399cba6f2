//! What is checked in beside the code: faces, schemas, licences, layouts, the README.

use std::collections::BTreeSet;
use std::fs;

use nianjian::assets::checksum::sha256;
use nianjian::assets::faces;
use nianjian::diag::{Code, Lang};

use crate::support::{command, golden, root, stdout};

fn manifest() -> Vec<toml::Value> {
    let text = fs::read_to_string(root().join("fonts/fonts.toml")).unwrap();
    let manifest: toml::Value = toml::from_str(&text).unwrap();
    manifest["face"].as_array().unwrap().clone()
}

#[test]
fn the_index_of_faces_is_current() {
    let index = serde_json::to_string(&faces::index()).unwrap();
    golden::at(&root().join("fonts/index.json"), &format!("{index}\n"));
}

#[test]
fn faces_are_what_their_manifest_says() {
    let faces = manifest();
    assert_eq!(faces.len(), faces::BUILT_IN.len());
    let mut size = 0;
    for (face, (file, bytes)) in faces.iter().zip(faces::BUILT_IN) {
        assert_eq!(face["file"].as_str(), Some(*file));
        assert_eq!(face["sha256"].as_str(), Some(sha256(bytes).as_str()), "{file}");
        assert_eq!(face["licence"].as_str(), Some("OFL-1.1"), "{file}");
        let licence = root().join("fonts").join(face["licence_file"].as_str().unwrap());
        let text = fs::read_to_string(&licence).unwrap();
        assert!(text.contains("SIL OPEN FONT LICENSE"), "{}", licence.display());
        for key in ["version", "source"] {
            assert!(!face[key].as_str().unwrap().is_empty(), "{file} {key}");
        }
        size += bytes.len();
    }
    assert!(size <= 40 << 20, "{size} bytes of faces");
}

#[test]
fn faces_have_the_names_and_characters_that_books_need() {
    let infos = faces::index();
    for (info, face) in infos.iter().zip(manifest()) {
        assert_eq!(face["family"].as_str(), Some(info.family.as_str()));
        assert_eq!(face["weight"].as_integer(), Some(i64::from(info.variant.weight.to_number())));
    }
    let body = &infos[0].coverage;
    for c in ['年', '䶮', '①', '⑳', '，', '“', '—', 'A', 'ǎ'] {
        assert!(body.contains(u32::from(c)), "{c}");
    }
    assert!(infos.iter().all(|info| !info.coverage.contains(0x20BB7)), "T01 needs another example");
}

#[test]
fn layouts_ask_only_for_faces_that_there_are() {
    let families: BTreeSet<String> = faces::index().into_iter().map(|info| info.family).collect();
    let text = fs::read_to_string(root().join("layouts/yearbook/typst.toml")).unwrap();
    let manifest: toml::Value = toml::from_str(&text).unwrap();
    for family in manifest["tool"]["nianjian"]["fonts"].as_array().unwrap() {
        assert!(families.contains(family.as_str().unwrap()), "{family}");
    }
}

#[test]
fn the_layout_compiles_alone_on_its_sample() {
    let folder = tempfile::TempDir::new().unwrap();
    let out = folder.path().join("sample.pdf");
    crate::bare::compile(&root().join("layouts/yearbook"), "/main.typ", &out);
    let document = crate::support::pdf_file::open(&fs::read(&out).unwrap());
    assert!(document.get_pages().len() > 10);
    crate::bare::compile(&root().join("layouts/yearbook"), "/cover.typ", &out);
    let document = crate::support::pdf_file::open(&fs::read(&out).unwrap());
    assert_eq!(document.get_pages().len(), 1, "the sheet of the cover");
}

#[test]
fn schemas_in_content_are_current() {
    for name in ["book", "section", "terms"] {
        let output = command().args(["schema", name]).output().unwrap();
        let path = root().join(format!("content/schema/{name}.json"));
        golden::at(&path, &stdout(&output));
    }
}

#[test]
fn licences_of_all_dependencies_are_permissive() {
    // Of this platform: a build has fetched no others.
    let version = std::process::Command::new("rustc").arg("-vV").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked"])
        .args(["--filter-platform", host, "--manifest-path"])
        .arg(root().join("Cargo.toml"))
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let allowed = [
        "MIT",
        "MIT-0",
        "Apache-2.0",
        "BSD-1-Clause",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "0BSD",
        "ISC",
        "IJG",
        "Zlib",
        "Unicode-3.0",
        "MPL-2.0",
        "BSL-1.0",
        "CC0-1.0",
        "Unlicense",
        "OFL-1.1",
        "bzip2-1.0.6",
    ];
    let mut refused = Vec::new();
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_default();
        // One alternative suffices, and all of what it joins must be allowed.
        let good = licence.replace('/', " OR ").split(" OR ").any(|alternative| {
            alternative.trim_matches(['(', ')', ' ']).split(" AND ").all(|one| {
                let one = one.trim_matches(['(', ')', ' ']);
                allowed.contains(&one.split(" WITH ").next().unwrap_or(one))
            })
        });
        if !good {
            refused.push(format!("{} {licence}", package["name"]));
        }
    }
    assert!(packages.len() > 100, "the tree was not read");
    assert!(refused.is_empty(), "{refused:?}");
}

#[test]
fn the_readme_lists_every_finding() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for code in Code::ALL {
        let row = format!("| {code} | {} | {} |", code.title(Lang::Zh), code.title(Lang::En));
        assert!(readme.contains(&row), "README.md lacks: {row}");
    }
}
