//! The lines of a file as YAML structures them, and which of them look like a slip.

use std::ops::Range;

use crate::diag::{Message, msg};

/// A line that may be what breaks the file.
#[derive(Debug)]
pub(super) struct Suspect {
    /// Its number, from 0.
    pub(super) line: usize,
    /// What is wrong, in the plain text.
    pub(super) at: Range<usize>,
    pub(super) message: Message,
    pub(super) hint: Message,
    /// What to put in the place of what.
    pub(super) fix: Option<(Range<usize>, String)>,
    /// Whether it is about white space at the beginning, which parsers may report a line before.
    pub(super) is_white_space: bool,
}

/// A line of the structure: what is neither in a block scalar nor the rest of a bracket.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    number: usize,
    /// Where it begins in the text.
    start: usize,
    pub(super) text: &'a str,
}

impl Line<'_> {
    /// The column at which it has words, counting spaces alone.
    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    fn range(&self, within: Range<usize>) -> Range<usize> {
        self.start + within.start..self.start + within.end
    }
}

/// A key and its value as they stand in a line.
pub(super) struct Pair {
    /// The column of the key.
    pub(super) column: usize,
    /// Its name in the line.
    pub(super) key: Range<usize>,
    /// The value in the line, without white space around.
    pub(super) value: Range<usize>,
}

