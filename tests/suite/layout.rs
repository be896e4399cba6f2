//! The built-in layout: what its kinds of pages keep to, asked of the words on them.

use std::fmt::Write as _;
use std::path::Path;

use crate::support::{Copy, inside, minimal};

/// A book of these sections, with what else `book.yaml` says.
pub fn book(more: &str, sections: &[String]) -> Copy {
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
pub struct Run {
    pub x: f64,
    pub y: f64,
    pub size: f64,
    pub face: String,
    pub words: String,
}

/// The runs of each page of a book.
pub fn runs(book: &Copy) -> Vec<Vec<Run>> {
    runs_of(&book.path)
}

pub fn runs_of(book: &Path) -> Vec<Vec<Run>> {
    inside(book).pages.runs().iter().map(|page| page.lines().filter_map(run).collect()).collect()
}

fn run(line: &str) -> Option<Run> {
    let (head, words) = line.split_once(": ")?;
    let mut parts = head.splitn(4, ' ');
    let mut number = || parts.next()?.parse().ok();
    let (x, y, size) = (number()?, number()?, number()?);
    Some(Run { x, y, size, face: parts.next()?.to_owned(), words: words.to_owned() })
}

pub fn words(page: &[Run]) -> String {
    page.iter().map(|run| run.words.as_str()).collect::<Vec<_>>().join("|")
}

/// A section of running text.
pub fn text(number: usize) -> String {
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
        for page in &pages[4..first - 1] {
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
        let contents = &runs(&book)[4];
        assert!(contents.iter().any(|run| run.words == "分目0"), "{}", words(contents));
        let red = contents.iter().filter(|run| run.size > 11.0 && run.words.parse::<u32>().is_ok());
        assert_eq!(red.count(), 0, "{}", words(contents));
    }
}

#[test]
fn the_title_page_of_a_plain_book_has_the_title_and_no_form() {
    let more = "subtitle: 一年的事\nyear: 2024\nplace: 某镇\neditors: [某编委会]\ndescription: 一本小书。\n";
    let page = &runs(&book(more, &[text(1)]))[2];
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
        assert!(whole(credit), "{length}: {}", words(&pages[5]));
        let at: Vec<f64> =
            (pages[5].iter().filter(|run| run.size == 7.0).map(|run| run.y)).collect();
        assert!(at.len() >= 2, "{at:?}");
        // All of the number stands on one line.
        let number = pages[5].iter().filter(|run| run.size == 7.0 && !run.words.contains(credit));
        let lines: std::collections::BTreeSet<String> =
            number.map(|r| format!("{}", r.y)).collect();
        assert_eq!(lines.len(), 1, "{length}: {}", words(&pages[5]));
    }
}

/// A chronicle of two years with a range of days, and entries that two events send to.
fn chronicle() -> Copy {
    let mut events = String::new();
    for (year, month) in [(2022, 12)].into_iter().chain((1..=12).map(|month| (2023, month))) {
        for day in [3, 9, 14, 20, 26] {
            let until = if month == 5 && day == 14 { ", until: 2023-06 中旬" } else { "" };
            let story = if day == 20 { ", story: e1-0" } else { "" };
            let text = "沿海步道与新桥通车，居民在步道上散步。".repeat(1 + (month * day) % 4);
            writeln!(
                events,
                "  - {{date: {year}-{month:02}-{day:02}{until}, text: {text}{story}}}"
            )
            .unwrap();
        }
    }
    let section = format!("kind: chronicle\ntitle: 大事记\nid: c\nevents:\n{events}");
    book("year: 2023\n", &[section, entries(1, 3)])
}

#[test]
fn a_month_that_runs_on_is_named_again_on_the_new_page() {
    let pages = runs(&chronicle());
    let mut months = 0;
    for pair in pages[5..].windows(2) {
        let last = pair[0].iter().rev().find(|run| run.size == 21.0);
        let first = pair[1].iter().filter(|run| run.size == 9.0 && run.words.contains('日'));
        let Some((last, first)) = last.zip(first.map(|run| run.y).reduce(f64::min)) else { break };
        let opens = pair[1].iter().any(|run| run.size == 21.0 && (run.y - first).abs() < 10.0);
        let again = pair[1].iter().find(|run| run.words.contains("（续）"));
        assert_eq!(again.is_none(), opens, "{}", words(&pair[1]));
        if let Some(again) = again {
            assert!(again.words.ends_with(&format!("{}月（续）", last.words)), "{again:?}");
            months += 1;
        }
    }
    assert!(months > 0);
}

