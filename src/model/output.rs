//! What books are made into: one row an output, for all who make, name or read one.

/// The folder in which a set of artefacts waits that is complete and not yet in place. Whoever
/// finds one finds a run that was killed.
pub const READY: &str = ".nianjian-ready";

/// The pages that an output shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageSet {
    /// Those for screens.
    Screen,
    /// Those for print, with bleed and in inks.
    Print,
    /// The cover as one sheet, for print.
    Cover,
}

/// How an output is written and read back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputFormat {
    /// A PDF whose text is read along its tags.
    TaggedPdf,
    /// A PDF without tags, whose pages are compared with those for screens.
    PlainPdf,
    /// A PDF without tags of the cover alone, which has few of the book's words.
    CoverPdf,
    /// An e-book, read along its spine.
    Epub,
}

/// An output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Output {
    /// Its name on the command line.
    pub name: &'static str,
    /// What follows the book's name in the name of its file.
    pub suffix: &'static str,
    /// The pages that it shows or counts.
    pub pages: PageSet,
    /// How it is written and read back.
    pub format: OutputFormat,
}

/// The PDF for screens.
pub const SCREEN: Output = Output {
    name: "screen",
    suffix: ".pdf",
    pages: PageSet::Screen,
    format: OutputFormat::TaggedPdf,
};

/// The PDF for printers.
pub const PRINT: Output = Output {
    name: "print",
    suffix: "-print.pdf",
    pages: PageSet::Print,
    format: OutputFormat::PlainPdf,
};

/// The sheet of the cover, for printers.
pub const COVER: Output = Output {
    name: "cover",
    suffix: "-cover.pdf",
    pages: PageSet::Cover,
    format: OutputFormat::CoverPdf,
};

/// The e-book.
pub const EPUB: Output =
    Output { name: "epub", suffix: ".epub", pages: PageSet::Screen, format: OutputFormat::Epub };

/// All outputs, in the order in which they are made and told of.
pub const OUTPUTS: [Output; 4] = [SCREEN, PRINT, COVER, EPUB];

impl Output {
    /// The name of the file of a book.
    #[must_use]
    pub fn file(&self, book: &str) -> String {
        format!("{book}{}", self.suffix)
    }

    /// As [`Output::file`], of a variant, such as the e-book for a shop.
    #[must_use]
    pub fn file_for(&self, book: &str, variant: &str) -> String {
        format!("{book}-{variant}{}", self.suffix)
    }
}
