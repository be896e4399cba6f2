//! The ledger of reviews of a book: for each story, or section without stories, what was done.
//!
//! What stands at a section holds for all its stories, so that a desk may sign by the section or by
//! the story.

use std::collections::BTreeMap;

use crate::load::Raw;
use crate::load::review::{KEY, Review, ReviewStep, Reviews};
use crate::load::yaml::Node;
use crate::source::Place;

/// What is reviewed as one: a story, or a section without stories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// The file of the section.
    pub file: String,
    /// Its title.
    pub title: String,
    /// Where its ledger is written, or it itself.
    pub at: Place,
    /// What was done, by the section or here.
    pub done: BTreeMap<ReviewStep, Review>,
}

impl Reviewed {
    /// The steps up to this one that are not on record.
    #[must_use]
    pub fn owed(&self, up_to: ReviewStep) -> Vec<ReviewStep> {
        up_to.up_to().filter(|step| !self.done.contains_key(step)).collect()
    }
}

/// All that is reviewed, in the order of the book.
#[must_use]
pub fn ledger(raw: &Raw) -> Vec<Reviewed> {
    let mut out = Vec::new();
    for of in &raw.sections {
        let (section, node) = (&of.section, &of.node);
        let of_section = &section.review;
        let reviewed = |title: &str, own: &Option<Reviews>, node: &Node| {
            let done = of_section.iter().chain(own).flat_map(|reviews| reviews.0.clone());
            Reviewed {
                file: of.file.clone(),
                title: title.to_owned(),
                at: node.key_place(KEY).clone(),
                done: done.collect(),
            }
        };
        let stories = section.stories.as_deref().unwrap_or_default();
        let each = stories.iter().enumerate().map(|(index, story)| {
            reviewed(&story.title, &story.review, node.key("stories").item(index))
        });
        out.extend(each);
        if stories.is_empty() {
            out.push(reviewed(&section.title, &None, node));
        }
    }
    out
}
