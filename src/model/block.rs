//! Running text: the one tree that both writers set.

/// A block of running text.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A sub-heading inside a story; level 1–3 below the story's own heading.
    Heading {
        /// 1, 2 or 3; levels follow each other without gaps.
        level: u8,
        /// Its words.
        text: Vec<Inline>,
    },
    /// A list; each item is a run of blocks.
    List {
        /// The first number of a numbered list; `None` for bullets.
        start: Option<u32>,
        /// The items in order.
        items: Vec<Vec<Block>>,
    },
    /// A block quotation.
    Quote(Vec<Block>),
    /// A table with one row of heads.
    Table {
        /// One entry a column.
        align: Vec<Align>,
        /// The heads, one a column.
        head: Vec<Vec<Inline>>,
        /// The rows; each has as many cells as there are heads.
        rows: Vec<Vec<Vec<Inline>>>,
    },
}

/// How a table's column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// As the layout decides.
    Auto,
    /// To the left.
    Left,
    /// To the middle.
    Center,
    /// To the right.
    Right,
}

/// A run inside a block.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text as written, never normalised.
    Text(String),
    /// Emphasis, set in Kai.
    Emph(Vec<Inline>),
    /// Strong emphasis, set in Hei.
    Strong(Vec<Inline>),
    /// A link.
    Link {
        /// Where it leads.
        target: Target,
        /// What is shown.
        text: Vec<Inline>,
    },
    /// Ruby: a reading over a base (CLREQ 3.3).
    Ruby {
        /// The characters read.
        base: String,
        /// The reading; one part a character where it has as many parts as characters.
        reading: String,
    },
    /// A footnote at this point.
    Note {
        /// Its number in the story, from 1.
        number: u32,
        /// Its text.
        text: Vec<Block>,
    },
    /// A forced line break.
    Break,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An address outside, percent-encoded, of scheme http, https or mailto.
    Web(String),
    /// The id of a story or section of this book.
    Inside(String),
}

/// The plain words of a run, footnotes left out.
#[must_use]
pub fn plain(text: &[Inline]) -> String {
    let mut out = String::new();
    collect(text, &mut out);
    out
}

fn collect(text: &[Inline], out: &mut String) {
    for inline in text {
        match inline {
            Inline::Text(text) => out.push_str(text),
            Inline::Emph(inner) | Inline::Strong(inner) => collect(inner, out),
            Inline::Link { text, .. } => collect(text, out),
            Inline::Ruby { base, .. } => out.push_str(base),
            Inline::Note { .. } => {}
            Inline::Break => out.push('\n'),
        }
    }
}

/// Calls `see` with every piece of text of the blocks in reading order, footnotes and readings
/// included.
pub fn visit_text(blocks: &[Block], see: &mut dyn FnMut(&str)) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => visit_inlines(text, see),
            Block::List { items, .. } => items.iter().for_each(|item| visit_text(item, see)),
            Block::Quote(inner) => visit_text(inner, see),
            Block::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|cell| visit_inlines(cell, see));
            }
        }
    }
}

fn visit_inlines(text: &[Inline], see: &mut dyn FnMut(&str)) {
    for inline in text {
        match inline {
            Inline::Text(text) => see(text),
            Inline::Emph(inner) | Inline::Strong(inner) => visit_inlines(inner, see),
            Inline::Link { text, .. } => visit_inlines(text, see),
            Inline::Ruby { base, reading } => {
                see(base);
                see(reading);
            }
            Inline::Note { text, .. } => visit_text(text, see),
            Inline::Break => {}
        }
    }
}
