//! Comments that allow findings at a place: `# nianjian: allow W07 why`.
//!
//! One behind a value speaks of its line, and of the text that the line opens (`body: | # …`). One
//! in a line of its own speaks of the next line that is no comment, and of all lines below that are
//! indented further: above a key of its value, above an item of a list of the whole item.

use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use crate::diag::control::Allow;
use crate::diag::{Code, Findings, Message, excerpt, msg};
use crate::load::yaml::Node;
use crate::source::Source;

/// What such comments begin with.
const NAME: &str = "nianjian:";

/// Their name without its mark.
const WORD: &str = "nianjian";

/// The comments of a file that allow findings. What is wrong with one is reported.
pub(super) fn of(source: &Arc<Source>, node: &Node, found: &mut Findings) -> Vec<Allow> {
    let text = source.plain();
    // Most files have none, and are not looked through.
    if !text.as_bytes().windows(WORD.len()).any(|it| it.eq_ignore_ascii_case(WORD.as_bytes())) {
        return Vec::new();
    }
    let mut scalars = Vec::new();
    node.scalars(&mut scalars);
    scalars.sort_by_key(|range| (range.start, range.end));
    let mut allows = Vec::new();
    let all: Vec<&str> = text.split('\n').collect();
    let mut start = 0;
    for (index, line) in all.iter().enumerate() {
        for at in line.match_indices('#').map(|(at, _)| start + at) {
            let is_apart = text[..at].chars().next_back().is_none_or(char::is_whitespace);
            let own = &text[at..start + line.len()];
            let comment = at..start + line.trim_end().len();
            let Some(words) = ours(own).filter(|_| is_apart) else {
                if is_apart && is_near(own) && !is_inside(&scalars, at) {
                    misspelt(source, comment, found);
                }
                continue;
            };
            match is_inside(&scalars, at) {
                true => in_words(source, comment, found),
                false => {
                    let lines = lines(&all, index, at - start);
                    allows.extend(read(source, (words, comment), lines, found));
                }
            }
            break;
        }
        start += line.len() + 1;
    }
    allows
}

/// What a comment says to this program, if anything.
fn ours(comment: &str) -> Option<&str> {
    comment.trim_start_matches('#').trim_start().strip_prefix(NAME)
}

/// Whether a comment is meant for this program and written in another way, such as with a
/// full-width colon: it would allow nothing.
fn is_near(comment: &str) -> bool {
    let words = comment.trim_start_matches('#').trim_start();
    let Some((name, rest)) = words.split_at_checked(WORD.len()) else { return false };
    if !name.eq_ignore_ascii_case(WORD) {
        return false;
    }
    let rest = rest.trim_start().trim_start_matches([':', '：', '∶', '﹕', ';', '；', '，', ',']);
    let verb = rest.trim_start().split_at_checked("allow".len()).map(|(verb, _)| verb);
    verb.is_some_and(|verb| verb.eq_ignore_ascii_case("allow"))
}

/// A comment that would be one of ours but for how it begins.
fn misspelt(source: &Arc<Source>, at: Range<usize>, found: &mut Findings) {
    let words = excerpt(&source.plain()[at.clone()]);
    let message = msg!(
        "“{words}”不管用：要写成 `# nianjian: allow`",
        "“{words}” does nothing: it has to begin with `# nianjian: allow`"
    );
    let hint = msg!(
        "小写，后面是半角冒号和一个空格",
        "in small letters, with a half-width colon and a space behind"
    );
    found.add_with_hint(Code::Y17, Some(&source.place(at)), message, hint);
}

/// Whether a byte of the plain text is one of a scalar.
fn is_inside(scalars: &[Range<usize>], at: usize) -> bool {
    let behind = scalars.partition_point(|range| range.start <= at);
    behind.checked_sub(1).is_some_and(|last| scalars[last].contains(&at))
}

