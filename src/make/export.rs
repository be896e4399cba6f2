//! What is made of a book that is set: PDFs, e-books, and the passages that prove them.

use std::sync::Arc;

use anyhow::{Result, anyhow};

use crate::diag::Findings;
use crate::make::ebooks;
use crate::make::illustrate::{self, Illustrations};
use crate::make::request::{BuildRequest, OutputKind, Step};
use crate::make::set_book::SetBook;
use crate::make::threads::with_deep_stack;
use crate::model::output::{COVER, PRINT, SCREEN};
use crate::output::artefact::Artefact;
use crate::output::made::Made;
use crate::parts::{self, Parts};
use crate::typeset;
use crate::{output, passages};

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
    let SetBook { loaded, book, pages, print, cover } = *set;
    // The sheet of the cover shows the picture that the cover among the pages does.
    pages.report(book, (print.is_some(), cover.is_none()), found);
    cover.iter().for_each(|sheet| sheet.report(book, (true, true), found));
    step(Step::Illustrate);
    let Some(pictures) = illustrate::illustrate(request, set, found)? else {
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
    let SetBook { loaded, book, pages, print, cover } = *set;
    let (input, faces) = (&loaded.input(book), &loaded.faces);
    let mut pages = pages.clone();
    // Of the pages for print, the cover goes to press by itself.
    let mut for_press = [print.map(|pages| pages.without_cover(book)), cover.cloned()];
    let Illustrations { screen, print: press, ebook } = pictures;
    pages.show(&screen, faces)?;
    for_press.iter_mut().flatten().try_for_each(|pages| pages.show(&press, faces))?;
    // The pages hold copies.
    drop((screen, press));
    let created = output::created(book, request.epoch);
    let mut beside = Findings::default();
    let (pdf, ebooks) = rayon::join(
        || request.wants(OutputKind::Screen).then(|| told(typeset::screen(&pages, created, found))),
        || ebooks::ebooks(request, input, &pages, &ebook, &mut beside),
    );
    found.join(beside);
    let [print, cover] = for_press.map(|pages| {
        pages.map(|pages| told(typeset::print(pages, input, created, request.epoch, found)))
    });
    let artefact = |name: String, bytes: &[u8], parts: Parts| {
        Artefact::new(name, request.aside, |to| {
            to.write_all(bytes)?;
            Ok(parts)
        })
    };
    let mut artefacts = Vec::new();
    for (output, made) in [(SCREEN, pdf), (PRINT, print), (COVER, cover)] {
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
