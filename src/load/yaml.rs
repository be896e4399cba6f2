//! YAML with places.
//!
//! `serde_yaml` gives the values but keeps no positions, so a second, position-keeping parser
//! (`saphyr-parser`) makes a tree of places of the same shape, which `check` walks beside the
//! values. That pass runs first and also bounds what the value parser is given: depth, aliases and
//! repeated keys. This is the only file that names a YAML crate.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span};
use serde_json::Value;

use crate::diag::{Code, Findings, msg};
use crate::load::scalar::{self, Style};
use crate::load::{breaks, repeated};
use crate::source::{Place, Source, Text};

/// Deepest nesting of a file.
const MAX_DEPTH: usize = 64;

/// A value's place, and the places of what it holds.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where the value is written; a block scalar (`|`, `>`) from its first character.
    pub at: Place,
    /// A short plain scalar as written: `95.60` stays `95.60`.
    pub written: Option<String>,
    scalar: Option<Scalar>,
    kids: Kids,
}

/// How and where a scalar is written.
#[derive(Debug, Clone)]
struct Scalar {
    source: Arc<Source>,
    style: Style,
    /// Its bytes in the plain text, quotes included.
    plain: Range<usize>,
    /// If it is written on several lines that YAML joins.
    folded: Option<Box<Folded>>,
}

/// A scalar on several lines that YAML joins by spaces, as Chinese is not.
#[derive(Debug, Clone)]
struct Folded {
    /// The lines joined as those of a paragraph.
    joined: Text,
    /// The lines as they are written.
    lines: Text,
}

#[derive(Debug, Clone)]
enum Kids {
    None,
    Seq(Vec<Node>),
    Map(Map),
}

/// A key with its own node, and its value.
type Pair = (String, Node, Node);

#[derive(Debug, Clone, Default)]
struct Map {
    /// In the order of the file.
    pairs: Vec<Pair>,
    /// The numbers of the pairs in the order of their keys, if there are many.
    by_key: Vec<usize>,
}

impl Map {
    /// How many pairs are looked through faster than they are sorted.
    const FEW: usize = 16;

    fn get(&self, key: &str) -> Option<&Pair> {
        if self.by_key.is_empty() {
            return self.pairs.iter().find(|(known, ..)| known == key);
        }
        let known = |number: &usize| self.pairs.get(*number);
        let at =
            self.by_key.partition_point(|n| known(n).is_some_and(|(known, ..)| &**known < key));
        self.by_key.get(at).and_then(known).filter(|(known, ..)| known == key)
    }

    /// Makes keys fast to find, when all are there.
    fn sort(&mut self) {
        if self.pairs.len() > Self::FEW {
            self.by_key = self.in_order();
        }
    }

    /// The numbers of the pairs in the order of their keys, the same keys in that of the file.
    fn in_order(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.pairs.len()).collect();
        let key = |number: &usize| self.pairs.get(*number).map(|(key, ..)| key);
        order.sort_by(|a, b| key(a).cmp(&key(b)));
        order
    }
}

impl Kids {
    fn is_seq(&self) -> bool {
        matches!(self, Kids::Seq(_))
    }

    /// The stored byte behind the last of them.
    fn end(&self) -> usize {
        let last = match self {
            Kids::None => None,
            Kids::Seq(items) => items.last(),
            Kids::Map(map) => map.pairs.last().map(|(.., node)| node),
        };
        last.map_or(0, |node| node.at.bytes.1)
    }
}

impl Node {
    /// A node without content, for what is not there.
    #[must_use]
    pub fn leaf(at: Place) -> Node {
        Node { at, written: None, scalar: None, kids: Kids::None }
    }

    /// How the value is written; `None` unless it is a scalar.
    #[must_use]
    pub fn style(&self) -> Option<Style> {
        self.scalar.as_ref().map(|scalar| scalar.style)
    }

    /// Whether the value is written in quotes.
    #[must_use]
    pub fn is_quoted(&self) -> bool {
        matches!(self.style(), Some(Style::Single | Style::Double))
    }

