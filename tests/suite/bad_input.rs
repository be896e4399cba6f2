//! Bad input gives findings and never a panic: the cases that cannot be folders of text.

use std::fmt::Write as _;

use nianjian::check::Stage;
use nianjian::diag::Lang;
use nianjian::diag::look::Look;
use nianjian::diag::render::{DiagnosticFormat, render};

use crate::support::{Copy, built, findings, findings_at, minimal, said};

fn codes_of(change: impl FnOnce(&Copy)) -> Vec<String> {
    let book = Copy::of(&minimal());
    change(&book);
    book.codes()
}

fn section(body: &str) -> String {
    let body = body.replace('\n', "\n      ");
    format!(
        "kind: news\ntitle: 要闻\nstories:\n  - id: a\n    title: 题\n    body: |\n      {body}\n"
    )
}

#[test]
fn files_that_are_no_text() {
    let utf16: Vec<u8> = "title: 书".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let with_mark = [&[0xFF, 0xFE][..], &utf16].concat();
    assert_eq!(codes_of(|book| book.write("10-news.yaml", &with_mark)), ["Y02"]);
    assert_eq!(codes_of(|book| book.write("book.yaml", "")), ["M06"]);
    assert_eq!(codes_of(|book| book.write("book.yaml", "# 只有注释\n")), ["Y06"]);
    assert_eq!(codes_of(|book| book.write("book.yaml", "- a\n- b\n")), ["Y06"]);
    assert_eq!(codes_of(|book| book.write("book.yaml", "title: 书\n\tsections: []\n")), ["Y04"]);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_fault() {
    let book = Copy::of(&minimal());
    let text = std::fs::read_to_string(book.path.join("10-news.yaml")).unwrap();
    book.write("10-news.yaml", format!("\u{FEFF}{}", text.replace('\n', "\r\n")));
    let found = findings(&book.path);
    assert_eq!(found.counts().0, 0, "{}", said(&found));
}

#[test]
fn returns_alone_end_lines_in_every_style() {
    for (style, close) in [("|", ""), (">", ""), (">+", ""), ("\"", "\""), ("'", "'"), ("", "")] {
        let body = format!("{style}\n      一段𒁷。\n\n      二段𒁶。{close}\n");
        let body = if style.len() == close.len() { body.replacen('\n', "", 1) } else { body };
        let text = format!(
            "kind: news\ntitle: 要闻\nstories:\n  - id: a\n    title: 题\n    body: {body}"
        );
        let of = |text: String| {
            let book = Copy::of(&minimal());
            book.write("10-news.yaml", text);
            said(&findings(&book.path))
        };
        let told = of(text.clone());
        assert!(told.contains("U+12077") && told.contains("U+12076"), "{style}: {told}");
        assert_eq!(of(text.replace('\n', "\r")), told, "{style}");
        // The last alone: folded text must not wait for a line that does not come.
        let last = format!("{}\r", text.trim_end());
        assert_eq!(of(last), told, "{style}");
    }
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let nested = "[".repeat(10 << 20);
    assert_eq!(codes_of(|book| book.write("10-news.yaml", &nested)), ["Y03"]);
    let deep = format!("kind: news\ntitle:\n  {}x", "- ".repeat(4000));
    assert_eq!(codes_of(|book| book.write("10-news.yaml", &deep)), ["Y03"]);
    // Here the scanner, which looks ahead, may give up before the depth is counted.
    let flow = format!("kind: news\ntitle: {}x{}", "[".repeat(4000), "]".repeat(4000));
    let codes = codes_of(|book| book.write("10-news.yaml", &flow));
    assert!(codes == ["Y03"] || codes == ["Y04"], "{codes:?}");
    let mut laughs = String::from("a0: &a0 [x, x]\n");
    for level in 1..30 {
        let before = level - 1;
        writeln!(laughs, "a{level}: &a{level} [*a{before}, *a{before}]").unwrap();
    }
    assert_eq!(codes_of(|book| book.write("10-news.yaml", &laughs)), ["Y09"]);
    let quotes = section(&format!("{} 深", "> ".repeat(3000)));
    assert_eq!(codes_of(|book| book.write("10-news.yaml", &quotes)), ["Y11"]);
    let stars = section(&format!("{}丙{}", "*甲 _乙 ".repeat(400), " 乙_ 甲*".repeat(400)));
    assert_eq!(codes_of(|book| book.write("10-news.yaml", &stars)), ["Y11"]);
}

/// What takes a step for each pair of its parts would take minutes and hours here.
#[test]
fn wide_files_are_read_in_time_that_grows_with_their_size() {
    let many =
        |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<String>();
    let stories = |count, body: &dyn Fn(usize) -> String| {
        let story = |n| format!("  - id: s{n}\n    title: 题\n    body: {}\n", body(n));
        format!("kind: entries\ntitle: 要闻\nstories:\n{}", many(count, &story))
    };
    let one = |body: String| stories(1, &|_| body.clone());
    let items = format!("items: [{}]\n", many(300_000, &|_| "甲,".to_owned()));
    let keys = format!("keys: {{{}}}\n", many(100_000, &|n| format!("键{n}: 1,")));
    let blanks = one(format!("\"甲{}乙\"", " ".repeat(1 << 20)));
    let digits = one(format!("\"甲{}乙\"", "1".repeat(1 << 18)));
    let folded = one(format!(">\n{}", "      a\n".repeat(300_000)));
    let marks = one(format!("\"{}\"", "甲,乙".repeat(20_000)));
    let links = one(format!("\"{}\"", many(10_000, &|n| format!("[见](#no{n})"))));
    let addresses = one(format!("'甲{}'", "](a".repeat(100_000)));
    let angles = one(format!("'甲{}'", "<甲".repeat(100_000)));
    let empty = format!("kind: entries\ntitle: 要闻\nstories:\n{}", "  - {}\n".repeat(40_000));
    let unknown = stories(1, &|_| "文".to_owned()) + &many(40_000, &|n| format!("键{n}: 1\n"));
    let cases: [(&str, String, &[&str]); 11] = [
        ("items on a line", stories(1, &|_| "文".to_owned()) + &items, &["Y05"]),
        ("keys on a line", stories(1, &|_| "文".to_owned()) + &keys, &["Y05"]),
        ("blanks", blanks, &["Y05"]),
        ("digits", digits, &["Y05"]),
        ("folded lines", folded, &["Y05"]),
        ("half-width marks", marks, &["W04", "Y05"]),
        ("links to nothing", links, &["R03", "Y05"]),
        ("addresses without end", addresses, &["W05", "Y05"]),
        ("angle brackets without end", angles, &["Y05"]),
        ("empty stories", empty, &["Y05", "Y07"]),
        ("unknown keys", unknown, &["Y05"]),
    ];
    for (what, text, codes) in cases {
        let book = Copy::of(&minimal());
        book.write("10-news.yaml", &text);
        std::fs::remove_dir_all(book.path.join("images")).unwrap();
        // An error, so that nothing is set.
        book.replace("book.yaml", "title:", "unknown: 1\ntitle:");
        let found = findings(&book.path);
        assert_eq!(book.codes(), codes, "{what}");
        let shown = render(&[found], DiagnosticFormat::Human, &Look::plain(Lang::Zh));
        // A line of megabytes is not shown once a finding.
        assert!(shown.len() < 100 << 20, "{what}: {}", shown.len());
    }
}

/// Neighbours of each run of letters, looked for to the end of the line, would take minutes.
#[test]
fn a_line_may_have_thousands_of_runs() {
    let book = Copy::of(&minimal());
    let body = format!("甲{}", "**a".repeat(10_000));
    book.write("10-news.yaml", section(&body));
    assert_eq!(book.codes(), ["L09"]);
}

#[test]
fn many_events_lead_to_many_stories() {
    let book = Copy::of(&minimal());
    let many = |one: &dyn Fn(usize) -> String| (0..20_000).map(one).collect::<String>();
    let story = |n| format!("  - {{id: s{n}, title: 题, body: 文}}\n");
    let event = |n| format!("  - {{date: 2024-01-01, text: 事, story: s{n}}}\n");
    book.write("10-news.yaml", format!("kind: entries\ntitle: 要闻\nstories:\n{}", many(&story)));
    book.write("20-c.yaml", format!("kind: chronicle\ntitle: 大事\nevents:\n{}", many(&event)));
    book.replace("book.yaml", "[10-news.yaml]", "[10-news.yaml, 20-c.yaml, 30-none.yaml]");
    assert_eq!(book.codes(), ["Y01"]);
}

#[test]
fn paths_stay_in_the_book() {
    for path in
        ["../minimal/book.yaml", "/etc/passwd", "C:\\x.svg", "images/../../x.svg", "a\\b.svg"]
    {
        let codes = codes_of(|book| {
            book.replace("10-news.yaml", "images/first.svg", path);
        });
        assert_eq!(codes, ["Y12"], "{path}");
    }
    #[cfg(unix)]
    {
        let codes = codes_of(|book| {
            std::os::unix::fs::symlink("/etc/hosts", book.path.join("images/link.svg")).unwrap();
            book.replace("10-news.yaml", "images/first.svg", "images/link.svg");
        });
        // The picture that was named before is now one that nothing names.
        assert_eq!(codes, ["I10", "Y12"]);
    }
    let codes = codes_of(|book| {
        book.replace("10-news.yaml", "images/first.svg", "images");
    });
    assert_eq!(codes, ["F01"]);
}

#[test]
fn pictures_that_are_none() {
    let jpeg = jpeg(64, 48);
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (jpeg[..jpeg.len() / 2].to_vec(), "I03"),
        (jpeg[..jpeg.len() - 2].to_vec(), "I03"),
        (png(1, 60_000), "I02"),
        (huge_png(), "I02"),
        (b"GIF89a".to_vec(), "I03"),
        (b"not a picture".to_vec(), "I01"),
        (Vec::new(), "I01"),
        (b"BM\0\0\0\0".to_vec(), "I01"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'".to_vec(), "I03"),
        (svg("<script>1</script>"), "I04"),
        (svg("<image href='https://example.org/a.png'/>"), "I04"),
        (svg("<image href='other.png'/>"), "I04"),
        (svg("<rect style='fill:url(https://example.org/x)'/>"), "I04"),
        (svg("<style>@import 'x.css';</style>"), "I04"),
        (svg("<SCRIPT>1</SCRIPT>"), "I04"),
        (svg("<object data='https://example.org'/>"), "I04"),
        (svg("<style>@IMPORT 'x.css';</style>"), "I04"),
        (svg("<rect fill='URL(https://example.org/x)'/>"), "I04"),
        ([b"<?xml-stylesheet href='a.css'?>", &*svg("")].concat(), "I04"),
        ([b"<!DOCTYPE svg [<!ENTITY a 'b'>]>", &*svg("")].concat(), "I04"),
        (svg("<rect fill='oklch(0.5 0.1 20)'/>"), "I12"),
        (svg("<rect style='fill:var(--c)'/>"), "I12"),
        (svg("<rect style='translate:9px'/>"), "I12"),
        (svg("<rect style='scale:2'/>"), "I12"),
        (svg("<rect style='animation:k 1s;opacity:0'/>"), "I12"),
        (svg("<rect><animate attributeName='fill' to='red'/></rect>"), "I12"),
        (svg("<rect><set attributeName='fill' to='red'/></rect>"), "I12"),
        (svg("<rect style='transform-box:fill-box;transform:rotate(9deg)'/>"), "I12"),
        (svg("<rect style='transform:translate(50%)'/>"), "I12"),
        (svg("<rect style='width:calc(1px + 1px)'/>"), "I12"),
        (svg("<rect style='clip-path:inset(50%)'/>"), "I12"),
        (svg("<rect clip-path='circle(0)'/>"), "I12"),
        (svg("<rect style='mask-image:linear-gradient(red,red)'/>"), "I12"),
        (svg("<style>rect:nth-child(2){fill:red}</style>"), "I12"),
        (svg("<style>g~rect{fill:red}</style>"), "I12"),
        (svg("<style>rect[id^='a']{fill:red}</style>"), "I12"),
        (svg("<style>rect:not(.b){fill:red}</style>"), "I12"),
        (svg("<style>:is(rect,g){fill:red}</style>"), "I12"),
        (svg("<style>g{rect{fill:red}}</style>"), "I12"),
        (svg("<style>@layer a{rect{fill:red}}</style>"), "I12"),
        (svg("<style>@supports (fill:red){rect{fill:red}}</style>"), "I12"),
        (svg("<style>@media print{rect{fill:red}}</style>"), "I12"),
        (svg("<switch><rect systemLanguage='zh'/><g/></switch>"), "I12"),
        (svg("<flowRoot><flowPara>字</flowPara></flowRoot>"), "I12"),
        (svg("<text style='inline-size:9px'>字</text>"), "I12"),
        (svg("<text style='shape-inside:url(#a)'>字</text>"), "I12"),
        (svg("<text style='text-transform:uppercase'>a</text>"), "I12"),
        (svg("<text font-family='Wingdings'>J</text>"), "I12"),
        (svg("<text style='font:9px/1 Symbol, serif'>a</text>"), "I12"),
        (svg("<g style='font-family:Webdings'><text>a</text></g>"), "I12"),
        (svg(&format!("<image href='data:image/jpeg;base64,{}'/>", base64(&cmyk()))), "I12"),
        (svg(&gradient("reflect")), "I12"),
        (svg("<g id='a'><use href='#a'/></g>"), "I12"),
        (svg(&format!("<path d='M0 0{}'/>", "z".repeat(25_000))), "I12"),
        (svg(&format!("<path d='M0 0{}'/>", "z ".repeat(25_000))), "I12"),
        (svg(&"<!-- -->".repeat(1_000_001)), "I02"),
        (svg(&scaled()), "I12"),
        (svg(&levels("pattern", "fill")), "I02"),
        (svg(&levels("mask", "mask")), "I02"),
        (svg(&filter("<feMorphology radius='10'/>", 1)), "I02"),
        (svg(&filter("<feTurbulence baseFrequency='0.1' numOctaves='999'/>", 1)), "I02"),
        (svg(&filter("<feGaussianBlur stdDeviation='5'/>", 3_000)), "I02"),
        (svg(&format!("<text>{}</text>", "字".repeat(9_000))), "I02"),
        (svg(&"<text y='3'>字</text>".repeat(11_000)), "I02"),
        (svg(&"<text y='3'>一二三四五</text>".repeat(3_500)), "I02"),
        (svg(&format!("<text>{}</text>", "<tspan fill='red'>a</tspan>".repeat(2_000))), "I02"),
        (svg(&"<rect width='2' height='1' opacity='.5'/>".repeat(20_001)), "I02"),
        (svg(&"<rect width='2' height='1'/>".repeat(180_000)), "I02"),
        (profiled_png(17 << 20), "I02"),
        (svg(&format!("<style>x {}rect{{fill:red}}</style>{}", "g ".repeat(30), deep())), "I02"),
        (svg(&"<g>".repeat(100_000)), "I02"),
        (svg(&format!("<rect {}/>", attributes(300))), "I02"),
        (svg(&format!("<rect style='{}'/>", "fill:red;".repeat(50_000))), "I02"),
        (svg(&format!("<rect style='stroke-dasharray:{}'/>", "1 ".repeat(50_000))), "I02"),
        (svg(&format!("<style>g{{{}}}</style>", "fill:red;".repeat(50_000))), "I02"),
        (svg("<path d='M340 604A2e72 90 0 0 0 740 604'/>"), "I12"),
        (svg(&format!("<path d='M0 0A2{} 9 0 0 0 7 6'/>", "0".repeat(60))), "I12"),
        (svg("<image href='data:image/png;base64,iVBORw0K'/>"), "I01"),
        (svg(&format!("<image href='data:image/png;base64,{}'/>", base64(&png(1, 60_000)))), "I02"),
        (svg(&uses(30)), "I02"),
        (b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), "I01"),
        (b"\0\0\0\x18ftypavif\0\0\0\0".to_vec(), "I01"),
    ];
    for (bytes, code) in cases {
        let codes = codes_of(|book| book.write("images/first.svg", &bytes));
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(60)]).into_owned();
        assert_eq!(codes, [code], "{shown}");
    }
}

