//! What this format reads in another way than `CommonMark`, written so that the parser reads it so.
//!
//! Its own marks (`{漢字|hàn zì}`) come first, before cells and emphasis; there are no reference
//! definitions; a star is emphasis only where it can be neither arithmetic nor a note star; typed
//! indents begin paragraphs. What the parser must not see as markup is put behind a shield until it
//! has read the text: a noncharacter, which cannot come from the files.

use std::ops::Range;

use crate::check::markdown::doubt::Doubt;
use crate::source::Text;

/// The marks of this format: they open a mark, divide it, close it.
pub(super) const OPEN: char = '\u{FDD0}';
pub(super) const BAR: char = '\u{FDD1}';
pub(super) const CLOSE: char = '\u{FDD2}';

/// What may be shielded; each has a noncharacter from U+FDD3 on.
const SHIELDED: &str = "{|}*_[]#`~<>!^";

/// First of the noncharacters that are shields.
const FIRST: u32 = 0xFDD3;

/// A text as the parser shall read it, and the bytes of what the editor has to decide on.
pub(super) fn prepared(text: &Text) -> (Text, Vec<(Doubt, Range<usize>)>) {
    let mut scan = Scan { text, edits: Vec::new(), doubts: Vec::new(), open: Default::default() };
    scan.lines();
    scan.runs();
    scan.edits.sort_by_key(|edit| edit.at.start);
    scan.edits.dedup_by(|later, first| !first.at.is_empty() && later.at.start < first.at.end);
    (scan.applied(), scan.doubts)
}

/// The shield of a character, if it is one that the parser could read as markup.
fn shield(c: char) -> Option<char> {
    let number = SHIELDED.chars().position(|known| known == c)?;
    char::from_u32(FIRST + u32::try_from(number).ok()?)
}

/// The character behind a shield; any other is itself. Marks that were not taken are braces.
fn unshield(c: char) -> char {
    match c {
        OPEN => '{',
        BAR => '|',
        CLOSE => '}',
        _ => u32::from(c).checked_sub(FIRST).map_or(c, |number| {
            SHIELDED.chars().nth(usize::try_from(number).unwrap_or(usize::MAX)).unwrap_or(c)
        }),
    }
}

/// A text with the characters behind their shields, and spaces for tabs.
pub(super) fn plain(text: &Text) -> Text {
    let shielded = |c: char| c == '\t' || matches!(c, '\u{FDD0}'..='\u{FDEF}');
    if !text.contains(shielded) {
        return text.clone();
    }
    let (mut out, mut at) = (Text::default(), 0);
    for (start, found) in text.match_indices(shielded) {
        out.push(&text.slice(at..start));
        at = start + found.len();
        let words: String =
            found.chars().map(|c| if c == '\t' { ' ' } else { unshield(c) }).collect();
        out.push(&text.slice(start..at).standing_for(&words));
    }
    out.push(&text.slice(at..text.len()));
    out
}

/// As [`plain`], of words without places.
pub(super) fn plain_words(words: &str) -> String {
    words.chars().map(unshield).collect()
}

/// Other words in the place of some of the text.
struct Edit {
    at: Range<usize>,
    words: String,
}

/// What a line is to the table above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Table {
    /// There is no table.
    None,
    /// A row, or the rule under the heads; whether rows begin with a stroke.
    Row(bool),
    /// A row that does not begin with a stroke as the heads do.
    Broken,
    /// Words without a stroke, which the parser would take for a row.
    Left,
}

impl Table {
    /// What the next line is, its words `line` and those of the line above it given.
    fn below(self, above: &str, line: &str) -> Table {
        let line = line.trim();
        let is_rule = line.contains('-') && line.chars().all(|c| "|-: ".contains(c));
        let begins = |line: &str| line.trim_start().starts_with('|');
        match self {
            Table::None | Table::Left if is_rule && line.contains('|') && above.contains('|') => {
                Table::Row(begins(above))
            }
            Table::None | Table::Left => Table::None,
            _ if line.is_empty() || !begins(line) && begins_block(line) => Table::None,
            _ if !line.contains('|') => Table::Left,
            Table::Row(true) if !begins(line) => Table::Broken,
            Table::Broken => Table::Row(true),
            row @ Table::Row(_) => row,
        }
    }
}

struct Scan<'a> {
    text: &'a Text,
    edits: Vec<Edit>,
    doubts: Vec<(Doubt, Range<usize>)>,
    /// One, two, three stars that could open emphasis.
    open: [Option<Range<usize>>; STARS],
}

