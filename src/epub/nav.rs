//! The contents: a page of the book, the navigation document of EPUB 3 and the NCX for readers of
//! EPUB 2.
//!
//! The navigation document is no page, because readers that do not know it print its landmarks and
//! page list as text. It replaces the one that `epub-builder` writes, which has no language, no
//! title and no landmarks; the builder's NCX is kept and completed.

use anyhow::{Context as _, Result};

use crate::epub::entries::opened;
use crate::epub::escape::{Markup, xml};
use crate::epub::package::replace;
use crate::epub::page_breaks::{self, PageBreaks, PageDocuments, Pending};
use crate::epub::pieces::{heading, titled};
use crate::epub::split::{Body, CONTENTS, COVER, Document, IMPRINT, NAV, Site, text_path};
use crate::epub::xhtml::{Kind, Page};
use crate::model::{Content, DocPart, Section, Story};
use crate::source::Text;

/// Writes the page of the contents.
pub(super) fn contents(page: &mut Page, site: &Site) -> Kind {
    page.part(&DocPart::Contents);
    page.text_unit();
    toc(page, site);
    ("contents", "frontmatter")
}

/// The navigation document (EPUB 3.3, §7). Only its contents are for readers' eyes (§7.2).
pub(super) fn navigation(site: &Site, page_documents: &PageDocuments) -> String {
    // Pages of the PDF begin in the pages of the book alone.
    let none = PageBreaks::new();
    let mut page = Page::new(NAV, site, Pending::new(site.folios, &none));
    toc(&mut page, site);
    page.raw("\n");
    landmarks(&mut page, site);
    page_list(&mut page, site, page_documents);
    page.finish(site.labels.contents, ("contents", "frontmatter")).text
}

fn toc(page: &mut Page, site: &Site) {
    page.raw(
        "<nav class=\"toc\" epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-labelledby=\"title\">\n",
    );
    heading(page, site.labels.contents);
    let documents = site.documents();
    let listed: Vec<&Document> = documents.iter().filter(|d| d.level.is_some()).collect();
    page.raw("<ol>\n");
    entries(page, site, &listed);
    page.raw("</ol>\n</nav>");
}

fn landmarks(page: &mut Page, site: &Site) {
    let labels = site.labels;
    page.markup(&xml!(
        "<nav epub:type=\"landmarks\" id=\"landmarks\" aria-label=\"{}\" hidden=\"hidden\">\n<ol>\n",
        labels.landmarks
    ));
    if site.cover_page {
        landmark(page, "cover", COVER, labels.cover);
    }
    landmark(page, "titlepage", IMPRINT, labels.title_page);
    landmark(page, "toc", CONTENTS, labels.contents);
    let sections = &site.book.sections;
    let body = sections.iter().find(|section| section.treatment.role.matter() == "bodymatter");
    if let Some(first) = body.or(sections.first()) {
        landmark(page, "bodymatter", &text_path(&first.id), labels.text);
    }
    for section in &site.book.sections {
        if matches!(section.content, Content::Index(_)) {
            landmark(page, "index", &text_path(&section.id), &section.title);
        }
    }
    page.raw("</ol>\n</nav>");
}

/// The pages of the PDF (EPUB 3.3, §7.4), hidden as the landmarks are.
fn page_list(page: &mut Page, site: &Site, page_documents: &PageDocuments) {
    if page_documents.is_empty() {
        return;
    }
    page.markup(&xml!(
        "\n<nav epub:type=\"page-list\" role=\"doc-pagelist\" id=\"page-list\" aria-label=\"{}\" \
         hidden=\"hidden\">\n<ol>\n",
        site.labels.pages
    ));
    for (number, path) in page_documents {
        let label = site.folios.get(*number).map_or("", |folio| folio.label.as_str());
        page.markup(&xml!("<li><a href=\"{}#{}\">", path, page_breaks::id(*number)));
        page.text(label);
        page.raw("</a></li>\n");
    }
    page.raw("</ol>\n</nav>");
}

/// The contents as nested lists: parts, in them sections, and in these what stands in files of its
/// own. The first document is of the highest level.
fn entries(page: &mut Page, site: &Site, documents: &[&Document]) {
    let top = documents.first().and_then(|document| document.level);
    for chunk in documents.chunk_by(|_, next| next.level > top) {
        let Some((first, below)) = chunk.split_first() else {
            continue;
        };
        entry(page, site, first);
        let groups = groups(first);
        if !groups.is_empty() || !below.is_empty() {
            page.raw("\n<ol>\n");
            groups.iter().for_each(|group| group_entry(page, group));
            entries(page, site, below);
            page.raw("</ol>\n");
        }
        page.raw("</li>\n");
    }
}

/// A group of a section of entries.
pub(super) struct GroupEntry<'a> {
    /// The address of its title.
    pub(super) address: String,
    pub(super) title: &'a Text,
    /// The parts of it that have titles.
    pub(super) parts: Vec<GroupEntry<'a>>,
}

