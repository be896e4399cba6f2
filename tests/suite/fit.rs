//! Copy-fitting: the spread with less and more text, sections that must take a number of pages.

use std::fmt::Write as _;
use std::fs;

use nianjian::diag::{Code, Diagnostic, Lang};

use crate::scale;
use crate::support::{Copy, findings, inside, jinshan, minimal, said};

const NEWS: &str = "10-news.yaml";

/// The first book with every body shorter (below 1) or longer.
fn scaled(by: f64) -> Copy {
    let book = Copy::of(&jinshan());
    let text = fs::read_to_string(book.path.join(NEWS)).unwrap();
    book.write(NEWS, scale::bodies(&text, by));
    book
}

/// Takes `count` characters from the end of the body of story `number`, before its full stop.
fn cut(book: &Copy, number: usize, count: usize) {
    let text = fs::read_to_string(book.path.join(NEWS)).unwrap();
    let (from, _) = text.match_indices("    body: |\n").nth(number - 1).unwrap();
    let start = from + "    body: |\n".len();
    let end = start + text[start..].find('\n').unwrap();
    let body: Vec<char> = text[start..end].chars().collect();
    let kept: String = body[..body.len() - count].iter().collect();
    book.write(NEWS, format!("{}{kept}{}", &text[..start], &text[end..]));
}

#[test]
fn the_spread_takes_fifteen_percent_less_and_more_without_a_knob() {
    for by in [0.85, 1.0, 1.15] {
        let pages = inside(&scaled(by).path).pages;
        assert_eq!((pages.count(), pages.compiles), (8, 1), "{by}");
        assert!(pages.fits.is_empty(), "{by}: {:?}", pages.fits);
    }
}

#[test]
fn the_spread_takes_more_by_the_rows_of_its_grid() {
    let pages = inside(&scaled(1.42).path).pages;
    assert_eq!(pages.count(), 8);
    // Ideal, tight end, between; and what was chosen once more, which Typst has kept.
    assert!(pages.compiles <= 4, "{} compiles", pages.compiles);
    let rows = pages.fits["news"]["rows"];
    assert_eq!(rows, 1.0);
}

/// The finding with this code, and what it says in English, with the way out.
fn told(book: &Copy, code: Code) -> (Diagnostic, String) {
    let found = findings(&book.path);
    let finding = found.sorted().into_iter().find(|finding| finding.code == code);
    let finding = finding.unwrap_or_else(|| panic!("{}", said(&found))).clone();
    let text = format!("{}; {}", finding.message.en, finding.hint_or_default(Lang::En));
    (finding, text)
}

/// The numbers in a text.
fn numbers(text: &str) -> Vec<usize> {
    text.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect()
}

#[test]
fn what_does_not_fit_says_where_the_shortest_cut_is_and_that_is_enough() {
    let book = scaled(1.47);
    let (_, text) = told(&book, Code::L04);
    let [_, lines, chars, story] = numbers(&text)[..] else { panic!("{text}") };
    assert!(text.contains("over by") && lines >= 1, "{text}");
    // One character less is not enough; as many as told are.
    cut(&book, story, chars - 1);
    assert!(told(&book, Code::L04).1.contains("over by"));
    cut(&book, story, 1);
    let codes = book.codes();
    assert!(!codes.contains(&"L04".to_owned()), "{codes:?} after {text}");
}

/// A book with one section of running text that must take a number of pages.
fn article(chars: usize, pages: u32) -> Copy {
    let book = Copy::of(&minimal());
    book.write("book.yaml", "title: 小书\nyear: 2024\nsections: [20-text.yaml]\n");
    let mut body = String::new();
    let mut left = chars;
    while left > 0 {
        let paragraph: String = scale::MORE.chars().cycle().take(left.min(160)).collect();
        left -= left.min(160);
        write!(body, "  {paragraph}\n\n").unwrap();
    }
    book.write("20-text.yaml", format!("kind: text\ntitle: 序\npages: {pages}\nbody: |\n{body}"));
    book
}

#[test]
fn a_section_takes_the_pages_demanded_by_its_leading() {
    // One page holds 39 lines of 36 characters less at the ideal leading, and 43 at the tightest.
    let (ideal, tight) =
        (inside(&article(1000, 1).path).pages, inside(&article(1150, 1).path).pages);
    assert!(ideal.fits.is_empty());
    let pitch = tight.fits["text"]["pitch"];
    assert!((17.5..19.5).contains(&pitch), "{pitch}");
    assert_eq!(ideal.count(), tight.count());
    assert!(tight.compiles <= 8);
}

#[test]
fn pages_that_cannot_be_had_are_told_in_lines_and_characters() {
    let (finding, text) = told(&article(1800, 1), Code::L08);
    assert!(text.contains("1 pages are demanded, it takes 2, over by"), "{text}");
    assert!(finding.message.zh.contains("要求 1 面，排成 2 面，多"), "{}", finding.message.zh);
    let (_, text) = told(&article(100, 2), Code::L08);
    assert!(text.contains("2 pages are demanded, it takes 1, short by"), "{text}");
}
