//! Layouts: the ones in the binary, a folder of the book, or any folder by `--layout`.
//!
//! A layout is a Typst package that works with stock Typst; `[tool.nianjian]` in its `typst.toml`
//! states the facts that the tool needs. Its own sample data and pictures are left out here: the
//! book is laid over them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use typst::foundations::Bytes;

use crate::diag::{Code, Findings, msg};
use crate::load::memo::Memo;
use crate::model::Section;
use crate::source::Place;

/// The number of the contract between tool and layout that this version implements.
pub const CONTRACT: u32 = 1;

/// The layouts in the binary.
static BUILT_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/layouts");

/// Largest file of a layout, in bytes.
const MAX_FILE: u64 = 16 << 20;

/// Most files of a layout.
const MAX_FILES: usize = 2000;

/// A layout, ready to be served.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// Its name.
    pub name: String,
    /// Its files by absolute virtual path such as `/main.typ`.
    pub files: BTreeMap<String, Bytes>,
    /// What it states.
    pub manifest: Manifest,
    /// The style sheet of the e-book.
    pub style: String,
}

/// `[tool.nianjian]` of a layout's `typst.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Manifest {
    /// The contract that it was written for.
    pub contract: u32,
    /// Width and height of the trimmed page, in millimetres.
    pub trim: [f64; 2],
    /// Bleed, in millimetres.
    #[serde(default)]
    pub bleed: f64,
    /// The smallest margin, in millimetres; a bleed must not be larger.
    #[serde(default = "any_margin")]
    pub margin: f64,
    /// Families that it needs.
    #[serde(default)]
    pub fonts: Vec<String>,
    /// Path of the e-book's style sheet in the layout.
    pub style: String,
    /// The page kinds that it sets.
    pub pages: BTreeMap<String, PageKind>,
}

fn any_margin() -> f64 {
    f64::INFINITY
}

/// What a layout states of a page kind.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct PageKind {
    /// How wide most of its pictures are, in millimetres. Pictures are made for that width while
    /// the pages are still being set; a wrong guess costs time and nothing else.
    pub picture: Option<f64>,
    /// The shape that goes on one spread, if there is one.
    pub spread: Option<Spread>,
    /// What may flex so that a section fits, in order of preference.
    #[serde(default)]
    pub knobs: Vec<Knob>,
}

/// Something that may flex, with the values that it may take.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Knob {
    /// Its name in the section's data.
    pub name: String,
    /// The tightest and the loosest value.
    pub range: [f64; 2],
    /// The value used when nothing has to be fitted.
    pub ideal: f64,
    /// The distance between values.
    pub step: f64,
}

impl Knob {
    /// Whether there is anything to turn, and not too much: an ideal inside the range, and at
    /// most a hundred steps.
    fn is_sound(&self) -> bool {
        let [tight, loose] = self.range;
        let (low, high) = (tight.min(loose), tight.max(loose));
        let steps = (high - low) / self.step;
        (low..=high).contains(&self.ideal) && (1.0..=100.0).contains(&steps)
    }
}

/// The shape of a section that is set on facing pages.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Spread {
    /// Number of stories.
    pub stories: usize,
    /// Number of pictures.
    pub figures: usize,
    /// Number of pages.
    pub pages: usize,
    /// Least and most characters in all.
    pub chars: [usize; 2],
    /// What may flex there, in order of preference.
    #[serde(default)]
    pub knobs: Vec<Knob>,
}

impl PageKind {
    /// What may flex in a section: the knobs of the spread if it has the spread's shape.
    #[must_use]
    pub fn knobs_of(&self, section: &Section) -> &[Knob] {
        let shape = (section.stories().len(), section.figures().count());
        match &self.spread {
            Some(spread) if shape == (spread.stories, spread.figures) => &spread.knobs,
            _ => &self.knobs,
        }
    }

    /// All knobs that it states.
    fn all_knobs(&self) -> impl Iterator<Item = &Knob> {
        self.knobs.iter().chain(self.spread.iter().flat_map(|spread| &spread.knobs))
    }
}

/// The part of `typst.toml` that is ours.
#[derive(Deserialize)]
struct Package {
    tool: Tool,
}

#[derive(Deserialize)]
struct Tool {
    nianjian: Manifest,
}

/// Names of the layouts in the binary.
#[must_use]
pub fn built_in() -> Vec<String> {
    let name = |dir: &Dir| dir.path().to_string_lossy().into_owned();
    let mut names: Vec<String> = BUILT_IN.dirs().map(name).collect();
    names.sort();
    names
}

/// Which layout a book is set with.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// A folder given on the command line, which takes the place of the book's choice.
    pub given: Option<&'a Path>,
    /// The book's folder.
    pub book: &'a Path,
    /// The name or path that the book gives.
    pub named: &'a str,
    /// Where it gives it.
    pub at: &'a Place,
}

/// The files of a layout on the disk, for its next reading.
#[derive(Debug, Default)]
pub struct Cache {
    folder: PathBuf,
    files: Memo<Bytes>,
}

