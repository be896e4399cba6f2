//! Style sheets, read as readers of e-books read them (CSS Syntax Level 3; CSS Nesting), and judged
//! whether they leave every word in sight.
//!
//! Here the one walk over their rules: `value` reads values, `selector` what a rule is for, `known`
//! is the table of declarations that are known to do no harm, `color` and `paint` tell whether
//! words stand out from their ground, `judge` puts it all together.

mod color;
mod judge;
mod known;
mod paint;
mod selector;
mod value;

use std::ops::Range;

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState,
    QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
};

pub use judge::{Doubt, doubts};
pub use value::{Part, Piece};

/// What a style sheet says.
#[derive(Debug, Default)]
pub struct Sheet {
    /// Its rules, each before those within it.
    pub rules: Vec<Rule>,
    /// The bytes that cannot be understood.
    pub unread: Vec<Range<usize>>,
}

/// A rule.
#[derive(Debug)]
pub struct Rule {
    /// The bytes of the whole rule.
    pub at: Range<usize>,
    /// What it is for.
    pub head: Head,
    /// The rule around it.
    pub parent: Option<usize>,
    /// Its own declarations.
    pub declarations: Vec<Declaration>,
}

/// What stands before the braces of a rule.
#[derive(Debug, PartialEq)]
pub enum Head {
    /// Selectors.
    Selectors(String),
    /// The name of a rule with `@`, in small letters, and what follows it.
    At(String, String),
}

/// A declaration.
#[derive(Debug, PartialEq)]
pub struct Declaration {
    /// Its bytes.
    pub at: Range<usize>,
    /// In small letters, but for properties of the style sheet's own.
    pub name: String,
    /// As it is written.
    pub written: String,
    /// The value, without what makes it important.
    pub value: Vec<Part>,
    /// Whether it is important.
    pub important: bool,
}

/// Reads a style sheet.
#[must_use]
pub fn read(style: &str) -> Sheet {
    let mut walk = Walk { whole: style, sheet: Sheet::default(), open: Vec::new() };
    let mut input = Parser::new(style);
    let mut unread = Vec::new();
    for rule in StyleSheetParser::new(&mut input, &mut walk) {
        unread.extend(rule.err().map(|(_, text, _)| text));
    }
    unread.into_iter().for_each(|text| walk.unread(text));
    walk.sheet
}

struct Walk<'s> {
    whole: &'s str,
    sheet: Sheet,
    /// The rules around what is read.
    open: Vec<usize>,
}

impl Walk<'_> {
    fn unread(&mut self, text: &str) {
        let start = text.as_ptr() as usize - self.whole.as_ptr() as usize;
        self.sheet.unread.push(start..start + text.trim_end().len());
    }

    fn begin(&mut self, head: Head, start: usize) -> usize {
        let parent = self.open.last().copied();
        self.sheet.rules.push(Rule { at: start..start, head, parent, declarations: Vec::new() });
        self.sheet.rules.len() - 1
    }

    fn end(&mut self, rule: usize, end: usize) {
        if let Some(rule) = self.sheet.rules.get_mut(rule) {
            rule.at.end = end;
        }
    }

    fn block(&mut self, head: Head, start: &ParserState, input: &mut Parser) {
        let rule = self.begin(head, start.position().byte_index());
        self.open.push(rule);
        let mut unread = Vec::new();
        for item in RuleBodyParser::new(input, self) {
            unread.extend(item.err().map(|(_, text, _)| text));
        }
        unread.into_iter().for_each(|text| self.unread(text));
        self.open.pop();
        // The bracket behind; an open rule ends with the style sheet.
        let end = (input.position().byte_index() + "}".len()).min(self.whole.len());
        self.end(rule, end);
    }
}

/// What stands here, as it is written.
fn written(input: &mut Parser) -> String {
    let start = input.position();
    while input.next().is_ok() {}
    input.slice_from(start).trim().to_owned()
}

impl<'i> QualifiedRuleParser<'i> for Walk<'_> {
    type Prelude = String;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<String, ParseError<()>> {
        Ok(written(input))
    }

    fn parse_block(
        &mut self,
        selectors: String,
        start: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        self.block(Head::Selectors(selectors), start, input);
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Walk<'_> {
    type Prelude = Head;
    type AtRule = ();
    type Error = ();

    fn parse_prelude(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
    ) -> Result<Head, ParseError<()>> {
        Ok(Head::At(name.to_ascii_lowercase(), written(input)))
    }

    fn rule_without_block(&mut self, head: Head, start: &ParserState) -> Result<(), ()> {
        let start = start.position().byte_index();
        let length = match &head {
            Head::At(name, rest) => name.len() + rest.len() + "@ ".len(),
            Head::Selectors(_) => 0,
        };
        let rule = self.begin(head, start);
        self.end(rule, (start + length).min(self.whole.len()));
        Ok(())
    }

    fn parse_block(
        &mut self,
        head: Head,
        start: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        self.block(head, start, input);
        Ok(())
    }
}

impl<'i> DeclarationParser<'i> for Walk<'_> {
    type Declaration = ();
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        start: &ParserState,
    ) -> Result<(), ParseError<()>> {
        let own = name.starts_with("--");
        input.skip_whitespace();
        let begun = input.position();
        // Braces in a value mean that it is none, but a rule whose selectors have a colon.
        let mut value = value::parts(input, own)?;
        let written = input.slice_from(begun).trim().to_owned();
        let important = value::take_important(&mut value);
        let name = if own { name.to_string() } else { name.to_ascii_lowercase() };
        let at = start.position().byte_index()..begun.byte_index() + written.len();
        let rule = self.open.last().and_then(|rule| self.sheet.rules.get_mut(*rule));
        if let Some(rule) = rule {
            rule.declarations.push(Declaration { at, name, written, value, important });
        }
        Ok(())
    }
}

impl RuleBodyItemParser<'_, (), ()> for Walk<'_> {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Head, read};

    #[test]
    fn rules_are_found_at_all_depths() {
        let style = "a { b: c; } @media x { a:hover { d: e } @page { f: 1px } } @layer y;\n\
                     p { q: r !important; & s { t: u } @media z { v: w } }";
        let sheet = read(style);
        let shown = sheet.rules.iter().map(|rule| {
            let head = match &rule.head {
                Head::Selectors(it) => it.clone(),
                Head::At(name, rest) => format!("@{name} {rest}"),
            };
            let said = rule.declarations.iter().map(|it| &style[it.at.clone()]);
            format!("{head}|{}|{:?}", said.collect::<Vec<_>>().join(";"), rule.parent)
        });
        let expected = [
            "a|b: c|None",
            "@media x||None",
            "a:hover|d: e|Some(1)",
            "@page |f: 1px|Some(1)",
            "@layer y||None",
            "p|q: r !important|None",
            "& s|t: u|Some(5)",
            "@media z|v: w|Some(5)",
        ];
        assert_eq!(shown.collect::<Vec<_>>(), expected);
        let whole: Vec<&str> = sheet.rules.iter().map(|rule| &style[rule.at.clone()]).collect();
        assert_eq!((whole[0], whole[2]), ("a { b: c; }", "a:hover { d: e }"));
        assert!(sheet.unread.is_empty());
    }

    #[test]
    fn what_cannot_be_understood_is_kept() {
        let style = "a { b c; d: e } f";
        let unread = read(style).unread;
        let unread: Vec<&str> = unread.into_iter().map(|at| &style[at]).collect();
        assert_eq!(unread, ["b c;", "f"]);
    }
}
