//! Pictures, faces and colours: what they are and whether they can be used.

pub mod checksum;
pub mod colour;
pub mod faces;
pub mod icc;
pub mod pictures;
pub mod place;
pub mod press;
pub mod stamp;
pub mod subset;
