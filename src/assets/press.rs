//! Photographs into the inks of a printing condition, once: what was made is kept like any other
//! picture, and goes into the print file as it is.

use anyhow::Result;
use sha2::{Digest as _, Sha256};

use crate::assets::colour::Engine;
use crate::assets::icc::IccProfile;

/// How much less ink than the most is aimed at in photographs, whose encoding adds a little here
/// and there; 1 is 100 %.
const SPARE: f32 = 0.1;

/// A printing condition that photographs are converted for.
pub struct Press {
    engine: Engine,
    limit: f32,
    /// What tells it from others.
    pub key: PressKey,
}

/// Tells printing conditions apart: the checksum of the profile, and the most ink in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PressKey([u8; 32], u32);

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.key.fmt(f)
    }
}

impl Press {
    /// For an output profile, and at most so much ink in all (1 is 100 %).
    ///
    /// # Errors
    /// If the profile lacks what conversion needs.
    pub fn new(profile: &IccProfile, limit: f32) -> Result<Press> {
        let checksum = Sha256::digest(&profile.bytes).into();
        let key = PressKey(checksum, (limit * 1000.0).round() as u32);
        Ok(Press { engine: Engine::new(&profile.parsed)?, limit, key })
    }

    /// The pixels of a photograph, three bytes a pixel in, four out.
    ///
    /// # Errors
    /// If the engine fails.
    pub fn photograph(&self, rgb: &[u8]) -> Result<Vec<u8>> {
        self.engine.pixels(rgb, self.limit - SPARE)
    }
}
