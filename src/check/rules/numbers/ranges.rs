//! N08: ranges that have lost the mark between their ends: `19891990年`, `7月811日`, `20500毫米`.
//!
//! Sure where the digits can be no number: eight of them before 年 that are two years, one after
//! the other; three or four before 日 that are two days of the month, one after the other and
//! together no day. Of millimetres only such as are written in metres otherwise, 10,000 and more,
//! if they are two round numbers that can be a range and no product or model stands around them.

use super::dates::days;
use super::exact::Exact;
use super::fault::Fault;
use super::prose::Prose;
use super::tokens::{Kind, Token};
use crate::diag::{Code, msg};

/// Looks at a sentence.
pub(super) fn judge(tokens: &[Token], prose: &Prose, faults: &mut Vec<Fault>) {
    for (nth, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Group(inner) => judge(inner, prose, faults),
            Kind::Quantity(quantity) => {
                let is_years = quantity.unit.is_none() && prose.has(token.range.end, "年");
                if is_years && token.range.len() == 8 {
                    years(token, prose, faults);
                }
                if quantity.unit.is_some() && prose.before(token.range.end) == Some('米') {
                    lengths(token, prose, faults);
                }
                let month = nth.checked_sub(1).map(|before| &tokens[before]);
                if let Some(Kind::Date(day)) = month.map(|month| &month.kind) {
                    let is_days = day.day.is_none() && prose.has(token.range.end, "日");
                    let is_next = month.is_some_and(|month| month.range.end == token.range.start);
                    if let (true, true, Some(month)) = (is_days, is_next, day.month) {
                        month_days(token, (day.year, month), prose, faults);
                    }
                }
            }
            Kind::Date(day) => {
                if let (Some(month), Some(number)) = (day.month, day.day) {
                    let end = token.range.end - 1;
                    let digits = number.to_string().len();
                    if number > 99 && end >= digits {
                        let token = Token { range: end - digits..end, kind: Kind::Other };
                        month_days(&token, (day.year, month), prose, faults);
                    }
                }
            }
            _ => {}
        }
    }
}

fn add(token: &Token, (a, b): (&str, &str), prose: &Prose, faults: &mut Vec<Fault>) {
    let written = prose.words(token.range.clone());
    let message =
        msg!("“{written}”像是“{a}～{b}”丢了起止号", "“{written}” may be {a}～{b} without its mark");
    faults.push(Fault { code: Code::N08, range: token.range.clone(), message });
}

fn years(token: &Token, prose: &Prose, faults: &mut Vec<Fault>) {
    let words = prose.words(token.range.clone());
    let Some((a, b)) = words.split_at_checked(4) else { return };
    let (Ok(first), Ok(last)) = (a.parse::<i64>(), b.parse::<i64>()) else { return };
    if (1000..2100).contains(&first) && first < last && last < 2100 {
        add(token, (a, b), prose, faults);
    }
}

fn month_days(
    token: &Token,
    (year, month): (Option<i64>, i64),
    prose: &Prose,
    faults: &mut Vec<Fault>,
) {
    let words = prose.words(token.range.clone());
    if !(3..=4).contains(&words.len()) || !(1..=12).contains(&month) {
        return;
    }
    let longest = days(year.unwrap_or(2000), month);
    let cut = |at: usize| {
        let (a, b) = words.split_at_checked(at)?;
        let (first, last) = (a.parse::<i64>().ok()?, b.parse::<i64>().ok()?);
        let fits = first >= 1 && first < last && last <= longest && !b.starts_with('0');
        fits.then_some((a, b))
    };
    if let Some(ends) = [1, 2].into_iter().find_map(cut) {
        add(token, ends, prose, faults);
    }
}

/// `20500毫米` for `20～500毫米`.
fn lengths(token: &Token, prose: &Prose, faults: &mut Vec<Fault>) {
    let Some(quantity) = token.quantity().filter(|quantity| quantity.is_exact) else { return };
    let words = prose.words(token.range.clone());
    let Some(digits) = words.strip_suffix("毫米") else { return };
    let is_long = quantity.number >= Exact::whole(10_000) && quantity.power == 0;
    let around = ['×', '-', '/', '～'];
    let is_model = prose.before(token.range.start).is_some_and(|c| around.contains(&c))
        || prose.chars.get(token.range.end).is_some_and(|c| around.contains(c));
    if !is_long || is_model || !digits.chars().all(|c| c.is_ascii_digit()) {
        return;
    }
    let cut = |at: usize| {
        let (a, b) = digits.split_at_checked(at)?;
        let (first, last) = (a.parse::<i64>().ok()?, b.parse::<i64>().ok()?);
        let is_range = first >= 5 && last > first && last <= first * 100 && !b.starts_with('0');
        let is_round = first % 5 == 0 && last % 10 == 0;
        (is_range && is_round).then_some((a, b))
    };
    if let Some(ends) = (1..digits.len()).find_map(cut) {
        add(token, ends, prose, faults);
    }
}
