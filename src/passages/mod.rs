//! What a book says, passage by passage: the list that `verify` looks up in the artefacts.
//!
//! The list is made of the model and never of an artefact. It is written beside the artefacts, so
//! that a folder can be checked years later, without the book. Order is the order of the model; a
//! mark, number or the like follows the passage that it belongs to ([`Kind::is_companion`]).
//!
//! Left out, because they are not said in both outputs by design: excerpts (the body
//! tells them), place, year, subjects and description of the book (metadata of the
//! e-book), numbers of notes (a page of the e-book counts on), page numbers and other words that an
//! output adds.

mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{
    Alt, Block, Book, Captions, Content, Event, Fact, Figure, Index, Inline, KeyFigure, LinkTarget,
    Meta, Section, Story, Table,
};
use crate::passages::words::{forms, links, notes, readings, said};
use crate::source::Spanned;
use crate::text::class::is_blank;
use crate::text::date::Date;
use crate::text::figure_mark::circled;
use crate::text::labels::table::Labels;
use crate::text::when::When;

pub use crate::passages::words::CALL;

/// What the file of passages of a book is called beside its artefacts, after the book's name.
pub const SUFFIX: &str = ".passages.json";

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it; groups are explained by the methods")]
pub enum Kind {
    #[serde(rename = "fact")]
    ImprintFact,
    Described,
    Section,
    Subtitle,
    Intro,
    Title,
    Number,
    StoryDate,
    Group,
    Heading,
    Paragraph,
    Closing,
    Ordinal,
    Cell,
    Event,
    Date,
    Label,
    Value,
    Measure,
    Told,
    Name,
    Detail,
    Quote,
    Head,
    Term,
    See,
    Unit,
    Remark,
    Note,
    Reading,
    Picture,
    PictureMark,
    Caption,
    #[serde(rename = "mark")]
    CaptionMark,
    Approval,
    Row,
    Credit,
    /// What a picture of the cover's own shows, which e-books alone say.
    CoverPicture,
    /// What stands on the sheet of the cover, and is demanded of that alone.
    Cover,
}

impl Kind {
    /// Whether a passage of this kind belongs to the last one before it that is none.
    #[must_use]
    pub fn is_companion(self) -> bool {
        matches!(
            self,
            Kind::Number
                | Kind::Ordinal
                | Kind::Date
                | Kind::Value
                | Kind::Measure
                | Kind::PictureMark
                | Kind::CaptionMark
                | Kind::Credit
        )
    }
}

/// One passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// What it is.
    pub kind: Kind,
    /// Where the book has it: `file:line:column`.
    pub at: String,
    /// Its words. U+FFFC stands where a note is called, U+000A for a forced break.
    pub text: String,
    /// How a printed page may have it instead: readings of ruby before or after their base, notes
    /// in brackets. If there are any, one of them is demanded of a PDF.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forms: Vec<String>,
    /// Where its links lead, in order: `at` of the title of a story or section, or of a picture,
    /// or an address outside of the book. Those of an event and of a term stand behind its words
    /// as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
}

impl Passage {
    fn new(kind: Kind, at: &str, text: String, forms: Vec<String>) -> Passage {
        Passage { kind, at: at.to_owned(), text, forms, links: Vec::new() }
    }
}

/// All passages of a book.
#[must_use]
pub fn passages(book: &Book) -> Vec<Passage> {
    let (labels, at) = (book.meta.labels, "book.yaml:1:1".to_owned());
    let (places, captions) = (places(book), Captions::Below);
    let mut list = List { passages: Vec::new(), at, labels, places, captions };
    list.meta(&book.meta);
    for section in &book.sections {
        list.section(section);
    }
    list.at = "book.yaml:1:1".to_owned();
    list.blocks(&book.meta.colophon, Kind::Paragraph);
    list.cover(&book.meta);
    list.passages
}

/// The file that stands beside the artefacts: JSON, a passage a line.
#[must_use]
pub fn file(book: &Book) -> Vec<u8> {
    let lines: Vec<String> = passages(book).iter().map(line).collect();
    format!("[\n{}\n]\n", lines.join(",\n")).into_bytes()
}

fn line(passage: &Passage) -> String {
    // Strings and a plain enum always serialise.
    serde_json::to_string(passage).unwrap_or_default()
}

fn number(number: Option<u8>) -> Option<String> {
    number.map(|number| number.to_string())
}

/// Where the book has what links can lead to, by id.
fn places(book: &Book) -> BTreeMap<&str, String> {
    let mut places = BTreeMap::new();
    for section in &book.sections {
        places.insert(section.id.as_str(), section.at.to_string());
        if let Content::Stories(stories) = &section.content {
            places.extend(stories.iter().map(|story| (story.id.as_str(), story.at.to_string())));
        }
        let figures = section.captioned_figures();
        places.extend(figures.map(|figure| (figure.id.as_str(), figure.at.to_string())));
    }
    places
}

