//! What rules look at.

use crate::assets::faces::Faces;
use crate::check::glossary::Glossary;
use crate::load::Raw;
use crate::load::layout::Layout;
use crate::model::Book;

/// What rules look at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context<'a> {
    /// The files.
    pub(super) raw: &'a Raw,
    /// The book that was made of them.
    pub(super) book: &'a Book,
    /// The layout that it is to be set in.
    pub(super) layout: &'a Layout,
    /// The faces that it may use.
    pub(super) faces: &'a Faces,
    /// The terms of the office.
    pub(super) glossary: Option<&'a Glossary>,
}
