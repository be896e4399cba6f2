//! Walks what the parser gives, block by block, and puts together what the model holds.
//!
//! The runs of a block are read in `leaf`.

use std::ops::Range;

use comrak::nodes::{AstNode, ListDelimType, ListType, NodeValue, TableAlignment};

use crate::check::markdown::dialect;
use crate::check::markdown::doubt::Doubt;
use crate::check::markdown::follow::Follower;
use crate::check::markdown::scope::Scope;
use crate::diag::{Code, Findings, excerpt, msg};
use crate::load::yaml::Node;
use crate::model::{Align, Block, Delimiter, Grid, Inline, Numbers, Runs};
use crate::source::{Place, Spanned, Text};
use crate::text::class::is_blank;

/// Deepest nesting of blocks and runs; both writers and Typst walk the tree by recursion.
pub(super) const MAX_DEPTH: usize = 24;

/// A text that is being read.
pub(super) struct Reader<'r, 'a> {
    pub(super) follower: Follower,
    pub(super) node: &'r Node,
    /// The figures that the text can place and name.
    pub(super) scope: &'r mut Scope,
    pub(super) found: &'r mut Findings,
    /// Footnote definitions by name, and whether a note calls them.
    pub(super) notes: Vec<(String, &'a AstNode<'a>, bool)>,
    /// Notes called so far.
    pub(super) called: u32,
    /// Whether a note is being read.
    pub(super) in_note: bool,
    /// Whether the words of a link are being read.
    pub(super) in_link: bool,
}

/// Whether a paragraph is lines of pictures and nothing else.
fn is_of_pictures<'a>(paragraph: &'a AstNode<'a>) -> bool {
    let is = |node: &AstNode| {
        matches!(node.data.borrow().value, NodeValue::Image(_) | NodeValue::SoftBreak)
    };
    paragraph.first_child().is_some() && paragraph.children().all(is)
}

impl<'r, 'a> Reader<'r, 'a> {
    pub(super) fn new(
        node: &'r Node,
        text: Text,
        scope: &'r mut Scope,
        found: &'r mut Findings,
    ) -> Self {
        Reader {
            follower: Follower::new(text),
            node,
            scope,
            found,
            notes: Vec::new(),
            called: 0,
            in_note: false,
            in_link: false,
        }
    }

    pub(super) fn place(&self, node: &AstNode<'a>) -> Place {
        let place = self.follower.place(node.data.borrow().sourcepos);
        place.unwrap_or_else(|| self.node.at.clone())
    }

    pub(super) fn spanned<T>(&self, value: T, node: &AstNode<'a>) -> Spanned<T> {
        let at = self.follower.place(node.data.borrow().sourcepos);
        Spanned { value, at }
    }

    pub(super) fn refuse(&mut self, node: &AstNode<'a>, code: Code, zh: &str, en: &str) {
        let at = self.place(node);
        self.found.add(code, Some(&at), msg!("{zh}", "{en}"));
        self.follower.account_node(node.data.borrow().sourcepos);
    }

    pub(super) fn definitions(&mut self, root: &'a AstNode<'a>) {
        for node in root.descendants() {
            if let NodeValue::FootnoteDefinition(definition) = &node.data.borrow().value {
                self.notes.push((definition.name.clone(), node, false));
            }
        }
    }

