//! The year in figures, the days of the year, facts in openings, and covers with pictures and
//! ornaments: in both outputs, for few and many, and as the book's data has them.

use std::fmt::Write as _;

use nianjian::make::request::OutputKind;

use crate::support::dist::Dist;
use crate::support::{Copy, build, build_to, findings, minimal, pdf_file, said, zip_file};

/// The minimal book with stories on days, and further sections before them.
fn with(sections: &[(&str, &str)]) -> Copy {
    let book = Copy::of(&minimal());
    let mut files = String::new();
    for (file, text) in sections {
        book.write(file, text);
        write!(files, "{file}, ").unwrap();
    }
    book.replace("10-news.yaml", "title: 第一条\n", "title: 第一条\n    date: 2024-03-18\n");
    let further = "  - {id: second, title: 第二条, date: 2024-03, body: 三月的事。}\n  \
                   - {id: third, title: 第三条, date: 2024, body: 全年的事，共3160件。}\n  \
                   - {id: fourth, title: 第四条, date: 2023-12-31, body: 前一年的事。}\n";
    let news = std::fs::read_to_string(book.path.join("10-news.yaml")).unwrap();
    book.write("10-news.yaml", format!("{}\n{further}", news.trim_end()));
    let print = "print: {convert: true, paper: {caliper: 1}}";
    book.replace("book.yaml", "sections: [", &format!("{print}\nsections: [{files}"));
    book
}

/// So many facts; every third with a remark, every fourth with a chart.
fn facts(count: usize) -> String {
    let mut text = "kind: glance\ntitle: 数说2024\nfacts:\n".to_owned();
    for k in 1..=count {
        let label = if k % 5 == 0 {
            "按期办结的市民诉求（含转办、督办和网格巡查发现）"
        } else {
            "指标"
        };
        write!(text, "  - {{value: '{k}{:03}.5', unit: 万人次, label: {label}甲{k}", k * 37)
            .unwrap();
        if k % 3 == 0 {
            write!(text, ", note: 比上年增长{k}.7%").unwrap();
        }
        if k % 4 == 1 {
            let (a, b) = (k * 101, k * 103);
            write!(text, ", chart: {{2022: {a}, 2023: {b}, 2024: {}}}", k * 107).unwrap();
        }
        if k % 4 == 2 {
            write!(text, ", chart: {{城镇: {}.4, 乡村: {}.6}}", k * 11, k * 7).unwrap();
        }
        text += "}\n";
    }
    text
}

/// With a note in the words before it, for which pages that are filled up have no foot.
const CALENDAR: &str =
    "kind: calendar\ntitle: 一年\nintro: |\n  日子。[^1]\n\n  [^1]: 都是这一年的。\n";

/// All is proved in the files of a book.
fn proved(book: &Copy, outputs: &str) -> Dist {
    let dist = Dist::of(&book.path, outputs);
    let told = dist.told();
    assert_eq!(told.lines, Vec::<String>::new());
    assert!(told.rows.iter().all(|row| row.good && row.wanted > 0), "{:#?}", told.rows);
    dist
}

#[test]
fn few_facts_and_many_are_set_and_proved() {
    for count in [1, 2, 3, 4, 7, 24] {
        let book = with(&[("05-glance.yaml", &facts(count)), ("06-calendar.yaml", CALENDAR)]);
        let made = build(&book.path);
        assert_eq!(made.found.counts(), (0, 0), "{count}: {}", said(&made.found));
        let words = pdf_file::words(made.file(".pdf"));
        assert!(words.contains(&format!("甲{count}")), "{count}: {words}");
        proved(&book, if count > 3 { "screen,print,epub" } else { "screen,epub" });
    }
}

