//! The package document: what the book is, its files and their order.
//!
//! `epub-builder` writes manifest, spine and the plain metadata; this file adds the rest and
//! corrects what the builder gets wrong (version 0.8.3): it takes no elements of Dublin Core but
//! its own, knows only UUIDs as identifiers, gives the first language and the first author one id,
//! stamps the present time and adds a `guide`, a feature of EPUB 2 that our landmarks replace. Each
//! correction must find its place exactly once, so that another version of the builder cannot undo
//! one unnoticed.

use anyhow::{Context as _, Result, ensure};

use crate::epub::escape::{Markup, xml};
use crate::epub::profile::{Requirement, ShopProfile};
use crate::epub::split::{COVER, Site};
use crate::model::Meta;
use crate::source::Text;

/// Facts of the imprint that are people or companies, with their roles (MARC relators).
const ROLES: [(&str, &str); 5] = [
    ("responsible", "edt"),
    ("designer", "bkd"),
    ("proofreader", "pfr"),
    ("printer", "prt"),
    ("distributor", "dst"),
];

/// What stands in the e-book, for the accessibility metadata.
pub(super) struct Contained {
    /// Pictures, the cover's included.
    pub pictures: bool,
    /// Readings over characters.
    pub ruby: bool,
    /// Whether every picture has words in its place or is decoration.
    pub described: bool,
    /// An index.
    pub index: bool,
    /// Faces.
    pub faces: bool,
}

/// Completes and corrects the package document of `epub-builder`; `modified` is a time in Unix
/// seconds.
pub(super) fn finish(
    opf: &str,
    site: &Site,
    contained: &Contained,
    modified: i64,
) -> Result<String> {
    let meta = &site.book.meta;
    let identifier = xml!("<dc:identifier id=\"epub-id-1\">{}<", meta.identifier);
    let apple = contained.faces && for_apple(site);
    let prefix = if apple { ibooks() } else { Markup::default() };
    let language = xml!("<package {}xml:lang=\"{}\" ", prefix, meta.lang);
    let metadata = xml!("\n{}  </metadata>", Metadata::new(site, contained).0);
    let mends = [
        ("<package ", language.as_str()),
        (
            "<dc:identifier id=\"epub-id-1\">urn:uuid:00000000-0000-0000-0000-000000000000<",
            identifier.as_str(),
        ),
        ("<dc:title>", "<dc:title id=\"title\">"),
        ("<dc:language id=\"epub-creator-0\">", "<dc:language>"),
        ("</metadata>", metadata.as_str()),
    ];
    let mut opf = opf.to_owned();
    if site.cover_page && asks(site, |profile| profile.fullscreen_cover.as_ref()) {
        let cover = xml!("<itemref idref=\"id_{}\"", COVER);
        let whole = xml!("{} properties=\"duokan-page-fullscreen\"", cover);
        opf = replace(&opf, cover.as_str(), whole.as_str())?;
    }
    for (theirs, ours) in mends {
        opf = replace(&opf, theirs, ours)?;
    }
    let time = "<meta property=\"dcterms:modified\">";
    let now = format!("{time}{}<", between(&opf, time, "</meta>")?);
    opf = replace(&opf, &now, &format!("{time}{}<", utc(modified)?))?;
    let guide = format!("<guide>{}</guide>", between(&opf, "<guide>", "</guide>")?);
    opf = replace(&opf, &guide, "")?;
    let lines = opf.lines().filter(|line| !line.trim().is_empty());
    Ok(lines.flat_map(|line| [line, "\n"]).collect())
}

/// The vocabulary of Apple Books.
fn ibooks() -> Markup {
    xml!(
        "prefix=\"ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/\" "
    )
}

/// Whether Apple's own markup is wanted.
pub(super) fn for_apple(site: &Site) -> bool {
    asks(site, |profile| profile.specified_fonts.as_ref())
}

/// Whether the shop asks for something.
fn asks(site: &Site, requirement: impl Fn(&ShopProfile) -> Option<&Requirement<bool>>) -> bool {
    site.profile.and_then(requirement).is_some_and(|requirement| requirement.is)
}

/// Metadata of the package document (EPUB 3.3, §5.5) in a fixed order.
struct Metadata(Markup);

