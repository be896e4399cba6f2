//! The faces that a book may use: those in the binary, and folders that the book names.
//!
//! The system's faces are never used, so that a book looks the same everywhere. What Typst must
//! know of a face before it is first used (names, weights, coverage) is computed once and kept
//! beside the faces in `fonts/index.json`: parsing them at every start would take longer than
//! reading the book.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use typst::foundations::Bytes;
use typst::text::{Font, FontInfo};
use typst_kit::fonts::{FontSource, FontStore};

use crate::assets::checksum::sha256;
use crate::assets::place::inside;
use crate::assets::stamp::Stamp;
use crate::diag::{Code, Findings, Message, msg};
use crate::source::Place;

/// The faces in the binary, in the order that decides ties. A static: a constant may be copied.
pub static BUILT_IN: &[(&str, &[u8])] = &[
    ("NotoSerifSC-Regular.ttf", include_bytes!("../../fonts/NotoSerifSC-Regular.ttf")),
    ("NotoSerifSC-Black.ttf", include_bytes!("../../fonts/NotoSerifSC-Black.ttf")),
    ("NotoSansSC-Regular.ttf", include_bytes!("../../fonts/NotoSansSC-Regular.ttf")),
    ("NotoSansSC-Bold.ttf", include_bytes!("../../fonts/NotoSansSC-Bold.ttf")),
    ("NianjianKai-Regular.ttf", include_bytes!("../../fonts/NianjianKai-Regular.ttf")),
];

/// What `fonts/index.json` says of [`BUILT_IN`], face by face.
static INDEX: LazyLock<Vec<FontInfo>> = LazyLock::new(|| {
    // A test compares the index with the faces; an empty one would be found at the first build.
    serde_json::from_str(include_str!("../../fonts/index.json")).unwrap_or_default()
});

/// Provenance and licences of [`BUILT_IN`].
pub const MANIFEST: &str = include_str!("../../fonts/fonts.toml");

/// Largest font file, in bytes.
const MAX_FONT: u64 = 64 << 20;

/// The faces of one book.
#[derive(Clone)]
pub struct Faces {
    /// For Typst.
    pub store: Arc<FontStore>,
    infos: Arc<Vec<FontInfo>>,
    /// For every code point, whether any face has a glyph.
    covered: Arc<Vec<bool>>,
}

impl std::fmt::Debug for Faces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<&str> = self.infos.iter().map(|info| info.family.as_str()).collect();
        f.debug_tuple("Faces").field(&names).finish()
    }
}

