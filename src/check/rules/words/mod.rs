//! Marks and words that a proof-reader would strike, in every text of a book: GB/T 15834—2011
//! (marks), GB/T 15835—2011 (numbers), GB 3100 (units), GF 1001—2001 (words in several forms).
//!
//! `marks`, `pairs` and `spaces` look at characters as they are written, the others at the prose
//! that the rules of numbers read as well. A rule says what it needs to be sure, and is silent
//! else. Names and numbers are told, and never changed.

mod agree;
mod alike;
mod captions;
mod dates;
mod doubled;
mod forms;
mod habits;
mod marks;
mod moment;
mod names;
mod pairs;
mod people;
mod repeats;
mod spaces;
pub(in crate::check) mod terms;
mod told;
mod units;
mod variants;

#[cfg(test)]
mod tests;

use std::ops::Range;
use std::sync::Arc;

use self::habits::Habits;
use self::moment::Moment;
use self::names::Names;
use self::repeats::Repeats;
use self::units::Units;
use self::variants::Variants;
use crate::check::context::Context;
use crate::check::rules::half_width::without_code;
use crate::check::rules::judged::Judged;
use crate::check::rules::numbers::prose::{Part, Prose, parts};
use crate::diag::control::Control;
use crate::diag::{Applicability, Code, Findings, Fix, Help, Message, msg};
use crate::load::uses::Use;
use crate::load::yaml::{Node, Places};
use crate::model::{Chapter, Content, Section};
use crate::source::{Edit, Place};

/// What a rule found in a text.
#[derive(Debug)]
struct Slip {
    /// Its code.
    code: Code,
    /// The bytes of the text that it is about.
    range: Range<usize>,
    /// What is wrong.
    message: Message,
    /// What to write in their place, where there is one answer.
    right: Option<String>,
    /// The edits that do so, if they are smaller than the words, or more than one.
    edits: Vec<(Range<usize>, String)>,
    /// Whether that answer is sure enough to be written without a look.
    is_certain: bool,
}

impl Slip {
    /// A slip of some words for which others are to be written.
    fn write(code: Code, range: Range<usize>, message: Message, right: &str) -> Slip {
        let right = Some(right.to_owned());
        Slip { code, range, message, right, edits: Vec::new(), is_certain: false }
    }

    /// A slip that only its editor can mend.
    fn tell(code: Code, range: Range<usize>, message: Message) -> Slip {
        Slip { code, range, message, right: None, edits: Vec::new(), is_certain: false }
    }

    /// With edits in the place of one of all words.
    fn with(self, edits: Vec<(Range<usize>, String)>) -> Slip {
        Slip { edits, ..self }
    }

    /// If its answer is the only one.
    fn certain(self) -> Slip {
        Slip { is_certain: true, ..self }
    }

    /// If its answer is the only one there.
    fn certain_if(self, is_certain: bool) -> Slip {
        Slip { is_certain, ..self }
    }
}

/// A line as it is written, without addresses and the like: its characters, and their bytes.
struct Line {
    chars: Vec<char>,
    at: Vec<usize>,
}

impl Line {
    /// The bytes of some characters.
    fn bytes(&self, chars: Range<usize>) -> Range<usize> {
        let end = chars
            .end
            .checked_sub(1)
            .and_then(|last| Some(self.at.get(last)? + self.chars.get(last)?.len_utf8()));
        let start = self.at.get(chars.start).copied().unwrap_or_default();
        start..end.unwrap_or(start).max(start)
    }

    /// Whether these characters stand at a place.
    fn has(&self, at: usize, word: &str) -> bool {
        let mut rest = self.chars.get(at..).unwrap_or_default().iter();
        word.chars().all(|c| rest.next() == Some(&c))
    }

    /// Some characters as a string.
    fn words(&self, chars: Range<usize>) -> String {
        self.chars.get(chars).unwrap_or_default().iter().collect()
    }

    /// The character before a place.
    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.chars.get(at).copied())
    }

    /// How many of a character stand in a row from a place on.
    fn run(&self, at: usize, c: char) -> usize {
        self.chars.get(at..).unwrap_or_default().iter().take_while(|own| **own == c).count()
    }
}

/// The lines of a text; of a table each cell is one, and what rules it none.
fn lines(text: &str, is_running: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let without = without_code(line.trim_end_matches('\n'));
        let is_row = is_running && without.trim_start().starts_with('|');
        let mut one = Line { chars: Vec::new(), at: Vec::new() };
        for (at, c) in without.char_indices() {
            if is_row && c == '|' {
                lines.push(std::mem::replace(&mut one, Line { chars: Vec::new(), at: Vec::new() }));
                continue;
            }
            // What stands behind a stroke is as it is written.
            if is_running && c == '\\' {
                continue;
            }
            one.chars.push(c);
            one.at.push(start + at);
        }
        lines.push(one);
        start += line.len();
    }
    lines
}

/// Of one text.
pub(super) fn of_text(
    text: &str,
    (node, used): (&Node, Use),
    parts: &[Part],
    found: &mut Findings,
) {
    if !matches!(used, Use::Set | Use::Running) || text.is_ascii() {
        return;
    }
    let places = node.places(text);
    for slip in in_text(text, used == Use::Running, parts) {
        add(slip, &places, found);
    }
}

