//! What a layout reports: issues under `<feedback>`, positions under `<place>`.
//!
//! Layouts report by labelled data and never by a panic, so that one run reports everything.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use typst::foundations::{Dict, Label, Selector, Value};
use typst::introspection::{Introspector as _, MetadataElem};
use typst::utils::PicoStr;
use typst_layout::PagedDocument;

use crate::diag::{Code, Findings, Message, excerpt, msg};
use crate::model::{Book, Content, Figure, Section};
use crate::source::Place;
use crate::typeset::fit::Status;
use crate::typeset::slots::Frame;

/// The share of a last page below which it is thin, and the copy-fitting tries to do better.
const THIN: f64 = 1.0 / 3.0;

/// The share of a last page below which it is almost empty, and told.
const BARE: f64 = 0.25;

/// How many wide columns of a table are named.
const WIDEST: usize = 3;

/// What a layout reported.
pub(super) struct LayoutFeedback {
    /// The page on which every story, section and table begins, by id; from 1.
    pub(super) places: BTreeMap<String, usize>,
    /// The page on which every figure stands, by id; from 1.
    pub(super) figures: BTreeMap<String, Frame>,
    /// The figure on the cover by its id, and its place.
    pub(super) cover: Option<(String, Frame)>,
    /// The first page that is not the cover's, from 1; the first of all if the layout does not say.
    pub(super) block: Option<usize>,
    /// How many lines a full page of text has, and how many characters a full line, if the layout
    /// says.
    pub(super) grid: Option<(usize, usize)>,
    /// What the printed index calls the place of a story, by id.
    pub(super) locators: BTreeMap<String, String>,
    /// The page on which every section ends, by id; from 1.
    ends: BTreeMap<String, usize>,
    /// How sections miss the number of pages that they must take, by id.
    misses: BTreeMap<String, Amount>,
    /// How full the last page of every section that has more than one is, by id.
    tails: BTreeMap<String, Tail>,
    issues: Vec<LayoutIssue>,
}

/// A last page.
#[derive(Debug, Clone, Copy)]
struct Tail {
    /// The share of it that is used, 0 to 1.
    share: f64,
    /// What stands there.
    amount: Amount,
}

/// A problem that the layout reports.
struct LayoutIssue {
    kind: String,
    page: usize,
    at: Option<Place>,
    /// The id of the section.
    section: Option<String>,
    amount: Amount,
    wide: WideTable,
    /// The least width that is wanted, in millimetres.
    least: Option<f64>,
}

/// A table that does not fit at the least widths of its columns.
#[derive(Debug, Default)]
struct WideTable {
    columns: i64,
    /// How many of the columns fit, from the first on.
    fits: i64,
    /// The heads of the columns that are wider than the others, and their widths in characters.
    heads: Vec<(String, i64)>,
}

impl WideTable {
    fn of(value: &Dict) -> WideTable {
        let heads = match value.get("heads") {
            Ok(Value::Array(heads)) => heads.as_slice(),
            _ => &[],
        };
        let head = |head: &Value| match head {
            Value::Dict(head) => text(head, "head").zip(number(head, "chars")),
            _ => None,
        };
        WideTable {
            columns: number(value, "columns").unwrap_or_default(),
            fits: number(value, "fits").unwrap_or_default(),
            heads: heads.iter().filter_map(head).take(WIDEST).collect(),
        }
    }

    /// What is wrong, on a page.
    fn message(&self, page: usize, by: &Amount) -> Message {
        let Message { zh, en } = by.in_words();
        let WideTable { columns, fits, heads } = self;
        let mut all = msg!(
            "第 {page} 页的表宽出{zh}：共 {columns} 列",
            "the table on page {page} is {en} too wide: it has {columns} columns"
        );
        if (1..*columns).contains(fits) {
            all.push(&msg!("，只排得下前 {fits} 列", ", of which the first {fits} fit"));
        }
        for (number, (head, chars)) in heads.iter().enumerate() {
            let head = excerpt(head);
            all.push(&match number {
                0 => msg!(
                    "；最宽的是“{head}”（{chars} 字）",
                    "; the widest are “{head}” ({chars} characters)"
                ),
                _ => msg!("、“{head}”（{chars} 字）", ", “{head}” ({chars} characters)"),
            });
        }
        all
    }

    /// What an editor can do.
    fn hint() -> Message {
        msg!(
            "减少列数，或拆成两张表；长的词改短，数字换大的单位，单位写进表头；\
             或移到版心更宽的栏目",
            "leave out columns, or make two tables; shorten long words, and take larger units for \
             numbers and put the unit into the head; or move the table to a wider section"
        )
    }
}

