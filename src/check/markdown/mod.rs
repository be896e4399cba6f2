//! Running text: `CommonMark` to the one tree that both writers set.
//!
//! `dialect` puts down what this format reads in another way; `comrak` reads the rest, with
//! emphasis that works beside Han and full-width marks; `follow` knows where each word stands. What
//! the pages cannot show (HTML, code, pictures, rules) is a finding. At the end every character of
//! the text stands in the model, was markup that took effect, or has a finding: the proof is
//! `Reader::lost`. Text is not normalised and gets no spaces.

mod dialect;
mod follow;
mod runs;

use std::ops::Range;

use comrak::nodes::{AstNode, ListDelimType, ListType, NodeValue, TableAlignment};
use comrak::{Arena, Options, parse_document};

use crate::check::markdown::dialect::Doubt;
use crate::check::markdown::follow::Follower;
use crate::check::markdown::runs::{encoded, finished, first_char, last_char, push_text};
use crate::diag::{Code, Findings, msg};
use crate::load::yaml::Node;
use crate::model::{Align, Block, Grid, Inline, LinkTarget, Runs};
use crate::source::{Place, Spanned, Text};
use crate::text::join;

/// Deepest nesting of blocks and runs; both writers and Typst walk the tree by recursion.
const MAX_DEPTH: usize = 24;

/// Most times that indented lines are put back to the left; each goes a level deeper.
const MAX_OUTDENTS: usize = 16;

/// How many characters of lost words a message shows.
const SHOWN: usize = 20;

/// Reads running text; `node` gives the places.
pub(super) fn blocks(text: &str, node: &Node, found: &mut Findings) -> Vec<Block> {
    read(&node.running(text), node, found)
}

/// Reads one paragraph of running text; further paragraphs are joined by line breaks.
pub(super) fn inlines(text: &str, node: &Node, found: &mut Findings) -> Runs {
    let text = node.running(text);
    let mut out = Vec::new();
    for block in read(&text, node, found) {
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
    Spanned { value: out, at: text.place() }
}

fn read(written: &Text, node: &Node, found: &mut Findings) -> Vec<Block> {
    let (mut text, doubts) = dialect::prepared(written);
    for (doubt, at) in doubts {
        let place = written.place_of(at);
        let (message, hint) = match doubt {
            Doubt::Stars => (
                msg!(
                    "两个星号之间是强调，还是注号？照原样印了",
                    "do two stars emphasise what is between them, or call notes? Printed as they are"
                ),
                msg!(
                    "要印星号写 `\\*`；要强调写 `**文字**`",
                    "for stars write `\\*`; for emphasis write `**words**`"
                ),
            ),
            Doubt::Row => (
                msg!(
                    "这些行用制表符隔开，像粘贴来的表格；制表符只当空格印",
                    "tabs part the words, as in a table that was pasted; they are printed as spaces"
                ),
                msg!(
                    "写成 Markdown 表格：`| 甲 | 乙 |`，表头下一行 `| --- | --- |`",
                    "write a Markdown table: `| a | b |`, and `| --- | --- |` under its heads"
                ),
            ),
        };
        found.add_with_hint(Code::W05, Some(place.as_ref().unwrap_or(&node.at)), message, hint);
    }
    let mut outdents = 0;
    loop {
        let arena = Arena::new();
        let root = parse_document(&arena, &text, &options());
        if outdents < MAX_OUTDENTS
            && let Some(flat) = outdented(&text, root)
        {
            text = flat;
            outdents += 1;
            continue;
        }
        let mut reader = Reader::new(node, text, found);
        reader.definitions(root);
        let mut blocks = reader.blocks(root, 0);
        reader.unused_notes();
        reader.lost();
        level_headings(&mut blocks);
        return blocks;
    }
}

/// The text without the indentation that would make code of lines; `None` if there is none.
fn outdented<'a>(text: &Text, root: &'a AstNode<'a>) -> Option<Text> {
    let mut blocks = root.descendants().filter_map(|node| {
        let data = node.data.borrow();
        let is_indented = matches!(&data.value, NodeValue::CodeBlock(code) if !code.fenced);
        is_indented.then_some(data.sourcepos)
    });
    let first = blocks.next()?;
    let lines = Follower::new(text.clone());
    let all = std::iter::once(first).chain(blocks);
    let cuts: Vec<Range<usize>> = all.flat_map(|at| lines.indents(at)).collect();
    (!cuts.is_empty()).then(|| {
        let (mut out, mut at) = (Text::default(), 0);
        for cut in cuts {
            out.push(&text.slice(at..cut.start));
            at = cut.end;
        }
        out.push(&text.slice(at..text.len()));
        out
    })
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.cjk_friendly_emphasis = true;
    // Keeps escapes apart from text, so that each is led to its own bytes.
    options.parse.escaped_char_spans = true;
    options.parse.ignore_setext = true;
    // Notes that nothing calls, or two of one name, are found and not dropped.
    options.parse.leave_footnote_definitions = true;
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
    /// Whether a note is being read.
    in_note: bool,
}

