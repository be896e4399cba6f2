//! From the disk to `Raw`: reads what there is and reports what is not.
//!
//! The only stage that reads files, apart from the layout's and the faces' own readers beside it.
//! Nothing is judged here but that a file can be read, has the right shape and begins like a
//! picture; everything else is `check`'s, and pixels are read where pictures are made ready.

pub mod layout;
pub mod page_kind;
mod place;
pub mod raw;
mod scalar;
pub mod schema;
pub mod section_schema;
pub mod uses;
pub mod validate;
pub mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::assets::checksum::sha256;
use crate::assets::icc::IccProfile;
use crate::assets::pictures::{probe, svg};
use crate::diag::{Code, Findings, msg};
use crate::load::place::{Refusal, inside};
use crate::load::uses::{See, Use};
use crate::load::validate::Schema;
use crate::load::yaml::Node;
use crate::model::{Picture, PictureFormat};
use crate::source::{Place, Source};

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
    /// The sections that could be read.
    pub sections: Vec<Section>,
    /// The pictures that could be read, by the path that the section files give.
    pub pictures: BTreeMap<String, Arc<Picture>>,
    /// Paths of pictures beside those that could be read, which no section names.
    pub unused: Vec<String>,
    /// The profile that `print.icc` names, if it could be read.
    pub icc: Option<Arc<[u8]>>,
    /// The SHA-256 of every file that was read, by its path in the book's folder: what the
    /// artefacts depend on.
    pub inputs: BTreeMap<String, String>,
}

/// One section file.
#[derive(Debug)]
pub struct Section {
    /// Its path in the book's folder.
    pub file: String,
    /// Its content.
    pub section: raw::Section,
    /// The same as plain values, without those that are wrong.
    pub value: Value,
    /// Its places.
    pub node: Node,
}

/// Reads a book. `None` if `book.yaml` cannot be used at all.
pub fn load(folder: &Path, found: &mut Findings) -> Option<Raw> {
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
    let name =
        folder.file_name().map_or_else(|| "book".into(), |n| n.to_string_lossy().into_owned());
    let mut inputs = BTreeMap::new();
    let schema = schema::book();
    let (book, value, node) =
        file::<raw::Book>(&folder, ("book.yaml", schema), &top, &mut inputs, found)?;
    let sections = sections(&folder, &book.sections, &node, &mut inputs, found);
    let pictures = pictures(&folder, &sections, &mut inputs, found);
    let unused = unused(&folder, &sections);
    let icc = book.print.as_ref().and_then(|print| print.icc.as_deref()).and_then(|path| {
        let at = &node.key("print").key("icc").at;
        match inside(&folder, path, MAX_ICC) {
            Ok(bytes) => {
                if let Err(why) = IccProfile::read(&bytes) {
                    let (zh, en) = (why.zh, why.en);
                    found.add(Code::P01, Some(at), msg!("{path}：{zh}", "{path}: {en}"));
                    return None;
                }
                inputs.insert(path.to_owned(), sha256(&bytes));
                Some(bytes.into())
            }
            Err(refusal) => {
                refused(&refusal, path, [Code::P01, Code::P01], at, found);
                None
            }
        }
    });
    Some(Raw { name, folder, book, value, node, sections, pictures, unused, icc, inputs })
}

/// Reads the section files of `paths`, side by side.
fn sections(
    folder: &Path,
    paths: &[String],
    node: &Node,
    inputs: &mut BTreeMap<String, String>,
    found: &mut Findings,
) -> Vec<Section> {
    let mut seen: BTreeSet<&str> = inputs.keys().map(String::as_str).collect();
    let mut wanted = Vec::new();
    for (index, path) in paths.iter().enumerate() {
        let at = &node.key("sections").item(index).at;
        if seen.insert(path) {
            wanted.push((path, at));
        } else {
            let message = msg!("栏目 {path} 列了两次", "section {path} is listed twice");
            found.add(Code::Y08, Some(at), message);
        }
    }
    let read = |(path, at): &(&String, &Place)| {
        let (mut inputs, mut found) = (BTreeMap::new(), Findings::default());
        let wanted = (path.as_str(), section_schema::any());
        let read = file::<raw::Section>(folder, wanted, at, &mut inputs, &mut found);
        let file = (*path).clone();
        let section = |(section, value, node)| Section { file, section, value, node };
        (read.map(section), inputs, found)
    };
    let read: Vec<_> = wanted.par_iter().map(read).collect();
    let mut sections = Vec::new();
    for (section, input, new) in read {
        sections.extend(section);
        inputs.extend(input);
        found.join(new);
    }
    sections
}

/// Reads a YAML file as a source type, by its schema.
fn file<T: DeserializeOwned>(
    folder: &Path,
    (path, schema): (&str, &Schema),
    named_at: &Place,
    inputs: &mut BTreeMap<String, String>,
    found: &mut Findings,
) -> Option<(T, Value, Node)> {
    let bytes = match inside(folder, path, MAX_YAML) {
        Ok(bytes) => bytes,
        Err(refusal) => {
            refused(&refusal, path, [Code::Y01, Code::Y03], named_at, found);
            return None;
        }
    };
    let sha256 = sha256(&bytes);
    let source = match Source::new(path, bytes) {
        Ok(source) => Arc::new(source),
        Err(line) => {
            let at = Place::point(path, line, 1);
            let message = msg!("{path} 不是 UTF-8 文本", "{path} is not UTF-8 text");
            found.add(Code::Y02, Some(&at), message);
            return None;
        }
    };
    inputs.insert(path.to_owned(), sha256);
    if source.plain().trim().is_empty() {
        let message = msg!("{path} 是空的", "{path} is empty");
        found.add(Code::M06, Some(&Place::top(path)), message);
        return None;
    }
    let (value, node) = yaml::read(&source, found)?;
    let (read, value) = schema::read(schema, value, &node, found)?;
    Some((read, value, node))
}

