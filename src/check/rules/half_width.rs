//! Marks of the right width: Chinese takes full squares (GB/T 15834, clause 5).
//!
//! A half-width mark is wrong if the word that it stands at, on either side, is Chinese; digits,
//! percent signs and quotes between the two are passed over. Marks within numbers (`1,000`, `3.5`,
//! `10:30`), at the end of numbers that count (`1.`) and in addresses are right. A point between
//! two characters may end a sentence or part a foreign name: both ways out are told.

use crate::diag::{Applicability, Code, Findings, Fix, Help, msg};
use crate::load::yaml::Node;
use crate::source::Edit;
use crate::text::class::is_han;

/// A mark that should be wider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Mark<'a> {
    /// Where it is in its line, in bytes.
    at: usize,
    /// As it is written.
    written: &'a str,
    /// As it should be.
    right: &'static str,
    /// What else it may stand for.
    or: Option<&'static str>,
    /// Whether there is no other answer: it stands between Han, and no other mark is beside it.
    is_sure: bool,
    /// The other one of a pair of quotes, by its number: both are mended, or neither.
    pair: Option<usize>,
}

/// The marks that Chinese has in full width.
const HALF: [char; 11] = [',', ';', ':', '?', '!', '(', ')', '.', '-', '"', '\''];

/// Reports every mark of a text that should be wider.
pub(super) fn of_text(text: &str, node: &Node, found: &mut Findings) {
    let places = node.places(text);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        // Most lines have none, and are not looked at character by character.
        let marks = if line.contains(HALF) { marks(line) } else { Vec::new() };
        for mark in &marks {
            let Mark { at, written, right, or, is_sure, pair } = *mark;
            let range = start + at..start + at + written.len();
            let place = places.of(range.clone());
            let message = msg!("汉字旁的半角“{written}”", "half-width “{written}” beside Han");
            // A space behind is a part of the half-width mark.
            let behind = text[range.end..].starts_with(' ') && !matches!(written, "(" | "\"" | "'");
            let whole = places.of(range.start..range.end + usize::from(behind));
            let is_known = place.range().is_some() && or.is_none();
            let edit =
                |bytes, text: &str| Edit { file: place.file.clone(), bytes, text: text.to_owned() };
            // Half a pair is never mended.
            let other = pair.and_then(|other| marks.get(other));
            let at = other.map(|it| start + it.at..start + it.at + it.written.len());
            let other = other.zip(at.map(|range| places.of(range).range()));
            let is_known = is_known && other.as_ref().is_none_or(|(_, bytes)| bytes.is_some());
            let fix = whole.range().filter(|_| is_known).map(|bytes| Fix {
                edits: std::iter::once(edit(bytes, right))
                    .chain(other.and_then(|(it, bytes)| Some(edit(bytes?, it.right))))
                    .collect(),
                applicability: match is_sure {
                    true => Applicability::Certain,
                    false => Applicability::Suggested,
                },
            });
            let hint = match or {
                Some(or) => msg!(
                    "句子完了改成“{right}”，外国人名里改成“{or}”",
                    "write “{right}” at the end of a sentence, “{or}” in a foreign name"
                ),
                None => msg!("改成“{right}”", "write “{right}”"),
            };
            found.add_with(Code::W04, Some(&place), message, Help { hint: Some(hint), fix });
        }
        start += line.len();
    }
}

