//! The pages: text of every page, and pictures of a few.

use crate::support::{every_construct, golden, inside, jinshan};

#[test]
fn the_text_of_every_page_stands_where_it_stood() {
    for (name, book) in [("jinshan-2023", jinshan()), ("every-construct", every_construct())] {
        let inside = inside(&book);
        for (index, runs) in inside.pages.runs().iter().enumerate() {
            golden::text(&format!("text/{name}/{:02}.txt", index + 1), runs);
        }
        let beyond = format!("tests/ref/text/{name}/{:02}.txt", inside.pages.count() + 1);
        assert!(!crate::support::root().join(&beyond).exists(), "{beyond} is left over");
    }
}

#[test]
fn cover_and_contents_look_as_they_looked() {
    let inside = inside(&jinshan());
    for page in [1, 3] {
        let picture = inside.pages.picture(page, 0.4).unwrap();
        golden::picture(&format!("png/jinshan-2023-{page}.png"), &picture);
    }
}

/// The picture in the README.
#[test]
fn the_spread_looks_as_it_looked() {
    let inside = inside(&jinshan());
    let (left, right) =
        (inside.pages.picture(4, 1.0).unwrap(), inside.pages.picture(5, 1.0).unwrap());
    let mut spread = image::RgbImage::new(left.width() + right.width(), left.height());
    image::imageops::replace(&mut spread, &left, 0, 0);
    image::imageops::replace(&mut spread, &right, i64::from(left.width()), 0);
    golden::picture("png/spread.png", &spread);
}

#[test]
fn ten_stories_stand_on_one_spread() {
    let inside = inside(&jinshan());
    let pages: Vec<usize> =
        inside.book.stories().map(|story| inside.pages.places[&story.id]).collect();
    assert_eq!(pages.len(), 10);
    let first = pages[0];
    assert_eq!(first % 2, 0, "the spread begins on a left page");
    assert!(pages.iter().all(|page| *page == first || *page == first + 1), "{pages:?}");
    assert!(pages.is_sorted(), "{pages:?}");
}

#[test]
fn no_other_face_slips_in() {
    for book in [jinshan(), every_construct()] {
        for runs in inside(&book).pages.runs() {
            for line in runs.lines().filter(|line| line.contains(": ")) {
                let known = ["Noto Serif SC", "Noto Sans SC", "Nianjian Kai"];
                assert!(known.iter().any(|family| line.contains(family)), "{line}");
            }
        }
    }
}
