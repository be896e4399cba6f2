//! What other programs say, in Chinese: the usual messages by their patterns.

use std::sync::OnceLock;

use regex::Regex;

/// Patterns of messages with the same in Chinese, where `$1` is what the first group has.
#[derive(Debug)]
pub struct Sentences {
    table: &'static [(&'static str, &'static str)],
    compiled: OnceLock<Vec<(Regex, &'static str)>>,
}

impl Sentences {
    /// Those of a table; the first pattern that matches a message is the one for it.
    #[must_use]
    pub const fn new(table: &'static [(&'static str, &'static str)]) -> Sentences {
        Sentences { table, compiled: OnceLock::new() }
    }

    /// A message in Chinese; `None` if it is none of the usual ones. A pattern that is none, which
    /// tests rule out with [`Sentences::are_sound`], is passed over.
    pub fn find(&self, message: &str) -> Option<String> {
        self.compiled().iter().find_map(|(pattern, zh)| {
            let mut out = String::new();
            pattern.captures(message)?.expand(zh, &mut out);
            Some(out)
        })
    }

    /// Whether all patterns are such.
    #[must_use]
    pub fn are_sound(&self) -> bool {
        self.compiled().len() == self.table.len()
    }

    fn compiled(&self) -> &[(Regex, &'static str)] {
        self.compiled.get_or_init(|| {
            let compile =
                |(pattern, zh): &(&str, &'static str)| Some((Regex::new(pattern).ok()?, *zh));
            self.table.iter().filter_map(compile).collect()
        })
    }
}
