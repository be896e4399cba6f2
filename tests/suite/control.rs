//! What editors have a say in: codes that are off, comments that allow, reviews before a release,
//! the sheet of errors, and files that are mended.

use std::fs;

use nianjian::check::Stage;
use proptest::prelude::{ProptestConfig, prop, proptest};
use proptest::strategy::{Just, Strategy};

use crate::support::{Copy, command, findings, findings_at, minimal, said, stderr, stdout};

/// A section with a half-width mark in line 6 and another in line 10.
const MARKS: &str = "kind: news\ntitle: 要闻\nstories:\n  - id: one\n    title: 一\n    body: 修路,架桥。\n  - id: two\n    title: 二\n    body: |\n      植树,种草。\n";

fn with_section(section: &str, book: &str) -> Copy {
    let copy = Copy::of(&minimal());
    copy.write("10-news.yaml", section);
    if !book.is_empty() {
        copy.replace("book.yaml", "title:", &format!("{book}\ntitle:"));
    }
    copy
}

fn lines_of(copy: &Copy, code: &str) -> Vec<usize> {
    let found = findings(&copy.path);
    let of_code = found.sorted().into_iter().filter(|one| one.code.to_string() == code);
    of_code.map(|one| one.at.as_ref().map_or(0, |at| at.line)).collect()
}

#[test]
fn codes_are_off_for_the_book_and_allowed_at_a_place() {
    assert_eq!(lines_of(&with_section(MARKS, ""), "W04"), [6, 10]);
    assert_eq!(lines_of(&with_section(MARKS, "lint: {W04: off}"), "W04"), [0; 0]);
    let allow = "# nianjian: allow W04 原文如此";
    let story = MARKS.replace("  - id: two", &format!("  {allow}\n  - id: two"));
    let copy = with_section(&story, "");
    assert_eq!((lines_of(&copy, "W04"), lines_of(&copy, "Y17")), (vec![6], vec![]));
    let line = MARKS.replace("架桥。", &format!("架桥。  {allow}"));
    assert_eq!(lines_of(&with_section(&line, ""), "W04"), [10]);
    let idle = MARKS.replace("title: 二", &format!("title: 二  {allow}"));
    assert_eq!(lines_of(&with_section(&idle, ""), "Y17"), [8]);
    // What is off for all makes the comment idle.
    assert_eq!(lines_of(&with_section(&story, "lint: {W04: off}"), "Y17"), [7; 0]);
}

#[test]
fn what_is_told_once_a_book_is_allowed_at_each_place() {
    let habits =
        MARKS.replace("修路,架桥", "主人公———张三，帐目").replace("植树,", "他———李四，帐目");
    let lines = |text: &str, code: &str| lines_of(&with_section(text, ""), code);
    assert_eq!((lines(&habits, "W12"), lines(&habits, "W19")), (vec![6], vec![6]));
    let allow = "  # nianjian: allow W12、W19 原文如此\n";
    let first = habits.replace("张三，帐目。\n", &format!("张三，帐目。{allow}"));
    assert_eq!((lines(&first, "W12"), lines(&first, "W19")), (vec![10], vec![10]));
    assert_eq!(lines(&first, "Y17"), [0; 0]);
    let both = first.replace("  - id: two", &format!("{allow}  - id: two"));
    assert_eq!((lines(&both, "W12"), lines(&both, "W19")), (vec![], vec![]));
    assert_eq!(lines(&both, "Y17"), [0; 0]);
}

#[test]
fn a_comment_that_comes_or_goes_is_seen_by_an_open_book() {
    let copy = with_section(MARKS, "");
    let mut session = crate::support::open(&copy.path, Stage::Release);
    let mut marks = || {
        session.reload();
        session.check();
        said(&session.findings()).matches("[W04]").count()
    };
    assert_eq!(marks(), 2);
    let allow = "    # nianjian: allow W04 原文如此\n    body: 修路";
    copy.replace("10-news.yaml", "    body: 修路", allow);
    assert_eq!(marks(), 1);
    copy.replace("10-news.yaml", allow, "    body: 修路");
    assert_eq!(marks(), 2);
}

#[test]
fn an_idle_comment_can_be_an_error() {
    let idle = MARKS.replace("title: 二", "title: 二  # nianjian: allow W05 没有");
    let copy = with_section(&idle, "lint: {Y17: error}");
    let built = crate::support::build(&copy.path);
    assert!(built.found.has_errors() && built.files.is_empty(), "{}", said(&built.found));
}

