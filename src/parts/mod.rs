//! What an artefact consists of, part by part: entries of a container, pages of a PDF. Each part is
//! known by a digest of each of its aspects.
//!
//! `build` has the manifest tell the parts of what it wrote, `verify` reads them anew. So whoever
//! changes a file and makes its checksum fit is told apart from `build` all the same, by the part
//! and by what of it was changed. That a file says what the book says is another matter: digests
//! know nothing of the book.
//!
//! Both read with the same code, on purpose: a digest must not depend on who takes it.

mod digest;
mod ebook;
mod objects;

use hayro_syntax::Pdf;

pub use crate::parts::digest::{Parts, Unread};
pub use crate::parts::ebook::entries;

/// The parts of a PDF.
#[must_use]
pub fn pages(pdf: &Pdf) -> Parts {
    objects::parts(pdf)
}

/// The parts of an artefact by its name's ending; of others than PDFs and e-books there are none.
///
/// # Errors
/// If it cannot be read.
pub fn of(name: &str, bytes: Vec<u8>) -> Result<Parts, Unread> {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("pdf") => match Pdf::new(bytes) {
            Ok(pdf) => Ok(pages(&pdf)),
            Err(why) => Err(Unread::Malformed(format!("{why:?}"))),
        },
        Some("epub") => entries(&bytes, u64::MAX),
        _ => Ok(Parts::new()),
    }
}
