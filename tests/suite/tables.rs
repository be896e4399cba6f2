//! Tables: rows that are taller than pages, more columns than fit, heads over their columns.

use std::collections::BTreeSet;

use nianjian::diag::{Code, Diagnostic};

use crate::layout::{Run, runs};
use crate::proof::{reads, story, words};
use crate::support::dist::Dist;
use crate::support::{Copy, findings, inside, minimal, said, tools};

/// A table of equal columns.
fn table(columns: usize, cell: &str) -> String {
    let row = |cell: &str| format!("| {} |\n", vec![cell; columns].join(" | "));
    format!("{}{}{}", row("指标"), row("---"), row(cell).repeat(3))
}

/// A section of tables with these bodies.
fn tables(bodies: &[&str]) -> String {
    let mut section = "kind: table\ntitle: 统计\ntables:\n".to_owned();
    for body in bodies {
        let body = body.replace('\n', "\n      ");
        let note = "末行下的话。";
        section += &format!("  - title: 人口\n    note: {note}\n    body: |\n      {body}\n");
    }
    section
}

/// A table with a cell that is taller than a page, beside short ones, and with a short row behind.
fn tall_table() -> String {
    let (long, note) = (words(4900), words(60));
    let rows = "| 甲 | 乙 | 丙 |\n| --- | --- | --- |\n| 前 | 短 | 短 |";
    format!("{rows}\n| 一 | {long}[^a]*{note}* | **三** |\n| 后 | 短 | 短 |\n\n[^a]: {note}\n")
}

#[test]
fn rows_that_are_taller_than_a_page_break_and_are_proved() {
    let book = Copy::of(&minimal());
    let (body, last) = (tall_table(), tall_table().replace("| 后 | 短 | 短 |\n", ""));
    let kinds = "sections: [10-news.yaml, 20-entries.yaml, 30-text.yaml, 40-table.yaml]";
    book.replace("book.yaml", "sections: [10-news.yaml]", kinds);
    std::fs::remove_dir_all(book.path.join("images")).unwrap();
    book.write("10-news.yaml", story("news", &body));
    book.write("20-entries.yaml", story("entries", &last).replace("one", "two"));
    let text = body.replace('\n', "\n  ");
    book.write("30-text.yaml", format!("kind: text\ntitle: 文章\nbody: |\n  {text}\n"));
    book.write("40-table.yaml", tables(&[&body, &last]));
    let dist = Dist::of(&book.path, "screen,print,epub");
    let told = dist.told();
    assert_eq!(told.lines, Vec::<String>::new());
    let path = book.path.join("tall.pdf");
    std::fs::write(&path, &dist.files["minimal.pdf"]).unwrap();
    tools::passes("check-pdf", &["-f", "2a,ua1"], &path);
}

/// The book with this section alone.
fn book(section: &str) -> Copy {
    let book = Copy::of(&minimal());
    book.write("10-news.yaml", section);
    std::fs::remove_dir_all(book.path.join("images")).unwrap();
    book
}

/// The one finding of a section.
fn told(section: &str) -> Diagnostic {
    let found = findings(&book(section).path);
    let [finding] = &found.sorted()[..] else { panic!("{}", said(&found)) };
    (*finding).clone()
}

