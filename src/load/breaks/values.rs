//! Values that YAML reads in another way than they are meant: quotes, brackets, its own marks.

use std::ops::Range;

use crate::diag::{Message, msg};
use crate::load::breaks::lines::{Line, Lines, Pair};

impl Lines<'_> {
    /// Looks at a value, and gives the number of the line behind it.
    pub(super) fn value(&mut self, line: Line, pair: &Pair, next: usize) -> usize {
        let value = &line.text[pair.value.clone()];
        let Some(first) = value.chars().next() else { return next };
        match first {
            '"' | '\'' => self.quoted(line, pair, next),
            '[' | '{' => self.bracketed(line, pair, next),
            '#' => next,
            '%' | '@' | '`' | '*' | '&' | '!' | '|' | '>' => {
                self.mark(line, pair, first);
                next
            }
            '-' | '?' if value[1..].starts_with(' ') => {
                self.mark(line, pair, first);
                next
            }
            _ => {
                let plain = value.find(" #").map_or(value, |at| &value[..at]).trim_end();
                let colon = plain.find(": ").or_else(|| plain.strip_suffix(':').map(str::len));
                if let Some(colon) = colon.filter(|_| !pair.key.is_empty()) {
                    let at = pair.value.start + colon..pair.value.start + colon + 1;
                    let message = msg!(
                        "文字里有“: ”（半角冒号加空格）",
                        "the text has a half-width colon and a space"
                    );
                    let fix = quoted(line, pair);
                    self.suspect(line, at, message, (in_quotes(), Some(fix)));
                }
                next
            }
        }
    }

    /// A value that begins with a mark that YAML takes for its own.
    fn mark(&mut self, line: Line, pair: &Pair, mark: char) {
        let at = pair.value.start..pair.value.start + mark.len_utf8();
        let message =
            msg!("以 {mark} 开头会被当作 YAML 的记号", "YAML takes a leading {mark} for its own");
        self.suspect(line, at, message, (in_quotes(), Some(quoted(line, pair))));
    }

    /// A value in quotes, which may go on in lines below that are indented more.
    fn quoted(&mut self, line: Line, pair: &Pair, next: usize) -> usize {
        let value = &line.text[pair.value.clone()];
        let quote = value.chars().next().unwrap_or('"');
        let at = pair.value.start..pair.value.start + 1;
        if let Some(closing) = closing_quote(&value[1..], quote) {
            let rest = value[closing + 2..].trim_start();
            if !rest.is_empty() && !rest.starts_with('#') && !rest.starts_with(':') {
                let start = pair.value.end - rest.len();
                let message = msg!(
                    "引号后面还有字，引号只管到这里",
                    "words behind the closing quote of the value"
                );
                let fix = Some(quoted(line, pair));
                self.suspect(line, start..pair.value.end, message, (in_quotes(), fix));
            }
            return next;
        }
        let mut end = next;
        while let Some(below) = self.lines.get(end) {
            let is_inside = below.text.trim().is_empty() || below.indent() > pair.column;
            if !is_inside {
                break;
            }
            end += 1;
            if closing_quote(below.text, quote).is_some() {
                return end;
            }
        }
        let message = msg!("这里的 {quote} 没有配对", "this {quote} is never closed");
        let hint = msg!(
            "在末尾补上 {quote}；引号是文字的话，整句加英文单引号",
            "close it with {quote}; if it is a part of the text, put single quotes around all"
        );
        let fix = Some(quoted(line, pair));
        self.suspect(line, at, message, (hint, fix));
        next
    }

    /// A value in brackets, which may go on in lines below that are indented more.
    fn bracketed(&mut self, line: Line, pair: &Pair, next: usize) -> usize {
        let value = &line.text[pair.value.clone()];
        let mark = value.chars().next().unwrap_or('[');
        let mut open = 0;
        let mut end = next;
        let mut text = value;
        loop {
            if let Some(closing) = closing_bracket(text, &mut open) {
                let rest = text[closing..].trim_start();
                if end == next && !rest.is_empty() && !rest.starts_with('#') {
                    self.list(line, pair, mark);
                }
                return end;
            }
            match self.lines.get(end) {
                Some(below) if below.text.trim().is_empty() || below.indent() > pair.column => {
                    text = below.text;
                    end += 1;
                }
                _ => break,
            }
        }
        self.list(line, pair, mark);
        next
    }

    /// Text that begins with a bracket.
    fn list(&mut self, line: Line, pair: &Pair, mark: char) {
        let at = pair.value.start..pair.value.start + 1;
        let message = match mark {
            '[' => msg!("以 [ 开头会被当作列表", "a leading [ is taken for a list"),
            _ => {
                msg!("以 {mark} 开头会被当作键值", "a leading {mark} is taken for keys with values")
            }
        };
        let hint = msg!(
            "是文字就整句加英文单引号；是列表就补全括号",
            "put single quotes around the text; if it is a list, close the bracket"
        );
        self.suspect(line, at, message, (hint, Some(quoted(line, pair))));
    }
}

/// Where a quoted text closes, behind the opening quote.
fn closing_quote(text: &str, quote: char) -> Option<usize> {
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        match c {
            '\\' if quote == '"' => drop(characters.next()),
            '\'' if quote == '\'' && next == Some('\'') => drop(characters.next()),
            c if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

/// Where the bracket closes that `open` counts as open, behind the closing one.
fn closing_bracket(text: &str, open: &mut usize) -> Option<usize> {
    for (at, c) in text.char_indices() {
        match c {
            '[' | '{' => *open += 1,
            ']' | '}' => {
                *open = open.saturating_sub(1);
                if *open == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

fn in_quotes() -> Message {
    msg!("整句加英文单引号", "put single quotes around the whole text")
}

/// The value in single quotes, in the place of what it is.
fn quoted(line: Line, pair: &Pair) -> (Range<usize>, String) {
    let value = &line.text[pair.value.clone()];
    (pair.value.clone(), format!("'{}'", value.replace('\'', "''")))
}
