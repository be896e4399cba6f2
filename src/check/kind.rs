//! Page kinds: whether the layout has those of the book, and the keys that hang on them.

use crate::diag::{Code, Findings, Help, msg};
use crate::load::Section as File;
use crate::load::layout::Layout;
use crate::load::page_kind::{PageKind, Shape};
use crate::load::section_schema::{self, content_key};
use crate::load::validate::{Located, Violation};
use crate::load::violations;

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
                let message = match key.rsplit_once('/') {
                    Some((path, key)) if path.starts_with("facts/") => msg!(
                        "{kind} 页的 `facts` 只印数字、单位、说明，不印 `{key}`",
                        "pages of kind {kind} show value, unit and label of `facts`, and no `{key}`"
                    ),
                    Some((path, key)) if path.starts_with("groups/") => msg!(
                        "{kind} 页不印名单的 `{key}`",
                        "pages of kind {kind} do not show `{key}` of people"
                    ),
                    None => {
                        msg!("{kind} 栏不用 `{key}`", "a section of kind {kind} has no `{key}`")
                    }
                    Some((_, key)) => msg!(
                        "{kind} 页不印条目的 `{key}`",
                        "pages of kind {kind} do not show `{key}` of a story"
                    ),
                };
                let (holder, key) = pointer.rsplit_once('/').unwrap_or_default();
                found.add(Code::Y05, Some(node.pointer(holder).key_place(key)), message);
            }
            // What is there and has the wrong type was taken out, and is told of.
            Violation::Missing(key) if node.has(key) && wrong.contains(&node.key(key).at) => {}
            // Another key was meant for it, which is told of.
            Violation::Missing(key)
                if node.pairs().any(|(other, ..)| section_schema::meant(other) == Some(key)) => {}
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
    let named = |known: &PageKind| {
        let name = known.description.zh.split(['：', '，', '（', '、']).next();
        name.filter(|name| !name.is_empty()).map(str::to_owned)
    };
    let is_called = |known: &PageKind| {
        named(known).is_some_and(|name| name.contains(&kind) || kind.contains(&name))
    };
    let described = kinds.iter().find(|(_, known)| !kind.is_empty() && is_called(known));
    let lower = kind.to_lowercase();
    let near = kinds.iter().map(|known| (strsim::jaro_winkler(known.0, &lower), known));
    let near = near.filter(|near| near.0 > 0.8).max_by(|a, b| a.0.total_cmp(&b.0));
    let near = described.or(near.map(|(_, near)| near));
    let shown = |(name, kind): (&String, &PageKind)| match named(kind) {
        Some(called) => format!("{name} {called}"),
        None => name.clone(),
    };
    let list: Vec<String> = kinds.iter().take(LISTED).map(shown).collect();
    let english: Vec<&str> = kinds.keys().take(LISTED).map(String::as_str).collect();
    let more = if kinds.len() > LISTED { "…" } else { "" };
    let (list, english) = (list.join("、"), english.join(", "));
    let node = file.node.key("kind");
    let help = match near {
        Some((near, kind)) => {
            let called = named(kind).map(|name| format!("（{name}）")).unwrap_or_default();
            Help {
                hint: Some(msg!(
                    "写 `kind: {near}`{called}；可用：{list}{more}",
                    "write `kind: {near}`; there are: {english}{more}"
                )),
                fix: violations::instead(&node.at, near.clone()),
            }
        }
        None => Help {
            hint: Some(msg!("可用：{list}{more}", "there are: {english}{more}")),
            fix: None,
        },
    };
    found.add_with(Code::L03, Some(&node.at), message, help);
}