#[test]
fn a_warning_that_is_an_error_stops_the_build_and_n06_can_be_a_warning() {
    let found = findings(&with_section(MARKS, "lint: {W04: error}").path);
    assert_eq!(found.counts(), (2, 0), "{}", said(&found));
    let date = MARKS.replace("修路,架桥。", "2023年2月30日修路。");
    assert_eq!(findings(&with_section(&date, "").path).counts().0, 1);
    let found = findings(&with_section(&date, "lint: {N06: warning}").path);
    assert_eq!(found.counts().0, 0, "{}", said(&found));
}

#[test]
fn what_shows_on_pages_alone_can_be_an_error_or_allowed_as_well() {
    let copy = Copy::of(&minimal());
    crate::support::copy_tree(&crate::support::root().join("tests/check/I08/in"), &copy.path);
    let counts = || {
        let built = crate::support::build(&copy.path);
        (built.files.is_empty(), findings(&copy.path).counts().0 > 0)
    };
    assert_eq!(counts(), (false, false));
    copy.replace("book.yaml", "title:", "lint: {I08: error}\ntitle:");
    assert_eq!(counts(), (true, true));
    copy.replace("book.yaml", "{I08: error}", "{I08: off}");
    assert_eq!(counts(), (false, false));
    assert!(!said(&findings(&copy.path)).contains("I08"));
}

const REVIEWED: &str =
    "review: {一审: {name: 张三, date: 2024-03-01}, 二审: {name: 李四, date: 2024-03}}\n";

#[test]
fn a_release_wants_the_reviews_that_the_book_names() {
    let owed = |review: &str, section: &str| {
        let section = MARKS.replace("stories:", &format!("{section}stories:"));
        let copy = with_section(&section, review);
        let found = findings_at(&copy.path, Stage::Reviewed);
        found.sorted().iter().filter(|one| one.code.to_string() == "M09").count()
    };
    assert_eq!(owed("review: 二审", ""), 2, "two stories");
    assert_eq!(owed("review: 二审", REVIEWED), 0);
    assert_eq!(owed("review: 三审", REVIEWED), 2);
    assert_eq!(owed("", REVIEWED), 1, "the book does not say");
    // Nothing is asked of a book that is no release.
    assert!(!said(&findings(&with_section(MARKS, "review: 三校").path)).contains("M09"));
}

#[test]
fn a_release_is_refused_and_nothing_is_written() {
    let copy = with_section(MARKS, "review: 三校");
    let out = tempfile::TempDir::new().unwrap();
    let build = |flag: &str| {
        let mut command = command();
        command.arg("build").arg(&copy.path).arg("--out").arg(out.path()).arg(flag);
        command.output().unwrap()
    };
    let output = build("--release");
    assert_eq!(output.status.code(), Some(1));
    let shown = stderr(&output);
    assert!(shown.contains("error[M09]") && shown.contains("10-news.yaml:4"), "{shown}");
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
    assert_eq!(build("--strict").status.code(), Some(1), "half-width marks");
    assert_eq!(build("--quiet").status.code(), Some(0));
}

#[test]
fn reviews_are_not_in_the_book() {
    let section = MARKS.replace("stories:", &format!("{REVIEWED}stories:"));
    let copy = with_section(&section, "");
    let built = crate::support::build(&copy.path);
    let passages = String::from_utf8_lossy(built.file(".passages.json")).into_owned();
    assert!(passages.contains("架桥") && !passages.contains("张三"), "{passages}");
    let words = crate::support::pdf_file::words(built.file(".pdf"));
    assert!(words.contains("架桥") && !words.contains("张三"));
}

#[test]
fn the_sheet_counts_what_the_pages_hold_and_tells_who_owes_what() {
    let section = MARKS.replace("stories:", &format!("{REVIEWED}stories:"));
    let copy = with_section(&section, "review: 三审");
    let sheet = |form: &str, lang: &str| {
        let mut command = command();
        command.arg("check").arg(&copy.path).args(["--sheet", form, "--lang", lang]);
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output)
    };
    let text = sheet("text", "zh");
    // Two marks of a tenth each on the pages of the book: 52 lines of 54 characters.
    for part in ["× 52 行 × 54 字", "差错0.2", "W04", "张三", "三审"] {
        assert!(text.replace("  ", "").contains(part), "{part}: {text}");
    }
    assert!(sheet("csv", "en").contains("W04,Half-width mark beside Han,"));
    assert!(sheet("html", "zh").starts_with("<!DOCTYPE html>"));
    assert_eq!(text, sheet("text", "zh"));
}