impl Scan<'_> {
    fn edit(&mut self, at: Range<usize>, words: impl Into<String>) {
        self.edits.push(Edit { at, words: words.into() });
    }

    fn shield_at(&mut self, at: usize) {
        let c = self.text[at..].chars().next();
        if let Some((c, shield)) = c.and_then(|c| Some((c, shield(c)?))) {
            self.edit(at..at + c.len_utf8(), shield);
        }
    }

    fn applied(&self) -> Text {
        if self.edits.is_empty() {
            return self.text.clone();
        }
        let (mut out, mut at) = (Text::default(), 0);
        for Edit { at: edited, words } in &self.edits {
            out.push(&self.text.slice(at..edited.start));
            if edited.is_empty() {
                out.push_unplaced(words);
            } else if !words.is_empty() {
                out.push(&self.text.slice(edited.clone()).standing_for(words));
            }
            at = edited.end;
        }
        out.push(&self.text.slice(at..self.text.len()));
        out
    }

    /// What hangs on the beginnings of lines.
    fn lines(&mut self) {
        let text = self.text;
        let (mut start, mut above) = (0, "");
        let (mut table, mut quotes) = (Table::None, 0);
        let mut below_picture = false;
        for line in text.split_inclusive('\n') {
            let mut prefix = container(line);
            // Greater than a number, if no quotation goes on.
            let greater = line[..prefix].ends_with('>')
                && line[..prefix].matches('>').count() > quotes
                && line[prefix..].starts_with(|c: char| c.is_ascii_digit() || c == '=');
            if greater {
                prefix -= 1;
                self.shield_at(start + prefix);
            }
            self.tabs(start, &line[..prefix]);
            let behind = &line[prefix..];
            let indent = typed_indent(behind);
            let above_is_empty = above.trim().is_empty();
            // An item of a list and a quotation that begins end the table above them.
            let is_item = line[..prefix].contains(|c| !matches!(c, ' ' | '\t' | '>'));
            let quoted = line[..prefix].matches('>').count();
            let is_picture = is_picture(&behind[indent..]);
            let begins = is_item || is_picture || quoted > std::mem::replace(&mut quotes, quoted);
            table = if begins { Table::None } else { table.below(above, behind) };
            if indent == 0 && table == Table::Left && !behind.starts_with("[^") {
                let words = start + prefix..start + line.trim_end().len();
                self.edit(start..start, format!("{}\n", line[..prefix].trim_end()));
                self.doubts.push((Doubt::BelowTable, words));
            } else if table == Table::Broken {
                let words = start + prefix..start + line.trim_end().len();
                self.doubts.push((Doubt::BrokenRow, words));
            }
            // Behind four spaces a mark of a quotation may be text.
            let is_deep = line[..prefix].contains("    ") || line[..prefix].contains('\t');
            let is_text = is_deep && line[..prefix].contains('>');
            if indent > 0 {
                let begins = start + prefix;
                let goes_on = line[..prefix].chars().all(|c| matches!(c, ' ' | '\t' | '>'));
                if goes_on && !is_text && !above_is_empty && !behind[indent..].trim().is_empty() {
                    // An empty line of the same quotation.
                    self.edit(start..start, format!("{}\n", line[..prefix].trim_end()));
                }
                self.edit(begins..begins + indent, "");
            }
            // A figure is a block of its own, without empty lines too.
            let joins = !above_is_empty && !is_item && indent == 0 && !behind.trim().is_empty();
            if joins && !is_text && (is_picture || below_picture) {
                self.edit(start..start, format!("{}\n", line[..prefix].trim_end()));
            }
            if is_picture {
                self.picture(start + prefix + indent, behind[indent..].trim_end());
            }
            below_picture = is_picture;
            let begins = start + prefix + indent;
            if is_definition(&text[begins..]) {
                self.shield_at(begins);
            }
            if behind.trim().matches('\t').count() > 1 && !behind.starts_with('|') {
                self.row(start + prefix..start + line.trim_end().len(), start);
            }
            above = behind;
            start += line.len();
        }
    }

    /// Puts the name of a picture that has spaces in it between angles: else it would be none.
    fn picture(&mut self, start: usize, line: &str) {
        let Some((before, name)) = line.trim_end_matches(')').split_once("](") else { return };
        let is_titled = name.ends_with(['"', '\'', ')']) || name.starts_with('<');
        if name.trim().contains(' ') && !is_titled {
            let from = start + before.len() + 2;
            self.edit(from..from, "<");
            self.edit(from + name.len()..from + name.len(), ">");
        }
    }

    /// Notes what may be a row of a table; rows that follow each other are one table.
    fn row(&mut self, at: Range<usize>, line: usize) {
        match self.doubts.last_mut() {
            Some((Doubt::Row, rows)) if rows.end + 1 == line => rows.end = at.end,
            _ => self.doubts.push((Doubt::Row, at)),
        }
    }

    /// Tabs before the words of a line reach to the next multiple of four (`CommonMark`, 2.2).
    fn tabs(&mut self, start: usize, prefix: &str) {
        let mut column = 0;
        for (at, c) in prefix.char_indices() {
            let width = if c == '\t' { 4 - column % 4 } else { 1 };
            if c == '\t' {
                self.edit(start + at..start + at + 1, " ".repeat(width));
            }
            column += width;
        }
    }

    /// Marks and stars.
    fn runs(&mut self) {
        let text = self.text;
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(next) = bytes[at..].iter().position(|b| b"\\{*_]<|\n".contains(b)) {
            at += next;
            at = match bytes[at] {
                b'\\' => at + 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
                b'{' => self.mark(at).unwrap_or(at + 1),
                b'*' => self.stars(at),
                b'_' => self.blank(at),
                b']' if text[at + 1..].starts_with('(') => at + 1 + address(&text[at + 1..]),
                b'<' => at + autolink(&text[at..]),
                b'|' => {
                    // Cells have their own stars.
                    self.drop_stars();
                    at + 1
                }
                b'\n' => {
                    if begins_block(&text[at + 1..]) {
                        self.drop_stars();
                    }
                    at + 1
                }
                _ => at + 1,
            };
        }
        self.drop_stars();
    }

    /// A mark that begins here; its end.
    fn mark(&mut self, start: usize) -> Option<usize> {
        let inner = &self.text[start + 1..];
        let (mut bar, mut end) = (None, None);
        let mut characters = inner.char_indices();
        while let Some((at, c)) = characters.next() {
            match c {
                '\\' => drop(characters.next()),
                '{' => return None,
                '\n' if begins_block(&inner[at + 1..]) => return None,
                '|' if bar.is_some() => return None,
                '|' => bar = Some(at),
                '}' => {
                    end = Some(at);
                    break;
                }
                _ => {}
            }
        }
        let (bar, end) = (bar?, end?);
        if bar == 0 || bar + 1 == end {
            return None;
        }
        let byte = |at: usize| start + 1 + at..start + 2 + at;
        self.edit(start..start + 1, OPEN);
        let mut escaped = false;
        for (at, c) in inner[..end].char_indices() {
            if at == bar {
                self.edit(byte(at), BAR);
            } else if !escaped && shield(c).is_some() {
                self.shield_at(start + 1 + at);
            }
            escaped = c == '\\' && !escaped;
        }
        self.edit(byte(end), CLOSE);
        Some(start + 2 + end)
    }

    /// Decides on the stars that begin here; their end.
    fn stars(&mut self, start: usize) -> usize {
        let text = self.text;
        let run = text.len() - start - text[start..].trim_start_matches('*').len();
        let end = start + run;
        let (before, after) = (text[..start].chars().next_back(), text[end..].chars().next());
        let power = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let product = is_product(&text[..start], after);
        if run > STARS || product && (run == 1 || power(before) && power(after)) {
            self.shield_run(start..end);
            return end;
        }
        // Behind a comma, or another mark inside of a sentence, stands what begins.
        let parted =
            before.is_some_and(|c| "，、；：,;:".contains(c)) && after.is_some_and(is_word);
        let parted = parted && !self.closes_label(run, start);
        let can_close = before.is_some_and(|c| !c.is_whitespace() && !opens(c)) && !parted;
        let can_open = after.is_some_and(|c| !c.is_whitespace() && !closes(c));
        match self.open[run - 1].take() {
            Some(open) if can_close => {
                if self.is_doubtful(open.clone(), start..end) {
                    self.shield_run(open.clone());
                    self.shield_run(start..end);
                    self.doubts.push((Doubt::Stars, open.start..end));
                }
            }
            open => {
                open.into_iter().for_each(|open| self.shield_run(open));
                if can_open {
                    self.open[run - 1] = Some(start..end);
                    return end;
                }
                // A marker of a list, or a rule.
                let is_block = run == 1 && is_marker(text, start) || is_alone(text, start..end);
                if !is_block {
                    self.shield_run(start..end);
                }
            }
        }
        end
    }

    /// Whether stars here close what begins a paragraph or a sentence: `**甲：**乙`.
    fn closes_label(&self, run: usize, start: usize) -> bool {
        let Some(open) = self.open.get(run - 1).and_then(Option::as_ref) else { return false };
        let label = self.text[open.end..start].strip_suffix(['：', ':', '、']);
        run < STARS && label.is_some_and(|label| !label.contains(|c| CLAUSE.contains(c)))
    }

    /// Low lines in a row are a blank to be filled in, and no emphasis.
    fn blank(&mut self, start: usize) -> usize {
        let run = self.text.len() - start - self.text[start..].trim_start_matches('_').len();
        if run > 1 {
            self.shield_run(start..start + run);
        }
        start + run
    }

    fn shield_run(&mut self, stars: Range<usize>) {
        stars.for_each(|at| self.shield_at(at));
    }

    /// Stars that nothing closes are stars.
    fn drop_stars(&mut self) {
        for open in std::mem::take(&mut self.open).into_iter().flatten() {
            self.shield_run(open);
        }
    }

    /// Whether stars behind a word may well be multiplied, or call notes: they are single behind a
    /// figure or around one character, a mark between them parts clauses, or what they hold begins
    /// or ends as nothing that is emphasised does.
    fn is_doubtful(&self, open: Range<usize>, close: Range<usize>) -> bool {
        let before = self.text[..open.start].chars().next_back();
        let after = self.text[close.end..].chars().next();
        let inner = &self.text[open.end..close.start];
        if !before.is_some_and(is_word) {
            return false;
        }
        let word = after.is_some_and(is_word);
        let single = open.len() == 1;
        let factor = before.is_some_and(|c| c.is_ascii_digit()) || inner.chars().count() < 2;
        let label = inner.strip_suffix(['：', ':', '、']).filter(|_| !single).unwrap_or(inner);
        let parted = label.contains(|c| CLAUSE.contains(c));
        let beside = inner.starts_with(['（', '(']) && !inner.ends_with(['）', ')']);
        beside || word && (single && factor || parted) || single && parted
    }
}

