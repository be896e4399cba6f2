//! Pictures, faces and colours: what they are and whether they can be used.

pub mod checksum;
pub mod colour;
pub mod faces;
pub mod pictures;
pub mod probe;
pub mod profile;
pub mod subset;
pub mod svg;
