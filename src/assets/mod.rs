//! Pictures and faces: what they are and whether they can be used.

pub mod faces;
pub mod probe;
mod svg;
