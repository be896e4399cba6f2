//! Layouts: the ones in the binary, a folder of the book or of the one around it, or any folder by
//! `--layout`.
//!
//! A layout is a Typst package that works with stock Typst; `[tool.nianjian]` in its `typst.toml`
//! states the facts that the tool needs. Its own sample data and pictures are left out here: the
//! book is laid over them. A layout that names a built-in one as its `base` holds what differs: the
//! other files, and the page kinds that it does not declare itself, are those of its base.

use std::collections::BTreeMap;
use std::fs::DirEntry;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use typst::foundations::Bytes;

use crate::diag::{Code, Findings, Help, Message, msg};
use crate::load::colours::{self, Colours};
use crate::load::memo::Memo;
use crate::load::page_kind::{self, Fault, LONGEST, PageKinds};
use crate::load::validate::Schema;
use crate::load::{reasons, section_schema, style, toml_keys, violations};
use crate::source::{Place, Source};

/// The number of the contract between tool and layout that this version implements.
pub const CONTRACT: u32 = 1;

/// The layouts in the binary.
static BUILT_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/layouts");

/// Largest file of a layout, in bytes.
const MAX_FILE: u64 = 16 << 20;

/// Most files of a layout.
const MAX_FILES: usize = 2000;

/// A layout, ready to be served.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Its name.
    pub name: String,
    /// Where it was found.
    pub origin: Origin,
    /// Its files by absolute virtual path such as `/main.typ`.
    pub files: BTreeMap<String, Bytes>,
    /// What it states.
    pub manifest: Manifest,
    /// What its page kinds ask of section files, beside what all section files must keep to.
    pub sections: Schema,
    /// The style sheet of the e-book, with the colours written out.
    pub style: String,
    /// Colours that words cannot have, and why.
    faint: Vec<(String, Message)>,
}

/// Where a layout was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In the binary.
    BuiltIn,
    /// In this folder of the book, or in one beside it: the path from the book.
    Book(String),
    /// In this folder, as it was given on the command line.
    Given(String),
}

impl Origin {
    /// A file of the layout, by its absolute virtual path, as findings name it; `None` for a layout
    /// in the binary.
    pub fn source(&self, inner: &str, text: &str, found: &mut Findings) -> Option<Arc<Source>> {
        let (Origin::Book(folder) | Origin::Given(folder)) = self else { return None };
        let path = format!("{folder}{inner}");
        let source = Arc::new(Source::new(&path, text.as_bytes().to_vec()).ok()?);
        found.keep_source(&source);
        if let Origin::Given(_) = self {
            found.keep_outside(&path, &format!("layout{inner}"));
        }
        Some(source)
    }
}

/// `[tool.nianjian]` of a layout's `typst.toml`.
#[derive(Debug, Clone, Deserialize)]
pub struct Manifest {
    /// The contract that it was written for.
    pub contract: u32,
    /// The built-in layout that has what this one lacks.
    #[serde(default)]
    pub base: Option<String>,
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
    /// Its colours, for its pages and its style sheet.
    #[serde(default)]
    pub colours: Colours,
    /// The page kinds that it sets.
    #[serde(skip)]
    pub pages: PageKinds,
    /// The same as they are written.
    #[serde(default, rename = "pages")]
    declared: BTreeMap<String, toml::Value>,
}

fn any_margin() -> f64 {
    f64::INFINITY
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

/// All files of a layout in the binary, its sample data and what it has of its base too, by their
/// paths in its folder; `None` if there is no such layout.
#[must_use]
pub fn built_in_files(name: &str) -> Option<BTreeMap<&'static Path, &'static [u8]>> {
    let root = BUILT_IN.get_dir(name)?;
    let base = built_in_manifest(name).and_then(base_of).and_then(|base| BUILT_IN.get_dir(base));
    let mut files = BTreeMap::new();
    for root in base.into_iter().chain([root]) {
        let mut waiting = vec![root];
        while let Some(dir) = waiting.pop() {
            waiting.extend(dir.dirs());
            files.extend(dir.files().map(|file| {
                (file.path().strip_prefix(root.path()).unwrap_or(file.path()), file.contents())
            }));
        }
    }
    Some(files)
}

/// The `typst.toml` of a layout in the binary.
fn built_in_manifest(name: &str) -> Option<&'static str> {
    BUILT_IN.get_file(Path::new(name).join("typst.toml"))?.contents_utf8()
}

/// The base that a `typst.toml` names.
fn base_of(manifest: &str) -> Option<String> {
    let package: toml::Table = toml::from_str(manifest).ok()?;
    Some(package.get("tool")?.get("nianjian")?.get("base")?.as_str()?.to_owned())
}

