//! What Typst may see: the layout, the book's data laid over it, the pictures, the faces.
//!
//! Everything is in memory before setting begins; there is no disk, package, network, clock or
//! plugin. All screen compiles share one `Library`: comemo's cache is keyed by it, so per-book data
//! in it would make every edit a full recompile.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde_json::Value;
use typst::comemo::Track as _;
use typst::diag::{FileError, FileResult};
use typst::engine::{Route, Sink, Traced};
use typst::foundations::{Binding, Bytes, Datetime, Duration, IntoValue as _};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World as _};
use typst_kit::files::{FileLoader, FileStore};
use typst_kit::fonts::FontStore;

use crate::assets::faces::Faces;
use crate::model::Book;
use crate::typeset::contract::{self, Fits, Medium, PageSetup};
use crate::typeset::input::Input;
use crate::typeset::placeholder::picture_file;

/// The library for screens. That for a printer also tells the bleed and the accent's spot colour,
/// which are values of the theme and not of the data.
static SCREEN: LazyLock<Arc<LazyHash<Library>>> =
    LazyLock::new(|| Arc::new(library([("target", "screen")])));

/// The standard library without `plugin`: WebAssembly has no bound on time or memory; with what
/// tells heads of rows.
fn library<const N: usize>(inputs: [(&str, &str); N]) -> LazyHash<Library> {
    let inputs = inputs.map(|(key, value)| (key.into(), value.into_value()));
    let features = [Feature::A11yExtras].into_iter().collect();
    let builder = Library::builder().with_inputs(inputs.into_iter().collect());
    let mut library = builder.with_features(features).build();
    library.global.scope_mut().define("plugin", typst::foundations::Value::None);
    library.std = Binding::detached(library.global.clone());
    LazyHash::new(library)
}

pub(super) struct World {
    library: Arc<LazyHash<Library>>,
    setup: PageSetup,
    files: FileStore<Memory>,
    fonts: Arc<FontStore>,
    main: FileId,
}

/// Files by absolute virtual path.
struct Memory(BTreeMap<String, Bytes>);

impl FileLoader for Memory {
    fn load(&self, id: FileId) -> FileResult<Bytes> {
        let path = id.vpath().get_with_slash();
        match id.root() {
            VirtualRoot::Project => {
                self.0.get(path).cloned().ok_or_else(|| FileError::NotFound(path.into()))
            }
            VirtualRoot::Package(_) => Err(FileError::AccessDenied),
        }
    }
}

impl World {
    pub(super) fn new(input: &Input, setup: &PageSetup, fits: &Fits) -> World {
        World {
            library: library_for(setup),
            setup: setup.clone(),
            files: FileStore::new(Memory(files(input, setup, fits))),
            fonts: Arc::clone(&input.faces.store),
            main: main_file(setup.medium),
        }
    }

    /// Shows another state of the book. Files that stay the same stay the same in memory, so that
    /// Typst need not look at them again. `None` if the layout is another one: the bytes of pages
    /// may depend on the order in which sources are parsed, which must be that of a first time.
    pub(super) fn update(mut self, input: &Input, setup: &PageSetup, fits: &Fits) -> Option<World> {
        let before = &mut self.files.loader_mut().0;
        if !before.iter().filter(|(path, _)| !is_data(path)).eq(&input.layout.files) {
            return None;
        }
        let mut after = files(input, setup, fits);
        for (path, bytes) in &mut after {
            if let Some(old) = before.remove(path).filter(|old| old == bytes) {
                *bytes = old;
            }
        }
        *before = after;
        self.files.reset();
        if self.setup != *setup {
            self.library = library_for(setup);
            self.setup = setup.clone();
            self.main = main_file(setup.medium);
        }
        self.fonts = Arc::clone(&input.faces.store);
        Some(self)
    }

    /// Evaluates the layout with the sections of the book from the last to the first, for what
    /// Typst remembers of it.
    pub(super) fn evaluate_backwards(mut self) {
        let files = &mut self.files.loader_mut().0;
        if let Some(file) = files.get_mut(contract::BOOK) {
            let Ok(mut book) = serde_json::from_slice::<Value>(file) else { return };
            let sections = book.get_mut("sections").and_then(Value::as_array_mut);
            sections.into_iter().for_each(|sections| sections.reverse());
            *file = Bytes::new(book.to_string().into_bytes());
        }
        let Ok(main) = self.source(self.main) else { return };
        let world: &dyn typst::World = &self;
        let (traced, mut sink, route) = (Traced::default(), Sink::new(), Route::default());
        let (traced, sink, route) = (traced.track(), sink.track_mut(), route.track());
        // Errors are reported by the compile that sets the pages.
        let _ = typst_eval::eval(world.track(), &self.library, traced, sink, route, &main);
    }

    /// Files alone, to make drawings of.
    pub(super) fn of_files(
        files: impl IntoIterator<Item = (String, Bytes)>,
        faces: &Faces,
    ) -> World {
        World {
            library: Arc::clone(&SCREEN),
            setup: PageSetup::default(),
            files: FileStore::new(Memory(files.into_iter().collect())),
            fonts: Arc::clone(&faces.store),
            main: main_file(Medium::default()),
        }
    }

    /// Other knobs; all files but those of the sections stay as they are, and so does what Typst
    /// has made of them.
    pub(super) fn refit(&mut self, book: &Book, fits: &Fits) {
        self.files.loader_mut().0.extend(bytes(contract::sections(book, fits)));
        self.files.reset();
    }
}

/// The layout, with the data and the pictures of the book laid over it.
fn files(input: &Input, setup: &PageSetup, fits: &Fits) -> BTreeMap<String, Bytes> {
    let mut files = input.layout.files.clone();
    files.extend(bytes(contract::data(input.book, setup, fits)));
    for picture in input.book.pictures().into_values() {
        files.insert(contract::picture_path(picture.number), picture_file(picture));
    }
    files
}

/// Whether a path is one of the book's.
fn is_data(path: &str) -> bool {
    path.starts_with("/data/") || path.starts_with("/img/")
}

fn library_for(setup: &PageSetup) -> Arc<LazyHash<Library>> {
    match setup.medium {
        Medium::Screen => Arc::clone(&SCREEN),
        Medium::Print | Medium::Cover => {
            let (spot, bleed) = (setup.spot.as_deref().unwrap_or_default(), setup.bleed);
            let bleed = bleed.to_string();
            Arc::new(library([("target", "print"), ("bleed", &bleed), ("spot", spot)]))
        }
    }
}

/// Data as files.
fn bytes(files: Vec<(String, Value)>) -> impl Iterator<Item = (String, Bytes)> {
    files.into_iter().map(|(path, value)| (path, Bytes::new(value.to_string().into_bytes())))
}

/// The file of a layout that sets the cover as one sheet.
pub(super) const COVER: &str = "/cover.typ";

fn main_file(medium: Medium) -> FileId {
    let path = match medium {
        Medium::Screen | Medium::Print => "/main.typ",
        Medium::Cover => COVER,
    };
    let path = VirtualPath::new(path).expect("the path is absolute and has no backslash");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

impl typst::World for World {
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
    /// No current date: builds must be reproducible.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
