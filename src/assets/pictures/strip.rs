//! Removes the metadata of pictures: Exif with its places and serial numbers, XMP, comments,
//! thumbnails, and profiles that only say sRGB.

use img_parts::png::Png;

use crate::assets::pictures::segments::{APP0, APP15, COM, EOI, SOI, segments};
use crate::model::PictureFormat;

/// The file with its pixels untouched, its profile left in if it is to stay `profiled`; `None` if
/// it is not made as its format says. What follows a JPEG in its file goes too.
pub(super) fn strip(mut bytes: Vec<u8>, format: PictureFormat, profiled: bool) -> Option<Vec<u8>> {
    match format {
        PictureFormat::Jpeg => {
            // What stays moves up; mostly that is one scan, or nothing.
            let mut end = [0xFF, SOI].len();
            for segment in segments(&bytes)? {
                if shows(segment.marker, &bytes[segment.contents], profiled) {
                    let length = segment.whole.len();
                    if segment.whole.start != end {
                        bytes.copy_within(segment.whole, end);
                    }
                    end += length;
                }
            }
            bytes.truncate(end);
            bytes.extend([0xFF, EOI]);
            Some(bytes)
        }
        PictureFormat::Png => {
            let mut png = Png::from_bytes(bytes.into()).ok()?;
            // ISO/IEC 15948, 11.2, and of 11.3 what changes how colours look.
            const SHOW: [&[u8; 4]; 8] =
                [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"sRGB", b"gAMA", b"cHRM"];
            png.chunks_mut().retain(|chunk| {
                SHOW.contains(&&chunk.kind()) || profiled && chunk.kind() == *b"iCCP"
            });
            Some(png.encoder().bytes().to_vec())
        }
        _ => None,
    }
}

/// Whether a segment (ITU-T T.81, B.1.1.3) serves to show the picture: of those for applications
/// that are JFIF's, without its extension, Adobe's, which says what the colours are, and the ICC's
/// if the picture stays `profiled`.
fn shows(marker: u8, contents: &[u8], profiled: bool) -> bool {
    match marker {
        APP0 => contents.starts_with(b"JFIF\0"),
        0xE2 if contents.starts_with(b"ICC_PROFILE\0") => profiled,
        0xEE => contents.starts_with(b"Adobe"),
        APP0..=APP15 | COM => false,
        _ => true,
    }
}
