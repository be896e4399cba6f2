//! Quantities, dates, marks and words that say how numbers stand to each other, in one pass.

use std::ops::Range;

use super::dates::{self, Day};
use super::exact::Exact;
use super::numerals;
use super::prose::Prose;
use super::units::{self, Unit};

/// How deep brackets are followed.
const DEPTH: usize = 6;

/// A number with what it counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quantity {
    /// The number as it is written, its 万 and 亿 left out.
    pub(super) number: Exact,
    /// The 万, 亿 and so on: a power of ten.
    pub(super) power: i32,
    /// What it counts, if that is known.
    pub(super) unit: Option<Unit>,
    /// Whether it is meant exactly: not 约, 余, 多, 以上, nor a range.
    pub(super) is_exact: bool,
    /// Whether it is written in Chinese numerals.
    pub(super) is_han: bool,
}

impl Quantity {
    /// Its value in the first unit of its kind.
    pub(super) fn value(&self) -> Exact {
        let value = self.number.shift(self.power);
        self.unit.map_or(value, |unit| unit.in_first(value))
    }

    /// How far it may be from the truth: half of its last place if it was rounded.
    pub(super) fn half(&self) -> Exact {
        if self.number.places() == 0 && self.power < 4 {
            return Exact::ZERO;
        }
        let half = self.number.half_of_last_place().shift(self.power);
        self.unit.map_or(half, |unit| unit.in_first(half))
    }

    /// What it counts, as kinds of units are called; empty if that is not known.
    pub(super) fn kind(&self) -> &'static str {
        self.unit.map_or("", |unit| unit.kind)
    }
}

/// Words that say how numbers stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// 其中: parts follow.
    Among,
    /// 共、合计: a total follows.
    Total,
    /// 分别: a list follows that answers another.
    Each,
    /// 占: a share follows.
    Share,
    /// 增长、增加: a change follows.
    Rise,
    /// 下降、减少: a change follows.
    Fall,
    /// 比、较: a comparison follows.
    Than,
    /// 等: a list is not complete.
    Etc,
    /// 另、此外: what follows is apart.
    Apart,
}

/// One of what a text is made of for numbers.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// Its characters.
    pub(super) range: Range<usize>,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a token is.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// A quantity.
    Quantity(Quantity),
    /// A date or a part of one.
    Date(Day),
    /// A number that is no quantity, or cannot be read.
    Other,
    /// A mark.
    Mark(char),
    /// A word.
    Word(Word),
    /// What stands in brackets.
    Group(Vec<Token>),
}

impl Token {
    /// The quantity that it is.
    pub(super) fn quantity(&self) -> Option<&Quantity> {
        match &self.kind {
            Kind::Quantity(quantity) => Some(quantity),
            _ => None,
        }
    }

    /// Whether it is this mark.
    pub(super) fn is_mark(&self, marks: &[char]) -> bool {
        matches!(&self.kind, Kind::Mark(mark) if marks.contains(mark))
    }

    /// Whether it is this word.
    pub(super) fn is_word(&self, word: Word) -> bool {
        matches!(self.kind, Kind::Word(own) if own == word)
    }
}

/// The sentences of some words.
pub(super) fn sentences(prose: &Prose) -> Vec<Vec<Token>> {
    let mut sentences = cut(prose);
    sentences.iter_mut().for_each(|sentence| share_units(sentence));
    sentences
}

/// In `48、66、41人` the unit counts all numbers before it.
fn share_units(tokens: &mut [Token]) {
    for at in (0..tokens.len()).rev() {
        if let Kind::Group(inner) = &mut tokens[at].kind {
            share_units(inner);
        }
        let [own, mark, next, ..] = &mut tokens[at..] else { continue };
        let is_row = own.range.end == mark.range.start && mark.range.end == next.range.start;
        let next = next.quantity().copied();
        if let (true, true, Kind::Quantity(own), Some(next)) =
            (is_row, mark.is_mark(&['、']), &mut own.kind, next)
            && own.unit.is_none()
            && own.power == 0
        {
            (own.unit, own.power) = (next.unit, next.power);
        }
    }
}

