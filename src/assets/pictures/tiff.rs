//! Kinds of TIFF that are not read (TIFF 6.0), told apart.

use crate::diag::{Message, msg};

/// Whether pixels are a smaller copy (1) or a mask (4) of others.
const SUBFILE: u16 = 254;

/// Bits of a colour.
const BITS: u16 = 258;

/// Whether numbers have signs (2) or are floating (3).
const SAMPLES: u16 = 339;

/// The kind of numbers of 32 bits.
const LONG: u16 = 4;

/// Most directories that are looked at.
const MAX_DIRECTORIES: usize = 1_000;

/// How pixels are packed.
const COMPRESSION: u16 = 259;

/// What their numbers mean.
const PHOTOMETRIC: u16 = 262;

/// Whether bytes are of a TIFF with addresses of eight bytes.
pub(super) fn is_big(bytes: &[u8]) -> bool {
    bytes.starts_with(b"II+\0") || bytes.starts_with(b"MM\0+")
}

/// What is odd in a TIFF that could not be read; `None` if nothing is, so that it is broken.
pub(super) fn odd(bytes: &[u8]) -> Option<Message> {
    if is_big(bytes) {
        return Some(told(" BigTIFF", "a BigTIFF"));
    }
    let bits = value(bytes, BITS).unwrap_or(1);
    let eight = |zh: &str, en: &str| {
        Some(told(
            &format!("每色 {bits} 位{zh}的 TIFF"),
            &format!("a TIFF of {bits} bits a colour{en}"),
        ))
    };
    match (value(bytes, SAMPLES), bits) {
        (Some(3), _) => return eight("浮点", ", in floating numbers"),
        (Some(2), _) => return eight("有符号数", ", in numbers with signs"),
        (_, 17..) => return eight("", ""),
        _ => {}
    }
    Some(match (value(bytes, COMPRESSION), value(bytes, PHOTOMETRIC)) {
        (Some(6 | 7), _) => told(" JPEG 压缩的 TIFF", "a TIFF with JPEG compression"),
        (Some(2..=4), _) => {
            told("传真压缩（G3、G4）的 TIFF", "a TIFF with fax compression (G3, G4)")
        }
        (_, Some(3)) => told("索引色的 TIFF", "a TIFF with a palette"),
        (_, Some(6)) => told(" YCbCr 的 TIFF", "a TIFF in YCbCr"),
        (_, Some(8..=10)) => told(" Lab 的 TIFF", "a TIFF in Lab"),
        (Some(packing), _) if !matches!(packing, 1 | 5 | 8 | 32_773 | 32_946) => {
            told("压缩方法少见的 TIFF", "a TIFF with a rare compression")
        }
        _ => return None,
    })
}

fn told(zh: &str, en: &str) -> Message {
    msg!(
        "是{zh}；另存为 LZW 或 ZIP（Deflate）压缩、8 位的 RGB 或灰度的 TIFF",
        "it is {en}; save it as TIFF in RGB or gray of 8 bits, with LZW or ZIP (Deflate) compression"
    )
}

/// Whether more pages follow the first. Smaller copies and masks are none.
pub(super) fn has_pages(bytes: &[u8]) -> bool {
    let directories = Directories { bytes, next: Some(4) };
    let is_page = |at: &usize| value_in(bytes, *at, SUBFILE).is_none_or(|kind| kind & 5 == 0);
    // A chain may be a ring.
    directories.skip(1).take(MAX_DIRECTORIES).any(|at| is_page(&at))
}

/// Where the directories of a TIFF stand, in order.
struct Directories<'a> {
    bytes: &'a [u8],
    /// Where the address of the next one stands.
    next: Option<usize>,
}

impl Iterator for Directories<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let at = long(self.bytes, self.next?).filter(|at| *at > 0)?;
        let count = short(self.bytes, at);
        self.next = count.map(|count| at + 2 + 12 * usize::from(count));
        count.map(|_| at)
    }
}

/// A short number in the first directory; the first one of several.
fn value(bytes: &[u8], tag: u16) -> Option<u16> {
    value_in(bytes, long(bytes, 4)?, tag)
}

/// The same in the directory that stands there. Of long numbers it is the lower half.
fn value_in(bytes: &[u8], directory: usize, tag: u16) -> Option<u16> {
    let count = usize::from(short(bytes, directory)?);
    let mut entries = (0..count).map(|number| directory + 2 + 12 * number);
    let entry = entries.find(|at| short(bytes, *at) == Some(tag))?;
    match (short(bytes, entry + 2)?, long(bytes, entry + 4)?) {
        (LONG, _) => u16::try_from(long(bytes, entry + 8)? & 0xFFFF).ok(),
        (_, 0..=2) => short(bytes, entry + 8),
        _ => short(bytes, long(bytes, entry + 8)?),
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let two = *bytes.get(at..)?.first_chunk()?;
    Some(if is_little(bytes) { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
}

fn long(bytes: &[u8], at: usize) -> Option<usize> {
    let four = *bytes.get(at..)?.first_chunk()?;
    let long = if is_little(bytes) { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
    usize::try_from(long).ok()
}

fn is_little(bytes: &[u8]) -> bool {
    bytes.starts_with(b"II")
}
