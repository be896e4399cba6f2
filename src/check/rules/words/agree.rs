//! W24: a text that says a name or a number of its title or of a caption otherwise.
//!
//! Sure enough to be told:
//! - one character is another one that sounds or looks alike (张謇创办的, 张骞创办的), with four and
//!   more that are the same around it, on both sides, and the text has the words of the title
//!   nowhere;
//! - a number before the same unit is another one of as many figures, with the same words around
//!   it, or is a slip of the hand for it, and the text has the number of the title nowhere and
//!   neither is the other one rounded.

use std::collections::BTreeMap;
use std::ops::Range;

use super::alike::is_alike;
use crate::check::rules::judged::Judged;
use crate::check::rules::numbers::prose::{Part, Prose, parts};
use crate::diag::{Code, Findings, msg};
use crate::load::raw::Figure;
use crate::load::yaml::{Node, Places};
use crate::source::Place;
use crate::text::class::is_han;

/// The least number of characters that are the same around one that is not.
const AROUND: usize = 4;

/// How many characters of what is the same a message tells on each side.
const SHOWN: usize = 3;

/// The most findings of a text: more are no slips.
const MOST: usize = 8;

/// The most numbers of titles and captions that are looked for in a text.
const NUMBERS: usize = 64;

/// What a phrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Title,
    Caption,
}

/// A title or a caption.
struct Phrase {
    kind: Kind,
    chars: Vec<char>,
}

/// How far around a number is looked.
const NEAR: usize = 8;

/// A number in some words.
#[derive(Debug, Clone, PartialEq)]
struct Number {
    range: Range<usize>,
    /// Its figures, without what groups them.
    digits: String,
    /// The Han before it, the nearest first.
    before: Vec<char>,
    /// What is behind it: a sign, Han.
    behind: Vec<char>,
}

/// Looks at the texts of a section.
pub(super) fn judge(of: &Judged, found: &mut Findings) {
    if !of.is_chinese {
        return;
    }
    let (section, node) = (&of.file.section, &of.file.node);
    if let Some(body) = &section.body {
        let phrases = phrases(&section.title, section.figures.as_deref());
        text(&phrases, (body, node.key("body")), found);
    }
    for (number, story) in section.stories.iter().flatten().enumerate() {
        let phrases = phrases(&story.title, story.figures.as_deref());
        text(&phrases, (&story.body, node.key("stories").item(number).key("body")), found);
    }
}

fn phrases(title: &str, figures: Option<&[Figure]>) -> Vec<Phrase> {
    let captions = figures.into_iter().flatten().map(|figure| (Kind::Caption, &*figure.caption));
    let all = std::iter::once((Kind::Title, title)).chain(captions);
    let phrase = |(kind, text): (Kind, &str)| {
        let mut chars = Vec::new();
        for part in parts(text, false) {
            if let Part::Prose(prose) = part {
                chars.extend(prose.chars);
            }
        }
        Phrase { kind, chars }
    };
    all.map(phrase).collect()
}

fn text(phrases: &[Phrase], (text, node): (&str, &Node), found: &mut Findings) {
    let parts = parts(text, true);
    let prose = |part| match part {
        Part::Prose(prose) => Some(prose),
        Part::Table(_) => None,
    };
    let body: Vec<Prose> = parts.into_iter().filter_map(prose).collect();
    let places = node.places(text);
    let left = characters(phrases, &body, &places, found);
    numbers(phrases, &body, (&places, left), found);
}

/// Looks for characters; gives how many findings may follow.
fn characters(phrases: &[Phrase], body: &[Prose], places: &Places, found: &mut Findings) -> usize {
    // By what is before and behind a character: so the text is walked over once.
    let mut by_sides: BTreeMap<(char, char), Vec<(usize, usize)>> = BTreeMap::new();
    for (nth, phrase) in phrases.iter().enumerate() {
        for (at, three) in phrase.chars.windows(3).enumerate() {
            if three.iter().all(|c| is_han(*c)) {
                by_sides.entry((three[0], three[2])).or_default().push((nth, at + 1));
            }
        }
    }
    let mut left = MOST;
    let mut told: Vec<Vec<char>> = Vec::new();
    if by_sides.is_empty() {
        return left;
    }
    for prose in body {
        for (at, three) in prose.chars.windows(3).enumerate() {
            let known = by_sides.get(&(three[0], three[2])).map_or(&[][..], Vec::as_slice);
            for (nth, own) in known {
                let phrase = &phrases[*nth];
                let c = phrase.chars[*own];
                if c == three[1] || !is_han(three[1]) || !is_alike(c, three[1]) {
                    continue;
                }
                let (before, behind) = same(&phrase.chars, *own, &prose.chars, at + 1);
                let words = &phrase.chars[own - before..own + 1 + behind];
                if before + behind < AROUND || has(body, words) || told.iter().any(|it| it == words)
                {
                    continue;
                }
                if left == 0 {
                    return 0;
                }
                left -= 1;
                told.push(words.to_vec());
                let (before, behind) = (before.min(SHOWN), behind.min(SHOWN));
                let said: String = phrase.chars[own - before..own + 1 + behind].iter().collect();
                let range = at + 1 - before..at + 2 + behind;
                let here = prose.words(range.clone());
                tell((phrase.kind, &said), &here, &places.of(prose.bytes(range)), found);
            }
        }
    }
    left
}

