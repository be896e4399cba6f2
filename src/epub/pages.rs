//! The content documents, one function a kind of page.
//!
//! Every page begins with an `h1`, because readers and screen readers enter the book at any file.
//! Excerpts are left out, since they repeat the body for the sake of a printed page. Dates of
//! stories stand in lists, as they do in print.

use crate::epub::cover::Cover;
use crate::epub::entries::entries;
use crate::epub::escape::xml;
use crate::epub::figures::{caption_list, figures};
use crate::epub::page_breaks::Pending;
use crate::epub::pieces::{facts, heading, key_figures, language, line, title, titled};
use crate::epub::split::{Body, Document, Site, text_path};
use crate::epub::xhtml::{Kind, Page, Written};
use crate::epub::{lists, nav};
use crate::model::{Content, DocPart, Event, Section, Story};
use crate::source::Text;
use crate::text::date::Date;
use crate::text::labels::table::{around, fill};
use crate::text::when::When;

/// Writes one document.
pub(super) fn page<'a>(
    site: &'a Site<'a>,
    document: &'a Document<'a>,
    cover: Option<&Cover>,
    pending: Pending<'a>,
) -> Written {
    let mut page = Page::new(&document.path, site, pending);
    let kind = match document.body {
        Body::Cover => self::cover(&mut page, site, cover),
        Body::Imprint => imprint(&mut page, site),
        Body::Contents => nav::contents(&mut page, site),
        Body::Section(section) => self::section(&mut page, site, section),
        Body::Story(section, story) => self::story(&mut page, site, section, story),
        Body::Captions(section) => captions(&mut page, site, section),
        Body::Colophon => colophon(&mut page, site),
    };
    if document.last {
        page.part(&DocPart::End);
        page.text_unit();
    }
    page.finish(document.title, kind)
}

fn cover(page: &mut Page, site: &Site, cover: Option<&Cover>) -> Kind {
    if let Some(cover) = cover {
        page.part(&DocPart::Cover);
        page.text_unit();
        let meta = &site.book.meta;
        let title = format!("{}{}{}", site.labels.cover, site.labels.colon, meta.title);
        let shown = meta.cover.own.as_ref().and_then(|figure| figure.alt.text());
        let shown = shown.filter(|alt| !alt.is_empty());
        let alt = shown.map_or(title.clone(), |alt| format!("{title}{}{alt}", site.labels.gap));
        page.markup(&xml!("<img src=\"{}\" alt=\"{}\" role=\"doc-cover\"/>", cover.path, alt));
    }
    ("cover", "cover")
}

/// Title page and imprint in one, of what is known.
fn imprint(page: &mut Page, site: &Site) -> Kind {
    let meta = &site.book.meta;
    page.raw("<section class=\"title-page\" epub:type=\"titlepage\" aria-labelledby=\"title\">\n");
    page.raw("<div class=\"imprint\">\n");
    page.part(&DocPart::Imprint);
    page.text_unit();
    page.raw("<h1 class=\"book-title\" id=\"title\">");
    title(page, &meta.title, &meta.title_lines);
    page.raw("</h1>\n");
    fact(page, "series", "", meta.series.as_deref());
    let volume = meta.volume.as_ref().map(|volume| site.labels.volume(volume));
    fact(page, "volume", "", volume.as_deref());
    fact(page, "subtitle", "", meta.subtitle.as_deref());
    facts_of(page, site);
    if !meta.cip.is_empty() {
        page.raw("<div class=\"cip\">\n");
        meta.cip.iter().for_each(|text| fact(page, "cip-line", "", Some(text)));
        page.raw("</div>\n");
    }
    fact(page, "rights", "", meta.rights.as_deref());
    page.raw("</div>\n</section>");
    ("front", "frontmatter")
}

