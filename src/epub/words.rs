//! The words that the e-book adds to the book: labels of the contents, of pictures and notes.
//!
//! They follow the language of the book, not that of the command line; `phrases` has them.

use crate::text::date::Date;

/// One language's words.
pub(super) struct Words {
    /// The language as a BCP 47 tag.
    pub lang: &'static str,
    /// Heading of the contents.
    pub contents: &'static str,
    /// Heading of the landmarks, for reading systems only.
    pub landmarks: &'static str,
    /// Heading of the list of pages, for reading systems only.
    pub pages: &'static str,
    /// The cover.
    pub cover: &'static str,
    /// The title page, as a landmark.
    pub title_page: &'static str,
    /// Where the text begins, as a landmark.
    pub text: &'static str,
    /// Heading of a caption list.
    pub captions: &'static str,
    /// Heading of the closing notes.
    pub colophon: &'static str,
    /// Before the mark of a picture.
    pub figure: &'static str,
    /// Before the approval number of a map, with its colon.
    pub approval: &'static str,
    /// In place of a picture that a draft lacks.
    pub missing: &'static str,
    /// Name of a table, before its number.
    pub table: &'static str,
    /// Before a link to a story.
    pub see: &'static str,
    /// Names the way back from a note; stands after its number.
    pub back: &'static str,
    /// Between label and value.
    pub colon: &'static str,
    /// Between sentences.
    pub space: &'static str,
    /// Between names.
    pub comma: &'static str,
    /// Opening and closing bracket.
    pub brackets: (&'static str, &'static str),
    /// Label of the authors.
    pub authors: &'static str,
    /// Label of the editors.
    pub editors: &'static str,
    /// Label of the publisher.
    pub publisher: &'static str,
    /// Label of the date of publication.
    pub published: &'static str,
    /// Label of the year that the book tells of.
    pub year: &'static str,
    /// Label of the place that the book tells of.
    pub place: &'static str,
    /// Label of the subjects.
    pub subjects: &'static str,
    /// Label of the description.
    pub summary: &'static str,
    /// Around the number of a volume.
    pub volume: (&'static str, &'static str),
    /// Before the unit of a table's numbers.
    pub unit: &'static str,
    /// Before a note on a table or list.
    pub note: &'static str,
    /// Before the source of a table.
    pub source: &'static str,
    /// Labels of the further facts of the imprint, in the order of `model::Imprint`.
    pub imprint: [&'static str; 10],
    /// What a reader with a disability can expect of the text.
    pub accessible: &'static str,
    /// The same of the pictures.
    pub described: &'static str,
    /// The same of the page numbers.
    pub paged: &'static str,
    /// Whether dates are written as in Chinese.
    pub(super) chinese: bool,
}

impl Words {
    /// A date in full.
    pub(super) fn date(&self, date: Date) -> String {
        if self.chinese { date.in_chinese() } else { date.to_string() }
    }

    /// A volume: a number in words, a name as it is.
    pub(super) fn volume(&self, volume: &str) -> String {
        let number = volume.bytes().all(|byte| byte.is_ascii_digit());
        let (before, behind) = if number { self.volume } else { ("", "") };
        format!("{before}{volume}{behind}")
    }

    /// A date under a heading that names its year and month, as the printed chronicle has it:
    /// what is known no closer is of this year or this month.
    pub(super) fn date_below(&self, date: Date) -> String {
        match (self.chinese, date.month, date.day) {
            (true, None, _) => "本年".to_owned(),
            (true, Some(_), None) => "本月".to_owned(),
            _ => self.date_within(date, date.year),
        }
    }

    /// A date under a heading that names this year. A date of which only the year is known
    /// stays.
    pub(super) fn date_within(&self, date: Date, year: i32) -> String {
        let full = self.date(date);
        if !self.chinese || date.year != year || date.month.is_none() {
            return full;
        }
        full.strip_prefix(&format!("{year}年")).map_or(full.clone(), str::to_owned)
    }
}
