//! `verify`: intact artefacts pass, and each kind of damage gives its own finding.
//!
//! Unless the damage is to bytes, checksums are made to agree with it first, so that only the
//! comparison with the book can find it.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use lopdf::{Document, ObjectId};
use nianjian::passages::{Kind, Passage};
use proptest::prelude::{ProptestConfig, any, prop, proptest};

use crate::support::damage::{self, elements, kids, remove, set_kids, tag};
use crate::support::dist::Dist;
use crate::support::{Copy, command, every_construct, jinshan, minimal, root, stderr, stdout};

const BOTH: &str = "screen,epub";

fn first_book() -> Dist {
    Dist::of(&jinshan(), BOTH)
}

#[test]
fn whole_folders_pass() {
    for (book, outputs) in [
        (jinshan(), "screen,print,epub"),
        (every_construct(), "screen,print,epub"),
        (minimal(), BOTH),
        (jinshan(), "print"),
        (minimal(), "epub"),
    ] {
        let told = Dist::of(&book, outputs).told();
        assert_eq!(told.lines, Vec::<String>::new(), "{} {outputs}", book.display());
        assert!(
            told.rows.iter().all(|row| row.good && row.found == row.wanted),
            "{:#?}",
            told.rows
        );
        assert!(told.rows.len() > 1 && told.rows.iter().all(|row| row.wanted > 0));
    }
}

#[test]
fn the_sample_yearbook_passes() {
    let folder = tempfile::TempDir::new().unwrap();
    let book = folder.path().join("yearbook");
    crate::sample::generate(&book);
    let told = Dist::of(&book, "screen,print,epub").told();
    assert_eq!(told.lines, Vec::<String>::new());
    assert!(told.rows.iter().map(|row| row.wanted).sum::<usize>() > 10_000);
}

#[test]
fn months_that_have_names_are_found_at_both_ends() {
    for lang in ["en", "zh-Hans", "fr"] {
        let book = Copy::of(&minimal());
        book.replace("book.yaml", "year: 2024", &format!("year: 2024\nlang: {lang}"));
        book.replace("book.yaml", "[10-news.yaml]", "[10-news.yaml, 20-events.yaml]");
        let event = "{date: 2024-03, until: 2024-05, text: 播种。}";
        book.write("20-events.yaml", format!("kind: chronicle\ntitle: 大事\nevents: [{event}]\n"));
        let told = Dist::of(&book.path, "screen,epub").told();
        assert_eq!(told.lines, Vec::<String>::new(), "{lang}");
    }
}

/// What is told of small books, each of `book.yaml` and one section, that are built together.
fn told_of(books: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::TempDir::new().unwrap();
    let out = folder.path().join("out");
    let mut build = command();
    build.args(["build", "--to", "screen,print,epub", "--out"]).arg(&out);
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 6\"><rect width=\"9\" \
                   height=\"6\" fill=\"#888\"/></svg>";
    for (number, (book, section)) in books.iter().enumerate() {
        let path = folder.path().join(format!("book-{number}"));
        fs::create_dir_all(&path).unwrap();
        let title = if book.contains("title:") { "" } else { "title: 小书\n" };
        let rest = "year: 2024\nsections: [a.yaml]\nprint: {convert: true}\n";
        fs::write(path.join("book.yaml"), format!("{title}{rest}{book}\n")).unwrap();
        fs::write(path.join("a.yaml"), section).unwrap();
        fs::write(path.join("a.svg"), picture).unwrap();
        build.arg(path);
    }
    let built = build.output().unwrap();
    assert!(built.status.success(), "{}", stderr(&built));
    let report = nianjian::verify::verify(&out).unwrap();
    let found = report.found.iter().flat_map(|found| found.sorted());
    found.map(|finding| format!("{} {}", finding.code, finding.message.zh)).collect()
}

#[test]
fn the_same_words_may_stand_nearby() {
    let imprint = "publisher: 出版社\nimprint: {designer: 丁设计}";
    let news = |title: &str, story: &str| {
        let story = format!("stories: [{{id: one, title: {story}, body: 正文。}}]");
        format!("kind: news\ntitle: {title}\n{story}\n")
    };
    let tables = |titles: &[&str]| {
        let table = |title: &&str| {
            format!("  - title: {title}\n    body: |\n      | 甲 |\n      | --- |\n      | 一 |\n")
        };
        let tables: String = titles.iter().map(table).collect();
        format!("kind: table\ntitle: 表\ntables:\n{tables}")
    };
    let captions = |captions: [&str; 2]| {
        let figure =
            |caption: &str| format!("{{file: a.svg, caption: {caption}, alt: 画, kind: artwork}}");
        let [one, two] = captions.map(figure);
        format!(
            "kind: news\ntitle: 要闻\nstories:\n  - {{id: one, title: 题, body: 正文。, \
             figures: [{one}, {two}]}}\n"
        )
    };
    let books = [
        // The book's title, which title page and cover have as well.
        (imprint, news("小书", "题")),
        (imprint, news("小书", "小书")),
        (imprint, "kind: text\ntitle: 小书\nbody: 正文。\n".to_owned()),
        // Headings of the contents and of running heads.
        (imprint, news("目录", "索引")),
        (imprint, news("版权页", "目录")),
        // Numbers and what leads them.
        ("", tables(&["表", "表1", "表", "'2'"])),
        ("", news("'1'", "'1'")),
        ("", captions(["图", "①"])),
        ("", captions(["'1'", "要闻"])),
        ("", captions(["题", "题"])),
        // A month's heading has the section's title.
        ("", "kind: chronicle\ntitle: '1'\nevents: [{date: 2024-01-19, text: 甲。}]\n".to_owned()),
    ];
    let books: Vec<(&str, &str)> =
        books.iter().map(|(book, text)| (*book, text.as_str())).collect();
    assert_eq!(told_of(&books), Vec::<String>::new());
}

