//! The faces that a book may use: those in the binary, and folders that the book names.
//!
//! The system's faces are never used, so that a book looks the same everywhere. What Typst must
//! know of a face before it is first used (names, weights, coverage) is computed once and kept
//! beside the faces in `fonts/index.json`: parsing them at every start would take longer than
//! reading the book.

use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::SystemTime;

use typst::foundations::Bytes;
use typst::text::{Font, FontInfo};
use typst_kit::fonts::{FontSource, FontStore};

use crate::diag::{Code, Findings, msg};
use crate::source::Place;

/// The faces in the binary, in the order that decides ties.
pub const BUILT_IN: &[(&str, &[u8])] = &[
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
pub struct Cache(Option<Kept>);

#[derive(Debug)]
struct Kept {
    /// The folders, and the places of their names.
    folders: Vec<(String, Place)>,
    /// The files in them: path, length, time.
    files: Vec<(PathBuf, u64, Option<SystemTime>)>,
    faces: Faces,
    found: Findings,
}

impl Cache {
    /// The faces of a book, as [`faces`] gives them; those of before if they come of the same
    /// files.
    pub fn faces(
        &mut self,
        book: &Path,
        folders: &[(&str, &Place)],
        found: &mut Findings,
    ) -> Faces {
        let files = files(book, folders);
        let named: Vec<_> =
            folders.iter().map(|(folder, at)| ((*folder).to_owned(), (*at).clone())).collect();
        let same = |kept: &Kept| kept.folders == named && kept.files == files;
        let kept = match self.0.take().filter(same) {
            Some(kept) => kept,
            None => {
                let mut found = Findings::default();
                let faces = faces(book, folders, &mut found);
                Kept { folders: named, files, faces, found }
            }
        };
        let kept = self.0.insert(kept);
        found.join(kept.found.clone());
        kept.faces.clone()
    }
}

/// The files in folders of faces, in order.
fn files(book: &Path, folders: &[(&str, &Place)]) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let entries = folders.iter().filter_map(|(folder, _)| book.join(folder).read_dir().ok());
    let known = |entry: std::fs::DirEntry| {
        let path = entry.path();
        let facts = std::fs::metadata(&path).ok()?;
        Some((path, facts.len(), facts.modified().ok()))
    };
    let mut files: Vec<_> = entries.flatten().flatten().filter_map(known).collect();
    files.sort();
    files
}

/// The faces of a book: the built-in ones and those in the folders that it names, each with the
/// place of its name.
#[must_use]
pub fn faces(book: &Path, folders: &[(&str, &Place)], found: &mut Findings) -> Faces {
    let mut store = FontStore::new();
    let mut infos = INDEX.clone();
    for ((_, bytes), info) in BUILT_IN.iter().zip(INDEX.iter()) {
        store.push((BuiltIn(bytes), info.clone()));
    }
    for (folder, at) in folders {
        for font in folder_faces(book, folder, at, found) {
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

/// The faces of a folder in the order of file names: the system's own order is random.
fn folder_faces(book: &Path, folder: &str, at: &Place, found: &mut Findings) -> Vec<Font> {
    let inside = book.join(folder).canonicalize().ok().filter(|real| real.starts_with(book));
    let Some(entries) = inside.and_then(|real| std::fs::read_dir(real).ok()) else {
        let message =
            msg!("书里没有字体文件夹 {folder}", "the book has no folder of fonts {folder}");
        found.add(Code::T02, Some(at), message);
        return Vec::new();
    };
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut fonts = Vec::new();
    for path in paths {
        let extension = path.extension().map(|e| e.to_string_lossy().to_lowercase());
        if !matches!(extension.as_deref(), Some("ttf" | "otf" | "ttc" | "otc")) {
            continue;
        }
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let small = std::fs::metadata(&path).is_ok_and(|meta| meta.len() <= MAX_FONT);
        let bytes = if small { std::fs::read(&path).unwrap_or_default() } else { Vec::new() };
        let before = fonts.len();
        fonts.extend(Font::iter(Bytes::new(bytes)));
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