impl<'r, 'a> Reader<'r, 'a> {
    fn new(node: &'r Node, text: Text, found: &'r mut Findings) -> Self {
        let follower = Follower::new(text);
        Reader { follower, node, found, notes: Vec::new(), called: 0, in_note: false }
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
        self.follower.account_node(node.data.borrow().sourcepos);
    }

    fn definitions(&mut self, root: &'a AstNode<'a>) {
        for node in root.descendants() {
            if let NodeValue::FootnoteDefinition(definition) = &node.data.borrow().value {
                self.notes.push((definition.name.clone(), node, false));
            }
        }
    }

    /// Notes that nothing calls; their words must not get lost unseen.
    fn unused_notes(&mut self) {
        for (name, node, called) in std::mem::take(&mut self.notes) {
            if called {
                continue;
            }
            let at = self.place(node);
            let message = msg!("脚注 {name} 没有注号", "nothing calls footnote {name}");
            self.found.add(Code::R05, Some(&at), message);
            self.follower.account_node(node.data.borrow().sourcepos);
        }
    }

    /// What was read neither as words nor as markup.
    fn lost(&mut self) {
        for range in self.follower.left() {
            let words = dialect::plain_words(&self.follower.text()[range.clone()]);
            let more = if words.chars().count() > SHOWN { "……" } else { "" };
            let words: String = words.chars().take(SHOWN).collect();
            let words = words.replace('\n', " ");
            let in_table = self.follower.in_table(&range);
            let place = self.follower.text().place_of(range);
            let place = place.as_ref().unwrap_or(&self.node.at);
            if in_table {
                let message = msg!(
                    "“{words}{more}”这一格，表头没有它的列",
                    "the heads have no column for the cell “{words}{more}”"
                );
                let hint = msg!(
                    "表头加一列；竖线是文字就写成 `\\|`",
                    "add a head; a stroke that is text is written `\\|`"
                );
                self.found.add_with_hint(Code::Y14, Some(place), message, hint);
                continue;
            }
            let message = msg!("“{words}{more}”没有读进书里", "“{words}{more}” would be lost");
            self.found.add(Code::Y14, Some(place), message);
        }
    }

