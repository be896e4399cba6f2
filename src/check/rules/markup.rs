//! What looks like markup and has no effect where it stands: it would be printed as it is.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use regex::Regex;

use crate::check::rows;
use crate::diag::{Code, Findings, Help, Message, excerpt, msg};
use crate::load::uses::Use;
use crate::load::yaml::Node;
use crate::source::{Place, Text};

/// Markup that no text of this format has: sub- and superscript, struck and marked words, notes in
/// the line, boxes of tasks, strokes of a table that is none, and marks of full width.
const NOWHERE: &str = r"[!！]\[[^\[\]]*\]\s?[（(][^()（）\n]*[）)]?|~~[^~]+~~|~[0-9A-Za-z+-]{1,4}~|\^[0-9A-Za-z+-]{1,4}\^|\^\[[^\]]*\]|==[^=]+==|(?m:^)\s*[|｜][^|｜\n]+[|｜]|｜[^｜\n]*｜|(?m:^)#{1,6}[^\s#0-9]|(?m:^)＃{1,6}[^＃0-9０-９]|(?m:^)＞[^＞]|(?m:^)\[[ xX]\]\s|(^|[\s，。、；：！？“（])＊＊[^＊\s]+＊＊|［\^[^］]+］|\[\[[^\[\]]+\]\]|(^|[^0-9A-Za-z+])\+\+[^+\s，。、；]+\+\+|[^=\s]\s*={3,}$";

/// Markup that running text has, and that was not read there: something of it is missing.
const BROKEN: &str = r"(^|[^0-9*])\*\*[^*\s\d，。、；：！？）》」』”’…]|\]\(";

/// Markup that running text has and other texts do not.
const RUNNING: &str = r"\*[^*\s0-9]([^*]*[^*\s0-9])?\*|\{[^{}|]+\|[^{}|]+\}|`[^`]+`|</?[A-Za-z][^<>]*>|\[\^[^\]]+\]|\\[!-/:-@\[-`{-~]|&[A-Za-z]+;";

/// Of a text that takes no markup.
pub(super) fn of_text(text: &str, (node, used): (&Node, Use), found: &mut Findings) {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    if used == Use::Running || !text.contains(MARKS) {
        return;
    }
    let all = [NOWHERE, BROKEN, RUNNING];
    if let Some(seen) = compiled(&PATTERN, &all).and_then(|pattern| pattern.find(text)) {
        say(seen.as_str(), &node.places(text).of(seen.range()), None, found);
    }
}

/// Of an item of a list in brackets: marks of full width part no items.
pub(super) fn of_item(text: &str, node: &Node, found: &mut Findings) {
    let mut depth = 0_usize;
    let parts = text.char_indices().find(|(_, c)| {
        match c {
            _ if "（(《〈“‘「『【〔".contains(*c) => depth += 1,
            _ if "）)》〉”’」』】〕".contains(*c) => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && "，、；".contains(*c)
    });
    let Some((at, mark)) = parts else { return };
    if !node.is_bare_item() {
        return;
    }
    let message = msg!(
        "“{mark}”不分开方括号里的各项，“{text}”成了一项",
        "“{mark}” does not part the items of a list, and “{text}” is one item"
    );
    let hint = msg!(
        "各项之间写半角逗号加空格；本是一项就加英文单引号",
        "put a half-width comma and a space between items; if it is one, put quotes around it"
    );
    let at = node.places(text).of(at..at + mark.len_utf8());
    found.add_with_hint(Code::W05, Some(&at), message, hint);
}

/// Of words of running text, which have the markup that was read behind them. Stars that the reader
/// has told of are not told of again.
pub(super) fn of_words(words: &[(&Text, &Place)], found: &mut Findings) {
    static PATTERN: OnceLock<Option<Regex>> = OnceLock::new();
    let Some(pattern) = compiled(&PATTERN, &[NOWHERE, BROKEN]) else { return };
    let told = found.places(Code::W05);
    let told: BTreeSet<(&str, usize)> = told.iter().flat_map(ends).collect();
    for (number, (text, at)) in words.iter().enumerate() {
        if !text.contains(MARKS) {
            continue;
        }
        let seen = pattern.find_iter(text).find(|seen| {
            let begins = !seen.as_str().starts_with(['#', '＃', '＞'])
                || seen.start() == 0 && !is_in_cell(text);
            let mark = seen.start() + seen.as_str().find(MARKS).unwrap_or_default();
            begins && is_as_written(text, mark) && !is_told(text, mark, &told)
        });
        if let Some(seen) = seen {
            let place = text.place_of(seen.range());
            let stars = || {
                msg!(
                    "要黑体就前后各两个星号，标点写在外面：`**甲**：`；要印星号写 `\\*`",
                    "for emphasis put two stars on each side, and marks outside of them: `**a**:`; for stars write `\\*`"
                )
            };
            let beside = [number.checked_sub(1), Some(number + 1)].into_iter().flatten();
            let mut beside = beside.filter_map(|number| words.get(number));
            let is_parted = rows::is_row(text) && beside.any(|(text, _)| rows::is_row(text));
            let hint = match is_parted {
                true => Some(rows::hint()),
                false => seen.as_str().contains("**").then(stars),
            };
            say(seen.as_str(), place.as_ref().unwrap_or(at), hint, found);
        }
    }
}

/// Where a place begins and ends in its file.
fn ends(place: &Place) -> [(&str, usize); 2] {
    [(&place.file, place.bytes.0), (&place.file, place.bytes.1)]
}

/// Whether words begin behind a stroke, as those of a cell do.
fn is_in_cell(text: &Text) -> bool {
    let before = text.pieces().and_then(|(source, pieces)| {
        let line = source.stored().get(..pieces.first()?.stored.start)?.trim_end_matches(' ');
        line.chars().next_back()
    });
    before == Some('|')
}

/// Whether there are stars here at which something begins or ends that has been told of.
fn is_told(text: &Text, at: usize, told: &BTreeSet<(&str, usize)>) -> bool {
    let stars = text[at..].len() - text[at..].trim_start_matches('*').len();
    let place = text.place_of(at..at + stars).filter(|_| stars > 0);
    place.is_some_and(|place| ends(&place).iter().any(|end| told.contains(end)))
}

/// Characters without which nothing looks like markup.
const MARKS: [char; 19] = [
    '~', '^', '=', '+', '|', '｜', '#', '＃', '*', '＊', ']', '{', '`', '<', '＞', '[', '［', '\\',
    '&',
];

/// A pattern of several; `None` if it is none, which a test rules out.
fn compiled<'a>(pattern: &'a OnceLock<Option<Regex>>, parts: &[&str]) -> Option<&'a Regex> {
    pattern.get_or_init(|| Regex::new(&parts.join("|")).ok()).as_ref()
}

