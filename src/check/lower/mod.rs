//! Raw to model: structure, numbers, marks, identifiers. No judgement of wording or pictures.

mod closing;
mod days;
mod events;
mod facts;
mod figures;
mod meta;
pub(super) mod titles;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::figure_names::FigureNames;
use crate::check::input::Input;
use crate::check::lower::closing::{Closed, close, closing};
use crate::check::lower::events::events;
use crate::check::lower::figures::{Numbering, Portraits, figures, sized_at_end, sizes};
use crate::check::lower::meta::meta;
use crate::check::lower::values::{filled, optional_blocks, read_date, written};
use crate::check::markdown::scope::{Places, Scope};
use crate::check::number::{FigureMarks, Ids};
use crate::check::{index, kind, markdown, rows};
use crate::diag::{Code, Findings, msg};
use crate::load::layout::Layout;
use crate::load::page_kind::{PageKind, Shape};
use crate::load::yaml::Node;
use crate::load::{Section as File, raw};
use crate::model::{
    Block, Book, Content, Figure, Grid, Group, Index, IndexOrder, KeyFigure, Person, Section,
    Story, Table,
};
use crate::source::Place;
use crate::text::class::is_blank;
use crate::text::headline;
use crate::text::labels::table::Labels;

pub(super) use figures::Pictures;
pub(super) use meta::labels;

/// Makes the book of the files and of their sections. What is wrong is found; what stands in its
/// place is empty.
pub(super) fn book(
    input: &Input,
    mut sections: Vec<Section>,
    indexes: &mut index::KeptIndexes,
    found: &mut Findings,
) -> Book {
    let Input { raw, layout, faces, .. } = *input;
    let meta = meta(raw, faces, found);
    let mut ids = Ids::default();
    for file in &raw.sections {
        if let Some(kind) = kind::kind(file, layout) {
            take_ids(file, &kind, &mut ids, found);
        }
    }
    let files: Vec<_> = raw.sections.iter().collect();
    connect(&mut sections, &files, (layout, meta.labels), indexes, found);
    Book { name: raw.name.clone(), meta, sections, placeholders: BTreeSet::new() }
}

