//! Characters at which the reading of a file breaks, or would tell of wrong lines.

use crate::diag::{Applicability, Code, Findings, Fix, Help, msg};
use crate::source::{Edit, Source};

/// Reports characters that parsers refuse, or take for ends of lines where editors see none; a
/// parser would tell of wrong lines. Whether there are none.
pub(in crate::load) fn report(source: &Source, found: &mut Findings) -> bool {
    let is_bad = |c: &char| match c {
        '\t' | '\n' => false,
        '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => true,
        c => c.is_control(),
    };
    let mut clean = true;
    for (at, c) in source.plain().char_indices().filter(|(_, c)| is_bad(c)) {
        let (zh, en) = match c {
            '\u{B}' => ("（Word 的手动换行）", " (a line break of Word)"),
            '\r' | '\u{85}' | '\u{2028}' => ("（换行符）", " (a line break)"),
            '\u{2029}' => ("（分段符）", " (a break of paragraphs)"),
            '\u{FEFF}' => ("（看不见的字节顺序标记）", " (an invisible byte order mark)"),
            _ => ("", ""),
        };
        let point = u32::from(c);
        let range = at..at + c.len_utf8();
        let message = msg!("不能印的字符 U+{point:04X}{zh}", "U+{point:04X}{en} cannot be printed");
        let edit = Edit {
            file: source.path().clone(),
            bytes: source.stored_range(range.clone()),
            text: String::new(),
        };
        let fix = Fix { edits: vec![edit], applicability: Applicability::Suggested };
        let is_break = matches!(c, '\r' | '\u{B}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let hint = is_break.then(|| {
            msg!(
                "这是别的程序的换行，删去，要换行就另起一行",
                "a line break of other programs: delete it, and begin a new line if one is meant"
            )
        });
        let help = Help { hint, fix: Some(fix) };
        found.add_with(Code::Y13, Some(&source.place(range)), message, help);
        clean = false;
    }
    clean
}
