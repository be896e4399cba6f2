//! What is other than it was when a book was last read.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::load::{Section, raw};
use crate::make::loaded::Loaded;

/// What is other than it was when a book was last read: new, changed, or gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files in the book's folder, by path, without those of layouts and faces.
    pub files: Vec<String>,
    /// Sections, by id. Where there are two of one id, the later one counts.
    pub sections: Vec<String>,
    /// Whether the sections stand in another order, or in files of other names.
    pub order: bool,
    /// Stories, by id.
    pub stories: Vec<String>,
    /// Pictures, by path.
    pub pictures: Vec<String>,
    /// Whether the layout is another one.
    pub layout: bool,
    /// Whether the faces are others.
    pub faces: bool,
    /// Whether reading found other things than before.
    pub findings: bool,
}

impl Changes {
    /// Whether everything is as it was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Changes::default()
    }

    /// What has changed between two states of the files; all that is there if there was none
    /// before.
    pub(super) fn between(before: Option<&Loaded>, after: &Loaded) -> Changes {
        let nothing = BTreeMap::new();
        let inputs = before.map_or(&nothing, |before| &before.raw.inputs);
        let mut files = other(inputs, &after.raw.inputs);
        // Of files that nothing names only the names are known.
        let lying = |loaded: &Loaded| {
            let paths = loaded.raw.unused.iter().chain(&loaded.raw.unlisted);
            paths.map(|path| (path.clone(), ())).collect()
        };
        files.extend(other(&before.map(lying).unwrap_or_default(), &lying(after)));
        files.sort();
        files.dedup();
        let sections = |loaded: &Loaded| -> BTreeMap<String, Arc<Section>> {
            let sections = loaded.raw.sections.iter();
            sections.map(|file| (file.id.clone(), Arc::clone(file))).collect()
        };
        let (old, new) = (before.map(sections).unwrap_or_default(), sections(after));
        let pictures = |loaded: &Loaded| -> BTreeMap<String, String> {
            let pictures = loaded.raw.pictures.values();
            pictures.map(|picture| (picture.path.clone(), picture.sha256.clone())).collect()
        };
        Changes {
            files,
            sections: other_by(&old, &new, Arc::ptr_eq),
            order: before.is_some_and(|before| !files_of(before).eq(files_of(after))),
            stories: other(&stories(&old), &stories(&new)),
            pictures: other(&before.map(pictures).unwrap_or_default(), &pictures(after)),
            layout: !before.is_some_and(|before| Arc::ptr_eq(&before.layout, &after.layout)),
            faces: !before.is_some_and(|before| before.faces.same(&after.faces)),
            findings: false,
        }
    }
}

/// The files of the sections in the order of the book.
fn files_of(loaded: &Loaded) -> impl Iterator<Item = &String> {
    loaded.raw.sections.iter().map(|file| &file.file)
}

/// The stories of sections by id.
fn stories(sections: &BTreeMap<String, Arc<Section>>) -> BTreeMap<String, &raw::Story> {
    let stories = sections.values().flat_map(|file| file.section.stories.iter().flatten());
    stories.map(|story| (story.id.clone(), story)).collect()
}

/// The names under which there is one thing before and another after, or none.
fn other<T: PartialEq>(before: &BTreeMap<String, T>, after: &BTreeMap<String, T>) -> Vec<String> {
    other_by(before, after, T::eq)
}

fn other_by<T>(
    before: &BTreeMap<String, T>,
    after: &BTreeMap<String, T>,
    same: impl Fn(&T, &T) -> bool,
) -> Vec<String> {
    let new =
        after.iter().filter(|(name, new)| !before.get(*name).is_some_and(|old| same(old, new)));
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    let mut names: Vec<String> = new.map(|(name, _)| name).chain(gone).cloned().collect();
    names.sort();
    names
}
