//! Which stored bytes each character of a YAML scalar came from.
//!
//! The values come from another parser, so nothing is decoded here: the file is followed beside
//! the value, by the rules of the scalar's style (YAML 1.2.2, chapters 7.3 and 8.1). Where the two
//! part, the rest of the value has no bytes.

use std::ops::Range;
use std::sync::Arc;

use crate::source::{Piece, Source, Text};
use crate::text::join;

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Without quotes.
    Plain,
    /// In `'`.
    Single,
    /// In `"`.
    Double,
    /// Behind `|`.
    Literal,
    /// Behind `>`.
    Folded,
}

/// The value of a scalar as a text that knows its bytes; `plain` are those of the scalar in the
/// plain text of the file, quotes included, from the first character of a block scalar.
pub(super) fn text(source: &Arc<Source>, style: Style, plain: &Range<usize>, value: &str) -> Text {
    let mut walk = Walk { source, at: plain.start, end: plain.end, value, done: 0, pieces: vec![] };
    match style {
        Style::Plain => walk.flow(style),
        Style::Single | Style::Double => {
            walk.at += 1;
            walk.end = walk.end.saturating_sub(1);
            walk.flow(style);
        }
        Style::Literal | Style::Folded => walk.block(style),
    }
    Text::placed(value, source, walk.pieces)
}

/// A folded text with its lines as they are written, so that empty ones part paragraphs as they do
/// behind `|`.
pub(super) fn unfolded(text: &Text) -> Text {
    refolded(text, |_, breaks, _| "\n".repeat(breaks))
}

/// A folded text with its lines joined as those of a paragraph are: without spaces beside Han.
pub(super) fn joined(text: &Text) -> Text {
    refolded(text, |before, breaks, after| match breaks {
        1 => join::between(before, after).to_owned(),
        _ => "\n".repeat(breaks - 1),
    })
}

/// A text with other words where lines were folded; `words` is given the character before, how many
/// line breaks the file has, and the character behind.
fn refolded(text: &Text, words: impl Fn(Option<char>, usize, Option<char>) -> String) -> Text {
    let Some((source, pieces)) = text.pieces() else { return text.clone() };
    let stored = source.stored();
    let (mut out, mut at, mut number) = (Text::default(), 0, 0);
    while let Some(first) = pieces.get(number) {
        let is_break = |piece: &Piece| stored[piece.stored.clone()].starts_with(['\n', '\r']);
        let folded = |piece: &Piece| {
            is_break(piece) && text[piece.words.clone()].chars().all(|c| matches!(c, ' ' | '\n'))
        };
        if !folded(first) {
            number += 1;
            continue;
        }
        let run = pieces[number..].iter().take_while(|piece| folded(piece)).count();
        let last = &pieces[number + run - 1];
        let before = number.checked_sub(1).map_or(first.stored.start, |n| pieces[n].stored.end);
        let behind = pieces.get(number + run).map_or(last.stored.end, |next| next.stored.start);
        let breaks = stored[before..behind.max(before)].matches('\n').count().max(1);
        let gap = text.slice(first.words.start..last.words.end);
        out.push(&text.slice(at..first.words.start));
        at = last.words.end;
        let words = words(out.chars().next_back(), breaks, text[at..].chars().next());
        if !words.is_empty() {
            out.push(&gap.standing_for(&words));
        }
        number += run;
    }
    out.push(&text.slice(at..text.len()));
    out
}

struct Walk<'a> {
    source: &'a Arc<Source>,
    /// Where the file is followed, in the plain text, and where the scalar ends.
    at: usize,
    end: usize,
    value: &'a str,
    /// How much of the value has been found.
    done: usize,
    pieces: Vec<Piece>,
}

