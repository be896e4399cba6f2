//! What opens a list, a part or a topic: its picture where it has one, in the colour of the part,
//! and no room for what is not there.

use std::fmt::Write as _;

use crate::layout::{Run, book, picture, runs, text, words};
use crate::support::{Copy, inside};

/// The ground of stories without a picture in pictured contents.
const PAPER: [u8; 3] = [0xF6, 0xF1, 0xE7];
/// The colours of the first, second and third part.
const PARTS: [[u8; 3]; 3] = [[0xA6, 0x19, 0x2E], [0x1F, 0x5A, 0x70], [0x4A, 0x73, 0x40]];

/// How many points of a page are of this colour, at one pixel a point.
fn points(book: &Copy, page: usize, colour: [u8; 3]) -> usize {
    let picture = inside(&book.path).pages.picture(page, 1.0).unwrap();
    picture.pixels().filter(|pixel| pixel.0 == colour).count()
}

/// A section of news of three stories, the first of which has a picture or not.
fn news(pictured: bool) -> Copy {
    let mut section = "kind: news\ntitle: 要闻\nid: n\nstories:\n".to_owned();
    for k in 0..3 {
        writeln!(section, "  - id: n-{k}\n    title: 第{k}条\n    body: 这是一段话。").unwrap();
        if pictured && k == 0 {
            section += "    figures:\n      - {file: images/n.svg, caption: 图注, alt: 图, kind: artwork}\n";
        }
    }
    let book = book("", &[section]);
    book.write("images/n.svg", picture(1200, 800));
    book
}

#[test]
fn contents_keep_room_for_pictures_only_where_there_are_any() {
    let title = |book: &Copy| runs(book)[4].iter().find(|run| run.words == "第2条").unwrap().x;
    let (with, without) = (news(true), news(false));
    assert!(points(&with, 5, PAPER) > 1000);
    assert_eq!(points(&without, 5, PAPER), 0);
    assert!(title(&without) + 80.0 < title(&with), "{} {}", title(&without), title(&with));
}

/// The opening of a part, with a picture of these proportions.
fn part(number: usize, title: &str, (width, height): (u32, u32)) -> String {
    format!(
        "kind: part\ntitle: {title}\nid: p{number}\nfigures:\n  - {{file: images/p{number}-{width}x{height}.svg, \
         caption: 部图{number}, alt: 图, kind: artwork}}\n"
    )
}

/// A book with these sections and the pictures of its parts.
fn parted(sections: &[String], sizes: &[(usize, (u32, u32))]) -> Copy {
    let book = book("", sections);
    for (number, (width, height)) in sizes {
        let file = format!("images/p{number}-{width}x{height}.svg");
        book.write(&file, picture(*width, *height));
    }
    book
}

/// The page of a part's opening, and that of its picture.
fn pages_of(book: &Copy, id: &str, caption: &str) -> (usize, usize) {
    let inside = inside(&book.path);
    let slots = inside.pages.slots(&inside.book);
    let slot = slots.iter().find(|slot| format!("{:?}", slot.caption).contains(caption)).unwrap();
    (inside.pages.places[id], slot.page)
}

#[test]
fn a_part_has_its_picture_on_the_page_before_if_that_would_be_empty() {
    for size in [(1200, 800), (700, 1000)] {
        let mut told = Vec::new();
        for before in 1..=2 {
            let mut sections: Vec<String> = (1..=before).map(text).collect();
            sections.extend([part(1, "第二部　分类", size), text(8), text(9)]);
            let book = parted(&sections, &[(1, size)]);
            let of_pages: Vec<String> =
                book.codes().into_iter().filter(|code| code.starts_with('L')).collect();
            assert_eq!(of_pages, Vec::<String>::new());
            let (page, picture) = pages_of(&book, "p1", "部图1");
            assert_eq!(page % 2, 1, "a part begins on a right-hand page");
            let all = runs(&book);
            // The number of the title stands large where the picture leaves it the page.
            let large = |run: &&Run| run.size > 200.0;
            let numeral: Vec<&str> =
                all[page - 1].iter().filter(large).map(|run| run.words.as_str()).collect();
            assert_eq!(numeral, if picture < page { vec!["2"] } else { vec![] });
            for wanted in ["分类", "说明之8", "说明之9"] {
                assert!(words(&all[page - 1]).contains(wanted), "{}", words(&all[page - 1]));
            }
            assert!(!all[page - 2].is_empty(), "no empty page before a part with a picture");
            told.push(page - picture);
        }
        told.sort_unstable();
        assert_eq!(told, [0, 1], "{size:?}");
    }
}

#[test]
fn parts_take_their_colours_in_turn_and_books_without_parts_one() {
    let size = (1200, 800);
    let sections: Vec<String> =
        (1..=3).flat_map(|n| [part(n, &format!("第{n}部"), size), text(n)]).collect();
    let book = parted(&sections, &[(1, size), (2, size), (3, size)]);
    let places = &inside(&book.path).pages.places;
    for (n, own) in PARTS.iter().enumerate() {
        let (opening, section) = (places[&format!("p{}", n + 1)], places[&format!("s{}", n + 1)]);
        assert!(points(&book, opening, *own) > 50_000, "{n}");
        for (k, colour) in PARTS.iter().enumerate().skip(1) {
            let tab = points(&book, section, *colour);
            assert_eq!(tab > 500, k == n, "part {n}, colour {k}: {tab}");
        }
    }
    let bare = self::book("", &[text(1), text(2)]);
    let page = inside(&bare.path).pages.places["s2"];
    assert!(PARTS[1..].iter().all(|colour| points(&bare, page, *colour) == 0));
}

