//! From the disk to `Raw`: reads what there is and reports what is not.
//!
//! The only stage that reads files, apart from the layout's and the faces' own readers beside it.
//! Nothing is judged here but that a file can be read, has the right shape and begins like a
//! picture; everything else is `check`'s, and pixels are read where pictures are made ready.

mod allow;
mod breaks;
pub mod colours;
mod encoding;
pub mod ids;
pub mod layout;
pub mod ledger;
pub mod lint;
mod loose;
mod memo;
mod near;
pub mod page_kind;
mod quoted;
pub mod raw;
mod reasons;
mod repeated;
pub mod reread;
pub mod review;
pub mod scalar;
pub mod schema;
pub mod section_schema;
mod style;
pub mod terms;
mod toml_keys;
pub mod uses;
pub mod validate;
pub mod violations;
pub mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::assets::icc::IccProfile;
use crate::assets::pictures::error::PictureError;
use crate::assets::pictures::probe;
use crate::assets::place::Refusal;
use crate::diag::control::{Allow, Control};
use crate::diag::{Code, Findings, Help, Message, msg};
use crate::load::layout::Choice;
use crate::load::memo::{KeptFile, Memo};
use crate::load::terms::{TERMS, TermsFile};
use crate::load::uses::{See, Use};
use crate::load::validate::Schema;
use crate::load::yaml::Node;
use crate::model::{Picture, PictureInfo};
use crate::source::{Place, Source};

/// The file that names all others.
pub const BOOK: &str = "book.yaml";

/// Largest YAML file, in bytes.
const MAX_YAML: u64 = 8 << 20;

/// Largest picture file, in bytes.
const MAX_PICTURE: u64 = 64 << 20;

/// Largest ICC profile, in bytes.
const MAX_ICC: u64 = 16 << 20;

/// A book as its files say it.
#[derive(Debug)]
pub struct Raw {
    /// The name of the book's folder.
    pub name: String,
    /// The book's folder.
    pub folder: PathBuf,
    /// `book.yaml`.
    pub book: raw::Book,
    /// What of `book.yaml` is right, as it was read.
    pub value: Value,
    /// The places of `book.yaml`.
    pub node: Node,
    /// The sections that could be read. One whose file has not changed since the last reading is
    /// the same as then, not only equal; and so are pictures.
    pub sections: Vec<Arc<Section>>,
    /// The terms of the office, if there is a file of them. The same as at the last reading if the
    /// file has not changed.
    pub terms: Option<Arc<TermsFile>>,
    /// The pictures that could be read, by the path that the section files give.
    pub pictures: BTreeMap<String, Arc<Picture>>,
    /// Paths of pictures beside those that could be read, which no section names.
    pub unused: Vec<String>,
    /// Paths of YAML files beside `book.yaml`, its sections and terms, which it does not list.
    pub unlisted: Vec<String>,
    /// The profile that `print.icc` names, if it could be read.
    pub icc: Option<Arc<[u8]>>,
    /// What the book says of the findings about it.
    pub control: Control,
    /// The SHA-256 of every file that was read, by its path in the book's folder: what the
    /// artefacts depend on.
    pub inputs: BTreeMap<String, String>,
}

/// One section file.
#[derive(Debug, Clone)]
pub struct Section {
    /// The id of the section: given, or made of the file's name.
    pub id: String,
    /// Its path in the book's folder.
    pub file: String,
    /// Its content.
    pub section: raw::Section,
    /// The same as plain values, without those that are wrong.
    pub value: Value,
    /// Its places.
    pub node: Node,
    /// Its comments that allow findings.
    pub allows: Vec<Allow>,
}

/// What a YAML file says: as a source type, as plain values with their places, and what it allows.
type Read<T> = (T, Value, Node, Vec<Allow>);

/// A YAML file as a source type with its places, if it could be read, and what was found in it.
type Parsed<T> = Arc<(Option<Arc<T>>, Findings)>;

/// What a picture file is: what its bytes say, and the bytes of a drawing.
type Probed = Arc<Result<(PictureInfo, Option<Arc<[u8]>>), PictureError>>;