#[test]
fn notes_readings_and_line_ends_are_where_they_may_be() {
    let story = |body: &str| {
        let body = body.replace('\n', "\n      ");
        format!(
            "kind: entries\ntitle: 栏目\nstories:\n  - id: one\n    title: 题\n    body: |\n      \
             {body}\n"
        )
    };
    let dates = "{date: 2024-02-03, until: 2024-03-04, text: 乙。}, {date: 2024-05, text: 丙。}";
    let event = "{date: 2024-01-05, text: \"开工[^1]。\\n\\n[^1]: 注{漢|hàn}。\"}";
    let chronicle = format!("kind: chronicle\ntitle: 大事\nevents: [{event}, {dates}]\n");
    let people = "kind: people\ntitle: 名单\ngroups: [{title: 组, people: [\"张\\n三\", {name: 李四, \
                  detail: \"局\\n长\"}], note: \"注\\n文\"}]\n";
    let caption = "kind: gallery\ntitle: 图版\nfigures: [{file: a.svg, caption: \"甲\\n乙\", alt: 画, \
                   kind: artwork}]\n";
    let intro = "kind: part\ntitle: 部\nintro: \"引言[^1]。\\n\\n[^1]: 注文。\"\n";
    let books = [
        ("", chronicle.clone()),
        ("lang: en", chronicle.clone()),
        ("lang: ko", chronicle.clone()),
        ("lang: de", chronicle),
        ("lang: ko", intro.to_owned()),
        (
            "",
            story(
                "- {漢字|hàn zì}、{重庆|chóng qìng}的项\n\n3. {漢字|hàn zì}、{清淤|.}\n\
                 4. 项[^1]\n\n[^1]: 注。",
            ),
        ),
        (
            "",
            story(
                "前[^1]{甲|jiǎ}。\n\n| 甲[^2] | 乙 |\n| --- | --- |\n| {漢|hàn} | 一 |\n\n后。\n\n\
                 [^1]: 注{漢|hàn}。\n[^2]: 注二{重|chóng}。",
            ),
        ),
        ("", people.to_owned()),
        ("", caption.to_owned()),
        // Letters that the faces of the book put together of two glyphs.
        ("title: Dvořák\nauthors: [Łódź]", story("演奏Dvořák。")),
        ("publisher: 社\ndate: 2024-12-05\nimprint: {edition: 2024年12月第1版}", story("文。")),
    ];
    let books: Vec<(&str, &str)> =
        books.iter().map(|(book, text)| (*book, text.as_str())).collect();
    assert_eq!(told_of(&books), Vec::<String>::new());
}

#[test]
fn squeezed_marks_overlay_nothing() {
    let text = "**5·12**，**“5·12”防灾日**，**买买提·艾力**，**甲·乙**。";
    let list = "赵六12　孙丽华12　王建国：主任　欧阳晓明2　王建国（女）　李敏，校长　\
                买买提·艾力（女）　周强ABC　李敏ABC　《书》\u{AD}";
    let body = format!(
        "{text}\n\n> {text}\n\n- {text}\n\n| {text} | 乙 |\n| --- | --- |\n| **“5·12”防灾日** | {text} \
         |\n\n。\n\n{list}"
    );
    let body = body.replace('\n', "\n      ");
    let stories = format!("  - id: one\n    title: 题\n    body: |\n      {body}\n");
    let of = |kind: &str| format!("kind: {kind}\ntitle: 栏目\nstories:\n{stories}");
    let text = format!("kind: text\ntitle: 栏目\nbody: |\n      {body}\n");
    let books = [of("entries"), of("news"), of("feature"), text];
    let books: Vec<(&str, &str)> = books.iter().map(|text| ("", text.as_str())).collect();
    assert_eq!(told_of(&books), Vec::<String>::new());
}

