//! A look at the bytes of a PDF before they are handed to a reader without limits: to how many
//! bytes would its streams decompress?
//!
//! Every stream that begins as zlib data is inflated once and thrown away, pictures aside, which
//! are never decompressed here. Whatever a crafted file hides from this check it hides from the
//! reader as well, unless it uses filters other than Flate, or chains them; those are refused.

use flate2::{Decompress, FlushDecompress, Status};

use crate::verify::error::ReadError;

/// Largest file, in bytes.
const MAX_FILE: usize = 1 << 30;

/// Most bytes that all streams may decompress to.
const MAX_DECOMPRESSED: u64 = 1 << 30;

/// As far back from its data a stream's dictionary is looked at.
const DICT: usize = 400;

/// Refuses a file that is too large, or that would grow too large.
pub(super) fn check(bytes: &[u8]) -> Result<(), ReadError> {
    if bytes.len() > MAX_FILE {
        return Err(ReadError::TooLarge);
    }
    let mut left = MAX_DECOMPRESSED;
    let mut from = 0;
    let mut buffer = vec![0; 64 << 10];
    while let Some(found) = find(&bytes[from..], b"stream") {
        let at = from + found;
        from = at + 6;
        if bytes[..at].ends_with(b"end") {
            continue;
        }
        let dict = &bytes[at.saturating_sub(DICT)..at];
        let start = memchr::memmem::rfind(dict, b" obj").unwrap_or_default();
        let dict = dict.get(start..).unwrap_or_default();
        if find(dict, b"/Image").is_some() {
            continue;
        }
        let filters = count(dict, b"Decode") - count(dict, b"DecodeParms");
        if filters > count(dict, b"FlateDecode") || filters > 1 {
            return Err(ReadError::UnusualFilters);
        }
        let data = bytes[from..].trim_ascii_start();
        if data.first().is_some_and(|head| head & 0x0F == 8) {
            let size = decompressed(data, left, &mut buffer);
            let limit = ReadError::Decompressed(MAX_DECOMPRESSED >> 20);
            left = left.checked_sub(size).ok_or(limit)?;
        }
    }
    Ok(())
}

/// How many bytes zlib data decompresses to; stops counting beyond `most`.
fn decompressed(data: &[u8], most: u64, buffer: &mut [u8]) -> u64 {
    let mut inflate = Decompress::new(true);
    loop {
        let (read, written) = (inflate.total_in(), inflate.total_out());
        let rest = usize::try_from(read).ok().and_then(|read| data.get(read..));
        let status = inflate.decompress(rest.unwrap_or_default(), buffer, FlushDecompress::None);
        let stuck = inflate.total_in() == read && inflate.total_out() == written;
        if !matches!(status, Ok(Status::Ok)) || stuck || inflate.total_out() > most {
            return inflate.total_out();
        }
    }
}

fn count(bytes: &[u8], wanted: &[u8]) -> usize {
    memchr::memmem::find_iter(bytes, wanted).count()
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}