/// Most stars in a row that are emphasis.
const STARS: usize = 3;

/// Marks that part clauses.
const CLAUSE: &str = "，。；：！？、,;:!?";

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// Whether stars are all of their line: they draw a rule.
fn is_alone(text: &str, stars: Range<usize>) -> bool {
    let line = text[..stars.start].rfind('\n').map_or(0, |feed| feed + 1);
    let line = text[line..].split('\n').next().unwrap_or_default();
    line.trim().bytes().all(|byte| byte == b'*' || byte == b' ')
}

/// The length of what a line begins with before its words: marks of quotations, markers of lists.
fn container(line: &str) -> usize {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '>']);
        match marker(rest) {
            0 => return line.len() - rest.len(),
            length => rest = &rest[length..],
        }
    }
}

/// The length of the marker of a list that a text begins with; 0 if none is.
pub(super) fn marker(text: &str) -> usize {
    let digits = text.bytes().take(10).take_while(u8::is_ascii_digit).count();
    let length = match text.as_bytes().get(digits) {
        Some(b'.' | b')') if (1..10).contains(&digits) => digits + 1,
        Some(b'-' | b'+' | b'*') if digits == 0 => 1,
        _ => return 0,
    };
    let behind = text[length..].chars().next();
    if behind.is_none_or(|c| matches!(c, ' ' | '\t' | '\n')) { length } else { 0 }
}

