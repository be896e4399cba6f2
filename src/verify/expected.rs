//! A passage in the form that it is looked up in, and where it may stand.

use crate::passages::{Kind, Passage};
use crate::verify::chunk::{Chunk, Role, compared, is_loose, spaced_alike};

/// Most characters before words that nearly begin a block: 图（51）：.
const FEW: usize = 8;

/// A passage in the form that it is looked up in.
#[derive(Debug)]
pub(super) struct Expected<'a> {
    /// The passage.
    pub(super) passage: &'a Passage,
    /// Its ways to be written, as they are.
    forms: Vec<&'a str>,
    /// The same without what is not compared.
    compared_forms: Vec<String>,
    /// The roles of blocks that it may stand in.
    pub(super) roles: &'static [Role],
    fill: Fill,
    /// What stands before it, each in one of some ways, where the same words without it may stand
    /// as well.
    lead: Vec<Vec<String>>,
    /// What may stand right behind it.
    tail: Vec<String>,
}

/// How a passage must fill its block.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fill {
    /// It is the block.
    Whole,
    /// The block begins with it.
    Start,
    /// The block begins with it or with a few characters before it.
    Near,
    /// It stands in the block.
    Within,
}

/// Where a passage stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hit {
    /// Index of the block.
    pub(super) chunk: usize,
    /// Where it begins in the block's compared words, in bytes.
    pub(super) start: usize,
    /// Where it ends.
    pub(super) end: usize,
    /// Which form of the passage.
    form: usize,
}

/// A place between words: block, and byte in its compared words.
pub(super) type At = (usize, usize);

const ANY: &[Role] =
    &[Role::Text, Role::Heading, Role::Cell, Role::Caption, Role::Note, Role::Contents];
const WORDS: &[Role] = &[Role::Text, Role::Cell, Role::Caption, Role::Contents];

impl<'a> Expected<'a> {
    /// A passage to look up; `printed` if in a printed page's forms.
    pub(super) fn new(passage: &'a Passage, printed: bool, roles: Option<&'static [Role]>) -> Self {
        let forms: Vec<&str> = match (passage.forms.as_slice(), passage.kind) {
            ([], _) => vec![&passage.text],
            (
                forms,
                Kind::ImprintFact | Kind::Described | Kind::CaptionMark | Kind::PictureMark,
            ) => forms.iter().map(String::as_str).collect(),
            (forms, _) if printed => forms.iter().map(String::as_str).collect(),
            // The e-book keeps readings and notes apart; only calls may wait for a link's end.
            (forms, _) => {
                let same = |form: &&str| form.chars().count() == passage.text.chars().count();
                let held = forms.iter().map(String::as_str).filter(same);
                std::iter::once(passage.text.as_str()).chain(held).collect()
            }
        };
        let compared_forms = forms.iter().map(|form| compared(form)).collect();
        let (own, fill): (&'static [Role], Fill) = match passage.kind {
            Kind::Section | Kind::Title => (&[Role::Heading, Role::Caption], Fill::Within),
            Kind::Group | Kind::Head => (&[Role::Heading], Fill::Within),
            // Inside of lists and quotations headings are strong words.
            Kind::Heading => (&[Role::Heading, Role::Text], Fill::Within),
            Kind::Cell => (&[Role::Cell], Fill::Whole),
            Kind::Picture => (&[Role::Alt], Fill::Whole),
            // Behind the title of the book.
            Kind::CoverPicture => (&[Role::Alt], Fill::Within),
            Kind::Reading => (&[Role::Reading], Fill::Whole),
            Kind::Name | Kind::Term => (WORDS, Fill::Start),
            Kind::Intro | Kind::Note | Kind::ImprintFact | Kind::Described | Kind::StoryDate => {
                (ANY, Fill::Within)
            }
            Kind::Caption => (&[Role::Text, Role::Caption], Fill::Near),
            Kind::Approval | Kind::Row => (&[Role::Text, Role::Caption], Fill::Within),
            // In the e-book a paragraph is an element with nothing else in it.
            Kind::Paragraph | Kind::Closing if !printed => (&[Role::Text], Fill::Whole),
            Kind::Paragraph | Kind::Closing | Kind::Event => (&[Role::Text], Fill::Within),
            _ => (WORDS, Fill::Within),
        };
        Expected {
            passage,
            forms,
            compared_forms,
            roles: roles.unwrap_or(own),
            fill,
            lead: Vec::new(),
            tail: Vec::new(),
        }
    }