impl Metadata {
    /// All that `epub-builder` cannot say by itself.
    fn new(site: &Site, contained: &Contained) -> Metadata {
        let meta = &site.book.meta;
        let mut metadata = Metadata(Markup::default());
        metadata.refine("title", "title-type", "main");
        if let Some(subtitle) = &meta.subtitle {
            metadata.core("title", "subtitle", subtitle);
            metadata.refine("subtitle", "title-type", "subtitle");
        }
        metadata.people(meta);
        metadata.issue(meta);
        metadata.languages(site);
        if !site.folios.is_empty() {
            metadata.source(meta);
        }
        metadata.access(site, contained);
        metadata.conformance(meta, contained);
        if contained.faces && for_apple(site) {
            metadata.property("ibooks:specified-fonts", "true");
        }
        metadata
    }

    /// An element of Dublin Core; `id` may be empty.
    fn core(&mut self, name: &str, id: &str, value: &str) {
        let id = match id {
            "" => Markup::default(),
            id => xml!(" id=\"{}\"", id),
        };
        self.line(&xml!("<dc:{}{}>{}</dc:{}>", name, id, value, name));
    }

    fn property(&mut self, property: &str, value: &str) {
        self.line(&xml!("<meta property=\"{}\">{}</meta>", property, value));
    }

    fn refine(&mut self, id: &str, property: &str, value: &str) {
        self.line(&xml!("<meta refines=\"#{}\" property=\"{}\">{}</meta>", id, property, value));
    }

    fn line(&mut self, line: &Markup) {
        self.0.push(&xml!("    {}\n", line));
    }

    /// Authors and editors with their roles (MARC relators); editors stand for the book only
    /// where nobody wrote it.
    fn people(&mut self, meta: &Meta) {
        let editors = if meta.authors.is_empty() { "creator" } else { "contributor" };
        let authors = meta.authors.iter().map(|name| ("creator", "aut", name.as_str()));
        let editors = meta.editors.iter().map(|name| (editors, "edt", name.as_str()));
        let role = |key: &str| ROLES.into_iter().find(|(known, _)| *known == key);
        let given = meta.imprint.facts().into_iter();
        let others =
            given.filter_map(|(key, name)| Some(("contributor", role(key)?.1, name?.as_str())));
        for (index, (element, role, name)) in authors.chain(editors).chain(others).enumerate() {
            let id = format!("person-{}", index + 1);
            self.core(element, &id, name);
            self.line(&xml!(
                "<meta refines=\"#{}\" property=\"role\" scheme=\"marc:relators\">{}</meta>",
                id,
                role
            ));
        }
    }

    /// The languages of stories that are not in the book's.
    fn languages(&mut self, site: &Site) {
        let stories = site.book.stories().filter_map(|story| story.lang.as_deref());
        let mut others: Vec<&str> = stories.filter(|lang| *lang != site.book.meta.lang).collect();
        others.sort_unstable();
        others.dedup();
        others.iter().for_each(|lang| self.core("language", "", lang));
    }

    /// What the page numbers are those of: the printed book if it has a number, else the PDF, which
    /// bears the book's own identifier (EPUB Accessibility 1.1, page navigation).
    fn source(&mut self, meta: &Meta) {
        let source = isbn(meta).unwrap_or_else(|| meta.identifier.clone());
        self.core("source", "source", &source);
        self.property("pageBreakSource", &source);
    }

    /// Publisher, date, ISBN and series.
    fn issue(&mut self, meta: &Meta) {
        if let Some(publisher) = &meta.publisher {
            self.core("publisher", "", publisher);
        }
        if let Some(date) = meta.date {
            self.core("date", "", &date.to_string());
        }
        for urn in isbn(meta).into_iter().filter(|urn| *urn != meta.identifier) {
            self.core("identifier", "isbn", &urn);
        }
        self.collection(meta);
    }

    /// The series and the place in it (EPUB 3.3, appendix D.3).
    fn collection(&mut self, meta: &Meta) {
        let Some(series) = &meta.series else { return };
        self.line(&xml!(
            "<meta id=\"series\" property=\"belongs-to-collection\">{}</meta>",
            series
        ));
        self.refine("series", "collection-type", "series");
        // A position is a number (EPUB 3.3, appendix D); a volume can have any name.
        let number = |volume: &&Text| volume.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(volume) = meta.volume.as_ref().filter(number) {
            self.refine("series", "group-position", volume);
        }
    }

