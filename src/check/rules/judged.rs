//! A section that is judged by itself.

use crate::assets::faces::Faces;
use crate::check::lower::Pictures;
use crate::load::Section as File;
use crate::model::Section;

/// A section that is judged by itself.
pub(in crate::check) struct Judged<'a> {
    /// Its file.
    pub(in crate::check) file: &'a File,
    /// What was made of it, if anything.
    pub(in crate::check) section: Option<&'a Section>,
    /// The pictures of the book.
    pub(in crate::check) pictures: &'a Pictures,
    /// The faces of the book.
    pub(in crate::check) faces: &'a Faces,
    /// Whether the book is in Chinese.
    pub(in crate::check) is_chinese: bool,
}
