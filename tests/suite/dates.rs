//! Dates of events as chronicles have them: from the file to both outputs and back.

use nianjian::load::{raw, schema};
use nianjian::text::date_words::{Back, Part};
use nianjian::text::when;

use crate::support::damage;
use crate::support::dist::Dist;
use crate::support::{Copy, build, minimal, pdf_file, said, zip_file};

/// Dates and ends in the order of a year, with what a book in Chinese prints beside each.
const EVENTS: &[(&str, &str, &str)] = &[
    ("2023", "", "本年"),
    ("2023 年初", "", "年初"),
    ("2023 一季度", "", "一季度"),
    ("2023-03 上旬", "", "上旬"),
    ("2023-03-08", "2023-04 中旬", "8日至4月中旬"),
    ("同日", "", "同日"),
    ("是日", "", "是日"),
    ("2023年3月底", "", "月底"),
    ("是月", "", "是月"),
    ("2023 春", "", "春"),
    ("2023春季", "2023 秋", "春季至秋"),
    ("2023-04-08", "2023-04 中旬", "8日至中旬"),
    ("2023-04-20", "同月 底", "20日至同月底"),
    ("是月下旬", "", "是月下旬"),
    ("2023-04 下旬", "2023-05 上旬", "下旬至5月上旬"),
    ("2023-05-20", "", "20日"),
    ("2023-05-20", "", "同日"),
    ("2023-05-20", "2023-06", "20日至6月"),
    ("2023-05-21", "2023-05", "21日至5月"),
    ("2023-05", "2023-07", "5月至7月"),
    ("2023-06", "2023-07 下旬", "6月至7月下旬"),
    ("2023-06", "2024-01", "6月至2024年1月"),
    ("2023 上半年", "", "上半年"),
    ("2023 第三季度", "", "第三季度"),
    ("2023年11月内", "", "月内"),
    ("2023-12 中旬", "2024-01-02", "中旬至2024年1月2日"),
    ("2023-12-20", "2024 春", "20日至2024年春"),
    ("2023 冬", "", "冬"),
    ("是年冬季", "", "是年冬季"),
    ("2023 下半年", "", "下半年"),
    ("2023 年末", "", "年末"),
    ("2023年內", "", "年内"),
    ("同年", "", "同年"),
    ("2024 年中", "2024 年底", "年中至年底"),
    ("2024", "2025", "2024年至2025年"),
];

/// A book with a chronicle of these.
fn book(lang: &str) -> Copy {
    let copy = Copy::of(&minimal());
    let mut text = "kind: chronicle\ntitle: 大事记\nevents:\n".to_owned();
    for (number, (date, until, _)) in EVENTS.iter().enumerate() {
        text += &format!("  - date: {date}\n");
        if !until.is_empty() {
            text += &format!("    until: {until}\n");
        }
        text += &format!("    text: 做了事{number:02}件。\n");
    }
    copy.write("20-chronicle.yaml", text);
    let sections = "sections: [10-news.yaml, 20-chronicle.yaml]\nlang: ";
    copy.replace("book.yaml", "sections: [10-news.yaml]", &format!("{sections}{lang}"));
    copy
}

/// What stands between an event's words and those of the event before.
fn labels(words: &str) -> Vec<String> {
    let mut behind = words.split_once("大事记").unwrap().1;
    let mut labels = Vec::new();
    for number in 0..EVENTS.len() {
        let (label, rest) = behind.split_once(&format!("做了事{number:02}件。")).unwrap();
        labels.push(label.to_owned());
        behind = rest;
    }
    labels
}

