//! N03: numbers a head that do not follow from the total and the people given beside them:
//! `总人口5万人，粮食总产量2.5万吨，人均粮食50公斤`.
//!
//! Sure if the sentence gives one number of people, and one total of the kind and the name of what
//! there is a head. People are counted at other times than goods: only what is more than a tenth
//! off is told. Incomes a head are no totals shared out, and left alone.

use super::exact::Exact;
use super::fault::{Fault, Placed};
use super::prose::Prose;
use super::shares::number;
use super::tokens::Token;
use crate::diag::{Code, msg};
use crate::text::class::is_han;

/// What is known of households alone.
const APART: [&str; 6] = ["收入", "支出", "消费", "住房", "寿命", "工资"];

/// Looks at a sentence.
pub(super) fn judge(tokens: &[Token], prose: &Prose, faults: &mut Vec<Fault>) {
    let numbers: Vec<Placed> = tokens.iter().filter_map(Placed::of).collect();
    for (at, told) in numbers.iter().enumerate() {
        let Some((name, start)) = head(told, prose) else { continue };
        let before = &numbers[..at];
        let mut people = before.iter().filter(|it| it.quantity.kind() == "人");
        let mut totals = before.iter().filter(|it| {
            let label = it.range.start.saturating_sub(10)..it.range.start;
            it.quantity.kind() == told.quantity.kind()
                && it.range.end <= start
                && prose.any(label, &[&name])
        });
        let (Some(people), None) = (people.next(), people.next()) else { continue };
        let (Some(total), None) = (totals.next(), totals.next()) else { continue };
        let is_exact = [told, people, total].iter().all(|it| it.quantity.is_exact);
        let (all, heads, own) = (total.value(), people.value(), told.value());
        if !is_exact || heads.is_zero() || own.is_zero() {
            continue;
        }
        // own × heads against all, a tenth more or less.
        let product = own.product(heads);
        if product.minus(all).size().times(10) <= all {
            continue;
        }
        let one = told.quantity.unit.map(|unit| unit.in_first(Exact::whole(1)));
        let one = one.unwrap_or(Exact::whole(1)).shift(told.quantity.power);
        let places = told.quantity.number.places().max(1);
        let Some(right) = all.over(heads.product(one), places) else { continue };
        let (all, heads, own) = (number(total), number(people), told.quantity.number);
        let message = msg!(
            "{all}÷{heads}，人均是 {right}，文中 {own}",
            "{all} for {heads} people is {right} a head, the text says {own}"
        );
        faults.push(Fault { code: Code::N03, range: told.range.clone(), message });
    }
}

/// What there is so much of a head, and where 人均 stands, if it stands before a number.
fn head(told: &Placed, prose: &Prose) -> Option<(String, usize)> {
    let end = told.range.start;
    let start = (end.saturating_sub(10)..end).rev().find(|at| prose.has(*at, "人均"))?;
    let label = prose.chars.get(start + 2..end)?;
    let name: String = label.iter().take(2).collect();
    let is_name = label.len() >= 2
        && label.iter().all(|c| is_han(*c))
        && !["占有", "拥有", "达到"].contains(&name.as_str())
        && !prose.any(start + 2..end, &APART);
    is_name.then_some((name, start))
}