/// The lines of a file, followed as YAML structures them.
pub(super) struct Lines<'a> {
    pub(super) lines: Vec<Line<'a>>,
    /// The columns at which keys stand that are open.
    columns: Vec<usize>,
    /// The key above and its column, if its value stands in its line.
    finished: Option<(&'a str, usize)>,
    suspects: Vec<Suspect>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Lines<'a> {
        let mut start = 0;
        let lines = text.split('\n').enumerate().map(|(number, text)| {
            let line = Line { number, start, text };
            start += text.len() + 1;
            line
        });
        Lines { lines: lines.collect(), columns: Vec::new(), finished: None, suspects: Vec::new() }
    }

    /// What is suspicious up to and with a line.
    pub(super) fn suspects(&mut self, last: usize) -> Vec<Suspect> {
        let mut next = 0;
        // The key whose block scalar was read last, and whether its words were found.
        let mut block: Option<(String, bool)> = None;
        while let Some(line) = self.lines.get(next).copied().filter(|line| line.number <= last) {
            next += 1;
            let words = line.text.trim_start_matches(' ');
            if words.trim().is_empty() {
                continue;
            }
            if words.starts_with('#') {
                self.comment(line, next);
                continue;
            }
            if words.starts_with(|c: char| c == '\t' || c.is_whitespace()) {
                self.white_space(line);
                continue;
            }
            if words.starts_with('＃') {
                let hash = line.indent()..line.indent() + '＃'.len_utf8();
                self.suspect(
                    line,
                    hash.clone(),
                    msg!("行首是全角的“＃”", "the line begins with a full-width “＃”"),
                    (
                        msg!("注释用半角 `#`", "comments begin with a half-width `#`"),
                        Some((hash, "#".to_owned())),
                    ),
                );
                continue;
            }
            let Some(pair) = self.pair(line) else {
                self.not_a_pair(line, &mut block);
                continue;
            };
            self.misplaced(line, &pair);
            let value = &line.text[pair.value.clone()];
            let key = line.text.get(pair.key.clone()).filter(|key| !key.is_empty());
            self.finished = key.filter(|_| !value.is_empty()).map(|key| (key, pair.column));
            if is_block_header(value) {
                let key = line.text[pair.key.clone()].to_owned();
                let from = next;
                self.finished = None;
                next = self.behind_block(next, pair.column);
                self.outdented((from, next), pair.column);
                block = Some((key, next > from));
                continue;
            }
            block = None;
            next = self.value(line, &pair, next);
        }
        std::mem::take(&mut self.suspects)
    }

    pub(super) fn suspect(
        &mut self,
        line: Line,
        at: Range<usize>,
        message: Message,
        (hint, fix): (Message, Option<(Range<usize>, String)>),
    ) {
        let fix = fix.map(|(range, text)| (line.range(range), text));
        let at = line.range(at);
        let number = line.number;
        self.suspects.push(Suspect { line: number, at, message, hint, fix, is_white_space: false });
    }

    /// A comment ends a text; words that go on behind it have no key. `next` is the line below.
    fn comment(&mut self, line: Line, next: usize) {
        let open = self.columns.last().copied();
        let is_inside = |line: &Line| open.is_some_and(|column| line.indent() > column);
        let below = self.lines[next..].iter().find(|line| !line.text.trim().is_empty());
        let goes_on = |below: &Line| {
            let words = below.text.trim_start_matches(' ');
            let behind = words.trim_start_matches(is_of_key);
            is_inside(below) && !words.starts_with(['-', '#']) && !behind.starts_with([':', '：'])
        };
        if !is_inside(&line) || !below.is_some_and(goes_on) {
            return;
        }
        let words = line.indent()..line.text.trim_end().len();
        self.suspect(
            line,
            words,
            msg!(
                "这一行以 # 开头，成了注释，正文到它为止",
                "the line begins with #: it is a comment, and ends the text above"
            ),
            (
                msg!(
                    "键后写 `|`，正文从下一行起，各行一样缩进",
                    "write `|` behind the key, and the text below it, all lines indented alike"
                ),
                None,
            ),
        );
    }

    /// Tabs and wide spaces at the beginning of a line are no indentation.
    fn white_space(&mut self, line: Line) {
        let words = line.text.trim_start();
        let white = line.indent()..line.text.len() - words.len();
        let has_tab = line.text[white.clone()].contains('\t');
        // As far as the key above, or by two more inside of it.
        let column = match (self.finished, self.columns.last()) {
            (Some((_, column)), _) => column,
            (None, Some(column)) => column + 2,
            (None, None) => 0,
        };
        let spaces = " ".repeat(column);
        let (message, hint) = match has_tab {
            true => (
                msg!("行首有制表符", "a tab at the beginning of the line"),
                msg!("换成空格（每级两格）", "put spaces in its place, two a level"),
            ),
            false => (
                msg!(
                    "行首有全角空格或不换行空格",
                    "a full-width or no-break space at the beginning of the line"
                ),
                msg!("换成半角空格（每级两格）", "put plain spaces in its place, two a level"),
            ),
        };
        let whole = 0..white.end;
        self.suspect(line, white, message, (hint, Some((whole, spaces))));
        if let Some(last) = self.suspects.last_mut() {
            last.is_white_space = true;
        }
    }

    /// The key and value of a line; what keeps it from having them is told.
    fn pair(&mut self, line: Line) -> Option<Pair> {
        let mut column = line.indent();
        while let Some(rest) = line.text[column..].strip_prefix('-').filter(|r| r.starts_with(' '))
        {
            column += 1 + rest.len() - rest.trim_start_matches(' ').len();
        }
        let text = &line.text[column..];
        let end = line.text.trim_end().len();
        let name = text.len() - text.trim_start_matches(is_of_key).len();
        let key = column..column + name;
        let behind = &text[name..];
        let shown = &text[..name];
        let colon = key.end..key.end + behind.chars().next().map_or(0, char::len_utf8);
        let value = |from: usize| {
            let rest = line.text.get(from..end).unwrap_or_default();
            let rest = rest.trim_start();
            end - rest.len()..end
        };
        if name > 0 && behind.starts_with('：') {
            let from = value(colon.end);
            let gap = if from.is_empty() { ":" } else { ": " };
            self.suspect(
                line,
                colon.clone(),
                msg!("“{shown}”后是全角冒号", "a full-width colon behind “{shown}”"),
                (
                    msg!(
                        "改成半角冒号加空格：`{shown}: `",
                        "write a half-width colon and a space: `{shown}: `"
                    ),
                    Some((colon.start..from.start, gap.to_owned())),
                ),
            );
            return Some(Pair { column, key, value: from });
        }
        if name > 0 && behind.starts_with(':') {
            let from = value(colon.end);
            let gap = &line.text[colon.end.min(from.start)..from.start];
            if !from.is_empty() && !gap.starts_with([' ', '\t']) && !behind.starts_with("://") {
                let what = match gap.is_empty() {
                    true => msg!("“{shown}:”后少一个空格", "no space behind “{shown}:”"),
                    false => msg!(
                        "“{shown}:”后是全角空格或不换行空格",
                        "a full-width or no-break space behind “{shown}:”"
                    ),
                };
                let at = colon.start..from.start;
                let hint = msg!(
                    "冒号后写一个半角空格：`{shown}: `",
                    "write one plain space behind the colon: `{shown}: `"
                );
                self.suspect(line, at.clone(), what, (hint, Some((at, ": ".to_owned()))));
            }
            return Some(Pair { column, key, value: from });
        }
        // Other keys are as long as their line has them.
        let stop = text.find(": ").or_else(|| text.trim_end().strip_suffix(':').map(str::len));
        if let Some(stop) = stop.filter(|_| !text.starts_with(['"', '\'', '[', '{'])) {
            return Some(Pair {
                column,
                key: column..column + stop,
                value: value(column + stop + 1),
            });
        }
        // An item of a list is a value alone.
        let is_item = column > line.indent();
        is_item.then(|| Pair { column, key: column..column, value: value(column) })
    }

    /// A line that is no key with its value: words that go on, or should not stand here.
    fn not_a_pair(&mut self, line: Line, block: &mut Option<(String, bool)>) {
        let open = self.columns.last().copied();
        if open.is_none_or(|column| line.indent() > column) || line.text.starts_with("---") {
            return;
        }
        let words = line.indent()..line.text.trim_end().len();
        let name = line.text[words.clone()].find(|c| !is_of_key(c)).unwrap_or(words.len());
        let name = &line.text[words.start..words.start + name];
        let is_named = !name.is_empty() && line.text[words.start + name.len()..].starts_with(' ');
        let (message, hint) = match block {
            Some((key, _)) if !is_named => (
                msg!("这一行不在 `{key}` 里面了", "this line is no longer inside of `{key}`"),
                msg!(
                    "正文每一行都比 `{key}` 多缩进两格",
                    "indent every line of the text by two more than `{key}`"
                ),
            ),
            _ if is_named => (
                msg!("“{name}”后没有冒号", "no colon behind “{name}”"),
                msg!("写成 `{name}: …`", "write `{name}: …`"),
            ),
            _ => (
                msg!("这一行不是“键: 值”", "this line is not `key: value`"),
                msg!(
                    "是上一行的话，就多缩进两格；是新的一项，就写 `键: 值`",
                    "indent it by two more if it goes on from above, or write `key: value`"
                ),
            ),
        };
        self.suspect(line, words, message, (hint, None));
    }

    /// Follows the columns of keys; a key at none of them is told.
    fn misplaced(&mut self, line: Line, pair: &Pair) {
        let indent = line.indent();
        let is_item = pair.column > indent;
        let above = self.columns.iter().rposition(|column| *column <= indent);
        let is_known = self.columns.is_empty() || above.is_some_and(|n| self.columns[n] == indent);
        let deepest = self.columns.last().is_none_or(|column| indent > *column);
        let above = self.finished.filter(|(_, column)| *column < indent && !pair.key.is_empty());
        if let Some((key, column)) = above.filter(|_| deepest) {
            self.suspect(
                line,
                0..indent,
                msg!(
                    "缩进多了：上面的 `{key}` 已经有值",
                    "indented too much: `{key}` above has its value already"
                ),
                (
                    msg!(
                        "与上面的 `{key}` 对齐（{column} 格）",
                        "align it with `{key}` above (by {column})"
                    ),
                    Some((0..indent, " ".repeat(column))),
                ),
            );
        }
        if !is_known && !deepest {
            let first = line.text.chars().next().map_or(0, char::len_utf8);
            let at = 0..indent.max(first);
            let columns: Vec<String> = self.columns.iter().map(ToString::to_string).collect();
            let (columns, count) = (columns.join("、"), indent);
            let near = columns.replace('、', ", ");
            self.suspect(
                line,
                at,
                msg!(
                    "缩进 {count} 格，与上面哪一级都不齐",
                    "indented by {count}, which is no level above"
                ),
                (
                    msg!(
                        "同级的键缩进一样；上面各级是 {columns} 格",
                        "keys of one level are indented alike; those above by {near}"
                    ),
                    None,
                ),
            );
        }
        self.columns.retain(|column| *column < indent || (is_item && *column == indent));
        if is_item && self.columns.last() != Some(&indent) {
            self.columns.push(indent);
        }
        if self.columns.last() != Some(&pair.column) {
            self.columns.push(pair.column);
        }
    }

    /// A line below the lines of a text that stands between it and its key is of neither.
    fn outdented(&mut self, (from, next): (usize, usize), column: usize) {
        let words = |line: &&Line| !line.text.trim().is_empty();
        let indent = self.lines[from..next].iter().find(words).map_or(0, Line::indent);
        let below = self.lines.get(next).copied().filter(|line| words(&line));
        let Some(line) = below.filter(|line| (column + 1..indent).contains(&line.indent())) else {
            return;
        };
        let less = indent - line.indent();
        self.suspect(
            line,
            0..line.indent(),
            msg!("比上面的正文少缩进 {less} 格", "indented by {less} less than the text above"),
            (
                msg!(
                    "是正文就缩进 {indent} 格，是新的一项就缩进 {column} 格",
                    "indent it by {indent} if it is of the text, by {column} if it is a key"
                ),
                None,
            ),
        );
    }

    /// The number of the line behind a block scalar whose key stands at a column.
    fn behind_block(&self, from: usize, column: usize) -> usize {
        let is_blank = |line: &&Line| line.text.trim_matches([' ', '\t']).is_empty();
        let Some(first) = self.lines[from..].iter().find(|line| !is_blank(line)) else {
            return self.lines.len();
        };
        let indent = first.indent();
        // Words of a block may stand at the column of its key's parent in no case.
        if indent <= column && !(column == 0 && indent > 0) {
            return from;
        }
        let inside = |line: &&Line| is_blank(line) || line.indent() >= indent;
        from + self.lines[from..].iter().take_while(inside).count()
    }
}

/// What names of keys are made of.
fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// Whether a value opens a block scalar (YAML 1.2.2, 8.1.1).
fn is_block_header(value: &str) -> bool {
    let value = value.split(" #").next().unwrap_or_default().trim_end();
    let rest = value.strip_prefix(['|', '>']);
    rest.is_some_and(|rest| {
        rest.len() <= 2 && rest.chars().all(|c| matches!(c, '+' | '-' | '1'..='9'))
    })
}