/// The marks of a line that should be wider.
fn marks(line: &str) -> Vec<Mark<'_>> {
    let without = without_code(line);
    let characters: Vec<(usize, char)> = without.char_indices().collect();
    let mut chars: Vec<char> = characters.iter().map(|(_, c)| *c).collect();
    let mut found: Vec<(usize, Mark)> = Vec::new();
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut quotes = [0_usize; 2];
    // Two straight quotes in a line that has no others are a pair.
    let is_lone_pair = chars.iter().filter(|c| matches!(c, '"' | '“' | '”')).count() == 2
        && !chars.iter().any(|c| matches!(c, '“' | '”'));
    let mut number = 0;
    while let Some(&(at, c)) = characters.get(number) {
        let length = match c {
            '.' | '-' => chars[number..].iter().take_while(|next| **next == c).count(),
            _ => 1,
        };
        let written = line.get(at..at + length * c.len_utf8()).unwrap_or_default();
        let (before, after) = (&chars[..number], &chars[number + length..]);
        let is_beside = || match c {
            // A mark behind brackets is the sentence's: `(a+b)，` is a formula.
            '(' | ')' => is_word(before.iter().rev()) || is_word(after.iter()),
            _ => is_chinese(before.iter().rev()) || is_chinese(after.iter()),
        };
        let parity = match c {
            '"' => Some(&mut quotes[0]),
            '\'' => Some(&mut quotes[1]),
            _ => None,
        };
        let is_closing = parity.is_some_and(|count| {
            *count += 1;
            *count % 2 == 0
        });
        let right = right(c, length, is_closing).filter(|_| {
            let apostrophe = c == '\'' && is_apostrophe(before, after);
            let is_ratio = c == ':' && is_ratio(before, after);
            !apostrophe && !is_ratio && !is_of_number((c, length, is_closing), before, after)
        });
        // Looked for at marks alone: what is past digits may be far away.
        let is_beside = right.is_some() && is_beside();
        let within = [before.last(), after.first()].iter().all(|c| c.is_some_and(|c| is_han(*c)));
        let or = (c == '.' && length == 1 && within).then_some("·");
        let is_sure = match c {
            // Beside its own wide form it becomes one of two, which are one.
            ',' | ';' | ':' | '?' | '!' => {
                let own = right.and_then(|right| right.chars().next());
                let is_own = |c: Option<&(usize, char)>| c.is_some_and(|(_, c)| Some(*c) == own);
                let is_before = is_own(number.checked_sub(1).and_then(|at| characters.get(at)));
                let is_after = !is_before && is_own(characters.get(number + 1));
                let before = &before[..before.len() - usize::from(is_before)];
                let after = &after[usize::from(is_after)..];
                is_between(before, after)
            }
            '.' => matches!(length, 3 | 6) && is_between(before, after),
            '-' => length == 2 && is_between(before, after),
            '"' => is_lone_pair && is_quoting(before, after, is_closing),
            _ => false,
        };
        // Brackets are a pair: where one is wrong the other is.
        match (c, right) {
            ('(', Some(right)) => {
                open.push((found.len(), is_beside));
                found.push((number, Mark { at, written, right, or, is_sure, pair: None }));
                // The next mark stands at what this one and its space become: `第2, 3, 6章`.
                let space = usize::from(after.first() == Some(&' '));
                chars[number..number + length + space].fill('，');
            }
            (')', Some(right)) => {
                let pair = open.pop();
                let is_wrong = is_beside || pair.is_some_and(|(_, is_wrong)| is_wrong);
                if let Some((first, _)) = pair.filter(|_| !is_wrong) {
                    found.remove(first);
                }
                if is_wrong {
                    let first = pair.and_then(|(first, _)| found.get_mut(first));
                    let is_sure = first.is_some_and(|(open, mark)| {
                        let inner = chars.get(*open + 1..number).unwrap_or_default();
                        mark.is_sure = open.checked_sub(1).is_some_and(|at| is_han(chars[at]))
                            && [inner.first(), inner.last()]
                                .iter()
                                .all(|c| c.is_some_and(|c| is_han(*c)));
                        mark.is_sure
                    });
                    found.push((number, Mark { at, written, right, or, is_sure, pair: None }));
                }
            }
            (_, Some(right)) if is_beside => {
                found.push((number, Mark { at, written, right, or, is_sure, pair: None }));
                // The next mark stands at what this one and its space become: `第2, 3, 6章`.
                let space = usize::from(after.first() == Some(&' '));
                chars[number..number + length + space].fill('，');
            }
            _ => {}
        }
        number += length;
    }
    // Brackets that nothing closes.
    while let Some((first, is_wrong)) = open.pop() {
        if !is_wrong {
            found.remove(first);
        }
    }
    let mut found: Vec<Mark> = found.into_iter().map(|(_, mark)| mark).collect();
    pair_quotes(&mut found);
    found
}

