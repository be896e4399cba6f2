//! Comments that may be words of the text before them, which YAML leaves out.

use crate::diag::{Code, Findings, excerpt, msg};
use crate::load::uses::Use;
use crate::load::yaml::Node;
use crate::load::yaml::comment::Stands;
use crate::source::Place;

/// Of a text that is set or read aloud.
pub(super) fn of_text((node, used): (&Node, Use), found: &mut Findings) {
    for (stands, words, at) in node.comments() {
        if stands != Stands::Below || used == Use::Running {
            tell(stands, words, &at, found);
        }
    }
}

fn tell(stands: Stands, words: &str, at: &Place, found: &mut Findings) {
    let words = excerpt(words);
    let message = msg!(
        "“{words}”成了 YAML 的注释，不进书",
        "“{words}” is a comment of YAML and not in the book"
    );
    let hint = match stands {
        Stands::Behind => msg!(
            "是正文就把整句加英文单引号；是注释就在 # 前空两格",
            "put single quotes around the whole text, or two spaces before a comment"
        ),
        Stands::Head => msg!(
            "是正文就写到下一行；是注释就在 # 前空两格",
            "write the words in the next line, or put two spaces before a comment"
        ),
        Stands::Inside => msg!(
            "是正文就在键后写 `|`，正文另起一行、多缩进两格；是注释就与键对齐",
            "write `|` behind the key and the text below it, indented by two; align a comment with the key"
        ),
        Stands::Below => msg!(
            "是正文就缩进得与上面的正文一样；是注释就在它前面空一行",
            "indent it as the text above, or put an empty line before a comment"
        ),
    };
    found.add_with_hint(Code::W08, Some(at), message, hint);
}
