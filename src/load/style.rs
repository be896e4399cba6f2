//! The style sheet that a layout has for e-books: what would make an e-book invalid, or look other
//! than its designer meant, is found with its place.
//!
//! An e-book holds no files of a layout but faces, so a style sheet can name no other file. Which
//! properties and values leave the words of a book alone, `text::styles` tells.

use std::ops::Range;

use cssparser::{
    AtRuleParser, BasicParseErrorKind, CowRcStr, DeclarationParser, ParseError, ParseErrorKind,
    Parser, ParserState, QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
    Token,
};

use crate::diag::{Message, msg};
use crate::text::styles;

/// What is wrong, and with which bytes of the style sheet.
pub(super) type Fault = (Range<usize>, Message);

/// Addresses of the book's faces (see `epub`).
const FACES: &str = "nianjian:";

/// A rule that is put behind the whole: if it is not read as one of the whole, something before it
/// is not closed. No `*/` or quote of the style sheet can be in it.
const END: &str = "nianjian-end";

/// Everything that is wrong with a style sheet, in its order. Whether it leaves every word in sight
/// is asked of one that can be understood.
pub(super) fn faults(style: &str) -> Vec<Fault> {
    let faults = misread(style);
    if !faults.is_empty() {
        return faults;
    }
    let doubts = styles::doubts(style).into_iter().map(|doubt| {
        let shown = doubt.shown;
        let message = msg!(
            "“{shown}”不在已知不藏字、不改字、不添字的写法之内",
            "“{shown}” is not known to leave every word in sight and add none"
        );
        (doubt.at, message)
    });
    doubts.collect()
}

/// What of a style sheet readers would not understand, or not find.
fn misread(style: &str) -> Vec<Fault> {
    let whole = format!("{style}\n@{END};");
    let mut input = Parser::new(&whole);
    let mut sheet =
        Sheet { whole: &whole, faults: Vec::new(), within: Vec::new(), last: 0, ended: false };
    let mut wrong = Vec::new();
    for rule in StyleSheetParser::new(&mut input, &mut sheet) {
        wrong.extend(rule.err());
    }
    for (error, text, _) in wrong {
        sheet.say(&error, text);
    }
    let Sheet { mut faults, last, ended, .. } = sheet;
    if !ended {
        let message = msg!(
            "从这里起有括号、引号或注释没有配对",
            "from here on a bracket, quote or comment is not closed"
        );
        faults.push((last..last + 1, message));
    }
    faults.retain(|(at, _)| at.start < style.len());
    faults.sort_by_key(|(at, _)| at.start);
    faults.dedup_by_key(|(at, _)| at.start);
    faults.iter_mut().for_each(|(at, _)| *at = whole_characters(style, at));
    faults
}

/// The characters that begin in a range, as far as the text goes.
fn whole_characters(text: &str, at: &Range<usize>) -> Range<usize> {
    let rest = text.get(at.start..).unwrap_or_default();
    let inside = rest.char_indices().take_while(|(within, _)| at.start + within < at.end);
    let end = inside.last().map_or(0, |(within, c)| within + c.len_utf8());
    at.start..at.start + end
}

/// What stands between the braces of a rule.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Within {
    /// Declarations.
    Style,
    /// Declarations of a face.
    Face,
    /// Other rules.
    Rules,
}

/// A style sheet that is read.
struct Sheet<'s> {
    whole: &'s str,
    faults: Vec<Fault>,
    /// The rules around what is read.
    within: Vec<Within>,
    /// Where the last rule of the whole begins.
    last: usize,
    /// Whether the end was read as such.
    ended: bool,
}

type Wrong = ParseError<Message>;

