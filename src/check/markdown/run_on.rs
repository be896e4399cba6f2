//! Lines that look like paragraphs of their own, and run on as `CommonMark` has it: manuscripts
//! often have neither empty lines nor indents.
//!
//! Prose that is broken into lines of a width, or into a line a sentence, must not be taken for
//! such. So it is told of two kinds alone: of lines that begin with numbers or dots of lists, and
//! of lines of several sentences that no width explains.

use std::ops::Range;

use crate::check::markdown::dialect::{begins_block, typed_indent};

/// From how many characters a line may be a paragraph.
const LONG: usize = 40;

/// How many characters a line may be longer than the one before, if both are broken at a width:
/// what could not stand there any more is a word and its marks.
const LOOSE: usize = 12;

/// No prose is broken at a width of more characters.
const WIDEST: usize = 100;

/// Of each paragraph the first line that looks like one of its own and runs on.
pub(super) fn each(text: &str) -> Vec<Range<usize>> {
    let (mut seen, mut start) = (Vec::new(), 0);
    let mut above: Option<&str> = None;
    // What the lines of the paragraph so far begin with.
    let mut leads: Vec<Lead> = Vec::new();
    let (mut last, mut is_told) = (None, false);
    for line in text.split_inclusive('\n') {
        let (from, words) = (start, line.trim_end());
        start += line.len();
        let goes_on = above.is_some_and(|above| !breaks(above)) && !begins_own(line);
        if !goes_on {
            leads.clear();
            (last, is_told) = (None, false);
        }
        let lead = Lead::of(words);
        // The next of a list, or the next line whatever the kinds of both.
        let listed = lead.is_some_and(|lead| leads.contains(&lead) || last.is_some());
        let parted = || above.is_some_and(|above| is_parted(above.trim_end(), words));
        if goes_on && !is_told && (listed || parted()) {
            seen.push(from..from + words.len());
            is_told = true;
        }
        leads.extend(lead);
        last = lead;
        let is_prose = !words.is_empty() && !words.starts_with(['#', '|', '`', '>']);
        above = is_prose.then(|| line.trim_end_matches('\n'));
    }
    seen
}

/// Whether a line begins a block or a paragraph of its own.
fn begins_own(line: &str) -> bool {
    begins_block(line) || typed_indent(line) > 0 || line.starts_with("[^")
}

/// Whether a line ends with a break that is set.
fn breaks(line: &str) -> bool {
    line.ends_with("  ") || line.ends_with('\\')
}

/// Whether two lines of prose are two paragraphs: each has several sentences, and they are not as
/// long as lines of one width are.
fn is_parted(above: &str, line: &str) -> bool {
    let is_whole = |line: &str| ends_sentence(line) && line.matches(ENDS).count() > 1;
    // Counting is put off, as few lines end so.
    if !is_whole(above) || !is_whole(line) {
        return false;
    }
    let (first, second) = (above.chars().count(), line.chars().count());
    first >= LONG && second >= LONG && (second > first + LOOSE || first > WIDEST)
}

/// Marks that end sentences.
const ENDS: [char; 3] = ['。', '！', '？'];

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['”', '’', '）', '」', '』']).ends_with(ENDS)
}

/// What items of lists begin with that `CommonMark` does not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lead {
    /// `一、`
    Han,
    /// `（一）`, `㈠`
    HanInBrackets,
    /// `（1）`, `⑴`, `1）`
    FigureInBrackets,
    /// `（a）`, `A、`
    Letter,
    /// `1、`, `１．`, `⒈`, `1.` without a space.
    Figure,
    /// `①`
    Circled,
    /// `第一条`
    Article,
    /// `•`
    Dot,
    /// `——`
    Dash,
}

impl Lead {
    fn of(line: &str) -> Option<Lead> {
        match line.chars().next()? {
            '•' | '●' | '■' | '▪' | '◆' | '▲' | '★' | '○' | '□' | '◇' => {
                return Some(Lead::Dot);
            }
            '①'..='⑳' => return Some(Lead::Circled),
            '⑴'..='⒇' => return Some(Lead::FigureInBrackets),
            '⒈'..='⒛' => return Some(Lead::Figure),
            '㈠'..='㈩' => return Some(Lead::HanInBrackets),
            '—' => return line.starts_with("——").then_some(Lead::Dash),
            _ => {}
        }
        if let Some(article) = line.strip_prefix('第') {
            let rest = behind(article, |c| is_han_number(c) || is_digit(c))?;
            return rest.starts_with(['条', '章', '节']).then_some(Lead::Article);
        }
        if let Some(inner) = line.strip_prefix(['（', '(']) {
            let (rest, lead) = number(inner)?;
            let lead = if lead == Lead::Han { Lead::HanInBrackets } else { lead };
            let lead = if lead == Lead::Figure { Lead::FigureInBrackets } else { lead };
            return rest.starts_with(['）', ')']).then_some(lead);
        }
        let (rest, lead) = number(line)?;
        match rest.chars().next()? {
            '、' => Some(lead),
            '）' | ')' if lead == Lead::Figure => Some(Lead::FigureInBrackets),
            '）' | ')' => Some(lead),
            // Behind a point stand decimals, too, and behind a letter abbreviations go on.
            '．' if !rest[3..].starts_with(is_digit) => Some(lead),
            '.' if !rest[1..].starts_with(is_digit) => Some(lead).filter(|it| *it == Lead::Figure),
            _ => None,
        }
    }
}

