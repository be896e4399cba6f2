//! Content streams (PDF 1.7, 7.8.2): lexemes and operators, read one by one without a copy, since a
//! long book has tens of millions of them and most pass as they are; and how streams are packed.

use std::io::Write as _;

use anyhow::Result;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, Stream};

/// Deflates (7.4.4) one stream after another: its tables are larger than most pages. The usual
/// level takes twice as long for a tenth less.
pub(super) struct Packer(ZlibEncoder<Vec<u8>>);

impl Packer {
    pub(super) fn new() -> Packer {
        Packer(ZlibEncoder::new(Vec::new(), Compression::new(4)))
    }

    pub(super) fn pack(&mut self, bytes: &[u8]) -> Result<Vec<u8>> {
        self.0.get_mut().reserve(bytes.len() / 4);
        self.0.write_all(bytes)?;
        Ok(self.0.reset(Vec::new())?)
    }

    /// A new stream, packed.
    pub(super) fn stream(&mut self, dict: Dictionary, bytes: &[u8]) -> Result<Stream> {
        let mut stream = Stream::new(dict, Vec::new());
        set_packed(&mut stream, self.pack(bytes)?);
        Ok(stream)
    }
}

/// Deflated bytes.
pub(super) fn pack(bytes: &[u8]) -> Result<Vec<u8>> {
    Packer::new().pack(bytes)
}

/// Gives a stream what [`pack`] made.
pub(super) fn set_packed(stream: &mut Stream, packed: Vec<u8>) {
    stream.dict.remove(b"DecodeParms");
    stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
    stream.set_content(packed);
}

/// A new stream, packed.
pub(super) fn packed(dict: Dictionary, bytes: &[u8]) -> Result<Stream> {
    Packer::new().stream(dict, bytes)
}

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
        let named = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'\'' | b'"');
        self.bytes.first().is_some_and(named) && !matches!(self.bytes, b"true" | b"false" | b"null")
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

    /// Over a string in angle brackets (7.3.4.3).
    fn hexadecimal(&mut self) {
        self.run(|byte| byte != b'>');
        self.at += 1;
    }

    /// Over a picture in line (8.9.7), up to the first `EI` that stands alone.
    fn picture(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let alone = |at: &usize| {
            let after = rest.get(at + 3);
            is_space(rest[*at]) && after.is_none_or(|byte| is_space(*byte))
        };
        let words = rest.windows(3).enumerate().filter(|(_, word)| word[1..] == *b"EI");
        let end = words.map(|(at, _)| at).find(alone).map_or(rest.len(), |at| at + 3);
        self.at += end;
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
                b'<' => self.hexadecimal(),
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
            b'<' => self.hexadecimal(),
            byte => {
                self.at += 1;
                // A stray delimiter is a lexeme of its own.
                if byte == b'/' || !is_delimiter(byte) {
                    self.run(|byte| !is_space(byte) && !is_delimiter(byte));
                }
            }
        }
        self.at = self.at.min(self.bytes.len());
        Some(Lexeme { start, bytes: self.bytes.get(start..self.at)? })
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

/// An operator with what stands before it.
pub(super) struct Operator<'a> {
    /// Its name.
    pub(super) name: &'a [u8],
    /// Its operands as they are written; an array or a dictionary is one.
    pub(super) operands: &'a [&'a [u8]],
    /// Where its first operand begins, and where the operator ends.
    pub(super) range: (usize, usize),
}

impl Operator<'_> {
    /// An operand that is a number.
    pub(super) fn number(&self, at: usize) -> Option<f32> {
        std::str::from_utf8(self.operands.get(at)?).ok()?.parse().ok()
    }

    /// All operands that are numbers, if there are as many as wanted and no others.
    pub(super) fn numbers<const N: usize>(&self) -> Option<[f32; N]> {
        let mut out = [0.0; N];
        for (at, number) in out.iter_mut().enumerate() {
            *number = self.number(at)?;
        }
        (self.operands.len() == N).then_some(out)
    }

    /// The last operand, if it is a name.
    pub(super) fn last_name(&self) -> Option<&[u8]> {
        self.operands.last()?.strip_prefix(b"/")
    }
}

