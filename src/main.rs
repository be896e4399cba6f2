//! Arguments in, exit code out: 0 good, 1 findings, 2 the machine failed.

#![forbid(unsafe_code)]

use std::process::ExitCode;
use std::thread;

use clap::Parser as _;
use mimalloc::MiMalloc;
use nianjian::args::Cli;
use nianjian::command;
use nianjian::make::STACK;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let work = thread::Builder::new().stack_size(STACK).spawn(move || command::run(&cli));
    match work.map(thread::JoinHandle::join) {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(_)) | Err(_) => ExitCode::from(2),
    }
}
