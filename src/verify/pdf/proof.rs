//! Whether the words of a page can be read: inside of the trim and of what clips them, nothing
//! drawn over them, no words over words.
//!
//! By the measures of `typeset::proof`, which proves it before the file is written, but on the file
//! alone. Runs of words are the boxes of their ink.

use std::mem::discriminant;
use std::ops::Range;

use hayro_syntax::object::Rect;

use crate::verify::pdf::geometry::{Outline, area, around, holds, shared};

/// How far words may reach beyond an edge, in points: rounding, and side bearings.
const TOLERANCE: f64 = 1.0;

/// How much of a square of the type's size must be covered for words to be hard to read.
const COVERED: f64 = 0.2;

/// How much of two runs must lie over each other, in squares of the smaller type's size.
const OVERLAID: f64 = 0.15;

/// How much of a run must be inside of what clips it.
const UNCUT: f64 = 0.8;

/// How many faults of a kind are told a page.
const TOLD: usize = 3;

/// Most comparisons on a page, so that no file takes for ever.
const MAX_COMPARISONS: usize = 1_000_000_000;

/// Where the foot and the top of characters are, in parts of the type's size.
pub(super) const DESCENT: f64 = -0.06;
pub(super) const ASCENT: f64 = 0.78;

/// A run of words where it stands.
#[derive(Debug)]
pub(super) struct Run {
    /// The words.
    pub(super) words: String,
    /// How many characters that are compared the page shows before it.
    pub(super) start: usize,
    /// The smallest rectangle that holds their ink, not counting what reaches far up or down.
    pub(super) bounds: Rect,
    /// The type's size.
    pub(super) em: f64,
    /// What is seen of where they stand.
    pub(super) clip: Rect,
    /// The text object that shows them: its runs do not lie over each other but continue.
    pub(super) object: usize,
    /// Their number of marked content.
    pub(super) number: Option<i64>,
    /// Whether they are decoration or in a picture, and may stand as the designer likes.
    pub(super) aside: bool,
    /// Whether nothing is painted, or white on white, or too small.
    pub(super) unseen: bool,
    /// Whether they are the wrong way round.
    pub(super) mirrored: bool,
    /// Whether they were drawn over.
    pub(super) covered: bool,
}

/// Words that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) struct Fault {
    /// The words.
    pub(in crate::verify) words: String,
    /// Why not.
    pub(in crate::verify) how: How,
}

/// Why words cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) enum How {
    /// Beyond the edge of the page.
    Outside,
    /// Beyond the edge of what clips them.
    Cut,
    /// Under a picture or a ground.
    Covered,
    /// Not painted, or in white on the bare page, or of no size.
    Unseen,
    /// The wrong way round.
    Mirrored,
    /// On a page that is turned.
    Turned,
    /// With other words.
    Overlaid(String),
}

/// The words of a page with what is drawn over them.
#[derive(Debug)]
pub(in crate::verify) struct Sheet {
    trim: Rect,
    is_turned: bool,
    runs: Vec<Run>,
    /// What holds all runs.
    around: Option<Rect>,
    /// What may not be white: what fills, strokes and pictures paint at most.
    grounds: Vec<Rect>,
    /// How many comparisons are left.
    left: usize,
}

impl Sheet {
    pub(super) fn new(trim: Rect, is_turned: bool) -> Sheet {
        Sheet {
            trim,
            is_turned,
            runs: Vec::new(),
            around: None,
            grounds: Vec::new(),
            left: MAX_COMPARISONS,
        }
    }

    pub(super) fn show(&mut self, run: Run) {
        self.around = Some(self.around.map_or(run.bounds, |all| around(all, run.bounds)));
        self.runs.push(run);
    }

    /// Notes that something that may not be white is painted in a rectangle.
    pub(super) fn ground(&mut self, rect: Rect) {
        self.grounds.push(rect);
    }

    /// Whether a place may not be white.
    pub(super) fn is_grounded(&mut self, place: Rect) -> bool {
        self.left = self.left.saturating_sub(self.grounds.len());
        self.left == 0 || self.grounds.iter().any(|ground| shared(*ground, place) > 0.0)
    }