/// How much there is too much or too little.
#[derive(Debug, Clone, Copy)]
struct Amount {
    /// Lines too many or too few.
    lines: Option<i64>,
    /// Characters to cut or to add.
    chars: Option<i64>,
    /// The number of the story in which that is shortest.
    story: Option<i64>,
}

impl Amount {
    fn of(value: &Dict) -> Amount {
        let number = |key| number(value, key);
        Amount { lines: number("lines"), chars: number("chars"), story: number("story") }
    }

    /// The amount in words; without the characters if a hint names them.
    fn in_words(&self) -> Message {
        match (self.lines, self.chars) {
            (Some(lines), Some(chars)) if self.story.is_none() => {
                msg!("{lines} 行（约 {chars} 字）", "{lines} lines (about {chars} characters)")
            }
            (Some(1), _) => msg!("1 行", "1 line"),
            (Some(lines), _) => msg!("{lines} 行", "{lines} lines"),
            (None, Some(chars)) => msg!("约 {chars} 字", "about {chars} characters"),
            (None, None) => msg!("若干", "something"),
        }
    }

    /// The smallest change that solves it.
    fn hint(&self, over: bool) -> Option<Message> {
        let (story, chars) = (self.story?, self.chars?);
        Some(if over {
            msg!(
                "最省：第 {story} 条删 {chars} 字",
                "shortest way: cut {chars} characters in story {story}"
            )
        } else {
            msg!(
                "最省：第 {story} 条加 {chars} 字",
                "shortest way: add {chars} characters in story {story}"
            )
        })
    }
}

/// Reads everything that the layout reported.
pub(super) fn read(document: &PagedDocument) -> LayoutFeedback {
    let (tails, issues): (Vec<_>, Vec<_>) = labelled(document, "feedback")
        .into_iter()
        .partition(|(value, _)| text(value, "kind").as_deref() == Some("tail"));
    let tails = tails.iter().filter_map(|(value, _)| {
        let (id, share) = text(value, "section").zip(length(value, "share"))?;
        Some((id, Tail { share, amount: Amount::of(value) }))
    });
    let issues = issues.into_iter().map(|(value, page)| LayoutIssue {
        kind: text(&value, "kind").unwrap_or_else(|| "?".to_owned()),
        page,
        at: text(&value, "at").and_then(|at| place(&at)),
        section: text(&value, "section"),
        amount: Amount::of(&value),
        wide: WideTable::of(&value),
        least: length(&value, "least"),
    });
    let mut feedback = LayoutFeedback {
        issues: issues.collect(),
        places: BTreeMap::new(),
        figures: BTreeMap::new(),
        cover: None,
        block: None,
        grid: None,
        locators: BTreeMap::new(),
        ends: BTreeMap::new(),
        misses: BTreeMap::new(),
        tails: tails.collect(),
    };
    for (value, page) in labelled(document, "place") {
        let (Some(kind), Some(id)) = (text(&value, "kind"), text(&value, "id")) else {
            continue;
        };
        match kind.as_str() {
            "story" | "section" | "table" => {
                feedback.places.entry(id).or_insert(page);
            }
            "figure" | "cover" => {
                let length = |key| length(&value, key);
                let frame = Frame { page, size: length("width").zip(length("height")) };
                if kind == "cover" {
                    feedback.cover = Some((id, frame));
                } else {
                    feedback.figures.entry(id).or_insert(frame);
                }
            }
            "block" => {
                feedback.block.get_or_insert(page);
                let size = |key| number(&value, key).and_then(|size| usize::try_from(size).ok());
                feedback.grid = feedback.grid.or(size("lines").zip(size("chars")));
            }
            "end" => {
                feedback.ends.insert(id, page);
            }
            "miss" => {
                feedback.misses.insert(id, Amount::of(&value));
            }
            "locator" => {
                feedback.locators.extend(text(&value, "text").map(|text| (id, text)));
            }
            _ => {}
        }
    }
    feedback
}

