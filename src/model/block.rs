//! Running text: the one tree that both writers set. Every block and every text knows its bytes in
//! the file.

use crate::model::Figure;
use crate::source::{Place, Spanned, Text};

/// Runs of one paragraph, heading or cell.
pub type Runs = Spanned<Vec<Inline>>;

/// A block of running text.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Runs),
    /// A sub-heading inside a story; level 1–3 below the story's own heading.
    Heading {
        /// 1, 2 or 3; levels follow each other without gaps.
        level: u8,
        /// Its words.
        text: Runs,
    },
    /// A list; each item is a run of blocks.
    List {
        /// The numbers of a numbered list; `None` for bullets.
        numbers: Option<Numbers>,
        /// The items in order.
        items: Vec<Spanned<Vec<Block>>>,
    },
    /// A block quotation.
    Quote(Spanned<Vec<Block>>),
    /// A table with one row of heads.
    Table(Spanned<Grid>),
    /// A figure that the text places here; only among the outermost blocks of a story or text.
    Figure(Box<Spanned<Figure>>),
    /// A line below a text that says who made it; only behind the last words of a story or text.
    Closing {
        /// What it says.
        role: Closing,
        /// Its words, without markup.
        text: Runs,
    },
}

/// What a line below a text says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Closing {
    /// 撰稿、供稿、摄影: who wrote it, sent it, took the pictures.
    By,
    /// 落款: in whose name and when it was signed, a line each.
    Signature,
}

impl Closing {
    /// The name in the contract and in the e-book.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Closing::By => "by",
            Closing::Signature => "signature",
        }
    }
}

impl Block {
    /// The figure that stands here, if one does.
    #[must_use]
    pub fn figure(&self) -> Option<&Figure> {
        match self {
            Block::Figure(figure) => Some(figure),
            _ => None,
        }
    }

    /// Where it is written, markup included; `None` for what stands in no file.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self {
            Block::Paragraph(text) | Block::Heading { text, .. } | Block::Closing { text, .. } => {
                text.at.clone()
            }
            Block::Quote(inner) => inner.at.clone(),
            Block::Table(grid) => grid.at.clone(),
            Block::Figure(figure) => figure.at.clone(),
            Block::List { items, .. } => {
                let (first, last) = (items.first()?.at.as_ref()?, items.last()?.at.as_ref()?);
                Some(first.to(last))
            }
        }
    }
}

/// The numbers of the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// The first.
    pub first: u32,
    /// What stands behind each.
    pub delimiter: Delimiter,
}

/// What stands behind the numbers of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// `1.`
    Point,
    /// `1)`
    Bracket,
}

impl Delimiter {
    /// The character.
    #[must_use]
    pub fn mark(self) -> char {
        match self {
            Delimiter::Point => '.',
            Delimiter::Bracket => ')',
        }
    }
}

/// The cells of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grid {
    /// One entry a column.
    pub align: Vec<Align>,
    /// The heads, one a column.
    pub head: Vec<Runs>,
    /// The rows; each has as many cells as there are heads.
    pub rows: Vec<Vec<Runs>>,
}

impl Grid {
    /// All cells in reading order, the heads first.
    pub fn cells(&self) -> impl Iterator<Item = &Runs> {
        self.head.iter().chain(self.rows.iter().flatten())
    }

    /// Whether the cells of a column are numbers and signs; some may be empty.
    #[must_use]
    pub fn is_numeric(&self, column: usize) -> bool {
        let cells = || self.rows.iter().filter_map(|row| row.get(column)).map(|cell| plain(cell));
        cells().all(|words| !words.contains(char::is_alphabetic))
            && cells().any(|words| words.contains(|c: char| c.is_ascii_digit()))
    }

