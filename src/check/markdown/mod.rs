//! Running text: `CommonMark` to the one tree that both writers set.
//!
//! `comrak` reads it, with emphasis that works beside Han and full-width marks. What the pages
//! cannot show (HTML, code, pictures, rules) is a finding and never dropped in silence. Text is
//! not normalised and gets no spaces.

mod follow;
mod runs;

use comrak::nodes::{AstNode, ListType, NodeList, NodeValue, TableAlignment};
use comrak::{Arena, Options, parse_document};

use crate::check::markdown::follow::Follower;
use crate::check::markdown::runs::{encoded, finished, first_char, guarded, last_char, push_text};
use crate::diag::{Code, Findings, msg};
use crate::load::yaml::Node;
use crate::model::{Align, Block, Grid, Inline, LinkTarget, Runs};
use crate::source::{Place, Spanned, Text};
use crate::text::join;

/// Deepest nesting of blocks and runs; both writers and Typst walk the tree by recursion.
const MAX_DEPTH: usize = 24;

/// Reads running text; `node` gives the places.
pub(super) fn blocks(text: &str, node: &Node, found: &mut Findings) -> Vec<Block> {
    let arena = Arena::new();
    let root = parse_document(&arena, text, &options());
    let mut reader = Reader::new(node, text, found);
    reader.definitions(root);
    let mut blocks = reader.blocks(root, 0);
    reader.unused_notes();
    level_headings(&mut blocks);
    blocks
}

/// Reads one paragraph of running text; further paragraphs are joined by line breaks.
pub(super) fn inlines(text: &str, node: &Node, found: &mut Findings) -> Vec<Inline> {
    let mut out = Vec::new();
    for block in blocks(text, node, found) {
        match block {
            Block::Paragraph(text) => {
                if !out.is_empty() {
                    out.push(Inline::Break);
                }
                out.extend(text.value);
            }
            _ => found.add(
                Code::Y11,
                Some(&node.at),
                msg!("这里只能写一段文字", "only a paragraph can stand here"),
            ),
        }
    }
    out
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.cjk_friendly_emphasis = true;
    // Keeps escapes apart from text, so that `\{` can tell ruby from braces.
    options.parse.escaped_char_spans = true;
    options
}

struct Reader<'r, 'a> {
    follower: Follower,
    node: &'r Node,
    found: &'r mut Findings,
    /// Footnote definitions by name, and whether a note calls them.
    notes: Vec<(String, &'a AstNode<'a>, bool)>,
    /// Notes called so far.
    called: u32,
}

impl<'r, 'a> Reader<'r, 'a> {
    fn new(node: &'r Node, text: &str, found: &'r mut Findings) -> Self {
        let follower = Follower::new(node.text(text));
        Reader { follower, node, found, notes: Vec::new(), called: 0 }
    }

    fn place(&self, node: &AstNode<'a>) -> Place {
        let place = self.follower.place(node.data.borrow().sourcepos);
        place.unwrap_or_else(|| self.node.at.clone())
    }

    fn spanned<T>(&self, value: T, node: &AstNode<'a>) -> Spanned<T> {
        let at = self.follower.place(node.data.borrow().sourcepos);
        Spanned { value, at }
    }

    fn refuse(&mut self, node: &AstNode<'a>, code: Code, zh: &str, en: &str) {
        let at = self.place(node);
        self.found.add(code, Some(&at), msg!("{zh}", "{en}"));
    }

    fn definitions(&mut self, root: &'a AstNode<'a>) {
        for node in root.children() {
            if let NodeValue::FootnoteDefinition(definition) = &node.data.borrow().value {
                self.notes.push((definition.name.clone(), node, false));
            }
        }
    }

