//! What is demanded of which output, and in which order.
//!
//! * Text (titles, paragraphs, cells, events, names, terms): in the order of the model.
//! * Intros, key figures: each among themselves, since a layout may set them beside a title.
//! * Captions with marks. PDF: those of a section by their marks, by the model or as their pictures
//!   stand, as a list or under the pictures. E-book: under the pictures by the model, in the
//!   caption list by their marks.
//! * Captions without marks. PDF: those of a section by the model or as their pictures stand.
//!   E-book: with the others.
//! * Pictures (their alternative text). PDF: anywhere, since floats go where there is room. E-book:
//!   in the order of the model.
//! * Notes and readings: each among themselves; in a PDF readings stand in the line.
//! * Dates of stories: anywhere. What the cover shows: anywhere in the e-book.
//! * Lines of the title page. PDF: before the first section. E-book: on the title page. What only
//!   describes the book: in the e-book alone.
//!
//! Marks, numbers and the like ([`Kind::is_companion`]) must stand beside what they belong to. A
//! credit that a section's pictures share may be printed once. Where a caption stands with its
//! picture, it is that picture's. Links lead to the titles that the book has them lead to, in a PDF
//! to their pages.

use std::collections::BTreeMap;

use crate::passages::{Kind, Passage};
use crate::verify::beside::Around;
use crate::verify::chunk::{Chunk, Role, Target, compared};
use crate::verify::compare::{Mismatch, align, judge};
use crate::verify::expected::{At, Expected, Hit};
use crate::verify::leads::Goals;

/// Which output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ArtefactKind {
    /// A tagged PDF.
    Pdf,
    /// An e-book.
    Epub,
}

/// What a line of the table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// Titles, paragraphs and all other running text.
    Text,
    /// Numbers of stories, tables, items; dates; facts.
    Numbers,
    /// Captions, credits, approvals.
    Captions,
    /// Marks of pictures.
    FigureMarks,
    /// Alternative texts.
    Pictures,
    /// Notes.
    Notes,
    /// Readings.
    Readings,
    /// Facts of the title page.
    ImprintFacts,
}

/// The result for one output.
#[derive(Debug, Default)]
pub(super) struct Comparison<'a> {
    /// For each group how many passages there should be and how many there are.
    pub(super) counts: Vec<(Group, usize, usize)>,
    /// What is wrong.
    pub(super) mismatches: Vec<(&'a Passage, Mismatch)>,
}

impl<'a> Comparison<'a> {
    fn count(&mut self, passage: &'a Passage, mismatch: Option<Mismatch>) {
        let group = group(passage.kind);
        let found = usize::from(!matches!(
            mismatch,
            Some(Mismatch::Lost | Mismatch::Moved(_) | Mismatch::Altered(..))
        ));
        match self.counts.iter_mut().find(|(other, ..)| *other == group) {
            Some((_, wanted, there)) => (*wanted, *there) = (*wanted + 1, *there + found),
            None => self.counts.push((group, 1, found)),
        }
        self.mismatches.extend(mismatch.map(|mismatch| (passage, mismatch)));
    }
}

pub(super) fn group(kind: Kind) -> Group {
    match kind {
        Kind::ImprintFact | Kind::Described => Group::ImprintFacts,
        Kind::Number
        | Kind::StoryDate
        | Kind::Ordinal
        | Kind::Date
        | Kind::Value
        | Kind::Measure => Group::Numbers,
        Kind::Note => Group::Notes,
        Kind::Reading => Group::Readings,
        Kind::Picture | Kind::CoverPicture => Group::Pictures,
        Kind::PictureMark | Kind::CaptionMark => Group::FigureMarks,
        Kind::Caption | Kind::Approval | Kind::Row | Kind::Credit => Group::Captions,
        _ => Group::Text,
    }
}

/// A passage with what belongs to it.
#[derive(Clone, Copy)]
struct Item<'a> {
    passage: &'a Passage,
    companions: &'a [Passage],
    /// The number of its section, from 1; 0 before the first.
    section: usize,
    /// Whether it is in a note, or belongs to it.
    noted: bool,
}