/// What is known of the book, in the order of the printed imprint.
fn facts_of(page: &mut Page, site: &Site) {
    let (meta, labels) = (&site.book.meta, site.labels);
    let names = &labels.facts;
    let mut fact = |class: &str, name: &str, value: Option<&str>| {
        fact(page, class, &format!("{name}{}", labels.colon), value);
    };
    let list = |list: &[Text], between: &str| (!list.is_empty()).then(|| list.join(between));
    let year = meta.year.map(|year| labels.dates.in_full(Date { year, month: None, day: None }));
    fact("year", names.year, year.as_deref());
    fact("place", names.place, meta.place.as_deref());
    fact("authors", names.authors, list(&meta.authors, labels.names).as_deref());
    fact("editors", names.editors, list(&meta.editors, labels.names).as_deref());
    fact("publisher", names.publisher, meta.publisher.as_deref());
    let date = meta.date.map(|date| labels.dates.in_full(date));
    fact("date", names.date, date.as_deref());
    let isbn = meta.isbn.as_ref().map(|isbn| fill(names.isbn_value, "n", isbn));
    fact("isbn", names.isbn, isbn.as_deref());
    for ((_, value), (_, name)) in meta.imprint.facts().into_iter().zip(labels.imprint) {
        fact("fact", name, value.map(Text::as_str));
    }
    fact("subjects", names.subjects, list(&meta.subjects, labels.subjects).as_deref());
    fact("summary", names.summary, meta.description.as_deref());
}

/// A fact of the imprint: a text unit, if it is known.
fn fact(page: &mut Page, class: &str, label: &str, text: Option<&str>) {
    if text.is_some() {
        page.text_unit();
        line(page, class, label, text);
    }
}

/// A section: all of it, or its opening if each of its stories is a chapter.
fn section<'a>(page: &mut Page<'a>, site: &Site, section: &'a Section) -> Kind {
    let role = section.treatment.role;
    open_section(page, &section.kind, role.name());
    page.part(&DocPart::Text(section.id.clone()));
    page.text_unit();
    page.raw("<h1 class=\"section-title\" id=\"title\">");
    title(page, &section.title, &section.title_lines);
    page.raw("</h1>\n");
    if let Some(subtitle) = &section.subtitle {
        page.text_unit();
        line(page, "subtitle", "", Some(subtitle));
    }
    page.run(&section.intro);
    facts(page, site, section);
    match &section.content {
        Content::Stories(_) if section.is_one_chapter() => entries(page, site, section),
        Content::Stories(stories) => links(page, site, stories),
        Content::Plates(own) => figures(page, site, section, own),
        Content::Tables(tables) => lists::tables(page, site, tables),
        Content::People(groups) => lists::people(page, site, groups),
        Content::Index(index) => lists::index(page, site, index),
        Content::Events(events) | Content::Days(events) => chronicle(page, site, events),
        Content::Facts => {}
        Content::Text { body, figures: own } => {
            page.run(body);
            figures(page, site, section, own);
        }
    }
    page.notes();
    page.raw("</section>");
    ("section", role.matter())
}

fn open_section(page: &mut Page, class: &str, role: &str) {
    page.markup(&xml!(
        "<section class=\"{}\" epub:type=\"{}\" role=\"doc-{}\" \
         aria-labelledby=\"title\">\n",
        class,
        role,
        role
    ));
}

fn links(page: &mut Page, site: &Site, stories: &[Story]) {
    page.raw("<ol class=\"stories\">\n");
    for story in stories {
        page.raw("<li>");
        page.open_link("", &text_path(&story.id), "");
        titled(page, site, story);
        page.raw("</a></li>\n");
    }
    page.raw("</ol>\n");
}

