//! `nianjian` sets Chinese yearbooks: one content model in, a PDF and an EPUB out.
//!
//! ```text
//! args ─► load (YAML, layout) ─► check ─► typeset ─► illustrate ─┬─► PDF  ─┬─► output
//!                                                                └─► EPUB ─┘   every stage ─► diag
//! ```
//!
//! [`make::make`] is that picture as code. Stages are functions from value to value that add to
//! [`diag::Findings`]; only `load` and `assets` read and only `output` writes artefacts. Each
//! module is named after its stage.

#![forbid(unsafe_code)]

pub mod args;
pub mod assets;
pub mod check;
pub mod command;
pub mod diag;
pub mod epub;
pub mod load;
pub mod make;
pub mod model;
pub mod output;
pub mod source;
pub mod text;
pub mod typeset;
pub mod verify;
