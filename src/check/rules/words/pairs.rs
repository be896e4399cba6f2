//! W10: quotes, brackets and marks of book titles that are not paired, or stand in one another.
//!
//! A quotation of several paragraphs opens in each and closes in the last. Brackets behind the
//! number of an item are no pair, nor are apostrophes and minutes.

use super::{Line, Slip};
use crate::diag::{Code, msg};

/// How many paragraphs a quotation may have that does not open again in each.
const PARAGRAPHS: usize = 8;

/// A mark that is open: the line, the place in it, and the mark.
type Open = (usize, usize, char);

/// Looks at the lines of a text.
pub(super) fn judge(lines: &[Line], slips: &mut Vec<Slip>) {
    let mut quote: Option<Open> = None;
    let mut paragraphs = 0;
    for (nth, line) in lines.iter().enumerate() {
        if line.chars.iter().all(|c| c.is_whitespace()) {
            continue;
        }
        paragraphs += 1;
        if let Some((before, at, mark)) = quote.take_if(|_| paragraphs > PARAGRAPHS) {
            alone(&lines[before], at, mark, slips);
        }
        let mut reader = Reader { line, nth, quote, open: Vec::new(), inner: Vec::new() };
        reader.read(slips);
        let Reader { open, quote: before, .. } = reader;
        let mut now = None;
        let mut open = open.into_iter().peekable();
        while let Some((_, at, mark)) = open.next() {
            // “甲“: the second one should close the first, unless it begins what is said.
            let close = open.next_if(|(_, at, other)| {
                mark == '“' && *other == mark && !matches!(line.before(*at), Some('：' | '，'))
            });
            if let Some((_, end, _)) = close {
                let message = msg!("“{mark}”前后一样", "{mark} stands at both ends");
                let fix = vec![(line.bytes(end..end + 1), "”".to_owned())];
                slips.push(Slip::tell(Code::W10, line.bytes(at..end + 1), message).with(fix));
                continue;
            }
            match mark {
                '“' | '「' | '『' if now.is_none() => now = Some((nth, at, mark)),
                '‘' => {}
                _ => alone(line, at, mark, slips),
            }
        }
        if let (Some((before, at, mark)), true) = (before, now.is_some()) {
            alone(&lines[before], at, mark, slips);
        }
        if now.is_some() {
            paragraphs = 0;
        }
        quote = now.or(before);
    }
    if let Some((nth, at, mark)) = quote {
        alone(&lines[nth], at, mark, slips);
    }
}

/// What is open in a line.
struct Reader<'a> {
    line: &'a Line,
    nth: usize,
    /// The quote that a line before has left open.
    quote: Option<Open>,
    open: Vec<Open>,
    /// Marks within marks of the same kind and where they close, until the outer ones close.
    inner: Vec<(usize, usize)>,
}

