//! Mends a file where there is one right answer: edits of its bytes, and a proof that the file
//! says what it said but for them.
//!
//! Only what rules hold to be certain is done, in texts that are set or read aloud; never in what
//! names people, and never where a digit would come, go or change. Comments, quotes, line ends
//! and all that is not edited stay byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::check::glossary::Glossary;
use crate::check::rules::texts::{of_characters, of_habits};
use crate::check::rules::words::terms;
use crate::diag::control::Control;
use crate::diag::{Applicability, Code, Diagnostic, Findings, Fix};
use crate::load::reread::FileTexts;
use crate::load::uses::Use;
use crate::source::{Edit, Source};

/// How often a file is looked through: what was mended may show what else can be.
const ROUNDS: usize = 8;

/// The codes of which something is mended; README, the handbook and `--help` name the same.
pub const MENDED: [Code; 11] = [
    Code::W04,
    Code::W06,
    Code::W10,
    Code::W11,
    Code::W12,
    Code::W13,
    Code::W17,
    Code::W18,
    Code::W19,
    Code::W25,
    Code::W27,
];

/// What is to be mended.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What the book says of findings.
    pub control: &'a Control,
    /// The codes to mend; all if there are none.
    pub only: &'a [Code],
    /// Whether the book is in Chinese.
    pub is_chinese: bool,
    /// The terms of the office.
    pub glossary: Option<&'a Glossary>,
}

/// A file that was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The file as it should be.
    pub text: String,
    /// The codes of what was mended.
    pub codes: BTreeSet<Code>,
    /// How many edits were made.
    pub edits: usize,
}

/// Why a file was not mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotMended {
    /// Its structure is broken; checking says where.
    Broken,
    /// With the edits it would say something else beside them.
    Changed,
}

/// Mends a file; gives it as it is if there is nothing to mend. What the book turns off, and what
/// comments allow, stays.
///
/// # Errors
/// If it cannot be mended without a doubt.
pub fn mend(source: &Arc<Source>, wanted: &Wanted) -> Result<Mended, NotMended> {
    let mut source = Arc::clone(source);
    let mut texts = FileTexts::read(&source).ok_or(NotMended::Broken)?;
    let mut mended = Mended { text: String::new(), codes: BTreeSet::new(), edits: 0 };
    for _ in 0..ROUNDS {
        let (edits, codes) = edits(&texts, &source, wanted);
        if edits.is_empty() {
            break;
        }
        let text = edited(source.stored(), &edits).ok_or(NotMended::Changed)?;
        let later = Source::new(source.path(), text.into_bytes());
        let later = Arc::new(later.map_err(|_| NotMended::Changed)?);
        let read = FileTexts::read(&later).ok_or(NotMended::Changed)?;
        if !texts.differs_by(&edits, &read) {
            return Err(NotMended::Changed);
        }
        mended.edits += edits.len();
        mended.codes.extend(codes);
        (source, texts) = (later, read);
    }
    mended.text = source.stored().to_owned();
    Ok(mended)
}

