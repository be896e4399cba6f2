//! The parts of a JPEG (ITU-T T.81, B.1.1), from its start to the end of the picture.
//!
//! What follows the end is another picture (CIPA DC-007: previews, gain maps), a film, or nothing
//! that shows, and has Exif of its own.

use std::ops::Range;

use memchr::memchr;

/// Markers.
pub(super) const SOF0: u8 = 0xC0;
pub(super) const DHT: u8 = 0xC4;
pub(super) const SOI: u8 = 0xD8;
pub(super) const EOI: u8 = 0xD9;
pub(super) const SOS: u8 = 0xDA;
pub(super) const DQT: u8 = 0xDB;
pub(super) const DRI: u8 = 0xDD;
pub(super) const APP0: u8 = 0xE0;
pub(super) const APP15: u8 = 0xEF;
pub(super) const COM: u8 = 0xFE;

/// Most segments; a picture of a thousand scans has some three thousand.
const MAX_SEGMENTS: usize = 1 << 16;

/// A marker and what belongs to it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segment {
    /// The second byte of the marker.
    pub(super) marker: u8,
    /// All of it, with the marker, and after the head of a scan with the scan.
    pub(super) whole: Range<usize>,
    /// What stands behind the length.
    pub(super) contents: Range<usize>,
    /// The coded pixels, which follow the head of a scan.
    pub(super) scan: Range<usize>,
}

impl Segment {
    /// Whether it is the head of the frame: all of that range but three.
    pub(super) fn is_frame(&self) -> bool {
        matches!(self.marker, 0xC0..=0xCF) && !matches!(self.marker, DHT | 0xC8 | 0xCC)
    }
}

/// The segments between the start and the end of the picture; `None` if it has no end.
pub(super) fn segments(bytes: &[u8]) -> Option<Vec<Segment>> {
    if bytes.get(..2)? != [0xFF, SOI] {
        return None;
    }
    let mut segments = Vec::new();
    let mut at = 2;
    loop {
        let start = at + memchr(0xFF, bytes.get(at..)?)?;
        let mut behind = start + 1;
        // Fill bytes may stand before a marker.
        while *bytes.get(behind)? == 0xFF {
            behind += 1;
        }
        let marker = bytes[behind];
        at = behind + 1;
        match marker {
            EOI => return Some(segments),
            _ if segments.len() == MAX_SEGMENTS => return None,
            // Without a length: they say nothing here.
            0x00 | 0x01 | 0xD0..=0xD8 => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(*bytes.get(at..)?.first_chunk()?));
        let contents = at + 2..at + length.max(2);
        let end = if marker == SOS { scan_end(bytes, contents.end)? } else { contents.end };
        bytes.get(contents.clone())?;
        let scan = contents.end..end;
        segments.push(Segment { marker, whole: behind - 1..end, contents, scan });
        at = end;
    }
}

/// Where a scan ends: at a marker that does not belong to it.
fn scan_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += memchr(0xFF, bytes.get(at..)?)?;
        match bytes.get(at + 1)? {
            0x00 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => return Some(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_ends_at_its_own_end() {
        let head = [0xFF, SOI, 0xFF, 0xE1, 0, 4, 0xFF, EOI];
        let scan = [0xFF, 0xFF, SOS, 0, 3, 7, 1, 0xFF, 0, 0xFF, 0xD1, 2];
        let trailer = [0xFF, EOI, 0xFF, SOI, 0xFF, SOS, 9];
        let bytes = [&head[..], &scan, &trailer].concat();
        let found = segments(&bytes).expect("segments");
        let wholes: Vec<_> = found.iter().map(|it| (it.marker, it.whole.clone())).collect();
        assert_eq!(wholes, [(0xE1, 2..8), (SOS, 9..20)]);
        assert_eq!((found[1].contents.clone(), found[1].scan.clone()), (13..14, 14..20));
        assert_eq!(segments(&bytes[..20]), None, "no end");
        assert_eq!(segments(&[&head[..], &[0xFF, 0xE2, 9, 9]].concat()), None, "cut off");
        assert_eq!(segments(b"GIF"), None);
    }
}
