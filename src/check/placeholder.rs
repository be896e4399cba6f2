//! Placeholders for what is wrong, so that a book can be looked at while it is being written.
//!
//! A section whose file cannot be read stands as it was before, or empty; one of a kind that the
//! layout does not have stands on pages for the same content. Ids are made unique, links to nothing
//! are plain text, what holds nothing is an empty page. Nothing here is found or said: rules did,
//! before; and a book with errors is not published. Of sections that are not as their files have
//! them, the book keeps the names, so that nothing is said of their pages either.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::cache::Cache;
use crate::check::input::Input;
use crate::check::lower::Pictures;
use crate::check::{kind, lower};
use crate::diag::Findings;
use crate::load::ids;
use crate::load::layout::Layout;
use crate::load::page_kind::{PageKind, Shape};
use crate::load::{Raw, Section as File};
use crate::model::{
    Block, Book, Content, Figure, Grid, Inline, LinkTarget, Picture, Section, Story,
};
use crate::source::{Place, Text};
use crate::text::headline::Line;

/// Stands for a title that there is not.
const NO_TITLE: &str = "……";

/// Makes a book with errors one that can be set.
pub(super) fn fill(book: &mut Book, input: &Input, cache: &mut Cache) {
    complete(book, input, cache);
    if !letters(book.meta.lang.split('-').next().unwrap_or_default()) {
        "zh-Hans".clone_into(&mut book.meta.lang);
    }
    one_line(&mut book.meta.title, &mut book.meta.title_lines);
    let Book { sections, placeholders, .. } = book;
    for section in sections {
        if mend(section, input.layout) {
            placeholders.insert(Arc::clone(&section.at.file));
        }
    }
    // A layout without pages for texts cannot show them.
    book.sections.retain(|section| input.layout.manifest.pages.contains_key(&section.kind));
    unique(&mut book.sections);
    unlink(book);
}

/// Puts the sections into the order of `book.yaml`; those of which nothing was made stand as they
/// were, and so does what hangs on them: events lead to their stories, and the index has their
/// terms.
fn complete(book: &mut Book, input: &Input, cache: &mut Cache) {
    let Input { raw, layout, .. } = *input;
    let mut made = std::mem::take(&mut book.sections).into_iter();
    let files: BTreeMap<&str, _> =
        raw.sections.iter().map(|file| (file.file.as_str(), file)).collect();
    let mut pictures = Pictures::new();
    let (mut seen, mut used) = (BTreeSet::new(), Vec::new());
    for path in raw.book.sections.iter().filter(|path| seen.insert(path.as_str())) {
        let file = files.get(path.as_str()).filter(|file| kind::kind(file, layout).is_some());
        if let Some(file) = file {
            book.sections.extend(made.next());
            used.push(*file);
            continue;
        }
        book.placeholders.insert(path.as_str().into());
        match cache.last(path) {
            Some((file, last)) => {
                let mut last = last.clone();
                figures(&mut last).for_each(|figure| renumber(figure, raw, &mut pictures));
                book.sections.push(last);
                used.push(file);
            }
            None => book.sections.push(empty(path)),
        }
    }
    let used: Vec<Arc<File>> = used.into_iter().map(Arc::clone).collect();
    let used: Vec<&Arc<File>> = used.iter().collect();
    let (with, nothing) = ((&**layout, book.meta.labels), &mut Findings::default());
    lower::connect(&mut book.sections, &used, with, &mut cache.stand_ins, nothing);
}

/// Pictures of a section as it was have the numbers of then, which others may have now.
fn renumber(figure: &mut Figure, raw: &Raw, known: &mut Pictures) {
    let Some(picture) = &mut figure.picture else { return };
    let number = raw.pictures.len() + known.len() + 1;
    *picture = match raw.pictures.get(&picture.path) {
        Some(now) => Arc::clone(now),
        None => {
            let path = picture.path.clone();
            let own = || Arc::new(Picture { number, ..Picture::clone(picture) });
            Arc::clone(known.entry(path).or_insert_with(own))
        }
    };
}

