//! Pages in columns: lines on one grid, feet on one row, pictures beside their paragraph, and
//! layouts that come to rest.

use std::fmt::Write as _;

use nianjian::diag::Code;

use crate::layout::{Run, book, picture, runs, runs_of, words};
use crate::pages::{flowing, rows};
use crate::support::{Copy, findings, inside, said};

/// From line to line of body text, in points.
const PITCH: f64 = 13.5;
/// The head margin.
const TOP: f64 = 18.0 * 72.0 / 25.4;
const SENTENCE: &str = "工程沿海而建，居民代表走进工地，了解施工进度。";

/// The lines of body text on these pages, and those that do not stand on the grid.
fn off_grid(pages: &[String]) -> (usize, Vec<f64>) {
    let lines: Vec<f64> = pages.iter().flat_map(|page| rows(page)).collect();
    let off = lines.iter().copied().filter(|row| (row - row.round()).abs() > 0.02).collect();
    (lines.len(), off)
}

#[test]
fn lines_of_the_sample_yearbook_stand_on_one_grid() {
    let inside = inside(crate::yearbook::book());
    // The spread of ten stories has a grid of its own, of as many rows as fill it.
    let columned = |kind: &str, id: &str| ["news", "entries"].contains(&kind) && id != "ten";
    let mut pages = Vec::new();
    for pair in inside.book.sections.windows(2) {
        let place = |section: usize| inside.pages.places[&pair[section].id];
        if columned(&pair[0].kind, &pair[0].id) && columned(&pair[1].kind, &pair[1].id) {
            pages.extend_from_slice(&inside.pages.runs()[place(0) - 1..place(1) - 1]);
        }
    }
    let (lines, off) = off_grid(&pages);
    assert!(lines > 3000 && off.is_empty(), "{} of {lines}: {off:?}", off.len());
}

/// Entries in which text, heads, tables and pictures follow each other in many orders.
fn mixed() -> Copy {
    let mut section = "kind: entries\ntitle: 类目\nid: e\nstories:\n".to_owned();
    for k in 0..40_usize {
        writeln!(section, "  - id: e-{k}\n    title: 镇村建设概况{k}\n    body: |").unwrap();
        for part in 0..3 {
            writeln!(section, "      {}\n", SENTENCE.repeat(1 + (k * 5 + part * 3) % 7)).unwrap();
            match (k + part) % 4 {
                0 => writeln!(section, "      # 小标题\n").unwrap(),
                1 => section += "      | 甲 | 乙 |\n      | --- | --- |\n      | 一 | 二 |\n\n",
                2 => writeln!(section, "      ![](f-{k}-{part})\n").unwrap(),
                _ => {}
            }
        }
        writeln!(section, "      完。").unwrap();
        let placed: Vec<usize> = (0..3).filter(|part| (k + part) % 4 == 2).collect();
        if !placed.is_empty() {
            section += "    figures:\n";
        }
        for part in placed {
            writeln!(
                section,
                "      - {{file: images/f.svg, id: f-{k}-{part}, caption: 图注{k}, alt: 图, kind: artwork, size: column}}"
            )
            .unwrap();
        }
    }
    let book = book("", &[section]);
    book.write("images/f.svg", picture(900, 500));
    book
}

#[test]
fn heads_tables_and_pictures_in_columns_keep_lines_on_the_grid() {
    let book = mixed();
    let inside = inside(&book.path);
    let first = inside.pages.places["e"];
    let (lines, off) = off_grid(&inside.pages.runs()[first - 1..]);
    assert!(lines > 400 && off.is_empty(), "{} of {lines}: {off:?}", off.len());
}

/// The left edge of columns on a page of three, and the distance between them.
fn column(run: &Run, page: usize) -> usize {
    let left = if page.is_multiple_of(2) { 11.5 } else { 17.0 } * 72.0 / 25.4;
    ((run.x - left + 20.0) / (162.0 + 14.17)).max(0.0) as usize
}

#[test]
fn pictures_in_the_text_stand_behind_their_paragraph_or_at_the_head_of_the_next_column() {
    let book = mixed();
    let first = inside(&book.path).pages.places["e"];
    let pages = runs(&book);
    let (mut behind, mut ahead) = (0, 0);
    for (index, page) in pages.iter().enumerate().skip(first - 1) {
        for caption in page.iter().filter(|run| run.words.contains("图注")) {
            let mine = |run: &&Run| {
                run.size == 9.0 && column(run, index + 1) == column(caption, index + 1)
            };
            let above = page.iter().filter(mine).any(|run| run.y < caption.y - 60.0 && run.y > TOP);
            if above { behind += 1 } else { ahead += 1 }
        }
    }
    assert!(behind > 3 * ahead && behind > 10, "{behind} behind, {ahead} at the head");
}

/// How many rows are empty at the foot of each column of the pages, by the lowest words there: a
/// caption stands a little over the foot of its row.
fn empty_feet(pages: &[Vec<Run>], from: usize, count: usize) -> Vec<(usize, usize, f64)> {
    let mut feet = Vec::new();
    for (index, page) in pages.iter().enumerate().skip(from - 1).take(count) {
        for nth in 0..3 {
            let mine = page.iter().filter(|run| {
                column(run, index + 1) == nth && (TOP..TOP + 52.0 * PITCH).contains(&run.y)
            });
            let lowest = mine.map(|run| run.y).fold(TOP, f64::max);
            feet.push((index + 1, nth, 52.0 - (lowest - TOP) / PITCH));
        }
    }
    feet
}

