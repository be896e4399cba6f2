//! Numbers and dates that contradict each other, in every text of a book: the faults that readers
//! of printed yearbooks find most.
//!
//! `prose` leaves markup out, `tokens` reads quantities (`units`, `numerals`, `exact`), dates and
//! the words between them in one pass, and each rule looks at the tokens of a sentence. A rule
//! says what it needs to be sure, and is silent else: a false alarm costs more than a miss.

mod calendar;
mod cells;
mod dates;
mod eras;
mod exact;
mod fault;
mod growth;
mod numbering;
mod numerals;
mod per_head;
pub(super) mod prose;
mod ranges;
mod ratios;
mod records;
mod scale;
mod shares;
mod sums;
mod tables;
mod tokens;
mod twice;
pub(super) mod units;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;

use self::fault::{Fault, Placed};
use self::numbering::{Gap, Rows};
use self::prose::{Part, Prose, parts};
use self::twice::Twice;
use crate::check::context::Context;
use crate::check::rules::judged::Judged;
use crate::diag::Findings;
use crate::load::uses::Use;
use crate::load::yaml::Node;
use crate::text::join::squeezed;

/// What was found in a text: the bytes, and the fault.
type Found = (Range<usize>, Fault);

/// Of one text.
pub(super) fn of_text(
    text: &str,
    (node, used): (&Node, Use),
    parts: &[Part],
    found: &mut Findings,
) {
    if matches!(used, Use::Code | Use::Picture) {
        return;
    }
    let places = node.places(text);
    for (range, Fault { code, message, .. }) in in_parts(parts) {
        found.add(code, Some(&places.of(range)), message);
    }
}

/// Of the titles of a section, which are counted through.
pub(super) fn in_section(of: &Judged, found: &mut Findings) {
    let (mut rows, mut gaps, mut places) = (Rows::default(), Vec::new(), Vec::new());
    // The group of several stories, and a title with its breaks, are one heading.
    let mut seen: BTreeSet<String> = BTreeSet::new();
    of.file.each_text(&mut |text, node, used| {
        if !used.is_plain() || !seen.insert(squeezed(&text.replace('|', ""))) {
            return;
        }
        for part in parts(text, false) {
            if let Part::Prose(prose) = part {
                rows.heading(&prose, places.len(), &mut gaps);
                places.push(node.at.clone());
            }
        }
    });
    rows.end(&mut gaps);
    for Gap { text, fault } in gaps {
        found.add(fault.code, places.get(text), fault.message);
    }
    records::stories(of, found);
}

/// Of the whole book: what is told twice, and what is not of its year.
pub(super) fn rules(context: &Context, found: &mut Findings) {
    let mut twice = Twice::default();
    context.raw.each_text(&mut |text, node, used| {
        if !used.is_plain() && used != Use::Running {
            return;
        }
        let places = node.places(text);
        for part in parts(text, used == Use::Running) {
            if let Part::Prose(prose) = part {
                twice.add(&prose, |it| places.of(prose.bytes(it.range.clone())));
            }
        }
    });
    twice.tell(found);
    records::events(context.book.sections.iter(), context.book.meta.year, found);
}

/// Looks at the parts of a text.
fn in_parts(parts: &[Part]) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let (mut rows, mut gaps) = (Rows::of_one(), Vec::new());
    for (nth, part) in parts.iter().enumerate() {
        match part {
            Part::Prose(prose) => {
                let mut faults = Vec::new();
                in_prose(prose, &mut faults);
                rows.heading(prose, nth, &mut gaps);
                rows.inside(prose, nth, &mut gaps);
                found.extend(faults.into_iter().map(|it| (prose.bytes(it.range.clone()), it)));
            }
            Part::Table(rows) => in_table(rows, &mut found),
        }
    }
    rows.end(&mut gaps);
    for Gap { text, fault } in gaps {
        if let Some(Part::Prose(prose)) = parts.get(text) {
            found.push((prose.bytes(fault.range.clone()), fault));
        }
    }
    found
}

fn in_table(rows: &[Vec<Prose>], found: &mut Vec<Found>) {
    for cell in rows.iter().flatten() {
        let mut faults = Vec::new();
        in_prose(cell, &mut faults);
        found.extend(faults.into_iter().map(|it| (cell.bytes(it.range.clone()), it)));
    }
    for ((row, column), fault) in tables::judge(rows) {
        if let Some(cell) = rows.get(row).and_then(|row| row.get(column)) {
            found.push((cell.bytes(fault.range.clone()), fault));
        }
    }
}

fn in_prose(prose: &Prose, faults: &mut Vec<Fault>) {
    let sentences = tokens::sentences(prose);
    let mut before: Vec<Placed> = Vec::new();
    for tokens in &sentences {
        sums::judge(tokens, &before, prose, faults);
        shares::judge(tokens, prose, faults);
        growth::judge(tokens, prose, faults);
        per_head::judge(tokens, prose, faults);
        ranges::judge(tokens, prose, faults);
        calendar::judge(tokens, prose, faults);
        before = sums::totals(tokens);
    }
    calendar::ages(&sentences, prose, faults);
    calendar::words(prose, faults);
    eras::judge(prose, faults);
    ranges::numbers(prose, faults);
    shares::industries(prose, faults);
    scale::judge(prose, faults);
}
