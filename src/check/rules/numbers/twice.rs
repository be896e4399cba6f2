//! N10: one quantity that is told twice and differs.
//!
//! Sure enough to be told:
//! - measures that do not change with the years (全长, 总长, 海拔) of a subject of three characters
//!   and more that is named by the same words, if neither number is the other one rounded;
//! - the same words about the whole place (全县总人口) beside the same year, with numbers of four
//!   digits and more of which one is a slip of the hand for the other.

use std::collections::BTreeMap;

use super::exact::Exact;
use super::fault::{Placed, is_slip};
use super::prose::Prose;
use super::tokens::{Kind, Token, Word, sentences};
use crate::diag::{Code, Findings, msg};
use crate::source::Place;
use crate::text::class::is_han;

/// Measures that stay.
const LASTING: [&str; 4] = ["全长", "总长", "总长度", "海拔"];

/// Words for places of a kind that are no names.
const NO_NAME: [char; 14] =
    ['该', '其', '本', '此', '全', '主', '另', '新', '旧', '原', '每', '各', '平', '两'];

/// Whole places that a book tells of.
const WHOLE: [&str; 9] = ["全国", "全省", "全市", "全县", "全区", "全镇", "全乡", "全村", "全校"];

/// What is told, and where.
#[derive(Debug)]
struct Told {
    number: Placed,
    written: String,
    at: Place,
    /// Whether it may be known to another exactness elsewhere.
    is_measured: bool,
}

/// What is told of quantities, by what is said of them.
#[derive(Debug, Default)]
pub(super) struct Twice {
    told: BTreeMap<String, Vec<Told>>,
}

impl Twice {
    /// Adds what some words tell; the place is that of some of their characters.
    pub(super) fn add(&mut self, prose: &Prose, place: impl Fn(&Placed) -> Place) {
        let may =
            prose.any(0..prose.chars.len(), &LASTING) || prose.any(0..prose.chars.len(), &WHOLE);
        if !may {
            return;
        }
        for tokens in sentences(prose) {
            for at in 0..tokens.len() {
                let Some(number) = Placed::of(&tokens[at]).filter(|it| it.quantity.is_exact) else {
                    continue;
                };
                let Some((key, is_measured)) = key(&tokens, at, &number, prose) else { continue };
                let written = prose.words(number.range.clone());
                let at = place(&number);
                self.told.entry(key).or_default().push(Told { number, written, at, is_measured });
            }
        }
    }

    /// Reports what differs from what was told first.
    pub(super) fn tell(self, found: &mut Findings) {
        for told in self.told.into_values() {
            let Some((first, others)) = told.split_first() else { continue };
            for other in others {
                if !differs(first, other) {
                    continue;
                }
                let (here, there, at) = (&other.written, &first.written, &first.at);
                let message =
                    msg!("这里是 {here}，{at} 是 {there}", "{here} here, {there} at {at}");
                found.add(Code::N10, Some(&other.at), message);
            }
        }
    }
}

fn differs(first: &Told, other: &Told) -> bool {
    let (a, b) = (&first.number, &other.number);
    let off = a.value().minus(b.value()).size();
    if off.is_zero() {
        return false;
    }
    if !first.is_measured {
        return is_slip(a.quantity.number, b.quantity.number);
    }
    // 95.67 and 95.7 and 95 are one length.
    let place = |it: &Placed| {
        let half = it.quantity.number.half_of_last_place().shift(it.quantity.power);
        it.quantity.unit.map_or(half, |unit| unit.in_first(half)).times(2)
    };
    off >= place(a).max(place(b))
}

/// What is said of a quantity, if that names it.
fn key(tokens: &[Token], at: usize, number: &Placed, prose: &Prose) -> Option<(String, bool)> {
    let start = number.range.start;
    let before = tokens[..at].last();
    let from = match before {
        Some(token) => match &token.kind {
            Kind::Mark(_) | Kind::Date(_) => token.range.end,
            _ => return None,
        },
        None => 0,
    };
    let label = prose.chars.get(from..start)?;
    let label: String = label.iter().collect();
    let kind = number.quantity.kind();
    let label = label.strip_suffix(['为', '达', '是']).unwrap_or(&label);
    // What is said of the subject before its name: 当年动工的南枫铁路.
    let label = label.rsplit('的').next().unwrap_or(label);
    if let Some(subject) = LASTING.iter().find_map(|measure| label.strip_suffix(measure)) {
        let count = subject.chars().count();
        let is_name = (3..=16).contains(&count)
            && !subject.starts_with(NO_NAME)
            && subject.chars().all(|c| is_han(c) || c.is_ascii_alphanumeric());
        return (is_name && kind == "米").then(|| (label.to_owned(), true));
    }
    let year = year(tokens, at)?;
    let label = label.trim_start_matches(['末', '底', '，']);
    let is_name = (5..=16).contains(&label.chars().count())
        && WHOLE.iter().any(|whole| label.starts_with(whole))
        && label.chars().all(is_han)
        && number.quantity.number >= Exact::whole(1000)
        && !matches!(kind, "" | "%" | "‰");
    is_name.then(|| (format!("{year}{label}{kind}"), false))
}

/// The year that a clause tells of, if it is a whole one and nothing is compared.
fn year(tokens: &[Token], at: usize) -> Option<i64> {
    let mut year = None;
    for token in &tokens[..at] {
        match &token.kind {
            Kind::Date(day) if day.month.is_some() || day.day.is_some() => return None,
            Kind::Date(day) => year = day.year,
            Kind::Word(Word::Than | Word::Rise | Word::Fall | Word::Among) => return None,
            _ => {}
        }
    }
    year
}
