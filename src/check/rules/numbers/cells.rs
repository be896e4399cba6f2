//! The cells of a table, and what the heads of rows and columns say that they are.

use super::exact::Exact;
use super::prose::Prose;
use crate::diag::Message;

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

/// Whether a cell holds a number.
pub(super) fn is_number(cell: Cell) -> bool {
    matches!(cell, Cell::Number(_))
}

/// What a cell holds.
pub(super) fn cell(prose: &Prose) -> Cell {
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
pub(super) fn line(head: &str) -> Line {
    let head: String = head.chars().filter(|c| *c != ' ').collect();
    let has = |words: &[&str]| words.iter().any(|word| head.contains(word));
    if has(&SUBTOTALS) {
        Line::Subtotal
    } else if head.starts_with("其中") || head.starts_with('#') || head.starts_with("内：") {
        Line::Inner
    } else if has(&NOT_ADDED) {
        Line::Apart
    } else if head == "计" || has(&TOTALS) || head.starts_with('总') || ALL.contains(&head.as_str())
    {
        Line::Total
    } else {
        Line::Part
    }
}
