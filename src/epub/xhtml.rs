//! Running text as XHTML.
//!
//! A [`Page`] is a document while it is written: it knows its own address, so that links come out
//! relative, and the notes that wait for its end. Classes name what a thing is; the layout's style
//! sheet decides its looks.

use crate::epub::escape::{Markup, xml};
use crate::epub::page_breaks::Pending;
use crate::epub::split::{self, STYLE, Site};
use crate::model::{
    Block, Decoration, Delimiter, DocPart, Grid, Inline, LinkTarget, Numbers, plain,
};
use crate::source::Spanned;
use crate::text::labels::table::fill;

/// A document while it is written.
pub(super) struct Page<'a> {
    /// Its address in the e-book.
    path: &'a str,
    pub(super) site: &'a Site<'a>,
    pub(super) out: Markup,
    /// The markers of pages that it still has to set.
    pub(super) pending: Pending<'a>,
    /// How many notes stood before the present run: a run counts from 1, a page goes on.
    pub(super) notes_before: u32,
    /// The highest number of a note so far.
    pub(super) last_note: u32,
    /// Notes of the present run, by number, that are called and not yet written.
    pub(super) called: Vec<(u32, &'a [Block])>,
    /// Notes that are written, by number.
    pub(super) asides: Vec<(u32, Markup)>,
    /// Calls that wait for the end of a link: links cannot nest (HTML, §4.5.1).
    pub(super) held: Option<Vec<u32>>,
    tables: u32,
    /// Level of the heading above running text: the page's title is its h1.
    level: usize,
}

/// The name of a heading of a level; HTML has six.
pub(super) fn heading_name(level: usize) -> &'static str {
    ["h1", "h2", "h3", "h4", "h5", "h6"][level.clamp(1, 6) - 1]
}

/// A document, written.
pub(super) struct Written {
    /// Its text.
    pub text: String,
    /// The markers that it has, by the numbers of their folios.
    pub page_breaks: Vec<usize>,
}

/// Class and matter of a page's body; the latter is a term of the EPUB Structural Semantics
/// Vocabulary.
pub(super) type Kind = (&'static str, &'static str);

