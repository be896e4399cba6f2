//! A book that stays open: what has not changed since it was last read, checked and set is kept.
//!
//! Files are known by their times and size, then by checksum; of those that are the same, what was
//! made of them is taken: sections, pictures, the layout's files. Typst keeps by itself what it
//! made of data that are the same, until the session has it forgotten. What comes out is what comes
//! out of a book that is read for the first time, to the byte.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;

use crate::assets::faces;
use crate::check::{self, Stage};
use crate::diag::{Code, Findings};
use crate::load::layout::{self, Layout};
use crate::load::{self, Raw};
use crate::make::changes::Changes;
use crate::make::export::export;
use crate::make::illustrate;
use crate::make::loaded::Loaded;
use crate::make::request::{BuildRequest, OpenOptions, OutputKind, Step};
use crate::make::set_book::SetBook;
use crate::make::sheets::Sheets;
use crate::make::threads::{start_pool, with_deep_stack, with_warmup};
use crate::model::Book;
use crate::output::error_sheet::Facts;
use crate::output::made::Made;
use crate::typeset::{self, Medium, Pages};

/// For how many changes after its last use Typst remembers what it made.
const REMEMBERED: usize = 8;

/// A book that is open.
///
/// Its work has no time limit: a layout may have a loop without an end, and no thread can be
/// stopped from outside. A program that must not hang keeps its sessions in a process of its own
/// and ends that, as `--timeout` of the command does.
#[derive(Debug)]
pub struct Session {
    folder: PathBuf,
    options: OpenOptions,
    caches: Caches,
    /// The last state of the files that can be checked.
    loaded: Option<Loaded>,
    /// What of that state is that of now.
    current: Current,
    /// What the last reading found.
    read: Findings,
    /// What reading and checking found; `None` if it is to be checked.
    checked: Option<Findings>,
    book: Option<Book>,
    sheets: Sheets,
    /// What the last export found.
    exported: Findings,
    /// Whether the last export looked for all that can be found of pages and pictures.
    reported: bool,
    /// Whether Typst may forget something: the book changed since it last did.
    may_evict: bool,
}

/// What could be read when the files were read last; of the rest, the state of before stands.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Current {
    /// `book.yaml`, and with it the sections.
    book: bool,
    layout: bool,
}

/// What was made of files and sections, for the next reading and check.
#[derive(Debug, Default)]
struct Caches {
    files: load::Cache,
    layout: layout::Cache,
    faces: faces::Cache,
    sections: check::Cache,
}

impl Current {
    /// Whether everything is as it is now.
    fn is_whole(self) -> bool {
        self.book && self.layout
    }
}

impl Session {
    /// Opens the book in a folder; nothing is read yet.
    #[must_use]
    pub fn open(folder: &Path, options: OpenOptions) -> Session {
        start_pool(None);
        Session {
            folder: folder.to_owned(),
            options,
            caches: Caches::default(),
            loaded: None,
            current: Current::default(),
            read: Findings::default(),
            checked: None,
            book: None,
            sheets: Sheets::default(),
            exported: Findings::default(),
            reported: false,
            may_evict: true,
        }
    }

    /// Reads what is new, and says what has changed since the last reading.
    pub fn reload(&mut self) -> Changes {
        let mut found = Findings::new(&self.folder.to_string_lossy());
        let raw = load::load(&self.folder, &mut self.caches.files, &mut found);
        let (loaded, current) = match raw {
            Some(raw) => self.with_layout(raw, &mut found),
            None => (None, Current::default()),
        };
        let mut changes = match &loaded {
            Some(loaded) => Changes::between(self.loaded.as_ref(), loaded),
            None => Changes::default(),
        };
        changes.findings = !found.same(&self.read) || current != self.current;
        (self.read, self.current) = (found, current);
        self.loaded = loaded.or(self.loaded.take());
        if !changes.is_empty() {
            self.checked = None;
            self.sheets.outdate();
            self.exported = Findings::default();
            self.reported = false;
            self.may_evict = true;
        }
        changes
    }

