//! The data that layouts read, contract [`CONTRACT`]: data and text, no looks.
//!
//! Several small files instead of one: a changed story then recompiles only what reads it. Keys
//! may be added freely; changing or removing one raises the contract's number. The shape is
//! documented for designers in `layouts/README.md` and kept by a golden in the tests.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::load::layout::{CONTRACT, Layout};
use crate::model::{
    Align, Block, Book, ChartValue, Content, CoverSheet, CoverVariant, Event, Fact, Figure,
    FigureKind, Grid, Group, Head, Index, Inline, KeyFigure, LinkTarget, Motif, Numbers, Person,
    Runs, Section, Story, Table, Term, plain,
};
use crate::text::date::Date;
use crate::text::date_words::{Back, Part};
use crate::text::headline::Line;
use crate::text::labels::dates::Dates;
use crate::text::units;
use crate::text::when::When;
use crate::typeset::barcode;

/// The path of the file that names all others.
pub(super) const BOOK: &str = "/data/book.json";

/// What pages are set for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Medium {
    /// Screens, and the e-book, which takes its cover and its page numbers from there.
    #[default]
    Screen,
    /// A printer.
    Print,
    /// A printer, of the cover alone, as one sheet.
    Cover,
}

/// How pages are set for a medium.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PageSetup {
    /// The medium.
    pub medium: Medium,
    /// Bleed in millimetres; none on a screen.
    pub bleed: f64,
    /// The name of the spot colour of the accent.
    pub spot: Option<String>,
    /// The cover, if it is what is set.
    pub sheet: Option<CoverSheet>,
}

impl PageSetup {
    /// For a medium, as book and layout ask.
    #[must_use]
    pub fn new(medium: Medium, book: &Book, layout: &Layout) -> PageSetup {
        let print = &book.meta.print;
        match medium {
            Medium::Screen => PageSetup::default(),
            Medium::Print | Medium::Cover => PageSetup {
                medium,
                bleed: print.bleed.unwrap_or(layout.manifest.bleed),
                spot: print.spot.clone(),
                sheet: None,
            },
        }
    }

    /// For the cover of a book.
    #[must_use]
    pub fn cover(book: &Book, sheet: CoverSheet) -> PageSetup {
        let spot = book.meta.print.spot.clone();
        PageSetup { medium: Medium::Cover, bleed: sheet.bleed, spot, sheet: Some(sheet) }
    }
}

/// Knobs of copy-fitting that a section is set with, by name.
pub type Fit = BTreeMap<String, f64>;

/// The knobs of each section that is not set at its ideal, by section id.
pub type Fits = BTreeMap<String, Fit>;

/// The files by absolute virtual path: the book, its stories, its sections, in order.
#[must_use]
pub fn data(book: &Book, setup: &PageSetup, fits: &Fits) -> Vec<(String, Value)> {
    let mut files = vec![(BOOK.to_owned(), whole(book, setup))];
    files.extend((1..).zip(book.stories()).map(|(number, it)| (story_path(number), story(it))));
    files.extend(sections(book, fits));
    files
}

/// The files of the sections alone: what other knobs change.
pub(super) fn sections(book: &Book, fits: &Fits) -> Vec<(String, Value)> {
    let ideal = Fit::new();
    let mut stories = 0;
    let mut files = Vec::new();
    for (index, it) in book.sections.iter().enumerate() {
        let first = stories + 1;
        stories += it.stories().len();
        let paths: Vec<String> = (first..=stories).map(story_path).collect();
        let fit = fits.get(&it.id).unwrap_or(&ideal);
        let dates = &book.meta.labels.dates;
        files.push((section_path(index), section(it, &paths, fit, dates)));
    }
    files
}

/// The path by which layouts show a picture.
#[must_use]
pub fn picture_path(number: usize) -> String {
    format!("/img/{number}.svg")
}

fn section_path(index: usize) -> String {
    format!("/data/sections/{}.json", index + 1)
}

fn story_path(number: usize) -> String {
    format!("/data/stories/{number}.json")
}

