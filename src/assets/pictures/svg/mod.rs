//! SVG pictures, written anew: what drawing programs write is read once, and both outputs carry
//! the same plain drawing.
//!
//! `plain` copies the elements and attributes that may show something, with the style sheets
//! resolved (`css`, `style`), other names for ids, and the pictures inside made ready by
//! `embedded`; what browsers alone would draw is told (`properties`); `bounds`
//! refuses what would take too long or too much; usvg then resolves all that is left to be
//! resolved into paths, pictures and text, so that scripts, links and metadata cannot come
//! through. `outlines` turns text into paths for e-books.

mod bounds;
mod css;
mod embedded;
pub mod outlines;
mod plain;
mod properties;
pub(super) mod read;
mod style;
