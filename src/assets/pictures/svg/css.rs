//! Style sheets cut into rules, and styles into declarations, as browsers do it; what the parser of
//! selectors would drop without a word is told.

use simplecss::{Declaration, Selector};

use crate::assets::pictures::error::PictureError;
use crate::assets::pictures::svg::properties;
use crate::diag::msg;

/// The rules of style sheets.
#[derive(Debug, Default)]
pub(super) struct Rules<'a> {
    /// A sheet for the parser of selectors, with the number of its block in each rule.
    pub(super) numbered: String,
    /// What the blocks declare.
    pub(super) blocks: Vec<Vec<Declaration<'a>>>,
}

/// Cuts sheets without comments into rules.
///
/// # Errors
/// If a rule that may change the drawing cannot be applied.
pub(super) fn rules(text: &str) -> Result<Rules<'_>, PictureError> {
    let mut rules = Rules::default();
    let mut rest = start(text);
    while !rest.is_empty() {
        let is_at_rule = rest.starts_with('@');
        let ends: &[u8] = if is_at_rule { b"{;" } else { b"{" };
        let (head, after) = cut(rest, ends);
        let is_block = rest[head.len()..].starts_with('{');
        if !is_block {
            rest = start(after);
            continue;
        }
        let (block, after) = cut(after, b"}");
        rest = start(after);
        if is_at_rule {
            if !block.trim().is_empty() && applies(head) {
                return Err(unapplied(head));
            }
        } else {
            rules.add(head, block)?;
        }
    }
    Ok(rules)
}

impl<'a> Rules<'a> {
    fn add(&mut self, selectors: &'a str, block: &'a str) -> Result<(), PictureError> {
        if block.contains('{') {
            let inner = cut(block, b"{").0;
            let inner = inner.rsplit(';').next().unwrap_or(inner).trim();
            return Err(unapplied(&format!("{} {{ {inner}", selectors.trim())));
        }
        let declared = declarations(block);
        let shows = declared.iter().any(|it| properties::may_show(it.name));
        let mut rest = selectors;
        while !rest.trim().is_empty() {
            let (selector, after) = cut(rest, b",");
            rest = after;
            if Selector::parse(selector).is_some() && !selector.contains('\\') {
                let number = self.blocks.len();
                self.numbered.push_str(&format!("{selector}{{n:{number}}}\n"));
            } else if shows && !is_never(selector) {
                return Err(unapplied(selector));
            }
        }
        self.blocks.push(declared);
        Ok(())
    }
}

/// The declarations of a style. Those that are none are left out, as browsers do.
pub(super) fn declarations(style: &str) -> Vec<Declaration<'_>> {
    let mut declared = Vec::new();
    let mut rest = style;
    while !rest.is_empty() {
        let (one, after) = cut(rest, b";");
        rest = after;
        let Some((name, value)) = without_comments_before(one).split_once(':') else { continue };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let name = name.trim();
        let (mut value, mut important) = (value.trim(), false);
        if let Some((before, rank)) = value.rsplit_once('!')
            && rank.trim().eq_ignore_ascii_case("important")
        {
            (value, important) = (before.trim(), true);
        }
        if !name.is_empty() && name.chars().all(is_name) && !value.is_empty() {
            declared.push(Declaration { name, value, important });
        }
    }
    declared
}

