//! N11: dates of records that do not agree with their words, or with the book. N10: facts whose
//! unit is not that of the words.
//!
//! Sure enough to be told:
//! - a story with a `date` to the day whose words name one day only, of the same year, and another;
//! - a number of `facts` that stands in the words with other units alone, which are measures of the
//!   same kind: 95.67公里 and 95.67米;
//! - an event of a chronicle that tells of the book's year, three events and more of it and two
//!   thirds at least, that is not in that year.

use super::dates::Day;
use super::prose::{Part, parts};
use super::tokens::{Kind, Token, sentences};
use super::units::{self, Unit};
use crate::check::rules::judged::Judged;
use crate::diag::{Code, Findings, msg};
use crate::model::{Content, Section, Story, visit};

/// Of the stories of a section.
pub(super) fn stories(of: &Judged, found: &mut Findings) {
    for story in of.section.into_iter().flat_map(Section::stories) {
        facts(story, found);
        let Some(date) = story.date else { continue };
        let (Some(month), Some(day)) = (date.month, date.day) else { continue };
        let own = (i64::from(date.year), i64::from(month), i64::from(day));
        let Some(told) = only_day(story).filter(|told| told.0 == own.0 && *told != own) else {
            continue;
        };
        let (_, month, day) = told;
        let mut sources = of.file.section.stories.iter().flatten();
        let index = sources.position(|source| source.id == *story.id);
        let node = index.map(|index| of.file.node.key("stories").item(index).key("date"));
        let at = node.map_or(&*story.at, |node| &node.at);
        let message = msg!(
            "`date` 是 {date}，正文只说到 {month} 月 {day} 日",
            "`date` is {date}, the words name {month}-{day} alone"
        );
        found.add(Code::N11, Some(at), message);
    }
}

/// Of the numbers of a story for display.
fn facts(story: &Story, found: &mut Findings) {
    for fact in &story.key_figures {
        let shown: Vec<char> = fact.unit.chars().collect();
        let Some((unit, _)) = units::at(&shown).filter(|(_, length)| *length == shown.len()) else {
            continue;
        };
        let mut body = String::new();
        visit(&story.body, &mut |run| run.words(&mut |text| body.push_str(text)));
        let mut units = Vec::new();
        for part in parts(&body, false) {
            let Part::Prose(prose) = part else { continue };
            for token in sentences(&prose).iter().flatten() {
                let number = token.quantity().filter(|it| it.power == 0);
                let Some(number) = number.filter(|it| it.number.to_string() == *fact.value) else {
                    continue;
                };
                units.push(number.unit);
            }
        }
        let other = |own: &Option<Unit>| {
            own.is_some_and(|own| own.kind == unit.kind && !own.is_size_of(unit))
        };
        if units.is_empty() || !units.iter().all(other) {
            continue;
        }
        let (value, shown) = (&*fact.value, &*fact.unit);
        let message = msg!(
            "facts 写 {value} {shown}，正文的 {value} 是别的单位",
            "`facts` has {value} {shown}, the words have another unit for {value}"
        );
        found.add(Code::N10, Some(fact.unit.place().as_ref().unwrap_or(&story.at)), message);
    }
}

/// The one day that a story names, if it is one.
fn only_day(story: &Story) -> Option<(i64, i64, i64)> {
    let mut body = String::new();
    visit(&story.body, &mut |run| run.words(&mut |text| body.push_str(text)));
    let mut days = Vec::new();
    for part in parts(&format!("{}\n{body}", &*story.title), false) {
        let Part::Prose(prose) = part else { continue };
        for tokens in sentences(&prose) {
            collect(&tokens, &mut days);
            // 截至12月31日 is when numbers were counted.
            if prose.any(0..prose.chars.len(), &["截至", "截止"]) {
                return None;
            }
        }
    }
    let full = |day: &Day| Some((day.year?, day.month?, day.day?));
    let (first, others) = days.split_first()?;
    let first = full(first)?;
    let same = |day: &Day| {
        day.day == Some(first.2)
            && day.month.is_none_or(|month| month == first.1)
            && day.year.is_none_or(|year| year == first.0)
    };
    others.iter().all(same).then_some(first)
}

fn collect(tokens: &[Token], days: &mut Vec<Day>) {
    for token in tokens {
        match &token.kind {
            Kind::Date(day) if day.day.is_some() => days.push(*day),
            // A month or another year may be that of the date.
            Kind::Date(day) if day.month.is_some() => days.push(*day),
            Kind::Group(inner) => collect(inner, days),
            _ => {}
        }
    }
}

/// Of the events of a book that tells of a year.
pub(super) fn events<'a>(
    sections: impl Iterator<Item = &'a Section>,
    year: Option<i32>,
    found: &mut Findings,
) {
    let Some(year) = year else { return };
    for section in sections {
        let Content::Events(events) = &section.content else { continue };
        let within = events.iter().filter(|event| event.date.date.year == year).count();
        if within < 3 || within * 3 < events.len() * 2 {
            continue;
        }
        for event in events.iter().filter(|event| event.date.date.year != year) {
            let when = event.date;
            let message = msg!(
                "{when} 不在本书记事的 {year} 年",
                "{when} is not in {year}, the year of the book"
            );
            found.add(Code::N11, Some(&event.at), message);
        }
    }
}
