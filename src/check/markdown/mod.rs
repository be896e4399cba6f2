//! Running text: `CommonMark` to the one tree that both writers set.
//!
//! `dialect` puts down what this format reads in another way; `comrak` reads the rest, with
//! emphasis that works beside Han and full-width marks; `reader` walks what that gives, and `leaf`
//! the blocks that hold runs alone; `pictures` places figures and refers to them; `follow` knows
//! where each word stands. What the pages cannot show (HTML, code, rules) is a finding. At the end
//! every character of the text stands in the model, was markup that took effect, or has a finding:
//! the proof is `Reader::lost`. Text is not normalised and gets no spaces.

mod dialect;
mod doubt;
mod follow;
mod leaf;
mod pictures;
mod reader;
mod run_on;
mod runs;
pub(super) mod scope;

#[cfg(test)]
mod tests;

use std::ops::Range;

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, Options, parse_document};

use crate::check::markdown::doubt::Doubt;
use crate::check::markdown::follow::Follower;
use crate::check::markdown::reader::Reader;
use crate::check::markdown::scope::Scope;
use crate::diag::{Code, Findings, msg};
use crate::load::yaml::Node;
use crate::model::{Block, Inline, Runs};
use crate::source::{Spanned, Text};

/// Most times that indented lines are put back to the left; each goes a level deeper.
const MAX_OUTDENTS: usize = 16;

/// Reads running text; `node` gives the places, `scope` the figures that it can place and name.
pub(super) fn blocks(
    text: &str,
    node: &Node,
    scope: &mut Scope,
    found: &mut Findings,
) -> Vec<Block> {
    read(&node.running(text), node, scope, found)
}

/// Reads one paragraph of running text; further paragraphs are joined by line breaks.
pub(super) fn inlines(text: &str, node: &Node, found: &mut Findings) -> Runs {
    let text = node.running(text);
    let mut out = Vec::new();
    for block in read(&text, node, &mut Scope::default(), found) {
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

fn read(written: &Text, node: &Node, scope: &mut Scope, found: &mut Findings) -> Vec<Block> {
    let (mut text, doubts) = dialect::prepared(written);
    for (doubt, at) in doubts {
        let place = written.place_of(at);
        doubt.tell(place.as_ref().unwrap_or(&node.at), found);
    }
    for at in run_on::each(written) {
        let place = written.place_of(at);
        Doubt::RunOn.tell(place.as_ref().unwrap_or(&node.at), found);
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
        let mut reader = Reader::new(node, text, scope, found);
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
