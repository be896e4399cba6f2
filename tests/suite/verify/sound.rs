//! Intact artefacts pass.

use std::fs;

use nianjian::passages::{Kind, Passage};

use super::BOTH;
use crate::support::dist::Dist;
use crate::support::{Copy, command, every_construct, jinshan, minimal, stderr};

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
    let events = |events: &[&str]| {
        format!("kind: chronicle\ntitle: 大事\nevents: [{}]\n", events.join(", "))
    };
    let books = [
        // Events that say their own dates, one after another.
        (
            "",
            events(&[
                "{date: 2024-01-20, until: 2024-02 底, text: 1月20日}",
                "{date: 2024-02-01, text: 2月1日}",
            ]),
        ),
        (
            "",
            events(&[
                "{date: 2024-01-04, until: 2024-02-28, text: 1月}",
                "{date: 2024-01-09, until: 2024-01-28, text: 1月}",
            ]),
        ),
        // A unit that leads the table's number, which has the section's title.
        ("", tables(&["表"]).replace("    body", "    unit: 表\n    body")),
        // A source that is another one behind its label.
        (
            "",
            tables(&["甲", "乙"])
                .replacen("    body", "    source: 资料来源：统计局\n    body", 1)
                .replace("乙\n    body", "乙\n    source: 统计局\n    body"),
        ),
        // A group with the titles of its section and its book, and a fact of the title page.
        (
            "title: 统计\nimprint: {price: 10.00元}",
            "kind: quotes\ntitle: 统计\ngroups: [{title: 统计, \
          people: [{name: 张三, quote: 话}]}]\n"
                .to_owned(),
        ),
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
        // A caption without a mark, whose words the contents have.
        (
            "",
            "kind: feature\ntitle: 山\nstories: [{id: one, title: 续表, date: 2023-04, body: 正文。, \
             figures: [{file: a.svg, caption: 表2023, alt: 画, kind: artwork, mark: none}]}]\n"
                .to_owned(),
        ),
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
fn titles_may_end_the_captions_before_them() {
    let figure = "{file: a.svg, caption: 同比增长表, alt: 画, kind: artwork, mark: none}";
    let section = format!(
        "kind: entries\ntitle: 条目\nstories:\n  - {{id: one, title: 题, body: 正文。, figures: \
         [{figure}]}}\n  - {{id: two, title: 表, body: 正文二。, index: [词]}}\n"
    );
    assert_eq!(told_of(&[("", &section)]), Vec::<String>::new());
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
fn notes_may_begin_with_ruby() {
    let body = "项[^1]。\n\n- 项[^2]\n\n[^1]: {漢|hàn}字。\n[^2]: {漢字|hàn zì}{重庆|chóng qìng}。";
    let body = body.replace('\n', "\n      ");
    let of = |kind: &str| {
        format!(
            "kind: {kind}\ntitle: 栏目\nstories:\n  - id: one\n    title: 题\n    body: |\n      \
             {body}\n"
        )
    };
    let text = format!("kind: text\ntitle: 栏目\nbody: |\n      {body}\n");
    let books = [of("entries"), of("news"), of("feature"), text];
    let books: Vec<(&str, &str)> = books.iter().map(|text| ("", text.as_str())).collect();
    assert_eq!(told_of(&books), Vec::<String>::new());
}

#[test]
fn words_between_the_parts_of_a_note_stand_on_the_page() {
    // The note begins at the foot of a column and ends at that of the next, whatever the length of
    // what stands before; the whole body of the next stands between its parts.
    let paragraph = "金山区位于上海市西南部，东邻奉贤。";
    let note = "注文由此栏转入下一栏。".repeat(24);
    let story = |lines: usize| {
        let before = paragraph.repeat(lines);
        let after: String =
            (0..9).map(|n| format!("第{n}项丑寅卯辰{n}巳午未申。\n\n      ")).collect();
        format!(
            "kind: entries\ntitle: 栏目\nstories:\n  - id: one\n    title: 前题\n    body: |\n      \
             {before}\n\n      注处[^1]。\n\n      [^1]: {note}\n  - id: two\n    title: 后题\n    \
             group: 类目\n    body: |\n      {after}\n"
        )
    };
    let books: Vec<String> = (24..40).step_by(2).map(story).collect();
    let books: Vec<(&str, &str)> = books.iter().map(|text| ("", text.as_str())).collect();
    assert_eq!(told_of(&books), Vec::<String>::new());
}

#[test]
fn a_range_in_an_index_stands_for_all_its_pages() {
    let story =
        |n: usize| format!("  - {{id: s{n}, title: 第{n}条, body: 正文{n}。, index: [甲]}}\n");
    let stories: String = (0..4).map(story).collect();
    for lang in ["zh-Hans", "en"] {
        let book = Copy::of(&minimal());
        book.write("10-news.yaml", format!("kind: feature\ntitle: 特写\nstories:\n{stories}"));
        book.write("90-index.yaml", "kind: index\ntitle: 索引\n");
        book.replace("book.yaml", "[10-news.yaml]", "[10-news.yaml, 90-index.yaml]");
        book.replace("book.yaml", "year: 2024", &format!("lang: {lang}\nyear: 2024"));
        fs::remove_dir_all(book.path.join("images")).unwrap();
        let dist = Dist::of(&book.path, "screen");
        assert_eq!(dist.told().lines, Vec::<String>::new(), "{lang}");
        // Beyond the range is astray.
        let mut changed = dist.clone();
        changed.change(".passages.json", |bytes| {
            let mut passages: Vec<Passage> = serde_json::from_slice(bytes).unwrap();
            let term = passages.iter_mut().find(|it| it.kind == Kind::Term).unwrap();
            term.links.push("90-index.yaml:1:1".to_owned());
            serde_json::to_vec(&passages).unwrap()
        });
        changed.seal();
        let lines = changed.told().lines;
        assert!(lines.len() == 1 && lines[0].starts_with("V08"), "{lang} {lines:?}");
    }
}

#[test]
fn links_to_figures_lead_to_their_pictures() {
    let figure = |number: usize| {
        format!(
            "{{id: f{number}, file: images/{number}.svg, caption: 图注{number}, alt: 画面{number}, \
             kind: artwork}}"
        )
    };
    let words = "金山区位于上海市西南部，东邻奉贤。".repeat(60);
    let body = format!("见{{图|f2}}。\n\n      ![](f1)\n\n      {words}\n\n      ![](f2)");
    let book = Copy::of(&minimal());
    fs::remove_dir_all(book.path.join("images")).unwrap();
    for number in 1..3 {
        let picture = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 6\"><rect width=\"9\" \
             height=\"{number}\" fill=\"#888\"/></svg>"
        );
        book.write(&format!("images/{number}.svg"), picture);
    }
    book.write(
        "10-news.yaml",
        format!(
            "kind: feature\ntitle: 特写\nstories:\n  - id: one\n    title: 题\n    body: |\n      \
             {body}\n    figures: [{}, {}]\n",
            figure(1),
            figure(2)
        ),
    );
    for kind in ["screen", "epub"] {
        let dist = Dist::of(&book.path, kind);
        assert_eq!(dist.told().lines, Vec::<String>::new(), "{kind}");
        // The book wants the link to lead to the other picture.
        let mut changed = dist.clone();
        changed.change(".passages.json", |bytes| {
            let mut passages: Vec<Passage> = serde_json::from_slice(bytes).unwrap();
            let pictures = passages.iter().filter(|it| it.kind == Kind::Picture);
            let first = pictures.map(|it| it.at.clone()).min().unwrap();
            let linked = passages.iter_mut().find(|it| !it.links.is_empty()).unwrap();
            assert_ne!(linked.links, std::slice::from_ref(&first));
            linked.links = vec![first];
            serde_json::to_vec(&passages).unwrap()
        });
        changed.seal();
        let lines = changed.told().lines;
        assert!(lines.len() == 1 && lines[0].starts_with("V08"), "{kind} {lines:?}");
    }
}

#[test]
fn captions_of_the_next_section_may_begin_alike() {
    let story = |id: usize, figures: [(&str, usize); 2]| {
        let figure = |(caption, mark): (&str, usize)| {
            format!(
                "{{file: images/a.svg, caption: '{caption}', mark: {mark}, alt: 画{id}{mark}, kind: \
                 artwork}}"
            )
        };
        let figures = figures.map(figure).join(", ");
        format!(
            "kind: feature\ntitle: 栏{id}\nstories:\n  - {{id: s{id}, title: 题{id}, body: 正文{id}。, \
             figures: [{figures}]}}\n"
        )
    };
    let book = Copy::of(&minimal());
    fs::remove_dir_all(book.path.join("images")).unwrap();
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 6\"><rect width=\"9\" \
                   height=\"6\" fill=\"#888\"/></svg>";
    book.write("images/a.svg", picture);
    book.write("10-news.yaml", story(1, [("表", 2), ("1", 1)]));
    book.write("20-more.yaml", story(2, [("表1", 2), ("新城", 1)]));
    book.replace("book.yaml", "[10-news.yaml]", "[10-news.yaml, 20-more.yaml]");
    assert_eq!(Dist::of(&book.path, "screen").told().lines, Vec::<String>::new());
}
