//! The built-in layout: what its kinds of pages keep to, asked of the words on them.

use std::fmt::Write as _;

use crate::support::{Copy, inside, minimal};

/// A book of these sections, with what else `book.yaml` says.
fn book(more: &str, sections: &[String]) -> Copy {
    let book = Copy::of(&minimal());
    let names: Vec<String> = (0..sections.len()).map(|i| format!("{i:02}.yaml")).collect();
    for (name, section) in names.iter().zip(sections) {
        book.write(name, section);
    }
    book.write("book.yaml", format!("title: 小书\n{more}sections: [{}]\n", names.join(", ")));
    book
}

/// One run of text: place of its baseline from the left and from the top, size (points), face,
/// words.
#[derive(Debug, Clone, PartialEq)]
struct Run {
    x: f64,
    y: f64,
    size: f64,
    face: String,
    words: String,
}

/// The runs of each page of a book.
fn runs(book: &Copy) -> Vec<Vec<Run>> {
    inside(&book.path)
        .pages
        .runs()
        .iter()
        .map(|page| page.lines().filter_map(run).collect())
        .collect()
}

fn run(line: &str) -> Option<Run> {
    let (head, words) = line.split_once(": ")?;
    let mut parts = head.splitn(4, ' ');
    let mut number = || parts.next()?.parse().ok();
    let (x, y, size) = (number()?, number()?, number()?);
    Some(Run { x, y, size, face: parts.next()?.to_owned(), words: words.to_owned() })
}

fn words(page: &[Run]) -> String {
    page.iter().map(|run| run.words.as_str()).collect::<Vec<_>>().join("|")
}

/// A section of running text.
fn text(number: usize) -> String {
    format!("kind: text\ntitle: 说明之{number}\nid: s{number}\nbody: |\n  这是一段话。\n")
}

/// A section of `count` entries in groups of three.
fn entries(number: usize, count: usize) -> String {
    let mut out = format!("kind: entries\ntitle: 类目之{number}\nid: e{number}\nstories:\n");
    for k in 0..count {
        let body = "这是一段话，说明这一条的内容。".repeat(6);
        write!(
            out,
            "  - id: e{number}-{k}\n    title: 条目{k}\n    group: 分目{}\n    body: |\n      {body}\n",
            k / 3
        )
        .unwrap();
    }
    out
}

#[test]
fn the_contents_of_many_sections_leave_no_page_empty() {
    // In one column, and in two.
    for (count, at_least) in [(34, 10), (90, 20)] {
        let book = book("", &(0..count).map(text).collect::<Vec<_>>());
        let first = inside(&book.path).pages.places["s0"];
        let pages = runs(&book);
        for page in &pages[2..first - 1] {
            let entries = page.iter().filter(|run| run.words.starts_with("说明之")).count();
            assert!(entries >= at_least, "{count}: {}", words(page));
        }
    }
}

#[test]
fn contents_have_groups_and_number_what_the_pages_number() {
    for count in [2, 6] {
        let section = entries(1, count);
        let book = book("", &[section]);
        let contents = &runs(&book)[2];
        assert!(contents.iter().any(|run| run.words == "分目0"), "{}", words(contents));
        let red = contents.iter().filter(|run| run.size > 11.0 && run.words.parse::<u32>().is_ok());
        assert_eq!(red.count(), 0, "{}", words(contents));
    }
}

#[test]
fn the_title_page_of_a_plain_book_has_the_title_and_no_form() {
    let more = "subtitle: 一年的事\nyear: 2024\nplace: 某镇\neditors: [某编委会]\ndescription: 一本小书。\n";
    let page = &runs(&book(more, &[text(1)]))[1];
    let all = words(page);
    for wanted in ["小书", "一年的事", "某镇", "2024年", "某编委会", "一本小书。"]
    {
        assert!(all.contains(wanted), "{wanted}: {all}");
    }
    assert!(!all.contains("书名"), "{all}");
    assert_eq!(page.iter().filter(|run| run.words.contains("小书") && run.size > 20.0).count(), 1);
}

/// The words of the tab on the fore-edge and the baseline of the first of them (points).
fn tab(page: &[Run]) -> (String, f64) {
    let edge = |run: &&Run| run.x < 8.0 * 72.0 / 25.4 || run.x > 202.0 * 72.0 / 25.4;
    let runs: Vec<&Run> = page.iter().filter(edge).collect();
    (runs.iter().map(|run| run.words.as_str()).collect(), runs.first().map_or(0.0, |run| run.y))
}

#[test]
fn tabs_go_down_the_edge_once_and_keep_the_whole_name() {
    let names = ["九（1）班", "九（2）班", "文化旅游体育和广播电视", "其他", "附录"];
    let sections: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(i, name)| text(i).replace(&format!("title: 说明之{i}"), &format!("title: {name}")))
        .collect();
    let book = book("", &sections);
    let (inside, pages) = (inside(&book.path), runs(&book));
    let tabs: Vec<(String, f64)> =
        (0..names.len()).map(|i| tab(&pages[inside.pages.places[&format!("s{i}")] - 1])).collect();
    let said: Vec<&str> = tabs.iter().map(|(words, _)| words.as_str()).collect();
    assert_eq!(said, ["九(1)班", "九(2)班", "文化旅游体育和广播电视", "其他", "附录"]);
    assert!(tabs.windows(2).all(|pair| pair[0].1 < pair[1].1), "{tabs:?}");
}

#[test]
fn sections_of_one_part_share_a_tab_and_parts_do_not() {
    let part = |n: usize| format!("kind: part\ntitle: 第{n}部\nid: p{n}\n");
    let sections = [part(1), text(1), text(2), part(2), text(3)];
    let book = book("", &sections);
    let (inside, pages) = (inside(&book.path), runs(&book));
    let place = |id: &str| tab(&pages[inside.pages.places[id] - 1]).1;
    assert_eq!(place("s1"), place("s2"));
    assert!(place("s3") > place("s1") + 60.0, "{} {}", place("s1"), place("s3"));
}

#[test]
fn credits_and_approval_numbers_are_never_split() {
    let (credit, approval) = ("镇志办公室供图", "GS（2023）1234号");
    for length in 8..40 {
        let caption: String = "沿海步道与新桥通车的情形".chars().cycle().take(length).collect();
        let section = format!(
            "kind: entries\ntitle: 类目\nstories:\n  - id: one\n    title: 条目\n    body: 一句话。\n    \
             figures:\n      - file: images/first.svg\n        caption: {caption}\n        alt: 图\n        \
             kind: photo\n        credit: {credit}\n        map_approval: {approval}\n"
        );
        let pages = runs(&book("", &[section]));
        let whole = |part: &str| pages.iter().flatten().any(|run| run.words.contains(part));
        assert!(whole(credit), "{length}: {}", words(&pages[3]));
        let at: Vec<f64> =
            (pages[3].iter().filter(|run| run.size == 7.0).map(|run| run.y)).collect();
        assert!(at.len() >= 2, "{at:?}");
        // All of the number stands on one line.
        let number = pages[3].iter().filter(|run| run.size == 7.0 && !run.words.contains(credit));
        let lines: std::collections::BTreeSet<String> =
            number.map(|r| format!("{}", r.y)).collect();
        assert_eq!(lines.len(), 1, "{length}: {}", words(&pages[3]));
    }
}
