//! What is set can be read, or a finding names the words and where they are written: cells of all
//! lengths, words that are longer than columns.

use nianjian::diag::Code;

use crate::support::{Copy, findings, minimal, said};

const SENTENCE: &str =
    "金山区位于上海市西南部，东邻奉贤，北接松江、青浦，西与浙江平湖、嘉善交界，南濒杭州湾。";

pub fn words(length: usize) -> String {
    SENTENCE.chars().cycle().take(length).collect()
}

pub fn story(kind: &str, body: &str) -> String {
    let body = body.replace('\n', "\n      ");
    format!(
        "kind: {kind}\ntitle: 栏目\nstories:\n  - id: one\n    title: 题\n    body: |\n      {body}\n"
    )
}

/// Whether all words of a section can be read; else the finding is at the line of what is too long.
pub fn reads(section: &str, long: &str) -> bool {
    let book = Copy::of(&minimal());
    book.write("10-news.yaml", section);
    std::fs::remove_dir_all(book.path.join("images")).unwrap();
    let found = findings(&book.path);
    let line = 1 + section.lines().position(|line| line.contains(long)).unwrap();
    // How full the last page is does not matter here, nor how good the style.
    let matters = |code: Code| code != Code::L06 && !code.row().name.starts_with('W');
    for finding in found.sorted().into_iter().filter(|finding| matters(finding.code)) {
        let at = finding.at.as_ref().map(|at| (&*at.file, at.line));
        assert!(
            matches!(finding.code, Code::L04 | Code::L09) && at == Some(("10-news.yaml", line)),
            "{section}\n{}",
            said(&found)
        );
    }
    !found.has_errors()
}

#[test]
fn cells_events_and_intros_of_any_length_are_read_or_found() {
    for length in [50, 500, 5000] {
        let long = words(length);
        let row = format!("| 甲 | 乙 |\n| --- | --- |\n| 一 | {long} |");
        let rows = row.replace('\n', "\n      ");
        for section in [
            story("news", &row),
            story("entries", &row),
            format!(
                "kind: table\ntitle: 统计\ntables:\n  - title: 表\n    body: |\n      {rows}\n"
            ),
            format!(
                "kind: chronicle\ntitle: 大事记\nevents:\n  - date: 2024-01-01\n    text: {long}\n"
            ),
            format!("kind: part\ntitle: 部\nintro: {long}\n"),
        ] {
            // Rows of tables and events break; intros do not.
            let good = length < 5000 || !section.contains("intro:");
            assert_eq!(reads(&section, &long), good, "{length}: {}", &section[..40]);
        }
    }
}

#[test]
fn words_that_are_longer_than_columns_break() {
    let long = "A1".repeat(40);
    for section in [
        story("news", &format!("前文{long}后文。")),
        story("entries", &format!("前文{long}后文。")),
        story("news", &format!("| 甲 | 乙 |\n| --- | --- |\n| {long} | 乙 |")),
        format!(
            "kind: news\ntitle: 栏目\nstories:\n  - id: one\n    title: {long}\n    body: 正文。\n"
        ),
        format!("kind: people\ntitle: 名单\ngroups:\n  - title: 组\n    people: [{long}, 王伟]\n"),
    ] {
        assert!(reads(&section, &long), "{section}");
    }
}

#[test]
fn notes_that_run_over_the_last_page_have_room_there() {
    for note in [300, 700, 1200] {
        let (body, behind, note) = (words(1860), words(60), words(note));
        let section = story("news", &format!("{body}[^1]{behind}\n\n[^1]: {note}"));
        assert!(reads(&section, &note), "{}", note.len());
    }
}

#[test]
fn passages_full_of_readings_are_found_in_long_books() {
    let others = "水利工程。".repeat(900);
    let ruby = "{水|shuǐ}{水|shuǐ}{重庆|chóng qìng}".repeat(6);
    for body in [format!("{others}\n\n{ruby}"), format!("{others}\n\n- {ruby}\n- {others}")] {
        assert!(reads(&story("news", &body), &ruby));
    }
}

