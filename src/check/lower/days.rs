//! The days of the book: its dated stories in the order of their dates.

use crate::diag::{Code, Findings, msg};
use crate::model::{Content, Event, Inline, LinkTarget, Section, Story};
use crate::source::Spanned;
use crate::text::when::When;

/// Fills every section that shows the days of the book. One of a book without dates is found.
pub(super) fn fill(sections: &mut [Section], found: &mut Findings) {
    if !sections.iter().any(|section| matches!(section.content, Content::Days(_))) {
        return;
    }
    let stories = sections.iter().flat_map(|section| section.stories());
    let mut days: Vec<Event> = stories.filter_map(day).collect();
    // What is known to the month or year stands behind its days.
    days.sort_by_key(|event| {
        let date = event.date.date;
        (date.year, date.month.unwrap_or(u8::MAX), date.day.unwrap_or(u8::MAX))
    });
    for section in sections {
        let Content::Days(own) = &mut section.content else { continue };
        own.clone_from(&days);
        if days.is_empty() {
            let message = msg!(
                "没有日子可排：书里没有印日期的条目",
                "there is no day to show: no story of the book has a date that is set"
            );
            let hint = msg!("给新闻、特写写 `date`", "give news and features a `date`");
            found.add_with_hint(Code::M06, Some(&section.at), message, hint);
        }
    }
}

/// A story as an event: its title, which leads to it.
fn day(story: &Story) -> Option<Event> {
    let when = When { date: story.date?, part: None, back: None };
    let target = LinkTarget::Inside(story.id.clone());
    let title = Inline::Link { target, text: vec![Inline::Text(story.title.clone())] };
    let place = story.title.place().unwrap_or_else(|| story.at.0.clone());
    let text = Spanned::new(vec![title], place);
    Some(Event { date: when, until: None, text, story: None, at: story.at.clone() })
}
