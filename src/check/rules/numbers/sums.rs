//! N01, N02: parts in running text that do not sum to their total, or are greater than it.
//!
//! Sure enough to be told:
//! - lists that say that they are whole: `共3个：甲1个、乙1个、丙1个`, `3人（男1人、女2人）`,
//!   `甲1个、乙2个，共3个`, `共3个，分别为1个、2个`, and 男女, 城乡, the three industries;
//! - lists behind 其中 whose sum is greater than the total, if their parts exclude each other;
//! - other lists behind 其中 if the sum is a slip of the hand away from the total.
//!
//! Silent where a number is about (约, 余, 以上), where 等 or 另 leaves the list open, where a part
//! may be counted twice (女, 党员, 少数民族), where the first of the parts or all but one do sum up,
//! and where any number before may be the total meant. Rounded numbers may be half of their last
//! place off each.

use super::exact::Exact;
use super::fault::{Fault, Placed, is_slip, sum, tail};
use super::prose::Prose;
use super::tokens::{Kind, Token, Word};
use super::units::Unit;
use crate::diag::{Code, msg};
use crate::text::class::is_han;

/// Kinds of quantities that are not added up.
const NO_PARTS: [&str; 8] = ["", "%", "‰", "倍", "百分点", "岁", "度", "层"];

/// Words of parts that may be counted in other parts as well.
const ACROSS: [&str; 24] = [
    "女",
    "男",
    "党员",
    "团员",
    "民族",
    "岁",
    "学历",
    "本科",
    "大专",
    "专科",
    "硕士",
    "博士",
    "研究生",
    "职称",
    "青年",
    "妇女",
    "老年",
    "新增",
    "新建",
    "重点",
    "首次",
    "占",
    "教授",
    "讲师",
];

/// Pairs and triples that leave nothing out.
const WHOLE: [&[&[&str]]; 4] = [
    &[&["男"], &["女"]],
    &[&["城镇", "城市", "市区", "非农业"], &["农村", "乡村", "农业"]],
    &[&["第一产业"], &["第二产业"], &["第三产业"]],
    &[&["国内"], &["国外", "境外", "国际"]],
];

/// Names of things of which none is another one.
const APART: [&[&str]; 5] = [
    &["稻谷", "水稻", "小麦", "玉米", "大豆", "薯类", "油菜籽", "棉花", "高粱", "花生"],
    &["早稻", "中稻", "晚稻", "单季晚稻", "双季晚稻"],
    &["公办", "民办", "公立", "民营"],
    &["国有", "集体", "私营", "个体"],
    &["猪肉", "牛肉", "羊肉", "禽肉"],
];

/// Parts of a total as a list gives them.
#[derive(Debug, Default)]
struct List {
    parts: Vec<Placed>,
    labels: Vec<String>,
    /// The marks before the parts but the first.
    marks: Vec<char>,
    /// Whether more parts are said to be left out, or one is about.
    is_open: bool,
    /// Whether something else stands among the parts.
    is_loose: bool,
    /// How many of the parts stand before the first mark of another kind.
    cut: Option<usize>,
}

/// What a list is said to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Claim {
    /// All of the total.
    Whole,
    /// Some of it, which may be all.
    Some,
}

/// Looks at a sentence; `before` are the quantities of the last one.
pub(super) fn judge(tokens: &[Token], before: &[Placed], prose: &Prose, faults: &mut Vec<Fault>) {
    let mut lead: Option<Placed> = None;
    for (at, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Group(inner) => {
                let lead = lead.take().filter(|lead| lead.range.end == token.range.start);
                bracket(inner, lead.as_ref(), prose, faults);
                judge(inner, &[], prose, faults);
            }
            Kind::Word(Word::Among) => among((tokens, at), before, prose, faults),
            Kind::Word(Word::Total) => {
                closing((tokens, at), prose, faults);
                following((tokens, at), prose, faults);
            }
            Kind::Word(Word::Each) => each((tokens, at), prose, faults),
            Kind::Mark('：') => {
                let Some(total) = before_colon(tokens, at, prose) else { continue };
                let list = list(&tokens[at + 1..], &total, prose);
                tell(&[total], &list, Claim::Whole, prose, faults);
            }
            Kind::Quantity(quantity) => {
                lead = Some(Placed { quantity: *quantity, range: token.range.clone() });
                including((tokens, at), prose, faults);
            }
            _ => {}
        }
    }
}

