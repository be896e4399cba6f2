//! W25: forms that the office's list of terms forbids, in every text of a book. W26: a short name
//! in a section that has not said the full one.
//!
//! A form is mended without a look where the list has one form to write for it, stands as it is
//! written, is not quoted, and what is around it is not a part of the right form already.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::check::context::Context;
use crate::check::glossary::{Forbidden, Glossary, LONGEST, What};
use crate::check::rules::numbers::prose::{Part, Prose, parts};
use crate::diag::{Applicability, Code, Findings, Fix, Help, Message, msg};
use crate::load::uses::Use;
use crate::load::yaml::{Node, Places};
use crate::source::{Edit, Place};

/// What a short name stands behind where it begins a word.
const EDGES: &str =
    "，。；：、！？（“‘《—…由在向对和与及经据按被是为到给让请使把将从以并而则但或之的了等";

/// How far before a form a quote is looked for that may be open, in bytes.
const FAR: usize = 1200;

/// Of all texts of a book.
pub(super) fn rules(context: &Context, found: &mut Findings) {
    let Some(glossary) = context.glossary else { return };
    let mut names = Names::default();
    context.raw.each_own_text(&mut |text, node, used| {
        judge(glossary, (text, node, used), Some(&mut names), found);
    });
    for file in &context.raw.sections {
        let mut names = Names::default();
        // What the index sends elsewhere are terms that are not used.
        let sent: BTreeSet<_> = file.node.key("see").pairs().map(|(_, key, _)| &key.at).collect();
        file.each_text(&mut |text, node, used| {
            if !sent.contains(&node.at) {
                judge(glossary, (text, node, used), Some(&mut names), found);
            }
        });
    }
}

/// Of one text, what is forbidden.
pub(in crate::check) fn of_text(
    glossary: &Glossary,
    text: (&str, &Node, Use),
    found: &mut Findings,
) {
    judge(glossary, text, None, found);
}

/// The names of a section.
#[derive(Debug, Default)]
struct Names {
    /// The terms of which the full name has been said, or the short one told of.
    known: BTreeSet<usize>,
}

fn judge(
    glossary: &Glossary,
    (text, node, used): (&str, &Node, Use),
    mut names: Option<&mut Names>,
    found: &mut Findings,
) {
    if !matches!(used, Use::Set | Use::Name | Use::Running | Use::Said) {
        return;
    }
    let places = node.places(text);
    let mut see = |prose: &Prose, is_table: bool| {
        let words = Words::of(prose, text);
        let (mut chars, mut last) = (Counter::default(), None);
        for hit in glossary.hits(&words.text) {
            let start = chars.at(&words.text, hit.bytes.start);
            let range = start..chars.at(&words.text, hit.bytes.end);
            match hit.what {
                What::Forbidden(forbidden) => {
                    let is_next = last == Some(hit.bytes.start);
                    last = Some(hit.bytes.end);
                    let bytes = prose.bytes(range);
                    let hit = hit.bytes;
                    let words = &words;
                    Slip { glossary, forbidden, words, hit, bytes, used, is_next }
                        .tell(text, &places, found);
                }
                What::Right(right) => {
                    let Some(names) = names.as_deref_mut() else { continue };
                    // Titles, captions and tables use short names.
                    let is_said = used == Use::Running && !is_table;
                    let begins = prose.before(range.start).is_none_or(|c| EDGES.contains(c));
                    let short = right.short_of.iter().filter(|_| is_said && begins);
                    for number in short.filter(|number| names.known.insert(**number)) {
                        let Some(name) = glossary.name(*number) else { continue };
                        let (full, short, at) = (&name.full, &name.short, &name.at);
                        let message = msg!(
                            "“{short}”前面还没有全称“{full}”（{at}）",
                            "“{short}” stands before its full name “{full}” ({at})"
                        );
                        let place = places.of(prose.bytes(range.clone()));
                        found.add(Code::W26, Some(&place), message);
                    }
                    names.known.extend(&right.full_of);
                }
            }
        }
    };
    for part in parts(text, used == Use::Running) {
        match &part {
            Part::Prose(prose) => see(prose, false),
            Part::Table(rows) => rows.iter().flatten().for_each(|cell| see(cell, true)),
        }
    }
}