#[test]
fn events_send_to_pages_and_one_range_does_not_widen_the_column_of_days() {
    let pages = runs(&chronicle());
    let all = pages[5..8].concat();
    assert!(!words(&all).contains("第1条"), "{}", words(&all));
    let text = all.iter().find(|run| run.size == 10.5).unwrap();
    let day = all.iter().find(|run| run.size == 9.0 && run.words == "3日").unwrap();
    assert!(text.x - day.x < 20.0 * 72.0 / 25.4, "{} {}", day.x, text.x);
    // The year stands clear of the rule under the head.
    let title = all.iter().find(|run| run.words == "大事记" && run.size == 30.0).unwrap();
    let year = all.iter().find(|run| run.words == "2022年" && run.size == 9.0).unwrap();
    assert!(year.y - title.y > 44.0, "{} {}", title.y, year.y);
}

/// A book of pictures of many proportions on pages of their own.
fn gallery(count: usize) -> Copy {
    let mut section = "kind: gallery\ntitle: 图版\nid: g\nfigures:\n".to_owned();
    let shapes = [(900, 600), (600, 900), (900, 900), (1200, 500), (800, 600), (900, 600)];
    let pictures: Vec<(String, String)> = (0..count)
        .map(|i| {
            let (width, height) = shapes[(i * i + i / 3) % shapes.len()];
            let picture = format!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\
                 <rect width=\"{width}\" height=\"{height}\" fill=\"#336699\"/>\
                 <circle cx=\"40\" cy=\"40\" r=\"{}\"/></svg>",
                i + 1
            );
            (format!("images/p{i}.svg"), picture)
        })
        .collect();
    for (i, (name, _)) in pictures.iter().enumerate() {
        let caption = "沿海步道与新桥通车的情形，居民在步道上散步".chars().take(4 + i % 17);
        write!(
            section,
            "  - file: {name}\n    caption: {}\n    alt: 图\n    kind: photo\n    credit: 某人摄\n",
            caption.collect::<String>()
        )
        .unwrap();
    }
    let book = book("", &[section]);
    for (name, picture) in pictures {
        book.write(&name, picture);
    }
    book
}

#[test]
fn pictures_of_facing_pages_leave_the_fold_white() {
    let book = gallery(26);
    let inside = inside(&book.path);
    let first = inside.pages.places["g"];
    let scale = 1.0;
    let four = (4.0 * 72.0 / 25.4 * scale) as u32;
    // The title of the first page may stand on red from edge to edge; the last is the colophon.
    for page in first + 1..inside.pages.count() {
        let picture = inside.pages.picture(page, scale).unwrap();
        let edge =
            if page % 2 == 0 { picture.width() - four + 1..picture.width() } else { 0..four - 1 };
        let inked = edge.clone().flat_map(|x| (0..picture.height()).map(move |y| (x, y)));
        let inked = inked.filter(|(x, y)| picture.get_pixel(*x, *y).0 != [255; 3]).count();
        assert_eq!(inked, 0, "page {page}");
        // And pictures go to the outer edge.
        let outer = if page % 2 == 0 { 0 } else { picture.width() - 1 };
        assert!((0..picture.height()).any(|y| picture.get_pixel(outer, y).0 != [255; 3]), "{page}");
    }
    assert!(inside.pages.count() > first + 4);
}

/// A picture of these proportions; no two are the same.
pub fn picture(width: u32, height: u32) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\">\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#336699\"/></svg>"
    )
}

/// A feature of so many lines, with pictures of these sizes.
fn feature(lines: usize, sizes: &[(u32, u32)]) -> Copy {
    // A line holds 32 characters.
    let line = "沿海步道与新桥通车居民在步道上散步志愿者记录候鸟。";
    let body = format!("      {line}\n\n").repeat(lines);
    let mut section = format!(
        "kind: feature\ntitle: 特写\nstories:\n  - id: one\n    title: 新桥通车\n    body: |\n{body}"
    );
    if !sizes.is_empty() {
        section += "    figures:\n";
    }
    for (width, height) in sizes {
        writeln!(
            section,
            "      - {{file: images/{width}-{height}.svg, caption: 图注{width}, alt: 图, kind: photo, credit: 某人摄}}"
        )
        .unwrap();
    }
    let book = book("", &[section]);
    for (width, height) in sizes {
        book.write(&format!("images/{width}-{height}.svg"), picture(*width, *height));
    }
    book
}

