//! Keys that a mapping has twice.
//!
//! Where the keys of a list's item come again from its first on, the dash of another item was
//! forgotten; that is said once, and not of every key behind.

use std::collections::BTreeSet;

use crate::diag::{Applicability, Code, Findings, Fix, Help, msg};
use crate::source::{Edit, Place, Source};

/// Reports the keys of a mapping that are there before, in the order of the file.
pub(super) fn report<'a>(
    keys: impl Iterator<Item = (&'a str, &'a Place)>,
    is_item: bool,
    source: &Source,
    found: &mut Findings,
) {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    // Those since the last place where another item seems to begin.
    let mut since: Option<BTreeSet<&str>> = None;
    let mut first = None;
    for (key, at) in keys {
        let is_first = *first.get_or_insert(key) == key;
        let is_new = seen.insert(key);
        let is_repeated = match &mut since {
            Some(since) => !since.insert(key),
            None => !is_new,
        };
        if is_repeated && (since.is_some() || is_item && is_first) {
            since = Some(BTreeSet::from([key]));
            forgotten_dash(key, at, source, found);
        } else if is_repeated {
            let message = msg!("键 `{key}` 写了两次", "key `{key}` is written twice");
            found.add(Code::Y08, Some(at), message);
        }
    }
}

/// Another item seems to begin with a key.
fn forgotten_dash(key: &str, at: &Place, source: &Source, found: &mut Findings) {
    let message = msg!(
        "`{key}` 又写了一次，好像是新的一条",
        "`{key}` is written again, as if another item began"
    );
    let hint = msg!(
        "是新的一条，就在 `{key}` 前加“- ”；不是，就删去一个",
        "if so, put `- ` before `{key}`; else delete one of them"
    );
    let start = at.bytes.0;
    let indent = start.checked_sub(2).map(|from| from..start);
    let indent = indent.filter(|range| source.stored().get(range.clone()) == Some("  "));
    let edit = |bytes| Edit { file: source.path().clone(), bytes, text: "- ".to_owned() };
    let fix = indent
        .map(|bytes| Fix { edits: vec![edit(bytes)], applicability: Applicability::Suggested });
    found.add_with(Code::Y08, Some(at), message, Help { hint: Some(hint), fix });
}
