//! What pages are set from.

use crate::assets::faces::Faces;
use crate::load::layout::Layout;
use crate::model::Book;

/// What pages are set from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The book.
    pub book: &'a Book,
    /// The layout that it is set in.
    pub layout: &'a Layout,
    /// The faces that it may use.
    pub faces: &'a Faces,
}
