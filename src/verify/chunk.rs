//! Blocks of text as they were read out of an artefact, in its reading order.
//!
//! Both readers build the same blocks, so that one comparison serves both.
//!
//! **What is not compared**, and nothing else: white space (compared in a second step, by
//! [`spaced_alike`]), U+00AD soft hyphens, U+200B zero width spaces and U+2060 word joiners, which
//! the setting adds and takes away, and U+200C zero width non-joiners, for which faces of Han have
//! no glyph. Nothing is normalised: U+F92C is not U+90CE.

use std::collections::BTreeMap;

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
    /// In the contents, where the format tells them apart: titles and dates come again there.
    Contents,
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
    /// Its links in order, each with the byte of the compared words that it begins at.
    pub(super) links: Vec<(usize, Lead)>,
    /// The page that it begins on, where there are pages, from 0.
    pub(super) page: Option<usize>,
}

/// A place in an e-book: the path of a document, and an element of it.
pub(super) type Target = (String, Option<String>);

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lead {
    /// To an address outside of the book.
    Away(String),
    /// To the beginning of a document or to an element of it.
    Place(Target),
    /// To a page, from 0.
    Page(usize),
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
    open: Option<Open>,
    /// Links whose words are still to come.
    leads: Vec<Lead>,
    /// The path of the document that is read.
    document: String,
    /// Places, with the number of the block that each stands in or before.
    places: BTreeMap<Target, usize>,
}

/// A block while it is put together.
#[derive(Debug)]
pub(super) struct Open {
    role: Role,
    text: String,
    /// Links with the bytes of the words as read that they begin at.
    links: Vec<(usize, Lead)>,
    page: Option<usize>,
}

impl ChunkBuilder {
    /// Adds words to the open block; opens one of this role if none is.
    pub(super) fn add(&mut self, role: Role, text: &str) {
        let new = || Open { role, text: String::new(), links: Vec::new(), page: None };
        let open = self.open.get_or_insert_with(new);
        let at = open.text.len();
        open.links.extend(self.leads.drain(..).map(|lead| (at, lead)));
        open.text.push_str(text);
    }

    /// A link begins.
    pub(super) fn lead(&mut self, to: Lead) {
        self.leads.push(to);
    }

    /// The open block has words on a page.
    pub(super) fn on_page(&mut self, page: usize) {
        if let Some(open) = &mut self.open {
            open.page.get_or_insert(page);
        }
    }

    /// A document begins.
    pub(super) fn document(&mut self, path: &str) {
        path.clone_into(&mut self.document);
        self.place(None);
    }

    /// The path of the document that is read.
    pub(super) fn path(&self) -> &str {
        &self.document
    }

    /// An element begins that has an id, or the document.
    pub(super) fn place(&mut self, id: Option<&str>) {
        let target = (self.document.clone(), id.map(str::to_owned));
        self.places.entry(target).or_insert(self.chunks.len());
    }

    /// Whether a block is open.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Adds a space, if a block is open.
    pub(super) fn space(&mut self) {
        if let Some(open) = &mut self.open {
            open.text.push(' ');
        }
    }

    /// Marks the end of a line, if a block is open.
    pub(super) fn end_line(&mut self) {
        if let Some(open) = &mut self.open {
            open.text.push('\n');
        }
    }

    /// Closes the open block.
    pub(super) fn close(&mut self) {
        self.leads.clear();
        if let Some(Open { role, text, links, page }) = self.open.take() {
            let compared = compared(&text);
            if !compared.is_empty() {
                let links = self::links(&text, links);
                self.chunks.push(Chunk { role, text, compared, links, page });
            }
        }
    }

    /// Adds a block of its own; an open one stays open around it.
    pub(super) fn aside(&mut self, role: Role, text: &str, page: Option<usize>) {
        let outer = self.open.take();
        self.add(role, text);
        page.into_iter().for_each(|page| self.on_page(page));
        self.close();
        self.open = outer;
    }

    /// Lays the open block aside, to be taken up again by [`ChunkBuilder::resume`].
    pub(super) fn suspend(&mut self) -> Option<Open> {
        self.open.take()
    }

    /// Takes up a block that was laid aside.
    pub(super) fn resume(&mut self, outer: Option<Open>) {
        self.close();
        self.open = outer;
    }

    /// All blocks, and the places in them.
    pub(super) fn finish(mut self) -> (Vec<Chunk>, BTreeMap<Target, usize>) {
        self.close();
        (self.chunks, self.places)
    }
}

/// Links by where they begin in the compared words.
fn links(text: &str, links: Vec<(usize, Lead)>) -> Vec<(usize, Lead)> {
    let (mut seen, mut read) = (0, 0);
    let mut placed = Vec::with_capacity(links.len());
    for (at, lead) in links {
        let between = text.get(read..at).unwrap_or_default();
        seen += between.chars().filter(|c| !is_loose(*c)).map(char::len_utf8).sum::<usize>();
        read = at;
        placed.push((seen, lead));
    }
    placed
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
