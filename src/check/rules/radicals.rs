//! Radicals in the place of ideographs, as old PDFs and scanners give them: they look alike, but
//! neither the order of the index nor a search takes them for each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Applicability, Code, Findings, Fix, msg};
use crate::load::yaml::Node;
use crate::source::{Edit, Place};
use crate::text::radicals::ideograph;

/// Each radical once a text, at its first place; the fix is for all.
pub(super) fn of_text(text: &str, node: &Node, found: &mut Findings) {
    // All of them have the same first bytes, which few other characters have.
    if !text.contains(|c| ideograph(c).is_some()) {
        return;
    }
    let placed = node.text(text);
    let mut seen: BTreeMap<char, (char, Vec<Place>)> = BTreeMap::new();
    for (at, c) in text.char_indices() {
        let Some(right) = ideograph(c) else { continue };
        let place = placed.place_of(at..at + c.len_utf8());
        let (_, places) = seen.entry(c).or_insert((right, Vec::new()));
        places.extend(place);
    }
    for (wrong, (right, places)) in seen {
        let edit = |place: &Place| {
            let (file, bytes) = (Arc::clone(&place.file), place.range()?);
            Some(Edit { file, bytes, text: right.to_string() })
        };
        let edits = places.iter().filter_map(edit).collect();
        let (was, is) = (u32::from(wrong), u32::from(right));
        let message = msg!(
            "“{wrong}”是部首（U+{was:04X}），不是汉字“{right}”（U+{is:04X}）",
            "“{wrong}” is a radical (U+{was:04X}), not the ideograph “{right}” (U+{is:04X})"
        );
        let fix = Fix { edits, applicability: Applicability::Certain };
        found.add_with_fix(Code::W06, Some(places.first().unwrap_or(&node.at)), message, fix);
    }
}
