//! What must hold of every e-book, on a book that has one of everything.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::bail;
use image::{DynamicImage, ImageFormat};
use roxmltree::{Document, ParsingOptions};
use zip::{CompressionMethod, DateTime, ZipArchive};

use super::*;
use crate::epub::fonts::Face;
use crate::model::{
    Align, Alt, Block, Captions, Chapter, Closing, Colours, Content, Decoration, Delimiter,
    Encoded, Epub, Event, Figure, FigureKind, FigureSize, Grid, Group, Head, Imprint, Index,
    IndexOrder, Inline, KeyFigure, LinkTarget, Meta, Numbers, Person, Picture, PictureBytes,
    PictureFile, PictureFormat, PictureInfo, Print, Role, Runs, Section, Story, Table, Term,
    Treatment,
};
use crate::parts;
use crate::source::{Place, Spanned, Text};
use crate::text::date;
use crate::text::headline::Line;
use crate::text::labels::english::ENGLISH;
use crate::text::labels::simplified::SIMPLIFIED;
use crate::text::when::When;

const HOSTILE: &str = "<b>&amp; \"'“”]]> 𠮷\u{FA11}";

fn place() -> Place {
    Place::top("")
}

fn text(text: &str) -> Inline {
    Inline::Text(text.into())
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![text(words)].into())
}

fn note(number: u32, text: Vec<Block>) -> Inline {
    Inline::Note { number, text }
}

fn link(target: LinkTarget, text: Vec<Inline>) -> Inline {
    Inline::Link { target, text }
}

fn ruby(base: &str, reading: &str) -> Inline {
    Inline::Ruby { base: base.into(), reading: reading.into() }
}

/// Every kind of block and run, with notes in awkward places.
fn everything() -> Vec<Block> {
    let inner = vec![text("注里有注"), note(2, vec![paragraph("第二条")])];
    let inner = Block::Paragraph(inner.into());
    let outside = LinkTarget::Web("https://example.org/?a=1&b=%E9%87%91".to_owned());
    let linked = vec![text("链接"), note(3, vec![Block::List { numbers: None, items: vec![] }])];
    let cell = |words: &str| Runs::from(vec![text(words)]);
    vec![
        Block::Paragraph(Spanned::from(vec![
            text(HOSTILE),
            note(1, vec![inner, paragraph("又一段")]),
            link(outside, linked),
            Inline::Break,
            Inline::Strong(vec![Inline::Emph(vec![text("重")]), ruby("金山", "jīn shān")]),
            ruby("亭林", "tínglín"),
            Inline::Decorated { decoration: Decoration::Dots, text: "着重".into() },
            Inline::Decorated { decoration: Decoration::Name, text: "亭林".into() },
            Inline::Decorated { decoration: Decoration::Wavy, text: HOSTILE.into() },
            link(LinkTarget::Inside("foreword".to_owned()), vec![text("前言")]),
            link(LinkTarget::Inside("foreword".to_owned()), vec![]),
        ])),
        Block::Heading { level: 1, text: vec![text("一级")].into() },
        Block::Heading { level: 2, text: vec![text("二级")].into() },
        Block::List {
            numbers: Some(Numbers { first: 3, delimiter: Delimiter::Bracket }),
            items: vec![vec![paragraph("三")].into(), vec![].into()],
        },
        Block::List {
            numbers: None,
            items: vec![Spanned::from(vec![
                paragraph("甲"),
                Block::Quote(vec![paragraph("引")].into()),
                paragraph("乙"),
            ])],
        },
        Block::Table(Spanned::from(Grid {
            align: vec![Align::Auto, Align::Right],
            head: vec![cell(""), cell("公里")],
            rows: vec![vec![cell("南枫线"), cell("95.67")]],
        })),
        Block::Table(Grid { align: vec![], head: vec![cell("空")], rows: vec![] }.into()),
        Block::Closing { role: Closing::Signature, text: vec![text(HOSTILE)].into() },
        Block::Closing { role: Closing::By, text: vec![text("撰稿：甲")].into() },
    ]
}

