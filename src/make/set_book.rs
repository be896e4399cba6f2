//! A book without errors that is set.

use crate::make::loaded::Loaded;
use crate::model::Book;
use crate::typeset::Pages;

/// A book without errors that is set.
pub(super) struct SetBook<'a> {
    pub(super) loaded: &'a Loaded,
    pub(super) book: &'a Book,
    /// The pages for screens.
    pub(super) pages: &'a Pages,
    /// The pages for print, if they are wanted.
    pub(super) print: Option<&'a Pages>,
    /// The sheet of the cover, if it is wanted.
    pub(super) cover: Option<&'a Pages>,
}