/// A face of the binary, parsed at its first use.
struct BuiltIn(&'static [u8]);

impl FontSource for BuiltIn {
    fn load(&self) -> Option<Font> {
        Font::new(Bytes::new(self.0), 0)
    }
}

/// The index that `fonts/index.json` must hold for these faces.
///
/// # Panics
/// Never; a face that cannot be read is left out.
#[must_use]
pub fn index() -> Vec<FontInfo> {
    BUILT_IN.iter().filter_map(|(_, bytes)| FontInfo::new(bytes, 0)).collect()
}

/// The faces of a book, for the next reading.
#[derive(Debug, Default)]
pub struct Cache(Option<KeptFaces>);

#[derive(Debug)]
struct KeptFaces {
    /// The folders, and the places of their names.
    folders: Vec<(String, Place)>,
    /// The files in them.
    files: Vec<(PathBuf, Option<Stamp>)>,
    /// The SHA-256 of each, in hexadecimal.
    checksums: Vec<String>,
    faces: Faces,
    found: Findings,
}

impl KeptFaces {
    /// Whether these are its files, and no one has touched them.
    fn is_untouched(&self, files: &[(PathBuf, Option<Stamp>)]) -> bool {
        self.files == files && files.iter().all(|(_, stamp)| stamp.is_some())
    }

    /// Whether it was made of these very files.
    fn is_of(&self, files: &[FontFile]) -> bool {
        let paths = self.files.iter().map(|(path, _)| path);
        paths.eq(files.iter().map(|file| &file.path))
            && self.checksums.iter().eq(files.iter().map(|file| &file.sha256))
    }
}

impl Cache {
    /// The faces of a book: the built-in ones and those in the folders that it names, each with
    /// the place of its name; those of before if they come of the same files.
    pub fn faces(
        &mut self,
        book: &Path,
        folders: &[(&str, &Place)],
        found: &mut Findings,
    ) -> Faces {
        let named: Vec<_> =
            folders.iter().map(|(folder, at)| ((*folder).to_owned(), (*at).clone())).collect();
        let before = self.0.take().filter(|kept| kept.folders == named);
        // The stamps are taken before the files are read: a file that changes meanwhile has
        // another one the next time.
        let paths = folders.iter().filter_map(|(folder, _)| font_files(book, folder)).flatten();
        let paths: BTreeSet<PathBuf> = paths.collect();
        let files: Vec<_> = paths.into_iter().map(|path| (path.clone(), stamp(&path))).collect();
        let kept = match before {
            Some(kept) if kept.is_untouched(&files) => kept,
            before => {
                let read: Vec<_> =
                    files.iter().map(|(path, _)| FontFile::read(book, path)).collect();
                match before.filter(|kept| kept.is_of(&read)) {
                    Some(kept) => KeptFaces { files, ..kept },
                    None => {
                        let mut found = Findings::default();
                        let faces = of_files(book, folders, &read, &mut found);
                        let checksums = read.into_iter().map(|file| file.sha256).collect();
                        KeptFaces { folders: named, files, checksums, faces, found }
                    }
                }
            }
        };
        let kept = self.0.insert(kept);
        found.join(kept.found.clone());
        kept.faces.clone()
    }
}

/// A font file, read.
struct FontFile {
    path: PathBuf,
    /// Its bytes, or why it was not read.
    bytes: Result<Bytes, Message>,
    /// What tells it from others: its SHA-256, or why it was not read.
    sha256: String,
}

impl FontFile {
    /// Reads a file that is in the book's folder, as all of its files are read.
    fn read(book: &Path, path: &Path) -> FontFile {
        let relative = path.strip_prefix(book).unwrap_or(path).to_string_lossy();
        let relative = if cfg!(windows) { relative.replace('\\', "/") } else { relative.into() };
        match inside(book, &relative, MAX_FONT) {
            Ok(bytes) => {
                let sha256 = sha256(&bytes);
                FontFile { path: path.to_owned(), sha256, bytes: Ok(Bytes::new(bytes)) }
            }
            Err(refusal) => {
                let why = refusal.message(&relative);
                FontFile { path: path.to_owned(), sha256: why.en.clone(), bytes: Err(why) }
            }
        }
    }
}

fn stamp(path: &Path) -> Option<Stamp> {
    Stamp::of(&std::fs::metadata(path).ok()?)
}

/// The font files of a folder, in the order of the system, which is random. `None` if the book has
/// no such folder.
fn font_files(book: &Path, folder: &str) -> Option<Vec<PathBuf>> {
    let inside = book.join(folder).canonicalize().ok().filter(|real| real.starts_with(book))?;
    let entries = std::fs::read_dir(inside).ok()?;
    let is_font = |path: &PathBuf| {
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        matches!(extension.as_deref(), Some("ttf" | "otf" | "ttc" | "otc"))
    };
    Some(entries.flatten().map(|entry| entry.path()).filter(is_font).collect())
}

/// The faces of a book, as [`Cache::faces`] gives them, of a book that is read once.
#[must_use]
pub fn faces(book: &Path, folders: &[(&str, &Place)], found: &mut Findings) -> Faces {
    Cache::default().faces(book, folders, found)
}

/// The faces of a book, of the files that are in its folders.
fn of_files(
    book: &Path,
    folders: &[(&str, &Place)],
    files: &[FontFile],
    found: &mut Findings,
) -> Faces {
    let mut store = FontStore::new();
    let mut infos = INDEX.clone();
    for ((_, bytes), info) in BUILT_IN.iter().zip(INDEX.iter()) {
        store.push((BuiltIn(bytes), info.clone()));
    }
    for (folder, at) in folders {
        for font in folder_faces((book, folder), files, at, found) {
            infos.push(font.info().clone());
            let info = font.info().clone();
            store.push((font, info));
        }
    }
    // Every character of the book is looked up, and searching each face's list is slow.
    let mut covered = vec![false; char::MAX as usize + 1];
    for point in infos.iter().flat_map(|info| info.coverage.iter()) {
        if let Some(covered) = covered.get_mut(point as usize) {
            *covered = true;
        }
    }
    Faces { store: Arc::new(store), infos: Arc::new(infos), covered: Arc::new(covered) }
}

impl Faces {
    /// Whether these are the very same faces, not only alike.
    #[must_use]
    pub fn same(&self, other: &Faces) -> bool {
        Arc::ptr_eq(&self.store, &other.store)
    }

    /// Whether any face has a glyph for the character.
    #[must_use]
    pub fn has(&self, c: char) -> bool {
        self.covered.get(c as usize).is_some_and(|covered| *covered)
    }

    /// The regular sans face of the binary, for what the tool itself writes on pages.
    #[must_use]
    pub fn sans(&self) -> Option<Font> {
        let index = BUILT_IN.iter().position(|(file, _)| *file == "NotoSansSC-Regular.ttf")?;
        self.store.font(index)
    }

    /// What is known of every face, in the order that decides ties.
    #[must_use]
    pub fn infos(&self) -> &[FontInfo] {
        &self.infos
    }
}

/// The faces of a folder in the order of file names.
fn folder_faces(
    (book, folder): (&Path, &str),
    files: &[FontFile],
    at: &Place,
    found: &mut Findings,
) -> Vec<Font> {
    let Some(inside) = book.join(folder).canonicalize().ok().filter(|real| real.starts_with(book))
    else {
        let message =
            msg!("书里没有字体文件夹 {folder}", "the book has no folder of fonts {folder}");
        found.add(Code::T02, Some(at), message);
        return Vec::new();
    };
    let mut fonts = Vec::new();
    for file in files.iter().filter(|file| file.path.parent() == Some(inside.as_path())) {
        let name = file.path.file_name().map(|n| n.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        let before = fonts.len();
        match &file.bytes {
            Ok(bytes) => fonts.extend(Font::iter(bytes.clone())),
            Err(why) => {
                found.add(Code::T02, Some(at), why.clone());
                continue;
            }
        }
        if fonts.len() == before {
            found.add(
                Code::T02,
                Some(at),
                msg!("{name} 不是能用的字体", "{name} is not a usable font"),
            );
        }
    }
    if fonts.is_empty() {
        let message = msg!("{folder} 里没有字体", "there are no fonts in {folder}");
        found.add(Code::T02, Some(at), message);
    }
    fonts
}