/// A section of entries in three groups, with a picture of these proportions at the second entry.
fn topic((width, height): (u32, u32), groups: usize) -> Copy {
    let mut section = "kind: entries\ntitle: 交通\nid: e\nintro: 三个分目。\nstories:\n".to_owned();
    for k in 0..12 {
        let body = "这是一段话，说明这一条的内容。".repeat(12);
        write!(
            section,
            "  - id: e-{k}\n    title: 条目{k}\n    group: 分目{}\n    body: {body}\n",
            k * groups / 12
        )
        .unwrap();
        if k == 1 {
            write!(
                section,
                "    figures:\n      - {{file: images/{width}-{height}.svg, caption: 题图, alt: 图, kind: artwork}}\n"
            )
            .unwrap();
        }
    }
    let book = book("", &[section]);
    book.write(&format!("images/{width}-{height}.svg"), picture(width, height));
    book
}

#[test]
fn entries_open_with_their_first_picture_and_a_list_of_groups() {
    let book = topic((1500, 1000), 3);
    let inside = inside(&book.path);
    let slot = &inside.pages.slots(&inside.book)[0];
    let first = inside.pages.places["e"];
    assert_eq!(slot.page, first);
    assert!(slot.size.0 > 130.0 && slot.size.1 > 75.0 && slot.cropped < 0.35, "{:?}", slot.size);
    let page = &runs(&book)[first - 1];
    assert!(page.iter().any(|run| run.words == "交通" && run.size > 50.0), "{}", words(page));
    // Each group with its page, one below the other in the column that the picture leaves.
    let listed: Vec<&Run> =
        page.iter().filter(|run| run.words.starts_with("分目") && run.size == 10.5).collect();
    assert_eq!(listed.len(), 3, "{}", words(page));
    assert!(listed.windows(2).all(|two| two[0].x == two[1].x && two[0].y < two[1].y), "{listed:?}");
    // All lines below stand on the grid.
    for run in page.iter().filter(|run| run.size == 9.0 && run.face.contains("Serif")) {
        let row = (run.y - 18.0 * 72.0 / 25.4 - 0.88 * 9.0) / 13.5;
        assert!((row - row.round()).abs() < 0.02, "{run:?}");
    }
}

#[test]
fn entries_without_groups_or_with_a_tall_picture_open_as_before() {
    for (size, groups) in [((1500, 1000), 1), ((600, 1000), 3)] {
        let book = topic(size, groups);
        let inside = inside(&book.path);
        let slot = &inside.pages.slots(&inside.book)[0];
        assert!(slot.size.0 < 130.0, "{size:?} {groups}: {:?}", slot.size);
    }
}

/// Four figures of one story or text behind its words: two with sizes, two without.
fn sized(kind: &str) -> Copy {
    let figure = |name: &str, size: &str| {
        format!(
            "- {{file: images/{name}.svg, id: {name}, caption: 图{name}, alt: 片, kind: artwork{size}}}"
        )
    };
    let figures = [("a", ""), ("b", ", size: half"), ("c", ", size: column"), ("d", "")];
    let figures = figures.map(|(name, size)| figure(name, size));
    let body = "沿海步道与新桥通车，居民在步道上散步。".repeat(12);
    let section = if matches!(kind, "text" | "prose") {
        format!("body: {body}\nfigures:\n  {}\n", figures.join("\n  "))
    } else {
        let figures = figures.join("\n      ");
        format!(
            "stories:\n  - id: one\n    title: 条目\n    body: {body}\n    figures:\n      {figures}\n"
        )
    };
    let book = book("", &[format!("kind: {kind}\ntitle: 栏目\nid: k\n{section}")]);
    for name in ["a", "b", "c", "d"] {
        book.write(&format!("images/{name}.svg"), picture(1500, 1000));
    }
    book
}

#[test]
fn figures_behind_the_text_have_the_widths_that_they_ask_for() {
    // Half of a column and a column, in millimetres, of texts in two columns of three, of two, of
    // three columns.
    for (kind, half, column) in [
        ("feature", 57.1, 119.3),
        ("text", 57.1, 119.3),
        ("prose", 40.2, 85.7),
        ("news", 26.1, 57.2),
        ("entries", 26.1, 57.2),
    ] {
        let inside = inside(&sized(kind).path);
        let slots = inside.pages.slots(&inside.book);
        let width = |name: &str| {
            let is_it = |caption: String| caption.contains(&format!("图{name}"));
            slots.iter().find(|slot| is_it(format!("{:?}", slot.caption))).unwrap().size.0
        };
        let near = |name: &str, wanted: f64| {
            assert!((width(name) - wanted).abs() < 0.6, "{kind} {name}: {}", width(name));
        };
        near("b", half);
        near("c", column);
        // What asks for nothing is where the kind sets it: leads are leads.
        assert!(width("a") > half + 10.0 && width("d") > half - 0.6, "{kind}");
    }
}
