//! W13: spaces between Han characters of a sentence.
//!
//! Names in rows, labels before a text and the agencies of news have spaces that are meant: only
//! in a line that is a sentence, behind more words than a label has, and few of them, are they
//! told; not in quotes, where slogans have them, nor between what may be a headline and its text.

use super::{Line, Slip};
use crate::diag::{Code, msg};
use crate::text::class::is_han;

/// Words before a space that parts a label from its text.
const LABELS: [char; 8] = ['讯', '电', '日', '章', '节', '条', '月', '年'];

/// Looks at a line.
pub(super) fn judge(line: &Line, slips: &mut Vec<Slip>) {
    let is_space = |c: char| matches!(c, ' ' | '\u{3000}' | '\u{A0}');
    if !line.chars.iter().any(|c| matches!(c, '。' | '，')) {
        return;
    }
    let mut spaces = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(&c) = line.chars.get(at) {
        match c {
            '（' | '(' | '{' | '“' | '《' => depth += 1,
            '）' | ')' | '}' | '”' | '》' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if !is_space(c) {
            at += 1;
            continue;
        }
        let run = line.chars[at..].iter().take_while(|c| is_space(**c)).count();
        let before = line.before(at).filter(|c| is_han(*c));
        let after = line.chars.get(at + run).filter(|c| is_han(**c));
        if before.is_some() && after.is_some() {
            spaces.push((at, run, depth));
        }
        at += run;
    }
    if spaces.len() > 3 {
        return;
    }
    // Between words of a sentence that has no other gap a space is a slip.
    let is_alone = spaces.len() == 1;
    for (at, run, depth) in spaces {
        let head = line.chars[..at].iter().filter(|c| is_han(**c)).count();
        let back = |c: &&char| is_han(**c) || c.is_ascii_digit();
        let words = line.chars[..at].iter().rev().take_while(back).count();
        let next = |c: &&char| is_han(**c);
        let behind = line.chars[at + run..].iter().take_while(next).count();
        let is_label = line.before(at).is_some_and(|c| LABELS.contains(&c));
        let is_short = words <= 1 || behind <= 1;
        let start = at.checked_sub(words + 1).and_then(|at| line.chars.get(at));
        let is_headline = start.is_none_or(|c| "。！？”】".contains(*c)) && behind >= 6;
        if depth > 0 || head <= 8 || is_label || is_short || is_headline {
            continue;
        }
        let message = msg!("汉字之间有空格", "a space between Han characters");
        let slip = Slip::write(Code::W13, line.bytes(at..at + run), message, "");
        slips.push(slip.certain_if(is_alone && words >= 4 && behind >= 4));
    }
}