fn bytes(format: PictureFormat) -> Arc<[u8]> {
    let raster = match format {
        PictureFormat::Jpeg => ImageFormat::Jpeg,
        PictureFormat::Svg => {
            return concat!(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 64 48\">",
                "<rect width=\"64\" height=\"48\" fill=\"#a6192e\"/></svg>"
            )
            .as_bytes()
            .into();
        }
        _ => ImageFormat::Png,
    };
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(64, 48).write_to(&mut bytes, raster).expect("a picture in memory");
    bytes.into_inner().into()
}

fn picture(number: usize, format: PictureFormat) -> Arc<Picture> {
    let info = PictureInfo {
        format,
        width: 64.0,
        height: 48.0,
        orientation: 1,
        colours: Colours::Rgb,
        profiled: false,
        animated: false,
        letters: None,
    };
    Arc::new(Picture {
        number,
        path: format!("images/{number}"),
        file: PathBuf::new(),
        sha256: String::new(),
        info,
        drawing: None,
        at: place().into(),
    })
}

/// The pictures of a book, made ready.
fn prepared(book: &Book) -> Prepared {
    let pictures = book.pictures().into_iter().map(|(number, picture)| {
        let format = picture.info.format;
        (number, Encoded::Converted(PictureFile { bytes: bytes(format), format }, None))
    });
    pictures.collect()
}

fn read(ready: &Encoded) -> Result<PictureBytes> {
    match ready {
        Encoded::Converted(made, _) => Ok(PictureBytes::Shared(Arc::clone(&made.bytes))),
        Encoded::Original(picture) => bail!("{} was not made", picture.path),
    }
}

fn figure(id: &str, picture: Option<Arc<Picture>>, mark: Option<u32>) -> Figure {
    Figure {
        id: id.to_owned(),
        picture,
        mark,
        caption: format!("图注{HOSTILE}").into(),
        alt: Alt::Text(format!("画面{HOSTILE}").into()),
        credit: Some("本书绘制".into()),
        kind: FigureKind::Artwork,
        rows: Vec::new(),
        whole: false,
        focus: (0.5, 0.5),
        map_approval: None,
        size: FigureSize::Column,
        at: place().into(),
    }
}

fn story(id: &str, number: u32, title_lines: &[&str], figures: Vec<Figure>) -> Story {
    Story {
        id: id.to_owned(),
        number,
        title: title_lines.join(" ").into(),
        title_lines: title_lines.iter().map(|line| Line::whole(line)).collect(),
        lang: None,
        group: None,
        subgroup: None,
        date: date::parse("2023-12-28"),
        body: everything(),
        figures,
        key_figures: vec![KeyFigure {
            value: "95.60".into(),
            unit: "公里".into(),
            label: "全长".into(),
        }],
        excerpt: None,
        at: place().into(),
    }
}

/// What no layout need declare.
const PLAIN: Treatment = Treatment {
    role: Role::Chapter,
    opens_part: false,
    chapter: Chapter::Section,
    captions: Captions::Below,
    key_figures: false,
};

fn section(id: &str, treatment: Treatment, content: Content) -> Section {
    Section {
        id: id.to_owned(),
        kind: format!("kind-of-{id}"),
        treatment,
        title: format!("栏目 {id}").into(),
        title_lines: vec![Line::whole("栏目"), Line::whole(id)],
        subtitle: Some(format!("副题{HOSTILE}").into()),
        pages: None,
        intro: everything(),
        facts: Vec::new(),
        content,
        at: place().into(),
    }
}

fn event(day: &str, until: Option<&str>, story: Option<(Text, u32)>) -> Event {
    Event {
        date: date::parse(day).expect("a date").into(),
        until: until.and_then(date::parse).map(When::from),
        text: vec![text("发生了一件事。"), note(1, vec![paragraph("注")])].into(),
        story,
        at: place().into(),
    }
}

