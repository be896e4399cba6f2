//! Why the structure of a YAML file breaks, in an editor's words.
//!
//! Parsers tell where they give up, which is often lines behind the slip, and in words of their
//! own. The lines up to there are looked through for what editors get wrong: a full-width colon, a
//! tab, a mark that YAML takes for its own. What no line explains is told by what the parser said.

use std::ops::Range;

use crate::diag::{Applicability, Code, Findings, Fix, Help, Message, msg};
use crate::source::{Edit, Source};

/// Reports that a file breaks at an offset of its plain text, for a parser's reason.
pub(super) fn report(source: &Source, at: Range<usize>, reason: &str, found: &mut Findings) {
    let line = source.plain()[..at.start.min(source.plain().len())].matches('\n').count();
    let mut lines = Lines::new(source.plain());
    let suspects = lines.suspects(line + 1);
    let explained = |suspect: &&Suspect| suspect.line <= line || suspect.is_white_space;
    match suspects.iter().rev().find(explained) {
        Some(suspect) => {
            let (at, fix) = (source.place(suspect.at.clone()), suspect.fix.as_ref());
            let fix = fix.map(|(range, text)| Fix {
                edits: vec![Edit {
                    file: source.path().clone(),
                    bytes: source.stored_range(range.clone()),
                    text: text.clone(),
                }],
                applicability: Applicability::Suggested,
            });
            let help = Help { hint: Some(suspect.hint.clone()), fix };
            found.add_with(Code::Y04, Some(&at), suspect.message.clone(), help);
        }
        None => {
            let (message, hint) = translated(reason);
            let help = Help { hint, fix: None };
            found.add_with(Code::Y04, Some(&source.place(at)), message, help);
        }
    }
}

/// Reports characters that parsers refuse, or take for ends of lines where editors see none; a
/// parser would tell of wrong lines. Whether there are none.
pub(super) fn characters(source: &Source, found: &mut Findings) -> bool {
    let is_bad = |c: &char| match c {
        '\t' | '\n' => false,
        '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => true,
        c => c.is_control(),
    };
    let mut clean = true;
    for (at, c) in source.plain().char_indices().filter(|(_, c)| is_bad(c)) {
        let (zh, en) = match c {
            '\u{B}' => ("（Word 的手动换行）", " (a line break of Word)"),
            '\r' | '\u{85}' | '\u{2028}' => ("（换行符）", " (a line break)"),
            '\u{2029}' => ("（分段符）", " (a break of paragraphs)"),
            '\u{FEFF}' => ("（看不见的字节顺序标记）", " (an invisible byte order mark)"),
            _ => ("", ""),
        };
        let point = u32::from(c);
        let range = at..at + c.len_utf8();
        let message = msg!("不能印的字符 U+{point:04X}{zh}", "U+{point:04X}{en} cannot be printed");
        let edit = Edit {
            file: source.path().clone(),
            bytes: source.stored_range(range.clone()),
            text: String::new(),
        };
        let fix = Fix { edits: vec![edit], applicability: Applicability::Suggested };
        let is_break = matches!(c, '\r' | '\u{B}' | '\u{85}' | '\u{2028}' | '\u{2029}');
        let hint = is_break.then(|| {
            msg!(
                "这是别的程序的换行，删去，要换行就另起一行",
                "a line break of other programs: delete it, and begin a new line if one is meant"
            )
        });
        let help = Help { hint, fix: Some(fix) };
        found.add_with(Code::Y13, Some(&source.place(range)), message, help);
        clean = false;
    }
    clean
}

/// A line that may be what breaks the file.
#[derive(Debug)]
struct Suspect {
    /// Its number, from 0.
    line: usize,
    /// What is wrong, in the plain text.
    at: Range<usize>,
    message: Message,
    hint: Message,
    /// What to put in the place of what.
    fix: Option<(Range<usize>, String)>,
    /// Whether it is about white space at the beginning, which parsers may report a line before.
    is_white_space: bool,
}

