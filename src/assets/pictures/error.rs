//! Why a picture cannot be used, and the finding that says so.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::diag::{Code, Findings, Message, msg};
use crate::source::Place;

/// Why a picture cannot be used.
#[derive(Debug)]
pub enum PictureError {
    /// It is of no format that we take.
    Unknown,
    /// It has too many pixels: width, height.
    TooLarge(u32, u32),
    /// Its data are broken.
    Damaged(String),
    /// It has four inks in a format of which we take none.
    Inks,
    /// It is of a format that needs a decoder which we do not have.
    UnsupportedFormat(&'static str),
    /// A JPEG or TIFF of a kind that is not read.
    Odd(Message),
    /// An SVG that needs something outside of itself.
    NotSelfContained(Message),
    /// An SVG that holds what print or e-books cannot show.
    Undrawable(Message),
    /// It takes too long or too much to draw.
    TooMuch(Message),
}

impl PictureError {
    /// Adds the finding for the picture at this path.
    pub fn report(&self, path: &str, at: &Place, found: &mut Findings) {
        let (code, why) = self.finding();
        let (zh, en) = (why.zh, why.en);
        found.add(code, Some(at), msg!("{path}：{zh}", "{path}: {en}"));
    }

    fn finding(&self) -> (Code, Message) {
        match self {
            PictureError::Unknown => (
                Code::I01,
                msg!(
                    "内容不是 JPEG、PNG、TIFF、GIF、WebP 或 SVG",
                    "it is not JPEG, PNG, TIFF, GIF, WebP or SVG"
                ),
            ),
            PictureError::UnsupportedFormat(name) => {
                (Code::I01, msg!("格式是 {name}", "its format is {name}"))
            }
            PictureError::TooLarge(w, h) => (Code::I02, msg!("{w}×{h} 像素", "{w}×{h} pixels")),
            PictureError::Damaged(why) => {
                let zh = broken_at(why);
                (Code::I03, msg!("{zh}", "{why}"))
            }
            PictureError::Inks => (
                Code::I05,
                msg!("颜色是 CMYK，格式不是 JPEG", "its colours are CMYK and it is no JPEG"),
            ),
            PictureError::Odd(why) => (Code::I01, why.clone()),
            PictureError::NotSelfContained(why) => (Code::I04, why.clone()),
            PictureError::Undrawable(why) => (Code::I12, why.clone()),
            PictureError::TooMuch(why) => (Code::I02, why.clone()),
        }
    }
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding().1.en)
    }
}

impl std::error::Error for PictureError {}

/// What decoders say is in English; only where they stopped is the same in Chinese.
fn broken_at(why: &str) -> String {
    let place = why.rsplit_once(" at ").and_then(|(_, place)| place.split_once(':'));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match place.filter(|(line, column)| is_number(line) && is_number(column)) {
        Some((line, column)) => format!("数据有错，读到第 {line} 行第 {column} 列断了"),
        None => "数据不完整或有错，读不下去".to_owned(),
    }
}

/// What a decoder makes of a picture. Decoders may panic on files that are broken in ways that they
/// do not know; then it cannot be used, like any other that they refuse.
///
/// # Errors
/// Those of the decoder.
pub(super) fn guarded<T>(
    decode: impl FnOnce() -> Result<T, PictureError>,
) -> Result<T, PictureError> {
    let unreadable = |_| Err(damaged("it cannot be read"));
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or_else(unreadable)
}

/// The error of a decoder.
pub(super) fn damaged(why: impl fmt::Display) -> PictureError {
    PictureError::Damaged(why.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decoder_that_panics_ends_no_book() {
        let why = guarded(|| -> Result<(), PictureError> { panic!("a decoder's") });
        assert!(matches!(why, Err(PictureError::Damaged(_))));
        assert!(matches!(guarded(|| Ok(7)), Ok(7)));
    }
}