fn sections() -> Vec<Section> {
    let shared = picture(1, PictureFormat::Jpeg);
    let map = Figure {
        kind: FigureKind::Map,
        map_approval: Some("GS（2023）1号".into()),
        ..figure("fig-news-2", Some(picture(2, PictureFormat::Svg)), Some(1))
    };
    let plain = Figure {
        caption: Text::default(),
        alt: Alt::Decorative,
        credit: None,
        ..figure("fig-news-3", Some(picture(3, PictureFormat::Jpeg)), None)
    };
    let news = vec![
        story(
            "news-captions",
            1,
            &["2023年", "第一条"],
            vec![figure("fig-news-1", Some(shared.clone()), Some(2))],
        ),
        story("b", 2, &[HOSTILE], vec![map, plain, figure("fig-news-4", None, Some(3))]),
    ];
    let feature =
        vec![story("c", 1, &["专题"], vec![figure("fig-feature-1", Some(shared), Some(1))])];
    let events = vec![
        event("2023", None, None),
        event("2023-11-20", None, Some(("b".into(), 2))),
        event("2023-11-20", None, None),
        event("2023-12-30", Some("2024-01-02"), None),
    ];
    let plate = figure("fig-plates-1", Some(picture(5, PictureFormat::Jpeg)), None);
    let entry =
        |id, group: &str| Story { group: Some(group.into()), ..story(id, 1, &["条目"], vec![]) };
    let part = |id, part: &str| Story { subgroup: Some(part.into()), ..entry(id, HOSTILE) };
    let entries = vec![
        entry("e1", "概况"),
        entry("e2", "概况"),
        entry("e3", HOSTILE),
        part("e4", "子目"),
        part("e5", "子目"),
        part("e6", HOSTILE),
    ];
    let cell = |words: &str| Runs::from(vec![text(words)]);
    let table = Table {
        id: "tab-tables-1".to_owned(),
        number: 1,
        title: format!("人口{HOSTILE}").into(),
        unit: Some("人".into()),
        grid: Spanned::from(Grid {
            align: vec![Align::Auto, Align::Auto],
            head: vec![cell("镇"), cell(HOSTILE)],
            rows: vec![vec![cell("亭林"), cell("12.5")]],
        }),
        note: Some(HOSTILE.into()),
        source: Some("统计局".into()),
        at: place().into(),
    };
    let person = |name: &str, detail: Option<&str>| Person {
        name: name.into(),
        detail: detail.map(Text::from),
        photo: None,
        quote: None,
    };
    let group = Group {
        title: Some(HOSTILE.into()),
        people: vec![person("张三", None), person(HOSTILE, Some("教师"))],
        note: Some("排名不分先后".into()),
        credit: None,
        at: place().into(),
    };
    let term = |term: &str, to: &[&str], see: Option<&str>| Term {
        term: term.into(),
        to: to.iter().map(|&id| id.to_owned()).collect(),
        see: see.map(Text::from),
        see_also: Vec::new(),
    };
    let terms = vec![term("条目", &["e1", "e3", "b"], None), term(HOSTILE, &[], Some("条目"))];
    let index =
        Index { order: IndexOrder::Pinyin, heads: vec![Head { head: "T".to_owned(), terms }] };
    let png = figure("fig-foreword-1", Some(picture(4, PictureFormat::Png)), None);
    let foreword = Content::Text { body: everything(), figures: vec![png] };
    let shown = Treatment { role: Role::Part, chapter: Chapter::Story, key_figures: true, ..PLAIN };
    let part = Treatment { role: Role::Part, opens_part: true, ..PLAIN };
    let listed = Treatment { captions: Captions::List, key_figures: false, ..shown };
    vec![
        section("foreword", PLAIN, foreword),
        section("news", listed, Content::Stories(news)),
        section("feature", shown, Content::Stories(feature)),
        section("events", PLAIN, Content::Events(events)),
        section("part", part, Content::Plates(vec![])),
        section("plates", PLAIN, Content::Plates(vec![plate])),
        section("entries", PLAIN, Content::Stories(entries)),
        section("tables", PLAIN, Content::Tables(vec![table])),
        section("people", PLAIN, Content::People(vec![group])),
        section("index", Treatment { role: Role::Index, ..PLAIN }, Content::Index(index)),
    ]
}

