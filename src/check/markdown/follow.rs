//! Where the words that the parser gives are written.
//!
//! The parser tells positions, which are off where it took escapes away before it counted (cells of
//! tables). So each is checked by following the source beside the words, and searched for after
//! what was read last where it does not match.

use std::ops::Range;

use comrak::nodes::{LineColumn, Sourcepos};

use crate::source::{Place, Text};

/// Longest name of an entity with its `&` and `;`, in bytes (HTML, 13.5).
const MAX_ENTITY: usize = 33;

/// How far code is indented, in spaces (`CommonMark`, 4.4).
const CODE_INDENT: usize = 4;

/// A text that is read, what has been accounted for, and how far its leaf has been read.
pub(super) struct Follower {
    text: Text,
    /// The bytes of words that were read and of markup that took effect, in no order.
    taken: Vec<Range<usize>>,
    /// The bytes of tables.
    tables: Vec<Range<usize>>,
    /// Where the parser's lines begin.
    lines: Vec<usize>,
    /// Behind what was read last of the leaf.
    cursor: usize,
    /// The end of the leaf.
    end: usize,
}

/// How far a leaf had been read when another was begun.
pub(super) struct Reading(usize, usize);

impl Follower {
    pub(super) fn new(text: Text) -> Follower {
        let bytes = text.as_bytes();
        let breaks = bytes.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => bytes.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        let lines = std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect();
        let end = text.len();
        Follower { text, taken: Vec::new(), tables: Vec::new(), lines, cursor: 0, end }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &Text {
        &self.text
    }

    /// Begins a leaf: a paragraph, a heading, a cell. The leaf that was being read goes on with
    /// [`Follower::resume`].
    pub(super) fn begin(&mut self, at: Sourcepos) -> Reading {
        let before = Reading(self.cursor, self.end);
        let Range { start, end } = self.range(at);
        let line = self.text[end..].find('\n').map_or(self.text.len(), |feed| end + feed);
        (self.cursor, self.end) = (start, line);
        before
    }

    pub(super) fn resume(&mut self, Reading(cursor, end): Reading) {
        (self.cursor, self.end) = (cursor, end);
    }

    /// The bytes of the text that a position of the parser means.
    pub(super) fn range(&self, at: Sourcepos) -> Range<usize> {
        let start = self.floor(self.offset(at.start));
        let mut end = self.offset(at.end).saturating_add(1).clamp(start, self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        start..end
    }

    /// The place in the file of a position of the parser.
    pub(super) fn place(&self, at: Sourcepos) -> Option<Place> {
        self.text.place_of(self.range(at))
    }

    /// Words of the parser as a text that knows its bytes.
    pub(super) fn words(&mut self, words: &str, at: Sourcepos) -> Text {
        let told = self.floor(self.offset(at.start));
        let told = (told >= self.cursor && told <= self.end).then_some(told);
        if let Some(from) = told
            && let Some((text, end)) = self.follow(words, from)
        {
            self.take(from..end);
            return text;
        }
        let unread = self.text.get(self.cursor..self.end).unwrap_or_default();
        let starts: Vec<usize> = unread.char_indices().map(|(at, _)| self.cursor + at).collect();
        let found = starts.into_iter().find_map(|from| Some((from, self.follow(words, from)?)));
        found.map_or_else(
            || Text::unplaced(words),
            |(from, (text, end))| {
                self.take(from..end);
                text
            },
        )
    }

    /// An escaped character as a text whose bytes are those of the escape.
    pub(super) fn escaped(&mut self, character: &str, at: Sourcepos) -> Text {
        let escape = format!("\\{character}");
        let told = self.floor(self.offset(at.start)).max(self.cursor);
        let behind = |from: usize| self.text.get(from..self.end).and_then(|t| t.find(&escape));
        let found = behind(told).map(|at| told + at);
        let found = found.or_else(|| behind(self.cursor).map(|at| self.cursor + at));
        let Some(start) = found else { return Text::unplaced(character) };
        let end = start + escape.len();
        self.take(start..end);
        self.text.slice(start..end).standing_for(character)
    }

    fn take(&mut self, range: Range<usize>) {
        self.cursor = range.end;
        self.account(range);
    }

    /// Notes that some bytes stand in the model, took effect or were found to be wrong.
    pub(super) fn account(&mut self, range: Range<usize>) {
        self.taken.push(range);
    }

    /// Accounts for markup of the leaf that comes next, behind white space and the marks of
    /// quotations: `length` tells how long it is there, 0 if it is not.
    pub(super) fn markup(&mut self, length: impl FnOnce(&str) -> usize) {
        let rest = self.text.get(self.cursor..self.end).unwrap_or_default();
        let mut skipped = rest.len() - rest.trim_start_matches([' ', '\t', '\n']).len();
        if rest[..skipped].contains('\n') {
            skipped = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '>']).len();
        }
        match length(&rest[skipped..]) {
            0 => {}
            length => self.take(self.cursor + skipped..self.cursor + skipped + length),
        }
    }

