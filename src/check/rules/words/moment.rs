//! W16: words of the moment (今年, 近日) and of the writer (我区, 我市) in a book that is read years
//! later and elsewhere. Quotations keep them, and so do sections that have neither entries nor
//! dates: interviews, memories, greetings. Each kind is told once a book, with its words and
//! where each first stands: an editor then searches for it.

use std::ops::Range;

use super::told::{Told, list};
use crate::check::rules::numbers::prose::Prose;
use crate::diag::{Code, Findings, Message, msg};
use crate::source::Place;

/// Words of time.
const TIMES: [&str; 14] = [
    "今年",
    "去年",
    "明年",
    "近日",
    "日前",
    "目前",
    "近期",
    "昨日",
    "昨天",
    "今天",
    "本月",
    "上月",
    "眼下",
    "不久前",
];

/// Words of the place.
const OWN: [&str; 10] =
    ["我区", "我市", "我县", "我省", "我镇", "我乡", "我村", "我校", "我院", "我局"];

/// Words that are other ones by what stands before or behind.
const OTHERS: [&str; 12] = [
    "本日前",
    "今年前",
    "生日前",
    "节日前",
    "假日前",
    "接近日",
    "临近日",
    "附近期",
    "我市场",
    "我区分",
    "我校对",
    "自我",
];

/// The words of the moment in a book.
#[derive(Debug, Default)]
pub(super) struct Moment {
    times: [Option<Told>; TIMES.len()],
    own: [Option<Told>; OWN.len()],
}

impl Moment {
    /// Counts those of some words.
    pub(super) fn add(&mut self, prose: &Prose, place: impl Fn(Range<usize>) -> Place) {
        let chars = prose.chars.as_slice();
        let mut quoted = 0_usize;
        for (at, c) in chars.iter().enumerate() {
            match c {
                '“' => quoted += 1,
                '”' => quoted = quoted.saturating_sub(1),
                _ => {}
            }
            let starts = matches!(c, '今' | '去' | '明' | '近' | '日' | '目' | '昨' | '本' | '上')
                || matches!(c, '眼' | '不' | '我');
            if !starts || quoted > 0 {
                continue;
            }
            let from = at.saturating_sub(1);
            if OTHERS.iter().any(|other| prose.has(from, other) || prose.has(at, other)) {
                continue;
            }
            // 10日前 is a number of days or a day.
            if *c == '日' && prose.before(at).is_some_and(is_numeral) {
                continue;
            }
            let count = |words: &[&str], told: &mut [Option<Told>]| {
                for (word, told) in words.iter().zip(told) {
                    if prose.has(at, word) {
                        Told::count(told, || place(at..at + word.chars().count()));
                    }
                }
            };
            count(&TIMES, &mut self.times);
            count(&OWN, &mut self.own);
        }
    }

    /// Reports them.
    pub(super) fn tell(self, found: &mut Findings) {
        one(&TIMES, &self.times, found, |list| {
            let Message { zh, en } = list;
            let message = msg!("随时间变的说法：{zh}", "words of the moment: {en}");
            let hint = msg!("写明年、月、日", "write the date");
            (message, hint)
        });
        one(&OWN, &self.own, found, |list| {
            let Message { zh, en } = list;
            let message = msg!("作者口吻的说法：{zh}", "words of the writer: {en}");
            let hint = msg!("写地名或单位名", "write the name of the place or the office");
            (message, hint)
        });
    }
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十几数多余".contains(c)
}

fn one(
    words: &[&str],
    told: &[Option<Told>],
    found: &mut Findings,
    say: impl Fn(Message) -> (Message, Message),
) {
    let seen = || words.iter().zip(told).filter_map(|(word, told)| Some((*word, told.as_ref()?)));
    let Some((_, first)) = seen().next() else { return };
    let (message, hint) = say(list(seen()));
    found.add_with_hint(Code::W16, Some(&first.at), message, hint);
}
