//! Single values of the files, as the model has them.

use crate::check::markdown;
use crate::check::markdown::scope::Scope;
use crate::diag::{Applicability, Code, Findings, Fix, Help, Message, msg};
use crate::load::raw;
use crate::load::yaml::Node;
use crate::model::Block;
use crate::source::{Edit, Text};
use crate::text::class::is_blank;
use crate::text::date::{self, Date};
use crate::text::date_slip::{self, Meant};

/// A number as the editor wrote it: YAML would drop the zero of `95.60`.
pub(super) fn written(value: &raw::Loose, node: &Node) -> Text {
    node.text(node.written.as_ref().unwrap_or(&value.0))
}

/// A text that has words.
pub(super) fn filled(value: &Option<String>, node: &Node) -> Option<Text> {
    value.as_ref().filter(|text| !is_blank(text)).map(|text| node.text(text))
}

/// A date that there is.
pub(super) fn read_date(value: &raw::Loose, node: &Node, found: &mut Findings) -> Option<Date> {
    let text = written(value, node);
    let date = date::parse(&text);
    // A key that is missing, or that held something else, was found against the schema.
    if date.is_none() && (node.is_quoted() || !text.is_empty()) {
        let (message, help) = no_date(&text, node);
        found.add_with(Code::M04, Some(&node.at), message, help);
    }
    date
}

/// What is said of a text that is no date.
fn no_date(text: &str, node: &Node) -> (Message, Help) {
    meant_date(text, node).unwrap_or_else(|| {
        let is_day = text.chars().all(|c| c.is_ascii_digit() || c == '-') && text.len() > 3;
        let message = match is_day {
            true => msg!("没有 {text} 这一天", "there is no date {text}"),
            false => wrong_date(text),
        };
        (message, Help::default())
    })
}

fn wrong_date(text: &str) -> Message {
    msg!("日期的写法不对：{text}", "the date is not written as it should be: {text}")
}

/// What is said of a date, or of two, in another form than ours.
pub(super) fn meant_date(text: &str, node: &Node) -> Option<(Message, Help)> {
    let help = match date_slip::meant(text)? {
        Meant::One(date) => {
            let hint = match date.day {
                Some(_) => {
                    let month = Date { day: None, ..date };
                    msg!(
                        "改成 `{date}`（只知年月写 `{month}`）",
                        "write `{date}` (`{month}` if only the month is known)"
                    )
                }
                None => msg!("改成 `{date}`", "write `{date}`"),
            };
            let edit = |bytes| Edit { file: node.at.file.clone(), bytes, text: date.to_string() };
            let fix = node.at.range().map(|bytes| Fix {
                edits: vec![edit(bytes)],
                applicability: Applicability::Certain,
            });
            Help { hint: Some(hint), fix }
        }
        Meant::Range(from, until) => {
            let hint = msg!(
                "起止日期分两行：`date: {from}`、`until: {until}`",
                "give the two dates on two lines: `date: {from}`, `until: {until}`"
            );
            Help { hint: Some(hint), fix: None }
        }
    };
    Some((wrong_date(text), help))
}

/// Running text that may be left out.
pub(super) fn optional_blocks(
    text: &Option<String>,
    node: &Node,
    scope: &mut Scope,
    found: &mut Findings,
) -> Vec<Block> {
    text.as_ref().map(|text| markdown::blocks(text, node, scope, found)).unwrap_or_default()
}