#[test]
fn the_picture_of_a_feature_yields_to_a_few_lines() {
    // The picture leaves 11 lines at its best height.
    for lines in 8..=20 {
        let pages = runs(&feature(lines, &[(1200, 700)]));
        assert_eq!(pages.len(), 7, "{lines} lines");
    }
}

#[test]
fn tall_pictures_of_features_keep_most_of_what_they_show() {
    for size in [(600, 900), (800, 800)] {
        for lines in [4, 12, 18] {
            let inside = inside(&feature(lines, &[size]).path);
            let slots = inside.pages.slots(&inside.book);
            let cropped = slots[0].cropped;
            assert!(cropped <= 0.32, "{size:?}, {lines} lines: {cropped}");
            // And what is cut off leaves the upper part, where heads are.
            let figures = inside.book.figures();
            assert!(figures.map(|figure| figure.focus.1).all(|y| y < 0.4));
        }
    }
}

#[test]
fn further_pictures_of_features_stand_free_of_the_text_or_beside_it() {
    let y_of =
        |page: &[Run], words: &str| page.iter().find(|run| run.words.contains(words)).cloned();
    // On one page: under the text, with a row between.
    let book = feature(3, &[(1200, 700), (900, 600)]);
    let inside = inside(&book.path);
    let page = &runs(&book)[5];
    let height = inside.pages.slots(&inside.book)[1].size.1 * 72.0 / 25.4;
    let text = page.iter().filter(|run| run.size == 10.5).map(|run| run.y).fold(0.0, f64::max);
    let caption = y_of(page, "图注900").unwrap();
    assert!(caption.y - text - height > 20.0, "{} {text} {height}", caption.y);
    // On two: in the left column of the second, under the title.
    let pages = runs(&feature(40, &[(1200, 700), (900, 600)]));
    let page = pages.iter().find(|page| y_of(page, "图注900").is_some()).unwrap();
    let (caption, title) = (y_of(page, "图注900").unwrap(), y_of(page, "新桥通车（续）").unwrap());
    assert!(caption.x < 80.0 && title.x < 80.0 && title.y < caption.y, "{caption:?} {title:?}");
}

/// A section of entries of so many characters each, every third with a picture.
fn pictured_entries(count: usize, chars: usize) -> Copy {
    let mut section = "kind: entries\ntitle: 类目\nid: e\nstories:\n".to_owned();
    for k in 0..count {
        let body: String = "这是一段话，说明这一条的内容。".chars().cycle().take(chars).collect();
        write!(
            section,
            "  - id: e-{k}\n    title: 条目{k}\n    group: 分目{}\n    body: |\n      {body}\n",
            k / 3
        )
        .unwrap();
        if k % 3 == 1 {
            write!(
                section,
                "    figures:\n      - {{file: images/{}-600.svg, caption: 图注{k}, alt: 图, kind: artwork}}\n",
                900 + k
            )
            .unwrap();
        }
    }
    let book = book("", &[section]);
    for k in 0..count as u32 {
        book.write(&format!("images/{}-600.svg", 900 + k), picture(900 + k, 600));
    }
    book
}

#[test]
fn last_pages_of_entries_are_saved_or_filled_by_pictures_or_told() {
    let (mut turned, mut told) = (0, 0);
    for chars in (300..700).step_by(40) {
        let book = pictured_entries(12, chars);
        let inside = inside(&book.path);
        let first = inside.pages.places["e"];
        let pages = runs(&book);
        let last = &pages[pages.len() - 2];
        let foot = last.iter().filter(|run| run.size == 9.0 && run.face.contains("Serif"));
        let foot = foot.map(|run| run.y).fold(0.0, f64::max);
        let share = (foot - 18.0 * 72.0 / 25.4) / (52.0 * 13.5);
        let fitted = inside.pages.fits.contains_key("e");
        turned += usize::from(fitted);
        let short = pages.len() - 1 > first && share < 0.24;
        told += usize::from(short);
        assert_eq!(short, book.codes().contains(&"L06".to_owned()), "{chars}: {share}");
        // All lines stand on the grid, whatever stands above them.
        for page in &pages[first - 1..pages.len() - 1] {
            for run in page.iter().filter(|run| run.size == 9.0 && run.face.contains("Serif")) {
                let row = (run.y - 18.0 * 72.0 / 25.4 - 0.88 * 9.0) / 13.5;
                assert!((row - row.round()).abs() < 0.02, "{chars}: {run:?}");
            }
        }
    }
    assert!(turned >= 2 && told <= 1, "{turned} {told}");
}

