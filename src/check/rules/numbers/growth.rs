//! N04: growth that does not follow from the two numbers given beside it.
//!
//! Sure enough to be told, within one sentence:
//! - `由80人增加到100人，增长25%` and `从80人增至100人，增加20人`;
//! - `100人，比上年增加20人，增长25%`: the number, the difference and the percentage;
//! - `100人，比上年的80人增加20人` and `100人，比上年80人增长25%`.
//!
//! Percentages are judged as those of `shares`. Silent of what grows at constant prices (money with
//! a percentage that is less than 10 off is not told, but for 由…到 of what is no product), and where
//! a number is about. Points of percentages and 倍 are judged behind 由…到.

use super::exact::Exact;
use super::fault::{Fault, Placed};
use super::prose::Prose;
use super::shares::{is_right, number};
use super::tokens::{Kind, Token, Word};
use crate::diag::{Code, msg};

/// Looks at a sentence.
pub(super) fn judge(tokens: &[Token], prose: &Prose, faults: &mut Vec<Fault>) {
    for (at, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Group(inner) => judge(inner, prose, faults),
            Kind::Quantity(_) => {
                from_to((tokens, at), prose, faults);
                difference((tokens, at), prose, faults);
                than((tokens, at), prose, faults);
            }
            _ => {}
        }
    }
}

/// A change that is told of: whether it is one upwards, and the number.
fn change(tokens: &[Token], prose: &Prose) -> Option<(bool, Placed)> {
    let mut is_up = None;
    let mut start = 0;
    for token in tokens.iter().take(6) {
        // A mean of the years between is no change from the first to the last.
        let is_word = matches!(token.kind, Kind::Word(Word::Rise | Word::Fall));
        if is_word && prose.before_is(token.range.start, 6, &["均", "每年", "逐年", "递"]) {
            return None;
        }
        match &token.kind {
            Kind::Word(Word::Rise) => (is_up, start) = (Some(true), token.range.end),
            Kind::Word(Word::Fall) => (is_up, start) = (Some(false), token.range.end),
            Kind::Word(Word::Than) | Kind::Date(_) => {}
            Kind::Mark('，') if is_up.is_none() => {}
            Kind::Quantity(_) => {
                let placed = Placed::of(token)?;
                let gap = prose.words(start..placed.range.start);
                let is_bare = matches!(gap.as_str(), "" | "了" | "幅度" | "率" | "幅度为" | "率为");
                return Some((is_up?, placed)).filter(|_| is_bare);
            }
            _ => return None,
        }
    }
    None
}

/// `由80人增加到100人，增长25%`.
fn from_to((tokens, at): (&[Token], usize), prose: &Prose, faults: &mut Vec<Fault>) {
    let Some(old) = Placed::of(&tokens[at]) else { return };
    let is_from = prose.before_is(old.range.start, 16, &["由", "从"]);
    // 增加到, 增至, 减少到, 上升到, 提高到, 发展到.
    let mut rest = tokens[at + 1..].iter().enumerate();
    let next = rest.find(|(nth, token)| *nth <= 4 && token.quantity().is_some());
    let Some((nth, token)) = next else { return };
    let Some(new) = Placed::of(token) else { return };
    // 增加到1990年的100人
    let date = tokens[at + 1..at + 1 + nth].iter().find(|it| matches!(it.kind, Kind::Date(_)));
    let to = date.map_or(new.range.start, |date| date.range.start);
    let rest = prose.words(date.map_or(to, |date| date.range.end)..new.range.start);
    let between = prose.words(old.range.end..to);
    let is_to = (between.ends_with('到') || between.ends_with('至') || between.ends_with("到了"))
        && matches!(rest.as_str(), "" | "的");
    let verbs = ["增", "减", "升", "降", "提高", "发展", "扩", "上涨", "下跌", "变"];
    let is_told = is_from && is_to && verbs.iter().any(|verb| between.contains(verb))
        || by_years(tokens, at, at + 1 + nth, prose);
    let like = old.quantity.kind() == new.quantity.kind() && !old.quantity.kind().is_empty();
    if !is_told || !like || !old.quantity.is_exact || !new.quantity.is_exact {
        return;
    }
    let behind = &tokens[at + 2 + nth..];
    let Some(mark) = behind.first().filter(|token| token.is_mark(&['，'])) else { return };
    debug_assert!(mark.range.start >= new.range.end, "tokens stand in order");
    let Some((is_up, told)) = change(&behind[1..], prose) else { return };
    let is_plain = !prose.any(0..told.range.end, &REAL);
    check((&old, &new), (is_up, &told), is_plain, faults);
}