fn whole(book: &Book, setup: &PageSetup) -> Value {
    let meta = &book.meta;
    let imprint: BTreeMap<_, _> = meta.imprint.facts().into_iter().collect();
    let sections: Vec<String> = (0..book.sections.len()).map(section_path).collect();
    json!({
        "contract": CONTRACT,
        "target": match setup.medium {
            Medium::Screen => "screen",
            Medium::Print | Medium::Cover => "print",
        },
        "bleed": setup.bleed,
        "spot": setup.spot,
        "title": meta.title,
        "title_lines": title_lines(&meta.title_lines),
        "title_ways": title_ways(&meta.title_lines),
        "title_ways_without_year": meta.title_without_year.as_deref().map(title_ways),
        "subtitle": meta.subtitle,
        "series": meta.series,
        "volume": meta.volume,
        "year": meta.year,
        "place": meta.place,
        "lang": meta.lang,
        "text": text_lang(&meta.lang),
        "authors": meta.authors,
        "editors": meta.editors,
        "publisher": meta.publisher,
        "isbn": meta.isbn,
        "cip": meta.cip,
        "rights": meta.rights,
        "date": meta.date.map(date),
        "description": meta.description,
        "subjects": meta.subjects,
        "imprint": imprint,
        "cover": {
            "variant": meta.cover.variant.map(CoverVariant::name),
            "figure": book.cover_figure().map(|figure| &figure.id),
            "own": meta.cover.own.as_ref().map(figure),
            "motif": meta.cover.motif.map(Motif::name),
        },
        "signature": meta.print.signature(),
        "sheet": setup.sheet.as_ref().map(|sheet| self::sheet(book, sheet)),
        "labels": meta.labels,
        "colophon": blocks(&meta.colophon),
        "artwork": book.figures().any(|figure| figure.kind == FigureKind::Artwork),
        "long_words": book.has_long_words(),
        "sections": sections,
    })
}

/// The cover as one sheet, in millimetres, and the bars of the book number.
fn sheet(book: &Book, sheet: &CoverSheet) -> Value {
    let isbn = book.meta.isbn.as_deref();
    let barcode = isbn.and_then(barcode::ean13);
    let barcode = barcode.map(|(bars, digits)| json!({ "bars": bars, "digits": digits }));
    json!({
        "binding": sheet.binding.name(),
        "width": sheet.panel[0],
        "height": sheet.panel[1],
        "spine": sheet.spine,
        "flap": sheet.flap,
        "pages": sheet.pages,
        "barcode": barcode,
    })
}

/// The lines of a title as its editor wrote them.
fn title_lines(lines: &[Line]) -> Vec<&str> {
    lines.iter().map(|line| line.text.as_str()).collect()
}

/// The ways to set each of them.
fn title_ways(lines: &[Line]) -> Vec<&[Vec<String>]> {
    lines.iter().map(|line| line.ways.as_slice()).collect()
}

/// As [`typst_lang`], for layouts.
fn text_lang(tag: &str) -> Value {
    let (lang, region) = typst_lang(tag);
    json!({ "lang": lang, "region": region })
}

/// The language and region that Typst knows for a BCP 47 tag: it has no scripts, but takes the
/// region for the style of punctuation.
fn typst_lang(tag: &str) -> (String, Option<String>) {
    let mut parts = tag.split('-');
    let lang = parts.next().unwrap_or("zh").to_lowercase();
    let rest: Vec<&str> = parts.collect();
    let region = rest.iter().find(|part| part.len() == 2).map(|part| part.to_lowercase());
    let by_script = match (lang.as_str(), rest.first().map(|script| script.to_lowercase())) {
        ("zh", Some(script)) if script == "hant" => Some("tw".to_owned()),
        ("zh", _) => Some("cn".to_owned()),
        _ => None,
    };
    (lang, region.or(by_script))
}

fn section(section: &Section, paths: &[String], fit: &Fit, dates: &Dates) -> Value {
    let mut value = json!({
        "id": section.id,
        "kind": section.kind,
        "title": section.title,
        "title_lines": title_lines(&section.title_lines),
        "title_ways": title_ways(&section.title_lines),
        "subtitle": section.subtitle,
        "pages": section.pages,
        "fit": fit,
        "intro": blocks(&section.intro),
        "facts": section.facts.iter().map(fact).collect::<Vec<_>>(),
        "stories": paths,
        "events": [],
        "body": [],
        "figures": [],
        "tables": [],
        "groups": [],
        "index": null,
        "at": section.at.to_string(),
    });
    let list = |values: Vec<Value>| Value::from(values);
    match &section.content {
        Content::Stories(_) | Content::Facts => {}
        Content::Events(events) | Content::Days(events) => {
            value["events"] = list(events.iter().map(|it| event(it, dates)).collect());
        }
        Content::Text { body, figures } => {
            value["body"] = list(blocks(body));
            value["figures"] = list(figures.iter().map(figure).collect());
        }
        Content::Plates(figures) => value["figures"] = list(figures.iter().map(figure).collect()),
        Content::Tables(tables) => value["tables"] = list(tables.iter().map(table).collect()),
        Content::People(groups) => value["groups"] = list(groups.iter().map(group).collect()),
        Content::Index(index) => value["index"] = self::index(index),
    }
    value
}

