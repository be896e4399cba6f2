//! W18: units of two names in one book, and names that GB 3100 has not. Each pair is told once a
//! book.

use std::ops::Range;

use super::told::{Told, list};
use crate::check::rules::numbers::prose::Prose;
use crate::diag::{Code, Findings, Message, msg};
use crate::source::Place;

/// Units with another name, which both are in use.
const PAIRS: [(&str, &str); 3] = [("公里", "千米"), ("平方公里", "平方千米"), ("公斤", "千克")];

/// Units that are no longer used, and what is.
const OLD: [(&str, &str); 5] = [
    ("平米", "平方米"),
    ("公分", "厘米"),
    ("公升", "升"),
    ("英哩", "英里"),
    ("立方公尺", "立方米"),
];

/// The units of a book.
#[derive(Debug, Default)]
pub(super) struct Units {
    pairs: [[Option<Told>; 2]; PAIRS.len()],
    old: [Option<Told>; OLD.len()],
}

impl Units {
    /// Counts those of some words.
    pub(super) fn add(&mut self, prose: &Prose, place: impl Fn(Range<usize>) -> Place) {
        for at in 1..prose.chars.len() {
            let is_unit = matches!(prose.chars[at], '公' | '千' | '平' | '英' | '立');
            // 八千米 are 8,000 metres.
            let is_digit = prose.before(at).is_some_and(|c| c.is_ascii_digit());
            let is_number = is_digit
                || prose
                    .before(at)
                    .is_some_and(|c| "一二三四五六七八九十百千万亿余多几数".contains(c));
            if !is_unit || !is_number {
                continue;
            }
            for ((one, other), told) in PAIRS.iter().zip(&mut self.pairs) {
                let [first, second] = told;
                if prose.has(at, one) {
                    Told::count(first, || place(at..at + one.chars().count()));
                } else if prose.has(at, other) && (is_digit || !other.starts_with('千')) {
                    Told::count(second, || place(at..at + other.chars().count()));
                }
            }
            for ((old, _), told) in OLD.iter().zip(&mut self.old) {
                if prose.has(at, old) {
                    Told::count(told, || place(at..at + old.chars().count()));
                }
            }
        }
    }

    /// Reports them.
    pub(super) fn tell(self, found: &mut Findings) {
        for ((one, other), told) in PAIRS.iter().zip(&self.pairs) {
            let [Some(first), Some(second)] = told else { continue };
            let Message { zh, en } = list([(*one, first), (*other, second)].into_iter());
            let message = msg!("同一单位两个名称：{zh}", "one unit under two names: {en}");
            // Where the rarer one stands is what changes.
            let at = if first.count < second.count { &first.at } else { &second.at };
            found.add(Code::W18, Some(at), message);
        }
        for ((old, right), told) in OLD.iter().zip(&self.old) {
            let Some(told) = told else { continue };
            let Message { zh, en } = list(std::iter::once((*old, told)));
            let message = msg!("不用的单位：{zh}", "a unit that is no longer used: {en}");
            let hint = msg!("写“{right}”", "write {right}");
            found.add_with_hint(Code::W18, Some(&told.at), message, hint);
        }
    }
}
