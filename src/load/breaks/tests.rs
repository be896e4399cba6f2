//! Slips are told in their line, with what is to be written there.

use crate::diag::Findings;
use crate::load::breaks::report;
use crate::source::Source;

/// What is said of a file that breaks, with its place and what the fix makes of the line.
fn said(text: &str, line: usize, reason: &str) -> String {
    let source = Source::new("a.yaml", text.into()).unwrap();
    let at = source.line_start(line);
    let mut found = Findings::default();
    report(&source, at..at, reason, &mut found);
    let sorted = found.sorted();
    let place = sorted[0].at.as_ref().unwrap();
    let (start, end) = place.bytes;
    assert!(source.stored().get(start..end).is_some(), "{start}..{end} splits a character");
    let fixed = sorted[0].fix.as_ref().map(|fix| {
        let mut text = text.to_owned();
        text.replace_range(fix.edits[0].bytes.clone(), &fix.edits[0].text);
        text.split('\n').nth(place.line - 1).unwrap().to_owned()
    });
    let (zh, fixed) = (&sorted[0].message.zh, fixed.unwrap_or_default());
    format!("{}:{} {zh} {fixed}", place.line, place.column)
}

#[test]
fn slips_are_told_in_their_line() {
    let cases = [
        ("title：石化\nkind: news\n", 2, "1:6 “title”后是全角冒号 title: 石化"),
        ("kind: news\n＃ 注\ntitle: 题\n", 3, "2:1 行首是全角的“＃” # 注"),
        ("a:\n  - id: b\n\t  title: 题\n", 2, "3:1 行首有制表符     title: 题"),
        ("a:\n  - id: b\n　　title: 题\n", 3, "3:1 行首有全角空格或不换行空格     title: 题"),
        ("title: 石大: 要闻\n", 1, "1:10 文字里有“: ”（半角冒号加空格） title: '石大: 要闻'"),
        ("title: [快讯] 要闻\n", 1, "1:8 以 [ 开头会被当作列表 title: '[快讯] 要闻'"),
        ("title: \"要闻\nkind: a\n", 2, "1:8 这里的 \" 没有配对 title: '\"要闻'"),
        ("title: '说'法\n", 1, "1:11 引号后面还有字，引号只管到这里 title: '''说''法'"),
        ("title: @要闻\n", 1, "1:8 以 @ 开头会被当作 YAML 的记号 title: '@要闻'"),
        ("title:要闻\nkind: a\n", 2, "1:6 “title:”后少一个空格 title: 要闻"),
        ("title 要闻\nkind: a\n", 2, "1:1 “title”后没有冒号 "),
        ("body: |\n正文\nkind: a\n", 3, "2:1 这一行不在 `body` 里面了 "),
        ("a:\n  b: 甲。\n    # 一\n    乙\n", 4, "3:5 这一行以 # 开头，成了注释，正文到它为止 "),
        ("a:\n  - id: b\n   title: 题\n", 3, "3:1 缩进 3 格，与上面哪一级都不齐 "),
        ("a:\n  b: |\n    一\n\n   ]（二）\n", 5, "5:1 比上面的正文少缩进 1 格 "),
        ("a:\n  b: |\n    一\n   c: 二\n", 4, "4:1 比上面的正文少缩进 1 格 "),
        ("  a: 甲\n题: 乙\n", 2, "2:1 缩进 0 格，与上面哪一级都不齐 "),
    ];
    for (text, line, expected) in cases {
        let text = if expected.contains("没有冒号") || expected.contains("不在") {
            format!("id: a\n{text}")
        } else {
            text.to_owned()
        };
        let shift = usize::from(text.starts_with("id: a\n"));
        let expected = match shift {
            0 => expected.to_owned(),
            _ => {
                let (number, rest) = expected.split_once(':').unwrap();
                format!("{}:{rest}", number.parse::<usize>().unwrap() + shift)
            }
        };
        assert_eq!(said(&text, line + shift, "?"), expected, "{text}");
    }
}

#[test]
fn words_of_texts_are_not_suspected() {
    let text =
        "a: |\n  title：甲\n  [乙] \"丙\n\n  丁: 戊: 己\nb: [1,\n  2]\nc: \"甲\n  乙\"\nd: %\n";
    assert!(said(text, 10, "?").starts_with("10:4 "), "{}", said(text, 10, "?"));
}

#[test]
fn what_no_line_explains_is_told_without_the_parsers_words() {
    assert_eq!(said("a: b\n", 1, "gibberish"), "1:1 YAML 的结构到这里断了 ");
}