fn key_figure(fact: &KeyFigure) -> Value {
    json!({ "value": fact.value, "unit": fact.unit, "label": fact.label })
}

fn fact(fact: &Fact) -> Value {
    let point =
        |it: &ChartValue| json!({ "name": it.name, "value": it.value, "number": it.number });
    let mut value = key_figure(&fact.figure);
    value["note"] = json!(fact.note);
    value["story"] =
        json!(fact.story.as_ref().map(|(id, title)| json!({ "id": id, "title": title })));
    value["chart"] = fact.chart.iter().map(point).collect();
    value["at"] = fact.at.to_string().into();
    value
}

fn event(event: &Event, dates: &Dates) -> Value {
    let Event { date, until, .. } = *event;
    let (began, ended) = dates.printed(date, until);
    let when = |date, shown| when(date, shown, dates);
    json!({
        "date": when(date, began),
        "until": until.zip(ended).map(|(date, shown)| when(date, shown)),
        "text": inlines(&event.text),
        "story": event.story.as_ref().map(|(id, n)| json!({ "id": id, "number": n })),
        "at": event.at.to_string(),
    })
}

fn table(table: &Table) -> Value {
    json!({
        "id": table.id,
        "number": table.number,
        "title": table.title,
        "unit": table.unit,
        "note": table.note,
        "source": table.source,
        "table": grid(&table.grid),
        "at": table.at.to_string(),
    })
}

fn group(group: &Group) -> Value {
    let person = |one: &Person| {
        json!({
            "name": one.name,
            "detail": one.detail,
            "photo": one.photo.as_ref().map(figure),
            "quote": one.quote,
        })
    };
    json!({
        "title": group.title,
        "note": group.note,
        "credit": group.credit,
        "people": group.people.iter().map(person).collect::<Vec<_>>(),
        "at": group.at.to_string(),
    })
}

fn index(index: &Index) -> Value {
    let term = |term: &Term| {
        // Layouts that know `see` alone get the first of either kind.
        let see = term.sent().next();
        json!({ "term": term.term, "to": term.to, "see": see, "see_also": term.see_also })
    };
    let head = |head: &Head| {
        let terms: Vec<Value> = head.terms.iter().map(term).collect();
        json!({ "head": head.head, "terms": terms })
    };
    let heads: Vec<Value> = index.heads.iter().map(head).collect();
    json!({ "order": index.order.name(), "heads": heads })
}

fn story(story: &Story) -> Value {
    let key_figures = story.key_figures.iter().map(key_figure);
    json!({
        "id": story.id,
        "number": story.number,
        "title": story.title,
        "title_lines": title_lines(&story.title_lines),
        "title_ways": title_ways(&story.title_lines),
        "group": story.group,
        "subgroup": story.subgroup,
        "text": story.lang.as_ref().map(|tag| text_lang(tag)),
        "date": story.date.map(date),
        "body": blocks(&story.body),
        "chars": characters(&story.body),
        "figures": story.figures.iter().map(figure).collect::<Vec<_>>(),
        "facts": key_figures.collect::<Vec<_>>(),
        "excerpt": story.excerpt,
        "at": story.at.to_string(),
    })
}

/// Characters that take space: all but white space, footnotes left out.
fn characters(blocks: &[Block]) -> usize {
    let count = |run: &[Inline]| plain(run).chars().filter(|c| !c.is_whitespace()).count();
    blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(text) | Block::Heading { text, .. } | Block::Closing { text, .. } => {
                count(text)
            }
            Block::List { items, .. } => items.iter().map(|item| characters(item)).sum(),
            Block::Quote(inner) => characters(inner),
            Block::Table(grid) => grid.cells().map(|cell| count(cell)).sum(),
            Block::Figure(_) => 0,
        })
        .sum()
}

fn figure(figure: &Figure) -> Value {
    let picture = figure.picture.as_ref();
    json!({
        "id": figure.id,
        "file": picture.map(|p| picture_path(p.number)),
        "aspect": picture.map_or(1.5, |p| p.info.width / p.info.height),
        // Drawings have none.
        "pixels": picture.filter(|p| p.drawing.is_none()).map(|p| p.info.width),
        "mark": figure.mark,
        "caption": figure.caption,
        "rows": figure.rows,
        "alt": figure.alt.text(),
        "credit": figure.credit,
        "kind": figure.kind.name(),
        "whole": figure.whole,
        "size": figure.size.name(),
        "least": figure.least_width(),
        "focus": [figure.focus.0, figure.focus.1],
        "map_approval": figure.map_approval,
        "at": figure.at.to_string(),
    })
}