#[test]
fn pictures_of_all_proportions_stand_on_their_pages() {
    let sizes = [(3000, 2), (2, 3000), (300, 2), (60, 500), (800, 600)];
    for many in [1, 2, 3, 5] {
        let book = Copy::of(&minimal());
        let mut figures = String::new();
        for (number, (width, height)) in sizes.into_iter().take(many).enumerate() {
            let path = format!("images/{number}.png");
            let mut bytes = std::io::Cursor::new(Vec::new());
            let picture = image::RgbImage::new(width, height);
            picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
            book.write(&path, bytes.into_inner());
            let caption = format!("caption: 图{number}的说明, alt: 片{number}");
            figures += &format!("    - {{file: {path}, {caption}, credit: 甲摄, mark: none}}\n");
        }
        let stories = story("feature", &words(300)) + "    figures:\n" + &figures;
        let gallery = format!("kind: gallery\ntitle: 栏目\nfigures:\n{figures}");
        for section in [gallery, stories.clone(), stories.replace("feature", "news")] {
            book.write("10-news.yaml", section);
            let found = findings(&book.path);
            assert!(!found.has_errors(), "{many}\n{}", said(&found));
        }
    }
}

#[test]
fn the_cover_holds_titles_of_all_kinds() {
    let long = words(300);
    for title in ["Jinshan", "GDP年鉴", "《金山》年鉴", "金山　年鉴", "青溪县年鉴·2023", &long]
    {
        let book = Copy::of(&minimal());
        book.replace("book.yaml", "小书", title);
        let found = findings(&book.path);
        assert!(!found.has_errors(), "{title}\n{}", said(&found));
    }
}

#[test]
fn a_title_that_the_cover_cannot_hold_is_found() {
    let book = Copy::of(&minimal());
    let title = words(3000);
    book.replace("book.yaml", "小书", &title);
    let found = findings(&book.path);
    let at: Vec<_> = found
        .sorted()
        .iter()
        .filter(|finding| finding.code == Code::L09)
        .filter_map(|finding| finding.at.as_ref().map(|at| (at.file.to_string(), at.line)))
        .collect();
    assert!(!at.is_empty(), "{}", said(&found));
    assert!(at.iter().all(|at| *at == ("book.yaml".to_owned(), 2)), "{}", said(&found));
}

#[test]
fn a_face_that_stands_in_for_another_is_told() {
    let said_of = |section: &str| {
        let book = Copy::of(&minimal());
        book.write("10-news.yaml", section);
        std::fs::remove_dir_all(book.path.join("images")).unwrap();
        let found = findings(&book.path);
        let places = found.sorted().into_iter().filter(|finding| finding.code == Code::T04);
        places.map(|finding| finding.at.as_ref().map_or(0, |at| at.line)).collect::<Vec<_>>()
    };
    // The song face has all of them, the face of emphasis and the bold one lack 龘 and 灣.
    let of_body = |body: &str| said_of(&story("news", body));
    assert_eq!(of_body("市民王龘获奖。\n\n台灣王龘 12 人。"), Vec::<usize>::new());
    assert_eq!(of_body("市民王小获奖。\n\n名单上有*李龘和台灣*二人。"), [9, 9]);
    // Words that stand alone on their line, among others of their size and colour.
    let list = "kind: people\ntitle: 名录\ngroups:\n  - title: 组\n    people:\n";
    let people =
        "      - name: 王小\n        detail: 石化街道\n      - name: 李小\n        detail: 灣\n";
    assert_eq!(said_of(&format!("{list}{people}")), [9]);
    // Signs have no style; words in one face and words in another are as the layout says.
    assert_eq!(of_body("*喝H₂O*℃，*重点*龘。"), Vec::<usize>::new());
}

#[test]
fn captions_beside_other_pictures_and_long_names_have_room() {
    let book = Copy::of(&minimal());
    std::fs::remove_dir_all(book.path.join("images")).unwrap();
    for many in [3, 4, 5, 6] {
        let mut section = "kind: gallery\ntitle: 图版\nfigures:\n".to_owned();
        for number in 0..many {
            let square = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect \
                          width=\"9\" height=\"9\" fill=\"#88800";
            book.write(&format!("{number}.svg"), format!("{square}{number}\"/></svg>"));
            section += &format!(
                "  - {{file: {number}.svg, caption: {}, credit: 王摄影{number}, alt: 画, kind: artwork}}\n",
                words(12)
            );
        }
        book.write("10-news.yaml", section);
        let found = findings(&book.path);
        assert!(found.sorted().iter().all(|f| f.code != Code::L09), "{many}\n{}", said(&found));
        (0..many).for_each(|n| std::fs::remove_file(book.path.join(format!("{n}.svg"))).unwrap());
    }
    for length in [16, 20, 24, 60] {
        let name = words(length);
        let section = format!(
            "kind: people\ntitle: 名录\ngroups:\n  - title: 组\n    people:\n      - {{name: 王小, \
             detail: 街道}}\n      - {{name: {name}, detail: 先进集体}}\n      - {{name: 李小二, \
             detail: 街道}}\n"
        );
        assert!(reads(&section, &name), "{length}");
    }
}

