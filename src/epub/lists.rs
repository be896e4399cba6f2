//! Reference matter: tables of data, lists of people, the index.

use std::collections::{BTreeMap, BTreeSet};

use crate::epub::escape::xml;
use crate::epub::figures;
use crate::epub::split::Site;
use crate::epub::xhtml::Page;
use crate::model::{DocPart, Group, Index, Person, Table, Term};
use crate::source::Text;
use crate::text::labels::table::{fill, labelled};

/// Adds the tables of a section, each a figure whose caption names it.
pub(super) fn tables<'a>(page: &mut Page<'a>, site: &Site, tables: &'a [Table]) {
    let labels = site.labels;
    for table in tables {
        let title = fill(labels.table, "n", &table.number.to_string());
        page.part(&DocPart::Text(table.id.clone()));
        page.text_unit();
        page.markup(&xml!(
            "<figure class=\"table\" id=\"{}\">\n<figcaption class=\"table-title\">",
            table.id
        ));
        page.element("span", "label", &title);
        page.raw(" ");
        page.text(&table.title);
        line(page, "span", "unit", labels.unit, table.unit.as_deref());
        page.raw("</figcaption>\n");
        page.run_table(&table.grid, &format!("{title} {}", table.title));
        line(page, "p", "table-note", labels.note, table.note.as_deref());
        line(page, "p", "table-note", labels.source, table.source.as_deref());
        page.raw("</figure>\n");
    }
}

fn line(page: &mut Page, element: &str, class: &str, label: &str, text: Option<&str>) {
    if let Some(text) = text {
        page.raw(" ");
        page.element(element, class, &labelled(label, text));
        page.raw("\n");
    }
}

/// A list without marks is none to some readers, unless its role says so.
const PICTURED: &str = "<ul class=\"pictured\" role=\"list\">\n";

/// Adds a name and what is said of the person.
fn person(page: &mut Page, person: &Person) {
    page.text_unit();
    let (open, close) =
        if person.photo.is_some() { ("<span class=\"name\">", "</span>") } else { ("", "") };
    page.raw(open);
    page.words(&person.name);
    page.raw(close);
    for (class, text) in [("detail", &person.detail), ("quote", &person.quote)] {
        if let Some(text) = text {
            page.raw(" ");
            page.element("span", class, text);
        }
    }
}

/// Adds lists of people.
pub(super) fn people(page: &mut Page, site: &Site, groups: &[Group]) {
    for group in groups {
        if let Some(title) = &group.title {
            page.text_unit();
            page.markup(&xml!("<h2>{}</h2>\n", title));
        }
        let pictured = group.people.iter().any(|person| person.photo.is_some());
        page.raw(if pictured { PICTURED } else { "<ul class=\"people\">\n" });
        for person in &group.people {
            page.raw("<li>");
            match &person.photo {
                Some(photo) => {
                    figures::portrait(page, site, photo, |page| self::person(page, person));
                }
                None => self::person(page, person),
            }
            page.raw("</li>\n");
        }
        page.raw("</ul>\n");
        line(page, "p", "table-note", "", group.note.as_deref());
        line(page, "p", "table-note", "", group.credit.as_deref());
    }
}

/// Adds an index (DPUB-ARIA 1.1, `doc-index`): the locators of the printed book are links to what
/// they stand for.
pub(super) fn index(page: &mut Page, site: &Site, index: &Index) {
    // The terms that others send to have an address.
    let terms = || index.heads.iter().flat_map(|head| &head.terms);
    let ids: BTreeMap<&str, String> = {
        let sent: BTreeSet<&str> = terms().flat_map(Term::sent).map(Text::as_str).collect();
        let all = terms().map(|term| term.term.as_str()).filter(|term| sent.contains(term));
        all.zip(1..).map(|(term, number)| (term, format!("term-{number}"))).collect()
    };
    for head in &index.heads {
        page.text_unit();
        page.markup(&xml!("<h2>{}</h2>\n<ul class=\"index\">\n", head.head));
        for (number, term) in head.terms.iter().enumerate() {
            page.raw("<li>");
            if number > 0 {
                page.text_unit();
            }
            self::term(page, site, term, &ids);
        }
        page.raw("</ul>\n");
    }
}

fn term(page: &mut Page, site: &Site, term: &Term, ids: &BTreeMap<&str, String>) {
    match ids.get(term.term.as_str()) {
        Some(id) => page.markup(&xml!("<span class=\"term\" id=\"{}\">", id)),
        None => page.raw("<span class=\"term\">"),
    }
    page.text(&term.term);
    page.raw("</span>");
    for (number, id) in term.to.iter().enumerate() {
        page.text(if number == 0 { " " } else { site.labels.comma });
        let title = site.titles.get(id.as_str()).copied().unwrap_or(id);
        page.open_titled_link(&site.address(id), title);
        page.text(site.locators.get(id).map_or(title, String::as_str));
        page.raw("</a>");
    }
    let see = term.see.as_slice();
    for (label, to) in [(site.labels.see, see), (site.labels.see_also, &term.see_also)] {
        let Some((before, after)) = label.split_once("{term}").filter(|_| !to.is_empty()) else {
            continue;
        };
        page.raw(" <span class=\"see\">");
        page.text(before);
        for (number, to) in to.iter().enumerate() {
            page.text(if number == 0 { "" } else { site.labels.comma });
            match ids.get(to.as_str()) {
                Some(id) => page.markup(&xml!("<a href=\"#{}\">{}</a>", id, to)),
                None => page.text(to),
            }
        }
        page.text(after);
        page.raw("</span>");
    }
    page.raw("</li>\n");
}
