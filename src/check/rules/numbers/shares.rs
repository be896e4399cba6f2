//! N03: percentages that do not follow from the numbers given beside them.
//!
//! Sure enough to be told:
//! - `共78人，其中女12人，占19.2%`: the part is one of a total that is said in the same sentence;
//!   every quantity of its kind before it, alone or as a sum of two, gives another percentage;
//! - a share of more than 100 %;
//! - `三次产业结构为3.1∶41.8∶55.3`, and shares behind 分别占, that sum to more or less than 100.
//!
//! A percentage is right if it is less than one of its last places away, so that both rounding and
//! cutting off are; numbers of the text that were rounded may be half of their last place off.
//! Silent where the whole is another one (占全省的…), and where a number is about.

use super::exact::Exact;
use super::fault::{Fault, Placed};
use super::prose::Prose;
use super::tokens::{Kind, Token, Word};
use crate::diag::{Code, msg};
use crate::text::class::is_han;

/// Looks at a sentence.
pub(super) fn judge(tokens: &[Token], prose: &Prose, faults: &mut Vec<Fault>) {
    walk(tokens, (&mut Vec::new(), false), prose, faults);
    halves(tokens, prose, faults);
    structure(tokens, prose, faults);
}

/// The quantities that stand before in the sentence, around brackets too, are kept in `before`.
fn walk(
    tokens: &[Token],
    (before, is_among): (&mut Vec<Placed>, bool),
    prose: &Prose,
    faults: &mut Vec<Fault>,
) {
    let mut is_among = is_among;
    for (at, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Group(inner) => walk(inner, (before, is_among), prose, faults),
            Kind::Quantity(quantity) if !matches!(quantity.kind(), "%" | "‰" | "") => {
                before.push(Placed { quantity: *quantity, range: token.range.clone() });
                // 78人中，12人…
                let noun = prose.chars[token.range.end..].iter().take(6);
                let end = token.range.end + noun.take_while(|c| **c != '中').count();
                is_among |= prose.has(end, "中，") || prose.has(end, "中有");
            }
            Kind::Quantity(quantity) if quantity.kind() == "%" => {
                rate((tokens, at), before, prose, faults);
            }
            Kind::Word(Word::Among | Word::Total) => is_among = true,
            Kind::Word(Word::Share) => {
                share((tokens, at), (before, is_among), prose, faults);
            }
            _ => {}
        }
    }
}

fn share(
    (tokens, at): (&[Token], usize),
    (before, is_among): (&[Placed], bool),
    prose: &Prose,
    faults: &mut Vec<Fault>,
) {
    let Some(printed) = tokens.get(at + 1).and_then(Placed::of) else { return };
    let quantity = printed.quantity;
    if quantity.kind() != "%" || !quantity.is_exact || quantity.power != 0 {
        return;
    }
    let of = prose.words(tokens[at].range.end..printed.range.start);
    if quantity.number > Exact::whole(100) {
        if of.chars().count() <= 12 && !of.contains(['比', '较', '计']) {
            let percent = prose.words(printed.range.clone());
            let message =
                msg!("占{percent}：份额超过 100 %", "a share of {percent}: more than 100 %");
            faults.push(Fault { code: Code::N03, range: printed.range, message });
        }
        return;
    }
    let Some((part, wholes)) = before.split_last() else { return };
    let gap = prose.words(part.range.end..tokens[at].range.start);
    let is_next = matches!(gap.as_str(), "" | "，" | "（" | "、")
        || gap
            .strip_suffix('，')
            .is_some_and(|gap| gap.chars().count() <= 6 && gap.chars().all(is_han));
    let kind = part.quantity.kind();
    let wholes: Vec<&Placed> =
        wholes.iter().filter(|whole| whole.quantity.kind() == kind).collect();
    let (wholes, is_told) = match whole_of(&of, &wholes, prose) {
        Some(Some(whole)) => (vec![whole], true),
        Some(None) => (wholes, is_among),
        // Of a whole that is not said here.
        None => return,
    };
    let vague = |placed: &&Placed| !placed.quantity.is_exact;
    if !is_next || !is_told || wholes.is_empty() || wholes.iter().any(vague) || vague(&part) {
        return;
    }
    // The whole may be the sum of two that stand before, or of all of them with the part.
    let mut sums: Vec<(Exact, Exact)> =
        wholes.iter().map(|whole| (whole.value(), whole.quantity.half())).collect();
    for (nth, one) in wholes.iter().enumerate() {
        for other in wholes[nth + 1..].iter().copied().chain([part]) {
            let slack = one.quantity.half().plus(other.quantity.half());
            sums.push((one.value().plus(other.value()), slack));
        }
    }
    let all = wholes.iter().fold(part.value(), |all, whole| all.plus(whole.value()));
    sums.push((all, Exact::ZERO));
    let own = (part.value(), part.quantity.half());
    if sums.iter().any(|whole| is_right(own, *whole, quantity.number)) {
        return;
    }
    // The part is told in the same clause as its total only if that is greater.
    let Some(whole) = wholes.iter().rev().find(|whole| whole.value() > part.value()) else {
        return;
    };
    tell((part, whole), &printed, faults);
}