impl Item<'_> {
    /// The printed mark as a number to sort by, if it has one.
    fn mark(&self) -> Option<u32> {
        let mark = self.companions.iter().find(|passage| passage.kind == Kind::CaptionMark)?;
        let written = mark.forms.last().unwrap_or(&mark.text);
        let circled = written.chars().next().and_then(crate::text::figure_mark::number);
        circled.or_else(|| written.parse().ok())
    }
}

fn items(passages: &[Passage]) -> Vec<Item<'_>> {
    let mut items = Vec::new();
    let (mut section, mut index, mut noted) = (0, 0, false);
    while let Some(passage) = passages.get(index) {
        noted = passage.kind == Kind::Note || noted && passage.kind == Kind::Reading;
        section += usize::from(passage.kind == Kind::Section);
        let rest = passages.get(index + 1..).unwrap_or_default();
        let many = rest.iter().take_while(|passage| passage.kind.is_companion()).count();
        items.push(Item {
            passage,
            companions: rest.get(..many).unwrap_or_default(),
            section,
            noted,
        });
        index += 1 + many;
    }
    items
}

/// Looks up all passages in an output: its blocks, and the places in them that links lead to.
pub(super) fn compare<'a: 'c, 'c>(
    format: ArtefactKind,
    passages: &'a [Passage],
    (chunks, places): (&'c [Chunk], &'c BTreeMap<Target, usize>),
) -> Comparison<'a> {
    let mut all = items(passages);
    all.retain(|item| item.passage.kind != Kind::Cover);
    let only = |kinds: &[Kind]| -> Vec<Item<'a>> {
        all.iter().copied().filter(|item| kinds.contains(&item.passage.kind)).collect()
    };
    let captions = passages.iter().filter(|passage| passage.kind == Kind::Caption);
    let mut comparer = Comparer {
        format,
        chunks,
        comparison: Comparison::default(),
        sections: Vec::new(),
        taken: Vec::new(),
        goals: Goals::new(places),
        captions: captions.map(|one| (&*one.at, compared(&one.text))).collect(),
    };
    let text: Vec<_> = all.iter().copied().filter(|item| is_text(item.passage.kind)).collect();
    let hits = comparer.text(&text);
    // Links are judged when all that they lead to has been looked up.
    let mut linked = vec![(text, hits)];
    for kinds in [&[Kind::Intro][..], &[Kind::Label], &[Kind::Note]] {
        let items = only(kinds);
        let hits = comparer.stream(&items, (0, 0), None);
        linked.push((items, hits));
    }
    if format == ArtefactKind::Epub {
        // The e-book has notes apart, and the readings in them.
        let (noted, plain): (Vec<_>, Vec<_>) =
            only(&[Kind::Reading]).into_iter().partition(|item| item.noted);
        comparer.stream(&plain, (0, 0), None);
        comparer.stream(&noted, (0, 0), None);
    }
    comparer.facts(&match format {
        ArtefactKind::Pdf => only(&[Kind::ImprintFact]),
        ArtefactKind::Epub => only(&[Kind::ImprintFact, Kind::Described]),
    });
    comparer.anywhere(&only(&[Kind::StoryDate]));
    if format == ArtefactKind::Epub {
        comparer.anywhere(&only(&[Kind::CoverPicture]));
    }
    match format {
        ArtefactKind::Pdf => {
            let places = comparer.scattered(&only(&[Kind::Picture]));
            let found = places.iter().map(|(at, (chunk, _))| (*at, Some(*chunk)));
            found.for_each(|(at, chunk)| comparer.goals.add_picture(at, chunk));
            comparer.printed_captions(&only(&[Kind::Caption, Kind::Approval, Kind::Row]), &places);
        }
        ArtefactKind::Epub => {
            let pictures = only(&[Kind::Picture]);
            let hits = comparer.stream(&pictures, (0, 0), None);
            comparer.captioned(&pictures, &hits);
            for (item, hit) in pictures.iter().zip(&hits) {
                comparer.goals.add_picture(&item.passage.at, hit.map(|hit| hit.chunk));
            }
            let captions = only(&[Kind::Caption, Kind::Approval, Kind::Row]);
            comparer.stream(&captions, (0, 0), Some(&[Role::Caption]));
            comparer.caption_lists(&captions, &pictures);
        }
    }
    // Decorative pictures say nothing by which they could be found, and lost ones are told of.
    for one in passages.iter().filter(|one| matches!(one.kind, Kind::Picture | Kind::Caption)) {
        comparer.goals.add_picture(&one.at, None);
    }
    for (items, hits) in &linked {
        comparer.links(items, hits);
    }
    comparer.comparison.counts.sort_unstable();
    comparer.comparison
}

