//! Damage to the e-book.

use super::{BOTH, ebook, story};
use crate::support::dist::Dist;
use crate::support::{damage, every_construct};

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
