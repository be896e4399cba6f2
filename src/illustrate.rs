//! The pictures of a book that is set, made ready for its outputs.
//!
//! Here pages, which know how large a picture is shown, meet the room that makes pictures. Left out
//! on purpose: how that is done.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;

use crate::Order;
use crate::args::Target;
use crate::assets::pictures::{self, Purpose, Task, Want};
use crate::diag::Findings;
use crate::load::Raw;
use crate::model::{Book, Picture, Prepared};
use crate::typeset::Pages;

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
    let ebook = wants(Target::Epub) || !order.shops.is_empty();
    // An e-book alone has the first page as its cover, and no other.
    let on_screen = match wants(Target::Screen) || ebook {
        true => pages.placed(!wants(Target::Screen)),
        false => BTreeMap::new(),
    };
    let in_print = print.map(|pages| pages.placed(false)).unwrap_or_default();
    let used = book.figures().filter_map(|figure| figure.picture.as_ref());
    let used: BTreeMap<usize, &Arc<Picture>> = used.map(|p| (p.number, p)).collect();
    let task = |picture: &&Arc<Picture>| {
        let sized = |purpose, placed: &BTreeMap<usize, (f64, f64)>| {
            placed.get(&picture.number).map(|inches| Want { purpose, inches: *inches })
        };
        let wants = [
            sized(Purpose::Screen, &on_screen),
            sized(Purpose::Print, &in_print),
            ebook.then_some(Want { purpose: Purpose::Ebook, inches: (0.0, 0.0) }),
        ];
        Task { picture: Arc::clone(picture), wants: wants.into_iter().flatten().collect() }
    };
    let tasks: Vec<Task> = used.values().map(task).collect();
    let mut out = Illustrations::default();
    let mut whole = true;
    for (task, outcome) in tasks.iter().zip(pictures::prepare(&tasks, order.store)?) {
        match outcome {
            Ok(ready) => {
                for (want, ready) in task.wants.iter().zip(ready) {
                    let prepared = match want.purpose {
                        Purpose::Screen => &mut out.screen,
                        Purpose::Print => &mut out.print,
                        Purpose::Ebook | Purpose::Thumbnail => &mut out.ebook,
                    };
                    prepared.insert(task.picture.number, ready);
                }
            }
            Err(fault) => {
                fault.report(&task.picture.path, &task.picture.at, found);
                whole = false;
            }
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
    for (task, outcome) in tasks.iter().zip(pictures::prepare(&tasks, order.store)?) {
        if let Err(fault) = outcome {
            fault.report(&task.picture.path, &task.picture.at, found);
        }
    }
    Ok(())
}