/// Of how many captions of a section those of decorative pictures are looked for at every place.
const MOST_SETTLED: usize = 60;

/// How often passages are looked at again when one was moved.
const MOST_PASSES: usize = 4;

fn is_text(kind: Kind) -> bool {
    group(kind) == Group::Text && !matches!(kind, Kind::Intro | Kind::Label)
}

struct Comparer<'a, 'c> {
    format: ArtefactKind,
    chunks: &'c [Chunk],
    comparison: Comparison<'a>,
    goals: Goals<'c>,
    /// Captions by where the book has their pictures.
    captions: BTreeMap<&'a str, String>,
    /// For each section, from 1, the blocks of the last words before it and of its title.
    sections: Vec<(usize, Option<usize>)>,
    /// Where captions were found.
    taken: Vec<Hit>,
}

impl<'a: 'c, 'c> Comparer<'a, 'c> {
    fn wanted(&self, items: &[Item<'a>], roles: Option<&'static [Role]>) -> Vec<Expected<'a>> {
        let printed = self.format == ArtefactKind::Pdf;
        let before =
            |one: &&Passage| matches!(one.kind, Kind::CaptionMark | Kind::Number | Kind::Date);
        let written = |one: &Passage| match one.forms.as_slice() {
            [] => vec![compared(&one.text)],
            forms => forms.iter().map(|form| compared(form)).collect(),
        };
        let lead = |item: &Item| item.companions.iter().filter(before).map(written).collect();
        let credit = |one: &&Passage| one.kind == Kind::Credit;
        let tail = |item: &Item| item.companions.iter().filter(credit).flat_map(written).collect();
        let wanted = |item: &Item<'a>| {
            let wanted = Expected::new(item.passage, printed, roles);
            wanted.led_by(lead(item)).with_tail(tail(item))
        };
        items.iter().map(wanted).collect()
    }

    fn text(&mut self, items: &[Item<'a>]) -> Vec<Option<Hit>> {
        let hits = self.stream(items, (0, 0), None);
        let mut last = 0;
        for (item, hit) in items.iter().zip(&hits) {
            self.goals.add(item.passage, *hit);
            if item.passage.kind == Kind::Section {
                self.sections.push((last, hit.map(|hit| hit.chunk)));
            }
            last = hit.map_or(last, |hit| hit.chunk);
        }
        hits
    }

    /// Tells which links of passages that were found lead elsewhere.
    fn links(&mut self, items: &[Item<'a>], hits: &[Option<Hit>]) {
        let mut next = None;
        for (item, hit) in items.iter().zip(hits).rev() {
            let Some(hit) = *hit else { continue };
            if let Some(to) = self.goals.astray(item.passage, self.chunks, hit, next) {
                self.comparison.mismatches.push((item.passage, Mismatch::Astray(to.clone())));
            }
            // What a term refers to may stand before the places that it leads to.
            if item.passage.kind != Kind::See {
                next = Some(hit);
            }
        }
    }

    /// What is read in the place of a picture's caption, where one stands with the picture; marks
    /// may stand there whose captions are listed.
    fn other_caption(&self, item: &Item<'a>, hit: Hit) -> Option<String> {
        let caption =
            self.captions.get(&*item.passage.at).filter(|_| item.companions.is_empty())?;
        let beside = self.chunks.get(hit.chunk + 1).filter(|it| it.role == Role::Caption)?;
        (!beside.compared.contains(caption)).then(|| beside.text.clone())
    }

    /// Tells which pictures stand with other captions.
    fn captioned(&mut self, items: &[Item<'a>], hits: &[Option<Hit>]) {
        for (item, hit) in items.iter().zip(hits) {
            if let Some(read) = hit.and_then(|hit| self.other_caption(item, hit)) {
                self.comparison.mismatches.push((item.passage, Mismatch::Miscaptioned(read)));
            }
        }
    }

    /// Passages whose order is demanded, with what belongs to them.
    fn stream(
        &mut self,
        items: &[Item<'a>],
        from: At,
        roles: Option<&'static [Role]>,
    ) -> Vec<Option<Hit>> {
        let wanted = self.wanted(items, roles);
        let mut hits = align(&wanted, self.chunks, from);
        self.fit(items, &wanted, &mut hits);
        self.settle(items, &wanted, &hits);
        hits
    }

    /// Moves passages on, but not beyond what follows them, where the same words stand as well:
    /// titles of sections and entries to their headings, since title page and contents may have
    /// them too, labels of figures to where they stand alone;
    /// units to just before their cells, since the label of their table may have the same words;
    /// others to where what belongs to them stands beside them, titles as far as can be.
    ///
    /// What stands beside a passage depends on where the one before it stands, and that is moved
    /// after it: so all are looked at again until none moves.
    fn fit(&self, items: &[Item<'a>], wanted: &[Expected<'a>], hits: &mut [Option<Hit>]) {
        let mut passes = 0..MOST_PASSES;
        while passes.next().is_some() && self.move_on(items, wanted, hits) {}
    }

    /// One look at all passages, from the last to the first; tells whether any was moved.
    fn move_on(
        &self,
        items: &[Item<'a>],
        wanted: &[Expected<'a>],
        hits: &mut [Option<Hit>],
    ) -> bool {
        let mut moved = false;
        let mut next: Option<Hit> = None;
        for (index, (item, wanted)) in items.iter().zip(wanted).enumerate().rev() {
            let Some(first) = hits.get(index).copied().flatten() else { continue };
            let beside = |hit: Hit| {
                let around = self.around(item, hit, index, hits);
                item.companions.iter().all(|companion| around.holds(companion))
            };
            let near = next.map_or(self.chunks, |next| &self.chunks[..=next.chunk]);
            let ends = |hit: &Hit| {
                next.is_none_or(|next| (hit.chunk, hit.end) <= (next.chunk, next.start))
            };
            let after = |hit: &Hit| {
                let later = wanted.find(near, (hit.chunk, hit.end));
                later.filter(|later| later.end > later.start && ends(later))
            };
            let all = || std::iter::successors(Some(first), after);
            let fits = match item.passage.kind {
                Kind::Section => all().filter(|hit| self.is_heading_itself(hit)).last(),
                // Headings before it may have the same words.
                Kind::Title | Kind::Group if item.companions.is_empty() => {
                    let own = all().filter(|hit| self.is_heading_itself(hit)).last();
                    own.or_else(|| all().filter(|hit| self.is_heading(hit)).last())
                }
                Kind::Unit => all().last(),
                _ if item.companions.is_empty() => None,
                Kind::Title => all().filter(|hit| beside(*hit)).last(),
                // The words, and numbers near them, may stand in the text as well.
                Kind::Label => {
                    let alone = all().find(|hit| self.is_alone(hit) && beside(*hit));
                    alone.or_else(|| all().find(|hit| beside(*hit)))
                }
                _ => all().find(|hit| beside(*hit)),
            };
            let hit = fits.unwrap_or(first);
            moved |= hit != first;
            (hits[index], next) = (Some(hit), Some(hit));
        }
        moved
    }

    /// Whether a passage is all that its block says.
    fn is_alone(&self, hit: &Hit) -> bool {
        let chunk = self.chunks.get(hit.chunk);
        chunk.is_some_and(|chunk| hit.start == 0 && hit.end == chunk.compared.len())
    }

    /// Whether a passage is all that a heading says.
    fn is_heading_itself(&self, hit: &Hit) -> bool {
        self.is_heading(hit) && self.is_alone(hit)
    }

    fn is_heading(&self, hit: &Hit) -> bool {
        self.chunks.get(hit.chunk).is_some_and(|chunk| chunk.role == Role::Heading)
    }

    fn around(&self, item: &Item, hit: Hit, index: usize, hits: &[Option<Hit>]) -> Around<'_> {
        let before = hits.iter().take(index).rev().flatten().next().copied();
        let after = hits.iter().skip(index + 1).flatten().next().copied();
        let shared = self.format == ArtefactKind::Pdf;
        let section = shared.then(|| self.section(item.section));
        Around { chunks: self.chunks, hit, before, after, section }
    }

    fn settle(&mut self, items: &[Item<'a>], wanted: &[Expected<'a>], hits: &[Option<Hit>]) {
        let mismatches = judge(wanted, hits, self.chunks, &self.taken);
        let captions =
            items.first().is_some_and(|item| group(item.passage.kind) == Group::Captions);
        self.taken.extend(hits.iter().flatten().filter(|_| captions));
        for (index, (item, mismatch)) in items.iter().zip(mismatches).enumerate() {
            self.comparison.count(item.passage, mismatch);
            let Some(hit) = hits.get(index).copied().flatten() else { continue };
            for companion in item.companions {
                let there = self.around(item, hit, index, hits).holds(companion);
                self.comparison.count(companion, (!there).then_some(Mismatch::Lost));
            }
        }
    }

    /// The blocks of a section, from the last words of the one before: a picture may stand above
    /// the title.
    fn section(&self, number: usize) -> std::ops::Range<usize> {
        let own = number.checked_sub(1).and_then(|index| self.sections.get(index));
        let start = own.map_or(0, |(last, _)| *last);
        let next = self.sections.get(number).and_then(|(_, title)| *title);
        start..next.unwrap_or(self.chunks.len()).max(start)
    }

    /// Facts of the title page: in print anywhere before the first section.
    fn facts(&mut self, items: &[Item<'a>]) {
        let (end, roles): (usize, Option<&'static [Role]>) = match self.format {
            ArtefactKind::Pdf => (self.section(0).end, None),
            ArtefactKind::Epub => (self.chunks.len(), Some(&[Role::Front])),
        };
        let front = self.chunks.get(..end).unwrap_or(self.chunks);
        for (item, wanted) in items.iter().zip(self.wanted(items, roles)) {
            let lost = wanted.find(front, (0, 0)).is_none();
            self.comparison.count(item.passage, lost.then_some(Mismatch::Lost));
        }
    }

    /// Dates of stories: in a list or beside the story, as the layout has it.
    fn anywhere(&mut self, items: &[Item<'a>]) {
        for (item, wanted) in items.iter().zip(self.wanted(items, None)) {
            let lost = wanted.find(self.chunks, (0, 0)).is_none();
            self.comparison.count(item.passage, lost.then_some(Mismatch::Lost));
        }
    }

    /// Passages that may stand in any order, each as often as it is wanted: where they stand, by
    /// where the book has them.
    fn scattered(&mut self, items: &[Item<'a>]) -> BTreeMap<&'a str, At> {
        let wanted = self.wanted(items, None);
        let mut hits: Vec<Option<Hit>> = Vec::new();
        for (item, one) in items.iter().zip(&wanted) {
            let after = |hit: &Hit| one.find(self.chunks, (hit.chunk + 1, 0));
            let all = std::iter::successors(one.find(self.chunks, (0, 0)), after);
            let mut free = all.filter(|hit| !hits.contains(&Some(*hit))).peekable();
            let first = free.peek().copied();
            hits.push(free.find(|hit| self.other_caption(item, *hit).is_none()).or(first));
        }
        self.settle(items, &wanted, &hits);
        self.captioned(items, &hits);
        let placed = items.iter().zip(hits);
        placed.filter_map(|(i, hit)| Some((&*i.passage.at, (hit?.chunk, hit?.start)))).collect()
    }

    /// Captions of a printed book, section by section, those without marks apart: in the order of
    /// the marks, of the model or of the pictures (two, where some are decorative), whichever
    /// fits best.
    fn printed_captions(&mut self, items: &[Item<'a>], places: &BTreeMap<&str, At>) {
        let mut groups: Vec<Vec<Item<'a>>> = Vec::new();
        for item in items {
            // An approval or a row of people belongs to the caption before it.
            match groups.last_mut() {
                Some(group) if item.passage.kind != Kind::Caption => group.push(*item),
                _ => groups.push(vec![*item]),
            }
        }
        let section = |group: &Vec<Item<'a>>| group.first().map_or(0, |item| item.section);
        let mark = |group: &Vec<Item<'a>>| group.first().and_then(Item::mark);
        for groups in groups.chunk_by(|a, b| section(a) == section(b)) {
            // Not before the captions of the section before: the same words may stand there.
            let last = self.taken.iter().map(|hit| (hit.chunk, hit.end)).max();
            let start = self.section(groups.first().map_or(0, section)).start;
            let from = last.unwrap_or_default().max((start, 0));
            let (marked, plain): (Vec<_>, Vec<_>) =
                groups.iter().cloned().partition(|group| mark(group).is_some());
            for groups in [plain, marked] {
                let mut listed = groups.clone();
                listed.sort_by_key(mark);
                let place = |group: &Vec<Item<'a>>| places.get(&*group.first()?.passage.at);
                let mut under = groups.clone();
                under.sort_by_key(place);
                // Decorative pictures have no place. One may lead its story all the same, before
                // those that the model has first.
                let mut last = None;
                let mut led = Vec::with_capacity(groups.len());
                for group in &groups {
                    let own = place(group);
                    last = own.or(last);
                    led.push((last, own.is_some(), group.clone()));
                }
                led.sort_by_key(|(place, known, _)| (*place, *known));
                let led = led.into_iter().map(|(.., group)| group).collect();
                let orders = [listed, groups, under, led];
                let loose = orders.map(|mut order| {
                    let lost = self.loosen(&mut order, |group| place(group).is_none(), from);
                    (lost, order)
                });
                let best = loose.into_iter().min_by_key(|(lost, _)| *lost);
                let (_, best) = best.unwrap_or_default();
                self.stream(&best.concat(), from, None);
            }
        }
    }

    /// Moves captions of decorative pictures to where most is found, if not all is: such a picture
    /// leads its story, or stands in the text, and nothing tells where. Gives what is lost then.
    fn loosen(
        &self,
        groups: &mut Vec<Vec<Item<'a>>>,
        is_free: impl Fn(&Vec<Item<'a>>) -> bool,
        from: At,
    ) -> (usize, At) {
        let mut least = self.lost(&groups.concat(), from);
        let free: Vec<&str> = groups
            .iter()
            .filter(|group| is_free(group))
            .filter_map(|group| group.first().map(|item| &*item.passage.at))
            .collect();
        if groups.len() > MOST_SETTLED {
            return least;
        }
        for at in free {
            if least.0 == 0 {
                break;
            }
            let own = |group: &Vec<Item<'a>>| group.first().is_some_and(|it| it.passage.at == at);
            let Some(old) = groups.iter().position(own) else { continue };
            let group = groups.remove(old);
            let mut best = old;
            for new in 0..=groups.len() {
                groups.insert(new, group.clone());
                let lost = self.lost(&groups.concat(), from);
                if lost < least {
                    (least, best) = (lost, new);
                }
                groups.remove(new);
            }
            groups.insert(best, group);
        }
        least
    }

    /// How many passages of a stream are not there, with those that do not stand beside them, and
    /// where it ends: the next section may have the same words.
    fn lost(&self, items: &[Item<'a>], from: At) -> (usize, At) {
        let wanted = self.wanted(items, None);
        let mut hits = align(&wanted, self.chunks, from);
        self.fit(items, &wanted, &mut hits);
        let lost = |(index, item): (usize, &Item)| match hits.get(index).copied().flatten() {
            Some(hit) => {
                let around = self.around(item, hit, index, &hits);
                item.companions.iter().filter(|companion| !around.holds(companion)).count()
            }
            None => 1 + item.companions.len(),
        };
        let end = hits.iter().flatten().map(|hit| (hit.chunk, hit.end)).max();
        (items.iter().enumerate().map(lost).sum(), end.unwrap_or(from))
    }

    /// The caption lists of an e-book: of sections whose pictures bear marks to be looked up.
    fn caption_lists(&mut self, captions: &[Item<'a>], pictures: &[Item<'a>]) {
        let looked_up =
            |item: &&Item| item.companions.iter().any(|passage| passage.kind == Kind::PictureMark);
        let mut sections: Vec<usize> =
            pictures.iter().filter(looked_up).map(|item| item.section).collect();
        sections.dedup();
        for section in sections {
            let own = captions.iter().filter(|item| item.section == section);
            let mut marked: Vec<Item<'a>> = own.copied().filter(|i| i.mark().is_some()).collect();
            marked.sort_by_key(Item::mark);
            let from = (self.section(section).start, 0);
            self.stream(&marked, from, Some(&[Role::Text]));
        }
    }
}
