//! Faces in the e-book, cut to the words that the style sheet sets in them.
//!
//! A rule `@font-face` of the layout's style sheet with an address `nianjian:FAMILY:PLACES` names a
//! face of the book and the elements and classes that it is for; `*` is all other text (see
//! `face_rules`). Here the words of those are gathered and the rule gets the address of the cut
//! face, or is removed if there is none, so that the next family of the stack is used. The rule's
//! own `font-family` is a name that no reader's face has: a cut face under a common name would be
//! used for its few characters in all text. Fonts are not obfuscated.

use std::collections::BTreeSet;

use crate::diag::{Code, Findings, msg};
use crate::epub::face_rules::{Asked, FaceRule, face_rules};
use crate::model::EpubFonts;
use crate::text::class::is_invisible;
use quick_xml::Reader;
use quick_xml::events::Event;
use unicode_script::{Script, UnicodeScript as _};

/// Beside the words: what style sheets and readers add to them.
const ALWAYS: &str = "　、。·—‘’“”…《》【】（），：；？！";

/// What became of a face.
#[derive(Debug)]
pub enum Face {
    /// It is cut: a font file.
    Cut(Vec<u8>),
    /// Its maker does not allow to embed it.
    Locked,
    /// The book has no such face, or it has none of the characters.
    Absent,
}

/// Cuts the face of a family and weight to characters.
pub type Cutter<'a> = dyn Fn(&str, u16, &BTreeSet<char>) -> Face + 'a;

/// A style sheet and the faces that it asks for.
pub(super) struct Styled {
    /// The style sheet with the addresses of the faces.
    pub style: String,
    /// The faces by their addresses.
    pub files: Vec<(String, Vec<u8>)>,
}

/// Puts the faces that `wanted` allows into a style sheet.
pub(super) fn embed(
    style: &str,
    pages: &[String],
    cutter: &Cutter,
    wanted: EpubFonts,
    found: &mut Findings,
) -> Styled {
    let rules = face_rules(style);
    let used = match wanted {
        EpubFonts::None => vec![BTreeSet::new(); rules.len()],
        EpubFonts::Headings | EpubFonts::All => used(&rules, pages),
    };
    let mut styled = Styled { style: String::new(), files: Vec::new() };
    let mut written = 0;
    for (FaceRule { at, asked }, characters) in rules.iter().zip(used) {
        let before = &style[written..at.start];
        styled.style.push_str(before);
        written = at.end.min(style.len());
        let Some(asked) = asked else { continue };
        let Some(face) = cut(asked, characters, cutter, wanted, found) else { continue };
        let path = format!("fonts/{}.ttf", styled.files.len() + 1);
        styled.style.push_str(&style[at.start..asked.address.start]);
        styled.style.push_str(&format!("url(\"{path}\")"));
        styled.style.push_str(&style[asked.address.end..written]);
        styled.files.push((path, face));
    }
    styled.style.push_str(&style[written..]);
    styled
}

/// Cuts a face to characters that are set in it; `None` if there is nothing to cut, or no face.
fn cut(
    asked: &Asked,
    mut characters: BTreeSet<char>,
    cutter: &Cutter,
    wanted: EpubFonts,
    found: &mut Findings,
) -> Option<Vec<u8>> {
    // Beside the reader's own face, what that may lack.
    let is_beside = asked.rest && wanted == EpubFonts::Headings;
    characters.retain(|c| !is_beside || is_rare(*c));
    if characters.is_empty() {
        return None;
    }
    if !is_beside {
        characters.extend(ALWAYS.chars().chain(' '..='~'));
    }
    let family = &asked.family;
    match cutter(family, asked.weight, &characters) {
        Face::Cut(face) => Some(face),
        Face::Locked => {
            let message =
                msg!("字体 {family} 不许嵌入电子书", "the face {family} may not be embedded");
            found.add(Code::E02, None, message);
            None
        }
        Face::Absent => None,
    }
}

/// Whether readers' faces may lack a character: a Chinese one or a sign that is neither in ASCII
/// nor in GB 2312—1980, which all have. That is what two bytes from A1 of GBK are, less what GBK
/// puts into the gaps. Letters of alphabets are left to the reader's faces, so that no word is set
/// in two.
fn is_rare(c: char) -> bool {
    let mut bytes = [0; 4];
    let (coded, _, unknown) = encoding_rs::GBK.encode(c.encode_utf8(&mut bytes));
    let is_common = match *coded {
        [0xA2, 0xA1..=0xB0] | [0xA6, 0xE0..=0xFE] => false,
        [0..=0x7F] | [0xA1..=0xF7, 0xA1..=0xFE] => !unknown,
        _ => false,
    };
    let is_letter = !c.is_numeric() && !matches!(c.script(), Script::Han | Script::Common);
    !is_common && !is_letter && !is_invisible(c)
}

