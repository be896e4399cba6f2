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

/// The first line that looks like a paragraph and runs on behind the line above.
pub(super) fn first(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    let mut above: Option<&str> = None;
    // What the lines of the paragraph so far begin with.
    let mut leads: Vec<Lead> = Vec::new();
    for line in text.split_inclusive('\n') {
        let (from, words) = (start, line.trim_end());
        start += line.len();
        let goes_on = above.is_some_and(|above| !breaks(above)) && !begins_own(line);
        if !goes_on {
            leads.clear();
        }
        let lead = Lead::of(words);
        let listed = goes_on && lead.is_some_and(|lead| leads.contains(&lead));
        if listed || goes_on && above.is_some_and(|above| is_parted(above.trim_end(), words)) {
            return Some(from..from + words.len());
        }
        leads.extend(lead);
        let is_prose = !words.is_empty() && !words.starts_with(['#', '|', '`', '>']);
        above = is_prose.then(|| line.trim_end_matches('\n'));
    }
    None
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
    /// `（一）`
    HanInBrackets,
    /// `（1）`
    FigureInBrackets,
    /// `1、`, `1.` without a space.
    Figure,
    /// `①`
    Circled,
    /// `第一条`
    Article,
    /// `•`
    Dot,
}

impl Lead {
    fn of(line: &str) -> Option<Lead> {
        let dots = ['•', '●', '■', '▪', '◆', '▲', '★', '○', '□', '◇'];
        if line.starts_with(dots) {
            return Some(Lead::Dot);
        }
        if line.starts_with(|c| matches!(c, '①'..='⑳')) {
            return Some(Lead::Circled);
        }
        if let Some(article) = line.strip_prefix('第') {
            let rest = behind(article, |c| is_han_number(c) || c.is_ascii_digit())?;
            return rest.starts_with(['条', '章', '节']).then_some(Lead::Article);
        }
        if let Some(inner) = line.strip_prefix(['（', '(']) {
            let han = behind(inner, is_han_number).map(|rest| (rest, Lead::HanInBrackets));
            let figure = || behind(inner, is_digit).map(|rest| (rest, Lead::FigureInBrackets));
            let (rest, lead) = han.or_else(figure)?;
            return rest.starts_with(['）', ')']).then_some(lead);
        }
        if let Some(rest) = behind(line, is_han_number) {
            return rest.starts_with('、').then_some(Lead::Han);
        }
        let rest = behind(line, is_digit)?;
        // Behind a point stand decimals, too.
        let point = rest.strip_prefix(['.', '．']).is_some_and(|rest| !rest.starts_with(is_digit));
        (point || rest.starts_with('、')).then_some(Lead::Figure)
    }
}

fn is_han_number(c: char) -> bool {
    "一二三四五六七八九十百".contains(c)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// What stands behind a number of at most three characters.
fn behind(text: &str, of: impl Fn(char) -> bool) -> Option<&str> {
    let rest = text.trim_start_matches(&of);
    let number = text[..text.len() - rest.len()].chars().count();
    (1..=3).contains(&number).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::first;

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
        first(text).map(|range| &text[range])
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
        ] {
            assert_eq!(seen(text), Some(line), "{text}");
        }
        for text in [
            "一、甲\n\n二、乙",
            "　　一、甲\n　　二、乙",
            "一、甲  \n二、乙\\\n三、丙",
            "1. 甲\n2. 乙",
            "一、甲\n（一）乙\n1、丙",
            "任务：\n一、甲；二、乙。",
            "1.5万人，\n2.3万人",
            "| 1、甲 |\n| 2、乙 |",
            "十分好，\n一般，\n第一名",
            "[^1]: 1、甲\n[^2]: 2、乙",
        ] {
            assert_eq!(seen(text), None, "{text}");
        }
    }

    #[test]
    fn paragraphs_that_run_on_are_seen_and_wrapped_prose_is_not() {
        let (short, long, longest) = (prose(45), prose(90), prose(150));
        for text in [
            format!("{short}\n{long}"),
            format!("{longest}\n{short}"),
            format!("{long}\n{short}\n{long}"),
        ] {
            assert!(first(&text).is_some(), "{text}");
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