#[test]
fn cells_of_a_file_alone_may_break_over_many_pages() {
    let chars: Vec<char> =
        "金山区位于上海市西南部东邻奉贤北接松江青浦一二三四五六七八九十".chars().collect();
    let cell = |seed: usize| -> String {
        let mixed = |at: usize| ((at + seed * 3000) * 2_654_435_761) >> 9;
        (0..2500).map(|at| chars[mixed(at) % chars.len()]).collect()
    };
    let row = |row: usize| format!("| {} | {} | {} |", cell(row), cell(row + 7), cell(row + 13));
    let rows = [row(1), row(2), row(3)].join("\n      ");
    let section = format!(
        "kind: entries\ntitle: 栏目\nstories:\n  - id: one\n    title: 题\n    body: |\n      | 甲 | 乙 | \
         丙 |\n      | --- | --- | --- |\n      {rows}\n"
    );
    let book = Copy::of(&minimal());
    book.write("10-news.yaml", section);
    fs::remove_dir_all(book.path.join("images")).unwrap();
    assert_eq!(Dist::of(&book.path, "print").told().lines, Vec::<String>::new());
}

#[test]
fn words_that_show_nothing_are_not_wanted() {
    let body = "正文。\n\n\u{200B}\n\n| 甲 | \u{2060} |\n| --- | --- |\n| \u{200B} | 一 |\n";
    let body = body.replace('\n', "\n      ");
    let figures = "[{file: a.svg, caption: 图注, credit: \"　\", alt: 画, kind: artwork}]";
    let news = format!(
        "kind: news\ntitle: 要闻\nstories:\n  - id: one\n    title: 题\n    figures: {figures}\n    \
         body: |\n      {body}\n"
    );
    assert_eq!(told_of(&[("publisher: \"\\u200B\"", &news)]), Vec::<String>::new());
}

#[test]
fn captions_may_stand_as_their_pictures_do() {
    // The picture that is no map is large and above the title.
    let figure = |more: &str| format!("{{file: a.svg, alt: 画{more}}}");
    let figures = [
        figure(", caption: 甲图, kind: map, map_approval: 沪S（2024）12号"),
        figure("二, caption: 乙图, kind: artwork"),
    ];
    let section = format!(
        "kind: feature\ntitle: 特写\nstories:\n  - {{id: one, title: 题, body: 正文。, \
         figures: [{}]}}\n",
        figures.join(", ")
    );
    assert_eq!(told_of(&[("", &section)]), Vec::<String>::new());
}

#[test]
fn a_changed_byte_is_found_in_each_file() {
    let whole = first_book();
    for name in whole.files.keys().filter(|name| *name != "SHA256SUMS") {
        let mut dist = whole.clone();
        let bytes = dist.files.get_mut(name).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        let lines = dist.told().lines;
        assert!(
            lines.iter().any(|line| line.starts_with("V01  ") && line.contains(name)),
            "{lines:?}"
        );
        let mut dist = whole.clone();
        dist.files.remove(name);
        let lines = dist.told().lines;
        assert!(
            lines.iter().any(|line| line.starts_with("V01  ") && line.contains(name)),
            "{lines:?}"
        );
    }
}

#[test]
fn a_file_that_the_manifest_does_not_know_is_found() {
    let mut dist = first_book();
    let other = Dist::of(&minimal(), BOTH).files["minimal.epub"].clone();
    dist.files.insert("jinshan-2023.epub".to_owned(), other);
    let manifest = dist.files["manifest.json"].clone();
    dist.seal();
    dist.files.insert("manifest.json".to_owned(), manifest);
    let lines = dist.told().lines;
    assert!(lines.iter().any(|line| line.starts_with("V01") && line.contains("manifest.json")));
    assert!(
        lines.iter().any(|line| line.starts_with("V02") && line.contains("还有")),
        "{lines:#?}"
    );
}

// ——— The e-book ———

fn ebook(path: &str, change: impl Fn(&str) -> String) -> Vec<String> {
    first_book().told_after(".epub", |bytes| damage::document(bytes, path, &change))
}

/// The path of the document of a story by the order in the book.
fn story(number: usize) -> String {
    let passages: Vec<Passage> =
        serde_json::from_slice(&first_book().files["jinshan-2023.passages.json"]).unwrap();
    let titles: Vec<&str> =
        passages.iter().filter(|p| p.kind == Kind::Title).map(|p| p.text.as_str()).collect();
    let bytes = first_book().files["jinshan-2023.epub"].clone();
    let entries = crate::support::zip_file::entries(&bytes);
    let title = titles[number - 1];
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(&format!("<title>{title}"));
    entries.iter().find(|(_, entry)| holds(&entry.bytes)).unwrap().0.clone()
}

#[test]
fn a_paragraph_lost_from_the_ebook() {
    let lines = ebook(&story(4), |text| {
        let start = text.find("<p>").unwrap();
        let end = text.find("</p>").unwrap();
        format!("{}{}", &text[..start], &text[end + 4..])
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0].starts_with("V02 10-news.yaml:") && lines[0].contains("里没有段落"),
        "{lines:?}"
    );
}

