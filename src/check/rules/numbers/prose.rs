//! The words of a text as numbers are read in them: markup left out, lines of a paragraph joined,
//! full-width digits and marks told as one form each; and where each character is written.

use std::ops::Range;

use crate::text::join::between;

/// A paragraph, a title or a line.
#[derive(Debug, Default)]
pub(in crate::check::rules) struct Prose {
    /// Its characters.
    pub(in crate::check::rules) chars: Vec<char>,
    /// The bytes of the text that each of them stands for.
    at: Vec<(usize, usize)>,
}

/// A part of a text.
#[derive(Debug)]
pub(in crate::check::rules) enum Part {
    /// Words in a row.
    Prose(Prose),
    /// Rows of cells, the heads first.
    Table(Vec<Vec<Prose>>),
}

impl Prose {
    /// The bytes of some characters.
    pub(in crate::check::rules) fn bytes(&self, chars: Range<usize>) -> Range<usize> {
        let cut = self.at.get(chars).unwrap_or_default();
        let start = cut.first().map_or(0, |(start, _)| *start);
        start..cut.last().map_or(start, |(_, end)| *end)
    }

    /// Some characters as a string.
    pub(in crate::check::rules) fn words(&self, chars: Range<usize>) -> String {
        self.chars.get(chars).unwrap_or_default().iter().collect()
    }

    /// Whether these characters stand at a place.
    pub(in crate::check::rules) fn has(&self, at: usize, word: &str) -> bool {
        let mut rest = self.chars.get(at..).unwrap_or_default().iter();
        word.chars().all(|c| rest.next() == Some(&c))
    }

    /// Whether any of the words stands in a range.
    pub(in crate::check::rules) fn any(&self, range: Range<usize>, words: &[&str]) -> bool {
        range.clone().any(|at| {
            let fits = |word: &&str| self.has(at, word) && at + word.chars().count() <= range.end;
            words.iter().any(fits)
        })
    }

    /// The character before a place.
    pub(in crate::check::rules) fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.chars.get(at).copied())
    }

    /// Whether one of the words stands before a place in the same clause, at most so far away.
    pub(in crate::check::rules) fn before_is(&self, at: usize, far: usize, words: &[&str]) -> bool {
        let start = at.saturating_sub(far);
        let clause = self.chars.get(start..at).unwrap_or_default();
        let mark = clause.iter().rposition(|c| matches!(c, '，' | '。' | '；' | '：' | '、'));
        self.any(start + mark.map_or(0, |mark| mark + 1)..at, words)
    }

    fn push(&mut self, c: char, at: Range<usize>) {
        self.chars.push(c);
        self.at.push((at.start, at.end));
    }

    fn pop(&mut self) {
        self.chars.pop();
        self.at.pop();
    }
}

/// The parts of a text, of running text with its markup.
pub(in crate::check::rules) fn parts(text: &str, is_running: bool) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut prose, mut table) = (Prose::default(), Vec::new());
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let inner = line.trim_end_matches('\n');
        let body = inner.trim_start_matches([' ', '\t']);
        let at = start + (inner.len() - body.len());
        start += line.len();
        if is_running && body.starts_with('|') {
            flush(&mut prose, &mut parts);
            table.extend(row(body, at));
            continue;
        }
        if !table.is_empty() {
            parts.push(Part::Table(std::mem::take(&mut table)));
        }
        let (skipped, is_new) = if is_running { head(body) } else { (0, true) };
        if is_new || body.is_empty() {
            flush(&mut prose, &mut parts);
        }
        let words = &body[skipped..];
        if is_running {
            // Numbers at the end of a line and at the beginning of the next are two.
            let last = prose.chars.last().copied();
            if between(last, words.chars().next()) == " " {
                add(&mut prose, ' ', at);
            }
            running(words, at + skipped, &mut prose);
        } else {
            words.char_indices().for_each(|(nth, c)| add(&mut prose, c, at + skipped + nth));
        }
    }
    flush(&mut prose, &mut parts);
    if !table.is_empty() {
        parts.push(Part::Table(table));
    }
    parts
}

