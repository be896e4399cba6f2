//! The two files for a printer: the sheet of the cover, and the block in whole signatures.

use std::path::Path;

use lopdf::Document;
use nianjian::diag::Code;
use nianjian::make::request::OutputKind;
use nianjian::make::session::Session;
use nianjian::model::CoverSheet;
use nianjian::typeset::pdfx::{PrintConditions, check};
use nianjian::typeset::{Medium, Pages};

use crate::support::dist::Dist;
use crate::support::{Copy, build_to, every_construct, findings_of, minimal, said, tools};

const BOTH: &[OutputKind] = &[OutputKind::Print, OutputKind::Cover];

/// The book that has everything, printed so; a key a line.
fn printed(print: &str) -> Copy {
    let book = Copy::of(&every_construct());
    let lines = print.lines().map(|line| format!("  {line}\n")).collect::<String>();
    book.replace("book.yaml", "  bleed: 3\n", &lines);
    book
}

fn set(book: &Path) -> Session {
    let mut session = crate::support::open(book, nianjian::check::Stage::Release);
    session.set(Medium::Cover).unwrap();
    session
}

fn sheet(session: &Session) -> &Pages {
    session.pages(Medium::Cover).unwrap_or_else(|| panic!("{}", said(&session.findings())))
}

/// The words on a sheet, a run a line.
fn words(session: &Session) -> String {
    let runs = sheet(session).runs();
    assert_eq!(runs.len(), 1, "one page");
    let words = runs[0].lines().filter_map(|line| line.split_once(": "));
    words.map(|(_, words)| words).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_sheet_passes_preflight_for_every_binding() {
    let folder = tempfile::TempDir::new().unwrap();
    // 20 pages are two signatures of 16, and 16 leaves.
    for (print, width, height, bleed) in [
        ("paper: {caliper: 0.5}", 428.0, 285.0, 3.0),
        ("paper: {caliper: 0.5}\nflap: 80\nbleed: 5", 588.0, 285.0, 5.0),
        ("binding: saddle", 420.0, 285.0, 3.0),
        ("binding: case\npaper: {caliper: 0.5}", 443.0, 291.0, 15.0),
    ] {
        let built = build_to(&printed(print).path, &[OutputKind::Cover]);
        let said = said(&built.found);
        assert!(!built.found.has_errors() && !said.contains("[P0"), "{print}: {said}");
        let pdf = built.file("-cover.pdf");
        assert_eq!(Document::load_mem(pdf).unwrap().get_pages().len(), 1);
        let wanted = PrintConditions { trim: [width, height], bleed, ink: 300.0 };
        assert_eq!(check(pdf, &wanted).unwrap(), [], "{print}");
        let path = folder.path().join("book-cover.pdf");
        std::fs::write(&path, pdf).unwrap();
        let trim = format!("{width}x{height}");
        let bleed = bleed.to_string();
        let conditions = ["--trim", &trim, "--bleed", &bleed, "--ink", "300"];
        tools::passes("check-print", &conditions, &path);
        tools::passes("check-qpdf", &[], &path);
    }
}

#[test]
fn the_same_book_gives_the_same_sheet() {
    let book = printed("paper: {caliper: 0.5}");
    let made = || build_to(&book.path, BOTH).files;
    let first = made();
    assert!(first.keys().any(|name| name.ends_with("-cover.pdf")));
    assert!(first == made());
}

#[test]
fn the_block_begins_at_folio_1_and_is_whole_signatures() {
    for signature in [4, 8, 16, 64] {
        let book = printed(&format!("signature: {signature}\npaper: {{caliper: 0.1}}"));
        let dist = Dist::of(&book.path, "screen,print,cover");
        let told = dist.told();
        assert!(told.lines.is_empty(), "{:#?}", told.lines);
        let manifest: serde_json::Value =
            serde_json::from_slice(&dist.files["manifest.json"]).unwrap();
        let block = &manifest["books"][0]["block"];
        let count = |suffix: &str| {
            let file = &dist.files[&format!("every-construct{suffix}")];
            Document::load_mem(file).unwrap().get_pages().len()
        };
        let (screen, print) = (count(".pdf"), count("-print.pdf"));
        assert_eq!(block["first"], 3, "behind the cover and its inside, on a right-hand page");
        assert_eq!(block["pages"], screen - 2);
        assert_eq!(block["printed"], print);
        assert_eq!(print, (screen - 2usize).next_multiple_of(signature));
        // Those of the cover are not counted with the others.
        let session = set(&book.path);
        let found = session.findings();
        assert!(!found.has_errors(), "{}", said(&found));
        let sheets = print as f64 / 16.0;
        let pages = session.pages(Medium::Screen).unwrap();
        let imprint = pages.runs().into_iter().find(|page| page.contains("印张")).unwrap();
        let value = imprint.lines().skip_while(|line| !line.ends_with("印张")).nth(1).unwrap();
        assert!(value.ends_with(&format!(": {sheets}")), "{value}, {sheets}");
        assert!(imprint.contains("16"), "the format");
    }
}

#[test]
fn folios_begin_behind_the_cover() {
    let mut session = set(&printed("binding: saddle").path);
    let book = session.check().unwrap().clone();
    let pages = session.pages(Medium::Screen).unwrap();
    let folios: Vec<String> = pages.folios(&book).into_iter().map(|folio| folio.label).collect();
    let block = (1..=pages.count() - 2).map(|folio| folio.to_string());
    let wanted: Vec<String> = ["I", "II"].map(str::to_owned).into_iter().chain(block).collect();
    assert_eq!(folios, wanted);
}

#[test]
fn the_spine_has_words_from_6_mm_on() {
    // 16 leaves.
    for (caliper, has_words) in [(0.19, false), (0.37, false), (0.375, true), (1.0, true)] {
        let session = set(&printed(&format!("paper: {{caliper: {caliper}}}")).path);
        let words = words(&session);
        // Han stand one below the other, figures in a row that is turned.
        let stacked = words.contains("样\n例\n镇\n年\n鉴\n2024");
        assert_eq!(stacked, has_words, "{caliper}: {words}");
        assert!(words.contains("样例镇年鉴"), "on the front in any case");
        let told = said(&session.findings()).contains("[P09]");
        assert_eq!(told, !has_words, "{caliper}");
    }
    let saddle = set(&printed("binding: saddle").path);
    assert!(!said(&saddle.findings()).contains("[P09]"), "there is no spine");
}

#[test]
fn the_flaps_and_the_back_have_what_the_book_says_of_itself() {
    let summary = "一本虚构的样书";
    let bare = words(&set(&printed("paper: {caliper: 0.5}").path));
    assert!(bare.contains(summary) && !bare.contains("丙编辑"), "{bare}");
    let flaps = words(&set(&printed("paper: {caliper: 0.5}\nflap: 80").path));
    assert_eq!(flaps.matches(summary).count(), 1, "{flaps}");
    assert!(flaps.contains("丙编辑") && flaps.contains("60.00"), "{flaps}");
}

#[test]
fn verify_looks_for_the_words_of_the_cover() {
    let book = printed("paper: {caliper: 0.5}");
    let whole = Dist::of(&book.path, "cover");
    assert!(whole.told().lines.is_empty(), "{:#?}", whole.told().lines);
    for (from, to) in [("样例镇年鉴\"}", "样板镇年鉴\"}"), ("0-1\"}", "0-9\"}")] {
        let mut dist = whole.clone();
        dist.change(".passages.json", |bytes| {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            let (rest, last) = text.rsplit_once(from).unwrap();
            // Of the cover, which comes last.
            format!("{rest}{to}{last}").into_bytes()
        });
        dist.seal();
        let lines = dist.told().lines;
        let lost = |line: &String| line.starts_with("V02") && line.contains("-cover.pdf");
        assert!(lines.iter().any(lost), "{from}: {lines:#?}");
    }
}

/// The digits of an EAN-13 read from its modules (ISO/IEC 15420, table 1), as a scanner does.
fn read_ean(modules: &str) -> Option<String> {
    const A: [&str; 10] = [
        "0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011",
        "0110111", "0001011",
    ];
    const FIRST: [&str; 10] = [
        "AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA",
        "ABBABA",
    ];
    let turned = |code: &str| code.replace('0', "x").replace('1', "0").replace('x', "1");
    let mirrored = |code: &str| turned(code).chars().rev().collect::<String>();
    let digit = |code: &str, form: &dyn Fn(&str) -> String| A.iter().position(|a| form(a) == code);
    let (mut sets, mut digits) = (String::new(), String::new());
    for at in (0..6).map(|n| 3 + 7 * n) {
        let code = modules.get(at..at + 7)?;
        let plain = digit(code, &|a| a.to_owned()).map(|digit| ('A', digit));
        let (set, digit) = plain.or_else(|| Some(('B', digit(code, &mirrored)?)))?;
        sets.push(set);
        digits += &digit.to_string();
    }
    for at in (0..6).map(|n| 50 + 7 * n) {
        digits += &digit(modules.get(at..at + 7)?, &turned)?.to_string();
    }
    let first = FIRST.iter().position(|sets_of| *sets_of == sets)?;
    Some(format!("{first}{digits}"))
}

#[test]
fn the_bars_on_the_back_are_the_book_number() {
    // Ten pixels a millimetre.
    let per_mm = 10.0;
    for (isbn, flap) in [("978-7-00-000000-1", 0), ("978-7-111-12806-9", 80)] {
        let book = printed(&format!("paper: {{caliper: 0.5}}\nflap: {flap}"));
        book.replace("book.yaml", "\nisbn: 978-7-00-000000-1", &format!("\nisbn: {isbn}"));
        let session = set(&book.path);
        let picture = sheet(&session).picture(1, per_mm * 25.4 / 72.0).unwrap();
        // A line across the back through the bars.
        let y = 250 * per_mm as u32;
        let from = (flap as f64 * per_mm) as u32;
        let row = (from..from + 2100).map(|x| picture.get_pixel(x, y).0);
        let grey: Vec<u32> =
            row.map(|[r, g, b]| (u32::from(g) + u32::from(b) + u32::from(r)) / 3).collect();
        let white = |grey: &u32| *grey > 250;
        let box_from = grey.iter().position(white).unwrap();
        let box_to = grey.iter().rposition(white).unwrap();
        let dark: Vec<bool> = grey[box_from..=box_to].iter().map(|grey| *grey < 128).collect();
        let (first, last) =
            (dark.iter().position(|is| *is).unwrap(), dark.iter().rposition(|is| *is).unwrap());
        let module = (last + 1 - first) as f64 / 95.0;
        assert!((module / per_mm - 0.33).abs() < 0.005, "{module}");
        assert!(first as f64 > 10.5 * module, "quiet on the left");
        assert!((dark.len() - last) as f64 > 6.5 * module, "quiet on the right");
        let at = |n: usize| dark[first + ((n as f64 + 0.5) * module) as usize];
        let modules: String = (0..95).map(|n| if at(n) { '1' } else { '0' }).collect();
        let digits: String = isbn.chars().filter(char::is_ascii_digit).collect();
        assert_eq!(read_ean(&modules), Some(digits));
    }
}

/// The findings of a code that making both files tells, as lines with their place.
fn told(book: &Copy, code: Code) -> Vec<String> {
    let found = findings_of(&book.path, BOTH, &[]);
    let own = found.sorted().into_iter().filter(|finding| finding.code == code);
    let lines = own.map(|finding| {
        let at = finding.at.clone().unwrap();
        assert!(at.range().is_some(), "a range: {at}");
        format!("{at} {}", finding.message.zh)
    });
    lines.collect()
}

#[test]
fn bad_input_is_told_with_its_place() {
    let unknown = printed("signature: 16");
    let told_of = told(&unknown, Code::M02);
    assert!(told_of.len() == 1 && told_of[0].starts_with("book.yaml:"), "{told_of:?}");
    // A photograph of 200 pixels on the cover.
    let book = printed("paper: {caliper: 0.5}");
    book.replace("book.yaml", "layout: yearbook", "layout: yearbook\ncover: {variant: photo}");
    let small = image::RgbImage::from_fn(200, 150, |x, y| image::Rgb([x as u8, y as u8, 90]));
    small.save(book.path.join("images/library.jpg")).unwrap();
    let coarse = told(&book, Code::I07);
    let cover: Vec<_> = coarse.iter().filter(|line| line.contains("第 1 页")).collect();
    assert_eq!(cover.len(), 1, "{coarse:#?}");
    assert!(cover[0].starts_with("10-news.yaml:") && cover[0].contains("要 300"), "{cover:?}");
    // A layout that cannot set it.
    let other = Copy::of(&minimal());
    crate::support::copy_tree(
        &crate::support::root().join("layouts/yearbook"),
        &other.path.join("own"),
    );
    std::fs::remove_file(other.path.join("own/cover.typ")).unwrap();
    other.replace("book.yaml", "year: 2024", "year: 2024\nlayout: ./own\nprint: {convert: true}");
    assert_eq!(told(&other, Code::L03).len(), 1);
}

#[test]
fn folds_are_those_of_the_parts() {
    let sheet = CoverSheet::new(Default::default(), ([210.0, 285.0], 3.0), (352, 0.1), 80.0);
    assert_eq!(sheet.folds(), [80.0, 290.0, 307.6, 517.6]);
    let wanted = printed("paper: {caliper: 0.5}\nflap: 80");
    let pdf = build_to(&wanted.path, &[OutputKind::Cover]);
    let document = Document::load_mem(pdf.file("-cover.pdf")).unwrap();
    let page = document.page_iter().next().unwrap();
    let trim = document.get_dictionary(page).unwrap().get(b"TrimBox").unwrap();
    let left = f64::from(trim.as_array().unwrap()[0].as_float().unwrap());
    // Marks are upright strokes outside of the bleed; each fold has one at the head and the foot.
    let forms = document.objects.values().filter_map(|object| object.as_stream().ok());
    let mut lines: Vec<(f64, f64)> = Vec::new();
    for form in forms {
        let bytes = form.decompressed_content().unwrap_or_else(|_| form.content.clone());
        let Ok(content) = lopdf::content::Content::decode(&bytes) else { continue };
        for pair in content.operations.windows(2) {
            let number = |at: usize, n: usize| {
                pair[at].operands.get(n).and_then(|o| o.as_float().ok()).map(f64::from)
            };
            if pair[0].operator == "m" && pair[1].operator == "l" {
                let point = |at| number(at, 0).zip(number(at, 1));
                let Some(((x1, y1), (x2, y2))) = point(0).zip(point(1)) else { continue };
                if x1 == x2 && (y1 - y2).abs() > 14.0 {
                    lines.push((x1 - left, y1));
                }
            }
        }
    }
    for fold in [80.0, 290.0, 298.0, 508.0] {
        let x = fold * 72.0 / 25.4;
        let here = lines.iter().filter(|(at, _)| (at - x).abs() < 0.01).count();
        assert_eq!(here, 2, "{fold} {lines:?}");
    }
}