/// Whether a character stands in the file as itself and is not escaped.
fn is_as_written(text: &Text, at: usize) -> bool {
    let Some((_, pieces)) = text.pieces() else { return true };
    let piece = pieces.iter().find(|piece| piece.words.contains(&at));
    piece.is_none_or(|piece| piece.verbatim)
}

fn say(seen: &str, at: &Place, hint: Option<Message>, found: &mut Findings) {
    let is_figure = seen.starts_with(['!', '！']) || seen.starts_with("{图|");
    let placing = || {
        msg!(
            "图放在正文里：`![](名字)` 独占一行，半角；图号写 `{{图|名字}}`",
            "figures stand in running text: `![](name)` in a line of its own, and `{{图|name}}` for \
             a mark"
        )
    };
    let hint = hint.or_else(|| is_figure.then(placing));
    let seen = excerpt(seen);
    let message = msg!(
        "“{seen}”在这里不是标记，会照原样印出",
        "“{seen}” is no markup here and is printed as it is"
    );
    found.add_with(Code::W05, Some(at), message, Help { hint, fix: None });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_markup_is_told_from_words() {
        let find = |parts: &[&str], text| {
            let pattern = Regex::new(&parts.join("|")).unwrap();
            pattern.find(text).map(|seen| seen.as_str().to_owned())
        };
        let plain = |text| find(&[NOWHERE, BROKEN, RUNNING], text);
        for text in [
            "**题**",
            "*题*",
            "{甲|jiǎ}",
            "`码`",
            "<b>题",
            "题[^1]",
            "#概况",
            "##题",
            "H~2~O",
            "m^2^",
            "^[注]",
            "[见](#a)",
            "A\\*B",
            "甲&amp;乙",
            "| 甲 | 乙 |",
            "甲｜乙｜丙",
            "~~删~~",
            "==重==",
            "＃概况",
            "＞引文",
            "[x] 已办",
            "这是，＊＊重点＊＊。",
            "题［^1］",
            "++甲++",
            "见[[甲]]",
            "标题===",
            "![](a.svg)",
            "！[图]（a.svg）",
        ] {
            assert!(plain(text).is_some(), "{text}");
        }
        for text in [
            "120*80*60厘米",
            "3*4米，另5*6米",
            "产值*",
            "#2乙烯",
            "1~3月，5~6月",
            "[编者按]",
            "a_b_c",
            "AT&T",
            "5<6，7>3",
            "C:\\年鉴",
            "甲|乙",
            "2^10",
            "x=1",
            "C++和C++、C++",
            "===",
            "甲===乙",
            "＃2乙烯",
            "李＊＊、王＊＊、138＊＊＊＊8888",
            "［编者按］",
            "甲＞乙",
            "好！[编者按]",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
