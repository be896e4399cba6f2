//! Marks, numbers, dates and credits: whether they stand beside what they belong to.
//!
//! Too short to be looked up by themselves, they are looked for only near a passage that was found.

use std::ops::Range;

use crate::passages::{Kind, Passage};
use crate::verify::chunk::{Chunk, Role, compared};
use crate::verify::expected::{Hit, token};

/// What is around a passage that was found.
pub(super) struct Around<'s> {
    /// All blocks.
    pub(super) chunks: &'s [Chunk],
    /// Where it stands.
    pub(super) hit: Hit,
    /// Where the passage before it stands.
    pub(super) before: Option<Hit>,
    /// Where the passage after it stands.
    pub(super) after: Option<Hit>,
    /// The blocks of its section, if what its pictures share may stand anywhere in it.
    pub(super) section: Option<Range<usize>>,
}

impl Around<'_> {
    /// Whether a companion stands beside what it belongs to.
    pub(super) fn holds(&self, companion: &Passage) -> bool {
        let usual = [companion.text.clone()];
        let forms = if companion.forms.is_empty() { &usual } else { companion.forms.as_slice() };
        forms.iter().map(|form| compared(form)).any(|form| self.holds_form(companion.kind, &form))
    }

    fn holds_form(&self, kind: Kind, form: &str) -> bool {
        match kind {
            Kind::Number => self.number(form),
            Kind::Ordinal => self.ordinal(form),
            Kind::Date => self.date(form),
            Kind::Value | Kind::Measure => self.figure(form),
            Kind::PictureMark => self.mark_on_picture(form),
            Kind::CaptionMark => self.mark(form),
            Kind::Credit => self.credit(form),
            _ => false,
        }
    }

    fn compared(&self, chunk: usize) -> &str {
        self.chunks.get(chunk).map_or("", |chunk| chunk.compared.as_str())
    }

    /// The words of its own block before it.
    fn head(&self) -> &str {
        self.compared(self.hit.chunk).get(..self.hit.start).unwrap_or_default()
    }

    /// Before the title, or a line by itself just above it.
    fn number(&self, form: &str) -> bool {
        let near = self.hit.chunk.saturating_sub(3)..self.hit.chunk;
        let mut lines =
            near.filter_map(|index| self.chunks.get(index)).flat_map(|c| c.text.lines());
        lines.any(|line| compared(line) == form) || token(self.head(), form).is_some()
    }

    /// In the label before the item; notes and readings of the item may come between.
    fn ordinal(&self, form: &str) -> bool {
        let before = self.chunks.get(..self.hit.chunk).unwrap_or_default().iter().rev();
        let mut near =
            before.filter(|chunk| !matches!(chunk.role, Role::Note | Role::Reading)).take(2);
        near.any(|chunk| chunk.role == Role::Label && token(&chunk.compared, form).is_some())
    }

    /// After the event before it.
    fn date(&self, form: &str) -> bool {
        let last = self.hit.chunk;
        let (first, rest) =
            self.before.map_or((last.saturating_sub(4), 0), |hit| (hit.chunk, hit.end));
        (first..=last).any(|index| {
            let text = if index == last { self.head() } else { self.compared(index) };
            let text = if index == first { text.get(rest..).unwrap_or_default() } else { text };
            token(text, form).is_some()
        })
    }

    /// On either side of its label, but no farther than the next label.
    fn figure(&self, form: &str) -> bool {
        let least = self.before.map_or(0, |hit| hit.chunk);
        let most = self.after.map_or(usize::MAX, |hit| hit.chunk);
        let chunk = self.hit.chunk;
        let mut near = chunk.saturating_sub(2).max(least)..=chunk.saturating_add(2).min(most);
        near.any(|index| self.between(index).iter().any(|text| token(text, form).is_some()))
            || self.beside_line(form)
    }

    /// Beside a line that is the label and no more: what was found may be words of the text that
    /// are the same.
    fn beside_line(&self, form: &str) -> bool {
        let Hit { chunk, start, end, .. } = self.hit;
        let label = self.compared(chunk).get(start..end).unwrap_or_default();
        let lines = self.chunks.iter().flat_map(|chunk| chunk.text.lines());
        let lines: Vec<String> = lines.map(compared).collect();
        let says = |line: Option<&String>| line.is_some_and(|it| token(it, form).is_some());
        (0..lines.len()).filter(|at| lines.get(*at).is_some_and(|line| line == label)).any(|at| {
            let before = at.checked_sub(1).and_then(|at| lines.get(at));
            says(before) || says(lines.get(at + 1))
        })
    }

    /// What a block says before and after its label, without other labels: they may end or begin
    /// with a number.
    fn between(&self, chunk: usize) -> [&str; 2] {
        let text = self.compared(chunk);
        let own = |hit: &Hit| hit.chunk == chunk;
        let start = self.before.filter(own).map_or(0, |hit| hit.end);
        let end = self.after.filter(own).map_or(text.len(), |hit| hit.start);
        let [left, right] = match own(&self.hit) {
            true => [start..self.hit.start, self.hit.end..end],
            false => [start..end, end..end],
        };
        [left, right].map(|range| text.get(range).unwrap_or_default())
    }

    /// Right after the picture.
    fn mark_on_picture(&self, form: &str) -> bool {
        let after = self.chunks.iter().skip(self.hit.chunk + 1).take(2);
        let mut own = after.take_while(|chunk| chunk.role != Role::Alt);
        own.any(|chunk| token(&chunk.compared, form).is_some())
    }

    /// Before the caption.
    fn mark(&self, form: &str) -> bool {
        let head = self.head();
        let above = self.hit.chunk.checked_sub(1).map(|index| self.compared(index));
        let alone = head.is_empty() && above.is_some_and(|text| text.ends_with(form));
        alone || token(head, form).is_some()
    }

    /// After the caption; a layout may print once what the pictures of a section share.
    fn credit(&self, form: &str) -> bool {
        let tail = self.compared(self.hit.chunk).get(self.hit.end..).unwrap_or_default();
        let mut section = self.section.clone().into_iter().flatten();
        tail.contains(form) || section.any(|index| self.compared(index).contains(form))
    }
}
