//! Leaves of the tree: the runs of paragraphs, headings and cells.

use comrak::nodes::{AstNode, NodeValue};

use crate::check::markdown::dialect;
use crate::check::markdown::doubt::Doubt;
use crate::check::markdown::reader::{MAX_DEPTH, Reader};
use crate::check::markdown::runs::{encoded, finished, first_char, last_char, push_text};
use crate::diag::{Code, msg};
use crate::model::{Inline, LinkTarget, Runs};
use crate::source::Text;
use crate::text::join;

impl<'a> Reader<'_, 'a> {
    /// A block that holds runs alone.
    pub(super) fn leaf(&mut self, node: &'a AstNode<'a>, depth: usize) -> Runs {
        let hashes = |text: &str| text.len() - text.trim_start_matches('#').len();
        let is_heading = matches!(node.data.borrow().value, NodeValue::Heading(_));
        let before = self.follower.begin(node.data.borrow().sourcepos);
        if is_heading {
            self.follower.markup(hashes);
        }
        let runs = self.run(node, depth);
        if is_heading {
            self.follower.markup(hashes);
        }
        self.follower.resume(before);
        self.spanned(runs, node)
    }

    /// The runs of a block, pieces of text joined.
    fn run(&mut self, parent: &'a AstNode<'a>, depth: usize) -> Vec<Inline> {
        if depth > MAX_DEPTH {
            self.refuse(parent, Code::Y11, "嵌套得太深", "nested too deeply");
            return Vec::new();
        }
        let mut out: Vec<Inline> = Vec::new();
        let mut soft_break = false;
        for node in parent.children() {
            let value = node.data.borrow().value.clone();
            match value {
                NodeValue::SoftBreak => soft_break = true,
                NodeValue::Text(_) | NodeValue::Escaped => {
                    let text = self.words(node);
                    if std::mem::take(&mut soft_break) {
                        let space = join::between(last_char(&out), text.chars().next());
                        push_text(&mut out, Text::unplaced(space));
                    }
                    push_text(&mut out, text);
                }
                value => {
                    let Some(inline) = self.inline(node, value, depth) else {
                        continue;
                    };
                    if std::mem::take(&mut soft_break) {
                        let first = first_char(std::slice::from_ref(&inline));
                        let space = join::between(last_char(&out), first);
                        push_text(&mut out, Text::unplaced(space));
                    }
                    out.push(inline);
                }
            }
        }
        self.undefined_notes(parent, &out);
        let runs = finished(out, &mut |whole, sign, name| self.figure_link(whole, sign, name));
        for run in &runs {
            if let Inline::Ruby { base, reading } = run
                && !is_reading(base, reading)
            {
                let at = reading.place().unwrap_or_else(|| self.place(parent));
                Doubt::Reading.tell(&at, self.found);
            }
        }
        runs
    }

    /// The parser leaves the call of a note that has no text as it is written.
    fn undefined_notes(&mut self, parent: &'a AstNode<'a>, run: &[Inline]) {
        for inline in run {
            let Inline::Text(text) = inline else { continue };
            for (start, _) in text.match_indices("[^") {
                let Some((name, _)) = text[start + 2..].split_once(']') else {
                    continue;
                };
                let at = text.place_of(start..start + 2 + name.len() + 1);
                let at = at.unwrap_or_else(|| self.place(parent));
                let message = msg!("脚注 {name} 没有注文", "footnote {name} has no text");
                self.found.add(Code::R05, Some(&at), message);
            }
        }
    }

    fn inline(&mut self, node: &'a AstNode<'a>, value: NodeValue, depth: usize) -> Option<Inline> {
        match value {
            NodeValue::Emph => Some(Inline::Emph(self.marked(node, 1, depth))),
            NodeValue::Strong => Some(Inline::Strong(self.marked(node, 2, depth))),
            NodeValue::LineBreak => {
                self.follower.backslash();
                Some(Inline::Break)
            }
            NodeValue::Link(link) => self.link(node, &link.url, depth),
            NodeValue::FootnoteReference(call) => {
                self.follower.markup(|text| match text.starts_with("[^") {
                    true => text.find(']').map_or(0, |end| end + 1),
                    false => 0,
                });
                self.note(node, &call.name, depth)
            }
            NodeValue::HtmlInline(_) => {
                self.refuse(node, Code::Y10, "正文里有 HTML", "there is HTML in the text");
                None
            }
            NodeValue::Code(_) => {
                self.refuse(
                    node,
                    Code::Y11,
                    "正文里有代码（反引号）",
                    "there is code (backquotes)",
                );
                None
            }
            NodeValue::Image(_) => {
                let (zh, en) = (
                    "图要在正文里独占一行，不能放在字里，也不能放在列表、引文、脚注、表格里",
                    "a figure stands in a line of its own of the text, not among words, nor in a \
                     list, quotation, note or table",
                );
                self.refuse(node, Code::F09, zh, en);
                None
            }
            _ => {
                self.refuse(node, Code::Y11, "这种标记不可用", "this markup is not available");
                None
            }
        }
    }

    /// Runs between two marks of so many stars or low lines.
    fn marked(&mut self, node: &'a AstNode<'a>, marks: usize, depth: usize) -> Vec<Inline> {
        let length = |text: &str| {
            let rest = text.trim_start_matches(['*', '_']);
            if text.len() - rest.len() >= marks { marks } else { 0 }
        };
        self.follower.markup(length);
        let runs = self.run(node, depth + 1);
        self.follower.markup(length);
        runs
    }

    fn link(&mut self, node: &'a AstNode<'a>, url: &str, depth: usize) -> Option<Inline> {
        let mut bracket = None;
        self.follower.markup(|text| {
            bracket = text.chars().next().filter(|c| matches!(c, '[' | '<'));
            usize::from(bracket.is_some())
        });
        let outer = std::mem::replace(&mut self.in_link, true);
        let text = self.run(node, depth + 1);
        self.in_link = outer;
        if text.is_empty() {
            let at = self.place(node);
            let message =
                msg!("链接没有字，印不出来", "the link has no words and would not be seen");
            let hint = msg!("在方括号里写上字", "write words in the square brackets");
            self.found.add_with_hint(Code::R04, Some(&at), message, hint);
        }
        self.follower.markup(dialect::link_end);
        // A title before the closing bracket is in neither output and is left to be found.
        if bracket == Some('[') {
            self.follower.markup(|text| usize::from(text.starts_with(')')));
            self.follower.closing(node.data.borrow().sourcepos);
        }
        let url = &dialect::plain_words(url);
        let target = match url.split_once(':') {
            _ if url.starts_with('#') => LinkTarget::Inside(url[1..].to_owned()),
            Some((scheme, _)) if is_known(scheme) => LinkTarget::Web(encoded(url)),
            _ => {
                let at = self.place(node);
                let message = msg!("链接地址 {url} 不能用", "the address {url} is not available");
                self.found.add(Code::R04, Some(&at), message);
                return None;
            }
        };
        Some(Inline::Link { target, text })
    }

    fn note(&mut self, node: &'a AstNode<'a>, name: &str, depth: usize) -> Option<Inline> {
        let at = self.place(node);
        let index = self.notes.iter().position(|(n, ..)| n.eq_ignore_ascii_case(name));
        let Some(index) = index else {
            self.found.add(
                Code::R05,
                Some(&at),
                msg!("脚注 {name} 没有注文", "footnote {name} has no text"),
            );
            return None;
        };
        let (_, definition, called) = &mut self.notes[index];
        let definition = *definition;
        if self.in_note {
            self.refuse(node, Code::Y11, "注里不能再有注", "a note cannot call a note");
            return None;
        }
        if std::mem::replace(called, true) {
            let message = msg!("脚注 {name} 有两处注号", "footnote {name} is called twice");
            let hint = msg!("另写一条注，换个名字", "write the note again under another name");
            self.found.add_with_hint(Code::R05, Some(&at), message, hint);
            return None;
        }
        self.called += 1;
        let number = self.called;
        self.follower.marker(definition.data.borrow().sourcepos, |text| {
            text.find("]:").map_or(0, |end| end + 2)
        });
        self.in_note = true;
        let text = self.blocks(definition, depth + 1);
        self.in_note = false;
        if text.is_empty() {
            let at = self.place(definition);
            let message = msg!("脚注 {name} 没有注文", "footnote {name} has no text");
            self.found.add(Code::R05, Some(&at), message);
        }
        Some(Inline::Note { number, text })
    }

    /// The text of a piece, or of an escaped character.
    fn words(&mut self, node: &'a AstNode<'a>) -> Text {
        let data = node.data.borrow();
        if let NodeValue::Text(text) = &data.value {
            return self.follower.words(text, data.sourcepos);
        }
        let mut out = Text::default();
        for inner in node.children() {
            if let NodeValue::Text(text) = &inner.data.borrow().value {
                out.push(&self.follower.escaped(text, data.sourcepos));
            }
        }
        out
    }
}

/// Whether an address of the scheme (RFC 3986, 3.1: in letters of either size) may be followed.
fn is_known(scheme: &str) -> bool {
    ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// Whether what stands behind the bar can be the reading of what stands before it: it has letters,
/// and not both are of ASCII, as in a set of mathematics.
fn is_reading(base: &str, reading: &str) -> bool {
    reading.contains(char::is_alphabetic) && !(base.is_ascii() && reading.is_ascii())
}
