//! What to make of a book, and the steps that it takes.

use std::path::{Path, PathBuf};

use crate::assets::pictures::store::Store;
use crate::check::Stage;
use crate::epub::profile::Shop;
use crate::model::output::{COVER, EPUB, Output, PRINT, PageSet, SCREEN};

/// How a book is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOptions {
    /// A layout's folder that takes the place of the book's own choice.
    pub layout: Option<PathBuf>,
    /// What may be missing.
    pub stage: Stage,
    /// How many other books are in work in this process at the same time. They share what Typst
    /// remembers, and what is remembered for one of them must outlast the work on the others.
    pub others: usize,
}

impl Default for OpenOptions {
    /// The book's own layout, everything there, no other book.
    fn default() -> OpenOptions {
        OpenOptions { layout: None, stage: Stage::Release, others: 0 }
    }
}

/// What to make of a book, settled before the first stage.
#[derive(Debug, Clone, Copy)]
pub struct BuildRequest<'a> {
    /// What to make; nothing sets the pages and leaves it at that.
    pub outputs: &'a [OutputKind],
    /// Shops to make an e-book for, besides the standard one.
    pub shops: &'a [Shop],
    /// What was made of pictures before.
    pub store: &'a Store,
    /// Seconds since 1970, UTC, in place of the book's own date.
    pub epoch: Option<i64>,
    /// Where artefacts wait until all are made; in memory if nowhere.
    pub aside: Option<&'a Path>,
}

impl BuildRequest<'_> {
    /// Whether an output is wanted.
    pub(crate) fn wants(&self, kind: OutputKind) -> bool {
        self.outputs.contains(&kind)
    }

    /// Whether pages for screens are of no use: a print file is made, and what is made beside it is
    /// for print as well.
    pub(crate) fn is_for_print_alone(&self) -> bool {
        let for_press = |kind: &OutputKind| matches!(kind, OutputKind::Print | OutputKind::Cover);
        self.wants(OutputKind::Print) && self.outputs.iter().all(for_press) && self.shops.is_empty()
    }
}

/// The steps of making a book, in order; for progress bars and for naming a step that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reading the files.
    Load,
    /// Checking them.
    Check,
    /// Setting the pages.
    Typeset,
    /// Making the pictures ready.
    Illustrate,
    /// Writing PDF and e-book.
    Export,
}

/// What a book is made into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum OutputKind {
    /// 屏幕用 PDF，PDF/A-2a 与 PDF/UA-1。A PDF for screens.
    Screen,
    /// 印刷用 PDF，标识为 PDF/X-4。A PDF for printers, identified as PDF/X-4.
    Print,
    /// 封面展开成一张的 PDF：封底、书脊、封面，可有勒口。The cover as one sheet, for printers.
    Cover,
    /// EPUB 3.3.
    Epub,
}

impl OutputKind {
    /// Its row in the table of outputs.
    #[must_use]
    pub fn output(self) -> &'static Output {
        match self {
            OutputKind::Screen => &SCREEN,
            OutputKind::Print => &PRINT,
            OutputKind::Cover => &COVER,
            OutputKind::Epub => &EPUB,
        }
    }

    /// Whether any of these is for print.
    #[must_use]
    pub fn any_printed(kinds: &[OutputKind]) -> bool {
        kinds.iter().any(|kind| kind.output().pages != PageSet::Screen)
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;
    use clap::ValueEnum as _;

    #[test]
    fn the_command_line_and_the_table_give_outputs_the_same_names() {
        let names = OutputKind::value_variants().iter().map(|kind| {
            let value = kind.to_possible_value();
            (value.map(|value| value.get_name().to_owned()), Some(kind.output().name.to_owned()))
        });
        names.for_each(|(given, known)| assert_eq!(given, known));
    }
}