/// What the share is of, as it is said: `None` for what stands elsewhere, one of the quantities
/// before, or any of them.
fn whole_of<'a>(of: &str, wholes: &[&'a Placed], prose: &Prose) -> Option<Option<&'a Placed>> {
    let of = of.strip_suffix('的').unwrap_or(of);
    if matches!(of, "" | "其" | "比" | "比重" | "比例" | "比为" | "其中" | "比达") {
        return Some(None);
    }
    let ends = [
        "总数",
        "总人数",
        "人数",
        "总量",
        "总额",
        "总面积",
        "总户数",
        "户数",
        "总产值",
        "总收入",
        "总",
        "数",
    ];
    let core = ends.iter().find_map(|end| of.strip_suffix(end)).unwrap_or(of);
    let core = core.strip_prefix('总').unwrap_or(core);
    if core.is_empty() {
        return Some(None);
    }
    // 占教师总数 behind 全校有教师78人.
    let named = |whole: &&&Placed| {
        let start = whole.range.start;
        prose.before_is(start, 10, &[core]) || prose.has(whole.range.end, core)
    };
    if core.chars().count() < 2 {
        return None;
    }
    wholes.iter().find(named).map(|whole| Some(*whole))
}

/// `抽检120批，合格110批，合格率95%`: the rate of what the part is called by.
fn rate(
    (tokens, at): (&[Token], usize),
    before: &[Placed],
    prose: &Prose,
    faults: &mut Vec<Fault>,
) {
    let Some(printed) = Placed::of(&tokens[at]).filter(|it| it.quantity.is_exact) else { return };
    let start = printed.range.start;
    let gaps = ["率", "率为", "率达", "率达到", "率是"];
    let Some(gap) = gaps
        .iter()
        .rev()
        .find(|gap| start.checked_sub(gap.chars().count()).is_some_and(|at| prose.has(at, gap)))
    else {
        return;
    };
    let end = start - gap.chars().count();
    let Some(name) = end.checked_sub(2).map(|from| prose.words(from..end)) else { return };
    let [wholes @ .., part] = before else { return };
    let kind = part.quantity.kind();
    let like: Vec<&Placed> = wholes.iter().filter(|whole| whole.quantity.kind() == kind).collect();
    let [whole] = like.as_slice() else { return };
    let label = part.range.start.saturating_sub(6)..part.range.start;
    let from = tokens[..at].iter().rposition(|token| token.range.end <= part.range.start);
    let clause = from.map_or(label.start, |from| tokens[from].range.end.max(label.start));
    let is_named = prose.any(clause..part.range.start, &[&name]);
    let is_next = end - part.range.end <= 3;
    let is_exact = whole.quantity.is_exact && part.quantity.is_exact;
    if !is_named || !is_next || !is_exact || part.value() > whole.value() {
        return;
    }
    let percent = printed.quantity.number;
    let (own, all) = (part.quantity.half(), whole.quantity.half());
    if is_right((part.value(), own), (whole.value(), all), percent) {
        return;
    }
    tell((part, whole), &printed, faults);
}

fn tell((part, whole): (&Placed, &Placed), printed: &Placed, faults: &mut Vec<Fault>) {
    let percent = printed.quantity.number;
    let places = percent.places().max(1);
    let Some(right) = part.value().times(100).over(whole.value(), places) else { return };
    let (one, other) = (number(part), number(whole));
    let message = msg!(
        "{one}÷{other} = {right}%，文中 {percent}%",
        "{one} of {other} is {right} %, the text says {percent} %"
    );
    faults.push(Fault { code: Code::N03, range: printed.range.clone(), message });
}