impl Sheet<'_> {
    /// Notes what the parser could not read.
    fn say(&mut self, error: &Wrong, text: &str) {
        let start = text.as_ptr() as usize - self.whole.as_ptr() as usize;
        let message = match &error.kind {
            ParseErrorKind::Custom(message) => message.clone(),
            ParseErrorKind::Basic(BasicParseErrorKind::TooManyNestedBlocks) => {
                msg!("嵌套太深", "nested too deeply")
            }
            ParseErrorKind::Basic(_) => {
                let line = text.lines().next().unwrap_or_default().trim();
                let shown: String = line.chars().take(30).collect();
                msg!("读不懂“{shown}”", "“{shown}” cannot be understood")
            }
        };
        self.faults.push((start..start + text.trim_end().len().max(1), message));
    }

    /// Reads a block of rules or declarations.
    fn block(&mut self, within: Within, input: &mut Parser) {
        self.within.push(within);
        let mut wrong = Vec::new();
        for item in RuleBodyParser::new(input, self) {
            wrong.extend(item.err());
        }
        for (error, text, _) in wrong {
            self.say(&error, text);
        }
        self.within.pop();
    }

    /// Reads words of a selector, a condition or a value, and gives how many there are.
    fn words(&mut self, is_value: bool, input: &mut Parser) -> Result<usize, Wrong> {
        let mut count = 0;
        loop {
            input.skip_whitespace();
            let start = input.position().byte_index();
            let Ok(token) = input.next() else { return Ok(count) };
            count += 1;
            match token.clone() {
                Token::UnquotedUrl(address) => self.address(&address, start),
                Token::Function(name) => {
                    let names_file = ["url", "src", "image", "image-set", "-webkit-image-set"]
                        .iter()
                        .any(|known| name.eq_ignore_ascii_case(known));
                    input.parse_nested_block(|input| self.arguments(names_file, input))?;
                }
                Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => {
                    input.parse_nested_block(|input| self.words(false, input))?;
                }
                Token::Colon if is_value => {
                    return Err(custom(msg!(
                        "这里多一个冒号；上一条也许少了分号",
                        "a colon too many; a semicolon may be missing before"
                    )));
                }
                Token::BadString(_) | Token::BadUrl(_) => {
                    return Err(custom(msg!("引号没有配对", "a quote is not closed")));
                }
                Token::CloseParenthesis | Token::CloseSquareBracket | Token::CloseCurlyBracket => {
                    return Err(custom(msg!("括号没有配对", "a bracket is not opened")));
                }
                _ => {}
            }
        }
    }

    /// Reads the arguments of a function.
    fn arguments(&mut self, names_file: bool, input: &mut Parser) -> Result<usize, Wrong> {
        if names_file {
            let begun = input.state();
            loop {
                input.skip_whitespace();
                let start = input.position().byte_index();
                match input.next() {
                    Ok(Token::QuotedString(address)) => {
                        let address = address.clone();
                        self.address(&address, start);
                    }
                    Ok(_) => {}
                    Err(_) => break,
                }
            }
            input.reset(&begun);
        }
        self.words(false, input)
    }

    /// An address must be that of a face, or hold what it means.
    fn address(&mut self, address: &str, at: usize) {
        let of_face = self.within.contains(&Within::Face) && address.starts_with(FACES);
        if of_face || address.trim_start().to_ascii_lowercase().starts_with("data:image/") {
            return;
        }
        let message = msg!(
            "电子书里没有 {address}：样式表只能用书里的字体（nianjian:…）",
            "the e-book has no {address}: a style sheet can use the book's faces alone (nianjian:…)"
        );
        self.faults.push((at..at + address.len(), message));
    }
}

fn custom(message: Message) -> Wrong {
    ParseError { kind: ParseErrorKind::Custom(message) }
}

impl<'i> AtRuleParser<'i> for Sheet<'_> {
    type Prelude = String;
    type AtRule = ();
    type Error = Message;

    fn parse_prelude(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
    ) -> Result<String, Wrong> {
        let name = name.to_ascii_lowercase();
        if name == "import" {
            return Err(custom(msg!(
                "不能用 @import：都写在这一个文件里",
                "@import is not available: write it all into this file"
            )));
        }
        if self.within.is_empty() {
            self.ended |= name == END;
        }
        match name.as_str() {
            // Its address names no file.
            "namespace" => while input.next().is_ok() {},
            _ => drop(self.words(false, input)?),
        }
        Ok(name)
    }

    fn rule_without_block(&mut self, name: String, _: &ParserState) -> Result<(), ()> {
        match name.as_str() {
            "namespace" | "charset" | "layer" | END => Ok(()),
            _ => Err(()),
        }
    }

    fn parse_block(
        &mut self,
        name: String,
        start: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), Wrong> {
        self.begin(start);
        let within = match name.as_str() {
            "font-face" => Within::Face,
            "media" | "supports" | "layer" | "container" | "scope" | "document" => Within::Rules,
            name if name.ends_with("keyframes") || name == "font-feature-values" => Within::Rules,
            _ => Within::Style,
        };
        self.block(within, input);
        Ok(())
    }
}

impl Sheet<'_> {
    fn begin(&mut self, start: &ParserState) {
        if self.within.is_empty() {
            self.last = start.position().byte_index();
        }
    }
}

