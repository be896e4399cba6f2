//! Aligns the runs of text on pages with the text units of the book.
//!
//! A unit is set as runs that follow each other, with other runs between: readings over characters,
//! captions of pictures that float in. So a unit is found by walking the runs and taking those that
//! go on with its words.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use crate::model::TextUnit;
use crate::typeset::reading::Run;

/// How far ahead a unit is looked for, and how many runs may stand between two of its own.
const SEARCH_RUNS: usize = 4000;
const MAX_GAP_RUNS: usize = 400;
/// How many beginnings of a unit are tried before the best of them is taken.
const MAX_CANDIDATES: usize = 8;
/// Fewest equal characters accepted as a match inside a unit.
const MIN_MATCH_CHARS: usize = 6;

/// Where each page begins: the number of the unit and how many characters of it stand before.
pub(super) type Begins = BTreeMap<usize, (usize, usize)>;

/// Aligns `runs` with `units`, each looked for on its pages of `spans`. Also tells which units
/// were found.
pub(super) fn align(
    units: &[TextUnit],
    runs: &[Run],
    spans: &[RangeInclusive<usize>],
) -> (Begins, Vec<bool>) {
    let mut used = vec![false; runs.len()];
    let mut begins = Begins::new();
    let mut found = vec![false; units.len()];
    let mut cursor = 0;
    for (number, (unit, span)) in units.iter().zip(spans).enumerate() {
        if unit.words.is_empty() {
            continue;
        }
        let from = runs.partition_point(|run| run.page < *span.start());
        let to = runs.partition_point(|run| run.page <= *span.end()).max(from);
        let here = cursor.clamp(from, to);
        let walk = best(unit, runs, &used, here, to.min(here + SEARCH_RUNS))
            .or_else(|| best(unit, runs, &used, from, here));
        let Some(walk) = walk else { continue };
        found[number] = true;
        for (run, offset) in walk.taken {
            used[run] = true;
            cursor = run + 1;
            let begin = begins.entry(runs[run].page).or_insert((number, offset));
            *begin = (*begin).min((number, offset));
        }
    }
    (begins, found)
}

/// The runs of a unit.
struct Walk {
    /// Each run and how many characters of the unit stand before it.
    taken: Vec<(usize, usize)>,
    /// How many runs between them belong to something else.
    between: usize,
}

/// The walk from the beginning that is interrupted least.
fn best(unit: &TextUnit, runs: &[Run], used: &[bool], from: usize, to: usize) -> Option<Walk> {
    let begins = |run: &usize| !used[*run] && take(unit, &unit.words, &runs[*run].words).is_some();
    let mut best: Option<Walk> = None;
    let walks = (from..to).filter(begins).take(MAX_CANDIDATES);
    for walk in walks.filter_map(|run| walk(unit, runs, used, run, to)) {
        if walk.between == 0 {
            return Some(walk);
        }
        if best.as_ref().is_none_or(|best| walk.between < best.between) {
            best = Some(walk);
        }
    }
    best
}

fn walk(unit: &TextUnit, runs: &[Run], used: &[bool], from: usize, to: usize) -> Option<Walk> {
    let mut rest = unit.words.as_str();
    let (mut offset, mut read, mut gap) = (0, 0, 0);
    let mut walk = Walk { taken: Vec::new(), between: 0 };
    for run in (from..to).filter(|run| !used[*run]) {
        if rest.is_empty() || gap > MAX_GAP_RUNS {
            break;
        }
        let words = &runs[run].words;
        let taken = take(unit, rest, words).map(|bytes| (0, bytes));
        let Some((missed, bytes)) = taken.or_else(|| later(rest, words)) else {
            gap += 1;
            continue;
        };
        let count = |text: &str| text.chars().count();
        offset += count(&rest[..missed]);
        walk.taken.push((run, offset));
        walk.between += std::mem::take(&mut gap);
        let own = count(&rest[missed..missed + bytes]);
        (offset, read) = (offset + own, read + own);
        rest = &rest[missed + bytes..];
    }
    let all = offset + rest.chars().count();
    (read * 10 >= all * 7).then_some(walk)
}

/// How many bytes of `rest` a run goes on with. It may end in a hyphen of its own, and a title may
/// stand in brackets that the layout adds.
fn take(unit: &TextUnit, rest: &str, words: &str) -> Option<usize> {
    let own = |words: &str| (!words.is_empty() && rest.starts_with(words)).then_some(words.len());
    let dehyphened = || words.strip_suffix(['-', '\u{2010}']).and_then(own);
    let bare = || own(words.trim_matches(|c: char| !c.is_alphanumeric()));
    own(words).or_else(dehyphened).or_else(|| (unit.number == 0).then(bare).flatten())
}

/// Where a unit goes on after words that could not be read.
fn later(rest: &str, words: &str) -> Option<(usize, usize)> {
    let sure = words.chars().nth(MIN_MATCH_CHARS - 1).is_some();
    sure.then(|| rest.find(words)).flatten().map(|missed| (missed, words.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocPart;

    fn unit(number: usize, words: &str) -> TextUnit {
        let part = DocPart::Text("a".to_owned());
        TextUnit { part, number, words: words.to_owned(), figure: None }
    }

    fn begins(units: &[TextUnit], pages: &[&[&str]]) -> Vec<(usize, usize, usize)> {
        let run = |page: usize, words: &&str| Run { page, words: (*words).to_owned() };
        let pages_of = |(at, page): (usize, &&[&str])| {
            page.iter().map(|words| run(at + 1, words)).collect::<Vec<_>>()
        };
        let runs: Vec<Run> = pages.iter().enumerate().flat_map(pages_of).collect();
        let spans = vec![1..=pages.len(); units.len()];
        align(units, &runs, &spans).0.into_iter().map(|(page, (a, b))| (page, a, b)).collect()
    }

    #[test]
    fn a_paragraph_breaks_over_pages_with_other_words_between() {
        let units = [unit(0, "老石桥"), unit(1, "桥在镇口，桥龄312年。"), unit(2, "至今。")];
        let pages: &[&[&str]] = &[
            &["图注", "312", "年", "【老石", "桥】", "桥在镇口，"],
            &["图注", "桥龄", "lǐng", "312", "年。", "至今。"],
        ];
        assert_eq!(begins(&units, pages), [(1, 0, 0), (2, 1, 5)]);
    }

    #[test]
    fn hyphens_and_lost_words_do_not_lead_astray() {
        let units = [unit(1, "Anextraordinarilylongsentencegoesonhere")];
        let pages: &[&[&str]] = &[&["Anextraordi-", "narilylong"], &["sÉntence", "goesonhere"]];
        assert_eq!(begins(&units, pages), [(1, 0, 0), (2, 0, 29)]);
        assert_eq!(begins(&units, &[&["别的话"]]), []);
        let run = || Run { page: 1, words: "字".to_owned() };
        #[expect(clippy::reversed_empty_ranges, reason = "a part that has no pages")]
        let nowhere = [2..=0];
        assert!(align(&[unit(0, "字")], &[run()], &nowhere).0.is_empty());
    }
}