/// The words of a text without markup, each character as it is written.
struct Words {
    text: String,
}

impl Words {
    fn of(prose: &Prose, text: &str) -> Words {
        let written = |(nth, c): (usize, &char)| match c {
            ' ' => " ",
            _ => text.get(prose.bytes(nth..nth + 1)).unwrap_or(" "),
        };
        Words { text: prose.chars.iter().enumerate().map(written).collect() }
    }

    /// Whether a place is inside of quotes or of the title of a work.
    fn is_quoted(&self, at: usize) -> bool {
        // Far away a quote is not looked for: a text may be one paragraph.
        let start = self.text.floor_char_boundary(at.saturating_sub(FAR));
        let before = self.text.get(start..at).unwrap_or_default();
        [('“', '”'), ('《', '》'), ('「', '」'), ('‘', '’')]
            .into_iter()
            .any(|(open, close)| before.rfind(open).is_some_and(|at| !before[at..].contains(close)))
    }
}

/// Counts the characters before places that stand in order.
#[derive(Debug, Default)]
struct Counter {
    bytes: usize,
    chars: usize,
}

impl Counter {
    fn at(&mut self, text: &str, bytes: usize) -> usize {
        self.chars += text.get(self.bytes..bytes).unwrap_or_default().chars().count();
        self.bytes = bytes;
        self.chars
    }
}

/// A form that is not to be used, where it stands.
struct Slip<'a> {
    glossary: &'a Glossary,
    forbidden: &'a Forbidden,
    words: &'a Words,
    /// Its bytes in the words.
    hit: Range<usize>,
    /// Its bytes in the text.
    bytes: Range<usize>,
    /// What becomes of the text.
    used: Use,
    /// Whether another one stands right before it.
    is_next: bool,
}

impl Slip<'_> {
    fn form(&self) -> &str {
        &self.words.text[self.hit.clone()]
    }

    /// The words before and behind it.
    fn around(&self) -> (&str, &str) {
        (&self.words.text[..self.hit.start], &self.words.text[self.hit.end..])
    }

    fn tell(&self, text: &str, places: &Places, found: &mut Findings) {
        let (form, Forbidden { right, note, at, .. }) = (self.form(), self.forbidden);
        let zh = right.iter().map(|right| format!("“{right}”")).collect::<Vec<_>>().join("或");
        let en = right.iter().map(|right| format!("“{right}”")).collect::<Vec<_>>().join(" or ");
        let why = |colon: &str| {
            note.as_ref().map(|note| format!("{colon}{}", note.trim())).unwrap_or_default()
        };
        let (why, why_en) = (why("："), why(": "));
        let message = msg!(
            "“{form}”不用，写{zh}（{at}）{why}",
            "“{form}” is not used: write {en} ({at}){why_en}"
        );
        let place = places.of(self.bytes.clone());
        let help = match right.as_slice() {
            [right] => self.help(right, text, &place),
            _ => Help::default(),
        };
        found.add_with(Code::W25, Some(&place), message, help);
    }

    /// How it is mended where one form is to be written for it.
    fn help(&self, right: &str, text: &str, place: &Place) -> Help {
        if doubles(self.form(), right, self.around()) {
            let hint = msg!(
                "前后的字像是“{right}”的一部分，看着改",
                "what is around it may be a part of “{right}”: look at it"
            );
            return Help { hint: Some(hint), fix: None };
        }
        let is_quoted = self.words.is_quoted(self.hit.start);
        // Nothing of the text is in between, such as markup or the end of a line.
        let is_written = text.get(self.bytes.clone()) == Some(self.form());
        let is_certain = self.forbidden.is_sure
            && !is_quoted
            && !self.is_next
            && self.used != Use::Name
            && is_word(right, self.used == Use::Running)
            && self.is_end(right);
        let fix = place.range().filter(|_| is_written).map(|bytes| Fix {
            edits: vec![Edit { file: Arc::clone(&place.file), bytes, text: right.to_owned() }],
            applicability: match is_certain {
                true => Applicability::Certain,
                false => Applicability::Suggested,
            },
        });
        Help { hint: Some(hint(right, is_quoted)), fix }
    }

    /// Whether nothing is forbidden in what is written, with the words around it.
    fn is_end(&self, right: &str) -> bool {
        let (before, behind) = self.around();
        let start = before.char_indices().rev().take(LONGEST).last().map_or(0, |(at, _)| at);
        let before = &before[start..];
        let end = behind.char_indices().nth(LONGEST).map_or(behind.len(), |(at, _)| at);
        let later = format!("{before}{right}{}", &behind[..end]);
        let written = before.len()..before.len() + right.len();
        !self.glossary.hits(&later).into_iter().any(|hit| {
            let is_wrong = matches!(hit.what, What::Forbidden(_));
            is_wrong && hit.bytes.start < written.end && written.start < hit.bytes.end
        })
    }
}

