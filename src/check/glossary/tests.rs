use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;

use super::{Glossary, What};
use crate::check::mend::{NotMended, Wanted, mend};
use crate::diag::control::Control;
use crate::diag::{Code, Findings};
use crate::load::schema;
use crate::load::terms::{Terms, TermsFile};
use crate::load::yaml;
use crate::source::Source;

/// A list as it is read, with the codes and messages of what was found in it.
fn read(text: &str) -> (Glossary, Vec<(Code, String)>) {
    let source = Arc::new(Source::new("terms.yaml", text.into()).unwrap());
    let mut found = Findings::default();
    let (value, node) = yaml::read(&source, &mut found).unwrap();
    let (terms, _) = schema::read::<Terms>(schema::terms(), value, &node, &mut found).unwrap();
    let glossary = Glossary::new(&TermsFile { terms, node, allows: Vec::new() }, &mut found);
    let told = found.iter().map(|it| (it.code, it.message.zh.clone())).collect();
    (glossary, told)
}

/// What is forbidden in a text, each with what is to be written.
fn forbidden(glossary: &Glossary, text: &str) -> Vec<(String, String)> {
    let hits = glossary.hits(text).into_iter();
    let wrong = hits.filter_map(|hit| match hit.what {
        What::Forbidden(forbidden) => {
            Some((text[hit.bytes].to_owned(), forbidden.right.join("、")))
        }
        What::Right(_) => None,
    });
    wrong.collect()
}

const LIST: &str = "\
terms:
  - preferred: 张謇
    forbidden: [张骞, {form: 张蹇, note: 形近}]
  - {preferred: 金山区, forbidden: [金山, 金山地区]}
  - full: 上海市金山区人民政府
    short: 区政府
    forbidden: [金山政府]
  - {preferred: 金山医院, patterns: ['金山(区|第一)医院']}
  - {preferred: WTO, forbidden: [wto]}
  - {preferred: 甲地, forbidden: [丙地]}
  - {preferred: 乙地, forbidden: [丙地]}
";

#[test]
fn the_longest_form_at_a_place_is_meant() {
    let (glossary, told) = read(LIST);
    assert_eq!(told, []);
    for (text, expected) in [
        ("张謇和张骞、张蹇", &[("张骞", "张謇"), ("张蹇", "张謇")][..]),
        ("金山区金山，金山地区。", &[("金山", "金山区"), ("金山地区", "金山区")]),
        ("上海市金山区人民政府", &[]),
        ("金山政府", &[("金山政府", "上海市金山区人民政府、区政府")]),
        ("金山第一医院，金山医院。", &[("金山第一医院", "金山医院")]),
        ("wto与awto、wto2", &[("wto", "WTO")]),
        ("丙地", &[("丙地", "甲地、乙地")]),
        ("", &[]),
    ] {
        let expected: Vec<_> =
            expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(forbidden(&glossary, text), expected, "{text}");
    }
}