/// Whether a percentage follows from a part and a whole, each with what it may be off.
pub(super) fn is_right(
    (part, part_half): (Exact, Exact),
    (whole, whole_half): (Exact, Exact),
    percent: Exact,
) -> bool {
    if whole.is_zero() {
        return true;
    }
    // (part - half) / (whole + half) - place < percent < (part + half) / (whole - half) + place
    let place = Exact::whole(1).shift(-i32::try_from(percent.places()).unwrap_or(0));
    let low = part.minus(part_half).times(100).minus(place.product(whole.plus(whole_half)));
    let high = part.plus(part_half).times(100).plus(place.product(whole.minus(whole_half)));
    low < percent.product(whole.plus(whole_half)) && percent.product(whole.minus(whole_half)) < high
}

/// A number with its 万 or 亿.
pub(super) fn number(placed: &Placed) -> String {
    let scale = match placed.quantity.power {
        4 => "万",
        8 => "亿",
        12 => "万亿",
        _ => "",
    };
    let number = if scale.is_empty() {
        placed.quantity.number.shift(placed.quantity.power)
    } else {
        placed.quantity.number
    };
    format!("{number}{scale}")
}

/// The structure of the three industries, and shares behind 分别占, sum to 100.
fn structure(tokens: &[Token], prose: &Prose, faults: &mut Vec<Fault>) {
    for (at, token) in tokens.iter().enumerate() {
        if let Kind::Group(inner) = &token.kind {
            structure(inner, prose, faults);
        }
        if token.is_word(Word::Each) {
            each(&tokens[at + 1..], prose, faults);
        }
    }
}

/// Two that are all there is: `轻工业占46.2%，重工业占63.8%`.
const HALVES: [(&str, &str); 5] = [
    ("轻工业", "重工业"),
    ("男性", "女性"),
    ("城镇人口", "乡村人口"),
    ("城镇人口", "农村人口"),
    ("公办学校", "民办学校"),
];

fn halves(tokens: &[Token], prose: &Prose, faults: &mut Vec<Fault>) {
    for row in tokens.windows(5) {
        let [share, first, mark, other, second] = row else { continue };
        let (Some(one), Some(two)) = (Placed::of(first), Placed::of(second)) else { continue };
        let is_share = |word: &Token, number: &Placed| {
            word.is_word(Word::Share)
                && matches!(
                    prose.words(word.range.end..number.range.start).as_str(),
                    "" | "比" | "总数" | "总人口"
                )
                && number.quantity.kind() == "%"
                && number.quantity.is_exact
                && number.quantity.number <= Exact::whole(100)
        };
        if !is_share(share, &one) || !is_share(other, &two) || !mark.is_mark(&['，', '、', '；'])
        {
            continue;
        }
        let of = prose.words(share.range.end..one.range.start);
        let label = prose.words(mark.range.end..other.range.start);
        let is_pair = of == prose.words(other.range.end..two.range.start)
            && HALVES.iter().any(|(a, b)| {
                let names = |a: &str, b: &str| {
                    let start = share.range.start.checked_sub(a.chars().count());
                    label == b && start.is_some_and(|start| prose.has(start, a))
                };
                names(a, b) || names(b, a)
            });
        let (a, b) = (one.quantity.number, two.quantity.number);
        let sum = a.plus(b);
        let slack = a.half_of_last_place().plus(b.half_of_last_place());
        if !is_pair || sum.minus(Exact::whole(100)).size() <= slack {
            continue;
        }
        let message = msg!("{a}+{b} = {sum}，不是 100", "{a}+{b} = {sum}, not 100");
        faults.push(Fault { code: Code::N03, range: one.range.start..two.range.end, message });
    }
}

fn each(tokens: &[Token], prose: &Prose, faults: &mut Vec<Fault>) {
    let [share, rest @ ..] = tokens else { return };
    if !share.is_word(Word::Share) {
        return;
    }
    let mut shares: Vec<Placed> = Vec::new();
    for token in rest {
        match Placed::of(token) {
            Some(placed) if placed.quantity.kind() == "%" => shares.push(placed),
            None if token.is_mark(&['、']) => {}
            _ => break,
        }
    }
    let sum = shares.iter().fold(Exact::ZERO, |all, share| all.plus(share.value()));
    let half = |share: &Placed| share.quantity.number.half_of_last_place();
    let slack = shares.iter().fold(Exact::ZERO, |all, share| all.plus(half(share)));
    let (Some(first), Some(last)) = (shares.first(), shares.last()) else { return };
    let is_vague = shares.iter().any(|share| !share.quantity.is_exact);
    if shares.len() < 2 || is_vague || sum <= Exact::whole(100).plus(slack) {
        return;
    }
    // 利润和资产分别占全国的97.8%和78.5%: shares of several wholes are far above 100 together.
    let wholes = prose.words(share.range.end..first.range.start);
    if sum > Exact::whole(120) || shares.len() < 3 || wholes.contains(['、', '和', '及']) {
        return;
    }
    let words: Vec<String> = shares.iter().map(|share| share.quantity.number.to_string()).collect();
    let words = words.join("+");
    let message = msg!("{words} = {sum}，超过 100 %", "{words} = {sum}, more than 100 %");
    let range = first.range.start..last.range.end;
    debug_assert!(range.end <= prose.chars.len(), "tokens are of these words");
    faults.push(Fault { code: Code::N03, range, message });
}