#[test]
fn pictures_of_one_group_stand_side_by_side_at_one_height() {
    let mut section = "kind: entries\ntitle: 类目\nid: e\nstories:\n".to_owned();
    for (k, width) in [900, 800, 1000].into_iter().enumerate() {
        let body = "这是一段话，说明这一条的内容。".repeat(9);
        write!(
            section,
            "  - id: e-{k}\n    title: 条目{k}\n    group: 分目\n    body: |\n      {body}\n    figures:\n      \
             - {{file: images/{width}-600.svg, caption: 图注{k}, alt: 图, kind: artwork}}\n"
        )
        .unwrap();
    }
    let book = book("", &[section]);
    for width in [900, 800, 1000] {
        book.write(&format!("images/{width}-600.svg"), picture(width, 600));
    }
    let inside = inside(&book.path);
    let slots = inside.pages.slots(&inside.book);
    let heights: Vec<f64> = slots.iter().map(|slot| slot.size.1).collect();
    assert!(heights.iter().all(|height| *height == heights[0]), "{heights:?}");
    let across: f64 = slots.iter().map(|slot| slot.size.0).sum();
    assert!((across - (181.5 - 10.0)).abs() < 2.0, "{across}");
    let page = &runs(&book)[inside.pages.places["e"] - 1];
    let captions: Vec<f64> =
        page.iter().filter(|run| run.words.contains("图注")).map(|run| run.y).collect();
    assert!(captions.len() == 3 && captions.iter().all(|y| *y == captions[0]), "{captions:?}");
}

#[test]
fn long_names_of_series_stay_on_the_panel_of_the_spread() {
    let book = Copy::of(&crate::support::jinshan());
    let more = "place: 金山\nseries: 上海市金山区年度新闻与大事丛书（图文普及版）\nvolume: '12'";
    book.replace("book.yaml", "place: 金山", more);
    let inside = inside(&book.path);
    let page = &runs(&book)[inside.pages.places["news"] - 1];
    let top = page.iter().filter(|run| run.y < 23.0 * 72.0 / 25.4 && run.x < 200.0);
    let label: Vec<&Run> = top.collect();
    assert!(label.iter().map(|run| run.words.as_str()).collect::<String>().contains("普及版"));
    for run in label {
        let right = run.x + run.words.chars().count() as f64 * run.size;
        assert!(right < 41.0 + 18.0 * 9.0 + run.size, "{run:?}");
    }
}

#[test]
fn tables_of_few_short_columns_are_not_drawn_out() {
    let rows = "| 年份 | 人口 | 户数 |\n      | --- | --- | --- |\n".to_owned()
        + &"      | 2023年 | 1200 | 300 |\n".repeat(4);
    let section = format!(
        "kind: table\ntitle: 统计\nid: t\ntables:\n  - title: 人口\n    body: |\n      {rows}"
    );
    let book = book("", &[section]);
    let page = &runs(&book)[inside(&book.path).pages.places["t"] - 1];
    let last = page.iter().filter(|run| run.words == "300").map(|run| run.x).fold(0.0, f64::max);
    assert!((60.0..300.0).contains(&last), "{last}");
}

#[test]
fn titles_of_entries_are_not_stretched_with_their_lines() {
    let long = "A".repeat(22);
    let section = format!(
        "kind: entries\ntitle: 类目\nid: e\nstories:\n  - id: one\n    title: 镇村建设概况\n    body: |\n      \
         沿海{long}步道。\n"
    );
    let book = book("", &[section]);
    let page = &runs(&book)[inside(&book.path).pages.places["e"] - 1];
    let at = page.iter().position(|run| run.words.contains("镇村建设概况")).unwrap();
    let (title, next) = (&page[at], &page[at + 1]);
    // Eight characters of 9 pt, the marks among them; the space behind them is stretched.
    assert!(next.y == title.y && next.x - title.x <= 8.0 * 9.0 + 0.1, "{title:?} {next:?}");
}

