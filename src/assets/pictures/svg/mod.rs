//! SVG pictures, written anew: what drawing programs write is read once, and both outputs carry
//! the same plain drawing.
//!
//! `plain` copies the elements and attributes that may show something, with the style sheets
//! resolved, other names for ids, and the pictures inside made ready by `embedded`; `bounds`
//! refuses what would take too long or too much; usvg then resolves all that is left to be
//! resolved into paths, pictures and text, so that scripts, links and metadata cannot come
//! through. `outlines` turns text into paths for e-books.

mod bounds;
mod embedded;
pub mod outlines;
mod plain;
pub(super) mod read;
mod style;
