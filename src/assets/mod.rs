//! Pictures, faces and colours: what they are and whether they can be used.

pub mod colour;
pub mod faces;
pub mod probe;
pub mod profile;
pub mod subset;
mod svg;
