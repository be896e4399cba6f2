//! Every character of a scalar has the bytes that stand for it.

use std::sync::Arc;

use proptest::prelude::{ProptestConfig, prop, proptest};
use proptest::sample::select;
use serde_json::Value;

use crate::diag::Findings;
use crate::load::scalar;
use crate::load::yaml::{Node, read};
use crate::source::Source;

/// What scalars are made of, the awkward more often than the plain.
const PIECES: &[&str] = &[
    " ",
    "  ",
    "   ",
    "\n",
    "\n",
    "\n ",
    "\n  ",
    "\n    ",
    "\n\n",
    "甲",
    "a",
    "乙b",
    "𠮷",
    "👩‍👧",
    "'",
    "''",
    "\"",
    "\\",
    "\\n",
    "\\u4E00",
    "\\x41",
    "\\U00020BB7",
    "\\\"",
    "\\\n",
    ":",
    "#",
    "|",
    "-",
    "\t",
    ",",
    "]",
    "}",
    "*",
    "%",
    "@",
    "`",
    "?",
    ".",
];

/// Headers of scalars with what closes them.
const STYLES: &[(&str, &str)] = &[
    ("", ""),
    ("'", "'"),
    ("\"", "\""),
    ("|\n  ", ""),
    (">\n  ", ""),
    ("|-\n    ", ""),
    (">+\n  ", ""),
    ("|+\n\n  ", ""),
    ("|2\n   ", ""),
    (">1-\n  ", ""),
    ("!!str ", ""),
    ("!!str |\n  ", ""),
    ("&anchor\n  ", ""),
    ("  # comment\n  ", ""),
];

/// What is wrong with the bytes of a value, if anything is.
fn mismatch(node: &Node) -> Option<String> {
    let scalar = node.scalar.as_ref()?;
    let value = &serde_yaml::from_str::<Value>(scalar.source.plain()).ok()?;
    let value = value.pointer("/a/b").or(value.pointer("/a"))?.as_str()?;
    let text = scalar::text(&scalar.source, scalar.style, &scalar.plain, value);
    let (source, pieces) = text.pieces()?;
    let mut at = 0;
    for piece in pieces {
        let (words, stored) = (value.get(piece.words.clone())?, piece.stored.clone());
        let stored = source.stored().get(stored)?;
        if piece.words.start != at {
            return Some(format!("{:?} has no bytes", value.get(at..piece.words.start)));
        }
        at = piece.words.end;
        let right = match words {
            _ if piece.verbatim => words == stored,
            " " | "\n" => stored == "\n" || stored == "\r\n" || stored.starts_with('\\'),
            "'" if stored == "''" => true,
            _ => stored.starts_with('\\'),
        };
        if !right {
            return Some(format!("{words:?} is led to {stored:?}"));
        }
    }
    // The last line break of a block may stand in no file.
    let rest = value.get(at..)?;
    (!rest.bytes().all(|byte| byte == b'\n')).then(|| format!("{rest:?} has no bytes"))
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 5_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn all_characters_of_scalars_have_their_bytes(
        style in select(STYLES),
        pieces in prop::collection::vec(select(PIECES), 0..14),
        windows in prop::bool::ANY,
        nested in prop::bool::ANY,
    ) {
        let scalar = format!("{}{}{}", style.0, pieces.concat(), style.1);
        let yaml = match nested {
            true => format!("前: 甲\na:\n  b: {}\n", scalar.replace('\n', "\n  ")),
            false => format!("a: {scalar}\n"),
        };
        let yaml = if windows { yaml.replace('\n', "\r\n") } else { yaml };
        let source = Arc::new(Source::new("a.yaml", yaml.clone().into_bytes()).unwrap());
        let mut found = Findings::default();
        if let Some((value, node)) = read(&source, &mut found) {
            let (value, node) = match nested {
                true => (&value["a"]["b"], node.key("a").key("b")),
                false => (&value["a"], node.key("a")),
            };
            if let Value::String(value) = value {
                let mismatch = mismatch(node);
                assert!(mismatch.is_none(), "{}\n{yaml:?}\n{value:?}", mismatch.unwrap());
                let at = &yaml[node.at.range().unwrap_or(0..0)];
                assert!(!at.ends_with(char::is_whitespace), "{at:?}");
            }
        }
    }
}

#[test]
fn tabs_in_short_texts_are_spaces_at_their_places() {
    let source = Arc::new(Source::new("a.yaml", b"a: \"x\\ty\tz\\n\"\n".to_vec()).unwrap());
    let (value, node) = read(&source, &mut Findings::default()).unwrap();
    let text = node.key("a").text(value["a"].as_str().unwrap());
    assert_eq!(text.as_str(), "x y z");
    let at = |words: std::ops::Range<usize>| text.place_of(words).unwrap().range().unwrap();
    assert_eq!((at(1..2), at(2..3), at(3..4), at(4..5)), (5..7, 7..8, 8..9, 9..10));
}