/// What was made of a book's files, for the next reading.
#[derive(Debug, Default)]
pub struct Cache {
    books: Memo<Parsed<Read<raw::Book>>>,
    sections: Memo<Parsed<Section>>,
    terms: Memo<Parsed<TermsFile>>,
    probed: Memo<Probed>,
    profiles: Memo<Arc<Result<Arc<[u8]>, Message>>>,
    /// The pictures of the last reading, by path.
    pictures: BTreeMap<String, Arc<Picture>>,
}

/// The name of the book in a folder, whose path must be canonical.
#[must_use]
pub fn name(folder: &Path) -> String {
    folder.file_name().map_or_else(|| "book".into(), |name| name.to_string_lossy().into_owned())
}

/// Reads a book; of files that are as they were when `cache` was filled, what was made of them then
/// is taken. `None` if there is nothing to go on with.
pub fn load(folder: &Path, cache: &mut Cache, found: &mut Findings) -> Option<Raw> {
    let top = Place::top("");
    let Ok(folder) = folder.canonicalize() else {
        let shown = folder.display();
        found.add(
            Code::Y01,
            Some(&top),
            msg!("没有这个文件夹：{shown}", "no such folder: {shown}"),
        );
        return None;
    };
    let name = name(&folder);
    let (inputs, proposed) = (BTreeMap::new(), BTreeSet::new());
    let mut reading = Reading { folder, cache, inputs, proposed, found };
    let (book, value, node, allows) = book(&mut reading, &top)?;
    let levels = lint::levels(book.lint.as_ref(), &node, reading.found);
    let sections = sections(&mut reading, &book.sections, &node);
    let terms = terms(&mut reading, &book.sections);
    let on_cover = book.cover.as_ref().and_then(|cover| cover.image.clone());
    let on_cover = on_cover.map(|path| (path, node.key("cover").key("image").at.clone()));
    let pictures = pictures(&mut reading, &sections, on_cover.clone());
    let is_new = |path: &String| !reading.proposed.contains(path);
    let on_cover = on_cover.map(|(path, _)| path);
    let mut unused = unused(&reading.folder, &sections, on_cover.as_deref());
    let mut unlisted = unlisted(&reading.folder, &book.sections);
    unused.retain(is_new);
    unlisted.retain(is_new);
    let icc = icc(&mut reading, &book, &node);
    let Reading { folder, inputs, .. } = reading;
    let of_sections = sections.iter().flat_map(|section| &section.allows);
    let of_terms = terms.iter().flat_map(|terms| &terms.allows);
    let others = of_sections.chain(of_terms).cloned();
    let control = Control { levels, allows: allows.into_iter().chain(others).collect() };
    Some(Raw {
        name,
        folder,
        book,
        value,
        node,
        sections,
        terms,
        pictures,
        unused,
        unlisted,
        icc,
        control,
        inputs,
    })
}

/// A book that is being read.
struct Reading<'a> {
    folder: PathBuf,
    cache: &'a mut Cache,
    inputs: BTreeMap<String, String>,
    /// Files that a finding proposes in the place of one that there is not.
    proposed: BTreeSet<String>,
    found: &'a mut Findings,
}

