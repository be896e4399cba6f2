//! YAML with places.
//!
//! `serde_yaml` gives the values but keeps no positions, so a second, position-keeping parser
//! (`saphyr-parser`) makes a tree of places of the same shape, which `check` walks beside the
//! values. That pass runs first and also bounds what the value parser is given: depth, aliases and
//! repeated keys. This is the only file that names a YAML crate.

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span};
use serde_json::Value;

use crate::diag::{Code, Findings, msg};
use crate::model::Place;

/// Deepest nesting of a file.
const MAX_DEPTH: usize = 64;

/// A value's place, and the places of what it holds.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where the value begins.
    pub at: Place,
    /// Where the text of a literal block scalar (`|`) begins: its line, and its indentation.
    pub block: Option<Place>,
    /// A short plain scalar as written: `95.60` stays `95.60`.
    pub written: Option<String>,
    kids: Kids,
}

#[derive(Debug, Clone)]
enum Kids {
    None,
    Seq(Vec<Node>),
    Map(Vec<(String, Place, Node)>),
}

impl Node {
    /// A node without content, for what is not there.
    #[must_use]
    pub fn leaf(at: Place) -> Node {
        Node { at, block: None, written: None, kids: Kids::None }
    }

    /// The value under a key; this node itself if there is none, so that a finding still has a
    /// place.
    #[must_use]
    pub fn key(&self, key: &str) -> &Node {
        match &self.kids {
            Kids::Map(pairs) => {
                pairs.iter().find(|(k, ..)| k == key).map_or(self, |(.., node)| node)
            }
            Kids::None | Kids::Seq(_) => self,
        }
    }

    /// The item of a sequence; this node itself if there is none.
    #[must_use]
    pub fn item(&self, index: usize) -> &Node {
        match &self.kids {
            Kids::Seq(items) => items.get(index).unwrap_or(self),
            Kids::None | Kids::Map(_) => self,
        }
    }

    /// The keys with their places and values, in the order of the file.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &Place, &Node)> {
        let pairs = match &self.kids {
            Kids::Map(pairs) => pairs.as_slice(),
            Kids::None | Kids::Seq(_) => &[],
        };
        pairs.iter().map(|(key, at, node)| (key.as_str(), at, node))
    }

    /// Whether there is a value under a key.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        match &self.kids {
            Kids::Map(pairs) => pairs.iter().any(|(k, ..)| k == key),
            Kids::None | Kids::Seq(_) => false,
        }
    }

    /// Where a key is written.
    #[must_use]
    pub fn key_place(&self, key: &str) -> &Place {
        match &self.kids {
            Kids::Map(pairs) => {
                pairs.iter().find(|(k, ..)| k == key).map_or(&self.at, |(_, at, _)| at)
            }
            Kids::None | Kids::Seq(_) => &self.at,
        }
    }

    /// The node that a JSON Pointer (RFC 6901) names, or the nearest one above it.
    #[must_use]
    pub fn pointer(&self, pointer: &str) -> &Node {
        pointer.split('/').skip(1).fold(self, |node, token| match &node.kids {
            Kids::Seq(_) => token.parse().map_or(node, |index| node.item(index)),
            Kids::Map(_) | Kids::None => node.key(&token.replace("~1", "/").replace("~0", "~")),
        })
    }

    /// The place of a character of a literal block scalar, by line (from 0) and column (from 0)
    /// of its value; the scalar's own place for other styles.
    #[must_use]
    pub fn inside(&self, line: usize, column: usize) -> Place {
        self.block.as_ref().map_or_else(
            || self.at.clone(),
            |block| Place {
                file: block.file.clone(),
                line: block.line + line,
                column: block.column + column,
            },
        )
    }
}

/// Reads a file's text. `None` if the structure is broken; what was found says where.
pub fn read(file: &str, text: &str, found: &mut Findings) -> Option<(Value, Node)> {
    found.keep_source(file, text);
    let before = found.counts().0;
    let node = tree(file, text, found)?;
    if found.counts().0 > before {
        return None;
    }
    match serde_yaml::from_str::<Value>(text) {
        Ok(value) => Some((value, node)),
        Err(error) => {
            let at = error.location().map_or_else(
                || node.at.clone(),
                |l| Place { file: file.to_owned(), line: l.line(), column: l.column() },
            );
            broken(found, &at, &error.to_string());
            None
        }
    }
}

