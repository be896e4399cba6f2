//! Bare Typst: a folder in, a PDF out, faces from a folder, as the Typst command line does it.

use std::fs;
use std::path::Path;

use typst::diag::FileResult;
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};
use typst_kit::files::{FileLoader, FileStore, FsRoot};
use typst_kit::fonts::{FontPath, FontStore};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

struct Folder(FsRoot);

impl FileLoader for Folder {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        self.0.load(id.vpath())
    }
}

struct Bare {
    library: LazyHash<Library>,
    files: FileStore<Folder>,
    fonts: FontStore,
    main: FileId,
}

impl World for Bare {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }
    fn main(&self) -> FileId {
        self.main
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        self.files.source(id)
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.file(id)
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// The pages of a Typst file of a folder.
pub(crate) fn document(folder: &Path, main: &str) -> PagedDocument {
    // In the tests the pool may stand already.
    rayon::ThreadPoolBuilder::new().stack_size(8 << 20).build_global().ok();
    let mut fonts = FontStore::new();
    let faces = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    let mut paths: Vec<_> = fs::read_dir(faces).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    for path in paths.into_iter().filter(|p| p.extension().is_some_and(|e| e == "ttf")) {
        let info = FontInfo::new(&fs::read(&path).unwrap(), 0).unwrap();
        fonts.push((FontPath { path, index: 0 }, info));
    }
    let main = VirtualPath::new(main).unwrap();
    let world = Bare {
        library: LazyHash::new(
            Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build(),
        ),
        files: FileStore::new(Folder(FsRoot::new(folder.to_owned()))),
        fonts,
        main: RootedPath::new(VirtualRoot::Project, main).intern(),
    };
    typst::compile::<PagedDocument>(&world).output.unwrap()
}

pub(crate) fn compile(folder: &Path, main: &str, out: &Path) {
    let document = document(folder, main);
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Auto,
        timestamp: Datetime::from_ymd_hms(2024, 1, 1, 0, 0, 0).map(Timestamp::new_utc),
        page_ranges: None,
        standards: PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).unwrap(),
        tagged: true,
        pretty: false,
    };
    fs::write(out, typst_pdf::pdf(&document, &options).unwrap()).unwrap();
}
