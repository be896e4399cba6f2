//! Makes sentences of patterns, and paragraphs of sentences.
//!
//! In a pattern, `[18.6~20.8]` is a number of that range with as many decimals, `(a/b)` one of
//! several words (patterns again), and `{日}`, `{镇}`, `{企}`, `{校}` a day, a town, a firm, a
//! school. Other braces are marks of the format and stay.

use crate::sample::random::Random;
use crate::sample::topics::{Item, Kind, Topic};

const TOWNS: &[&str] = &["长丰镇", "鹭溪镇", "盐堡镇", "云礁镇", "珠帆镇", "望屿镇", "石坞镇"];

/// Firms; with the schools they are terms of the index wherever they stand.
pub(crate) const FIRMS: &[&str] = &[
    "云礁重工",
    "青屿绳网集团",
    "鹭溪食品公司",
    "蓝屿储能",
    "潮生生物",
    "盐堡风电",
    "珠帆家纺",
    "海田冷链",
];

/// Schools.
pub(crate) const SCHOOLS: &[&str] =
    &["青屿中学", "望屿实验学校", "云礁小学", "青屿职业学校", "长丰中学", "书院小学", "听涛小学"];

/// Most characters of a paragraph.
const LONGEST: usize = 260;

/// A writer with chance of its own.
pub(crate) struct Prose {
    random: Random,
    town: usize,
    /// What is left of a topic's `more` and `results`, shuffled: no sentence comes twice in an
    /// entry.
    decks: [Vec<usize>; 2],
}

impl Prose {
    pub(crate) fn named(name: &str) -> Prose {
        Prose { random: Random::named(name), town: 0, decks: [Vec::new(), Vec::new()] }
    }

    /// Whether something that happens once in so many times happens now.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.random.below(times) == 0
    }

    pub(crate) fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        self.random.pick(list)
    }

    /// The sentence of a pattern.
    pub(crate) fn fill(&mut self, pattern: &str) -> String {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some(c) = rest.chars().next() {
            let (inner, after) = match c {
                '[' => rest[1..].split_once(']').unwrap(),
                '{' => rest[1..].split_once('}').unwrap(),
                '(' => closing(&rest[1..]),
                _ => ("", &rest[c.len_utf8()..]),
            };
            match c {
                '[' => out.push_str(&self.number(inner)),
                '{' => out.push_str(&self.name(inner)),
                '(' => {
                    let choice = self.random.pick(&alternatives(inner));
                    out.push_str(&self.fill(choice));
                }
                _ => out.push(c),
            }
            rest = after;
        }
        out
    }

    fn number(&mut self, range: &str) -> String {
        let Some((low, high)) = range.split_once('~') else {
            return range.to_owned();
        };
        let decimals = low.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let scale = 10_f64.powi(decimals as i32);
        let [low, high] = [low, high].map(|side| side.parse::<f64>().unwrap() * scale);
        let number = low.round() + self.random.below((high - low).round() as usize + 1) as f64;
        format!("{:.decimals$}", number / scale)
    }

    fn name(&mut self, what: &str) -> String {
        match what {
            "日" => format!("{}月{}日", 1 + self.random.below(12), 1 + self.random.below(28)),
            "镇" => {
                // Never the same town twice in a row.
                self.town = (self.town + 1 + self.random.below(TOWNS.len() - 1)) % TOWNS.len();
                TOWNS[self.town].to_owned()
            }
            "企" => self.random.pick(FIRMS).to_owned(),
            "校" => self.random.pick(SCHOOLS).to_owned(),
            mark => format!("{{{mark}}}"),
        }
    }

    /// The first paragraph of an entry or a story; `year` writes the year out.
    pub(crate) fn opening(&mut self, item: &Item, topic: &Topic, year: bool) -> String {
        self.decks = [&topic.more, &topic.results].map(|patterns| self.shuffled(patterns.len()));
        let lead = self.fill(&item.lead);
        let when = match item.kind {
            Kind::Day(month, day) if year => format!("2023年{month}月{day}日，"),
            Kind::Day(month, day) => format!("{month}月{day}日，"),
            _ if lead.starts_with("年末") || lead.starts_with('{') => String::new(),
            Kind::Overview => "2023年，".to_owned(),
            Kind::Year => self.random.pick(&["2023年，", "年内，", "是年，", ""]).to_owned(),
        };
        self.paragraph(format!("{when}{lead}。"), topic)
    }

    /// A paragraph of 120 to 260 characters that begins with these words: what was done, now and
    /// then with what came of it.
    pub(crate) fn paragraph(&mut self, begin: String, topic: &Topic) -> String {
        let (mut out, wanted) = (begin, 120 + self.random.below(80));
        for sentence in 1.. {
            let which = usize::from(sentence % 4 == 0 || out.chars().count() > wanted - 25);
            let patterns = [&topic.more, &topic.results][which];
            let Some(next) = self.decks[which].pop() else { break };
            let next = self.fill(&patterns[next]);
            if out.chars().count() + next.chars().count() >= LONGEST {
                break;
            }
            out = format!("{out}{next}。");
            if out.chars().count() >= wanted {
                break;
            }
        }
        out
    }

    fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut deck: Vec<usize> = (0..count).collect();
        (1..count).rev().for_each(|last| deck.swap(last, self.random.below(last + 1)));
        deck
    }
}

/// What stands before the bracket that closes, and after it.
fn closing(text: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return (&text[..at], &text[at + 1..]),
            ')' => depth -= 1,
            _ => {}
        }
    }
    panic!("no closing bracket: {text}");
}

/// The parts between the bars that stand in no bracket.
fn alternatives(text: &str) -> Vec<&str> {
    let mut depth = 0;
    text.split(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        c == '/' && depth == 0
    })
    .collect()
}
