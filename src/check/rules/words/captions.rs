//! W14: captions that end with a full stop. W21: titles of entries of more than 15 characters.
//! W24: a caption that says the title of its story in other words.

use crate::diag::{Code, Findings, msg};
use crate::model::{Chapter, Section, Story};
use crate::source::At;
use crate::text::class::is_han;
use crate::text::join::squeezed;

/// The most characters of a title of an entry.
const LONGEST: usize = 15;

/// Looks at a section.
pub(super) fn judge(section: &Section, found: &mut Findings) {
    for figure in section.captioned_figures() {
        if has_stop(&figure.caption) {
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
    let Some(count) = too_many(&story.title) else { return };
    let message = msg!(
        "条目题 {count} 字，超过 {LONGEST} 字",
        "the title of the entry has {count} characters, more than {LONGEST}"
    );
    found.add(Code::W21, Some(&place(&story.title, &story.at)), message);
}

/// Whether a caption ends with a full stop, as none does, whatever stands before (GB/T 15834, A.1).
fn has_stop(caption: &str) -> bool {
    caption.trim_end().ends_with('。')
}

/// How many characters a title in Chinese has, if these are too many.
fn too_many(title: &str) -> Option<usize> {
    let count = squeezed(title).chars().count();
    (count > LONGEST && title.chars().any(is_han)).then_some(count)
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
    use super::{has_stop, other_words, too_many};

    #[test]
    fn captions_end_without_a_full_stop() {
        for (caption, wrong) in [
            ("大桥通车。", true),
            ("左为大桥。右为码头。", true),
            ("大桥通车", false),
            ("左为大桥。右为码头", false),
            ("大桥通车了！", false),
            ("大桥（2023年5月摄）", false),
            ("", false),
        ] {
            assert_eq!(has_stop(caption), wrong, "{caption}");
        }
    }

    #[test]
    fn titles_of_entries_have_at_most_15_characters() {
        for (title, count) in [
            ("金山区召开全区生态环境保护工作大会", Some(17)),
            ("全区生态环境保护工作大会", None),
            ("一二三四五 六七八九十 一二三四五", None),
            ("一二三四五六七八九十一二三四五六", Some(16)),
            ("Conference on the Environment", None),
            ("", None),
        ] {
            assert_eq!(too_many(title), count, "{title}");
        }
    }

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
