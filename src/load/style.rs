//! The style sheet that a layout has for e-books: what would make an e-book invalid, or look other
//! than its designer meant, is found with its place.
//!
//! An e-book holds no files of a layout but faces, so a style sheet can name no other file. The
//! colours of the layout stand in it as `var(--name)` and are written out, since readers that do
//! not know custom properties would drop the declaration. Which properties and values leave the
//! words of a book alone, `text::styles` tells.

use std::collections::BTreeSet;
use std::ops::Range;

use cssparser::{
    AtRuleParser, BasicParseErrorKind, CowRcStr, DeclarationParser, ParseError, ParseErrorKind,
    Parser, ParserState, QualifiedRuleParser, RuleBodyItemParser, RuleBodyParser, StyleSheetParser,
    Token,
};

use crate::diag::{Message, msg};
use crate::load::colours::Colours;
use crate::text::styles;

/// What is wrong, and with which bytes of the style sheet.
pub(super) type Fault = (Range<usize>, Message);

/// Addresses of the book's faces (see `epub`).
const FACES: &str = "nianjian:";

/// A rule that is put behind the whole: if it is not read as one of the whole, something before it
/// is not closed. No `*/` or quote of the style sheet can be in it.
const END: &str = "nianjian-end";

/// A style sheet as e-books have it.
#[derive(Debug, PartialEq)]
pub(super) struct Filled {
    /// The style sheet with the colours written out.
    pub(super) style: String,
    /// The colours of the layout in which words are set.
    pub(super) as_text: BTreeSet<String>,
}

/// Reads a style sheet and writes out the colours of its layout.
///
/// # Errors
/// Everything that is wrong with it, in its order. Whether it leaves every word in sight is asked
/// of one that can be understood.
pub(super) fn filled(style: &str, colours: &Colours) -> Result<Filled, Vec<Fault>> {
    let (mut faults, uses) = read(style);
    let known = |name: &str| colours.get(name).filter(|_| !uses.own.contains(name));
    for Use { at, name, .. } in uses.all.iter().filter(|it| it.is_bare) {
        if known(name).is_none() && !uses.own.contains(name) {
            let message = msg!(
                "没有 --{name}：样式表里没写，typst.toml 的 colours 里也没有这个颜色",
                "there is no --{name}: neither does the style sheet set it, nor have the colours \
                 in typst.toml such a name"
            );
            faults.push((at.clone(), message));
        }
    }
    if !faults.is_empty() {
        faults.sort_by_key(|(at, _)| at.start);
        return Err(faults);
    }
    let (filled, moved) = written_out(style, &uses, colours);
    let doubts = styles::doubts(&filled.style).into_iter().map(|doubt| {
        let shown = doubt.shown;
        let message = msg!(
            "“{shown}”不在已知不藏字、不改字、不添字的写法之内",
            "“{shown}” is not known to leave every word in sight and add none"
        );
        (moved.back(doubt.at), message)
    });
    let doubts: Vec<Fault> = doubts.collect();
    if doubts.is_empty() { Ok(filled) } else { Err(doubts) }
}

/// A style sheet with the colours of its layout in the place of their names.
fn written_out(style: &str, uses: &Uses, colours: &Colours) -> (Filled, Moved) {
    let known = |name: &str| colours.get(name).filter(|_| !uses.own.contains(name));
    let mut filled = Filled { style: String::new(), as_text: BTreeSet::new() };
    let mut written = 0;
    let mut moved = Moved::default();
    for Use { at, name, is_text, .. } in &uses.all {
        // One inside of another that is written out is gone with it.
        let Some(colour) = known(name).filter(|_| at.start >= written) else { continue };
        filled.style.push_str(&style[written..at.start]);
        let from = filled.style.len();
        filled.style.push_str(&colour.screen);
        moved.0.push((from..filled.style.len(), at.clone()));
        written = at.end;
        if *is_text {
            filled.as_text.insert(name.clone());
        }
    }
    filled.style.push_str(&style[written..]);
    (filled, moved)
}

/// What was written out: where it stands now, and where its name stood.
#[derive(Default)]
struct Moved(Vec<(Range<usize>, Range<usize>)>);

impl Moved {
    /// The bytes of the style sheet as it was that have become these.
    fn back(&self, at: Range<usize>) -> Range<usize> {
        let last =
            |begun: &dyn Fn(usize) -> bool| self.0.iter().rev().find(|(now, _)| begun(now.start));
        let start = last(&|now| now <= at.start).map_or(at.start, |(now, was)| match at.start {
            inside if inside < now.end => was.start,
            behind => was.end + (behind - now.end),
        });
        let end = last(&|now| now < at.end)
            .map_or(at.end, |(now, was)| was.end + at.end.saturating_sub(now.end));
        start..end
    }
}

