//! Copy-fitting: which values of the layout's knobs make each section fit.
//!
//! A section fits if the layout reports nothing overset or underset in it and, where the book
//! demands a number of pages, if it takes that many. The first compile is at the ideal of every
//! knob. A section that does not fit then turns its knobs in the layout's order of preference,
//! towards tight or loose: each goes to its end first; if that is enough, the least deviation that
//! is enough is found by halving, else it stays at the end and the next knob follows. All sections
//! search at the same time, so the number of compiles is that of the hardest section and never more
//! than [`MAX_COMPILES`]. Nothing is random, so the same book gives the same pages. Knobs reach the
//! layout in the section's own data file, so that Typst's cache keeps all other pages.
//!
//! A section that fits, but for a last page that is less than a third full, turns those of its
//! knobs that the layout means for it (`tail`), each alone: first towards tight, to be rid of the
//! page, then towards loose, to fill it. If neither helps, it stays at the ideal.

use std::collections::BTreeMap;

use crate::load::layout::Layout;
use crate::load::page_kind::Knob;
use crate::model::{Book, Content};
use crate::typeset::contract::{Fit, Fits};

/// So many steps more than the fewest that save a last page are good enough: each further trial is
/// a compile.
const TAIL_STEPS: u32 = 3;

/// Most compiles of one book.
pub(super) const MAX_COMPILES: usize = 8;

/// Whether a section fits its pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    /// As it should.
    Good,
    /// There is more than the pages hold.
    Over,
    /// The pages are not full.
    Under,
    /// All is well, but for a last page with little on it.
    Thin,
    /// All is well, but for a last page that is almost empty.
    Bare,
}

impl Status {
    /// Whether only the last page is wanting.
    fn is_tail(self) -> bool {
        matches!(self, Status::Thin | Status::Bare)
    }
}

/// The search for all sections of a book.
pub(super) struct Fitting<'a> {
    searches: BTreeMap<&'a str, Search<'a>>,
}

impl<'a> Fitting<'a> {
    pub(super) fn new(book: &'a Book, layout: &'a Layout) -> Fitting<'a> {
        let mut searches = BTreeMap::new();
        for section in &book.sections {
            let kind = layout.manifest.pages.get(&section.kind);
            let knobs = kind.map_or(&[][..], |kind| kind.knobs_of(section));
            if !knobs.is_empty() {
                let may_save = section.figures().next().is_some()
                    || matches!(
                        section.content,
                        Content::Events(_) | Content::Text { .. } | Content::People(_)
                    );
                searches.insert(section.id.as_str(), Search::new(knobs, may_save));
            }
        }
        Fitting { searches }
    }

    /// Takes the status of the sections with the present knobs.
    pub(super) fn update(&mut self, status: &BTreeMap<String, Status>) {
        for (id, search) in &mut self.searches {
            search.update(status.get(*id).copied().unwrap_or(Status::Good));
        }
    }

    /// Gives up what is still tried, and keeps the best known.
    pub(super) fn settle(&mut self) {
        self.searches.values_mut().for_each(Search::settle);
    }

    /// The knobs to set now; sections at their ideal are left out.
    pub(super) fn fits(&self) -> Fits {
        let trials = self.searches.iter().map(|(id, search)| ((*id).to_owned(), search.trial()));
        trials.filter(|(_, fit)| !fit.is_empty()).collect()
    }
}

/// The search for one section.
struct Search<'a> {
    knobs: &'a [Knob],
    /// Whether its last page can be saved: stories without pictures stay as they are.
    may_save: bool,
    /// Whether a last page that could not be saved is being filled.
    filling: bool,
    /// Knobs that have been settled.
    settled: Fit,
    /// The knob being turned.
    knob: usize,
    /// What is wrong at the ideal; `None` before the first compile.
    trouble: Option<Status>,
    /// The most steps from the ideal that were not enough.
    low: u32,
    /// The least steps that were enough, and how the section stood there.
    high: Option<(u32, Status)>,
    /// The steps being tried.
    trying: u32,
    done: bool,
}

