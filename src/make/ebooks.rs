//! The e-books of a book that is set: the standard one, and those for shops.
//!
//! Hands cover, page numbers and faces to the writer of e-books, which knows neither pages nor
//! faces.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::assets::faces::Faces;
use crate::assets::pictures::{self, svg};
use crate::assets::subset::{self, Uncut};
use crate::diag::Findings;
use crate::epub::fonts::Face;
use crate::epub::options::Options;
use crate::make::request::{BuildRequest, OutputKind};
use crate::model::output::EPUB;
use crate::model::{Encoded, PictureFormat, Prepared};
use crate::output::artefact::Artefact;
use crate::typeset::{self, Input, Pages};
use crate::{epub, output};

/// The e-books that are wanted.
///
/// # Errors
/// If the machine fails.
pub(crate) fn ebooks(
    request: &BuildRequest,
    input: &Input,
    pages: &Pages,
    prepared: &Prepared,
    found: &mut Findings,
) -> anyhow::Result<Vec<Artefact>> {
    let Input { book, layout, faces } = *input;
    let standard =
        request.outputs.contains(&OutputKind::Epub).then(|| (EPUB.file(&book.name), None));
    let shops = request.shops.iter().map(|shop| (shop.file(&book.name), shop.profile()));
    let wanted: Vec<_> = standard.into_iter().chain(shops).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let folios = pages.folios(book);
    let prepared = &outlined(prepared, faces);
    let cutter = |family: &str, weight: u16, characters: &BTreeSet<char>| match subset::face(
        faces, family, weight, characters,
    ) {
        Ok(file) => Face::Cut(file),
        Err(Uncut::Locked) => Face::Locked,
        Err(Uncut::Absent) => Face::Absent,
    };
    // Most shops take the cover of the standard e-book.
    let mut covers = BTreeMap::new();
    let made = wanted.into_iter().map(|(name, profile)| {
        let least = profile.and_then(|profile| profile.cover.as_ref()).map(|least| least.is);
        let cover = match covers.entry(least) {
            Entry::Occupied(made) => made.into_mut(),
            Entry::Vacant(place) => place.insert(typeset::cover(pages, least)?),
        };
        let options = Options {
            style: &layout.style,
            cover: Some(cover.as_slice()),
            locators: &pages.locators,
            folios: &folios,
            cutter: &cutter,
            prepared,
            read: &pictures::bytes,
            profile,
            modified: output::created(book, request.epoch),
        };
        Artefact::new(name, request.aside, |to| epub::epub(book, &options, to, found))
    });
    made.collect()
}

/// Pictures with outlines in the place of the text of drawings.
fn outlined(prepared: &Prepared, faces: &Faces) -> Prepared {
    let mut prepared = prepared.clone();
    for ready in prepared.values_mut() {
        if let Encoded::Converted(made, _) = ready
            && made.format == PictureFormat::Svg
            && let Some(bytes) = svg::outlines::outlined(&made.bytes, faces)
        {
            made.bytes = bytes.into();
        }
    }
    prepared
}
