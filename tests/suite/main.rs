//! One integration binary, modules by capability, so that Typst is linked once.
//!
//! How to add a case without Rust, and how to accept changes: `tests/README.md`.

#![allow(clippy::unwrap_used, missing_docs, reason = "a test that cannot go on fails")]
#![allow(unreachable_pub, reason = "all of it is private to this program")]
#![allow(clippy::print_stdout, reason = "a test says what it skips")]
#![allow(clippy::disallowed_methods, reason = "tests choose the environment of what they run")]

mod support;

#[path = "../bench/bare.rs"]
mod bare;
#[path = "../books/scale.rs"]
mod scale;

#[path = "../books/yearbook/generate/mod.rs"]
mod sample;

mod architecture;
mod bad_input;
mod cli;
mod columns;
mod contract;
mod control;
mod data;
mod dates;
mod determinism;
mod epub;
mod epub_input;
mod example;
mod findings;
mod fit;
mod folios;
mod forged;
mod formats;
mod glance;
mod hostile;
mod kinds;
mod labels;
mod layout;
mod leaves;
mod machine;
mod messages;
mod openings;
mod output;
mod pages;
mod pdf;
mod pictures;
mod pixels;
mod places;
mod portraits;
mod press_cover;
mod print;
mod proof;
mod properties;
mod random;
mod reading;
mod session;
mod shards;
mod tables;
mod tamper;
mod terms;
mod typography;
mod verify;
mod words;
mod yearbook;
