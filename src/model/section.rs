//! Sections and what stands in them.

use crate::model::{
    Block, Chapter, Figure, Group, Index, Inline, Runs, Table, Treatment, visit, visit_runs,
};
use crate::source::{At, Place, Text};
use crate::text::date::Date;
use crate::text::headline::Line;
use crate::text::when::When;

/// One section of the book.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Unique in the book; links, anchors and file names come from it.
    pub id: String,
    /// The name of its page kind, which the layout declares.
    pub kind: String,
    /// How the outputs treat it, by its kind.
    pub treatment: Treatment,
    /// The title.
    pub title: Text,
    /// The title in the lines that its editor wrote, joined it is the title; at least one.
    pub title_lines: Vec<Line>,
    /// The subtitle of a part.
    pub subtitle: Option<Text>,
    /// The number of pages that it must take, if that is demanded.
    pub pages: Option<u32>,
    /// Words before the content.
    pub intro: Vec<Block>,
    /// Numbers worth showing large, of the section as a whole.
    pub facts: Vec<Fact>,
    /// What the section holds.
    pub content: Content,
    /// Where it is written.
    pub at: At,
}

/// What a section holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Stories; never empty.
    Stories(Vec<Story>),
    /// Events in the order of the file; never empty.
    Events(Vec<Event>),
    /// Facts alone, which every section may have.
    Facts,
    /// The dated stories of the book, each as an event whose words are its title; in order.
    Days(Vec<Event>),
    /// Pictures alone; never empty but at the opening of a part.
    Plates(Vec<Figure>),
    /// Tables; never empty.
    Tables(Vec<Table>),
    /// Lists of people; never empty.
    People(Vec<Group>),
    /// An index.
    Index(Index),
    /// One running text.
    Text {
        /// The words.
        body: Vec<Block>,
        /// The pictures that the words do not place.
        figures: Vec<Figure>,
    },
}

/// One story.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Unique in the book.
    pub id: String,
    /// Its number in the section, from 1.
    pub number: u32,
    /// The title.
    pub title: Text,
    /// The title in the lines that its editor wrote; at least one.
    pub title_lines: Vec<Line>,
    /// Its language as a BCP 47 tag, if it is not the book's.
    pub lang: Option<Text>,
    /// The group of entries that it belongs to (分目).
    pub group: Option<Text>,
    /// The part of the group that it belongs to (子目); only in a group.
    pub subgroup: Option<Text>,
    /// When it happened.
    pub date: Option<Date>,
    /// The words; never empty.
    pub body: Vec<Block>,
    /// The pictures that its text does not place.
    pub figures: Vec<Figure>,
    /// Figures taken from the body for display.
    pub key_figures: Vec<KeyFigure>,
    /// Words taken from the body for display.
    pub excerpt: Option<Text>,
    /// Where it is written.
    pub at: At,
}

impl Story {
    /// The titles of the group and of the part of it that begin with this story, where it follows
    /// `before`.
    #[must_use]
    pub fn opens<'a>(&'a self, before: Option<&Story>) -> [Option<&'a Text>; 2] {
        let same = before.is_some_and(|before| before.group == self.group);
        let alike = same && before.is_some_and(|before| before.subgroup == self.subgroup);
        [self.group.as_ref().filter(|_| !same), self.subgroup.as_ref().filter(|_| !alike)]
    }

    /// Its figures in reading order: those that its text places, then the others.
    pub fn all_figures(&self) -> impl Iterator<Item = &Figure> {
        self.body.iter().filter_map(Block::figure).chain(&self.figures)
    }
}

/// A number worth showing large; it stands in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFigure {
    /// The number as written.
    pub value: Text,
    /// Its unit.
    pub unit: Text,
    /// What it counts.
    pub label: Text,
}

/// A number of the section as a whole, with what may be drawn beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The number, its unit (which may be empty) and what it counts.
    pub figure: KeyFigure,
    /// What else is to be known of it.
    pub note: Option<Text>,
    /// The story that tells of it: its id and title.
    pub story: Option<(Text, Text)>,
    /// A series of numbers to be drawn; empty or at least two.
    pub chart: Vec<ChartValue>,
    /// Where it is written.
    pub at: At,
}

/// A number of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartValue {
    /// What it belongs to: a year, a part of a whole.
    pub name: Text,
    /// The number as written.
    pub value: Text,
    /// The number itself; never negative.
    pub number: f64,
}

/// One event of a chronicle.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When it began.
    pub date: When,
    /// When it ended, if it lasted.
    pub until: Option<When>,
    /// What happened.
    pub text: Runs,
    /// The story that tells of it: its id and number.
    pub story: Option<(Text, u32)>,
    /// Where it is written.
    pub at: At,
}

impl Section {
    /// Whether its stories stand in one chapter of the e-book, in groups and without numbers.
    #[must_use]
    pub fn is_one_chapter(&self) -> bool {
        self.treatment.chapter == Chapter::Section
    }

