//! What single shops and readers want of an e-book: limits, and markup that only they read.
//!
//! The requirements are in `profiles/`, each with its source and the day it was read, since shops
//! change them; none of them affects the standard file.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::diag::{Code, Findings, msg};
use crate::model::output::EPUB;

/// A shop or reader that an e-book can be made for besides the standard one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum Shop {
    /// Apple Books.
    Apple,
    /// Kindle.
    Kindle,
    /// 微信读书。WeRead.
    Weread,
    /// 多看。Duokan.
    Duokan,
}

/// What a shop wants.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShopProfile {
    /// What people call the shop.
    pub shop: String,
    /// How notes are marked up.
    pub notes: Option<Requirement<Notes>>,
    /// Whether the cover is a page of the book; true if it does not say.
    pub cover_page: Option<Requirement<bool>>,
    /// Least width and height of the cover picture, in pixels.
    pub cover: Option<Requirement<[u32; 2]>>,
    /// Whether the cover page fills the screen by a property of the spine.
    pub fullscreen_cover: Option<Requirement<bool>>,
    /// Whether the reader has to be told to use the fonts in the book.
    pub specified_fonts: Option<Requirement<bool>>,
    /// Most bytes of the file.
    pub bytes: Option<Requirement<u64>>,
}

/// What is asked for, with its origin.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement<T> {
    /// The value asked for.
    pub is: T,
    /// Where it stands.
    pub source: String,
    /// When it was read there.
    pub read: String,
}

/// Dialects of notes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Notes {
    /// Asides with links both ways (EPUB 3.3).
    Standard,
    /// A picture as the call, lists of their own class as the notes.
    Duokan,
    /// A picture that holds the note as its alternative text.
    Qqreader,
}

static ALL: LazyLock<[Option<ShopProfile>; 4]> = LazyLock::new(|| {
    let files = [
        include_str!("profiles/apple.toml"),
        include_str!("profiles/kindle.toml"),
        include_str!("profiles/weread.toml"),
        include_str!("profiles/duokan.toml"),
    ];
    // A test reads them all.
    files.map(|text| toml::from_str(text).ok())
});

impl Shop {
    /// The name of the file of a book.
    #[must_use]
    pub fn file(self, book: &str) -> String {
        let name = ["apple", "kindle", "weread", "duokan"][self as usize];
        EPUB.file_for(book, name)
    }

    /// What it wants; `None` if its file cannot be read, which a test rules out.
    #[must_use]
    pub fn profile(self) -> Option<&'static ShopProfile> {
        ALL[self as usize].as_ref()
    }
}

impl ShopProfile {
    /// Reports a file of so many bytes that is beyond the limit.
    pub fn check(&self, bytes: u64, found: &mut Findings) {
        let shop = &self.shop;
        if let Some(most) = self.bytes.as_ref().map(|most| most.is).filter(|most| bytes > *most) {
            let message = msg!(
                "{shop}：整本有 {bytes} 字节，最多 {most}",
                "{shop}: the file has {bytes} bytes, at most {most}"
            );
            found.add(Code::E01, None, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_bytes_are_found() {
        let text = "shop = \"S\"\n[bytes]\nis = 10\nsource = \"x\"\nread = \"2026-11-26\"\n";
        let profile: ShopProfile = toml::from_str(text).expect("a profile");
        let found = |bytes| {
            let mut found = Findings::new("");
            profile.check(bytes, &mut found);
            found.counts()
        };
        assert_eq!((found(10), found(11)), ((0, 0), (0, 1)));
    }

    #[cfg(feature = "cli")]
    #[test]
    fn every_fact_has_a_source_and_a_day() {
        use clap::ValueEnum as _;
        for shop in Shop::value_variants() {
            let profile = shop.profile().expect("a profile that can be read");
            let mut facts = Vec::new();
            let mut add =
                |source: &str, read: &str| facts.push((source.to_owned(), read.to_owned()));
            macro_rules! each {
                ($($field:ident)*) => {
                    $(profile.$field.iter().for_each(|fact| add(&fact.source, &fact.read));)*
                };
            }
            each!(notes cover_page cover fullscreen_cover specified_fonts bytes);
            assert!(!facts.is_empty(), "{shop:?}");
            for (source, read) in facts {
                assert!(source.starts_with("https://"), "{shop:?}: {source}");
                assert!(crate::text::date::parse(&read).is_some(), "{shop:?}: {read}");
            }
        }
    }
}
