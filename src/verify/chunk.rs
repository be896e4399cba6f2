//! Blocks of text as they were read out of an artefact, in its reading order.
//!
//! Both readers build the same blocks, so that one comparison serves both.
//!
//! **What is not compared**, and nothing else: white space (compared in a second step, by
//! [`spaced_alike`]), U+00AD soft hyphens, U+200B zero width spaces and U+2060 word joiners, which
//! the setting adds and takes away, and U+200C zero width non-joiners, for which faces of Han have
//! no glyph. Nothing is normalised: U+F92C is not U+90CE.

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading.
    Heading,
    /// A cell of a table.
    Cell,
    /// The words under a picture or above a table, where the format tells them apart.
    Caption,
    /// A number or the like before an item or a note.
    Label,
    /// What a picture says to someone who cannot see it.
    Alt,
    /// Of a note.
    Note,
    /// A reading of ruby.
    Reading,
    /// On the title page, where the format tells it apart.
    Front,
    /// Any other text.
    Text,
}

/// One block of text.
#[derive(Debug, Clone)]
pub(super) struct Chunk {
    /// What it is.
    pub(super) role: Role,
    /// Its words as read; U+000A where a line ends.
    pub(super) text: String,
    /// Its words without what is not compared.
    pub(super) compared: String,
}

/// Whether a character is not compared.
pub(super) fn is_loose(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{AD}' | '\u{200B}' | '\u{200C}' | '\u{2060}')
}

/// The words without what is not compared.
pub(super) fn compared(text: &str) -> String {
    text.chars().filter(|c| !is_loose(*c)).collect()
}

/// Puts blocks together out of runs of text.
#[derive(Debug, Default)]
pub(super) struct ChunkBuilder {
    chunks: Vec<Chunk>,
    open: Option<(Role, String)>,
}

impl ChunkBuilder {
    /// Adds words to the open block; opens one of this role if none is.
    pub(super) fn add(&mut self, role: Role, text: &str) {
        self.open.get_or_insert_with(|| (role, String::new())).1.push_str(text);
    }

    /// Whether a block is open.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Adds a space, if a block is open.
    pub(super) fn space(&mut self) {
        if let Some((_, text)) = &mut self.open {
            text.push(' ');
        }
    }

    /// Marks the end of a line, if a block is open.
    pub(super) fn end_line(&mut self) {
        if let Some((_, text)) = &mut self.open {
            text.push('\n');
        }
    }

    /// Closes the open block.
    pub(super) fn close(&mut self) {
        if let Some((role, text)) = self.open.take() {
            let compared = compared(&text);
            if !compared.is_empty() {
                self.chunks.push(Chunk { role, text, compared });
            }
        }
    }

    /// Adds a block of its own; an open one stays open around it.
    pub(super) fn aside(&mut self, role: Role, text: &str) {
        let outer = self.open.take();
        self.add(role, text);
        self.close();
        self.open = outer;
    }

    /// Lays the open block aside, to be taken up again by [`ChunkBuilder::resume`].
    pub(super) fn suspend(&mut self) -> Option<(Role, String)> {
        self.open.take()
    }

    /// Takes up a block that was laid aside.
    pub(super) fn resume(&mut self, outer: Option<(Role, String)>) {
        self.close();
        self.open = outer;
    }

    /// All blocks.
    pub(super) fn finish(mut self) -> Vec<Chunk> {
        self.close();
        self.chunks
    }
}

/// Whether spaces stand where they should in words that are else alike. A line's end may stand for
/// a space or for nothing; a forced break must be a line's end.
pub(super) fn spaced_alike(wanted: &str, read: &str) -> bool {
    let (mut wanted, mut read) = (Gaps::new(wanted), Gaps::new(read));
    loop {
        match (wanted.next(), read.next()) {
            (None, None) => return true,
            (Some((want, a)), Some((got, b))) if a == b => {
                let good = match want {
                    Gap::None => got != Gap::Space,
                    Gap::Space => got != Gap::None,
                    Gap::Line => got == Gap::Line,
                };
                if !good {
                    return false;
                }
            }
            _ => return false,
        }
    }
}

/// What stands before a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Line,
}

/// The characters that are compared, each with what stands before it; the first has nothing.
struct Gaps<'a> {
    rest: std::str::Chars<'a>,
    first: bool,
}

impl<'a> Gaps<'a> {
    fn new(text: &'a str) -> Gaps<'a> {
        Gaps { rest: text.chars(), first: true }
    }
}

impl Iterator for Gaps<'_> {
    type Item = (Gap, char);

    fn next(&mut self) -> Option<(Gap, char)> {
        let mut gap = Gap::None;
        for c in self.rest.by_ref() {
            match c {
                '\n' => gap = Gap::Line,
                c if c.is_whitespace() && gap == Gap::None => gap = Gap::Space,
                c if is_loose(c) => {}
                c => {
                    let gap = if std::mem::take(&mut self.first) { Gap::None } else { gap };
                    return Some((gap, c));
                }
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_setting_changes_is_left_out() {
        assert_eq!(compared("2023\u{2060}年 A\u{A0}股\u{AD}\n3只"), "2023年A股3只");
        assert_eq!(compared("\u{F92C}郎"), "\u{F92C}郎");
    }

    #[test]
    fn spaces_are_told_from_line_ends() {
        for (wanted, read, alike) in [
            ("25 ℃以下", "25 ℃以下", true),
            ("25 ℃以下", "25\n℃以下", true),
            ("25 ℃以下", "25℃以下", false),
            ("2023年", "2023 年", false),
            ("2023年", "2023\n年", true),
            ("甲\n乙", "甲乙", false),
            ("甲\n乙", " 甲\n乙 ", true),
        ] {
            assert_eq!(spaced_alike(wanted, read), alike, "{wanted:?} {read:?}");
        }
    }
}
