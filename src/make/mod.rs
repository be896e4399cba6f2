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
use crate::output::error_sheet::Facts;
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
    let Outcome { made, found, .. } = make_and_tell(folder, options, request, step)?;
    Ok((made, found))
}

/// What became of a book.
#[derive(Debug)]
pub struct Outcome {
    /// The book; `None` if it has errors.
    pub made: Option<Made>,
    /// What was found.
    pub found: Findings,
    /// What the sheet of errors is made of; `None` if nothing could be read.
    pub facts: Option<Facts>,
}

/// As [`make`], with what the sheet of errors is made of.
///
/// # Errors
/// If the machine fails; never because of the book.
pub fn make_and_tell(
    folder: &Path,
    options: &OpenOptions,
    request: &BuildRequest,
    step: &dyn Fn(Step),
) -> Result<Outcome> {
    step(Step::Load);
    let mut session = Session::open(folder, options.clone());
    session.reload();
    let made = session.export(request, step)?;
    Ok(Outcome { made, found: session.findings(), facts: session.facts() })
}