/// An empty section under the name of its file.
fn empty(path: &str) -> Section {
    Section {
        id: ids::of_file(path),
        kind: String::new(),
        treatment: PageKind::bare(Shape::Text).treatment,
        title: Text::unplaced(path),
        title_lines: vec![Line::whole(path)],
        subtitle: None,
        pages: None,
        intro: Vec::new(),
        facts: Vec::new(),
        content: Content::Text { body: Vec::new(), figures: Vec::new() },
        at: Place::top(path).into(),
    }
}

/// Sets a section on pages for its content, if the layout has them. Whether it has.
fn use_pages_for_shape(section: &mut Section, layout: &Layout) -> bool {
    let shape = shape(&section.content);
    let fitting = layout.manifest.pages.iter().filter(|(_, kind)| kind.shape == shape);
    // Those that ask least first: neither a part's opening nor a spread of so many stories.
    let plainest =
        fitting.min_by_key(|(_, kind)| (kind.treatment.opens_part, kind.spread.is_some()));
    let Some((name, kind)) = plainest else { return false };
    section.kind.clone_from(name);
    section.treatment = kind.treatment;
    true
}

fn shape(content: &Content) -> Shape {
    match content {
        Content::Stories(_) => Shape::Stories,
        Content::Events(_) => Shape::Events,
        Content::Facts => Shape::Facts,
        Content::Days(_) => Shape::Days,
        Content::Text { .. } => Shape::Text,
        Content::Plates(_) => Shape::Plates,
        Content::Tables(_) => Shape::Tables,
        Content::People(_) => Shape::People,
        Content::Index(_) => Shape::Index,
    }
}

/// Two or three letters, as languages have.
fn letters(language: &str) -> bool {
    (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_alphabetic())
}

/// Makes one line of a title that is none; then nothing says where it breaks.
fn one_line(title: &mut Text, lines: &mut Vec<Line>) {
    let line = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_line = !line.is_empty() && !title.contains('\n');
    if !is_line {
        *title = Text::unplaced(if line.is_empty() { NO_TITLE } else { &line });
        *lines = vec![Line::whole(title)];
    }
}

/// Makes a section one that can be set. Whether its pages are not those that its file asks for.
fn mend(section: &mut Section, layout: &Layout) -> bool {
    one_line(&mut section.title, &mut section.title_lines);
    let nothing = match &mut section.content {
        Content::Stories(stories) => {
            stories.iter_mut().for_each(|story| one_line(&mut story.title, &mut story.title_lines));
            stories.is_empty()
        }
        Content::Events(events) => {
            // A story that there is not has no number.
            events.iter_mut().for_each(|event| {
                event.story.take_if(|(_, number)| *number == 0);
            });
            events.is_empty()
        }
        Content::Days(events) => events.is_empty(),
        Content::Facts => section.facts.is_empty(),
        Content::Tables(tables) => {
            tables.retain(|table| !table.grid.head.is_empty());
            tables.is_empty()
        }
        Content::People(groups) => {
            groups.retain(|group| !group.people.is_empty());
            groups.is_empty()
        }
        Content::Plates(figures) => {
            let kind = layout.manifest.pages.get(&section.kind);
            figures.is_empty() && !kind.is_some_and(|kind| kind.treatment.opens_part)
        }
        Content::Index(index) => index.heads.is_empty(),
        Content::Text { body, figures } => body.is_empty() && figures.is_empty(),
    };
    // The layout may be another than when the section was made.
    let kind = layout.manifest.pages.get(&section.kind);
    let kind = kind.filter(|kind| kind.shape == shape(&section.content));
    if let Some(kind) = kind {
        section.treatment = kind.treatment;
    }
    let is_asked_for = kind.is_some() && !nothing;
    if nothing || !(is_asked_for || use_pages_for_shape(section, layout)) {
        section.content = Content::Text { body: Vec::new(), figures: Vec::new() };
        use_pages_for_shape(section, layout);
    }
    for figure in figures(section) {
        let inside = |at: f64| if at.is_finite() { at.clamp(0.0, 1.0) } else { 0.5 };
        figure.focus = (inside(figure.focus.0), inside(figure.focus.1));
    }
    !is_asked_for
}