/// What of a style sheet readers would not understand, or not find, in its order, and where it
/// asks for custom properties.
fn read(style: &str) -> (Vec<Fault>, Uses) {
    let whole = format!("{style}\n@{END};");
    let mut input = Parser::new(&whole);
    let mut sheet = Sheet {
        whole: &whole,
        faults: Vec::new(),
        within: Vec::new(),
        last: 0,
        ended: false,
        uses: Uses::default(),
        in_colour: false,
    };
    let mut wrong = Vec::new();
    for rule in StyleSheetParser::new(&mut input, &mut sheet) {
        wrong.extend(rule.err());
    }
    for (error, text, _) in wrong {
        sheet.say(&error, text);
    }
    let Sheet { mut faults, last, ended, mut uses, .. } = sheet;
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
    uses.all.sort_by_key(|it| it.at.start);
    // What is read in vain as one thing is read again as another.
    uses.all.dedup_by_key(|it| it.at.start);
    (faults, uses)
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

/// Where a style sheet asks for a custom property.
#[derive(Debug)]
struct Use {
    /// The whole `var()`.
    at: Range<usize>,
    /// The property, without its hyphens.
    name: String,
    /// Whether it gives words their colour.
    is_text: bool,
    /// Whether it has nothing in the place of a property that is not there.
    is_bare: bool,
}

/// The custom properties of a style sheet.
#[derive(Debug, Default)]
struct Uses {
    /// Where it asks for them.
    all: Vec<Use>,
    /// Those that it sets itself, without their hyphens.
    own: BTreeSet<String>,
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
    uses: Uses,
    /// Whether what is read is the value of `color`.
    in_colour: bool,
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
            ParseErrorKind::Basic(_) if text.trim_start().starts_with('&') => msg!(
                "不收规则里套规则（&）：许多阅读器不认；另写一条，选择符写全，如 p em {{…}}",
                "rules within rules (&) are not taken, since many readers do not know them; write \
                 a rule of its own with the whole selector, such as p em {{…}}"
            ),
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
                    let is_var = name.eq_ignore_ascii_case("var");
                    let mut asked = None;
                    input.parse_nested_block(|input| {
                        if is_var {
                            asked = property(input);
                        }
                        self.arguments(names_file, input)
                    })?;
                    if let Some((name, is_bare)) = asked {
                        let at = start..input.position().byte_index();
                        let is_text = self.in_colour;
                        self.uses.all.push(Use { at, name, is_text, is_bare });
                    }
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

/// The property for which a `var()` asks, without its hyphens, and whether there is nothing else in
/// the brackets; nothing is read.
fn property(input: &mut Parser) -> Option<(String, bool)> {
    let begun = input.state();
    let name = input.expect_ident().ok().and_then(|name| Some(name.strip_prefix("--")?.to_owned()));
    let asked = name.map(|name| (name, input.is_exhausted()));
    input.reset(&begun);
    asked
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
        let own = name.strip_prefix("--");
        self.uses.own.extend(own.map(str::to_owned));
        let own = own.is_some();
        self.in_colour = name.eq_ignore_ascii_case("color");
        let count = self.words(!own, input);
        self.in_colour = false;
        match count? {
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
        let faults = read(style).0.into_iter();
        faults.map(|(at, message)| (style[at].to_owned(), message.zh)).collect()
    }

    #[test]
    fn doubts_are_told_where_the_layout_has_them() {
        let colours: Colours = toml::from_str("pale = { screen = '#fefefe' }").unwrap();
        let style =
            "p { border-color: var(--pale) }\nh1 { display: none }\nh2 { color: var(--pale) }";
        let said = |style: &str| -> Vec<String> {
            let faults = filled(style, &colours).unwrap_err().into_iter();
            faults.map(|(at, _)| style[at].to_owned()).collect()
        };
        assert_eq!(said(style), ["display: none", "color: var(--pale)"]);
    }

    #[test]
    fn colours_are_written_out() {
        let colours: Colours = toml::from_str(
            "red = { screen = '#a6192e' }\nhair = { screen = '#cfc8bb' }\nown = { screen = '#000000' }",
        )
        .unwrap();
        let style = "@media print { a { color: var(--red); border: 1px solid var( --hair ) } }\n\
                     b { --own: 1; fill: var(--own) var(--new, var(--red)) color-mix(in srgb, \
                     var(--red, blue) 65%, x) } /* var(--red) */";
        let got = written_out(style, &read(style).1, &colours).0;
        let wanted = "@media print { a { color: #a6192e; border: 1px solid #cfc8bb } }\n\
                      b { --own: 1; fill: var(--own) var(--new, #a6192e) color-mix(in srgb, \
                      #a6192e 65%, x) } /* var(--red) */";
        assert_eq!(got.style, wanted);
        assert_eq!(got.as_text, BTreeSet::from(["red".to_owned()]));
        let style = "a { color: var(--rde) }";
        let wrong = filled(style, &colours).unwrap_err();
        assert_eq!(&style[wrong[0].0.clone()], "var(--rde)");
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
            ("p { color: red; & em { color: #c00 } }", "& em { color: #c00 }", "套规则"),
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