/// A line of the structure: what is neither in a block scalar nor the rest of a bracket.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    number: usize,
    /// Where it begins in the text.
    start: usize,
    text: &'a str,
}

impl Line<'_> {
    /// The column at which it has words, counting spaces alone.
    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    fn range(&self, within: Range<usize>) -> Range<usize> {
        self.start + within.start..self.start + within.end
    }
}

/// A key and its value as they stand in a line.
struct Pair {
    /// The column of the key.
    column: usize,
    /// Its name in the line.
    key: Range<usize>,
    /// The value in the line, without white space around.
    value: Range<usize>,
}

/// The lines of a file, followed as YAML structures them.
struct Lines<'a> {
    lines: Vec<Line<'a>>,
    /// The columns at which keys stand that are open.
    columns: Vec<usize>,
    /// The key above and its column, if its value stands in its line.
    finished: Option<(&'a str, usize)>,
    suspects: Vec<Suspect>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Lines<'a> {
        let mut start = 0;
        let lines = text.split('\n').enumerate().map(|(number, text)| {
            let line = Line { number, start, text };
            start += text.len() + 1;
            line
        });
        Lines { lines: lines.collect(), columns: Vec::new(), finished: None, suspects: Vec::new() }
    }

    /// What is suspicious up to and with a line.
    fn suspects(&mut self, last: usize) -> Vec<Suspect> {
        let mut next = 0;
        // The key whose block scalar was read last, and whether its words were found.
        let mut block: Option<(String, bool)> = None;
        while let Some(line) = self.lines.get(next).copied().filter(|line| line.number <= last) {
            next += 1;
            let words = line.text.trim_start_matches(' ');
            if words.trim().is_empty() || words.starts_with('#') {
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
                block = Some((key, next > from));
                continue;
            }
            block = None;
            next = self.value(line, &pair, next);
        }
        std::mem::take(&mut self.suspects)
    }

    fn suspect(
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
            let at = 0..indent.max(1).min(line.text.len());
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

    /// Looks at a value, and gives the number of the line behind it.
    fn value(&mut self, line: Line, pair: &Pair, next: usize) -> usize {
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

/// Words for what parsers say, and a hint where the general one does not help.
fn translated(reason: &str) -> (Message, Option<Message>) {
    let has = |words: &[&str]| words.iter().any(|word| reason.contains(word));
    let message = if has(&["tab"]) {
        msg!("这里有制表符", "there is a tab here")
    } else if has(&["quoted"]) {
        msg!("引号没有配对，或引号后面还有字", "a quote is not closed, or words stand behind it")
    } else if has(&["flow", "']'", "'}'", "bracket"]) {
        msg!("方括号、花括号没有配对，或少了逗号", "a bracket is not closed, or a comma is missing")
    } else if has(&["anchor", "alias"]) {
        msg!("以 * 或 & 开头会被当作 YAML 的记号", "YAML takes a leading * or & for its own")
    } else if has(&["block scalar"]) {
        msg!(
            "`|` 后面要换行，正文各行缩进一样",
            "a text behind `|` begins in a new line, indented alike"
        )
    } else if has(&["mapping values", "':' indicator"]) {
        msg!(
            "这里不该有冒号：上一行没有写完，或缩进不齐",
            "no colon can stand here: the line above is not finished, or the indentation is uneven"
        )
    } else if has(&["simple key", "expected ':'"]) {
        msg!("这里或上一行少了“键: ”", "`key: ` is missing here or in the line above")
    } else if has(&["'-'", "block sequence", "block collection"]) {
        msg!("列表的各项没有对齐", "the items of the list are not indented alike")
    } else if has(&["expected key", "indentation", "indented"]) {
        msg!("缩进不齐", "the indentation is uneven")
    } else if has(&["document", "directive"]) {
        msg!("一个文件只能有一篇，不写 `---`", "a file holds one document, without `---`")
    } else if has(&["tag"]) {
        msg!("以 ! 开头会被当作 YAML 的记号", "YAML takes a leading ! for its own")
    } else {
        let zh = "YAML 的结构到这里断了".to_owned();
        Message { zh, en: format!("the YAML breaks here: {reason}") }
    };
    (message, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a file that breaks, with its place and what the fix makes of the line.
    fn said(text: &str, line: usize, reason: &str) -> String {
        let source = Source::new("a.yaml", text.into()).unwrap();
        let at = source.line_start(line);
        let mut found = Findings::default();
        report(&source, at..at, reason, &mut found);
        let sorted = found.sorted();
        let place = sorted[0].at.as_ref().unwrap();
        let fixed = sorted[0].fix.as_ref().map(|fix| {
            let mut text = text.to_owned();
            text.replace_range(fix.edits[0].bytes.clone(), &fix.edits[0].text);
            text.split('\n').nth(place.line - 1).unwrap().to_owned()
        });
        let (zh, fixed) = (&sorted[0].message.zh, fixed.unwrap_or_default());
        format!("{}:{} {zh} {fixed}", place.line, place.column)
    }

    #[test]
    fn slips_are_told_in_their_line() {
        let cases = [
            ("title：石化\nkind: news\n", 2, "1:6 “title”后是全角冒号 title: 石化"),
            ("kind: news\n＃ 注\ntitle: 题\n", 3, "2:1 行首是全角的“＃” # 注"),
            ("a:\n  - id: b\n\t  title: 题\n", 2, "3:1 行首有制表符     title: 题"),
            ("a:\n  - id: b\n　　title: 题\n", 3, "3:1 行首有全角空格或不换行空格     title: 题"),
            ("title: 石大: 要闻\n", 1, "1:10 文字里有“: ”（半角冒号加空格） title: '石大: 要闻'"),
            ("title: [快讯] 要闻\n", 1, "1:8 以 [ 开头会被当作列表 title: '[快讯] 要闻'"),
            ("title: \"要闻\nkind: a\n", 2, "1:8 这里的 \" 没有配对 title: '\"要闻'"),
            ("title: '说'法\n", 1, "1:11 引号后面还有字，引号只管到这里 title: '''说''法'"),
            ("title: @要闻\n", 1, "1:8 以 @ 开头会被当作 YAML 的记号 title: '@要闻'"),
            ("title:要闻\nkind: a\n", 2, "1:6 “title:”后少一个空格 title: 要闻"),
            ("title 要闻\nkind: a\n", 2, "1:1 “title”后没有冒号 "),
            ("body: |\n正文\nkind: a\n", 3, "2:1 这一行不在 `body` 里面了 "),
            ("a:\n  - id: b\n   title: 题\n", 3, "3:1 缩进 3 格，与上面哪一级都不齐 "),
        ];
        for (text, line, expected) in cases {
            let text = if expected.contains("没有冒号") || expected.contains("不在") {
                format!("id: a\n{text}")
            } else {
                text.to_owned()
            };
            let shift = usize::from(text.starts_with("id: a\n"));
            let expected = match shift {
                0 => expected.to_owned(),
                _ => {
                    let (number, rest) = expected.split_once(':').unwrap();
                    format!("{}:{rest}", number.parse::<usize>().unwrap() + shift)
                }
            };
            assert_eq!(said(&text, line + shift, "?"), expected, "{text}");
        }
    }

    #[test]
    fn words_of_texts_are_not_suspected() {
        let text =
            "a: |\n  title：甲\n  [乙] \"丙\n\n  丁: 戊: 己\nb: [1,\n  2]\nc: \"甲\n  乙\"\nd: %\n";
        assert!(said(text, 10, "?").starts_with("10:4 "), "{}", said(text, 10, "?"));
    }

    #[test]
    fn what_no_line_explains_is_told_without_the_parsers_words() {
        assert_eq!(said("a: b\n", 1, "gibberish"), "1:1 YAML 的结构到这里断了 ");
    }
}
