//! The time limit: a layout may have a loop without an end, and no thread can be stopped from
//! outside.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command::terminal::Terminal;
use crate::diag::Lang;

/// Which books are in work, and at what; `None` when all are made.
type Working = Option<BTreeMap<PathBuf, &'static str>>;

/// Watches over the books that are in work.
#[derive(Debug, Clone)]
pub(super) struct Watch(Arc<Mutex<Working>>);

impl Watch {
    pub(super) fn new() -> Watch {
        Watch(Arc::new(Mutex::new(Some(BTreeMap::new()))))
    }

    /// Ends the program after so many seconds with exit code 1, having said what was in work.
    /// Artefacts are as they were: they take their places in one step, at the end.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub(super) fn start(&self, seconds: u32, terminal: &Terminal) -> Result<()> {
        let (working, terminal) = (self.clone(), terminal.clone());
        let end = move || {
            thread::sleep(Duration::from_secs(seconds.into()));
            let working = working.lock();
            let Some(books) = &*working else { return };
            let (brackets, comma) = match terminal.lang {
                Lang::Zh => (["（", "）"], "、"),
                Lang::En => ([" (", ")"], ", "),
            };
            let book = |(book, step): (&PathBuf, &&str)| {
                format!("{}{}{step}{}", book.display(), brackets[0], brackets[1])
            };
            let books = books.iter().map(book).collect::<Vec<_>>().join(comma);
            terminal.note(&match terminal.lang {
                Lang::Zh => format!("过了 {seconds} 秒还没有做完，停下了：{books}"),
                Lang::En => format!("not done after {seconds} seconds, stopped: {books}"),
            });
            #[expect(
                clippy::disallowed_methods,
                reason = "nothing else ends a thread that does not end"
            )]
            std::process::exit(1);
        };
        thread::Builder::new().spawn(end).context("cannot start threads")?;
        Ok(())
    }

    /// A book is at a step.
    pub(super) fn at(&self, book: &Path, step: &'static str) {
        self.lock().as_mut().and_then(|books| books.insert(book.to_owned(), step));
    }

    /// A book is no longer in work.
    pub(super) fn done(&self, book: &Path) {
        self.lock().as_mut().and_then(|books| books.remove(book));
    }

    /// All books are made: what is left to do has an end.
    pub(super) fn end(&self) {
        *self.lock() = None;
    }

    fn lock(&self) -> MutexGuard<'_, Working> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