/// Adds the files of a layout's base that it has none of its own for. What is wrong with `base` is
/// found when its `typst.toml` is read.
fn with_base(mut files: BTreeMap<String, Bytes>) -> BTreeMap<String, Bytes> {
    let text = files.get("/typst.toml").and_then(|bytes| std::str::from_utf8(bytes).ok());
    let base = text.and_then(base_of).and_then(|base| BUILT_IN.get_dir(base));
    if let Some(dir) = base {
        let mut of_base = BTreeMap::new();
        embedded(dir, dir.path(), &mut of_base);
        for (path, bytes) in of_base {
            files.entry(path).or_insert(bytes);
        }
    }
    files
}

/// The page kinds of the layouts in the binary; the first layout that has a name has it.
#[must_use]
pub fn built_in_kinds() -> PageKinds {
    let mut kinds = PageKinds::new();
    // What a layout says of a kind otherwise than its base does not come first.
    let texts = built_in().into_iter().filter_map(|name| built_in_manifest(&name));
    let (of_base, own): (Vec<&str>, Vec<&str>) = texts.partition(|text| base_of(text).is_some());
    for text in own.into_iter().chain(of_base) {
        let manifest = manifest("", text);
        for (name, kind) in manifest.into_iter().flat_map(|manifest| manifest.pages) {
            kinds.entry(name).or_insert(kind);
        }
    }
    kinds
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

/// A layout and its files on the disk, for its next reading.
#[derive(Debug, Default)]
pub struct Cache {
    folder: PathBuf,
    files: Memo<Bytes>,
    layout: Option<Arc<Layout>>,
}

/// Finds and reads a layout: the very one that is in `cache` if its files are as they were.
pub fn layout(choice: &Choice, cache: &mut Cache, found: &mut Findings) -> Option<Arc<Layout>> {
    let Choice { given, book, named, at } = *choice;
    if let Some(folder) = given {
        let name = folder.file_name().map(|n| n.to_string_lossy().into_owned());
        let files = from_disk(folder, cache, found, at)?;
        let origin = Origin::Given(folder.display().to_string().replace('\\', "/"));
        let name = name.unwrap_or_else(|| named.to_owned());
        return kept((name, origin), files, at, (cache, found));
    }
    if named.starts_with("./") || named.starts_with("../") {
        let Some(real) = of_project(book, named) else {
            found.add_with_hint(
                Code::L01,
                Some(at),
                msg!("没有版式文件夹 {named}", "there is no layout folder {named}"),
                msg!(
                    "版式放在书的文件夹里（./…），几本书合用的放在上一级里（../…）；别处的用 --layout",
                    "a layout lies in the book's folder (./…), one that books share in the folder \
                     around it (../…); name others by --layout"
                ),
            );
            return None;
        };
        let files = from_disk(&real, cache, found, at)?;
        let name = named.trim_start_matches("./").trim_end_matches('/').to_owned();
        return kept((name.clone(), Origin::Book(name)), files, at, (cache, found));
    }
    let Some(dir) = BUILT_IN.get_dir(named) else {
        let list = built_in().join(", ");
        let message = msg!("没有版式 `{named}`", "there is no layout `{named}`");
        let help = match book.join(named).is_dir() && !named.is_empty() {
            true => Help {
                hint: Some(msg!(
                    "书里有文件夹 {named}：写 `./{named}`",
                    "the book has a folder {named}: write `./{named}`"
                )),
                fix: violations::instead(at, format!("./{named}")),
            },
            false => Help { hint: Some(msg!("现有：{list}", "there are: {list}")), fix: None },
        };
        found.add_with(Code::L01, Some(at), message, help);
        return None;
    };
    let mut files = BTreeMap::new();
    embedded(dir, dir.path(), &mut files);
    kept((named.to_owned(), Origin::BuiltIn), files, at, (cache, found))
}

/// The real folder of a layout that a book names by a path: in the book's own folder, or, written
/// `../…`, in the one around it, where the books of a series share theirs. Nothing, no link either,
/// leads out of there. `book` is a real path.
fn of_project(book: &Path, named: &str) -> Option<PathBuf> {
    let bounds = match named.starts_with("../") {
        // The folder around all folders bounds nothing.
        true => book.parent().filter(|around| around.parent().is_some())?,
        false => book,
    };
    let real = book.join(named).canonicalize().ok()?;
    (real.starts_with(bounds) && real != bounds).then_some(real)
}

/// The layout of these files: that of the last reading if they are the same.
fn kept(
    (name, origin): (String, Origin),
    files: BTreeMap<String, Bytes>,
    at: &Place,
    (cache, found): (&mut Cache, &mut Findings),
) -> Option<Arc<Layout>> {
    let files = with_base(files);
    let same =
        |last: &&Arc<Layout>| last.name == name && last.origin == origin && last.files == files;
    let layout = match cache.layout.as_ref().filter(same) {
        Some(last) => Arc::clone(last),
        None => Arc::new(ready((name, origin), files, at, found)?),
    };
    layout.say_faint(at, found);
    cache.layout = Some(Arc::clone(&layout));
    Some(layout)
}

impl Layout {
    /// Tells of colours that words cannot have.
    fn say_faint(&self, named_at: &Place, found: &mut Findings) {
        let text = self.files.get("/typst.toml").and_then(|bytes| std::str::from_utf8(bytes).ok());
        let Some(text) = text.filter(|_| !self.faint.is_empty()) else { return };
        let source = self.origin.source("/typst.toml", text, found);
        for (name, message) in &self.faint {
            let written = toml_keys::key(text, &["tool", "nianjian", "colours", name]);
            let at = source.as_ref().zip(written).map(|(source, at)| source.place_of(at));
            found.add(Code::L12, Some(at.as_ref().unwrap_or(named_at)), message.clone());
        }
    }
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
        (cache.folder, cache.files) = (folder.to_owned(), Memo::default());
    }
    let shown = folder.display();
    let mut files = BTreeMap::new();
    let mut waiting = vec![String::new()];
    while let Some(inner) = waiting.pop() {
        let entries = std::fs::read_dir(folder.join(&inner)).and_then(Iterator::collect);
        let mut entries: Vec<DirEntry> = match entries {
            Ok(entries) => entries,
            Err(_) => {
                let message =
                    msg!("版式文件夹读不到：{shown}", "layout folder cannot be read: {shown}");
                found.add(Code::L01, Some(at), message);
                return None;
            }
        };
        entries.sort_by_key(DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = if inner.is_empty() { name } else { format!("{inner}/{name}") };
            let hidden = path.split('/').any(|part| part.starts_with('.'));
            if hidden || is_sample(&format!("/{path}/")) {
                continue;
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                waiting.push(path);
                continue;
            }
            if files.len() == MAX_FILES {
                let message = msg!(
                    "版式的文件超过 {MAX_FILES} 个：{shown}",
                    "the layout has more than {MAX_FILES} files: {shown}"
                );
                found.add(Code::L01, Some(at), message);
                return None;
            }
            match cache.files.read(folder, &path, MAX_FILE, Bytes::new) {
                Ok(file) => {
                    files.insert(path, file);
                }
                // Typst would say that there is no such file, if it is needed at all.
                Err(refusal) => found.add(Code::L01, Some(at), refusal.message(&path)),
            }
        }
    }
    cache.files.replace(files);
    Some(cache.files.iter().map(|(path, bytes)| (format!("/{path}"), bytes.clone())).collect())
}

