//! The pages of the PDF in the e-book: every number is there, and leads to the same words.

use std::path::Path;

use roxmltree::{Document, Node, ParsingOptions};

use crate::support::{Copy, build, every_construct, inside, jinshan, minimal, zip_file};

/// So many characters before and after a marker are compared.
const WINDOW: usize = 6;

/// Running titles and number are no longer than this.
const FOOT: usize = 12;

/// A marker with the words around it, in its own block as far as they go.
struct Marker {
    label: String,
    /// Words of the same block before it.
    before: String,
    /// The first words after it.
    after: String,
    /// Words of the block before its own.
    earlier: String,
}

/// Letters and figures: what the outputs put between names is not the same.
fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).collect()
}

fn parse(text: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).unwrap()
}

/// Whether words below are no running text, or are none of the PDF's.
fn aside(node: Node) -> bool {
    let name = node.tag_name().name();
    let class = node.attribute("class").unwrap_or_default();
    let classes = ["noteref", "no", "mark", "credit", "unit", "label"];
    // The months of a chronicle are printed without their year.
    let month = name == "h2"
        && node.parent().is_some_and(|section| section.attribute("class") == Some("chronicle"));
    month || matches!(name, "rt" | "dt" | "nav" | "aside") || classes.contains(&class)
}

fn block(node: Node) -> bool {
    ["p", "h1", "h2", "h3", "h4", "li", "td", "th", "dd", "dt", "figcaption"]
        .contains(&node.tag_name().name())
}

/// All markers of an e-book in the order of its page list.
fn read(epub: &[u8]) -> Vec<Marker> {
    let nav = zip_file::text(epub, "OEBPS/nav.xhtml");
    let nav = parse(&nav);
    let list = nav.descendants().find(|n| n.attribute("id") == Some("page-list")).unwrap();
    let links =
        list.descendants().filter(|n| n.has_tag_name(("http://www.w3.org/1999/xhtml", "a")));
    let links = links.map(|a| (a.attribute("href").unwrap(), a.text().unwrap()));
    links.map(|(href, label)| marker(epub, href, label)).collect()
}

fn marker(epub: &[u8], href: &str, label: &str) -> Marker {
    let (path, id) = href.split_once('#').unwrap();
    let text = zip_file::text(epub, &format!("OEBPS/{path}"));
    let document = parse(&text);
    let node = document.descendants().find(|n| n.attribute("id") == Some(id)).unwrap();
    assert_eq!(node.attribute("aria-label"), Some(label));
    let mut cut = None;
    let mut blocks = vec![String::new()];
    collect(document.root_element(), node, &mut blocks, &mut cut);
    let (at, offset) = cut.unwrap();
    let (before, rest) = blocks[at].split_at(offset);
    let later = blocks[at + 1..].iter().find(|block| !block.is_empty());
    let after = if rest.is_empty() { later.map_or("", String::as_str) } else { rest };
    let earlier = blocks[..at].iter().rfind(|block| !block.is_empty());
    Marker {
        label: label.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
        earlier: earlier.cloned().unwrap_or_default(),
    }
}

/// The words of a document by blocks; `cut` becomes the place of `marker` in them.
fn collect(node: Node, marker: Node, blocks: &mut Vec<String>, cut: &mut Option<(usize, usize)>) {
    if node == marker {
        *cut = Some((blocks.len() - 1, blocks.last().unwrap().len()));
    }
    if node.is_text() {
        blocks.last_mut().unwrap().push_str(&letters(node.text().unwrap_or_default()));
    }
    let name = node.tag_name().name();
    // A picture may stand at the head of the page behind the words before it.
    let floats = name == "figcaption" && cut.is_none();
    let quiet = aside(node) || name == "head" || floats;
    if quiet && !node.descendants().any(|n| n == marker) {
        return;
    }
    if quiet {
        *cut = Some((blocks.len() - 1, blocks.last().unwrap().len()));
        return;
    }
    if block(node) {
        blocks.push(String::new());
    }
    node.children().for_each(|child| collect(child, marker, blocks, cut));
    if block(node) {
        blocks.push(String::new());
    }
}

