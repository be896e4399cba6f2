//! What a check looks at.

use std::sync::Arc;

use crate::assets::faces::Faces;
use crate::load::Raw;
use crate::load::layout::Layout;

/// What is allowed to be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Everything must be there.
    Release,
    /// Everything must be there, and be reviewed as far as `book.yaml` wants it for a release.
    Reviewed,
    /// Pictures may be missing; the layout draws a placeholder.
    Draft,
}

/// What a check looks at.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The files.
    pub raw: &'a Raw,
    /// The layout that they will be set with.
    pub layout: &'a Arc<Layout>,
    /// The faces.
    pub faces: &'a Faces,
    /// What may be missing.
    pub stage: Stage,
}
