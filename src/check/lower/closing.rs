//! The lines below a text: in whose name it was signed, and who made it.

use crate::diag::{Code, Findings, msg};
use crate::load::raw::{By, Lines};
use crate::load::yaml::Node;
use crate::model::{Block, Closing, Inline};
use crate::source::{Spanned, Text};
use crate::text::class::is_blank;
use crate::text::labels::table::Labels;

/// What a story or text has below its words, as the file has it.
pub(super) struct Closed<'a> {
    pub(super) by: &'a Option<By>,
    pub(super) signature: &'a Option<Lines>,
}

/// The lines in the order of print: the signature ends what is signed, who made it follows. One
/// without words is found.
pub(super) fn closing(
    closed: &Closed,
    node: &Node,
    labels: &Labels,
    found: &mut Findings,
) -> Vec<Block> {
    let mut out = Vec::new();
    let mut add = |role: Closing, texts: Vec<Text>, node: &Node| {
        out.extend(texts.into_iter().map(|text| {
            let text = Spanned::new(vec![Inline::Text(text)], node.at.clone());
            Block::Closing { role, text }
        }));
    };
    if let Some(signature) = closed.signature {
        let node = node.key("signature");
        add(Closing::Signature, lines(signature.texts(), node, "signature", found), node);
    }
    let node = node.key("by");
    match closed.by {
        Some(By::Words(text)) => {
            add(Closing::By, lines(std::slice::from_ref(text), node, "by", found), node);
        }
        Some(By::Roles(_)) => {
            let line = roles(node, closed.by.as_ref(), labels, found);
            add(Closing::By, line.into_iter().collect(), node);
        }
        None => {}
    }
    out
}

/// Adds the lines to a text: behind its last words, before the figures that it places behind them.
pub(super) fn close(body: &mut Vec<Block>, lines: Vec<Block>) {
    let words = body.iter().rposition(|block| block.figure().is_none());
    let end = words.map_or(body.len(), |last| last + 1);
    body.splice(end..end, lines);
}

/// The lines of some texts; none is found.
fn lines(texts: &[String], node: &Node, key: &str, found: &mut Findings) -> Vec<Text> {
    let mut out = Vec::new();
    for (index, text) in texts.iter().enumerate() {
        // A text that is no list is the only one.
        let text = node.item(index).text(text);
        let mut from = 0;
        for line in text.split_inclusive('\n') {
            let to = from + line.len();
            out.push(text.slice(from..to).trimmed());
            from = to;
        }
    }
    out.retain(|line| !is_blank(line));
    if out.is_empty() {
        let message = msg!("`{key}` 是空的", "`{key}` is empty");
        found.add(Code::M06, Some(&node.at), message);
    }
    out
}

/// One line of all roles with their names, in the order of the file.
fn roles(node: &Node, by: Option<&By>, labels: &Labels, found: &mut Findings) -> Option<Text> {
    let Some(By::Roles(roles)) = by else { return None };
    let mut out = Text::default();
    for (role, _, names) in node.pairs() {
        let Some(lines) = roles.get(role) else { continue };
        let lines = self::lines(lines.texts(), names, role, found);
        if !out.is_empty() {
            out.push_unplaced(labels.gap);
        }
        out.push(&node.key_text(role).trimmed());
        out.push_unplaced(labels.colon);
        for (index, name) in lines.iter().enumerate() {
            out.push_unplaced(if index > 0 { labels.comma } else { "" });
            out.push(name);
        }
    }
    if out.is_empty() {
        found.add(Code::M06, Some(&node.at), msg!("`by` 是空的", "`by` is empty"));
    }
    (!out.is_empty()).then_some(out)
}
