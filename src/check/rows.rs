//! Rows of a table with empty lines between them, so that each is a paragraph. Programs that write
//! YAML put long texts in quotes, where the end of a line has to be written as an empty line.

use crate::diag::{Message, msg};

/// Whether a text is a row of a table.
pub(super) fn is_row(text: &str) -> bool {
    let text = text.trim();
    text.len() > 1 && text.starts_with('|') && text.ends_with('|')
}

/// Whether running text is a table whose rows are parted, and nothing else.
pub(super) fn are_parted(text: &str) -> bool {
    let mut rows = text.lines().filter(|line| !line.trim().is_empty());
    text.trim().contains("\n\n") && rows.all(is_row)
}

/// What to do.
pub(super) fn hint() -> Message {
    msg!(
        "写 `body: |`，表的各行一行接一行，中间不空行；引号里的写法（程序常用）会折行：换行要写成空行，表就散了",
        "write `body: |`, with the rows one below the other and no empty lines; the form in quotes, which programs write, folds lines: an end of a line is an empty line there, and the table falls apart"
    )
}
