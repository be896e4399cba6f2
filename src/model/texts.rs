//! All words of a book that its files hold, in one walk.

use crate::model::{
    Alt, Book, Content, Figure, Inline, KeyFigure, Meta, Section, Story, counted, counted_words,
};
use crate::source::{Place, Text};
use crate::text::class::is_spaceless;

/// What a text of a book is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextKind {
    /// Words of a run of running text.
    Running,
    /// The title of the book.
    BookTitle,
    /// Another fact about the book.
    Fact,
    /// One of several people, subjects, lines of the CIP data.
    Listed,
    /// A fact of the imprint.
    Imprint,
    /// The title of a section.
    SectionTitle,
    /// The subtitle of a section.
    Subtitle,
    /// The caption of a figure.
    Caption,
    /// A row of the people in a picture.
    Row,
    /// The words that are read aloud for a picture.
    Alt,
    /// Who made a picture.
    Credit,
    /// The approval number of a map.
    MapApproval,
    /// The title of a story.
    StoryTitle,
    /// The tag of the language of a story.
    Lang,
    /// The group of a story, or the part of it.
    Group,
    /// A line below a text.
    Closing,
    /// The excerpt of a story.
    Excerpt,
    /// Value, unit or label of a key figure.
    KeyFigure,
    /// The title of a table of data.
    TableTitle,
    /// Unit, note or source of a table.
    TableNote,
    /// The title or note of a list of people.
    ListTitle,
    /// The name of a person.
    Name,
    /// The office of a person.
    Office,
    /// A sentence of a person.
    Quote,
    /// A term of an index.
    Term,
    /// A term that another sends to.
    Sent,
}

/// What is called with each text.
type See<'s, 'a> = dyn FnMut(TextKind, &'a Text) + 's;

impl Book {
    /// Calls `see` with every text of the book that stands in a file and is set or read aloud,
    /// running text run by run, in no particular order.
    pub fn texts<'a>(&'a self, see: &mut See<'_, 'a>) {
        self.visit(&mut |run: &Inline, _| run.words(&mut |text| see(TextKind::Running, text)));
        meta(&self.meta, see);
        self.sections.iter().for_each(|section| texts(section, see));
    }

    /// Whether there is a word that is longer than columns are wide: a number of a file, a part of
    /// an address.
    #[must_use]
    pub fn has_long_words(&self) -> bool {
        let mut any = false;
        self.texts(&mut |_, text| any = any || has_long_word(text));
        any
    }

    /// Where words that stand on a page are written; spaces do not count. `None` for words that
    /// the layout adds.
    #[must_use]
    pub fn place_of(&self, words: &str) -> Option<Place> {
        let wanted = counted_words(words);
        if wanted.is_empty() {
            return None;
        }
        let (mut found, mut whole) = (None, false);
        self.texts(&mut |_, text| {
            // A title is likelier meant than a sentence that names it.
            let same = !whole && counted_words(text) == wanted;
            if same || found.is_none() {
                found = within(text, &wanted).or(found.take());
                whole = same;
            }
        });
        found
    }
}

/// From how many letters and figures a word is long: such words stand in no dictionary, so a layout
/// may break them anywhere.
const LONG_WORD: usize = 25;

/// Whether a text has a word that is longer than columns are wide.
fn has_long_word(text: &str) -> bool {
    let mut length = 0;
    text.chars().any(|c| {
        length = if c.is_alphanumeric() && !is_spaceless(c) { length + 1 } else { 0 };
        length == LONG_WORD
    })
}

/// Where a text has these words.
fn within(text: &Text, wanted: &str) -> Option<Place> {
    let at = counted_words(text).find(wanted)?;
    // The same characters, with their bytes in the text.
    let mut characters = text.char_indices().filter(|(_, c)| counted(*c));
    let mut passed = 0;
    let start = characters.find(|(_, c)| {
        let begins = passed >= at;
        passed += c.len_utf8();
        begins
    })?;
    let count = wanted.chars().count();
    let last = match count {
        0 | 1 => start,
        _ => characters.nth(count - 2)?,
    };
    text.place_of(start.0..last.0 + last.1.len_utf8())
}

