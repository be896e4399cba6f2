//! What a table of labels holds, and how a label is filled in.
//!
//! In a label `{n}`, `{term}` and the like stand for what it is said of. Left out on purpose: all
//! words that the book gives, and messages, which follow the command line.

use serde::{Serialize, Serializer};

use crate::text::labels::dates::Dates;

/// One language's labels.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Labels {
    /// The language as a BCP 47 tag.
    pub lang: &'static str,
    /// The cover.
    pub cover: &'static str,
    /// What the dots on a cover are: a dot a day, in gold the days that the book tells of.
    pub days: &'static str,
    /// What the dots of a year are on a page: a dot a day, large the days that the book tells of.
    pub calendar: &'static str,
    /// The title page.
    pub title_page: &'static str,
    /// Heading of the record of publication (版本记录, GB/T 12450).
    pub record: &'static str,
    /// Heading of the contents.
    pub contents: &'static str,
    /// Where the text begins.
    pub text: &'static str,
    /// Heading of a caption list.
    pub captions: &'static str,
    /// Heading of the closing notes.
    pub colophon: &'static str,
    /// Heading of the last page if there are no closing notes.
    pub typography: &'static str,
    /// Heading of the landmarks, for reading systems only.
    pub landmarks: &'static str,
    /// Heading of the list of pages, for reading systems only.
    pub pages: &'static str,
    /// Page `{n}`.
    pub page: &'static str,
    /// Item `{n}` of a section.
    pub item: &'static str,
    /// A heading, `{name}`, that stands on an earlier page and still holds.
    pub continued: &'static str,
    /// Sends from a word that is not used to `{term}` (见, GB/T 22466).
    pub see: &'static str,
    /// Sends from a word with places of its own to `{term}` as well (参见, GB/T 22466).
    pub see_also: &'static str,
    /// Names the way back from a note; stands after its number.
    pub back: &'static str,
    /// The picture with the mark `{n}`.
    pub figure: &'static str,
    /// Before the approval number of a map.
    pub approval: &'static str,
    /// Before a credit that all pictures of a section share.
    pub credits: &'static str,
    /// In place of a picture that is missing.
    pub missing: &'static str,
    /// Says that the book's pictures are drawings.
    pub artwork: &'static str,
    /// The table with the number `{n}`.
    pub table: &'static str,
    /// The same on the pages that it runs on to.
    pub table_again: &'static str,
    /// Before the unit of a table's numbers.
    pub unit: &'static str,
    /// Before a note on a table or list.
    pub note: &'static str,
    /// Before the source of a table.
    pub source: &'static str,
    /// The volume `{n}` of a series.
    pub volume: &'static str,
    /// A group of an index: terms whose first character has `{n}` strokes.
    pub strokes: &'static str,
    /// The numbers from 0 to 10 in words, or in figures if the language has figures there.
    pub numerals: [&'static str; 11],
    /// Between label and value.
    pub colon: &'static str,
    /// Between sentences.
    pub space: &'static str,
    /// Between places of an index.
    pub comma: &'static str,
    /// Between the first and the last of many.
    pub range: &'static str,
    /// Between names of people.
    pub names: &'static str,
    /// Between subjects.
    pub subjects: &'static str,
    /// Between pieces of a line that are no sentence.
    pub gap: &'static str,
    /// Opening and closing bracket.
    pub brackets: [&'static str; 2],
    /// How dates are written.
    pub dates: Dates,
    /// Facts of the title page and the record of publication.
    pub facts: Facts,
    /// Further facts of the imprint by their keys, in the order of `model::Imprint::facts`.
    #[serde(serialize_with = "as_map")]
    pub imprint: [(&'static str, &'static str); 10],
    /// What a layout says of its type.
    pub specimen: Specimen,
    /// What a reader with a disability can expect of the text of an e-book.
    pub accessible: &'static str,
    /// The same of the pictures.
    pub described: &'static str,
    /// The same of the page numbers.
    pub paged: &'static str,
}

/// Names of the facts of the title page and the record of publication.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// The title.
    pub title: &'static str,
    /// The subtitle.
    pub subtitle: &'static str,
    /// The series.
    pub series: &'static str,
    /// The volume.
    pub volume: &'static str,
    /// The year that the book tells of.
    pub year: &'static str,
    /// The place that the book tells of.
    pub place: &'static str,
    /// The authors.
    pub authors: &'static str,
    /// The editors.
    pub editors: &'static str,
    /// The publisher.
    pub publisher: &'static str,
    /// The date of publication.
    pub date: &'static str,
    /// The number of the book.
    pub isbn: &'static str,
    /// That number, `{n}`, as it is printed.
    pub isbn_value: &'static str,
    /// Heading of the data of cataloguing in publication (GB/T 12451).
    pub cip: &'static str,
    /// The subjects.
    pub subjects: &'static str,
    /// What the book is.
    pub summary: &'static str,
    /// The authors, `{names}`, below the title.
    pub by: &'static str,
    /// The editors, `{names}`, below the title.
    pub edited_by: &'static str,
    /// The format (开本).
    pub format: &'static str,
    /// The format in words: a sheet of `{size}` in `{n}` leaves.
    pub format_value: &'static str,
    /// Printed sheets (印张).
    pub sheets: &'static str,
    /// Number of characters.
    pub characters: &'static str,
    /// So many, `{n}`, thousand characters.
    pub thousand: &'static str,
}

