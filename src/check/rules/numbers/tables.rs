//! N01 of tables: totals of rows and columns.
//!
//! A row or column is a total by its head: 合计, 总计, 小计, 共计, 总数. What it sums up is not written
//! down, so several readings are tried: all others, the sub-totals, those since the last total;
//! parts of parts (其中) are left out. A reading is taken if as many of the numbers bear it out as
//! do not, or those that do not are slips of the hand; then these are told. Rates, prices, means
//! and years are not added. Cells that are empty count for nothing, and a line with a cell that
//! cannot be read is left alone.

use super::cells::{Cell, Found, Line, cell, is_number, line};
use super::exact::Exact;
use super::fault::{Fault, is_slip};
use super::numbering;
use super::prose::Prose;
use super::ratios;
use crate::diag::{Code, Message, msg};

/// Looks at a table, the heads first; the faults are of the cells that are named.
pub(super) fn judge(rows: &[Vec<Prose>]) -> Vec<((usize, usize), Fault)> {
    let Some((heads, body)) = rows.split_first() else { return Vec::new() };
    let width = heads.len();
    if body.len() < 2 || body.len() < 3 && width < 4 || width < 2 {
        return Vec::new();
    }
    let cells: Vec<Vec<Cell>> = body
        .iter()
        .map(|row| (0..width).map(|at| row.get(at).map_or(Cell::Nothing, cell)).collect())
        .collect();
    let text = |prose: Option<&Prose>| {
        prose.map(|prose| prose.words(0..prose.chars.len())).unwrap_or_default()
    };
    // 小计 may stand behind the name of what it is of.
    let row_heads: Vec<Line> = body
        .iter()
        .map(|row| {
            let first = line(&text(row.first()));
            let second = row.get(1).filter(|it| cell(it) == Cell::Words);
            let second = second.map(|it| line(&text(Some(it))));
            let is_total = |it: &Line| matches!(it, Line::Total | Line::Subtotal);
            second.filter(|it| first == Line::Part && is_total(it)).unwrap_or(first)
        })
        .collect();
    let has_numbers = |at: usize| cells.iter().any(|row| is_number(row[at]));
    let column_heads: Vec<Line> = heads
        .iter()
        .enumerate()
        .map(|(at, head)| if has_numbers(at) { line(&text(Some(head))) } else { Line::Apart })
        .collect();
    let mut found: Vec<Found> = Vec::new();
    // Columns: the lines to be added are the rows.
    let columns: Vec<Vec<Cell>> =
        (1..width).map(|at| cells.iter().map(|row| row[at]).collect()).collect();
    let additive: Vec<bool> = (1..width).map(|at| column_heads[at] != Line::Apart).collect();
    let kept: Vec<(usize, &Vec<Cell>)> =
        columns.iter().enumerate().filter(|(at, _)| additive[*at]).collect();
    let lines: Vec<&[Cell]> = kept.iter().map(|(_, column)| column.as_slice()).collect();
    for (nth, row, message) in sums(&row_heads, &lines) {
        found.push(((row + 1, kept[nth].0 + 1), message));
    }
    // Rows: the lines to be added are the columns but the first.
    let kept: Vec<usize> = (0..cells.len()).filter(|row| row_heads[*row] != Line::Apart).collect();
    let lines: Vec<&[Cell]> = kept.iter().map(|row| &cells[*row][1..]).collect();
    for (nth, column, message) in sums(&column_heads[1..], &lines) {
        found.push(((kept[nth] + 1, column + 1), message));
    }
    found.sort_by_key(|(at, _)| *at);
    found.dedup_by_key(|(at, _)| *at);
    let names: Vec<String> = heads.iter().map(|head| text(Some(head))).collect();
    let sums = found.into_iter().map(|found| (Code::N01, found));
    let shares = ratios::shares(&names, &row_heads, &cells).into_iter();
    let row_names: Vec<String> = body.iter().map(|row| text(row.first())).collect();
    let changes = ratios::changes(&names, &row_names, &cells).into_iter();
    let ratios = shares.map(|it| (Code::N03, it)).chain(changes.map(|it| (Code::N04, it)));
    let counted = counted(&names, &cells).into_iter().map(|it| (Code::N09, it));
    sums.chain(ratios)
        .chain(counted)
        .filter_map(|(code, ((row, column), message))| {
            let prose = rows.get(row)?.get(column)?;
            let range = 0..prose.chars.len();
            Some(((row, column), Fault { code, range, message }))
        })
        .collect()
}

/// Columns that count the rows from one on.
fn counted(heads: &[String], rows: &[Vec<Cell>]) -> Vec<Found> {
    let own = heads.iter().position(|head| matches!(head.as_str(), "序号" | "序 号" | "序"));
    let Some(column) = own else { return Vec::new() };
    let number = |row: &Vec<Cell>| match row.get(column) {
        Some(Cell::Number(number)) if number.places() == 0 => number.to_string().parse().ok(),
        _ => None,
    };
    let numbers: Option<Vec<i64>> = rows.iter().map(number).collect();
    let numbers = numbers.filter(|it| it.len() >= 4 && it[0] == 1).unwrap_or_default();
    let faults = numbering::faults(&numbers).into_iter();
    faults.map(|(row, message)| ((row + 1, column), message)).collect()
}

/// A way to read what a total is the sum of: the lines by their numbers.
type Reading = fn(&[Line], usize) -> Vec<usize>;

fn is_part(line: Line) -> bool {
    line == Line::Part
}

/// All parts.
fn all(heads: &[Line], _: usize) -> Vec<usize> {
    (0..heads.len()).filter(|at| is_part(heads[*at])).collect()
}

