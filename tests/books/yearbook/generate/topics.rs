//! Reads `topics/*.txt`: a subject of the yearbook with its groups of entries and the sentences
//! that its paragraphs are made of.
//!
//! ```text
//! @ id 类目名
//! ! 数｜单位｜说明           a number for the opening
//! # 分目 供稿单位
//! 题｜句子｜motif 图注      an entry, perhaps with a picture
//! -题｜句子                an overview
//! *MMDD 题｜句子           what happened on a day
//! & 一行                   a line of a further block of the entry before
//! + 句子   = 句子          patterns of more sentences, and of sentences on what came of it
//! ```

use std::fs;
use std::path::Path;

/// One file.
pub(crate) struct Topic {
    pub(crate) id: String,
    pub(crate) title: String,
    /// Numbers for the opening: value, unit, label.
    pub(crate) facts: Vec<[String; 3]>,
    pub(crate) items: Vec<Item>,
    pub(crate) more: Vec<String>,
    pub(crate) results: Vec<String>,
}

/// One entry.
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) kind: Kind,
    pub(crate) title: String,
    /// The pattern of the first sentence.
    pub(crate) lead: String,
    /// A motif and a caption.
    pub(crate) picture: Option<(String, String)>,
    /// Further blocks, after the first paragraph.
    pub(crate) extra: String,
    pub(crate) group: String,
    /// Who wrote the group; said at its last entry.
    pub(crate) writer: String,
    pub(crate) closes: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Overview,
    Year,
    /// On this day of the year.
    Day(u32, u32),
}

impl Item {
    /// The day as `2023-09-28`, if it is of a day.
    pub(crate) fn date(&self) -> Option<String> {
        match self.kind {
            Kind::Day(month, day) => Some(format!("2023-{month:02}-{day:02}")),
            Kind::Overview | Kind::Year => None,
        }
    }
}

impl Topic {
    pub(crate) fn read(path: &Path) -> Topic {
        let text = fs::read_to_string(path).unwrap();
        let mut topic = Topic {
            id: String::new(),
            title: String::new(),
            facts: Vec::new(),
            items: Vec::new(),
            more: Vec::new(),
            results: Vec::new(),
        };
        let (mut group, mut writer) = (String::new(), String::new());
        for line in text.lines() {
            let rest = line.get(2..).unwrap_or_default();
            match line.as_bytes().first() {
                Some(b'@') => (topic.id, topic.title) = pair(rest),
                Some(b'!') => {
                    let parts: Vec<String> = rest.split('｜').map(str::to_owned).collect();
                    topic.facts.push(parts.try_into().unwrap());
                }
                Some(b'#') => {
                    topic.close_group();
                    (group, writer) = pair(rest);
                }
                Some(b'&') => {
                    let extra = &mut topic.items.last_mut().unwrap().extra;
                    extra.push_str(rest);
                    extra.push('\n');
                }
                Some(b'+') => topic.more.push(rest.to_owned()),
                Some(b'=') => topic.results.push(rest.to_owned()),
                _ => {
                    let id = format!("{}-{}", topic.id, topic.items.len() + 1);
                    topic.items.push(item(line, id, &group, &writer));
                }
            }
        }
        topic.close_group();
        topic
    }

    fn close_group(&mut self) {
        if let Some(last) = self.items.last_mut() {
            last.closes = true;
        }
    }

    /// What happened on days.
    pub(crate) fn events(&self) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(|item| item.date().is_some())
    }
}

fn item(line: &str, id: String, group: &str, writer: &str) -> Item {
    let mut parts = line.split('｜');
    let head = parts.next().unwrap();
    let lead = parts.next().unwrap_or_else(|| panic!("no sentence: {line}")).to_owned();
    let (kind, title) = if let Some(title) = head.strip_prefix('-') {
        (Kind::Overview, title)
    } else if let Some((date, title)) = head.strip_prefix('*').and_then(|h| h.split_once(' ')) {
        let (month, day) = date.split_at(2);
        (Kind::Day(month.parse().unwrap(), day.parse().unwrap()), title)
    } else {
        (Kind::Year, head)
    };
    Item {
        id,
        kind,
        title: title.to_owned(),
        lead,
        picture: parts.next().map(pair),
        extra: String::new(),
        group: group.to_owned(),
        writer: writer.to_owned(),
        closes: false,
    }
}

/// Two words around the first space.
fn pair(text: &str) -> (String, String) {
    let (first, second) = text.split_once(' ').unwrap_or((text, ""));
    (first.to_owned(), second.trim().to_owned())
}