fn first(text: &str) -> String {
    text.chars().take(WINDOW).collect()
}

fn last(text: &str, count: usize) -> String {
    let skip = text.chars().count().saturating_sub(count);
    text.chars().skip(skip).collect()
}

/// Asserts that every page is listed and that its words begin at its marker. Pages that have no
/// counterpart are named by the test. Gives how many pages there are, and how many begin in the
/// middle of a block.
fn agrees(book: &Path, without: &[usize]) -> (usize, usize) {
    let pages: Vec<String> = inside(book).pages.runs().iter().map(|runs| page(runs)).collect();
    let made = build(book);
    let markers = read(made.file(".epub"));
    assert_eq!(markers.len(), pages.len(), "pages are missing");
    for (number, (words, marker)) in pages.iter().zip(&markers).enumerate() {
        let Marker { label, before, after, earlier } = marker;
        // The cover and its inside are not of the block, which begins with 1.
        let cover = ["I", "II"].get(number).map(ToString::to_string);
        assert_eq!(*label, cover.unwrap_or_else(|| (number - 1).to_string()));
        if without.contains(&(number + 1)) {
            continue;
        }
        // A page with no words but its foot begins where the next one does.
        if words.chars().count() <= FOOT && !words.contains(&first(after)) {
            let next = markers.get(number + 1).map(|next| &next.after);
            assert!(next.is_none_or(|next| next == after), "page {label}");
            continue;
        }
        let say = format!("page {label}: {} | {}\n{words}", last(before, WINDOW), first(after));
        assert!(words.contains(&first(after)), "{say}");
        if before.chars().count() >= WINDOW {
            assert!(pages[number - 1].contains(&last(before, WINDOW)), "{say}");
        }
        // What comes before stands on an earlier page, unless it is said again here.
        let earlier = if before.is_empty() { earlier } else { before };
        let earlier = last(earlier, 2 * WINDOW);
        let once = pages.iter().filter(|page| page.contains(&earlier)).count() == 1;
        assert!(!once || earlier.is_empty() || !words.contains(&earlier), "{say} after {earlier}");
    }
    (pages.len(), markers.iter().filter(|marker| !marker.before.is_empty()).count())
}

/// The words of a page from its runs, which are a line each.
fn page(runs: &str) -> String {
    let words = runs.lines().filter_map(|line| line.split_once(": ").map(|(_, words)| words));
    // A reading is a run of its own behind its character; the words of the e-book are without them.
    let words = words.filter(|words| !["hàn", "zì"].contains(words));
    letters(&words.collect::<String>())
}

#[test]
fn every_page_of_the_first_book_is_found() {
    agrees(&jinshan(), &[1, 5]);
}

#[test]
fn every_page_of_every_construct_is_found() {
    agrees(&every_construct(), &[1, 3]);
}

/// Words that never come twice, so that a place in them is a place in the book.
struct Words(u64);

impl Words {
    fn next(&mut self, count: usize) -> String {
        let han = |random: u64| char::from_u32(0x4E00 + (random % 3500) as u32).unwrap();
        let common = |character: &char| gb(*character);
        let draw = std::iter::repeat_with(|| {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            han(self.0 >> 33)
        });
        draw.filter(common).take(count).collect()
    }

    fn paragraph(&mut self, number: usize) -> String {
        let (a, b, c) = (self.next(60), self.next(40), self.next(90));
        match number % 4 {
            0 => format!("{a}，*{b}*。2024年5月{}日，{c}。", number % 28 + 1),
            1 => format!("{a}。**{b}**[^1]，{c}“{}”。\n\n[^1]: {}。", self.next(12), self.next(30)),
            2 => format!("{a}，{{漢字|hàn zì}}{b}：{c}。"),
            _ => format!("{a}；{{{b}|.}}，{c}——{}。", self.next(50)),
        }
    }
}