/// Without drawings, the days are a list, and all is said all the same.
#[test]
fn the_sober_layout_sets_them_as_well() {
    let book = with(&[("05-glance.yaml", &facts(7)), ("06-calendar.yaml", CALENDAR)]);
    book.replace("book.yaml", "year: 2024\n", "year: 2024\nlayout: gazette\n");
    let made = build(&book.path);
    assert_eq!(made.found.counts(), (0, 0), "{}", said(&made.found));
    proved(&book, "screen,print,epub");
}

/// What the book said otherwise than the files is told of either file, word by word.
#[test]
fn every_word_of_a_fact_is_looked_for_in_both_files() {
    let section = "kind: glance\ntitle: 数说2024\nfacts:\n  - {value: '3160', unit: 件, label: \
                   办结诉求, note: 比上年多办一成, story: third, chart: {年初: 871, 年末: 2289}}\n  \
                   - {value: '12', unit: 座, label: 新建车站}\n";
    let book = with(&[("05-glance.yaml", section)]);
    let dist = proved(&book, "screen,epub");
    let passages = dist.files.keys().find(|name| name.ends_with(".passages.json")).unwrap();
    let text = String::from_utf8(dist.files[passages].clone()).unwrap();
    for (kind, word, other) in [
        ("label", "办结诉求", "办结信访"),
        ("value", "3160", "3161"),
        ("measure", "座", "处"),
        ("remark", "比上年多办一成", "比上年多办两成"),
        ("told", "第三条", "第七条"),
        ("label", "年末", "年中"),
        ("value", "871", "872"),
    ] {
        let of = |word: &str| format!("\"text\":\"{word}\"");
        let lines = text.lines().map(|line| {
            let own = line.contains(&format!("\"kind\":\"{kind}\"")) && line.contains(&of(word));
            if own { line.replace(&of(word), &of(other)) } else { line.to_owned() }
        });
        let changed = lines.collect::<Vec<_>>().join("\n");
        assert_ne!(changed, text, "{kind} {word}");
        let mut dist = dist.clone();
        dist.files.insert(passages.clone(), changed.into_bytes());
        dist.seal();
        let lines = dist.told().lines;
        for file in [".pdf", ".epub"] {
            let told = lines.iter().any(|line| line.contains(file) && line.contains(other));
            assert!(told, "{kind} {word} is not missed in {file}: {lines:#?}");
        }
    }
}

#[test]
fn days_lead_to_their_stories_in_the_order_of_dates() {
    let book = with(&[("06-calendar.yaml", CALENDAR)]);
    let ebook = build(&book.path);
    let page = zip_file::text(ebook.file(".epub"), "OEBPS/text/calendar.xhtml");
    let at = |word: &str| page.find(word).unwrap_or_else(|| panic!("no {word}: {page}"));
    let stories = ["fourth.xhtml", "first.xhtml", "second.xhtml", "third.xhtml"].map(at);
    assert!(stories.is_sorted(), "{stories:?} {page}");
    assert!(page.contains("<time datetime=\"2024-03-18\">"), "{page}");
}

/// Facts that no one wrote for the page are those of the stories, each with its story.
#[test]
fn facts_of_stories_are_gathered() {
    let feature = "kind: feature\ntitle: 特写\nstories:\n  - id: bridge\n    title: 大桥合龙\n    \
                   body: 主跨780米，一座桥。\n    facts: [{value: 780, unit: 米, label: 主跨}]\n";
    let glance = "kind: glance\ntitle: 数说\n";
    let book = with(&[("05-glance.yaml", glance), ("07-feature.yaml", feature)]);
    let made = build(&book.path);
    assert_eq!(made.found.counts(), (0, 0), "{}", said(&made.found));
    let page = zip_file::text(made.file(".epub"), "OEBPS/text/glance.xhtml");
    assert!(page.contains("<a href=\"bridge.xhtml\">大桥合龙</a>"), "{page}");
    proved(&book, "screen,epub");
}

