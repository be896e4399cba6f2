//! `nianjian` sets Chinese yearbooks: one content model in, a PDF and an EPUB out.
//!
//! ```text
//! args ─► load (YAML, layout) ─► check ─► typeset ─► illustrate ─┬─► PDF  ─┬─► output
//!                                                                └─► EPUB ─┘   every stage ─► diag
//! ```
//!
//! [`make`] is that picture as code. Stages are functions from value to value that add to
//! [`Findings`]; only `load` and `assets` read and only `output` writes artefacts. Whoever looks for a thing: its room
//! has its name.

#![forbid(unsafe_code)]

pub mod args;
pub mod assets;
pub mod check;
pub mod command;
pub mod diag;
mod ebooks;
pub mod epub;
mod illustrate;
pub mod load;
pub mod model;
pub mod output;
pub mod source;
pub mod text;
pub mod typeset;
pub mod verify;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::args::Target;
use crate::assets::faces::Faces;
use crate::assets::pictures::store::Store;
use crate::check::Stage;
use crate::diag::Findings;
use crate::epub::profile::Shop;
use crate::load::Raw;
use crate::load::layout::Layout;
use crate::model::Book;
use crate::output::{Artefact, Made};
use crate::typeset::{Pages, Press};

/// The stack of a thread that sets pages, in bytes: Typst nests deeply, and threads have little on
/// some systems.
pub const STACK: usize = 16 << 20;

/// What to make of a book, settled before the first stage.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// The book's folder.
    pub book: &'a Path,
    /// A layout's folder that takes the place of the book's own choice.
    pub layout: Option<&'a Path>,
    /// What to make; nothing sets the pages and leaves it at that.
    pub targets: &'a [Target],
    /// Shops to make an e-book for, besides the standard one.
    pub shops: &'a [Shop],
    /// What may be missing.
    pub stage: Stage,
    /// What was made of pictures before.
    pub store: &'a Store,
    /// Seconds since 1970, UTC, in place of the book's own date.
    pub epoch: Option<i64>,
    /// Where artefacts wait under passing names until all are made; in memory if nowhere.
    pub aside: Option<&'a Path>,
}

/// The steps of making a book, in order; for progress bars and for naming a step that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reading the files.
    Load,
    /// Checking them.
    Check,
    /// Setting the pages.
    Typeset,
    /// Making the pictures ready.
    Illustrate,
    /// Writing PDF and e-book.
    Export,
}

/// Makes a book. `None` if it has errors; then `found` says which.
///
/// # Errors
/// If the machine fails; never because of the book.
pub fn make(
    order: &Order,
    found: &mut Findings,
    step: &dyn Fn(Step),
) -> anyhow::Result<Option<Made>> {
    step(Step::Load);
    let Some(raw) = load::load(order.book, found) else {
        return Ok(None);
    };
    let named = raw.book.layout.as_deref().unwrap_or("yearbook");
    let at = &raw.node.key("layout").at;
    let layout = load::layout::layout(order.layout, &raw.folder, named, at, found);
    let faces = assets::faces::faces(&raw.folder, &raw.font_folders(), found);
    let Some(layout) = layout else {
        return Ok(None);
    };

    let Some((book, mut pages, mut print)) = set(order, &raw, &layout, &faces, found, step) else {
        illustrate::prove(order, &raw, found)?;
        return Ok(None);
    };

    pages.report(&book, print.is_some(), found);

    step(Step::Illustrate);
    let Some(pictures) = illustrate::illustrate(order, &book, &pages, print.as_ref(), found)?
    else {
        return Ok(None);
    };
    pages.show(&pictures.screen, &faces)?;
    print.iter_mut().try_for_each(|pages| pages.show(&pictures.print, &faces))?;

    step(Step::Export);
    let wants = |target| order.targets.contains(&target);
    let created = output::created(&book, order.epoch);
    let mut beside = Findings::default();
    let (pdf, ebooks) = rayon::join(
        || wants(Target::Screen).then(|| typeset::screen(&pages, created, found)),
        || ebooks::ebooks(order, &book, &layout, &faces, &pages, &pictures.ebook, &mut beside),
    );
    found.join(beside);
    let print = print.map(|pages| typeset::print(&pages, &book, &layout, &faces, created, found));
    let artefact = |extension: &str, bytes: &[u8]| {
        let name = format!("{}{extension}", book.name);
        Artefact::new(name, order.aside, |to| Ok(to.write_all(bytes)?))
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
    if !order.targets.is_empty() {
        artefacts.push(artefact(verify::PASSAGES, &verify::passages::file(&book))?);
    }
    Ok(Some(Made::new(&raw, &book, &layout, &pages, artefacts)))
}

/// Does some work, and meanwhile `ahead` on a thread of its own (those of the pool would not come
/// back to the work for a while), which may stop when it is told that it is enough.
fn meanwhile<T>(ahead: impl FnOnce(&AtomicBool) + Send, work: impl FnOnce() -> T) -> T {
    let enough = AtomicBool::new(false);
    thread::scope(|scope| {
        // Without the thread it only takes longer.
        let builder = thread::Builder::new().stack_size(STACK);
        let thread = builder.spawn_scoped(scope, || ahead(&enough));
        let done = work();
        enough.store(true, Ordering::Relaxed);
        // A failure there is one of the work too, or none.
        let _ = thread.map(|thread| thread.join());
        done
    })
}

/// Checks a book and sets its pages: those for screens, which the e-book needs too, and those for
/// print if they are wanted. `None` if the book has errors.
fn set(
    order: &Order,
    raw: &Raw,
    layout: &Layout,
    faces: &Faces,
    found: &mut Findings,
    step: &dyn Fn(Step),
) -> Option<(Book, Pages, Option<Pages>)> {
    step(Step::Check);
    let book = check::check(raw, layout, faces, order.stage, found)?;
    step(Step::Typeset);
    let set = || {
        let pages = typeset::typeset(&book, layout, faces, &Press::default(), None, found)?;
        if !order.targets.contains(&Target::Print) {
            return Some((pages, None));
        }
        let press = Press::print(&book, layout);
        let print = typeset::typeset(&book, layout, faces, &press, Some(&pages.fits), found)?;
        Some((pages, Some(print)))
    };
    let ahead = |enough: &AtomicBool| {
        illustrate::ahead(order, &book, layout, enough);
        if !enough.load(Ordering::Relaxed) {
            typeset::ahead(&book, layout, faces);
        }
    };
    let (pages, print) = meanwhile(ahead, set)?;
    Some((book, pages, print))
}
