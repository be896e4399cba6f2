//! What an artefact consists of, part by part: entries of a container, pages of a PDF. Each part is
//! known by a digest of each of its aspects.
//!
//! `build` has the manifest tell the parts of what it wrote, `verify` reads them anew. So whoever
//! changes a file and makes its checksum fit is told apart from `build` all the same, by the part
//! and by what of it was changed. That a file says what the book says is another matter: digests
//! know nothing of the book.
//!
//! Both read with the same code, on purpose: a digest must not depend on who takes it.

mod ebook;
mod objects;

use std::collections::BTreeMap;

use hayro_syntax::Pdf;

use crate::assets::checksum::sha256;

pub use crate::parts::ebook::entries;

/// Digests by part and by aspect: those of whole entries of a container in full, as `sha256sum`
/// tells them, the others in 32 digits.
///
/// Parts are paths of entries; in a PDF `page 1` and so on, and `document` for what belongs to all
/// pages. Aspects of a PDF have the names of the dictionaries' keys that lead to them (PDF 1.7,
/// 7.7.2 and 7.7.3), but for `Image`, `Tags`, `Alt` and `Info`; those of an entry are `bytes`, and
/// of XML also `words`, `links` and `alternatives`.
pub type Parts = BTreeMap<String, BTreeMap<String, String>>;

/// Why parts cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It would decompress to more than it may.
    TooLarge,
    /// A parser refused it: what it said.
    Malformed(String),
}

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

/// A digest in 32 digits.
fn short(bytes: &[u8]) -> String {
    let mut digest = sha256(bytes);
    digest.truncate(32);
    digest
}