    /// Adds layout and faces to what was read; if there is no layout, that of before.
    fn with_layout(&mut self, raw: Raw, found: &mut Findings) -> (Option<Loaded>, Current) {
        let choice = raw.layout(self.options.layout.as_deref());
        let new = layout::layout(&choice, &mut self.caches.layout, found);
        let faces = self.caches.faces.faces(&raw.folder, &raw.font_folders(), found);
        let current = Current { book: true, layout: new.is_some() };
        let before = self.loaded.as_ref().map(|loaded| Arc::clone(&loaded.layout));
        let layout = new.or(before);
        (layout.map(|layout| Loaded { raw, layout, faces }), current)
    }

    /// Checks the book, as far as it changed. What it gives can be set even while there are errors:
    /// placeholders stand for what is wrong, and while `book.yaml` itself is, the book is as it
    /// was. `None` if nothing could ever be read.
    pub fn check(&mut self) -> Option<&Book> {
        let Loaded { raw, layout, faces } = self.loaded.as_ref()?;
        if self.checked.is_none() {
            let input = check::Input { raw, layout, faces, stage: self.options.stage };
            let mut found = self.read.clone();
            self.book = Some(check::check(&input, &mut self.caches.sections, &mut found));
            // What is wrong with files as they were is not said of files as they are.
            self.checked = Some(if self.current.book { found } else { self.read.clone() });
        }
        self.book.as_ref()
    }

    /// Sets the pages for a medium, as far as the book changed. `None` if the layout fails or
    /// nothing could ever be read; [`Session::pages`] still gives those of before.
    ///
    /// # Errors
    /// If the machine fails.
    pub fn set(&mut self, medium: Medium) -> Result<Option<&Pages>> {
        self.check();
        if !self.sheets.tried(medium) {
            self.forget();
            let Session { loaded, book, sheets, .. } = &mut *self;
            if let (Some(loaded), Some(book)) = (loaded, book) {
                let input = loaded.input(book);
                with_deep_stack(|| sheets.set(&input, medium))?;
            }
        }
        Ok(self.sheets.current(medium))
    }

    /// Makes what is wanted of the book as it was read last; whatever stage has not been done yet
    /// is done now. `None` if the book has errors: then [`Session::findings`] says which.
    ///
    /// # Errors
    /// If the machine fails; never because of the book.
    pub fn export(&mut self, request: &BuildRequest, step: &dyn Fn(Step)) -> Result<Option<Made>> {
        self.exported = Findings::default();
        self.reported = false;
        step(Step::Check);
        self.check();
        if self.is_sound() {
            step(Step::Typeset);
            self.set_for(request)?;
        }
        let sound = self.is_sound();
        let Session { loaded, book, sheets, exported, .. } = self;
        let (Some(loaded), Some(book), true) = (loaded, book, self.current.is_whole()) else {
            return Ok(None);
        };
        let wanted = |medium, kind| sheets.current(medium).filter(|_| request.wants(kind));
        let print = wanted(Medium::Print, OutputKind::Print);
        let cover = wanted(Medium::Cover, OutputKind::Cover);
        let alone = print.filter(|_| request.is_for_print_alone());
        let pages = alone.or(sheets.current(Medium::Screen)).filter(|_| sound);
        let Some(pages) = pages else {
            illustrate::decode_all(request, &loaded.raw, exported)?;
            return Ok(None);
        };
        let set = SetBook { loaded, book, pages, print, cover };
        let made = export(&set, request, exported, step)?;
        self.reported = made.is_some();
        // The book may call errors what the export takes for warnings, and idle comments.
        Ok(made.filter(|_| !self.findings().has_errors()))
    }

