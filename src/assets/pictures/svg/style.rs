//! Style sheets of drawings: which declarations an element gets, and what their values may be.

use std::cell::Cell;

use roxmltree::{Document, Node};
use simplecss::{AttributeOperator, Declaration, PseudoClass, StyleSheet};

use crate::assets::pictures::error::PictureError;
use crate::assets::pictures::svg::css::{self, Rules};
use crate::diag::msg;

/// Most rules; sorting them takes time with their square.
const MAX_RULES: usize = 5_000;

/// Most looks at an element for all rules together. Selectors of many parts look at the same
/// elements again and again.
const MAX_LOOKS: u64 = 10_000_000;

/// Most bytes that the parser looks at again, for all styles together. At each number without a
/// unit and at each end of a declaration it counts the lines up to there, and the characters of the
/// last one.
const MAX_REREAD: u64 = 500_000_000;

/// Styles of so many bytes are not counted; drawings have them in each of their elements.
const SHORT: usize = 512;

/// So many bytes are searched for the ends of lines in the time that one character takes.
const AT_ONCE: usize = 16;

/// The text of all style sheets.
pub(super) fn sheets(document: &Document) -> Result<String, PictureError> {
    let mut text = String::new();
    let is_sheet = |node: &Node| {
        node.tag_name().name() == "style"
            && node.attribute("type").is_none_or(|kind| matches!(kind, "" | "text/css"))
    };
    for node in document.descendants().filter(is_sheet) {
        text.extend(node.children().filter_map(|child| child.text()));
        text.push('\n');
    }
    // Comments may stand between the letters of nothing, so none are needed. The parser is faster
    // where lines are short.
    let text = without_comments(&text).replace('}', "}\n");
    if let Some(start) = find(&text, "@import") {
        let rule: String = text[start..].chars().take_while(|c| *c != ';').take(60).collect();
        return Err(PictureError::NotSelfContained(msg!(
            "样式表链接到外部：{rule}",
            "its style sheet links outside: {rule}"
        )));
    }
    Ok(text)
}

/// Cuts the text of all style sheets into rules.
///
/// # Errors
/// If they have too many rules or declarations, or some that cannot be applied.
pub(super) fn rules(text: &str) -> Result<Rules<'_>, PictureError> {
    let rules = text.matches('{').count();
    if rules > MAX_RULES {
        return Err(PictureError::TooMuch(msg!(
            "样式表有 {rules} 条规则",
            "its style sheets have {rules} rules"
        )));
    }
    parses(text, &Cell::new(0))?;
    css::rules(text)
}

/// The style sheets of a drawing.
pub(super) struct Styles<'a> {
    sheet: StyleSheet<'a>,
    blocks: &'a [Vec<Declaration<'a>>],
    looks: Cell<u64>,
    reread: Cell<u64>,
}

impl<'a> Styles<'a> {
    /// Makes ready to find out which rules an element gets.
    pub(super) fn new(rules: &'a Rules<'a>) -> Styles<'a> {
        Styles {
            sheet: StyleSheet::parse(&rules.numbered),
            blocks: &rules.blocks,
            looks: Cell::new(0),
            reread: Cell::new(0),
        }
    }

    /// The declarations of an element by rank: those of rules, then its own; and the important ones
    /// after all others.
    ///
    /// # Errors
    /// If it took too long to find them.
    pub(super) fn declared(
        &self,
        node: Node<'a, 'a>,
    ) -> Result<Vec<Declaration<'a>>, PictureError> {
        let element = Element { node, looks: &self.looks };
        let rules = self.sheet.rules.iter().filter(|rule| rule.selector.matches(&element));
        let numbers = rules.flat_map(|rule| &rule.declarations);
        let blocks = numbers.filter_map(|it| self.blocks.get(it.value.parse::<usize>().ok()?));
        let mut declared: Vec<_> = blocks.flatten().copied().collect();
        if self.looks.get() > MAX_LOOKS {
            return Err(PictureError::TooMuch(msg!(
                "样式表的规则太多，或选择器太长",
                "its style sheets have too many rules, or their selectors too many parts"
            )));
        }
        let own = node.attribute("style").unwrap_or_default();
        self.parses(own)?;
        declared.extend(css::declarations(own));
        declared.sort_by_key(|it| it.important);
        Ok(declared)
    }

    /// Counts a text of declarations that will be parsed.
    ///
    /// # Errors
    /// If it would take too long with those before.
    pub(super) fn parses(&self, text: &str) -> Result<(), PictureError> {
        parses(text, &self.reread)
    }
}

fn parses(text: &str, reread: &Cell<u64>) -> Result<(), PictureError> {
    let (mut before, mut line, mut stops, mut bytes) = (0_u8, 0, 0, 0_u64);
    for (at, byte) in text.bytes().enumerate() {
        let number = before.is_ascii_digit() && !byte.is_ascii_alphanumeric() && byte != b'.';
        let sign = matches!(before, b'#' | b'.' | b'+' | b'-') && !byte.is_ascii_alphabetic();
        if number || sign || matches!(byte, b';' | b'}') {
            stops += 1;
            bytes += ((at - line) + at / AT_ONCE) as u64;
        }
        if byte == b'\n' {
            line = at;
        }
        before = byte;
    }
    if text.len() > SHORT {
        reread.set(reread.get().saturating_add(bytes));
    }
    if reread.get() > MAX_REREAD {
        return Err(PictureError::TooMuch(msg!(
            "样式里的声明或数字太多，有一处是 {stops} 个",
            "its styles have too many declarations or numbers, {stops} of them in one place"
        )));
    }
    Ok(())
}

