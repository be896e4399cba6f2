//! 年鉴
#![forbid(unsafe_code)]
pub mod epub;
pub mod model;
pub mod text;
