//! Page kinds: whether the layout has those of the book, and the keys that hang on them.

use crate::diag::{Code, Findings, msg};
use crate::load::Section as File;
use crate::load::layout::Layout;
use crate::load::page_kind::{PageKind, Shape};
use crate::load::section_schema::content_key;
use crate::load::validate::{Located, Violation};

/// How many names a message lists.
const LISTED: usize = 20;

/// The page kind of a section. If the layout does not have it, what the section holds tells the
/// shape, so that the rest can be checked all the same; `None` if it holds nothing.
pub(super) fn kind(file: &File, layout: &Layout) -> Option<PageKind> {
    let declared = file.section.kind.as_ref().and_then(|kind| layout.manifest.pages.get(kind));
    declared.cloned().or_else(|| {
        let holds = |shape: &Shape| content_key(*shape).is_some_and(|key| file.node.has(key));
        Shape::ALL.into_iter().find(holds).map(PageKind::bare)
    })
}

/// Holds a section against what its layout asks.
pub(super) fn rules(file: &File, layout: &Layout, found: &mut Findings) {
    let kind = file.section.kind.as_deref().unwrap_or_default();
    let node = &file.node;
    let wrong = found.places(Code::Y06);
    for Located { pointer, violation } in layout.sections.violations(&file.value) {
        let key = pointer.trim_start_matches('/');
        match violation {
            Violation::Choice(_) => unknown(kind, file, layout, found),
            Violation::Forbidden => {
                let message =
                    msg!("{kind} 栏不用 `{key}`", "a section of kind {kind} has no `{key}`");
                found.add(Code::Y05, Some(node.key_place(key)), message);
            }
            // What is there and has the wrong type was taken out, and is told of.
            Violation::Missing(key) if node.has(key) && wrong.contains(&node.key(key).at) => {}
            Violation::Missing(key) => {
                found.add(Code::Y07, Some(&node.at), msg!("缺少 `{key}`", "`{key}` is missing"));
            }
            _ => {
                let message = msg!("`{key}` 是空的", "`{key}` is empty");
                found.add(Code::M06, Some(&node.key(key).at), message);
            }
        }
    }
}

/// A kind that the layout does not have.
fn unknown(kind: &str, file: &File, layout: &Layout, found: &mut Findings) {
    let (name, kind): (_, String) = (&layout.name, kind.chars().take(40).collect());
    let message = msg!("版式 {name} 没有 {kind} 页", "layout {name} has no pages of kind {kind}");
    let kinds = &layout.manifest.pages;
    // The Chinese name, which descriptions begin with, is as good as the name itself.
    let described = |known: &PageKind| known.description.zh.starts_with(&kind);
    let described = kinds.iter().find(|(_, known)| !kind.is_empty() && described(known));
    let near = kinds.keys().map(|known| (strsim::jaro_winkler(known, &kind), known));
    let near = near.filter(|near| near.0 > 0.8).max_by(|a, b| a.0.total_cmp(&b.0));
    let near = described.map(|(name, _)| name).or(near.map(|(_, name)| name));
    let list: Vec<&str> = kinds.keys().take(LISTED).map(String::as_str).collect();
    let (list, more) = (list.join(", "), if kinds.len() > LISTED { ", …" } else { "" });
    let hint = match near {
        Some(near) => {
            msg!("是不是 {near}？它有：{list}{more}", "did you mean {near}? It has: {list}{more}")
        }
        None => msg!("它有：{list}{more}", "it has: {list}{more}"),
    };
    found.add_with_hint(Code::L03, Some(&file.node.key("kind").at), message, hint);
}