/// The quantities of a sentence that a 其中 of the next one may refer to.
pub(super) fn totals(tokens: &[Token]) -> Vec<Placed> {
    let mut totals = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        if let Some(placed) = Placed::of(token).filter(|_| !is_change(tokens, at)) {
            totals.push(placed);
        }
    }
    totals
}

/// Whether the quantity at a place is a change or a share, not a number of things.
fn is_change(tokens: &[Token], at: usize) -> bool {
    let clause = tokens[..at].iter().rev();
    let mut clause = clause.take_while(|token| !token.is_mark(&['，', '、', '；', '：', '。']));
    clause.any(|token| {
        matches!(token.kind, Kind::Word(Word::Rise | Word::Fall | Word::Than | Word::Share))
    })
}

/// The first characters of the noun behind a quantity, two at most; none if none stands there.
fn noun(end: usize, prose: &Prose) -> &[char] {
    let rest = prose.chars.get(end..).unwrap_or_default();
    let is_noun = |c: &&char| is_han(**c) && !"和及与以占等比增减分共计左右为在被由".contains(**c);
    &rest[..rest.iter().take(2).take_while(is_noun).count()]
}

/// Whether what is counted may be a part of what the total counts: 31个考室 are none of 9个考场.
fn is_same_noun(total: &Placed, end: usize, prose: &Prose) -> bool {
    let is_count = total.quantity.unit.is_some_and(Unit::is_count);
    let (own, whole) = (noun(end, prose), noun(total.range.end, prose));
    // The last character says what it is: 小学 is a 学校, and 考室 no 考场.
    let is_in = |a: &[char], b: &[char]| a.last().is_some_and(|c| b.contains(c));
    !is_count || own.is_empty() || is_in(own, whole) || is_in(whole, own)
}

/// Where the words right before a place begin: no mark and no number stands among them.
fn words_before(end: usize, prose: &Prose) -> usize {
    let before = prose.chars.get(..end).unwrap_or_default().iter().rev();
    end - before.take_while(|c| is_han(**c)).take(24).count()
}

/// The parts of a total from the beginning of some tokens on.
fn list(tokens: &[Token], total: &Placed, prose: &Prose) -> List {
    let kind = total.quantity.kind();
    let mut list = List::default();
    let mut mark = '、';
    let mut from = tokens.first().map_or(0, |token| words_before(token.range.start, prose));
    let mut is_empty = true;
    // What stands behind the last part is no part of the list either.
    let mut is_loose = false;
    for (at, token) in tokens.iter().enumerate() {
        // What stands before the first part is no part of the list.
        let is_begun = !list.parts.is_empty();
        match &token.kind {
            Kind::Mark('。') => break,
            Kind::Word(Word::Among | Word::Total) => break,
            Kind::Word(Word::Apart) => {
                list.is_open = true;
                break;
            }
            Kind::Word(Word::Etc) => {
                list.is_open = true;
                if !is_empty {
                    break;
                }
            }
            // 、 parts what belongs together closer than ， does, and that closer than ；.
            Kind::Mark('；') if !list.marks.is_empty() && !list.marks.contains(&'；') => break,
            Kind::Mark(own) => {
                is_loose |= is_empty && is_begun && matches!(own, '，' | '；' | '：');
                mark = *own;
                is_empty = true;
                from = token.range.end;
            }
            Kind::Quantity(quantity) if quantity.kind() == kind && !is_change(tokens, at) => {
                list.is_open |= !quantity.is_exact;
                if !is_same_noun(total, token.range.end, prose) {
                    is_loose = true;
                    continue;
                }
                list.is_loose |= is_loose;
                if !list.parts.is_empty() {
                    if mark == '，' && list.marks.len() >= 2 && !list.marks.contains(&'，') {
                        list.cut = list.cut.or(Some(list.parts.len()));
                    }
                    list.marks.push(mark);
                }
                list.parts.push(Placed { quantity: *quantity, range: token.range.clone() });
                list.labels.push(prose.words(from..token.range.start));
                is_empty = false;
                from = token.range.end;
            }
            Kind::Quantity(_) | Kind::Other => is_loose |= is_empty && is_begun,
            Kind::Date(_) => is_loose |= is_begun,
            Kind::Word(_) | Kind::Group(_) => {}
        }
    }
    list
}

/// A list in brackets behind its total.
fn bracket(inner: &[Token], lead: Option<&Placed>, prose: &Prose, faults: &mut Vec<Fault>) {
    let Some(total) = lead.filter(|total| total.quantity.is_exact) else { return };
    let is_some = inner.first().is_some_and(|token| token.is_word(Word::Among));
    let list = list(&inner[usize::from(is_some)..], total, prose);
    let claim = if is_some { Claim::Some } else { Claim::Whole };
    tell(std::slice::from_ref(total), &list, claim, prose, faults);
}

