//! Style sheets that hide all: rules that a reader of e-books obeys and that leave nothing to read.
//!
//! In a simple form only: rules beside each other whose selector is the name of one element that
//! holds text, and the styles of single elements.

use cssparser::{
    AtRuleParser, ParseError, Parser, ParserState, QualifiedRuleParser, StyleSheetParser, Token,
};

use crate::text::declarations;

/// The elements that hold text.
const ELEMENTS: [&str; 24] = [
    "*",
    ":root",
    "html",
    "body",
    "section",
    "div",
    "p",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "td",
    "th",
    "dt",
    "dd",
    "ul",
    "ol",
    "span",
    "table",
    "figcaption",
    "aside",
];

/// The rules of a style sheet that hide elements: selector and declaration.
pub(super) fn rules(style: &str) -> Vec<String> {
    let mut input = Parser::new(style);
    let mut sheet = Sheet { hidden: Vec::new() };
    StyleSheetParser::new(&mut input, &mut sheet).for_each(drop);
    sheet.hidden
}

/// The declaration of an element's style that hides its words.
pub(super) fn declaration(style: &str) -> Option<String> {
    hiding(&mut Parser::new(style))
}

/// Whether declarations hide what they hold for; with which.
fn hiding(input: &mut Parser) -> Option<String> {
    let (mut hiding, mut color, mut ground) = (None, None, None);
    declarations::each(input, |name, input| {
        let start = input.position();
        let first = input.next().ok().cloned();
        while input.next().is_ok() {}
        let value = input.slice_from(start).trim().to_ascii_lowercase();
        let word = value.trim_end_matches("!important").trim_end().to_owned();
        let nought = match first {
            Some(Token::Number { value, .. } | Token::Dimension { value, .. }) => value <= 0.0,
            Some(Token::Percentage { unit_value, .. }) => unit_value <= 0.0,
            _ => false,
        };
        let hides = match name.to_ascii_lowercase().as_str() {
            "display" => word == "none",
            "visibility" => matches!(word.as_str(), "hidden" | "collapse"),
            "font-size" | "opacity" => nought,
            "color" => {
                color = Some(word.clone());
                word == "transparent"
            }
            "background" | "background-color" => {
                ground = Some(word);
                false
            }
            _ => false,
        };
        if hides {
            hiding = Some(format!("{name}: {value}"));
        }
        Ok(())
    });
    let same = color.filter(|color| ground.as_ref() == Some(color));
    hiding.or(same.map(|color| format!("color: {color}")))
}

struct Sheet {
    hidden: Vec<String>,
}

impl<'i> QualifiedRuleParser<'i> for Sheet {
    type Prelude = String;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<String, ParseError<()>> {
        let start = input.position();
        while input.next().is_ok() {}
        Ok(input.slice_from(start).trim().to_owned())
    }

    fn parse_block(
        &mut self,
        selector: String,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        let mut each = selector.split(',').map(|one| one.trim().to_ascii_lowercase());
        let is_text = each.any(|one| ELEMENTS.contains(&one.as_str()));
        let hides = hiding(input).filter(|_| is_text);
        self.hidden.extend(hides.map(|declaration| format!("{selector} {{ {declaration} }}")));
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Sheet {
    type Prelude = ();
    type AtRule = ();
    type Error = ();
}

#[cfg(test)]
mod tests {
    use super::{declaration, rules};

    #[test]
    fn rules_that_leave_nothing_to_read_are_found() {
        for style in [
            "p { display: none }",
            "h1, p { color: red; VISIBILITY: hidden !important }",
            "body { font-size: 0 }",
            "* { opacity: 0.0 }",
            "td { color: #FFF; background: #fff }",
            "html { color: transparent }",
            "@font-face { font-family: x } li { font-size: 0em; }",
        ] {
            assert_eq!(rules(style).len(), 1, "{style}");
        }
        assert_eq!(
            declaration("color: white; background-color: white").as_deref(),
            Some("color: white")
        );
    }

    #[test]
    fn rules_for_some_elements_alone_may_hide_them() {
        for style in [
            "nav[hidden] { display: none }",
            ".narrow thead, p.note { display: none }",
            "@media print { p { display: none } }",
            "p { font-size: 0.9em; opacity: 1; color: #fff }",
            "p::before { content: \"\"; display: none }",
        ] {
            assert_eq!(rules(style), Vec::<String>::new(), "{style}");
        }
    }
}
