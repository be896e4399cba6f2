//! Faces in the e-book, cut to the words that the style sheet sets in them.
//!
//! A rule `@font-face` of the layout's style sheet with an address `nianjian:FAMILY:PLACES` names a
//! face of the book and the elements and classes that it is for; `*` is all other text. Here the
//! words of those are gathered and the rule gets the address of the cut face, or is removed if
//! there is none, so that the next family of the stack is used. The rule's own `font-family` is a
//! name that no reader's face has: a cut face under a common name would be used for its few
//! characters in all text. Fonts are not obfuscated.

use std::collections::BTreeSet;

use crate::diag::{Code, Findings, msg};
use crate::model::EpubFonts;
use crate::text::class::is_han;
use quick_xml::Reader;
use quick_xml::events::Event;

const SCHEME: &str = "nianjian:";

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

/// A rule that asks for a face.
struct Rule<'a> {
    /// The whole rule.
    text: &'a str,
    family: &'a str,
    weight: u16,
    /// The address as it is written.
    address: &'a str,
    /// Elements and classes, the latter with a dot.
    places: Vec<&'a str>,
    /// Whether it is for all text that no other rule names.
    rest: bool,
}

/// Puts the faces that `wanted` allows into a style sheet.
pub(super) fn embed(
    style: &str,
    pages: &[String],
    cutter: &Cutter,
    wanted: EpubFonts,
    found: &mut Findings,
) -> Styled {
    let rules = rules(style);
    let used = match wanted {
        EpubFonts::None => vec![BTreeSet::new(); rules.len()],
        EpubFonts::Headings | EpubFonts::All => used(&rules, pages),
    };
    let mut styled = Styled { style: style.to_owned(), files: Vec::new() };
    // Any other reference to a face of the book gets none.
    for text in texts(style).filter(|text| text.contains(SCHEME) && rule(text).is_none()) {
        styled.style = styled.style.replacen(text, "", 1);
    }
    for (rule, mut characters) in rules.iter().zip(used) {
        let any = if rule.rest && wanted == EpubFonts::Headings {
            // Beside the reader's own face, what that may lack.
            characters.retain(|c| is_rare(*c));
            !characters.is_empty()
        } else {
            let any = !characters.is_empty();
            characters.extend(ALWAYS.chars().chain(' '..='~'));
            any
        };
        let face = if any { cutter(rule.family, rule.weight, &characters) } else { Face::Absent };
        let Face::Cut(cut) = face else {
            if matches!(face, Face::Locked) {
                let family = rule.family;
                let message =
                    msg!("字体 {family} 不许嵌入电子书", "the face {family} may not be embedded");
                found.add(Code::E02, None, message);
            }
            styled.style = styled.style.replacen(rule.text, "", 1);
            continue;
        };
        let path = format!("fonts/{}.ttf", styled.files.len() + 1);
        let address = rule.text.replacen(rule.address, &path, 1);
        styled.style = styled.style.replacen(rule.text, &address, 1);
        styled.files.push((path, cut));
    }
    styled
}

/// Whether readers' faces may lack a character: a Chinese one that is not in GB 2312—1980, which
/// all have. That is what two bytes from A1 of GBK are.
fn is_rare(c: char) -> bool {
    let mut bytes = [0; 4];
    let (coded, _, unknown) = encoding_rs::GBK.encode(c.encode_utf8(&mut bytes));
    let is_common = matches!(*coded, [0xA1..=0xF7, 0xA1..=0xFE]);
    is_han(c) && (unknown || !is_common)
}

/// The rules of a style sheet that ask for faces, in order.
fn rules(style: &str) -> Vec<Rule<'_>> {
    texts(style).filter_map(rule).collect()
}

/// All rules `@font-face`.
fn texts(style: &str) -> impl Iterator<Item = &str> {
    let starts = style.match_indices("@font-face").map(|(start, _)| &style[start..]);
    starts.filter_map(|rest| Some(&rest[..=rest.find('}')?]))
}

fn rule(text: &str) -> Option<Rule<'_>> {
    let value = |name: &str| {
        let rest = text.split_once(name)?.1.trim_start().strip_prefix(':')?;
        Some(rest.split([';', '}']).next()?.trim().trim_matches(['"', '\'']))
    };
    let start = text.find(SCHEME)?;
    let address = text[start..].split(['"', '\'', ')']).next()?;
    let (family, places) = address[SCHEME.len()..].split_once(':')?;
    let places = places.split(',').map(str::trim);
    let places: Vec<&str> = places.filter(|place| !place.is_empty()).collect();
    Some(Rule {
        text,
        family: family.trim(),
        weight: value("font-weight").map_or(Some(400), |weight| weight.parse().ok())?,
        address,
        rest: places.contains(&"*"),
        places,
    })
}

/// The characters in use, rule by rule.
fn used(rules: &[Rule], pages: &[String]) -> Vec<BTreeSet<char>> {
    let mut used = vec![BTreeSet::new(); rules.len()];
    let rest: u64 = bits(rules, |rule| rule.rest);
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
fn under(rules: &[Rule], name: &str, class: &str) -> u64 {
    bits(rules, |rule| {
        rule.places.iter().any(|place| match place.strip_prefix('.') {
            Some(named) => class.split(' ').any(|class| class == named),
            None => *place == name,
        })
    })
}

/// A bit for each rule that is meant; rules beyond the sixty-third are never.
fn bits(rules: &[Rule], meant: impl Fn(&Rule) -> bool) -> u64 {
    let meant = rules.iter().enumerate().take(63).filter(|(_, rule)| meant(rule));
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
        let rules = rules(STYLE);
        let named: Vec<(&str, u16)> = rules.iter().map(|r| (r.family, r.weight)).collect();
        assert_eq!(named, [("Face A", 700), ("Face B", 400)]);
        let page =
            "<body><h1 class=\"x\">题<b>目</b></h1><p>正文<i class=\"a no\">一</i></p></body>";
        let used = used(&rules, &[page.to_owned()]);
        let words = |used: &BTreeSet<char>| used.iter().collect::<String>();
        assert_eq!(used.iter().map(words).collect::<Vec<_>>(), ["一目题", "文正"]);
    }

    #[test]
    fn rare_characters_are_embedded_beside_the_readers_face() {
        let words = |c: &char| "金山重固䶮㛃𠮷犇堃龘".contains(*c) && is_rare(*c);
        let rare: String = "金山重固䶮㛃𠮷犇堃龘A、".chars().filter(words).collect();
        assert_eq!(rare, "䶮㛃𠮷犇堃龘");
        let asked = std::cell::RefCell::new(Vec::new());
        let cutter = |family: &str, _: u16, characters: &BTreeSet<char>| {
            let words: String = characters.iter().filter(|c| is_han(**c)).collect();
            asked.borrow_mut().push((family.to_owned(), words, characters.contains(&'，')));
            Face::Absent
        };
        let pages = ["<h1>题</h1><p>张㛃，王䶮</p>".to_owned()];
        embed(STYLE, &pages, &cutter, EpubFonts::Headings, &mut Findings::new(""));
        let expected = [("Face A", "题", true), ("Face B", "㛃䶮", false)];
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
