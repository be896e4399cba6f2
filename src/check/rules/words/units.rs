//! W18: units of two names in one book, and names that GB 3100 has not. Each pair is told once a
//! book.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Slip;
use super::told::{Told, list};
use crate::check::rules::numbers::prose::Prose;
use crate::diag::{Code, Findings, Message, msg};
use crate::source::Place;

/// Units with another name, which both are in use.
const PAIRS: [(&str, &str); 3] = [("公里", "千米"), ("平方公里", "平方千米"), ("公斤", "千克")];

/// Units that GB 3100—1993 and the Order on legal units (1984) do not have, and what they have;
/// Latin ones of another case than theirs (GB 3100, 6.1, 7).
const OLD: [(&str, &str); 39] = [
    ("平米", "平方米"),
    ("公分", "厘米"),
    ("公尺", "米"),
    ("公厘", "毫米"),
    ("公升", "升"),
    ("立升", "升"),
    ("公吨", "吨"),
    ("立方公尺", "立方米"),
    ("平方公尺", "平方米"),
    ("英哩", "英里"),
    ("英呎", "英尺"),
    ("英吋", "英寸"),
    ("呎", "英尺"),
    ("吋", "英寸"),
    ("浬", "海里"),
    ("海浬", "海里"),
    ("瓩", "千瓦"),
    ("度C", "℃"),
    ("ºC", "℃"),
    ("˚C", "℃"),
    ("KG", "kg"),
    ("Kg", "kg"),
    ("KM", "km"),
    ("Km", "km"),
    ("KM2", "km²"),
    ("km2", "km²"),
    ("CM", "cm"),
    ("Cm", "cm"),
    ("M2", "m²"),
    ("m2", "m²"),
    ("M3", "m³"),
    ("m3", "m³"),
    ("KW", "kW"),
    ("Kw", "kW"),
    ("kw", "kW"),
    ("KWH", "kW·h"),
    ("kwh", "kW·h"),
    ("ppm", "10⁻⁶"),
    ("PPM", "10⁻⁶"),
];

/// The units of a book.
#[derive(Debug, Default)]
pub(super) struct Units {
    pairs: [[Option<Told>; 2]; PAIRS.len()],
    old: BTreeMap<usize, Option<Told>>,
    celsius: Option<Told>,
}

/// `摄氏25度`: the name of the unit is one (GB 3100, 6.2.4).
fn celsius(
    prose: &Prose,
    at: usize,
    told: &mut Option<Told>,
    place: &impl Fn(Range<usize>) -> Place,
) {
    let rest = prose.chars.get(at + 2..).unwrap_or_default();
    let length = rest
        .iter()
        .take(8)
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '～' | '—' | '零' | '下'))
        .count();
    if length > 0 && rest.get(length) == Some(&'度') {
        Told::count(told, || place(at..at + 3 + length));
    }
}

/// Whether digits stand before what may be a unit at a place; `None` if no number does.
fn counted(prose: &Prose, at: usize) -> Option<bool> {
    let first = prose.chars[at];
    let is_unit = matches!(first, '公' | '千' | '平' | '英' | '立' | '海')
        || matches!(first, '呎' | '吋' | '浬' | '瓩' | '度' | 'º' | '˚')
        || matches!(first, 'K' | 'k' | 'C' | 'M' | 'm' | 'p' | 'P');
    let before = prose.before(at).filter(|_| is_unit)?;
    // 八千米 are 8,000 metres.
    let is_digit = before.is_ascii_digit();
    let is_number = is_digit || "一二三四五六七八九十百千万亿余多几数".contains(before);
    is_number.then_some(is_digit)
}

/// Which of the old units stands at a place: kwh, not kw, and no part of a longer word.
fn old(prose: &Prose, at: usize, is_digit: bool) -> Option<usize> {
    let is_latin = prose.chars[at].is_ascii();
    let here = |old: &str| {
        let next = prose.chars.get(at + old.chars().count());
        let goes_on = is_latin && next.is_some_and(char::is_ascii_alphanumeric);
        prose.has(at, old) && !goes_on && (!is_latin || is_digit)
    };
    let fits = (0..OLD.len()).filter(|nth| here(OLD[*nth].0));
    fits.max_by_key(|nth| OLD[*nth].0.len())
}

/// Calls a closure with each old unit as a slip by itself.
pub(super) fn each(prose: &Prose, see: &mut dyn FnMut(Slip)) {
    for at in 1..prose.chars.len() {
        let Some(nth) = counted(prose, at).and_then(|is_digit| old(prose, at, is_digit)) else {
            continue;
        };
        let (old, right) = OLD[nth];
        let message = msg!("不用的单位：{old}", "a unit that is no longer used: {old}");
        let range = prose.bytes(at..at + old.chars().count());
        // 公分 was a gram as well; powers of ten are for an editor.
        let is_sure = !matches!(old, "公分" | "ppm" | "PPM") && range.len() == old.len();
        see(Slip::write(Code::W18, range, message, right).certain_if(is_sure));
    }
}

impl Units {
    /// Counts those of some words.
    pub(super) fn add(&mut self, prose: &Prose, place: impl Fn(Range<usize>) -> Place) {
        for at in 1..prose.chars.len() {
            if prose.has(at, "摄氏") {
                celsius(prose, at, &mut self.celsius, &place);
            }
            let Some(is_digit) = counted(prose, at) else { continue };
            for ((one, other), told) in PAIRS.iter().zip(&mut self.pairs) {
                let [first, second] = told;
                if prose.has(at, one) {
                    Told::count(first, || place(at..at + one.chars().count()));
                } else if prose.has(at, other) && (is_digit || !other.starts_with('千')) {
                    Told::count(second, || place(at..at + other.chars().count()));
                }
            }
            if let Some(nth) = old(prose, at, is_digit) {
                let end = at + OLD[nth].0.chars().count();
                Told::count(self.old.entry(nth).or_default(), || place(at..end));
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
        for (nth, told) in &self.old {
            let ((old, right), Some(told)) = (OLD[*nth], told) else { continue };
            let Message { zh, en } = list(std::iter::once((old, told)));
            let message = msg!("不用的单位：{zh}", "a unit that is no longer used: {en}");
            let hint = msg!("写“{right}”", "write {right}");
            found.add_with_hint(Code::W18, Some(&told.at), message, hint);
        }
        if let Some(told) = &self.celsius {
            let Message { zh, en } = list(std::iter::once(("摄氏……度", told)));
            let message = msg!("单位的名称拆开了：{zh}", "the name of a unit is parted: {en}");
            let hint = msg!("写“……摄氏度”或“℃”", "write 摄氏度 behind the number, or ℃");
            found.add_with_hint(Code::W18, Some(&told.at), message, hint);
        }
    }
}