impl Reader<'_> {
    fn read(&mut self, slips: &mut Vec<Slip>) {
        let line = self.line;
        let start = line.chars.iter().position(|c| !c.is_whitespace() && *c != '>');
        for (at, &c) in line.chars.iter().enumerate() {
            let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            let next = line.chars.get(at + 1).copied();
            match c {
                '’' if self.is_open('‘') => self.close(at, c, slips),
                '’' | '‘' if latin(line.before(at)) || latin(next) && c == '’' => {}
                '‘' if next.is_some_and(|c| c.is_ascii_digit()) => {}
                '“' | '‘' | '（' | '(' | '《' | '〈' | '【' | '〔' | '「' | '『' => {
                    // Quoted paragraphs, and clauses of a quoted law, open again.
                    if c == '“' && start == Some(at) {
                        self.quote = None;
                    }
                    let is_clause = c == '“' && next == Some('（');
                    if is_clause && self.open.last().is_some_and(|(_, _, own)| *own == c) {
                        self.open.pop();
                    }
                    self.open.push((self.nth, at, c));
                }
                '”' | '’' | '）' | ')' | '》' | '〉' | '】' | '〕' | '」' | '』' => {
                    self.close(at, c, slips);
                }
                _ => {}
            }
        }
    }

    fn is_open(&self, mark: char) -> bool {
        self.open.iter().any(|(_, _, own)| *own == mark)
    }

    fn close(&mut self, at: usize, c: char, slips: &mut Vec<Slip>) {
        let Some(found) = self.open.iter().rposition(|(_, _, mark)| pair(*mark, c)) else {
            match c {
                '”' | '」' | '』' if self.quote.is_some_and(|it| pair(it.2, c)) => {
                    self.quote = None;
                }
                '）' | ')' if is_label(self.line, at) => {}
                '’' => {}
                _ => alone(self.line, at, c, slips),
            }
            return;
        };
        // What stands open inside of it has no end.
        let mut closed = self.open.split_off(found).into_iter();
        let own = closed.next();
        for (_, at, mark) in closed {
            alone(self.line, at, mark, slips);
        }
        let Some((_, first, mark)) = own.filter(|(_, _, mark)| matches!(mark, '“' | '《'))
        else {
            return;
        };
        if self.open.iter().any(|(_, _, other)| *other == mark) {
            self.inner.push((first, at));
            return;
        }
        for inner in std::mem::take(&mut self.inner) {
            // 《《甲》》 is one pair that was written twice.
            if inner.0 == first + 1 && inner.1 + 1 == at {
                let message = msg!("“{mark}{mark}”叠用", "{mark}{mark} stands twice");
                let range = self.line.bytes(first..at + 1);
                slips.push(Slip::tell(Code::W10, range, message));
            } else if self.line.chars.get(inner.0) == Some(&mark) {
                nested(self.line, inner, mark, slips);
            }
        }
    }
}

fn pair(open: char, close: char) -> bool {
    match open {
        '（' | '(' => matches!(close, '）' | ')'),
        '“' => close == '”',
        '‘' => close == '’',
        '《' => close == '》',
        '〈' => close == '〉',
        '【' => close == '】',
        '〔' => close == '〕',
        '「' => close == '」',
        '『' => close == '』',
        _ => false,
    }
}

/// Whether a bracket closes the number of an item: `1）`, `a)`, `一）`.
fn is_label(line: &Line, at: usize) -> bool {
    let label = |c: &&char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(**c);
    let before = &line.chars[..at];
    let length = before.iter().rev().take_while(label).count();
    let outside = before.len().checked_sub(length + 1).and_then(|at| before.get(at));
    let is_edge = outside.is_none_or(|c| c.is_whitespace() || "，。；：、".contains(*c));
    (1..=3).contains(&length) && is_edge
}

fn alone(line: &Line, at: usize, mark: char, slips: &mut Vec<Slip>) {
    let message = msg!("“{mark}”没有配对", "{mark} has no counterpart");
    slips.push(Slip::tell(Code::W10, line.bytes(at..at + 1), message));
}

fn nested(line: &Line, (at, end): (usize, usize), mark: char, slips: &mut Vec<Slip>) {
    let (outer, inner) = if mark == '“' { ("“”", "‘’") } else { ("《》", "〈〉") };
    let message = msg!(
        "“{outer}”里面又是“{outer}”，里层用“{inner}”",
        "{outer} within {outer}: the inner ones are {inner}"
    );
    // What has the inner marks in it already is for an editor.
    let (open, close) = if mark == '“' { ('‘', '’') } else { ('〈', '〉') };
    let within = line.chars.get(at + 1..end).unwrap_or_default();
    let is_plain = !within.iter().any(|c| [mark, open, close].contains(c));
    let edits = vec![
        (line.bytes(at..at + 1), open.to_string()),
        (line.bytes(end..end + 1), close.to_string()),
    ];
    let slip = Slip::tell(Code::W10, line.bytes(at..at + 1), message);
    slips.push(if is_plain { slip.with(edits).certain() } else { slip });
}
