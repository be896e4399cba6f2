//! Threads that set pages: Typst nests deeply, and threads have little stack on some systems.

use std::io;
use std::num::NonZeroUsize;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

/// The stack of a thread that sets pages, in bytes.
const STACK: usize = 16 << 20;

/// Most threads of the pool: each has a deep stack, and thousands of them hang the machine.
const MOST: usize = 256;

/// Starts the pool of threads that work on pages and pictures side by side, as many as the machine
/// has cores unless told otherwise, and at most 256. Without effect if there is one already.
pub fn start_pool(threads: Option<NonZeroUsize>) {
    let threads = threads.map_or(0, |threads| threads.get().min(MOST));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK / 2);
    // One that stands already will do.
    let _ = pool.build_global();
}

/// Does some work on a thread of its own with a stack that is deep enough to set pages.
///
/// # Errors
/// If the system gives no thread.
pub fn with_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> io::Result<T> {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work)?;
        Ok(thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
    })
}

/// Runs `work` while a helper thread warms caches, which may stop when it is told that it is
/// enough. Not on rayon's pool: a worker that steals a cache job would delay `work`.
pub(super) fn with_warmup<T>(
    warmup: impl FnOnce(&AtomicBool) + Send,
    work: impl FnOnce() -> T,
) -> T {
    let enough = AtomicBool::new(false);
    thread::scope(|scope| {
        // Without the thread it only takes longer.
        let builder = thread::Builder::new().stack_size(STACK);
        let thread = builder.spawn_scoped(scope, || warmup(&enough));
        let done = work();
        enough.store(true, Ordering::Relaxed);
        // A failure there is one of the work too, or none.
        let _ = thread.map(|thread| thread.join());
        done
    })
}