impl<'i> QualifiedRuleParser<'i> for Sheet<'_> {
    type Prelude = ();
    type QualifiedRule = ();
    type Error = Message;

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<(), Wrong> {
        match self.words(false, input)? {
            0 => Err(custom(msg!("花括号前没有选择符", "there is no selector before the brace"))),
            _ => Ok(()),
        }
    }

    fn parse_block(
        &mut self,
        (): (),
        start: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), Wrong> {
        self.begin(start);
        self.block(Within::Style, input);
        Ok(())
    }
}

impl<'i> DeclarationParser<'i> for Sheet<'_> {
    type Declaration = ();
    type Error = Message;

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _: &ParserState,
    ) -> Result<(), Wrong> {
        // EPUB 3.3, 6.3.1.3: direction is said in the documents.
        if ["direction", "unicode-bidi"].iter().any(|it| name.eq_ignore_ascii_case(it)) {
            return Err(custom(msg!(
                "电子书的样式表不能写 {name}",
                "style sheets of e-books must not have {name}"
            )));
        }
        let own = name.starts_with("--");
        match self.words(!own, input)? {
            0 if !own => Err(custom(msg!("{name} 没有值", "{name} has no value"))),
            _ => Ok(()),
        }
    }
}

impl RuleBodyItemParser<'_, (), Message> for Sheet<'_> {
    fn parse_declarations(&self) -> bool {
        self.within.last() != Some(&Within::Rules)
    }

    fn parse_qualified(&self) -> bool {
        self.within.last() == Some(&Within::Rules)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a style sheet: the text that is meant, and what is said.
    fn found(style: &str) -> Vec<(String, String)> {
        let faults = misread(style).into_iter();
        faults.map(|(at, message)| (style[at].to_owned(), message.zh)).collect()
    }

    #[test]
    fn good_style_sheets_are_good() {
        for style in [
            "",
            "@charset \"utf-8\"; @namespace epub \"http://www.idpf.org/2007/ops\";",
            "@font-face { font-family: \"A\"; src: url(\"nianjian:Noto Serif SC:h1,*\"); }",
            "@font-face { font-family: A; src: url(nianjian:Noto:h1) format(\"truetype\") }",
            "a::before, aside[epub|type~=\"x\"]:not(.b):nth-child(2n+1) > b { content: \"}:{\"; }",
            "@media (min-width: 40em) and (orientation: portrait) { a { color: red !important } }",
            "@supports (display: grid) { a { --x:; --y: { a: b }; width: calc(100% - var(--x)) } }",
            "a { background: url(data:image/png;base64,iVBORw0K) } /* url(x.png) */",
            "@page { margin: 0 } a{} ; b {;color:red;;}",
            "@keyframes x { from { opacity: 0 } 50% { opacity: 1 } }",
        ] {
            assert_eq!(found(style), [], "{style}");
        }
    }

    #[test]
    fn what_makes_e_books_invalid_is_found() {
        let long = format!("a {{ b: {}1{} }}", "(".repeat(5000), ")".repeat(5000));
        let cases = [
            ("a{}\n@import url(x.css);\nb{}", "@import", "@import"),
            ("@IMPORT \"x.css\";", "@IMPORT", "@import"),
            ("a { background: url(x.png) }", "url(x", "x.png"),
            ("a { background: url( \"https://a.cn/x.png\" ) }", "\"https", "https://a.cn/x.png"),
            ("a { src: url(nianjian:Noto:h1) }", "url(nian", "nianjian:Noto"),
            ("a { background: image-set('x.png' 1x) }", "'x.p", "x.png"),
            ("@font-face { src: url(x.ttf) }", "url(", "x.ttf"),
            ("a { fill: }", "fill", "fill 没有值"),
            ("a { color red }\nb{}", "color red", "读不懂"),
            ("a { color: red\n margin: 0 }", "color: red", "冒号"),
            ("a { color: \"red\n }", "color", "引号"),
            ("a { color: red) }", "color", "括号"),
            ("a { color: red }\nb { color: blue", "b { ", "没有配对"),
            ("a { } }\nb{}", "}", "括号"),
            ("a { }\nb /* c { }", "a { }", "没有配对"),
            ("{ color: red }", "{ co", "选择符"),
            ("a { direction: rtl }", "direction", "direction"),
            ("@media print { color: red }", "color", "读不懂"),
            ("@foo;", "@foo", "读不懂"),
            ("年鉴", "年鉴", "读不懂"),
            (long.as_str(), "b: ((", "嵌套太深"),
        ];
        for (style, at, said) in cases {
            let all = found(style);
            let (text, message) = all.first().unwrap_or_else(|| panic!("nothing in {style}"));
            assert!(text.starts_with(at) || at.starts_with(text.as_str()), "{style}: {all:?}");
            assert!(message.contains(said), "{style}: {all:?}");
        }
    }
}