#[test]
fn dates_are_shown_as_they_are_written() {
    let built = build(&book("zh-Hans").path);
    assert_eq!(built.found.counts(), (0, 0), "{}", said(&built.found));
    let printed = labels(&pdf_file::words(built.file(".pdf")));
    for (label, (date, _, wanted)) in printed.iter().zip(EVENTS) {
        assert!(label.ends_with(wanted), "{date}: {label:?} is not {wanted}");
    }
    let page = zip_file::text(built.file(".epub"), &chapter(built.file(".epub")));
    for wanted in [
        "<h2>2023年</h2>\n<dl class=\"chronicle\">\n<dt><time datetime=\"2023\">本年</time></dt>",
        "<dt>年初</dt>",
        "<h2>2023年3月</h2>\n<dl class=\"chronicle\">\n<dt>上旬</dt>",
        "<dt><time datetime=\"2023-03-08\">3月8日</time>至4月中旬</dt>",
        "<dt><time datetime=\"2023-03-08\">同日</time></dt>",
        "<dt><time datetime=\"2023-03-08\">是日</time></dt>",
        "<dt>月底</dt>",
        "<dt><time datetime=\"2023-03\">是月</time></dt>",
        "<dt>春季至秋</dt>",
        "<dt>是月下旬</dt>",
        "<dt><time datetime=\"2023-05\">5月</time>至<time datetime=\"2023-07\">7月</time></dt>",
        "<dt><time datetime=\"2023-06\">6月</time>至7月下旬</dt>",
        "<dt><time datetime=\"2023-06\">6月</time>至<time datetime=\"2024-01\">2024年1月</time>",
        "<dt><time datetime=\"2024\">2024年</time>至<time datetime=\"2025\">2025年</time></dt>",
        "<dt>4月下旬至5月上旬</dt>",
        "<dt><time datetime=\"2023-11\">月内</time></dt>",
        "<dt>12月中旬至<time datetime=\"2024-01-02\">2024年1月2日</time></dt>",
        "<dt><time datetime=\"2023-12-20\">12月20日</time>至2024年春</dt>",
        "<dt>冬</dt>",
        "<dt><time datetime=\"2023\">年内</time></dt>",
        "<dt><time datetime=\"2023\">同年</time></dt>",
    ] {
        let page = without_page_breaks(&page);
        assert!(page.contains(wanted), "{wanted} is not in {page}");
    }
}

/// The document of the chronicle.
fn chapter(ebook: &[u8]) -> String {
    let names = zip_file::names(ebook);
    names.into_iter().find(|name| name.ends_with("text/chronicle.xhtml")).unwrap()
}

fn without_page_breaks(page: &str) -> String {
    let mut parts = page.split("<span role=\"doc-pagebreak\"");
    let mut out = parts.next().unwrap().to_owned();
    parts.for_each(|part| out += part.split_once("/>").unwrap().1);
    out
}

#[test]
fn dates_are_proved_in_every_language() {
    for lang in ["zh-Hans", "zh-Hant", "ja", "ko", "en"] {
        let book = book(lang);
        let told = Dist::of(&book.path, "screen,epub").told();
        assert_eq!(told.lines, Vec::<String>::new(), "{lang}");
    }
}

#[test]
fn a_part_changed_in_the_ebook_is_found() {
    let book = book("zh-Hans");
    for (from, to) in
        [("4月中旬", "4月上旬"), ("<dt>月底", "<dt>月初"), (">同日", ">同月"), ("春季至", "春至")]
    {
        let dist = Dist::of(&book.path, "screen,epub");
        let path = chapter(&dist.files["minimal.epub"]);
        let lines = dist.told_after(".epub", |bytes| {
            damage::document(bytes, &path, |text: &str| text.replacen(from, to, 1))
        });
        let of_date = |line: &String| line.starts_with("V02") && line.contains("日期");
        assert!(lines.len() == 1 && of_date(&lines[0]), "{from}: {lines:#?}");
    }
}

/// What the schema tells editors of the dates of events.
fn pattern(key: &str) -> regex::Regex {
    let schema = schema::of::<raw::Section>();
    let event = &schema["properties"]["events"]["items"]["properties"];
    regex::Regex::new(event[key]["pattern"].as_str().unwrap()).unwrap()
}