/// The value as readers without dark schemes take it.
///
/// # Errors
/// If it is of a kind that programs of print do not know, and would show as black or not at all.
pub(super) fn plain_value<'a>(name: &str, value: &'a str) -> Result<&'a str, PictureError> {
    let mut value = light(value);
    let is_colour = matches!(
        name,
        "fill" | "stroke" | "color" | "stop-color" | "flood-color" | "lighting-color"
    );
    if is_colour {
        // The colour in sRGB stands before that of a profile.
        let end = find(value, " icc-color(").unwrap_or(value.len());
        value = value[..end].trim_end();
    }
    let known = ["rgb", "rgba", "hsl", "hsla", "url"];
    let unknown = |function: &str| {
        let function = function.to_ascii_lowercase();
        match is_colour {
            true => !known.contains(&function.as_str()),
            false => function == "var" && !name.starts_with("font"),
        }
    };
    if functions(value).any(unknown) {
        let shown: String = value.chars().take(60).collect();
        return Err(PictureError::Undrawable(msg!(
            "{name} 的值 {shown} 印刷软件不认识，改成 #RRGGBB 这样的颜色或数字",
            "{name} has the value {shown}, which programs of print do not know; write a colour \
             such as #RRGGBB, or a number"
        )));
    }
    Ok(value)
}

/// The value on light pages.
pub(super) fn light(value: &str) -> &str {
    let mut value = value.trim();
    while let Some(inner) = strip(value, "light-dark(") {
        value = first_part(inner).trim();
    }
    value
}

/// The names before opening parentheses.
fn functions(value: &str) -> impl Iterator<Item = &str> {
    value.match_indices('(').map(|(end, _)| {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let start = value[..end].trim_end_matches(is_name).len();
        &value[start..end]
    })
}

/// What follows a prefix in letters of any case.
fn strip<'a>(value: &'a str, prefix: &str) -> Option<&'a str> {
    let start = value.get(..prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then(|| &value[prefix.len()..])
}

/// The first argument of a function.
fn first_part(arguments: &str) -> &str {
    let mut depth = 0_usize;
    for (at, c) in arguments.char_indices() {
        match c {
            '(' => depth += 1,
            ')' | ',' if depth == 0 => return &arguments[..at],
            ')' => depth -= 1,
            _ => {}
        }
    }
    arguments
}

/// Where a word of ASCII stands, in letters of any case.
pub(super) fn find(text: &str, word: &str) -> Option<usize> {
    let (bytes, word) = (text.as_bytes(), word.as_bytes());
    bytes.windows(word.len()).position(|part| part.eq_ignore_ascii_case(word))
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

/// An element as selectors see it. After too many looks it has no neighbours, so that the search
/// ends.
struct Element<'a, 'input, 'looks> {
    node: Node<'a, 'input>,
    looks: &'looks Cell<u64>,
}

impl Element<'_, '_, '_> {
    fn at(&self, node: Option<Self>) -> Option<Self> {
        node.filter(|_| self.looks.get() <= MAX_LOOKS)
    }
}

impl simplecss::Element for Element<'_, '_, '_> {
    fn parent_element(&self) -> Option<Self> {
        let node = self.node.parent_element();
        self.at(node.map(|node| Element { node, looks: self.looks }))
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        let node = self.node.prev_sibling_element();
        self.at(node.map(|node| Element { node, looks: self.looks }))
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.looks.set(self.looks.get() + 1);
        self.node.tag_name().name() == name
    }

    fn attribute_matches(&self, name: &str, operator: AttributeOperator) -> bool {
        self.looks.set(self.looks.get() + 1);
        self.node.attribute(name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: PseudoClass) -> bool {
        match class {
            PseudoClass::FirstChild => self.prev_sibling_element().is_none(),
            // Nobody has been where it leads.
            PseudoClass::Link => {
                self.node.tag_name().name() == "a"
                    && self.node.attributes().any(|it| it.name() == "href")
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_that_print_does_not_know_are_told_from_others() {
        for (name, sound) in [
            ("fill", "#fff"),
            ("fill", "RGB(1,2,3)"),
            ("stroke", "url(#a) hsl(1,2%,3%)"),
            ("font-family", "var(--sans)"),
            ("transform", "rotate(3)"),
        ] {
            assert_eq!(plain_value(name, sound).ok(), Some(sound));
        }
        assert_eq!(plain_value("fill", "green icc-color(a, 1)").ok(), Some("green"));
        let light = "light-dark(rgb(1, 2, 3), var(--dark, #121212))";
        assert_eq!(plain_value("fill", light).ok(), Some("rgb(1, 2, 3)"));
        for (name, odd) in [
            ("fill", "var(--x)"),
            ("fill", "icc-color(a, 1)"),
            ("stroke", "OKLCH(1 2 3)"),
            ("opacity", "var(--x)"),
        ] {
            assert!(plain_value(name, odd).is_err(), "{name}: {odd}");
        }
    }

    #[test]
    fn comments_are_no_part_of_a_sheet() {
        assert_eq!(without_comments("a/* url(x) */{b/**/:c}/* d"), "a{b:c}");
        assert_eq!(find("a{} @IMPORT 'x'", "@import"), Some(4));
    }
}
