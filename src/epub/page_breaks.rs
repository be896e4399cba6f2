//! Markers of the pages of the PDF (EPUB 3.3, `page-list`; DPUB-ARIA 1.1, `doc-pagebreak`).
//!
//! Where a page begins is known before anything is written; here the markers wait until the words
//! before them are out.

use std::collections::BTreeMap;

use crate::epub::escape::{Markup, xml};
use crate::epub::split::Site;
use crate::model::{DocPart, Folio, counted};

/// Markers by the part in which they stand, each list in order; numbers are those of the folios.
pub(super) type PageBreaks = BTreeMap<DocPart, Vec<usize>>;

/// The documents in which pages of the PDF begin, by the numbers of their folios.
pub(super) type PageDocuments = BTreeMap<usize, String>;

/// Sorts the folios by their parts. What the e-book does not have is moved to what stands there
/// instead.
pub(super) fn page_breaks(site: &Site, folios: &[Folio]) -> PageBreaks {
    let mut breaks = PageBreaks::new();
    for (number, folio) in folios.iter().enumerate() {
        let part = match &folio.position.part {
            DocPart::Cover if !site.cover_page => DocPart::Imprint,
            DocPart::Line(id) => DocPart::Line(site.home(id).to_owned()),
            part => part.clone(),
        };
        breaks.entry(part).or_default().push(number);
    }
    breaks
}

/// The id of a page's marker; pages are numbered from 1 in the order of the PDF.
pub(super) fn id(number: usize) -> String {
    format!("page-{}", number + 1)
}

/// The markers of one document while it is written.
pub(super) struct Pending<'a> {
    folios: &'a [Folio],
    breaks: &'a PageBreaks,
    /// Those of the present part that are not written.
    waiting: &'a [usize],
    /// The number of the next unit.
    next: usize,
    /// How many counted characters of the present unit are written.
    seen: usize,
    /// Whether what is written now is no running text.
    pub quiet: bool,
    /// Those that are written.
    pub set: Vec<usize>,
}

impl<'a> Pending<'a> {
    pub(super) fn new(folios: &'a [Folio], breaks: &'a PageBreaks) -> Pending<'a> {
        Pending { folios, breaks, waiting: &[], next: 0, seen: 0, quiet: false, set: Vec::new() }
    }

    /// Goes on to a part; gives what the last one left over.
    pub(super) fn part(&mut self, part: &DocPart) -> Markup {
        let rest = self.take(usize::MAX, usize::MAX);
        self.waiting = self.breaks.get(part).map_or(&[], Vec::as_slice);
        self.next = 0;
        rest
    }

    /// Goes on to the next unit; gives the markers that stand before it.
    pub(super) fn text_unit(&mut self) -> Markup {
        if self.quiet {
            return Markup::default();
        }
        let unit = self.next;
        self.next += 1;
        self.seen = 0;
        self.take(unit, 0)
    }

    /// How many bytes of `text` stand before the next marker in this unit, and the marker. Without
    /// one, all of the text counts as written.
    pub(super) fn within(&mut self, text: &str) -> Option<(usize, Markup)> {
        if self.quiet || self.waiting.is_empty() {
            return None;
        }
        let unit = self.next.wrapping_sub(1);
        for (at, _) in text.char_indices().filter(|(_, character)| counted(*character)) {
            let due = self.take(unit, self.seen);
            if !due.as_str().is_empty() {
                return Some((at, due));
            }
            self.seen += 1;
        }
        None
    }

    /// Whether a marker stands right here.
    pub(super) fn is_due(&self) -> bool {
        let position = self.waiting.first().map(|first| &self.folios[*first].position);
        !self.quiet
            && position.is_some_and(|position| {
                (position.unit + 1, position.offset) == (self.next, self.seen)
            })
    }

    /// The markers up to a unit and an offset in it.
    fn take(&mut self, unit: usize, offset: usize) -> Markup {
        let mut out = Markup::default();
        while let Some((first, rest)) = self.waiting.split_first() {
            let folio = &self.folios[*first];
            if (folio.position.unit, folio.position.offset) > (unit, offset) {
                break;
            }
            out.push(&xml!(
                "<span role=\"doc-pagebreak\" epub:type=\"pagebreak\" id=\"{}\" aria-label=\"{}\"/>",
                id(*first),
                folio.label
            ));
            self.set.push(*first);
            self.waiting = rest;
        }
        out
    }
}
