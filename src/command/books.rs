//! What `build` and `check` share: which books, and making them side by side.
//!
//! As many books are in work as there are threads; they share faces, what was made of pictures, and
//! the threads that lay pages out. What Typst remembers of a book goes when as many others have
//! been made, so memory grows with the number of threads and not of books.

use std::cell::Cell;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use etcetera::BaseStrategy as _;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::args::Books;
use crate::assets::pictures::store::Store;
use crate::check::Stage;
use crate::command::terminal::{Terminal, setting};
use crate::command::watch::Watch;
use crate::diag::{Findings, Lang};
use crate::epub::profile::Shop;
use crate::make::names;
use crate::make::request::{BuildRequest, OpenOptions, OutputKind, Step};
use crate::make::threads::start_pool;
use crate::make::{Outcome, make_and_tell};
use crate::output::error_sheet::Facts;
use crate::output::made::Made;
use crate::output::summary;

/// What became of all books, in the order that they were named.
pub(super) struct BookResults {
    /// The folders, as they were named.
    pub(super) folders: Vec<PathBuf>,
    /// One entry a book.
    pub(super) made: Vec<Option<Made>>,
    /// One entry a book.
    pub(super) found: Vec<Findings>,
    /// One entry a book: what its sheet of errors is made of.
    pub(super) facts: Vec<Option<Facts>>,
}

impl BookResults {
    /// 0 if every book was made, and under `--strict` without warnings; else 1.
    pub(super) fn code(&self, strict: bool) -> u8 {
        let bad = |found: &Findings| found.has_errors() || (strict && found.counts().1 > 0);
        u8::from(self.found.iter().any(bad) || self.made.iter().any(Option::is_none))
    }
}

/// Makes every book, its artefacts in the folder `aside`; a broken one does not stop the others.
/// Nothing is made if two artefacts would have one name. The caller prints the findings.
pub(super) fn make_all(
    args: &Books,
    outputs: &[OutputKind],
    shops: &[Shop],
    aside: Option<&Path>,
    terminal: &Terminal,
) -> Result<BookResults> {
    start_pool(args.jobs);
    let epoch = epoch()?;
    let store = &store();
    let folders = named_or_only(&args.books)?;
    let found = names::same(&folders, outputs, shops);
    if found.iter().any(Findings::has_errors) {
        let made = folders.iter().map(|_| None).collect();
        let facts = folders.iter().map(|_| None).collect();
        return Ok(BookResults { folders, made, found, facts });
    }
    let at_once = rayon::current_num_threads().min(folders.len());
    let options = OpenOptions {
        layout: args.layout.clone(),
        stage: match (args.draft, args.release) {
            (true, _) => Stage::Draft,
            (_, true) => Stage::Reviewed,
            _ => Stage::Release,
        },
        others: at_once - 1,
    };
    let watch = Watch::new();
    if let Some(seconds) = args.timeout {
        watch.start(seconds.get(), terminal)?;
    }
    let bars = MultiProgress::new();
    let request = BuildRequest { outputs, shops, store, epoch, aside };
    let work = |folder: &Path| {
        let bar = bars.add(bar(terminal));
        let work = Work { folder, options: &options, request: &request, watch: &watch };
        one(&work, &bar, terminal.lang)
    };
    let tell = |folder: &Path, outcome: &Outcome| {
        let Outcome { made, found, .. } = outcome;
        if !terminal.quiet {
            let name = shown(folder);
            let details = made.iter().flat_map(|made| summary::details(made, terminal.lang));
            let lines = [summary::line(&name, made.as_ref(), found, terminal.lang)];
            let lines: Vec<String> = lines.into_iter().chain(details).collect();
            bars.suspend(|| lines.iter().for_each(|line| terminal.note(line)));
        }
    };
    let results = side_by_side(&folders, at_once, &work, &tell)?;
    watch.end();
    store.trim();
    let mut all = BookResults { folders, made: vec![], found: vec![], facts: vec![] };
    for Outcome { made, found, facts } in results {
        all.made.push(made);
        all.found.push(found);
        all.facts.push(facts);
    }
    Ok(all)
}

/// A book's folder as it was named; the name of the one that the command was called in.
fn shown(folder: &Path) -> String {
    let real = if folder == Path::new(".") { folder.canonicalize().ok() } else { None };
    let name = real.as_deref().and_then(Path::file_name).unwrap_or(folder.as_os_str());
    name.to_string_lossy().into_owned()
}