fn cut(prose: &Prose) -> Vec<Vec<Token>> {
    let chars = prose.chars.as_slice();
    let mut sentences = Vec::new();
    let mut open: Vec<(usize, Vec<Token>)> = vec![(0, Vec::new())];
    let mut at = 0;
    while at < chars.len() {
        let (token, end) = token(prose, at);
        let Some(kind) = token else {
            at = end.max(at + 1);
            continue;
        };
        let range = at..end;
        at = end.max(at + 1);
        match kind {
            Kind::Mark('（') if open.len() < DEPTH => open.push((range.start, Vec::new())),
            Kind::Mark('）') if open.len() > 1 => close(&mut open, range.end),
            Kind::Mark('（' | '）') => {}
            Kind::Mark('。') => {
                // A full stop in brackets parts what stands in them.
                match open.as_mut_slice() {
                    [(_, only)] => {
                        if !only.is_empty() {
                            sentences.push(std::mem::take(only));
                        }
                    }
                    [.., (_, inner)] => inner.push(Token { range, kind: Kind::Mark('。') }),
                    [] => {}
                }
            }
            kind => {
                if let Some((_, inner)) = open.last_mut() {
                    inner.push(Token { range, kind });
                }
            }
        }
    }
    while open.len() > 1 {
        close(&mut open, chars.len());
    }
    sentences.extend(open.into_iter().map(|(_, last)| last).filter(|last| !last.is_empty()));
    sentences
}

fn close(open: &mut Vec<(usize, Vec<Token>)>, end: usize) {
    if let Some((start, inner)) = open.pop()
        && let Some((_, outer)) = open.last_mut()
    {
        outer.push(Token { range: start..end, kind: Kind::Group(inner) });
    }
}

/// What begins at a place, and where it ends.
fn token(prose: &Prose, at: usize) -> (Option<Kind>, usize) {
    let c = prose.chars[at];
    match c {
        '0'..='9' => arabic(prose, at),
        '。' | '！' | '？' | '!' | '?' => (Some(Kind::Mark('。')), at + 1),
        '，' | '、' | '；' | '：' | '（' | '）' | '～' | '—' | '×' | '∶' | '/' => {
            (Some(Kind::Mark(c)), at + 1)
        }
        ',' => (Some(Kind::Mark('，')), at + 1),
        c if numerals::is_numeral(c) => han(prose, at),
        c => match word(prose, at, c) {
            Some((word, length)) => (Some(Kind::Word(word)), at + length),
            None => (None, at + 1),
        },
    }
}