fn sample() -> Book {
    let some = |words: &str| Some(Text::from(format!("{words}{HOSTILE}")));
    let meta = Meta {
        title: format!("2023金山 {HOSTILE}").into(),
        title_lines: vec![Line::whole(&format!("2023金山 {HOSTILE}"))],
        title_without_year: None,
        subtitle: some("副题"),
        series: some("丛书"),
        volume: Some("12".into()),
        year: Some(2023),
        place: some("金山"),
        lang: "zh-Hans".to_owned(),
        labels: &SIMPLIFIED,
        identifier: "urn:uuid:7f1b6f2c-8f0e-5f57-9c1a-3b1f3a3f0c11".to_owned(),
        isbn: Some("978-7-5439-8888-4".into()),
        cip: vec!["图书在版编目（CIP）数据".into(), HOSTILE.into()],
        publisher: some("出版社"),
        editors: vec!["编者甲".into(), HOSTILE.into()],
        authors: vec!["著者".into()],
        date: date::parse("2024-01"),
        rights: some("版权"),
        description: some("一句话。\n两行。"),
        subjects: vec!["年鉴".into(), HOSTILE.into()],
        imprint: Imprint { printer: some("印刷厂"), ..Imprint::default() },
        cover: crate::model::Cover::default(),
        print: Print::default(),
        epub: Epub::default(),
        colophon: everything(),
        colophon_at: place().into(),
    };
    Book { name: "sample".to_owned(), meta, sections: sections(), placeholders: BTreeSet::new() }
}

fn made(book: &Book) -> Vec<u8> {
    let cover = bytes(PictureFormat::Jpeg);
    let style = "p { text-indent: 2em; }";
    let locators = BTreeMap::from([("e1".to_owned(), "57a".to_owned())]);
    let options = Options {
        style,
        cover: Some(&cover),
        locators: &locators,
        folios: &[],
        cutter: &|_, _, _| Face::Absent,
        prepared: &prepared(book),
        read: &read,
        profile: None,
        modified: 1_706_659_200,
    };
    packed(book, &options).expect("an e-book")
}

/// An e-book of a layout that gives nothing.
fn bare(book: &Book, cover: Option<&[u8]>) -> Result<Vec<u8>> {
    let locators = BTreeMap::new();
    let options = Options {
        style: "",
        cover,
        locators: &locators,
        folios: &[],
        cutter: &|_, _, _| Face::Absent,
        prepared: &prepared(book),
        read: &read,
        profile: None,
        modified: 0,
    };
    packed(book, &options)
}

fn packed(book: &Book, options: &Options) -> Result<Vec<u8>> {
    let mut out = Cursor::new(Vec::new());
    let told = epub(book, options, &mut out, &mut Findings::new(""))?;
    let out = out.into_inner();
    assert_eq!(Ok(told), parts::entries(&out, u64::MAX), "what is told is what was written");
    Ok(out)
}

/// The text files of an e-book by name.
fn files(ebook: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(ebook)).expect("a ZIP file");
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("an entry");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        files.insert(file.name().to_owned(), String::from_utf8_lossy(&bytes).into_owned());
    }
    files
}

fn parsed(xml: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(xml, options).unwrap_or_else(|error| panic!("{error}\n{xml}"))
}

fn written(node: roxmltree::Node) -> String {
    node.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect()
}

/// The file that a reference leads to, and its fragment.
fn resolved(from: &str, reference: &str) -> (String, String) {
    let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let mut parts: Vec<&str> = from.split('/').collect();
    if !path.is_empty() {
        parts.pop();
        for part in path.split('/') {
            if part == ".." {
                parts.pop();
            } else {
                parts.push(part);
            }
        }
    }
    (parts.join("/"), fragment.to_owned())
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let book = sample();
    let first = made(&book);
    assert!(first == made(&book));
    // Two runs within a second would not show a clock; `Options::modified` must be the only time.
    let opf = &files(&first)["OEBPS/content.opf"];
    assert!(opf.contains("<meta property=\"dcterms:modified\">2024-01-31T00:00:00Z</meta>"));
    assert_eq!(opf.matches("dcterms:modified").count(), 1);
}

