//! The pages: text of every page, and pictures of a few.

use std::fmt::Write as _;

use crate::support::{Copy, every_construct, golden, inside, jinshan, minimal};

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
    for (page, name) in [(1, "cover"), (5, "contents")] {
        let picture = inside.pages.picture(page, 0.4).unwrap();
        golden::picture(&format!("png/jinshan-2023-{name}.png"), &picture);
    }
}

/// The picture in the README.
#[test]
fn the_spread_looks_as_it_looked() {
    let inside = inside(&jinshan());
    let (left, right) =
        (inside.pages.picture(6, 1.0).unwrap(), inside.pages.picture(7, 1.0).unwrap());
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

/// News that flow over pages: stories of unlike lengths in sections of unlike lengths, pictures of
/// unlike proportions under some of them.
pub fn flowing(sections: usize) -> Copy {
    let book = Copy::of(&minimal());
    let mut names = Vec::new();
    for section in 1..=sections {
        let mut text = format!("kind: news\ntitle: 要闻{section}\nid: news-{section}\nstories:\n");
        for story in 0..13 + 2 * section {
            let body = "工程沿海而建，居民代表走进工地，了解施工进度。"
                .repeat(4 + (story * 7 + section * 3) % 9);
            let title = [
                "镇内公交实现15分钟一班，运力增6%",
                "湿地公园迎来候鸟，志愿者记录一百二十种",
                "GDP破1200亿元，人均住房35平方米",
            ][story % 3];
            let title: String = title.chars().take(7 + (story + section) % 13).collect();
            writeln!(text, "  - id: story-{section}-{story}\n    title: {title}\n    body: |\n      2024年，{body}").unwrap();
            if story % 4 == 2 {
                let (picture, height) = (format!("{section}-{story}"), 300 + 60 * (story % 7));
                book.write(
                    &format!("images/{picture}.svg"),
                    format!(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"600\" height=\"{height}\">\
                         <rect width=\"600\" height=\"{height}\" fill=\"#999\"/></svg>"
                    ),
                );
                writeln!(
                    text,
                    "    figures:\n      - file: images/{picture}.svg\n        caption: 图注{}\n        \
                     alt: 灰\n        kind: artwork",
                    "，代表们在看图".repeat(story % 5),
                )
                .unwrap();
            }
        }
        names.push(format!("{section:02}.yaml"));
        book.write(&names[section - 1], text);
    }
    book.write("book.yaml", format!("title: 小书\nyear: 2024\nsections: [{}]\n", names.join(", ")));
    book
}

/// From line to line of body text, in points.
const PITCH: f64 = 13.5;

/// The rows of the grid, from 0, on which lines of body text stand on a page; whole numbers if they
/// do.
pub fn rows(runs: &str) -> impl Iterator<Item = f64> {
    runs.lines().filter(|line| line.contains(" 9.0 Noto Serif SC: ")).map(|line| {
        let y: f64 = line.split(' ').nth(1).unwrap().parse().unwrap();
        // Head margin 18 mm; characters of 9 pt stand 0.88 of it above their baseline.
        (y - 18.0 * 72.0 / 25.4 - 0.88 * 9.0) / PITCH
    })
}

#[test]
fn lines_stand_on_one_grid_whatever_pictures_stand_above_them() {
    let book = flowing(6);
    let inside = inside(&book.path);
    let first = inside.pages.places["news-1"];
    let runs = inside.pages.runs();
    let lines: Vec<f64> = runs[first - 1..].iter().flat_map(|runs| rows(runs)).collect();
    assert!(lines.len() > 1000, "{}", lines.len());
    let off: Vec<&f64> = lines.iter().filter(|row| (*row - row.round()).abs() > 0.02).collect();
    assert!(off.is_empty(), "{} of {} lines, such as {}", off.len(), lines.len(), off[0]);
}

#[test]
fn headlines_have_the_room_that_their_lines_take() {
    let book = flowing(6);
    let mut headlines = 0;
    for runs in inside(&book.path).pages.runs() {
        let lines: Vec<&str> = runs.lines().collect();
        let baseline = |line: &str, face: &str| {
            line.contains(face).then(|| line.split(' ').nth(1).unwrap().parse::<f64>().unwrap())
        };
        // In the order of setting, the first line of the body follows the last of the headline.
        for pair in lines.windows(2) {
            let above = baseline(pair[0], " 12.0 Noto Sans SC");
            let below = baseline(pair[1], " 9.0 Noto Serif SC");
            if let (Some(above), Some(below)) = (above, below) {
                headlines += 1;
                assert!(!(0.0..PITCH).contains(&(below - above)), "{pair:?}");
            }
        }
    }
    assert!(headlines > 50, "{headlines}");
}
