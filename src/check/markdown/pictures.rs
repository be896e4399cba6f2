//! Figures in running text: the lines `![](name)` that place them, and `{图|name}`, which refers to
//! them.

use comrak::nodes::{AstNode, NodeValue};

use crate::check::figure_names::{Match, referred};
use crate::check::markdown::dialect;
use crate::check::markdown::reader::Reader;
use crate::check::markdown::scope::{Placed, Places};
use crate::diag::{Code, Message, excerpt, msg};
use crate::model::{Block, Inline, LinkTarget};
use crate::source::{Place, Spanned, Text};
use crate::text::figure_mark::circled;
use crate::text::labels::table::fill;

impl<'a> Reader<'_, 'a> {
    /// The figures that lines of pictures place.
    pub(super) fn pictures(&mut self, paragraph: &'a AstNode<'a>, blocks: &mut Vec<Block>) {
        for node in paragraph.children() {
            let NodeValue::Image(link) = node.data.borrow().value.clone() else { continue };
            let at = self.place(node);
            self.follower.account_node(node.data.borrow().sourcepos);
            self.bracketed(node, &link.title, &at);
            blocks.extend(self.picture(&dialect::plain_words(&link.url), at));
        }
    }

    fn picture(&mut self, name: &str, at: Place) -> Option<Block> {
        let shown = excerpt(name);
        match self.scope.places() {
            Places::Yes => {}
            Places::Never => {
                let message = msg!("这段文字里不能放图", "no figure can stand in this text");
                let hint = msg!(
                    "图放在条目的正文里，或文章的正文里",
                    "figures stand in the body of a story, or of a text"
                );
                self.found.add_with_hint(Code::F09, Some(&at), message, hint);
                return None;
            }
            Places::NotHere => {
                let message = msg!(
                    "这种页型不在正文里排图，图 {shown} 仍由页型来放",
                    "this page kind places no figures in the text; it places {shown} by itself"
                );
                let hint = msg!("删去这一行", "delete the line");
                self.found.add_with_hint(Code::F09, Some(&at), message, hint);
                return None;
            }
        }
        match self.scope.place(name) {
            Placed::Figure(figure) => {
                return Some(Block::Figure(Box::new(Spanned::new(*figure, at))));
            }
            Placed::Twice => {
                let message = msg!("图 {shown} 放了两次", "the figure {shown} is placed twice");
                self.found.add(Code::F10, Some(&at), message);
            }
            Placed::Elsewhere => {
                let message = msg!(
                    "图 {shown} 是另一条的，只能放在那一条里",
                    "the figure {shown} is another story's, and stands in that one alone"
                );
                let hint = msg!(
                    "把它移到这一条的 figures 里；要提到它写 `{{图|{shown}}}`",
                    "move it to the figures of this story; to refer to it write `{{图|{shown}}}`"
                );
                self.found.add_with_hint(Code::F09, Some(&at), message, hint);
            }
            Placed::Several => self.several(&shown, &at),
            Placed::Nothing => self.unknown_figure(name, &at),
        }
        None
    }

    /// Words in the brackets of a picture, or behind its name, are in neither output.
    fn bracketed(&mut self, node: &'a AstNode<'a>, title: &str, at: &Place) {
        let mut words = String::new();
        for inner in node.descendants() {
            if let NodeValue::Text(text) = &inner.data.borrow().value {
                words.push_str(&dialect::plain_words(text));
            }
        }
        for words in [words.as_str(), title] {
            let words = excerpt(words.trim());
            if words.is_empty() {
                continue;
            }
            let message = msg!(
                "“{words}”不进书：替代文字写在图的 `alt` 里，图注写在 `caption` 里",
                "“{words}” is in neither output: what a figure shows is its `alt`, what it says its \
                 `caption`"
            );
            let hint = msg!("方括号留空：`![](图)`", "leave the brackets empty: `![](name)`");
            self.found.add_with_hint(Code::W08, Some(at), message, hint);
        }
    }

    /// A reference to a figure; `None` if it is none. What leads to nothing stays as text.
    pub(super) fn figure_link(&mut self, whole: &Text, sign: &Text, name: &Text) -> Option<Inline> {
        let called = referred(sign, name)?;
        let at = whole.place().unwrap_or_else(|| self.node.at.clone());
        match self.scope.find(called) {
            Match::One(number) => {
                let (id, mark) = self.scope.settled(number)?.clone();
                if let Some(mark) = mark {
                    let label = fill(self.scope.label(), "n", &circled(mark));
                    let text = vec![Inline::Text(whole.standing_for(&label))];
                    // Links cannot nest.
                    return Some(match self.in_link {
                        true => Inline::Text(whole.standing_for(&label)),
                        false => Inline::Link { target: LinkTarget::Figure(id), text },
                    });
                }
                let shown = excerpt(called);
                let message = msg!(
                    "图 {shown} 不编号，没有图号可印",
                    "the figure {shown} bears no mark that could be printed"
                );
                let hint = msg!("从图里删去 `mark: none`", "take `mark: none` out of the figure");
                self.found.add_with_hint(Code::F11, Some(&at), message, hint);
            }
            Match::Several => self.several(&excerpt(called), &at),
            Match::Nothing => self.unknown_figure(called, &at),
        }
        Some(Inline::Text(sign.clone()))
    }

    fn several(&mut self, shown: &str, at: &Place) {
        let message = msg!("有几幅图都叫 {shown}", "several figures are called {shown}");
        let hint = msg!(
            "给图写各自的 `id`，用它来称呼",
            "give the figures ids of their own, and use those"
        );
        self.found.add_with_hint(Code::F11, Some(at), message, hint);
    }

    fn unknown_figure(&mut self, name: &str, at: &Place) {
        let shown = excerpt(name);
        let message = msg!("没有图 {shown}", "there is no figure {shown}");
        let hint: Option<Message> =
            self.scope.near(name).map(|near| msg!("是不是 `{near}`？", "did you mean `{near}`?"));
        match hint {
            Some(hint) => self.found.add_with_hint(Code::F11, Some(at), message, hint),
            None => self.found.add(Code::F11, Some(at), message),
        }
    }
}