/// A number in digits.
fn arabic(prose: &Prose, at: usize) -> (Option<Kind>, usize) {
    let chars = prose.chars.as_slice();
    let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut digits = Vec::new();
    let mut end = at;
    while let Some(&c) = chars.get(end) {
        match c {
            '0'..='9' => digits.push(c),
            '.' if is_digit(end + 1) => digits.push(c),
            // Thousands: three digits, and no fourth.
            ',' if (1..=3).all(|n| is_digit(end + n)) && !is_digit(end + 4) => {}
            _ => break,
        }
        end += 1;
    }
    // `12 340`: groups of three digits with spaces between (GB/T 15835); else numbers that
    // stand side by side say nothing for sure.
    let is_split = |at: usize| chars.get(at) == Some(&' ') && is_digit(at + 1);
    let mut is_loose = prose.before(at) == Some(' ') && at >= 2 && is_digit(at - 2);
    let is_name = matches!(prose.before(at), Some('表' | '图' | '第'));
    while !is_loose && is_split(end) {
        let is_group = end - at <= 3 || chars[at..end].contains(&' ');
        let is_three = (1..=3).all(|n| is_digit(end + n)) && !is_digit(end + 4);
        is_loose = is_name || !is_group || !is_three || chars[at..end].contains(&'.');
        if !is_loose {
            digits.extend(&chars[end + 1..end + 4]);
            end += 4;
        }
    }
    if chars[at..end].contains(&' ') && chars.get(end) == Some(&'.') && is_digit(end + 1) {
        let places = chars[end + 1..].iter().take_while(|c| c.is_ascii_digit()).count();
        digits.extend(&chars[end..=end + places]);
        end += places + 1;
    }
    let latin = |c: Option<char>| {
        c.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '-' | '.' | '_' | '/' | '$' | '#'))
    };
    let next = chars.get(end).copied();
    let is_code = latin(prose.before(at)) && prose.before(at) != Some('/')
        || next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '#'))
        // 5·12 is a date; as a point of decimals it is not read.
        || prose.before(at) == Some('·') && at >= 2 && is_digit(at - 2)
        || next == Some('·') && is_digit(end + 1);
    if is_code {
        return (Some(Kind::Other), end);
    }
    if let Some((day, end)) = dates::read(prose, at, end, false) {
        return (Some(Kind::Date(day)), end);
    }
    let Some(number) = Exact::read(&digits).filter(|_| !is_loose) else {
        return (Some(Kind::Other), end);
    };
    quantity(prose, at, (number, 0, false), end)
}

/// A number in Chinese numerals.
fn han(prose: &Prose, at: usize) -> (Option<Kind>, usize) {
    let chars = prose.chars.as_slice();
    let end = at + chars[at..].iter().take_while(|c| numerals::is_numeral(**c)).count();
    if let Some((day, end)) = dates::read(prose, at, end, true) {
        return (Some(Kind::Date(day)), end);
    }
    // 六十八点七万: decimals in numerals are not read.
    if prose.before(at) == Some('点') && at >= 2 && numerals::is_numeral(chars[at - 2]) {
        return (None, end);
    }
    // 统一、十分、万里: numerals in words count nothing.
    let Some(number) = numerals::read(&chars[at..end]) else { return (None, end) };
    let is_plain = end - at == 1 && matches!(chars[at], '一' | '十' | '百' | '千' | '万' | '亿');
    let (Some(Kind::Quantity(read)), past) = quantity(prose, at, (number, 0, true), end) else {
        return (None, end);
    };
    if read.unit.is_none() || is_plain || prose.before(at) == Some('第') {
        return (None, end);
    }
    (Some(Kind::Quantity(read)), past)
}