#[test]
fn columns_of_news_in_the_sample_yearbook_end_within_a_row() {
    let yearbook = crate::yearbook::book();
    let inside = inside(yearbook);
    let places = &inside.pages.places;
    let (first, next) = (places["news"], places["features"]);
    let feet = empty_feet(&runs_of(yearbook), first, next - first - 1);
    let short: Vec<_> = feet.iter().filter(|(_, _, rows)| *rows > 2.1).collect();
    assert!(feet.len() >= 9 && short.is_empty(), "{short:?}");
}

#[test]
fn columns_of_entries_in_the_sample_yearbook_are_filled_before_heads_of_groups() {
    let yearbook = crate::yearbook::book();
    let inside = inside(yearbook);
    let pages = runs_of(yearbook);
    let mut feet = Vec::new();
    for pair in inside.book.sections.windows(2) {
        let place = |section: usize| inside.pages.places[&pair[section].id];
        // All but the last page, which ends where its text does; a part may stand before the next.
        let last = place(1) - if pair[1].kind == "part" { 2 } else { 1 };
        if pair[0].kind == "entries" && last > place(0) {
            feet.extend(empty_feet(&pages, place(0), last - place(0)));
        }
    }
    // A paragraph of three lines does not break: two rows stay where only two are left for it.
    let short: Vec<_> = feet.iter().filter(|(_, _, rows)| *rows > 2.6).collect();
    assert!(feet.len() > 100 && short.len() <= 1, "{} {short:?}", feet.len());
}

#[test]
fn columns_of_news_are_seldom_short_whatever_pictures_they_hold() {
    let book = flowing(6);
    let inside = inside(&book.path);
    let pages = runs(&book);
    let mut feet = Vec::new();
    for section in 1..=6 {
        let place = |n: usize| inside.pages.places.get(&format!("news-{n}")).copied();
        let next = place(section + 1).unwrap_or(pages.len());
        feet.extend(empty_feet(
            &pages,
            place(section).unwrap(),
            next - place(section).unwrap() - 1,
        ));
    }
    // A column with one gap and no picture has nothing that could take more than a row.
    let short: Vec<_> = feet.iter().filter(|(_, _, rows)| *rows > 2.1).collect();
    assert!(feet.len() > 30 && short.len() * 20 <= feet.len(), "{} {short:?}", feet.len());
}

/// News, a long feature and entries in one book, with pictures in and behind their texts.
fn all_at_once(seed: usize) -> Copy {
    let mut number = 0;
    let mut pictures = Vec::new();
    let mut figure = |text: &mut String, id: Option<&str>| {
        number += 1;
        let size = (600 + (seed * 131 + number * 97) % 500, 300 + (seed * 77 + number * 61) % 700);
        let place = id.map_or_else(String::new, |id| format!(", id: {id}, size: column"));
        let caption = "代表们在看图".repeat(1 + number % 3);
        writeln!(
            text,
            "      - {{file: images/p{number}.svg, caption: {caption}, alt: 灰, kind: artwork{place}}}"
        )
        .unwrap();
        pictures.push((number, size));
    };
    let mut sections = Vec::new();
    for (kind, stories) in [("news", 9), ("feature", 1), ("entries", 8)] {
        let mut text = format!("kind: {kind}\ntitle: {kind}\nid: {kind}\nstories:\n");
        for story in 0..stories + seed % 9 * usize::from(stories > 1) {
            let turn = seed + story * 3;
            let long = if stories == 1 { 24 + seed % 20 } else { 1 + turn % 3 };
            writeln!(text, "  - id: {kind}-{story}\n    title: 镇内公交通车\n    body: |").unwrap();
            for paragraph in 0..long {
                let note = if (turn + paragraph).is_multiple_of(11) {
                    format!("[^{paragraph}]")
                } else {
                    String::new()
                };
                writeln!(text, "      {}{note}\n", SENTENCE.repeat(2 + (turn + paragraph) % 7))
                    .unwrap();
                if paragraph == 0 && turn.is_multiple_of(3) {
                    writeln!(text, "      ![]({kind}-{story}-a)\n").unwrap();
                }
                if !note.is_empty() {
                    writeln!(text, "      {note}: {}\n", SENTENCE.repeat(1 + turn % 5)).unwrap();
                }
            }
            if turn.is_multiple_of(3) || turn.is_multiple_of(2) {
                text += "    figures:\n";
            }
            if turn.is_multiple_of(3) {
                figure(&mut text, Some(&format!("{kind}-{story}-a")));
            }
            if turn.is_multiple_of(2) {
                figure(&mut text, None);
            }
        }
        sections.push(text);
    }
    sections.rotate_left(seed % 3);
    let book = book("", &sections);
    for (number, (width, height)) in pictures {
        book.write(&format!("images/p{number}.svg"), picture(width as u32, height as u32));
    }
    book
}

#[test]
fn books_of_news_features_and_entries_come_to_rest() {
    for seed in 0..8 {
        let book = all_at_once(seed);
        let found = findings(&book.path);
        let rests = found.sorted().iter().all(|finding| finding.code != Code::L07);
        assert!(rests && !found.has_errors(), "{seed}: {}", said(&found));
    }
}

#[test]
fn running_heads_name_a_season_as_the_page_does() {
    let events = "  - {date: 2024-01-05, text: 开工。}\n  - {date: 2024 冬, text: 完工。}\n";
    let section = format!("kind: chronicle\ntitle: 大事记\nid: c\nevents:\n{events}");
    let book = book("year: 2024\n", &[section]);
    let page = &runs(&book)[inside(&book.path).pages.places["c"] - 1];
    let head: String = words(&page.iter().filter(|run| run.y < 40.0).cloned().collect::<Vec<_>>());
    assert!(head.contains("冬") && !head.contains("2024年"), "{head}");
}