    /// Accounts for the backslash of a line break, if the break has one: right behind the words.
    /// One behind white space is of another break.
    pub(super) fn backslash(&mut self) {
        if self.text.get(self.cursor..self.end).is_some_and(|rest| rest.starts_with("\\\n")) {
            self.take(self.cursor..self.cursor + 1);
        }
    }

    /// As [`Follower::markup`], at the beginning of a block.
    pub(super) fn marker(&mut self, at: Sourcepos, length: impl FnOnce(&str) -> usize) {
        let start = self.range(at).start;
        let length = length(&self.text[start..]);
        self.account(start..start + length);
    }

    /// Accounts for all that a node spans.
    pub(super) fn account_node(&mut self, at: Sourcepos) {
        let range = self.range(at);
        self.account(range);
    }

    /// The lines that a node spans, whole and with their ends.
    fn lines_of(&self, at: Sourcepos) -> Vec<Range<usize>> {
        let numbers = at.start.line.saturating_sub(1)..at.end.line.min(self.lines.len());
        let end = |number: usize| self.lines.get(number + 1).copied().unwrap_or(self.text.len());
        numbers.map(|number| self.lines[number]..end(number)).collect()
    }

    /// As `lines_of`, without what stands before and behind the node.
    fn lines_inside(&self, at: Sourcepos) -> Vec<Range<usize>> {
        let Range { start, end } = self.range(at);
        let cut = |line: Range<usize>| {
            let from = line.start.max(start);
            from..line.end.min(end).max(from)
        };
        self.lines_of(at).into_iter().map(cut).collect()
    }

    /// Accounts for the marks of a quotation at the beginnings of its lines.
    pub(super) fn quoted(&mut self, at: Sourcepos) {
        for line in self.lines_inside(at) {
            let words = self.text[line.clone()].trim_start_matches([' ', '\t', '>']);
            self.taken.push(line.start..line.end - words.len());
        }
    }

    /// Accounts for the strokes of a table, and for the line under its heads.
    pub(super) fn table(&mut self, at: Sourcepos) {
        self.tables.push(self.range(at));
        for (number, line) in self.lines_inside(at).into_iter().enumerate() {
            let strokes = self.text[line.clone()].match_indices('|');
            self.taken.extend(strokes.map(|(at, _)| line.start + at..line.start + at + 1));
            self.taken.extend((number == 1).then_some(line));
        }
    }

    /// What makes code of the lines that a node spans: their indentation beyond that of the block
    /// that they stand in.
    pub(super) fn indents(&self, at: Sourcepos) -> Vec<Range<usize>> {
        let inner = at.start.column.saturating_sub(1 + CODE_INDENT);
        let indent = |(number, line): (usize, Range<usize>)| {
            let Range { start, end } = line;
            // The first line may have the marker of the item that it stands in.
            let is_mark = |b: &u8| number == 0 || matches!(b, b' ' | b'>');
            let marks = self.text[line].bytes().take(inner).take_while(is_mark).count();
            let marks = self.floor(start + marks);
            let words = self.text[marks..end].trim_start_matches([' ', '\t']);
            marks..end - words.len()
        };
        let indents = self.lines_of(at).into_iter().enumerate().map(indent);
        indents.filter(|indent| !indent.is_empty()).collect()
    }

