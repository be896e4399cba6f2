//! The results as lines of a table and as findings.

use serde_json::{Value, json};

use crate::diag::{Code, Findings, Lang, Message, excerpt, msg};
use crate::passages::{Kind, Passage};
use crate::source::Place;
use crate::verify::chunk::compared;
use crate::verify::compare::Mismatch;
use crate::verify::dist::Entry;
use crate::verify::pdf::{Fault, How};
use crate::verify::rules::Group;

/// Most findings for one artefact, so that a file of another book does not fill the screen.
const MAX_TOLD: usize = 20;

/// One line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The artefact.
    pub artefact: String,
    /// What was looked for in it.
    pub what: Message,
    /// How many there are.
    pub found: usize,
    /// How many there should be.
    pub wanted: usize,
    /// Whether all is well.
    pub good: bool,
}

/// The table for people, line by line.
#[must_use]
pub fn table(rows: &[Row], lang: Lang) -> Vec<String> {
    let (head, good, bad) = match lang {
        Lang::Zh => (["文件", "内容", "找到/应有", "结论"], "好", "不对"),
        Lang::En => (["artefact", "what", "found/wanted", "verdict"], "good", "wrong"),
    };
    let mut cells = vec![head.map(str::to_owned)];
    cells.extend(rows.iter().map(|row| {
        let count = format!("{}/{}", row.found, row.wanted);
        let verdict = if row.good { good } else { bad };
        [row.artefact.clone(), row.what.text(lang).to_owned(), count, verdict.to_owned()]
    }));
    let width = |column: usize| cells.iter().map(|row| wide(&row[column])).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2)];
    let line = |row: &[String; 4]| {
        let mut out = String::new();
        for (cell, width) in row.iter().zip(widths) {
            out.push_str(cell);
            out.push_str(&" ".repeat(width - wide(cell) + 2));
        }
        out.push_str(&row[3]);
        out
    };
    cells.iter().map(line).collect()
}

/// Columns that a text takes on a terminal.
fn wide(text: &str) -> usize {
    text.chars().map(|c| if u32::from(c) >= 0x1100 { 2 } else { 1 }).sum()
}

/// The table for programs.
#[must_use]
pub fn data(rows: &[Row]) -> Value {
    let row = |row: &Row| {
        json!({
            "artefact": row.artefact,
            "what": { "zh": row.what.zh, "en": row.what.en },
            "found": row.found,
            "wanted": row.wanted,
            "good": row.good,
        })
    };
    rows.iter().map(row).collect()
}

/// Adds what is wrong with an artefact to the findings.
pub(super) fn tell(artefact: &str, mismatches: &[(&Passage, Mismatch)], found: &mut Findings) {
    for (passage, mismatch) in mismatches.iter().take(MAX_TOLD) {
        let (code, message) = message(artefact, passage, mismatch);
        found.add(code, place(&passage.at).as_ref(), message);
    }
    if let Some(more) = mismatches.len().checked_sub(MAX_TOLD).filter(|more| *more > 0) {
        let message = msg!("{artefact} 还有 {more} 处不对", "{artefact}: {more} more are wrong");
        found.add(Code::V02, None, message);
    }
}

fn message(artefact: &str, passage: &Passage, mismatch: &Mismatch) -> (Code, Message) {
    let (kind_zh, kind_en) = name(passage.kind);
    let text = excerpt(&passage.text);
    match mismatch {
        Mismatch::Lost => (
            Code::V02,
            msg!("{artefact} 里没有{kind_zh}“{text}”", "{artefact} lacks the {kind_en} “{text}”"),
        ),
        Mismatch::Moved(before) => (
            Code::V03,
            msg!(
                "{artefact} 里{kind_zh}“{text}”次序不对，排到了“{before}”之后",
                "{artefact} has the {kind_en} “{text}” out of order, after “{before}”"
            ),
        ),
        Mismatch::Altered(wanted, read) => (
            Code::V05,
            msg!(
                "{artefact} 里{kind_zh}“{text}”变了：应为“{wanted}”，读到“{read}”",
                "{artefact} has the {kind_en} “{text}” altered: “{wanted}” reads “{read}”"
            ),
        ),
        Mismatch::Spaced => (
            Code::V05,
            msg!(
                "{artefact} 里{kind_zh}“{text}”的空格或换行与书稿不同",
                "{artefact} has other spaces or breaks in the {kind_en} “{text}”"
            ),
        ),
        Mismatch::Astray(to) => (
            Code::V08,
            msg!(
                "{artefact} 里{kind_zh}“{text}”的链接没有指到 {to}",
                "{artefact} has no link in the {kind_en} “{text}” that leads to {to}"
            ),
        ),
        Mismatch::Miscaptioned(read) => (
            Code::V08,
            msg!(
                "{artefact} 里{kind_zh}“{text}”配的是别的图注：“{read}”",
                "{artefact} has the {kind_en} “{text}” with another caption: “{read}”"
            ),
        ),
    }
}