    /// Notes that nothing calls; their words must not get lost unseen.
    pub(super) fn unused_notes(&mut self) {
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
    pub(super) fn lost(&mut self) {
        for range in self.follower.left() {
            let words = dialect::plain_words(&self.follower.text()[range.clone()]);
            let words = excerpt(&words);
            let in_table = self.follower.in_table(&range);
            let place = self.follower.text().place_of(range);
            let place = place.as_ref().unwrap_or(&self.node.at);
            if in_table {
                let message = msg!(
                    "“{words}”这一格，表头没有它的列",
                    "the heads have no column for the cell “{words}”"
                );
                let hint = msg!(
                    "表头加一列；竖线是文字就写成 `\\|`",
                    "add a head; a stroke that is text is written `\\|`"
                );
                self.found.add_with_hint(Code::Y14, Some(place), message, hint);
                continue;
            }
            let message = msg!("“{words}”没有读进书里", "“{words}” would be lost");
            self.found.add(Code::Y14, Some(place), message);
        }
    }

    pub(super) fn blocks(&mut self, parent: &'a AstNode<'a>, depth: usize) -> Vec<Block> {
        if depth > MAX_DEPTH {
            self.refuse(parent, Code::Y11, "嵌套得太深", "nested too deeply");
            return Vec::new();
        }
        let mut blocks = Vec::new();
        for node in parent.children() {
            match node.data.borrow().value {
                NodeValue::List(_) => self.list(node, depth, &mut blocks),
                NodeValue::Paragraph if depth == 0 && is_of_pictures(node) => {
                    self.pictures(node, &mut blocks);
                }
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
                // Of invisible characters alone there would be an empty line in both outputs.
                let blank = |one: &Inline| matches!(one, Inline::Text(text) if is_blank(text));
                (!text.iter().all(blank)).then_some(Block::Paragraph(text))
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
                let inner = self.blocks_or_told(node, depth + 1);
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
        let is_only = node.children().count() == 1;
        for node in node.children() {
            let (number, delimiter, at) = {
                let data = node.data.borrow();
                let NodeValue::Item(item) = &data.value else { continue };
                let number = match item.list_type {
                    ListType::Ordered => Some(u32::try_from(item.start).unwrap_or(u32::MAX)),
                    ListType::Bullet => None,
                };
                let delimiter = match item.delimiter {
                    ListDelimType::Period => Delimiter::Point,
                    ListDelimType::Paren => Delimiter::Bracket,
                };
                (number, delimiter, data.sourcepos)
            };
            self.follower.marker(at, dialect::marker);
            self.leading_zeros(node);
            let item = self.blocks_or_told(node, depth + 2);
            if is_only && !item.is_empty() {
                self.lone_item(node);
            }
            let item = self.spanned(item, node);
            match blocks.last_mut() {
                Some(Block::List { items, .. }) if next == Some(number) => items.push(item),
                _ => {
                    let numbers = number.map(|first| Numbers { first, delimiter });
                    blocks.push(Block::List { numbers, items: vec![item] });
                }
            }
            next = Some(number.map(|number| number.saturating_add(1)));
        }
    }

    /// The blocks behind a mark; that there are none is told.
    fn blocks_or_told(&mut self, node: &'a AstNode<'a>, depth: usize) -> Vec<Block> {
        if node.first_child().is_none() {
            self.empty(node);
        }
        self.blocks(node, depth)
    }

    fn empty(&mut self, node: &AstNode<'a>) {
        let at = self.place(node);
        let message = msg!("这里只有列表或引文的标记，没有字", "a list or quotation has no words");
        let hint = msg!(
            "删去标记；要印它就在前面加 `\\`",
            "delete the mark; to print it write `\\` before it"
        );
        self.found.add_with_hint(Code::W05, Some(&at), message, hint);
    }

    /// A star before a paragraph may well call a note, and a plus may be one.
    fn lone_item(&mut self, node: &AstNode<'a>) {
        let range = self.follower.range(node.data.borrow().sourcepos);
        let item = &self.follower.text()[range];
        if item.starts_with(['*', '+']) {
            Doubt::LoneItem.tell(&self.place(node), self.found);
        }
    }

    /// A number of an item is printed without the zeros before it.
    fn leading_zeros(&mut self, node: &'a AstNode<'a>) {
        let Range { start, .. } = self.follower.range(node.data.borrow().sourcepos);
        let item = &self.follower.text()[start..];
        let number =
            &item[..item.len() - item.trim_start_matches(|c: char| c.is_ascii_digit()).len()];
        if number.len() < 2 || !number.starts_with('0') {
            return;
        }
        let at = self.follower.text().place_of(start..start + number.len());
        let at = at.as_ref().unwrap_or(&self.node.at);
        let printed = number.trim_start_matches('0');
        let printed = if printed.is_empty() { "0" } else { printed };
        let message = msg!(
            "“{number}”会印成“{printed}”：它成了列表的序号",
            "“{number}” is the number of a list's item, and is printed as “{printed}”"
        );
        let hint = msg!(
            "要印零就在数字后面加 `\\`，如 `{number}\\.`，各段之间空一行；不要就删去零",
            "to print the zeros write `{number}\\.` in paragraphs of their own; else delete them"
        );
        self.found.add_with_hint(Code::W05, Some(at), message, hint);
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
}
