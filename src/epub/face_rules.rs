//! The rules of a style sheet that ask for faces of the book: `@font-face` with an address
//! `nianjian:FAMILY:PLACES`, read as readers read them, so that none in a comment or a string
//! counts.

use std::ops::Range;

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState,
    QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser, StyleSheetParser, Token,
};

use crate::text::declarations;

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
    let mut sheet = Sheet { rules: Vec::new() };
    StyleSheetParser::new(&mut Parser::new(style), &mut sheet).for_each(drop);
    sheet.rules
}

struct Sheet {
    rules: Vec<FaceRule>,
}

impl<'i> AtRuleParser<'i> for Sheet {
    /// Whether it is about a face.
    type Prelude = bool;
    type AtRule = ();
    type Error = ();

    fn parse_prelude(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
    ) -> Result<bool, ParseError<()>> {
        while input.next().is_ok() {}
        Ok(name.eq_ignore_ascii_case("font-face"))
    }

    fn rule_without_block(&mut self, _: bool, _: &ParserState) -> Result<(), ()> {
        Ok(())
    }

    fn parse_block(
        &mut self,
        is_face: bool,
        start: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        if !is_face {
            RuleBodyParser::new(input, self).for_each(drop);
            return Ok(());
        }
        let mut weight = Some(400);
        // The first address of the book's scheme, with its place.
        let mut source: Option<(Range<usize>, String)> = None;
        declarations::each(input, |name, input| {
            if name.eq_ignore_ascii_case("font-weight") {
                weight = match input.next() {
                    Ok(Token::Number { int_value, .. }) => {
                        int_value.and_then(|it| it.try_into().ok())
                    }
                    _ => None,
                };
            }
            while name.eq_ignore_ascii_case("src") && source.is_none() {
                input.skip_whitespace();
                let start = input.position().byte_index();
                let address = match input.next()?.clone() {
                    Token::UnquotedUrl(address) => address,
                    Token::Function(name) if name.eq_ignore_ascii_case("url") => {
                        input.parse_nested_block(|input| Ok(input.expect_string()?.clone()))?
                    }
                    _ => continue,
                };
                if address.starts_with(SCHEME) {
                    source = Some((start..input.position().byte_index(), address.to_string()));
                }
            }
            while input.next().is_ok() {}
            Ok(())
        });
        // The bracket behind; an open rule ends with the style sheet, which its findings say.
        let end = input.position().byte_index() + "}".len();
        let at = start.position().byte_index()..end;
        if let Some((address, source)) = source {
            let asked = weight.and_then(|weight| asked(&source, weight, address));
            self.rules.push(FaceRule { at, asked });
        }
        Ok(())
    }
}

/// What an address asks for.
fn asked(source: &str, weight: u16, address: Range<usize>) -> Option<Asked> {
    let (family, places) = source.strip_prefix(SCHEME)?.split_once(':')?;
    let places = places.split(',').map(str::trim).filter(|place| !place.is_empty());
    let places: Vec<String> = places.map(str::to_owned).collect();
    let rest = places.iter().any(|place| place == "*");
    Some(Asked { family: family.trim().to_owned(), weight, address, places, rest })
}

impl<'i> QualifiedRuleParser<'i> for Sheet {
    type Prelude = ();
    type QualifiedRule = ();
    type Error = ();
}

impl<'i> DeclarationParser<'i> for Sheet {
    type Declaration = ();
    type Error = ();
}

impl RuleBodyItemParser<'_, (), ()> for Sheet {
    fn parse_declarations(&self) -> bool {
        false
    }

    fn parse_qualified(&self) -> bool {
        true
    }
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