/// A chronicle in groups of one month, as the file has them in order.
fn chronicle<'a>(page: &mut Page<'a>, site: &Site, events: &'a [Event]) {
    let month = |event: &Event| (event.date.date.year, event.date.date.month);
    for group in events.chunk_by(|a, b| month(a) == month(b)) {
        let Some(first) = group.first() else { continue };
        let heading = Date { day: None, ..first.date.date };
        page.text_unit();
        page.markup(&xml!(
            "<h2>{}</h2>\n<dl class=\"chronicle\">\n",
            site.labels.dates.in_full(heading)
        ));
        let days = group.chunk_by(|a, b| (a.date, a.until) == (b.date, b.until));
        for (number, events) in days.enumerate() {
            day(page, site, events, number == 0);
        }
        page.raw("</dl>\n");
    }
}

/// The events of one day or one stretch of days. Its page begins before the date; `first` if it
/// began before the month.
fn day<'a>(page: &mut Page<'a>, site: &Site, events: &'a [Event], first: bool) {
    let Some(Event { date, until, .. }) = events.first() else {
        return;
    };
    page.raw("<dt>");
    if !first {
        page.text_unit();
    }
    let (dates, year) = (&site.labels.dates, date.date.year);
    match until {
        None => time(page, *date, &dates.below(*date)),
        Some(until) => {
            time(page, *date, &dates.within(*date, year));
            page.text(dates.until);
            time(page, *until, &dates.within(*until, year));
        }
    }
    page.raw("</dt>\n");
    for (number, event) in events.iter().enumerate() {
        page.raw("<dd>");
        if number > 0 {
            page.text_unit();
        }
        page.run_inlines(&event.text);
        if let Some((id, _)) = &event.story {
            let [open, close] = site.labels.brackets;
            let (before, behind) = around(site.labels.see_also, "term");
            page.markup(&xml!("<span class=\"see\">{}{}", open, before));
            page.open_link("", &site.address(id), "");
            page.text(site.titles.get(id.as_str()).copied().unwrap_or(id));
            page.markup(&xml!("</a>{}{}</span>", behind, close));
        }
        page.raw("</dd>\n");
    }
}

/// A date as it is written, with what a machine can read of it (HTML, §4.5.14: `datetime` takes
/// partial dates, but no parts of months and years).
fn time(page: &mut Page, when: When, written: &str) {
    match when.exact() {
        Some(date) => {
            page.markup(&xml!("<time datetime=\"{}\">{}</time>", date, written));
        }
        None => page.text(written),
    }
}

fn story<'a>(page: &mut Page<'a>, site: &Site, section: &Section, story: &'a Story) -> Kind {
    page.markup(&xml!(
        "<section class=\"story {}\" epub:type=\"chapter\" role=\"doc-chapter\" \
         aria-labelledby=\"title\"{}>\n",
        section.kind,
        language(story)
    ));
    page.part(&DocPart::Text(story.id.clone()));
    page.text_unit();
    // The space keeps the number apart from titles that begin with one where spans are read on.
    page.markup(&xml!(
        "<h1 class=\"story-title\" id=\"title\"><span class=\"no\">{}</span> <span class=\"t\">",
        story.number
    ));
    title(page, &story.title, &story.title_lines);
    page.raw("</span></h1>\n");
    page.run(&story.body);
    key_figures(page, section, story);
    figures(page, site, section, &story.figures);
    page.notes();
    page.raw("</section>");
    ("story", section.treatment.role.matter())
}

fn captions(page: &mut Page, site: &Site, section: &Section) -> Kind {
    page.raw("<section class=\"caption-list\" epub:type=\"loi\" aria-labelledby=\"title\">\n");
    heading(page, site.labels.captions);
    caption_list(page, site, section);
    page.raw("</section>");
    ("captions", "bodymatter")
}

fn colophon<'a>(page: &mut Page<'a>, site: &Site<'a>) -> Kind {
    open_section(page, "colophon", "colophon");
    page.part(&DocPart::Colophon);
    page.text_unit();
    heading(page, site.labels.colophon);
    page.run(&site.book.meta.colophon);
    page.notes();
    page.raw("</section>");
    ("colophon", "backmatter")
}
