//! The rules of a style sheet that ask for faces of the book: `@font-face` with an address
//! `nianjian:FAMILY:PLACES`, read as readers read them, so that none in a comment or a string
//! counts.

use std::ops::Range;

use crate::text::styles::{self, Head, Piece, Rule};

const SCHEME: &str = "nianjian:";

/// A rule that asks for a face.
#[derive(Debug, PartialEq)]
pub(super) struct FaceRule {
    /// The bytes of the whole rule.
    pub(super) at: Range<usize>,
    /// What it asks for; `None` if that cannot be understood.
    pub(super) asked: Option<Asked>,
}

/// A face and where it is wanted.
#[derive(Debug, PartialEq)]
pub(super) struct Asked {
    pub(super) family: String,
    pub(super) weight: u16,
    /// The bytes of the address, from `url(` to its bracket.
    pub(super) address: Range<usize>,
    /// Elements and classes, the latter with a dot.
    pub(super) places: Vec<String>,
    /// Whether it is for all text that no other rule names.
    pub(super) rest: bool,
}

/// The rules that ask for faces, in the order of the style sheet.
pub(super) fn face_rules(style: &str) -> Vec<FaceRule> {
    let is_face = |rule: &&Rule| matches!(&rule.head, Head::At(name, _) if name == "font-face");
    styles::read(style).rules.iter().filter(is_face).filter_map(face_rule).collect()
}

/// What a rule for a face asks for, if anything of the book's.
fn face_rule(rule: &Rule) -> Option<FaceRule> {
    let named = |name: &'static str| rule.declarations.iter().filter(move |it| it.name == name);
    let mut sources = named("src").flat_map(|it| &it.value);
    let (address, source) = sources.find_map(|part| match &part.piece {
        Piece::Url(address) if address.starts_with(SCHEME) => Some((part.at.clone(), address)),
        _ => None,
    })?;
    let weight = named("font-weight").next_back();
    let weight = weight.map_or(Some(400), |weight| weight.written.parse().ok());
    let asked = weight.and_then(|weight| asked(source, weight, address));
    Some(FaceRule { at: rule.at.clone(), asked })
}

/// What an address asks for.
fn asked(source: &str, weight: u16, address: Range<usize>) -> Option<Asked> {
    let (family, places) = source.strip_prefix(SCHEME)?.split_once(':')?;
    let places = places.split(',').map(str::trim).filter(|place| !place.is_empty());
    let places: Vec<String> = places.map(str::to_owned).collect();
    let rest = places.iter().any(|place| place == "*");
    Some(Asked { family: family.trim().to_owned(), weight, address, places, rest })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The family, weight and places of each rule and its text; nothing for one that is odd.
    fn shown(style: &str) -> Vec<String> {
        let rules = face_rules(style).into_iter();
        let shown = rules.map(|FaceRule { at, asked }| {
            let asked = asked.map(|it| {
                let address = &style[it.address];
                format!("{} {} {} {address}", it.family, it.weight, it.places.join("|"))
            });
            format!("{} {}", asked.unwrap_or_default(), &style[at])
        });
        shown.collect()
    }

    #[test]
    fn rules_are_found_wherever_readers_find_them() {
        for (style, expected) in [
            (
                "@font-face { font-weight: 700; src: url(\"nianjian:Face A: h1, .no\") }",
                "Face A 700 h1|.no url(\"nianjian:Face A: h1, .no\")",
            ),
            ("@FONT-FACE{src:local(x),url( 'nianjian:B:*' )}", "B 400 * url( 'nianjian:B:*' )"),
            ("@font-face { src: url(nianjian:odd) }", ""),
            ("@font-face { font-weight: heavy; src: url(nianjian:B:p) }", ""),
            ("@font-face { /* } */ src: url(nianjian:B:p) }", "B 400 p url(nianjian:B:p)"),
        ] {
            let rule = format!("{expected} {style}");
            for (before, behind) in [
                ("", ""),
                ("p { }\n", "\np { }"),
                ("/* @font-face { src: url(nianjian:C:p) } */ ", ""),
                ("p::before { content: \"@font-face { src: url(nianjian:C:p) }\" } ", ""),
                ("@media screen { p { } ", "}"),
                ("@font-face { src: url(c.ttf) }", "@import 'x';"),
            ] {
                assert_eq!(shown(&format!("{before}{style}{behind}")), [rule.as_str()], "{style}");
            }
        }
    }
}
