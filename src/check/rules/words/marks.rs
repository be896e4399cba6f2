//! W11: marks that stand twice, or where none may. W12: ellipses, dashes and marks of ranges of
//! another form than GB/T 15834 gives.
//!
//! One dash joins two ends (北京—上海) and is right between words; beside another mark it is half
//! of one. Three exclamation or question marks are allowed, and 。 behind a closing quote if none
//! stands before it.

use super::{Line, Slip};
use crate::diag::{Code, msg};
use crate::text::class::is_han;

/// Looks at a line.
pub(super) fn judge(line: &Line, slips: &mut Vec<Slip>) {
    let mut at = 0;
    while let Some(&c) = line.chars.get(at) {
        let run = line.run(at, c);
        match c {
            '。' if run >= 3 => form(line, at..at + run, "……", slips),
            '，' | '。' | '、' | '；' | '：' => doubled(line, at, slips),
            '…' => ellipsis(line, at, run, slips),
            '·' | '・' if run >= 3 => form(line, at..at + run, "……", slips),
            '—' => dash(line, at, run, slips),
            '－' | '─' if run == 2 && beside(line, at, run) => {
                form(line, at..at + run, "——", slips);
            }
            '~' if run == 1 && is_range(line, at) => form(line, at..at + 1, "～", slips),
            '！' | '？' if run <= 3 => {
                let next = line.chars.get(at + run).copied();
                if let Some(next @ ('，' | '。' | '、' | '；' | '：')) = next {
                    let range = line.bytes(at..at + run + 1);
                    let message = msg!("“{c}{next}”两个点号叠用", "two marks in a row: {c}{next}");
                    slips.push(Slip::tell(Code::W11, range, message));
                }
            }
            '（' | '《' | '【' | '〔' => {
                let next = line.chars.get(at + 1).copied();
                if let Some(next @ ('，' | '。' | '、' | '；' | '：')) = next {
                    let range = line.bytes(at + 1..at + 2);
                    let message = msg!("“{c}”后面不能是“{next}”", "no {next} may stand behind {c}");
                    slips.push(Slip::write(Code::W11, range, message, ""));
                }
            }
            _ => {}
        }
        at += run.max(1);
    }
}

fn form(line: &Line, chars: std::ops::Range<usize>, right: &str, slips: &mut Vec<Slip>) {
    let written: String = line.chars.get(chars.clone()).unwrap_or_default().iter().collect();
    let message = msg!(
        "“{written}”不是规定的形式（GB/T 15834）",
        "“{written}” is not the form of this mark (GB/T 15834)"
    );
    slips.push(Slip::write(Code::W12, line.bytes(chars), message, right));
}

/// Marks that follow another one.
fn doubled(line: &Line, at: usize, slips: &mut Vec<Slip>) {
    let is_point = |c: char| matches!(c, '，' | '。' | '、' | '；' | '：');
    let Some(&first) = line.chars.get(at) else { return };
    // Only the first of a row speaks; a run of one mark is told at once.
    if line.before(at).is_some_and(|c| is_point(c) && c != first) {
        return;
    }
    let row = line.chars.get(at..).unwrap_or_default().iter().take_while(|c| is_point(**c)).count();
    if row >= 2 {
        let marks: String = line.chars.get(at..at + row).unwrap_or_default().iter().collect();
        let message = msg!("“{marks}”标点叠用", "marks in a row: {marks}");
        let range = line.bytes(at..at + row);
        let same = line.run(at, first) == row;
        slips.push(Slip {
            code: Code::W11,
            range,
            message,
            right: same.then(|| first.to_string()),
            is_certain: same,
        });
        return;
    }
    let tail = |n: usize| line.chars.get(at + n).copied();
    if first == '。' && tail(1) == Some('”') && tail(2) == Some('。') {
        let message = msg!("引号内外都有句号", "a full stop on both sides of the quote");
        slips.push(Slip::tell(Code::W11, line.bytes(at..at + 3), message));
    }
    let closes = |c: char| matches!(c, '）' | '》' | '〉' | '】');
    if matches!(first, '，' | '、') && tail(1).is_some_and(closes) {
        let close = tail(1).unwrap_or_default();
        let message = msg!("“{close}”前面不能是“{first}”", "no {first} may stand before {close}");
        slips.push(Slip::write(Code::W11, line.bytes(at..at + 1), message, ""));
    }
    // 、 and 等 say the same twice.
    let ends = |c: Option<char>| c.is_none_or(|c| matches!(c, '，' | '。' | '；' | '）'));
    if first == '、' && tail(1) == Some('等') && ends(tail(2)) {
        let message = msg!("“等”前面不用顿号", "no 、 stands before 等");
        slips.push(Slip::write(Code::W11, line.bytes(at..at + 1), message, ""));
    }
}

/// Whether words or marks of Chinese stand on both sides.
fn beside(line: &Line, at: usize, run: usize) -> bool {
    let own =
        |c: Option<char>| c.is_some_and(|c| is_han(c) || "，。；：！？“”‘’《》（）".contains(c));
    own(line.before(at)) && own(line.chars.get(at + run).copied())
}

fn ellipsis(line: &Line, at: usize, run: usize, slips: &mut Vec<Slip>) {
    let own = |c: Option<char>| c.is_some_and(|c| is_han(c) || "，。；！？”’》".contains(c));
    // Two make a mark, four stand for a paragraph.
    if !matches!(run, 2 | 4) && run < 7 && own(line.before(at)) {
        form(line, at..at + run, "……", slips);
        return;
    }
    let next = line.chars.get(at + run).copied();
    if run == 2 && next == Some('等') {
        let behind = line.chars.get(at + run + 1).copied();
        if behind.is_none_or(|c| "，。；）".contains(c)) {
            let message = msg!("省略号和“等”只用一个", "of …… and 等 one is enough");
            slips.push(Slip::tell(Code::W12, line.bytes(at..at + run + 1), message));
        }
    }
}

fn dash(line: &Line, at: usize, run: usize, slips: &mut Vec<Slip>) {
    let (before, after) = (line.before(at), line.chars.get(at + run).copied());
    let is_word = |c: Option<char>| c.is_some_and(is_han);
    let is_point = |c: Option<char>| c.is_some_and(|c| "，。；：！？".contains(c));
    let is_half =
        run == 1 && (is_point(before) && is_word(after) || is_word(before) && is_point(after));
    let is_long = run == 3 && is_word(before) && is_word(after);
    if is_half || is_long {
        form(line, at..at + run, "——", slips);
    }
}

/// Whether numbers stand on both sides, and Chinese in the line.
fn is_range(line: &Line, at: usize) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let before = line.before(at);
    let is_end = is_digit(before)
        || before
            .is_some_and(|c| matches!(c, '%' | '％' | '日' | '月' | '年' | '时' | '万' | '亿'));
    is_end
        && is_digit(line.chars.get(at + 1).copied())
        && line.chars.iter().filter(|c| **c == '~').count() == 1
        && line.chars.iter().any(|c| is_han(*c))
}
