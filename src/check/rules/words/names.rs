//! W23: two names of people that are one: the same but for one character that sounds or looks
//! alike.
//!
//! Two people may have such names. Sure enough to be told are:
//! - two names behind one office (区委书记), which has one person;
//! - a name that nothing lists and that stands once or twice, if the other is listed: among people,
//!   in credits, in `names`, in the list of terms;
//! - a name that stands once in a book, where names begin (behind an office or a mark), if the
//!   other stands three times and more, and once where names begin and end; and so in credits.
//!
//! Names of two characters have too few to go by: they have to look alike, and to stand where names
//! begin and end. What stands where is told, and which is right never.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use super::alike::{is_alike, looks_alike};
use super::people::{
    is_credit, is_name, is_surname, may_begin, may_end, may_end_of_office, names_in, office_before,
};
use crate::check::context::Context;
use crate::check::rules::numbers::prose::Prose;
use crate::diag::{Code, Findings, msg};
use crate::load::uses::Use;
use crate::source::Place;
use crate::text::class::is_han;

/// How often a name stands that is no slip.
const OFTEN: usize = 3;

/// How many names may be the same but for one character: more are of a class or a clan.
const CLASS: usize = 40;

/// A name where it stands first, and how often it does.
#[derive(Debug)]
struct Name {
    at: Place,
    /// How often where names begin.
    count: usize,
    /// How often where names begin and end.
    whole: usize,
}

/// The names of a book.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// By the office before them.
    by_office: BTreeMap<String, BTreeMap<String, Name>>,
    /// Those that stand where names begin, or are near one that is listed.
    said: BTreeMap<String, Name>,
    /// How often what begins with a surname stands at all.
    all: HashMap<[char; 3], usize>,
    /// Of those that are listed, by the number of a character and the two others, that character.
    rests: BTreeMap<(usize, [char; 2]), Vec<char>>,
    /// Those that are listed, and where.
    listed: BTreeMap<String, Place>,
    /// Those of them that credits name.
    credited: BTreeMap<String, Name>,
}

impl Names {
    /// The names that a book and its office list.
    pub(super) fn listed(context: &Context) -> Names {
        let mut names = Names::default();
        context.raw.each_text(&mut |text, node, used| {
            if used == Use::Name {
                for name in names_in(text) {
                    if is_credit(text) {
                        let first = || Name { at: node.at.clone(), count: 0, whole: 0 };
                        names.credited.entry(name.clone()).or_insert_with(first).whole += 1;
                    }
                    names.listed.entry(name).or_insert_with(|| node.at.clone());
                }
            }
        });
        let of_book = context.raw.book.names.iter().flatten().enumerate();
        let node = context.raw.node.key("names");
        let of_book = of_book.map(|(nth, name)| (name.as_str(), &node.item(nth).at));
        let of_terms = context.glossary.into_iter().flat_map(|glossary| glossary.right_forms());
        for (name, at) in of_book.chain(of_terms) {
            if is_name(&name.chars().collect::<Vec<_>>()) {
                names.listed.entry(name.to_owned()).or_insert_with(|| at.clone());
            }
        }
        for name in names.listed.keys() {
            if let Some([surname, first, last]) = three(name) {
                names.rests.entry((1, [surname, last])).or_default().push(first);
                names.rests.entry((2, [surname, first])).or_default().push(last);
            }
        }
        names
    }

    /// Adds those of some words.
    pub(super) fn add(&mut self, prose: &Prose, place: impl Fn(Range<usize>) -> Place) {
        let chars = prose.chars.as_slice();
        for at in 0..chars.len() {
            if !is_surname(chars[at]) {
                continue;
            }
            let begins = may_begin(prose, at);
            if let Some(name) = chars.get(at..at + 3).and_then(|name| name.try_into().ok()) {
                *self.all.entry(name).or_default() += 1;
                if !begins && is_name(&name) && self.is_near_listed(name) {
                    let known = self.said.entry(name.iter().collect());
                    known.or_insert_with(|| Name { at: place(at..at + 3), count: 0, whole: 0 });
                }
            }
            if !begins {
                continue;
            }
            self.add_of_office(prose, at, &place);
            for length in 2..=4 {
                let range = at..at + length;
                let Some(name) = chars.get(range.clone()).filter(|name| is_name(name)) else {
                    continue;
                };
                let whole = usize::from(may_end(prose, range.end));
                let known = self.said.entry(name.iter().collect());
                let known = known.or_insert_with(|| Name { at: place(range), count: 0, whole: 0 });
                known.count += 1;
                known.whole += whole;
            }
        }
    }

