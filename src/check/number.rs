//! What must be unique: marks in a section, ids in the book.

use std::collections::BTreeSet;

use crate::diag::{Code, Findings, msg};
use crate::load::scalar::Style;
use crate::load::yaml::Node;
use crate::load::{Section as File, raw};

/// The marks of one section: explicit ones stand, the rest take the free numbers in order.
pub(super) struct FigureMarks {
    /// The id of the section.
    section: String,
    taken: BTreeSet<u32>,
    free: u32,
    figures: usize,
    /// Whether pictures without a given mark take one.
    by_order: bool,
    /// The numbers, from 0, of pictures that text refers to: they take one anyhow.
    called: BTreeSet<usize>,
}

impl FigureMarks {
    pub(super) fn new(
        file: &File,
        section: &str,
        by_order: bool,
        called: BTreeSet<usize>,
    ) -> FigureMarks {
        let mut taken = BTreeSet::new();
        let stories = file.section.stories.iter().flatten();
        let figures = stories.flat_map(|story| story.figures.iter().flatten());
        for figure in figures.chain(file.section.figures.iter().flatten()) {
            if let Some(raw::FigureMark::Number(number)) = figure.mark {
                taken.insert(number);
            }
        }
        FigureMarks { section: section.to_owned(), taken, free: 1, figures: 0, by_order, called }
    }

    /// Id and mark of the next figure.
    pub(super) fn next(&mut self, source: &raw::Figure) -> (String, Option<u32>) {
        let takes_one = self.by_order || self.called.contains(&self.figures);
        self.figures += 1;
        let id = format!("fig-{}-{}", self.section, self.figures);
        let mark = match source.mark {
            Some(raw::FigureMark::Number(number)) => Some(number),
            Some(raw::FigureMark::None) => None,
            None if !takes_one => None,
            None => {
                while !self.taken.insert(self.free) {
                    self.free += 1;
                }
                Some(self.free)
            }
        };
        (id, mark)
    }
}

/// The ids of the whole book, stories and sections together.
#[derive(Default)]
pub(super) struct Ids(BTreeSet<String>);

impl Ids {
    pub(super) fn take(&mut self, id: &str, node: &Node, found: &mut Findings) {
        let letters = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let well_formed = id.len() <= 64
            && id.bytes().next().is_some_and(letters)
            && id.bytes().all(|b| letters(b) || b == b'-');
        if id.is_empty() && node.style().is_none_or(|style| style == Style::Plain) {
            return; // A missing key or one of a wrong type, found already.
        }
        if !well_formed {
            let shown: String = id.chars().take(64).collect();
            found.add(
                Code::R02,
                Some(&node.at),
                msg!("标识 `{shown}` 不合规则", "the id `{shown}` is malformed"),
            );
        }
        if !id.is_empty() && !self.0.insert(id.to_owned()) {
            found.add(
                Code::R01,
                Some(&node.at),
                msg!("标识 `{id}` 用了两次", "the id `{id}` is used twice"),
            );
        }
    }
}