    /// Accounts for the bracket that a node ends with.
    pub(super) fn closing(&mut self, at: Sourcepos) {
        let end = self.range(at).end;
        if self.text[..end].ends_with(')') {
            self.taken.push(end - 1..end);
        }
    }

    /// Whether bytes are those of a table.
    pub(super) fn in_table(&self, at: &Range<usize>) -> bool {
        self.tables.iter().any(|table| table.start <= at.start && at.end <= table.end)
    }

    /// What is left: the bytes of everything between white space that nothing accounted for.
    pub(super) fn left(&mut self) -> Vec<Range<usize>> {
        self.taken.sort_by_key(|range| range.start);
        let (mut left, mut at) = (Vec::new(), 0);
        let end = self.text.len()..self.text.len();
        for range in self.taken.iter().chain([&end]) {
            if range.start > at {
                let gap = &self.text[at..range.start];
                let start = at + gap.len() - gap.trim_start().len();
                let end = at + gap.trim_end().len();
                left.extend((start < end).then_some(start..end));
            }
            at = at.max(range.end);
        }
        left
    }

    fn offset(&self, at: LineColumn) -> usize {
        let line = self.lines.get(at.line.saturating_sub(1)).copied();
        let line = line.unwrap_or(self.text.len());
        (line + at.column.saturating_sub(1)).min(self.text.len())
    }

    fn floor(&self, mut at: usize) -> usize {
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// The words, if the source has them from here on, with the end of what stands for them.
    fn follow(&self, words: &str, from: usize) -> Option<(Text, usize)> {
        let (mut text, mut at, mut rest) = (Text::default(), from, words);
        while !rest.is_empty() {
            let source = self.text.get(at..)?;
            let same = common(rest, source);
            if same > 0 && !is_entity(rest, source) {
                text.push(&self.text.slice(at..at + same));
                (at, rest) = (at + same, &rest[same..]);
                continue;
            }
            let (stands_for, bytes) = escape(rest, source)?;
            text.push(&self.text.slice(at..at + bytes).standing_for(&rest[..stands_for]));
            (at, rest) = (at + bytes, &rest[stands_for..]);
        }
        Some((text, at))
    }
}

/// How many bytes two texts have in common at their beginnings, whole characters only. An `&` or a
/// backslash may begin something that stands for another character, so it ends what is common
/// unless nothing else is.
fn common(words: &str, source: &str) -> usize {
    let same = words
        .char_indices()
        .zip(source.chars())
        .take_while(|((at, a), b)| a == b && (*at == 0 || !matches!(b, '&' | '\\')));
    same.last().map_or(0, |((at, c), _)| at + c.len_utf8())
}

/// Whether the source goes on with an entity that the words do not have as it is written.
fn is_entity(words: &str, source: &str) -> bool {
    entity(source).is_some_and(|bytes| !words.starts_with(&source[..bytes]))
}

/// What stands for the first words: how many bytes of the words, and of the source.
fn escape(words: &str, source: &str) -> Option<(usize, usize)> {
    let first = words.chars().next()?;
    if let Some(escaped) = source.strip_prefix('\\') {
        return escaped.starts_with(first).then_some((first.len_utf8(), 1 + first.len_utf8()));
    }
    let bytes = entity(source)?;
    let behind = &source[bytes..];
    // Some entities stand for two characters; what comes behind tells.
    let two: usize = words.chars().take(2).map(char::len_utf8).sum();
    let goes_on = |taken: usize| {
        let rest = &words[taken..];
        rest.is_empty() || common(rest, behind) > 0 || behind.starts_with(['&', '\\'])
    };
    let one = first.len_utf8();
    Some((if goes_on(one) || two == one { one } else { two }, bytes))
}

/// The length of the entity that a text begins with.
fn entity(source: &str) -> Option<usize> {
    let name = source.strip_prefix('&')?;
    let end = name.bytes().take(MAX_ENTITY).position(|byte| byte == b';')?;
    let named = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'#';
    (end > 0 && name.bytes().take(end).all(named)).then_some(end + 2)
}