#[test]
fn the_media_type_comes_first_and_stored_and_nothing_tells_the_time() {
    let ebook = made(&sample());
    // The local header (EPUB 3.3, §4.3): method, lengths of name and extra field, content.
    assert_eq!(&ebook[8..10], [0, 0]);
    assert_eq!(&ebook[26..30], [8, 0, 0, 0]);
    assert_eq!(&ebook[30..58], b"mimetypeapplication/epub+zip");
    let mut archive = ZipArchive::new(Cursor::new(&ebook)).expect("a ZIP file");
    let mut names = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index(index).expect("an entry");
        assert_eq!(file.last_modified(), Some(DateTime::default()), "{}", file.name());
        assert_eq!(file.extra_data().unwrap_or_default(), b"", "{}", file.name());
        let raster = [".jpg", ".png"].iter().any(|end| file.name().ends_with(end));
        assert_eq!(file.compression() == CompressionMethod::Stored, raster || index == 0);
        names.push(file.name().to_owned());
    }
    assert!(names[1..].is_sorted());
    assert!(archive.comment().is_empty());
}

#[test]
fn every_reference_has_its_target_and_every_id_is_single() {
    let files = files(&made(&sample()));
    let mut ids = BTreeSet::new();
    let mut references = BTreeSet::new();
    for (name, xml) in
        files.iter().filter(|(name, _)| name.ends_with("ml") || name.ends_with(".ncx"))
    {
        for node in parsed(xml).descendants() {
            if let Some(id) = node.attribute("id") {
                assert!(ids.insert((name.clone(), id.to_owned())), "{name}#{id} twice");
            }
            let found = ["href", "src"].iter().filter_map(|key| node.attribute(*key));
            for reference in found.filter(|reference| !reference.contains(':')) {
                references.insert(resolved(name, reference));
            }
        }
    }
    for (file, fragment) in references {
        assert!(files.contains_key(&file), "{file} is missing");
        let found = fragment.is_empty() || ids.contains(&(file.clone(), fragment.clone()));
        assert!(found, "{file}#{fragment} is missing");
    }
}

#[test]
fn the_manifest_names_every_file_once() {
    let files = files(&made(&sample()));
    let opf = parsed(&files["OEBPS/content.opf"]);
    let items = opf
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.idpf.org/2007/opf", "item")));
    let listed: Vec<String> =
        items.filter_map(|n| n.attribute("href")).map(|h| format!("OEBPS/{h}")).collect();
    let listed_once: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(listed.len(), listed_once.len());
    let inside = files.keys().filter(|name| name.starts_with("OEBPS/") && !name.ends_with(".opf"));
    assert_eq!(listed_once, inside.cloned().collect());
}

#[test]
fn words_come_out_as_they_are() {
    let book = sample();
    let files = files(&made(&book));
    let numbered = book.sections.iter().filter(|section| !section.is_one_chapter());
    for story in numbered.flat_map(|section| section.stories()) {
        let page = parsed(&files[&format!("OEBPS/text/{}.xhtml", story.id)]);
        let title = page.descendants().find(|n| n.attribute("class") == Some("t")).map(written);
        assert_eq!(title.as_deref(), Some(story.title.as_str()));
        let first =
            page.descendants().find(|n| n.has_tag_name(("http://www.w3.org/1999/xhtml", "p")));
        assert!(first.map(written).is_some_and(|words| words.starts_with(HOSTILE)));
        for figure in &story.figures {
            let node = page.descendants().find(|n| n.attribute("id") == Some(&figure.id));
            assert!(node.map(written).is_some_and(|words| words.contains(figure.caption.as_str())));
        }
    }
}

#[test]
fn the_index_leads_to_entries_by_their_printed_places() {
    let files = files(&made(&sample()));
    let index = &files["OEBPS/text/index.xhtml"];
    assert!(index.contains("<a href=\"entries.xhtml#e1\" title=\"条目\">57a</a>"), "{index}");
    let entries = parsed(&files["OEBPS/text/entries.xhtml"]);
    let entry = entries.descendants().find(|n| n.attribute("id") == Some("e1"));
    assert!(entry.map(written).is_some_and(|words| words.contains(HOSTILE)));
    assert!(files["OEBPS/nav.xhtml"].contains("text/entries.xhtml#group-2"));
}