impl<'a> Search<'a> {
    fn new(knobs: &'a [Knob], may_save: bool) -> Search<'a> {
        Search {
            knobs,
            may_save,
            filling: false,
            settled: Fit::new(),
            knob: 0,
            trouble: None,
            low: 0,
            high: None,
            trying: 0,
            done: false,
        }
    }

    /// Whether it is the last page alone that is to be saved.
    fn saving(&self) -> bool {
        self.trouble.is_some_and(Status::is_tail)
    }

    fn trial(&self) -> Fit {
        let mut fit = self.settled.clone();
        if let (false, Some(knob)) = (self.done || self.trying == 0, self.knobs.get(self.knob)) {
            fit.insert(knob.name.clone(), self.value(knob, self.trying));
        }
        fit
    }

    fn update(&mut self, status: Status) {
        if self.done {
            return;
        }
        let Some(trouble) = self.trouble else {
            self.trouble = Some(status);
            self.done = status == Status::Good || (status.is_tail() && !self.may_save);
            if !self.done {
                self.start();
            }
            return;
        };
        let helps = match trouble {
            Status::Thin => status == Status::Good,
            Status::Bare => matches!(status, Status::Good | Status::Thin),
            _ => status != trouble,
        };
        if !helps {
            self.low = self.trying;
        } else {
            self.high = Some((self.trying, status));
        }
        let close = if self.saving() { TAIL_STEPS } else { 1 };
        match self.high {
            None => self.next_knob(),
            Some((high, _)) if high - self.low > close => self.trying = self.low.midpoint(high),
            Some(_) => self.settle(),
        }
    }

    /// Begins with the present knob at its end; knobs without room in this direction are passed.
    fn start(&mut self) {
        while let Some(knob) = self.knobs.get(self.knob) {
            (self.low, self.high) = (0, None);
            let may = !self.saving() || knob.tail;
            self.trying = if may { self.steps(knob) } else { 0 };
            if self.trying > 0 {
                return;
            }
            self.knob += 1;
        }
        if self.saving() {
            // What does not help is not done.
            self.settled.clear();
            if !self.filling {
                (self.filling, self.knob) = (true, 0);
                return self.start();
            }
        }
        self.done = true;
    }

    /// Leaves the present knob at its end.
    fn next_knob(&mut self) {
        // A last page is saved by one knob alone.
        let kept = self.knobs.get(self.knob).filter(|_| !self.saving());
        if let Some(knob) = kept {
            self.settled.insert(knob.name.clone(), self.value(knob, self.trying));
        }
        self.knob += 1;
        self.start();
    }

    fn settle(&mut self) {
        if self.done {
            return;
        }
        let steps = match self.high {
            // A last page is saved by what leaves all else well, or not at all.
            Some((high, _)) if self.saving() => high,
            None if self.saving() => {
                self.settled.clear();
                0
            }
            // What is short may stay a little short; it must not become too long.
            Some((_, Status::Over)) => self.low,
            Some((high, _)) => high,
            None if self.trouble == Some(Status::Over) => self.trying,
            None => self.low,
        };
        if let (true, Some(knob)) = (steps > 0, self.knobs.get(self.knob)) {
            self.settled.insert(knob.name.clone(), self.value(knob, steps));
        }
        self.done = true;
    }

    /// Steps from the ideal to the end that helps.
    fn steps(&self, knob: &Knob) -> u32 {
        let distance = (self.end(knob) - knob.ideal).abs();
        // The manifest was checked: steps are positive and few.
        (distance / knob.step + 1e-9).floor() as u32
    }

    fn end(&self, knob: &Knob) -> f64 {
        let tight = match self.trouble {
            Some(trouble) if trouble.is_tail() => !self.filling,
            trouble => trouble == Some(Status::Over),
        };
        knob.range[usize::from(!tight)]
    }

    fn value(&self, knob: &Knob, steps: u32) -> f64 {
        let sign = if self.end(knob) < knob.ideal { -1.0 } else { 1.0 };
        let value = knob.ideal + sign * f64::from(steps) * knob.step;
        (value * 1e6).round() / 1e6 // As the manifest would write it.
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn knob(name: &str, range: [f64; 2], ideal: f64) -> Knob {
        Knob { name: name.to_owned(), range, ideal, step: 1.0, tail: true }
    }

    /// Runs a search against a rule and gives where it ended and after how many compiles.
    fn run(knobs: &[Knob], rule: impl Fn(&Fit) -> Status) -> (Fit, usize) {
        let mut search = Search::new(knobs, true);
        for compiles in 1..=MAX_COMPILES {
            let trial = search.trial();
            search.update(rule(&trial));
            if search.trial() == trial {
                return (trial, compiles);
            }
        }
        search.settle();
        (search.trial(), MAX_COMPILES)
    }

    #[test]
    fn what_fits_is_left_alone() {
        let knobs = [knob("rows", [52.0, 48.0], 50.0)];
        assert_eq!(run(&knobs, |_| Status::Good), (Fit::new(), 1));
    }

    #[test]
    fn the_least_deviation_is_taken() {
        let knobs = [knob("rows", [60.0, 40.0], 50.0)];
        let rows = |fit: &Fit| fit.get("rows").copied().unwrap_or(50.0);
        for need in 51..=60 {
            let rule = |fit: &Fit| match rows(fit) < f64::from(need) {
                true => Status::Over,
                false => Status::Good,
            };
            let (fit, compiles) = run(&knobs, rule);
            assert_eq!(rows(&fit), f64::from(need));
            assert!(compiles <= MAX_COMPILES, "{compiles} compiles");
        }
    }

    #[test]
    fn knobs_turn_in_order_of_preference() {
        let knobs = [knob("first", [2.0, 0.0], 0.0), knob("second", [4.0, 0.0], 0.0)];
        let sum = |fit: &Fit| fit.values().sum::<f64>();
        let (fit, _) = run(&knobs, |fit| if sum(fit) < 5.0 { Status::Over } else { Status::Good });
        assert_eq!(fit, Fit::from([("first".to_owned(), 2.0), ("second".to_owned(), 3.0)]));
        let (fit, _) = run(&knobs, |_| Status::Over);
        assert_eq!(fit, Fit::from([("first".to_owned(), 2.0), ("second".to_owned(), 4.0)]));
    }

    #[test]
    fn a_last_page_is_saved_by_little_else_filled_else_left() {
        let knobs = [knob("art", [-7.0, 4.0], 0.0)];
        let art = |fit: &Fit| fit.get("art").copied().unwrap_or(0.0);
        let saved = |least: f64| {
            let rule = move |fit: &Fit| if art(fit) <= least { Status::Good } else { Status::Bare };
            art(&run(&knobs, rule).0)
        };
        assert_eq!((saved(-3.0), saved(-7.0)), (-3.0, -7.0));
        let filled = |fit: &Fit| if art(fit) >= 3.0 { Status::Good } else { Status::Bare };
        assert_eq!(art(&run(&knobs, filled).0), 4.0, "near the least");
        assert_eq!(run(&knobs, |_| Status::Bare).0, Fit::new());
        // Not at the price of another fault.
        let worse = |fit: &Fit| if fit.is_empty() { Status::Bare } else { Status::Over };
        assert_eq!(run(&knobs, worse).0, Fit::new());
        // And not by what is not meant for it, or without pictures.
        let mut search = Search::new(&knobs, false);
        search.update(Status::Bare);
        assert!(search.done && search.trial().is_empty());
    }

    #[test]
    fn short_never_becomes_long() {
        let knobs = [knob("rows", [52.0, 44.0], 50.0)];
        let rule = |fit: &Fit| match fit.get("rows").copied().unwrap_or(50.0) {
            rows if rows < 47.0 => Status::Over,
            _ => Status::Under,
        };
        assert_eq!(run(&knobs, rule).0, Fit::from([("rows".to_owned(), 47.0)]));
    }
}
