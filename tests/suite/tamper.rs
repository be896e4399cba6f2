//! `verify` notices when artefacts are not what was written, though their checksums were made to
//! fit: one case a way to tamper, each with what is told of it.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};
use rayon::prelude::*;

use crate::support::damage::{self, Entries, elements, entry, kids, tag};
use crate::support::dist::Dist;
use crate::support::every_construct;

const ALL: &str = "screen,print,epub";

/// A way to tamper, and what is told of it, part by part of one line.
type Case<T> = (&'static str, fn(&mut T), &'static [&'static str]);

/// Whether the cases are told of the file with this ending.
fn noticed<T>(
    ending: &str,
    cases: &[Case<T>],
    tamper: impl Fn(&[u8], fn(&mut T)) -> Vec<u8> + Sync,
) {
    let dist = Dist::of(&every_construct(), ALL);
    let wrong = cases.par_iter().filter_map(|(name, change, told)| {
        let mut dist = dist.clone();
        dist.change(ending, |bytes| tamper(bytes, *change));
        dist.seal();
        let lines = dist.told().lines;
        let good = lines.iter().any(|line| told.iter().all(|words| line.contains(words)));
        (!good).then(|| format!("{name}: {lines:#?}"))
    });
    let wrong: Vec<String> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

// ——— The e-book ———

/// Changes the first of some words in an entry.
fn replace(entries: &mut Entries, path: &str, from: &str, to: &str) {
    let bytes = entry(entries, path);
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert!(text.contains(from), "{path} has no {from}");
    *bytes = text.replacen(from, to, 1).into_bytes();
}

/// Exchanges two pieces of text in an entry.
fn swap(entries: &mut Entries, path: &str, one: &str, other: &str) {
    replace(entries, path, one, "\u{1}");
    replace(entries, path, other, one);
    replace(entries, path, "\u{1}", other);
}

fn swap_entries(entries: &mut Entries, one: &str, other: &str) {
    let bytes = entry(entries, one).clone();
    let bytes = std::mem::replace(entry(entries, other), bytes);
    *entry(entries, one) = bytes;
}

fn style(entries: &mut Entries, rule: &str) {
    entry(entries, CSS).extend(rule.bytes());
}

const OPF: &str = "OEBPS/content.opf";
const NAV: &str = "OEBPS/nav.xhtml";
const CONTENTS: &str = "OEBPS/contents.xhtml";
const NCX: &str = "OEBPS/toc.ncx";
const CSS: &str = "OEBPS/stylesheet.css";
const SYNTAX: &str = "OEBPS/text/syntax.xhtml";
const JPEG: &str = "OEBPS/images/1.jpg";

const EBOOK: &[Case<Entries>] = &[
    (
        "a link leads to another story",
        |e| replace(e, SYNTAX, "href=\"library.xhtml\"", "href=\"bus.xhtml\""),
        &[SYNTAX, "链接"],
    ),
    (
        "a link leads nowhere",
        |e| replace(e, SYNTAX, "href=\"library.xhtml\"", "href=\"nowhere.xhtml\""),
        &["V08", SYNTAX, "nowhere", "不在"],
    ),
    (
        "a link leads to a place that is not there",
        |e| replace(e, SYNTAX, "href=\"library.xhtml\"", "href=\"library.xhtml#nothing\""),
        &["V08", SYNTAX, "#nothing", "不在"],
    ),
    (
        "a link leads to another site",
        |e| replace(e, SYNTAX, "https://example.org/yearbook", "https://example.com/yearbook"),
        &[SYNTAX, "链接"],
    ),
    (
        "the call of a note leads to another note",
        |e| replace(e, SYNTAX, "href=\"#fn-1\"", "href=\"#fn-2\""),
        &["V08", SYNTAX, "fn-2", "fnref-1"],
    ),
    (
        "a note leads back to another call",
        |e| replace(e, SYNTAX, "href=\"#fnref-1\"", "href=\"#fnref-2\""),
        &["V08", SYNTAX, "fn-1", "fnref-2"],
    ),
    (
        "the contents name a story otherwise",
        |e| replace(e, NAV, ">早市<", ">晚市<"),
        &["V08", NAV, "“晚市”指到的是", "早市"],
    ),
    (
        "the page of the contents names a story otherwise",
        |e| replace(e, CONTENTS, ">早市<", ">晚市<"),
        &["V08", CONTENTS, "“晚市”指到的是", "早市"],
    ),
    (
        "no document is the contents any more",
        |e| replace(e, OPF, " properties=\"nav\"", ""),
        &["V08", NAV, "不在阅读次序里"],
    ),
    (
        "the contents have another order",
        |e| {
            let line = |path, title| format!("<li><a href=\"text/{path}.xhtml\">{title}</a></li>");
            let bridge = "老石桥修好了 <span class=\"date\">2024年11月6日</span>";
            swap(e, NAV, &line("bridge", bridge), &line("market", "早市"));
        },
        &["V08", NAV, "次序"],
    ),
    (
        "an entry of the contents leads to another story",
        |e| replace(e, NAV, "href=\"text/market.xhtml\"", "href=\"text/bridge.xhtml\""),
        &["V08", NAV, "“早市”", "老石桥"],
    ),
    (
        "a page list has another page",
        |e| replace(e, NAV, "page-15\">13", "page-15\">31"),
        &["V08", NAV, "“31”", "“13”"],
    ),
    (
        "a page of the page list is elsewhere",
        |e| replace(e, NAV, "syntax.xhtml#page-16", "syntax.xhtml#page-17"),
        &["V08", NAV, "“14”", "“15”"],
    ),
    (
        "the NCX names a story otherwise",
        |e| replace(e, NCX, "早市", "晚市"),
        &["V08", NCX, "“晚市”", "早市"],
    ),
    (
        "the NCX leads to another story",
        |e| replace(e, NCX, "src=\"text/market.xhtml\"", "src=\"text/bridge.xhtml\""),
        &["V08", NCX, "“早市”", "老石桥"],
    ),
    (
        "another title",
        |e| replace(e, OPF, "样例镇年鉴2024", "样例县年鉴2024"),
        &["V08", "书名", "样例县年鉴2024"],
    ),
    ("another author", |e| replace(e, OPF, "甲作者", "丙作者"), &[OPF, "元数据"]),
    ("another publisher", |e| replace(e, OPF, "样例出版社", "别家出版社"), &[OPF, "元数据"]),
    ("another date", |e| replace(e, OPF, ">2024-12<", ">2023-12<"), &[OPF, "元数据"]),
    (
        "another identifier",
        |e| replace(e, OPF, "5a3f0c52", "5a3f0c53"),
        &["V08", "编号", "5a3f0c53"],
    ),
    (
        "another language of the package",
        |e| replace(e, OPF, "<dc:language>zh-Hans", "<dc:language>ja"),
        &[OPF, "元数据"],
    ),
    (
        "another language of a document",
        |e| replace(e, SYNTAX, "lang=\"zh-Hans\"", "lang=\"ja\""),
        &[SYNTAX],
    ),
    (
        "another alternative text",
        |e| replace(e, SYNTAX, "示意插画：高低", "示意插画：长短"),
        &[SYNTAX, "替代文字"],
    ),
    (
        "two alternative texts are exchanged",
        |e| {
            let [one, two] = [
                "样图：绿色底上一辆白色公交车，侧面有五扇窗。",
                "示意插画：高低不一的彩色书脊排在书架上。",
            ];
            swap(e, SYNTAX, one, two);
        },
        &[SYNTAX, "替代文字"],
    ),
    ("a picture is missing", |e| e.retain(|(name, _)| name != JPEG), &["V08", JPEG, "不在"]),
    ("a picture is another", |e| entry(e, JPEG).extend([0]), &[JPEG, "内容"]),
    (
        "a picture is cut off",
        |e| {
            let bytes = entry(e, JPEG);
            bytes.truncate(bytes.len() / 2);
        },
        &[JPEG, "内容"],
    ),
    (
        "two pictures are exchanged",
        |e| swap_entries(e, "OEBPS/images/4.svg", "OEBPS/images/6.svg"),
        &["OEBPS/images/6.svg", "内容"],
    ),
    (
        "two pictures are exchanged where they are shown",
        |e| swap(e, "OEBPS/text/gallery.xhtml", "images/1.jpg", "images/3.png"),
        &["OEBPS/text/gallery.xhtml", "链接"],
    ),
    ("a picture is added", |e| e.push(("OEBPS/images/9.jpg".to_owned(), vec![1])), &["多出"]),
    (
        "words are added to a paragraph",
        |e| replace(e, SYNTAX, "正文的每种写法", "添上的话。正文的每种写法"),
        &[SYNTAX, "文字"],
    ),
    (
        "a paragraph is added",
        |e| replace(e, SYNTAX, "<h3>列表</h3>", "<p>添上的话。</p><h3>列表</h3>"),
        &[SYNTAX, "文字"],
    ),
    (
        "a paragraph stands twice",
        |e| {
            let line = "<p>硬换行在这里：<br/>这是下一行。</p>";
            replace(e, SYNTAX, line, &format!("{line}{line}"));
        },
        &[SYNTAX, "文字"],
    ),
    (
        "a rule hides paragraphs",
        |e| style(e, "p { display: none }"),
        &["V08", CSS, "display: none"],
    ),
    (
        "a rule makes words invisible",
        |e| style(e, "p { visibility: hidden }"),
        &["V08", CSS, "visibility: hidden"],
    ),
    (
        "a rule makes words small",
        |e| style(e, "body { font-size: 0 }"),
        &["V08", CSS, "font-size: 0"],
    ),
    (
        "a rule makes words transparent",
        |e| style(e, "p { opacity: 0 }"),
        &["V08", CSS, "opacity: 0"],
    ),
    (
        "a rule for all but nothing hides",
        |e| style(e, ":not(x) { display: none }"),
        &["V08", CSS, ":not(x)"],
    ),
    (
        "a rule in a condition hides",
        |e| style(e, "@media all { @layer a { .story p { font-size: calc(0px) } } }"),
        &["V08", CSS, "font-size: calc(0px)"],
    ),
    (
        "a rule moves words off the page",
        |e| style(e, "p { position: fixed; left: -9999em }"),
        &["V08", CSS, "left: -9999em"],
    ),
    (
        "words are white in their place",
        |e| replace(e, SYNTAX, "<p>硬", "<p style=\"color:#fff;background:#fff\">硬"),
        &["V08", SYNTAX, "color:#fff", "硬换行"],
    ),
    ("the style sheet is another", |e| *entry(e, CSS) = b"p { }".to_vec(), &[CSS, "样式"]),
    ("the style sheet is empty", |e| entry(e, CSS).clear(), &[CSS, "样式"]),
    ("the media type is missing", |e| drop(e.remove(0)), &["V08", "mimetype"]),
    ("the media type is not first", |e| e.rotate_left(1), &["V08", "mimetype"]),
    (
        "a document is out of the reading order",
        |e| replace(e, OPF, "<itemref idref=\"id_colophon.xhtml\"/>", ""),
        &["V08", "colophon.xhtml", "次序"],
    ),
    (
        "a document is not linear",
        |e| replace(e, OPF, "_market.xhtml\"/>", "_market.xhtml\" linear=\"no\"/>"),
        &["V08", "market.xhtml", "次序"],
    ),
];

#[test]
fn ebooks_that_were_tampered_with_are_noticed() {
    noticed(".epub", EBOOK, |bytes, change| damage::container(bytes, change));
}

// ——— PDFs ———

/// A page, from 1.
fn page(document: &mut Document, number: u32) -> &mut Dictionary {
    let id = document.get_pages()[&number];
    document.get_dictionary_mut(id).unwrap()
}

/// Whether a dictionary is of a subtype.
fn named(dict: &Dictionary, subtype: &str) -> bool {
    let name = dict.get(b"Subtype").and_then(Object::as_name);
    name.is_ok_and(|name| name == subtype.as_bytes())
}

/// The first pictures of the file, of pages in their order.
fn pictures(document: &Document) -> Vec<ObjectId> {
    let is_picture = |object: &Object| {
        let stream = object.as_stream().ok();
        stream.is_some_and(|stream| named(&stream.dict, "Image"))
    };
    let objects = document.objects.iter().filter(|(_, object)| is_picture(object));
    let with_mask = |object: &Object| object.as_stream().unwrap().dict.has(b"SMask");
    objects.filter(|(_, object)| !with_mask(object)).map(|(id, _)| *id).collect()
}

fn change_picture(document: &mut Document, change: fn(&mut Vec<u8>)) {
    let id = pictures(document)[0];
    change(&mut document.get_object_mut(id).unwrap().as_stream_mut().unwrap().content);
}

fn swap_pictures(document: &mut Document) {
    let pictures = pictures(document);
    let (one, two) = (pictures[0], *pictures.last().unwrap());
    assert_ne!(one, two);
    let [a, b] = [one, two].map(|id| document.objects[&id].clone());
    document.objects.insert(one, b);
    document.objects.insert(two, a);
}

/// Dictionaries that have an entry of this name.
fn with(document: &Document, key: &str) -> Vec<ObjectId> {
    let has = |object: &Object| object.as_dict().is_ok_and(|dict| dict.has(key.as_bytes()));
    document.objects.iter().filter(|(_, object)| has(object)).map(|(id, _)| *id).collect()
}

/// Exchanges an entry of two objects.
fn swap_values(document: &mut Document, [one, two]: [ObjectId; 2], key: &str) {
    let value = |id| document.get_dictionary(id).unwrap().get(key.as_bytes()).unwrap().clone();
    let (a, b) = (value(one), value(two));
    assert_ne!(a, b);
    document.get_dictionary_mut(one).unwrap().set(key, b);
    document.get_dictionary_mut(two).unwrap().set(key, a);
}

/// Changes the words of a stream that the catalog names.
fn metadata(document: &mut Document, from: &str, to: &str) {
    let id = document.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
    let stream = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    if stream.dict.has(b"Filter") {
        stream.decompress().unwrap();
    }
    let text = String::from_utf8(stream.content.clone()).unwrap();
    assert!(text.contains(from), "{text}");
    stream.set_plain_content(text.replacen(from, to, 1).into_bytes());
}

fn info(document: &mut Document) -> &mut Dictionary {
    let id = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
    document.get_dictionary_mut(id).unwrap()
}

fn catalog(document: &mut Document) -> &mut Dictionary {
    document.catalog_mut().unwrap()
}

/// Draws words of page 4 once more, with something before them.
fn words(document: &mut Document, number: u32, before: &str) {
    operations(document, number, |all| {
        let at = |name: &str| all.iter().position(|operation| operation.operator == name).unwrap();
        let again = all[at("BT")..=at("ET")].to_vec();
        let before = Content::decode(before.as_bytes()).unwrap().operations;
        all.push(Operation::new("q", Vec::new()));
        all.extend(before.into_iter().chain(again));
        all.push(Operation::new("Q", Vec::new()));
    });
}

/// Changes what draws a page.
fn operations(document: &mut Document, number: u32, change: impl FnOnce(&mut Vec<Operation>)) {
    let id = document.get_pages()[&number];
    let mut content = Content::decode(&document.get_page_content(id)).unwrap();
    change(&mut content.operations);
    document.change_page_content(id, content.encode().unwrap()).unwrap();
}

/// Puts an operator before all words of a page.
fn paint(document: &mut Document, operator: &str, operand: i32) {
    operations(document, 4, |all| {
        let painted = |operation: Operation| {
            let shows = matches!(operation.operator.as_str(), "Tj" | "TJ");
            let before = shows.then(|| Operation::new(operator, vec![operand.into()]));
            before.into_iter().chain([operation])
        };
        *all = std::mem::take(all).into_iter().flat_map(painted).collect();
    });
}

/// Puts something before all words of a page.
fn before_words(document: &mut Document, number: u32, operators: &str) {
    damage::draw(document, number, operators, "");
}

fn links(document: &Document) -> Vec<ObjectId> {
    let mut links = with(document, "Subtype");
    links.retain(|id| {
        let dict = document.get_dictionary(*id).unwrap();
        let inner = dict.has(b"Dest") || dict.has(b"A");
        inner && named(dict, "Link")
    });
    links
}

fn swap_link_targets(document: &mut Document) {
    let links = links(document);
    let target = |id: &ObjectId| {
        let dict = document.get_dictionary(*id).unwrap();
        ["Dest", "A"].into_iter().find_map(|key| Some((key, dict.get(key.as_bytes()).ok()?)))
    };
    let first = target(&links[0]).unwrap();
    let other =
        links.iter().find(|id| target(id).is_some_and(|t| t.0 == first.0 && t.1 != first.1));
    swap_values(document, [links[0], *other.unwrap()], first.0);
}

/// The entries of the outline.
fn outline(document: &Document) -> Vec<ObjectId> {
    let mut items = with(document, "Title");
    items.retain(|id| document.get_dictionary(*id).unwrap().has(b"Parent"));
    items
}

fn swap_pages(document: &mut Document) {
    let [one, two] = [4, 5].map(|number| document.get_pages()[&number]);
    let (a, b) = (document.objects[&one].clone(), document.objects[&two].clone());
    document.objects.insert(one, b);
    document.objects.insert(two, a);
}

const SCREEN: &[Case<Document>] = &[
    ("a picture is empty", |d| change_picture(d, Vec::clear), &["页与写出时不同", "图"]),
    (
        "a picture is cut off",
        |d| change_picture(d, |bytes| bytes.truncate(bytes.len() / 2)),
        &["页与写出时不同", "图"],
    ),
    ("two pictures are exchanged", swap_pictures, &["页与写出时不同", "图"]),
    (
        "two alternative texts are exchanged",
        |d| {
            let figures = with(d, "Alt");
            let texts = |id: &ObjectId| d.get_dictionary(*id).unwrap().get(b"Alt").unwrap().clone();
            let other = figures.iter().find(|id| texts(id) != texts(&figures[0])).unwrap();
            swap_values(d, [figures[0], *other], "Alt");
        },
        &["页与写出时不同", "替代文字"],
    ),
    ("words stand twice", |d| words(d, 4, ""), &["第 4 页", "文字和图形"]),
    ("words are added that are invisible", |d| words(d, 4, "3 Tr"), &["第 4 页", "文字和图形"]),
    ("words are added off the page", |d| words(d, 4, "1 0 0 1 3000 0 cm"), &["第 4 页"]),
    ("words are invisible", |d| paint(d, "Tr", 3), &["V06", "第 4 页", "看不见"]),
    ("words are white", |d| paint(d, "g", 1), &["V06", "第 4 页", "看不见"]),
    ("words are off the page", |d| before_words(d, 4, "1 0 0 1 3000 0 cm"), &["第 4 页"]),
    ("a page is missing", |d| d.delete_pages(&[4]), &["少了第 4 页"]),
    ("two pages are exchanged", swap_pages, &["第 4 页与写出时不同"]),
    ("links lead elsewhere", swap_link_targets, &["页与写出时不同", "链接"]),
    (
        "a bookmark has another title",
        |d| {
            let items = outline(d);
            d.get_dictionary_mut(items[0]).unwrap().set("Title", Object::string_literal("x"));
        },
        &["整体", "书签"],
    ),
    (
        "two bookmarks lead to each other's places",
        |d| {
            let items = outline(d);
            let key = if d.get_dictionary(items[0]).unwrap().has(b"Dest") { "Dest" } else { "A" };
            swap_values(d, [items[0], items[2]], key);
        },
        &["整体", "书签"],
    ),
    ("another title", |d| info(d).set("Title", Object::string_literal("x")), &["整体", "文档信息"]),
    (
        "another title in the XMP",
        |d| metadata(d, "样例镇年鉴2024", "样例县年鉴2024"),
        &["整体", "元数据"],
    ),
    ("it is no PDF/A", |d| metadata(d, "pdfaid:part", "pdfaid:trap"), &["整体", "元数据"]),
    ("it has no tags", |d| drop(catalog(d).remove(b"StructTreeRoot")), &["没有标签"]),
    (
        "a heading is no heading",
        |d| {
            let heading = elements(d).into_iter().find(|id| tag(d, &(*id).into()) == "H1").unwrap();
            d.get_dictionary_mut(heading).unwrap().set("S", "P");
        },
        &["标签"],
    ),
    (
        "an element is gone",
        |d| {
            let table =
                elements(d).into_iter().find(|id| tag(d, &(*id).into()) == "Table").unwrap();
            let rows = kids(d, table).split_off(1);
            damage::set_kids(d, table, rows);
        },
        &["标签"],
    ),
    ("another language", |d| catalog(d).set("Lang", Object::string_literal("en")), &["语言"]),
    (
        "another sheet",
        |d| page(d, 4).set("MediaBox", vec![0.into(), 0.into(), 99.into(), 99.into()]),
        &["第 4 页", "纸张"],
    ),
    ("it is turned", |d| page(d, 4).set("Rotate", 90), &["第 4 页", "Rotate"]),
    (
        "a script runs at opening",
        |d| {
            let action =
                lopdf::dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("1") };
            catalog(d).set("OpenAction", action);
        },
        &["整体", "OpenAction"],
    ),
];

const PRINT: &[Case<Document>] = &[
    ("a picture is empty", |d| change_picture(d, Vec::clear), &["页与写出时不同", "图"]),
    ("two pictures are exchanged", swap_pictures, &["页与写出时不同", "图"]),
    ("words are invisible", |d| paint(d, "Tr", 3), &["V06", "第 4 页", "看不见"]),
    ("a page is missing", |d| d.delete_pages(&[4]), &["少了第 4 页"]),
    ("two pages are exchanged", swap_pages, &["第 4 页与写出时不同"]),
    (
        "another trim",
        |d| page(d, 4).set("TrimBox", vec![9.into(), 9.into(), 99.into(), 99.into()]),
        &["第 4 页", "成品框"],
    ),
    ("no trim", |d| drop(page(d, 4).remove(b"TrimBox")), &["第 4 页", "成品框"]),
    (
        "another bleed",
        |d| page(d, 4).set("BleedBox", vec![9.into(), 9.into(), 99.into(), 99.into()]),
        &["第 4 页", "出血框"],
    ),
    ("no output intent", |d| drop(catalog(d).remove(b"OutputIntents")), &["整体", "输出意图"]),
    ("it is no PDF/X", |d| metadata(d, "pdfxid:GTS", "pdfxid:STG"), &["整体", "元数据"]),
    ("another title", |d| info(d).set("Title", Object::string_literal("x")), &["整体", "文档信息"]),
    ("another language", |d| catalog(d).set("Lang", Object::string_literal("en")), &["语言"]),
];

#[test]
fn pdfs_that_were_tampered_with_are_noticed() {
    noticed("construct.pdf", SCREEN, |bytes, change| damage::pdf(bytes, change));
    noticed("-print.pdf", PRINT, |bytes, change| damage::pdf(bytes, change));
}

#[test]
fn a_file_that_was_only_written_anew_is_as_it_was() {
    let mut dist = Dist::of(&every_construct(), ALL);
    // What is compressed is not any more, and the other way round, but pictures.
    let repacked = |document: &mut Document| {
        document.renumber_objects();
        for object in document.objects.values_mut() {
            let Object::Stream(stream) = object else { continue };
            if named(&stream.dict, "Image") {
                continue;
            }
            match stream.dict.has(b"Filter") {
                true => stream.decompress().unwrap(),
                false => stream.compress().unwrap(),
            }
        }
    };
    for ending in ["construct.pdf", "-print.pdf"] {
        dist.change(ending, |bytes| damage::pdf(bytes, repacked));
    }
    dist.seal();
    assert_eq!(dist.told().lines, Vec::<String>::new());
}

#[test]
fn exchanged_files_are_told_by_name() {
    let [screen, print] = ["every-construct.pdf", "every-construct-print.pdf"];
    for (here, other) in [(screen, print), (print, screen)] {
        let mut dist = Dist::of(&every_construct(), ALL);
        let bytes = dist.files[other].clone();
        dist.files.insert(here.to_owned(), bytes);
        dist.seal();
        let lines = dist.told().lines;
        let told = format!("{here} 里装的是 {other}");
        // A file for the printer has no tags.
        let told = [told.as_str(), "没有标签"];
        assert!(lines.iter().any(|line| told.iter().any(|t| line.contains(t))), "{lines:#?}");
    }
}