    /// The same, rather found after these words, each in one of some ways.
    pub(super) fn led_by(self, lead: Vec<Vec<String>>) -> Self {
        Expected { lead, ..self }
    }

    /// The same; a number at its end ends there where these words stand right behind it.
    pub(super) fn with_tail(self, tail: Vec<String>) -> Self {
        Expected { tail, ..self }
    }

    /// The first place at or after `from` where it stands.
    pub(super) fn find(&self, chunks: &[Chunk], from: At) -> Option<Hit> {
        let first = |good: &dyn Fn(&Chunk, &Hit) -> bool| {
            let mut after = chunks.iter().enumerate().skip(from.0);
            after.find_map(|(index, chunk)| {
                let start = if index == from.0 { from.1 } else { 0 };
                self.find_in(chunk, index, start).filter(|hit| good(chunk, hit))
            })
        };
        // Captions may stand both under pictures and in a list.
        let far = self.passage.kind == Kind::Caption && !self.lead.is_empty();
        let led = |chunk: &Chunk, hit: &Hit| self.is_led(chunk, hit.start);
        let rather = if far { first(&led) } else { None };
        rather.or_else(|| first(&|_, _| true))
    }

    fn find_in(&self, chunk: &Chunk, index: usize, from: usize) -> Option<Hit> {
        if !self.roles.contains(&chunk.role) {
            return None;
        }
        let forms = self.compared_forms.iter().enumerate();
        let hits = forms.filter_map(|(form, words)| {
            let mut starts = self.starts(chunk, from, words);
            let first = starts.next()?;
            // The same words may stand in what leads them: 表 in 表1.
            let start = match self.is_led(chunk, first) {
                true => first,
                false => starts.find(|start| self.is_led(chunk, *start)).unwrap_or(first),
            };
            Some(Hit { chunk: index, start, end: start + words.len(), form })
        });
        hits.min_by_key(|hit| hit.end)
    }

    /// The places in a block from `from` on where words stand as they must.
    fn starts<'s>(
        &'s self,
        chunk: &'s Chunk,
        from: usize,
        words: &'s str,
    ) -> impl Iterator<Item = usize> + 's {
        let text = chunk.compared.as_str();
        let at_start = matches!(self.fill, Fill::Whole | Fill::Start);
        let next = move |from: usize| match at_start {
            true => (from == 0 && text.starts_with(words)).then_some(0),
            false => Some(from + text.get(from..)?.find(words)?),
        };
        let after = move |at: &usize| next(at + text.get(*at..)?.chars().next()?.len_utf8());
        let clear = |at: usize| !runs_over(text, at) || set_apart(chunk, at);
        let behind = |at: usize| {
            let rest = text.get(at..).unwrap_or_default();
            self.tail.iter().any(|tail| rest.starts_with(tail.as_str()))
        };
        // In the contents the number of the page follows.
        let paged = self.passage.kind == Kind::StoryDate;
        let whole = move |at: &usize| {
            let end = at + words.len();
            clear(*at) && (paged || clear(end) || behind(end))
        };
        std::iter::successors(next(from), after).filter(move |at| match self.fill {
            Fill::Whole => text.len() == words.len(),
            Fill::Near => whole(at) && text[..*at].chars().count() <= FEW,
            // Layouts set the number of a title close before it.
            Fill::Within if self.passage.kind == Kind::Title => true,
            Fill::Within => whole(at),
            Fill::Start => true,
        })
    }

    /// Whether all that leads its words stands before a place in a block.
    fn is_led(&self, chunk: &Chunk, at: usize) -> bool {
        let head = chunk.compared.get(..at).unwrap_or_default();
        self.lead.iter().all(|lead| lead.iter().any(|form| token(head, form).is_some()))
    }

    /// Whether its spaces are right where it was found.
    pub(super) fn well_spaced(&self, chunks: &[Chunk], hit: &Hit) -> bool {
        // Titles are broken by sense, facts are arranged; outputs may drop their spaces.
        let free = matches!(
            self.passage.kind,
            Kind::Section
                | Kind::Title
                | Kind::Group
                | Kind::ImprintFact
                | Kind::Described
                | Kind::Subtitle
                | Kind::Picture
                | Kind::CoverPicture
        );
        free || match (self.forms.get(hit.form), chunks.get(hit.chunk)) {
            (Some(form), Some(chunk)) => spaced_alike(form, raw(chunk, hit)),
            _ => true,
        }
    }
}