fn tell((kind, said): (Kind, &str), here: &str, at: &Place, found: &mut Findings) {
    let message = match kind {
        Kind::Title => {
            msg!("题目说“{said}”，正文说“{here}”", "the title says “{said}”, the text “{here}”")
        }
        Kind::Caption => {
            msg!("图注说“{said}”，正文说“{here}”", "the caption says “{said}”, the text “{here}”")
        }
    };
    found.add(Code::W24, Some(at), message);
}

/// How many Han before and behind two places are the same.
fn same(one: &[char], at: usize, other: &[char], there: usize) -> (usize, usize) {
    let is_same = |(a, b): &(&char, &char)| a == b && is_han(**a);
    let before = one[..at].iter().rev().zip(other[..there].iter().rev());
    let behind = one[at + 1..].iter().zip(&other[there + 1..]);
    (before.take_while(is_same).count(), behind.take_while(is_same).count())
}

/// Whether words stand in a text.
fn has(body: &[Prose], words: &[char]) -> bool {
    body.iter().any(|prose| prose.chars.windows(words.len()).any(|own| own == words))
}

/// Looks for numbers.
fn numbers<'a>(
    phrases: &[Phrase],
    body: &'a [Prose],
    (places, mut left): (&Places, usize),
    found: &mut Findings,
) {
    let of_phrase = |phrase: &Phrase| -> Vec<(Kind, Number)> {
        let all = numbers_in(&phrase.chars).into_iter().filter(|number| !number.is_date());
        all.map(|number| (phrase.kind, number)).collect()
    };
    let told: Vec<(Kind, Number)> = phrases.iter().flat_map(of_phrase).take(NUMBERS).collect();
    if told.is_empty() {
        return;
    }
    let of_prose =
        |prose: &'a Prose| numbers_in(&prose.chars).into_iter().map(move |it| (prose, it));
    let said: Vec<(&Prose, Number)> = body.iter().flat_map(of_prose).collect();
    for (kind, number) in told {
        if left == 0 || said.iter().any(|(_, other)| other.digits == number.digits) {
            continue;
        }
        let Some((prose, other)) = said.iter().find(|(_, other)| number.differs(other)) else {
            continue;
        };
        left -= 1;
        let behind = common(&number.behind, &other.behind).min(SHOWN);
        let tail: String = number.behind[..behind].iter().collect();
        let (told, here) = (format!("{}{tail}", number.digits), format!("{}{tail}", other.digits));
        tell((kind, &told), &here, &places.of(prose.bytes(other.range.clone())), found);
    }
}

/// The numbers in figures of some words.
fn numbers_in(chars: &[char]) -> Vec<Number> {
    let mut numbers = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if !chars[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let own = |c: &&char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let length = chars[at..].iter().take_while(own).count();
        let written = &chars[at..at + length];
        let digits: String = written.iter().filter(|c| **c != ',').collect();
        let behind = chars.get(at + length..).unwrap_or_default().iter();
        let is_own = |(nth, c): &(usize, &char)| is_han(**c) || *nth == 0 && **c == '%';
        let behind = behind.take(NEAR).enumerate().take_while(is_own).map(|(_, c)| *c);
        let before = chars[..at].iter().rev().take(NEAR).take_while(|c| is_han(**c));
        numbers.push(Number {
            range: at..at + length,
            digits: digits.trim_end_matches('.').to_owned(),
            before: before.copied().collect(),
            behind: behind.collect(),
        });
        at += length;
    }
    numbers
}

fn common(one: &[char], other: &[char]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a == b).count()
}

impl Number {
    /// Whether it is one of a date, or of things that are counted through.
    fn is_date(&self) -> bool {
        matches!(self.behind.first(), None | Some('年' | '月' | '日' | '时' | '点' | '届' | '号'))
            || self.before.first() == Some(&'第')
    }

    /// Whether another number is said of the same thing.
    fn differs(&self, other: &Number) -> bool {
        let (before, behind) =
            (common(&self.before, &other.before), common(&self.behind, &other.behind));
        // A part has as a rule another number of figures than the whole.
        let is_like = self.digits.len() == other.digits.len()
            && self.digits.find('.') == other.digits.find('.');
        let is_same_thing = is_like && before > 0 && behind > 1 && before + behind >= AROUND;
        let figures = self.digits.bytes().filter(u8::is_ascii_digit).count();
        let is_slip = figures > 2 && behind > 0 && (before > 1 || behind > 2);
        (is_same_thing || is_slip && is_slip_of(&self.digits, &other.digits))
            && !is_rounded(&self.digits, &other.digits)
    }
}

