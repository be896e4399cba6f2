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
    let all: Vec<&Vec<Cell>> = rows.iter().collect();
    let total = lines.iter().position(|line| *line == Line::Total);
    for (column, head) in heads.iter().enumerate().take(COLUMNS).skip(1) {
        let is_share = ["占", "比重", "构成"].iter().any(|word| head.contains(word));
        let Some(total) = total.filter(|_| is_share) else { continue };
        let mut readings = Vec::new();
        for part in (1..column).rev() {
            let Some(whole) = number(rows[total].get(part)) else { continue };
            readings.push(read(&all, (total, column), |row| {
                let own = number(row.get(part))?;
                Some((own, whole))
            }));
        }
        found.extend(borne(readings));
    }
    found
}

/// Columns of growth.
///
/// What is produced grows at comparable prices, and its numbers stand there at those of the year:
/// such rows say nothing.
pub(super) fn changes(heads: &[String], names: &[String], rows: &[Vec<Cell>]) -> Vec<Found> {
    let real = ["产值", "增加值", "生产总值", "产业", "GDP", "可比", "不变价"];
    let is_real = |name: &String| real.iter().any(|word| name.contains(word));
    if heads.iter().any(is_real) {
        return Vec::new();
    }
    // 农林牧渔业, 工业 and 建筑业 stand below them in the same table.
    let is_of_economy = names.iter().any(|name| name.contains("生产总值"));
    let is_kept: Vec<bool> = names.iter().map(|name| !is_of_economy && !is_real(name)).collect();
    let kept: Vec<&Vec<Cell>> =
        rows.iter().zip(&is_kept).filter(|(_, is_kept)| **is_kept).map(|(row, _)| row).collect();
    let place: Vec<usize> = (0..rows.len()).filter(|at| is_kept.get(*at) == Some(&true)).collect();
    let mut found = Vec::new();
    for (column, head) in heads.iter().enumerate().take(COLUMNS).skip(3) {
        let is_growth = head.contains('增') || head.contains('±');
        let is_percent = head.contains('%') || head.contains('率') || head.contains('幅');
        // 比上年增减 alone may be a difference.
        let is_open = !is_percent && (head.contains("增减") || head.contains('±'));
        if !is_growth || !is_percent && !is_open {
            continue;
        }
        let mut readings = Vec::new();
        for (new, old) in (1..column).flat_map(|a| (1..column).map(move |b| (a, b))) {
            if new == old {
                continue;
            }
            readings.push(read(&kept, (usize::MAX, column), |row| {
                let (new, old) = (number(row.get(new))?, number(row.get(old))?);
                Some((new.minus(old), old))
            }));
            if is_open {
                readings.push(differences(&kept, column, (new, old)));
            }
        }
        let own = borne(readings).into_iter();
        found.extend(own.map(|((row, column), message)| ((place[row - 1] + 1, column), message)));
    }
    found
}

/// How many rows bear a column out, and the faults of those that do not.
fn read(
    rows: &[&Vec<Cell>],
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
        let sizes = (part.size(), told.size());
        if is_right((sizes.0, half(part)), (whole, half(whole)), sizes.1) {
            right += 1;
        } else if let Some(message) = message(part, whole, told) {
            off.push(((nth + 1, column), message));
        }
    }
    (right, off)
}

/// As [`read`], of a column of differences.
fn differences(
    rows: &[&Vec<Cell>],
    column: usize,
    (new, old): (usize, usize),
) -> (usize, Vec<Found>) {
    let (mut right, mut off) = (0, Vec::new());
    for (nth, row) in rows.iter().enumerate() {
        let cells = (number(row.get(column)), number(row.get(new)), number(row.get(old)));
        let (Some(told), Some(new), Some(old)) = cells else { continue };
        let by = new.minus(old);
        let slack = half(told).plus(half(new)).plus(half(old));
        if by.size().minus(told.size()).size() <= slack {
            right += 1;
        } else {
            let message = msg!(
                "{new}-{old} = {by}，表中 {told}",
                "{new}-{old} is {by}, the table says {told}"
            );
            off.push(((nth + 1, column), message));
        }
    }
    (right, off)
}

fn message(part: Exact, whole: Exact, told: Exact) -> Option<Message> {
    let sign = if part < Exact::ZERO { -1 } else { 1 };
    let computed = part.size().times(100).over(whole, told.places().max(1))?.times(sign);
    Some(msg!(
        "{part}÷{whole} = {computed}%，表中 {told}",
        "{part} of {whole} is {computed} %, the table says {told}"
    ))
}
