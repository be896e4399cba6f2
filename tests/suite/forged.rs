//! `verify` tells by what the book says, where manifest and checksums were made to fit: links,
//! notes, alternative texts and people that were exchanged so that the file is sound in itself.

use lopdf::{Document, Object, ObjectId};

use crate::support::damage::{self, Entries, entry};
use crate::support::dist::Dist;
use crate::support::every_construct;

const BOTH: &str = "screen,epub";

/// A way to exchange something, and what is told of it, part by part of one line.
type Case<T> = (&'static str, fn(&mut T), &'static [&'static str]);

fn told<T>(ending: &str, cases: &[Case<T>], change: impl Fn(&[u8], fn(&mut T)) -> Vec<u8>) {
    let mut wrong = Vec::new();
    for (name, exchange, told) in cases {
        let mut dist = Dist::of(&every_construct(), BOTH);
        dist.change(ending, |bytes| change(bytes, *exchange));
        dist.forge();
        let lines = dist.told().lines;
        if !lines.iter().any(|line| told.iter().all(|words| line.contains(words))) {
            wrong.push(format!("{name}: {lines:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Exchanges two pieces of text in a document, each wherever it stands.
fn exchange(entries: &mut Entries, document: &str, one: &str, other: &str) {
    let bytes = entry(entries, &format!("OEBPS/text/{document}.xhtml"));
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains(one) && text.contains(other), "{document} lacks {one} or {other}");
    let pieces = text.split(one).map(|piece| piece.replace(other, one));
    *bytes = pieces.collect::<Vec<_>>().join(other).into_bytes();
}

fn replace(entries: &mut Entries, document: &str, from: &str, to: &str) {
    let bytes = entry(entries, &format!("OEBPS/text/{document}.xhtml"));
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains(from), "{document} lacks {from}");
    *bytes = text.replace(from, to).into_bytes();
}

const LINE: &str = "<p>硬换行在这里：<br/>这是下一行。</p>";

/// Puts an element around a paragraph.
fn around(entries: &mut Entries, element: &str) {
    replace(entries, "syntax", LINE, &format!("<{element}>{LINE}</{element}>"));
}

/// Puts something behind a paragraph.
fn behind(entries: &mut Entries, more: &str) {
    replace(entries, "syntax", LINE, &format!("{LINE}{more}"));
}

/// Gives a paragraph an attribute.
fn with(entries: &mut Entries, attribute: &str) {
    replace(entries, "syntax", "<p>硬", &format!("<p {attribute}>硬"));
}

fn style(entries: &mut Entries, rule: &str) {
    entry(entries, "OEBPS/stylesheet.css").extend(rule.bytes());
}

const EBOOK: &[Case<Entries>] = &[
    (
        "links to two stories",
        |e| exchange(e, "syntax", "href=\"library.xhtml\"", "href=\"headlines.xhtml\""),
        &["V08", "没有指到 10-news.yaml:"],
    ),
    (
        "links to two sites",
        |e| exchange(e, "syntax", "https://example.org/\"", "https://example.org/note\""),
        &["V08", "没有指到 https://example.org/"],
    ),
    (
        "a link to a site",
        |e| replace(e, "syntax", "https://example.org/note\"", "https://example.com/note\""),
        &["V08", "里注“", "没有指到 https://example.org/note"],
    ),
    (
        "a link to a story in a cell",
        |e| replace(e, "syntax", "href=\"bus.xhtml\"", "href=\"wetland.xhtml\""),
        &["V08", "表格单元", "没有指到 10-news.yaml:"],
    ),
    (
        "a link in an intro",
        |e| replace(e, "headlines", "href=\"chronicle.xhtml\"", "href=\"syntax.xhtml\""),
        &["V08", "引言", "没有指到 30-chronicle.yaml:"],
    ),
    (
        "a link to an entry of the same document",
        |e| replace(e, "entries", "#water-gate\"", "#water-pump\""),
        &["V08", "没有指到 45-entries.yaml:"],
    ),
    (
        "the stories of two events",
        |e| exchange(e, "chronicle", "href=\"library.xhtml\"", "href=\"bridge.xhtml\""),
        &["V08", "大事", "没有指到 10-news.yaml:"],
    ),
    (
        "a place that a term leads to",
        |e| replace(e, "index", "entries.xhtml#water-gate\"", "entries.xhtml#water-pump\""),
        &["V08", "索引词“水闸”", "没有指到 45-entries.yaml:"],
    ),
    (
        "two notes with their calls",
        |e| {
            exchange(e, "syntax", "\"#fn-1\"", "\"#fn-2\"");
            exchange(e, "syntax", "\"#fnref-1\"", "\"#fnref-2\"");
        },
        &["V08", "syntax.xhtml", "注的次序"],
    ),
    (
        "two alternative texts",
        |e| {
            let [one, two] = [
                "样图：绿色底上一辆白色公交车，侧面有五扇窗。",
                "示意插画：高低不一的彩色书脊排在书架上。",
            ];
            exchange(e, "syntax", one, two);
        },
        &["替代文字"],
    ),
    (
        "a paragraph is hidden",
        |e| replace(e, "syntax", "<p>硬", "<p hidden=\"hidden\">硬"),
        &["V08", "syntax.xhtml", "hidden", "硬换行"],
    ),
    (
        "a paragraph in a template",
        |e| around(e, "template"),
        &["V08", "syntax.xhtml", "<template>", "硬换行"],
    ),
    (
        "a paragraph in details that are closed",
        |e| around(e, "details"),
        &["V08", "syntax.xhtml", "<details>", "硬换行"],
    ),
    (
        "a document without its style sheet",
        |e| replace(e, "syntax", "rel=\"stylesheet\" type=\"text/css\" href", "rel=\"x\" title"),
        &["V08", "syntax.xhtml", "没有用样式表"],
    ),
    ("two people", |e| exchange(e, "people", "张三", "䶮某"), &["姓名"]),
    (
        "a paragraph for no ears",
        |e| with(e, "aria-hidden=\"true\""),
        &["V08", "syntax.xhtml", "aria-hidden", "硬换行"],
    ),
    (
        "other words for ears",
        |e| with(e, "aria-label=\"假\""),
        &["V08", "syntax.xhtml", "aria-label", "硬换行"],
    ),
    (
        "a paragraph the wrong way round",
        |e| with(e, "dir=\"rtl\""),
        &["V08", "syntax.xhtml", "dir=", "硬换行"],
    ),
    (
        "a paragraph that is small in its place",
        |e| with(e, "style=\"font-size:0\""),
        &["V08", "syntax.xhtml", "font-size:0", "硬换行"],
    ),
    (
        "a style sheet in a document",
        |e| replace(e, "syntax", "</head>", "<style>p{}</style></head>"),
        &["V08", "syntax.xhtml", "<style>"],
    ),
    (
        "a style sheet from elsewhere",
        |e| {
            let link = "<link rel=\"stylesheet\" type=\"text/css\" href=\"data:text/css,p{}\"/>";
            replace(e, "syntax", "</head>", &format!("{link}</head>"));
        },
        &["V08", "syntax.xhtml", "data:text/css"],
    ),
    (
        "a style sheet by an instruction",
        |e| replace(e, "syntax", "<!DOCTYPE", "<?xml-stylesheet href=\"x.css\"?><!DOCTYPE"),
        &["V08", "syntax.xhtml", "<?xml-stylesheet?>"],
    ),
    (
        "another head before a cell",
        |e| replace(e, "syntax", " data-label=\"", " data-label=\"非"),
        &["V08", "syntax.xhtml", "data-label"],
    ),
    ("a paragraph that stands twice", |e| behind(e, LINE), &["V08", "硬换行", "多出现了"]),
    (
        "a paragraph that is added",
        |e| behind(e, "<p>以上内容已经核实。</p>"),
        &["V08", "以上内容已经核实", "书里没有"],
    ),
    (
        "words that are added to a caption",
        |e| replace(e, "gallery", "环镇公交</figcaption>", "环镇公交今已停开</figcaption>"),
        &["V08", "环镇公交今已停开", "书里没有"],
    ),
    (
        "a file that leads out of the container",
        |e| e.push(("../../evil.sh".to_owned(), b"#!/bin/sh".to_vec())),
        &["V08", "../../evil.sh", "不是里面的路径"],
    ),
    (
        "a file that is not listed",
        |e| e.push(("OEBPS/evil.sh".to_owned(), b"#!/bin/sh".to_vec())),
        &["V08", "OEBPS/evil.sh", "不在清单里"],
    ),
    (
        "a rule that hides by a property of its own",
        |e| style(e, ":root { --x: none } p { display: var(--x) }"),
        &["V08", "stylesheet.css", "display: var(--x)"],
    ),
    (
        "a rule that hides by a value that was not thought of",
        |e| style(e, "p { font-size-adjust: 0 }"),
        &["V08", "stylesheet.css", "font-size-adjust: 0"],
    ),
    (
        "a rule that adds words",
        |e| style(e, "p::after { content: \"不实\" }"),
        &["V08", "stylesheet.css", "content: \"不实\""],
    ),
    (
        "a rule for numbers that say other numbers",
        |e| style(e, "@counter-style x { system: cyclic; symbols: \"九\" }"),
        &["V08", "stylesheet.css", "symbols"],
    ),
    (
        "a face of no size",
        |e| style(e, "@font-face { font-family: A; src: local(A); size-adjust: 0% }"),
        &["V08", "stylesheet.css", "size-adjust"],
    ),
    (
        "a rule that turns the order round",
        |e| style(e, "section { display: flex; flex-direction: column-reverse }"),
        &["V08", "stylesheet.css", "column-reverse"],
    ),
    ("what is said of two people", |e| exchange(e, "people", "镇中心小学", "样例村"), &["说明"]),
];

#[test]
fn what_was_exchanged_in_an_ebook_is_told() {
    told(".epub", EBOOK, |bytes, change| damage::container(bytes, change));
}

/// Annotations of links of the structure tree in its order, with the entry that leads somewhere.
fn links(document: &Document) -> Vec<(ObjectId, &'static [u8])> {
    let all = document.objects.iter().filter_map(|(id, object)| {
        let dict = object.as_dict().ok()?;
        let is_link = dict.get(b"Subtype").and_then(Object::as_name).ok()? == b"Link";
        let key = [&b"Dest"[..], b"A"].into_iter().find(|key| is_link && dict.has(key))?;
        Some((*id, key))
    });
    all.collect()
}

/// Has all links to a place or an address lead to another.
fn lead(document: &mut Document, from: &str, to: &str) {
    let mut changed = 0;
    for (id, key) in links(document) {
        let mut value = document.get_dictionary(id).unwrap().get(key).unwrap().clone();
        if let Object::Reference(action) = value {
            value = document.get_object(action).unwrap().clone();
        }
        let text = match &mut value {
            Object::String(name, _) => Some(name),
            Object::Dictionary(action) => match action.get_mut(b"URI") {
                Ok(Object::String(address, _)) => Some(address),
                _ => None,
            },
            _ => None,
        };
        if let Some(text) = text.filter(|text| text.as_slice() == from.as_bytes()) {
            *text = to.as_bytes().to_vec();
            document.get_dictionary_mut(id).unwrap().set(key, value);
            changed += 1;
        }
    }
    assert!(changed > 0, "no link leads to {from}");
}

/// Turns a page for viewers.
fn turn(document: &mut Document, number: u32) {
    let page = document.get_pages()[&number];
    document.get_dictionary_mut(page).unwrap().set("Rotate", 90);
}

/// Has the file say that there are layers.
fn layer(document: &mut Document) {
    let layers = lopdf::dictionary! { "OCGs" => Vec::<Object>::new() };
    document.catalog_mut().unwrap().set("OCProperties", layers);
}

const PDF: &[Case<Document>] = &[
    (
        "words of no size",
        |d| damage::draw(d, 4, ".01 0 0 .01 0 0 cm", ""),
        &["V06", "第 4 页", "看不见"],
    ),
    (
        "words the wrong way round",
        |d| damage::draw(d, 4, "-1 0 0 1 595 0 cm", ""),
        &["V06", "第 4 页", "左右反了"],
    ),
    ("a page that is turned", |d| turn(d, 4), &["V06", "第 4 页", "转了方向"]),
    ("layers", layer, &["V08", "图层"]),
    (
        "a link to a site",
        |d| lead(d, "https://example.org/note", "https://example.com/note"),
        &["V08", "里注“", "没有指到 https://example.org/note"],
    ),
    (
        "links to a section",
        |d| lead(d, "features", "people"),
        &["V08", "没有指到 20-features.yaml:"],
    ),
    (
        "links to a story",
        |d| lead(d, "bridge", "library"),
        &["V08", "大事", "没有指到 20-features.yaml:"],
    ),
    (
        "places that terms lead to",
        |d| lead(d, "water-pump", "bridge"),
        &["V08", "索引词“泵站”", "没有指到 45-entries.yaml:"],
    ),
    (
        "two alternative texts",
        |d| {
            let wanted = ["示意插画：一辆公交车停在站台旁。", "示意插画：一座桥跨过河面。"];
            let mut found = Vec::new();
            for text in wanted {
                let has = |object: &Object| {
                    let alt = object.as_dict().ok().and_then(|dict| dict.get(b"Alt").ok());
                    alt.is_some_and(|alt| {
                        alt.as_str().is_ok() && lopdf::decode_text_string(alt).unwrap() == text
                    })
                };
                let at = d.objects.iter().find(|(_, object)| has(object));
                let (id, object) = at.unwrap();
                found.push((*id, object.as_dict().unwrap().get(b"Alt").unwrap().clone()));
            }
            let (one, two) = (found[0].clone(), found[1].clone());
            d.get_dictionary_mut(one.0).unwrap().set("Alt", two.1);
            d.get_dictionary_mut(two.0).unwrap().set("Alt", one.1);
        },
        &["V08", "替代文字", "别的图注"],
    ),
];

#[test]
fn what_was_exchanged_in_a_pdf_is_told() {
    told(".pdf", PDF, |bytes, change| damage::pdf(bytes, change));
}

/// Puts the same number of other bytes in the place of some, at each of these places of them.
fn patch(bytes: &[u8], from: &str, to: &str, at: &[usize]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let places: Vec<usize> = bytes
        .windows(from.len())
        .enumerate()
        .filter(|(_, it)| *it == from.as_bytes())
        .map(|(at, _)| at)
        .collect();
    for number in at {
        let place = places[*number];
        out[place..place + to.len()].copy_from_slice(to.as_bytes());
    }
    out
}

#[test]
fn bytes_that_no_reader_should_see_are_told() {
    const SYNTAX: &str = "OEBPS/text/syntax.xhtml";
    const OTHER: &str = "OEBPS/text/syntay.xhtml";
    type Change = fn(&[u8]) -> Vec<u8>;
    let before: Change = |bytes| [b"#!/bin/sh\n", bytes].concat();
    let behind: Change = |bytes| [bytes, b"more"].concat();
    let named: Change = |bytes| patch(bytes, SYNTAX, OTHER, &[0]);
    // A second one of the same name before it, in both lists.
    let twice: Change = |bytes| {
        let bytes = damage::container(bytes, |entries| {
            entries.insert(1, (OTHER.to_owned(), b"<p/>".to_vec()));
        });
        patch(&bytes, OTHER, SYNTAX, &[0, 1])
    };
    for (ending, change, told) in [
        (".epub", before, "开头多了东西"),
        (".epub", behind, "末尾多了东西"),
        (".epub", named, "别的名字"),
        (".epub", twice, "有两个 OEBPS/text/syntax.xhtml"),
        (".pdf", before, "前面多了东西"),
        (".pdf", behind, "之后多了东西"),
    ] {
        let mut dist = Dist::of(&every_construct(), BOTH);
        dist.change(ending, change);
        dist.forge();
        let lines = dist.told().lines;
        let is_told = |line: &String| line.starts_with("V08") && line.contains(told);
        assert!(lines.iter().any(is_told), "{told}: {lines:#?}");
    }
}

#[test]
fn what_was_not_exchanged_is_not_told() {
    let mut dist = Dist::of(&every_construct(), BOTH);
    dist.forge();
    assert_eq!(dist.told().lines, Vec::<String>::new());
}
