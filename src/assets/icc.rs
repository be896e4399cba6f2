//! ICC profiles of printing conditions.
//!
//! A print file names the condition that its colours are meant for by an output profile
//! (ISO 15930-7:2010, 6.2; ICC.1:2010). Only CMYK is of use here.

use moxcms::{ColorProfile, DataColorSpace, ProfileClass};

use crate::diag::{Message, msg};

/// The profile for coated stock in sheet-fed offset; see the note beside it for its source.
pub(super) static FOGRA39: &[u8] = include_bytes!("icc/FOGRA39L_coated.icc");

/// A sound CMYK output profile.
pub struct IccProfile {
    /// The bytes to embed.
    pub bytes: Vec<u8>,
    /// The name of the printing condition in the registry of the ICC, else the profile's own.
    pub condition: String,
    /// For the colour engine.
    pub parsed: ColorProfile,
}

impl std::fmt::Debug for IccProfile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("IccProfile").field(&self.condition).finish()
    }
}

impl IccProfile {
    /// The profile in the binary; a test reads it.
    ///
    /// # Errors
    /// Never: a test checks the embedded profile.
    pub fn built_in() -> Result<IccProfile, Message> {
        let profile = IccProfile::read(FOGRA39)?;
        Ok(IccProfile { condition: "FOGRA39".to_owned(), ..profile })
    }

    /// The one with these bytes, else the one in the binary.
    ///
    /// # Errors
    /// As [`IccProfile::read`].
    pub fn of(bytes: Option<&[u8]>) -> Result<IccProfile, Message> {
        bytes.map_or_else(IccProfile::built_in, IccProfile::read)
    }

    /// Reads a profile.
    ///
    /// # Errors
    /// If it is broken, or not a CMYK output profile; says why.
    pub fn read(bytes: &[u8]) -> Result<IccProfile, Message> {
        let header = bytes.get(..128).ok_or_else(|| broken("头不全", "the header is cut off"))?;
        if &header[36..40] != b"acsp" {
            return Err(broken("没有 ICC 标记", "it has no ICC signature"));
        }
        let size = u32::from_be_bytes([header[0], header[1], header[2], header[3]]);
        if usize::try_from(size) != Ok(bytes.len()) {
            return Err(broken("长度与所记不符", "its length is not what it says"));
        }
        let parsed = ColorProfile::new_from_slice(bytes)
            .map_err(|_| broken("读不出", "it cannot be read"))?;
        if parsed.color_space != DataColorSpace::Cmyk {
            let space = String::from_utf8_lossy(&header[16..20]).trim().to_owned();
            return Err(msg!("颜色是 {space}，不是 CMYK", "its colours are {space}, not CMYK"));
        }
        if parsed.profile_class != ProfileClass::OutputDevice {
            return Err(msg!("不是输出设备的特性文件", "it is not of an output device"));
        }
        // Only the colour engine can tell whether it can use the profile.
        super::colour::Engine::new(&parsed)
            .map_err(|_| broken("没有换色的表", "it lacks the tables for conversion"))?;
        let condition = "Custom".to_owned();
        Ok(IccProfile { bytes: bytes.to_vec(), condition, parsed })
    }
}

fn broken(zh: &str, en: &str) -> Message {
    msg!("文件坏了：{zh}", "it is broken: {en}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        IccProfile::read(bytes).expect_err("refused").en
    }

    #[test]
    fn the_built_in_profile_is_sound() {
        assert_eq!(IccProfile::built_in().expect("sound").condition, "FOGRA39");
    }

    #[test]
    fn broken_and_rgb_profiles_are_refused() {
        assert!(refused(&FOGRA39[..100]).contains("cut off"));
        assert!(refused(&FOGRA39[..5000]).contains("length"));
        let mut no_signature = FOGRA39.to_vec();
        no_signature[36] = b'x';
        assert!(refused(&no_signature).contains("signature"));
        let mut scanner = FOGRA39.to_vec();
        scanner[12..16].copy_from_slice(b"scnr");
        assert!(refused(&scanner).contains("output device"));
        let mut no_tables = FOGRA39.to_vec();
        no_tables[128..132].copy_from_slice(&[0; 4]);
        assert!(refused(&no_tables).contains("broken"));
        let rgb = ColorProfile::new_srgb().encode().expect("sRGB");
        assert!(refused(&rgb).contains("not CMYK"));
    }
}