    /// Whether the value is a list.
    #[must_use]
    pub fn is_sequence(&self) -> bool {
        self.kids.is_seq()
    }

    fn repeated(&self, is_item: bool, source: &Source, found: &mut Findings) {
        let keys = self.pairs().map(|(key, written, _)| (key, &written.at));
        repeated::report(keys, is_item, source, found);
    }

    fn pair(&self, key: &str) -> Option<&Pair> {
        match &self.kids {
            Kids::Map(map) => map.get(key),
            Kids::None | Kids::Seq(_) => None,
        }
    }

    /// The value under a key; this node itself if there is none, so that a finding still has a
    /// place.
    #[must_use]
    pub fn key(&self, key: &str) -> &Node {
        self.pair(key).map_or(self, |(.., node)| node)
    }

    /// The item of a sequence; this node itself if there is none.
    #[must_use]
    pub fn item(&self, index: usize) -> &Node {
        match &self.kids {
            Kids::Seq(items) => items.get(index).unwrap_or(self),
            Kids::None | Kids::Map(_) => self,
        }
    }

    /// The keys with their own nodes and values, in the order of the file.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &Node, &Node)> {
        let pairs = match &self.kids {
            Kids::Map(map) => map.pairs.as_slice(),
            Kids::None | Kids::Seq(_) => &[],
        };
        pairs.iter().map(|(key, at, node)| (key.as_str(), at, node))
    }

    /// Whether there is a value under a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.pair(key).is_some()
    }

    /// Where a key is written.
    #[must_use]
    pub fn key_place(&self, key: &str) -> &Place {
        self.pair(key).map_or(&self.at, |(_, key, _)| &key.at)
    }

    /// A key as a text that knows where each character is written.
    #[must_use]
    pub fn key_text(&self, key: &str) -> Text {
        self.pair(key).map_or_else(|| Text::unplaced(key), |(_, node, _)| node.text(key))
    }

    /// The node that a JSON Pointer (RFC 6901) names, or the nearest one above it.
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> &Node {
        pointer.split('/').skip(1).fold(self, |node, token| match &node.kids {
            Kids::Seq(_) => token.parse().map_or(node, |index| node.item(index)),
            Kids::Map(_) | Kids::None => node.key(&token.replace("~1", "/").replace("~0", "~")),
        })
    }

    /// The value of this scalar as a text that knows where each character is written.
    #[must_use]
    pub fn text(&self, value: &str) -> Text {
        match &self.scalar {
            Some(Scalar { folded: Some(folded), .. }) if folded.joined == *value => {
                folded.joined.clone()
            }
            Some(Scalar { source, style, plain, .. }) => scalar::text(source, *style, plain, value),
            None => Text::unplaced(value),
        }
    }

    /// As [`Node::text`], with lines and paragraphs as they are written, in whatever style.
    #[must_use]
    pub fn running(&self, value: &str) -> Text {
        match self.scalar.as_ref().and_then(|scalar| scalar.folded.as_ref()) {
            Some(folded) if folded.joined == *value => folded.lines.clone(),
            _ => self.text(value),
        }
    }

    /// The places of parts of this scalar's value.
    #[must_use]
    pub fn places<'a>(&'a self, value: &'a str) -> Places<'a> {
        Places { node: self, value, text: OnceCell::new() }
    }
}

/// The places of parts of a scalar's value. The file is followed when the first is asked for, and
/// once for all.
#[derive(Debug)]
pub struct Places<'a> {
    node: &'a Node,
    value: &'a str,
    text: OnceCell<Text>,
}

impl Places<'_> {
    /// Where some bytes of the value are written; the scalar's own place if that is not known.
    #[must_use]
    pub fn of(&self, bytes: Range<usize>) -> Place {
        let text = self.text.get_or_init(|| self.node.text(self.value));
        text.place_of(bytes).unwrap_or_else(|| self.node.at.clone())
    }
}