impl Reading<'_> {
    /// Notes that a YAML file was read, or why it was not, and what was found in it.
    fn take<T>(
        &mut self,
        read: Result<KeptFile<Parsed<T>>, Refusal>,
        path: &str,
        named_at: &Place,
    ) -> Option<KeptFile<Parsed<T>>> {
        match read {
            Ok(kept) => {
                self.inputs.insert(path.to_owned(), kept.sha256.clone());
                self.found.join(kept.made.1.clone());
                Some(kept)
            }
            Err(refusal) => {
                self.refused(&refusal, path, [Code::Y01, Code::Y03], named_at);
                None
            }
        }
    }

    /// Reports a file that was not read; the codes are those of a missing and of a large one.
    fn refused(&mut self, refusal: &Refusal, path: &str, [missing, large]: [Code; 2], at: &Place) {
        let code = match refusal {
            Refusal::Missing | Refusal::NotAFile | Refusal::Unreadable(_) => missing,
            Refusal::TooLarge(_) => large,
            Refusal::Outside => Code::Y12,
        };
        let message = match refusal {
            Refusal::Outside if path.contains('\\') && !is_drive(path) => {
                msg!("路径里有反斜杠：{path}", "the path has backslashes: {path}")
            }
            other => other.message(path),
        };
        let help = match refusal {
            Refusal::Missing => self.meant(path, at),
            Refusal::Outside => slashes(path, at),
            _ => Help::default(),
        };
        self.found.add_with(code, Some(at), message, help);
    }

    /// What a path may have meant to which there is no file.
    fn meant(&mut self, path: &str, at: &Place) -> Help {
        let names: Vec<&str> = path.split(['，', '、', '；', ',', ';']).map(str::trim).collect();
        if names.len() > 1 && names.iter().all(|name| name.contains('.')) {
            self.proposed.extend(names.iter().map(|name| (*name).to_owned()));
            let hint = msg!(
                "两个文件名之间是全角标点；改成半角逗号加空格，或各占一行",
                "file names are parted by a half-width comma and a space, or stand on lines of their own"
            );
            return Help { hint: Some(hint), fix: None };
        }
        let Some(like) = near::like(&self.folder, path) else { return Help::default() };
        let hint =
            msg!("文件夹里有 {like}，是不是它？", "the folder has {like}; did you mean that?");
        let fix = violations::instead(at, quoted::value(&like));
        self.proposed.insert(like);
        Help { hint: Some(hint), fix }
    }
}

/// Reads `book.yaml`.
fn book(reading: &mut Reading, top: &Place) -> Option<Read<raw::Book>> {
    let read = reading.cache.books.read(&reading.folder, BOOK, MAX_YAML, |bytes| {
        parsed((BOOK, schema::book()), bytes, |read| read)
    });
    let kept = reading.take(read, BOOK, top)?;
    reading.cache.books.replace(BTreeMap::from([(BOOK.to_owned(), kept.clone())]));
    kept.made.0.as_deref().cloned()
}

/// Reads the terms, if there is a file of them. A section may have its name.
fn terms(reading: &mut Reading, sections: &[String]) -> Option<Arc<TermsFile>> {
    let is_there = reading.folder.join(TERMS).symlink_metadata().is_ok();
    if !is_there || sections.iter().any(|path| path == TERMS) {
        reading.cache.terms.replace(BTreeMap::new());
        return None;
    }
    let join = |(terms, _, node, allows): Read<_>| TermsFile { terms, node, allows };
    let wanted = (TERMS, schema::terms());
    let read = reading
        .cache
        .terms
        .read(&reading.folder, TERMS, MAX_YAML, |bytes| parsed(wanted, bytes, join));
    let kept = reading.take(read, TERMS, &Place::top(TERMS))?;
    reading.cache.terms.replace(BTreeMap::from([(TERMS.to_owned(), kept.clone())]));
    kept.made.0.clone()
}

/// Reads the profile that the book names.
fn icc(reading: &mut Reading, book: &raw::Book, node: &Node) -> Option<Arc<[u8]>> {
    let path = book.print.as_ref()?.icc.as_deref()?;
    let at = &node.key("print").key("icc").at;
    let read = reading.cache.profiles.read(&reading.folder, path, MAX_ICC, |bytes| {
        Arc::new(IccProfile::read(&bytes).map(|_| bytes.into()))
    });
    let kept = match read {
        Ok(kept) => kept,
        Err(refusal) => {
            reading.refused(&refusal, path, [Code::P01, Code::P01], at);
            return None;
        }
    };
    reading.cache.profiles.replace(BTreeMap::from([(path.to_owned(), kept.clone())]));
    match &*kept.made {
        Ok(bytes) => {
            reading.inputs.insert(path.to_owned(), kept.sha256);
            Some(Arc::clone(bytes))
        }
        Err(why) => {
            let (zh, en) = (&why.zh, &why.en);
            reading.found.add(Code::P01, Some(at), msg!("{path}：{zh}", "{path}: {en}"));
            None
        }
    }
}

