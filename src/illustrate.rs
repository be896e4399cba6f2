//! The pictures of a book that is set, made ready for its outputs.
//!
//! Here pages, which know how large a picture is shown, meet the room that makes pictures. Left out
//! on purpose: how that is done.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Result;

use crate::Order;
use crate::args::Target;
use crate::assets::pictures::{self, Purpose, Task, Want};
use crate::diag::Findings;
use crate::load::Raw;
use crate::load::layout::Layout;
use crate::model::{Book, Detail, Picture, Prepared, Ready, Shown};
use crate::typeset::{self, Pages};

/// The pictures of a book for each output.
#[derive(Debug, Default)]
pub(crate) struct Illustrations {
    /// For the pages on screens, and for the cover of the e-book.
    pub(crate) screen: Prepared,
    /// For the pages in print.
    pub(crate) print: Prepared,
    /// For the e-book.
    pub(crate) ebook: Prepared,
}

/// Makes pictures for the width that the layout gives most of them, while it is not known yet; they
/// wait in the store. Nothing depends on the guess but the time.
pub(crate) fn ahead(order: &Order, book: &Book, layout: &Layout, enough: &AtomicBool) {
    if order.store.keeps() {
        pictures::prepare_ahead(&guessed(order, book, layout), order.store, enough);
    }
}

/// What pages most likely want of pictures.
fn guessed(order: &Order, book: &Book, layout: &Layout) -> Vec<Task> {
    let purposes = [(Target::Screen, Purpose::Screen), (Target::Print, Purpose::Print)];
    let purposes = purposes.into_iter().filter(|(target, _)| order.targets.contains(target));
    let purposes: Vec<Purpose> = purposes.map(|(_, purpose)| purpose).collect();
    let mut tasks = BTreeMap::new();
    for section in &book.sections {
        let kind = layout.manifest.pages.get(section.kind.name());
        let Some(width) = kind.and_then(|kind| kind.picture) else { continue };
        for picture in section.figures().filter_map(|figure| figure.picture.as_ref()) {
            let across = typeset::inches(width);
            let inches = (across, across * picture.facts.height / picture.facts.width);
            let shown = Shown { inches, detail: Detail::WHOLE };
            let wants = purposes.iter().map(|purpose| Want { purpose: *purpose, shown });
            let wants = wants.chain(for_ebook(order)).collect();
            tasks.insert(picture.number, Task { picture: Arc::clone(picture), wants });
        }
    }
    tasks.into_values().collect()
}

/// What an e-book wants of a picture, if one is made.
fn for_ebook(order: &Order) -> Option<Want> {
    let ebook = order.targets.contains(&Target::Epub) || !order.shops.is_empty();
    ebook.then_some(Want { purpose: Purpose::Ebook, shown: Shown::UNSIZED })
}

/// Makes the pictures of a book ready; `print` are the pages for print, if they are wanted. Every
/// picture is proved to be whole, even if nothing is made of it. `None` if one is not.
///
/// # Errors
/// If the machine fails.
pub(crate) fn illustrate(
    order: &Order,
    book: &Book,
    pages: &Pages,
    print: Option<&Pages>,
    found: &mut Findings,
) -> Result<Option<Illustrations>> {
    let wants = |target| order.targets.contains(&target);
    let ebook = for_ebook(order);
    // An e-book alone has the first page as its cover, and no other.
    let on_screen = match wants(Target::Screen) || ebook.is_some() {
        true => pages.placed(!wants(Target::Screen)),
        false => BTreeMap::new(),
    };
    let in_print = print.map(|pages| pages.placed(false)).unwrap_or_default();
    let task = |picture: &Arc<Picture>| {
        let sized = |purpose, placed: &BTreeMap<usize, Shown>| {
            placed.get(&picture.number).map(|shown| Want { purpose, shown: *shown })
        };
        let wants = [sized(Purpose::Screen, &on_screen), sized(Purpose::Print, &in_print), ebook];
        Task { picture: Arc::clone(picture), wants: wants.into_iter().flatten().collect() }
    };
    let tasks: Vec<Task> = book.pictures().into_values().map(task).collect();
    let mut out = Illustrations::default();
    let mut whole = true;
    for (task, ready) in tasks.iter().zip(carry_out(&tasks, order, found)?) {
        whole &= ready.is_some();
        for (want, ready) in task.wants.iter().zip(ready.into_iter().flatten()) {
            let prepared = match want.purpose {
                Purpose::Screen => &mut out.screen,
                Purpose::Print => &mut out.print,
                Purpose::Ebook | Purpose::Thumbnail => &mut out.ebook,
            };
            prepared.insert(task.picture.number, ready);
        }
    }
    Ok(whole.then_some(out))
}

/// Proves the pictures of a book that is not made for other reasons, so that one run tells all.
///
/// # Errors
/// If the machine fails.
pub(crate) fn prove(order: &Order, raw: &Raw, found: &mut Findings) -> Result<()> {
    let task = |picture: &Arc<Picture>| Task { picture: Arc::clone(picture), wants: Vec::new() };
    let tasks: Vec<Task> = raw.pictures.values().map(task).collect();
    carry_out(&tasks, order, found).map(drop)
}

/// What became of each task; `None` where a finding tells why.
fn carry_out(
    tasks: &[Task],
    order: &Order,
    found: &mut Findings,
) -> Result<Vec<Option<Vec<Ready>>>> {
    let outcomes = pictures::prepare(tasks, order.store)?;
    let told = tasks.iter().zip(outcomes).map(|(task, outcome)| match outcome {
        Ok(ready) => Some(ready),
        Err(fault) => {
            fault.report(&task.picture.path, &task.picture.at, found);
            None
        }
    });
    Ok(told.collect())
}
