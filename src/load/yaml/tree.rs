//! Makes the tree of places, from what the parser tells that keeps positions.

use std::ops::Range;
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span};

use crate::diag::{Code, Findings, msg};
use crate::load::scalar::Style;
use crate::load::yaml::comment;
use crate::load::yaml::node::{Kids, Map, Node, Scalar};
use crate::load::{breaks, repeated};
use crate::source::{Place, Source};

/// Deepest nesting of a file.
const MAX_DEPTH: usize = 64;

/// Makes the tree of places without recursion, so that depth is ours to bound.
pub(super) fn tree(
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
                    repeated_keys(&open.node, is_item, source, found);
                    is_item = open.node.kids.is_seq();
                }
                return None;
            }
        }
    }
    Some(builder.root.unwrap_or_else(|| Node::leaf(source.place(0..0))))
}

/// Reports keys of a finished node that stand in it twice.
fn repeated_keys(node: &Node, is_item: bool, source: &Source, found: &mut Findings) {
    let keys = node.pairs().map(|(key, written, _)| (key, &written.at));
    repeated::report(keys, is_item, source, found);
}

/// The character at an offset of the plain text.
pub(super) fn character(source: &Source, at: usize) -> Range<usize> {
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
            plain.end = closing_quote(self.source.plain(), plain.clone()).unwrap_or(plain.end);
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
                if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
                    self.comment(plain.end);
                }
                let written = short.then(|| value.to_string());
                let scalar = Scalar {
                    source: Arc::clone(self.source),
                    style: written_in(*style),
                    comments: comment::of(self.source.plain(), &plain, written_in(*style)),
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
                    repeated_keys(&done.node, is_item, self.source, found);
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
        let behind = rest.trim_start_matches([' ', '\t']);
        if behind.len() == rest.len() || !comment::is_joined(behind) {
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

/// Where a scalar in quotes ends: the parser's span has the comment behind it. `None` for others.
fn closing_quote(text: &str, plain: Range<usize>) -> Option<usize> {
    let written = text.get(plain.clone())?;
    let quote = written.bytes().next().filter(|byte| matches!(byte, b'\'' | b'"'))?;
    let mut bytes = written.bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if quote == b'"' => drop(bytes.next()),
            _ if byte != quote => {}
            // Two of them are one of the words.
            b'\'' if bytes.next_if(|(_, next)| *next == b'\'').is_some() => {}
            _ => return Some(plain.start + at + 1),
        }
    }
    None
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