/// Reads the section files of `paths`, side by side.
fn sections(reading: &mut Reading, paths: &[String], node: &Node) -> Vec<Arc<Section>> {
    let mut seen = BTreeSet::from([BOOK]);
    let mut wanted = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        let at = &node.key("sections").item(index).at;
        if seen.insert(path) {
            wanted.push((path, at));
        } else {
            let message = msg!("栏目 {path} 列了两次", "section {path} is listed twice");
            reading.found.add(Code::Y08, Some(at), message);
        }
    }
    let (folder, memo) = (&reading.folder, &reading.cache.sections);
    let read = |(path, _): &(&String, &Place)| {
        let section = |(section, value, node, allows)| Section {
            id: String::new(),
            file: (*path).clone(),
            section,
            value,
            node,
            allows,
        };
        let wanted = (path.as_str(), section_schema::any());
        memo.read(folder, path, MAX_YAML, |bytes| parsed(wanted, bytes, section))
    };
    let read: Vec<_> = wanted.par_iter().map(read).collect();
    let mut files = BTreeMap::new();
    let mut order = Vec::new();
    for ((path, at), read) in wanted.into_iter().zip(read) {
        let Some(kept) = reading.take(read, path, at) else { continue };
        order.push(path);
        files.insert(path.clone(), kept);
    }
    let sections = named(&order, &mut files);
    reading.cache.sections.replace(files);
    sections
}

/// Sections with their ids, in order. One that has its id already stays the same.
fn named(
    order: &[&String],
    files: &mut BTreeMap<String, KeptFile<Parsed<Section>>>,
) -> Vec<Arc<Section>> {
    let read = files.values().filter_map(|kept| kept.made.0.as_deref());
    let mut ids = ids::Ids::of(read.map(|section| &section.section));
    let mut sections = Vec::new();
    for path in order {
        let Some(kept) = files.get_mut(*path) else { continue };
        let Some(section) = &kept.made.0 else { continue };
        let id = section.section.id.clone().unwrap_or_else(|| ids.make(path));
        if section.id != id {
            let section = Section { id, ..Section::clone(section) };
            kept.made = Arc::new((Some(Arc::new(section)), kept.made.1.clone()));
        }
        sections.extend(kept.made.0.clone());
    }
    sections
}

/// What the bytes of a YAML file say as a source type, put together by `join`.
fn parsed<T: DeserializeOwned, U>(
    wanted: (&str, &Schema),
    bytes: Vec<u8>,
    join: impl FnOnce(Read<T>) -> U,
) -> Parsed<U> {
    let mut found = Findings::default();
    let read = parse(wanted, bytes, &mut found).map(|read| Arc::new(join(read)));
    Arc::new((read, found))
}

/// Reads the bytes of a YAML file as a source type, by its schema.
fn parse<T: DeserializeOwned>(
    (path, schema): (&str, &Schema),
    bytes: Vec<u8>,
    found: &mut Findings,
) -> Option<Read<T>> {
    let hint = std::str::from_utf8(&bytes).err().and_then(|_| encoding::guess(&bytes));
    let source = match Source::new(path, bytes) {
        Ok(source) => Arc::new(source),
        Err(line) => {
            let at = Place::point(path, line, 1);
            let message = msg!("{path} 不是 UTF-8 文本", "{path} is not UTF-8 text");
            found.add_with(Code::Y02, Some(&at), message, Help { hint, fix: None });
            return None;
        }
    };
    if source.plain().trim().is_empty() {
        let message = msg!("{path} 是空的", "{path} is empty");
        found.add(Code::M06, Some(&Place::top(path)), message);
        return None;
    }
    let (value, node) = yaml::read(&source, found)?;
    let allows = allow::of(&source, &node, found);
    let (read, value) = schema::read(schema, value, &node, found)?;
    Some((read, value, node, allows))
}