#[test]
fn a_book_may_be_called_by_its_year() {
    let book = Copy::of(&minimal());
    book.replace("book.yaml", "title: 小书", "title: \"2024\"");
    let found = findings(&book.path);
    assert!(!found.has_errors(), "{}", said(&found));
}

/// A picture of this size, in a file of a book.
fn picture(book: &Copy, path: &str, (width, height): (u32, u32)) {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::new(width, height);
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    book.write(path, bytes.into_inner());
}

#[test]
fn long_captions_below_leads_have_room() {
    for size in [(600, 600), (400, 600), (900, 600)] {
        for length in [20, 200, 300] {
            let book = Copy::of(&minimal());
            std::fs::remove_dir_all(book.path.join("images")).unwrap();
            picture(&book, "a.png", size);
            let figure = format!(
                "    figures:\n      - {{file: a.png, caption: {}, alt: 片, credit: 甲摄, mark: none}}\n",
                words(length)
            );
            book.write("10-news.yaml", story("feature", &words(400)) + &figure);
            let found = findings(&book.path);
            assert!(!found.has_errors(), "{size:?} {length}\n{}", said(&found));
        }
    }
}

#[test]
fn marks_stand_whole_beside_slight_pictures() {
    for size in [(3000, 2), (2, 3000), (30, 900)] {
        for (kind, body) in [
            ("feature", "正文{图|a}。"),
            ("news", "正文{图|a}。"),
            ("entries", "正文{图|a}。"),
            ("entries", "正文{图|a}。\n\n![](a)"),
        ] {
            let book = Copy::of(&minimal());
            std::fs::remove_dir_all(book.path.join("images")).unwrap();
            picture(&book, "a.png", size);
            let figure =
                "    figures:\n      - {file: a.png, caption: 图的说明, alt: 片, credit: 甲摄}\n";
            book.write("10-news.yaml", story(kind, body) + figure);
            let found = findings(&book.path);
            assert!(!found.has_errors(), "{size:?} {kind} {body}\n{}", said(&found));
        }
    }
}

#[test]
fn captions_beside_slim_pictures_have_room() {
    let book = Copy::of(&minimal());
    std::fs::remove_dir_all(book.path.join("images")).unwrap();
    for slim in [(60, 600), (100, 600), (120, 600), (2, 600)] {
        for others in [1, 2, 3] {
            let mut section = "kind: gallery\ntitle: 图版\nfigures:\n".to_owned();
            for number in 0..=others {
                let size = if number == 0 { slim } else { (900, 600 + 50 * number) };
                picture(&book, &format!("{number}.png"), size);
                section += &format!(
                    "  - {{file: {number}.png, caption: {}, credit: 王摄影{number}, alt: 画}}\n",
                    words(100)
                );
            }
            book.write("10-news.yaml", section);
            let found = findings(&book.path);
            assert!(!found.has_errors(), "{slim:?} {others}\n{}", said(&found));
        }
    }
}

#[test]
fn headings_of_groups_with_long_words_have_room() {
    let title = "To And Of With Was Children Characterization And Yearbook Ri";
    let people =
        format!("kind: people\ntitle: 名录\ngroups:\n  - title: {title}\n    people: [王小]\n");
    assert!(reads(&people, title));
    let stories = story("entries", &words(30));
    assert!(reads(&format!("{stories}    group: {title}\n"), title));
}

#[test]
fn features_that_just_fill_a_page_settle() {
    // Pictures behind the text that have room beside it only if it runs on.
    for length in (1000..1400).step_by(40) {
        let book = Copy::of(&minimal());
        std::fs::remove_dir_all(book.path.join("images")).unwrap();
        picture(&book, "a.png", (600, 600));
        let figure = "    figures:\n      - {file: a.png, caption: 图的说明, alt: 片, credit: 甲摄, \
                      rows: [前排王小、李小, 后排张小]}\n";
        book.write("10-news.yaml", story("feature", &words(length)) + figure);
        let found = findings(&book.path);
        let is_settled = found.sorted().iter().all(|finding| finding.code != Code::L07);
        assert!(is_settled && !found.has_errors(), "{length}\n{}", said(&found));
    }
}