/// Reads a file's text. `None` if the structure is broken; what was found says where.
pub fn read(source: &Arc<Source>, found: &mut Findings) -> Option<(Value, Node)> {
    found.keep_source(source);
    if !breaks::characters(source, found) {
        return None;
    }
    let mut comments = Vec::new();
    let (node, added) = found.scope(|found| tree(source, &mut comments, found));
    comments.iter().for_each(|at| comment(source, at, found));
    let node = node.filter(|_| added.errors == 0)?;
    match serde_yaml::from_str::<Value>(source.plain()) {
        Ok(mut value) => {
            let mut node = node;
            fold(&mut value, &mut node);
            Some((value, node))
        }
        Err(error) => {
            let at = error.location().map_or_else(
                || node.at.clone(),
                |at| source.place(character(source, source.offset(at.line(), at.column()))),
            );
            let at = at.range().map_or(0..0, |stored| source.plain_range(stored));
            breaks::report(source, at, &error.to_string(), found);
            None
        }
    }
}

/// Joins the lines of texts that YAML has joined by spaces as those of a paragraph are joined.
fn fold(value: &mut Value, node: &mut Node) {
    match (value, &mut node.kids) {
        (Value::String(value), Kids::None) => {
            let Some(scalar) = &mut node.scalar else { return };
            let Scalar { source, style, plain, .. } = &scalar;
            let written = source.plain().get(plain.clone()).unwrap_or_default();
            if *style == Style::Literal || !written.contains('\n') {
                return;
            }
            let read = scalar::text(source, *style, plain, value);
            let (joined, lines) = (scalar::joined(&read), scalar::unfolded(&read));
            *value = joined.to_string();
            node.written = node.written.take().map(|_| joined.to_string());
            scalar.folded = Some(Box::new(Folded { joined, lines }));
        }
        (Value::Array(items), Kids::Seq(nodes)) => {
            items.iter_mut().zip(nodes).for_each(|(item, node)| fold(item, node));
        }
        (Value::Object(values), Kids::Map(map)) => {
            for (key, _, node) in &mut map.pairs {
                if let Some(value) = values.get_mut(key) {
                    fold(value, node);
                }
            }
        }
        _ => {}
    }
}

fn comment(source: &Arc<Source>, at: &Range<usize>, found: &mut Findings) {
    let words = source.plain().get(at.clone()).unwrap_or_default();
    let words: String = words.chars().take(20).collect();
    let message = msg!(
        "“{words}”前有空格，成了 YAML 的注释，不进书",
        "“{words}” behind a space is a comment of YAML and not in the book"
    );
    let hint = msg!(
        "是正文就把整句加英文单引号；是注释就在 # 后空一格",
        "put single quotes around the whole text, or a space behind # if it is a comment"
    );
    found.add_with_hint(Code::Y14, Some(&source.place(at.clone())), message, hint);
}

/// Makes the tree of places without recursion, so that depth is ours to bound.
fn tree(
    source: &Arc<Source>,
    comments: &mut Vec<Range<usize>>,
    found: &mut Findings,
) -> Option<Node> {
    let offsets = Offsets::new(source.plain());
    let mut builder = Builder { source, offsets, open: Vec::new(), root: None, last: 0, comments };
    for event in Parser::new_from_str(source.plain()) {
        match event {
            Ok((event, span)) => builder.take(&event, span, found)?,
            Err(error) => {
                builder.scan_error(&error, found);
                // What is open has not been looked at.
                let mut is_item = false;
                for open in &builder.open {
                    open.node.repeated(is_item, source, found);
                    is_item = open.node.kids.is_seq();
                }
                return None;
            }
        }
    }
    Some(builder.root.unwrap_or_else(|| Node::leaf(source.place(0..0))))
}

/// The character at an offset of the plain text.
fn character(source: &Source, at: usize) -> Range<usize> {
    let c = source.plain().get(at..).and_then(|rest| rest.chars().next());
    at..at + c.filter(|c| *c != '\n').map_or(0, char::len_utf8)
}

