//! YAML with places.
//!
//! `serde_yaml` gives the values but keeps no positions, so a second, position-keeping parser
//! (`saphyr-parser`) makes a tree of places of the same shape, which `check` walks beside the
//! values. That pass runs first and also bounds what the value parser is given: depth, aliases and
//! repeated keys. This is the only folder that names a YAML crate.

pub mod comment;
mod node;
mod tree;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use serde_json::Value;

use crate::diag::{Code, Findings, excerpt, msg};
use crate::load::breaks;
use crate::load::breaks::characters;
use crate::load::yaml::node::fold;
use crate::load::yaml::tree::{character, tree};
use crate::source::Source;

pub use node::{Node, Places};

/// Reads a file's text. `None` if the structure is broken; what was found says where.
pub fn read(source: &Arc<Source>, found: &mut Findings) -> Option<(Value, Node)> {
    found.keep_source(source);
    if !characters::report(source, found) {
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

fn comment(source: &Arc<Source>, at: &Range<usize>, found: &mut Findings) {
    let words = excerpt(source.plain().get(at.clone()).unwrap_or_default());
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
