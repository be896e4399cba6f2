//! The year at an end of a book's title, which covers set apart.

use crate::text::class::is_han;
use crate::text::headline::Line;

/// What makes one thing of the year before it: 2023年度, 2026届, 2023级, 2023至2024.
const BOUND: &str = "年届屆级級度学學版款季期春夏秋冬至到到及和与與、";

/// The lines of a book's title without the year at its beginning or end, which covers set by
/// itself; `None` if there is none, or if what is left would not read on by itself. The lines have
/// no ways yet; there are none of them if the title is nothing but the year.
#[must_use]
pub fn without_year(lines: &[Line], year: i32) -> Option<Vec<Line>> {
    let year = year.to_string();
    let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
    let (first, last) = (*texts.first()?, *texts.last()?);
    let mut texts: Vec<&str> = texts.clone();
    if let Some(rest) = behind(first, &year, texts.get(1).copied()) {
        *texts.first_mut()? = rest;
    } else {
        *texts.last_mut()? = before(last, &year)?;
    }
    Some(texts.into_iter().filter(|text| !text.is_empty()).map(Line::whole).collect())
}

/// What stands behind the year at the front of a line; `next` is the line below.
fn behind<'a>(line: &'a str, year: &str, next: Option<&str>) -> Option<&'a str> {
    let rest = line.strip_prefix(year)?;
    let words = rest.trim_start();
    let is_own_line = rest.is_empty() || words == "年";
    let reads_on = |text: &str, spaced: bool| {
        text.chars().next().is_some_and(|c| {
            is_han(c) && !BOUND.contains(c) || spaced && c.is_alphabetic() && !BOUND.contains(c)
        })
    };
    match next {
        Some(next) if is_own_line => reads_on(next, true).then_some(""),
        None if is_own_line => Some(""),
        _ => reads_on(words, words.len() < rest.len()).then_some(words),
    }
}

/// What stands before the year at the end of a line: 金山年鉴（2023）, 金山年鉴2023年.
fn before<'a>(line: &'a str, year: &str) -> Option<&'a str> {
    let line = line.trim_end_matches([')', '）']);
    let line = line.strip_suffix('年').unwrap_or(line).strip_suffix(year)?;
    let rest = line.trim_end_matches(['(', '（']).trim_end();
    rest.chars().next_back().filter(|c| is_han(*c) || c.is_alphabetic()).map(|_| rest)
}