fn hint(right: &str, is_quoted: bool) -> Message {
    match is_quoted {
        false => msg!("改成“{right}”", "write “{right}”"),
        true => msg!(
            "改成“{right}”；引文、书名照原样的不改",
            "write “{right}”, unless it is quoted as it stands"
        ),
    }
}

/// Whether a form that is to be written can stand in a file as it is.
fn is_word(right: &str, is_running: bool) -> bool {
    let may = |c: char| !c.is_ascii_punctuation() || c == '-' || c == '.' && !is_running;
    right.chars().all(may)
}

/// Whether a form that is written for another would have a part of it twice: what stands around
/// it is that part already.
fn doubles(form: &str, right: &str, (before, behind): (&str, &str)) -> bool {
    let ends = |text: &'_ str| -> Vec<String> {
        text.char_indices().map(|(at, _)| text[at..].to_owned()).collect()
    };
    let begins = |text: &'_ str| -> Vec<String> {
        text.char_indices().map(|(at, c)| text[..at + c.len_utf8()].to_owned()).collect()
    };
    // What the right form has more than this one, before and behind.
    let same = form.chars().rev().zip(right.chars().rev()).take_while(|(a, b)| a == b);
    let head = right.len() - same.map(|(c, _)| c.len_utf8()).sum::<usize>();
    let same = form.chars().zip(right.chars()).take_while(|(a, b)| a == b);
    let tail = same.map(|(c, _)| c.len_utf8()).sum::<usize>();
    let has_behind = |part: &String| behind.starts_with(part.as_str());
    let has_before = |part: &String| before.ends_with(part.as_str());
    ends(right).iter().any(|part| has_behind(part) && !form.ends_with(part.as_str()))
        || begins(right).iter().any(|part| has_before(part) && !form.starts_with(part.as_str()))
        || begins(&right[tail..]).iter().any(has_behind)
        || ends(&right[..head]).iter().any(has_before)
}

#[cfg(test)]
mod tests {
    use super::{doubles, is_word};

    #[test]
    fn what_is_around_a_form_is_not_doubled() {
        for (form, right, around, expected) in [
            ("金山", "金山区", ("在", "区召开"), true),
            ("金山", "金山区", ("在", "召开"), false),
            ("纱厂", "大生纱厂", ("张謇的大生", "旧址"), true),
            ("纱厂", "大生纱厂", ("张謇的生", "旧址"), true),
            ("抽水站", "泵站", ("一座", "站长"), false),
            ("金山医院", "金山区医院", ("", "院长"), false),
            ("张骞", "张謇", ("状元", "创办"), false),
        ] {
            assert_eq!(doubles(form, right, around), expected, "{form} {right} {around:?}");
        }
    }

    #[test]
    fn what_files_read_as_marks_is_not_written_without_a_look() {
        assert!(is_word("张謇", true) && is_word("A-1 型", true));
        assert!(!is_word("甲: 乙", false) && !is_word("*甲*", true) && !is_word("a#b", false));
    }
}