#[test]
fn mending_asks_shows_and_keeps_the_rest() {
    let copy = with_section(&MARKS.replace("title: 一", "title: 一  # 注,释"), "");
    let read = || fs::read_to_string(copy.path.join("10-news.yaml")).unwrap();
    let before = read();
    let fix = |flags: &[&str]| command().arg("fix").arg(&copy.path).args(flags).output().unwrap();
    let dry = fix(&["--dry-run"]);
    assert_eq!(dry.status.code(), Some(1));
    assert!(stdout(&dry).contains("-    body: 修路,架桥。\n+    body: 修路，架桥。"));
    let unasked = fix(&[]);
    assert_eq!((unasked.status.code(), read()), (Some(1), before.clone()), "nobody to ask");
    assert_eq!(fix(&["--yes", "--only", "W06"]).status.code(), Some(0));
    assert_eq!(read(), before);
    assert_eq!(fix(&["--yes"]).status.code(), Some(0));
    let expected = before.replace("修路,", "修路，").replace("植树,", "植树，");
    assert_eq!(read(), expected);
    assert_eq!((fix(&["--dry-run"]).status.code(), read()), (Some(0), expected));
    assert_eq!(fix(&["--only", "W99"]).status.code(), Some(2));
    copy.write("10-news.yaml", "title: [");
    let broken = fix(&["--yes"]);
    assert_eq!(broken.status.code(), Some(1));
    assert!(stderr(&broken).contains("error[Y04]"), "{}", stderr(&broken));
}

/// A text in a style of YAML, under a key at this indent.
fn styled(style: usize, words: &str) -> String {
    match style {
        0 => format!("    body: {words}  # 注,释\n"),
        1 => format!("    body: '{}'\n", words.replace('\'', "''")),
        2 => {
            format!("    body: \"{}\"  # 注,释\n", words.replace('\\', "\\\\").replace('"', "\\\""))
        }
        3 => format!("    body: |\n      {words}\n\n      {words}\n"),
        4 => format!("    body: >-\n      {words}\n      {words}\n"),
        5 => format!(
            "    body: \"{}\\\n      又\"\n",
            words.replace('\\', "\\\\").replace('"', "\\\"")
        ),
        _ => format!("    figures: [{{caption: '{}'}}] # 注,释\n", words.replace('\'', "''")),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn what_is_mended_once_is_mended(
        parts in prop::collection::vec((0..7_usize, words()), 1..5),
        feed in prop::sample::select(vec!["\n", "\r\n"]),
    ) {
        use std::sync::Arc;
        use nianjian::check::mend::{Wanted, mend};
        use nianjian::diag::control::Control;
        use nianjian::source::Source;

        let mut text = "# 头,注\nkind: news\nstories:\n".to_owned();
        for (style, words) in &parts {
            text.push_str("  - id: x\n");
            text.push_str(&styled(*style, words));
        }
        let text = text.replace('\n', feed);
        let mended = |text: &str| {
            let source = Arc::new(Source::new("10-a.yaml", text.into()).unwrap());
            let control = &Control::default();
            let wanted = Wanted { control, only: &[], is_chinese: true, glossary: None };
            mend(&source, &wanted).map(|mended| mended.text)
        };
        let once = mended(&text).expect(&text);
        let comments = |text: &str| text.matches("注,释").count();
        assert_eq!(comments(&text), comments(&once));
        assert!(once.starts_with("# 头,注"));
        let value = |c: char| match c {
            '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0),
            c => Some(c).filter(char::is_ascii_digit),
        };
        let digits = |text: &str| text.chars().filter_map(value).collect::<String>();
        assert_eq!(digits(&text), digits(&once));
        let again = mended(&once);
        assert_eq!(again.as_deref(), Ok(once.as_str()));
    }
}

/// Words with faults, which every style can hold in a line.
fn words() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "甲",
        "乙",
        "⼭",
        "\u{F9E9}",
        "，",
        "。",
        "、、",
        ",",
        "; ",
        "(",
        ")",
        "5",
        "1,000",
        "a",
        " 丙",
        "\"",
        "'",
        "……",
        "帐目",
        "录相",
        "《甲》、《乙》",
        "“",
        "”",
        "《",
        "》",
        "10-15%",
        "1990-1995年",
        "…",
        "———",
        "－－",
        "！！！！",
        "10~20人",
        "１２．５",
        "二○○八年",
        "“5.12”地震",
        "约翰•列侬",
        "全区现共有各级各类 学校若干所。",
        "、等。",
        "，）",
        "...",
        "“五·四”",
        "一二九",
    ]);
    (Just("文"), prop::collection::vec(part, 0..12)).prop_map(|(head, parts)| {
        // Neither a comment nor a key begins in it.
        let words = format!("{head}{}字", parts.concat());
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    })
}