/// Gives an id of its own to whatever has none, or one that is taken.
fn unique(sections: &mut [Section]) {
    let (mut taken, mut free) = (BTreeSet::new(), 0);
    let mut own = |id: &mut String| {
        while id.is_empty() || !taken.insert(id.clone()) {
            free += 1;
            *id = format!("placeholder-{free}");
        }
    };
    for section in sections.iter_mut() {
        figures(section).for_each(|figure| own(&mut figure.id));
        if let Content::Tables(tables) = &mut section.content {
            tables.iter_mut().for_each(|table| own(&mut table.id));
        }
    }
    for section in sections {
        own(&mut section.id);
        if let Content::Stories(stories) = &mut section.content {
            stories.iter_mut().for_each(|story| own(&mut story.id));
        }
    }
}

/// The figures of a section.
fn figures(section: &mut Section) -> Box<dyn Iterator<Item = &mut Figure> + '_> {
    match &mut section.content {
        Content::Stories(stories) => Box::new(stories.iter_mut().flat_map(|story| {
            let Story { body, figures, .. } = story;
            placed(body).chain(figures)
        })),
        Content::Text { body, figures } => Box::new(placed(body).chain(figures)),
        Content::Plates(figures) => Box::new(figures.iter_mut()),
        Content::People(groups) => {
            let people = groups.iter_mut().flat_map(|group| &mut group.people);
            Box::new(people.filter_map(|person| person.photo.as_mut()))
        }
        _ => Box::new(std::iter::empty()),
    }
}

/// The figures that text places.
fn placed(body: &mut [Block]) -> impl Iterator<Item = &mut Figure> {
    body.iter_mut().filter_map(|block| match block {
        Block::Figure(figure) => Some(&mut figure.value),
        _ => None,
    })
}

/// Makes text of links that lead to nothing.
fn unlink(book: &mut Book) {
    let ids = book.sections.iter().map(|section| section.id.clone());
    let ids = ids.chain(book.stories().map(|story| story.id.clone())).collect();
    blocks(&mut book.meta.colophon, &ids);
    for section in &mut book.sections {
        blocks(&mut section.intro, &ids);
        for fact in &mut section.facts {
            fact.story.take_if(|(id, _)| !ids.contains(id.as_str()));
        }
        match &mut section.content {
            Content::Stories(stories) => {
                stories.iter_mut().for_each(|story| blocks(&mut story.body, &ids));
            }
            Content::Events(events) | Content::Days(events) => {
                events.iter_mut().for_each(|event| runs(&mut event.text, &ids));
            }
            Content::Tables(tables) => {
                tables.iter_mut().for_each(|table| cells(&mut table.grid, &ids));
            }
            Content::Text { body, .. } => blocks(body, &ids),
            Content::Facts | Content::Plates(_) | Content::People(_) | Content::Index(_) => {}
        }
    }
}

fn blocks(all: &mut [Block], ids: &BTreeSet<String>) {
    for block in all {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } | Block::Closing { text, .. } => {
                runs(text, ids);
            }
            Block::List { items, .. } => items.iter_mut().for_each(|item| blocks(item, ids)),
            Block::Quote(inner) => blocks(inner, ids),
            Block::Table(grid) => cells(grid, ids),
            Block::Figure(_) => {}
        }
    }
}

fn cells(grid: &mut Grid, ids: &BTreeSet<String>) {
    let cells = grid.head.iter_mut().chain(grid.rows.iter_mut().flatten());
    cells.for_each(|cell| runs(cell, ids));
}

fn runs(all: &mut Vec<Inline>, ids: &BTreeSet<String>) {
    let text = |run| match run {
        Inline::Link { target: LinkTarget::Inside(id), text } if !ids.contains(&id) => text,
        run => vec![run],
    };
    *all = std::mem::take(all).into_iter().flat_map(text).collect();
    for run in all {
        match run {
            Inline::Emph(text) | Inline::Strong(text) | Inline::Link { text, .. } => {
                runs(text, ids);
            }
            Inline::Note { text, .. } => blocks(text, ids),
            Inline::Text(_) | Inline::Ruby { .. } | Inline::Decorated { .. } | Inline::Break => {}
        }
    }
}
