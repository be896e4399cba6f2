//! The contents: the navigation document of EPUB 3 and the NCX for readers of EPUB 2.
//!
//! Ours replaces the one that `epub-builder` writes, which has no language, no title and no hidden
//! landmarks; its NCX is kept and completed.

use anyhow::{Context as _, Result};

use crate::epub::escape::{Markup, xml};
use crate::epub::package::replace;
use crate::epub::page_breaks::{self, PageDocuments};
use crate::epub::pieces::titled;
use crate::epub::split::{Body, COVER, Document, IMPRINT, NAV, Site, text_path};
use crate::epub::xhtml::Page;
use crate::model::{Content, DocPart, Section, Story};
use crate::source::Text;

/// Writes the navigation document (EPUB 3.3, §7), which is a page of the book as well. Landmarks
/// are for reading systems only, so they are hidden (§7).
pub(super) fn contents(
    page: &mut Page,
    site: &Site,
    page_documents: &PageDocuments,
) -> (&'static str, &'static str) {
    let labels = site.labels;
    page.part(&DocPart::Contents);
    page.text_unit();
    page.markup(&xml!(
        "<nav class=\"toc\" epub:type=\"toc\" role=\"doc-toc\" id=\"toc\" aria-labelledby=\"title\">\n\
         <h1 class=\"section-title\" id=\"title\">{}</h1>\n",
        labels.contents
    ));
    entries(page, site, &site.documents());
    page.markup(&xml!(
        "</nav>\n<nav epub:type=\"landmarks\" id=\"landmarks\" aria-label=\"{}\" hidden=\"hidden\">\n<ol>\n",
        labels.landmarks
    ));
    if site.cover_page {
        landmark(page, "cover", COVER, labels.cover);
    }
    landmark(page, "titlepage", IMPRINT, labels.title_page);
    landmark(page, "toc", NAV, labels.contents);
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
    page_list(page, site, page_documents);
    ("contents", "frontmatter")
}

/// The pages of the PDF (EPUB 3.3, §7.4), hidden as the landmarks are.
fn page_list(page: &mut Page, site: &Site, page_documents: &PageDocuments) {
    let own = page.pending.set.iter().map(|number| (*number, NAV.to_owned()));
    let page_documents: PageDocuments = own.chain(page_documents.clone()).collect();
    if page_documents.is_empty() {
        return;
    }
    page.markup(&xml!(
        "\n<nav epub:type=\"page-list\" role=\"doc-pagelist\" id=\"page-list\" aria-label=\"{}\" \
         hidden=\"hidden\">\n<ol>\n",
        site.labels.pages
    ));
    for (number, path) in &page_documents {
        let label = site.folios.get(*number).map_or("", |folio| folio.label.as_str());
        page.markup(&xml!("<li><a href=\"{}#{}\">", path, page_breaks::id(*number)));
        page.text(label);
        page.raw("</a></li>\n");
    }
    page.raw("</ol>\n</nav>");
}

/// The contents as nested lists: sections, and in them what stands in files of its own.
fn entries(page: &mut Page, site: &Site, documents: &[Document]) {
    let listed: Vec<&Document> = documents.iter().filter(|d| d.level.is_some()).collect();
    page.raw("<ol>\n");
    for section in listed.chunk_by(|_, next| next.level > Some(1)) {
        let Some((first, rest)) = section.split_first() else {
            continue;
        };
        entry(page, site, first);
        group_entries(page, first);
        if !rest.is_empty() {
            page.raw("\n<ol>\n");
            for document in rest {
                entry(page, site, document);
                page.raw("</li>\n");
            }
            page.raw("</ol>\n");
        }
        page.raw("</li>\n");
    }
    page.raw("</ol>\n");
}

/// The groups of a section of entries, with their addresses.
pub(super) fn groups<'a>(document: &Document<'a>) -> Vec<(String, &'a Text)> {
    let Body::Section(section) = document.body else { return Vec::new() };
    if !section.is_one_chapter() {
        return Vec::new();
    }
    let groups = section.stories().chunk_by(|a, b| a.group == b.group).zip(1..);
    let address = |number: i32| format!("{}#group-{number}", document.path);
    groups.filter_map(|(all, number)| Some((address(number), all[0].group.as_ref()?))).collect()
}

fn group_entries(page: &mut Page, document: &Document) {
    let groups = groups(document);
    if groups.is_empty() {
        return;
    }
    page.raw("\n<ol>\n");
    for (address, title) in groups {
        page.raw("<li>");
        page.open_link("", &address, "");
        page.text(title);
        page.raw("</a></li>\n");
    }
    page.raw("</ol>\n");
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
    let level = |document: &Document| match groups(document).is_empty() {
        true => document.level,
        false => document.level.map(|level| level + 1),
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

impl Document<'_> {
    /// Whether this is the navigation document, which `epub-builder` writes by itself.
    pub(super) fn is_nav(&self) -> bool {
        matches!(self.body, Body::Nav)
    }
}
