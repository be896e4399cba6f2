//! Colours into the CMYK of a printing condition.
//!
//! Neutral and very dark colours of drawings become black alone: four-colour black text and rules
//! show every misregister. All else goes through the profile, relative colorimetric, which keeps
//! the colours that print can show. Where the ink is more than the stock takes, cyan, magenta and
//! yellow are reduced in proportion and black stays.

use std::sync::Arc;

use anyhow::{Result, anyhow};
use moxcms::{
    ColorProfile, Layout, RenderingIntent, Transform8BitExecutor, TransformF32Executor,
    TransformOptions,
};

/// A colour of which no part is lighter prints as black, whatever its tint.
const DARK: f32 = 0.25;

/// From sRGB to the inks.
#[expect(missing_debug_implementations, reason = "the engine's parts have none")]
pub struct Engine {
    exact: Arc<TransformF32Executor>,
    fast: Arc<Transform8BitExecutor>,
}

impl Engine {
    /// For an output profile.
    ///
    /// # Errors
    /// If the profile lacks what conversion needs.
    pub fn new(output: &ColorProfile) -> Result<Engine> {
        let options = TransformOptions {
            rendering_intent: RenderingIntent::RelativeColorimetric,
            ..TransformOptions::default()
        };
        let input = ColorProfile::new_srgb();
        let failed = |error| anyhow!("colour engine: {error}");
        // Four channels: the engine calls them RGBA whatever their meaning.
        let exact = input.create_transform_f32(Layout::Rgb, output, Layout::Rgba, options);
        let fast = input.create_transform_8bit(Layout::Rgb, output, Layout::Rgba, options);
        Ok(Engine { exact: exact.map_err(failed)?, fast: fast.map_err(failed)? })
    }

    /// One colour of a drawing, each part from 0 to 1; at most `limit` ink in all
    /// (1 is 100 %).
    ///
    /// # Errors
    /// If the engine fails.
    pub fn ink(&self, [r, g, b]: [f32; 3], limit: f32) -> Result<[f32; 4]> {
        let (most, least) = (r.max(g).max(b), r.min(g).min(b));
        if most - least < 1.5 / 255.0 || most < DARK {
            return Ok([0.0, 0.0, 0.0, 1.0 - g.clamp(0.0, 1.0)]);
        }
        let mut out = [0.0; 4];
        let failed = |error| anyhow!("colour engine: {error}");
        self.exact.transform(&[r, g, b], &mut out).map_err(failed)?;
        Ok(within(out.map(|part| part.clamp(0.0, 1.0)), limit))
    }

    /// The pixels of a picture, three bytes a pixel in, four out.
    ///
    /// # Errors
    /// If the engine fails.
    pub fn pixels(&self, rgb: &[u8], limit: f32) -> Result<Vec<u8>> {
        let mut out = vec![0; rgb.len() / 3 * 4];
        let failed = |error| anyhow!("colour engine: {error}");
        self.fast.transform(rgb, &mut out).map_err(failed)?;
        let most = (limit * 255.0) as u32;
        for pixel in out.chunks_exact_mut(4) {
            let sum: u32 = pixel.iter().map(|part| u32::from(*part)).sum();
            if sum > most {
                let parts = [0, 1, 2, 3].map(|i| f32::from(pixel[i]) / 255.0);
                let less = within(parts, limit);
                for (byte, part) in pixel.iter_mut().zip(less) {
                    *byte = (part * 255.0) as u8;
                }
            }
        }
        Ok(out)
    }
}

/// Takes colour away, not black, until the ink is within the limit (1 is 100 %).
fn within([c, m, y, k]: [f32; 4], limit: f32) -> [f32; 4] {
    let colour = c + m + y;
    if colour + k <= limit || colour <= 0.0 {
        return [c, m, y, k];
    }
    let scale = ((limit - k) / colour).max(0.0);
    [c * scale, m * scale, y * scale, k]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::icc::IccProfile;

    fn engine() -> Engine {
        Engine::new(&IccProfile::built_in().expect("a profile").parsed).expect("an engine")
    }

    #[test]
    fn neutral_colours_are_black_alone() {
        for (gray, black) in [(0.0, 1.0), (0.5, 0.5), (1.0, 0.0)] {
            assert_eq!(engine().ink([gray; 3], 3.0).expect("inks"), [0.0, 0.0, 0.0, black]);
        }
    }

    #[test]
    fn colours_get_their_inks() {
        let [c, m, y, k] = engine().ink([0.65, 0.10, 0.18], 3.0).expect("inks");
        assert!(m > 0.8 && y > 0.5 && c < 0.5 && k < 0.4, "{c} {m} {y} {k}");
        let pixels = engine().pixels(&[255, 255, 255, 0, 0, 255], 3.0).expect("inks");
        assert_eq!(pixels[..4], [0, 0, 0, 0]);
        assert!(pixels[4] > 150 && pixels[6] < 60, "{pixels:?}");
    }

    #[test]
    fn ink_stays_within_the_limit() {
        assert_eq!(within([1.0, 1.0, 1.0, 1.0], 2.5), [0.5, 0.5, 0.5, 1.0]);
        assert_eq!(within([0.2, 0.3, 0.4, 0.5], 3.0), [0.2, 0.3, 0.4, 0.5]);
        let dark = engine().pixels(&[10, 5, 20].repeat(4), 2.2).expect("inks");
        for pixel in dark.chunks_exact(4) {
            assert!(pixel.iter().map(|p| u32::from(*p)).sum::<u32>() <= 561, "{pixel:?}");
        }
    }
}