/// The characters in use, rule by rule.
fn used(rules: &[FaceRule], pages: &[String]) -> Vec<BTreeSet<char>> {
    let mut used = vec![BTreeSet::new(); rules.len()];
    let rest: u64 = bits(rules, |asked| asked.rest);
    for page in pages {
        let mut reader = Reader::from_str(page);
        // For every open element the rules that its text falls under, as bits.
        let mut open = vec![0_u64];
        while let Ok(event) = reader.read_event() {
            let now = open.last().copied().unwrap_or_default();
            match event {
                Event::Start(element) => {
                    let name = element.name();
                    let class = element.try_get_attribute("class").ok().flatten();
                    let class = class.map(|class| class.value.into_owned()).unwrap_or_default();
                    let here = under(rules, name.as_ref(), &class);
                    open.push(now | here);
                }
                Event::End(_) => drop(open.pop()),
                Event::Text(text) => {
                    let now = if now == 0 { rest } else { now };
                    for (number, used) in used.iter_mut().enumerate() {
                        if now & (1 << number) != 0 {
                            used.extend(text.chars().filter(|c| !c.is_control()));
                        }
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
    }
    used
}

/// The rules that name an element or one of its classes.
fn under(rules: &[FaceRule], name: &str, class: &str) -> u64 {
    bits(rules, |asked| {
        asked.places.iter().any(|place| match place.strip_prefix('.') {
            Some(named) => class.split(' ').any(|class| class == named),
            None => place == name,
        })
    })
}

/// A bit for each rule that is meant; rules beyond the sixty-third are never.
fn bits(rules: &[FaceRule], meant: impl Fn(&Asked) -> bool) -> u64 {
    let rules = rules.iter().enumerate().take(63);
    let meant = rules.filter(|(_, rule)| rule.asked.as_ref().is_some_and(&meant));
    meant.fold(0, |bits, (number, _)| bits | 1 << number)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: &str = "@font-face { font-family: \"A\"; font-weight: 700; src: url(\"nianjian:Face A:h1, .no\"); }\n\
                         @font-face { font-family: 'B'; src: url('nianjian:Face B:*') }\n\
                         @font-face { font-family: D; src: url(nianjian:odd) }\n\
                         @font-face { font-family: C; src: url(c.ttf) }\np { }";

    #[test]
    fn rules_are_read_and_words_gathered_by_them() {
        let rules = face_rules(STYLE);
        let page =
            "<body><h1 class=\"x\">题<b>目</b></h1><p>正文<i class=\"a no\">一</i></p></body>";
        let used = used(&rules, &[page.to_owned()]);
        let words = |used: &BTreeSet<char>| used.iter().collect::<String>();
        assert_eq!(used.iter().map(words).collect::<Vec<_>>(), ["一目题", "文正", ""]);
    }

    #[test]
    fn a_rule_in_a_comment_is_none_and_stays() {
        let comment = "/* @font-face { src: url(\"nianjian:Face A:h1\") } */";
        let rule = "@font-face { src: url(\"nianjian:Face A:h1\") }";
        let cutter = |_: &str, _: u16, _: &BTreeSet<char>| Face::Cut(vec![1]);
        let pages = ["<h1>题</h1>".to_owned()];
        let mut found = Findings::new("");
        let style = format!("{comment}\n{rule}\n{comment}");
        let styled = embed(&style, &pages, &cutter, EpubFonts::Headings, &mut found);
        let set = rule.replace("nianjian:Face A:h1", "fonts/1.ttf");
        assert_eq!(styled.style, format!("{comment}\n{set}\n{comment}"));
        assert_eq!(styled.files.len(), 1);
    }

    #[test]
    fn rare_characters_are_embedded_beside_the_readers_face() {
        let common = "金山重固A~、——……“”‘’·①⑩⑴⒛Ⅻ㈠℃×÷≠αжāüé\u{3000}\u{200B}\u{A0}가";
        let rare = "䶮㛃𠮷犇堃龘\u{FA11}⑪㉑㊿₂²©®™€㎡㏎ⅰ–•✓㈱⺁";
        for (words, expected) in [(common, ""), (rare, rare)] {
            let found: String = words.chars().filter(|c| is_rare(*c)).collect();
            assert_eq!(found, expected);
        }
        let asked = std::cell::RefCell::new(Vec::new());
        let cutter = |family: &str, _: u16, characters: &BTreeSet<char>| {
            let words: String =
                characters.iter().filter(|c| !ALWAYS.contains(**c) && !c.is_ascii()).collect();
            asked.borrow_mut().push((family.to_owned(), words, characters.contains(&'，')));
            Face::Absent
        };
        let pages = ["<h1>题</h1><p>张㛃，王䶮㉑</p>".to_owned()];
        embed(STYLE, &pages, &cutter, EpubFonts::Headings, &mut Findings::new(""));
        let expected = [("Face A", "题", true), ("Face B", "㉑㛃䶮", false)];
        let expected = expected.map(|(face, words, all)| (face.to_owned(), words.to_owned(), all));
        assert_eq!(asked.into_inner(), expected);
    }

    #[test]
    fn without_faces_the_rules_go() {
        let cutter = |_: &str, _: u16, _: &BTreeSet<char>| Face::Absent;
        let mut found = Findings::new("");
        let pages = ["<h1>题</h1>".to_owned()];
        for wanted in [EpubFonts::None, EpubFonts::Headings, EpubFonts::All] {
            let styled = embed(STYLE, &pages, &cutter, wanted, &mut found);
            assert_eq!(
                styled.style.trim(),
                "@font-face { font-family: C; src: url(c.ttf) }\np { }"
            );
            assert!(styled.files.is_empty());
        }
    }
}