/// The words of a hit as they were read.
fn raw<'a>(chunk: &'a Chunk, hit: &Hit) -> &'a str {
    let (mut seen, mut start) = (0, None);
    for (at, c) in chunk.text.char_indices() {
        if is_loose(c) {
            continue;
        }
        if seen == hit.start {
            start = Some(at);
        }
        seen += c.len_utf8();
        if seen == hit.end {
            let end = at + c.len_utf8();
            return chunk.text.get(start.unwrap_or_default()..end).unwrap_or_default();
        }
    }
    ""
}

/// Where words stand in a text. At an edge that is a digit no number may go on: 3 is not in 2023
/// nor in 3.5.
pub(super) fn token(text: &str, words: &str) -> Option<usize> {
    let mut hits = text.match_indices(words).map(|(at, _)| at);
    hits.find(|at| !runs_over(text, *at) && !runs_over(text, at + words.len()))
}

/// Whether a number runs over a place in a text.
fn runs_over(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or_default();
    let (mut back, mut on) = (before.chars().rev(), after.chars());
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    match (back.next(), on.next()) {
        (Some('.'), next) => digit(back.next()) && digit(next),
        (last, Some('.')) => digit(last) && digit(on.next()),
        (last, next) => digit(last) && digit(next),
    }
}

/// Whether white space stands at a place in a block's bare words.
fn set_apart(chunk: &Chunk, at: usize) -> bool {
    let (mut seen, mut space) = (0, false);
    for c in chunk.text.chars() {
        if is_loose(c) {
            space |= c.is_whitespace();
        } else if seen == at {
            return space;
        } else {
            (seen, space) = (seen + c.len_utf8(), false);
        }
    }
    false
}

impl Expected<'_> {
    /// Whether it is long enough not to stand somewhere by chance.
    pub(super) fn is_telling(&self) -> bool {
        self.fill == Fill::Whole
            || self.compared_forms.iter().all(|words| words.chars().count() >= 4)
    }
}

impl Expected<'_> {
    /// How much of it stands in a block from its beginning and before its end, if that is half of
    /// it or more but not all; with the first words that differ, wanted and read.
    pub(super) fn alike(&self, chunk: &Chunk) -> Option<(usize, String, String)> {
        let words: Vec<char> = self.compared_forms.first()?.chars().collect();
        let read: Vec<char> = chunk.compared.chars().collect();
        let head = &words[..words.len().min(4)];
        let starts = read.windows(head.len().max(1)).enumerate();
        let starts = starts.filter(|(_, window)| *window == head).map(|(at, _)| at).take(16);
        let starts = starts.chain([0, read.len().saturating_sub(words.len())]);
        let best = starts.map(|at| {
            let same = |(a, b): &(&char, &char)| a == b;
            let same_head = words.iter().zip(&read[at..]).take_while(same).count();
            // From the end of the block, or of as many characters as are wanted.
            let ends = [read.len(), (at + words.len()).min(read.len())];
            let tail = |end: usize| {
                words.iter().rev().zip(read[at..end].iter().rev()).take_while(same).count()
            };
            let same_tail = ends.into_iter().map(tail).max().unwrap_or_default();
            (same_head + same_tail.min(words.len() - same_head), at, same_head)
        });
        let (score, at, differs) = best.max()?;
        // All of it: then it is taken for another passage, or more stands in the block than may.
        let all = score == words.len();
        if score * 2 < words.len() || (all && self.fill != Fill::Whole) {
            return None;
        }
        let show = |text: &[char], from: usize| -> String {
            let from = from.saturating_sub(4).min(text.len());
            text[from..text.len().min(from + 12)].iter().collect()
        };
        Some(match all {
            true => (score, show(&words, 0), show(&read, 0)),
            false => (score, show(&words, differs), show(&read, at + differs)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::token;

    #[test]
    fn numbers_are_whole() {
        assert_eq!(token("2023年3月", "3"), Some("2023年".len()));
        assert_eq!(token("3.5和13和31", "3"), None);
        assert_eq!(token("增3.", "3"), Some("增".len()));
        assert_eq!(token("图①：", "①"), Some("图".len()));
    }
}