    /// The parser drops notes that nothing calls; their words must not get lost unseen.
    fn unused_notes(&mut self) {
        let text = self.follower.text();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let at = start;
            start += line.len();
            let Some((name, _)) = line.strip_prefix("[^").and_then(|s| s.split_once("]:")) else {
                continue;
            };
            let called =
                self.notes.iter().any(|(n, _, called)| n.eq_ignore_ascii_case(name) && *called);
            if !called {
                let place = text.place_of(at..at + line.trim_end().len());
                let message = msg!("脚注 {name} 没有注号", "nothing calls footnote {name}");
                self.found.add(Code::R05, Some(place.as_ref().unwrap_or(&self.node.at)), message);
            }
        }
    }

    fn blocks(&mut self, parent: &'a AstNode<'a>, depth: usize) -> Vec<Block> {
        if depth > MAX_DEPTH {
            self.refuse(parent, Code::Y11, "嵌套得太深", "nested too deeply");
            return Vec::new();
        }
        parent.children().filter_map(|node| self.block(node, depth)).collect()
    }

    fn block(&mut self, node: &'a AstNode<'a>, depth: usize) -> Option<Block> {
        let value = node.data.borrow().value.clone();
        match value {
            NodeValue::Paragraph => {
                let text = self.leaf(node, depth + 1);
                (!text.is_empty()).then_some(Block::Paragraph(text))
            }
            NodeValue::Heading(_) if depth > 0 => {
                let (zh, en) = (
                    "小标题不能放在列表、引文和脚注里",
                    "a sub-heading cannot stand in a list, quotation or note",
                );
                self.refuse(node, Code::Y11, zh, en);
                None
            }
            NodeValue::Heading(heading) => {
                let text = self.leaf(node, depth + 1);
                Some(Block::Heading { level: heading.level, text })
            }
            NodeValue::List(list) => Some(self.list(node, list, depth)),
            NodeValue::BlockQuote => {
                let inner = self.blocks(node, depth + 1);
                Some(Block::Quote(self.spanned(inner, node)))
            }
            NodeValue::Table(table) => Some(self.table(node, &table.alignments, depth)),
            NodeValue::FootnoteDefinition(_) => None,
            NodeValue::HtmlBlock(_) => {
                self.refuse(node, Code::Y10, "正文里有 HTML", "there is HTML in the text");
                None
            }
            NodeValue::CodeBlock(_) => {
                self.refuse(node, Code::Y11, "正文里有代码块", "there is a block of code");
                None
            }
            NodeValue::ThematicBreak => {
                self.refuse(node, Code::Y11, "正文里有分隔线", "there is a rule");
                None
            }
            _ => {
                self.refuse(node, Code::Y11, "这种块不可用", "this kind of block is not available");
                None
            }
        }
    }

    fn list(&mut self, node: &'a AstNode<'a>, list: NodeList, depth: usize) -> Block {
        let start = match list.list_type {
            ListType::Ordered => Some(u32::try_from(list.start).unwrap_or(u32::MAX)),
            ListType::Bullet => None,
        };
        let mut items = Vec::new();
        for item in node.children() {
            let blocks = self.blocks(item, depth + 2);
            items.push(self.spanned(blocks, item));
        }
        Block::List { start, items }
    }

    fn table(
        &mut self,
        node: &'a AstNode<'a>,
        alignments: &[TableAlignment],
        depth: usize,
    ) -> Block {
        let align = alignments.iter().map(|one| match one {
            TableAlignment::None => Align::Auto,
            TableAlignment::Left => Align::Left,
            TableAlignment::Center => Align::Center,
            TableAlignment::Right => Align::Right,
        });
        let align = align.collect();
        let mut rows: Vec<Vec<Runs>> = Vec::new();
        for row in node.children() {
            rows.push(row.children().map(|cell| self.leaf(cell, depth + 2)).collect());
        }
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Block::Table(self.spanned(Grid { align, head, rows }, node))
    }

    /// A block that holds runs alone.
    fn leaf(&mut self, node: &'a AstNode<'a>, depth: usize) -> Runs {
        let before = self.follower.begin(node.data.borrow().sourcepos);
        let runs = self.run(node, depth);
        self.follower.resume(before);
        self.spanned(runs, node)
    }

    /// The runs of a block, pieces of text joined.
    fn run(&mut self, parent: &'a AstNode<'a>, depth: usize) -> Vec<Inline> {
        if depth > MAX_DEPTH {
            self.refuse(parent, Code::Y11, "嵌套得太深", "nested too deeply");
            return Vec::new();
        }
        let mut out: Vec<Inline> = Vec::new();
        let mut soft_break = false;
        for node in parent.children() {
            let value = node.data.borrow().value.clone();
            match value {
                NodeValue::SoftBreak => soft_break = true,
                NodeValue::Text(_) | NodeValue::Escaped => {
                    let text = self.words(node);
                    if std::mem::take(&mut soft_break) {
                        let space = join::between(last_char(&out), text.chars().next());
                        push_text(&mut out, Text::unplaced(space));
                    }
                    push_text(&mut out, text);
                }
                value => {
                    let Some(inline) = self.inline(node, value, depth) else {
                        continue;
                    };
                    if std::mem::take(&mut soft_break) {
                        let first = first_char(std::slice::from_ref(&inline));
                        let space = join::between(last_char(&out), first);
                        push_text(&mut out, Text::unplaced(space));
                    }
                    out.push(inline);
                }
            }
        }
        self.undefined_notes(parent, &out);
        finished(out)
    }

    /// The parser leaves the call of a note that has no text as it is written.
    fn undefined_notes(&mut self, parent: &'a AstNode<'a>, run: &[Inline]) {
        for inline in run {
            let Inline::Text(text) = inline else { continue };
            for (start, _) in text.match_indices("[^") {
                let Some((name, _)) = text[start + 2..].split_once(']') else {
                    continue;
                };
                let at = text.place_of(start..start + 2 + name.len() + 1);
                let at = at.unwrap_or_else(|| self.place(parent));
                let message = msg!("脚注 {name} 没有注文", "footnote {name} has no text");
                self.found.add(Code::R05, Some(&at), message);
            }
        }
    }

    fn inline(&mut self, node: &'a AstNode<'a>, value: NodeValue, depth: usize) -> Option<Inline> {
        match value {
            NodeValue::Emph => Some(Inline::Emph(self.run(node, depth + 1))),
            NodeValue::Strong => Some(Inline::Strong(self.run(node, depth + 1))),
            NodeValue::LineBreak => Some(Inline::Break),
            NodeValue::Link(link) => self.link(node, &link.url, depth),
            NodeValue::FootnoteReference(call) => self.note(node, &call.name, depth),
            NodeValue::HtmlInline(_) => {
                self.refuse(node, Code::Y10, "正文里有 HTML", "there is HTML in the text");
                None
            }
            NodeValue::Code(_) => {
                self.refuse(
                    node,
                    Code::Y11,
                    "正文里有代码（反引号）",
                    "there is code (backquotes)",
                );
                None
            }
            NodeValue::Image(_) => {
                self.refuse(node, Code::Y11, "正文里有图片", "there is a picture in the text");
                None
            }
            _ => {
                self.refuse(node, Code::Y11, "这种标记不可用", "this markup is not available");
                None
            }
        }
    }

    fn link(&mut self, node: &'a AstNode<'a>, url: &str, depth: usize) -> Option<Inline> {
        let text = self.run(node, depth + 1);
        let target = match url.split_once(':') {
            _ if url.starts_with('#') => LinkTarget::Inside(url[1..].to_owned()),
            Some(("http" | "https" | "mailto", _)) => LinkTarget::Web(encoded(url)),
            _ => {
                let at = self.place(node);
                let message = msg!("链接地址 {url} 不能用", "the address {url} is not available");
                self.found.add(Code::R04, Some(&at), message);
                return None;
            }
        };
        Some(Inline::Link { target, text })
    }

    fn note(&mut self, node: &'a AstNode<'a>, name: &str, depth: usize) -> Option<Inline> {
        let at = self.place(node);
        let index = self.notes.iter().position(|(n, ..)| n.eq_ignore_ascii_case(name));
        let Some(index) = index else {
            self.found.add(
                Code::R05,
                Some(&at),
                msg!("脚注 {name} 没有注文", "footnote {name} has no text"),
            );
            return None;
        };
        let (_, definition, called) = &mut self.notes[index];
        let definition = *definition;
        if std::mem::replace(called, true) {
            let message = msg!("脚注 {name} 有两处注号", "footnote {name} is called twice");
            let hint = msg!("另写一条注，换个名字", "write the note again under another name");
            self.found.add_with_hint(Code::R05, Some(&at), message, hint);
            return None;
        }
        self.called += 1;
        let number = self.called;
        let text = self.blocks(definition, depth + 1);
        Some(Inline::Note { number, text })
    }

    /// The text of a piece, or of an escaped character.
    fn words(&mut self, node: &'a AstNode<'a>) -> Text {
        let data = node.data.borrow();
        if let NodeValue::Text(text) = &data.value {
            return self.follower.words(text, data.sourcepos);
        }
        let mut out = Text::default();
        for inner in node.children() {
            if let NodeValue::Text(text) = &inner.data.borrow().value {
                let escaped = self.follower.escaped(text, data.sourcepos);
                out.push(&escaped.standing_for(guarded(text)));
            }
        }
        out
    }
}