/// `1989年80人，1990年100人`: two numbers, each behind a year, the later one last.
fn by_years(tokens: &[Token], old: usize, new: usize, prose: &Prose) -> bool {
    let year = |at: usize| {
        let (date, own) = (tokens.get(at.checked_sub(1)?)?, &tokens[at]);
        let gap = prose.words(date.range.end..own.range.start);
        let is_bare = matches!(gap.as_str(), "" | "为" | "是" | "有" | "达" | "达到");
        match &date.kind {
            Kind::Date(day) if is_bare && day.month.is_none() => day.year,
            _ => None,
        }
    };
    let is_next = new == old + 3 && tokens[old + 1].is_mark(&['，']);
    is_next && year(old).zip(year(new)).is_some_and(|(old, new)| old < new)
}

/// `100人，比上年增加20人，增长25%`.
fn difference((tokens, at): (&[Token], usize), prose: &Prose, faults: &mut Vec<Fault>) {
    let Some(new) = Placed::of(&tokens[at]) else { return };
    let [mark, rest @ ..] = &tokens[at + 1..] else { return };
    if !mark.is_mark(&['，']) || mark.range.start != new.range.end {
        return;
    }
    let Some((is_up, by)) = change(rest, prose) else { return };
    let kind = new.quantity.kind();
    if kind.is_empty() || matches!(kind, "%" | "‰" | "百分点") || by.quantity.kind() != kind {
        return;
    }
    let Some(past) = rest.iter().position(|token| token.range == by.range) else { return };
    let [mark, rest @ ..] = &rest[past + 1..] else { return };
    let Some((same, percent)) = change(rest, prose) else { return };
    let is_next = mark.is_mark(&['，', '、']) && mark.range.start == by.range.end;
    if !is_next || same != is_up || percent.quantity.kind() != "%" {
        return;
    }
    let vague = [&new, &by, &percent].iter().any(|placed| !placed.quantity.is_exact);
    let old = if is_up { new.value().minus(by.value()) } else { new.value().plus(by.value()) };
    if vague || old <= Exact::ZERO {
        return;
    }
    let half = by.quantity.half();
    let slack = half.plus(new.quantity.half());
    if is_right((by.value(), half), (old, slack), percent.quantity.number)
        || is_real(kind, by.value(), old, percent.quantity.number)
    {
        return;
    }
    let places = percent.quantity.number.places().max(1);
    let Some(right) = by.value().times(100).over(old, places) else { return };
    let (new, by, percent_told) = (number(&new), number(&by), percent.quantity.number);
    let sign = if is_up { "-" } else { "+" };
    let message = msg!(
        "{by}÷（{new}{sign}{by}）= {right}%，文中 {percent_told}%",
        "{by} of {new}{sign}{by} is {right} %, the text says {percent_told} %"
    );
    faults.push(Fault { code: Code::N04, range: percent.range, message });
}

/// `100人，比上年的80人增长25%`.
fn than((tokens, at): (&[Token], usize), prose: &Prose, faults: &mut Vec<Fault>) {
    let Some(new) = Placed::of(&tokens[at]) else { return };
    let [mark, rest @ ..] = &tokens[at + 1..] else { return };
    let is_next = mark.is_mark(&['，']) && mark.range.start == new.range.end;
    let word = rest.first().filter(|token| token.is_word(Word::Than));
    let (true, Some(word)) = (is_next, word) else { return };
    let behind = rest.iter().position(|token| token.quantity().is_some());
    let Some((nth, old)) = behind.and_then(|nth| Some((nth, Placed::of(&rest[nth])?))) else {
        return;
    };
    // 比上年（10亿元）增长34%: the brackets say how much it was.
    if let [_, group, behind @ ..] = rest
        && let Kind::Group(inner) = &group.kind
        && let [own] = inner.as_slice()
        && let Some(old) = Placed::of(own)
        && own.range.start == group.range.start + 1
        && own.range.end + 1 == group.range.end
        && ["上年", "年", "同期", "年底", "年末"]
            .iter()
            .any(|time| prose.words(word.range.end..group.range.start).ends_with(time))
        && !matches!(new.quantity.kind(), "" | "%" | "‰" | "百分点")
        && old.quantity.kind() == new.quantity.kind()
        && old.quantity.is_exact
        && new.quantity.is_exact
    {
        if let Some((is_up, told)) = change(behind, prose) {
            check((&old, &new), (is_up, &told), false, faults);
        }
        return;
    }
    // 比上年同期的80人, 比1989年80人: nothing but a time stands between.
    let between = rest[1..nth].iter().all(|token| matches!(token.kind, Kind::Date(_)));
    let gap = prose.words(word.range.end..old.range.start);
    let times = ["上年", "年", "去年", "同期", "年底", "年末", "上年末", "计划"];
    let gap = gap.strip_suffix('的').unwrap_or(&gap);
    let kind = new.quantity.kind();
    if !between
        || !times.iter().any(|time| gap.ends_with(time))
        || kind.is_empty()
        || matches!(kind, "%" | "‰" | "百分点")
        || old.quantity.kind() != kind
        || !new.quantity.is_exact
        || !old.quantity.is_exact
    {
        return;
    }
    if let Some((is_up, told)) = change(&rest[nth + 1..], prose) {
        check((&old, &new), (is_up, &told), false, faults);
    }
}