fn date(date: Date) -> Value {
    json!({ "year": date.year, "month": date.month, "day": date.day })
}

/// A date of an event: that of the month or year if it is a part of one; and how it is written
/// where a heading names the year and month, and where none does.
fn when(when: When, shown: String, dates: &Dates) -> Value {
    let mut value = date(when.date);
    value["shown"] = Value::from(shown);
    value["full"] = Value::from(dates.full(when));
    value["part"] = json!(when.part.map(Part::name));
    value["back"] = json!(when.back.map(Back::name));
    value
}

fn blocks(blocks: &[Block]) -> Vec<Value> {
    blocks.iter().map(block).collect()
}

fn block(block: &Block) -> Value {
    match block {
        Block::Paragraph(text) => json!({ "t": "p", "c": joined_inlines(text) }),
        Block::Heading { level, text } => json!({ "t": "h", "level": level, "c": inlines(text) }),
        Block::List { numbers, items } => {
            let items: Vec<_> = items.iter().map(|item| blocks(item)).collect();
            match numbers {
                Some(Numbers { first, delimiter }) => json!({
                    "t": "ol", "start": first, "delimiter": delimiter.mark(), "items": items,
                }),
                None => json!({ "t": "ul", "items": items }),
            }
        }
        Block::Closing { role, text } => {
            json!({ "t": "closing", "role": role.name(), "c": inlines(text) })
        }
        Block::Quote(inner) => json!({ "t": "quote", "c": blocks(inner) }),
        Block::Table(grid) => self::grid(grid),
        Block::Figure(it) => json!({ "t": "figure", "figure": figure(it) }),
    }
}

fn grid(grid: &Grid) -> Value {
    let align: Vec<_> = grid.align.iter().copied().map(alignment).collect();
    let cells = |row: &Vec<Runs>| row.iter().map(|cell| inlines(cell)).collect::<Vec<_>>();
    let rows: Vec<_> = grid.rows.iter().map(cells).collect();
    let at = grid.place().map(|at| at.to_string());
    json!({
        "t": "table", "align": align, "head": cells(&grid.head), "rows": rows,
        "row_heads": grid.has_row_heads(), "at": at,
    })
}

fn alignment(align: Align) -> &'static str {
    match align {
        Align::Auto => "auto",
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
    }
}

fn inlines(run: &[Inline]) -> Vec<Value> {
    run.iter().map(inline).collect()
}

/// The runs of a paragraph: where lines must not break between numbers and units is said in the
/// text, since layouts would have to look for it in each paragraph at each change.
fn joined_inlines(run: &[Inline]) -> Vec<Value> {
    let node = |one: &Inline| match one {
        Inline::Text(text) => Value::from(units::joined(text)),
        Inline::Emph(inner) => json!({ "t": "em", "c": joined_inlines(inner) }),
        Inline::Strong(inner) => json!({ "t": "strong", "c": joined_inlines(inner) }),
        one => inline(one),
    };
    run.iter().map(node).collect()
}

fn inline(inline: &Inline) -> Value {
    match inline {
        Inline::Text(text) => Value::from(text.as_str()),
        Inline::Emph(inner) => json!({ "t": "em", "c": inlines(inner) }),
        Inline::Strong(inner) => json!({ "t": "strong", "c": inlines(inner) }),
        Inline::Link { target: LinkTarget::Web(href), text } => {
            json!({ "t": "link", "href": href, "c": inlines(text) })
        }
        Inline::Link { target: LinkTarget::Inside(to) | LinkTarget::Figure(to), text } => {
            json!({ "t": "link", "to": to, "c": inlines(text) })
        }
        Inline::Ruby { base, reading } => json!({ "t": "ruby", "base": base, "rt": reading }),
        Inline::Decorated { decoration, text } => json!({ "t": decoration.name(), "c": [text] }),
        Inline::Note { number, text } => json!({ "t": "note", "n": number, "c": blocks(text) }),
        Inline::Break => json!({ "t": "br" }),
    }
}

#[cfg(test)]
mod tests {
    use super::typst_lang;

    #[test]
    fn scripts_become_regions() {
        let read = |tag| {
            let (lang, region) = typst_lang(tag);
            format!("{lang} {}", region.unwrap_or_default())
        };
        assert_eq!(read("zh-Hans"), "zh cn");
        assert_eq!(read("zh-Hant"), "zh tw");
        assert_eq!(read("zh-Hant-HK"), "zh hk");
        assert_eq!(read("ja"), "ja ");
        assert_eq!(read("en-GB"), "en gb");
    }
}
