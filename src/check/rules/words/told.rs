//! Places at which something is told, counted: one finding a book names the first ones.

use crate::diag::Message;
use crate::source::Place;

/// How often something stands in a book, and where first.
#[derive(Debug)]
pub(super) struct Told {
    /// The first place.
    pub(super) at: Place,
    /// How often.
    pub(super) count: usize,
}

impl Told {
    /// Counts a place.
    pub(super) fn count(told: &mut Option<Told>, at: impl FnOnce() -> Place) {
        match told {
            Some(told) => told.count += 1,
            None => *told = Some(Told { at: at(), count: 1 }),
        }
    }
}

/// Words with how often they stand, as a list: `今年 12 处（10-news.yaml:7:3）`.
pub(super) fn list<'a>(words: impl Iterator<Item = (&'a str, &'a Told)>) -> Message {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (word, Told { at, count }) in words {
        zh.push(format!("“{word}”{count}处（{at}）"));
        en.push(format!("{word} × {count} ({at})"));
    }
    Message { zh: zh.join("，"), en: en.join(", ") }
}