#[test]
fn drawings_with_much_in_them_are_taken() {
    for inside in [
        "<text y='3'>字</text>".repeat(3_000),
        "<rect width='2' height='1' fill-opacity='.5'/>".repeat(30_000),
        "<rect width='2' height='1' opacity='.5'/>".repeat(2_000),
        "<text y='3'><tspan>一</tspan><tspan fill='red'>二</tspan></text>".repeat(500),
    ] {
        let codes = codes_of(|book| book.write("images/first.svg", svg(&inside)));
        assert!(!codes.contains(&"I02".to_owned()), "{codes:?} {}", &inside[..60]);
    }
}

#[test]
fn characters_that_cannot_be_printed() {
    let control = "kind: news\ntitle: \"要\\u0007闻\"\nstories: [{id: a, title: 题, body: 文}]\n";
    assert_eq!(codes_of(|book| book.write("10-news.yaml", control)), ["Y13"]);
    let non = "kind: news\ntitle: \"要\\uFFFE闻\"\nstories: [{id: a, title: 题, body: 文}]\n";
    assert_eq!(codes_of(|book| book.write("10-news.yaml", non)), ["Y13"]);
    for text in ["笑😀", "吉\u{20BB7}", "שלום"] {
        assert_eq!(codes_of(|book| book.write("10-news.yaml", section(text))), ["T01"], "{text}");
    }
    let entity = section("吉&#x20BB7;");
    assert_eq!(codes_of(|book| book.write("10-news.yaml", entity)), ["T01"]);
}