impl LayoutFeedback {
    /// How each section stands, by id.
    pub(super) fn status(&self, book: &Book) -> BTreeMap<String, Status> {
        let mut all = BTreeMap::new();
        for section in &book.sections {
            let mine = |issue: &&LayoutIssue| issue.section.as_deref() == Some(&section.id);
            let has = |kind| self.issues.iter().filter(mine).any(|issue| issue.kind == kind);
            let taken = self.taken(section).map(|(taken, demanded)| taken.cmp(&demanded));
            let status = match taken {
                _ if has("overset") => Status::Over,
                Some(Ordering::Greater) => Status::Over,
                Some(Ordering::Less) => Status::Under,
                _ if has("underset") => Status::Under,
                None if self.tail(section, BARE).is_some() => Status::Bare,
                None if self.tail(section, THIN).is_some() => Status::Thin,
                _ => Status::Good,
            };
            all.insert(section.id.clone(), status);
        }
        all
    }

    /// The pages that a section takes and those that it must take, if both are known.
    fn taken(&self, section: &Section) -> Option<(usize, usize)> {
        let demanded = section.pages.and_then(|pages| usize::try_from(pages).ok())?;
        let (first, last) = (self.places.get(&section.id)?, self.ends.get(&section.id)?);
        Some(((last + 1).saturating_sub(*first), demanded))
    }

    /// The last page of a section if less than this share of it is used.
    fn tail(&self, section: &Section, share: f64) -> Option<Tail> {
        self.tails.get(&section.id).copied().filter(|tail| tail.share < share)
    }

    /// Turns issues into findings, but those of pages of placeholders, which are not what the files
    /// ask for, and whose places may be gone.
    pub(super) fn report(&self, book: &Book, found: &mut Findings) {
        let stands_in = |section: &&Section| book.placeholders.contains(&section.at.file);
        let ids: BTreeSet<&str> =
            book.sections.iter().filter(stands_in).map(|section| section.id.as_str()).collect();
        let of_one = |issue: &&LayoutIssue| {
            issue.section.as_deref().is_some_and(|id| ids.contains(id))
                || issue.at.as_ref().is_some_and(|at| book.placeholders.contains(&at.file))
        };
        let issues = self.issues.iter().filter(|issue| !of_one(issue));
        issues.for_each(|issue| say(issue, book, found));
        for section in book.sections.iter().filter(|section| !stands_in(section)) {
            if let Some((taken, demanded)) = self.taken(section).filter(|(a, b)| a != b) {
                self.miss(section, taken, demanded, found);
            } else if let (None, Some(tail)) = (section.pages, self.tail(section, BARE)) {
                say_tail(section, tail, found);
            }
        }
    }

    fn miss(&self, section: &Section, taken: usize, demanded: usize, found: &mut Findings) {
        let over = taken > demanded;
        let message = msg!(
            "要求 {demanded} 面，排成 {taken} 面",
            "{demanded} pages are demanded, it takes {taken}"
        );
        if let Content::Plates(figures) = &section.content {
            let (message, hint) = self.plates(section, figures, (taken, demanded));
            found.add_with_hint(Code::L08, Some(&section.at), message, hint);
            return;
        }
        let Some(amount) = self.misses.get(&section.id) else {
            found.add(Code::L08, Some(&section.at), message);
            return;
        };
        let by = amount.in_words();
        let (zh, en) = if over { ("多", "over") } else { ("少", "short") };
        let message = Message {
            zh: format!("{}，{zh} {}", message.zh, by.zh),
            en: format!("{}, {en} by {}", message.en, by.en),
        };
        match amount.hint(over) {
            Some(hint) => found.add_with_hint(Code::L08, Some(&section.at), message, hint),
            None => found.add(Code::L08, Some(&section.at), message),
        }
    }

    /// Pages of plates are made by the number of pictures, and not of words.
    fn plates(
        &self,
        section: &Section,
        figures: &[Figure],
        (taken, demanded): (usize, usize),
    ) -> (Message, Message) {
        let first = self.places.get(&section.id).copied().unwrap_or(1);
        let pages = figures.iter().filter_map(|figure| self.figures.get(&figure.id));
        let mut on_page: BTreeMap<usize, usize> = BTreeMap::new();
        pages.for_each(|frame| *on_page.entry(frame.page).or_default() += 1);
        let most = on_page.values().max().copied().unwrap_or(1);
        let fitting: usize = on_page.range(..first + demanded).map(|(_, count)| count).sum();
        let count = figures.len();
        let message = msg!(
            "要求 {demanded} 面；{count} 幅图排成 {taken} 面（每面至多 {most} 幅）",
            "{demanded} pages are demanded; {count} pictures take {taken} (at most {most} a page)"
        );
        let hint = match taken > demanded {
            true => msg!(
                "减到 {fitting} 幅，或把 pages 改成 {taken}",
                "reduce them to {fitting}, or make `pages` {taken}"
            ),
            false => msg!("加图，或把 pages 改成 {taken}", "add pictures, or make `pages` {taken}"),
        };
        (message, hint)
    }
}