/// Lets two quotes that are a pair be mended together; one alone is only told.
fn pair_quotes(marks: &mut [Mark]) {
    let own = |mark: &Mark| mark.written == "\"" && mark.is_sure;
    let sure: Vec<usize> = (0..marks.len()).filter(|at| own(&marks[*at])).collect();
    match *sure.as_slice() {
        [one, other] => (marks[one].pair, marks[other].pair) = (Some(other), Some(one)),
        _ => sure.into_iter().for_each(|at| marks[at].is_sure = false),
    }
}

/// Whether a colon stands between the sides of a ratio: `男:女为3:2`, `甲:乙=1:2`.
fn is_ratio(before: &[char], after: &[char]) -> bool {
    let left: Vec<char> = before.iter().rev().take_while(|c| is_han(**c)).copied().collect();
    // 比例:男女为3:2 names what follows.
    if !(1..=4).contains(&left.len()) || matches!(left[0], '比' | '例' | '率' | '构') {
        return false;
    }
    let is_side = |c: &&char| is_han(**c) || matches!(c, ':' | ' ' | '=');
    let sides = after.iter().take(20).take_while(is_side).count();
    let numbers = &after[sides..];
    let digits = numbers.iter().take_while(|c| c.is_ascii_digit() || **c == '.').count();
    let is_next = |at: usize| numbers.get(at).is_some_and(char::is_ascii_digit);
    let is_colon = numbers.get(digits).is_some_and(|c| matches!(c, ':' | '：' | '∶'));
    sides > 0 && is_next(0) && is_colon && is_next(digits + 1)
}

/// The full-width form of a mark that stands so many times in a row.
fn right(mark: char, length: usize, is_closing: bool) -> Option<&'static str> {
    Some(match (mark, length) {
        (',', _) => "，",
        (';', _) => "；",
        (':', _) => "：",
        ('?', _) => "？",
        ('!', _) => "！",
        ('(', _) => "（",
        (')', _) => "）",
        ('.', 1) => "。",
        ('.', _) => "……",
        ('-', 2..) => "——",
        ('"', _) => {
            if is_closing {
                "”"
            } else {
                "“"
            }
        }
        ('\'', _) => {
            if is_closing {
                "’"
            } else {
                "‘"
            }
        }
        _ => return None,
    })
}

/// Whether a word or a mark is Chinese: the first character from a mark on, past what both scripts
/// use.
fn is_chinese<'a>(from: impl Iterator<Item = &'a char>) -> bool {
    first(from).is_some_and(|c| is_han(c) || is_wide(c))
}

/// As [`is_chinese`], of a word or what is in brackets alone.
fn is_word<'a>(from: impl Iterator<Item = &'a char>) -> bool {
    let brackets = ['《', '》', '〈', '〉', '「', '」', '『', '』', '（', '）'];
    first(from).is_some_and(|c| is_han(c) || brackets.contains(&c))
}

/// The first character past numbers and quotes; the points of a number are passed with it.
fn first<'a>(from: impl Iterator<Item = &'a char>) -> Option<char> {
    let mut last = ' ';
    for &c in from {
        let is_passed = c.is_ascii_digit()
            || matches!(c, '%' | '‰' | '“' | '”' | '‘' | '’' | '*')
            || matches!(c, '.' | ',') && last.is_ascii_digit();
        if !is_passed {
            return Some(c);
        }
        last = c;
    }
    None
}

