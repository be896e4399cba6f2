//! From a book's folder to its artefacts: the stages in their order.

mod ebooks;
mod illustrate;
pub mod request;

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::assets::faces::{self, Faces};
use crate::diag::Findings;
use crate::load::layout::{self, Layout};
use crate::load::{self, Raw};
use crate::make::request::{BuildRequest, OutputKind, Step};
use crate::model::Book;
use crate::output::artefact::Artefact;
use crate::output::made::Made;
use crate::typeset::{self, Input, Medium, Pages};
use crate::{check, output, verify};

/// The stack of a thread that sets pages, in bytes: Typst nests deeply, and threads have little on
/// some systems.
pub const STACK: usize = 16 << 20;

/// What was read of a book.
struct Loaded<'a> {
    raw: &'a Raw,
    layout: &'a Layout,
    faces: &'a Faces,
}

/// Makes a book. `None` if it has errors; then `found` says which.
///
/// # Errors
/// If the machine fails; never because of the book.
pub fn make(
    request: &BuildRequest,
    found: &mut Findings,
    step: &dyn Fn(Step),
) -> anyhow::Result<Option<Made>> {
    step(Step::Load);
    let Some(raw) = load::load(request.book, found) else {
        return Ok(None);
    };
    let named = raw.book.layout.as_deref().unwrap_or("yearbook");
    let at = &raw.node.key("layout").at;
    let layout = layout::layout(request.layout, &raw.folder, named, at, found);
    let faces = faces::faces(&raw.folder, &raw.font_folders(), found);
    let Some(layout) = layout else {
        return Ok(None);
    };

    let from = Loaded { raw: &raw, layout: &layout, faces: &faces };
    let Some((book, mut pages, mut print)) = set(request, &from, found, step) else {
        illustrate::decode_all(request, &raw, found)?;
        return Ok(None);
    };

    pages.report(&book, print.is_some(), found);

    step(Step::Illustrate);
    let Some(pictures) = illustrate::illustrate(request, &book, &pages, print.as_ref(), found)?
    else {
        return Ok(None);
    };
    pages.show(&pictures.screen, &faces)?;
    print.iter_mut().try_for_each(|pages| pages.show(&pictures.print, &faces))?;

    step(Step::Export);
    let wants = |target| request.outputs.contains(&target);
    let created = output::created(&book, request.epoch);
    let input = Input { book: &book, layout: &layout, faces: &faces };
    let mut beside = Findings::default();
    let (pdf, ebooks) = rayon::join(
        || wants(OutputKind::Screen).then(|| typeset::screen(&pages, created, found)),
        || ebooks::ebooks(request, &input, &pages, &pictures.ebook, &mut beside),
    );
    found.join(beside);
    let print = print.map(|pages| typeset::print(&pages, &input, created, found));
    let artefact = |extension: &str, bytes: &[u8]| {
        let name = format!("{}{extension}", book.name);
        Artefact::new(name, request.aside, |to| Ok(to.write_all(bytes)?))
    };
    let mut artefacts = Vec::new();
    for (extension, made) in [(".pdf", pdf), ("-print.pdf", print)] {
        match made.transpose()? {
            Some(Some(bytes)) => artefacts.push(artefact(extension, &bytes)?),
            Some(None) => return Ok(None),
            None => {}
        }
    }
    artefacts.extend(ebooks?);
    if !request.outputs.is_empty() {
        artefacts.push(artefact(verify::PASSAGES, &verify::passages::file(&book))?);
    }
    Ok(Some(Made::new(&raw, &book, &layout, &pages, artefacts)))
}

/// Runs `work` while a helper thread warms caches, which may stop once `work` is done. Not on
/// rayon's pool: a worker that steals a cache job would delay `work`.
fn with_warmup<T>(warmup: impl FnOnce(&AtomicBool) + Send, work: impl FnOnce() -> T) -> T {
    let enough = AtomicBool::new(false);
    thread::scope(|scope| {
        // If the thread cannot start, it only takes longer.
        let builder = thread::Builder::new().stack_size(STACK);
        let thread = builder.spawn_scoped(scope, || warmup(&enough));
        let done = work();
        enough.store(true, Ordering::Relaxed);
        // A panic there is ignored: `work` meets the same problem and reports it.
        let _ = thread.map(|thread| thread.join());
        done
    })
}

/// Checks a book and sets its pages: those for screens, which the e-book needs too, and those for
/// print if they are wanted. `None` if the book has errors.
fn set(
    request: &BuildRequest,
    from: &Loaded,
    found: &mut Findings,
    step: &dyn Fn(Step),
) -> Option<(Book, Pages, Option<Pages>)> {
    let Loaded { raw, layout, faces } = *from;
    step(Step::Check);
    let book = check::check(raw, layout, faces, request.stage, found)?;
    step(Step::Typeset);
    let input = Input { book: &book, layout, faces };
    let set = || {
        let pages = typeset::typeset(&input, &Medium::default(), None, found)?;
        if !request.outputs.contains(&OutputKind::Print) {
            return Some((pages, None));
        }
        let medium = Medium::print(&book, layout);
        let print = typeset::typeset(&input, &medium, Some(&pages.fits), found)?;
        Some((pages, Some(print)))
    };
    let warmup = |enough: &AtomicBool| {
        illustrate::prefetch(request, &book, layout, enough);
        if !enough.load(Ordering::Relaxed) {
            typeset::warm_cache(&input);
        }
    };
    let (pages, print) = with_warmup(warmup, set)?;
    Some((book, pages, print))
}