#[test]
fn what_is_wrong_with_a_list_is_told() {
    let long = "长".repeat(65);
    for (list, code, said) in [
        ("- {preferred: 甲地, forbidden: [甲地]}", Code::Y18, "“甲地”既是规范写法"),
        (
            "- {preferred: 甲地, forbidden: [乙地]}\n  - {preferred: 乙地, forbidden: [甲地]}",
            Code::Y18,
            "一圈：乙地→甲地→乙地",
        ),
        (
            "- {preferred: 丙地, forbidden: [丁地]}\n  - {preferred: 丁地, forbidden: [戊地]}\n  \
             - {preferred: 戊地, forbidden: [丙地]}",
            Code::Y18,
            "一圈：丁地→丙地→戊地→丁地",
        ),
        (
            "- {preferred: 甲地, forbidden: [乙地]}\n  - {preferred: 乙地, forbidden: [丙地]}",
            Code::Y18,
            "“乙地”在这里禁用，terms.yaml:3:17 又要这样写",
        ),
        ("- preferred: 甲地\n  - preferred: 甲地", Code::Y19, "terms.yaml:2:16 已有"),
        ("- {preferred: 甲地, forbidden: [乙地, 乙地]}", Code::Y19, "已有"),
        ("- {preferred: 甲地, full: 甲地}", Code::Y19, "写了两次"),
        ("- {preferred: 国家, forbidden: [囯]}", Code::Y19, "只有一个字"),
        ("- {preferred: 甲地, forbidden: ['　']}", Code::Y18, "空的"),
        ("- {preferred: 甲地, forbidden: ['']}", Code::Y06, "至少要有 1 个字"),
        ("- {preferred: '', forbidden: [乙地]}", Code::Y06, "至少要有 1 个字"),
        ("- {forbidden: [乙地]}", Code::Y07, "缺少 `preferred`"),
        ("- {preferred: 甲地, forbiden: [乙地]}", Code::Y05, "不认识的键 `forbiden`"),
        ("- {preferred: 甲地, 禁用写法: [乙地]}", Code::Y05, "不认识的键 `禁用写法`"),
        ("- {preferred: 甲地, forbidden: 乙地}", Code::Y06, "列表"),
        ("- {preferred: 甲地, patterns: ['(']}", Code::Y18, "不是正则式"),
        ("- {preferred: 甲地, patterns: ['乙*']}", Code::Y18, "连空的也合"),
        ("- {preferred: 甲地, patterns: ['\\w{9999}']}", Code::Y18, "太大"),
        (&format!("- {{preferred: 甲地, forbidden: [{long}]}}"), Code::Y18, "65 个字"),
        (&format!("- {{preferred: 甲地, patterns: ['{}']}}", long.repeat(9)), Code::Y18, "太长"),
    ] {
        let (glossary, told) = read(&format!("terms:\n  {list}\n"));
        assert_eq!(told.len(), 1, "{list}: {told:?}");
        assert!(told[0].0 == code && told[0].1.contains(said), "{list}: {told:?}");
        glossary.hits("甲地乙地丙地");
    }
}

#[test]
fn what_contradicts_itself_is_right_wherever_it_stands() {
    let (glossary, _) = read(
        "terms:\n  - {preferred: 甲地, forbidden: [乙地]}\n  \
         - {preferred: 乙地, forbidden: [甲地, 丙地]}\n",
    );
    let wrong = forbidden(&glossary, "甲地乙地丙地");
    assert_eq!(wrong, [("丙地".to_owned(), "乙地".to_owned())]);
}

#[test]
fn a_hundred_thousand_terms_are_looked_for_at_once() {
    let mut list = "terms:\n".to_owned();
    // A chain without an end: each form is forbidden by the term before.
    for number in 0..100_000_u32 {
        let word = |number: u32| -> String {
            (0..4).filter_map(|at| char::from_u32(0x4E00 + (number >> (at * 5)) % 32)).collect()
        };
        let (right, wrong) = (word(number), word(number + 1));
        let _ = writeln!(list, "  - {{preferred: {right}甲, forbidden: [{wrong}甲, {wrong}乙]}}");
    }
    let (glossary, told) = read(&list);
    assert_eq!(told.iter().filter(|(code, _)| *code == Code::Y18).count(), 99_999);
    let text = "一丁丂七丄丅".repeat(20_000);
    assert_eq!(glossary.hits(&text).len(), 0);
    assert_eq!(forbidden(&glossary, "一一一一乙").len(), 0, "no term has it as its second");
    assert_eq!(forbidden(&glossary, "丁一一一乙").len(), 1);
}

/// A file with what a list has one answer for.
fn mended(glossary: &Glossary, text: &str) -> Result<String, NotMended> {
    let source = Arc::new(Source::new("10.yaml", text.into()).unwrap());
    let (control, glossary) = (&Control::default(), Some(glossary));
    let wanted = Wanted { control, only: &[Code::W25], is_chinese: true, glossary };
    mend(&source, &wanted).map(|mended| mended.text)
}

