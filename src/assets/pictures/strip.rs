//! Removes the metadata of pictures: Exif with its places and serial numbers, XMP, comments,
//! thumbnails, and profiles that only say sRGB.

use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;

use crate::model::PictureFormat;

/// The file with its pixels untouched, its profile left in if it is to stay `profiled`; `None` if
/// it is not made as its format says.
pub(super) fn strip(bytes: &[u8], format: PictureFormat, profiled: bool) -> Option<Vec<u8>> {
    let bytes = img_parts::Bytes::copy_from_slice(bytes);
    match format {
        PictureFormat::Jpeg => {
            let mut jpeg = Jpeg::from_bytes(bytes).ok()?;
            jpeg.segments_mut().retain(|segment| shows(segment, profiled));
            Some(jpeg.encoder().bytes().to_vec())
        }
        PictureFormat::Png => {
            let mut png = Png::from_bytes(bytes).ok()?;
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
fn shows(segment: &JpegSegment, profiled: bool) -> bool {
    match segment.marker() {
        markers::APP0 => segment.contents().starts_with(b"JFIF\0"),
        markers::APP2 if segment.contents().starts_with(b"ICC_PROFILE\0") => profiled,
        markers::APP14 => segment.contents().starts_with(b"Adobe"),
        markers::APP1..=markers::APP15 | markers::COM => false,
        _ => true,
    }
}
