//! The picture of the cover.

use anyhow::{Result, bail};

use crate::epub::split::picture_path;
use crate::model::PictureFormat;

/// The picture of the cover.
pub(super) struct Cover<'a> {
    /// Its address.
    pub(super) path: String,
    /// Its format, from its first bytes.
    pub(super) format: PictureFormat,
    /// Its bytes.
    pub(super) bytes: &'a [u8],
}

impl<'a> Cover<'a> {
    /// Finds out what the picture is.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Cover<'a>> {
        let format = match bytes {
            [0xFF, 0xD8, 0xFF, ..] => PictureFormat::Jpeg,
            [0x89, b'P', b'N', b'G', ..] => PictureFormat::Png,
            _ => bail!("the cover picture is neither JPEG nor PNG"),
        };
        // No picture of the book has this name: theirs are numbers.
        let path = picture_path(&format!("cover.{}", format.extension()));
        Ok(Cover { path, format, bytes })
    }
}