/// Whether a mark stands right between Chinese words, with one space behind it at most: Han, or a
/// bracket, quote or percent before it.
fn is_between(before: &[char], after: &[char]) -> bool {
    let after = after.strip_prefix(&[' ']).unwrap_or(after);
    let closes = |c: char| is_han(c) || "》〉”’）】〕%％℃".contains(c);
    let opens = |c: char| is_han(c) || "《〈“‘（【〔".contains(c);
    let han =
        before.last().is_some_and(|c| is_han(*c)) || after.first().is_some_and(|c| is_han(*c));
    han && before.last().is_some_and(|c| closes(*c)) && after.first().is_some_and(|c| opens(*c))
}

/// Whether a quote has Han on its inner side, and Chinese or nothing on the other.
fn is_quoting(before: &[char], after: &[char], is_closing: bool) -> bool {
    let (inner, outer) = match is_closing {
        true => (before.last(), after.first()),
        false => (after.first(), before.last()),
    };
    // Marks of half width will be wide.
    let is_half = |c: char| matches!(c, ',' | ';' | ':' | '?' | '!');
    inner.is_some_and(|c| is_han(*c))
        && outer.is_none_or(|c| is_han(*c) || is_wide(*c) || is_half(*c))
}

/// Whether a mark is of Chinese alone.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}')
        || matches!(c, '\u{FF3B}' | '\u{FF3D}' | '\u{FF5B}'..='\u{FF65}')
}

/// Whether a mark belongs to a number: inside of it, behind one that counts, or a prime.
fn is_of_number(
    (mark, length, is_closing): (char, usize, bool),
    before: &[char],
    after: &[char],
) -> bool {
    let is_digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    let (last, next) = (before.last(), after.first());
    let counts = |c: &char| c.is_ascii_alphanumeric();
    match mark {
        ',' | ':' | '\'' if is_digit(last) && is_digit(next) => true,
        '.' if length == 1 => {
            last.is_none_or(counts) || next.is_some_and(char::is_ascii_alphabetic)
        }
        // Minutes and seconds: an opening quote does not stand right behind a number.
        '"' | '\'' => is_digit(last) && !is_closing,
        _ => false,
    }
}

/// Whether a straight quote is an apostrophe between Latin letters.
fn is_apostrophe(before: &[char], after: &[char]) -> bool {
    let is_latin = |c: Option<&char>| c.is_some_and(|c| c.is_alphabetic() && !is_han(*c));
    is_latin(before.last()) && is_latin(after.first())
}