/// Byte offsets of characters, which the parser counts.
struct Offsets<'a> {
    text: &'a str,
    /// The offset of every so many characters; none for ASCII alone.
    every: Vec<usize>,
}

impl<'a> Offsets<'a> {
    const STRIDE: usize = 64;

    fn new(text: &'a str) -> Offsets<'a> {
        let every = match text.is_ascii() {
            true => Vec::new(),
            false => text.char_indices().map(|(at, _)| at).step_by(Self::STRIDE).collect(),
        };
        Offsets { text, every }
    }

    /// The offset of the character of this number, from 0; the end for one behind the last.
    fn of(&self, character: usize) -> usize {
        if self.every.is_empty() {
            return character.min(self.text.len());
        }
        let Some(start) = self.every.get(character / Self::STRIDE) else { return self.text.len() };
        let mut within = self.text[*start..].char_indices();
        within.nth(character % Self::STRIDE).map_or(self.text.len(), |(at, _)| start + at)
    }
}

/// A collection whose end has not been read.
struct Open {
    node: Node,
    /// The key that waits for its value.
    key: Option<(String, Node)>,
}

struct Builder<'a> {
    source: &'a Arc<Source>,
    offsets: Offsets<'a>,
    open: Vec<Open>,
    root: Option<Node>,
    /// Where the last key or value ended, in the plain text.
    last: usize,
    /// The bytes of comments that may well be words, in the plain text.
    comments: &'a mut Vec<Range<usize>>,
}

impl Builder<'_> {
    fn scan_error(&self, error: &ScanError, found: &mut Findings) {
        let at = self.offset(error.marker());
        breaks::report(self.source, character(self.source, at), error.info(), found);
    }

    fn offset(&self, marker: &Marker) -> usize {
        self.offsets.of(marker.index())
    }

    /// The bytes of a span in the plain text, without white space behind.
    fn plain(&self, span: Span) -> Range<usize> {
        let (start, end) = (self.offset(&span.start), self.offset(&span.end));
        let text = self.source.plain().get(start..end).unwrap_or_default();
        start..start + text.trim_end_matches([' ', '\t', '\n', '\r']).len()
    }

    /// `None` stops the reading.
    fn take(&mut self, event: &Event<'_>, span: Span, found: &mut Findings) -> Option<()> {
        let mut plain = self.plain(span);
        if let Event::Scalar(value, style, ..) = event {
            plain.start = behind_properties(self.source.plain(), plain.clone(), *style);
            if value.is_empty() && matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
                // The parser tells where the next key begins; what there is, is the header.
                let before = self.source.plain().get(self.last..plain.start).unwrap_or_default();
                let header = before.find(['|', '>']).map(|at| self.last + at);
                plain = header.map_or(plain, |at| at..at + 1);
            }
        }
        self.last = self.last.max(plain.end);
        let at = self.source.place(plain.clone());
        match event {
            Event::Alias(_) => {
                found.add(
                    Code::Y09,
                    Some(&at),
                    msg!("这里用了 YAML 别名", "a YAML alias is used here"),
                );
                self.put(Node::leaf(at), None);
            }
            Event::Scalar(value, style, ..) => {
                let short = *style == ScalarStyle::Plain && value.len() <= 64;
                if *style == ScalarStyle::Plain {
                    self.comment(plain.end);
                }
                let written = short.then(|| value.to_string());
                let scalar = Scalar {
                    source: Arc::clone(self.source),
                    style: written_in(*style),
                    plain,
                    folded: None,
                };
                let node = Node { at, written, scalar: Some(scalar), kids: Kids::None };
                self.put(node, Some(value));
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                let kids = match event {
                    Event::SequenceStart(..) => Kids::Seq(Vec::new()),
                    _ => Kids::Map(Map::default()),
                };
                if self.open.len() >= MAX_DEPTH {
                    let message =
                        msg!("嵌套超过 {MAX_DEPTH} 层", "nested deeper than {MAX_DEPTH} levels");
                    found.add(Code::Y03, Some(&at), message);
                    return None;
                }
                let node = Node { at, written: None, scalar: None, kids };
                self.open.push(Open { node, key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(mut done) = self.open.pop() {
                    if let Kids::Map(map) = &mut done.node.kids {
                        map.sort();
                    }
                    let is_item = self.open.last().is_some_and(|of| of.node.kids.is_seq());
                    done.node.repeated(is_item, self.source, found);
                    let end = done.node.kids.end().max(closing(&at, self.source));
                    done.node.at.bytes.1 = done.node.at.bytes.1.max(end);
                    self.put(done.node, None);
                }
            }
            Event::DocumentStart(_) if self.root.is_some() => {
                let message = msg!(
                    "一个文件只能有一篇，不写 `---`",
                    "a file holds one document, without `---`"
                );
                found.add(Code::Y04, Some(&at), message);
                return None;
            }
            _ => {}
        }
        Some(())
    }

    /// Words behind ` #` are a comment and in no book. Where no space follows they may well be
    /// meant as words.
    fn comment(&mut self, end: usize) {
        let rest = self.source.plain().get(end..).unwrap_or_default();
        let is_word = |c: char| !c.is_whitespace() && c != '#';
        let behind = rest.trim_start_matches([' ', '\t']);
        if behind.len() == rest.len()
            || !behind.strip_prefix('#').is_some_and(|words| words.starts_with(is_word))
        {
            return;
        }
        // Its end is looked for behind comments alone: there is one of them a line.
        let words = behind.split('\n').next().unwrap_or_default();
        let start = end + rest.len() - behind.len();
        self.comments.push(start..start + words.trim_end().len());
    }

    /// Puts a finished node into the collection that is open.
    fn put(&mut self, node: Node, scalar: Option<&str>) {
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match (&mut parent.node.kids, parent.key.take()) {
            (Kids::Seq(items), _) => items.push(node),
            (Kids::Map(map), Some((key, written))) => map.pairs.push((key, written, node)),
            (Kids::Map(_), None) => {
                parent.key = Some((scalar.unwrap_or_default().to_owned(), node));
            }
            (Kids::None, _) => {}
        }
    }
}

