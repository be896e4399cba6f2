//! Style sheets that hide words, or put others in their place: rules that a reader of e-books obeys
//! and that leave less to read.
//!
//! Rules are judged wherever they stand, inside of others too, by the values of their declarations
//! (`values`). Which elements a selector chooses is not worked out: what hides is told unless it is
//! for nothing that the book says (`selectors`). What only a reader can know is let pass: values
//! of `var()`, sums in `calc()`, colours beside a ground that another rule paints.

mod selectors;
mod values;

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState,
    QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
};

use crate::verify::hidden::values::{Value, hides};

/// The rules of a style sheet that hide elements: selector and declaration.
pub(super) fn rules(style: &str) -> Vec<String> {
    let mut input = Parser::new(style);
    let mut sheet = Sheet::default();
    StyleSheetParser::new(&mut input, &mut sheet).for_each(drop);
    sheet.hidden
}

/// The declaration of an element's style that hides its words.
pub(super) fn declaration(style: &str) -> Option<String> {
    let mut sheet = Sheet::default();
    sheet.block(Rule::default(), &mut Parser::new(style)).hiding()
}

/// A rule that is read.
#[derive(Default)]
struct Rule {
    selector: String,
    /// Whether what it chooses may be hidden.
    free: bool,
    /// Names and values.
    declarations: Vec<(String, Value)>,
}

impl Rule {
    /// The declaration that hides what the rule chooses.
    fn hiding(&self) -> Option<String> {
        let named = |wanted: &[&str]| {
            let mut all = self.declarations.iter().rev();
            all.find(|(name, _)| wanted.contains(&name.as_str())).map(|(_, value)| value)
        };
        let clipped = ["overflow", "overflow-x", "overflow-y"].map(|name| named(&[name]));
        let clipped = clipped.into_iter().flatten().any(Value::clips);
        let told = |(name, value): &(String, Value)| format!("{name}: {}", value.written);
        let hides = |(name, value): &&(String, Value)| hides(name, value, clipped);
        let ground = named(&["background", "background-color"]);
        let same = |(name, value): &&(String, Value)| {
            let is_color = matches!(name.as_str(), "color" | "-webkit-text-fill-color");
            is_color && ground.is_some_and(|ground| ground.written == value.written)
        };
        let mut all = self.declarations.iter();
        all.find(hides).or_else(|| self.declarations.iter().find(same)).map(told)
    }
}

#[derive(Default)]
struct Sheet {
    hidden: Vec<String>,
    /// The rules around what is read.
    open: Vec<Rule>,
}

impl Sheet {
    /// Reads what stands in a rule, and gives it with its declarations.
    fn block(&mut self, rule: Rule, input: &mut Parser) -> Rule {
        self.open.push(rule);
        RuleBodyParser::new(input, self).for_each(drop);
        self.open.pop().unwrap_or_default()
    }

    fn judge(&mut self, rule: &Rule) {
        let hiding = rule.hiding().filter(|_| !rule.free);
        self.hidden.extend(hiding.map(|it| format!("{} {{ {it} }}", rule.selector)));
    }
}

/// What stands here, as it is written.
fn written(input: &mut Parser) -> String {
    let start = input.position();
    while input.next().is_ok() {}
    input.slice_from(start).trim().to_owned()
}

impl<'i> QualifiedRuleParser<'i> for Sheet {
    type Prelude = String;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<String, ParseError<()>> {
        Ok(written(input))
    }

    fn parse_block(
        &mut self,
        selector: String,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        let free = selectors::are_free(&selector);
        let rule = self.block(Rule { selector, free, declarations: Vec::new() }, input);
        self.judge(&rule);
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Sheet {
    type Prelude = String;
    type AtRule = ();
    type Error = ();

    fn parse_prelude(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
    ) -> Result<String, ParseError<()>> {
        while input.next().is_ok() {}
        Ok(name.to_ascii_lowercase())
    }

    fn rule_without_block(&mut self, _: String, _: &ParserState) -> Result<(), ()> {
        Ok(())
    }

    fn parse_block(
        &mut self,
        name: String,
        _: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        // These have no declarations of elements.
        if ["font-face", "page", "counter-style", "property"].contains(&name.as_str()) {
            return Ok(());
        }
        // Inside of a rule, declarations in a condition are that rule's.
        let rule = self.open.last();
        let selector = rule.map_or_else(|| format!("@{name}"), |rule| rule.selector.clone());
        let free = rule.is_some_and(|rule| rule.free);
        let rule = self.block(Rule { selector, free, declarations: Vec::new() }, input);
        self.judge(&rule);
        Ok(())
    }
}

impl<'i> DeclarationParser<'i> for Sheet {
    type Declaration = ();
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _: &ParserState,
    ) -> Result<(), ParseError<()>> {
        let value = Value::read(input);
        if let Some(rule) = self.open.last_mut() {
            rule.declarations.push((name.to_ascii_lowercase(), value));
        }
        Ok(())
    }
}

impl RuleBodyItemParser<'_, (), ()> for Sheet {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        true
    }
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
            ":not(x) { display: none }",
            ".story * { visibility: hidden }",
            "p.note, .from-24 td:empty { display: none }",
            "nav + p { display: none }",
            ":not(nav) > p { display: none }",
            "p { d\\69splay: n\\6fne }",
            "@media all { p { display: none } }",
            "@supports (display: block) { p { font-size: 0 } }",
            "@layer a { @container (min-width: 1px) { p { display: none } } }",
            "body { & p { display: none } }",
            "body { p { opacity: 0 } }",
            "p { @media all { display: none } }",
            "@keyframes a { to { opacity: 0 } }",
            "@scope (body) { p { opacity: 1% } }",
        ] {
            assert_eq!(rules(style).len(), 1, "{style}");
        }
        assert_eq!(
            declaration("color: white; background-color: white").as_deref(),
            Some("color: white")
        );
    }

    #[test]
    fn what_the_book_does_not_say_may_be_hidden() {
        for style in [
            "nav[hidden] { display: none }",
            "nav#landmarks ol, body > nav li { display: none }",
            "[hidden], rp { display: none }",
            ".from-24 thead, .from-24 td:empty { display: none; }",
            "p::before, li::marker { content: \"\"; display: none; color: transparent }",
            "@media print { hr { height: 0 } }",
            "@keyframes a { from { opacity: 0 } 50% { opacity: .5 } }",
            "@page { margin: -2000px }",
            "",
        ] {
            assert_eq!(rules(style), Vec::<String>::new(), "{style}");
        }
    }
}
