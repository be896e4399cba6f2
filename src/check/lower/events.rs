//! Events of chronicles: when they were, and whether they stand in that order.

use crate::check::lower::values::{meant_date, written};
use crate::check::markdown;
use crate::diag::{Code, Findings, Message, msg};
use crate::load::raw;
use crate::load::yaml::Node;
use crate::model::Event;
use crate::text::date::Date;
use crate::text::when::{self, When, Written};

/// The events of a section. Those without a date that can be read are left out.
pub(super) fn events(source: &raw::Section, node: &Node, found: &mut Findings) -> Vec<Event> {
    let mut events = Vec::new();
    let all = || source.events.iter().flatten();
    let mut before =
        Before { known: all().find_map(|event| year(&event.date)), ..Before::default() };
    let mut order = Order::default();
    // What is no text was found against the schema.
    let wrong = found.places(Code::Y06);
    for (index, event) in all().enumerate() {
        let node = node.key("events").item(index);
        // That the key is missing has been found already.
        let date = match node.has("date") {
            true => read(&event.date, node.key("date"), before, found),
            false => None,
        };
        before = match date.map(|when| when.date) {
            // The end of an event points back to its own beginning.
            Some(date) => Before { event: Some(date), known: Some(date), is_told: false },
            None => Before { event: None, is_told: true, ..before },
        };
        let until = event.until.as_ref().and_then(|v| read(v, node.key("until"), before, found));
        let (text, added) =
            found.scope(|found| markdown::inlines(&event.text, node.key("text"), found));
        let at = &node.key("text").at;
        if text.is_empty() && node.has("text") && added.is_nothing() && !wrong.contains(at) {
            found.add(Code::M06, Some(at), msg!("大事没有写事", "the event has no words"));
        }
        let Some(date) = date else { continue };
        if until.is_some_and(|until| until.is_before(date)) {
            let message = msg!("终止早于开始", "it ends before it begins");
            let hint = msg!(
                "改正 `date` 或 `until`，或把两个对调",
                "correct `date` or `until`, or change one for the other"
            );
            found.add_with_hint(Code::M04, Some(&node.key("until").at), message, hint);
        }
        if let Some(later) = order.later_before(date) {
            let message = msg!("{date} 排在 {later} 后面", "{date} stands behind {later}");
            found.add(Code::M07, Some(&node.key("date").at), message);
        }
        // The number is filled in when all stories are known.
        let story = event.story.as_ref().map(|id| (node.key("story").text(id), 0));
        events.push(Event { date, until, text, story, at: node.at.clone().into() });
    }
    events
}

/// What stands before a date.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    /// What words like 同日 point back to.
    event: Option<Date>,
    /// The nearest date that is known, to tell what another lacks.
    known: Option<Date>,
    /// Whether there is a finding on the date of the event before.
    is_told: bool,
}

/// The year of a date that can be read by itself.
fn year(value: &raw::Loose) -> Option<Date> {
    match when::parse(&value.0)? {
        Written::Known(When { date, .. }) => Some(Date { month: None, day: None, ..date }),
        Written::Back(..) => None,
    }
}

/// What has been seen of the order of events.
#[derive(Debug, Default)]
struct Order {
    last: Option<When>,
    /// The latest of those since the last that was out of order: between two days there may be a
    /// year, which is not before either.
    latest: Option<When>,
}

impl Order {
    /// The event before that is later than the next one for sure.
    fn later_before(&mut self, next: When) -> Option<When> {
        let is_later = |other: &When| next.is_before(*other);
        let later = self.last.filter(is_later).or(self.latest.filter(is_later));
        self.last = Some(next);
        let keeps = |latest: &When| later.is_none() && latest.first_day() > next.first_day();
        self.latest = self.latest.filter(keeps).or(Some(next));
        later
    }
}