/// Fills in what hangs on other sections: the stories that events lead to, and indexes. `files` are
/// those that the sections were made of.
pub(super) fn connect(
    sections: &mut [Section],
    files: &[&Arc<File>],
    (layout, labels): (&Layout, &'static Labels),
    indexes: &mut index::KeptIndexes,
    found: &mut Findings,
) {
    let mut terms = index::Terms::new();
    for file in files {
        let Some(kind) = kind::kind(file, layout) else { continue };
        for (index, story) in file.section.stories.iter().flatten().enumerate() {
            let node = file.node.key("stories").item(index);
            terms.insert(story.id.clone(), index::terms(&kind, story, node));
        }
    }
    resolve_events(sections, found);
    facts::resolve(sections, found);
    days::fill(sections, found);
    let files = files.iter().map(|file| (file.id.clone(), *file)).collect();
    index::fill(sections, (labels, &files, &terms), indexes, found);
}

/// The ids of a section and its stories, which are unique in the book.
fn take_ids(file: &File, kind: &PageKind, ids: &mut Ids, found: &mut Findings) {
    let (source, node) = (&file.section, &file.node);
    // An id that was made of the file's name is not what its editor wrote.
    if source.id.is_some() {
        ids.take(&file.id, node.key("id"), found);
    }
    if kind.shape == Shape::Stories {
        for (index, story) in source.stories.iter().flatten().enumerate() {
            ids.take(&story.id, node.key("stories").item(index).key("id"), found);
        }
    }
}

/// Makes a section of a file.
pub(super) fn section(
    file: &File,
    kind: &PageKind,
    (pictures, labels): (&Pictures, &'static Labels),
    found: &mut Findings,
) -> Section {
    let (source, node) = (&file.section, &file.node);
    let id = file.id.clone();
    let mut names = FigureNames::of(file, kind.shape);
    let marks = FigureMarks::new(file, &id, kind.marks_by_order, names.called(file));
    let mut numbering = Numbering { pictures, kind, marks };
    // Figures come before texts, which name them by their marks.
    let stories = source.stories.iter().flatten().filter(|_| kind.shape == Shape::Stories);
    let of_stories = stories.enumerate().map(|(index, story)| {
        figures(&story.figures, node.key("stories").item(index), &mut numbering, found)
    });
    let of_stories: Vec<Vec<Figure>> = of_stories.collect();
    let own = match kind.shape {
        Shape::Text | Shape::Plates => figures(&source.figures, node, &mut numbering, found),
        _ => Vec::new(),
    };
    names.settle(of_stories.iter().flatten().chain(&own));
    let names = Arc::new(names);
    let naming = || Scope::naming(&names, labels);
    let places = if kind.sizes.is_empty() { Places::NotHere } else { Places::Yes };
    let missing = found.places(Code::Y07);
    let content = match kind.shape {
        Shape::Stories => {
            let stories = source.stories.iter().flatten().zip(of_stories).enumerate();
            Content::Stories(
                stories
                    .map(|(index, (story, figures))| {
                        let node = node.key("stories").item(index);
                        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
                        let ids = ids_of(&figures);
                        let mut scope = naming().placing(Some(index), figures, places);
                        let (mut body, added) = found.scope(|found| {
                            markdown::blocks(&story.body, node.key("body"), &mut scope, found)
                        });
                        let missed = scope.missed();
                        let mut figures = scope.rest();
                        // A body that is missing, or that was refused, has been found already.
                        let reported = !added.is_nothing() || missing.contains(&node.at);
                        if body.is_empty() && node.has("body") && !reported {
                            let at = &node.key("body").at;
                            found.add(Code::M06, Some(at), msg!("正文是空的", "the body is empty"));
                        }
                        let written = (&story.figures, node);
                        sizes(written, kind, found);
                        // A name that leads to no figure may mean any of them.
                        if !missed && places == Places::Yes {
                            figures = sized_at_end(figures, written, &ids, &mut body);
                        }
                        let end = Closed { by: &story.by, signature: &story.signature };
                        close(&mut body, closing(&end, node, labels, found));
                        let mut story = self::story(story, number, (body, figures), node, found);
                        if story.date.is_some() && !kind.dates {
                            not_shown(&mut story, node.key("date"), found);
                        }
                        story
                    })
                    .collect(),
            )
        }
        Shape::Events => Content::Events(events(source, node, found)),
        Shape::Facts => Content::Facts,
        // Filled when all stories are known.
        Shape::Days => Content::Days(Vec::new()),
        Shape::Plates => {
            sizes((&source.figures, node), kind, found);
            Content::Plates(own)
        }
        Shape::Tables => Content::Tables(tables(&id, source, node, found)),
        Shape::People => Content::People(groups(file, (kind, pictures), found)),
        // Filled when all stories are known.
        Shape::Index => Content::Index(Index { order: IndexOrder::Pinyin, heads: Vec::new() }),
        Shape::Text => {
            let ids = ids_of(&own);
            let mut scope = naming().placing(None, own, places);
            let mut body = optional_blocks(&source.body, node.key("body"), &mut scope, found);
            let missed = scope.missed();
            let mut figures = scope.rest();
            let written = (&source.figures, node);
            sizes(written, kind, found);
            if !missed && places == Places::Yes {
                figures = sized_at_end(figures, written, &ids, &mut body);
            }
            let end = Closed { by: &source.by, signature: &source.signature };
            close(&mut body, closing(&end, node, labels, found));
            Content::Text { body, figures }
        }
    };
    Section {
        id,
        kind: source.kind.clone().unwrap_or_default(),
        treatment: kind.treatment,
        title: node.key("title").text(&source.title),
        title_lines: headline::lines(&source.title, source.title_lines.as_deref()),
        subtitle: filled(&source.subtitle, node.key("subtitle")),
        pages: source.pages,
        facts: if kind.section_facts { facts::facts(source, node, found) } else { Vec::new() },
        intro: optional_blocks(&source.intro, node.key("intro"), &mut naming(), found),
        content,
        at: node.at.clone().into(),
    }
}

fn ids_of(figures: &[Figure]) -> Vec<String> {
    figures.iter().map(|figure| figure.id.clone()).collect()
}

fn story(
    source: &raw::Story,
    number: u32,
    (body, figures): (Vec<Block>, Vec<Figure>),
    node: &Node,
    found: &mut Findings,
) -> Story {
    let key_figures = source.facts.iter().flatten().enumerate().map(|(index, fact)| {
        let node = node.key("facts").item(index);
        KeyFigure {
            value: written(&fact.value, node.key("value")),
            unit: node.key("unit").text(&fact.unit),
            label: node.key("label").text(&fact.label),
        }
    });
    let group = filled(&source.group, node.key("group"));
    let subgroup = filled(&source.subgroup, node.key("subgroup"));
    // A group that is missing was found against the schema.
    if subgroup.is_some() && source.group.as_deref().is_some_and(is_blank) {
        let message = msg!("`group` 是空的，子目没有分目", "`group` is empty: no group is divided");
        found.add(Code::M06, Some(&node.key("group").at), message);
    }
    let subgroup = subgroup.filter(|_| group.is_some());
    Story {
        id: source.id.clone(),
        number,
        title: node.key("title").text(&source.title),
        title_lines: headline::lines(&source.title, source.title_lines.as_deref()),
        lang: filled(&source.lang, node.key("lang")),
        group,
        subgroup,
        date: source.date.as_ref().and_then(|value| read_date(value, node.key("date"), found)),
        body,
        figures,
        key_figures: key_figures.collect(),
        excerpt: filled(&source.excerpt, node.key("excerpt")),
        at: node.at.clone().into(),
    }
}

/// Takes the date out of a story of a kind that sets none.
fn not_shown(story: &mut Story, node: &Node, found: &mut Findings) {
    story.date = None;
    let message = msg!(
        "这种页型不排条目的日期，这个日期两种成品里都没有",
        "this page kind sets no dates of stories: neither output has this one"
    );
    found.add(Code::W08, Some(&node.at), message);
}

/// Where keys are missing or hold something of a wrong type, which has been found already.
fn reported(found: &Findings) -> BTreeSet<Place> {
    let mut places = found.places(Code::Y06);
    places.append(&mut found.places(Code::Y07));
    places
}

fn tables(section: &str, source: &raw::Section, node: &Node, found: &mut Findings) -> Vec<Table> {
    let mut tables = Vec::new();
    let reported = reported(found);
    for (index, table) in source.tables.iter().flatten().enumerate() {
        let node = node.key("tables").item(index);
        let (mut blocks, added) = found.scope(|found| {
            markdown::blocks(&table.body, node.key("body"), &mut Scope::default(), found)
        });
        let no_words = is_blank(&table.body);
        let grid = match (blocks.pop(), blocks.is_empty()) {
            (Some(Block::Table(grid)), true) => grid,
            _ => {
                let at = &node.key("body").at;
                let is_known =
                    !node.has("body") || reported.contains(&node.at) || reported.contains(at);
                if no_words && !is_known {
                    found.add(Code::M06, Some(at), msg!("表是空的", "the table is empty"));
                } else if added.errors == 0 && !no_words {
                    let message = msg!(
                        "这里要一个表格，别的不要",
                        "one table and nothing else is wanted here"
                    );
                    let hint = || {
                        msg!(
                            "每行写成 `| 甲 | 乙 |`，表头下一行写 `| --- | --- |`，格数一样；不用制表符，表下的话写在 `note`",
                            "write rows as `| a | b |`, with `| --- | --- |` under the heads and as many cells; no tabs, and words below the table under `note`"
                        )
                    };
                    let is_parted = rows::are_parted(&node.key("body").running(&table.body));
                    let hint = if is_parted { rows::hint() } else { hint() };
                    found.add_with_hint(Code::Y11, Some(at), message, hint);
                }
                Grid::default().into()
            }
        };
        let number = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let at = &node.key("title").at;
        if is_blank(&table.title) && node.has("title") && !reported.contains(at) {
            found.add(Code::M06, Some(at), msg!("表题是空的", "the title of the table is empty"));
        }
        tables.push(Table {
            id: format!("tab-{section}-{number}"),
            number,
            title: node.key("title").text(&table.title),
            unit: filled(&table.unit, node.key("unit")),
            grid,
            note: filled(&table.note, node.key("note")),
            source: filled(&table.source, node.key("source")),
            at: node.at.clone().into(),
        });
    }
    tables
}

fn groups(
    file: &File,
    (kind, pictures): (&PageKind, &Pictures),
    found: &mut Findings,
) -> Vec<Group> {
    let (mut groups, mut count) = (Vec::new(), 0);
    let reported = reported(found);
    for (index, group) in file.section.groups.iter().flatten().enumerate() {
        let node = file.node.key("groups").item(index);
        // What is no list was found against the schema.
        if group.people.is_empty() && node.key("people").is_sequence() {
            let at = &node.key("people").at;
            found.add(Code::M06, Some(at), msg!("`people` 是空的", "`people` is empty"));
        }
        let credit = filled(&group.credit, node.key("credit"));
        let portraits = Portraits { pictures, group, credit };
        let people = group.people.iter().enumerate().map(|(index, person)| {
            count += 1;
            // A person is a name alone, or keys with values.
            let node = node.key("people").item(index);
            let name = node.key("name").text(&person.name).trimmed();
            let at = &node.key("name").at;
            let is_known = !(node.has("name") || node.style().is_some())
                || reported.contains(&node.at)
                || reported.contains(at);
            if is_blank(&name) && !is_known {
                found.add(Code::M06, Some(at), msg!("没有姓名", "there is no name"));
            }
            let id = format!("fig-{}-{count}", file.id);
            let photo = kind.photos.then(|| portraits.of((person, &name), id, node, found));
            Person {
                name,
                detail: filled(&person.detail, node.key("detail")),
                photo,
                quote: filled(&person.quote, node.key("quote")),
            }
        });
        let people = people.collect();
        let credit = portraits.credit;
        groups.push(Group {
            title: filled(&group.title, node.key("title")),
            people,
            note: filled(&group.note, node.key("note")),
            credit,
            at: node.at.clone().into(),
        });
    }
    groups
}

fn resolve_events(sections: &mut [Section], found: &mut Findings) {
    let mut numbers = BTreeMap::new();
    for story in sections.iter().flat_map(|section| section.stories()) {
        numbers.entry(story.id.clone()).or_insert(story.number);
    }
    for section in sections {
        let Content::Events(events) = &mut section.content else {
            continue;
        };
        for event in events {
            let Some((id, number)) = &mut event.story else {
                continue;
            };
            match numbers.get(id.as_str()) {
                Some(known) => *number = *known,
                None => found.add(
                    Code::R03,
                    Some(id.place().as_ref().unwrap_or(&event.at)),
                    msg!("没有条目 {id}", "there is no story {id}"),
                ),
            }
        }
    }
}