/// Whether one number is the other one rounded or cut off.
fn is_rounded(one: &str, other: &str) -> bool {
    let places = |number: &str| number.split_once('.').map_or(0, |(_, places)| places.len());
    let (short, long) = if places(one) <= places(other) { (one, other) } else { (other, one) };
    let (Ok(a), Ok(b)) = (short.parse::<f64>(), long.parse::<f64>()) else { return true };
    let unit = 10_f64.powi(-i32::try_from(places(short)).unwrap_or(0));
    // Whole numbers are rounded to tens and hundreds.
    let unit = match short.len() - short.trim_end_matches('0').len() {
        zeros if places(short) == 0 => 10_f64.powi(i32::try_from(zeros).unwrap_or(0)),
        _ => unit,
    };
    places(short) + places(long) > 0 && (a - b).abs() < unit
        || places(long) == 0 && unit > 1.0 && (a - b).abs() < unit
}

/// Whether one digit is another one, or two beside each other are exchanged.
fn is_slip_of(one: &str, other: &str) -> bool {
    let (a, b) = (one.as_bytes(), other.as_bytes());
    let differ: Vec<usize> =
        a.iter().zip(b).enumerate().filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
    a.len() == b.len()
        && match differ.as_slice() {
            [_] => true,
            [first, second] => {
                second - first == 1 && a[*first] == b[*second] && a[*second] == b[*first]
            }
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Phrase, numbers_in, text};
    use crate::check::rules::numbers::prose::{Part, parts};
    use crate::diag::Findings;
    use crate::load::yaml::Node;
    use crate::source::Place;

    /// What is found in a text below a title.
    fn found(title: &str, body: &str) -> Vec<String> {
        let chars = match parts(title, false).into_iter().next() {
            Some(Part::Prose(prose)) => prose.chars,
            _ => Vec::new(),
        };
        let mut found = Findings::default();
        let node = Node::leaf(Place::point("10.yaml", 1, 1));
        text(&[Phrase { kind: Kind::Title, chars }], (body, &node), &mut found);
        found.iter().map(|it| it.message.zh.clone()).collect()
    }

    #[test]
    fn titles_and_texts_say_one_name_and_one_number() {
        for (title, body, said) in [
            ("张謇创办的大生纱厂旧址开放", "10月，张骞创办的大生纱厂旧址开放。", "“张骞创办的”"),
            (
                "纪念黄炎培诞辰座谈会召开",
                "11月，纪念黄炎陪诞辰座谈会在沪召开。",
                "“念黄炎陪诞辰座”",
            ),
            ("新建停车场12个", "全年，新建停车场15个。", ""),
            ("全年新建12个停车场", "到年底，全年新建15个停车场。", "“15个停车”"),
            ("南枫线全长95.67公里", "南枫线全长95.76公里，设站。", "“95.76公里”"),
        ] {
            let told = found(title, body);
            assert_eq!(told.len(), usize::from(!said.is_empty()), "{title}: {told:?}");
            assert!(told.iter().all(|it| it.contains(said)), "{title}: {told:?}");
        }
    }

    #[test]
    fn what_is_not_sure_to_differ_is_let_be() {
        for (title, body) in [
            ("张謇创办的大生纱厂旧址开放", "张謇创办的大生纱厂。张骞创办的大生纱厂？"),
            ("上网人数一亿", "上网人数已有一亿。"),
            ("全年新建12个停车场", "全年新建12个停车场，上年全年新建15个停车场。"),
            ("全区产值达12亿元", "全区产值达11.97亿元。"),
            ("全区产值达1200亿元", "全区产值达1187亿元。"),
            ("海关查私案值67亿元", "其中走私案值51.74亿元。"),
            ("2023年工业产值", "2022年工业产值增长。"),
            ("第12届金山音乐节", "第13届金山音乐节。"),
            ("", ""),
        ] {
            assert_eq!(found(title, body), [""; 0], "{title}");
        }
    }

    #[test]
    fn numbers_are_read_with_what_is_around_them() {
        let chars: Vec<char> = "增长1,200.5%左右，共3个。".chars().collect();
        let numbers = numbers_in(&chars);
        let digits: Vec<&str> = numbers.iter().map(|number| number.digits.as_str()).collect();
        assert_eq!(digits, ["1200.5", "3"]);
        assert_eq!(numbers[0].behind, ['%', '左', '右']);
        assert_eq!(numbers[0].before, ['长', '增']);
    }
}