#[test]
fn tables_leave_three_rows_at_least_for_another_page() {
    let mut broken = 0;
    for rows in 40..=50 {
        // Too wide to be set in two halves.
        let told = "年末户籍人口，不含集体户口，按派出所的户籍册统计";
        let body = "| 年份 | 人口 | 说明 |\n      | --- | --- | --- |\n".to_owned()
            + &(0..rows).map(|k| format!("      | 第{k}村 | {k} | {told} |\n")).collect::<String>();
        let section = format!(
            "kind: table\ntitle: 统计\nid: t\ntables:\n  - title: 人口\n    note: 数字是年底的。\n    body: |\n      {body}"
        );
        let book = book("", &[section]);
        let first = inside(&book.path).pages.places["t"];
        let pages = runs(&book);
        for page in &pages[first..pages.len() - 1] {
            let left = page.iter().filter(|run| run.words.ends_with('村')).count();
            assert!(left >= 3, "{rows} rows: {left}");
            broken += 1;
        }
    }
    assert!(broken >= 3, "{broken}");
}

#[test]
fn one_picture_has_its_caption_below_and_not_in_a_list() {
    let inside = inside(&minimal());
    let pages = inside.pages.runs();
    let page: Vec<Run> = pages[5].lines().filter_map(run).collect();
    let caption = page.iter().find(|run| run.words.contains("第一张图")).unwrap();
    let slot = &inside.pages.slots(&inside.book)[0];
    // The mark stands on the picture and again before the caption, which is no wider away.
    let mark = page.iter().find(|run| run.words == "①").unwrap();
    assert!((caption.x - mark.x).abs() < slot.size.0 * 72.0 / 25.4, "{caption:?} {mark:?}");
    assert!(caption.y - mark.y < 40.0 && caption.y > mark.y, "{caption:?} {mark:?}");
}

/// News with pictures under every second story.
fn news() -> Copy {
    let mut section = "kind: news\ntitle: 要闻\nid: n\nstories:\n".to_owned();
    for story in 0..26_usize {
        let body = "工程沿海而建，居民代表走进工地，了解施工进度。".repeat(4 + (story * 7 + 3) % 9);
        write!(
            section,
            "  - id: n-{story}\n    title: 镇内公交实现通车\n    body: |\n      2024年，{body}\n"
        )
        .unwrap();
        if story.is_multiple_of(2) {
            write!(
                section,
                "    figures:\n      - {{file: images/{}-{}.svg, caption: 图注, alt: 图, kind: artwork}}\n",
                600 + story,
                300 + 60 * (story % 7)
            )
            .unwrap();
        }
    }
    let book = book("", &[section]);
    for story in (0..26_u32).step_by(2) {
        let (width, height) = (600 + story, 300 + 60 * (story % 7));
        book.write(&format!("images/{width}-{height}.svg"), picture(width, height));
    }
    book
}

#[test]
fn rows_left_at_the_feet_of_columns_go_to_pictures_and_gaps() {
    let book = news();
    let first = inside(&book.path).pages.places["n"];
    let pages = runs(&book);
    let mut columns = 0;
    let mut short = Vec::new();
    // The last page is balanced; captions stand a row higher than text.
    for page in &pages[first - 1..pages.len() - 2] {
        for column in 0..3 {
            let left =
                page.iter().filter(|run| run.x > 20.0).map(|run| run.x).fold(600.0, f64::min);
            let from = left + f64::from(column) * (162.0 + 14.17) - 2.0;
            let mine = page.iter().filter(|run| (from..from + 170.0).contains(&run.x));
            let mine: Vec<&Run> = mine.filter(|run| run.y < 760.0).collect();
            let foot = mine.iter().map(|run| run.y).fold(0.0, f64::max);
            let rows = (foot - 18.0 * 72.0 / 25.4) / 13.5;
            // A column without pictures has nothing that could grow.
            if mine.iter().any(|run| run.words.contains("图注")) {
                columns += 1;
                // More than a quarter of its pictures is not given to a column.
                if (45.0..49.5).contains(&rows) {
                    short.push(rows);
                }
            }
        }
    }
    assert!(columns >= 5 && short.is_empty(), "{columns}: {short:?}");
}
