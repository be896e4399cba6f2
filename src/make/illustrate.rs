//! The pictures of a book that is set, made ready for its outputs.
//!
//! Takes the sizes from the pages and hands them to `assets::pictures`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use anyhow::Result;

use crate::assets::icc::IccProfile;
use crate::assets::pictures::{self, Job, Purpose, Request};
use crate::assets::press::Press;
use crate::diag::Findings;
use crate::load::Raw;
use crate::load::layout::Layout;
use crate::make::request::{BuildRequest, OutputKind};
use crate::make::set_book::SetBook;
use crate::model::{Book, Crop, Encoded, Picture, Placement, Prepared};
use crate::typeset;

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
pub(crate) fn prefetch(request: &BuildRequest, book: &Book, layout: &Layout, enough: &AtomicBool) {
    if request.store.keeps() {
        pictures::prefetch(&guessed(request, book, layout), request.store, enough);
    }
}

/// What pages most likely want of pictures.
fn guessed(request: &BuildRequest, book: &Book, layout: &Layout) -> Vec<Job> {
    let purposes = [(OutputKind::Screen, Purpose::Screen), (OutputKind::Print, Purpose::Print)];
    let purposes = purposes.into_iter().filter(|(kind, _)| request.wants(*kind));
    let purposes: Vec<Purpose> = purposes.map(|(_, purpose)| purpose).collect();
    let press = press(request, book);
    let mut jobs = BTreeMap::new();
    for section in &book.sections {
        let kind = layout.manifest.pages.get(&section.kind);
        let Some(width) = kind.and_then(|kind| kind.picture) else { continue };
        for picture in section.figures().filter_map(|figure| figure.picture.as_ref()) {
            let across = typeset::inches(width);
            let inches = (across, across * picture.info.height / picture.info.width);
            let placement = Placement { inches, crop: Crop::WHOLE };
            let requests = purposes.iter().map(|purpose| Request { purpose: *purpose, placement });
            let requests = requests.chain(for_ebook(request)).collect();
            let press = press.clone();
            jobs.insert(picture.number, Job { picture: Arc::clone(picture), requests, press });
        }
    }
    jobs.into_values().collect()
}

/// The printing condition that photographs are converted for, if a print file is made and wants
/// that.
fn press(request: &BuildRequest, book: &Book) -> Option<Arc<Press>> {
    let settings = &book.meta.print;
    let wanted = OutputKind::any_printed(request.outputs) && settings.convert;
    // A profile that cannot be read was refused when the book was.
    let icc = settings.icc.as_ref().map(|icc| &icc.bytes[..]);
    let profile = wanted.then(|| IccProfile::of(icc))?.ok()?;
    Press::new(&profile, (settings.ink / 100.0) as f32).ok().map(Arc::new)
}

/// What an e-book wants of a picture, if one is made.
fn for_ebook(request: &BuildRequest) -> Option<Request> {
    let ebook = request.wants(OutputKind::Epub) || !request.shops.is_empty();
    ebook.then_some(Request { purpose: Purpose::Ebook, placement: Placement::UNSIZED })
}

/// Makes the pictures of a book ready. Every picture is decoded, even if nothing is made of it.
/// `None` if one is broken.
///
/// # Errors
/// If the machine fails.
pub(crate) fn illustrate(
    request: &BuildRequest,
    set: &SetBook,
    found: &mut Findings,
) -> Result<Option<Illustrations>> {
    let SetBook { book, pages, print, cover, .. } = *set;
    let wants = |kind| request.wants(kind);
    let ebook = for_ebook(request);
    // An e-book alone has the first page as its cover, and no other.
    let on_screen = match wants(OutputKind::Screen) || ebook.is_some() {
        true => pages.placed(!wants(OutputKind::Screen)),
        false => BTreeMap::new(),
    };
    // One picture serves both files for print: as large and as whole as either has it.
    let mut in_print = print.map(|pages| pages.placed(false)).unwrap_or_default();
    for (number, placement) in cover.iter().flat_map(|sheet| sheet.placed(false)) {
        let both = in_print.entry(number).or_insert(placement);
        *both = both.with(placement);
    }
    let own = book.meta.cover.own.as_ref().and_then(|figure| figure.picture.as_ref());
    let on_cover_alone = |picture: &Picture| own.is_some_and(|own| own.number == picture.number);
    let press = press(request, book);
    let job = |picture: &Arc<Picture>| {
        let sized = |purpose, placed: &BTreeMap<usize, Placement>| {
            placed.get(&picture.number).map(|placement| Request { purpose, placement: *placement })
        };
        // An e-book shows the cover as one picture.
        let ebook = ebook.filter(|_| !on_cover_alone(picture));
        let requests =
            [sized(Purpose::Screen, &on_screen), sized(Purpose::Print, &in_print), ebook];
        let requests = requests.into_iter().flatten().collect();
        Job { picture: Arc::clone(picture), requests, press: press.clone() }
    };
    let jobs: Vec<Job> = book.pictures().into_values().map(job).collect();
    let mut out = Illustrations::default();
    let mut whole = true;
    for (job, ready) in jobs.iter().zip(carry_out(&jobs, request, found)?) {
        whole &= ready.is_some();
        for (wanted, ready) in job.requests.iter().zip(ready.into_iter().flatten()) {
            let prepared = match wanted.purpose {
                Purpose::Screen => &mut out.screen,
                Purpose::Print => &mut out.print,
                Purpose::Ebook | Purpose::Thumbnail => &mut out.ebook,
            };
            prepared.insert(job.picture.number, ready);
        }
    }
    Ok(whole.then_some(out))
}

/// Decodes the pictures of a book that is not made for other reasons, so that one run reports
/// everything.
///
/// # Errors
/// If the machine fails.
pub(crate) fn decode_all(request: &BuildRequest, raw: &Raw, found: &mut Findings) -> Result<()> {
    let job = |picture: &Arc<Picture>| Job {
        picture: Arc::clone(picture),
        requests: Vec::new(),
        press: None,
    };
    let jobs: Vec<Job> = raw.pictures.values().map(job).collect();
    carry_out(&jobs, request, found).map(drop)
}

/// What became of each job; `None` where a finding tells why.
fn carry_out(
    jobs: &[Job],
    request: &BuildRequest,
    found: &mut Findings,
) -> Result<Vec<Option<Vec<Encoded>>>> {
    let results = pictures::prepare(jobs, request.store)?;
    let told = jobs.iter().zip(results).map(|(job, result)| match result {
        Ok(ready) => Some(ready),
        Err(error) => {
            error.report(&job.picture.path, &job.picture.at, found);
            None
        }
    });
    Ok(told.collect())
}
