//! Tables as XHTML: on a screen that is too narrow each row becomes a card.
//!
//! A table must be free to break over pages: a frame that scrolls is one box to a paginated reading
//! system, which cuts off the rows that do not fit. So it says in a class how wide it must be, and
//! each cell names its column for the cards that the style sheet makes below that.

use crate::epub::escape::{Markup, xml};
use crate::epub::xhtml::Page;
use crate::model::{Align, Grid, Inline, Runs, plain};
use crate::text::class::is_spaceless;

/// Widths that the style sheet knows, in em; a table that needs less than the first fits into the
/// narrowest screens, and one that needs more than the last is cards everywhere.
const WIDTHS: [f64; 3] = [24.0, 32.0, 40.0];

/// What the narrowest screens have: 320 pixels at the usual size, less the margins.
const NARROWEST: f64 = 17.0;

/// Of a cell's words, how much must stand on one line to be read with ease, in em.
const EASY: f64 = 5.0;

/// Space beside the words of a cell, and the size of the type, as in the style sheet.
const PADDING: f64 = 1.0;
const SIZE: f64 = 0.92;

impl<'a> Page<'a> {
    /// Adds a table, named by `label` to those who do not see it.
    pub(super) fn table(&mut self, grid: &'a Grid, label: &str) {
        let Grid { head, rows, .. } = grid;
        self.markup(&xml!(
            "<div class=\"table\">\n<table class=\"data{}\" aria-label=\"{}\">\n",
            from(needed(grid)),
            label
        ));
        let heads: Vec<String> = head.iter().map(|cell| plain(cell).trim().to_owned()).collect();
        if !head.is_empty() {
            self.raw("<thead>\n<tr>");
            for (index, cell) in head.iter().enumerate() {
                // An empty header cell becomes `td`: `th` without text fails accessibility checks.
                let (name, scope) = match heads[index].is_empty() {
                    true => ("td", xml!("")),
                    false => ("th", xml!(" scope=\"col\"")),
                };
                self.markup(&xml!("<{}{}{}>", name, scope, class(grid, index)));
                self.text_unit();
                self.head(cell);
                self.markup(&xml!("</{}>", name));
            }
            self.raw("</tr>\n</thead>\n");
        }
        if !rows.is_empty() || head.is_empty() {
            self.raw("<tbody>\n");
            let row_heads = grid.has_row_heads();
            for row in rows {
                self.raw("<tr>");
                for (index, cell) in row.iter().enumerate() {
                    if index == 0 && row_heads {
                        self.cell("th", &xml!(" scope=\"row\" class=\"row\""), cell);
                        continue;
                    }
                    let mut attributes = class(grid, index);
                    if let Some(head) = heads.get(index).filter(|head| !head.is_empty()) {
                        attributes.push(&xml!(" data-label=\"{}\"", head));
                    }
                    self.cell("td", &attributes, cell);
                }
                self.raw("</tr>\n");
            }
            self.raw("</tbody>\n");
        }
        self.raw("</table>\n</div>\n");
    }

    /// Adds the words of a column's head. Its pieces stay whole where there is room (see `needed`).
    fn head(&mut self, cell: &'a Runs) {
        let [Inline::Text(words)] = cell.as_slice() else { return self.inlines(cell) };
        for piece in pieces(words) {
            let is_whole = width(piece) <= EASY && !piece.is_empty();
            self.raw(if is_whole { "<span class=\"seg\">" } else { "" });
            self.words(piece);
            self.raw(if is_whole { "</span>" } else { "" });
        }
    }

    fn cell(&mut self, name: &str, attributes: &Markup, cell: &'a Runs) {
        self.markup(&xml!("<{}{}>", name, attributes));
        self.text_unit();
        self.inlines(cell);
        self.markup(&xml!("</{}>", name));
    }
}

fn class(grid: &Grid, column: usize) -> Markup {
    match grid.align.get(column) {
        Some(Align::Auto) if grid.is_numeric(column) => xml!(" class=\"align-right\""),
        None | Some(Align::Auto) => xml!(""),
        Some(Align::Left) => xml!(" class=\"align-left\""),
        Some(Align::Center) => xml!(" class=\"align-center\""),
        Some(Align::Right) => xml!(" class=\"align-right\""),
    }
}

/// The class of a table that needs this width, in em.
fn from(needed: f64) -> String {
    if needed <= NARROWEST {
        return String::new();
    }
    let last = WIDTHS[WIDTHS.len() - 1];
    let width = WIDTHS.into_iter().find(|width| needed <= *width).unwrap_or(last);
    format!(" from-{width}")
}

/// How wide a table must be to be read with ease, in em of the text around it.
fn needed(grid: &Grid) -> f64 {
    let column = |index: usize| {
        let cells = grid.rows.iter().filter_map(|row| row.get(index)).chain(grid.head.get(index));
        cells.map(|cell| easy(&plain(cell))).fold(0.0, f64::max) + PADDING
    };
    (0..grid.align.len()).map(column).sum::<f64>() * SIZE
}

/// How wide a line of a cell must be, in em: its longest number or Latin word, and some characters.
fn easy(words: &str) -> f64 {
    let parts = words.split(|c: char| is_spaceless(c) || c.is_whitespace());
    let longest = parts.map(width).fold(0.0, f64::max);
    width(words).min(EASY).max(longest)
}

/// About how wide words are, in em.
fn width(words: &str) -> f64 {
    words.chars().map(|c| if is_spaceless(c) { 1.0 } else { 0.55 }).sum()
}

/// The pieces of a head: the unit in brackets at its end apart, unless all stands on one line.
fn pieces(words: &str) -> Vec<&str> {
    let ends = words.trim_end().ends_with(['）', ')']);
    match words.rfind(['（', '(']).filter(|_| ends && width(words) > EASY) {
        Some(at) => vec![&words[..at], &words[at..]],
        None => vec![words],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Spanned;

    fn grid(columns: usize, words: &str) -> Grid {
        let cell = || Spanned::from(vec![Inline::Text(words.into())]);
        let row = || (0..columns).map(|_| cell()).collect::<Vec<_>>();
        Grid { align: vec![Align::Auto; columns], head: row(), rows: vec![row()] }
    }

    #[test]
    fn heads_keep_their_units_whole() {
        for (head, expected) in [
            ("2024年", &["2024年"][..]),
            ("户数（户）", &["户数（户）"]),
            ("产值（万元）", &["产值", "（万元）"]),
            ("Output (10,000 yuan) ", &["Output ", "(10,000 yuan) "]),
            ("（一）本年的收入", &["（一）本年的收入"]),
            ("年末常住人口总数", &["年末常住人口总数"]),
            ("", &[""]),
        ] {
            assert_eq!(pieces(head), expected);
        }
    }

    #[test]
    fn tables_say_how_wide_they_must_be() {
        assert_eq!(from(needed(&grid(2, "说明"))), "");
        assert_eq!(from(needed(&grid(2, "一段很长很长很长的说明文字"))), "");
        assert_eq!(from(needed(&grid(3, "一段很长很长很长的说明文字"))), "");
        assert_eq!(from(needed(&grid(4, "一段很长很长很长的说明文字"))), " from-24");
        assert_eq!(from(needed(&grid(5, "123456.78"))), " from-32");
        assert_eq!(from(needed(&grid(12, "123456.78"))), " from-40");
    }
}
