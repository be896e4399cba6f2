//! The index of subjects (GB/T 22466—2008 索引编制规则).

use crate::source::Text;

/// An index, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// What the order follows.
    pub order: IndexOrder,
    /// The groups in order; each has terms.
    pub heads: Vec<Head>,
}

/// What the order of an index follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexOrder {
    /// The sound in pinyin (音序).
    Pinyin,
    /// The number and kind of strokes (笔画).
    Strokes,
}

impl IndexOrder {
    /// The name in the contract.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            IndexOrder::Pinyin => "pinyin",
            IndexOrder::Strokes => "strokes",
        }
    }
}

/// One group: a letter, or a number of strokes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// What is printed above the group.
    pub head: String,
    /// Its terms in order.
    pub terms: Vec<Term>,
}

/// A term that a reader may look up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The words.
    pub term: Text,
    /// The ids of the stories that it leads to, in the order of the book.
    pub to: Vec<String>,
    /// The term to look up instead, if it leads nowhere (见, GB/T 22466).
    pub see: Option<Text>,
    /// The terms to look up as well, if it leads somewhere (参见).
    pub see_also: Vec<Text>,
}

impl Term {
    /// The terms that it sends the reader to.
    pub fn sent(&self) -> impl Iterator<Item = &Text> {
        self.see.iter().chain(&self.see_also)
    }
}

impl Index {
    /// Headings (标目) and entries (索引款目: places that headings lead to): the two sides of the
    /// depth of indexing (GB/T 22466—2008).
    #[must_use]
    pub fn depth(&self) -> (usize, usize) {
        let terms = self.heads.iter().flat_map(|head| &head.terms);
        terms.fold((0, 0), |(headings, entries), term| {
            (headings + 1, entries + term.to.len() + term.sent().count())
        })
    }
}