/// A list behind 其中.
fn among(
    (tokens, at): (&[Token], usize),
    before: &[Placed],
    prose: &Prose,
    faults: &mut Vec<Fault>,
) {
    let behind = &tokens[at + 1..];
    let first = behind
        .iter()
        .take_while(|token| !token.is_mark(&['。']))
        .find_map(|token| token.quantity().filter(|quantity| !NO_PARTS.contains(&quantity.kind())));
    let Some(kind) = first.map(|quantity| quantity.kind()) else { return };
    let mut totals = totals(&tokens[..at]);
    if totals.is_empty() && at == 0 {
        totals.extend_from_slice(before);
    }
    totals.retain(|total| total.quantity.kind() == kind);
    // A total that is about may be any number.
    let Some(total) = totals.last() else { return };
    if totals.iter().any(|total| !total.quantity.is_exact) {
        return;
    }
    let skip = usize::from(behind.first().is_some_and(|token| token.is_mark(&['，', '：'])));
    let list = list(&behind[skip..], total, prose);
    let found = faults.len();
    greater(&totals, &list, prose, faults);
    if faults.len() == found {
        tell(&totals, &list, Claim::Some, prose, faults);
    }
}

/// The first part behind 其中 is greater than anything that it may be a part of.
fn greater(totals: &[Placed], list: &List, prose: &Prose, faults: &mut Vec<Fault>) {
    let (Some(total), Some(part), Some(label)) =
        (totals.last(), list.parts.first(), list.labels.first())
    else {
        return;
    };
    let apart = ["累计", "历年", "总", "共", "全", "预计", "计划", "合同", "原", "为"];
    let is_greater = |total: &Placed| {
        let slack = total.quantity.half().plus(part.quantity.half());
        part.value() > total.value().plus(slack)
    };
    // A mean has no parts: 平均亩产300公斤，其中最高500公斤.
    let mean = ["平均", "均", "每", "亩产", "单产", "最"];
    // 两台33万千瓦机组: each of them has so much.
    let each = |c: char| "台座辆艘条个只口套架根块次".contains(c);
    let is_mean = |total: &Placed| {
        let start = total.range.start;
        prose.before_is(start, 10, &mean) || prose.before(start).is_some_and(each)
    };
    if totals.iter().any(is_mean) {
        return;
    }
    if !part.quantity.is_exact
        || !totals.iter().all(is_greater)
        || apart.iter().any(|word| label.contains(word))
        || label.chars().count() > 16
    {
        return;
    }
    let (whole, own) = (prose.words(total.range.clone()), prose.words(part.range.clone()));
    let by_scale = [3, 4].into_iter().find(|power| {
        let other = part.value().shift(-power);
        other <= total.value() && part.quantity.power >= 4
    });
    let mut message = msg!(
        "部分大于总数：总数{whole}，其中{own}",
        "a part is greater than the total: {own} of {whole}"
    );
    if by_scale.is_some() {
        message.push(&msg!("；查“万”“亿”", "; look at 万 and 亿"));
    }
    faults.push(Fault { code: Code::N02, range: part.range.clone(), message });
}

/// The total whose list a colon begins: `共3个：`, `共3个，按乡分：`.
fn before_colon(tokens: &[Token], colon: usize, prose: &Prose) -> Option<Placed> {
    let last = tokens.get(colon.checked_sub(1)?)?;
    let end = tokens[colon].range.start;
    let total = if last.is_mark(&['，']) {
        let words = prose.words(last.range.end..end);
        let is_head = words.chars().count() <= 8
            && (words.starts_with('按') || words.ends_with('分') || words.ends_with("如下"));
        let total = tokens.get(colon.checked_sub(2)?).filter(|_| is_head)?;
        Placed::of(total).filter(|total| total.range.end == last.range.start)?
    } else {
        Placed::of(last).filter(|total| total.range.end == end)?
    };
    total.quantity.is_exact.then_some(total)
}

/// A list behind a word that says so: `3个，包括甲1个、乙2个`.
fn including((tokens, at): (&[Token], usize), prose: &Prose, faults: &mut Vec<Fault>) {
    let [first, mark, rest @ ..] = &tokens[at..] else { return };
    let words = ["包括", "包含", "分为", "有", "含"];
    let is_listed = mark.is_mark(&['，'])
        && mark.range.start == first.range.end
        && words.iter().any(|word| prose.has(mark.range.end, word));
    let Some(total) = Placed::of(first).filter(|total| is_listed && total.quantity.is_exact) else {
        return;
    };
    if is_change(tokens, at) {
        return;
    }
    tell(std::slice::from_ref(&total), &list(rest, &total, prose), Claim::Some, prose, faults);
}