/// Words of what grows at other prices, or in another circle, than the numbers beside it say.
const REAL: [&str; 14] = [
    "产值",
    "增加值",
    "总值",
    "GDP",
    "可比",
    "不变",
    "产业",
    "实际",
    "投资",
    "规模以上",
    "规上",
    "口径",
    "经济总量",
    "扣除",
];

/// Money may grow at constant prices: only what is far off is sure.
fn is_real(kind: &str, by: Exact, old: Exact, percent: Exact) -> bool {
    let places = percent.places().max(1);
    let right = by.times(100).over(old, places);
    let far = |right: Exact| right.minus(percent).size() >= Exact::whole(10);
    kind.ends_with('元') && !right.is_some_and(far)
}

fn check(
    (old, new): (&Placed, &Placed),
    (is_up, told): (bool, &Placed),
    is_plain: bool,
    faults: &mut Vec<Fault>,
) {
    let by = if is_up { new.value().minus(old.value()) } else { old.value().minus(new.value()) };
    if by < Exact::ZERO || !told.quantity.is_exact || old.value().is_zero() {
        return;
    }
    let slack = old.quantity.half().plus(new.quantity.half());
    let (from, to) = (number(old), number(new));
    let kind = told.quantity.kind();
    if kind == "%" {
        let percent = told.quantity.number;
        if is_right((by, slack), (old.value(), old.quantity.half()), percent)
            || !is_plain && is_real(old.quantity.kind(), by, old.value(), percent)
        {
            return;
        }
        let Some(right) = by.times(100).over(old.value(), percent.places().max(1)) else { return };
        let message = msg!(
            "{from}到{to}是 {right}%，文中 {percent}%",
            "from {from} to {to} is {right} %, the text says {percent} %"
        );
        faults.push(Fault { code: Code::N04, range: told.range.clone(), message });
    } else if kind == "倍" {
        times((old, new), (is_up, told), is_plain, faults);
    } else if kind == "百分点" && old.quantity.kind() == "%" {
        // From 61.1% to 62.3% are 1.2 points.
        if told.quantity.power == 0
            && by.minus(told.quantity.number).size()
                > slack.plus(told.quantity.number.half_of_last_place())
        {
            let own = told.quantity.number;
            let message = msg!(
                "{from}%到{to}%差 {by} 个百分点，文中 {own}",
                "from {from} % to {to} % are {by} points, the text says {own}"
            );
            faults.push(Fault { code: Code::N04, range: told.range.clone(), message });
        }
    } else if kind == old.quantity.kind() && kind != "%" {
        let off = told.value().minus(by).size();
        if off <= slack.plus(told.quantity.half()) {
            return;
        }
        let own = number(told);
        let unit = new.quantity.unit.map_or(Exact::whole(1), |unit| {
            unit.in_first(Exact::whole(1)).shift(told.quantity.power)
        });
        let Some(right) = by.over(unit, 4) else { return };
        let message = msg!(
            "{from}到{to}差 {right}，文中 {own}",
            "from {from} to {to} is {right}, the text says {own}"
        );
        faults.push(Fault { code: Code::N04, range: told.range.clone(), message });
    }
}

/// `由320万元增加到2880万元，增长9倍`: what is nine times as much has grown by eight.
fn times(
    (old, new): (&Placed, &Placed),
    (is_up, told): (bool, &Placed),
    is_plain: bool,
    faults: &mut Vec<Fault>,
) {
    let number = told.quantity.number;
    let all = new.value().over(old.value(), 4).unwrap_or_default();
    let right = all.minus(Exact::whole(1));
    let place = Exact::whole(1).shift(-i32::try_from(number.places()).unwrap_or(0));
    let is_near = |other: Exact| other.minus(number).size() < place;
    if !is_up || told.quantity.power != 0 || all < Exact::whole(2) || is_near(right) {
        return;
    }
    // Another number than both is sure where prices are those of the year.
    if !is_near(all) && !is_plain {
        return;
    }
    let places = number.places().max(1);
    let (Some(right), Some(all)) =
        (right.over(Exact::whole(1), places), all.over(Exact::whole(1), places))
    else {
        return;
    };
    let (from, to) = (self::number(old), self::number(new));
    let message = msg!(
        "{from}到{to}是原来的 {all} 倍，增长 {right} 倍，文中 {number}",
        "from {from} to {to} is {all} times as much, {right} times more; the text says {number}"
    );
    faults.push(Fault { code: Code::N04, range: told.range.clone(), message });
}