/// A line whose addresses, `](…)` and `<scheme:…>`, entities and heads of notes are blanked out:
/// their marks are not prose. Offsets stay.
pub(super) fn without_code(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    let note = line.trim_start().starts_with("[^").then(|| line.find("]:")).flatten();
    let blank = |rest: &mut &str, end: usize, out: &mut String| {
        out.extend(rest[..end].bytes().map(|_| ' '));
        *rest = &rest[end..];
    };
    if let Some(end) = note {
        blank(&mut rest, end + 2, &mut out);
    }
    while let Some(c) = rest.chars().next() {
        let closing = match rest {
            _ if rest.starts_with("](") => Some(')'),
            _ if rest.starts_with("<http") || rest.starts_with("<mailto:") => Some('>'),
            _ if is_entity(rest) => Some(';'),
            _ => None,
        };
        match closing {
            Some(closing) => {
                let end = rest.find(closing).map_or(rest.len(), |at| at + 1);
                blank(&mut rest, end, &mut out);
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

/// Whether a text begins with an entity such as `&emsp;`.
fn is_entity(text: &str) -> bool {
    let name = text.strip_prefix('&').and_then(|rest| rest.split_once(';'));
    name.is_some_and(|(name, _)| {
        !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line with its marks put right.
    fn mended(line: &str) -> String {
        let mut out = line.to_owned();
        for Mark { at, written, right, .. } in marks(line).into_iter().rev() {
            out.replace_range(at..at + written.len(), right);
        }
        out
    }

    #[test]
    fn marks_at_chinese_words_are_put_right() {
        for (line, right) in [
            ("增长5.6%,占", "增长5.6%，占"),
            ("占40%;人", "占40%；人"),
            ("（含税）,共", "（含税），共"),
            ("《年鉴》,", "《年鉴》，"),
            ("“引”,", "“引”，"),
            ("维护.又", "维护。又"),
            ("他说\"好\"。", "他说“好”。"),
            ("甲--乙", "甲——乙"),
            ("还有...", "还有……"),
            ("世卫组织(WHO)说", "世卫组织（WHO）说"),
            ("(见GB/T 15834)", "（见GB/T 15834）"),
            ("《年鉴》(2024)", "《年鉴》（2024）"),
            ("2023,增长", "2023，增长"),
            ("说'甲'", "说‘甲’"),
            ("什么?!", "什么？！"),
            ("第2, 3, 6章", "第2， 3， 6章"),
            ("为5.6%,12.3%和7.1%", "为5.6%，12.3%和7.1%"),
            ("5℃,气温", "5℃，气温"),
            ("①,甲", "①，甲"),
        ] {
            assert_eq!(mended(line), right, "{line}");
        }
    }

    #[test]
    fn points_between_characters_may_be_of_names() {
        for (line, or) in [("约翰.克里斯朵夫", Some("·")), ("维护.又", Some("·")), ("维护.", None)]
        {
            assert_eq!(marks(line).first().map(|mark| mark.or), Some(or), "{line}");
        }
    }

    #[test]
    fn between_han_there_is_one_answer() {
        for (line, sure) in [
            ("甲,乙", vec![true]),
            ("甲; 乙", vec![true]),
            ("甲(乙)丙", vec![true, true]),
            ("甲,,乙", vec![false, false]),
            ("甲,，乙", vec![true]),
            ("甲,5个", vec![false]),
            ("甲.乙", vec![false]),
            ("甲(WHO)说", vec![false, false]),
            ("甲\"乙\"", vec![true, true]),
            ("甲\"乙\"，\"丙\"", vec![false, false, false, false]),
            ("增长5.6%,占（含税）,共", vec![true, true]),
            ("后来...没有--了", vec![true, true]),
            ("甲,“乙”", vec![true]),
            ("甲说:\"乙\",丙", vec![false, true, true, false]),
            ("甲\"乙\" 丙", vec![false, false]),
            ("甲 \"乙丙\"甲", vec![false, false]),
        ] {
            let marks: Vec<bool> = marks(line).iter().map(|mark| mark.is_sure).collect();
            assert_eq!(marks, sure, "{line}");
        }
    }

    #[test]
    fn marks_of_numbers_names_and_addresses_stay() {
        for line in [
            "上午10:30开会",
            "男:女为3:2",
            "甲:乙=1:2",
            "甲:乙:丙为1:2:3",
            "共1,000人",
            "长3.5公里",
            "1.总则",
            "1. 甲",
            "No.1",
            "北纬30°15'20\"，",
            "见[路](https://例.中国/问?答)，<https://例.中国/a?b>",
            "[^1]: 注",
            "甲&emsp;乙",
            "2023-2024年",
            "| --- | :---: |",
            "In 2023, “so”, he said.",
            "it's",
            "图.jpg",
            "甲 (WHO) 乙",
            "Xi'an",
            "(a+b)*(c+d)，",
        ] {
            assert_eq!(mended(line), line, "{line}");
        }
    }

    #[test]
    fn addresses_are_blanked_and_offsets_stay() {
        let line = "见[路](https://例.中国/问?答)，<https://例.中国/a?b>。(注)";
        let without = without_code(line);
        assert_eq!(without.len(), line.len());
        assert!(!without.contains('?') && without.ends_with("。(注)"), "{without}");
    }
}