/// A total behind its list: `甲1个、乙2个，共3个`.
fn closing((tokens, at): (&[Token], usize), prose: &Prose, faults: &mut Vec<Fault>) {
    let Some(total) = tokens.get(at + 1).and_then(Placed::of) else { return };
    let gap = prose.words(tokens[at].range.end..total.range.start);
    if !matches!(gap.as_str(), "" | "为" | "达" | "有" | "是") || !total.quantity.is_exact {
        return;
    }
    let Some((last, before)) = tokens[..at].split_last() else { return };
    // The total stands in a clause of its own, or right behind the last part.
    let is_own = last.is_mark(&['，', '、', '；']) || last.quantity().is_some();
    if !is_own || last.range.end != tokens[at].range.start {
        return;
    }
    let stop = |token: &Token| {
        token.is_mark(&['；', '：', '。'])
            || matches!(token.kind, Kind::Word(Word::Among | Word::Total | Word::Apart))
    };
    let from = before.iter().rposition(stop).map_or(0, |at| at + 1);
    let mut list = list(&tokens[from..at], &total, prose);
    // What is no part of the list may stand before it, with a mark of another kind.
    let sums = (2..list.parts.len()).map(|count| &list.parts[list.parts.len() - count..]);
    let mut sums = sums.map(whole);
    if sums.any(|sum| sum == total.value()) {
        return;
    }
    if list.parts.len() == 2 && list.marks.contains(&'，') {
        list.is_loose = true;
    }
    tell(&[total], &list, Claim::Whole, prose, faults);
}

/// A list behind its total, with nothing between: `共3个，甲1个，乙1个，丙1个`.
fn following((tokens, at): (&[Token], usize), prose: &Prose, faults: &mut Vec<Fault>) {
    let [first, mark, rest @ ..] = tokens.get(at + 1..).unwrap_or_default() else { return };
    let is_listed = mark.is_mark(&['，']) && mark.range.start == first.range.end;
    let Some(total) = Placed::of(first).filter(|total| is_listed && total.quantity.is_exact) else {
        return;
    };
    tell(std::slice::from_ref(&total), &list(rest, &total, prose), Claim::Some, prose, faults);
}

/// A list behind 分别 whose total stands before it.
fn each((tokens, at): (&[Token], usize), prose: &Prose, faults: &mut Vec<Fault>) {
    let before = &tokens[..at];
    if before.iter().any(|token| token.is_word(Word::Among)) {
        return;
    }
    // The total is said to be one: 共有…105人. Or the names of all parts stand right behind it.
    let word = before.iter().rposition(|token| token.is_word(Word::Total));
    let (first, claim) = match word {
        Some(word) => (word + 1, Claim::Whole),
        None => {
            let Some(at) = before.iter().rposition(|token| token.quantity().is_some()) else {
                return;
            };
            (at, Claim::Some)
        }
    };
    let Some(total) = before.get(first).and_then(Placed::of) else { return };
    let between = &before[first + 1..];
    if between.iter().any(|token| token.quantity().is_some()) || !total.quantity.is_exact {
        return;
    }
    let list = list(&tokens[at + 1..], &total, prose);
    let names = between.iter().filter(|token| token.is_mark(&['、'])).count() + 1;
    if claim == Claim::Whole || names == list.parts.len() && !is_change(tokens, first) {
        tell(&[total], &list, claim, prose, faults);
    }
}

fn whole(parts: &[Placed]) -> Exact {
    parts.iter().fold(Exact::ZERO, |all, part| all.plus(part.value()))
}

/// The sum of parts if what follows one of them is counted in it, wherever that can be.
fn least(parts: &[Placed]) -> Exact {
    let all = whole(parts);
    (0..parts.len().saturating_sub(1)).fold(all, |least, at| {
        let can_be = whole(&parts[at + 1..]) <= parts[at].value();
        if can_be { least.min(whole(&parts[..=at])) } else { least }
    })
}

/// Whether the labels name all that there is: 男 and 女.
fn is_whole(labels: &[String]) -> bool {
    WHOLE.iter().any(|row| {
        let fits = |(label, names): (&String, &&[&str])| {
            names.iter().any(|name| label.contains(name)) && label.chars().count() <= 8
        };
        row.len() == labels.len() && labels.iter().zip(row.iter()).all(fits)
    })
}

