//! What is made of a book that is set: PDFs, e-books, and the passages that prove them.

use std::sync::Arc;

use anyhow::{Result, anyhow};

use crate::diag::Findings;
use crate::make::ebooks;
use crate::make::illustrate::{self, Illustrations};
use crate::make::loaded::Loaded;
use crate::make::request::{BuildRequest, OutputKind, Step};
use crate::make::threads::with_deep_stack;
use crate::model::Book;
use crate::model::output::{PRINT, SCREEN};
use crate::output::artefact::Artefact;
use crate::output::made::Made;
use crate::parts::{self, Parts};
use crate::typeset::{self, Pages};
use crate::{output, passages};

/// A book without errors that is set.
pub(super) struct SetBook<'a> {
    pub(super) loaded: &'a Loaded,
    pub(super) book: &'a Book,
    /// The pages for screens.
    pub(super) pages: &'a Pages,
    /// The pages for print, if they are wanted.
    pub(super) print: Option<&'a Pages>,
}

/// Makes what is wanted. `None` if that finds errors.
///
/// # Errors
/// If the machine fails.
pub(super) fn export(
    set: &SetBook,
    request: &BuildRequest,
    found: &mut Findings,
    step: &dyn Fn(Step),
) -> Result<Option<Made>> {
    let SetBook { loaded, book, pages, print } = *set;
    pages.report(book, print.is_some(), found);
    step(Step::Illustrate);
    let Some(pictures) = illustrate::illustrate(request, book, pages, print, found)? else {
        return Ok(None);
    };
    step(Step::Export);
    let artefacts = with_deep_stack(|| artefacts(set, pictures, request, found))??;
    let made = |artefacts| Made::new(&loaded.raw, book, &loaded.layout, pages, artefacts);
    Ok(artefacts.map(made))
}

fn artefacts(
    set: &SetBook,
    pictures: Illustrations,
    request: &BuildRequest,
    found: &mut Findings,
) -> Result<Option<Vec<Artefact>>> {
    let SetBook { loaded, book, pages, print } = *set;
    let (input, faces) = (&loaded.input(book), &loaded.faces);
    let (mut pages, mut print) = (pages.clone(), print.cloned());
    let Illustrations { screen, print: press, ebook } = pictures;
    pages.show(&screen, faces)?;
    print.iter_mut().try_for_each(|pages| pages.show(&press, faces))?;
    // The pages hold copies.
    drop((screen, press));
    let wants = |kind| request.outputs.contains(&kind);
    let created = output::created(book, request.epoch);
    let mut beside = Findings::default();
    let (pdf, ebooks) = rayon::join(
        || wants(OutputKind::Screen).then(|| told(typeset::screen(&pages, created, found))),
        || ebooks::ebooks(request, input, &pages, &ebook, &mut beside),
    );
    found.join(beside);
    let print = print.map(|pages| typeset::print(pages, input, created, request.epoch, found));
    let print = print.map(told);
    let artefact = |name: String, bytes: &[u8], parts: Parts| {
        Artefact::new(name, request.aside, |to| {
            to.write_all(bytes)?;
            Ok(parts)
        })
    };
    let mut artefacts = Vec::new();
    for (output, made) in [(SCREEN, pdf), (PRINT, print)] {
        match made.transpose()? {
            Some(Some((bytes, parts))) => {
                artefacts.push(artefact(output.file(&book.name), &bytes, parts)?);
            }
            Some(None) => return Ok(None),
            None => {}
        }
    }
    artefacts.extend(ebooks?);
    if !request.outputs.is_empty() {
        let name = format!("{}{}", book.name, passages::SUFFIX);
        artefacts.push(artefact(name, &passages::file(book), Parts::new())?);
    }
    Ok(Some(artefacts))
}

/// A PDF with its parts, which are told beside the e-book.
fn told(pdf: Result<Option<Vec<u8>>>) -> Result<Option<(Arc<Vec<u8>>, Parts)>> {
    let Some(bytes) = pdf?.map(Arc::new) else { return Ok(None) };
    let parts = parts::pages_of(&bytes);
    let parts = parts.map_err(|why| anyhow!("reading the PDF back: {why:?}"))?;
    Ok(Some((bytes, parts)))
}