/// Levels follow each other from 1 without gaps (PDF/UA-1, clause 7.4.2), whatever the editor
/// began with; at most three.
fn level_headings(blocks: &mut [Block]) {
    let mut open: Vec<u8> = Vec::new();
    for block in blocks {
        if let Block::Heading { level, .. } = block {
            while open.last().is_some_and(|last| last >= level) {
                open.pop();
            }
            open.push(*level);
            *level = u8::try_from(open.len().min(3)).unwrap_or(3);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::{ProptestConfig, prop, proptest};
    use proptest::sample::select;

    use super::*;
    use crate::load::yaml;
    use crate::model::visit;
    use crate::source::Source;

    /// What running text is made of, the awkward more often than the plain.
    const PIECES: &[&str] = &[
        "甲",
        "乙",
        "a",
        "b c",
        "𠮷",
        "👩‍👧",
        " ",
        "  ",
        "\n",
        "\n",
        "\n\n",
        "\n\n",
        "*",
        "**",
        "_",
        "`",
        "~",
        "[^1]",
        "\n\n[^1]: 注文\n",
        "[^2]",
        "\n[^2]: 注二",
        "\n> ",
        "> ",
        "\n- ",
        "- ",
        "\n1. ",
        "\n  - ",
        "\n\n| 甲 | 乙 |\n|---|:-:|\n",
        "| ",
        " | ",
        "\n| 丙 | 丁 |\n",
        "\\|",
        "\\*",
        "\\\\",
        "\\{",
        "\\",
        "&amp;",
        "&#x5E74;",
        "&hellip;",
        "&nope;",
        "&",
        ";",
        "{甲|yī}",
        "{乙|.}",
        "{",
        "}",
        "|",
        "[链](#a)",
        "[链](https://a.b/c?d \"题\")",
        "<https://a.b>",
        "![图](x)",
        "<b>",
        "  \n",
        "\\\n",
        "\n# ",
        "#",
        "\n    ",
        "\t",
        "\n\t",
        "!",
        "[",
        "]",
        "(",
        ")",
        "\u{3000}",
        "\n---\n",
        "```\n",
    ];

    /// What is wrong with the bytes of a text, if anything is.
    fn mismatch(text: &Text) -> Option<String> {
        let Some((source, pieces)) = text.pieces() else {
            return (!text.trim().is_empty()).then(|| format!("{text:?} has no bytes"));
        };
        let mut at = 0;
        for piece in pieces {
            let between = text.get(at..piece.words.start)?;
            if !between.trim().is_empty() {
                return Some(format!("{between:?} of {text:?} has no bytes"));
            }
            at = piece.words.end;
            let (words, stored) = (text.get(piece.words.clone())?, piece.stored.clone());
            let stored = source.stored().get(stored)?;
            let right = match stored {
                _ if piece.verbatim => words == stored,
                "&amp;" => words == "&",
                "&#x5E74;" => words == "年",
                "&hellip;" => words == "…",
                "\n" => words == " ",
                _ => stored.strip_prefix('\\').is_some_and(|escaped| escaped == words),
            };
            if !right {
                return Some(format!("{words:?} of {text:?} is led to {stored:?}"));
            }
        }
        let rest = text.get(at..)?;
        (!rest.trim().is_empty()).then(|| format!("{rest:?} of {text:?} has no bytes"))
    }

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 5_000,
            failure_persistence: None,
            ..ProptestConfig::default()
        })]

        #[test]
        fn all_characters_of_running_text_have_their_bytes(
            pieces in prop::collection::vec(select(PIECES), 0..24),
        ) {
            let text = format!("首{}", pieces.concat());
            let file = format!("a: |\n  {}\n", text.replace('\n', "\n  "));
            let source = Arc::new(Source::new("a.yaml", file.into_bytes()).unwrap());
            let mut found = Findings::default();
            let (value, node) = yaml::read(&source, &mut found).unwrap();
            let value = value["a"].as_str().unwrap();
            let blocks = blocks(value, node.key("a"), &mut found);
            visit(&blocks, &mut |run| {
                run.words(&mut |text| {
                    let mismatch = mismatch(text);
                    assert!(mismatch.is_none(), "{}\n{value}\n{blocks:?}", mismatch.unwrap());
                });
            });
        }
    }
}
