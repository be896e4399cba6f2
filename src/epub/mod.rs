//! The e-book: a book of the model as EPUB 3.3.
//!
//! `split` gives each part of the book a file, `pages` writes them, `page_breaks` sets the pages of
//! the PDF in them, `fonts` cuts the faces, `epub-builder` makes package and container, `package`
//! and `nav` correct its output, `repack` makes the bytes the same at every run; `profile` is what
//! single shops want.

mod cover;
mod entries;
mod escape;
mod face_rules;
mod figures;
pub mod fonts;
mod lists;
mod nav;
mod notes;
pub mod options;
mod package;
mod page_breaks;
mod pages;
mod pieces;
pub mod profile;
mod repack;
mod split;
mod tables;
#[cfg(test)]
mod tests;
mod xhtml;

use std::borrow::Cow;
use std::io::{Seek, Write, empty};

use anyhow::Result;
use epub_builder::{EpubBuilder, EpubContent, EpubVersion, TocElement, ZipLibrary};

use crate::diag::Findings;
use crate::epub::cover::Cover;
use crate::epub::fonts::Styled;
use crate::epub::options::Options;
use crate::epub::package::Contained;
use crate::epub::page_breaks::{PageDocuments, Pending};
use crate::epub::repack::{File, Files};
use crate::epub::split::{Document, Site, picture_path};
use crate::model::{Alt, Book, Content, Figure, Prepared};
use crate::parts::Parts;

/// Writes the e-book and tells its parts. The same book and options give the same bytes.
///
/// # Errors
///
/// If the cover is neither JPEG nor PNG, if the time of change is no time of the Common Era, or if
/// `epub-builder` writes anything that the corrections do not expect; if `to` refuses or a picture
/// cannot be read.
pub fn epub(
    book: &Book,
    options: &Options,
    to: impl Write + Seek,
    found: &mut Findings,
) -> Result<Parts> {
    let site = Site::new(book, options);
    let cover = options.cover.map(Cover::new).transpose()?;
    let documents = site.documents();
    let (pages, page_documents) = write(&site, &documents, cover.as_ref());
    let styled = fonts::embed(options.style, &pages, options.cutter, book.meta.epub.fonts, found);
    let ebook =
        Ebook { documents, pages, page_documents, pictures: options.prepared, cover, styled };

    let mut container = Vec::new();
    builder(&site, &ebook)?.generate(&mut container)?;
    let ours = ours(&site, &ebook, &container, options)?;
    let apple = package::for_apple(&site);
    let (size, parts) = repack::repack(&container, &ours, options.read, apple, to)?;
    options.profile.iter().for_each(|profile| profile.check(size, found));
    Ok(parts)
}

/// Writes the documents. Also gives those in which pages begin.
fn write(
    site: &Site,
    documents: &[Document],
    cover: Option<&Cover>,
) -> (Vec<String>, PageDocuments) {
    let breaks = page_breaks::page_breaks(site, site.folios);
    let mut page_documents = PageDocuments::new();
    let mut texts = Vec::with_capacity(documents.len());
    for document in documents {
        let pending = Pending::new(site.folios, &breaks);
        let written = pages::page(site, document, cover, pending);
        page_documents
            .extend(written.page_breaks.iter().map(|number| (*number, document.path.clone())));
        texts.push(written.text);
    }
    (texts, page_documents)
}

/// The parts of the e-book.
struct Ebook<'a> {
    /// Its documents in the order of the spine.
    documents: Vec<Document<'a>>,
    /// Their text, one a document.
    pages: Vec<String>,
    /// In which of them pages of the PDF begin.
    page_documents: PageDocuments,
    /// The pictures in use, each once, by number.
    pictures: &'a Prepared,
    /// The picture of the cover.
    cover: Option<Cover<'a>>,
    /// The style sheet and its faces.
    styled: Styled,
}

impl Ebook<'_> {
    /// Whether any note is called by a picture.
    fn calls_by_picture(&self) -> bool {
        self.pages.iter().any(|page| page.contains(notes::PICTURE))
    }
}