/// The entries of contents, with the depth of each and where it leads.
fn nested<'a>(contents: roxmltree::Node<'a, '_>, entry: &str, to: &str) -> Vec<(usize, &'a str)> {
    let leads = |node: &roxmltree::Node<'a, '_>| {
        node.children().find_map(|kid| kid.attribute(to).filter(|_| kid.is_element()))
    };
    let is_entry = |node: &roxmltree::Node| node.tag_name().name() == entry;
    let entries = contents.descendants().filter(is_entry);
    let found = entries.map(|node| (node.ancestors().filter(is_entry).count(), leads(&node)));
    found.map(|(depth, to)| (depth, to.expect("an entry that leads somewhere"))).collect()
}

#[test]
fn parts_hold_their_sections_in_all_contents() {
    let files = files(&made(&sample()));
    let [contents, nav] =
        ["contents", "nav"].map(|name| parsed(&files[&format!("OEBPS/{name}.xhtml")]));
    let toc = |page| {
        let mut nodes = Document::descendants(page);
        nested(nodes.find(|node| node.attribute("id") == Some("toc")).unwrap(), "li", "href")
    };
    let ncx = parsed(&files["OEBPS/toc.ncx"]);
    let all = toc(&nav);
    assert_eq!(all, toc(&contents));
    assert_eq!(all, nested(ncx.root(), "navPoint", "src"));
    let depth = |to: &str| all.iter().find(|(_, other)| *other == to).map(|(depth, _)| *depth);
    for (to, expected) in [
        ("text/news.xhtml", 1),
        ("text/b.xhtml", 2),
        ("captions/news.xhtml", 2),
        ("text/events.xhtml", 1),
        ("text/part.xhtml", 1),
        ("text/plates.xhtml", 2),
        ("text/entries.xhtml#group-2", 3),
        ("text/entries.xhtml#group-2-1", 4),
        ("text/entries.xhtml#group-2-2", 4),
        ("text/index.xhtml", 1),
        ("colophon.xhtml", 1),
    ] {
        assert_eq!(depth(to), Some(expected), "{to}");
    }
    assert!(files["OEBPS/toc.ncx"].contains("\"dtb:depth\" content=\"4\""));
}

#[test]
fn the_contents_are_a_page_and_what_programs_read_is_none() {
    let files = files(&made(&sample()));
    let opf = parsed(&files["OEBPS/content.opf"]);
    let spine = opf.descendants().filter_map(|node| node.attribute("idref"));
    let spine: Vec<&str> = spine.collect();
    assert_eq!(spine[..3], ["id_cover.xhtml", "id_imprint.xhtml", "id_contents.xhtml"]);
    assert!(!spine.contains(&"nav"));
    assert!(files["OEBPS/nav.xhtml"].contains("epub:type=\"toc\" href=\"contents.xhtml\""));
    let page = parsed(&files["OEBPS/contents.xhtml"]);
    assert!(page.descendants().all(|node| node.attribute("hidden").is_none()));
}

#[test]
fn a_cover_that_is_no_picture_is_an_error() {
    assert!(bare(&sample(), Some(b"GIF89a")).is_err());
}

#[test]
fn a_bare_book_is_a_book() {
    let mut book = sample();
    book.meta = Meta {
        title: "书".into(),
        title_lines: vec![Line::whole("书")],
        title_without_year: None,
        lang: "en".to_owned(),
        labels: &ENGLISH,
        identifier: "book".to_owned(),
        subtitle: None,
        series: None,
        volume: None,
        year: None,
        place: None,
        isbn: None,
        cip: Vec::new(),
        publisher: None,
        editors: Vec::new(),
        authors: Vec::new(),
        date: None,
        rights: None,
        description: None,
        subjects: Vec::new(),
        imprint: Imprint::default(),
        cover: crate::model::Cover::default(),
        print: Print::default(),
        epub: Epub::default(),
        colophon: Vec::new(),
        colophon_at: place().into(),
    };
    let files = files(&bare(&book, None).expect("an e-book"));
    for absent in ["OEBPS/cover.xhtml", "OEBPS/colophon.xhtml", "OEBPS/images/cover.jpg"] {
        assert!(!files.contains_key(absent), "{absent}");
    }
    assert!(!files["OEBPS/content.opf"].contains("urn:isbn"));
}