/// A number with what stands around it.
fn quantity(
    prose: &Prose,
    at: usize,
    (number, power, is_han): (Exact, i32, bool),
    end: usize,
) -> (Option<Kind>, usize) {
    let chars = prose.chars.as_slice();
    let mut end = end;
    let mut is_exact = true;
    let approx = |at: usize| matches!(chars.get(at), Some('余' | '多' | '几' | '来'));
    if approx(end) {
        is_exact = false;
        end += 1;
    }
    let (mut power, start) = (power, end);
    while let Some(more) = chars.get(end).and_then(|c| scale(*c)) {
        // 千克, 千米, 千瓦 are units.
        let is_unit = chars[end] == '千' && matches!(chars.get(end + 1), Some('克' | '米' | '瓦'));
        if is_unit || end - start >= 2 {
            break;
        }
        power += more;
        end += 1;
    }
    if approx(end) {
        is_exact = false;
        end += 1;
    }
    let unit = units::at(chars.get(end..).unwrap_or_default());
    end += unit.map_or(0, |(_, length)| length);
    if approx(end) && unit.is_some() {
        is_exact = false;
        end += 1;
    }
    let ordinal = matches!(prose.before(at), Some('第' | '№' | '：' | '∶' | '×' | '~'))
        && !matches!(prose.before(at), Some('：'));
    if ordinal || matches!(chars.get(end), Some('×' | '∶')) {
        return (Some(Kind::Other), end);
    }
    let joint = |c: Option<char>| matches!(c, Some('～' | '-' | '—' | '至' | '到' | '±' | '/'));
    // 从3人到5人 is no range, 3至5人 is one.
    let behind =
        joint(chars.get(end).copied()) && chars.get(end + 1).is_some_and(|c| c.is_ascii_digit());
    let before = joint(prose.before(at))
        && at.checked_sub(2).is_some_and(|at| {
            chars[at].is_ascii_digit() || matches!(chars[at], '%' | '万' | '亿' | '—')
        });
    let vague_before = ["约", "近", "超", "逾", "超过", "不到", "不足", "至少", "多达", "上"];
    let vague_behind = ["左右", "上下", "以上", "以下", "以内", "以外", "多", "余", "之多", "许"];
    let back = |word: &&str| {
        let length = word.chars().count();
        at.checked_sub(length).is_some_and(|at| prose.has(at, word))
    };
    is_exact &= !behind && !before && !vague_before.iter().any(back);
    is_exact &= !vague_behind.iter().any(|word| prose.has(end, word));
    // 2024元/平方米 is a price, and no sum.
    is_exact &= !(chars.get(end) == Some(&'/') && unit.is_some());
    let unit = unit.map(|(unit, _)| unit);
    (Some(Kind::Quantity(Quantity { number, power, unit, is_exact, is_han })), end)
}

/// The power of ten of a character that counts by it.
fn scale(c: char) -> Option<i32> {
    Some(match c {
        '亿' => 8,
        '万' => 4,
        '千' => 3,
        '百' => 2,
        '十' => 1,
        _ => return None,
    })
}

/// The word that begins at a place.
fn word(prose: &Prose, at: usize, c: char) -> Option<(Word, usize)> {
    let words: &[(&str, Word)] = match c {
        '其' => &[("其中", Word::Among)],
        '共' => &[("共计", Word::Total), ("共有", Word::Total), ("共", Word::Total)],
        '合' => &[("合计", Word::Total)],
        '总' => &[("总计", Word::Total), ("总共", Word::Total)],
        '分' => &[("分别", Word::Each)],
        '占' => &[("占地", Word::Apart), ("占", Word::Share)],
        '增' => &[("增长", Word::Rise), ("增加", Word::Rise), ("增", Word::Rise)],
        '上' => &[("上升", Word::Rise), ("上涨", Word::Rise)],
        '提' => &[("提高", Word::Rise)],
        '扩' => &[("扩大", Word::Rise)],
        '减' => &[("减少", Word::Fall), ("减", Word::Fall)],
        '下' => &[("下降", Word::Fall), ("下滑", Word::Fall), ("下跌", Word::Fall)],
        '降' => &[("降低", Word::Fall)],
        '比' => &[("比", Word::Than)],
        '较' => &[("较", Word::Than)],
        '等' => &[("等", Word::Etc)],
        '另' => &[("另外", Word::Apart), ("另有", Word::Apart), ("另", Word::Apart)],
        '此' => &[("此外", Word::Apart)],
        '还' => &[("还有", Word::Apart), ("还", Word::Apart)],
        _ => return None,
    };
    // 新增 counts what is new.
    if c == '增' && prose.before(at) == Some('新') {
        return None;
    }
    let (name, word) = words.iter().find(|(name, _)| prose.has(at, name))?;
    // 公共、中共、共产党、共同 are other words.
    if *name == "共" {
        let next = prose.chars.get(at + 1).copied();
        let is_part = matches!(prose.before(at), Some('公' | '中' | '总' | '国' | '一'))
            && prose.before(at) != Some('一');
        if is_part || next.is_some_and(|c| "产同青和享建识存济处赢性振鸣商创管党".contains(c))
        {
            return None;
        }
    }
    Some((*word, name.chars().count()))
}
