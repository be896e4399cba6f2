//! Every character of the model leads to the bytes that it was written with.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use nianjian::check::Stage;
use nianjian::diag::Findings;
use nianjian::model::{Block, Book, Content, TextKind};
use nianjian::source::{Piece, Source, Text};
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use proptest::sample::select;

use crate::sample::random::Random;
use crate::support::{Copy, every_construct, jinshan, minimal, open, said};

/// A checked book, without its pages; `None` if it has errors, which are told.
fn checked(folder: &Path, found: &mut Findings) -> Option<Book> {
    let mut session = open(folder, Stage::Draft);
    let book = session.check().cloned();
    *found = session.findings();
    book.filter(|_| !found.has_errors())
}

/// What stored bytes can stand for: themselves, a line's end, an escape of YAML, of Markdown, or of
/// Markdown in YAML.
fn meanings(stored: &str) -> Vec<String> {
    let yaml = match stored {
        "\r\n" | "\n" => vec!["\n".to_owned(), " ".to_owned()],
        "''" => vec!["'".to_owned()],
        _ => vec![stored.to_owned(), double_quoted(stored)],
    };
    let markdown = yaml.iter().map(|text| match text.strip_prefix('\\') {
        Some(escaped) => escaped.to_owned(),
        None => text
            .replace("&amp;", "&")
            .replace("&#x5E74;", "年")
            .replace("&#24180;", "年")
            .replace("&hellip;", "…"),
    });
    markdown.clone().chain(yaml.iter().cloned()).collect()
}

/// The escapes that the tests write.
fn double_quoted(stored: &str) -> String {
    let mut out = String::new();
    let mut rest = stored;
    while let Some(c) = rest.chars().next() {
        if let Some(behind) = rest.strip_prefix("\\\r\n").or_else(|| rest.strip_prefix("\\\n")) {
            // A line break that is escaped stands for nothing.
            rest = behind.trim_start_matches(' ');
            continue;
        }
        let hex = |digits: usize| {
            let digits = rest.get(2..2 + digits)?;
            char::from_u32(u32::from_str_radix(digits, 16).ok()?)
        };
        let (c, bytes) = match rest.get(..2) {
            Some("\\u") => (hex(4).unwrap(), 6),
            Some("\\U") => (hex(8).unwrap(), 10),
            Some("\\n") => ('\n', 2),
            Some("\\\"") => ('"', 2),
            Some("\\\\") => ('\\', 2),
            _ => (c, c.len_utf8()),
        };
        out.push(c);
        rest = &rest[bytes..];
    }
    out
}

/// What is wrong with the bytes of a text, if anything is.
fn fault(text: &Text) -> Option<String> {
    // Labels join roles and names of who made a text.
    let is_joined = |words: &str| words.trim().chars().all(|c| "：、".contains(c));
    let Some((source, pieces)) = text.pieces() else {
        return (!text.trim().is_empty()).then(|| format!("{text:?} has no bytes"));
    };
    let mut at = 0;
    for Piece { words, stored, .. } in pieces {
        let between = text.get(at..words.start)?;
        if !is_joined(between) {
            return Some(format!("{between:?} of {text:?} has no bytes"));
        }
        at = words.end;
        let (words, stored) = (&text[words.clone()], &source.stored()[stored.clone()]);
        // The mark of a figure stands for its name.
        let is_mark = stored.starts_with("{图|");
        if !is_mark && !meanings(stored).iter().any(|meaning| meaning == words) {
            return Some(format!("{words:?} of {text:?} is led to {stored:?}"));
        }
    }
    let rest = &text[at..];
    (!rest.trim().is_empty()).then(|| format!("{rest:?} of {text:?} has no bytes"))
}

fn assert_placed(book: &Book, from: &str) {
    book.texts(&mut |kind, text| {
        let fault = fault(text);
        assert!(fault.is_none(), "{kind:?}: {}\n{from}", fault.unwrap());
    });
    let sections = book.sections.iter().flat_map(|section| match &section.content {
        Content::Stories(stories) => stories.iter().map(|story| &story.body).collect(),
        Content::Text { body, .. } => vec![body],
        _ => Vec::new(),
    });
    sections.for_each(assert_blocks_hold_their_words);
}