#[test]
fn editors_are_told_what_the_check_takes() {
    let (date, until) = (pattern("date"), pattern("until"));
    let wholes = [
        "2023",
        "2023年",
        "2023-04",
        "2023年4月",
        "2023年04月",
        "2023-04-08",
        "2023年4月8日",
        "2023年 4月 8日",
        "2023-4",
        "2023-13",
        "23年",
        "0月",
        "4月",
        "",
        "同周",
    ];
    let backs = Back::ALL.iter().map(|back| back.word());
    let wholes: Vec<&str> = wholes.into_iter().chain(backs).collect();
    let words = Part::ALL.iter().flat_map(|part| [part.word(), &part.word()[3..]]);
    let words: Vec<&str> = words.chain(["", "下", "季", "內", "年內", "冬天"]).collect();
    let mut seen = (0, 0);
    for whole in &wholes {
        for (between, word) in words.iter().flat_map(|word| [("", word), (" ", word), ("　", word)])
        {
            let text = format!("{whole}{between}{word}");
            let taken = when::parse(&text).is_some();
            assert_eq!((date.is_match(&text), until.is_match(&text)), (taken, taken), "{text:?}");
            if taken { seen.0 += 1 } else { seen.1 += 1 }
        }
    }
    assert!(seen.0 > 500 && seen.1 > 500, "{seen:?}");
    assert!(!date.is_match("2023年底冬") && when::parse("2023年底冬").is_none());
}

#[test]
fn dates_of_stories_stand_in_both_outputs_or_are_told_of() {
    let section = |kind: &str, many: usize| {
        let date = |n: usize| ["2024", "2024-03", "2024-05-20"][n % 3];
        let story = |n| {
            let date = date(n);
            format!("  - {{id: s-{n}, title: 题{n}, date: {date}, body: 正文{n}。}}\n")
        };
        let stories: String = (1..=many).map(story).collect();
        format!("kind: {kind}\ntitle: 栏目\nstories:\n{stories}")
    };
    for (kind, many) in [("news", 3), ("news", 20), ("feature", 3), ("news", 60)] {
        let book = Copy::of(&minimal());
        book.write("10-news.yaml", section(kind, many));
        std::fs::remove_dir_all(book.path.join("images")).unwrap();
        let made = build(&book.path);
        let words = pdf_file::words(made.file(".pdf"));
        let nav = zip_file::text(made.file(".epub"), "OEBPS/nav.xhtml");
        for date in ["2024年", "2024年3月", "2024年5月20日"] {
            assert!(words.contains(date), "{kind} {many}: {date} is not in the PDF");
            let shown = format!("<span class=\"date\">{date}</span>");
            assert!(nav.contains(&shown), "{kind} {many}: {date} is not in the e-book");
        }
        assert!(!made.found.has_errors() && book.codes().iter().all(|code| code != "W08"));
        let mut dist = Dist::of(&book.path, "screen,epub");
        assert_eq!(dist.told().lines, Vec::<String>::new(), "{kind} {many}");
        dist.change(".epub", |bytes| {
            let pages = zip_file::names(bytes).into_iter().filter(|name| name.ends_with("xhtml"));
            pages.fold(bytes.to_vec(), |bytes, page| {
                let change = |text: &str| text.replace(">2024年3月<", ">2024年4月<");
                let text = zip_file::text(&bytes, &page);
                if change(&text) == text { bytes } else { damage::document(&bytes, &page, change) }
            })
        });
        dist.seal();
        let lines = dist.told().lines;
        let lost = "里没有条目的日期“2024年3月”";
        assert!(lines.iter().any(|line| line.contains(lost)), "{kind} {many}: {lines:?}");
    }
    let book = Copy::of(&minimal());
    book.write("10-news.yaml", section("entries", 2));
    std::fs::remove_dir_all(book.path.join("images")).unwrap();
    let made = build(&book.path);
    assert!(said(&made.found).contains("warning[W08]"), "{}", said(&made.found));
    let words = pdf_file::words(made.file(".pdf"));
    assert!(!words.contains("2024年3月"));
}
