//! W14: captions that end with a full stop. W21: titles of entries of more than 15 characters.
//! W24: a caption that says the title of its story in other words.

use crate::diag::{Code, Findings, msg};
use crate::model::{Chapter, Section, Story};
use crate::source::At;
use crate::text::class::{is_blank, is_han};
use crate::text::join::squeezed;

/// The most characters of a title of an entry.
const LONGEST: usize = 15;

/// Looks at a section.
pub(super) fn judge(section: &Section, found: &mut Findings) {
    for figure in section.captioned_figures() {
        let caption = figure.caption.trim_end();
        if caption.ends_with('。') {
            let place = place(&figure.caption, &figure.at);
            let message = msg!("图注句末有句号", "the caption ends with a full stop");
            let hint = msg!("删去句末的“。”", "delete the last 。");
            found.add_with_hint(Code::W14, Some(&place), message, hint);
        }
    }
    let is_entries = section.treatment.chapter == Chapter::Section;
    for story in section.stories() {
        if is_entries {
            long(story, found);
        }
        for figure in story.all_figures() {
            let (title, caption) = (squeezed(&story.title), squeezed(&figure.caption));
            let Some((told, other)) = other_words(&title, &caption) else { continue };
            let message = msg!(
                "题目说“{told}”，图注说“{other}”",
                "the title says “{told}”, the caption “{other}”"
            );
            found.add(Code::W24, Some(&place(&figure.caption, &figure.at)), message);
        }
    }
}

fn place(text: &crate::source::Text, at: &At) -> crate::source::Place {
    text.place().unwrap_or_else(|| (**at).clone())
}

fn long(story: &Story, found: &mut Findings) {
    let count = squeezed(&story.title).chars().count();
    if count <= LONGEST || is_blank(&story.title) || !story.title.chars().any(is_han) {
        return;
    }
    let message = msg!(
        "条目题 {count} 字，超过 {LONGEST} 字",
        "the title of the entry has {count} characters, more than {LONGEST}"
    );
    found.add(Code::W21, Some(&place(&story.title, &story.at)), message);
}

/// What two texts say differently, if they are the same before and behind it and mostly so.
fn other_words(one: &str, other: &str) -> Option<(String, String)> {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let head = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let rest = one.len().min(other.len()) - head;
    let tail = one.iter().rev().zip(other.iter().rev()).take(rest);
    let tail = tail.take_while(|(a, b)| a == b).count();
    let inner = |text: &[char]| text[head..text.len() - tail].to_vec();
    let (told, said) = (inner(&one), inner(&other));
    // A short form is no other word.
    let is_short = |long: &[char], short: &[char]| {
        let mut rest = long.iter();
        short.iter().all(|c| rest.any(|own| own == c))
    };
    let is_sure = head + tail >= 8
        && !is_short(&told, &said)
        && !is_short(&said, &told)
        && !told.is_empty()
        && !said.is_empty()
        && told.len() <= 6
        && said.len() <= 6
        && told.iter().chain(&said).all(|c| is_han(*c) || c.is_ascii_digit());
    // One character says too little: 张謇, not 謇.
    let from = head - usize::from(told.len().max(said.len()) == 1 && head > 0);
    let words = |text: &[char]| text[from..text.len() - tail].iter().collect();
    is_sure.then(|| (words(&one), words(&other)))
}

#[cfg(test)]
mod tests {
    use super::other_words;

    #[test]
    fn captions_say_what_titles_say() {
        for (title, caption, differs) in [
            ("瑞金医院金山院区项目整体开工", "瑞金医院金山院区整体项目开工", true),
            ("金山在沪首推“三联办”全程网办", "金山全市率先“三联办”全程网办", true),
            ("张謇创办的大生纱厂旧址", "张骞创办的大生纱厂旧址", true),
            ("2023长三角乡村振兴大会在金举行", "长三角乡村振兴大会在金举行", false),
            ("市委书记来金调研", "市委书记来金调研", false),
            ("华东师大二附中实验学校揭牌", "华二附中实验学校揭牌", false),
            ("开幕", "闭幕", false),
            ("上海湾区音乐节", "海边的舞台上，三人演奏", false),
        ] {
            assert_eq!(other_words(title, caption).is_some(), differs, "{title} {caption}");
        }
    }
}