/// What is certain, in the order of the file and without what overlaps, and of which codes it is.
fn edits(texts: &FileTexts, source: &Source, wanted: &Wanted) -> (Vec<Edit>, BTreeSet<Code>) {
    let Wanted { control, only, is_chinese, glossary } = *wanted;
    let mut found = Findings::default();
    texts.each(&mut |text, node, used| {
        if used != Use::Name {
            of_characters(text, (node, used), is_chinese, &mut found);
            if is_chinese {
                of_habits(text, (node, used), &mut found);
            }
            if let Some(glossary) = glossary {
                terms::of_text(glossary, (text, node, used), &mut found);
            }
        }
    });
    let control = Control { levels: control.levels.clone(), allows: texts.allows.clone() };
    control.apply(&mut found);
    let wanted = |finding: &&Diagnostic| only.is_empty() || only.contains(&finding.code);
    // What belongs together is done together, or not at all.
    let mut whole: Vec<(Code, Vec<&Edit>)> = Vec::new();
    for finding in found.iter().filter(wanted) {
        let certain = |fix: &&Fix| fix.applicability == Applicability::Certain;
        for fix in finding.fix.iter().filter(certain) {
            debug_assert!(MENDED.contains(&finding.code), "{} is listed", finding.code);
            let mut edits: Vec<&Edit> = fix.edits.iter().collect();
            edits.sort_by_key(|edit| (edit.bytes.start, edit.bytes.end));
            let parts = if finding.code == Code::W06 { 1 } else { edits.len().max(1) };
            whole.extend(edits.chunks(parts).map(|edits| (finding.code, edits.to_vec())));
        }
    }
    whole.sort_by_key(|(_, edits)| edits.first().map(|edit| (edit.bytes.start, edit.bytes.end)));
    let (mut out, mut codes) = (BTreeMap::new(), BTreeSet::new());
    for (code, edits) in whole {
        let is_free = edits.iter().all(|edit| {
            let Range { start, end } = edit.bytes;
            let before = out.range(..end).next_back();
            before.is_none_or(|(_, other): (_, &&Edit)| other.bytes.end <= start)
        });
        if is_free && edits.iter().all(|edit| keeps_numbers(edit, source)) {
            codes.insert(code);
            out.extend(edits.into_iter().map(|edit| (edit.bytes.start, edit)));
        }
    }
    (out.into_values().cloned().collect(), codes)
}

/// Whether an edit leaves all digits as they are.
fn keeps_numbers(edit: &Edit, source: &Source) -> bool {
    let Some(old) = source.stored().get(edit.bytes.clone()) else { return false };
    // The digits of an escape are no number.
    let old = if old.starts_with('\\') { Vec::new() } else { digits(old) };
    old == digits(&edit.text)
}

/// The digits of a text, by their value where it has several widths; 〇 is a character of words.
fn digits(text: &str) -> Vec<char> {
    let own = |c: char| match c {
        '０'..='９' => char::from_u32(u32::from(c) - 0xFF10 + u32::from('0')),
        c => Some(c).filter(|c| c.is_numeric() && *c != '〇'),
    };
    text.chars().filter_map(own).collect()
}