/// Whether a line cannot go on with the paragraph above: it is empty, or begins a block.
pub(super) fn begins_block(line: &str) -> bool {
    let line = line.split('\n').next().unwrap_or_default();
    line.trim().is_empty() || container(line) > 0 || line.trim_start().starts_with(['#', '|'])
}

/// Whether the star here begins an item of a list.
fn is_marker(text: &str, star: usize) -> bool {
    let line = text[..star].rfind('\n').map_or(0, |feed| feed + 1);
    container(text[line..].split('\n').next().unwrap_or_default()) > star - line
}

/// The bytes of typed indents and spaces that a line begins with; none if all are plain spaces.
pub(super) fn typed_indent(line: &str) -> usize {
    let mut rest = line;
    let mut typed = false;
    loop {
        let entity = ["&emsp;", "&ensp;", "&nbsp;"].into_iter().find(|e| rest.starts_with(e));
        let length = match (entity, rest.chars().next()) {
            (Some(entity), _) => entity.len(),
            (_, Some('\u{3000}' | '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}')) => {
                rest.chars().next().map_or(0, char::len_utf8)
            }
            (_, Some(' ' | '\t')) => {
                rest = &rest[1..];
                continue;
            }
            _ => break,
        };
        typed = true;
        rest = &rest[length..];
    }
    if typed { line.len() - rest.len() } else { 0 }
}