/// Calls `see` with every operator. What is broken is passed over; it is not ours to mend.
pub(super) fn each(bytes: &[u8], mut see: impl FnMut(&Operator)) {
    let mut lexemes = Lexemes::new(bytes);
    let mut operands: Vec<&[u8]> = Vec::new();
    let mut first = None;
    while let Some(lexeme) = lexemes.next() {
        let start = *first.get_or_insert(lexeme.start);
        if !lexeme.is_operator() {
            operands.push(lexeme.bytes);
            continue;
        }
        if lexeme.bytes == b"BI" {
            lexemes.picture();
        }
        see(&Operator { name: lexeme.bytes, operands: &operands, range: (start, lexemes.at) });
        operands.clear();
        first = None;
    }
}

/// The bytes that the strings of a text operator hold: its operand is one, or an array of them.
pub(super) fn strings(operand: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let lexemes = Lexemes::of_array(operand).unwrap_or_else(|| Lexemes::new(operand));
    lexemes.filter_map(|lexeme| string(lexeme.bytes))
}

/// The bytes of a string (7.3.4), as written; `None` if it is none.
pub(super) fn string(written: &[u8]) -> Option<Vec<u8>> {
    if let Some(digits) = written.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">")) {
        let mut out = Vec::with_capacity(digits.len() / 2);
        let mut high = None;
        for digit in digits.iter().filter_map(|digit| char::from(*digit).to_digit(16)) {
            match high.take() {
                None => high = Some(digit as u8),
                Some(high) => out.push(high << 4 | digit as u8),
            }
        }
        // A digit that is missing at the end is 0.
        out.extend(high.map(|high| high << 4));
        return Some(out);
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
    use super::*;

    #[test]
    fn operands_are_whole() {
        let content =
            b"/Span<</ActualText(a\\)>>)/A<0b>>>BDC\nq 1 0 -.5 cm% note\n[(\\000(x)) 9]TJ<0a>Tj";
        let lexemes: Vec<_> = Lexemes::new(content).map(|lexeme| lexeme.bytes).collect();
        let wanted: [&[u8]; 13] = [
            b"/Span",
            b"<</ActualText(a\\)>>)/A<0b>>>",
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

    fn read(bytes: &[u8]) -> Vec<String> {
        let mut out = Vec::new();
        each(bytes, |op| {
            let words: Vec<_> = op.operands.iter().map(|o| String::from_utf8_lossy(o)).collect();
            assert!(op.range.0 < op.range.1 && op.range.1 <= bytes.len());
            out.push(format!("{}|{}", words.join("|"), String::from_utf8_lossy(op.name)));
        });
        out
    }

    #[test]
    fn operators_come_with_their_operands() {
        let stream = b"q 1 0 0 -1 .5 -2 cm/P<</MCID 0/A[1(])]>>BDC\n% note f\r[(a\\)])-20<41>]TJ \
            /Im1 Do (x) ' T* true x Q";
        let wanted = [
            "|q",
            "1|0|0|-1|.5|-2|cm",
            "/P|<</MCID 0/A[1(])]>>|BDC",
            "[(a\\)])-20<41>]|TJ",
            "/Im1|Do",
            "(x)|'",
            "|T*",
            "true|x",
            "|Q",
        ];
        assert_eq!(read(stream), wanted);
        let image = b"q BI /W 1 /H 1 ID xEIx f EI Q";
        assert_eq!(read(image), ["|q", "|BI", "|Q"]);
    }

    #[test]
    fn broken_streams_end() {
        for bytes in [&b"(("[..], b"[[", b"<<", b"<", b">>", b") ] }", b"\\", b"BI", b"(\\", b"/"] {
            read(bytes);
        }
    }

    #[test]
    fn strings_lose_their_escapes() {
        let found: Vec<Vec<u8>> = strings(b"[(a\\051\\(\\n\\\n()) 5 <4 1 2>]").collect();
        assert_eq!(found, [b"a)(\n()".to_vec(), vec![0x41, 0x20]]);
        assert_eq!(strings(b"(a)").collect::<Vec<_>>(), [b"a"]);
        assert_eq!(strings(b"(").count(), 0);
    }
}
