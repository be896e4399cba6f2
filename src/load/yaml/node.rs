//! The tree of places beside the values of a file.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use crate::load::scalar::{self, Style};
use crate::load::yaml::comment::{Comment, Stands};
use crate::source::{Place, Source, Text};

/// A value's place, and the places of what it holds.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where the value is written; a block scalar (`|`, `>`) from its first character.
    pub at: Place,
    /// A short plain scalar as written: `95.60` stays `95.60`.
    pub written: Option<String>,
    pub(super) scalar: Option<Scalar>,
    pub(super) kids: Kids,
}

/// How and where a scalar is written.
#[derive(Debug, Clone)]
pub(super) struct Scalar {
    pub(super) source: Arc<Source>,
    pub(super) style: Style,
    /// Its bytes in the plain text, quotes included.
    pub(super) plain: Range<usize>,
    /// The comments that may be words of it.
    pub(super) comments: Vec<Comment>,
    /// If it is written on several lines that YAML joins.
    pub(super) folded: Option<Box<Folded>>,
}

/// A scalar on several lines that YAML joins by spaces, as Chinese is not.
#[derive(Debug, Clone)]
pub(super) struct Folded {
    /// The lines joined as those of a paragraph.
    joined: Text,
    /// The lines as they are written.
    lines: Text,
}

#[derive(Debug, Clone)]
pub(super) enum Kids {
    None,
    Seq(Vec<Node>),
    Map(Map),
}

/// A key with its own node, and its value.
pub(super) type Pair = (String, Node, Node);

#[derive(Debug, Clone, Default)]
pub(super) struct Map {
    /// In the order of the file.
    pub(super) pairs: Vec<Pair>,
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
    pub(super) fn sort(&mut self) {
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
    pub(super) fn is_seq(&self) -> bool {
        matches!(self, Kids::Seq(_))
    }

    /// The stored byte behind the last of them.
    pub(super) fn end(&self) -> usize {
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

    /// The comments that may be words of this scalar: where they stand, the words with the `#`, and
    /// their place.
    pub fn comments(&self) -> impl Iterator<Item = (Stands, &str, Place)> {
        self.scalar.iter().flat_map(|Scalar { source, comments, .. }| {
            comments.iter().map(|Comment { stands, plain }| {
                let words = source.plain().get(plain.clone()).unwrap_or_default();
                (*stands, words, source.place(plain.clone()))
            })
        })
    }

    /// The bytes in the plain text of this scalar, or of all scalars that it holds, keys included.
    pub fn scalars(&self, out: &mut Vec<Range<usize>>) {
        out.extend(self.scalar.iter().map(|scalar| scalar.plain.clone()));
        match &self.kids {
            Kids::None => {}
            Kids::Seq(items) => items.iter().for_each(|item| item.scalars(out)),
            Kids::Map(map) => map.pairs.iter().for_each(|(_, key, value)| {
                key.scalars(out);
                value.scalars(out);
            }),
        }
    }

    /// Whether nothing is written where the value would stand.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.scalar.as_ref().is_some_and(|Scalar { source, style, plain, .. }| {
            // The parser tells of the mark behind nothing; no text begins with one.
            let written = source.plain().get(plain.clone()).unwrap_or_default();
            *style == Style::Plain && (written.is_empty() || written.starts_with([',', '}', ']']))
        })
    }

    /// Whether this is an item of a list in brackets, written without quotes.
    #[must_use]
    pub fn is_bare_item(&self) -> bool {
        let Some(scalar) = self.scalar.as_ref().filter(|it| it.style == Style::Plain) else {
            return false;
        };
        let text = scalar.source.plain();
        let before = text.get(..scalar.plain.start).map(str::trim_end);
        let after = text.get(scalar.plain.end..).map(str::trim_start);
        before.is_some_and(|before| before.ends_with(['[', ',']))
            && after.is_some_and(|after| after.starts_with([']', ',']))
    }

    /// Whether the value is keys with values in braces.
    #[must_use]
    pub fn is_in_braces(&self) -> bool {
        let source = self.pairs().find_map(|(_, key, _)| key.scalar.as_ref());
        source.is_some_and(|key| {
            let here = key.source.stored().get(self.at.bytes.0..);
            here.is_some_and(|here| here.starts_with('{'))
        })
    }

    /// Whether the value is a list.
    #[must_use]
    pub fn is_sequence(&self) -> bool {
        self.kids.is_seq()
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

    /// The items of a sequence.
    pub fn items(&self) -> impl Iterator<Item = &Node> {
        let items = match &self.kids {
            Kids::Seq(items) => items.as_slice(),
            Kids::None | Kids::Map(_) => &[],
        };
        items.iter()
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

    /// The value of this scalar as a text that knows where each character is written, with spaces
    /// for tabs, and without line ends behind it.
    #[must_use]
    pub fn text(&self, value: &str) -> Text {
        let text = self.written(value);
        if !text.contains('\t') && !text.ends_with('\n') {
            return text;
        }
        let text = text.slice(0..text.trim_end_matches('\n').len());
        let mut out = Text::default();
        let mut at = 0;
        for (tab, _) in text.match_indices('\t') {
            out.push(&text.slice(at..tab));
            out.push(&text.slice(tab..tab + 1).standing_for(" "));
            at = tab + 1;
        }
        out.push(&text.slice(at..text.len()));
        out
    }

    fn written(&self, value: &str) -> Text {
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
            _ => self.written(value),
        }
    }

    /// The bytes of this scalar's value that some stored bytes stand for. `None` if these are not
    /// whole words of it, or a part of an escape.
    #[must_use]
    pub fn words_of(&self, value: &str, stored: &Range<usize>) -> Option<Range<usize>> {
        let text = self.written(value);
        let (_, pieces) = text.pieces()?;
        let first = pieces
            .iter()
            .find(|piece| piece.stored.start <= stored.start && stored.start < piece.stored.end)?;
        let last = pieces
            .iter()
            .find(|piece| piece.stored.start < stored.end && stored.end <= piece.stored.end)?;
        let start = match first.verbatim {
            true => first.words.start + (stored.start - first.stored.start),
            false => (stored.start == first.stored.start).then_some(first.words.start)?,
        };
        let end = match last.verbatim {
            true => last.words.end - (last.stored.end - stored.end),
            false => (stored.end == last.stored.end).then_some(last.words.end)?,
        };
        (start < end).then_some(start..end)
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

/// Joins the lines of texts that YAML has joined by spaces as those of a paragraph are joined, and
/// keeps what is written as a number without being one, which would else be nothing.
pub(super) fn fold(value: &mut Value, node: &mut Node) {
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
        (value @ Value::Null, Kids::None) => {
            let Some(Scalar { source, style: Style::Plain, plain, .. }) = &node.scalar else {
                return;
            };
            let written = source.plain().get(plain.clone()).unwrap_or_default().trim();
            let digits = written.trim_start_matches(['+', '-']);
            if ["nan", "inf"].iter().any(|it| {
                digits.strip_prefix('.').is_some_and(|digits| digits.eq_ignore_ascii_case(it))
            }) {
                *value = Value::String(written.to_owned());
            }
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