/// Reads every picture once, however often it is shown, and finds out what it is.
fn pictures(
    reading: &mut Reading,
    sections: &[Arc<Section>],
    on_cover: Option<(String, Place)>,
) -> BTreeMap<String, Arc<Picture>> {
    let mut seen = BTreeSet::new();
    let mut wanted: Vec<(String, Place)> = Vec::new();
    each_picture(sections, &mut |path, node| {
        if !path.is_empty() && seen.insert(path.to_owned()) {
            wanted.push((path.to_owned(), node.at.clone()));
        }
    });
    wanted.extend(on_cover.filter(|(path, _)| !path.trim().is_empty() && !seen.contains(path)));
    let (folder, memo) = (&reading.folder, &reading.cache.probed);
    let read = |(path, _): &(String, Place)| memo.read(folder, path, MAX_PICTURE, probed);
    let read: Vec<_> = wanted.par_iter().map(read).collect();
    let mut pictures = BTreeMap::new();
    let mut files = BTreeMap::new();
    for ((path, at), read) in wanted.into_iter().zip(read) {
        let kept = match read {
            Ok(kept) => kept,
            Err(refusal) => {
                reading.refused(&refusal, &path, [Code::F01, Code::I02], &at);
                continue;
            }
        };
        reading.inputs.insert(path.clone(), kept.sha256.clone());
        match &*kept.made {
            Ok((info, drawing)) => {
                let picture = Picture {
                    number: pictures.len() + 1,
                    path: path.clone(),
                    file: reading.folder.join(&path),
                    sha256: kept.sha256.clone(),
                    info: *info,
                    drawing: drawing.clone(),
                    at: at.clone().into(),
                };
                // Comparing pictures leaves their places out.
                let same = |before: &&Arc<Picture>| ***before == picture && before.at.0 == at;
                let before = reading.cache.pictures.get(&path).filter(same);
                let picture = before.cloned().unwrap_or_else(|| Arc::new(picture));
                pictures.insert(path.clone(), picture);
            }
            Err(error) => error.report(&path, &at, reading.found),
        }
        files.insert(path, kept);
    }
    reading.cache.probed.replace(files);
    reading.cache.pictures.clone_from(&pictures);
    pictures
}

/// Finds out what a picture is.
fn probed(bytes: Vec<u8>) -> Probed {
    Arc::new(probe::read(&bytes))
}

/// Extensions of section files.
const YAML: &[&str] = &["yaml", "yml"];

/// Extensions of pictures.
const EXTENSIONS: &[&str] =
    &["jpg", "jpeg", "png", "tif", "tiff", "gif", "webp", "svg", "heic", "avif", "psd", "bmp"];

/// Pictures in the folders of those that sections and the cover name, which neither names.
fn unused(folder: &Path, sections: &[Arc<Section>], on_cover: Option<&str>) -> Vec<String> {
    let on_cover = on_cover.filter(|path| !path.trim().is_empty());
    let mut named: BTreeSet<PathBuf> =
        on_cover.iter().map(|path| Path::new(path).components().collect()).collect();
    each_picture(sections, &mut |path, _| {
        named.insert(Path::new(path).components().collect());
    });
    beside(folder, &named, EXTENSIONS)
}

/// YAML files beside `book.yaml`, its sections and terms, which it does not list.
fn unlisted(folder: &Path, sections: &[String]) -> Vec<String> {
    // A book without any has another fault, which is told of.
    if sections.is_empty() {
        return Vec::new();
    }
    let sections = sections.iter().map(String::as_str).chain([BOOK, TERMS]);
    beside(folder, &sections.map(|path| Path::new(path).components().collect()).collect(), YAML)
}