/// The groups of a section of entries, with their parts.
pub(super) fn groups<'a>(document: &Document<'a>) -> Vec<GroupEntry<'a>> {
    let Body::Section(section) = document.body else { return Vec::new() };
    let mut groups: Vec<GroupEntry> = Vec::new();
    if !section.is_one_chapter() {
        return groups;
    }
    let entry = |(id, title): (String, _)| {
        let address = format!("{}#{id}", document.path);
        GroupEntry { address, title, parts: Vec::new() }
    };
    for opened in opened(section) {
        groups.extend(opened.group.map(entry));
        if let (Some(part), Some(last)) = (opened.subgroup, groups.last_mut()) {
            last.parts.push(entry(part));
        }
    }
    groups
}

fn group_entry(page: &mut Page, group: &GroupEntry) {
    page.raw("<li>");
    page.open_link("", &group.address, "");
    page.text(group.title);
    page.raw("</a>");
    if !group.parts.is_empty() {
        page.raw("\n<ol>\n");
        group.parts.iter().for_each(|part| group_entry(page, part));
        page.raw("</ol>\n");
    }
    page.raw("</li>\n");
}

fn entry(page: &mut Page, site: &Site, document: &Document) {
    page.raw("<li>");
    page.open_link("", &document.path, "");
    if let Body::Section(Section { id, .. }) | Body::Story(_, Story { id, .. }) = document.body {
        page.part(&DocPart::Line(id.clone()));
        page.text_unit();
    }
    match document.body {
        Body::Story(_, story) => titled(page, site, story),
        _ => page.text(document.title),
    }
    page.raw("</a>");
}

fn landmark(page: &mut Page, kind: &str, path: &str, name: &str) {
    page.markup(&xml!("<li><a epub:type=\"{}\" href=\"{}\">{}</a></li>\n", kind, path, name));
}

/// Completes the NCX of `epub-builder` (OPF 2.0.1, §2.4.1): language, the identifier that must be
/// the book's, how deep it is, and the pages of the PDF. Its title is the one that the builder was
/// given.
pub(super) fn finish_ncx(
    ncx: &str,
    site: &Site,
    documents: &[Document],
    pages: &PageDocuments,
) -> Result<String> {
    let meta = &site.book.meta;
    let level = |document: &Document| {
        let groups = groups(document);
        let below = groups.iter().map(|group| 1 + i32::from(!group.parts.is_empty())).max();
        document.level.map(|level| level + below.unwrap_or(0))
    };
    let depth = documents.iter().filter_map(level).max().unwrap_or(1);
    let head = xml!(
        "<meta name=\"dtb:uid\" content=\"{}\"/>\n    <meta name=\"dtb:depth\" content=\"{}\"/>",
        meta.identifier,
        depth
    );
    let language = xml!("<ncx xml:lang=\"{}\" version", meta.lang);
    let targets = page_targets(site, pages, ncx.matches("<navPoint ").count());
    let (total, last) =
        (count("totalPageCount", pages.len()), count("maxPageNumber", last(site, pages)));
    let mends = [
        ("<ncx version", &language),
        ("<meta name=\"dtb:depth\" content=\"1\" />", &head),
        ("\"dtb:totalPageCount\" content=\"0\"", &total),
        ("\"dtb:maxPageNumber\" content=\"0\"", &last),
        ("</navMap>", &xml!("</navMap>{}", targets)),
    ];
    let mend = |ncx: String, (theirs, ours): &(&str, &Markup)| replace(&ncx, theirs, ours.as_str());
    mends.iter().try_fold(ncx.to_owned(), mend).context("toc.ncx")
}

fn count(name: &str, number: usize) -> Markup {
    xml!("\"dtb:{}\" content=\"{}\"", name, number)
}

/// The highest page number; pages with letters or Roman numbers have none.
fn last(site: &Site, pages: &PageDocuments) -> usize {
    let labels = pages.keys().filter_map(|number| site.folios.get(*number));
    labels.filter_map(|folio| folio.label.parse().ok()).max().unwrap_or(0)
}

/// The pages of the PDF in the NCX; their order goes on behind that of the contents.
fn page_targets(site: &Site, pages: &PageDocuments, before: usize) -> Markup {
    if pages.is_empty() {
        return Markup::default();
    }
    let label = |text: &str| xml!("<navLabel><text>{}</text></navLabel>", text);
    let mut out = xml!("\n  <pageList>\n    {}\n", label(site.labels.pages));
    for ((number, path), order) in pages.iter().zip(before + 1..) {
        let folio = site.folios.get(*number).map_or("", |folio| folio.label.as_str());
        // Only numbers have a value (ANSI/NISO Z39.86—2005, 8.4.4).
        let (kind, value) = match folio.parse::<u32>() {
            Ok(value) => ("normal", xml!(" value=\"{}\"", value)),
            Err(_) => ("special", Markup::default()),
        };
        let id = page_breaks::id(*number);
        out.push(&xml!(
            "    <pageTarget id=\"{}\" type=\"{}\"{} playOrder=\"{}\">{}",
            id,
            kind,
            value,
            order,
            label(folio)
        ));
        out.push(&xml!("<content src=\"{}#{}\"/></pageTarget>\n", path, id));
    }
    out.raw("  </pageList>");
    out
}
