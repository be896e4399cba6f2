//! Names that titles are not broken in.

use std::collections::BTreeMap;
use std::ops::Range;

/// Names that titles are not broken in, by their first two characters: thousands of them are asked
/// of every place of thousands of titles.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names(BTreeMap<(char, char), Vec<String>>);

/// Names that the names of doctrines begin with.
const KNOWN: [&str; 6] = ["毛泽东", "邓小平", "江泽民", "胡锦涛", "习近平", "周恩来"];

impl Names {
    /// Names in any order, each as often as may be. Those of one character break nowhere anyway.
    #[must_use]
    pub fn new<'a>(names: impl Iterator<Item = &'a str>) -> Names {
        let mut known: BTreeMap<(char, char), Vec<String>> = BTreeMap::new();
        for name in names.map(str::trim).chain(KNOWN) {
            if let Some(key) = first_two(name) {
                known.entry(key).or_default().push(name.to_owned());
            }
        }
        for names in known.values_mut() {
            names.sort_unstable();
            names.dedup();
        }
        Names(known)
    }

    /// Where names stand in a text, in bytes; they may overlap.
    pub(super) fn found_in(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if self.0.is_empty() {
            return found;
        }
        for (at, _) in text.char_indices() {
            let rest = &text[at..];
            let names = first_two(rest).and_then(|key| self.0.get(&key)).into_iter().flatten();
            let longest = names.filter(|name| rest.starts_with(name.as_str())).map(String::len);
            found.extend(longest.max().map(|length| at..at + length));
        }
        found
    }
}

fn first_two(text: &str) -> Option<(char, char)> {
    let mut chars = text.chars();
    Some((chars.next()?, chars.next()?))
}
