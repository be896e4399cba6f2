//! The operators of a content stream (ISO 32000-1, 7.8.2), read one by one without a copy: a long
//! book has tens of millions of them, and most pass as they are.

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

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// Calls `see` with every operator. What is broken is passed over; it is not ours to mend.
pub(super) fn each(bytes: &[u8], mut see: impl FnMut(&Operator)) {
    let mut operands: Vec<&[u8]> = Vec::new();
    let (mut at, mut first) = (0, None);
    while at < bytes.len() {
        if is_space(bytes[at]) {
            at += 1;
            continue;
        }
        if bytes[at] == b'%' {
            at += bytes[at..].iter().take_while(|byte| !matches!(byte, b'\n' | b'\r')).count();
            continue;
        }
        let end = token(bytes, at);
        let word = &bytes[at..end];
        let start = *first.get_or_insert(at);
        at = end;
        let operand = !word[0].is_ascii_alphabetic() && !matches!(word[0], b'\'' | b'"');
        if operand || matches!(word, b"true" | b"false" | b"null") {
            operands.push(word);
            continue;
        }
        if word == b"BI" {
            at = image_end(bytes, at);
        }
        see(&Operator { name: word, operands: &operands, range: (start, at) });
        operands.clear();
        first = None;
    }
}

/// Where the token that begins at `at` ends; never `at` itself.
fn token(bytes: &[u8], at: usize) -> usize {
    match (bytes[at], bytes.get(at + 1)) {
        (b'(', _) => string(bytes, at),
        (b'[', _) => nested(bytes, at, b']'),
        (b'<', Some(b'<')) => nested(bytes, at, b'>'),
        (b'<', _) => {
            bytes[at..].iter().position(|b| *b == b'>').map_or(bytes.len(), |n| at + n + 1)
        }
        (byte, _) => {
            let word = bytes[at + 1..].iter().take_while(|b| !is_space(**b) && !is_delimiter(**b));
            // A stray delimiter is a token of its own.
            if is_delimiter(byte) && byte != b'/' { at + 1 } else { at + 1 + word.count() }
        }
    }
}

/// Where a string in parentheses ends.
fn string(bytes: &[u8], at: usize) -> usize {
    let (mut depth, mut at) = (0, at);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at.min(bytes.len())
}

/// Where an array or a dictionary ends. Those inside of it end by the same byte or are counted.
fn nested(bytes: &[u8], at: usize, close: u8) -> usize {
    let open = bytes[at];
    let (mut depth, mut at) = (0_usize, at);
    while at < bytes.len() {
        match bytes[at] {
            b'(' => {
                at = string(bytes, at);
                continue;
            }
            byte if byte == open => depth += 1,
            byte if byte == close => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
        if depth == 0 {
            break;
        }
    }
    at
}

/// Where a picture inside of a content stream ends (8.9.7): after the first `EI` that stands alone.
fn image_end(bytes: &[u8], from: usize) -> usize {
    let rest = &bytes[from..];
    let alone = |at: usize| {
        let after = rest.get(at + 3);
        is_space(rest[at]) && after.is_none_or(|byte| is_space(*byte))
    };
    let mut ends = rest.windows(3).enumerate().filter(|(_, word)| word[1..] == *b"EI");
    ends.find(|(at, _)| alone(*at)).map_or(bytes.len(), |(at, _)| from + at + 3)
}

/// The bytes that the strings of a text operator hold.
pub(super) fn strings(operand: &[u8], mut see: impl FnMut(&[u8])) {
    let mut at = 0;
    while at < operand.len() {
        match operand[at] {
            b'(' => {
                let end = string(operand, at);
                see(&literal(&operand[at + 1..end.max(at + 2) - 1]));
                at = end;
            }
            b'<' => {
                let end = token(operand, at);
                let digits = operand[at..end].iter().filter_map(|b| (*b as char).to_digit(16));
                let digits: Vec<u8> = digits.map(|digit| digit as u8).collect();
                let byte = |pair: &[u8]| pair[0] << 4 | pair.get(1).copied().unwrap_or(0);
                see(&digits.chunks(2).map(byte).collect::<Vec<u8>>());
                at = end;
            }
            _ => at += 1,
        }
    }
}

/// A literal string without its escapes (7.3.4.2).
fn literal(written: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(written.len());
    let mut at = 0;
    while at < written.len() {
        let byte = written[at];
        at += 1;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let Some(escaped) = written.get(at) else { break };
        at += 1;
        match escaped {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' => at += usize::from(written.get(at) == Some(&b'\n')),
            b'\n' => {}
            b'0'..=b'7' => {
                let digits = written[at - 1..].iter().take(3);
                let digits: Vec<u8> =
                    digits.take_while(|b| matches!(b, b'0'..=b'7')).map(|b| b - b'0').collect();
                at += digits.len() - 1;
                let code = digits.iter().fold(0_u32, |code, digit| code * 8 + u32::from(*digit));
                out.push(code as u8);
            }
            other => out.push(*other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let mut found = Vec::new();
        strings(b"[(a\\051\\(\\n\\\n()) 5 <4 1 2>]", |bytes| found.push(bytes.to_vec()));
        assert_eq!(found, [b"a)(\n()".to_vec(), vec![0x41, 0x20]]);
        strings(b"(", |bytes| assert!(bytes.is_empty()));
    }
}