/// All sub-totals.
fn subtotals(heads: &[Line], _: usize) -> Vec<usize> {
    (0..heads.len()).filter(|at| heads[*at] == Line::Subtotal).collect()
}

/// The parts since the last total or sub-total.
fn since(heads: &[Line], total: usize) -> Vec<usize> {
    let stop = |line: &Line| matches!(line, Line::Total | Line::Subtotal);
    let from = heads[..total].iter().rposition(stop).map_or(0, |at| at + 1);
    (from..total).filter(|at| is_part(heads[*at])).collect()
}

/// The parts up to the next total or sub-total.
fn until(heads: &[Line], total: usize) -> Vec<usize> {
    let stop = |line: &Line| matches!(line, Line::Total | Line::Subtotal);
    let rest = &heads[total + 1..];
    let to = rest.iter().position(stop).map_or(heads.len(), |at| total + 1 + at);
    (total + 1..to).filter(|at| is_part(heads[*at])).collect()
}

/// The parts of a total up to the first line of another kind: 其中 and what follows are parts of
/// parts.
fn before_inner(heads: &[Line], total: usize) -> Vec<usize> {
    let rest = &heads[total + 1..];
    let to = rest.iter().position(|line| *line != Line::Part);
    (total + 1..to.map_or(heads.len(), |at| total + 1 + at)).collect()
}

const READINGS: [Reading; 5] = [all, subtotals, since, until, before_inner];

/// A total that is wrong: the line, the head, what is said.
type Wrong = (usize, usize, Message);

/// The totals that are wrong: of which line, at which head, and what is said.
fn sums(heads: &[Line], lines: &[&[Cell]]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    for total in 0..heads.len() {
        if !matches!(heads[total], Line::Total | Line::Subtotal) {
            continue;
        }
        let mut best: Option<(usize, usize, Vec<Wrong>)> = None;
        for reading in READINGS {
            let parts = reading(heads, total);
            if parts.len() < 2 {
                continue;
            }
            let (mut right, mut slips, mut off) = (0, 0, Vec::new());
            for (nth, cells) in lines.iter().enumerate() {
                match check(cells, total, &parts) {
                    Some(Sum::Right) => right += 1,
                    Some(Sum::Off { message, is_slip }) => {
                        slips += usize::from(is_slip);
                        off.push((nth, total, message));
                    }
                    None => {}
                }
            }
            if best.as_ref().is_none_or(|(most, ..)| right > *most) {
                best = Some((right, slips, off));
            }
        }
        let Some((right, slips, off)) = best else { continue };
        // One line alone bears out one that is off, or several that are slips of the hand.
        let is_borne = right >= 2 && off.len() <= right
            || right >= 1 && (off.len() == 1 || slips == off.len());
        if is_borne {
            wrong.extend(off);
        }
    }
    if wrong.is_empty() && lines.len() == 1 {
        wrong.extend(alone(heads, lines[0]));
    }
    wrong
}

/// A single column: told if it is read in one way only and its sum is near.
fn alone(heads: &[Line], cells: &[Cell]) -> Option<Wrong> {
    let mut totals = (0..heads.len()).filter(|at| heads[*at] == Line::Total);
    let (Some(total), None) = (totals.next(), totals.next()) else { return None };
    let is_plain = heads.iter().all(|line| matches!(line, Line::Total | Line::Part));
    let parts = all(heads, total);
    if !is_plain || parts.len() < 2 || total != 0 && total + 1 != heads.len() {
        return None;
    }
    let (Cell::Number(told), Sum::Off { message, .. }) =
        (cells[total], check(cells, total, &parts)?)
    else {
        return None;
    };
    let number = |at: &usize| match cells[*at] {
        Cell::Number(number) => number,
        _ => Exact::ZERO,
    };
    let sum = parts.iter().map(number).fold(Exact::ZERO, Exact::plus);
    if parts.len() == 2 && !is_slip(sum, told) {
        return None;
    }
    let is_near = sum.minus(told).size() <= told.size();
    is_near.then_some((0, total, message))
}

/// What the sum of the parts of a total is.
enum Sum {
    /// The total.
    Right,
    /// Another number.
    Off {
        /// What is said of it.
        message: Message,
        /// Whether it is a slip of the hand away.
        is_slip: bool,
    },
}

/// Whether a total is the sum of its parts: `None` if that cannot be told.
fn check(cells: &[Cell], total: usize, parts: &[usize]) -> Option<Sum> {
    let Cell::Number(told) = *cells.get(total)? else { return None };
    let mut numbers = Vec::new();
    for part in parts {
        match cells.get(*part)? {
            Cell::Number(number) => numbers.push(*number),
            Cell::Nothing => {}
            Cell::Words => return None,
        }
    }
    if numbers.len() < 2 {
        return None;
    }
    let half = |number: &Exact| match number.places() {
        0 => Exact::ZERO,
        _ => number.half_of_last_place(),
    };
    let slack = numbers.iter().map(half).fold(half(&told), Exact::plus);
    let sum = numbers.iter().copied().fold(Exact::ZERO, Exact::plus);
    let off = sum.minus(told).size();
    if off <= slack {
        return Some(Sum::Right);
    }
    // A mean or a price in the place of a total is far off.
    if off.times(2) > told.size() && !is_slip(sum, told) {
        return None;
    }
    // One of the columns may be counted in others: 党员 beside 男 and 女.
    if numbers.len() > 2 && numbers.iter().any(|number| *number == sum.minus(told)) {
        return None;
    }
    let words: Vec<String> = numbers.iter().map(Exact::to_string).collect();
    let words = words.join("+");
    let message = msg!(
        "{words} = {sum}，表中 {told}，差 {off}",
        "{words} = {sum}, the table says {told}: {off} off"
    );
    Some(Sum::Off { message, is_slip: is_slip(sum, told) })
}