    /// Discovery metadata (EPUB Accessibility 1.1), of what is there: text is enough only where
    /// every picture has words in its place, and nothing moves or sounds.
    fn access(&mut self, site: &Site, contained: &Contained) {
        let (labels, paged) = (site.labels, !site.folios.is_empty());
        self.property("schema:accessMode", "textual");
        if contained.pictures {
            self.property("schema:accessMode", "visual");
            self.property("schema:accessModeSufficient", "textual,visual");
        }
        if contained.described {
            self.property("schema:accessModeSufficient", "textual");
        }
        let described = contained.pictures && contained.described;
        let features = [
            (described, "alternativeText"),
            (true, "displayTransformability"),
            (contained.index, "index"),
            (paged, "pageBreakMarkers"),
            (paged, "pageNavigation"),
            (true, "readingOrder"),
            (contained.ruby, "rubyAnnotations"),
            (true, "structuralNavigation"),
            (true, "tableOfContents"),
            (true, "unlocked"),
        ];
        for (_, feature) in features.iter().filter(|(present, _)| *present) {
            self.property("schema:accessibilityFeature", feature);
        }
        self.property("schema:accessibilityHazard", "none");
        let mut summary = labels.accessible.to_owned();
        for (said, sentence) in [(described, labels.described), (paged, labels.paged)] {
            if said {
                summary.push_str(labels.space);
                summary.push_str(sentence);
            }
        }
        self.line(&xml!(
            "<meta property=\"schema:accessibilitySummary\" xml:lang=\"{}\">{}</meta>",
            labels.lang,
            summary
        ));
    }

    /// That the book conforms is claimed only in the name of whoever found it (EPUB Accessibility
    /// 1.1, conformance reporting): no program can.
    fn conformance(&mut self, meta: &Meta, contained: &Contained) {
        let Some(name) = meta.epub.certified_by.as_ref().filter(|_| contained.described) else {
            return;
        };
        self.line(&xml!(
            "<meta property=\"dcterms:conformsTo\" id=\"conformance\">\
             EPUB Accessibility 1.1 - WCAG 2.1 Level AA</meta>"
        ));
        self.refine("conformance", "a11y:certifiedBy", name);
    }
}

/// The ISBN as a URN (RFC 8254).
fn isbn(meta: &Meta) -> Option<String> {
    meta.isbn.as_ref().map(|isbn| format!("urn:isbn:{}", isbn.replace(['-', ' '], "")))
}

/// Replaces what must stand exactly once in a file of `epub-builder`.
pub(super) fn replace(text: &str, theirs: &str, ours: &str) -> Result<String> {
    let found = text.matches(theirs).count();
    ensure!(found == 1, "epub-builder wrote `{theirs}` {found} times and not once");
    Ok(text.replacen(theirs, ours, 1))
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> Result<&'t str> {
    let rest = text.split_once(open).map(|(_, rest)| rest);
    let inner = rest.and_then(|rest| rest.split_once(close)).map(|(inner, _)| inner);
    inner.with_context(|| format!("epub-builder wrote no `{open}`"))
}

/// A time as `dcterms:modified` wants it (EPUB 3.3, §5.5): in UTC, to the second.
fn utc(seconds: i64) -> Result<String> {
    let time =
        time::OffsetDateTime::from_unix_timestamp(seconds).context("time of modification")?;
    ensure!(time.year() >= 0, "the time of modification lies before the Common Era");
    let (year, month, day) = (time.year(), u8::from(time.month()), time.day());
    let (hour, minute, second) = time.to_hms();
    Ok(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_utc_to_the_second() {
        assert_eq!(utc(0).ok().as_deref(), Some("1970-01-01T00:00:00Z"));
        assert_eq!(utc(1_706_659_199).ok().as_deref(), Some("2024-01-30T23:59:59Z"));
        assert!(utc(i64::MAX).is_err());
    }

    #[test]
    fn a_mend_without_its_place_is_an_error() {
        assert!(replace("<a/><a/>", "<a/>", "").is_err());
        assert!(replace("<b/>", "<a/>", "").is_err());
        assert_eq!(replace("<a/><b/>", "<a/>", "").ok().as_deref(), Some("<b/>"));
    }
}
