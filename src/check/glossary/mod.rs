//! The list of terms of an office, made ready to be looked for: all its forms in one pass, however
//! many there are, and its patterns as one set.
//!
//! Where several forms stand at a place, the longest is meant: 金山区 has no 金山 in it. A form that
//! is right wherever it stands is found like those that are not, so that it hides them.

mod list;
mod table;
#[cfg(test)]
mod tests;

use std::ops::Range;

use regex::{Regex, RegexSet};

pub(in crate::check) use self::table::LONGEST;
use self::table::Table;
use crate::diag::Findings;
use crate::load::terms::TermsFile;
use crate::source::Place;

/// The terms of an office, ready to be looked for.
#[derive(Debug, Default)]
pub struct Glossary {
    forms: Table<Role>,
    /// The forms that are right, in the order of the list.
    right: Vec<(String, Place)>,
    /// Which patterns a text has at all.
    set: RegexSet,
    /// Each pattern, and what is said where it fits.
    patterns: Vec<(Regex, Forbidden)>,
    /// Terms with a full and a short name.
    names: Vec<FullName>,
}

/// What a form is.
#[derive(Debug)]
enum Role {
    /// It is right.
    Right(Box<Right>),
    /// It is not to be used.
    Forbidden(Box<Forbidden>),
}

/// A form that is right, and of which names it is the full one and the short one.
#[derive(Debug)]
pub(in crate::check) struct Right {
    /// Where the list says it first.
    pub(in crate::check) at: Place,
    /// Numbers of terms.
    pub(in crate::check) full_of: Vec<usize>,
    /// Numbers of terms.
    pub(in crate::check) short_of: Vec<usize>,
}

/// What is said of a form that is not to be used.
#[derive(Debug)]
pub(in crate::check) struct Forbidden {
    /// What to write: one form, or several to choose from.
    pub(in crate::check) right: Vec<String>,
    /// Why, as the office says it.
    pub(in crate::check) note: Option<String>,
    /// Where the list says it.
    pub(in crate::check) at: Place,
    /// Whether it stands in the list as it is, and is long enough to be no part of other words.
    pub(in crate::check) is_sure: bool,
}

/// A term with a full and a short name.
#[derive(Debug)]
pub(in crate::check) struct FullName {
    /// The full name.
    pub(in crate::check) full: String,
    /// The short name.
    pub(in crate::check) short: String,
    /// Where the list says it.
    pub(in crate::check) at: Place,
}

/// Something of the list in a text.
#[derive(Debug)]
pub(in crate::check) struct Hit<'g> {
    /// The bytes of the text.
    pub(in crate::check) bytes: Range<usize>,
    /// What it is.
    pub(in crate::check) what: What<'g>,
}

/// What stands in a text.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) enum What<'g> {
    /// A form that is right.
    Right(&'g Right),
    /// One that is not to be used.
    Forbidden(&'g Forbidden),
}

impl Glossary {
    /// Makes a list ready; what is wrong with it is reported, and left out.
    #[must_use]
    pub fn new(file: &TermsFile, found: &mut Findings) -> Glossary {
        list::read(file, found)
    }

    /// A term with two names.
    pub(in crate::check) fn name(&self, number: usize) -> Option<&FullName> {
        self.names.get(number)
    }

    /// The forms that are right, in the order of the list, each with its place.
    pub(in crate::check) fn right_forms(&self) -> impl Iterator<Item = (&str, &Place)> {
        self.right.iter().map(|(form, at)| (form.as_str(), at))
    }

    /// What of the list stands in a text, from its beginning to its end; nothing overlaps.
    pub(in crate::check) fn hits(&self, text: &str) -> Vec<Hit<'_>> {
        let mut hits = Vec::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let is_whole = |length| !is_part(text, at..at + length);
            let Some((length, role)) = self.forms.longest(&text[at..], is_whole) else {
                at += c.len_utf8();
                continue;
            };
            let what = match role {
                Role::Right(right) => What::Right(right),
                Role::Forbidden(forbidden) => What::Forbidden(forbidden),
            };
            hits.push(Hit { bytes: at..at + length, what });
            at += length;
        }
        let fits = self.set.matches(text);
        let mut is_mixed = false;
        for (regex, forbidden) in fits.iter().filter_map(|number| self.patterns.get(number)) {
            // A pattern may fit where nothing stands.
            for at in regex.find_iter(text).filter(|at| !at.is_empty()) {
                is_mixed = true;
                hits.push(Hit { bytes: at.range(), what: What::Forbidden(forbidden) });
            }
        }
        if is_mixed { longest(hits) } else { hits }
    }
}

/// A text as forms are looked for in it: without spaces beside Han, which are for the eye.
fn plain(text: &str) -> String {
    let latin = |c: char| c.is_ascii() && c != ' ';
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        let last = plain.chars().next_back();
        if c == ' ' && !last.is_some_and(latin) {
            continue;
        }
        if last == Some(' ') && !latin(c) {
            plain.pop();
        }
        plain.push(c);
    }
    plain.truncate(plain.trim_end().len());
    plain
}

/// The longest of all that overlap; of those that are as long, what is right, and what comes first.
fn longest(mut hits: Vec<Hit>) -> Vec<Hit> {
    let is_wrong = |hit: &Hit| matches!(hit.what, What::Forbidden(_));
    let order = |hit: &Hit| (std::cmp::Reverse(hit.bytes.len()), is_wrong(hit), hit.bytes.start);
    hits.sort_by_key(order);
    let mut taken = std::collections::BTreeMap::<usize, Hit>::new();
    for hit in hits {
        let before = taken.range(..hit.bytes.end).next_back();
        if before.is_none_or(|(_, before)| before.bytes.end <= hit.bytes.start) {
            taken.insert(hit.bytes.start, hit);
        }
    }
    taken.into_values().collect()
}

/// Whether a range is cut out of a word of letters and digits.
fn is_part(text: &str, range: Range<usize>) -> bool {
    let bytes = text.as_bytes();
    let is_word =
        |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    let before = range.start.checked_sub(1);
    let last = range.end.checked_sub(1);
    is_word(before) && is_word(Some(range.start)) || is_word(last) && is_word(Some(range.end))
}
