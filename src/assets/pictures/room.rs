//! A bound on the pixels that are in memory at once.

use std::sync::{Condvar, Mutex, PoisonError};

use crate::assets::probe::MAX_PIXELS;

/// Room for the pixels of the largest picture that is taken, or for as many small ones.
#[derive(Debug)]
pub(super) struct Room {
    free: Mutex<u64>,
    freed: Condvar,
}

/// A share of the room; given back when dropped.
#[derive(Debug)]
pub(super) struct Taken<'a> {
    room: &'a Room,
    pixels: u64,
}

impl Room {
    pub(super) fn new() -> Room {
        Room { free: Mutex::new(MAX_PIXELS), freed: Condvar::new() }
    }

    /// Waits until there is room. Whoever holds a share waits for nothing else, so that all end.
    pub(super) fn take(&self, pixels: u64) -> Taken<'_> {
        let pixels = pixels.min(MAX_PIXELS);
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let enough = self.freed.wait_while(free, |free| *free < pixels);
        *enough.unwrap_or_else(PoisonError::into_inner) -= pixels;
        Taken { room: self, pixels }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.room.free.lock().unwrap_or_else(PoisonError::into_inner) += self.pixels;
        self.room.freed.notify_all();
    }
}