#[test]
fn openings_of_entries_show_their_facts() {
    for count in [1, 3, 5] {
        let mut section = "kind: entries\ntitle: 交通\nfacts:\n".to_owned();
        for k in 1..=count {
            writeln!(section, "  - {{value: '{k}286', unit: 公里, label: 里程{k}}}").unwrap();
        }
        section +=
            "stories:\n  - {id: roads, title: 公路, group: 设施, body: 公路里程，见题头。}\n";
        let book = with(&[("20-traffic.yaml", &section)]);
        let made = build(&book.path);
        assert_eq!(made.found.counts(), (0, 0), "{count}: {}", said(&made.found));
        proved(&book, "screen,print,epub");
    }
}

/// A cover with what is written under `cover`, and a picture that stands on it alone.
fn cover(cover: &str) -> Copy {
    let book = with(&[]);
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 10\" width=\"360\" \
                   height=\"400\"><path d=\"M0 0H9V10H0Z\" fill=\"#357\"/></svg>";
    book.write("images/own.svg", drawing);
    book.replace("book.yaml", "year: 2024\n", &format!("year: 2024\ncover: {cover}\n"));
    book
}

#[test]
fn covers_of_each_variant_are_the_same_in_all_files() {
    let own = "image: images/own.svg, alt: 一片海";
    for (variant, layout) in [
        (format!("{{variant: numerals, {own}}}"), "yearbook"),
        (format!("{{variant: photo, {own}}}"), "yearbook"),
        (format!("{{variant: numerals, {own}}}"), "gazette"),
        ("{variant: plain, motif: waves}".to_owned(), "yearbook"),
        ("{variant: plain, motif: fields}".to_owned(), "yearbook"),
        ("{variant: plain, motif: roofs}".to_owned(), "yearbook"),
        ("{variant: days, motif: none}".to_owned(), "yearbook"),
    ] {
        let book = cover(&variant);
        book.replace("book.yaml", "year: 2024\n", &format!("year: 2024\nlayout: {layout}\n"));
        if !variant.contains("own.svg") {
            std::fs::remove_file(book.path.join("images/own.svg")).unwrap();
        }
        let made = build_to(&book.path, &[OutputKind::Screen, OutputKind::Cover]);
        // What a frame cuts off is told; that is all that may be.
        let codes: Vec<_> = made.found.iter().map(|finding| finding.code.to_string()).collect();
        assert!(codes.iter().all(|code| code == "I08"), "{variant} {layout}: {codes:?}");
        proved(&book, "screen,print,cover,epub");
    }
}

/// The picture of a cover is in the e-book as its cover alone, and said there.
#[test]
fn the_covers_own_picture_is_no_picture_of_the_text() {
    let book = cover("{variant: numerals, image: images/own.svg, alt: 一片海}");
    let made = build(&book.path);
    let pictures = zip_file::names(made.file(".epub"));
    let pictures = pictures.iter().filter(|name| name.starts_with("OEBPS/images/")).count();
    assert_eq!(pictures, 2, "the picture of the story, and the cover");
    let page = zip_file::text(made.file(".epub"), "OEBPS/cover.xhtml");
    assert!(page.contains("alt=\"封面：小书　一片海\""), "{page}");
    // It is looked for as all pictures are, and told of when it is gone.
    std::fs::remove_file(book.path.join("images/own.svg")).unwrap();
    let told = said(&findings(&book.path));
    assert!(told.contains("F01") && told.contains("images/own.svg"), "{told}");
}

/// Titles of any length have room under the numerals.
#[test]
fn numerals_leave_room_for_titles() {
    for length in [1, 4, 9, 16, 23, 30] {
        let book = cover("{variant: numerals, image: images/own.svg, alt: 一片海}");
        let title: String = "青屿市第一实验中学初中毕业纪念册暨校园文化艺术节作品选集"
            .chars()
            .cycle()
            .take(length)
            .collect();
        book.replace("book.yaml", "title: 小书", &format!("title: {title}"));
        let made = build_to(&book.path, &[OutputKind::Screen]);
        assert_eq!(made.found.counts(), (0, 0), "{length}: {}", said(&made.found));
    }
}