/// A text with edits done that stand in its order. `None` if one splits a character.
fn edited(text: &str, edits: &[Edit]) -> Option<String> {
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        out.push_str(text.get(at..edit.bytes.start)?);
        out.push_str(&edit.text);
        at = edit.bytes.end;
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_mended_is_told_everywhere() {
        let handbook = include_str!("../../content/README.md");
        let own = handbook.split("### 替你改").nth(1).unwrap().split("\n### ").next().unwrap();
        let help = include_str!("../args.rs").split("Fix(Fix),").next().unwrap();
        for code in MENDED.map(|code| code.to_string()) {
            assert!(own.contains(&code), "the handbook names {code}");
            assert!(help.contains(&code), "--help names {code}");
        }
    }

    fn mended(text: &str) -> Result<String, NotMended> {
        let source = Arc::new(Source::new("10-a.yaml", text.into()).unwrap());
        let control = &Control::default();
        let wanted = Wanted { control, only: &[], is_chinese: true, glossary: None };
        mend(&source, &wanted).map(|mended| mended.text)
    }

    #[test]
    fn a_file_is_mended_in_every_style_and_nothing_else_of_it_changes() {
        for (wrong, right) in [
            ("title: 甲,乙  # 甲,乙\n", "title: 甲，乙  # 甲,乙\n"),
            ("title: '甲,乙''丙'\n", "title: '甲，乙''丙'\n"),
            ("title: \"甲,乙\\u2F00丙\"\n", "title: \"甲，乙一丙\"\n"),
            ("title: \"甲,\\\n  乙\"\n", "title: \"甲，\\\n  乙\"\n"),
            ("intro: |\n  甲, 乙。。\n\n  丙\n", "intro: |\n  甲，乙。\n\n  丙\n"),
            ("intro: >-\n  甲,乙\n  丙(丁)戊\n", "intro: >-\n  甲，乙\n  丙（丁）戊\n"),
            ("{title: '甲,乙', kind: news}\n", "{title: '甲，乙', kind: news}\n"),
            ("\u{FEFF}title: 甲;乙\r\nkind: x\r\n", "\u{FEFF}title: 甲；乙\r\nkind: x\r\n"),
            ("title: ⽔,⽕\n", "title: 水，火\n"),
            ("title: \u{F9E9}程\n", "title: 里程\n"),
            ("title: 后来。。。没有了\n", "title: 后来……没有了\n"),
            ("title: '共１２人，１．５亩'\n", "title: '共12人，1.5亩'\n"),
            ("title: 二○○八年，10-15%\n", "title: 二〇〇八年，10%～15%\n"),
            ("title: 1990-1995年、10~20人\n", "title: 1990—1995年、10～20人\n"),
            ("title: \"交代帐目，《甲》、《乙》\"\n", "title: \"交代账目，《甲》《乙》\"\n"),
            ("title: 印发《关于《条例》的通知》\n", "title: 印发《关于〈条例〉的通知》\n"),
            ("title: 300平米，5KG，6公分\n", "title: 300平方米，5kg，6公分\n"),
            ("title: 甲,，乙\n", "title: 甲，乙\n"),
            ("title: 农业、工业、等行业\n", "title: 农业、工业等行业\n"),
            ("title: 有工业、等，约翰•列侬\n", "title: 有工业等，约翰·列侬\n"),
            ("title: '汶川“5.12”地震'\n", "title: '汶川“5·12”地震'\n"),
            ("title: '他说:\"好\",走了。'\n", "title: '他说：“好”，走了。'\n"),
            ("title: '说\"好\"，后来...没有'\n", "title: '说“好”，后来……没有'\n"),
            (
                "intro: |\n  全区现共有各级各类 学校若干所。\n",
                "intro: |\n  全区现共有各级各类学校若干所。\n",
            ),
        ] {
            let once = mended(wrong).unwrap();
            assert_eq!(once, right, "{wrong}");
            assert_eq!(mended(&once).unwrap(), once, "once is enough: {wrong}");
        }
    }

    #[test]
    fn names_numbers_and_what_is_allowed_stay() {
        for text in [
            "groups:\n  - people: [⽔, {name: ⽕}]\n",
            "by: 甲,乙\n",
            "editors: [\u{F92C}]\n",
            "title: 共1,000人\n",
            "title: 甲,5个\n",
            "kind: 甲,乙\n",
            "title: 甲,乙  # nianjian: allow W04 原文如此\n",
            "title: 真的吗！？\n",
            "title: 共4千人，占百分之3，“帐目”，《帐目》\n",
            "title: 他说“好”，“坏\n",
            "title: 建成\"一网通办\" 平台。\n",
            "title: 甲 \"丙丁\"甲\n",
            "title: 《《金山报》》\n",
            "title: “““好””\n",
            "title: ““好””\n",
            "title: 男:女为3:2，甲:乙=1:2\n",
        ] {
            assert_eq!(mended(text).as_deref(), Ok(text));
        }
        let source = Arc::new(Source::new("a.yaml", "title: 甲,乙。。\n".into()).unwrap());
        let control = &Control::default();
        let wanted = Wanted { control, only: &[Code::W11], is_chinese: true, glossary: None };
        assert_eq!(mend(&source, &wanted).unwrap().text, "title: 甲,乙。\n");
    }

    #[test]
    fn what_would_say_something_else_is_not_written() {
        assert_eq!(mended("title: [\n"), Err(NotMended::Broken));
        let read = |text: &str| {
            FileTexts::read(&Arc::new(Source::new("a.yaml", text.into()).unwrap())).unwrap()
        };
        let before = read("title: 甲,乙\nkind: news\n");
        let edit = Edit { file: "a.yaml".into(), bytes: 10..11, text: "，".to_owned() };
        let edits = &[edit];
        assert!(before.differs_by(edits, &read("title: 甲，乙\nkind: news\n")));
        for other in ["title: 甲,乙\nkind: news\n", "title: 甲，乙\n", "title: 甲，乙\nkind: new\n"]
        {
            assert!(!before.differs_by(edits, &read(other)), "{other}");
        }
        let key = Edit { file: "a.yaml".into(), bytes: 0..5, text: "标题".to_owned() };
        assert!(!before.differs_by(&[key], &before), "no edit of a text");
    }
}
