//! Pictures in pixels and drawings inside of drawings.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::assets::pictures::error::{PictureError, damaged, guarded};
use crate::assets::pictures::{budget, decode, encode, raster, strip};
use crate::diag::msg;
use crate::model::{Colours, PictureFormat};

/// The `data:` address of the picture that an address holds, with the kind that it is of, and
/// without what does not serve to show it; its ICC profile stays, since nothing else converts its
/// colours. One that is a drawing is what `drawing` makes of it. `None` if the address holds no
/// picture but leads to one.
///
/// # Errors
/// If the picture cannot be used.
pub(super) fn embedded(
    address: &str,
    drawing: &dyn Fn(&[u8]) -> Result<String, PictureError>,
) -> Result<Option<String>, PictureError> {
    let Some(bytes) = decoded(address)? else { return Ok(None) };
    let (kind, bytes) = match raster::probe(&bytes) {
        Some(info) => {
            let info = info?;
            if info.colours == Colours::Cmyk {
                return Err(PictureError::Undrawable(msg!(
                    "里面嵌了 CMYK 的 JPEG；换成 RGB 的再嵌",
                    "it holds a CMYK JPEG; put one in RGB in its place"
                )));
            }
            if info.format == PictureFormat::Jpeg && raster::is_adobe_rgb(&bytes, info.colours) {
                return Err(PictureError::Undrawable(msg!(
                    "里面嵌的照片是 Adobe RGB，没有嵌特性文件；转成 sRGB 再嵌",
                    "it holds a photograph in Adobe RGB without a profile; put one in sRGB in \
                     its place"
                )));
            }
            match info.format {
                PictureFormat::Jpeg | PictureFormat::Png => {
                    let less = strip::strip(bytes, info.format, true).ok_or_else(broken)?;
                    // Two parsers may read a broken file differently.
                    raster::probe(&less).and_then(Result::ok).ok_or_else(broken)?;
                    let kind = if info.format == PictureFormat::Jpeg { "jpeg" } else { "png" };
                    (kind, less)
                }
                _ => {
                    let _permit = budget::take(&info);
                    let pixels = guarded(|| decode::plain_pixels(&bytes))?;
                    ("png", encode::png(&pixels).map_err(damaged)?)
                }
            }
        }
        None => ("svg+xml", drawing(&bytes)?.into_bytes()),
    };
    Ok(Some(format!("data:image/{kind};base64,{}", STANDARD.encode(bytes))))
}

fn broken() -> PictureError {
    damaged("the picture inside of it")
}

/// The bytes that an address holds (RFC 2397); `None` if it holds none.
fn decoded(address: &str) -> Result<Option<Vec<u8>>, PictureError> {
    let scheme = address.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:"));
    if scheme.is_none() {
        return Ok(None);
    }
    let (kind, text) = address[5..].split_once(',').ok_or_else(broken)?;
    let kind = kind.trim_end().to_ascii_lowercase();
    let bytes = if kind.ends_with(";base64") {
        let text: Vec<u8> = percent_encoding::percent_decode_str(text).collect();
        let text: Vec<u8> = text.into_iter().filter(|b| !b.is_ascii_whitespace()).collect();
        STANDARD.decode(text).map_err(|_| broken())?
    } else {
        percent_encoding::percent_decode_str(text).collect()
    };
    Ok(Some(bytes))
}
