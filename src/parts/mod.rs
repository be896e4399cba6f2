//! What an artefact consists of, part by part: entries of a container, pages of a PDF. Each part is
//! known by a digest of each of its aspects.
//!
//! `build` tells the parts of what it writes in the manifest, `verify` reads them anew. So whoever
//! changes a file and makes its checksum fit is told apart from `build` all the same, by the part
//! and by what of it was changed. That a file says what the book says is another matter: digests
//! know nothing of the book.
//!
//! Both read with the same code, on purpose: a digest must not depend on who takes it.

mod digest;
mod ebook;
mod objects;

use std::sync::Arc;

use hayro_syntax::Pdf;

pub use crate::parts::digest::{Aspects, Parts, Unread};
pub use crate::parts::ebook::{entries, entry_of};

/// The parts of a PDF.
#[must_use]
pub fn pages(pdf: &Pdf) -> Parts {
    objects::parts(pdf)
}

/// The parts of a PDF that was written.
///
/// # Errors
/// If it cannot be read.
pub fn pages_of(bytes: &Arc<Vec<u8>>) -> Result<Parts, Unread> {
    match Pdf::new(Arc::clone(bytes)) {
        Ok(pdf) => Ok(pages(&pdf)),
        Err(why) => Err(Unread::Malformed(format!("{why:?}"))),
    }
}