    /// Draws over what is there so far.
    pub(super) fn cover(&mut self, outline: &Outline, clip: Rect, even_odd: bool) {
        let seen = outline.bounds().intersect(clip);
        if self.around.is_none_or(|around| shared(around, seen) == 0.0) {
            return;
        }
        self.left = self.left.saturating_sub(self.runs.len());
        for run in self.runs.iter_mut().filter(|run| !run.covered) {
            let least = COVERED * run.em.powi(2);
            let over = run.bounds.intersect(seen);
            if self.left == 0 || area(over) <= least {
                continue;
            }
            self.left = self.left.saturating_sub(outline.len());
            run.covered = area(over) * outline.share(over, even_odd) > least;
        }
    }

    /// Sets runs aside that are marked by one of these numbers.
    pub(super) fn set_aside(&mut self, is_aside: impl Fn(i64) -> bool) {
        for run in &mut self.runs {
            run.aside |= run.number.is_some_and(&is_aside);
        }
    }

    /// Sets the same words aside as another page does that shows the same.
    pub(in crate::verify) fn set_aside_as(&mut self, other: &Sheet) {
        let asides = other.runs.iter().filter(|run| run.aside);
        let asides: Vec<Range<usize>> =
            asides.map(|run| run.start..run.start + characters(&run.words)).collect();
        for run in &mut self.runs {
            let before = asides.partition_point(|range| range.start <= run.start);
            let last = before.checked_sub(1).and_then(|last| asides.get(last));
            run.aside |= last.is_some_and(|range| range.contains(&run.start));
        }
    }

    /// What cannot be read of it, of words that count.
    pub(in crate::verify) fn faults(&self, counts: impl Fn(&str) -> bool) -> Vec<Fault> {
        let mut faults: Vec<Fault> = Vec::new();
        let mut tell = |words: &str, how: How| {
            let kind = discriminant(&how);
            let alike = faults.iter().filter(|fault| discriminant(&fault.how) == kind).count();
            let of_both = |other: &How| !matches!(other, How::Overlaid(other) if !counts(other));
            if alike < TOLD && counts(words) && of_both(&how) {
                faults.push(Fault { words: words.to_owned(), how });
            }
        };
        let runs: Vec<&Run> = self.runs.iter().filter(|run| !run.aside).collect();
        for run in &runs {
            let visible = shared(run.bounds, run.clip);
            let how = if !holds(self.trim, run.bounds, TOLERANCE) {
                How::Outside
            } else if visible < UNCUT * area(run.bounds) {
                How::Cut
            } else if run.covered {
                How::Covered
            } else if run.unseen {
                How::Unseen
            } else if run.mirrored {
                How::Mirrored
            } else if self.is_turned {
                How::Turned
            } else {
                continue;
            };
            tell(&run.words, how);
        }
        self.overlaid(runs, &mut tell);
        faults
    }

    /// Words over words.
    fn overlaid(&self, mut runs: Vec<&Run>, tell: &mut dyn FnMut(&str, How)) {
        let mut left = self.left;
        runs.sort_by(|a, b| a.bounds.y0.total_cmp(&b.bounds.y0));
        for (place, one) in runs.iter().enumerate() {
            let above = runs[place + 1..].iter();
            for other in above.take_while(|other| other.bounds.y0 < one.bounds.y1) {
                left = left.saturating_sub(1);
                let least = OVERLAID * one.em.min(other.em).powi(2);
                let apart = shared(one.bounds, other.bounds) <= least;
                if left == 0 || apart || one.object == other.object || one.words == other.words {
                    continue;
                }
                let (first, second) =
                    if one.start < other.start { (one, other) } else { (other, one) };
                tell(&first.words, How::Overlaid(second.words.clone()));
            }
        }
    }
}

/// How many characters of words are compared.
pub(super) fn characters(words: &str) -> usize {
    words.chars().filter(|c| !crate::verify::chunk::is_loose(*c)).count()
}