/// The text before the first of some characters that stands outside of strings, brackets and
/// comments, and what follows it.
fn cut<'a>(text: &'a str, ends: &[u8]) -> (&'a str, &'a str) {
    let bytes = text.as_bytes();
    let (mut at, mut depth, mut quote) = (0, 0_usize, None);
    while let Some(byte) = bytes.get(at).copied() {
        match (quote, byte) {
            (_, b'\\') => at += 1,
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'/') if bytes.get(at + 1) == Some(&b'*') => {
                let end = memchr::memmem::find(&bytes[at + 2..], b"*/");
                at = end.map_or(bytes.len(), |end| at + 2 + end + 1);
            }
            (None, _) if depth == 0 && ends.contains(&byte) => {
                return (&text[..at], &text[at + 1..]);
            }
            (None, b'(' | b'[' | b'{') => depth += 1,
            (None, b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    (text, "")
}

/// What follows spaces and the marks of comments of HTML, which sheets may stand in.
fn start(text: &str) -> &str {
    let mut text = text.trim_start();
    while let Some(rest) = ["<!--", "-->", ";", "}"].iter().find_map(|it| text.strip_prefix(it)) {
        text = rest.trim_start();
    }
    text
}

fn without_comments_before(text: &str) -> &str {
    let mut text = text.trim_start();
    while let Some(rest) = text.strip_prefix("/*") {
        text = rest.split_once("*/").map_or("", |(_, after)| after).trim_start();
    }
    text
}

/// Whether the rules inside of an at-rule may apply to a drawing that does not move, on white.
fn applies(head: &str) -> bool {
    let head: String = head.to_ascii_lowercase().split_whitespace().collect();
    let name: &str = head.split('(').next().unwrap_or_default();
    let silent = [
        "@font-",
        "@page",
        "@keyframes",
        "@-webkit-keyframes",
        "@-moz-",
        "@-o-",
        "@-ms-",
        "@counter-style",
        "@color-profile",
        "@property",
        "@view-transition",
    ];
    if silent.iter().any(|it| name.starts_with(it)) {
        return false;
    }
    let never = ["(prefers-color-scheme:dark)", "(prefers-reduced-motion:reduce)"];
    let is_list = head.contains(',') || head.contains("not") || head.contains(")or(");
    !(head.starts_with("@media") && !is_list && never.iter().any(|it| head.contains(it)))
}

/// Whether a selector selects nothing in a picture, which nobody can point at.
fn is_never(selector: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if selector.contains("::") {
        return true;
    }
    selector.split(':').skip(1).any(|rest| {
        let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
        let name = &rest[..end];
        !rest[end..].starts_with('(')
            && matches!(
                name,
                "focus-visible" | "focus-within" | "target" | "before" | "after" | "checked"
            )
    })
}

fn unapplied(rule: &str) -> PictureError {
    let rule: Vec<&str> = rule.split_whitespace().collect();
    let rule: String = rule.join(" ").chars().take(60).collect();
    PictureError::Undrawable(msg!(
        "样式表的规则 {rule} 印刷软件不认识，会被丢掉；把样式直接写到图形上",
        "its style sheet has a rule {rule}, which programs of print do not know and would drop; \
         put its style on the shapes themselves"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_cannot_be_applied_are_told() {
        for odd in [
            "rect:nth-child(2){fill:red}",
            "circle~rect{fill:red}",
            "rect[id^='a']{fill:red}",
            "rect[id='a' i]{fill:red}",
            "g, rect:not(.b){fill:red}",
            ":is(rect,circle){fill:red}",
            ":where(rect){x:1px}",
            ":root{fill:red}",
            "g{rect{fill:red}}",
            "g{fill:red; & rect{fill:blue}}",
            "g{fill:red; rect{}}",
            "@layer a{rect{fill:red}}",
            "@supports (fill:red){rect{fill:red}}",
            "@media print{rect{fill:red}}",
            "@media not (prefers-color-scheme: dark){rect{fill:red}}",
            ".a\\:b{fill:red}",
        ] {
            assert!(rules(odd).is_err(), "{odd}");
        }
        for sound in [
            "@charset 'utf-8'; @namespace 'x'; <!-- rect{fill:red} -->",
            "@media (prefers-color-scheme: dark){rect{fill:red}}",
            "@font-face{font-family:a;src:url('}')} @keyframes k{from{fill:red}}",
            "a:hover,g::before,a:focus-visible{fill:red}",
            ":root{--b:1;color-scheme:light dark}",
            "@layer a; @media print{}",
            "*,g>a+b:first-child,.a.b#c[d=e]{fill:red",
        ] {
            let rules = rules(sound);
            assert!(rules.is_ok(), "{sound}: {rules:?}");
        }
    }

    #[test]
    fn declarations_are_cut_as_browsers_do_it() {
        let style = "/* a:b; */fill : red!IMPORTANT;; *zoom:1;font:9px/2 'a;b', c;x;\
                     stroke:light-dark(rgb(1,2,3), a);opacity:.5 ";
        let declared = declarations(style);
        let found: Vec<_> = declared.iter().map(|it| (it.name, it.value, it.important)).collect();
        let expected = [
            ("fill", "red", true),
            ("font", "9px/2 'a;b', c", false),
            ("stroke", "light-dark(rgb(1,2,3), a)", false),
            ("opacity", ".5", false),
        ];
        assert_eq!(found, expected);
    }
}