/// A block's bytes begin before those of its words and end behind them.
fn assert_blocks_hold_their_words(blocks: &Vec<Block>) {
    for block in blocks {
        let Block::Paragraph(runs) = block else { continue };
        let bytes = block.place().unwrap().range().unwrap();
        for run in runs.iter() {
            if let nianjian::model::Inline::Text(text) = run
                && let Some(stored) = text.stored()
            {
                assert!(bytes.start <= stored.start && stored.end <= bytes.end, "{text:?}");
            }
        }
    }
}

#[test]
fn every_character_of_the_sample_books_leads_to_its_bytes() {
    for folder in [jinshan(), every_construct(), minimal(), crate::yearbook::book().to_owned()] {
        let mut found = Findings::new("");
        let book = checked(&folder, &mut found).unwrap_or_else(|| panic!("{}", said(&found)));
        assert_placed(&book, &folder.display().to_string());
    }
}

/// The character at a line and column (from 1) of a file.
fn character(text: &str, line: usize, column: usize) -> Option<char> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    text.split('\n').nth(line - 1)?.chars().nth(column - 1)
}

#[test]
fn random_words_of_every_kind_are_placed_exactly() {
    let folder = crate::yearbook::book();
    let mut found = Findings::new("");
    let book = checked(folder, &mut found).unwrap_or_else(|| panic!("{}", said(&found)));
    let mut by_kind: std::collections::BTreeMap<TextKind, Vec<&Text>> = Default::default();
    book.texts(&mut |kind, text| {
        if text.chars().any(char::is_alphanumeric) {
            by_kind.entry(kind).or_default().push(text);
        }
    });
    let kinds: Vec<_> = by_kind.keys().copied().collect();
    assert!(kinds.len() >= 16, "{kinds:?}");
    let mut random = Random::named("words");
    for nth in 0..1000 {
        let of_kind = &by_kind[&kinds[nth % kinds.len()]];
        let text = of_kind[random.below(of_kind.len())];
        let words: Vec<usize> =
            text.char_indices().filter(|(_, c)| c.is_alphanumeric()).map(|(at, _)| at).collect();
        let start = words[random.below(words.len())];
        let end =
            text[start..].find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |n| start + n);
        let place = text.place_of(start..end).unwrap();
        let file = fs::read_to_string(folder.join(&*place.file)).unwrap();
        let first = text[start..].chars().next();
        assert_eq!(character(&file, place.line, place.column), first, "{place}: {text:?}");
        let stored = &file[place.range().unwrap()];
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(squeezed(stored), squeezed(&text[start..end]), "{place}");
    }
}

/// Pieces of running text, each a paragraph or more.
const PIECES: &[&str] = &[
    "年鉴排版，一份书稿。",
    "两行的\n段落，and words\nof Latin letters.",
    "**强调**与*着重*，“**引号**”里外。",
    "😀表情👨‍👩‍👧与𠀋字。",
    "读{漢字|hàn zì}，{上海|_}和{论语|~}，{甲|.}。",
    "写\\{甲\\|乙\\}和\\*星\\*、\\\\斜杠。",
    "实体&amp;与&#x5E74;&hellip;完。",
    "[链接](https://example.com/a?b=c)与<https://example.com/d>。",
    "- 甲项\n- 乙项\n  续行\n  - 丙项",
    "1. 一\n2. 二，**重**",
    "> 引文一\n> 引文二\n>\n> - 引文里的列表，有注[^b]。\n>   续",
    "注在[^a]这里。\n\n[^a]: 注文一，*着重*。\n\n    注的第二段。",
    "| 甲 | 乙\\|丙 |\n|---|:-:|\n| {一\\|yī} | **二** |\n| a\\|b c | 三 |",
    "## 小标题",
    "　　缩进的段落。",
    "行尾两空格  \n硬换行\\\n再换行。",
];

