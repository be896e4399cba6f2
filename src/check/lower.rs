//! Raw to model: structure, numbers, marks, identifiers. No judgement of wording or pictures.

use std::sync::Arc;

use uuid::Uuid;

use crate::check::markdown;
use crate::check::number::{Ids, Marks};
use crate::diag::{Code, Findings};
use crate::load::yaml::Node;
use crate::load::{Raw, Section as File, raw};
use crate::model::{
    Alt, Block, Book, Content, Event, Fact, Figure, FigureKind, Meta, Picture, Section,
    SectionKind, Story,
};
use crate::said;
use crate::text::date::{self, Date};

/// Makes the book of the files. What is wrong is found; what stands in its place is empty.
pub(super) fn book(raw: &Raw, found: &mut Findings) -> Book {
    let mut ids = Ids::default();
    let meta = meta(raw, found);
    let mut sections: Vec<Section> = Vec::new();
    for file in &raw.sections {
        sections.extend(section(raw, file, &mut ids, found));
    }
    resolve_events(&mut sections, found);
    Book { name: raw.name.clone(), meta, sections }
}

fn meta(raw: &Raw, found: &mut Findings) -> Meta {
    let (book, node) = (&raw.book, &raw.node);
    let text = |value: &Option<String>| value.clone().filter(|text| !text.trim().is_empty());
    let list = |value: &Option<Vec<String>>| value.clone().unwrap_or_default();
    let loose = |value: &Option<raw::Loose>, key| value.as_ref().map(|v| written(v, node.key(key)));
    let isbn = loose(&book.isbn, "isbn");
    Meta {
        title: book.title.clone(),
        subtitle: text(&book.subtitle),
        series: text(&book.series),
        volume: loose(&book.volume, "volume"),
        year: book.year.map(|year| year.0),
        place: text(&book.place),
        lang: text(&book.lang).unwrap_or_else(|| "zh-Hans".to_owned()),
        identifier: identifier(text(&book.identifier), isbn.as_deref(), &raw.name),
        isbn,
        cip: list(&book.cip),
        publisher: text(&book.publisher),
        editors: list(&book.editors),
        authors: list(&book.authors),
        date: book.date.as_ref().and_then(|value| read_date(value, node.key("date"), found)),
        rights: text(&book.rights),
        description: text(&book.description),
        subjects: list(&book.subjects),
        colophon: optional_blocks(&book.colophon, node.key("colophon"), found),
    }
}

/// A number as the editor wrote it: YAML would drop the zero of `95.60`.
fn written(value: &raw::Loose, node: &Node) -> String {
    node.written.clone().unwrap_or_else(|| value.0.clone())
}

fn read_date(value: &raw::Loose, node: &Node, found: &mut Findings) -> Option<Date> {
    let text = written(value, node);
    let date = date::parse(&text);
    if date.is_none() {
        found.add(
            Code::M04,
            Some(&node.at),
            said!("没有 {text} 这一天", "there is no date {text}"),
        );
    }
    date
}

/// The identifier as given, else a UUID of version 5 (RFC 9562, §5.5) made of the ISBN or of the
/// book's name, so that it is the same for ever without anyone storing it.
fn identifier(given: Option<String>, isbn: Option<&str>, name: &str) -> String {
    given.unwrap_or_else(|| {
        let seed = match isbn {
            Some(isbn) => format!("urn:isbn:{}", isbn.replace('-', "")),
            None => format!("nianjian:{name}"),
        };
        format!("urn:uuid:{}", Uuid::new_v5(&Uuid::NAMESPACE_URL, seed.as_bytes()))
    })
}

fn optional_blocks(text: &Option<String>, node: &Node, found: &mut Findings) -> Vec<Block> {
    text.as_ref().map(|text| markdown::blocks(text, node, found)).unwrap_or_default()
}