    fn blocks(&mut self, parent: &'a AstNode<'a>, depth: usize) -> Vec<Block> {
        if depth > MAX_DEPTH {
            self.refuse(parent, Code::Y11, "嵌套得太深", "nested too deeply");
            return Vec::new();
        }
        let mut blocks = Vec::new();
        for node in parent.children() {
            match node.data.borrow().value {
                NodeValue::List(_) => self.list(node, depth, &mut blocks),
                _ => blocks.extend(self.block(node, depth)),
            }
        }
        blocks
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
                if text.is_empty() {
                    self.refuse(node, Code::Y11, "小标题是空的", "the sub-heading is empty");
                    return None;
                }
                Some(Block::Heading { level: heading.level, text })
            }
            NodeValue::BlockQuote => {
                self.follower.quoted(node.data.borrow().sourcepos);
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

    /// A list, with its numbers as they are written: where they do not follow each other, another
    /// list begins.
    fn list(&mut self, node: &'a AstNode<'a>, depth: usize, blocks: &mut Vec<Block>) {
        let mut next = None;
        for node in node.children() {
            let (number, bracketed, at) = {
                let data = node.data.borrow();
                let NodeValue::Item(item) = &data.value else { continue };
                let number = match item.list_type {
                    ListType::Ordered => Some(u32::try_from(item.start).unwrap_or(u32::MAX)),
                    ListType::Bullet => None,
                };
                // Once a list.
                let bracket = item.delimiter == ListDelimType::Paren && next.is_none();
                (number, number.filter(|_| bracket), data.sourcepos)
            };
            self.follower.marker(at, dialect::marker);
            if let Some(number) = bracketed {
                let place = self.follower.place(at);
                let message = msg!(
                    "号码写作“{number})”，会印成“{number}.”",
                    "“{number})” is printed as “{number}.”"
                );
                let hint = msg!(
                    "写成“{number}. ”；要印括号就写全角“（{number}）”",
                    "write “{number}. ”; to print brackets write “{number}\\)”"
                );
                let place = place.as_ref().unwrap_or(&self.node.at);
                self.found.add_with_hint(Code::W05, Some(place), message, hint);
            }
            let item = self.blocks(node, depth + 2);
            let item = self.spanned(item, node);
            match blocks.last_mut() {
                Some(Block::List { items, .. }) if next == Some(number) => items.push(item),
                _ => blocks.push(Block::List { start: number, items: vec![item] }),
            }
            next = Some(number.map(|number| number.saturating_add(1)));
        }
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
        self.follower.table(node.data.borrow().sourcepos);
        let mut rows: Vec<Vec<Runs>> = Vec::new();
        for row in node.children() {
            rows.push(row.children().map(|cell| self.leaf(cell, depth + 2)).collect());
        }
        let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
        Block::Table(self.spanned(Grid { align, head, rows }, node))
    }

    /// A block that holds runs alone.
    fn leaf(&mut self, node: &'a AstNode<'a>, depth: usize) -> Runs {
        let hashes = |text: &str| text.len() - text.trim_start_matches('#').len();
        let is_heading = matches!(node.data.borrow().value, NodeValue::Heading(_));
        let before = self.follower.begin(node.data.borrow().sourcepos);
        if is_heading {
            self.follower.markup(hashes);
        }
        let runs = self.run(node, depth);
        if is_heading {
            self.follower.markup(hashes);
        }
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
            NodeValue::Emph => Some(Inline::Emph(self.marked(node, 1, depth))),
            NodeValue::Strong => Some(Inline::Strong(self.marked(node, 2, depth))),
            NodeValue::LineBreak => {
                self.follower.markup(|text| usize::from(text.starts_with("\\\n")));
                Some(Inline::Break)
            }
            NodeValue::Link(link) => self.link(node, &link.url, depth),
            NodeValue::FootnoteReference(call) => {
                self.follower.markup(|text| match text.starts_with("[^") {
                    true => text.find(']').map_or(0, |end| end + 1),
                    false => 0,
                });
                self.note(node, &call.name, depth)
            }
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

    /// Runs between two marks of so many stars or low lines.
    fn marked(&mut self, node: &'a AstNode<'a>, marks: usize, depth: usize) -> Vec<Inline> {
        let length = |text: &str| {
            let rest = text.trim_start_matches(['*', '_']);
            if text.len() - rest.len() >= marks { marks } else { 0 }
        };
        self.follower.markup(length);
        let runs = self.run(node, depth + 1);
        self.follower.markup(length);
        runs
    }

    fn link(&mut self, node: &'a AstNode<'a>, url: &str, depth: usize) -> Option<Inline> {
        let mut bracket = None;
        self.follower.markup(|text| {
            bracket = text.chars().next().filter(|c| matches!(c, '[' | '<'));
            usize::from(bracket.is_some())
        });
        let text = self.run(node, depth + 1);
        self.follower.markup(dialect::link_end);
        // A title before the closing bracket is in neither output and is left to be found.
        if bracket == Some('[') {
            self.follower.markup(|text| usize::from(text.starts_with(')')));
            self.follower.closing(node.data.borrow().sourcepos);
        }
        let url = &dialect::plain_words(url);
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
        if self.in_note {
            self.refuse(node, Code::Y11, "注里不能再有注", "a note cannot call a note");
            return None;
        }
        if std::mem::replace(called, true) {
            let message = msg!("脚注 {name} 有两处注号", "footnote {name} is called twice");
            let hint = msg!("另写一条注，换个名字", "write the note again under another name");
            self.found.add_with_hint(Code::R05, Some(&at), message, hint);
            return None;
        }
        self.called += 1;
        let number = self.called;
        self.follower.marker(definition.data.borrow().sourcepos, |text| {
            text.find("]:").map_or(0, |end| end + 2)
        });
        self.in_note = true;
        let text = self.blocks(definition, depth + 1);
        self.in_note = false;
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
                out.push(&self.follower.escaped(text, data.sourcepos));
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
    use crate::text::class::is_han;

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
                "\n" | "\t" => words.bytes().all(|byte| byte == b' '),
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
            let kept = bytes(&blocks, &found);
            for (at, c) in source.stored().char_indices().filter(|(_, c)| is_han(*c)) {
                let kept = kept.iter().any(|range| range.contains(&at));
                assert!(kept, "{c} at {at} is lost:\n{value}\n{blocks:?}");
            }
        }
    }

    /// The stored bytes of all words, and of what has a finding.
    fn bytes(blocks: &[Block], found: &Findings) -> Vec<Range<usize>> {
        let places = found.sorted().into_iter().filter_map(|finding| finding.at.as_ref()?.range());
        let mut all: Vec<Range<usize>> = places.collect();
        visit(blocks, &mut |run| {
            run.words(&mut |text| {
                let pieces = text.pieces().into_iter().flat_map(|(_, pieces)| pieces);
                all.extend(pieces.map(|piece| piece.stored.clone()));
            });
        });
        all
    }
}
