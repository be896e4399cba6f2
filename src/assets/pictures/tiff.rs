//! Kinds of TIFF that are not read (TIFF 6.0), told apart.

use crate::diag::{Message, msg};

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
        return Some(told("BigTIFF", "a BigTIFF"));
    }
    Some(match (value(bytes, COMPRESSION), value(bytes, PHOTOMETRIC)) {
        (Some(6 | 7), _) => told("JPEG 压缩的 TIFF", "a TIFF with JPEG compression"),
        (Some(2..=4), _) => {
            told("传真压缩（G3、G4）的 TIFF", "a TIFF with fax compression (G3, G4)")
        }
        (_, Some(3)) => told("索引色的 TIFF", "a TIFF with a palette"),
        (_, Some(6)) => told("YCbCr 的 TIFF", "a TIFF in YCbCr"),
        (_, Some(8..=10)) => told("Lab 的 TIFF", "a TIFF in Lab"),
        (Some(packing), _) if !matches!(packing, 1 | 5 | 8 | 32_773 | 32_946) => {
            told("压缩方法少见的 TIFF", "a TIFF with a rare compression")
        }
        _ => return None,
    })
}

fn told(zh: &str, en: &str) -> Message {
    msg!(
        "是{zh}；另存为 LZW 或 ZIP（Deflate）压缩、RGB 或灰度的 TIFF",
        "it is {en}; save it as TIFF in RGB or gray, with LZW or ZIP (Deflate) compression"
    )
}

/// A short number in the first directory.
fn value(bytes: &[u8], tag: u16) -> Option<u16> {
    let little = bytes.starts_with(b"II");
    let short = |at: usize| {
        let two = *bytes.get(at..)?.first_chunk()?;
        Some(if little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) })
    };
    let four = *bytes.get(4..)?.first_chunk()?;
    let directory = if little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
    let directory = usize::try_from(directory).ok()?;
    let mut entries = (0..usize::from(short(directory)?)).map(|number| directory + 2 + 12 * number);
    entries.find(|at| short(*at) == Some(tag)).and_then(|at| short(at + 8))
}
