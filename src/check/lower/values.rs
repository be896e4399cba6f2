//! Single values of the files, as the model has them.

use crate::check::markdown;
use crate::diag::{Code, Findings, msg};
use crate::load::raw;
use crate::load::yaml::Node;
use crate::model::Block;
use crate::source::Text;
use crate::text::date::{self, Date};

/// A number as the editor wrote it: YAML would drop the zero of `95.60`.
pub(super) fn written(value: &raw::Loose, node: &Node) -> Text {
    node.text(node.written.as_ref().unwrap_or(&value.0))
}

/// A text that has words.
pub(super) fn filled(value: &Option<String>, node: &Node) -> Option<Text> {
    value.as_ref().filter(|text| !text.trim().is_empty()).map(|text| node.text(text))
}

/// A date that there is.
pub(super) fn read_date(value: &raw::Loose, node: &Node, found: &mut Findings) -> Option<Date> {
    let text = written(value, node);
    let date = date::parse(&text);
    if date.is_none() {
        found.add(Code::M04, Some(&node.at), msg!("没有 {text} 这一天", "there is no date {text}"));
    }
    date
}

/// Running text that may be left out.
pub(super) fn optional_blocks(
    text: &Option<String>,
    node: &Node,
    found: &mut Findings,
) -> Vec<Block> {
    text.as_ref().map(|text| markdown::blocks(text, node, found)).unwrap_or_default()
}