fn section(raw: &Raw, file: &File, ids: &mut Ids, found: &mut Findings) -> Option<Section> {
    let (source, node) = (&file.section, &file.node);
    let kind = match source.kind? {
        raw::Kind::News => SectionKind::News,
        raw::Kind::Feature => SectionKind::Feature,
        raw::Kind::Chronicle => SectionKind::Chronicle,
        raw::Kind::Text => SectionKind::Text,
    };
    wrong_keys(kind, source, node, found);
    let id = source.id.clone().unwrap_or_else(|| id_of_file(&file.file));
    ids.take(&id, if source.id.is_some() { node.key("id") } else { node }, found);
    let mut marks = Marks::new(file);
    let content = match kind {
        SectionKind::News | SectionKind::Feature => {
            let stories = source.stories.iter().flatten().enumerate();
            Content::Stories(
                stories
                    .map(|(index, story)| {
                        let node = node.key("stories").item(index);
                        ids.take(&story.id, node.key("id"), found);
                        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
                        let figures = figures(raw, &id, &story.figures, node, &mut marks, found);
                        self::story(story, number, figures, node, found)
                    })
                    .collect(),
            )
        }
        SectionKind::Chronicle => Content::Events(events(source, node, found)),
        SectionKind::Text => Content::Text {
            body: optional_blocks(&source.body, node.key("body"), found),
            figures: figures(raw, &id, &source.figures, node, &mut marks, found),
        },
    };
    Some(Section {
        id,
        kind,
        title: source.title.clone(),
        title_lines: lines(&source.title_lines, &source.title),
        intro: optional_blocks(&source.intro, node.key("intro"), found),
        content,
        at: node.at.clone(),
    })
}

/// Each kind of section holds one kind of content.
fn wrong_keys(kind: SectionKind, source: &raw::Section, node: &Node, found: &mut Findings) {
    let (wanted, name) = match kind {
        SectionKind::News | SectionKind::Feature => ("stories", kind.name()),
        SectionKind::Chronicle => ("events", kind.name()),
        SectionKind::Text => ("body", kind.name()),
    };
    let text = kind == SectionKind::Text;
    let present = [
        ("stories", source.stories.is_some(), wanted == "stories"),
        ("events", source.events.is_some(), wanted == "events"),
        ("body", source.body.is_some(), text),
        ("figures", source.figures.is_some(), text),
        ("intro", source.intro.is_some(), !text),
    ];
    for (key, present, allowed) in present {
        if present && !allowed {
            let message = said!("{name} 栏不用 `{key}`", "a section of kind {name} has no `{key}`");
            found.add(Code::Y05, Some(node.key_place(key)), message);
        }
    }
    let missing = !present.iter().any(|(key, present, _)| *key == wanted && *present);
    if missing {
        found.add(Code::Y07, Some(&node.at), said!("缺少 `{wanted}`", "`{wanted}` is missing"));
    }
    let empty = match wanted {
        "stories" => source.stories.as_ref().is_some_and(Vec::is_empty),
        "events" => source.events.as_ref().is_some_and(Vec::is_empty),
        _ => source.body.as_ref().is_some_and(|body| body.trim().is_empty()),
    };
    if empty {
        found.add(
            Code::M06,
            Some(&node.key(wanted).at),
            said!("`{wanted}` 是空的", "`{wanted}` is empty"),
        );
    }
}

/// `10-news.yaml` gives `news`.
fn id_of_file(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    let stem = name.split('.').next().unwrap_or(name);
    let id = stem.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches('-');
    if id.is_empty() { format!("s{stem}") } else { id.to_owned() }
}

fn lines(broken: &Option<String>, title: &str) -> Vec<String> {
    match broken {
        Some(broken) if broken.contains(|c: char| c != '|' && !c.is_whitespace()) => {
            let lines = broken.split('|').map(str::trim).filter(|line| !line.is_empty());
            lines.map(str::to_owned).collect()
        }
        _ => vec![title.to_owned()],
    }
}

