//! The office's list of terms: it holds for every text of a book, comments and settings hold for
//! it, what has one right answer is mended, and nothing of it is printed.

use std::fmt::Write as _;
use std::fs;

use nianjian::check::Stage;

use crate::support::{Copy, build, command, findings, minimal, open, said, stderr, stdout};

const LIST: &str = "terms:\n  - {preferred: 张謇, forbidden: [张骞]}\n  \
    - {preferred: 金山区, forbidden: [金山]}\n  \
    - {preferred: 泵站, forbidden: [抽水站]}\n  \
    - {full: 甲乙丙丁公司, short: 甲公司, forbidden: [甲司]}\n  \
    - {preferred: 电灌站, patterns: ['电力?灌溉站']}\n";

/// A section with a forbidden form in every kind of text, and where it is not sure to be one.
const SECTION: &str = "\
# 张骞
kind: news
title: 张骞要闻  # 张骞
stories:
  - id: one
    title: '张骞与“张骞”'
    by: {撰稿: 张骞}
    body: |
      金山区和金山，金山 区的张骞，张**骞**，《张骞传》。
      抽水
      站和甲司、电灌溉站。

      | 甲 | 张骞 |
      | --- | --- |
      | 抽水站 | 3 |
    figures:
      - {file: images/first.svg, caption: \"张骞\\u62bd水站\", alt: 张骞像, kind: artwork}
  - id: two
    title: 旧闻
    # nianjian: allow W25 原文如此
    body: >-
      张骞
      来了。
";

const MENDED: &str = "\
# 张骞
kind: news
title: 张謇要闻  # 张骞
stories:
  - id: one
    title: '张謇与“张骞”'
    by: {撰稿: 张骞}
    body: |
      金山区和金山区，金山 区的张謇，张**骞**，《张骞传》。
      抽水
      站和甲司、电灌溉站。

      | 甲 | 张謇 |
      | --- | --- |
      | 泵站 | 3 |
    figures:
      - {file: images/first.svg, caption: \"张謇泵站\", alt: 张謇像, kind: artwork}
  - id: two
    title: 旧闻
    # nianjian: allow W25 原文如此
    body: >-
      张骞
      来了。
";

fn with(list: &str, section: &str) -> Copy {
    let copy = Copy::of(&minimal());
    copy.write("terms.yaml", list);
    if !section.is_empty() {
        copy.write("10-news.yaml", section);
    }
    copy
}

/// The lines of the findings of a code.
fn lines(copy: &Copy, code: &str) -> Vec<usize> {
    let found = findings(&copy.path);
    let of_code = found.sorted().into_iter().filter(|one| one.code.to_string() == code);
    of_code.map(|one| one.at.as_ref().map_or(0, |at| at.line)).collect()
}

#[test]
fn every_text_is_looked_through_and_what_has_one_answer_is_mended() {
    let copy = with(LIST, SECTION);
    let expected = [3, 6, 6, 7, 9, 9, 9, 9, 10, 11, 11, 13, 15, 17, 17, 17];
    assert_eq!(lines(&copy, "W25"), expected, "{}", said(&findings(&copy.path)));
    let fix = |flags: &[&str]| command().arg("fix").arg(&copy.path).args(flags).output().unwrap();
    let dry = fix(&["--dry-run", "--only", "W25"]);
    assert!(stdout(&dry).contains("-title: 张骞要闻"), "{}{}", stdout(&dry), stderr(&dry));
    assert_eq!(fix(&["--yes"]).status.code(), Some(0));
    let read = || fs::read_to_string(copy.path.join("10-news.yaml")).unwrap();
    assert_eq!(read(), MENDED);
    assert_eq!((fix(&["--yes"]).status.code(), read()), (Some(0), MENDED.to_owned()));
    assert_eq!(fs::read_to_string(copy.path.join("terms.yaml")).unwrap(), LIST);
}

#[test]
fn settings_and_comments_hold_for_the_list_and_what_it_forbids() {
    let copy = with(LIST, SECTION);
    copy.replace("book.yaml", "title:", "lint: {W25: off}\ntitle:");
    assert_eq!(lines(&copy, "W25"), [0; 0]);
    assert_eq!(stdout(&command().arg("fix").arg(&copy.path).output().unwrap()), "");
    copy.replace("book.yaml", "{W25: off}", "{W25: error}");
    assert!(findings(&copy.path).has_errors());
    let twice = "terms:\n  - preferred: 张謇\n    forbidden: [张骞, 张骞]";
    assert_eq!(lines(&with(twice, ""), "Y19"), [3]);
    let allowed = with(&format!("{twice}  # nianjian: allow Y19 两份来源都列\n"), "");
    assert_eq!((lines(&allowed, "Y19"), lines(&allowed, "Y17")), (vec![], vec![]));
}

#[test]
fn what_the_index_sends_elsewhere_may_be_forbidden() {
    let copy = with(LIST, "");
    copy.replace("10-news.yaml", "title: 第一条", "index: [泵站]\n    title: 第一条");
    copy.write("90-index.yaml", "kind: index\ntitle: 索引\nsee: {抽水站: 泵站}\n");
    copy.replace("book.yaml", "[10-news.yaml]", "[10-news.yaml, 90-index.yaml]");
    let found = findings(&copy.path);
    assert!(!said(&found).contains("W25") && !found.has_errors(), "{}", said(&found));
    copy.replace("90-index.yaml", "泵站}", "张骞}");
    assert_eq!(lines(&copy, "W25"), [3]);
}

#[test]
fn nothing_of_the_list_is_in_the_book() {
    let (with, without) = (with(LIST, ""), Copy::of(&minimal()));
    let (with, without) = (build(&with.path), build(&without.path));
    for extension in [".pdf", ".epub", ".passages.json"] {
        assert!(with.file(extension) == without.file(extension), "{extension}");
    }
}

#[test]
fn a_file_that_cannot_be_read_is_told_of() {
    let large = format!("terms:\n{}", "  # 长\n".repeat(1 << 20));
    let many = |count: usize| {
        let mut list = "terms:\n".to_owned();
        for number in 0..count {
            let _ =
                writeln!(list, "  - {{preferred: 甲{number:06}地, forbidden: [乙{number:06}地]}}");
        }
        list
    };
    for (list, code) in [
        (large.into_bytes(), "Y03"),
        (b"terms: [\n".to_vec(), "Y04"),
        (b"terms: {preferred: \xD5\xC5}\n".to_vec(), "Y02"),
        (b"terms: []\n".to_vec(), "M06"),
        (b"".to_vec(), "M06"),
        (b"- preferred: a\n".to_vec(), "Y06"),
        (b"terms: &a [*a]\n".to_vec(), "Y09"),
        (b"term: []\n".to_vec(), "Y05"),
    ] {
        let copy = Copy::of(&minimal());
        copy.write("terms.yaml", &list);
        let found = findings(&copy.path);
        let said = said(&found);
        assert!(said.contains(&format!("[{code}]")) && said.contains("terms.yaml:"), "{said}");
    }
    assert!(findings(&with(&many(20_000), "").path).is_empty(), "many terms");
    let copy = Copy::of(&minimal());
    fs::create_dir(copy.path.join("terms.yaml")).unwrap();
    assert!(said(&findings(&copy.path)).contains("terms.yaml:1:1: error[Y01]"));
}

#[test]
fn a_section_may_have_the_name_of_the_list() {
    let copy = Copy::of(&minimal());
    fs::rename(copy.path.join("10-news.yaml"), copy.path.join("terms.yaml")).unwrap();
    copy.replace("book.yaml", "10-news.yaml", "terms.yaml");
    assert!(findings(&copy.path).is_empty(), "{}", said(&findings(&copy.path)));
}

#[test]
fn an_open_book_sees_that_the_list_changes() {
    let copy = with(LIST, "");
    let mut session = open(&copy.path, Stage::Release);
    let mut forbidden = || {
        session.reload();
        session.check();
        said(&session.findings()).matches("[W25]").count()
    };
    assert_eq!(forbidden(), 0);
    copy.write("terms.yaml", "terms: [{preferred: 书册, forbidden: [小书]}]\n");
    assert_eq!(forbidden(), 2, "the title and the text");
    copy.write("terms.yaml", "terms: [{preferred: 书册, forbidden: [大书]}]\n");
    assert_eq!(forbidden(), 0);
    fs::remove_file(copy.path.join("terms.yaml")).unwrap();
    assert_eq!(forbidden(), 0);
}