/// Files of some extensions in the folders of those that are named, which are not named.
fn beside(folder: &Path, named: &BTreeSet<PathBuf>, extensions: &[&str]) -> Vec<String> {
    let folders: BTreeSet<&Path> = named.iter().filter_map(|path| path.parent()).collect();
    let mut beside = Vec::new();
    for inner in folders {
        let plain = |part: Component| matches!(part, Component::Normal(_));
        let entries = match inner.components().all(plain) {
            true => folder.join(inner).read_dir().into_iter().flatten().flatten(),
            false => continue,
        };
        for name in entries.map(|entry| PathBuf::from(entry.file_name())) {
            let extension = name.extension().map(|it| it.to_string_lossy().to_lowercase());
            let wanted = extension.is_some_and(|it| extensions.contains(&it.as_str()));
            let path = inner.join(name);
            if wanted && !named.contains(&path) {
                beside.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    beside.sort();
    beside
}

/// Whether a path begins at a drive or a server of Windows.
fn is_drive(path: &str) -> bool {
    path.chars().nth(1) == Some(':') || path.starts_with("\\\\")
}

/// A path as Windows writes it, with slashes.
fn slashes(path: &str, at: &Place) -> Help {
    if is_drive(path) || !path.contains('\\') {
        return Help::default();
    }
    let path = path.replace('\\', "/");
    let hint = msg!("路径用正斜杠：`{path}`", "paths have slashes: `{path}`");
    Help { hint: Some(hint), fix: violations::instead(at, quoted::value(&path)) }
}

impl Raw {
    /// The layout that the book chooses, unless one is `given`.
    #[must_use]
    pub fn layout<'a>(&'a self, given: Option<&'a Path>) -> Choice<'a> {
        let named = self.book.layout.as_deref().unwrap_or("yearbook");
        Choice { given, book: &self.folder, named, at: &self.node.key("layout").at }
    }

    /// Whether the book is in Chinese, as it is if it does not say.
    #[must_use]
    pub fn is_chinese(&self) -> bool {
        let lang = self.book.lang.as_deref().map(str::trim).filter(|lang| !lang.is_empty());
        lang.is_none_or(|lang| {
            lang.split('-').next().is_some_and(|it| it.eq_ignore_ascii_case("zh"))
        })
    }

    /// The folders of faces that the book adds, each with the place of its name.
    #[must_use]
    pub fn font_folders(&self) -> Vec<(&str, &Place)> {
        let place = |index| &self.node.key("fonts").item(index).at;
        let folders = self.book.fonts.iter().flatten().enumerate();
        folders.map(|(index, folder)| (folder.as_str(), place(index))).collect()
    }

    /// Calls `see` with every text of the book that is set or read aloud, its places, and what
    /// becomes of it.
    pub fn each_text(&self, see: &mut See) {
        self.each_own_text(see);
        self.sections.iter().for_each(|section| section.each_text(see));
    }

    /// As [`Raw::each_text`], of the texts of `book.yaml` alone.
    pub fn each_own_text(&self, see: &mut See) {
        uses::of_book().each(&self.value, &self.node, &mut texts(see));
    }

    /// Whether a section names this picture.
    #[must_use]
    pub fn shows(&self, picture: &str) -> bool {
        let mut shows = false;
        self.each_picture(&mut |path, _| shows |= path == picture);
        shows
    }

    /// Calls `see` with the path of every picture that sections name, and its place, in order.
    pub fn each_picture(&self, see: &mut dyn FnMut(&str, &Node)) {
        each_picture(&self.sections, see);
    }
}

fn each_picture(sections: &[Arc<Section>], see: &mut dyn FnMut(&str, &Node)) {
    sections.iter().for_each(|section| section.each_picture(see));
}

/// Passes on what is set or read aloud.
fn texts(see: &mut See) -> impl FnMut(&str, &Node, Use) {
    |text, node, used| {
        if used.is_set() || used == Use::Said {
            see(text, node, used);
        }
    }
}

impl Section {
    /// Calls `see` with every text of the file that is set or read aloud, its places, and what
    /// becomes of it.
    pub fn each_text(&self, see: &mut See) {
        self.each(&mut texts(see));
    }

    /// Calls `see` with the path of every picture that the file names, and its place, in order.
    pub fn each_picture(&self, see: &mut dyn FnMut(&str, &Node)) {
        self.each(&mut |path, node, used| {
            if used == Use::Picture {
                see(path, node);
            }
        });
    }

    fn each(&self, see: &mut See) {
        uses::of_section().each(&self.value, &self.node, see);
    }
}
