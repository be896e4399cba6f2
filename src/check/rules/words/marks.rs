//! W11: marks that stand twice, or where none may. W12: ellipses, dashes and marks of ranges of
//! another form than GB/T 15834 gives.
//!
//! One dash joins two ends (北京—上海) and is right between words; beside another mark it is half of
//! one. Three exclamation or question marks are allowed (4.2.3.4, 4.3.3.2), and 。 behind a
//! closing quote if none stands before it.

use super::habits::{Habit, Seen};
use super::{Line, Slip};
use crate::diag::{Code, msg};
use crate::text::class::is_han;

/// Calls a closure with the marks of a line that have another form, and the right one.
pub(super) fn forms(line: &Line, see: &mut dyn FnMut(Seen)) {
    let mut at = 0;
    while let Some(&c) = line.chars.get(at) {
        let run = line.run(at, c);
        let right = match c {
            '。' if run >= 3 => Some("……"),
            // Two make a mark, four stand for a paragraph.
            '…' if !matches!(run, 2 | 4) && run < 7 && is_ended(line.before(at)) => Some("……"),
            '·' | '・' if run >= 3 => Some("……"),
            '•' | '・' | '‧' | '∙' | '⋅' | '･' if run == 1 && within(line, at) => {
                Some("·")
            }
            '—' if is_dash(line, at, run) => Some("——"),
            '－' | '─' | '―' | '–' if run == 2 && beside(line, at, run) => Some("——"),
            '~' | '〜' | '∼' | '˜' if run == 1 && is_range(line, at) => Some("～"),
            _ => None,
        };
        if let Some(right) = right {
            see(Seen::one(Habit::Forms, at..at + run, at..at + run, right));
        }
        at += run.max(1);
    }
}

/// Looks at a line.
pub(super) fn judge(line: &Line, slips: &mut Vec<Slip>) {
    let mut at = 0;
    while let Some(&c) = line.chars.get(at) {
        let run = line.run(at, c);
        match c {
            '。' if run >= 3 => {}
            '，' | '。' | '、' | '；' | '：' => doubled(line, at, slips),
            '…' if run == 2 => ellipsis(line, at, slips),
            '！' | '？' if run > 3 => {
                let right = String::from_iter([c; 3]);
                let message = msg!("“{c}”至多叠用三个", "at most three {c} stand in a row");
                let slip = Slip::write(Code::W11, line.bytes(at..at + run), message, &right);
                slips.push(slip.certain());
            }
            '！' | '？' => asked(line, (at, c, run), slips),
            '（' | '《' | '【' | '〔' => {
                let next = line.chars.get(at + 1).copied();
                if let Some(next @ ('，' | '。' | '、' | '；' | '：')) = next {
                    let range = line.bytes(at + 1..at + 2);
                    let message = msg!("“{c}”后面不能是“{next}”", "no {next} may stand behind {c}");
                    slips.push(Slip::write(Code::W11, range, message, "").certain());
                }
            }
            _ => {}
        }
        at += run.max(1);
    }
}

/// Marks of questions and exclamations, and what stands behind them.
fn asked(line: &Line, (at, c, run): (usize, char, usize), slips: &mut Vec<Slip>) {
    let next = line.chars.get(at + run).copied();
    if let Some(next @ ('，' | '。' | '、' | '；' | '：')) = next {
        let range = line.bytes(at..at + run + 1);
        let message = msg!("“{c}{next}”两个点号叠用", "two marks in a row: {c}{next}");
        slips.push(Slip::tell(Code::W11, range, message));
    }
    if c == '！' && run == 1 && next == Some('？') && line.run(at + 1, '？') == 1 {
        let message = msg!("问号在前，叹号在后", "the question mark stands first");
        slips.push(Slip::write(Code::W11, line.bytes(at..at + 2), message, "？！"));
    }
}

/// Whether Han stands on both sides of a character.
fn within(line: &Line, at: usize) -> bool {
    line.before(at).is_some_and(is_han) && line.chars.get(at + 1).is_some_and(|c| is_han(*c))
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
            edits: Vec::new(),
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
        slips.push(Slip::write(Code::W11, line.bytes(at..at + 1), message, "").certain());
    }
    // 、 and 等 say the same twice.
    let ends = |c: Option<char>| c.is_none_or(|c| matches!(c, '，' | '。' | '；' | '）'));
    // 等行业 too; 等级 and 等离子 are other words.
    let is_noun = || {
        let rest: String = line.chars.iter().skip(at + 2).take(2).collect();
        NOUNS.contains(&rest.as_str())
    };
    if first == '、' && tail(1) == Some('等') && (ends(tail(2)) || is_noun()) {
        let message = msg!("“等”前面不用顿号", "no 、 stands before 等");
        slips.push(Slip::write(Code::W11, line.bytes(at..at + 1), message, "").certain());
    }
}

/// What 等 sums up.
const NOUNS: [&str; 20] = [
    "行业", "产业", "地区", "部门", "单位", "方面", "项目", "领域", "产品", "企业", "活动", "工作",
    "内容", "乡镇", "作物", "国家", "城市", "问题", "措施", "设施",
];

/// Whether words or marks of Chinese stand on both sides.
fn beside(line: &Line, at: usize, run: usize) -> bool {
    let own =
        |c: Option<char>| c.is_some_and(|c| is_han(c) || "，。；：！？“”‘’《》（）".contains(c));
    own(line.before(at)) && own(line.chars.get(at + run).copied())
}

/// Whether words or a mark end before a place.
fn is_ended(c: Option<char>) -> bool {
    c.is_some_and(|c| is_han(c) || "，。！；？”’》".contains(c))
}

/// An ellipsis and 等 say the same twice (GB/T 15834, A.9.2).
fn ellipsis(line: &Line, at: usize, slips: &mut Vec<Slip>) {
    let behind = line.chars.get(at + 3).copied();
    let is_end =
        line.chars.get(at + 2) == Some(&'等') && behind.is_none_or(|c| "，。；）".contains(c));
    if is_end && is_ended(line.before(at)) {
        let message = msg!("省略号和“等”只用一个", "of …… and 等 one is enough");
        slips.push(Slip::tell(Code::W12, line.bytes(at..at + 3), message));
    }
}

/// Whether strokes stand for a dash: half of one beside a mark, or one and a half between words.
fn is_dash(line: &Line, at: usize, run: usize) -> bool {
    let (before, after) = (line.before(at), line.chars.get(at + run).copied());
    let is_word = |c: Option<char>| c.is_some_and(is_han);
    let is_point = |c: Option<char>| c.is_some_and(|c| "，。；：！？".contains(c));
    run == 1 && (is_point(before) && is_word(after) || is_word(before) && is_point(after))
        || run == 3 && is_word(before) && is_word(after)
}

/// Whether numbers stand on both sides of a tilde, as of all of a line with Chinese in it.
fn is_range(line: &Line, at: usize) -> bool {
    let is_joint = |at: usize| {
        let before = line.before(at);
        let ends = |c: char| c.is_ascii_digit() || "%％日月年时万亿".contains(c);
        before.is_some_and(ends) && line.chars.get(at + 1).is_some_and(char::is_ascii_digit)
    };
    // ~ is a mark of other things as well: of a line either all join numbers, or none is told.
    let mut others = (0..line.chars.len()).filter(|other| line.chars[*other] == line.chars[at]);
    is_joint(at) && others.all(is_joint) && line.chars.iter().any(|c| is_han(*c))
}