/// Whether a line is a picture and nothing else: `![](name)`.
fn is_picture(line: &str) -> bool {
    let Some(inner) = line.trim_end().strip_prefix("![") else { return false };
    let end = inner.find("](").filter(|end| !inner[..*end].contains('['));
    end.is_some_and(|end| {
        let behind = &inner[end + 1..];
        behind.len() > 1 && address(behind) == behind.len()
    })
}

/// Whether a text begins as a reference definition of `CommonMark`; those of notes do not.
fn is_definition(text: &str) -> bool {
    let Some(label) = text.strip_prefix('[').filter(|label| !label.starts_with('^')) else {
        return false;
    };
    // A label has at most 999 characters (`CommonMark`, 4.7).
    let mut end = label.char_indices().take(1000).filter(|(_, c)| matches!(c, ']' | '['));
    end.next().is_some_and(|(at, _)| label[at..].starts_with("]:"))
}

/// Whether stars stand between factors: `3*4`, `120*80*60`, `3米*4米`, `a*b`, `2**3`.
fn is_product(before: &str, after: Option<char>) -> bool {
    let Some(last) = before.chars().next_back() else { return false };
    let begins = |c: char| c.is_ascii_alphanumeric() || c == '(' || c == '（';
    if !after.is_some_and(begins) {
        return false;
    }
    let ends = |c: char| c.is_ascii_alphanumeric() || c == ')' || c == '）' || c == '%';
    // A unit of one or two characters behind a number, before a number.
    let unit = after.is_some_and(|c| c.is_ascii_digit())
        && last.is_alphabetic()
        && before.chars().rev().take(3).skip(1).any(|c| c.is_ascii_digit());
    ends(last) || unit
}

/// Marks that only begin what is marked.
fn opens(c: char) -> bool {
    "（《〈「『【〔［“‘([{".contains(c)
}

/// Marks that end something, or stand behind it.
fn closes(c: char) -> bool {
    "，。；：、！？）》〉」』】〕］”’…—·,.;:!?)]}%％～~|".contains(c)
}

/// How deep brackets in an address are nested at most: `CommonMark` takes three levels or more
/// (0.31.2, 6.3), and its readers 32.
const MAX_BRACKETS: usize = 32;

/// The length of an address in brackets that a text begins with; 1 if none is.
fn address(text: &str) -> usize {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' if depth > MAX_BRACKETS => break,
            '(' => depth += 1,
            ')' if depth == 1 => return at + 1,
            ')' => depth -= 1,
            '\n' => break,
            _ => {}
        }
    }
    1
}

/// The length of an address in angle brackets that a text begins with; 1 if none is.
fn autolink(text: &str) -> usize {
    let inner = text.strip_prefix('<').unwrap_or_default();
    let end = inner.find(|c: char| matches!(c, '<' | '>') || c.is_whitespace());
    match end {
        Some(end) if inner[end..].starts_with('>') => end + 2,
        _ => 1,
    }
}

/// The length of what ends a link behind its text, without a title and the bracket behind that:
/// `](address` or `>`; 0 if nothing does.
pub(super) fn link_end(text: &str) -> usize {
    if text.starts_with('>') {
        return 1;
    }
    let Some(inner) = text.strip_prefix("](") else { return 0 };
    let start = text.len() - inner.trim_start().len();
    let inner = &text[start..];
    let length = match inner.strip_prefix('<') {
        Some(angled) => angled.find('>').map_or(0, |end| end + 2),
        None => {
            let mut depth = 0;
            let ends = |c: char| match c {
                '(' => {
                    depth += 1;
                    false
                }
                ')' if depth == 0 => true,
                ')' => {
                    depth -= 1;
                    false
                }
                c => c.is_whitespace(),
            };
            inner.find(ends).unwrap_or(inner.len())
        }
    };
    start + length
}
