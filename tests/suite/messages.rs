//! What is said of slips: in the reader's language, and mended by what it proposes.

use std::fs;

use nianjian::check::Stage;
use nianjian::diag::{Code, Lang};

use crate::support::{Copy, command, findings, findings_at, minimal, said, stderr, stdout};

const NEWS: &str = "kind: news\ntitle: 要闻\nstories:\n  - id: first\n    title: 第一条\n    \
                    body: |\n      正文在此。\n";

/// A book of one section.
fn book(section: &str) -> Copy {
    let book = Copy::of(&minimal());
    book.write("10-news.yaml", section);
    fs::remove_dir_all(book.path.join("images")).unwrap();
    book
}

/// Does what all findings propose, from the last to the first.
fn mend(book: &Copy) {
    let found = findings(&book.path);
    let fixes = found.sorted().into_iter().filter_map(|finding| finding.fix.clone());
    let mut edits: Vec<_> = fixes.flat_map(|fix| fix.edits).collect();
    edits.sort_by_key(|edit| (edit.file.clone(), std::cmp::Reverse(edit.bytes.start)));
    // Either mark of a pair proposes to mend both.
    edits.dedup_by_key(|edit| (edit.file.clone(), edit.bytes.start, edit.bytes.end));
    for edit in edits {
        let path = book.path.join(&*edit.file);
        let mut text = fs::read_to_string(&path).unwrap();
        text.replace_range(edit.bytes, &edit.text);
        fs::write(path, text).unwrap();
    }
}

#[test]
fn what_is_proposed_mends() {
    let with = |from: &str, to: &str| {
        assert!(NEWS.contains(from));
        NEWS.replace(from, to)
    };
    let sections = [
        with("    title: ", "    title："),
        with("kind: news", "＃ 注\nkind: news"),
        with("    title", "\ttitle"),
        with("    title", "　　title"),
        with("title: 要闻", "title:\u{a0}要闻"),
        with("title: 要闻", "title:要闻"),
        with("title: 要闻", "title: 石大: 要闻"),
        with("第一条", "[快讯] 第一条"),
        with("第一条", "“引”\u{2028}第一条"),
        with("第一条", "\"第一条\"之后"),
        with("第一条", "@第一条's"),
        with("    title", "     title"),
        with("    title", "    标题"),
        with("    body", "    正文"),
        with("第一条", "2024"),
        with("    body", "    date: 2025年7月8日\n    body"),
        with("    body", "    index: 甲、乙\n    body"),
        with("    body", "    date:2025-07-08\n    body"),
        with("kind: news", "kind: 新闻"),
        with("正文在此。", "增长5.6%,占（含税）,\"引\"--又..."),
        format!("{NEWS}    id: second\n    title: 第二条\n    body: 文。\n"),
    ];
    for section in sections {
        let book = book(&section);
        assert!(!findings(&book.path).is_empty(), "{section}");
        // What cannot be read hides what else there is to say.
        for _ in 0..3 {
            mend(&book);
        }
        let found = findings(&book.path);
        let now = fs::read_to_string(book.path.join("10-news.yaml")).unwrap();
        // The book has no index.
        let left = found.sorted().into_iter().filter(|it| it.code != Code::W08);
        assert_eq!(left.count(), 0, "{section}\n{now}\n{}", said(&found));
    }
}

#[test]
fn chinese_messages_have_no_words_of_the_parser() {
    let jargon = [
        "expected",
        "found",
        "while",
        "scanning",
        "parsing",
        "mapping",
        "indent",
        "scalar",
        "not",
        "invalid",
        "anchor",
        "context",
        "simple",
        "character",
    ];
    let marks = [
        ":", ": ", "：", "\"", "'", "[", "]", "{", "}", "- ", "\t", "*", "&", "!", "%", "@", "|",
        ">", "#", ", ", "\n", "\n ", "\n  ", "? ", "---\n", "<<: ", "`",
    ];
    let mut broken = 0;
    for mark in marks {
        for (at, _) in NEWS.char_indices() {
            let mut section = NEWS.to_owned();
            section.insert_str(at, mark);
            let found = nianjian_yaml(&section);
            for message in found {
                broken += 1;
                let has = jargon.iter().find(|word| message.contains(**word));
                assert_eq!(has, None, "{message}\n{section}");
            }
        }
    }
    assert!(broken > 500, "{broken}");
}

/// What is said in Chinese of the structure of a file.
fn nianjian_yaml(section: &str) -> Vec<String> {
    use std::sync::Arc;

    use nianjian::diag::Findings;
    use nianjian::load::yaml;
    use nianjian::source::Source;

    let mut found = Findings::default();
    let source = Arc::new(Source::new("a.yaml", section.into()).unwrap());
    let _ = yaml::read(&source, &mut found);
    let broken = found.sorted().into_iter().filter(|finding| finding.code == Code::Y04);
    let texts = broken.map(|it| format!("{} {}", it.message.zh, it.hint_or_default(Lang::Zh)));
    texts.collect()
}

