//! N03 and N04 of tables: columns of shares and of growth.
//!
//! A column is one of shares if its head says 占, 比重 or 构成, one of growth if it says 增长 or
//! 增减 and %. Which columns it is made of is not written down: those are taken that bear it out in
//! most rows, two at least; then the rows that do not are told. A share is one of the total row, or
//! of a column of totals.

use super::cells::{Cell, Found, Line};
use super::exact::Exact;
use super::shares::is_right;
use crate::diag::{Message, msg};

/// Columns that are looked through; more have other tables than printed ones.
const COLUMNS: usize = 16;

fn number(cell: Option<&Cell>) -> Option<Exact> {
    match cell? {
        Cell::Number(number) => Some(*number),
        _ => None,
    }
}

/// How far a number may be off that was rounded.
fn half(number: Exact) -> Exact {
    if number.places() == 0 { Exact::ZERO } else { number.half_of_last_place() }
}

/// The faults of the best reading of a column, if most rows bear it out.
fn borne(readings: Vec<(usize, Vec<Found>)>) -> Vec<Found> {
    let best = readings.into_iter().max_by_key(|(right, off)| (*right, usize::MAX - off.len()));
    best.filter(|(right, off)| *right >= 2 && off.len() * 2 <= *right)
        .map(|(_, off)| off)
        .unwrap_or_default()
}

/// Columns of shares.
pub(super) fn shares(heads: &[String], lines: &[Line], rows: &[Vec<Cell>]) -> Vec<Found> {
    let mut found = Vec::new();
    let total = lines.iter().position(|line| *line == Line::Total);
    for (column, head) in heads.iter().enumerate().take(COLUMNS).skip(1) {
        let is_share = ["占", "比重", "构成"].iter().any(|word| head.contains(word));
        let Some(total) = total.filter(|_| is_share) else { continue };
        let mut readings = Vec::new();
        for part in (1..column).rev() {
            let Some(whole) = number(rows[total].get(part)) else { continue };
            readings.push(read(rows, (total, column), |row| {
                let own = number(row.get(part))?;
                Some((own, whole))
            }));
        }
        found.extend(borne(readings));
    }
    found
}

/// Columns of growth.
pub(super) fn changes(heads: &[String], rows: &[Vec<Cell>]) -> Vec<Found> {
    let mut found = Vec::new();
    for (column, head) in heads.iter().enumerate().take(COLUMNS).skip(3) {
        let is_growth = head.contains('增') || head.contains('±');
        let is_percent = head.contains('%') || head.contains('率') || head.contains('幅');
        if !is_growth || !is_percent {
            continue;
        }
        let mut readings = Vec::new();
        for (new, old) in (1..column).flat_map(|a| (1..column).map(move |b| (a, b))) {
            if new == old {
                continue;
            }
            readings.push(read(rows, (usize::MAX, column), |row| {
                let (new, old) = (number(row.get(new))?, number(row.get(old))?);
                Some((new.minus(old), old))
            }));
        }
        found.extend(borne(readings));
    }
    found
}

/// How many rows bear a column out, and the faults of those that do not.
fn read(
    rows: &[Vec<Cell>],
    (total, column): (usize, usize),
    of: impl Fn(&[Cell]) -> Option<(Exact, Exact)>,
) -> (usize, Vec<Found>) {
    let (mut right, mut off) = (0, Vec::new());
    for (nth, row) in rows.iter().enumerate() {
        let (Some(told), Some((part, whole))) = (number(row.get(column)), of(row)) else {
            continue;
        };
        if nth == total || whole.is_zero() {
            continue;
        }
        // Falls are printed with their sign or without.
        let (part, told) = (part.size(), told.size());
        if is_right((part, half(part)), (whole, half(whole)), told) {
            right += 1;
        } else if let Some(message) = message(part, whole, told) {
            off.push(((nth + 1, column), message));
        }
    }
    (right, off)
}

fn message(part: Exact, whole: Exact, told: Exact) -> Option<Message> {
    let computed = part.times(100).over(whole, told.places().max(1))?;
    Some(msg!(
        "{part}÷{whole} = {computed}%，表中 {told}",
        "{part} of {whole} is {computed} %, the table says {told}"
    ))
}