/// Calls `see` with texts of one kind.
fn all<'a>(kind: TextKind, texts: impl IntoIterator<Item = &'a Text>, see: &mut See<'_, 'a>) {
    texts.into_iter().for_each(|text| see(kind, text));
}

fn meta<'a>(meta: &'a Meta, see: &mut See<'_, 'a>) {
    see(TextKind::BookTitle, &meta.title);
    let facts = [
        &meta.subtitle,
        &meta.series,
        &meta.volume,
        &meta.place,
        &meta.isbn,
        &meta.publisher,
        &meta.rights,
        &meta.description,
        &meta.epub.certified_by,
    ];
    all(TextKind::Fact, facts.into_iter().flatten(), see);
    all(TextKind::Imprint, meta.imprint.facts().into_iter().filter_map(|(_, fact)| fact), see);
    meta.cover.own.iter().for_each(|one| figure(one, see));
    let lists = [&meta.cip, &meta.editors, &meta.authors, &meta.subjects];
    all(TextKind::Listed, lists.into_iter().flatten(), see);
}

fn texts<'a>(section: &'a Section, see: &mut See<'_, 'a>) {
    see(TextKind::SectionTitle, &section.title);
    all(TextKind::Subtitle, &section.subtitle, see);
    section.captioned_figures().for_each(|one| figure(one, see));
    for fact in &section.facts {
        let KeyFigure { value, unit, label } = &fact.figure;
        all(TextKind::KeyFigure, [value, unit, label].into_iter().chain(&fact.note), see);
        let chart = fact.chart.iter().flat_map(|point| [&point.name, &point.value]);
        all(TextKind::KeyFigure, chart, see);
    }
    section.closings().for_each(|run| run.words(&mut |text| see(TextKind::Closing, text)));
    match &section.content {
        Content::Stories(stories) => stories.iter().for_each(|one| story(one, see)),
        Content::Tables(tables) => {
            for table in tables {
                see(TextKind::TableTitle, &table.title);
                let notes = [&table.unit, &table.note, &table.source];
                all(TextKind::TableNote, notes.into_iter().flatten(), see);
            }
        }
        Content::People(groups) => {
            for group in groups {
                all(TextKind::ListTitle, group.title.iter().chain(&group.note), see);
                all(TextKind::Credit, &group.credit, see);
                for person in &group.people {
                    see(TextKind::Name, &person.name);
                    all(TextKind::Office, &person.detail, see);
                    all(TextKind::Quote, &person.quote, see);
                }
            }
        }
        Content::Index(index) => {
            for term in index.heads.iter().flat_map(|head| &head.terms) {
                see(TextKind::Term, &term.term);
                all(TextKind::Sent, term.sent(), see);
            }
        }
        Content::Events(_)
        | Content::Days(_)
        | Content::Facts
        | Content::Plates(_)
        | Content::Text { .. } => {}
    }
}

fn story<'a>(story: &'a Story, see: &mut See<'_, 'a>) {
    see(TextKind::StoryTitle, &story.title);
    all(TextKind::Lang, &story.lang, see);
    all(TextKind::Group, story.group.iter().chain(&story.subgroup), see);
    all(TextKind::Excerpt, &story.excerpt, see);
    for fact in &story.key_figures {
        all(TextKind::KeyFigure, [&fact.value, &fact.unit, &fact.label], see);
    }
}

fn figure<'a>(figure: &'a Figure, see: &mut See<'_, 'a>) {
    see(TextKind::Caption, &figure.caption);
    all(TextKind::Row, &figure.rows, see);
    if let Alt::Text(alt) = &figure.alt {
        see(TextKind::Alt, alt);
    }
    all(TextKind::Credit, &figure.credit, see);
    all(TextKind::MapApproval, &figure.map_approval, see);
}