    /// Whether a name is another one that is listed but for a character that is alike.
    fn is_near_listed(&self, [surname, first, last]: [char; 3]) -> bool {
        let is_near = |at, rest, own: char| {
            let listed = self.rests.get(&(at, rest)).map_or(&[][..], Vec::as_slice);
            listed.iter().any(|c| *c != own && is_alike(*c, own))
        };
        is_near(1, [surname, last], first) || is_near(2, [surname, first], last)
    }

    /// Adds a name behind an office.
    fn add_of_office(&mut self, prose: &Prose, at: usize, place: impl Fn(Range<usize>) -> Place) {
        let Some(office) = office_before(prose, at) else { return };
        // The name of the place or the body belongs to the office.
        let start = at.saturating_sub(office.chars().count() + 2);
        let whole = prose.words(start..at);
        let rest = prose.chars.get(at..).unwrap_or_default();
        let length = rest.iter().take(3).take_while(|c| is_han(**c)).count();
        if !whole.chars().all(is_han) || length < 2 {
            return;
        }
        let names = self.by_office.entry(whole).or_default();
        let known = names.entry(prose.words(at..at + length));
        let known =
            known.or_insert_with(|| Name { at: place(at..at + length), count: 0, whole: 0 });
        known.count += 1;
        known.whole += usize::from(may_end_of_office(prose, at + length));
    }

    /// Reports those that may be one.
    pub(super) fn tell(self, found: &mut Findings) {
        let mut told = BTreeSet::new();
        for (office, names) in &self.by_office {
            // One office has one person, whatever the length of the name.
            for (one, other) in pairs(names.keys(), is_alike) {
                // The rarer one is the likelier slip.
                let (name, known) = match names[one].count < names[other].count {
                    true => (one, other),
                    false => (other, one),
                };
                let (own, Name { at, whole, .. }) = (&names[name], &names[known]);
                // What is cut off at three characters may be a shorter name and another word.
                if own.whole == 0 || *whole == 0 {
                    continue;
                }
                let message = msg!(
                    "“{office}”这里作“{name}”，{at} 作“{known}”",
                    "{office} is “{name}” here and “{known}” at {at}"
                );
                found.add(Code::W23, Some(&own.at), message);
                told.insert(name);
            }
        }
        let all: BTreeSet<&String> = self.said.keys().chain(self.listed.keys()).collect();
        let (short, long): (Vec<_>, Vec<_>) = all.into_iter().partition(|name| is_short(name));
        let mut near = pairs(long.into_iter(), is_alike);
        near.extend(pairs(short.into_iter(), looks_alike));
        for (one, other) in near {
            for (name, known) in [(one, other), (other, one)] {
                let slip = self.slip(name, known).or_else(|| self.slip_of_credit(name, known));
                let Some((own, at)) = slip else { continue };
                if told.insert(name) {
                    let message = msg!(
                        "“{name}”与“{known}”（{at}）只差一个音近、形近的字",
                        "“{name}” and “{known}” ({at}) differ in one character that sounds or looks alike"
                    );
                    found.add(Code::W23, Some(&own.at), message);
                }
            }
        }
    }