#[test]
fn ids_that_were_made_are_good_and_nothing_is_said_of_them() {
    let book = book(NEWS);
    let opening = |title: &str| format!("kind: part\ntitle: {title}\n");
    fs::create_dir(book.path.join("a")).unwrap();
    for path in ["10-part.yaml", "20-part.yaml", "a/第一部.yaml", "40-News.yaml", "50 fig-1.yaml"]
    {
        book.write(path, opening("部"));
    }
    book.replace(
        "book.yaml",
        "[10-news.yaml]",
        "[10-part.yaml, 10-news.yaml, 20-part.yaml, a/第一部.yaml, 40-News.yaml, 50 fig-1.yaml]",
    );
    let found = findings_at(&book.path, Stage::Release);
    assert!(found.is_empty(), "{}", said(&found));
    // What is given comes first, wherever it stands.
    book.write("20-part.yaml", "kind: part\nid: part\ntitle: 部\n");
    let found = findings_at(&book.path, Stage::Release);
    assert!(found.is_empty(), "{}", said(&found));
}

#[test]
fn what_check_passes_is_built_and_proved() {
    let rows: String = (0..150).map(|n| format!("      | 甲{n} | {n} |\n")).collect();
    let head = |head: &str| {
        let table = format!("{head}\n      | --- | --- |\n{rows}\n      [^1]: 注文。");
        NEWS.replace("正文在此。", &table)
    };
    let intro = "intro: |\n  - 甲[^1]\n  - 乙\n\n  1. 丙[^2]\n\n  [^1]: 一。\n\n  [^2]: 二。\n";
    let sections = [
        NEWS.replace("正文在此。", "正文\t在此，ABC\tdef。"),
        "kind: chronicle\ntitle: 大事\nevents:\n  - date: 2025-01-01\n    text: |\n      \
         事[^1]。\n\n      [^1]: 注文。\n  - date: 2025-01-02\n    text: \"又\\t事\"\n"
            .to_owned(),
        NEWS.replace("stories:", &format!("{intro}stories:")),
        NEWS.replace("kind: news", "kind: entries")
            .replace("stories:", &format!("{intro}stories:")),
        format!("kind: people\ntitle: 名单\n{intro}groups:\n  - people: [王伟]\n"),
        head("| 户数[^1] | [数](https://example.com) |"),
        head("| [户数](#first) | *数[^1]* |").replace("kind: news", "kind: feature"),
        NEWS.replace("第一条", "到Xi’an去").replace("正文", "在McDonald’s"),
    ];
    for section in sections {
        let book = book(&section);
        let dist = book.path.join("dist");
        let run = |arguments: &[&str]| {
            let output = command().args(arguments).current_dir(&book.path).output().unwrap();
            assert!(output.status.success(), "{section}\n{}", stderr(&output));
        };
        run(&["check"]);
        run(&["build", "--quiet"]);
        run(&["verify", &dist.display().to_string()]);
    }
}

/// The gap of a square-wide mark reads as a space to programs that go by positions.
#[test]
fn apostrophes_in_latin_words_leave_no_gap() {
    let book = book(&NEWS.replace("第一条", "到Xi’an去").replace("正文", "‘在’McDonald’s"));
    let built = crate::support::build(&book.path);
    let file = book.path.join("a.pdf");
    fs::write(&file, built.file("pdf")).unwrap();
    let Ok(output) = std::process::Command::new("pdftotext").arg(&file).arg("-").output() else {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "pdftotext is required in CI");
        println!("skipped, pdftotext is not installed");
        return;
    };
    let text = stdout(&output);
    assert!(text.matches("Xi’an").count() >= 2 && text.contains("McDonald’s"), "{text}");
}

#[test]
fn what_may_stand_in_a_section_that_cannot_be_read_is_not_missed() {
    let book = book(&NEWS.replace("正文在此。", "见[条目](#two)。"));
    book.write(
        "book.yaml",
        "title: 小书\nyear: 2024\nsections: [10-news.yaml, 20-entries.yaml, 30-index.yaml]\n",
    );
    book.write("30-index.yaml", "kind: index\ntitle: 索引\nsee:\n  铁道: 铁路\n");
    let entries = "kind: entries\ntitle: 条目\nstories:\n  - id: two\n    title: 题\n    \
                   index: [铁路]\n    body: 正文\n";
    for (entries, codes) in [
        (entries.to_owned(), &[][..]),
        (entries.replace("kind: ", "kind："), &["Y04"]),
        (entries.replace("index: ", "terms: "), &["Y05"]),
        (entries.replace("铁路", "公路"), &["R06"]),
        (entries.replace("id: two", "id: three").replace("铁路", "公路"), &["R03", "R06"]),
    ] {
        book.write("20-entries.yaml", &entries);
        assert_eq!(book.codes(), codes, "{entries}");
    }
}

#[test]
fn tables_in_quotes_are_told_of_their_folded_lines() {
    let rows = "'| 甲 | 乙 |\n\n      | --- | --- |\n\n      | 一 | 二 |'";
    for (section, code) in [
        (NEWS.replace("|\n      正文在此。", rows), Code::W05),
        (format!("kind: table\ntitle: 表\ntables:\n- title: 题\n  body: {rows}\n"), Code::Y11),
    ] {
        let found = findings(&book(&section).path);
        let told = found.sorted().into_iter().filter(|finding| finding.code == code);
        let hints: Vec<String> = told.filter_map(|it| Some(it.hint.as_ref()?.zh.clone())).collect();
        assert!(!hints.is_empty(), "{section}\n{}", said(&found));
        let is_good = |hint: &String| hint.contains("`body: |`") && hint.contains("折行");
        assert!(hints.iter().all(is_good), "{hints:?}");
    }
}