/// Whether all labels are names of things apart, each another one.
fn is_apart(labels: &[String]) -> bool {
    APART.iter().any(|row| {
        labels.iter().enumerate().all(|(at, label)| {
            row.contains(&label.trim_start_matches("其中")) && !labels[..at].contains(label)
        })
    })
}

/// Reports a list that does not sum to any of the totals that it may be of; the last is nearest.
fn tell(totals: &[Placed], list: &List, claim: Claim, prose: &Prose, faults: &mut Vec<Fault>) {
    let List { parts, labels, marks, is_open, is_loose, cut } = list;
    let Some(total) = totals.last() else { return };
    let kind = total.quantity.kind();
    if parts.len() < 2 || *is_open || NO_PARTS.contains(&kind) {
        return;
    }
    let slack = parts.iter().fold(Exact::ZERO, |all, part| all.plus(part.quantity.half()));
    let fits = |sum: Exact| {
        totals
            .iter()
            .any(|total| sum.minus(total.value()).size() <= slack.plus(total.quantity.half()))
    };
    let all = whole(parts);
    if fits(all) {
        return;
    }
    let other = |count: &usize| fits(whole(&parts[..*count]));
    if cut.is_some_and(|cut| other(&cut)) {
        return;
    }
    let count = cut.unwrap_or(parts.len());
    let (parts, labels, marks) = (&parts[..count], &labels[..count], &marks[..count - 1]);
    let all = whole(parts);
    let is_whole = is_whole(labels);
    let is_strict = !is_loose && marks.iter().all(|mark| *mark == marks[0]);
    let is_close = is_strict && marks.iter().all(|mark| *mark == '、');
    let across = |label: &String| {
        ACROSS.iter().any(|word| label.contains(word)) || label.chars().count() > 24
    };
    let is_across = !is_whole && labels.iter().any(across);
    // Some of the parts may be all of them, with parts of parts behind or between.
    let mut others = (2..parts.len()).map(|count| whole(&parts[..count]));
    let mut without = parts.iter().map(|part| all.minus(part.value()));
    if !is_whole && (others.any(&fits) || parts.len() > 2 && without.any(&fits)) {
        return;
    }
    let is_near = totals.iter().any(|total| {
        let unit =
            total.quantity.unit.map_or(Exact::whole(1), |unit| unit.in_first(Exact::whole(1)));
        let in_unit = all.over(unit.shift(total.quantity.power), total.quantity.number.places());
        in_unit.is_some_and(|sum| is_slip(sum, total.quantity.number))
    });
    let digits = total.quantity.number.digits().len();
    let is_short = labels[1..].iter().all(|label| label.chars().count() <= 6);
    // 教师9人，教授3人，讲师4人: what follows a part may be parts of it.
    let least = least(parts);
    let is_more = totals.iter().all(|total| least > total.value());
    let is_sure = match claim {
        _ if is_across => false,
        _ if is_whole && is_strict => true,
        _ if is_strict && is_apart(labels) && totals.iter().all(|it| all > it.value()) => true,
        Claim::Whole if is_strict => count >= 3 || is_close || is_near && digits >= 3,
        Claim::Some if is_close && count >= 3 => {
            is_more
                || is_near && (digits >= 3 || count >= 5)
                || count >= 5 && is_off(all, total, 4)
                || count == 4 && digits >= 3 && is_off(all, total, 8)
                || count == 3 && digits >= 3 && is_off(all, total, 12)
        }
        Claim::Some if is_strict && count >= 3 => {
            is_near && digits >= 3
                || is_short && is_more
                || is_short && count >= 5 && is_off(all, total, 4)
        }
        _ => is_near && digits >= 4,
    };
    if !is_sure {
        return;
    }
    let (written, _, size) = sum(parts, total, prose);
    let own = total.quantity.number;
    // What is summed up in units of its own names that of the total.
    let tail = match written.ends_with(|c: char| c.is_ascii_digit()) {
        true => String::new(),
        false => tail(total, prose),
    };
    let message = msg!(
        "{written}，文中 {own}{tail}，差 {size}{tail}",
        "{written}, the text says {own}{tail}: {size}{tail} off"
    );
    faults.push(Fault { code: Code::N01, range: total.range.clone(), message });
}

/// Whether a sum is at most the `part`th part of its total off.
fn is_off(sum: Exact, total: &Placed, part: i64) -> bool {
    sum.minus(total.value()).size().times(part) <= total.value()
}