impl<'a> Walk<'a> {
    fn rest(&self) -> &'a str {
        self.source.plain().get(self.at..self.end).unwrap_or_default()
    }

    /// The next so many bytes of the value stand for a range of the plain text.
    fn take(&mut self, bytes: usize, plain: Range<usize>) {
        let words = self.done..self.done + bytes;
        let stored = self.source.stored_range(plain);
        let verbatim = self.value.get(words.clone()) == self.source.stored().get(stored.clone());
        self.done = words.end;
        Piece { words, stored, verbatim }.add_to(&mut self.pieces);
    }

    /// As [`Walk::take`], if the value goes on with this character. Whether it does.
    fn expect(&mut self, c: char, plain: Range<usize>) -> bool {
        let found = self.value[self.done..].starts_with(c);
        if found {
            self.take(c.len_utf8(), plain);
        }
        found
    }

    /// Scalars whose lines are trimmed and joined.
    fn flow(&mut self, style: Style) {
        while self.done < self.value.len() {
            let rest = self.rest();
            let Some(c) = rest.chars().next() else { return };
            // A run of blanks is looked at once, and not again from each of its blanks.
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let good = if rest[blanks..].starts_with('\n') {
                let breaks = self.breaks();
                self.fold(&breaks)
            } else if blanks > 0 {
                self.blanks(&rest[..blanks])
            } else if style == Style::Single && rest.starts_with("''") {
                self.escape('\'', 2)
            } else if style == Style::Double && c == '\\' {
                self.backslash(&rest[1..])
            } else {
                let from = self.at;
                self.at += c.len_utf8();
                self.expect(c, from..self.at)
            };
            if !good {
                return;
            }
        }
    }

    /// Blanks inside of a line, which stand for themselves. Whether the value has them all.
    fn blanks(&mut self, run: &str) -> bool {
        let value = self.value[self.done..].bytes();
        let same = run.bytes().zip(value).take_while(|(written, read)| written == read).count();
        let from = self.at;
        self.at += same;
        self.take(same, from..self.at);
        same == run.len()
    }

    fn escape(&mut self, stands_for: char, bytes: usize) -> bool {
        let from = self.at;
        self.at += bytes;
        self.expect(stands_for, from..self.at)
    }

    /// An escape in double quotes (YAML 1.2.2, 5.7); `behind` is what follows its backslash.
    fn backslash(&mut self, behind: &str) -> bool {
        let Some(kind) = behind.chars().next() else { return false };
        if kind == '\n' {
            // An escaped line break stands for nothing; empty lines behind it for themselves.
            self.at += 1;
            let breaks = self.breaks();
            return breaks[1..].iter().all(|at| self.expect('\n', *at..at + 1));
        }
        let digits = match kind {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        match self.value[self.done..].chars().next() {
            Some(c) => self.escape(c, 1 + kind.len_utf8() + digits),
            None => false,
        }
    }

    /// The line breaks that come next, with the blanks before and behind each.
    fn breaks(&mut self) -> Vec<usize> {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\n']).len();
        let breaks = rest[..blanks].match_indices('\n').map(|(at, _)| self.at + at).collect();
        self.at += blanks;
        breaks
    }

    /// One line break stands for a space, of several all but the first for themselves.
    fn fold(&mut self, breaks: &[usize]) -> bool {
        match breaks {
            [] => false,
            [only] => self.expect(' ', *only..only + 1),
            [_, more @ ..] => more.iter().all(|at| self.expect('\n', *at..at + 1)),
        }
    }

    /// Scalars whose lines stand behind an indentation.
    fn block(&mut self, style: Style) {
        // Trailing line breaks may lie behind the end that the parser tells.
        self.end = self.source.plain().len();
        let line = self.source.place(self.at..self.at).line;
        let indent = self.at - self.source.line_start(line);
        let leading = self.value.len() - self.value.trim_start_matches('\n').len();
        for above in (0..leading.min(line - 1)).rev() {
            let end = self.source.line_start(line - above) - 1;
            self.take(1, end..end + 1);
        }
        if self.done < leading {
            return;
        }
        // Where the line of the value ends that is followed: in the file it may be many lines.
        let mut end = self.done;
        while self.done < self.value.len() {
            if self.done >= end {
                let line = self.value[self.done..].split('\n').next().unwrap_or_default();
                end = self.done + line.len();
            }
            let words = self.value.get(self.done..end).unwrap_or_default();
            let words = match style {
                Style::Folded => self.line_of(words),
                _ => words,
            };
            if !self.rest().starts_with(words) {
                return;
            }
            let from = self.at;
            self.at += words.len();
            self.take(words.len(), from..self.at);
            if self.done < self.value.len() && !self.next_line(style, indent) {
                return;
            }
        }
    }

    /// The line of the file that a joined line of a value begins with.
    fn line_of(&self, joined: &'a str) -> &'a str {
        let line = self.rest().split('\n').next().unwrap_or_default();
        if joined.starts_with(line) { line } else { joined }
    }

    /// Goes to the next line that has words, past its indentation.
    fn next_line(&mut self, style: Style, indent: usize) -> bool {
        let mut breaks = Vec::new();
        while self.rest().starts_with('\n') {
            breaks.push(self.at);
            self.at += 1;
            let spaces = self.rest().bytes().take(indent).take_while(|b| *b == b' ').count();
            self.at += spaces;
            if style == Style::Literal {
                break;
            }
        }
        if breaks.is_empty() {
            // What the other parser takes for the end of a line is none here.
            return false;
        }
        if style == Style::Literal {
            return breaks.first().is_some_and(|at| self.expect('\n', *at..at + 1));
        }
        if let [only] = breaks[..]
            && self.expect(' ', only..only + 1)
        {
            return true;
        }
        let behind = &self.value[self.done..];
        let kept = behind.len() - behind.trim_start_matches('\n').len();
        let dropped = breaks.len().saturating_sub(kept);
        dropped <= 1 && breaks[dropped..].iter().all(|at| self.expect('\n', *at..at + 1))
    }
}
