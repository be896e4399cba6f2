//! How dates are written, in the words of a table of labels.

use serde::{Serialize, Serializer};

use crate::text::date::Date;
use crate::text::date_words::{Back, Part, Unit};
use crate::text::when::When;

/// How dates are written (in Chinese as GB/T 15835 has it); `{month}` stands for one of `months`.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Dates {
    /// A year.
    pub year: &'static str,
    /// A month of a year.
    pub year_month: &'static str,
    /// A day.
    pub full: &'static str,
    /// A month whose year is known.
    pub month: &'static str,
    /// A day whose year is known.
    pub month_day: &'static str,
    /// A day whose month is known.
    pub day: &'static str,
    /// The months.
    pub months: [&'static str; 12],
    /// Between the first and the last day.
    pub until: &'static str,
    /// Heading over what is known to the year only.
    pub whole_year: &'static str,
    /// In place of a day, if the year alone is known.
    pub this_year: &'static str,
    /// In place of a day, if the month alone is known.
    pub this_month: &'static str,
    /// In place of a day that is that of the event before.
    pub same_day: &'static str,
    /// Parts of years and months, in the order of [`Part::ALL`]: the word alone, and the word with
    /// `{date}`, which is that of the year or month.
    #[serde(serialize_with = "parts")]
    pub parts: [(&'static str, &'static str); 31],
    /// Words that point back to the event before, in the order of [`Back::ALL`].
    #[serde(serialize_with = "backs")]
    pub back: [&'static str; 11],
}

fn parts<S: Serializer>(
    words: &[(&'static str, &'static str)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let words = words.iter().map(|(alone, of)| PartWords { alone, of });
    serializer.collect_map(Part::ALL.iter().map(|part| part.name()).zip(words))
}

/// The words of a part, as layouts get them.
#[derive(Serialize)]
struct PartWords {
    alone: &'static str,
    of: &'static str,
}

fn backs<S: Serializer>(words: &[&'static str], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(Back::ALL.iter().map(|back| back.name()).zip(words))
}

impl Dates {
    /// A date as far as it is known.
    #[must_use]
    pub fn in_full(&self, date: Date) -> String {
        let label = match (date.month, date.day) {
            (None, _) => self.year,
            (Some(_), None) => self.year_month,
            (Some(_), Some(_)) => self.full,
        };
        self.fill(label, date)
    }

    /// When an event was, under a heading that names its year and month, as the e-book has it:
    /// what is known no closer is of this year or this month.
    #[must_use]
    pub fn below(&self, when: When) -> String {
        let Date { year, month, day } = when.date;
        match (when.back, when.part, month, day) {
            (None, Some(part), _, _) => self.part(part).0.to_owned(),
            (None, None, None, _) => self.this_year.to_owned(),
            (None, None, Some(_), None) => self.this_month.to_owned(),
            _ => self.within(when, year),
        }
    }

    /// When an event began and ended, under a heading that names the year and month in which it
    /// began, as the printed chronicle has it: no month or year is said twice, but what lasts from
    /// one month or year to another names both.
    #[must_use]
    pub fn printed(&self, date: When, until: Option<When>) -> (String, Option<String>) {
        let Date { month, day, .. } = date.date;
        let began = match (date.back, date.part, month, day) {
            (None, None, Some(_), Some(_)) => self.fill(self.day, date.date),
            (None, None, Some(_), None) if until.is_some() => self.fill(self.month, date.date),
            (None, None, None, _) if until.is_some() => self.in_full(date.date),
            _ => self.below(date),
        };
        (began, until.map(|until| self.ended(until, date.date)))
    }

    /// When an event ended, beside the date when it began.
    fn ended(&self, until: When, began: Date) -> String {
        let Date { year, month, day } = until.date;
        let same_month = (year, month) == (began.year, began.month);
        match (until.back, until.part) {
            (None, None) if same_month && day.is_some() => self.fill(self.day, until.date),
            // Of the month or year that the heading names.
            (None, Some(part)) if same_month => self.part(part).0.to_owned(),
            _ => self.within(until, began.year),
        }
    }

    /// The same under a heading that names this year. A date of which only the year is known
    /// stays.
    #[must_use]
    pub fn within(&self, when: When, year: i32) -> String {
        let whole = match when.back {
            Some(back) => self.back_word(back).to_owned(),
            None => self.date_within(when.date, year),
        };
        match when.part {
            // A part of this year needs no year beside it.
            Some(part)
                if when.back.is_none() && part.unit() == Unit::Year && when.date.year == year =>
            {
                self.part(part).0.to_owned()
            }
            Some(part) => self.part(part).1.replacen("{date}", &whole, 1),
            None => whole,
        }
    }

    fn date_within(&self, date: Date, year: i32) -> String {
        match (date.month, date.day) {
            (Some(_), None) if date.year == year => self.fill(self.month, date),
            (Some(_), Some(_)) if date.year == year => self.fill(self.month_day, date),
            _ => self.in_full(date),
        }
    }

    /// When an event was, with its year. A word that points back to the event before stays.
    #[must_use]
    pub fn full(&self, when: When) -> String {
        self.within(when, 0) // No date has the year 0.
    }

    /// All ways in which an output may write a date with a word of its own, beside one that its
    /// headings name: the shortest first.
    #[must_use]
    pub fn ways(&self, when: When, named: Date) -> Vec<String> {
        let mut ways = vec![self.within(when, named.year), self.full(when)];
        let Date { year, month, .. } = when.date;
        if year == named.year && month.is_none_or(|month| Some(month) == named.month) {
            ways.insert(0, self.below(when));
        }
        ways.dedup();
        ways
    }

    /// A label with a date in its places.
    fn fill(&self, label: &str, date: Date) -> String {
        let mut text = label.replacen("{year}", &date.year.to_string(), 1);
        if let Some(month) = self.month_name(date) {
            text = text.replacen("{month}", month, 1);
        }
        if let Some(day) = date.day {
            text = text.replacen("{day}", &day.to_string(), 1);
        }
        text
    }

    /// What the language calls the month of a date.
    #[must_use]
    pub fn month_name(&self, date: Date) -> Option<&'static str> {
        self.months.get(usize::from(date.month?).checked_sub(1)?).copied()
    }

    /// The word for a part alone, and the one with `{date}`.
    fn part(&self, part: Part) -> (&'static str, &'static str) {
        self.parts.get(part as usize).copied().unwrap_or((part.word(), part.word()))
    }

    fn back_word(&self, back: Back) -> &'static str {
        self.back.get(back as usize).copied().unwrap_or(back.word())
    }
}