/// The number or the letter that a text begins with, and what stands behind it.
fn number(text: &str) -> Option<(&str, Lead)> {
    let letter = |text| {
        behind(text, |c: char| c.is_ascii_alphabetic())
            .filter(|rest: &&str| text.len() - rest.len() == 1)
    };
    let han = behind(text, is_han_number).map(|rest| (rest, Lead::Han));
    let figure = || behind(text, is_digit).map(|rest| (rest, Lead::Figure));
    han.or_else(figure).or_else(|| letter(text).map(|rest| (rest, Lead::Letter)))
}

fn is_han_number(c: char) -> bool {
    "一二三四五六七八九十百".contains(c)
}

/// A digit, of full width too.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// What stands behind a number of at most three characters.
fn behind(text: &str, of: impl Fn(char) -> bool) -> Option<&str> {
    let rest = text.trim_start_matches(&of);
    let number = text[..text.len() - rest.len()].chars().count();
    (1..=3).contains(&number).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::each;

    /// Three sentences of so many characters in all.
    fn prose(length: usize) -> String {
        let words = "年鉴记录一年之内全区各项事业的发展变化并且逐年编纂出版".chars().cycle();
        let mut line: Vec<char> = words.take(length).collect();
        line[length / 3] = '。';
        line[length / 2] = '。';
        line[length - 1] = '。';
        line.into_iter().collect()
    }

    fn seen(text: &str) -> Option<&str> {
        each(text).first().map(|range| &text[range.clone()])
    }

    #[test]
    fn numbered_lines_that_run_on_are_seen() {
        for (text, line) in [
            ("任务：\n一、甲；\n二、乙。\n三、丙。", "二、乙。"),
            ("（一）甲\n（二）乙", "（二）乙"),
            ("(1)甲\n(2)乙", "(2)乙"),
            ("1、甲\n说明\n2、乙", "2、乙"),
            ("1.甲\n2.乙", "2.乙"),
            ("1．甲\n2．乙", "2．乙"),
            ("①甲\n②乙", "②乙"),
            ("• 甲\n• 乙", "• 乙"),
            ("第一条 甲。\n第二条 乙。", "第二条 乙。"),
            ("一、甲\n（一）乙\n1、丙", "（一）乙"),
            ("甲\n１．乙\n⑴丙", "⑴丙"),
            ("㈠甲\nA、乙", "A、乙"),
            ("1）甲\n（a）乙", "（a）乙"),
            ("——甲\n——乙", "——乙"),
        ] {
            assert_eq!(seen(text), Some(line), "{text}");
        }
        for text in [
            "一、甲\n\n二、乙",
            "　　一、甲\n　　二、乙",
            "一、甲  \n二、乙\\\n三、丙",
            "1. 甲\n2. 乙",
            "一、甲\n说明\n（一）乙\n说明\n1、丙",
            "甲\nAB、乙\nA. 丙\n—丁",
            "任务：\n一、甲；二、乙。",
            "1.5万人，\n2.3万人",
            "1、甲\n2.5万人",
            "１．５万人，\n２．３万人",
            "| 1、甲 |\n| 2、乙 |",
            "十分好，\n一般，\n第一名",
            "[^1]: 1、甲\n[^2]: 2、乙",
        ] {
            assert_eq!(seen(text), None, "{text}");
        }
    }

    #[test]
    fn each_paragraph_is_told_of_once() {
        let text = "一、甲\n二、乙\n三、丙\n\n丁\n\n1、戊\n（1）己\n2、庚";
        let lines: Vec<&str> = each(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(lines, ["二、乙", "（1）己"]);
    }

    #[test]
    fn paragraphs_that_run_on_are_seen_and_wrapped_prose_is_not() {
        let (short, long, longest) = (prose(45), prose(90), prose(150));
        for text in [
            format!("{short}\n{long}"),
            format!("{longest}\n{short}"),
            format!("{long}\n{short}\n{long}"),
        ] {
            assert!(seen(&text).is_some(), "{text}");
        }
        let sentence = |length| prose(length).replacen('。', "，", 2);
        for text in [
            format!("{short}\n\n{long}"),
            format!("{short}\n　　{long}"),
            format!("- {short}\n- {long}"),
            format!("# {short}\n{long}"),
            // A line a sentence.
            format!("{}\n{}\n{}", sentence(45), sentence(90), sentence(60)),
            // The last line of a paragraph is shorter.
            format!("{long}\n{}", prose(50)),
            format!("{}\n{}", prose(44), prose(50)),
            format!("{}\n{}", prose(20), prose(38)),
        ] {
            assert_eq!(seen(&text), None, "{text}");
        }
        // Any prose that is broken at a width.
        let all: Vec<char> =
            (30..90).flat_map(|length| prose(length).chars().collect::<Vec<_>>()).collect();
        for width in 10..100 {
            let lines: Vec<String> = all.chunks(width).map(|line| line.iter().collect()).collect();
            let text = lines.join("\n").replace("\n。", "。\n");
            assert_eq!(seen(&text), None, "{width}");
        }
    }
}