    /// Sets the pages that outputs are made of; caches are warmed meanwhile if nothing was set yet.
    fn set_for(&mut self, request: &BuildRequest) -> Result<()> {
        let print = request.wants(OutputKind::Print);
        let medium = if print { Medium::Print } else { Medium::Screen };
        let (alone, cover) = (request.is_for_print_alone(), request.wants(OutputKind::Cover));
        let tried = |medium| self.sheets.tried(medium);
        if tried(medium) && (alone || tried(Medium::Screen)) && (!cover || tried(Medium::Cover)) {
            return Ok(());
        }
        self.forget();
        let Session { loaded: Some(loaded), book: Some(book), sheets, .. } = self else {
            return Ok(());
        };
        let input = &loaded.input(book);
        let first = sheets.last(Medium::Screen).is_none();
        let warmup = |enough: &AtomicBool| {
            illustrate::prefetch(request, book, input.layout, enough);
            if first && !enough.load(Ordering::Relaxed) {
                let medium = if alone { Medium::Print } else { Medium::Screen };
                typeset::warm_cache(input, medium);
            }
        };
        let set = || {
            match alone {
                true => sheets.set_for_print(input),
                false => sheets.set(input, medium),
            }
            if cover {
                sheets.set_cover(input);
            }
        };
        with_deep_stack(|| with_warmup(warmup, set))?;
        Ok(())
    }

    /// Has Typst forget what was not used for some changes, once a change; of other books what is
    /// not in work, when this one is set for the first time.
    fn forget(&mut self) {
        if std::mem::take(&mut self.may_evict) {
            let own = if self.sheets.last(Medium::Screen).is_some() { REMEMBERED } else { 0 };
            typst::comemo::evict(own.saturating_add(self.options.others));
        }
    }

    /// The pages for a medium: of the book as it is now, or as it was when it could last be set.
    #[must_use]
    pub fn pages(&self, medium: Medium) -> Option<&Pages> {
        self.sheets.last(medium)
    }

    /// The layout, if one could ever be read.
    #[must_use]
    pub fn layout(&self) -> Option<&Layout> {
        Some(&self.loaded.as_ref()?.layout)
    }

    /// Whether no error is known: what is not yet checked or set may still have some.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        let is_good = |found: &Findings| !self.governed(found.clone()).has_errors();
        let mut found = self.checked.iter().chain(self.sheets.found()).chain([&self.exported]);
        self.current.is_whole() && found.all(is_good)
    }

    /// Findings as the book wants them.
    fn governed(&self, mut found: Findings) -> Findings {
        if let Some(loaded) = self.loaded.as_ref().filter(|_| self.current.book) {
            loaded.raw.control.apply(&mut found);
        }
        found
    }

    /// Whether all was looked for that a code is of. Print files and e-books for shops are made in
    /// some runs only, and so what can be found of them; print asks for more pixels, too.
    fn is_looked_for(&self, code: Code) -> bool {
        match code.row().name.chars().next() {
            _ if code == Code::I07 => false,
            Some('E' | 'P' | 'V') => false,
            Some('F' | 'I' | 'L' | 'T') => self.reported,
            _ => self.current.is_whole() && self.checked.is_some(),
        }
    }

    /// What the sheet of errors is made of: the files as they were read last, and the pages if they
    /// could be set. `None` if nothing could ever be read.
    #[must_use]
    pub fn facts(&self) -> Option<Facts> {
        let pages = [Medium::Screen, Medium::Print].map(|medium| self.sheets.current(medium));
        Some(Facts::new(&self.loaded.as_ref()?.raw, pages.into_iter().flatten().next()))
    }

    /// What the stages so far found.
    #[must_use]
    pub fn findings(&self) -> Findings {
        let mut found = self.checked.as_ref().unwrap_or(&self.read).clone();
        if self.options.stage == Stage::Draft {
            found.downgrade(Code::F01);
        }
        if self.current.book {
            let later = self.sheets.found().chain([&self.exported]);
            later.for_each(|later| found.join(later.clone()));
        }
        found = self.governed(found);
        if let Some(loaded) = self.loaded.as_ref().filter(|_| self.current.book) {
            let control = &loaded.raw.control;
            control.report_idle(&mut found, |code| self.is_looked_for(code));
            control.apply(&mut found);
        }
        found
    }
}
