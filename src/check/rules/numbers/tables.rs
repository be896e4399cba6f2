//! N01 of tables: totals of rows and columns.
//!
//! A row or column is a total by its head: 合计, 总计, 小计, 共计, 总数. What it sums up is not
//! written down, so several readings are tried: all others, the sub-totals, those since the last
//! total; parts of parts (其中) are left out. A reading is taken if most of the numbers bear it out;
//! then those that do not are told. Rates, prices, means and years are not added. Cells that are
//! empty count for nothing, and a line with a cell that cannot be read is left alone.

use super::exact::Exact;
use super::fault::{Fault, is_slip};
use super::prose::Prose;
use super::ratios;
use crate::diag::{Code, Message, msg};

/// Heads of totals of totals.
const TOTALS: [&str; 8] = ["合计", "总计", "共计", "总数", "总额", "总量", "总和", "合 计"];

/// Heads of the whole of a place.
const ALL: [&str; 9] = ["全国", "全省", "全市", "全县", "全区", "全镇", "全乡", "全村", "全校"];

/// Heads of totals of a part of a table.
const SUBTOTALS: [&str; 2] = ["小计", "小 计"];

/// Heads of what is not added up.
const NOT_ADDED: [&str; 20] = [
    "率", "比", "%", "‰", "均", "年份", "年度", "指数", "序号", "编号", "价", "速", "增", "位次",
    "排名", "密度", "温", "日期", "时间", "电话",
];

/// A number in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    /// A number.
    Number(Exact),
    /// Nothing, or a stroke for it.
    Nothing,
    /// Something else.
    Words,
}

/// What a line is: a row or a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Total,
    Subtotal,
    Part,
    /// A part of the part before.
    Inner,
    /// Not added.
    Apart,
}

/// A fault in the cell of a row and a column.
pub(super) type Found = ((usize, usize), Message);

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
    let row_heads: Vec<Line> = body.iter().map(|row| line(&text(row.first()))).collect();
    let column_heads: Vec<Line> = heads.iter().map(|head| line(&text(Some(head)))).collect();
    let mut found: Vec<Found> = Vec::new();
    // Columns: the lines to be added are the rows.
    let columns: Vec<Vec<Cell>> =
        (1..width).map(|at| cells.iter().map(|row| row[at]).collect()).collect();
    let additive: Vec<bool> = (1..width)
        .map(|at| column_heads[at] != Line::Apart && cells.iter().any(|row| is_number(row[at])))
        .collect();
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
    let changes = ratios::changes(&names, &cells).into_iter();
    let ratios = shares.map(|it| (Code::N03, it)).chain(changes.map(|it| (Code::N04, it)));
    sums.chain(ratios)
        .filter_map(|(code, ((row, column), message))| {
            let prose = rows.get(row)?.get(column)?;
            let range = 0..prose.chars.len();
            Some(((row, column), Fault { code, range, message }))
        })
        .collect()
}

fn is_number(cell: Cell) -> bool {
    matches!(cell, Cell::Number(_))
}

/// What a cell holds.
fn cell(prose: &Prose) -> Cell {
    let chars: Vec<char> =
        prose.chars.iter().copied().filter(|c| !matches!(c, ' ' | ',')).collect();
    if chars.iter().all(|c| matches!(c, '-' | '—' | '…' | '/' | '.')) {
        return Cell::Nothing;
    }
    let (sign, digits) = match chars.as_slice() {
        ['-', digits @ .., '%'] => (-1, digits),
        [digits @ .., '%'] => (1, digits),
        ['-', digits @ ..] => (-1, digits),
        digits => (1, digits),
    };
    Exact::read(digits).map_or(Cell::Words, |number| Cell::Number(number.times(sign)))
}

/// What the head of a row or column says that it is.
fn line(head: &str) -> Line {
    let head: String = head.chars().filter(|c| *c != ' ').collect();
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    if has(&SUBTOTALS) {
        Line::Subtotal
    } else if head.starts_with("其中") || head.starts_with('#') || head.starts_with("内：") {
        Line::Inner
    } else if has(&NOT_ADDED) {
        Line::Apart
    } else if head == "计" || has(&TOTALS) || ALL.contains(&head.as_str()) {
        Line::Total
    } else {
        Line::Part
    }
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

/// The totals that are wrong: of which line, at which head, and what is said.
fn sums(heads: &[Line], lines: &[&[Cell]]) -> Vec<(usize, usize, Message)> {
    let mut wrong = Vec::new();
    for total in 0..heads.len() {
        if !matches!(heads[total], Line::Total | Line::Subtotal) {
            continue;
        }
        let mut best: Option<(usize, Vec<(usize, usize, Message)>)> = None;
        for reading in READINGS {
            let parts = reading(heads, total);
            if parts.len() < 2 {
                continue;
            }
            let (mut right, mut off) = (0, Vec::new());
            for (nth, cells) in lines.iter().enumerate() {
                match check(cells, total, &parts) {
                    Some(None) => right += 1,
                    Some(Some(message)) => off.push((nth, total, message)),
                    None => {}
                }
            }
            if best.as_ref().is_none_or(|(most, _)| right > *most) {
                best = Some((right, off));
            }
        }
        let Some((right, off)) = best else { continue };
        // One column alone bears nothing out, unless its sum is a slip of the hand.
        let is_borne = right >= 2 && off.len() * 2 <= right
            || right >= 1 && off.len() == 1 && right + off.len() >= 2;
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
fn alone(heads: &[Line], cells: &[Cell]) -> Option<(usize, usize, Message)> {
    let mut totals = (0..heads.len()).filter(|at| heads[*at] == Line::Total);
    let (Some(total), None) = (totals.next(), totals.next()) else { return None };
    let is_plain = heads.iter().all(|line| matches!(line, Line::Total | Line::Part));
    let parts = all(heads, total);
    if !is_plain || parts.len() < 2 || total != 0 && total + 1 != heads.len() {
        return None;
    }
    let (Cell::Number(told), message) = (cells[total], check(cells, total, &parts)??) else {
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

/// Whether a total is the sum of its parts: `None` if that cannot be told.
fn check(cells: &[Cell], total: usize, parts: &[usize]) -> Option<Option<Message>> {
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
        return Some(None);
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
    Some(Some(message))
}