#[test]
fn a_digit_changed_in_the_ebook() {
    let lines = ebook(&story(10), |text| text.replacen("2023年", "2024年", 1));
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V05") && lines[0].contains("应为“2023年"), "{lines:?}");
}

#[test]
fn captions_swapped_in_the_ebook() {
    let lines = ebook("OEBPS/captions/news.xhtml", |text| {
        let captions: Vec<&str> = text.split("：").collect();
        let words = |part: &str| part.split('<').next().unwrap().to_owned();
        let (one, two) = (words(captions[1]), words(captions[2]));
        text.replace(&format!("：{one}<"), "：\0<")
            .replace(&format!("：{two}<"), &format!("：{one}<"))
            .replace("：\0<", &format!("：{two}<"))
    });
    assert!(
        lines.iter().any(|line| line.starts_with("V03") && line.contains("图注")),
        "{lines:#?}"
    );
}

#[test]
fn stories_swapped_in_the_ebook() {
    let [two, three] = [2, 3].map(|n| story(n).trim_start_matches("OEBPS/").to_owned());
    let lines = ebook("OEBPS/content.opf", |text| {
        let (head, spine) = text.split_at(text.find("<spine").unwrap());
        let id = |path: &str| {
            let item = head.split('<').find(|item| item.contains(&format!("href=\"{path}\"")));
            let item = item.unwrap();
            let start = item.find(" id=\"").unwrap() + 5;
            format!("idref=\"{}\"", item[start..].split('"').next().unwrap())
        };
        let spine = spine.replace(&id(&two), "\0").replace(&id(&three), &id(&two));
        format!("{head}{}", spine.replace('\0', &id(&three)))
    });
    assert!(
        lines.iter().any(|line| line.starts_with("V03") && line.contains("标题")),
        "{lines:#?}"
    );
    assert!(
        lines.iter().all(|line| line.starts_with("V03")
            || line.contains("编号")
            // The contents lead to them.
            || line.starts_with("V08") && line.contains("次序与正文不同")),
        "{lines:#?}"
    );
}

#[test]
fn marks_missing_in_the_ebook() {
    for path in [story(10), "OEBPS/captions/news.xhtml".to_owned()] {
        let lines = ebook(&path, |text| text.replacen('⑦', "", 1));
        assert!(!lines.is_empty() && lines.len() <= 2, "{lines:#?}");
        for line in lines {
            assert!(line.starts_with("V02 10-news.yaml:") && line.contains("图号“⑦”"), "{line}");
        }
    }
}

#[test]
fn numbers_and_names_missing_in_the_ebook() {
    let lines = ebook(&story(3), |text| text.replace("<span class=\"no\">3</span>", ""));
    assert_eq!(lines.len(), 1);
    assert!(lines[0].starts_with("V02") && lines[0].contains("编号“3”"), "{lines:?}");
    let lines = Dist::of(&every_construct(), BOTH).told_after(".epub", |bytes| {
        damage::document(bytes, "OEBPS/text/people.xhtml", |text| text.replace("欧阳春雨", "欧阳"))
    });
    assert!(lines[0].contains("姓名“欧阳春雨”"), "{lines:?}");
}

#[test]
fn compatibility_ideographs_are_not_folded() {
    let lines = Dist::of(&every_construct(), BOTH).told_after(".epub", |bytes| {
        damage::document(bytes, "OEBPS/text/library.xhtml", |text| text.replace('\u{FA11}', "崎"))
    });
    assert_eq!(lines.len(), 1);
    assert!(lines[0].starts_with("V05") && lines[0].contains("先生"), "{lines:?}");
}

#[test]
fn spaces_notes_and_readings_are_compared() {
    let of = |from: &'static str, to: &'static str| {
        Dist::of(&every_construct(), BOTH).told_after(".epub", |bytes| {
            damage::document(bytes, "OEBPS/text/syntax.xhtml", |text| text.replacen(from, to, 1))
        })
    };
    let cases = [
        ("English words", "Englishwords", "V05", "空格"),
        ("A股3只", "A股 3只", "V05", "空格"),
        ("<rt>hàn</rt>", "<rt>hán</rt>", "V05", "注音"),
        ("短注，带", "短注，", "V05", "注"),
        (">15.25</td>", ">15.52</td>", "V05", "表格单元"),
        ("<ol start=\"3\"", "<ol", "V02", "编号“3”"),
    ];
    for (from, to, code, words) in cases {
        let lines = of(from, to);
        assert!(lines[0].starts_with(code) && lines[0].contains(words), "{from}: {lines:#?}");
    }
}

// ——— The PDF ———

fn pdf(change: impl FnOnce(&mut Document)) -> Vec<String> {
    first_book().told_after(".pdf", |bytes| damage::pdf(bytes, change))
}

