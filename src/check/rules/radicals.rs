//! Radicals and compatibility forms in the place of ideographs, as old PDFs and scanners give them:
//! they look alike, but neither the order of the index nor a search takes them for each other.
//! Japanese and Korean have compatibility forms of their own right; there radicals alone are told.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Applicability, Code, Findings, Fix, msg};
use crate::load::yaml::Node;
use crate::source::{Edit, Place};
use crate::text::radicals::{ideograph, unified};

/// Each radical, and compatibility form if the text `unifies` them, once a text at its first place;
/// the fix is for all.
pub(super) fn of_text(text: &str, (node, unifies): (&Node, bool), found: &mut Findings) {
    let right = |c: char| ideograph(c).or_else(|| unified(c).filter(|_| unifies));
    // All of them have the same first bytes, which few other characters have.
    if !text.contains(|c| right(c).is_some()) {
        return;
    }
    let placed = node.text(text);
    let mut seen: BTreeMap<char, (char, Vec<Place>)> = BTreeMap::new();
    for (at, c) in text.char_indices() {
        let Some(right) = right(c) else { continue };
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
        let message = match ideograph(wrong) {
            Some(_) => msg!(
                "“{wrong}”是部首（U+{was:04X}），不是汉字“{right}”（U+{is:04X}）",
                "“{wrong}” is a radical (U+{was:04X}), not the ideograph “{right}” (U+{is:04X})"
            ),
            None => msg!(
                "“{wrong}”是兼容字（U+{was:04X}），通行的是“{right}”（U+{is:04X}）",
                "“{wrong}” is a compatibility form (U+{was:04X}) of “{right}” (U+{is:04X})"
            ),
        };
        let fix = Fix { edits, applicability: Applicability::Certain };
        found.add_with_fix(Code::W06, Some(places.first().unwrap_or(&node.at)), message, fix);
    }
}
