//! What a rule of numbers found in some words, and how sums are written out.

use std::ops::Range;

use super::exact::Exact;
use super::prose::Prose;
use super::tokens::{Quantity, Token};
use crate::diag::{Code, Message};

/// What a rule found.
#[derive(Debug)]
pub(super) struct Fault {
    /// Its code.
    pub(super) code: Code,
    /// The characters that it is about.
    pub(super) range: Range<usize>,
    /// What is wrong.
    pub(super) message: Message,
}

/// A quantity where it stands.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) quantity: Quantity,
    pub(super) range: Range<usize>,
}

impl Placed {
    /// The quantity that a token is.
    pub(super) fn of(token: &Token) -> Option<Placed> {
        let quantity = *token.quantity()?;
        Some(Placed { quantity, range: token.range.clone() })
    }

    /// Its value in the first unit of its kind.
    pub(super) fn value(&self) -> Exact {
        self.quantity.value()
    }
}

/// A sum as an editor checks it: `5175+279+1202 = 6656`, in the measure of the total.
pub(super) fn sum(parts: &[Placed], total: &Placed, prose: &Prose) -> (String, Exact, Exact) {
    let like = |part: &Placed| {
        let (own, other) = (&part.quantity, &total.quantity);
        own.power == other.power
            && (own.unit == other.unit
                || own.unit.zip(other.unit).is_none_or(|(a, b)| a.is_size_of(b)))
    };
    if parts.iter().all(like) {
        let numbers: Vec<String> =
            parts.iter().map(|part| part.quantity.number.to_string()).collect();
        let whole = parts.iter().fold(Exact::ZERO, |all, part| all.plus(part.quantity.number));
        let size = whole.minus(total.quantity.number).size();
        return (format!("{} = {whole}", numbers.join("+")), whole, size);
    }
    let words: Vec<String> = parts.iter().map(|part| prose.words(part.range.clone())).collect();
    let whole = parts.iter().fold(Exact::ZERO, |all, part| all.plus(part.value()));
    let first = Exact::whole(1);
    let unit = total.quantity.unit.map_or(first, |unit| unit.in_first(first));
    let one = unit.shift(total.quantity.power);
    let whole = whole.over(one, 6).unwrap_or_default();
    let size = whole.minus(total.quantity.number).size();
    let tail = tail(total, prose);
    (format!("{} = {whole}{tail}", words.join("+")), whole, size)
}

/// What stands behind the digits of a number: 亿元.
pub(super) fn tail(total: &Placed, prose: &Prose) -> String {
    let written = prose.words(total.range.clone());
    written.chars().filter(|c| !c.is_ascii_digit() && !",. ".contains(*c)).collect()
}

/// Whether one number may be a slip of the hand for another: one digit is another one, two beside
/// each other are exchanged, or one is missing.
pub(super) fn is_slip(a: Exact, b: Exact) -> bool {
    let (a, b) = (a.to_string(), b.to_string());
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() == b.len() {
        let other: Vec<usize> = (0..a.len()).filter(|at| a[*at] != b[*at]).collect();
        return match other.as_slice() {
            [_] => true,
            [first, second] => {
                second - first == 1 && a[*first] == b[*second] && a[*second] == b[*first]
            }
            _ => false,
        };
    }
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    long.len() == short.len() + 1
        && short.len() >= 3
        && (0..long.len())
            .any(|gone| long[..gone] == short[..gone] && long[gone + 1..] == short[gone..])
}
