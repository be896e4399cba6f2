//! Bounds on the pixels of a picture, and on those that are in memory at once.

use std::sync::{Condvar, Mutex, PoisonError};

use image::Limits;

use crate::model::{PictureFormat, PictureInfo};

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

/// How many times the memory pixels of 16 bits a colour take. Pictures that may have them count as
/// if they had.
pub(super) const DEEP: u64 = 2;

/// Room for the pixels of the largest picture that is taken, or for as many small ones.
#[derive(Debug)]
struct PixelBudget {
    free: Mutex<u64>,
    freed: Condvar,
}

/// A share of the budget; given back when dropped.
#[derive(Debug)]
pub(super) struct Permit(u64);

/// The budget of all threads together, whatever they read pictures for.
static BUDGET: PixelBudget = PixelBudget { free: Mutex::new(MAX_PIXELS), freed: Condvar::new() };

/// Waits until enough is free for the pixels of a picture. A holder of a permit waits for nothing
/// else, so there is no deadlock.
pub(super) fn take(info: &PictureInfo) -> Permit {
    let (width, height) = info.stored();
    let weight = if info.format == PictureFormat::Jpeg { 1 } else { DEEP };
    let pixels = (weight * u64::from(width) * u64::from(height)).min(MAX_PIXELS);
    let free = BUDGET.free.lock().unwrap_or_else(PoisonError::into_inner);
    let enough = BUDGET.freed.wait_while(free, |free| *free < pixels);
    *enough.unwrap_or_else(PoisonError::into_inner) -= pixels;
    Permit(pixels)
}

impl Drop for Permit {
    fn drop(&mut self) {
        *BUDGET.free.lock().unwrap_or_else(PoisonError::into_inner) += self.0;
        BUDGET.freed.notify_all();
    }
}
