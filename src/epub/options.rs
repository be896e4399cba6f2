//! What the e-book needs beside the book.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::epub::fonts::Cutter;
use crate::epub::profile::ShopProfile;
use crate::model::{Encoded, Folio, PictureBytes, Prepared};

/// What the e-book needs beside the book.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The layout's style sheet.
    pub style: &'a str,
    /// The picture of the cover page, JPEG or PNG.
    pub cover: Option<&'a [u8]>,
    /// What the printed index calls the places of stories, by their ids.
    pub locators: &'a BTreeMap<String, String>,
    /// The pages of the PDF and where they begin; none if there is no PDF to tell of.
    pub folios: &'a [Folio],
    /// Cuts the faces that the style sheet asks for.
    pub cutter: &'a Cutter<'a>,
    /// The shop that it is for; the standard file is for none.
    pub profile: Option<&'a ShopProfile>,
    /// The pictures, made ready.
    pub prepared: &'a Prepared,
    /// Gives the bytes of one.
    pub read: &'a ReadPicture<'a>,
    /// When the book was last changed, in Unix seconds; stated in `dcterms:modified` only.
    pub modified: i64,
}

/// Gives the bytes of a picture that was made ready.
pub type ReadPicture<'a> = dyn Fn(&Encoded) -> Result<PictureBytes> + 'a;
