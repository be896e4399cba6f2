//! Arguments in, exit code out: 0 good, 1 findings, 2 the machine failed.

#![forbid(unsafe_code)]

use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::Parser as _;
use mimalloc::MiMalloc;
use nianjian::args::Cli;
use nianjian::command;
use nianjian::make::threads::with_deep_stack;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match catch_unwind(|| with_deep_stack(|| command::run(&cli))) {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(_)) | Err(_) => ExitCode::from(2),
    }
}