/// When an event was, if that is told.
fn read(value: &raw::Loose, node: &Node, before: Before, found: &mut Findings) -> Option<When> {
    let text = written(value, node);
    let Some(written) = when::parse(&text) else {
        // A key with nothing behind it was found against the schema.
        if text.is_empty() && !node.is_quoted() {
            return None;
        }
        if let Some((message, help)) = meant_date(&text, node) {
            found.add_with(Code::M04, Some(&node.at), message, help);
            return None;
        }
        let (year, rest) = text.trim().split_at_checked(4).unwrap_or_default();
        let is_date = rest.chars().all(|c| c.is_ascii_digit() || "-年月日".contains(c));
        let message = match is_date && year.parse::<u16>().is_ok() {
            true => msg!("没有 {text} 这一天", "there is no date {text}"),
            false => msg!("看不懂日期 {text}", "{text} cannot be read as a date"),
        };
        found.add_with_hint(Code::M04, Some(&node.at), message, form(&text, before));
        return None;
    };
    let when = written.after(before.event);
    if when.is_none() && !before.is_told {
        let message = match before.event {
            Some(date) => {
                msg!(
                    "{text} 前面只说到 {date}",
                    "what stands before {text} says {date} and no more"
                )
            }
            None => msg!("{text} 前面没有大事", "no event stands before {text}"),
        };
        let hint = msg!("写出日期，如 2023-05-20", "write the date, such as 2023-05-20");
        found.add_with_hint(Code::M04, Some(&node.at), message, hint);
    }
    when
}

/// What to write instead.
fn form(text: &str, before: Before) -> Message {
    if let Some(when) = guess(text, before.known) {
        return msg!("写成 {when}", "write {when}");
    }
    let marks = ["至", "到", "～", "~", "—", "–", " - "];
    match marks.into_iter().find_map(|mark| range(text, mark, before.known)) {
        Some((Some(first), last)) => msg!(
            "写成 `date: {first}` 和 `until: {last}` 两行",
            "write `date: {first}` and `until: {last}`, a line each"
        ),
        Some((None, last)) => msg!("写成 `until: {last}`", "write `until: {last}`"),
        None => msg!(
            "写成 2023、2023-05、2023-05-20，加旬、季等写 2023-05 下旬、2023-05 月底、2023 冬、\
             2023 年内，同前一条的写同日、是月、是年",
            "write 2023, 2023-05 or 2023-05-20, parts as 2023-05 下旬 or 2023 冬, and 同日, 是月 \
             or 是年 for what the event before says"
        ),
    }
}

/// Two dates with a mark between them, or one behind it.
fn range(text: &str, mark: &str, known: Option<Date>) -> Option<(Option<When>, When)> {
    let (first, last) = text.split_once(mark)?;
    let last = last.trim_start_matches(mark);
    if first.trim().is_empty() {
        return Some((None, guess(last, known)?));
    }
    let first = guess(first, known)?;
    Some((Some(first), guess(last, Some(first.date))?))
}

/// What an editor may have meant: numbers of one digit, other marks between numbers, a date that
/// lacks what is known of another.
fn guess(text: &str, known: Option<Date>) -> Option<When> {
    let text: String = text.trim().chars().map(plain).collect();
    let numbers: Vec<String> = text.split('-').map(|number| format!("{number:0>2}")).collect();
    let mut tries = vec![text.clone(), numbers.join("-")];
    if let Some(Date { year, month, .. }) = known {
        tries.push(format!("{year:04}年{text}"));
        tries.push(format!("{year:04}-{}", numbers.join("-")));
        tries.extend(month.map(|month| format!("{year:04}年{month}月{text}")));
    }
    tries.iter().find_map(|text| match when::parse(text)? {
        Written::Known(when) => Some(when),
        Written::Back(..) => None,
    })
}

/// A digit of full width as the plain one, and a mark between numbers as a hyphen.
fn plain(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '.' | '/' | '．' | '／' | '－' => '-',
        _ => c,
    }
}