/// Inside of a text it is no comment.
fn in_words(source: &Arc<Source>, at: Range<usize>, found: &mut Findings) {
    let words = excerpt(&source.plain()[at.clone()]);
    let message = msg!(
        "“{words}”在文字里，是正文，不是注释，会印出来",
        "“{words}” is inside of a text: words that are printed, and no comment"
    );
    let hint = msg!("移到这段文字的键上面", "move it above the key of the text");
    found.add_with_hint(Code::Y17, Some(&source.place(at)), message, hint);
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// The lines, from 1, that a comment in the line of this number from 0 speaks of.
fn lines(all: &[&str], number: usize, column: usize) -> RangeInclusive<usize> {
    let line = |number: usize| all.get(number).copied().unwrap_or_default();
    let own = &line(number)[..column];
    let is_behind = !own.trim().is_empty();
    let first = match is_behind {
        true => number,
        false => {
            let says = |line: &&str| !line.trim().is_empty() && !is_comment(line);
            let next = all.iter().skip(number + 1).position(says);
            // Nothing is below.
            let Some(next) = next else { return number + 1..=number + 1 };
            number + 1 + next
        }
    };
    let opens = |own: &str| {
        let own = own.trim_end();
        own.ends_with([':', '|', '>']) || own.ends_with(['+', '-']) && own.contains(": ")
    };
    if is_behind && !opens(own) {
        return number + 1..=number + 1;
    }
    // Behind a key, the key counts and not the dash of its item.
    let head = line(first);
    let depth = match is_behind {
        true => head.len() - head.trim_start_matches([' ', '-']).len(),
        false => indent(head),
    };
    // A list may stand as far to the left as its key.
    let is_key = head.trim_end().ends_with(':') && !head.trim_start().starts_with("- ");
    let mut last = first;
    for (number, line) in all.iter().enumerate().skip(first + 1) {
        if line.trim().is_empty() {
            continue;
        }
        let is_item = is_key && indent(line) == depth && line.trim_start().starts_with("- ");
        if indent(line) <= depth && !is_item {
            break;
        }
        last = number;
    }
    first + 1..=last + 1
}

/// What a comment allows in some lines.
fn read(
    source: &Arc<Source>,
    (words, comment): (&str, Range<usize>),
    lines: RangeInclusive<usize>,
    found: &mut Findings,
) -> Option<Allow> {
    let at = source.place(comment);
    let mut tell = |message: Message| found.add(Code::Y17, Some(&at), message);
    let Some(rest) = words.trim().strip_prefix("allow").filter(|rest| !rest.starts_with(is_word))
    else {
        let words = excerpt(words.trim());
        tell(msg!(
            "不懂“{words}”：只有 allow",
            "“{words}” is not understood: there is `allow` alone"
        ));
        return None;
    };
    let mut rest = rest.trim_start();
    let mut codes = Vec::new();
    while let Some(name) = name(rest) {
        rest = rest[name.len()..].trim_start_matches([' ', '\t', ',', '，', '、']);
        match Code::named(name) {
            None => tell(msg!("没有代码 {name}", "there is no code {name}")),
            Some(code) if !code.can_be_silenced() => tell(msg!(
                "{code} 放不过：有它，书做不成",
                "{code} cannot be allowed: it keeps the book from being made"
            )),
            Some(code) => codes.push(code),
        }
    }
    // W04/W16: what stands behind another mark would be taken for the reason.
    let next = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    if next.len() < rest.len()
        && rest.starts_with(['/', '+', '&', '|', ';', '；', '／', '.', '-'])
        && let Some(next) = name(next)
    {
        tell(msg!(
            "{next} 前面要用逗号、顿号或空格，不然不算",
            "a comma or a space has to stand before {next}: it is not allowed as it is"
        ));
    }
    if codes.is_empty() && !words.contains(|c: char| c.is_ascii_digit()) {
        tell(msg!("没有写放过哪个代码", "no code is named that is allowed"));
    } else if !rest.contains(char::is_alphanumeric) {
        tell(msg!("没有写为什么放过", "it does not say why this is allowed"));
    }
    (!codes.is_empty()).then_some(Allow { at, codes, lines })
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// The code that a text begins with: a letter and digits.
fn name(text: &str) -> Option<&str> {
    let name = text.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let mut bytes = name.bytes();
    let is_code = bytes.next().is_some_and(|letter| letter.is_ascii_alphabetic());
    (is_code && name.len() > 1 && bytes.all(|byte| byte.is_ascii_digit())).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::yaml;

    /// The allowed codes with their lines, and how many faults were told.
    fn allowed(text: &str) -> (Vec<(String, RangeInclusive<usize>)>, usize) {
        let source = Arc::new(Source::new("a.yaml", text.into()).unwrap());
        let mut found = Findings::default();
        let (_, node) = yaml::read(&source, &mut found).unwrap();
        let mut found = Findings::default();
        let allows = of(&source, &node, &mut found);
        let row = |allow: Allow| {
            let codes: Vec<String> = allow.codes.iter().map(ToString::to_string).collect();
            (codes.join(","), allow.lines)
        };
        (allows.into_iter().map(row).collect(), found.len())
    }

    fn one(text: &str) -> (String, RangeInclusive<usize>) {
        let (allows, faults) = allowed(text);
        assert_eq!((allows.len(), faults), (1, 0), "{text}");
        allows.into_iter().next().unwrap()
    }

    #[test]
    fn behind_a_value_it_speaks_of_its_line_and_of_the_text_that_it_opens() {
        let all = |lines| ("W07".to_owned(), lines);
        assert_eq!(one("a: 甲  # nianjian: allow W07 诗\nb: 乙\n"), all(1..=1));
        assert_eq!(one("a: |  # nianjian: allow W07 诗\n  甲\n\n  乙\nb: 丙\n"), all(1..=4));
        assert_eq!(
            one("s:\n  - a: >-  # nianjian: allow W07 诗\n      甲\n    b: 乙\n"),
            all(2..=3)
        );
        assert_eq!(one("s:\n  - a: 甲  # nianjian: allow W07 诗\n    b: 乙\n"), all(2..=2));
    }

    #[test]
    fn above_it_speaks_of_the_line_or_block_below() {
        let all = |lines| ("W07,W04".to_owned(), lines);
        let allow = "# nianjian: allow W07、W04 诗";
        assert_eq!(one(&format!("{allow}\n# 另\n\na: 甲\nb: 乙\n")), all(4..=4));
        assert_eq!(one(&format!("{allow}\na: |\n  甲\n  乙\nb: 乙\n")), all(2..=4));
        assert_eq!(one(&format!("s:\n  {allow}\n  - a: 甲\n    b: 乙\n  - a: 丙\n")), all(3..=4));
        assert_eq!(one(&format!("{allow}\ns:\n- a: 甲\n  b: 乙\n- a: 丙\nt: 丁\n")), all(2..=5));
        assert_eq!(one(&format!("a: |\n  甲\n{allow}\nb: 乙\n")), all(4..=4));
        assert_eq!(one(&format!("a: 甲\n{allow}\n")), all(2..=2));
    }

    #[test]
    fn what_is_wrong_with_it_is_told() {
        for text in [
            "a: 甲  # nianjian: allow X99 诗\n",
            "a: 甲  # nianjian: allow F01 诗\n",
            "a: 甲  # nianjian: allow 诗\n",
            "a: 甲  # nianjian: allow\n",
            "a: 甲  # nianjian: forbid W07 诗\n",
            "a: |\n  甲\n  # nianjian: allow W07 诗\n",
            "a: '甲 # nianjian: allow W07 诗'\n",
            "a: 甲  # nianjian：allow W07 诗\n",
            "a: 甲  # nianjian allow W07 诗\n",
            "a: 甲  # NIANJIAN: allow W07 诗\n",
        ] {
            assert_eq!(allowed(text), (vec![], 1), "{text}");
        }
        let (allows, faults) = allowed("a: 甲  # nianjian: allow W07\n");
        assert_eq!((allows.len(), faults), (1, 1), "without a reason it holds, and is told");
        let (allows, faults) = allowed("a: 甲  # nianjian: allow W04/W16 甲\n");
        assert_eq!((allows[0].0.as_str(), faults), ("W04", 1));
        assert_eq!(allowed("a: 甲  # nianjian 排的\n"), (vec![], 0));
        assert_eq!(allowed("a: '甲#nianjian: allow W07'\n"), (vec![], 0), "a word");
    }
}