/// Characters that all faces have: those of GB 2312 that stand in the first block of the list.
fn gb(character: char) -> bool {
    static COMMON: std::sync::OnceLock<std::collections::BTreeSet<char>> =
        std::sync::OnceLock::new();
    let common = COMMON.get_or_init(|| {
        let all = nianjian::assets::faces::faces(
            Path::new("/"),
            &[],
            &mut nianjian::diag::Findings::new(""),
        );
        let all_have = |c: &char| all.infos().iter().all(|info| info.coverage.contains(*c as u32));
        ('\u{4E00}'..='\u{5BAB}').filter(all_have).collect()
    });
    common.contains(&character)
}

fn indented(text: &str, by: usize) -> String {
    text.replace('\n', &format!("\n{}", " ".repeat(by)))
}

/// A book of every kind of section, each long enough to break over pages in the middle.
fn long() -> Copy {
    let book = Copy::of(&minimal());
    let words = &mut Words(7);
    let mut text = String::from("kind: text\nid: article\ntitle: 长文\nbody: |\n");
    for number in 0..24 {
        let paragraph = words.paragraph(number).replace("[^1]", &format!("[^{number}]"));
        text.push_str(&format!("  {}\n\n", indented(&paragraph, 2)));
    }
    book.write("20-article.yaml", &text);
    for (file, kind, stories) in [("30", "news", 60), ("40", "feature", 3), ("50", "entries", 90)] {
        let mut text = format!("kind: {kind}\nid: {kind}-long\ntitle: 栏目{file}\nstories:\n");
        for number in 0..stories {
            text.push_str(&format!(
                "  - id: {kind}-{number}\n    title: {}\n    body: |\n",
                words.next(9)
            ));
            let paragraphs = if kind == "feature" { 18 } else { 1 + number % 2 };
            for paragraph in 0..paragraphs {
                let body = words.paragraph(number + paragraph);
                let body = body.replace("[^1]", &format!("[^{paragraph}]"));
                text.push_str(&format!("      {}\n\n", indented(&body, 6)));
            }
        }
        book.write(&format!("{file}-{kind}.yaml"), &text);
    }
    let mut text = String::from("kind: chronicle\ntitle: 大事记\nevents:\n");
    for number in 0..120 {
        let (month, day) = (number / 10 + 1, number % 10 + 1);
        text.push_str(&format!(
            "  - date: 2024-{month:02}-{day:02}\n    text: {}。\n",
            words.next(40)
        ));
    }
    book.write("60-chronicle.yaml", &text);
    let mut text =
        String::from("kind: table\ntitle: 统计\ntables:\n  - title: 长表\n    body: |\n");
    text.push_str("      | 名称 | 数量 |\n      | --- | ---: |\n");
    for number in 0..150 {
        text.push_str(&format!("      | {} | {} |\n", words.next(8), 10_000 + number));
    }
    book.write("70-table.yaml", &text);
    let people: Vec<String> = (0..500).map(|_| words.next(4)).collect();
    let text = format!("kind: people\ntitle: 名录\ngroups:\n  - people: [{}]\n", people.join(", "));
    book.write("80-people.yaml", &text);
    book.write("90-index.yaml", "kind: index\ntitle: 索引\norder: pinyin\n");
    let sections = "sections: [10-news.yaml, 20-article.yaml, 30-news.yaml, 40-feature.yaml, \
                    50-entries.yaml, 60-chronicle.yaml, 70-table.yaml, 80-people.yaml, 90-index.yaml]";
    book.replace("book.yaml", "sections: [10-news.yaml]", sections);
    book
}

#[test]
fn pages_that_break_anywhere_are_found() {
    let book = long();
    let (pages, broken) = agrees(&book.path, &[1, 3]);
    assert!(pages > 30 && broken > 8, "{pages} pages, {broken} begin in the middle of a block");
}

/// Without the cover, the contents and their second page, whose words are the contents' own.
#[test]
fn every_page_of_the_sample_yearbook_is_found() {
    let folder = tempfile::TempDir::new().unwrap();
    let book = folder.path().join("yearbook");
    crate::sample::generate(&book);
    // In the e-book the days of a year stand under names of months, in print beside numbers.
    let days = 17;
    let (pages, broken) = agrees(&book, &[1, 3, days]);
    assert!(pages > 100 && broken > 10, "{pages} pages, {broken} begin in the middle of a block");
}
