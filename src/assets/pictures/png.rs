//! The chunks of a PNG (ISO/IEC 15948, 5.3) before a decoder is given them.

use flate2::{Decompress, FlushDecompress, Status};

use crate::assets::pictures::error::PictureError;
use crate::diag::msg;

/// Largest profile, in bytes; those of presses have some three million.
const MAX_PROFILE: u64 = 16 << 20;

/// Bytes of a chunk beside its data: length, kind and check.
const AROUND: usize = 12;

/// Longest name of a profile, in bytes.
const MAX_NAME: usize = 79;

/// Checks what the profile decompresses to.
///
/// # Errors
/// If it is too large.
pub(super) fn bounds(bytes: &[u8]) -> Result<(), PictureError> {
    let mut rest = bytes.get(8..).unwrap_or_default();
    while let Some((length, behind)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let Some((kind, behind)) = behind.split_first_chunk::<4>() else { break };
        let data = behind.get(..length).unwrap_or(behind);
        if kind == b"IDAT" {
            break;
        }
        if kind == b"iCCP" && is_too_large(data) {
            let most = MAX_PROFILE >> 20;
            return Err(PictureError::TooMuch(msg!(
                "嵌的颜色特性文件（ICC）解压后超过 {most} MiB；换一个，或转成 sRGB 不嵌",
                "its colour profile (ICC) decompresses to more than {most} MiB; embed another, or \
                 convert to sRGB and embed none"
            )));
        }
        rest = rest.get(length.saturating_add(AROUND)..).unwrap_or_default();
    }
    Ok(())
}

/// Whether a chunk with a name, a method and a profile has too large a one.
fn is_too_large(chunk: &[u8]) -> bool {
    let Some(name) = chunk.iter().take(MAX_NAME + 1).position(|byte| *byte == 0) else {
        return false;
    };
    let data = chunk.get(name + 2..).unwrap_or_default();
    let mut inflate = Decompress::new(true);
    let mut buffer = vec![0; 64 << 10];
    loop {
        let (read, written) = (inflate.total_in(), inflate.total_out());
        let rest = usize::try_from(read).ok().and_then(|read| data.get(read..));
        let status =
            inflate.decompress(rest.unwrap_or_default(), &mut buffer, FlushDecompress::None);
        let stuck = inflate.total_in() == read && inflate.total_out() == written;
        if inflate.total_out() > MAX_PROFILE {
            return true;
        }
        if !matches!(status, Ok(Status::Ok)) || stuck {
            return false;
        }
    }
}