    /// The section's figures in reading order, portraits among them.
    pub fn figures(&self) -> impl Iterator<Item = &Figure> {
        let people = self.groups().iter().flat_map(|group| &group.people);
        self.captioned_figures().chain(people.filter_map(|person| person.photo.as_ref()))
    }

    /// The section's figures that have captions of their own: all but portraits.
    pub fn captioned_figures(&self) -> impl Iterator<Item = &Figure> {
        self.stories().iter().flat_map(Story::all_figures).chain(self.all_own_figures())
    }

    /// The section's lists of people; none in most kinds of sections.
    #[must_use]
    pub fn groups(&self) -> &[Group] {
        match &self.content {
            Content::People(groups) => groups,
            _ => &[],
        }
    }

    /// The figures of the section itself, those that its text places first.
    pub fn all_own_figures(&self) -> impl Iterator<Item = &Figure> {
        let body = match &self.content {
            Content::Text { body, .. } => body.as_slice(),
            _ => &[],
        };
        body.iter().filter_map(Block::figure).chain(self.own_figures())
    }

    /// The outermost blocks of its stories, or of the text that it is.
    fn blocks(&self) -> impl Iterator<Item = &Block> {
        let stories = self.stories().iter().map(|story| &story.body);
        let own = match &self.content {
            Content::Text { body, .. } => Some(body),
            _ => None,
        };
        stories.chain(own).flatten()
    }

    /// Whether running text places any of its figures.
    #[must_use]
    pub fn places_figures(&self) -> bool {
        self.blocks().any(|block| block.figure().is_some())
    }

    /// The words of the lines below its stories, or below the text that it is.
    pub fn closings(&self) -> impl Iterator<Item = &Inline> {
        let lines = self.blocks().filter_map(|block| match block {
            Block::Closing { text, .. } => Some(text),
            _ => None,
        });
        lines.flat_map(|text| text.iter())
    }

    /// The figures of the section itself, which no story shows and no text places.
    #[must_use]
    pub fn own_figures(&self) -> &[Figure] {
        match &self.content {
            Content::Text { figures, .. } | Content::Plates(figures) => figures,
            _ => &[],
        }
    }

    /// The section's stories; none in most kinds of sections.
    #[must_use]
    pub fn stories(&self) -> &[Story] {
        match &self.content {
            Content::Stories(stories) => stories,
            _ => &[],
        }
    }

    /// Calls `see` with every run of the section's running text and the place of what holds it.
    pub fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a Inline, &'a Place)) {
        visit(&self.intro, &mut |run| see(run, &self.at));
        match &self.content {
            Content::Stories(stories) => {
                for story in stories {
                    visit(&story.body, &mut |run| see(run, &story.at));
                }
            }
            Content::Events(events) | Content::Days(events) => {
                for event in events {
                    visit_runs(&event.text, &mut |run| see(run, &event.at));
                }
            }
            Content::Text { body, .. } => visit(body, &mut |run| see(run, &self.at)),
            Content::Tables(tables) => {
                for table in tables {
                    let cells = table.grid.cells();
                    cells.for_each(|cell| visit_runs(cell, &mut |run| see(run, &table.at)));
                }
            }
            Content::Facts | Content::Plates(_) | Content::People(_) | Content::Index(_) => {}
        }
    }

    /// The marked figures in the order of their marks: the caption list.
    #[must_use]
    pub fn caption_list(&self) -> Vec<&Figure> {
        let mut marked: Vec<&Figure> = self.figures().filter(|f| f.mark.is_some()).collect();
        marked.sort_by_key(|figure| figure.mark);
        marked
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Story;
    use crate::source::{Source, Text};

    fn story(group: Option<&str>, subgroup: Option<&str>) -> Story {
        let file = Arc::new(Source::new("a.yaml", b"-".to_vec()).unwrap());
        Story {
            id: String::new(),
            number: 1,
            title: Text::default(),
            title_lines: Vec::new(),
            lang: None,
            group: group.map(Text::from),
            subgroup: subgroup.map(Text::from),
            date: None,
            body: Vec::new(),
            figures: Vec::new(),
            key_figures: Vec::new(),
            excerpt: None,
            at: file.place(0..1).into(),
        }
    }

    #[test]
    fn a_title_begins_where_another_stood_before() {
        let all = [
            (None, None, ["", ""]),
            (Some("甲"), None, ["甲", ""]),
            (Some("甲"), Some("一"), ["", "一"]),
            (Some("甲"), Some("一"), ["", ""]),
            (Some("甲"), Some("二"), ["", "二"]),
            // The same words in another group begin anew.
            (Some("乙"), Some("二"), ["乙", "二"]),
            (Some("乙"), None, ["", ""]),
            (None, None, ["", ""]),
        ];
        let mut before: Option<Story> = None;
        for (group, subgroup, expected) in all {
            let story = story(group, subgroup);
            let opens = story.opens(before.as_ref()).map(|title| title.map_or("", Text::as_str));
            assert_eq!(opens, expected, "{group:?} {subgroup:?}");
            before = Some(story);
        }
    }
}
