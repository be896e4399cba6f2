//! Words that must agree with other words, and marks of the right width.

use crate::diag::{Code, Findings};
use crate::load::Raw;
use crate::load::yaml::Node;
use crate::model::{Book, Content, visit_text};
use crate::said;
use crate::text::class::is_han;
use crate::text::join::squeezed;

pub(super) fn rules(raw: &Raw, book: &Book, found: &mut Findings) {
    titles(raw, found);
    quotations(book, found);
    raw.each_text(&mut |text, node, _| half_width(text, node, found));
}

/// Breaking a title by sense may not change it; spaces are where lines join.
fn titles(raw: &Raw, found: &mut Findings) {
    let mut compare = |title: &str, broken: &Option<String>, node: &Node| {
        let Some(broken) = broken else { return };
        if squeezed(&broken.replace('|', "")) != squeezed(title) {
            let at = &node.key("title_lines").at;
            found.add(
                Code::W01,
                Some(at),
                said!(
                    "`{broken}` 合起来不是标题“{title}”",
                    "`{broken}` does not join to the title “{title}”"
                ),
            );
        }
    };
    for file in &raw.sections {
        compare(&file.section.title, &file.section.title_lines, &file.node);
        for (index, story) in file.section.stories.iter().flatten().enumerate() {
            compare(&story.title, &story.title_lines, file.node.key("stories").item(index));
        }
    }
}

/// Excerpts and numbers for display must stand in the body.
fn quotations(book: &Book, found: &mut Findings) {
    for section in &book.sections {
        let Content::Stories(stories) = &section.content else {
            continue;
        };
        for story in stories {
            let mut body = String::new();
            visit_text(&story.body, &mut |text| body.push_str(text));
            if let Some(excerpt) = story.excerpt.as_ref().filter(|e| !body.contains(e.as_str())) {
                found.add(
                    Code::W02,
                    Some(&story.at),
                    said!(
                        "摘句“{excerpt}”不见于正文",
                        "the excerpt “{excerpt}” is not in the body"
                    ),
                );
            }
            for fact in &story.facts {
                let value = &fact.value;
                if !has_number(&body, value) {
                    found.add(
                        Code::W03,
                        Some(&story.at),
                        said!("数字 {value} 不见于正文", "the number {value} is not in the body"),
                    );
                }
            }
        }
    }
}

/// Whether a number stands in a text as a number of its own: `5` is not in `95.67`.
fn has_number(body: &str, value: &str) -> bool {
    let touches = |c: char| c.is_ascii_digit() || c == '.';
    !value.is_empty()
        && body.match_indices(value).any(|(start, _)| {
            let before = body[..start].chars().next_back();
            let mut after = body[start + value.len()..].chars();
            let next = after.next();
            let decimal = next == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit());
            !before.is_some_and(touches) && !next.is_some_and(|c| c.is_ascii_digit()) && !decimal
        })
}

/// Half-width `, ; : ? ! ( )` beside Han (GB/T 15834, clause 5: marks take a full square).
fn half_width(text: &str, node: &Node, found: &mut Findings) {
    for (line, source) in text.lines().enumerate() {
        let mut before = None;
        let mut characters = source.chars().enumerate().peekable();
        while let Some((column, c)) = characters.next() {
            let after = characters.peek().map(|(_, next)| *next).filter(|_| c == '(');
            let beside = before.is_some_and(is_han) || after.is_some_and(is_han);
            if beside && matches!(c, ',' | ';' | ':' | '?' | '!' | '(' | ')') {
                let at = node.inside(line, column);
                found.add(
                    Code::W04,
                    Some(&at),
                    said!("汉字旁的半角“{c}”", "half-width “{c}” beside Han"),
                );
            }
            before = Some(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::has_number;

    #[test]
    fn numbers_stand_alone() {
        assert!(has_number("全长95.67公里", "95.67"));
        assert!(has_number("共14座。", "14"));
        assert!(has_number("1.5.", "1.5"));
        for (body, value) in
            [("95.67", "5"), ("95.67", "95"), ("140", "14"), ("114", "14"), ("x", "")]
        {
            assert!(!has_number(body, value), "{value} in {body}");
        }
    }
}
