//! What the editor has to decide on: words that can be read in two ways.

use crate::diag::{Code, Findings, msg};
use crate::source::Place;

/// What the editor has to decide on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Whether two stars emphasise what is between them or call notes.
    Stars,
    /// Whether a line that goes on with the paragraph above begins one.
    RunOn,
    /// Whether a line without a stroke below a table is a row of it.
    BelowTable,
    /// Whether a line of a table goes on with the cell above it.
    BrokenRow,
    /// Whether words with tabs between them are the row of a table.
    Row,
    /// Whether a star or a plus before one paragraph is the marker of a list.
    LoneItem,
    /// Whether words in braces are read in another way.
    Reading,
}

impl Doubt {
    /// Says how the words were read, and how to have them read in the other way.
    pub(super) fn tell(self, at: &Place, found: &mut Findings) {
        let (message, hint) = match self {
            Doubt::Stars => (
                msg!(
                    "两个星号之间是强调，还是注号？照原样印了",
                    "do two stars emphasise what is between them, or call notes? Printed as they are"
                ),
                msg!(
                    "要印星号写 `\\*`；要强调，标点写在星号外：`**甲**：`",
                    "for stars write `\\*`; for emphasis put marks outside of them: `**a**:`"
                ),
            ),
            Doubt::BelowTable => (
                msg!(
                    "表格下面这一行没有竖线，当作另一段排了",
                    "the line below the table has no strokes and is read as a paragraph"
                ),
                msg!(
                    "另起一段就在前面空一行；是格里的字，就写回那一格",
                    "put an empty line before it; if it belongs to a cell, put it there"
                ),
            ),
            Doubt::BrokenRow => (
                msg!(
                    "这一行不以竖线开头，像是上面的格断成了两行",
                    "the line begins with no stroke, as if a cell above were broken"
                ),
                msg!(
                    "表格的一行写在一行里，以 `|` 开头",
                    "a row of a table is one line and begins with `|`"
                ),
            ),
            Doubt::Row => (
                msg!(
                    "这些行用制表符隔开，像粘贴来的表格；制表符只当空格印",
                    "tabs part the words, as in a table that was pasted; they are printed as spaces"
                ),
                msg!(
                    "写成 Markdown 表格：`| 甲 | 乙 |`，表头下一行 `| --- | --- |`",
                    "write a Markdown table: `| a | b |`, and `| --- | --- |` under its heads"
                ),
            ),
            Doubt::LoneItem => (
                msg!(
                    "行首的星号或加号成了列表的圆点，而这个列表只有一项",
                    "a star or a plus that a line begins with marks a list, which has one item"
                ),
                msg!(
                    "要印星号、加号写 `\\*`、`\\+`；是列表就写 `-`",
                    "for the sign write `\\*` or `\\+`; for a list write `-`"
                ),
            ),
            Doubt::Reading => (
                msg!(
                    "花括号里的字当作注音排了，可读音不像读音",
                    "words in braces are set as a reading, which does not look like one"
                ),
                msg!(
                    "要印花括号写 `\\{{`；注音写成 `{{漢字|hàn zì}}`",
                    "for braces write `\\{{`; a reading is written `{{漢字|hàn zì}}`"
                ),
            ),
            Doubt::RunOn => {
                let message = msg!(
                    "这一行像是另起一段，却接在上一行后面排了",
                    "the line looks like a new paragraph, and runs on behind the line above"
                );
                return found.add(Code::W07, Some(at), message);
            }
        };
        found.add_with_hint(Code::W05, Some(at), message, hint);
    }
}