fn ready(
    (name, origin): (String, Origin),
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
    let manifest = match manifest(&name, package) {
        Ok(manifest) => manifest,
        Err(wrong) => {
            let source = origin.source("/typst.toml", package, found);
            wrong.iter().for_each(|wrong| wrong.report(source.as_deref(), at, found));
            return None;
        }
    };
    let style = format!("/{}", manifest.style.trim_start_matches('/'));
    match (text(&style), files.contains_key("/main.typ")) {
        (Some(css), true) => {
            let filled = filled((&style, css), &manifest.colours, &origin, found)?;
            let faint = colours::faint(&manifest.colours, &filled.as_text);
            let (style, sections) = (filled.style, section_schema::by_kind(&manifest.pages));
            Some(Layout { name, origin, files, manifest, sections, style, faint })
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

/// A layout's style sheet with the colours written out; what is wrong with it becomes findings.
fn filled(
    (path, css): (&str, &str),
    colours: &Colours,
    origin: &Origin,
    found: &mut Findings,
) -> Option<style::Filled> {
    let faults = match style::filled(css, colours) {
        Ok(filled) => return Some(filled),
        Err(faults) => faults,
    };
    let source = origin.source(path, css, found);
    for (at, message) in &faults {
        let at = source.as_ref().map(|source| source.place_of(at.clone()));
        let hint = msg!("改版式的样式表", "correct the style sheet of the layout");
        found.add_with_hint(Code::L01, at.as_ref(), message.clone(), hint);
    }
    None
}

impl Wrong {
    /// Reports it at its place in the `typst.toml`, or where the book names the layout if that is
    /// in the binary.
    fn report(&self, source: Option<&Source>, named_at: &Place, found: &mut Findings) {
        let place = |bytes: &Range<usize>| Some(source?.place_of(bytes.clone()));
        let at = self.bytes.as_ref().and_then(place);
        let at = Some(at.as_ref().unwrap_or(named_at));
        match self.is_of_pages {
            true => {
                let hint = msg!(
                    "改版式的 typst.toml，写法见 layouts/README.md",
                    "correct the layout's typst.toml; layouts/README.md says how"
                );
                found.add_with_hint(Code::L02, at, self.message.clone(), hint);
            }
            false => found.add(Code::L02, at, self.message.clone()),
        }
    }
}

/// What is wrong with a `typst.toml`.
struct Wrong {
    message: Message,
    /// Where it is.
    bytes: Option<Range<usize>>,
    /// Whether it is in what it says of its base, page kinds or colours.
    is_of_pages: bool,
}

/// Reads a layout's `typst.toml`.
fn manifest(name: &str, text: &str) -> Result<Manifest, Vec<Wrong>> {
    let whole = |message, bytes| vec![Wrong { message, bytes, is_of_pages: false }];
    let declared_wrong = |message, bytes| vec![Wrong { message, bytes, is_of_pages: true }];
    let key = |keys: &[&str]| toml_keys::key(text, &[&["tool", "nianjian"], keys].concat());
    let package = toml::from_str::<Package>(text).map_err(|error| {
        let why = error.message();
        let reason = reasons::in_chinese(why);
        let message = msg!(
            "版式 {name} 的 typst.toml 不对：{reason}",
            "typst.toml of layout {name} is wrong: {why}"
        );
        whole(message, error.span())
    })?;
    let mut manifest = package.tool.nianjian;
    if manifest.contract != CONTRACT {
        let theirs = manifest.contract;
        let message = msg!(
            "版式 {name} 用的是约定 {theirs}，本工具用 {CONTRACT}",
            "layout {name} speaks contract {theirs}, this tool speaks {CONTRACT}"
        );
        return Err(whole(message, key(&["contract"])));
    }
    if let Some(base) = &manifest.base {
        let of_base = built_in_manifest(base)
            .filter(|text| base_of(text).is_none())
            .and_then(|text| toml::from_str::<Package>(text).ok());
        let Some(of_base) = of_base else {
            let base = page_kind::short(base);
            let message = msg!(
                "版式 {name} 的 base 只能是一套自带的、自己没有 base 的版式，不能是“{base}”",
                "base of layout {name} can only be a built-in layout that has no base itself, not \
                 “{base}”"
            );
            return Err(declared_wrong(message, key(&["base"])));
        };
        for (kind, declared) in of_base.tool.nianjian.declared {
            manifest.declared.entry(kind).or_insert(declared);
        }
    }
    if manifest.declared.is_empty() {
        let message = msg!(
            "版式 {name} 没有页型：写 [tool.nianjian.pages.…]，或写 base",
            "layout {name} has no page kinds: write [tool.nianjian.pages.…], or `base`"
        );
        return Err(declared_wrong(message, key(&[])));
    }
    let is_length = |length: &f64| *length >= 0.0 && *length <= LONGEST;
    let Manifest { trim, bleed, margin, .. } = &manifest;
    let lengths = [
        ("trim", trim.iter().all(|length| is_length(length) && *length > 0.0)),
        ("bleed", is_length(bleed)),
        ("margin", is_length(margin) || *margin == any_margin()),
    ];
    if let Some((wrong, _)) = lengths.iter().find(|(_, is_good)| !is_good) {
        let message = msg!(
            "版式 {name} 的 trim、bleed、margin 要是毫米数",
            "trim, bleed and margin of layout {name} must be lengths in millimetres"
        );
        return Err(whole(message, key(&[*wrong])));
    }
    let wrong = colours::faults(name, &manifest.colours);
    if !wrong.is_empty() {
        let wrong = wrong.into_iter().map(|(colour, inner, message)| {
            let bytes = key(&["colours", &colour, inner]);
            Wrong { message, bytes, is_of_pages: true }
        });
        return Err(wrong.collect());
    }
    let declared = std::mem::take(&mut manifest.declared);
    manifest.pages = page_kind::check(name, declared).map_err(|wrong| {
        let wrong = wrong.into_iter().map(|Fault { kind, key: inner, message }| {
            let bytes = key(&["pages", &kind, &inner]);
            Wrong { message, bytes, is_of_pages: true }
        });
        wrong.collect::<Vec<_>>()
    })?;
    Ok(manifest)
}