    /// Whether the first cells of the rows name them, as the first of the heads names the columns:
    /// words, not numbers, in a table of two columns and more with heads.
    #[must_use]
    pub fn has_row_heads(&self) -> bool {
        let firsts = || self.rows.iter().filter_map(|row| row.first()).map(|cell| plain(cell));
        let any_word = |words: String| words.contains(char::is_alphabetic);
        self.head.len() > 1
            && !self.rows.is_empty()
            && firsts().all(|words| !words.trim().is_empty())
            && firsts().any(any_word)
    }

    /// Where the table begins: the place of its first words.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        let mut at = None;
        for cell in self.cells() {
            visit_runs(cell, &mut |run| {
                run.words(&mut |text| at = at.take().or_else(|| text.place()));
            });
            if at.is_some() {
                break;
            }
        }
        at
    }
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
    Text(Text),
    /// Emphasis, set in Kai.
    Emph(Vec<Inline>),
    /// Strong emphasis, set in Hei.
    Strong(Vec<Inline>),
    /// A link.
    Link {
        /// Where it leads.
        target: LinkTarget,
        /// What is shown.
        text: Vec<Inline>,
    },
    /// Ruby: a reading over a base (CLREQ 3.3).
    Ruby {
        /// The characters read.
        base: Text,
        /// The reading; one part a character where it has as many parts as characters.
        reading: Text,
    },
    /// Words with a line or dots along them.
    Decorated {
        /// Which one.
        decoration: Decoration,
        /// The words.
        text: Text,
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

/// The marks that run along words (GB/T 15834—2011, 4.12 着重号, 4.16 专名号;
/// CLREQ, 书名号乙式).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decoration {
    /// 着重号: a dot under each character.
    Dots,
    /// 专名号: a line under a name.
    Name,
    /// 书名号乙式: a wavy line under a title.
    Wavy,
}

impl Decoration {
    /// The name in the contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Decoration::Dots => "dots",
            Decoration::Name => "name",
            Decoration::Wavy => "wavy",
        }
    }
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// An address outside, percent-encoded, of scheme http, https or mailto.
    Web(String),
    /// The id of a story or section of this book.
    Inside(String),
    /// The id of a figure of this book.
    Figure(String),
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
            Inline::Decorated { text, .. } => out.push_str(text),
            Inline::Note { .. } => {}
            Inline::Break => out.push('\n'),
        }
    }
}

/// Calls `see` with every run of the blocks in reading order, outer before inner, footnotes
/// included.
pub fn visit<'a>(blocks: &'a [Block], see: &mut dyn FnMut(&'a Inline)) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Heading { text, .. } => visit_runs(text, see),
            Block::List { items, .. } => items.iter().for_each(|item| visit(item, see)),
            Block::Quote(inner) => visit(inner, see),
            Block::Table(grid) => grid.cells().for_each(|cell| visit_runs(cell, see)),
            // Their texts are no running text.
            Block::Figure(_) | Block::Closing { .. } => {}
        }
    }
}

/// As [`visit`], of one paragraph's runs.
pub fn visit_runs<'a>(runs: &'a [Inline], see: &mut dyn FnMut(&'a Inline)) {
    for inline in runs {
        see(inline);
        match inline {
            Inline::Emph(inner) | Inline::Strong(inner) => visit_runs(inner, see),
            Inline::Link { text, .. } => visit_runs(text, see),
            Inline::Note { text, .. } => visit(text, see),
            Inline::Text(_) | Inline::Ruby { .. } | Inline::Decorated { .. } | Inline::Break => {}
        }
    }
}

impl Inline {
    /// Calls `see` with the words that the run itself holds, readings included.
    pub fn words<'a>(&'a self, see: &mut dyn FnMut(&'a Text)) {
        match self {
            Inline::Text(text) | Inline::Decorated { text, .. } => see(text),
            Inline::Ruby { base, reading } => {
                see(base);
                see(reading);
            }
            Inline::Emph(_)
            | Inline::Strong(_)
            | Inline::Link { .. }
            | Inline::Note { .. }
            | Inline::Break => {}
        }
    }
}