#[test]
fn what_is_not_sure_is_not_mended() {
    let (glossary, _) = read(
        "terms:\n  - {preferred: 丙甲, forbidden: [甲乙]}\n  \
         - {preferred: 大生纱厂, forbidden: [纱厂, 厂]}\n  \
         - {preferred: 旧地, forbidden: [己丙, 丙甲丁]}\n  \
         - {preferred: 庚辛, forbidden: [壬壬]}\n  \
         - {preferred: 寅卯, forbidden: [癸癸]}\n  \
         - {preferred: 'A: #', forbidden: [丁丁]}\n  - {preferred: 甲2, forbidden: [戊戊]}\n",
    );
    for (text, expected) in [
        ("title: 来甲乙字\n", "title: 来丙甲字\n"),
        // What is written would have a form in it that is not used.
        ("title: 己甲乙字\n", "title: 己甲乙字\n"),
        ("title: 来甲乙丁字\n", "title: 来甲乙丁字\n"),
        // One beside another is mended when that one is.
        ("title: 壬壬癸癸\n", "title: 庚辛寅卯\n"),
        ("title: 大生的纱厂\n", "title: 大生的大生纱厂\n"),
        ("title: 新大生纱厂、大 生纱厂\n", "title: 新大生纱厂、大 生纱厂\n"),
        ("title: 生纱厂\n", "title: 生纱厂\n"),
        ("title: 一个厂\n", "title: 一个厂\n"),
        ("title: 丁丁，戊戊\n", "title: 丁丁，戊戊\n"),
        ("title: “甲乙”《甲乙》\n", "title: “甲乙”《甲乙》\n"),
        ("intro: 甲**乙**，{甲乙|jiǎ}\n", "intro: 甲**乙**，{丙甲|jiǎ}\n"),
        (
            "stories: [{facts: [{value: 甲乙}], by: 甲乙}]\n",
            "stories: [{facts: [{value: 丙甲}], by: 甲乙}]\n",
        ),
        ("see: {甲乙: 甲乙}\n", "see: {甲乙: 丙甲}\n"),
    ] {
        assert_eq!(mended(&glossary, text).as_deref(), Ok(expected));
    }
}

/// A text in a style of YAML.
fn styled(style: usize, words: &str) -> String {
    match style {
        0 => format!("title: {words}  # 甲乙\n"),
        1 => format!("title: '{words}'\n"),
        2 => format!("title: \"{words}\"\n"),
        3 => format!("intro: |\n  {words}\n\n  {words}\n"),
        4 => format!("intro: >-\n  {words}\n  {words}\n"),
        _ => format!("stories: [{{title: '{words}', body: '{words}'}}]\n"),
    }
}

proptest! {
    #[test]
    fn what_is_mended_by_a_list_is_mended_once(
        forms in proptest::collection::vec("[甲乙丙]{2,4}", 2..8),
        words in proptest::collection::vec("[甲乙丙]{1,5}|[，“”《》*甲]{1,2}|[ 5]甲", 1..8),
        style in 0..6_usize,
    ) {
        let terms: Vec<_> = forms.chunks(2).map(|pair| serde_json::json!({
            "preferred": pair[0], "forbidden": pair[1..],
        })).collect();
        let (glossary, _) = read(&serde_json::json!({ "terms": terms }).to_string());
        let text = styled(style, &format!("文{}字", words.concat()));
        let once = mended(&glossary, &text).expect(&text);
        let again = mended(&glossary, &once);
        prop_assert_eq!(again.as_deref(), Ok(once.as_str()), "{}", text);
        let others = |text: &str| -> String {
            text.chars().filter(|c| !"甲乙丙".contains(*c)).collect()
        };
        prop_assert_eq!(others(&text), others(&once));
    }

    #[test]
    fn any_list_is_read_and_what_is_found_stands_in_order(
        forms in proptest::collection::vec("[甲乙a ]{0,3}", 1..12),
        patterns in proptest::collection::vec(".{0,8}", 0..3),
        text in "[甲乙丙a ，]{0,40}",
    ) {
        let mut terms = Vec::new();
        for pair in forms.chunks(2) {
            terms.push(serde_json::json!({
                "preferred": pair[0], "forbidden": pair[1..], "patterns": patterns,
            }));
        }
        let list = serde_json::json!({ "terms": terms }).to_string();
        let source = Arc::new(Source::new("terms.yaml", list.into()).unwrap());
        let mut found = Findings::default();
        let Some((value, node)) = yaml::read(&source, &mut found) else { return Ok(()) };
        let read = schema::read::<Terms>(schema::terms(), value, &node, &mut found);
        let Some((terms, _)) = read else { return Ok(()) };
        let file = TermsFile { terms, node, allows: Vec::new() };
        let glossary = Glossary::new(&file, &mut found);
        let mut end = 0;
        for hit in glossary.hits(&text) {
            prop_assert!(hit.bytes.start >= end && !hit.bytes.is_empty());
            prop_assert!(text.get(hit.bytes.clone()).is_some());
            end = hit.bytes.end;
        }
    }
}
