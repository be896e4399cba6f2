//! Bounds on the pixels of a picture, and on those that are in memory at once.

use std::sync::{Condvar, Mutex, PoisonError};

use image::Limits;

/// Longest side, in pixels.
pub(super) const MAX_SIDE: u32 = 32_767;

/// Most pixels of a picture, and of all that are in memory at once.
pub(super) const MAX_PIXELS: u64 = 100_000_000;

/// What a decoder may take.
pub(super) fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(8 * MAX_PIXELS);
    limits
}

/// Room for the pixels of the largest picture that is taken, or for as many small ones.
#[derive(Debug)]
pub(super) struct PixelBudget {
    free: Mutex<u64>,
    freed: Condvar,
}

/// A share of the budget; given back when dropped.
#[derive(Debug)]
pub(super) struct Permit<'a> {
    budget: &'a PixelBudget,
    pixels: u64,
}

impl PixelBudget {
    pub(super) fn new() -> PixelBudget {
        PixelBudget { free: Mutex::new(MAX_PIXELS), freed: Condvar::new() }
    }

    /// Waits until enough is free. A holder of a permit waits for nothing else, so there is no
    /// deadlock.
    pub(super) fn take(&self, pixels: u64) -> Permit<'_> {
        let pixels = pixels.min(MAX_PIXELS);
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let enough = self.freed.wait_while(free, |free| *free < pixels);
        *enough.unwrap_or_else(PoisonError::into_inner) -= pixels;
        Permit { budget: self, pixels }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        *self.budget.free.lock().unwrap_or_else(PoisonError::into_inner) += self.pixels;
        self.budget.freed.notify_all();
    }
}