#[test]
fn shapes_that_are_odd_but_good() {
    let sixty: String = (0..60)
        .map(|n| {
            format!(
                "      - {{file: images/first.svg, caption: 图注{n}, alt: 图, kind: artwork}}\n"
            )
        })
        .collect();
    let book = Copy::of(&minimal());
    book.write("10-news.yaml", format!("{}    figures:\n{sixty}", section("文")));
    let found = findings(&book.path);
    assert_eq!(found.counts().0, 0, "{}", said(&found));
}

#[test]
fn zero_stories_and_ids_with_slashes() {
    let none = "kind: news\ntitle: 要闻\nstories: []\n";
    assert_eq!(codes_of(|book| book.write("10-news.yaml", none)), ["M06"]);
    let slash = section("文").replace("id: a", "id: a/b");
    assert_eq!(codes_of(|book| book.write("10-news.yaml", slash)), ["R02"]);
}

#[test]
fn a_draft_may_lack_pictures() {
    let book = Copy::of(&minimal());
    std::fs::remove_file(book.path.join("images/first.svg")).unwrap();
    assert_eq!(book.codes(), ["F01"]);
    let found = findings_at(&book.path, Stage::Draft);
    assert_eq!(found.counts(), (0, 1), "{}", said(&found));
}

#[test]
fn the_minimal_book_is_made() {
    assert_eq!(built(&minimal()).files.len(), 3, "PDF, e-book, passages");
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let picture =
        image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, 90]));
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, image::ImageFormat::Jpeg).unwrap();
    out.into_inner()
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    image::GrayImage::new(width, height).write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