/// The dictionaries of all metadata with a label, each with its page (from 1).
fn labelled(document: &PagedDocument, label: &str) -> Vec<(Dict, usize)> {
    let Some(label) = Label::new(PicoStr::intern(label)) else {
        return Vec::new();
    };
    let introspector = document.introspector();
    let elements = introspector.query(&Selector::Label(label));
    elements
        .iter()
        .filter_map(|element| {
            let value = element.to_packed::<MetadataElem>()?.value.clone();
            let page = introspector.page(element.location()?)?.get();
            match value {
                Value::Dict(dict) => Some((dict, page)),
                _ => None,
            }
        })
        .collect()
}

fn text(dict: &Dict, key: &str) -> Option<String> {
    match dict.get(key) {
        Ok(Value::Str(text)) => Some(text.as_str().to_owned()),
        _ => None,
    }
}

/// A length in millimetres.
fn length(dict: &Dict, key: &str) -> Option<f64> {
    match dict.get(key) {
        Ok(Value::Int(number)) => Some(*number as f64),
        Ok(Value::Float(number)) => Some(*number),
        _ => None,
    }
    .filter(|length| length.is_finite() && *length > 0.0)
}

fn number(dict: &Dict, key: &str) -> Option<i64> {
    match dict.get(key) {
        Ok(Value::Int(number)) => Some(*number),
        Ok(Value::Float(number)) if number.is_finite() => Some(number.ceil() as i64),
        _ => None,
    }
}

fn say(issue: &LayoutIssue, book: &Book, found: &mut Findings) {
    let LayoutIssue { kind, page, at, amount, wide, .. } = issue;
    let at = at.as_ref().map(|at| book.place_at(at).unwrap_or(at));
    let Message { zh, en } = amount.in_words();
    if kind == "wide" {
        let message = wide.message(*page, amount);
        return found.add_with_hint(Code::L04, at, message, WideTable::hint());
    }
    if let Some((at, message)) = on_spine(issue, book) {
        return found.add(Code::P09, at.as_ref(), message);
    }
    let (code, message) = match kind.as_str() {
        "overset" => {
            (Code::L04, msg!("第 {page} 页排不下，多 {zh}", "page {page} is over by {en}"))
        }
        "underset" => {
            (Code::L06, msg!("第 {page} 页不满，空 {zh}", "page {page} is short by {en}"))
        }
        _ => (Code::L07, msg!("第 {page} 页：{kind}", "page {page}: {kind}")),
    };
    match amount.hint(code == Code::L04).filter(|_| code != Code::L07) {
        Some(hint) => found.add_with_hint(code, at, message, hint),
        None => found.add(code, at, message),
    }
}

/// Why no words stand on the spine of a cover, and what of the book that follows from.
fn on_spine(issue: &LayoutIssue, book: &Book) -> Option<(Option<Place>, Message)> {
    let print = &book.meta.print;
    match issue.kind.as_str() {
        "spine-narrow" => {
            let least = issue.least?;
            let at = print.paper.as_ref().map_or(&print.at, |paper| &paper.at);
            let message = msg!(
                "书脊不到 {least} 毫米，上面不排字",
                "the spine is narrower than {least} mm, so no words stand on it"
            );
            Some((Some(at.0.clone()), message))
        }
        "spine-long" => {
            let chars = issue.amount.chars?;
            let message = msg!(
                "书名太长，书脊上排不下，多 {chars} 字：书脊上没有字",
                "the title is {chars} characters too long for the spine, which has no words"
            );
            Some((book.meta.title.place(), message))
        }
        _ => None,
    }
}

/// Tells of a last page that stays almost empty.
fn say_tail(section: &Section, tail: Tail, found: &mut Findings) {
    let percent = (tail.share * 100.0).round();
    let by = tail.amount.in_words();
    let message = Message {
        zh: format!("末一面只用了 {percent}%，共 {}", by.zh),
        en: format!("the last page is used to {percent} %, with {}", by.en),
    };
    let hint = msg!(
        "删去这么多，或再加一些；也可以放大、缩小图",
        "cut as much, or add some; or give pictures more or less room"
    );
    found.add_with_hint(Code::L06, Some(&section.at), message, hint);
}

/// Reads a place as the contract gave it to the layout.
fn place(text: &str) -> Option<Place> {
    let mut parts = text.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some(Place::point(parts.next()?, line, column))
}