/// `三次产业结构为3.1∶41.8∶55.3`: three numbers that sum to 100.
pub(super) fn industries(prose: &Prose, faults: &mut Vec<Fault>) {
    let chars = prose.chars.as_slice();
    let mut at = 0;
    while let Some(found) = chars[at..].iter().position(|c| *c == '产') {
        at += found + 1;
        let is_named = at >= 3 && prose.any(at.saturating_sub(3)..at, &["三次产", "三产"])
            || prose.has(at, "业结构") && prose.any(at.saturating_sub(6)..at, &["三"]);
        if !is_named {
            continue;
        }
        // The ratios of several years may follow, up to the end of the sentence.
        let rest = chars[at..].iter().take(100);
        let near = at + rest.take_while(|c| !matches!(c, '。' | '；')).count();
        let is_digit = |at: usize| chars[at].is_ascii_digit();
        let is_begin = |at: &usize| {
            let is_joint = matches!(chars[*at - 1], '.' | '∶' | '：');
            is_digit(*at) && !is_digit(*at - 1) && !(is_joint && is_digit(at.saturating_sub(2)))
        };
        // 第三产业 of three years is no structure.
        let is_three = prose.any(at.saturating_sub(6)..at, &["三次产", "二、三产", "第三产"])
            && !prose.any(at.saturating_sub(3)..at, &["第三产"])
            || prose.any(at.saturating_sub(6)..at, &["、第三产"]);
        let starts: Vec<usize> = (at..near).filter(is_begin).collect();
        let mut past = at;
        for start in starts {
            let is_list = is_three
                && prose.any(at..start, &["比重", "占", "结构", "构成", "比例"])
                && !prose.any(at..start, &["增", "速", "拉动"]);
            let list = || listed(chars, start).filter(|_| is_list);
            let told = ratio(chars, start).or_else(list).filter(|_| start >= past);
            let Some((numbers, end)) = told else { continue };
            past = end;
            let [a, b, c] = numbers;
            let sum = a.plus(b).plus(c);
            let slack = Exact::read(&['0', '.', '2']).unwrap_or_default();
            let off = sum.minus(Exact::whole(100)).size();
            // Far from 100 it is another ratio.
            if off > slack && off < Exact::whole(30) {
                let message = msg!("{a}+{b}+{c} = {sum}，不是 100", "{a}+{b}+{c} = {sum}, not 100");
                faults.push(Fault { code: Code::N03, range: start..end, message });
            }
        }
    }
}

/// Three percentages with 、 between them, and no fourth.
fn listed(chars: &[char], start: usize) -> Option<([Exact; 3], usize)> {
    let before: String = chars[start.saturating_sub(3)..start].iter().collect();
    if !before.ends_with("分别为") && !before.ends_with("别是") {
        return None;
    }
    let mut numbers = [Exact::ZERO; 3];
    let mut at = start;
    for (nth, number) in numbers.iter_mut().enumerate() {
        if nth > 0 {
            chars.get(at).filter(|c| matches!(c, '、' | '和'))?;
            at += 1;
        }
        let rest = chars.get(at..)?;
        let length = rest.iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
        *number = Exact::read(&rest[..length])?;
        at += length;
        chars.get(at).filter(|c| **c == '%')?;
        at += 1;
    }
    Some((numbers, at)).filter(|(_, end)| chars.get(*end) != Some(&'、'))
}

/// Three numbers with colons between them.
fn ratio(chars: &[char], start: usize) -> Option<([Exact; 3], usize)> {
    let mut numbers = [Exact::ZERO; 3];
    let mut at = start;
    for (nth, number) in numbers.iter_mut().enumerate() {
        if nth > 0 {
            chars.get(at).filter(|c| matches!(c, '∶' | '：'))?;
            at += 1;
        }
        let rest = chars.get(at..)?;
        let length = rest.iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
        *number = Exact::read(&rest[..length])?;
        at += length;
    }
    Some((numbers, at)).filter(|(_, end)| !matches!(chars.get(*end), Some('∶' | '：')))
}