/// Of one text, what is told once a book and has one right answer at each place.
pub(in crate::check) fn habits_of_text(
    text: &str,
    (node, used): (&Node, Use),
    found: &mut Findings,
) {
    if !matches!(used, Use::Set | Use::Running) || text.is_ascii() {
        return;
    }
    let places = node.places(text);
    let is_running = used == Use::Running;
    let mut slips = Vec::new();
    habits::each(&lines(text, is_running), &mut |slip| slips.push(slip));
    each_prose(&parts(text, is_running), &mut |prose| {
        variants::each(prose, &mut |slip| slips.push(slip));
        units::each(prose, &mut |slip| slips.push(slip));
    });
    slips.into_iter().for_each(|slip| add(slip, &places, found));
}

/// Reports a slip.
fn add(slip: Slip, places: &Places, found: &mut Findings) {
    let Slip { code, range, message, right, mut edits, is_certain } = slip;
    let place = places.of(range.clone());
    if edits.is_empty() {
        edits.extend(right.clone().map(|right| (range, right)));
    }
    let count = edits.len();
    let edits: Vec<Edit> =
        edits.into_iter().filter_map(|(range, text)| edit(&places.of(range), text)).collect();
    let fix = (count > 0 && edits.len() == count).then_some(Fix {
        edits,
        applicability: match is_certain {
            true => Applicability::Certain,
            false => Applicability::Suggested,
        },
    });
    let hint = right.map(|right| match right.as_str() {
        "" => msg!("删去", "delete it"),
        _ => msg!("改成“{right}”", "write “{right}”"),
    });
    found.add_with(code, Some(&place), message, Help { hint, fix });
}

/// Words in the place of others, where these are written as they stand.
fn edit(place: &Place, text: String) -> Option<Edit> {
    Some(Edit { file: Arc::clone(&place.file), bytes: place.range()?, text })
}

/// Looks at a text.
fn in_text(text: &str, is_running: bool, parts: &[Part]) -> Vec<Slip> {
    let mut slips = Vec::new();
    let lines = lines(text, is_running);
    for line in &lines {
        marks::judge(line, &mut slips);
        dates::judge(line, &mut slips);
        if is_running {
            spaces::judge(line, &mut slips);
        }
    }
    pairs::judge(&lines, &mut slips);
    each_prose(parts, &mut |prose| {
        doubled::judge(prose, &mut slips);
        forms::judge(prose, &mut slips);
    });
    slips
}

/// Calls a closure with all words of parts, cells of tables among them.
fn each_prose(parts: &[Part], see: &mut dyn FnMut(&Prose)) {
    for part in parts {
        match part {
            Part::Prose(prose) => see(prose),
            Part::Table(rows) => rows.iter().flatten().for_each(&mut *see),
        }
    }
}

/// Of titles and captions.
pub(super) fn in_section(of: &Judged, found: &mut Findings) {
    agree::judge(of, found);
    let Some(section) = of.section else { return };
    captions::judge(section, found);
}

/// Of the whole book: what stands in several places, or is told once.
pub(super) fn rules(context: &Context, found: &mut Findings) {
    terms::rules(context, found);
    let lang = &context.book.meta.lang;
    if !lang.starts_with("zh") {
        return;
    }
    let mut book = OfBook {
        is_simplified: !lang.contains("Hant"),
        control: context.raw.control.clone(),
        names: Names::listed(context),
        ..OfBook::default()
    };
    context.raw.each_own_text(&mut |text, node, used| book.add(text, (node, used), found));
    for file in &context.raw.sections {
        let mut sections = context.book.sections.iter();
        let section = sections.find(|section| section.at.file == file.node.at.file);
        book.is_reference = section.is_some_and(is_reference);
        file.each_text(&mut |text, node, used| book.add(text, (node, used), found));
    }
    book.tell(found);
}

/// Whether a section is there to be looked things up in: entries, events and what has dates.
fn is_reference(section: &Section) -> bool {
    let is_entries = section.treatment.chapter == Chapter::Section;
    is_entries && !section.stories().is_empty()
        || matches!(section.content, Content::Events(_))
        || section.stories().iter().any(|story| story.date.is_some())
}

/// What is looked for in a whole book.
#[derive(Debug, Default)]
struct OfBook {
    is_simplified: bool,
    /// Whether the texts that are added are of a section that things are looked up in.
    is_reference: bool,
    /// What the book says of findings.
    control: Control,
    habits: Habits,
    moment: Moment,
    names: Names,
    repeats: Repeats,
    units: Units,
    variants: Variants,
}

impl OfBook {
    /// Adds a text.
    fn add(&mut self, text: &str, (node, used): (&Node, Use), found: &mut Findings) {
        if !matches!(used, Use::Set | Use::Running) || text.is_ascii() {
            return;
        }
        let places = node.places(text);
        if self.is_simplified {
            variants::traditional(text, &places, found);
        }
        let lines = lines(text, used == Use::Running);
        self.habits.add(&lines, |bytes| places.of(bytes), (&self.control, found));
        each_prose(&parts(text, used == Use::Running), &mut |prose| {
            let place = |chars: Range<usize>| places.of(prose.bytes(chars));
            if self.is_reference {
                self.moment.add(prose, place);
            }
            self.names.add(prose, place);
            self.units.add(prose, place);
            self.variants.add(prose, place, (&self.control, found));
            if used == Use::Running {
                self.repeats.add(prose, place);
            }
        });
    }

    /// Reports what was found.
    fn tell(self, found: &mut Findings) {
        self.habits.tell(found);
        self.moment.tell(found);
        self.names.tell(found);
        self.units.tell(found);
        self.variants.tell(found);
        self.repeats.tell(found);
    }
}
