//! The files of a book as they were at one time.

use std::sync::Arc;

use crate::assets::faces::Faces;
use crate::load::Raw;
use crate::load::layout::Layout;
use crate::model::Book;
use crate::typeset::Input;

/// A state of the files.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) raw: Raw,
    pub(super) layout: Arc<Layout>,
    pub(super) faces: Faces,
}

impl Loaded {
    /// What pages of a book are set from, which was made of these files.
    pub(super) fn input<'a>(&'a self, book: &'a Book) -> Input<'a> {
        Input { book, layout: &self.layout, faces: &self.faces }
    }
}
