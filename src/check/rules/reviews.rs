//! The ledger of reviews: dates that exist, steps in their order, and for a release all steps up
//! to the one that the book names.

use std::collections::BTreeMap;

use crate::check::input::Stage;
use crate::diag::{Code, Findings, msg};
use crate::load::Raw;
use crate::load::ledger::ledger;
use crate::load::review::{KEY, Review, ReviewStep, Reviews};
use crate::load::yaml::Node;
use crate::text::date::{self, Date};

pub(in crate::check) fn rules(raw: &Raw, stage: Stage, found: &mut Findings) {
    for of in &raw.sections {
        let of_section = of.section.review.as_ref();
        if let Some(reviews) = of_section {
            one(reviews, None, of.node.key(KEY), found);
        }
        for (index, story) in of.section.stories.iter().flatten().enumerate() {
            if let Some(reviews) = &story.review {
                let node = of.node.key("stories").item(index).key(KEY);
                one(reviews, of_section, node, found);
            }
        }
    }
    if stage == Stage::Reviewed {
        released(raw, found);
    }
}

/// The reviews of a story or section; those of its section count as well.
fn one(own: &Reviews, of_section: Option<&Reviews>, node: &Node, found: &mut Findings) {
    let above = of_section.iter().flat_map(|reviews| &reviews.0);
    let all: BTreeMap<ReviewStep, &Review> =
        above.chain(&own.0).map(|(step, review)| (*step, review)).collect();
    for (step, review) in &own.0 {
        let node = node.key(step.word());
        let (word, english) = (step.word(), step.english());
        if !review.name.is_empty() && review.name.trim().is_empty() {
            let message = msg!("{word}没有写谁做的", "the {english} does not say who did it");
            found.add(Code::M06, Some(&node.key("name").at), message);
        }
        let written = review.date.0.as_str();
        let day = date::parse(written);
        if day.is_none() && !written.is_empty() {
            let message = msg!(
                "{word}的日期不对：{written}",
                "the date of the {english} is wrong: {written}"
            );
            found.add(Code::M04, Some(&node.key("date").at), message);
        }
        let Some(before) = ReviewStep::ALL.into_iter().rev().find(|before| before < step) else {
            continue;
        };
        let (before_zh, before_en) = (before.word(), before.english());
        match all.get(&before) {
            None => {
                let message = msg!(
                    "登记了{word}，没有登记{before_zh}",
                    "the {english} is on record, and the {before_en} is not"
                );
                found.add(Code::M10, Some(&node.at), message);
            }
            Some(earlier) => {
                let first = date::parse(&earlier.date.0);
                if first.zip(day).is_some_and(|(first, then)| is_later(first, then)) {
                    let first = &earlier.date.0;
                    let message = msg!(
                        "{word}（{written}）早于{before_zh}（{first}）",
                        "the {english} ({written}) comes before the {before_en} ({first})"
                    );
                    found.add(Code::M10, Some(&node.key("date").at), message);
                }
            }
        }
    }
}

/// Whether a date is after another, as far as both are known.
fn is_later(date: Date, other: Date) -> bool {
    let both = |a: Option<u8>, b: Option<u8>| a.zip(b);
    let months = both(date.month, other.month);
    let days = both(date.day, other.day).filter(|_| months.is_some());
    let parts =
        |of: fn(&(u8, u8)) -> u8| (months.as_ref().map_or(0, of), days.as_ref().map_or(0, of));
    (date.year, parts(|(a, _)| *a)) > (other.year, parts(|(_, b)| *b))
}

/// Whether all is reviewed that a release wants.
fn released(raw: &Raw, found: &mut Findings) {
    let Some(wanted) = raw.book.review else {
        // A word that is no step has been found.
        if !raw.node.has(KEY) {
            let message = msg!(
                "book.yaml 没有写定稿要审校到哪一步",
                "book.yaml does not say which review a release wants"
            );
            let hint = msg!("写 `review: 三校`", "write `review: 三校` (the third proof)");
            found.add_with_hint(Code::M09, Some(&raw.node.at), message, hint);
        }
        return;
    };
    for one in ledger(raw) {
        let owed = one.owed(wanted);
        if owed.is_empty() {
            continue;
        }
        let zh: Vec<&str> = owed.iter().map(|step| step.word()).collect();
        let en: Vec<&str> = owed.iter().map(|step| step.english()).collect();
        let (zh, en, title) = (zh.join("、"), en.join(", "), one.title.trim());
        let message = msg!("“{title}”还差{zh}", "“{title}” still wants: {en}");
        found.add(Code::M09, Some(&one.at), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_compared_as_far_as_both_are_known() {
        let is_later = |a, b| is_later(date::parse(a).unwrap(), date::parse(b).unwrap());
        assert!(is_later("2024-03-02", "2024-03-01") && is_later("2025", "2024-12-31"));
        assert!(is_later("2024-04", "2024-03-31"));
        for (a, b) in [("2024-03-05", "2024-03"), ("2024-03", "2024-03-05"), ("2024", "2024-01")] {
            assert!(!is_later(a, b), "{a} {b}");
        }
    }
}
