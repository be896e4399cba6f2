//! Footnotes: a call in the text, an aside at the end of the document, and links both ways.
//!
//! Notes wait until the run that calls them is written, because they cannot stand in a paragraph.

use crate::epub::escape::xml;
use crate::epub::profile::Notes;
use crate::epub::xhtml::Page;
use crate::model::{Block, Inline, visit};

/// The picture that calls a note, for readers that know no other call.
pub(super) const PICTURE: &str = "images/note.png";
/// Its bytes.
pub(super) const PICTURE_BYTES: &[u8] = include_bytes!("profiles/note.png");

impl<'a> Page<'a> {
    /// Adds the notes of all runs so far. They come last, in the order of their numbers, for
    /// readers that do not show them at their call.
    pub(super) fn notes(&mut self) {
        self.asides.sort_by_key(|(number, _)| *number);
        for (_, aside) in std::mem::take(&mut self.asides) {
            self.out.push(&aside);
        }
    }

    pub(super) fn note(&mut self, number: u32, text: &'a [Block]) {
        let number = self.notes_before.saturating_add(number);
        self.last_note = self.last_note.max(number);
        self.called.push((number, text));
        match &mut self.held {
            Some(held) => held.push(number),
            None => self.call(number),
        }
    }

    fn dialect(&self) -> Notes {
        let notes = self.site.profile.and_then(|profile| profile.notes.as_ref());
        notes.map_or(Notes::Standard, |notes| notes.is)
    }

    pub(super) fn call(&mut self, number: u32) {
        let picture = self.address(PICTURE);
        match self.dialect() {
            Notes::Standard => self.markup(&xml!(
                "<a class=\"noteref\" epub:type=\"noteref\" role=\"doc-noteref\" \
                 href=\"#fn-{}\" id=\"fnref-{}\">{}</a>",
                number,
                number,
                number
            )),
            Notes::Duokan => self.markup(&xml!(
                "<sup><a class=\"duokan-footnote\" href=\"#fn-{}\" id=\"fnref-{}\">\
                 <img class=\"note\" src=\"{}\" alt=\"{}\"/></a></sup>",
                number,
                number,
                picture,
                number
            )),
            Notes::Qqreader => {
                let called = self.called.iter().find(|(called, _)| *called == number);
                let words = called.map(|(_, text)| words(text)).unwrap_or_default();
                self.markup(&xml!(
                    "<img class=\"qqreader-footnote note\" src=\"{}\" alt=\"{}\"/>",
                    picture,
                    words
                ));
            }
        }
    }

    /// Writes the notes of the present run, and those that they call in turn.
    pub(super) fn write_notes(&mut self) {
        if self.dialect() == Notes::Qqreader {
            return self.called.clear(); // They stand in their calls.
        }
        while let Some((number, text)) = self.called.pop() {
            let page = std::mem::take(&mut self.out);
            self.aside(number, text);
            let aside = std::mem::replace(&mut self.out, page);
            self.asides.push((number, aside));
        }
    }

    /// A footnote (EPUB Structural Semantics; DPUB-ARIA 1.1, `doc-footnote`). Its number leads
    /// back to the call.
    fn aside(&mut self, number: u32, text: &'a [Block]) {
        let back = self.site.labels.back;
        let loud = std::mem::replace(&mut self.pending.quiet, true);
        let (open, close) = match self.dialect() {
            Notes::Duokan => (
                xml!(
                    "<ol class=\"duokan-footnote-content\">\n\
                     <li class=\"duokan-footnote-item\" id=\"fn-{}\">\n<p><a",
                    number
                ),
                "</li>\n</ol>\n",
            ),
            Notes::Standard | Notes::Qqreader => (
                xml!(
                    "<aside class=\"footnote\" epub:type=\"footnote\" role=\"doc-footnote\" \
                     id=\"fn-{}\">\n<p><a class=\"backlink\" role=\"doc-backlink\"",
                    number
                ),
                "</aside>\n",
            ),
        };
        self.markup(&xml!(
            "{} href=\"#fnref-{}\" aria-label=\"{}{}\">{}</a>",
            open,
            number,
            number,
            back,
            number
        ));
        let rest = match text.split_first() {
            Some((Block::Paragraph(first), rest)) => {
                self.raw(" ");
                self.inlines(first);
                rest
            }
            _ => text,
        };
        self.raw("</p>\n");
        self.blocks(rest);
        self.raw(close);
        self.pending.quiet = loud;
    }
}

/// All words of a note and of the notes in it.
fn words(text: &[Block]) -> String {
    let mut out = String::new();
    visit(text, &mut |run| match run {
        Inline::Text(words) | Inline::Decorated { text: words, .. } => out.push_str(words),
        Inline::Ruby { base, .. } => out.push_str(base),
        Inline::Break => out.push(' '),
        Inline::Emph(_) | Inline::Strong(_) | Inline::Link { .. } | Inline::Note { .. } => {}
    });
    out
}
