//! Footnotes: a call in the text, an aside at the end of the document, and links both ways.
//!
//! Notes wait until the run that calls them is written, because they cannot stand in a paragraph.
//! Left out on purpose: pop-ups, which are the reader's.

use crate::epub::xhtml::Page;
use crate::model::Block;

impl<'a> Page<'a> {
    /// Adds the notes of all runs so far. They come last, in the order of their numbers, for
    /// readers that do not show them at their call.
    pub(super) fn notes(&mut self) {
        self.asides.sort_by_key(|(number, _)| *number);
        for (_, aside) in std::mem::take(&mut self.asides) {
            self.out.push_str(&aside);
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

    pub(super) fn call(&mut self, number: u32) {
        self.markup(format_args!(
            "<a class=\"noteref\" epub:type=\"noteref\" role=\"doc-noteref\" \
             href=\"#fn-{number}\" id=\"fnref-{number}\">{number}</a>"
        ));
    }

    /// Writes the notes of the present run, and those that they call in turn.
    pub(super) fn write_notes(&mut self) {
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
        let back = self.site.words.back;
        let loud = std::mem::replace(&mut self.pending.quiet, true);
        self.markup(format_args!(
            "<aside class=\"footnote\" epub:type=\"footnote\" role=\"doc-footnote\" \
             id=\"fn-{number}\">\n<p><a class=\"backlink\" role=\"doc-backlink\" \
             href=\"#fnref-{number}\" aria-label=\"{number}{back}\">{number}</a>"
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
        self.raw("</aside>\n");
        self.pending.quiet = loud;
    }
}