/// Reads every picture once, however often it is shown, and finds out what it is.
fn pictures(
    folder: &Path,
    sections: &[Section],
    inputs: &mut BTreeMap<String, String>,
    found: &mut Findings,
) -> BTreeMap<String, Arc<Picture>> {
    let mut seen = BTreeSet::new();
    let mut wanted: Vec<(String, Place)> = Vec::new();
    each_picture(sections, &mut |path, node| {
        if !path.is_empty() && seen.insert(path.to_owned()) {
            wanted.push((path.to_owned(), node.at.clone()));
        }
    });
    let read: Vec<_> = wanted
        .par_iter()
        .map(|(path, _)| {
            let bytes = inside(folder, path, MAX_PICTURE).map_err(Err)?;
            let info = probe::probe(&bytes).map_err(Ok)?;
            let sha256 = sha256(&bytes);
            let is_drawing = info.format == PictureFormat::Svg;
            let drawing = is_drawing.then(|| Arc::from(svg::strip_metadata(bytes)));
            Ok((sha256, info, drawing))
        })
        .collect();
    let mut pictures = BTreeMap::new();
    for ((path, at), result) in wanted.into_iter().zip(read) {
        match result {
            Ok((sha256, info, drawing)) => {
                inputs.insert(path.clone(), sha256.clone());
                let picture = Picture {
                    number: pictures.len() + 1,
                    path: path.clone(),
                    file: folder.join(&path),
                    sha256,
                    info,
                    drawing,
                    at: at.into(),
                };
                pictures.insert(path, Arc::new(picture));
            }
            Err(Err(refusal)) => refused(&refusal, &path, [Code::F01, Code::I02], &at, found),
            Err(Ok(error)) => error.report(&path, &at, found),
        }
    }
    pictures
}

/// Extensions of pictures.
const EXTENSIONS: &[&str] =
    &["jpg", "jpeg", "png", "tif", "tiff", "gif", "webp", "svg", "heic", "avif", "psd", "bmp"];

/// Pictures in the folders of those that sections name, which no section names.
fn unused(folder: &Path, sections: &[Section]) -> Vec<String> {
    let mut named = BTreeSet::new();
    each_picture(sections, &mut |path, _| {
        named.insert(Path::new(path).components().collect::<PathBuf>());
    });
    let folders: BTreeSet<&Path> = named.iter().filter_map(|path| path.parent()).collect();
    let mut unused = Vec::new();
    for inner in folders {
        let plain = |part: Component| matches!(part, Component::Normal(_));
        let entries = match inner.components().all(plain) {
            true => folder.join(inner).read_dir().into_iter().flatten().flatten(),
            false => continue,
        };
        for name in entries.map(|entry| PathBuf::from(entry.file_name())) {
            let extension = name.extension().map(|it| it.to_string_lossy().to_lowercase());
            let picture = extension.is_some_and(|it| EXTENSIONS.contains(&it.as_str()));
            let path = inner.join(name);
            if picture && !named.contains(&path) {
                unused.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    unused.sort();
    unused
}

/// Reports a file that was not read; the codes are those of a missing and of a large one.
fn refused(
    refusal: &Refusal,
    path: &str,
    [missing, large]: [Code; 2],
    at: &Place,
    found: &mut Findings,
) {
    match refusal {
        Refusal::Missing => {
            found.add(missing, Some(at), msg!("没有文件 {path}", "there is no file {path}"));
        }
        Refusal::NotAFile => {
            found.add(missing, Some(at), msg!("{path} 不是文件", "{path} is not a file"));
        }
        Refusal::Unreadable(why) => {
            found.add(
                missing,
                Some(at),
                msg!("{path} 读不到：{why}", "{path} cannot be read: {why}"),
            );
        }
        Refusal::TooLarge(limit) => {
            let limit = limit >> 20;
            let message = msg!("{path} 超过 {limit} MiB", "{path} has more than {limit} MiB");
            found.add(large, Some(at), message);
        }
        Refusal::Outside => {
            let message = msg!("{path} 不在书的文件夹里", "{path} is not inside the book's folder");
            found.add(Code::Y12, Some(at), message);
        }
    }
}

impl Raw {
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
        let mut see = |text: &str, node: &Node, used: Use| {
            if matches!(used, Use::Set | Use::Said) {
                see(text, node, used);
            }
        };
        uses::of_book().each(&self.value, &self.node, &mut see);
        self.sections.iter().for_each(|section| section.each(&mut see));
    }

    /// Calls `see` with the path of every picture that sections name, and its place, in order.
    pub fn each_picture(&self, see: &mut dyn FnMut(&str, &Node)) {
        each_picture(&self.sections, see);
    }
}

fn each_picture(sections: &[Section], see: &mut dyn FnMut(&str, &Node)) {
    let mut see = |path: &str, node: &Node, used: Use| {
        if used == Use::Picture {
            see(path, node);
        }
    };
    sections.iter().for_each(|section| section.each(&mut see));
}

impl Section {
    fn each(&self, see: &mut See) {
        uses::of_section().each(&self.value, &self.node, see);
    }
}
