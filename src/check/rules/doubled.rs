//! Marks that are typed twice. `……` and `——` are two characters, and `！！` is emphasis (GB/T 15834,
//! 4.2 and 4.3): those are left alone.

use crate::diag::{Applicability, Code, Findings, Fix, Help, msg};
use crate::load::yaml::Node;
use crate::source::Edit;

/// Marks that never stand twice.
const ONCE: [char; 5] = ['，', '、', '；', '：', '。'];

/// Reports every mark of a text that stands twice or more.
pub(super) fn of_text(text: &str, node: &Node, found: &mut Findings) {
    if !text.contains(ONCE) {
        return;
    }
    let places = node.places(text);
    let mut rest = text;
    while let Some(at) = rest.find(ONCE) {
        let start = text.len() - rest.len() + at;
        let mark = text[start..].chars().next().unwrap_or_default();
        let behind = text[start..].trim_start_matches(mark);
        let end = text.len() - behind.len();
        rest = behind;
        let count = text[start..end].chars().count();
        if count < 2 {
            continue;
        }
        let place = places.of(start..end);
        let written = &text[start..end];
        let message = msg!("“{written}”重复了", "“{written}” is written more than once");
        // Several full stops may be what somebody typed for an ellipsis.
        let is_sure = mark != '。' || count == 2;
        let fix = place.range().filter(|_| is_sure).map(|bytes| Fix {
            edits: vec![Edit { file: place.file.clone(), bytes, text: mark.to_string() }],
            applicability: Applicability::Certain,
        });
        let hint = match is_sure {
            true => msg!("留一个“{mark}”", "leave one “{mark}”"),
            false => msg!("省略号写“……”，句号留一个", "an ellipsis is “……”; else leave one"),
        };
        found.add_with(Code::W10, Some(&place), message, Help { hint: Some(hint), fix });
    }
}