/// Finds and reads a layout; of files that are as they were when `cache` was filled, the bytes are
/// those of then.
pub fn layout(choice: &Choice, cache: &mut Cache, found: &mut Findings) -> Option<Layout> {
    let Choice { given, book, named, at } = *choice;
    if let Some(folder) = given {
        let name = folder.file_name().map(|n| n.to_string_lossy().into_owned());
        let files = from_disk(folder, cache, found, at)?;
        return ready(name.unwrap_or_else(|| named.to_owned()), files, at, found);
    }
    if named.starts_with("./") {
        let real = book.join(named).canonicalize().ok().filter(|real| real.starts_with(book));
        let Some(real) = real else {
            found.add(
                Code::L01,
                Some(at),
                msg!("书里没有版式文件夹 {named}", "the book has no layout folder {named}"),
            );
            return None;
        };
        let files = from_disk(&real, cache, found, at)?;
        return ready(named.trim_start_matches("./").to_owned(), files, at, found);
    }
    let Some(dir) = BUILT_IN.get_dir(named) else {
        let list = built_in().join(", ");
        let message = msg!("没有版式 `{named}`", "there is no layout `{named}`");
        found.add_with_hint(
            Code::L01,
            Some(at),
            message,
            msg!("现有：{list}", "there are: {list}"),
        );
        return None;
    };
    let mut files = BTreeMap::new();
    embedded(dir, dir.path(), &mut files);
    ready(named.to_owned(), files, at, found)
}

/// The sample data are not read: the book's data replace them.
fn is_sample(path: &str) -> bool {
    path.starts_with("/data/") || path.starts_with("/img/")
}

fn embedded(dir: &'static Dir, root: &Path, files: &mut BTreeMap<String, Bytes>) {
    for file in dir.files() {
        let path = file.path().strip_prefix(root).unwrap_or(file.path());
        let path = format!("/{}", path.to_string_lossy().replace('\\', "/"));
        if !is_sample(&path) {
            files.insert(path, Bytes::new(file.contents()));
        }
    }
    dir.dirs().for_each(|dir| embedded(dir, root, files));
}

fn from_disk(
    folder: &Path,
    cache: &mut Cache,
    found: &mut Findings,
    at: &Place,
) -> Option<BTreeMap<String, Bytes>> {
    if cache.folder != folder {
        *cache = Cache { folder: folder.to_owned(), files: Memo::default() };
    }
    let shown = folder.display();
    let mut files = BTreeMap::new();
    let mut waiting = vec![String::new()];
    while let Some(inner) = waiting.pop() {
        let Ok(entries) = std::fs::read_dir(folder.join(&inner)) else {
            found.add(
                Code::L01,
                Some(at),
                msg!("版式文件夹读不到：{shown}", "layout folder cannot be read: {shown}"),
            );
            return None;
        };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if inner.is_empty() { name } else { format!("{inner}/{name}") };
            let hidden = path.split('/').any(|part| part.starts_with('.'));
            if hidden || is_sample(&format!("/{path}/")) || files.len() > MAX_FILES {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                waiting.push(path);
            } else if let Ok(file) = cache.files.read(folder, &path, MAX_FILE, Bytes::new) {
                files.insert(path, file);
            }
        }
    }
    cache.files.replace(files);
    Some(cache.files.iter().map(|(path, bytes)| (format!("/{path}"), bytes.clone())).collect())
}

fn ready(
    name: String,
    files: BTreeMap<String, Bytes>,
    at: &Place,
    found: &mut Findings,
) -> Option<Layout> {
    let text = |path: &str| files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some(package) = text("/typst.toml") else {
        found.add(
            Code::L01,
            Some(at),
            msg!("版式 {name} 没有 typst.toml", "layout {name} has no typst.toml"),
        );
        return None;
    };
    let manifest = match toml::from_str::<Package>(package) {
        Ok(package) => package.tool.nianjian,
        Err(error) => {
            let why = error.message();
            let message = msg!(
                "版式 {name} 的 typst.toml 不对：{why}",
                "typst.toml of layout {name} is wrong: {why}"
            );
            found.add(Code::L02, Some(at), message);
            return None;
        }
    };
    if manifest.contract != CONTRACT {
        let theirs = manifest.contract;
        let message = msg!(
            "版式 {name} 用的是约定 {theirs}，本工具用 {CONTRACT}",
            "layout {name} speaks contract {theirs}, this tool speaks {CONTRACT}"
        );
        found.add(Code::L02, Some(at), message);
        return None;
    }
    let ((), added) = found.scope(|found| {
        for (kind, page) in &manifest.pages {
            for knob in page.all_knobs().filter(|knob| !knob.is_sound()) {
                let (knob, [tight, loose], ideal) = (&knob.name, knob.range, knob.ideal);
                let message = msg!(
                    "版式 {name}：{kind} 的 {knob} 没有余地（{tight} 至 {loose}，理想值 {ideal}）",
                    "layout {name}: {knob} of {kind} has no room ({tight} to {loose}, ideal {ideal})"
                );
                found.add(Code::L02, Some(at), message);
            }
        }
    });
    if added.errors > 0 {
        return None;
    }
    let style = format!("/{}", manifest.style.trim_start_matches('/'));
    match (text(&style), files.contains_key("/main.typ")) {
        (Some(css), true) => {
            let style = css.to_owned();
            Some(Layout { name, files, manifest, style })
        }
        _ => {
            let message = msg!(
                "版式 {name} 缺少 main.typ 或 {style}",
                "layout {name} lacks main.typ or {style}"
            );
            found.add(Code::L01, Some(at), message);
            None
        }
    }
}