/// Does the work for each folder, as many at once as there are threads, and reports each after all
/// before it.
///
/// # Errors
/// The first by the order of folders; after one, no further work is begun.
fn side_by_side<T: Send>(
    folders: &[PathBuf],
    at_once: usize,
    work: &(impl Fn(&Path) -> Result<T> + Sync),
    tell: &(impl Fn(&Path, &T) + Sync),
) -> Result<Vec<T>> {
    let results: Mutex<Vec<Option<Result<T>>>> = Mutex::new(folders.iter().map(|_| None).collect());
    let (next, told, stop) = (AtomicUsize::new(0), Mutex::new(0), AtomicBool::new(false));
    let worker = || {
        while !stop.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(folder) = folders.get(index) else { return };
            let result = work(folder);
            stop.fetch_or(result.is_err(), Ordering::Relaxed);
            let mut told = told.lock().unwrap_or_else(PoisonError::into_inner);
            let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
            results[index] = Some(result);
            while let Some(Some(Ok(result))) = results.get(*told) {
                tell(&folders[*told], result);
                *told += 1;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..at_once {
            thread::Builder::new().spawn_scoped(scope, worker).context("cannot start threads")?;
        }
        anyhow::Ok(())
    })?;
    results.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().flatten().collect()
}

/// What was made of pictures before: in the folder that `NIANJIAN_CACHE` names, none if it says
/// `off`, else in the user's cache folder.
pub(super) fn store() -> Store {
    match setting("NIANJIAN_CACHE").as_deref() {
        Some("off") => Store::none(),
        Some(folder) => Store::at(folder.into()),
        // Without a home there is no cache either.
        None => etcetera::choose_base_strategy().map_or_else(
            |_| Store::none(),
            |folders| Store::at(folders.cache_dir().join("nianjian/pictures")),
        ),
    }
}

/// A book to make.
struct Work<'a> {
    folder: &'a Path,
    options: &'a OpenOptions,
    request: &'a BuildRequest<'a>,
    watch: &'a Watch,
}

/// Makes one book with a bar; a panic in a step is caught and named.
fn one(work: &Work, bar: &ProgressBar, lang: Lang) -> Result<Outcome> {
    let at = Cell::new(Step::Load);
    let Work { folder, options, request, watch } = *work;
    let step = |step| {
        at.set(step);
        watch.at(folder, name(step, lang));
        bar.set_message(name(step, lang));
        bar.inc(1);
    };
    let result = catch_unwind(AssertUnwindSafe(|| make_and_tell(folder, options, request, &step)));
    bar.finish_and_clear();
    watch.done(folder);
    match result {
        Ok(made) => made,
        Err(_) => {
            let (book, step) = (folder.display(), name(at.get(), lang));
            bail!("{book}: panic while: {step}")
        }
    }
}

fn name(step: Step, lang: Lang) -> &'static str {
    match (step, lang) {
        (Step::Load, Lang::Zh) => "读取",
        (Step::Check, Lang::Zh) => "检查",
        (Step::Typeset, Lang::Zh) => "排版",
        (Step::Illustrate, Lang::Zh) => "做图",
        (Step::Export, Lang::Zh) => "输出",
        (Step::Load, Lang::En) => "reading",
        (Step::Check, Lang::En) => "checking",
        (Step::Typeset, Lang::En) => "setting",
        (Step::Illustrate, Lang::En) => "pictures",
        (Step::Export, Lang::En) => "writing",
    }
}

/// A bar on standard error; hidden where that is no terminal.
fn bar(terminal: &Terminal) -> ProgressBar {
    if terminal.quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(5);
    let style = ProgressStyle::with_template("{spinner} {msg:8} {bar:24} {pos}/{len} {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// The books named, or the one in whose folder the command was called, or the only one under
/// `content/`.
pub(super) fn named_or_only(named: &[PathBuf]) -> Result<Vec<PathBuf>> {
    if !named.is_empty() {
        return Ok(named.to_vec());
    }
    if Path::new("book.yaml").is_file() {
        return Ok(vec![PathBuf::from(".")]);
    }
    let content = Path::new("content");
    let entries = fs::read_dir(content).context(
        "no book was named, and there is neither book.yaml nor content/ here / 没有指定书，这里也没有 book.yaml 或 content/",
    )?;
    let folders = entries.flatten().map(|entry| entry.path());
    let mut books: Vec<PathBuf> = folders.filter(|path| path.join("book.yaml").is_file()).collect();
    books.sort();
    match books.len() {
        1 => Ok(books),
        0 => bail!("no book under content/ / content/ 下没有书"),
        _ => {
            let list: Vec<String> = books.iter().map(|book| book.display().to_string()).collect();
            bail!(
                "several books under content/, name one / content/ 下有几本书，请指定：{}",
                list.join(" ")
            )
        }
    }
}

/// `SOURCE_DATE_EPOCH` of reproducible builds.
fn epoch() -> Result<Option<i64>> {
    let value = setting("SOURCE_DATE_EPOCH");
    let epoch = value.map(|value| value.parse::<i64>()).transpose();
    let epoch = epoch.context("SOURCE_DATE_EPOCH is not a number of seconds")?;
    // What neither a PDF date nor ZIP can hold is refused before the work begins.
    match epoch {
        Some(seconds) if !(0..=253_402_300_799).contains(&seconds) => {
            bail!("SOURCE_DATE_EPOCH is out of range")
        }
        epoch => Ok(epoch),
    }
}