/// Where a scalar begins behind its tag and anchor (YAML 1.2.2, 6.9). The parser tells where the
/// words of a block scalar begin, unless it has a tag or an anchor.
fn behind_properties(text: &str, plain: Range<usize>, style: ScalarStyle) -> usize {
    let mut at = plain.start;
    let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
    // Looked for behind these two alone: there is one of them a line at most.
    let begins = |at: usize| text[..at].trim_end_matches(' ').ends_with('\n');
    if is_block && begins(at) {
        return at;
    }
    while let Some(rest) = text.get(at..plain.end).filter(|rest| rest.starts_with(['!', '&', '#']))
    {
        let end = match rest.starts_with('#') {
            true => rest.find('\n'),
            false => rest.find([' ', '\t', '\n']),
        };
        let end = end.unwrap_or(rest.len());
        let blank = rest[end..].len() - rest[end..].trim_start_matches([' ', '\t', '\n']).len();
        at += end + blank;
    }
    if is_block && let Some(header) = text.get(at..plain.end).and_then(|rest| rest.find('\n')) {
        let rest = &text[at + header..plain.end];
        at += header + rest.len() - rest.trim_start_matches(['\n', ' ']).len();
    }
    at
}

/// The end of a bracket that closes a collection; a collection without has none.
fn closing(at: &Place, source: &Source) -> usize {
    let closes = at.range().and_then(|range| source.stored().get(range));
    if closes.is_some_and(|closes| closes.ends_with([']', '}'])) { at.bytes.1 } else { 0 }
}

fn written_in(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, prop, proptest};
    use proptest::sample::select;

    use super::*;

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
}