/// A PNG with so many bytes in the place of a colour profile.
fn profiled_png(bytes: usize) -> Vec<u8> {
    use image::ImageEncoder as _;
    let mut out = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut out);
    encoder.set_icc_profile(vec![0; bytes]).unwrap();
    encoder.write_image(&[0], 1, 1, image::ExtendedColorType::L8).unwrap();
    out
}

/// A PNG whose header says that it is 2³¹ pixels wide and high.
fn huge_png() -> Vec<u8> {
    let mut bytes = png(1, 1);
    bytes[16..24].copy_from_slice(&[0x80, 0, 0, 0, 0x80, 0, 0, 0]);
    bytes
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// A JPEG in four inks.
fn cmyk() -> Vec<u8> {
    let mut out = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut out, 90);
    encoder.encode(&[0; 64], 4, 4, jpeg_encoder::ColorType::Cmyk).unwrap();
    out
}

fn gradient(spread: &str) -> String {
    format!(
        "<linearGradient id='g' x2='.2' spreadMethod='{spread}'><stop stop-color='red'/>\
         <stop offset='1'/></linearGradient><rect fill='url(#g)' width='6' height='4'/>"
    )
}

/// Groups inside of groups that each make things larger by a thousand million.
fn scaled() -> String {
    let (open, close) = ("<g transform='scale(999999999)'>".repeat(5), "</g>".repeat(5));
    format!("{open}<rect width='1' height='1'/>{close}")
}

