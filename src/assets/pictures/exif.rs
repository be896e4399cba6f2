//! What Exif says of colours (CIPA DC-008; DCF, CIPA DC-009).

/// The directory of Exif.
const EXIF: u16 = 0x8769;

/// The directory of interoperability.
const INTEROPERABILITY: u16 = 0xA005;

/// The colour space: 1 is sRGB, 0xFFFF another.
const COLOUR_SPACE: u16 = 0xA001;

/// The kind of interoperability: `R03` is the optional file of DCF, which is in Adobe RGB.
const KIND: u16 = 0x0001;

/// Whether Exif, from the byte order on, says that colours are Adobe RGB.
pub(super) fn says_adobe_rgb(exif: &[u8]) -> bool {
    adobe_rgb(exif).unwrap_or(false)
}

fn adobe_rgb(exif: &[u8]) -> Option<bool> {
    let tiff = Tiff { bytes: exif, little: exif.starts_with(b"II") };
    let top = tiff.number(4)?;
    let exif = tiff.entry(top, EXIF)?;
    let exif = tiff.number(exif)?;
    let space = tiff.entry(exif, COLOUR_SPACE)?;
    if tiff.short(space)? != 0xFFFF {
        return Some(false);
    }
    let directory = tiff.entry(exif, INTEROPERABILITY)?;
    let kind = tiff.entry(tiff.number(directory)?, KIND)?;
    Some(tiff.bytes.get(kind..kind + 3)? == b"R03")
}

/// A file of directories (TIFF 6.0, section 2).
struct Tiff<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl Tiff<'_> {
    fn short(&self, at: usize) -> Option<u16> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn number(&self, at: usize) -> Option<usize> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        let number =
            if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) };
        usize::try_from(number).ok()
    }

    /// Where the value of an entry stands in the directory at this place; values here are short.
    fn entry(&self, directory: usize, tag: u16) -> Option<usize> {
        let count = usize::from(self.short(directory)?);
        let entries = (0..count).map(|number| directory + 2 + 12 * number);
        entries.into_iter().find(|at| self.short(*at) == Some(tag)).map(|at| at + 8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Exif with this colour space and kind of interoperability.
    fn exif(space: u16, kind: &[u8; 3]) -> Vec<u8> {
        let mut out =
            b"MM\0\x2A\0\0\0\x08\0\x01\x87\x69\0\x04\0\0\0\x01\0\0\0\x1A\0\0\0\0".to_vec();
        out.extend(b"\0\x02\xA0\x01\0\x03\0\0\0\x01");
        out.extend(space.to_be_bytes());
        out.extend(b"\0\0\xA0\x05\0\x04\0\0\0\x01\0\0\0\x38\0\0\0\0\0\x01\0\x01\0\x02\0\0\0\x04");
        out.extend(kind);
        out.extend([0, 0, 0, 0, 0]);
        out
    }

    #[test]
    fn adobe_rgb_is_told_by_both_marks() {
        assert!(says_adobe_rgb(&exif(0xFFFF, b"R03")));
        assert!(!says_adobe_rgb(&exif(1, b"R03")));
        assert!(!says_adobe_rgb(&exif(0xFFFF, b"R98")));
        let whole = exif(0xFFFF, b"R03");
        for end in 0..whole.len() {
            says_adobe_rgb(&whole[..end]);
        }
    }
}
