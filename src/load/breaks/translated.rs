//! What parsers of YAML say, in an editor's words.

use crate::diag::{Message, msg};

/// Words for what parsers say.
pub(super) fn translated(reason: &str) -> Message {
    let has = |words: &[&str]| words.iter().any(|word| reason.contains(word));
    if has(&["tab"]) {
        msg!("这里有制表符", "there is a tab here")
    } else if has(&["quoted"]) {
        msg!("引号没有配对，或引号后面还有字", "a quote is not closed, or words stand behind it")
    } else if has(&["flow", "']'", "'}'", "bracket"]) {
        msg!("方括号、花括号没有配对，或少了逗号", "a bracket is not closed, or a comma is missing")
    } else if has(&["anchor", "alias"]) {
        msg!("以 * 或 & 开头会被当作 YAML 的记号", "YAML takes a leading * or & for its own")
    } else if has(&["block scalar"]) {
        msg!(
            "`|` 后面要换行，正文各行缩进一样",
            "a text behind `|` begins in a new line, indented alike"
        )
    } else if has(&["mapping values", "':' indicator"]) {
        msg!(
            "这里不该有冒号：上一行没有写完，或缩进不齐",
            "no colon can stand here: the line above is not finished, or the indentation is uneven"
        )
    } else if has(&["simple key", "expected ':'"]) {
        msg!("这里或上一行少了“键: ”", "`key: ` is missing here or in the line above")
    } else if has(&["'-'", "block sequence", "block collection"]) {
        msg!("列表的各项没有对齐", "the items of the list are not indented alike")
    } else if has(&["expected key", "indentation", "indented"]) {
        msg!("缩进不齐", "the indentation is uneven")
    } else if has(&["document", "directive"]) {
        msg!("一个文件只能有一篇，不写 `---`", "a file holds one document, without `---`")
    } else if has(&["tag"]) {
        msg!("以 ! 开头会被当作 YAML 的记号", "YAML takes a leading ! for its own")
    } else {
        let zh = "YAML 的结构到这里断了".to_owned();
        Message { zh, en: format!("the YAML breaks here: {reason}") }
    }
}
