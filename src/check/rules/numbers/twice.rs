//! N10: one quantity that is told twice and differs.
//!
//! Sure enough to be told:
//! - measures that do not change with the years (全长, 流域面积, 海拔) of a subject of three
//!   characters and more that is named by the same words, if neither number is the other one
//!   rounded; and 盐河长36.37公里, if the numbers are near each other;
//! - the same words about the whole place (全县总人口) beside the same year, with numbers of four
//!   digits and more of which one is a slip of the hand for the other;
//! - any other words of five characters and more with a number of four digits and more, beside the
//!   same year or none, if two digits beside each other are exchanged: 5190 and 5910.

use std::collections::BTreeMap;

use super::exact::Exact;
use super::fault::{Placed, is_slip};
use super::prose::Prose;
use super::tokens::{Kind, Token, Word, sentences};
use crate::diag::{Code, Findings, msg};
use crate::source::Place;
use crate::text::class::is_han;

/// Measures that stay.
const LASTING: [&str; 8] =
    ["全长", "总长", "总长度", "海拔", "境内长", "干流长", "流域面积", "总库容"];

/// What is long by nature: the last characters of its names.
const LONG: [char; 12] = ['河', '江', '路', '渠', '堤', '线', '桥', '港', '沟', '街', '浜', '塘'];

/// Words for places of a kind that are no names.
const NO_NAME: [char; 14] =
    ['该', '其', '本', '此', '全', '主', '另', '新', '旧', '原', '每', '各', '平', '两'];

/// Whole places that a book tells of.
const WHOLE: [&str; 9] = ["全国", "全省", "全市", "全县", "全区", "全镇", "全乡", "全村", "全校"];

/// Why two numbers should be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// A measure of a thing, which may be known to another exactness elsewhere.
    Lasting,
    /// The length of a thing that has long names: parts of it are measured as well.
    Long,
    /// A number of a year of the whole place.
    OfYear,
    /// A number that is told by the same words.
    Named,
}

/// What is told, and where.
#[derive(Debug)]
struct Told {
    number: Placed,
    written: String,
    at: Place,
    why: Why,
}

/// What is told of quantities, by what is said of them.
#[derive(Debug, Default)]
pub(super) struct Twice {
    told: BTreeMap<String, Vec<Told>>,
}

impl Twice {
    /// Adds what some words tell; the place is that of some of their characters.
    pub(super) fn add(&mut self, prose: &Prose, place: impl Fn(&Placed) -> Place) {
        // Numbers of fewer digits are told by words of their own.
        let is_long = |four: &[char]| four.iter().all(|c| c.is_ascii_digit() || *c == '.');
        if !prose.chars.windows(4).any(is_long) && !prose.any(0..prose.chars.len(), &LASTING) {
            return;
        }
        for tokens in sentences(prose) {
            for at in 0..tokens.len() {
                let Some(number) = Placed::of(&tokens[at]).filter(|it| it.quantity.is_exact) else {
                    continue;
                };
                let Some((key, why)) = key(&tokens, at, &number, prose) else { continue };
                let written = prose.words(number.range.clone());
                let at = place(&number);
                self.told.entry(key).or_default().push(Told { number, written, at, why });
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
    match first.why {
        Why::OfYear => return is_slip(a.quantity.number, b.quantity.number),
        Why::Named => return is_exchanged(a.quantity.number, b.quantity.number),
        Why::Long if off.times(20) > a.value() => return false,
        Why::Long | Why::Lasting => {}
    }
    // 95.67 and 95.7 and 95 are one length.
    let place = |it: &Placed| {
        let half = it.quantity.number.half_of_last_place().shift(it.quantity.power);
        it.quantity.unit.map_or(half, |unit| unit.in_first(half)).times(2)
    };
    off >= place(a).max(place(b))
}

/// What is said of a quantity, if that names it.
fn key(tokens: &[Token], at: usize, number: &Placed, prose: &Prose) -> Option<(String, Why)> {
    let start = number.range.start;
    let from = match tokens[..at].last() {
        Some(token) => match &token.kind {
            Kind::Mark(_) | Kind::Date(_) => token.range.end,
            _ => return None,
        },
        // The beginning of the sentence.
        None => {
            let before = prose.chars.get(..start)?;
            let end = before.iter().rposition(|c| matches!(c, '。' | '！' | '？'));
            end.map_or(0, |end| end + 1)
        }
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
        let is_measure = matches!(kind, "米" | "平方米" | "立方米");
        return (is_name && is_measure).then(|| (label.to_owned(), Why::Lasting));
    }
    if let Some(subject) = label.strip_suffix('长').filter(|it| it.ends_with(LONG)) {
        let is_name = (2..=8).contains(&subject.chars().count())
            && !subject.starts_with(NO_NAME)
            && subject.chars().all(is_han);
        let is_exact = number.quantity.number.places() > 0 && kind == "米";
        return (is_name && is_exact).then(|| (label.to_owned(), Why::Long));
    }
    let year = year(tokens, at)?;
    let label = label.trim_start_matches(['末', '底', '，']);
    let is_name = (5..=16).contains(&label.chars().count())
        && label.chars().all(is_han)
        && number.quantity.number >= Exact::whole(1000)
        && !matches!(kind, "" | "%" | "‰");
    let is_whole = WHOLE.iter().any(|whole| label.starts_with(whole));
    let why = if is_whole && year.is_some() { Why::OfYear } else { Why::Named };
    let year = year.map(|year| year.to_string()).unwrap_or_default();
    is_name.then(|| (format!("{year}{label}{kind}"), why))
}

/// Whether two digits beside each other are exchanged.
fn is_exchanged(a: Exact, b: Exact) -> bool {
    let (one, other) = (a.to_string(), b.to_string());
    let digits = |text: &str| {
        let mut digits: Vec<char> = text.chars().collect();
        digits.sort_unstable();
        digits
    };
    one.len() == other.len() && digits(&one) == digits(&other) && is_slip(a, b)
}

/// The year that a clause tells of, or that there is none; `None` if it is no whole one, or
/// something is compared.
fn year(tokens: &[Token], at: usize) -> Option<Option<i64>> {
    let mut year = None;
    for token in &tokens[..at] {
        match &token.kind {
            Kind::Date(day) if day.month.is_some() || day.day.is_some() => return None,
            Kind::Date(day) => year = day.year,
            Kind::Word(Word::Than | Word::Rise | Word::Fall | Word::Among) => return None,
            _ => {}
        }
    }
    Some(year)
}
