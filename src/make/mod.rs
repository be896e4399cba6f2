//! From a book's folder to its artefacts: the stages in their order.

pub mod changes;
mod ebooks;
mod export;
mod illustrate;
mod loaded;
pub mod names;
pub mod request;
pub mod session;
mod set_book;
mod sheets;
pub mod threads;

use std::path::Path;

use anyhow::Result;

use crate::diag::Findings;
use crate::make::request::{BuildRequest, OpenOptions, Step};
use crate::make::session::Session;
use crate::output::made::Made;

/// Makes a book. `None` if it has errors; then the findings say which.
///
/// # Errors
/// If the machine fails; never because of the book.
pub fn make(
    folder: &Path,
    options: &OpenOptions,
    request: &BuildRequest,
    step: &dyn Fn(Step),
) -> Result<(Option<Made>, Findings)> {
    step(Step::Load);
    let mut session = Session::open(folder, options.clone());
    session.reload();
    let made = session.export(request, step)?;
    Ok((made, session.findings()))
}
