//! The declarations of a rule of a style sheet (CSS Syntax Level 3, 5.4.4), one by one.

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState,
    QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser,
};

/// Gives the name and the value of each declaration; rules among them, and those that `each`
/// refuses, are passed over.
pub fn each<'i>(
    input: &mut Parser<'i>,
    each: impl FnMut(&CowRcStr<'i>, &mut Parser<'i>) -> Result<(), ParseError<()>>,
) {
    RuleBodyParser::new(input, &mut Declarations(each)).for_each(drop);
}

struct Declarations<F>(F);

impl<'i, F> DeclarationParser<'i> for Declarations<F>
where
    F: FnMut(&CowRcStr<'i>, &mut Parser<'i>) -> Result<(), ParseError<()>>,
{
    type Declaration = ();
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _: &ParserState,
    ) -> Result<(), ParseError<()>> {
        (self.0)(&name, input)
    }
}

impl<'i, F> AtRuleParser<'i> for Declarations<F> {
    type Prelude = ();
    type AtRule = ();
    type Error = ();
}

impl<'i, F> QualifiedRuleParser<'i> for Declarations<F> {
    type Prelude = ();
    type QualifiedRule = ();
    type Error = ();
}

impl<'i, F> RuleBodyItemParser<'i, (), ()> for Declarations<F>
where
    F: FnMut(&CowRcStr<'i>, &mut Parser<'i>) -> Result<(), ParseError<()>>,
{
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        false
    }
}
