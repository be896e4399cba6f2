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
//!
//! A program that keeps a book open, such as a preview, uses [`make::session::Session`]; one that
//! makes books uses [`make::make`]:
//!
//! ```no_run
#![doc = include_str!("../tests/suite/example.rs")]
//! ```
//!
//! The features `cli` (arguments, subcommands, messages for a terminal) and `verify` (reading
//! artefacts back) are on by default; the library does without.

#![forbid(unsafe_code)]

#[cfg(feature = "cli")]
pub mod args;
pub mod assets;
pub mod check;
#[cfg(feature = "cli")]
pub mod command;
pub mod diag;
pub mod epub;
pub mod load;
pub mod make;
pub mod model;
pub mod output;
pub mod parts;
pub mod passages;
pub mod source;
pub mod text;
pub mod typeset;
#[cfg(feature = "verify")]
pub mod verify;