/// How many columns fit, as a message says.
fn fitting(message: &str) -> usize {
    let behind = message.split("the first ").nth(1).unwrap();
    behind.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn as_many_columns_fit_as_are_told() {
    let whole = |columns: usize| tables(&[&table(columns, "1234.56")]);
    let news = |columns: usize| story("news", &table(columns, "1234.56"));
    // Tables of their own are told of at their titles.
    let kinds: [(&dyn Fn(usize) -> String, _, _); 2] =
        [(&whole, 12, "- title"), (&news, 5, "指标")];
    for (section, least, at) in kinds {
        let finding = told(&section(20));
        assert_eq!(finding.code, Code::L04);
        assert!(finding.message.zh.contains("共 20 列，只排得下前"), "{}", finding.message.zh);
        let fit = fitting(&finding.message.en);
        assert!(fit >= least, "{}", finding.message.en);
        assert!(reads(&section(fit), at), "{}", finding.message.en);
        assert!(!reads(&section(fit + 1), at), "{}", finding.message.en);
    }
}

#[test]
fn columns_that_are_too_wide_are_named() {
    let heads = "| 指标 | 2023年 | 规格与型号 | 2024年 |\n| --- | --- | --- | --- |";
    let body = format!("{heads}\n| 甲 | 12345678.9 | pseudohypoparathyroidism | 12345678.9 |");
    let section = story("news", &body);
    let Diagnostic { code, message, at, hint, .. } = told(&section);
    let line = 1 + section.lines().position(|line| line.contains("指标")).unwrap();
    assert_eq!((code, at.map(|at| at.line)), (Code::L04, Some(line)));
    let zh = "：共 4 列，只排得下前 3 列；最宽的是“规格与型号”（";
    assert!(message.zh.contains(zh), "{}", message.zh);
    assert!(message.en.contains("; the widest are “规格与型号” ("), "{}", message.en);
    assert!(hint.unwrap().zh.contains("拆成两张表"));
    // Half of the word fits.
    assert!(reads(&section.replace("parathyroidism", ""), "指标"));
}

/// Where words begin and end on the page of a table, in points; each Han and each figure counts as
/// the face has it.
fn spans(runs: &str, wanted: &str) -> Vec<(f64, f64)> {
    let run = |line: &str| {
        let (place, text) = line.split_once(": ")?;
        let mut place = place.split(' ').map_while(|number| number.parse::<f64>().ok());
        let (x, _, size) = (place.next()?, place.next()?, place.next()?);
        let wide = |c: char| if c.is_ascii() { 0.55 } else { 1.0 };
        (text == wanted).then(|| (x, x + size * text.chars().map(wide).sum::<f64>()))
    };
    runs.lines().filter_map(run).collect()
}

#[test]
fn heads_stand_as_their_columns_do() {
    let body = "| 镇名 | 产值 | 说明 | 等级 |\n| --- | --- | --- | :-: |\n\
                | 朱泾 | 1234.5 | 含外来人口 | 甲等以上 |\n| 枫泾 | 6.25 | 不含外来人口 | 乙 |";
    let pages = inside(&book(&tables(&[body])).path).pages;
    let page = pages.runs().into_iter().find(|runs| runs.contains("朱泾")).unwrap();
    let one = |words: &str| spans(&page, words)[0];
    let middle = |words: &str| (one(words).0 + one(words).1) / 2.0;
    // Text to the left, with its head.
    for (head, cells) in [("镇名", ["朱泾", "枫泾"]), ("说明", ["含外来人口", "不含外来人口"])]
    {
        cells.iter().for_each(|cell| assert_eq!(one(cell).0, one(head).0, "{cell}\n{page}"));
    }
    // In the middle if the book says so.
    for cell in ["甲等以上", "乙"] {
        assert!((middle(cell) - middle("等级")).abs() < 0.5, "{cell}\n{page}");
    }
    // Numbers by their points, all together under their head.
    let figure = one("6.25").0 - one("1234.5").0;
    assert!((figure - 3.0 * 8.0 * 0.55).abs() < 1.0, "{figure}\n{page}");
    let all = (one("1234.5").0 + one("6.25").1) / 2.0;
    assert!((all - middle("产值")).abs() < 1.5, "{all}\n{page}");
}

#[test]
fn heads_of_two_lines_break_before_their_units_or_in_the_middle() {
    let page = |body: &str| {
        let pages = inside(&book(&story("news", body)).path).pages;
        pages.runs().into_iter().find(|runs| runs.contains("朱泾")).unwrap()
    };
    let body = "| 镇名 | 面积（平方公里） | 二 | 三 |\n| --- | --- | --- | --- |\n\
                | 朱泾 | 12345678.5 | 12345.5 | 12345.5 |";
    let runs = page(body);
    assert!(!spans(&runs, "（平方公里）").is_empty(), "{runs}");
    // No line is of one character.
    let body = "| 镇名 | 职工人数 | 二 | 三 | 四 |\n| --- | --- | --- | --- | --- |\n\
                | 朱泾 | 1234.5 | 1234.5 | 1234.5 | 1234.5 |";
    let runs = page(body);
    assert_eq!((spans(&runs, "职工").len(), spans(&runs, "人数").len()), (1, 1), "{runs}");
}

/// A table of three short columns with so many rows, numbered from 1.
fn narrow(rows: usize) -> String {
    let rows: String = (1..=rows).map(|n| format!("| 村{n}号 | {n}00 | {n}.5 |\n")).collect();
    format!("| 村名 | 户数 | 人口 |\n| --- | --- | --- |\n{rows}")
}

/// Where the names of rows stand: page, left edge and line, in the order of the rows.
fn names(pages: &[Vec<Run>], rows: usize) -> Vec<(usize, f64, f64)> {
    let of = |name: String| {
        let at = |(page, runs): (usize, &Vec<Run>)| {
            let run = runs.iter().find(|run| run.words == name)?;
            Some((page, run.x.round(), run.y))
        };
        pages.iter().enumerate().find_map(at).unwrap_or_else(|| panic!("no {name}"))
    };
    (1..=rows).map(|row| of(format!("村{row}号"))).collect()
}

#[test]
fn narrow_long_tables_are_set_in_two_halves() {
    for (rows, halves) in [(14, 1), (19, 1), (20, 2), (41, 2), (160, 2)] {
        let book = book(&tables(&[&narrow(rows)]));
        let pages = runs(&book);
        let names = names(&pages, rows);
        let first = names.iter().filter(|(page, ..)| *page == names[0].0);
        let sides: BTreeSet<String> = first.map(|(_, x, _)| x.to_string()).collect();
        assert_eq!(sides.len(), halves, "{rows}: {names:?}");
        // Down a half, then down the next one, then on the next page.
        let order = |two: &[(usize, f64, f64)]| {
            let ((page, x, y), (next, to, down)) = (two[0], two[1]);
            next > page || to > x + 100.0 && down < y || (to - x).abs() < 1.0 && down > y
        };
        assert!(names.windows(2).all(order), "{rows}: {names:?}");
        // Halves of one page are even.
        if halves == 2 && rows < 80 {
            let left = names.iter().filter(|(_, x, _)| *x == names[0].1).count();
            assert_eq!(left, rows.div_ceil(2));
        }
        let told = Dist::of(&book.path, "screen,print,epub").told();
        assert_eq!(told.lines, Vec::<String>::new(), "{rows}");
    }
}