fn broken(found: &mut Findings, at: &Place, reason: &str) {
    found.add(
        Code::Y04,
        Some(at),
        msg!("YAML 读到这里断了：{reason}", "the YAML breaks here: {reason}"),
    );
}

/// Makes the tree of places without recursion, so that depth is ours to bound.
fn tree(file: &str, text: &str, found: &mut Findings) -> Option<Node> {
    let mut builder = Builder { file, text, open: Vec::new(), root: None };
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => builder.take(&event, span, found)?,
            Err(error) => {
                scan_error(file, &error, found);
                return None;
            }
        }
    }
    let start = Place { file: file.to_owned(), line: 1, column: 1 };
    Some(builder.root.unwrap_or_else(|| Node::leaf(start)))
}

fn scan_error(file: &str, error: &ScanError, found: &mut Findings) {
    let at = place(file, error.marker());
    broken(found, &at, error.info());
}

fn place(file: &str, marker: &Marker) -> Place {
    Place { file: file.to_owned(), line: marker.line().max(1), column: marker.col() + 1 }
}

/// A collection whose end has not been read.
struct Open {
    node: Node,
    /// The key that waits for its value.
    key: Option<(String, Place)>,
}

struct Builder<'a> {
    file: &'a str,
    text: &'a str,
    open: Vec<Open>,
    root: Option<Node>,
}

impl Builder<'_> {
    /// `None` stops the reading.
    fn take(&mut self, event: &Event<'_>, span: Span, found: &mut Findings) -> Option<()> {
        let at = place(self.file, &span.start);
        match event {
            Event::Alias(_) => {
                found.add(
                    Code::Y09,
                    Some(&at),
                    msg!("这里用了 YAML 别名", "a YAML alias is used here"),
                );
                self.put(Node::leaf(at), None, found);
            }
            Event::Scalar(value, style, ..) => {
                let plain = *style == ScalarStyle::Plain && value.len() <= 64;
                let block = (*style == ScalarStyle::Literal).then(|| self.block(&at));
                let written = plain.then(|| value.to_string());
                let node = Node { at, block, written, kids: Kids::None };
                self.put(node, Some(value), found);
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => {
                let kids = match event {
                    Event::SequenceStart(..) => Kids::Seq(Vec::new()),
                    _ => Kids::Map(Vec::new()),
                };
                if self.open.len() >= MAX_DEPTH {
                    let message =
                        msg!("嵌套超过 {MAX_DEPTH} 层", "nested deeper than {MAX_DEPTH} levels");
                    found.add(Code::Y03, Some(&at), message);
                    return None;
                }
                let node = Node { at, block: None, written: None, kids };
                self.open.push(Open { node, key: None });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(done) = self.open.pop() {
                    self.put(done.node, None, found);
                }
            }
            Event::DocumentStart(_) if self.root.is_some() => {
                broken(found, &at, "only one document a file / 一个文件只能有一篇");
                return None;
            }
            _ => {}
        }
        Some(())
    }

    /// Puts a finished node into the collection that is open.
    fn put(&mut self, node: Node, scalar: Option<&str>, found: &mut Findings) {
        let Some(parent) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match (&mut parent.node.kids, parent.key.take()) {
            (Kids::Seq(items), _) => items.push(node),
            (Kids::Map(pairs), Some((key, at))) => pairs.push((key, at, node)),
            (Kids::Map(pairs), None) => {
                let key = scalar.unwrap_or_default().to_owned();
                if pairs.iter().any(|(k, ..)| *k == key) {
                    found.add(
                        Code::Y08,
                        Some(&node.at),
                        msg!("键 `{key}` 写了两次", "key `{key}` is written twice"),
                    );
                }
                parent.key = Some((key, node.at));
            }
            (Kids::None, _) => {}
        }
    }

    /// Where the text of a literal scalar begins: the first line after its indicator that is not
    /// empty gives the indentation.
    fn block(&self, at: &Place) -> Place {
        // The scanner marks the text of a block scalar or its indicator, by version; both lines
        // are told apart by the indicator itself.
        let mut lines = self.text.lines().skip(at.line - 1);
        let header = lines.clone().next().unwrap_or_default();
        let at_indicator = header.chars().nth(at.column - 1) == Some('|');
        let first = if at_indicator { at.line + 1 } else { at.line };
        if at_indicator {
            lines.next();
        }
        let indent = lines
            .find(|line| !line.trim().is_empty())
            .map_or(0, |line| line.chars().take_while(|c| *c == ' ').count());
        Place { file: self.file.to_owned(), line: first, column: indent + 1 }
    }
}