/// The list while it is made.
struct List<'a> {
    passages: Vec<Passage>,
    /// The place of what is being listed.
    at: String,
    /// The words that outputs add.
    labels: &'static Labels,
    /// What links can lead to.
    places: BTreeMap<&'a str, String>,
    /// Where captions of the section stand.
    captions: Captions,
}

impl List<'_> {
    /// Adds words without markup, whose ends of lines are not told from spaces.
    fn add(&mut self, kind: Kind, text: &str) {
        if !is_blank(text) {
            let text = text.replace('\n', " ");
            self.passages.push(Passage::new(kind, &self.at, text, Vec::new()));
        }
    }

    fn add_some(&mut self, kind: Kind, text: Option<&str>) {
        text.into_iter().for_each(|text| self.add(kind, text));
    }

    /// Adds a companion that may be written in several ways; the first is the usual one.
    fn add_forms(&mut self, kind: Kind, forms: Vec<String>) {
        let Some(text) = forms.first().cloned() else { return };
        self.passages.push(Passage::new(kind, &self.at, text, forms));
    }

    /// Facts of title page and imprint, in no order: each output arranges them as it likes.
    fn meta(&mut self, meta: &Meta) {
        self.add(Kind::ImprintFact, &meta.title);
        let named = [&meta.subtitle, &meta.series, &meta.volume, &meta.publisher, &meta.isbn];
        named.into_iter().for_each(|fact| self.add_some(Kind::ImprintFact, fact.as_deref()));
        for fact in [&meta.place, &meta.description] {
            self.add_some(Kind::Described, fact.as_deref());
        }
        meta.subjects.iter().for_each(|subject| self.add(Kind::Described, subject));
        let lines = meta.authors.iter().chain(&meta.editors).chain(&meta.cip).chain(&meta.rights);
        lines.for_each(|line| self.add(Kind::ImprintFact, line));
        if let Some(date) = meta.date {
            // Books print the month of publication (GB/T 12450), e-books the day.
            let month = Date { day: None, ..date };
            let month = self.labels.dates.in_full(month);
            let mut forms = vec![self.labels.dates.in_full(date), date.to_string(), month];
            // Where the edition is known, books print it in the place of the date.
            let edition = meta.imprint.edition.as_ref().map(ToString::to_string);
            let new = |edition: &String| !forms.iter().any(|form| edition.contains(form));
            forms.extend(edition.filter(new));
            self.add_forms(Kind::ImprintFact, forms);
        }
        for (_, fact) in meta.imprint.facts() {
            fact.iter().for_each(|fact| self.add(Kind::ImprintFact, fact));
        }
    }

    /// What any cover shows: the year may stand apart from the title.
    fn cover(&mut self, meta: &Meta) {
        let apart = meta.year.and(meta.title_without_year.as_ref());
        let title = match apart {
            Some(lines) => lines.iter().map(|line| line.text.as_str()).collect::<String>(),
            None => meta.title.to_string(),
        };
        let shown = meta.cover.own.as_ref().and_then(|figure| figure.alt.text());
        self.add_some(Kind::CoverPicture, shown);
        let year = meta.year.map(|year| year.to_string());
        self.add(Kind::Cover, &title);
        self.add_some(Kind::Cover, year.as_deref());
        for fact in [&meta.subtitle, &meta.publisher, &meta.isbn] {
            self.add_some(Kind::Cover, fact.as_deref());
        }
    }

    fn section(&mut self, section: &Section) {
        self.at = section.at.to_string();
        self.captions = section.treatment.captions;
        self.add(Kind::Section, &section.title);
        self.add_some(Kind::Subtitle, section.subtitle.as_deref());
        self.blocks(&section.intro, Kind::Intro);
        self.facts(&section.facts);
        self.at = section.at.to_string();
        match &section.content {
            Content::Stories(stories) => self.stories(section, stories),
            Content::Events(events) | Content::Days(events) => self.events(events),
            Content::Facts => {}
            Content::Plates(figures) => self.figures(figures),
            Content::Tables(tables) => tables.iter().for_each(|table| self.table(table)),
            Content::People(groups) => {
                for group in groups {
                    self.at = group.at.to_string();
                    self.add_some(Kind::Group, group.title.as_deref());
                    for person in &group.people {
                        if let Some(photo) = &person.photo {
                            self.at = photo.at.to_string();
                        }
                        let alt = person.photo.as_ref().and_then(|photo| photo.alt.text());
                        self.add_some(Kind::Picture, alt);
                        self.add(Kind::Name, &person.name);
                        self.add_some(Kind::Detail, person.detail.as_deref());
                        self.add_some(Kind::Quote, person.quote.as_deref());
                    }
                    self.at = group.at.to_string();
                    self.add_some(Kind::Remark, group.note.as_deref());
                    self.add_some(Kind::Remark, group.credit.as_deref());
                }
            }
            Content::Index(index) => self.index(index),
            Content::Text { body, figures } => {
                self.blocks(body, Kind::Paragraph);
                self.figures(figures);
            }
        }
    }

    fn stories(&mut self, section: &Section, stories: &[Story]) {
        let mut before = None;
        for story in stories {
            self.at = story.at.to_string();
            for title in story.opens(before).into_iter().flatten() {
                self.add(Kind::Group, title);
            }
            before = Some(story);
            self.add(Kind::Title, &story.title);
            if !section.is_one_chapter() {
                self.add(Kind::Number, &story.number.to_string());
            }
            if let Some(date) = story.date {
                self.add(Kind::StoryDate, &self.labels.dates.in_full(date));
            }
            self.blocks(&story.body, Kind::Paragraph);
            if section.treatment.key_figures {
                story.key_figures.iter().for_each(|fact| self.key_figure(fact));
            }
            self.figures(&story.figures);
        }
    }

    fn key_figure(&mut self, figure: &KeyFigure) {
        self.add(Kind::Label, &figure.label);
        self.add(Kind::Value, &figure.value);
        self.add(Kind::Measure, &figure.unit);
    }

    /// Adds the facts of a section. The numbers of a chart belong to their names.
    fn facts(&mut self, facts: &[Fact]) {
        for fact in facts {
            self.at = fact.at.to_string();
            self.key_figure(&fact.figure);
            self.add_some(Kind::Remark, fact.note.as_deref());
            if let Some((id, title)) = &fact.story {
                self.add(Kind::Told, title);
                let told = self.places.get(id.as_str()).cloned();
                if let Some((told, passage)) = told.zip(self.passages.last_mut()) {
                    passage.links.push(told);
                }
            }
            for point in &fact.chart {
                self.add(Kind::Label, &point.name);
                self.add(Kind::Value, &point.value);
            }
        }
    }

    /// Of the dates of an event only numbers and words of its own are demanded, and only those that
    /// its neighbour does not give already: outputs put months into headings and write 同日.
    fn events(&mut self, events: &[Event]) {
        let mut before: Option<&Event> = None;
        for event in events {
            self.at = event.at.to_string();
            let first = self.passages.len() + 1;
            self.runs(Kind::Event, &event.text);
            let told = event.story.as_ref().and_then(|(id, _)| self.places.get(id.as_str()));
            if let Some((told, passage)) = told.cloned().zip(self.passages.get_mut(first - 1)) {
                passage.links.push(told);
            }
            let noted = self.passages.len().saturating_sub(first);
            if before.is_none_or(|b| (b.date, b.until) != (event.date, event.until)) {
                self.begun(event.date, before.map(|event| event.date.date));
                if let Some(until) = event.until {
                    self.ended(until, event.date.date);
                }
            }
            // The date belongs to the words of the event, not to the notes in it.
            if let Some(beside) = self.passages.get_mut(first..) {
                beside.rotate_left(noted);
            }
            before = Some(event);
        }
    }

    /// Adds when an event began; `known` is the date of the one before.
    fn begun(&mut self, when: When, known: Option<Date>) {
        let date = when.date;
        if when.back.is_some() {
            self.add(Kind::Date, &self.labels.dates.below(when));
            return;
        }
        let same_month = known.is_some_and(|k| (k.year, k.month) == (date.year, date.month));
        if let Some(month) = number(date.month).filter(|_| !same_month) {
            self.month(month, date);
        }
        self.add_some(Kind::Date, number(date.day).as_deref());
        if when.part.is_some() {
            self.add_forms(Kind::Date, self.labels.dates.ways(when, date));
        }
    }

    /// Adds when an event of this date ended.
    fn ended(&mut self, until: When, began: Date) {
        if until.back.is_none() && until.part.is_none() {
            match (number(until.date.day), number(until.date.month)) {
                (None, Some(month)) => self.month(month, until.date),
                (day, _) => self.add_some(Kind::Date, day.as_deref()),
            }
            return;
        }
        self.add_forms(Kind::Date, self.labels.dates.ways(until, began));
    }

    /// Adds a month by its number, or by its name where the language has names.
    fn month(&mut self, number: String, date: Date) {
        match self.labels.dates.month_name(date) {
            Some(name) if name != number => {
                self.add_forms(Kind::Date, vec![number, name.to_owned()]);
            }
            _ => self.add(Kind::Date, &number),
        }
    }

    fn table(&mut self, table: &Table) {
        self.at = table.at.to_string();
        self.add(Kind::Title, &table.title);
        self.add(Kind::Number, &table.number.to_string());
        self.add_some(Kind::Unit, table.unit.as_deref());
        table.grid.cells().for_each(|cell| self.runs(Kind::Cell, cell));
        self.add_some(Kind::Remark, table.note.as_deref());
        self.add_some(Kind::Remark, table.source.as_deref());
    }

    fn index(&mut self, index: &Index) {
        for head in &index.heads {
            self.add(Kind::Head, &head.head);
            for term in &head.terms {
                self.add(Kind::Term, &term.term);
                let to = term.to.iter().filter_map(|id| self.places.get(id.as_str()).cloned());
                let to = to.collect();
                if let Some(passage) = self.passages.last_mut() {
                    passage.links = to;
                }
                term.sent().for_each(|to| self.add(Kind::See, to));
            }
        }
    }

    fn figures<'f>(&mut self, figures: impl IntoIterator<Item = &'f Figure>) {
        for figure in figures {
            self.at = figure.at.to_string();
            let mark = figure.mark.map(|mark| match mark {
                1..=50 => vec![circled(mark)],
                // Beyond 50 there are no circled figures; outputs write the number.
                _ => vec![circled(mark), mark.to_string()],
            });
            if let Alt::Text(alt) = &figure.alt {
                self.add(Kind::Picture, alt);
                // Marks on pictures are looked up in the list of captions.
                if self.captions == Captions::List {
                    mark.iter().for_each(|m| self.add_forms(Kind::PictureMark, m.clone()));
                }
            }
            if figure.caption.is_empty() {
                continue;
            }
            self.add(Kind::Caption, &figure.caption);
            mark.into_iter().for_each(|mark| self.add_forms(Kind::CaptionMark, mark));
            self.add_some(Kind::Credit, figure.credit.as_deref());
            self.add_some(Kind::Approval, figure.map_approval.as_deref());
            figure.rows.iter().for_each(|row| self.add(Kind::Row, row));
        }
    }

    /// Adds running text. `kind` is that of paragraphs; in intros and notes headings and cells
    /// count as such as well, since outputs may set them otherwise.
    fn blocks(&mut self, blocks: &[Block], kind: Kind) {
        let plain = kind == Kind::Paragraph;
        for block in blocks {
            match block {
                Block::Paragraph(text) => self.runs(kind, text),
                Block::Closing { text, .. } => self.runs(Kind::Closing, text),
                Block::Heading { text, .. } => {
                    self.runs(if plain { Kind::Heading } else { kind }, text);
                }
                Block::List { numbers, items } => {
                    self.items(numbers.map(|numbers| numbers.first), items, kind);
                }
                Block::Quote(inner) => self.blocks(inner, kind),
                Block::Table(grid) => {
                    let kind = if plain { Kind::Cell } else { kind };
                    grid.cells().for_each(|cell| self.runs(kind, cell));
                }
                Block::Figure(figure) => {
                    let at = std::mem::take(&mut self.at);
                    self.figures([&***figure]);
                    self.at = at;
                }
            }
        }
    }

    fn items(&mut self, start: Option<u32>, items: &[Spanned<Vec<Block>>], kind: Kind) {
        for (number, item) in (start.unwrap_or(1)..).zip(items) {
            let first = self.passages.len();
            self.blocks(item, kind);
            // The number belongs to the first words of the item.
            let led = matches!(item.first(), Some(Block::Paragraph(_)));
            if start.is_some() && led && kind == Kind::Paragraph && first < self.passages.len() {
                let number = number.to_string();
                let number = Passage::new(Kind::Ordinal, &self.at, number, Vec::new());
                self.passages.insert(first + 1, number);
            }
        }
    }

    /// Adds one run of words, then the readings and notes in it.
    fn runs(&mut self, kind: Kind, text: &[Inline]) {
        let plain = said(text);
        if is_blank(&plain) {
            return;
        }
        let mut passage = Passage::new(kind, &self.at, plain, forms(text, self.labels.brackets));
        let to = links(text).into_iter().filter_map(|link| match link {
            LinkTarget::Web(address) => Some(address.clone()),
            LinkTarget::Inside(id) | LinkTarget::Figure(id) => {
                self.places.get(id.as_str()).cloned()
            }
        });
        passage.links = to.collect();
        self.passages.push(passage);
        readings(text).iter().for_each(|reading| self.add(Kind::Reading, reading));
        notes(text).into_iter().for_each(|note| self.blocks(note, Kind::Note));
    }
}
