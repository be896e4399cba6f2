//! Content streams (PDF 1.7, 7.8.2): lexemes, as far as text needs them.

/// An operand, whole, or an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lexeme<'a> {
    /// Where it begins.
    pub(super) start: usize,
    /// Its bytes.
    pub(super) bytes: &'a [u8],
}

impl Lexeme<'_> {
    /// Where it ends.
    pub(super) fn end(&self) -> usize {
        self.start + self.bytes.len()
    }

    /// Whether it is an operator.
    pub(super) fn is_operator(&self) -> bool {
        self.bytes.first().is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'\'' | b'"'))
    }

    /// Its value, if it is a number.
    pub(super) fn number(&self) -> Option<f64> {
        std::str::from_utf8(self.bytes).ok()?.parse().ok()
    }
}

/// The lexemes of a content stream, or of an array in it.
pub(super) struct Lexemes<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexemes<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Lexemes<'a> {
        Lexemes { bytes, at: 0 }
    }

    /// What stands inside of an array.
    pub(super) fn of_array(array: &'a [u8]) -> Option<Lexemes<'a>> {
        Some(Lexemes::new(array.strip_prefix(b"[")?.strip_suffix(b"]")?))
    }

    /// Goes on to the inside of the next text object; `false` if there is none, or a picture in
    /// line before it, whose bytes are no lexemes.
    pub(super) fn enter_text(&mut self) -> bool {
        while let Some(byte) = self.peek() {
            match byte {
                b'(' => self.literal(),
                b'%' => self.skip(),
                b'B' => {
                    let before = self.at.checked_sub(1).and_then(|at| self.bytes.get(at));
                    let starts = before.is_none_or(|byte| is_space(*byte) || b")]>".contains(byte));
                    let start = self.at;
                    self.run(|byte| byte.is_ascii_alphabetic());
                    match self.bytes.get(start..self.at) {
                        Some(b"BT") if starts => return true,
                        Some(b"BI") if starts => return false,
                        _ => {}
                    }
                }
                _ => self.at += 1,
            }
        }
        false
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Over whitespace and comments.
    fn skip(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                self.run(|byte| !matches!(byte, b'\r' | b'\n'));
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn run(&mut self, goes_on: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&goes_on) {
            self.at += 1;
        }
    }

    /// Over a string in parentheses (7.3.4.2).
    fn literal(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    /// Over an array or a dictionary, up to the bracket that closes it.
    fn nested(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            let two = self.bytes.get(self.at..self.at + 2);
            match byte {
                b'(' => self.literal(),
                _ if two == Some(b"<<") => (self.at, depth) = (self.at + 2, depth + 1),
                _ if two == Some(b">>") => {
                    (self.at, depth) = (self.at + 2, depth.saturating_sub(1));
                }
                b'[' => (self.at, depth) = (self.at + 1, depth + 1),
                b']' => (self.at, depth) = (self.at + 1, depth.saturating_sub(1)),
                b'%' => self.skip(),
                _ => self.at += 1,
            }
            if depth == 0 {
                return;
            }
        }
    }
}

impl<'a> Iterator for Lexemes<'a> {
    type Item = Lexeme<'a>;

    fn next(&mut self) -> Option<Lexeme<'a>> {
        self.skip();
        let start = self.at;
        match self.peek()? {
            b'(' => self.literal(),
            b'[' => self.nested(),
            b'<' if self.bytes.get(start + 1) == Some(&b'<') => self.nested(),
            b'<' => {
                self.run(|byte| byte != b'>');
                self.at += 1;
            }
            _ => {
                self.at += 1;
                self.run(|byte| !is_space(byte) && !b"()<>[]{}/%".contains(&byte));
            }
        }
        self.at = self.at.min(self.bytes.len());
        Some(Lexeme { start, bytes: self.bytes.get(start..self.at)? })
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

/// The bytes of a string (7.3.4), as written; `None` if it is none.
pub(super) fn string(written: &[u8]) -> Option<Vec<u8>> {
    if let Some(digits) = written.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">")) {
        let digits: Vec<u8> = digits.iter().copied().filter(u8::is_ascii_hexdigit).collect();
        let byte = |pair: &[u8]| {
            let text = std::str::from_utf8(pair).ok()?;
            // A digit that is missing at the end is 0.
            Some(u8::from_str_radix(text, 16).ok()? << (4 * (2 - pair.len())))
        };
        return digits.chunks(2).map(byte).collect();
    }
    let mut rest = written.strip_prefix(b"(")?.strip_suffix(b")")?;
    let mut out = Vec::with_capacity(rest.len());
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let octal = rest.iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
        if octal > 0 {
            let (digits, after) = rest.split_at(octal);
            let value =
                digits.iter().fold(0_u32, |value, digit| value * 8 + u32::from(digit - b'0'));
            out.push((value & 0xFF) as u8);
            rest = after;
            continue;
        }
        let Some((&escaped, after)) = rest.split_first() else { break };
        rest = after;
        match escaped {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(0x0C),
            b'\r' => rest = rest.strip_prefix(b"\n").unwrap_or(rest),
            b'\n' => {}
            other => out.push(other),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{Lexemes, string};

    #[test]
    fn operands_are_whole() {
        let content =
            b"/Span<</ActualText(a\\)>>)/K[1 2]>>BDC\nq 1 0 -.5 cm% note\n[(\\000(x)) 9]TJ<0a>Tj";
        let lexemes: Vec<_> = Lexemes::new(content).map(|lexeme| lexeme.bytes).collect();
        let wanted: [&[u8]; 13] = [
            b"/Span",
            b"<</ActualText(a\\)>>)/K[1 2]>>",
            b"BDC",
            b"q",
            b"1",
            b"0",
            b"-.5",
            b"cm",
            b"[(\\000(x)) 9]",
            b"TJ",
            b"<0a>",
            b"Tj",
            b"",
        ];
        assert_eq!(lexemes, wanted[..12]);
        let inner: Vec<_> = Lexemes::of_array(b"[(a)-9 <0b>]").unwrap().map(|l| l.bytes).collect();
        assert_eq!(inner, [&b"(a)"[..], b"-9", b"<0b>"]);
    }

    #[test]
    fn text_objects_are_found_and_nothing_else() {
        let after = |content: &'static [u8]| {
            let mut lexemes = Lexemes::new(content);
            lexemes.enter_text().then(|| lexemes.next().unwrap().bytes)
        };
        assert_eq!(after(b"/BT(BT )<</A(\\(BT a)>>BDC 1 0 m%BT\nBT/f0"), Some(&b"/f0"[..]));
        assert_eq!(after(b"BT q"), Some(&b"q"[..]));
        for content in [&b"BTB ABT B T"[..], b"BI /W 1 ID BT EI BT q", b"(BT", b""] {
            assert_eq!(after(content), None, "{content:?}");
        }
    }

    #[test]
    fn what_is_cut_off_ends() {
        for content in [&b"(ab"[..], b"(a\\", b"[1 (", b"<<", b"<0", b"[", b"\\", b"%", b")]>"] {
            assert!(Lexemes::new(content).count() <= 3, "{content:?}");
        }
    }

    #[test]
    fn strings_are_read_as_they_are_written() {
        for (written, bytes) in [
            (&b"(a\\(\\)\\\\b)"[..], Some(&b"a()\\b"[..])),
            (b"(\\0\\12\\1234\\n\\r\\t)", Some(b"\0\nS4\n\r\t")),
            (b"(a\\\nb)", Some(b"ab")),
            (b"<4 1 5>", Some(b"AP")),
            (b"41", None),
        ] {
            assert_eq!(string(written).as_deref(), bytes);
        }
    }
}
