//! Arguments in, exit code out: 0 good, 1 findings, 2 the machine failed.

#![forbid(unsafe_code)]

use std::io::{self, Write as _};
use std::panic::{self, PanicHookInfo, catch_unwind};
use std::process::ExitCode;
#[cfg(unix)]
use std::sync::{Arc, atomic::AtomicBool};

use mimalloc::MiMalloc;
use nianjian::args::Cli;
use nianjian::command;
use nianjian::make::threads::with_deep_stack;
#[cfg(unix)]
use signal_hook::{consts::SIGABRT, flag::register_conditional_shutdown};

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// Has the program end with 2 where Rust would abort it: when memory runs out or a stack overflows,
/// which it has said by then.
#[cfg(unix)]
fn end_in_order() {
    let always = Arc::new(AtomicBool::new(true));
    // Without it only the exit code is another.
    let _ = register_conditional_shutdown(SIGABRT, 2, always);
}

/// Tells of a fault of the program in one line. Never with what led to it: where memory runs out on
/// the way, Rust tells of that in the same manner, and waits for itself.
fn tell(fault: &PanicHookInfo) {
    let _ = writeln!(io::stderr(), "nianjian: {fault}");
}

fn main() -> ExitCode {
    panic::set_hook(Box::new(tell));
    #[cfg(unix)]
    end_in_order();
    let cli = Cli::read();
    match catch_unwind(|| with_deep_stack(|| command::run(&cli))) {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(_)) | Err(_) => ExitCode::from(2),
    }
}
