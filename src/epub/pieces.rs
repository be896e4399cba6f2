//! Small pieces that several kinds of pages have: titles, headings, labelled lines.

use crate::epub::escape::{Markup, xml};
use crate::epub::split::Site;
use crate::epub::xhtml::Page;
use crate::model::{Content, KeyFigure, Section, Story};
use crate::text::headline::Line;

/// Adds the title of a story outside of it, in the story's language, with its date as the printed
/// contents have it.
pub(super) fn titled(page: &mut Page, site: &Site, story: &Story) {
    match story.lang {
        None => page.text(&story.title),
        Some(_) => {
            page.markup(&xml!("<span{}>{}</span>", language(story), story.title));
        }
    }
    if let Some(date) = story.date {
        page.raw(" ");
        page.element("span", "date", &site.labels.dates.in_full(date));
    }
}

/// Both forms of the language of a story, as attributes; nothing if it is the book's.
pub(super) fn language(story: &Story) -> Markup {
    let lang = story.lang.as_deref();
    lang.map(|lang| xml!(" lang=\"{}\" xml:lang=\"{}\"", lang, lang)).unwrap_or_default()
}

/// Adds a title in the lines that its editor wrote, each with the places where it may break; its
/// text stays the title, so spaces between lines stay as well.
pub(super) fn title(page: &mut Page, title: &str, lines: &[Line]) {
    let Some(pieces) = pieces(title, lines) else {
        return page.text(title);
    };
    let is_broken = pieces.len() > 1;
    for (index, (space, line)) in pieces.into_iter().enumerate() {
        page.text(space);
        if index > 0 {
            page.raw("<wbr/>");
        }
        if is_broken {
            page.raw("<span class=\"seg\">");
        }
        words(page, line);
        if is_broken {
            page.raw("</span>");
        }
    }
}

/// Adds a line of a title with the places where it may break. A space breaks by itself.
fn words(page: &mut Page, line: &Line) {
    let mut from = 0;
    for at in line.cuts.iter().copied() {
        let piece = &line.text[from..at];
        page.text(piece);
        if !piece.ends_with(' ') {
            page.raw("<wbr/>");
        }
        from = at;
    }
    page.text(&line.text[from..]);
}

/// The lines where they stand in the title, each with the space before it. `None` unless they
/// give the whole title.
fn pieces<'a>(title: &'a str, lines: &'a [Line]) -> Option<Vec<(&'a str, &'a Line)>> {
    let mut rest = title;
    let mut pieces = Vec::new();
    for line in lines {
        let trimmed = rest.trim_start();
        let space = &rest[..rest.len() - trimmed.len()];
        rest = trimmed.strip_prefix(line.text.as_str())?;
        pieces.push((space, line));
    }
    rest.is_empty().then_some(pieces)
}

/// Adds a line with its label, if there is one to add.
pub(super) fn line(page: &mut Page, class: &str, label: &str, text: Option<&str>) {
    let Some(text) = text else { return };
    page.markup(&xml!("<p class=\"{}\">", class));
    if !label.is_empty() {
        page.element("span", "label", label);
    }
    page.text(text);
    page.raw("</p>\n");
}

/// Adds the heading of a page.
pub(super) fn heading(page: &mut Page, text: &str) {
    page.markup(&xml!("<h1 class=\"section-title\" id=\"title\">{}</h1>\n", text));
}

/// Adds the key figures of a story, if its kind shows them.
pub(super) fn key_figures(page: &mut Page, section: &Section, story: &Story) {
    if !section.treatment.key_figures || story.key_figures.is_empty() {
        return;
    }
    page.raw("<dl class=\"facts\">\n");
    for figure in &story.key_figures {
        page.markup(&xml!("<dt>{}</dt><dd>", figure.label));
        key_figure(page, figure);
        page.raw("</dd>\n");
    }
    page.raw("</dl>\n");
}

fn key_figure(page: &mut Page, figure: &KeyFigure) {
    page.element("span", "value", &figure.value);
    if !figure.unit.is_empty() {
        page.element("span", "unit", &figure.unit);
    }
}

/// Adds the facts of a section, each with what is drawn beside it on pages as a list of numbers.
pub(super) fn facts(page: &mut Page, site: &Site, section: &Section) {
    if section.facts.is_empty() {
        return;
    }
    page.raw("<dl class=\"numbers\">\n");
    for fact in &section.facts {
        page.raw("<dt>");
        // Elsewhere facts are no running text (`model::position`).
        if matches!(section.content, Content::Facts) {
            page.text_unit();
        }
        page.text(&fact.figure.label);
        page.raw("</dt><dd class=\"number\">");
        key_figure(page, &fact.figure);
        page.raw("</dd>\n");
        if let Some(note) = &fact.note {
            page.markup(&xml!("<dd class=\"note\">{}</dd>\n", note));
        }
        if let Some((id, title)) = &fact.story {
            page.raw("<dd class=\"told\">");
            page.open_link("", &site.address(id), "");
            page.text(title);
            page.raw("</a></dd>\n");
        }
        if !fact.chart.is_empty() {
            page.raw("<dd><ul class=\"chart\">\n");
            for point in &fact.chart {
                page.markup(&xml!("<li>{} ", point.name));
                page.element("span", "value", &point.value);
                page.raw("</li>\n");
            }
            page.raw("</ul></dd>\n");
        }
    }
    page.raw("</dl>\n");
}