/// Says which words of a page cannot be read, and why.
pub(super) fn unreadable(artefact: &str, page: usize, fault: &Fault) -> Message {
    let words = excerpt(&fault.words);
    match &fault.how {
        How::Outside => msg!(
            "{artefact} 第 {page} 页：“{words}”排到了页面外",
            "{artefact}, page {page}: “{words}” is beyond the edge of the page"
        ),
        How::Cut => msg!(
            "{artefact} 第 {page} 页：“{words}”被裁掉了",
            "{artefact}, page {page}: “{words}” is cut off"
        ),
        How::Covered => msg!(
            "{artefact} 第 {page} 页：“{words}”被图或底色盖住了",
            "{artefact}, page {page}: “{words}” is covered by a picture or a ground"
        ),
        How::Unseen => msg!(
            "{artefact} 第 {page} 页：“{words}”看不见：没有着色，小得没有了，或白字落在白纸上",
            "{artefact}, page {page}: “{words}” cannot be seen: no paint, no size, or white on white"
        ),
        How::Mirrored => msg!(
            "{artefact} 第 {page} 页：“{words}”左右反了",
            "{artefact}, page {page}: “{words}” is the wrong way round"
        ),
        How::Turned => msg!(
            "{artefact} 第 {page} 页转了方向：“{words}”是横倒的",
            "{artefact}: page {page} is turned, and “{words}” with it"
        ),
        How::Overlaid(other) => {
            let other = excerpt(other);
            msg!(
                "{artefact} 第 {page} 页：“{words}”和“{other}”叠在一起",
                "{artefact}, page {page}: “{words}” and “{other}” lie over each other"
            )
        }
    }
}

/// Says which titles and identifiers are not those of a book.
pub(super) fn misnamed(
    entry: &Entry,
    titles: &[String],
    identifiers: Option<&[String]>,
) -> Vec<Message> {
    let mut told = Vec::new();
    let read = titles.first().map(String::as_str).unwrap_or_default();
    let title = &entry.title;
    if compared(read) != compared(title) {
        told.push(msg!("书名应为“{title}”，读到“{read}”", "title “{title}” reads “{read}”"));
    }
    let wanted = entry.identifier.as_ref();
    let Some((wanted, read)) = wanted.zip(identifiers) else { return told };
    if !read.contains(wanted) {
        let read = read.join(" ");
        told.push(msg!("编号应为“{wanted}”，读到“{read}”", "identifier “{wanted}” reads “{read}”"));
    }
    told
}

fn place(at: &str) -> Option<Place> {
    let (rest, column) = at.rsplit_once(':')?;
    let (file, line) = rest.rsplit_once(':')?;
    Some(Place::point(file, line.parse().ok()?, column.parse().ok()?))
}

/// What a line of the table is about.
pub(super) fn group(group: Group) -> Message {
    let (zh, en) = match group {
        Group::Text => ("标题和正文，按次序", "titles and text, in order"),
        Group::Numbers => ("数字和日期", "numbers and dates"),
        Group::Captions => ("图注、署名、审图号", "captions, credits, approvals"),
        Group::FigureMarks => ("图号", "marks of pictures"),
        Group::Pictures => ("替代文字", "alternative texts"),
        Group::Notes => ("注", "notes"),
        Group::Readings => ("注音", "readings"),
        Group::ImprintFacts => ("书名页", "facts of the title page"),
    };
    Message { zh: zh.to_owned(), en: en.to_owned() }
}

fn name(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::ImprintFact => ("书名页的", "fact"),
        Kind::Described => ("书名页上说明书的", "description"),
        Kind::Section => ("栏目题", "section title"),
        Kind::Subtitle => ("副题", "subtitle"),
        Kind::Intro => ("引言", "words of the intro"),
        Kind::Title => ("标题", "title"),
        Kind::Number => ("编号", "number"),
        Kind::StoryDate => ("条目的日期", "date of a story"),
        Kind::Group => ("组题", "title of a group"),
        Kind::Heading => ("小标题", "heading"),
        Kind::Paragraph => ("段落", "paragraph"),
        Kind::Closing => ("落款、撰稿", "line below a text"),
        Kind::Ordinal => ("项的编号", "number of an item"),
        Kind::Cell => ("表格单元", "cell"),
        Kind::Event => ("大事", "event"),
        Kind::Date => ("日期里的数字或词", "number or word of a date"),
        Kind::Label => ("数字的名称", "label of a figure"),
        Kind::Value => ("数字", "figure"),
        Kind::Measure => ("单位", "unit of a figure"),
        Kind::Told => ("数字出自的条目", "story of a figure"),
        Kind::Name => ("姓名", "name"),
        Kind::Detail => ("说明", "detail of a name"),
        Kind::Quote => ("自己的话", "quotation of a person"),
        Kind::Head => ("字头", "head of the index"),
        Kind::Term => ("索引词", "term of the index"),
        Kind::See => ("参见", "reference of the index"),
        Kind::Unit => ("表的单位", "unit of a table"),
        Kind::Remark => ("表下的注", "remark"),
        Kind::Note => ("注", "note"),
        Kind::Reading => ("注音", "reading"),
        Kind::Picture => ("替代文字", "alternative text"),
        Kind::PictureMark => ("图上的图号", "mark on a picture"),
        Kind::Caption => ("图注", "caption"),
        Kind::CaptionMark => ("图注的图号", "mark of a caption"),
        Kind::Approval => ("审图号", "approval number"),
        Kind::Row => ("合影里的一排人", "row of people in a picture"),
        Kind::Credit => ("署名", "credit"),
        Kind::CoverPicture => ("封面的图的替代文字", "alternative text of the cover"),
        Kind::Cover => ("封面上的", "words of the cover"),
    }
}
