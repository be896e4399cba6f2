//! Whether the container of an e-book holds its entries and nothing else (ZIP, APPNOTE 6.3: 4.3).
//!
//! Readers find entries in one of two lists: that at the end, or the headers before the entries. So
//! both must say the same, name by name, with no bytes between that no list tells of. Read without
//! a library, since libraries pass over just that.

use std::collections::BTreeSet;

use crate::diag::{Message, msg};

/// The marks of a header of an entry, of its line in the list, and of the list's end.
const LOCAL: &[u8] = b"PK\x03\x04";
const LISTED: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";

/// How long the fixed part of each is, in bytes.
const LOCAL_LENGTH: usize = 30;
const LISTED_LENGTH: usize = 46;
const END_LENGTH: usize = 22;

/// How long the sums behind an entry may be, in bytes, where its header leaves them out.
const SUMS: [usize; 3] = [12, 16, 24];

/// What is wrong with the bytes of a container, if anything is.
pub(super) fn faults(bytes: &[u8]) -> Vec<Message> {
    match checked(bytes) {
        Ok(()) => Vec::new(),
        Err(fault) => vec![fault],
    }
}

fn checked(bytes: &[u8]) -> Result<(), Message> {
    let unlisted = || msg!("容器里有清单以外的东西", "container holds what it does not list");
    let end = bytes.len().checked_sub(END_LENGTH).ok_or_else(unlisted)?;
    if !bytes[end..].starts_with(END) {
        return Err(msg!("容器末尾多了东西", "container has bytes behind its end"));
    }
    let (count, list) = (number(bytes, end + 10, 2), number(bytes, end + 16, 4));
    let (mut entries, mut names, mut at) = (Vec::new(), BTreeSet::new(), list);
    for _ in 0..count {
        if bytes.get(at..at + 4) != Some(LISTED) {
            return Err(msg!("容器开头多了东西", "container has bytes before its beginning"));
        }
        let [name, extra, comment] = [28, 30, 32].map(|offset| number(bytes, at + offset, 2));
        let start = at + LISTED_LENGTH;
        let name = bytes.get(start..start + name).unwrap_or_default();
        let shown = String::from_utf8_lossy(name);
        if !is_inside(&shown) {
            return Err(msg!(
                "容器里的 {shown} 不是里面的路径",
                "container has {shown}, which is no path inside"
            ));
        }
        if !names.insert(shown.to_lowercase()) {
            return Err(msg!("容器里有两个 {shown}", "container has {shown} twice"));
        }
        entries.push((number(bytes, at + 42, 4), number(bytes, at + 20, 4), name));
        at = start + name.len() + extra + comment;
    }
    if at != end {
        return Err(unlisted());
    }
    entries.sort_unstable();
    let mut reached = 0;
    for (header, size, name) in entries {
        let gap = header.checked_sub(reached);
        if gap.is_none_or(|gap| gap != 0 && (reached == 0 || !SUMS.contains(&gap))) {
            return Err(unlisted());
        }
        let [own, extra] = [26, 28].map(|offset| number(bytes, header + offset, 2));
        let start = header + LOCAL_LENGTH;
        let is_same = bytes.get(header..header + 4) == Some(LOCAL)
            && bytes.get(start..start + own) == Some(name);
        if !is_same {
            let name = String::from_utf8_lossy(name);
            return Err(msg!(
                "容器的清单里的 {name}，那里却是别的名字",
                "container lists {name}, which has another name in its place"
            ));
        }
        reached = start + own + extra + size;
    }
    match list.checked_sub(reached) {
        Some(gap) if gap == 0 || SUMS.contains(&gap) => Ok(()),
        _ => Err(unlisted()),
    }
}

/// Whether a name leads to a file inside of where a container is unpacked (EPUB 3.3, 4.2.3).
fn is_inside(name: &str) -> bool {
    let plain = |step: &str| !matches!(step, "" | "." | "..");
    name.split('/').all(plain) && !name.contains(['\\', ':', '\0', '\u{FFFD}'])
}

/// The number of so many bytes at a place, the lowest first; nought beyond the end.
fn number(bytes: &[u8], at: usize, length: usize) -> usize {
    let bytes = bytes.get(at..at.saturating_add(length)).unwrap_or_default();
    bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
}