/// Hands everything to `epub-builder`. Pictures are empty there and put in when the container is
/// packed again, so that they are not compressed in vain.
fn builder(site: &Site, ebook: &Ebook) -> Result<EpubBuilder<ZipLibrary>> {
    let meta = &site.book.meta;
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    builder.epub_version(EpubVersion::V33);
    builder.set_uuid(uuid::Uuid::nil());
    builder.set_title(meta.title.as_str());
    // In the end this names the NCX and nothing else.
    builder.set_toc_name(meta.title.as_str());
    builder.add_language(&meta.lang);
    meta.description.iter().for_each(|text| builder.add_description(text.as_str()));
    meta.subjects.iter().for_each(|subject| builder.add_subject(subject.as_str()));
    meta.rights.iter().for_each(|rights| builder.set_license(rights.as_str()));
    builder.stylesheet(empty())?;
    if let Some(cover) = &ebook.cover {
        builder.add_cover_image(&cover.path, empty(), cover.format.media_type())?;
    }
    for (document, page) in ebook.documents.iter().zip(&ebook.pages) {
        let mut content = EpubContent::new(&document.path, page.as_bytes());
        if let Some(level) = document.level {
            content = content.title(document.title).level(level);
            for group in nav::groups(document) {
                content = content.child(listed(&group));
            }
        }
        builder.add_content(content)?;
    }
    for (number, picture) in ebook.pictures {
        let path = picture_path(&picture.name(*number));
        builder.add_resource(path, empty(), picture.format().media_type())?;
    }
    for (path, _) in &ebook.styled.files {
        builder.add_resource(path, empty(), "font/ttf")?;
    }
    if ebook.calls_by_picture() {
        builder.add_resource(notes::PICTURE, empty(), "image/png")?;
    }
    Ok(builder)
}

/// A group of entries in the NCX, with its parts.
fn listed(group: &nav::GroupEntry) -> TocElement {
    let element = TocElement::new(&group.address, group.title.as_str());
    group.parts.iter().fold(element, |element, part| element.child(listed(part)))
}

fn described(figure: &Figure) -> bool {
    match &figure.alt {
        Alt::Text(words) => !words.trim().is_empty() || figure.picture.is_none(),
        Alt::Decorative => true,
    }
}

fn contained(book: &Book, ebook: &Ebook) -> Contained {
    Contained {
        pictures: !ebook.pictures.is_empty() || ebook.cover.is_some(),
        faces: !ebook.styled.files.is_empty(),
        ruby: ebook.pages.iter().any(|page| page.contains("<ruby>")),
        described: book.figures().all(described),
        index: book.sections.iter().any(|section| matches!(section.content, Content::Index(_))),
    }
}

/// The files that take the place of what `epub-builder` wrote under their names.
fn ours<'a>(
    site: &Site,
    ebook: &'a Ebook,
    container: &[u8],
    options: &Options<'a>,
) -> Result<Files<'a>> {
    let opf = repack::read(container, "OEBPS/content.opf")?;
    let opf = package::finish(&opf, site, &contained(site.book, ebook), options.modified)?;
    let ncx = repack::read(container, "OEBPS/toc.ncx")?;
    let ncx = nav::finish_ncx(&ncx, site, &ebook.documents, &ebook.page_documents)?;
    let mut files = Files::new();
    let mut add = |path: &str, bytes: Cow<'a, [u8]>| {
        files.insert(format!("OEBPS/{path}"), File::Here(bytes));
    };
    let navigation = nav::navigation(site, &ebook.page_documents);
    add(split::NAV, Cow::Owned(navigation.into_bytes()));
    add("content.opf", Cow::Owned(opf.into_bytes()));
    add("toc.ncx", Cow::Owned(ncx.into_bytes()));
    add(split::STYLE, Cow::Borrowed(ebook.styled.style.as_bytes()));
    for (path, face) in &ebook.styled.files {
        add(path, Cow::Borrowed(face));
    }
    add(notes::PICTURE, Cow::Borrowed(notes::PICTURE_BYTES));
    if let Some(cover) = &ebook.cover {
        add(&cover.path, Cow::Borrowed(cover.bytes));
    }
    for (number, picture) in ebook.pictures {
        let path = picture_path(&picture.name(*number));
        files.insert(format!("OEBPS/{path}"), File::Picture(picture));
    }
    Ok(files)
}
