//! Words that must agree with other words.

use std::collections::BTreeSet;

use crate::check::rules::judged::Judged;
use crate::check::rules::texts::one_line;
use crate::diag::{Code, Findings, msg};
use crate::load::Raw;
use crate::load::yaml::Node;
use crate::model::{Book, Chapter, Section, Story, visit};
use crate::source::Place;
use crate::text::class::is_blank;
use crate::text::join::squeezed;

/// Of what `book.yaml` says.
pub(super) fn rules(raw: &Raw, found: &mut Findings) {
    let wrong = found.places(Code::Y06);
    title((&raw.book.title, &raw.book.title_lines), &raw.node, &wrong, found);
}

/// A number of a section that names the story it is from stands in its body.
pub(super) fn told(book: &Book, found: &mut Findings) {
    let facts = book.sections.iter().flat_map(|section| &section.facts);
    for fact in facts.filter(|fact| !is_blank(&fact.figure.value)) {
        let Some((id, _)) = &fact.story else { continue };
        let Some(story) = book.stories().find(|story| story.id == id.as_str()) else { continue };
        let value = &fact.figure.value;
        // What a story shows was looked at there.
        let own = story.key_figures.iter().any(|figure| figure.value == *value);
        if own || has_number(&words(story), value) {
            continue;
        }
        let message = msg!(
            "数字 {value} 不见于条目 {id} 的正文",
            "the number {value} is not in the body of the story {id}"
        );
        found.add(Code::W03, Some(value.place().as_ref().unwrap_or(&fact.at)), message);
    }
}

/// The words of a story's body.
fn words(story: &Story) -> String {
    let mut body = String::new();
    visit(&story.body, &mut |run| run.words(&mut |text| body.push_str(text)));
    body
}

/// Of what a section says.
pub(super) fn in_section(of: &Judged, found: &mut Findings) {
    let (source, node) = (&of.file.section, &of.file.node);
    let wrong = found.places(Code::Y06);
    title((&source.title, &source.title_lines), node, &wrong, found);
    one_line(&source.title, node.key("title"), found);
    for (index, story) in source.stories.iter().flatten().enumerate() {
        let node = node.key("stories").item(index);
        title((&story.title, &story.title_lines), node, &wrong, found);
        one_line(&story.title, node.key("title"), found);
        if of.section.is_some_and(|section| section.treatment.chapter == Chapter::Section) {
            brackets(&story.title, &node.key("title").at, found);
        }
    }
    of.section.into_iter().for_each(|section| quotations(section, found));
}

/// Breaking a title by sense may not change it; spaces are where lines join.
fn title(
    (title, broken): (&str, &Option<String>),
    node: &Node,
    wrong: &BTreeSet<Place>,
    found: &mut Findings,
) {
    not_blank(title, node, wrong, found);
    let Some(broken) = broken else { return };
    if squeezed(&broken.replace('|', "")) != squeezed(title) {
        let at = &node.key("title_lines").at;
        found.add(
            Code::W01,
            Some(at),
            msg!(
                "`{broken}` 合起来不是标题“{title}”",
                "`{broken}` does not join to the title “{title}”"
            ),
        );
    }
}

/// Titles that run into the text are marked by the layout.
fn brackets(title: &str, at: &Place, found: &mut Findings) {
    let inner = title.trim().strip_prefix('【').and_then(|rest| rest.strip_suffix('】'));
    let Some(inner) = inner.filter(|inner| !inner.contains(['【', '】'])) else { return };
    let message = msg!(
        "条目题里写了【】：括号由版式加，会印成两层",
        "the title has its own brackets, which the layout sets: they would be printed twice"
    );
    let hint = msg!("写成 `title: {inner}`", "write `title: {inner}`");
    found.add_with_hint(Code::W05, Some(at), message, hint);
}

/// A title says something.
fn not_blank(title: &str, node: &Node, wrong: &BTreeSet<Place>, found: &mut Findings) {
    let at = &node.key("title").at;
    // A key that is missing or holds no text was found against the schema.
    if !node.has("title") || wrong.contains(at) {
        return;
    }
    if is_blank(title) {
        let message = msg!("题目是空的", "the title is empty");
        found.add_with_hint(Code::M06, Some(at), message, msg!("写上题目", "write the title"));
    }
}

/// Excerpts and numbers for display must stand in the body.
fn quotations(section: &Section, found: &mut Findings) {
    for story in section.stories() {
        if story.excerpt.is_none() && story.key_figures.is_empty() {
            continue;
        }
        let body = words(story);
        if let Some(excerpt) = story.excerpt.as_ref().filter(|e| !body.contains(e.as_str())) {
            let at = excerpt.place();
            found.add(
                Code::W02,
                Some(at.as_ref().unwrap_or(&story.at)),
                msg!("摘句“{excerpt}”不见于正文", "the excerpt “{excerpt}” is not in the body"),
            );
        }
        for fact in &story.key_figures {
            let value = &fact.value;
            if !has_number(&body, value) {
                let at = value.place();
                found.add(
                    Code::W03,
                    Some(at.as_ref().unwrap_or(&story.at)),
                    msg!("数字 {value} 不见于正文", "the number {value} is not in the body"),
                );
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
