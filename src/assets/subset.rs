//! Cuts a face to the characters in use, so that an e-book can hold it.
//!
//! Only this file names the crate that makes subsets. OpenType features are dropped: reading
//! systems set an e-book without them.

use std::collections::BTreeSet;

use allsorts::binary::read::ReadScope;
use allsorts::font_data::FontData;
use allsorts::subset::{CmapTarget, SubsetProfile, subset};

use crate::assets::faces::Faces;

/// Why a face could not be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uncut {
    /// There is no such face, or it has none of the characters.
    Absent,
    /// Its maker does not allow to embed a part of it (OpenType, `OS/2.fsType`).
    Locked,
}

/// The face of a family and weight with these characters only, as a file of its own.
///
/// # Errors
/// If there is no such file.
pub fn face(
    faces: &Faces,
    family: &str,
    weight: u16,
    characters: &BTreeSet<char>,
) -> Result<Vec<u8>, Uncut> {
    let named = |info: &typst::text::FontInfo| {
        info.family == family && info.variant.weight.to_number() == weight
    };
    let index = faces.infos().iter().position(named).ok_or(Uncut::Absent)?;
    let font = faces.store.font(index).ok_or(Uncut::Absent)?;
    if !may_be_embedded(font.data(), font.index()) {
        return Err(Uncut::Locked);
    }
    cut(font.data(), font.index(), characters.iter().copied()).ok_or(Uncut::Absent)
}

/// The face (`index` in a collection) with these characters only, as a file of its own; `None` if
/// it has none of them or cannot be cut.
fn cut(face: &[u8], index: u32, characters: impl Iterator<Item = char>) -> Option<Vec<u8>> {
    let parsed = ttf_parser::Face::parse(face, index).ok()?;
    let glyphs = characters.filter_map(|character| parsed.glyph_index(character));
    let mut glyphs: Vec<u16> = glyphs.map(|glyph| glyph.0).filter(|glyph| *glyph > 0).collect();
    if glyphs.is_empty() {
        return None;
    }
    glyphs.push(0); // The glyph of what is missing comes first in every face.
    glyphs.sort_unstable();
    glyphs.dedup();
    let data = ReadScope::new(face).read::<FontData>().ok()?;
    let provider = data.table_provider(usize::try_from(index).ok()?).ok()?;
    subset(&provider, &glyphs, &SubsetProfile::Minimal, CmapTarget::Unicode).ok()
}

/// Whether the maker of a face allows to embed a part of it.
fn may_be_embedded(face: &[u8], index: u32) -> bool {
    ttf_parser::Face::parse(face, index).is_ok_and(|face| {
        face.is_subsetting_allowed()
            && face.permissions() != Some(ttf_parser::Permissions::Restricted)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::faces::BUILT_IN;

    #[test]
    fn a_cut_face_has_its_characters_and_no_others() {
        for (file, bytes) in BUILT_IN {
            assert!(may_be_embedded(bytes, 0), "{file}");
            let cut = cut(bytes, 0, "年鉴A“。".chars()).expect("a face");
            assert!(cut.len() < 10_000, "{file}: {} bytes", cut.len());
            let face = ttf_parser::Face::parse(&cut, 0).expect("a face that can be read");
            let has = |character| face.glyph_index(character).is_some();
            assert!("年鉴A“。".chars().all(has), "{file}");
            assert!(!has('中'), "{file}");
        }
    }

    #[test]
    fn what_is_no_face_is_not_cut() {
        assert_eq!(cut(b"no face", 0, "年".chars()), None);
        assert_eq!(cut(BUILT_IN[0].1, 0, "\u{10FFFF}".chars()), None);
        assert!(!may_be_embedded(b"no face", 0));
    }
}
