//! What all tests share: books, the command, goldens, validators.

pub mod damage;
pub mod dist;
pub mod golden;
pub mod pdf_file;
pub mod rust;
pub mod tools;
pub mod zip_file;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, OnceLock};

use nianjian::assets::pictures::store::Store;
use nianjian::check::Stage;
use nianjian::diag::{Findings, Lang};
use nianjian::epub::profile::Shop;
use nianjian::make::request::{BuildRequest, OpenOptions, OutputKind};
use nianjian::make::session::Session;
use nianjian::model::Book;
use nianjian::output::made::Made;
use nianjian::typeset::{Medium, Pages};
use tempfile::TempDir;

/// The root of the crate.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The first book.
pub fn jinshan() -> PathBuf {
    root().join("content/jinshan-2023")
}

/// The book that uses every construct of the format.
pub fn every_construct() -> PathBuf {
    root().join("tests/books/every-construct")
}

/// The smallest book.
pub fn minimal() -> PathBuf {
    root().join("tests/books/minimal")
}

/// A copy of a book that a test may change.
pub struct Copy {
    _folder: TempDir,
    pub path: PathBuf,
}

impl Copy {
    pub fn of(book: &Path) -> Copy {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join(book.file_name().unwrap());
        copy_tree(book, &path);
        Copy { _folder: folder, path }
    }

    pub fn write(&self, file: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Changes a file's text; fails if there is nothing to change.
    pub fn replace(&self, file: &str, from: &str, to: &str) {
        let path = self.path.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from:?}");
        fs::write(path, text.replace(from, to)).unwrap();
    }

    /// The codes of the findings, sorted, each once.
    pub fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> =
            findings(&self.path).sorted().iter().map(|finding| finding.code.to_string()).collect();
        codes.sort();
        codes.dedup();
        codes
    }
}

pub fn copy_tree(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A book that was made in this process.
pub struct Built {
    pub files: BTreeMap<String, Vec<u8>>,
    pub found: Findings,
}

impl Built {
    /// The only file with this extension.
    pub fn file(&self, extension: &str) -> &[u8] {
        let named = |name: &String| name.ends_with(extension);
        let name = self.files.keys().find(|name| named(name));
        let name = name.unwrap_or_else(|| panic!("no {extension}: {}", said(&self.found)));
        &self.files[name]
    }
}

pub fn build(book: &Path) -> Built {
    build_to(book, &[OutputKind::Screen, OutputKind::Epub])
}

pub fn build_to(book: &Path, outputs: &[OutputKind]) -> Built {
    build_for(book, outputs, &[])
}

/// As [`build_to`], with e-books for shops.
pub fn build_for(book: &Path, outputs: &[OutputKind], shops: &[Shop]) -> Built {
    let (made, found) = made(book, outputs, shops, Stage::Release);
    let artefacts = made.into_iter().flat_map(|made| made.artefacts);
    Built {
        files: artefacts
            .map(|file| (file.name.clone(), file.bytes().unwrap().into_owned()))
            .collect(),
        found,
    }
}

/// A book that is made once for all tests that only look at it.
pub fn built(book: &Path) -> &'static Built {
    static CACHE: OnceLock<Mutex<BTreeMap<PathBuf, &'static Built>>> = OnceLock::new();
    let cache = CACHE.get_or_init(Mutex::default);
    let mut cache = cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    cache.entry(book.to_owned()).or_insert_with(|| Box::leak(Box::new(build(book))))
}

/// All findings of a book, layout's included.
pub fn findings(book: &Path) -> Findings {
    findings_at(book, Stage::Release)
}

/// All findings of making these of a book.
pub fn findings_of(book: &Path, outputs: &[OutputKind], shops: &[Shop]) -> Findings {
    made(book, outputs, shops, Stage::Release).1
}

pub fn findings_at(book: &Path, stage: Stage) -> Findings {
    made(book, &[], &[], stage).1
}

/// All findings of making these of a book that is set with the layout of a folder.
pub fn findings_with(book: &Path, layout: &Path, outputs: &[OutputKind]) -> Findings {
    let layout = Some(layout.to_owned());
    let options = OpenOptions { layout, others: usize::MAX, ..OpenOptions::default() };
    let mut session = Session::open(book, OpenOptions { stage: Stage::Release, ..options });
    session.reload();
    let store = &Store::none();
    let request = BuildRequest { outputs, shops: &[], store, epoch: None, aside: None };
    session.export(&request, &|_| {}).unwrap();
    session.findings()
}

fn made(
    book: &Path,
    outputs: &[OutputKind],
    shops: &[Shop],
    stage: Stage,
) -> (Option<Made>, Findings) {
    let mut session = open(book, stage);
    let store = &Store::none();
    let request = BuildRequest { outputs, shops, store, epoch: None, aside: None };
    let made = session.export(&request, &|_| {}).unwrap();
    (made, session.findings())
}

/// A session that has read a book. It has Typst forget nothing: other tests are at work.
pub fn open(book: &Path, stage: Stage) -> Session {
    let others = usize::MAX;
    let mut session = Session::open(book, OpenOptions { stage, others, ..OpenOptions::default() });
    session.reload();
    session
}

/// Findings as lines.
pub fn said(found: &Findings) -> String {
    let mut out = String::new();
    for finding in found.sorted() {
        let mut at = finding.at.as_ref().map(ToString::to_string).unwrap_or_default();
        if let Some((line, column)) = finding.at.as_ref().and_then(|at| found.end(at)) {
            at.push_str(&format!("-{line}:{column}"));
        }
        out.push_str(&format!(
            "{at}: {}[{}]\n  {}\n  {}\n  {}\n  {}\n",
            finding.severity.word(),
            finding.code,
            finding.message.zh,
            finding.message.en,
            finding.hint_or_default(Lang::Zh),
            finding.hint_or_default(Lang::En),
        ));
    }
    out
}

/// The stages up to the pages, for tests that look inside.
pub struct Inside {
    pub book: Book,
    pub pages: Pages,
}

pub fn inside(book: &Path) -> Inside {
    let mut session = open(book, Stage::Release);
    session.set(Medium::Screen).unwrap();
    let found = session.findings();
    assert!(!found.has_errors(), "{}", said(&found));
    let pages = session.pages(Medium::Screen).unwrap().clone();
    Inside { book: session.check().unwrap().clone(), pages }
}

/// The command, with nothing of this machine in its environment.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianjian"));
    command.env_clear().env("PATH", std::env::var("PATH").unwrap_or_default());
    command.env("LANG", "zh_CN.UTF-8").env("NIANJIAN_CACHE", "off");
    command
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
