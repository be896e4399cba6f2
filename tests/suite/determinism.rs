//! Same input, same bytes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::{Copy, command, every_construct, jinshan};

fn build(
    book: &Path,
    arguments: &[&str],
    environment: &[(&str, &str)],
) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::TempDir::new().unwrap();
    let mut command = command();
    command.arg("build").arg(book).arg("--out").arg(out.path()).args(arguments);
    let output = command.envs(environment.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let entries = fs::read_dir(out.path()).unwrap().map(|entry| entry.unwrap());
    entries.map(|e| (e.file_name().into_string().unwrap(), fs::read(e.path()).unwrap())).collect()
}

#[test]
fn folder_time_zone_threads_and_language_leave_no_trace() {
    for book in [jinshan(), every_construct()] {
        let here = build(&book, &["--jobs", "1"], &[("TZ", "Asia/Shanghai")]);
        let copy = Copy::of(&book);
        let there = build(
            &copy.path,
            &["--jobs", "2", "--lang", "en"],
            &[("TZ", "America/Caracas"), ("LANG", "en_US.UTF-8")],
        );
        assert_eq!(here.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
        for (name, bytes) in &here {
            assert!(bytes == &there[name], "{name} of {} differs", book.display());
        }
        let folder = copy.path.parent().unwrap().to_string_lossy().into_owned();
        let manifest = String::from_utf8_lossy(&there["manifest.json"]).into_owned();
        assert!(!manifest.contains(&folder));
    }
}

#[test]
fn source_date_epoch_is_honoured() {
    let book = crate::support::minimal();
    let one = build(&book, &[], &[("SOURCE_DATE_EPOCH", "1000000000")]);
    let same = build(&book, &[], &[("SOURCE_DATE_EPOCH", "1000000000")]);
    let other = build(&book, &[], &[("SOURCE_DATE_EPOCH", "1100000000")]);
    assert!(one == same);
    assert!(one["minimal.pdf"] != other["minimal.pdf"]);
    let package = crate::support::zip_file::text(&one["minimal.epub"], "OEBPS/content.opf");
    assert!(package.contains("2001-09-09T01:46:40Z"), "{package}");
}

#[test]
fn a_print_file_alone_is_the_one_that_comes_with_the_others() {
    for book in [jinshan(), every_construct()] {
        let name = format!("{}-print.pdf", book.file_name().unwrap().to_string_lossy());
        let alone = build(&book, &["--to", "print"], &[]);
        let beside = build(&book, &["--to", "screen,print"], &[]);
        assert!(alone[&name] == beside[&name], "{name}");
    }
}