/// A text as a scalar of a style; `indent` spaces before its lines.
fn scalar(style: usize, text: &str, indent: usize, seed: u64) -> String {
    let pad = " ".repeat(indent);
    let lines = |text: &str| -> String {
        let line =
            |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("{pad}{line}\n") };
        text.split('\n').map(line).collect()
    };
    match style {
        0 => format!("|\n{}", lines(text)),
        1 => format!(">\n{}", lines(text)),
        2 => format!("|2-\n  {}", lines(text).replace('\n', "\n  ").trim_end()) + "\n",
        3 => format!("'{}'\n", lines(&text.replace('\'', "''")).trim()),
        4 => {
            let mut random = Random::named(&seed.to_string());
            let escaped = text.chars().map(|c| match c {
                '"' | '\\' => format!("\\{c}"),
                '\n' => "\\n".to_owned(),
                c if random.below(5) == 0 && u32::from(c) > 0xFFFF => {
                    format!("\\U{:08X}", u32::from(c))
                }
                c if random.below(5) == 0 => format!("\\u{:04X}", u32::from(c)),
                c if c != ' ' && random.below(9) == 0 => format!("{c}\\\n{pad}"),
                c => c.to_string(),
            });
            // What is beyond the first plane has no short escape.
            let escaped: String = escaped.collect();
            format!("\"{escaped}\"\n")
        }
        _ => {
            let plain: String =
                text.chars().filter(|c| !":#`\\|>&*[]{}!%@'\"-".contains(*c)).collect();
            format!("甲{}", lines(&plain).trim_start())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    })]

    #[test]
    fn characters_lead_to_their_bytes_in_every_style(
        pieces in prop::collection::vec(select(PIECES), 1..6),
        style in 0..6_usize,
        title in 2..6_usize,
        (mark, returns) in (any::<bool>(), any::<bool>()),
        seed in any::<u64>(),
    ) {
        // A note has one name in a text, and needs its call.
        let mut seen = BTreeSet::new();
        let pieces: Vec<&str> = pieces.into_iter().filter(|piece| seen.insert(*piece)).collect();
        let mut body = pieces.join("\n\n");
        if body.contains("[^b]") {
            body.push_str("\n\n[^b]: 注文二\n接着的行。");
        }
        let mut section = format!(
            "kind: news # 栏目\ntitle: {}stories:\n- id: a\n  title: 题\n  body: {}",
            scalar(title, "题目，“引”A", 2, seed).replace("|2-\n", "|4-\n  "),
            scalar(style, &body, 4, seed),
        );
        if returns {
            section = section.replace('\n', "\r\n");
        }
        if mark {
            section.insert(0, '\u{FEFF}');
        }
        let copy = Copy::of(&minimal());
        copy.write("10-news.yaml", &section);
        let mut found = Findings::new("");
        if let Some(book) = checked(&copy.path, &mut found) {
            assert_placed(&book, &section);
        }
    }
}

#[test]
fn most_of_those_texts_are_good_books() {
    let books =
        PIECES.iter().enumerate().flat_map(|(nth, piece)| (0..6).map(move |s| (nth, s, piece)));
    let mut good = 0;
    let mut all = 0;
    for (_, style, piece) in books {
        let copy = Copy::of(&minimal());
        let body = match piece.contains("[^b]") {
            true => format!("{piece}\n\n[^b]: 注文二"),
            false => (*piece).to_owned(),
        };
        let body = scalar(style, &body, 4, 7);
        copy.write(
            "10-news.yaml",
            format!("kind: news\ntitle: 题\nstories:\n- id: a\n  title: 题\n  body: {body}"),
        );
        let mut found = Findings::new("");
        all += 1;
        match checked(&copy.path, &mut found) {
            Some(book) => {
                assert_placed(&book, &body);
                good += 1;
            }
            None => println!("{body}\n{}", said(&found)),
        }
    }
    assert!(good * 10 >= all * 8, "{good} of {all}");
}

#[test]
fn ranges_are_those_of_the_file_as_it_is_stored() {
    let copy = Copy::of(&minimal());
    let section = "\u{FEFF}kind: news\r\ntitle: 要闻\r\nstories:\r\n- id: a\r\n  title: 题\r\n  body: 缺\u{20BB7}字\r\n";
    copy.write("10-news.yaml", section);
    let mut found = Findings::new("");
    assert!(checked(&copy.path, &mut found).is_none());
    let finding = found.sorted()[0];
    let at = finding.at.as_ref().unwrap();
    assert_eq!((at.line, at.column), (6, 10), "{}", said(&found));
    assert_eq!(&section[at.range().unwrap()], "\u{20BB7}");
    let source = Source::new("10-news.yaml", section.into()).unwrap();
    assert_eq!(source.place_of(at.range().unwrap()), *at);
}