/// What a layout says of its type.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Specimen {
    /// Running text.
    pub body: &'static str,
    /// Titles.
    pub titles: &'static str,
    /// Captions.
    pub captions: &'static str,
    /// The trimmed page.
    pub format: &'static str,
    /// The trimmed page in words: a large sheet in `{n}` leaves.
    pub fold: &'static str,
    /// The type area (版心).
    pub area: &'static str,
    /// So many, `{n}`, columns; `n` is one of `numerals`.
    pub columns: &'static str,
    /// So many, `{n}`, characters a column.
    pub characters: &'static str,
    /// So many, `{n}`, lines.
    pub lines: &'static str,
    /// Size and pitch, `{size}` and `{pitch}`, in points.
    pub points: &'static str,
    /// The name of Noto Serif SC.
    pub song: &'static str,
    /// The name of Noto Sans SC.
    pub hei: &'static str,
    /// The name of Nianjian Kai.
    pub kai: &'static str,
    /// Names of sizes (字号) by their points; none in languages without.
    #[serde(serialize_with = "as_map")]
    pub sizes: &'static [(&'static str, &'static str)],
}

fn as_map<S: Serializer>(
    pairs: &(impl AsRef<[(&'static str, &'static str)]> + ?Sized),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.as_ref().iter().copied())
}

/// A label with a value in the place of `{key}`.
#[must_use]
pub fn fill(label: &str, key: &str, value: &str) -> String {
    label.replacen(&format!("{{{key}}}"), value, 1)
}

/// What a label says before and behind `{key}`.
#[must_use]
pub fn around<'l>(label: &'l str, key: &str) -> (&'l str, &'l str) {
    label.split_once(&format!("{{{key}}}")).unwrap_or((label, ""))
}

/// Words behind their label, which they may bring themselves.
#[must_use]
pub fn labelled(label: &str, words: &str) -> String {
    if words.starts_with(label) { words.to_owned() } else { format!("{label}{words}") }
}

impl Labels {
    /// The characters of all labels.
    pub(super) fn characters(&self) -> impl Iterator<Item = char> {
        // Plain text always serialises.
        let written = serde_json::to_string(self).unwrap_or_default();
        written.chars().collect::<Vec<_>>().into_iter()
    }

    /// A volume: a number in words, a name as it is.
    #[must_use]
    pub fn volume(&self, volume: &str) -> String {
        let number = volume.bytes().all(|byte| byte.is_ascii_digit());
        if number && !volume.is_empty() {
            fill(self.volume, "n", volume)
        } else {
            volume.to_owned()
        }
    }

    /// A number below a hundred, in words if the language has them.
    #[must_use]
    pub fn number(&self, n: usize) -> String {
        let numeral = |n: usize| self.numerals.get(n).copied().unwrap_or_default();
        let ten = numeral(10);
        if ten == "10" || n >= 100 {
            return n.to_string();
        }
        match (n / 10, n % 10) {
            (0, ones) => numeral(ones).to_owned(),
            (tens, ones) => {
                let tens = if tens == 1 { "" } else { numeral(tens) };
                let ones = if ones == 0 { "" } else { numeral(ones) };
                format!("{tens}{ten}{ones}")
            }
        }
    }
}
