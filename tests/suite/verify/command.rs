//! The command.

use std::fs;
use std::path::PathBuf;

use super::{first_book, story};
use crate::support::{Copy, command, damage, minimal, stderr, stdout};

#[test]
fn the_command_tells_in_both_languages_and_in_json() {
    let folder = first_book().write();
    let run =
        |arguments: &[&str]| command().arg("verify").arg(folder.path()).args(arguments).output();
    let good = run(&[]).unwrap();
    assert_eq!(good.status.code(), Some(0), "{}", stderr(&good));
    let table = stdout(&good);
    assert!(table.contains("找到/应有") && table.contains("jinshan-2023.epub"), "{table}");
    assert!(stdout(&run(&["--lang", "en"]).unwrap()).contains("found/wanted"));
    assert_eq!(stdout(&run(&["--quiet"]).unwrap()), "");
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&run(&["--format", "json"]).unwrap())).unwrap();
    assert_eq!(json["errors"], 0);
    assert!(json["artefacts"].as_array().unwrap().len() > 10);

    let mut broken = first_book();
    broken.change(".epub", |bytes| {
        damage::document(bytes, &story(4), |text| text.replacen("<p>", "<p>又", 1))
    });
    broken.seal();
    let folder = broken.write();
    let run =
        |arguments: &[&str]| command().arg("verify").arg(folder.path()).args(arguments).output();
    let bad = run(&["--lang", "en"]).unwrap();
    assert_eq!(bad.status.code(), Some(1));
    assert!(
        stderr(&bad).contains("error[V05]") && stdout(&bad).contains("wrong"),
        "{}",
        stderr(&bad)
    );
    let short = stdout(&run(&["--format", "short"]).unwrap());
    assert!(short.contains("\njinshan-2023/10-news.yaml:"), "{short}");
}

#[test]
fn a_folder_that_is_none_exits_2() {
    let folder = tempfile::TempDir::new().unwrap();
    let run = |path: PathBuf| command().arg("verify").arg(path).output().unwrap().status.code();
    assert_eq!(run(folder.path().to_owned()), Some(2));
    assert_eq!(run(folder.path().join("none")), Some(2));
    for sums in ["", "no sums\n", "00  ../secret\n", "00  \n"] {
        fs::write(folder.path().join("SHA256SUMS"), sums).unwrap();
        assert_eq!(run(folder.path().to_owned()), Some(2), "{sums:?}");
    }
}

#[test]
fn several_books_in_a_folder_are_told_apart() {
    let other = Copy::of(&minimal());
    let renamed = other.path.with_file_name("second");
    fs::rename(&other.path, &renamed).unwrap();
    let out = tempfile::TempDir::new().unwrap();
    let mut build = command();
    build.arg("build").arg(minimal()).arg(&renamed).arg("--out").arg(out.path());
    assert!(build.output().unwrap().status.success());
    let report = nianjian::verify::verify(out.path()).unwrap();
    assert_eq!(report.found.len(), 3);
    assert!(report.found.iter().all(|found| !found.has_errors()));
    assert!(report.rows.iter().any(|row| row.artefact == "second.epub"));
}