/// The stories of the first book: for each the kids of the top element from its number on.
fn stories(document: &Document) -> Vec<std::ops::Range<usize>> {
    let kids = kids(document, damage::top(document));
    let titled = |index: &usize| {
        let Ok(element) = kids[*index].as_reference() else { return false };
        damage::kids(document, element).iter().any(|kid| tag(document, kid) == "H2")
    };
    let titles: Vec<usize> = (0..kids.len()).filter(titled).collect();
    assert_eq!(titles.len(), 10);
    assert!(titles.iter().all(|title| tag(document, &kids[title - 1]) == "Span"));
    titles.windows(2).map(|pair| pair[0] - 1..pair[1] - 1).collect()
}

fn child(document: &Document, index: usize) -> ObjectId {
    kids(document, damage::top(document))[index].as_reference().unwrap()
}

#[test]
fn a_paragraph_lost_from_the_pdf() {
    let lines = pdf(|document| {
        let body = child(document, stories(document)[3].start + 2);
        remove(document, body);
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0].starts_with("V02 10-news.yaml:") && lines[0].contains("里没有段落"),
        "{lines:?}"
    );
}

#[test]
fn a_line_lost_from_the_pdf() {
    let lines = pdf(|document| {
        damage::run(document, |text| text.starts_with("来金调研并指导"), |_, bytes| bytes.clear());
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V05") && lines[0].contains("段落"), "{lines:?}");
}

#[test]
fn a_digit_changed_in_the_pdf() {
    let lines = pdf(|document| {
        // The 6 of a number becomes its 3.
        let counted = |text: &str| text.ends_with("36000");
        damage::run(document, counted, |text, bytes| {
            let six = 2 * text.chars().take_while(|c| *c != '6').count();
            bytes.copy_within(six - 2..six, six);
        });
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V05") && lines[0].contains("33000"), "{lines:?}");
}

/// The entries of the caption list: elements that begin with a link and go on with words.
fn captions(document: &Document) -> Vec<ObjectId> {
    let is_caption = |element: &ObjectId| {
        let kids = kids(document, *element);
        kids.len() > 1 && tag(document, &kids[0]) == "Link" && tag(document, &kids[1]).is_empty()
    };
    elements(document).into_iter().filter(is_caption).collect()
}

#[test]
fn captions_swapped_in_the_pdf() {
    let lines = pdf(|document| {
        let captions = captions(document);
        assert_eq!(captions.len(), 8);
        let [one, two] = [captions[2], captions[3]];
        let (a, b) = (kids(document, one), kids(document, two));
        set_kids(document, one, [&a[..1], &b[1..]].concat());
        set_kids(document, two, [&b[..1], &a[1..]].concat());
    });
    assert!(
        lines.iter().any(|line| line.starts_with("V03") && line.contains("图注")),
        "{lines:#?}"
    );
}

#[test]
fn stories_swapped_in_the_pdf() {
    let lines = pdf(|document| {
        let stories = stories(document);
        let (two, three) = (stories[1].clone(), stories[2].clone());
        let top = damage::top(document);
        let all = kids(document, top);
        let swapped = [&all[..two.start], &all[three.clone()], &all[two], &all[three.end..]];
        set_kids(document, top, swapped.concat());
    });
    assert!(
        lines.iter().any(|line| line.starts_with("V03") && line.contains("标题")),
        "{lines:#?}"
    );
}

#[test]
fn marks_missing_in_the_pdf() {
    let lines = pdf(|document| {
        let elements = elements(document);
        let after_figure = elements.windows(2).find_map(|pair| {
            let [figure, link] = [pair[0], pair[1]].map(|id| tag(document, &id.into()));
            (figure == "Figure" && link == "Link").then_some(pair[1])
        });
        remove(document, after_figure.unwrap());
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V02") && lines[0].contains("图上的图号"), "{lines:?}");
    let lines = pdf(|document| {
        let caption = captions(document)[4];
        let rest = kids(document, caption).split_off(1);
        set_kids(document, caption, rest);
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V02") && lines[0].contains("图注的图号“⑤”"), "{lines:?}");
}

#[test]
fn numbers_and_alternatives_missing_in_the_pdf() {
    let lines = pdf(|document| {
        let number = child(document, stories(document)[4].start);
        remove(document, number);
    });
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V02") && lines[0].contains("编号“5”"), "{lines:?}");
    let lines = pdf(|document| {
        let figure =
            elements(document).into_iter().find(|id| tag(document, &(*id).into()) == "Figure");
        document.get_dictionary_mut(figure.unwrap()).unwrap().remove(b"Alt");
    });
    assert!(lines[0].starts_with("V02") && lines[0].contains("替代文字"), "{lines:?}");
}

#[test]
fn cells_and_notes_lost_from_the_pdf() {
    let of = |change: &dyn Fn(&mut Document)| {
        Dist::of(&every_construct(), BOTH).told_after(".pdf", |bytes| damage::pdf(bytes, change))
    };
    let lines = of(&|document| {
        let cells = elements(document);
        let cell = cells.into_iter().filter(|id| tag(document, &(*id).into()) == "TD").nth(5);
        remove(document, cell.unwrap());
    });
    assert!(lines.len() == 1 && lines[0].contains("表格单元"), "{lines:#?}");
    let lines = of(&|document| {
        let note = elements(document).into_iter().find(|id| tag(document, &(*id).into()) == "Note");
        remove(document, note.unwrap());
    });
    assert!(
        lines.len() == 1 && lines[0].starts_with("V02") && lines[0].contains("没有注"),
        "{lines:#?}"
    );
}

#[test]
fn a_print_file_that_differs_is_found_beside_and_without_the_other() {
    let change = |bytes: &[u8]| {
        damage::pdf(bytes, |document| {
            damage::run(
                document,
                |text| text.starts_with("来金调研并指导"),
                |_, bytes| {
                    bytes.swap(0, 2);
                    bytes.swap(1, 3);
                },
            );
        })
    };
    let lines = Dist::of(&jinshan(), "screen,print,epub").told_after("-print.pdf", change);
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V05") && lines[0].contains("第 4 页"), "{lines:?}");
    let lines = Dist::of(&jinshan(), "print").told_after("-print.pdf", change);
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(lines[0].starts_with("V02") && lines[0].contains("段落"), "{lines:?}");
}

// ——— Words that cannot be read ———

/// What is told after more is drawn before and after what page 4 shows, in both files.
fn drawn(before: &str, after: &str) -> [Vec<String>; 2] {
    [".pdf", "-print.pdf"].map(|extension| {
        let mut dist = Dist::of(&jinshan(), "screen,print,epub");
        dist.change(&format!("jinshan-2023{extension}"), |bytes| {
            damage::pdf(bytes, |document| {
                resources(document);
                damage::draw(document, 4, before, after);
            })
        });
        dist.seal();
        let mut lines = dist.told().lines;
        assert!(lines.iter().any(|line| line.starts_with("V07") && line.contains("第 4 页")));
        lines.retain(|line| !line.starts_with("V07"));
        lines
    })
}

/// Adds to page 4 a state that is half transparent, a picture, and one with a soft mask.
fn resources(document: &mut Document) {
    let page = document.get_pages()[&4];
    let state = document.add_object(lopdf::dictionary! { "ca" => 0.5 });
    document.add_graphics_state(page, "half", state).unwrap();
    let picture = lopdf::dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1,
        "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8
    };
    let mask = document.add_object(lopdf::Stream::new(picture.clone(), vec![127]));
    let mut masked = picture.clone();
    masked.set("SMask", mask);
    for (name, dict) in [("full", picture), ("masked", masked)] {
        let id = document.add_object(lopdf::Stream::new(dict, vec![255]));
        document.add_xobject(page, name, id).unwrap();
    }
}

#[test]
fn words_under_grounds_and_pictures_are_found() {
    for covering in [
        "1 1 1 rg 0 0 2000 2000 re f",
        "0 0 m 4000 0 l 0 4000 l h f",
        "q 2000 0 0 2000 0 0 cm 0 0 1 1 re f* Q",
        "q 2000 0 0 2000 0 0 cm /full Do Q",
        // A circle around the page, in four curves.
        "-2000 0 m -2000 4000 2000 4000 2000 0 c 2000 -4000 -2000 -4000 -2000 0 c b",
        "/half gs q /half gs Q q 0 0 2000 2000 re B Q",
    ] {
        let covered = !covering.starts_with("/half");
        for lines in drawn("", covering) {
            let told = |line: &String| {
                line.starts_with("V06") && line.contains("第 4 页") && line.contains("盖住")
            };
            assert!(lines.iter().all(told), "{covering} {lines:#?}");
            assert_eq!(lines.len(), if covered { 3 } else { 0 }, "{covering} {lines:#?}");
        }
        assert_eq!(drawn(&format!("q {covering} Q"), ""), [[""; 0]; 2], "{covering}");
    }
}

#[test]
fn what_lets_words_through_does_not_cover_them() {
    for harmless in [
        "0 0 2000 2000 re S",
        "0 0 2000 2000 re n",
        "q 0 0 1 1 re W n 0 0 2000 2000 re f Q",
        "-1 -1 2000 2000 re -2 -2 2002 2002 re f*",
        "q 2000 0 0 2000 0 0 cm /masked Do Q",
        "q 2000 0 0 2000 0 0 cm /half gs /full Do Q",
        "-1000 -1000 m 5 0 l 5 1 l h f",
    ] {
        assert_eq!(drawn("", harmless), [[""; 0]; 2], "{harmless}");
    }
}

#[test]
fn words_beyond_edges_are_found() {
    for (before, what) in [("1 0 0 1 350 0 cm", "排到了页面外"), ("0 0 20 2000 re W n", "被裁掉了")]
    {
        for lines in drawn(&format!("q {before}"), "Q") {
            let told = |line: &String| {
                line.starts_with("V06") && line.contains("页：“") && line.contains(what)
            };
            assert!(lines.len() == 3 && lines.iter().all(told), "{lines:#?}");
        }
    }
}

#[test]
fn words_over_words_are_found() {
    let lines = pdf(|document| {
        let page = document.get_pages()[&4];
        let (first, words) = damage::runs(document, page)
            .into_iter()
            .find(|(_, text)| text.starts_with("来金调研并指导"))
            .unwrap();
        let content = document.get_page_content(page);
        let mut content = lopdf::content::Content::decode(&content).unwrap();
        // The next run with words of its own goes to where this one stands.
        let runs = damage::runs(document, page).into_iter();
        let (second, _) = runs.skip_while(|(at, _)| *at <= first).nth(1).unwrap();
        let moved = |content: &lopdf::content::Content, run: usize| {
            content.operations[..run].iter().rposition(|operation| operation.operator == "cm")
        };
        let [from, to] = [first, second].map(|run| moved(&content, run).unwrap());
        content.operations[to].operands = content.operations[from].operands.clone();
        document.change_page_content(page, content.encode().unwrap()).unwrap();
        assert!(words.chars().count() > 8);
    });
    let told = |line: &String| {
        line.starts_with("V06")
            && line.contains("第 4 页：“来金调研并指导")
            && line.contains("叠在一起")
    };
    assert!(lines.len() == 1 && told(&lines[0]), "{lines:#?}");
}

#[test]
fn decoration_may_stand_over_words_in_both_files() {
    let book = Copy::of(&root().join("tests/books/own-kinds"));
    let page = "#set page(";
    let over = "#set page(foreground: pdf.artifact(text(size: 90pt, \"样张\")), ";
    book.replace("layout/main.typ", page, over);
    for outputs in ["screen,print", "print"] {
        assert_eq!(Dist::of(&book.path, outputs).told().lines, Vec::<String>::new(), "{outputs}");
    }
}

// ——— Files that are not artefacts ———

#[test]
fn garbage_is_told_and_nothing_panics() {
    let whole = first_book();
    for extension in [".pdf", ".epub"] {
        let bytes = &whole.files[&format!("jinshan-2023{extension}")];
        let half = bytes[..bytes.len() / 2].to_vec();
        for garbage in [Vec::new(), b"garbage".to_vec(), half, vec![0xFF; 4096]] {
            let lines = whole.clone().told_after(extension, |_| garbage);
            let bad = |line: &String| line.starts_with("V04") || line.starts_with("V02");
            assert!(lines.iter().any(bad), "{extension} {lines:#?}");
        }
    }
    let mut dist = whole.clone();
    dist.change(".passages.json", |_| b"[]]".to_vec());
    dist.seal();
    assert!(dist.told().lines[0].starts_with("V04"));
    let mut dist = whole.clone();
    dist.files.insert("manifest.json".to_owned(), b"{}".to_vec());
    assert!(dist.told().lines.iter().any(|line| line.starts_with("V04")));
}

#[test]
fn a_pdf_without_tags_is_told() {
    let lines = pdf(|document| {
        document.catalog_mut().unwrap().remove(b"StructTreeRoot");
    });
    assert!(lines.len() == 1 && lines[0].starts_with("V04"), "{lines:?}");
}

#[test]
fn bombs_do_not_go_off() {
    // A content stream of two gigabytes of nothing.
    let lines = pdf(|document| {
        let level = flate2::Compression::fast();
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), level);
        for _ in 0..2048 {
            encoder.write_all(&vec![0; 1 << 20]).unwrap();
        }
        let dict = lopdf::dictionary! { "Filter" => "FlateDecode" };
        let stream = lopdf::Stream::new(dict, encoder.finish().unwrap());
        let id = document.add_object(stream);
        let page = document.page_iter().next().unwrap();
        document.get_dictionary_mut(page).unwrap().set("Contents", id);
    });
    assert!(lines.len() == 1 && lines[0].starts_with("V04"), "{lines:?}");
    // A document of a hundred megabytes of spaces.
    let lines = ebook(&story(1), |text| {
        text.replace("</body>", &format!("{}</body>", " ".repeat(100 << 20)))
    });
    assert!(lines.len() == 1 && lines[0].starts_with("V04"), "{lines:?}");
}

// ——— The command ———

#[test]
fn the_command_tells_in_both_languages_and_in_json() {
    let folder = first_book().write();
    let run =
        |arguments: &[&str]| command().arg("verify").arg(folder.path()).args(arguments).output();
    let good = run(&[]).unwrap();
    assert_eq!(good.status.code(), Some(0), "{}", stderr(&good));
    let table = stdout(&good);
    assert!(table.contains("找到/应有") && table.contains("jinshan-2023.epub"), "{table}");
    assert!(stdout(&run(&["--lang", "en"]).unwrap()).contains("found/wanted"));
    assert_eq!(stdout(&run(&["--quiet"]).unwrap()), "");
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&run(&["--format", "json"]).unwrap())).unwrap();
    assert_eq!(json["errors"], 0);
    assert!(json["artefacts"].as_array().unwrap().len() > 10);

    let mut broken = first_book();
    broken.change(".epub", |bytes| {
        damage::document(bytes, &story(4), |text| text.replacen("<p>", "<p>又", 1))
    });
    broken.seal();
    let folder = broken.write();
    let run =
        |arguments: &[&str]| command().arg("verify").arg(folder.path()).args(arguments).output();
    let bad = run(&["--lang", "en"]).unwrap();
    assert_eq!(bad.status.code(), Some(1));
    assert!(
        stderr(&bad).contains("error[V05]") && stdout(&bad).contains("wrong"),
        "{}",
        stderr(&bad)
    );
    let short = stdout(&run(&["--format", "short"]).unwrap());
    assert!(short.contains("\njinshan-2023/10-news.yaml:"), "{short}");
}

#[test]
fn a_folder_that_is_none_exits_2() {
    let folder = tempfile::TempDir::new().unwrap();
    let run = |path: PathBuf| command().arg("verify").arg(path).output().unwrap().status.code();
    assert_eq!(run(folder.path().to_owned()), Some(2));
    assert_eq!(run(folder.path().join("none")), Some(2));
    for sums in ["", "no sums\n", "00  ../secret\n", "00  \n"] {
        fs::write(folder.path().join("SHA256SUMS"), sums).unwrap();
        assert_eq!(run(folder.path().to_owned()), Some(2), "{sums:?}");
    }
}

#[test]
fn several_books_in_a_folder_are_told_apart() {
    let other = Copy::of(&minimal());
    let renamed = other.path.with_file_name("second");
    fs::rename(&other.path, &renamed).unwrap();
    let out = tempfile::TempDir::new().unwrap();
    let mut build = command();
    build.arg("build").arg(minimal()).arg(&renamed).arg("--out").arg(out.path());
    assert!(build.output().unwrap().status.success());
    let report = nianjian::verify::verify(out.path()).unwrap();
    assert_eq!(report.found.len(), 3);
    assert!(report.found.iter().all(|found| !found.has_errors()));
    assert!(report.rows.iter().any(|row| row.artefact == "second.epub"));
}

// ——— What holds for every passage ———

/// A passage of the first book that is nobody's companion, by chance.
fn passage(chance: prop::sample::Index) -> Passage {
    let passages: Vec<Passage> =
        serde_json::from_slice(&first_book().files["jinshan-2023.passages.json"]).unwrap();
    let words = |p: &Passage| !p.kind.is_companion() && p.kind != Kind::ImprintFact;
    let passages: Vec<Passage> = passages.into_iter().filter(words).collect();
    passages[chance.index(passages.len())].clone()
}

/// A document without the words of its first heading, if they are these: there they stand in
/// pieces.
fn without_heading(document: &str, words: &str) -> String {
    let range = document.find("<h1").zip(document.find("</h1>"));
    let Some((start, end)) = range else { return document.to_owned() };
    let start = start + document[start..].find('>').unwrap() + 1;
    let tags = document[start..end].split('<').map(|part| part.rsplit('>').next().unwrap());
    if !tags.collect::<String>().contains(words) {
        return document.to_owned();
    }
    format!("{}{}", &document[..start], &document[end..])
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 40,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_passage_lost_from_the_ebook_is_found(chance in any::<prop::sample::Index>()) {
        let lost = passage(chance);
        let lines = first_book().told_after(".epub", |bytes| {
            let names = crate::support::zip_file::names(bytes);
            let documents = names.iter().filter(|name| name.ends_with(".xhtml"));
            documents.fold(bytes.to_owned(), |bytes, name| {
                let text = crate::support::zip_file::text(&bytes, name);
                let gone = without_heading(&text, &lost.text).replace(&lost.text, "");
                if gone == text { bytes } else { damage::document(&bytes, name, |_| gone.clone()) }
            })
        });
        let (at, code) = (format!(" {} ", lost.at), ["V02", "V05"]);
        let coded = |line: &String| code.iter().any(|code| line.starts_with(code));
        let named = |line: &String| line.contains(&at) && coded(line);
        assert!(lines.iter().any(named), "{lost:?} {lines:#?}");
    }

    #[test]
    fn no_bytes_make_verify_panic(
        bytes in prop::collection::vec(any::<u8>(), 0..600),
        at in any::<prop::sample::Index>(),
        pdf in any::<bool>(),
    ) {
        let mut dist = Dist::of(&minimal(), BOTH);
        let extension = if pdf { ".pdf" } else { ".epub" };
        let name = format!("minimal{extension}");
        let file = dist.files.get_mut(&name).unwrap();
        let start = at.index(file.len());
        let end = (start + bytes.len()).min(file.len());
        file.splice(start..end, bytes);
        dist.seal();
        let _ = dist.told();
    }
}