impl<'a> Page<'a> {
    /// An empty page at an address.
    pub(super) fn new(path: &'a str, site: &'a Site<'a>, pending: Pending<'a>) -> Page<'a> {
        Page {
            path,
            site,
            out: Markup::default(),
            pending,
            notes_before: 0,
            last_note: 0,
            called: Vec::new(),
            asides: Vec::new(),
            held: None,
            tables: 0,
            level: 1,
        }
    }

    /// Adds markup of the program's own.
    pub(super) fn raw(&mut self, markup: &'static str) {
        self.out.raw(markup);
    }

    /// Adds text, escaped.
    pub(super) fn text(&mut self, text: &str) {
        self.out.text(text);
    }

    /// Adds text in an element with a class.
    pub(super) fn element(&mut self, name: &str, class: &str, text: &str) {
        self.markup(&xml!("<{} class=\"{}\">{}</{}>", name, class, text, name));
    }

    /// Opens a link to another document of the book; `fragment` starts with `#` or is empty.
    pub(super) fn open_link(&mut self, class: &str, to: &str, fragment: &str) {
        let class = match class {
            "" => Markup::default(),
            class => xml!(" class=\"{}\"", class),
        };
        let href = split::relative(self.path, to);
        self.markup(&xml!("<a{} href=\"{}{}\">", class, href, fragment));
    }

    /// Opens a link whose text does not name its target; `title` says where it leads.
    pub(super) fn open_titled_link(&mut self, to: &str, title: &str) {
        let href = split::relative(self.path, to);
        self.markup(&xml!("<a href=\"{}\" title=\"{}\">", href, title));
    }

    /// The address of another file of the book, as this page writes it.
    pub(super) fn address(&self, to: &str) -> String {
        split::relative(self.path, to)
    }

    /// Begins a part of the book; markers that are left of the last one come first.
    pub(super) fn part(&mut self, part: &DocPart) {
        let rest = self.pending.part(part);
        self.out.push(&rest);
    }

    /// Begins the next text unit of the part, behind the markers of pages that begin with it.
    pub(super) fn text_unit(&mut self) {
        let markers = self.pending.text_unit();
        self.out.push(&markers);
    }

    /// Adds words of the present text unit, escaped, with the markers that stand in them.
    pub(super) fn words(&mut self, mut text: &str) {
        while let Some((before, marker)) = self.pending.within(text) {
            self.text(&text[..before]);
            self.out.push(&marker);
            text = &text[before..];
        }
        self.text(text);
    }

    /// Adds a run of blocks with notes of its own.
    pub(super) fn run(&mut self, blocks: &'a [Block]) {
        self.notes_before = self.last_note;
        self.blocks(blocks);
        self.write_notes();
    }

    /// Adds a table with notes of its own.
    pub(super) fn run_table(&mut self, grid: &'a Grid, label: &str) {
        self.notes_before = self.last_note;
        self.table(grid, label);
        self.write_notes();
    }

    /// As [`Page::run`], under a heading of this level.
    pub(super) fn run_below(&mut self, blocks: &'a [Block], level: usize) {
        let above = std::mem::replace(&mut self.level, level);
        self.run(blocks);
        self.level = above;
    }

    /// Adds one paragraph's words with notes of their own.
    pub(super) fn run_inlines(&mut self, text: &'a [Inline]) {
        self.notes_before = self.last_note;
        self.inlines(text);
        self.write_notes();
    }

    /// The whole document (EPUB 3.3, §6.1), with its title before the book's.
    pub(super) fn finish(self, title: &str, (class, matter): Kind) -> Written {
        let meta = &self.site.book.meta;
        let title = match title == meta.title {
            true => title.to_owned(),
            false => format!("{title} · {}", meta.title),
        };
        let text = xml!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
             <html xmlns=\"http://www.w3.org/1999/xhtml\" \
             xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"{}\" xml:lang=\"{}\">\n\
             <head>\n<meta charset=\"UTF-8\"/>\n<title>{}</title>\n\
             <link rel=\"stylesheet\" type=\"text/css\" href=\"{}\"/>\n</head>\n\
             <body class=\"{}\" epub:type=\"{}\">\n{}\n</body>\n</html>\n",
            meta.lang,
            meta.lang,
            title,
            split::relative(self.path, STYLE),
            class,
            matter,
            self.out.trimmed()
        );
        Written { text: text.into_string(), page_breaks: self.pending.set }
    }

    /// Adds markup.
    pub(super) fn markup(&mut self, markup: &Markup) {
        self.out.push(markup);
    }

    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Paragraph(text) => {
                self.text_unit();
                self.wrapped("p", text);
                self.raw("\n");
            }
            Block::Heading { level, text } => {
                let level = (usize::from(*level) + self.level).clamp(2, 6);
                self.text_unit();
                self.wrapped(heading_name(level), text);
                self.raw("\n");
            }
            Block::Closing { role, text } => {
                self.text_unit();
                self.markup(&xml!("<p class=\"{}\">", role.name()));
                self.inlines(text);
                self.raw("</p>\n");
            }
            Block::List { numbers, items } => self.list(*numbers, items),
            Block::Quote(inner) => {
                self.raw("<blockquote>\n");
                self.blocks(inner);
                self.raw("</blockquote>\n");
            }
            Block::Table(grid) => {
                self.tables += 1;
                let label = fill(self.site.labels.table, "n", &self.tables.to_string());
                self.table(grid, &label);
            }
            Block::Figure(it) => {
                self.text_unit();
                self.placed_figure(it);
            }
        }
    }

    fn wrapped(&mut self, name: &str, text: &'a [Inline]) {
        self.markup(&xml!("<{}>", name));
        self.inlines(text);
        self.markup(&xml!("</{}>", name));
    }

    fn list(&mut self, numbers: Option<Numbers>, items: &'a [Spanned<Vec<Block>>]) {
        let name = if numbers.is_some() { "ol" } else { "ul" };
        let start = match numbers {
            Some(Numbers { first, .. }) if first != 1 => xml!(" start=\"{}\"", first),
            _ => xml!(""),
        };
        let is_bracketed = numbers.is_some_and(|it| it.delimiter == Delimiter::Bracket);
        let class = if is_bracketed { xml!(" class=\"bracketed\"") } else { xml!("") };
        self.markup(&xml!("<{}{}{}>\n", name, start, class));
        for item in items {
            self.raw("<li>");
            let paragraphs = item.iter().filter(|b| matches!(b, Block::Paragraph(_))).count();
            match item.split_first() {
                // An item of one paragraph is a line of a list, not running text.
                Some((Block::Paragraph(text), rest)) if paragraphs == 1 => {
                    self.text_unit();
                    self.inlines(text);
                    self.blocks(rest);
                }
                _ => self.blocks(item),
            }
            self.raw("</li>\n");
        }
        self.markup(&xml!("</{}>\n", name));
    }

    pub(super) fn inlines(&mut self, text: &'a [Inline]) {
        for inline in text {
            match inline {
                Inline::Text(text) => self.words(text),
                Inline::Emph(inner) => self.wrapped("em", inner),
                Inline::Strong(inner) => self.wrapped("strong", inner),
                Inline::Link { target, text } => self.link(target, text),
                Inline::Ruby { base, reading } => self.ruby(base, reading),
                // HTML's own examples of `u` are proper-name marks in Chinese (§4.5.22).
                Inline::Decorated { decoration: Decoration::Dots, text } => {
                    self.raw("<em class=\"dots\">");
                    self.words(text);
                    self.raw("</em>");
                }
                Inline::Decorated { decoration, text } => {
                    self.markup(&xml!("<u class=\"{}\">", decoration.name()));
                    self.words(text);
                    self.raw("</u>");
                }
                Inline::Note { number, text } => self.note(*number, text),
                Inline::Break => self.raw("<br/>"),
            }
        }
    }

    fn link(&mut self, target: &LinkTarget, text: &'a [Inline]) {
        // Links cannot nest, and a link without text has no accessible name.
        if self.held.is_some() || plain(text).trim().is_empty() {
            return self.inlines(text);
        }
        match target {
            LinkTarget::Web(address) => {
                // A web address as link text may break anywhere; else its line would be badly
                // spaced.
                let url = plain(text).contains("://");
                let class = if url { xml!(" class=\"url\"") } else { Markup::default() };
                self.markup(&xml!("<a{} href=\"{}\">", class, address));
            }
            LinkTarget::Inside(id) => self.open_link("", &self.site.address(id), ""),
            LinkTarget::Figure(id) => {
                let path = self.site.figure_path(id);
                self.open_link("", &path, &format!("#{id}"));
            }
        }
        self.held = Some(Vec::new());
        self.inlines(text);
        self.raw("</a>");
        for number in self.held.take().unwrap_or_default() {
            self.call(number);
        }
    }

    /// Ruby over each character where the reading has as many parts as there are characters
    /// (CLREQ, §3.3), else over the whole. Without brackets for readers that do not know ruby:
    /// EPUB 3.3 discourages `rp`, and EPUBCheck says so (HTM-055).
    fn ruby(&mut self, base: &str, reading: &str) {
        let parts: Vec<&str> = reading.split_whitespace().collect();
        if parts.len() != base.chars().count() {
            self.before(base);
            self.raw("<ruby>");
            self.read(base, reading);
            return self.raw("</ruby>");
        }
        let mut open = false;
        for (character, part) in base.chars().zip(parts) {
            let mut bytes = [0; 4];
            let base = &*character.encode_utf8(&mut bytes);
            if open && self.pending.is_due() {
                self.raw("</ruby>");
                open = false;
            }
            self.before(base);
            self.raw(if open { "" } else { "<ruby>" });
            self.read(base, part);
            open = true;
        }
        self.raw(if open { "</ruby>" } else { "" });
    }

    /// Sets the markers before and in words that are one piece.
    fn before(&mut self, mut words: &str) {
        while let Some((at, marker)) = self.pending.within(words) {
            self.out.push(&marker);
            words = &words[at..];
        }
    }

    fn read(&mut self, base: &str, reading: &str) {
        self.markup(&xml!("{}<rt>{}</rt>", base, reading));
    }
}