/// Eight patterns or masks that each show the one before eight times.
fn levels(kind: &str, attribute: &str) -> String {
    let mut out = String::new();
    for level in 0..8 {
        let part = format!("<rect width='1' height='1' {attribute}='url(#l{})'/>", level + 1);
        let parts = part.repeat(8);
        write!(out, "<{kind} id='l{level}' width='1' height='1'>{parts}</{kind}>").unwrap();
    }
    out + &format!("<rect width='6' height='4' {attribute}='url(#l0)'/>")
}

/// Rectangles under a filter.
fn filter(primitive: &str, times: usize) -> String {
    let shown = "<rect width='6' height='4' filter='url(#f)'/>".repeat(times);
    format!("<filter id='f'>{primitive}</filter>{shown}")
}

/// Elements so deep that a selector can be tried in a great many ways.
fn deep() -> String {
    format!("{}{}{}", "<g>".repeat(200), "<rect/>".repeat(99), "</g>".repeat(200))
}

/// Groups that each show the one before twice.
fn attributes(count: usize) -> String {
    (0..count).map(|n| format!("a{n}='='")).collect::<Vec<_>>().join(" ")
}

fn uses(levels: usize) -> String {
    let mut out = String::from("<defs><g id='g0'><rect width='1' height='1'/></g>");
    for level in 1..=levels {
        let before = level - 1;
        write!(out, "<g id='g{level}'><use href='#g{before}'/><use href='#g{before}'/></g>")
            .unwrap();
    }
    write!(out, "</defs><use href='#g{levels}'/>").unwrap();
    out
}

fn svg(inner: &str) -> Vec<u8> {
    format!("<svg xmlns='http://www.w3.org/2000/svg' width='6' height='4'>{inner}</svg>")
        .into_bytes()
}
