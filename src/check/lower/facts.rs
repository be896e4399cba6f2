//! Numbers of a section as a whole, and what may be drawn beside them.

use std::collections::BTreeMap;

use crate::check::lower::values::{filled, written};
use crate::diag::{Code, Findings, Message, msg};
use crate::load::raw;
use crate::load::yaml::Node;
use crate::model::{ChartValue, Content, Fact, KeyFigure, Section, Story};
use crate::source::{Place, Text};
use crate::text::class::is_blank;

/// How many numbers a chart can show side by side.
const CHART: [usize; 2] = [2, 12];

/// The facts of a section. Those of which number or label are missing are found.
pub(super) fn facts(source: &raw::Section, node: &Node, found: &mut Findings) -> Vec<Fact> {
    // What is missing or of a wrong type was found against the schema.
    let mut reported = found.places(Code::Y06);
    reported.append(&mut found.places(Code::Y07));
    let all = source.facts.iter().flatten().enumerate();
    all.map(|(index, fact)| {
        let node = node.key("facts").item(index);
        let figure = KeyFigure {
            value: written(&fact.value, node.key("value")).trimmed(),
            unit: filled(&fact.unit, node.key("unit")).unwrap_or_default(),
            label: node.key("label").text(&fact.label).trimmed(),
        };
        for (key, text) in [("value", &figure.value), ("label", &figure.label)] {
            let at = &node.key(key).at;
            if is_blank(text) && node.has(key) && !reported.contains(at) {
                found.add(Code::M06, Some(at), msg!("`{key}` 是空的", "`{key}` is empty"));
            }
        }
        let story = fact.story.as_ref().filter(|id| !is_blank(id));
        Fact {
            figure,
            note: filled(&fact.note, node.key("note")),
            // The title is filled in when all stories are known.
            story: story.map(|id| (node.key("story").text(id), Text::default())),
            chart: chart(fact, node.key("chart"), found),
            at: node.at.clone().into(),
        }
    })
    .collect()
}

/// The numbers of a chart in the order of the file; none if it cannot be drawn, which is found.
fn chart(fact: &raw::SectionFact, node: &Node, found: &mut Findings) -> Vec<ChartValue> {
    let Some(given) = &fact.chart else { return Vec::new() };
    let mut chart = Vec::new();
    let mut whole = true;
    for (name, _, value) in node.pairs() {
        let Some(text) = given.get(name) else { continue };
        let text = written(text, value).trimmed();
        let Some(number) = number(&text) else {
            let message = match text.starts_with(['-', '−', '－']) {
                true => msg!("{text} 是负数，小图画不出", "{text} is below zero: no chart has it"),
                false => msg!("“{text}”不是数，画不出", "“{text}” is no number to draw"),
            };
            let hint = msg!(
                "写数，如 6.2、1,286、45%；没有的一年不写",
                "write a number, such as 6.2, 1,286 or 45%; leave out what is not known"
            );
            found.add_with_hint(Code::W09, Some(&value.at), message, hint);
            whole = false;
            continue;
        };
        chart.push(ChartValue { name: node.key_text(name).trimmed(), value: text, number });
    }
    if !whole {
        return Vec::new();
    }
    let [least, most] = CHART;
    let (count, wrong): (usize, fn(usize) -> Message) = (chart.len(), |count| match count {
        0..=1 => msg!("只有 {count} 个数，不成图", "{count} numbers make no chart"),
        _ => msg!("{count} 个数太多，小图画不下", "{count} numbers are too many for a chart"),
    });
    let message = if !(least..=most).contains(&count) {
        wrong(count)
    } else if chart.iter().all(|point| point.number == 0.0) {
        msg!("都是零，没有可画的", "all are zero: there is nothing to draw")
    } else {
        return chart;
    };
    let hint = msg!(
        "写 {least} 至 {most} 个数，不全是零；或删去 chart",
        "write {least} to {most} numbers that are not all zero, or delete `chart`"
    );
    found.add_with_hint(Code::W09, Some(&node.at), message, hint);
    Vec::new()
}

/// A number that can be drawn: digits with marks of thousands, a fraction, a sign of per cent.
fn number(text: &str) -> Option<f64> {
    let digits = text.strip_suffix(['%', '％', '‰']).unwrap_or(text).replace([',', '，'], "");
    let is_number = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    digits.parse().ok().filter(|number: &f64| is_number && number.is_finite())
}

/// Fills in the stories that facts lead to, and the facts of sections that have none of their own:
/// those of all stories.
pub(super) fn resolve(sections: &mut [Section], found: &mut Findings) {
    let all = || sections.iter().flat_map(|section| section.stories());
    let titles: BTreeMap<String, Text> =
        all().map(|story| (story.id.clone(), story.title.clone())).collect();
    let of_stories: Vec<Fact> = all().flat_map(of_story).collect();
    for section in sections {
        for fact in &mut section.facts {
            let Some((id, title)) = &mut fact.story else { continue };
            match titles.get(id.as_str()) {
                Some(known) => title.clone_from(known),
                None => {
                    let at: Option<Place> = id.place();
                    let message = msg!("没有条目 {id}", "there is no story {id}");
                    found.add(Code::R03, Some(at.as_ref().unwrap_or(&fact.at)), message);
                }
            }
        }
        if section.content != Content::Facts || !section.facts.is_empty() {
            continue;
        }
        section.facts.clone_from(&of_stories);
        if of_stories.is_empty() {
            let message = msg!(
                "没有数字可排：栏目没写 `facts`，书里的条目也没有",
                "there is no number to set: neither the section nor any story has `facts`"
            );
            let hint = msg!(
                "写 `facts: [{{value: …, unit: …, label: …}}]`",
                "write `facts: [{{value: …, unit: …, label: …}}]`"
            );
            found.add_with_hint(Code::M06, Some(&section.at), message, hint);
        }
    }
}

/// The facts of a story as those of a section.
fn of_story(story: &Story) -> impl Iterator<Item = Fact> + '_ {
    story.key_figures.iter().map(|figure| Fact {
        figure: figure.clone(),
        note: None,
        story: Some((Text::unplaced(&story.id), story.title.clone())),
        chart: Vec::new(),
        at: story.at.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_can_be_drawn() {
        for (text, expected) in [("6.2", 6.2), ("1,286", 1286.0), ("45%", 45.0), ("0", 0.0)] {
            assert_eq!(number(text), Some(expected), "{text}");
        }
        for text in ["", "-1", "—", "约6", "6.2.1", "inf", "NaN", "1e400", ".5"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