    /// Where a name stands that is a slip for another, and where the other does.
    fn slip(&self, name: &str, known: &str) -> Option<(&Name, &Place)> {
        let own = self.said.get(name).filter(|_| !self.listed.contains_key(name))?;
        let count = self.count(name, own);
        if let Some(at) = self.listed.get(known) {
            // Two characters begin many words.
            let is_name = own.whole > 0 || !is_short(name);
            return (is_name && count < OFTEN).then_some((own, at));
        }
        let other = self.said.get(known)?;
        let is_sure = match is_short(name) {
            true => other.whole >= OFTEN && own.whole == 1,
            false => other.whole > 0 && self.count(known, other) >= OFTEN && own.count == 1,
        };
        (is_sure && count == 1).then_some((own, &other.at))
    }

    /// How often a name stands in the book.
    fn count(&self, name: &str, said: &Name) -> usize {
        let all = three(name).and_then(|name| self.all.get(&name).copied());
        all.unwrap_or_default().max(said.count)
    }

    /// As [`Names::slip`], of two names that credits have.
    fn slip_of_credit(&self, name: &str, known: &str) -> Option<(&Name, &Place)> {
        let own = self.credited.get(name).filter(|own| own.whole == 1)?;
        let known = self.credited.get(known).filter(|known| known.whole >= OFTEN)?;
        (!self.said.contains_key(name)).then_some((own, &known.at))
    }
}

/// The characters of a name of three.
fn three(name: &str) -> Option<[char; 3]> {
    let mut chars = name.chars();
    let three = [chars.next()?, chars.next()?, chars.next()?];
    chars.next().is_none().then_some(three)
}

/// Whether a name has too few characters to be known by its sound.
fn is_short(name: &str) -> bool {
    name.chars().count() == 2
}

/// The pairs of names that are the same but for one character, which is alike.
fn pairs<'a>(
    names: impl Iterator<Item = &'a String>,
    alike: fn(char, char) -> bool,
) -> Vec<(&'a String, &'a String)> {
    let mut by_rest: BTreeMap<(usize, Vec<char>), Vec<&String>> = BTreeMap::new();
    for name in names {
        let chars: Vec<char> = name.chars().collect();
        for at in 1..chars.len() {
            let rest = chars.iter().enumerate().filter(|(nth, _)| *nth != at);
            let rest = rest.map(|(_, c)| *c).collect();
            by_rest.entry((at, rest)).or_default().push(name);
        }
    }
    let mut pairs = Vec::new();
    for same in by_rest.into_values().filter(|same| same.len() <= CLASS) {
        for (nth, one) in same.iter().enumerate() {
            let is_near =
                |other: &&&String| differing(one, other).is_some_and(|(a, b)| alike(a, b));
            let near = same[nth + 1..].iter().filter(is_near);
            pairs.extend(near.map(|other| (*one, *other)));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// The characters of two names that are the same but for one.
fn differing(one: &str, other: &str) -> Option<(char, char)> {
    let mut differs = one.chars().zip(other.chars()).filter(|(a, b)| a != b);
    let first = differs.next();
    first.filter(|_| differs.next().is_none() && one.chars().count() == other.chars().count())
}

#[cfg(test)]
mod tests {
    use super::{differing, is_alike, looks_alike, pairs};

    #[test]
    fn names_are_near_by_one_character_that_sounds_or_looks_alike() {
        for (one, other, sounds_or_looks, looks) in [
            ("陈吉宁", "陈吉宇", true, true),
            ("张謇", "张骞", true, true),
            ("王建军", "王健军", true, false),
            ("王建军", "王健君", false, false),
            ("王建军", "王建国", false, false),
            ("王建军", "王建", false, false),
            ("刘勇", "刘永", true, false),
            ("欧阳修远", "欧阳修元", true, false),
        ] {
            let names = [one.to_owned(), other.to_owned()];
            assert_eq!(!pairs(names.iter(), is_alike).is_empty(), sounds_or_looks, "{names:?}");
            assert_eq!(!pairs(names.iter(), looks_alike).is_empty(), looks, "{names:?}");
        }
        assert_eq!(differing("王建军", "王建军"), None);
    }

    #[test]
    fn what_many_names_have_in_common_says_nothing() {
        let class: Vec<String> = ('\u{4E00}'..'\u{4F00}').map(|c| format!("王{c}军")).collect();
        assert!(pairs(class.iter(), |_, _| true).is_empty());
    }
}
