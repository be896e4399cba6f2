//! Markers of the pages of the PDF (EPUB 3.3, `page-list`; DPUB-ARIA 1.1, `doc-pagebreak`).
//!
//! Where a page begins is known before anything is written; here the markers wait until the words
//! before them are out. Left out on purpose: where pages begin, and what a leaf is.

use std::collections::BTreeMap;

use crate::epub::split::Site;
use crate::epub::xhtml::escaped;
use crate::model::{Folio, Part, counted};

/// Markers by the part in which they stand, each list in order; numbers are those of the folios.
pub(super) type Marks = BTreeMap<Part, Vec<usize>>;

/// Sorts the folios by their parts. What the e-book does not have is moved to what stands there
/// instead.
pub(super) fn marks(site: &Site, folios: &[Folio]) -> Marks {
    let mut marks = Marks::new();
    for (number, folio) in folios.iter().enumerate() {
        let part = match &folio.spot.part {
            Part::Cover if !site.cover_page => Part::Imprint,
            Part::Line(id) => Part::Line(site.home(id).to_owned()),
            part => part.clone(),
        };
        marks.entry(part).or_default().push(number);
    }
    marks
}

/// The id of a page's marker; pages are numbered from 1 in the order of the PDF.
pub(super) fn id(number: usize) -> String {
    format!("page-{}", number + 1)
}

/// The markers of one document while it is written.
pub(super) struct Pending<'a> {
    folios: &'a [Folio],
    marks: &'a Marks,
    /// Those of the present part that are not written.
    waiting: &'a [usize],
    /// The number of the next leaf.
    next: usize,
    /// How many counted characters of the present leaf are written.
    seen: usize,
    /// Whether what is written now is no running text.
    pub quiet: bool,
    /// Those that are written.
    pub set: Vec<usize>,
}

impl<'a> Pending<'a> {
    pub(super) fn new(folios: &'a [Folio], marks: &'a Marks) -> Pending<'a> {
        Pending { folios, marks, waiting: &[], next: 0, seen: 0, quiet: false, set: Vec::new() }
    }

    /// Goes on to a part; gives what the last one left over.
    pub(super) fn part(&mut self, part: &Part) -> String {
        let rest = self.take(usize::MAX, usize::MAX);
        self.waiting = self.marks.get(part).map_or(&[], Vec::as_slice);
        self.next = 0;
        rest
    }

    /// Goes on to the next leaf; gives the markers that stand before it.
    pub(super) fn leaf(&mut self) -> String {
        if self.quiet {
            return String::new();
        }
        let leaf = self.next;
        self.next += 1;
        self.seen = 0;
        self.take(leaf, 0)
    }

    /// How many bytes of `text` stand before the next marker in this leaf, and the marker. Without
    /// one, all of the text counts as written.
    pub(super) fn within(&mut self, text: &str) -> Option<(usize, String)> {
        if self.quiet || self.waiting.is_empty() {
            return None;
        }
        let leaf = self.next.wrapping_sub(1);
        for (at, _) in text.char_indices().filter(|(_, character)| counted(*character)) {
            let due = self.take(leaf, self.seen);
            if !due.is_empty() {
                return Some((at, due));
            }
            self.seen += 1;
        }
        None
    }

    /// Whether a marker stands right here.
    pub(super) fn is_due(&self) -> bool {
        let spot = self.waiting.first().map(|first| &self.folios[*first].spot);
        !self.quiet
            && spot.is_some_and(|spot| (spot.leaf + 1, spot.offset) == (self.next, self.seen))
    }

    /// The markers up to a leaf and an offset in it.
    fn take(&mut self, leaf: usize, offset: usize) -> String {
        let mut out = String::new();
        while let Some((first, rest)) = self.waiting.split_first() {
            let folio = &self.folios[*first];
            if (folio.spot.leaf, folio.spot.offset) > (leaf, offset) {
                break;
            }
            let label = escaped(&folio.label);
            out.push_str(&format!(
                "<span role=\"doc-pagebreak\" epub:type=\"pagebreak\" id=\"{}\" aria-label=\"{label}\"/>",
                id(*first)
            ));
            self.set.push(*first);
            self.waiting = rest;
        }
        out
    }
}