fn story(
    source: &raw::Story,
    number: u32,
    figures: Vec<Figure>,
    node: &Node,
    found: &mut Findings,
) -> Story {
    let before = found.counts();
    let body = markdown::blocks(&source.body, node.key("body"), found);
    // A body that is missing, or that was refused, has been found already.
    let said = found.counts() != before || found.has(Code::Y07, &node.at);
    if body.is_empty() && !said {
        found.add(Code::M06, Some(&node.key("body").at), said!("正文是空的", "the body is empty"));
    }
    let facts = source.facts.iter().flatten().enumerate().map(|(index, fact)| Fact {
        value: written(&fact.value, node.key("facts").item(index).key("value")),
        unit: fact.unit.clone(),
        label: fact.label.clone(),
    });
    Story {
        id: source.id.clone(),
        number,
        title: source.title.clone(),
        title_lines: lines(&source.title_lines, &source.title),
        date: source.date.as_ref().and_then(|value| read_date(value, node.key("date"), found)),
        body,
        figures,
        facts: facts.collect(),
        excerpt: source.excerpt.clone().filter(|text| !text.trim().is_empty()),
        at: node.at.clone(),
    }
}

fn events(source: &raw::Section, node: &Node, found: &mut Findings) -> Vec<Event> {
    let mut events = Vec::new();
    for (index, event) in source.events.iter().flatten().enumerate() {
        let node = node.key("events").item(index);
        let Some(date) = read_date(&event.date, node.key("date"), found) else {
            continue;
        };
        let until = event.until.as_ref().and_then(|v| read_date(v, node.key("until"), found));
        if until.is_some_and(|until| until < date) {
            let at = &node.key("until").at;
            found.add(Code::M04, Some(at), said!("终止早于开始", "it ends before it begins"));
        }
        let text = markdown::inlines(&event.text, node.key("text"), found);
        // The number is filled in when all stories are known.
        let story = event.story.clone().map(|id| (id, 0));
        events.push(Event { date, until, text, story, at: node.at.clone() });
    }
    events
}

fn resolve_events(sections: &mut [Section], found: &mut Findings) {
    let mut numbers = Vec::new();
    for section in sections.iter() {
        if let Content::Stories(stories) = &section.content {
            numbers.extend(stories.iter().map(|story| (story.id.clone(), story.number)));
        }
    }
    for section in sections {
        let Content::Events(events) = &mut section.content else {
            continue;
        };
        for event in events {
            let Some((id, number)) = &mut event.story else {
                continue;
            };
            match numbers.iter().find(|(known, _)| known == id) {
                Some((_, known)) => *number = *known,
                None => found.add(
                    Code::R03,
                    Some(&event.at),
                    said!("没有条目 {id}", "there is no story {id}"),
                ),
            }
        }
    }
}

fn figures(
    raw: &Raw,
    section: &str,
    sources: &Option<Vec<raw::Figure>>,
    node: &Node,
    marks: &mut Marks,
    found: &mut Findings,
) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (index, source) in sources.iter().flatten().enumerate() {
        let node = node.key("figures").item(index);
        let picture: Option<Arc<Picture>> = raw.pictures.get(&source.file).cloned();
        figures.push(figure(source, marks.next(section, source), picture, node, found));
    }
    figures
}

fn figure(
    source: &raw::Figure,
    (id, mark): (String, Option<u32>),
    picture: Option<Arc<Picture>>,
    node: &Node,
    found: &mut Findings,
) -> Figure {
    let focus = match source.focus.as_deref() {
        Some([x, y]) => (*x, *y),
        _ => (0.5, 0.5),
    };
    if !(0.0..=1.0).contains(&focus.0) || !(0.0..=1.0).contains(&focus.1) {
        let (x, y) = focus;
        found.add(
            Code::F07,
            Some(&node.key("focus").at),
            said!("焦点 {x}, {y} 在图外", "the focus {x}, {y} is outside"),
        );
    }
    let alt = match source.alt.trim() {
        "decorative" => Alt::Decorative,
        text => Alt::Text(text.to_owned()),
    };
    Figure {
        id,
        picture,
        mark,
        caption: source.caption.clone(),
        alt,
        credit: source.credit.clone(),
        kind: match source.kind {
            Some(raw::FigureKind::Map) => FigureKind::Map,
            Some(raw::FigureKind::Artwork) => FigureKind::Artwork,
            Some(raw::FigureKind::Photo) | None => FigureKind::Photo,
        },
        focus,
        map_approval: source.map_approval.clone().filter(|text| !text.trim().is_empty()),
        at: node.at.clone(),
    }
}