fn flush(prose: &mut Prose, parts: &mut Vec<Part>) {
    if !prose.chars.is_empty() {
        parts.push(Part::Prose(std::mem::take(prose)));
    }
}

/// How many bytes of a line are markup before its words, and whether it begins a paragraph.
fn head(line: &str) -> (usize, bool) {
    if line.starts_with('\u{3000}') {
        return (line.len() - line.trim_start_matches('\u{3000}').len(), true);
    }
    if line.starts_with("[^") {
        let end = line.find("]:").map_or(0, |at| at + 2);
        return (end, end > 0);
    }
    let marked = line.trim_start_matches(['#', '>', '-', '+']);
    let skipped = line.len() - marked.len();
    let is_marked = skipped > 0 && marked.starts_with(' ');
    // The number of an item stays: it is read.
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = numbered.len() < line.len() && numbered.starts_with(['.', ')', '、', '．']);
    (if is_marked { skipped + 1 } else { 0 }, is_marked || is_item)
}

/// The cells of a row; `None` for the line below the heads.
fn row(line: &str, at: usize) -> Option<Vec<Prose>> {
    let inner = line.trim_end();
    let inner = &inner[1..];
    if inner.contains('-') && inner.chars().all(|c| matches!(c, '-' | ':' | '|' | ' ')) {
        return None;
    }
    let mut cells = Vec::new();
    let (mut from, mut before) = (0, ' ');
    let mut cut = |range: Range<usize>| {
        let mut cell = Prose::default();
        running(&inner[range.clone()], at + 1 + range.start, &mut cell);
        while cell.chars.last() == Some(&' ') {
            cell.pop();
        }
        cells.push(cell);
    };
    for (nth, c) in inner.char_indices() {
        if c == '|' && before != '\\' {
            cut(from..nth);
            from = nth + 1;
        }
        before = c;
    }
    if !inner[from..].trim().is_empty() {
        cut(from..inner.len());
    }
    Some(cells)
}

/// Adds a line of running text without its markup.
fn running(line: &str, start: usize, prose: &mut Prose) {
    let mut rest = line.char_indices().peekable();
    let digit = |at: Option<char>| at.is_some_and(|c| c.is_ascii_digit());
    let (mut skip_to, mut readings) = (0, 0);
    while let Some((nth, c)) = rest.next() {
        if nth < skip_to {
            continue;
        }
        let next = rest.peek().map(|(_, c)| *c);
        let tail = &line[nth..];
        match c {
            '\\' => {}
            '*' if digit(prose.chars.last().copied()) && digit(next) => {
                prose.push('×', start + nth..start + nth + 1);
            }
            '{' => readings += 1,
            '}' => readings = 0,
            '*' | '`' => {}
            '[' if next == Some('^') => skip_to = tail.find(']').map_or(0, |at| nth + at + 1),
            '[' => {}
            ']' if next == Some('(') => skip_to = tail.find(')').map_or(0, |at| nth + at + 1),
            ']' => {}
            '|' if readings > 0 => {
                skip_to = tail.find('}').map_or(0, |at| nth + at + 1);
                readings = 0;
            }
            _ => add(prose, c, start + nth),
        }
    }
}

/// Adds a character in the form that is read.
fn add(prose: &mut Prose, c: char, at: usize) {
    let at = at..at + c.len_utf8();
    let c = match c {
        '０'..='９' | '％' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '．' | '﹒' => '.',
        '﹪' => '%',
        '(' => '（',
        ')' => '）',
        ':' => '：',
        ';' => '；',
        '~' | '〜' | '∼' => '～',
        '－' | '–' | '‑' | '−' => '-',
        '○' | '零' => '〇',
        '／' => '/',
        '\u{3000}' | '\t' | '\u{A0}' | '\u{2009}' | '\u{202F}' => ' ',
        c => c,
    };
    let last = prose.chars.last().copied();
    // Between characters of which one is not Latin a space is for the eye.
    let latin = |c: char| c.is_ascii() && c != ' ';
    if c == ' ' && !last.is_some_and(latin) {
        return;
    }
    if last == Some(' ') && !latin(c) {
        prose.pop();
    }
    prose.push(c, at);
}
