//! What an editor writes stands in the book, or a finding says why not: texts as manuscripts have
//! them, with what becomes of each.

use nianjian::check::Stage;
use nianjian::diag::Code;
use nianjian::make::session::Session;
use nianjian::model::{Block, Content, Decoration, Inline};

use crate::support::dist::Dist;
use crate::support::{Copy, findings, minimal, open, said};

/// A body, what is read in it (see [`shown`]), and the codes of what is found.
const BODIES: &[(&str, &str, &[&str])] = &[
    // The marks of arithmetic, of notes, of codes.
    ("箱子120*80*60厘米。", "箱子120*80*60厘米。", &[]),
    ("宽3*4米，另5*6米。", "宽3*4米，另5*6米。", &[]),
    ("宽3米*4米，另5米*6米。", "宽3米*4米，另5米*6米。", &[]),
    ("(a+b)*(c+d)，2**3**4。", "(a+b)*(c+d)，2**3**4。", &[]),
    ("注*：带*号的为预计数。", "注*：带*号的为预计数。", &[]),
    ("产值*、税收*、利润*。", "产值*、税收*、利润*。", &[]),
    ("产值*为12亿元，税收*为3亿元。", "产值*为12亿元，税收*为3亿元。", &["W05"]),
    ("编号A_1_B和a_b_c，_。", "编号A_1_B和a_b_c，_。", &[]),
    ("这是*重点*，*也是*。", "这是<重点>，<也是>。", &[]),
    ("长*宽*高，王*明、李*华。", "长*宽*高，王*明、李*华。", &["W05"]),
    ("3.5*米和4*米。", "3.5*米和4*米。", &["W05"]),
    ("李*（男）和王*（女）。", "李*（男）和王*（女）。", &["W05"]),
    ("注：*表示甲，**表示乙，***表示丙。", "注：*表示甲，**表示乙，***表示丙。", &["W05"]),
    ("产值**为甲，税收**为乙。", "产值**为甲，税收**为乙。", &["W05"]),
    ("电话138****8888，李**、王**。", "电话138****8888，李**、王**。", &[]),
    ("填表人：__张三__，____年。", "填表人：__张三__，____年。", &[]),
    ("***又重又黑***，**“引”**，_斜_。", "<<<又重又黑>>>，<<“引”>>，<斜>。", &[]),
    ("作者{仝|tóng}某。", "作者{仝|tóng}某。", &[]),
    ("这是**重点**内容，**“引”**字。", "这是<<重点>>内容，<<“引”>>字。", &[]),
    ("**甲：**乙，这是**丙：**丁。", "<<甲：>>乙，这是<<丙：>>丁。", &[]),
    ("*甲：*乙，**一、**丙。", "<甲：>乙，<<一、>>丙。", &[]),
    ("**甲，**乙，产值*：甲。", "**甲，**乙，产值*：甲。", &["W05"]),
    ("_甲_，++甲++，[[乙]]。", "<甲>，++甲++，[[乙]]。", &["W05"]),
    ("没有**写完的。", "没有**写完的。", &["W05"]),
    // Brackets.
    ("[编者按]: 此段为编者所加。", "[编者按]: 此段为编者所加。", &[]),
    ("前文。\n\n[按]：全角。\n\n[a]: b", "前文。/[按]：全角。/[a]: b", &[]),
    ("> [按]: 甲。\n\n- [按]: 乙。", "> [按]: 甲。/- [按]: 乙。", &[]),
    ("见[甲](https://a.cn/b_c*d_e*f)。", "见[甲]。", &[]),
    ("见[甲](https://a.cn \"题名\")。", "见[甲]。", &["Y14"]),
    ("见[甲](https://a.cn。", "见[甲](https://a.cn。", &["W05"]),
    // Lines that run on.
    ("任务：\n一、甲；\n二、乙。\n三、丙。", "任务：一、甲；二、乙。三、丙。", &["W07"]),
    ("• 甲\n• 乙", "• 甲• 乙", &["W07"]),
    ("一、甲；\n⑴乙；\n\n丙。\n\nA、丁；\n——戊。", "一、甲；⑴乙；/丙。/A、丁；——戊。", &["W07"]),
    ("一、甲。\n\n二、乙。", "一、甲。/二、乙。", &[]),
    // Numbers of lists.
    ("2023. 甲\n1986. 乙\n1987. 丙", "2023. 甲/1986. 乙/1987. 丙", &[]),
    ("1. 甲\n3. 乙\n5. 丙", "1. 甲/3. 乙/5. 丙", &[]),
    ("1.     甲\n\n2.     乙", "1. 甲/2. 乙", &[]),
    ("1) 甲\n2) 乙", "1) 甲/2) 乙", &[]),
    ("1\\) 甲", "1) 甲", &[]),
    ("007. 甲\n008. 乙", "7. 甲/8. 乙", &["W05"]),
    ("0. 甲\n\n007\\. 乙", "0. 甲/007. 乙", &[]),
    ("1. 甲\n1. 乙\n2. 丙", "1. 甲/1. 乙/2. 丙", &["N09"]),
    // Notes.
    ("甲[^1]。\n\n[^1]: 一。\n[^1]: 二。", "甲[1：一。]。", &["R05"]),
    ("甲[^1]。\n\n[^1]:", "甲[1：]。", &["R05"]),
    ("甲。\n\n- 乙\n\n  [^2]: 丙。", "甲。/- 乙", &["R05"]),
    ("甲。\n\n> [^2]: 丙。", "甲。/>", &["R05"]),
    ("甲[^1]。\n\n[^1]: 一[^2]。\n\n[^2]: 二。", "甲[1：一。]。", &["R05", "Y11"]),
    ("甲[^a]。\n\n[^a]: 一。\n\n    又一。", "甲[1：一。/又一。]。", &[]),
    // The marks of this format.
    ("{上海|_}和{北京|_}。", "{上海_}和{北京_}。", &[]),
    ("{论语|~}、{重|.}、{金|jīn}。", "{论语~}、{重.}、{金|jīn}。", &[]),
    (
        "| 甲 | 乙 |\n|---|---|\n| {枫泾|fēng jīng} | {上海|_} |",
        "|甲|乙|/|{枫泾|fēng jīng}|{上海_}|",
        &[],
    ),
    ("{*甲*|jiǎ}和*{乙|yǐ}*", "{*甲*|jiǎ}和<{乙|yǐ}>", &[]),
    ("\\{甲|乙}、{甲}、{|乙}、{甲|}", "{甲|乙}、{甲}、{|乙}、{甲|}", &[]),
    // Tables.
    ("| 甲 | 乙 |\n|---|---|\n| 一 | 二 | 三 |", "|甲|乙|/|一|二|", &["Y14"]),
    ("| 甲 | 乙 |\n|---|---|\n| 一 |", "|甲|乙|/|一||", &[]),
    ("| 甲 |\n|---|\n| 一 |\n注：丙。\n丁。", "|甲|/|一|/注：丙。丁。", &["W05"]),
    ("| 甲 |\n|---|\n| 一 |\n- 乙\n- 丙", "|甲|/|一|/- 乙/- 丙", &[]),
    ("- | 甲 |\n  |---|\n  | 一 |\n- 乙", "- |甲|/|一|/- 乙", &[]),
    ("| 甲 |\n|---|\n| 一 |\n|\n- \\*", "|甲|/|一|/|/- *", &[]),
    ("| 甲 |\n|---|\n| 一 |\n> 引文", "|甲|/|一|/> 引文", &[]),
    ("| 甲 |\n|---|\n|\n    > \\*", "|甲|/| > *", &[]),
    ("> | 甲 |\n> |---|\n> | 一 |\n> 注", "> |甲|/|一|/注", &["W05"]),
    ("- | 甲 |\n  |---|\n  | 一 |\n  注", "- |甲|/|一|/注", &["W05"]),
    (
        "| 甲 | 乙 |\n|---|---|\n| 一 | 二\n三 |\n| 四 | 五 |",
        "|甲|乙|/|一|二|/|三||/|四|五|",
        &["W05"],
    ),
    ("甲 | 乙\n---|---\n一 | 二", "|甲|乙|/|一|二|", &[]),
    ("| 甲 |\n|---|\n| 一 |\n　　注", "|甲|/|一|/注", &[]),
    ("| 甲[^1] |\n|---|\n| 一 |\n[^1]: 注", "|甲[1：注]|/|一|", &[]),
    ("| 甲 | 乙 |\n| 一 | 二 |", "| 甲 | 乙 | | 一 | 二 |", &["W05"]),
    ("｜甲｜乙｜\n｜一｜二｜", "｜甲｜乙｜｜一｜二｜", &["W05"]),
    ("甲\t乙\t丙\n1\t2\t3", "甲 乙 丙1 2 3", &["W05"]),
    ("ABC\tdef", "ABC def", &[]),
    // Indents.
    ("　　甲。\n　　乙。\n　　丙。", "甲。/乙。/丙。", &[]),
    ("\u{2003}\u{2003}甲。\n\u{A0}\u{A0}乙。\n&emsp;&emsp;丙。", "甲。/乙。/丙。", &[]),
    ("> 　　甲。\n> 　　乙。", "> 甲。/乙。", &[]),
    ("甲。\n    > 　　乙。", "甲。> 乙。", &[]),
    ("甲。\n\n    乙。\n\n    丙。", "甲。/乙。/丙。", &[]),
    ("甲。\n\n\t乙。", "甲。/乙。", &[]),
    ("- 甲\n\n      乙\n- 丙", "- 甲/乙/- 丙", &[]),
    // Lines under words, hashes.
    ("文字\n---\n又一段", "文字/又一段", &["Y11"]),
    ("文字\n===", "文字===", &["W05"]),
    ("#概况\n\n##题", "#概况/##题", &["W05"]),
    ("＃概况\n\n＞引文", "＃概况/＞引文", &["W05"]),
    ("- [ ] 待办", "- [ ] 待办", &["W05"]),
    ("#2乙烯装置。", "#2乙烯装置。", &[]),
    ("# 概况 #\n\n甲", "# 概况/甲", &[]),
    ("#\n\n甲", "甲", &["Y11"]),
    ("水H~2~O，面积m^2^，^[注]，~~删~~。", "水H~2~O，面积m^2^，^[注]，~~删~~。", &["W05"]),
    ("水H\\~2\\~O，1~3月，5~6月。", "水H~2~O，1~3月，5~6月。", &[]),
    // Marks that nothing stands behind, that may be words, that would not be seen.
    ("另见[](http://a.cn/x)。", "另见[]。", &["R04"]),
    ("见[甲](HTTP://a.cn)。", "见[甲]。", &[]),
    (">90岁老人12人。\n\n>=5人的3户。", ">90岁老人12人。/>=5人的3户。", &[]),
    ("> 甲\n>90岁", "> 甲90岁", &[]),
    ("* 为预计数。", "- 为预计数。", &["W05"]),
    ("+ 5.6%", "- 5.6%", &["W05"]),
    ("* 甲\n* 乙", "- 甲/- 乙", &[]),
    ("集合{x|x>0}。", "集合{x|x>0}。", &["W05"]),
    ("{上海|__}", "{上海|__}", &["W05"]),
    ("{WHO|世卫组织}", "{WHO|世卫组织}", &[]),
    ("甲\n\n> ", "甲/>", &["W05"]),
    ("- 甲\n-", "- 甲/- ", &["W05"]),
    ("| 甲 | 乙 |\n|---|---|\n| #工业 | 1 |", "|甲|乙|/|#工业|1|", &[]),
    // Other characters.
    ("AT&T、R&D，&copy;，&nope;。", "AT&T、R&D，©，&nope;。", &[]),
    ("⾦⼭", "⾦⼭", &["W06"]),
];

/// The texts of blocks: blocks parted by strokes, markup as the tests write it.
fn shown(blocks: &[Block]) -> String {
    let block = |block: &Block| match block {
        Block::Paragraph(text) => runs(text),
        Block::Heading { text, .. } => format!("# {}", runs(text)),
        Block::List { numbers, items } => {
            let items = items.iter().enumerate().map(|(index, item)| {
                let number = numbers.map_or("-".to_owned(), |numbers| {
                    format!("{}{}", numbers.first as usize + index, numbers.delimiter.mark())
                });
                format!("{number} {}", shown(item))
            });
            items.collect::<Vec<_>>().join("/")
        }
        Block::Quote(inner) => format!("> {}", shown(inner)).trim_end().to_owned(),
        Block::Table(grid) => {
            let row = |row: &[_]| {
                let cells: Vec<String> =
                    row.iter().map(|cell: &nianjian::model::Runs| runs(cell)).collect();
                format!("|{}|", cells.join("|"))
            };
            let rows = std::iter::once(&grid.head).chain(&grid.rows);
            rows.map(|cells| row(cells)).collect::<Vec<_>>().join("/")
        }
        Block::Figure(figure) => format!("![]({})", figure.id),
        Block::Closing { text, .. } => format!("-- {}", runs(text)),
    };
    blocks.iter().map(block).collect::<Vec<_>>().join("/")
}

fn runs(all: &[Inline]) -> String {
    let run = |run: &Inline| match run {
        Inline::Text(text) => text.to_string(),
        Inline::Emph(inner) => format!("<{}>", runs(inner)),
        Inline::Strong(inner) => format!("<<{}>>", runs(inner)),
        Inline::Link { text, .. } => format!("[{}]", runs(text)),
        Inline::Ruby { base, reading } => format!("{{{base}|{reading}}}"),
        Inline::Decorated { decoration, text } => {
            let mark = match decoration {
                Decoration::Dots => '.',
                Decoration::Name => '_',
                Decoration::Wavy => '~',
            };
            format!("{{{text}{mark}}}")
        }
        Inline::Note { number, text } => format!("[{number}：{}]", shown(text)),
        Inline::Break => "⏎".to_owned(),
    };
    all.iter().map(run).collect()
}

/// What is read of a story's body that is written so, and the codes of what is found.
fn read(body: &str) -> (String, Vec<String>) {
    let book = Copy::of(&minimal());
    book.write(
        "10-news.yaml",
        format!(
            "kind: news\ntitle: 要闻\nstories:\n  - id: one\n    title: 题\n    body: {body}\n"
        ),
    );
    std::fs::remove_dir_all(book.path.join("images")).unwrap();
    let mut session = open(&book.path, Stage::Release);
    let read = session.check().unwrap();
    let Content::Stories(stories) = &read.sections[0].content else { panic!("no stories") };
    let words = shown(&stories[0].body);
    let mut codes: Vec<String> =
        session.findings().sorted().iter().map(|found| found.code.to_string()).collect();
    codes.sort();
    codes.dedup();
    (words, codes)
}

#[test]
fn every_word_of_a_body_is_read_or_found() {
    let mut wrong = Vec::new();
    for (body, words, codes) in BODIES {
        let (read, found) = read(&format!("|\n      {}", body.replace('\n', "\n      ")));
        if read != *words || found != *codes {
            wrong.push(format!("{body:?}\n  {read:?} {found:?}\n  {words:?} {codes:?}"));
        }
    }
    assert!(wrong.is_empty(), "read, and what should be:\n{}", wrong.join("\n"));
}

#[test]
fn scalars_of_all_styles_have_the_same_paragraphs() {
    let lines = ["第一行，", "第二行Word", "word。", "", "第二段。", "", "", "第三段。"];
    let block = |indent: &str| {
        let line =
            |line: &&str| if line.is_empty() { String::new() } else { format!("{indent}{line}") };
        lines.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    let (flow, literal) = (block("      "), block("      "));
    let wanted = "第一行，第二行Word word。/第二段。/第三段。";
    for body in [
        format!("|\n{literal}"),
        format!(">\n{literal}"),
        format!(">-\n{literal}"),
        format!("\n{flow}"),
        format!("'\n{flow}'"),
        format!("\"\n{flow}\""),
        "\"第一行，第二行Word word。\\n\\n第二段。\\n\\n第三段。\"".to_owned(),
    ] {
        let (read, codes) = read(&body);
        assert_eq!((read.as_str(), codes.len()), (wanted, 0), "{body} {codes:?}");
    }
}

/// A text under a key that takes no markup, and what is found.
const PLAIN: &[(&str, &[&str])] = &[
    ("title: 上海石化 #2乙烯装置投产", &["Y14"]),
    ("title: 上海石化 # 备注", &["W08"]),
    ("title: '上海石化' # 备注", &[]),
    ("title: 上海石化#2乙烯装置投产", &[]),
    ("title: >-\n      长三角一体化示范区\n      启动", &[]),
    ("title: 长三角一体化示范区\n      启动", &[]),
    ("title: '**题**'", &["W05"]),
    ("title: |\n      长三角一体化示范区启动", &[]),
    ("title: |\n      长三角一体化示范区\n      启动", &["Y06"]),
    ("title: 题\n    index: [王伟（女，回族）, 李四]", &["W08"]),
    ("title: 题\n    index: [王伟，李四]", &["W05", "W08"]),
    ("title: '{甲|jiǎ}'", &["W05"]),
    ("title: 水H~2~O", &["W05"]),
    ("title: '#概况'", &["W05"]),
    ("title: 箱子120*80*60", &[]),
    ("title: 题\n    excerpt: '正文[^1]'", &["W02", "W05", "Y05"]),
];

#[test]
fn markup_where_none_is_read_is_found() {
    for (keys, codes) in PLAIN {
        let book = Copy::of(&minimal());
        book.write(
            "10-news.yaml",
            format!("kind: news\ntitle: 要闻\nstories:\n  - id: one\n    {keys}\n    body: 正文\n"),
        );
        std::fs::remove_dir_all(book.path.join("images")).unwrap();
        assert_eq!(book.codes(), *codes, "{keys}");
    }
}

/// What is found in a book of a section, as `10-news.yaml`, with its places.
fn places(section: &str, book: &str) -> Vec<String> {
    let copy = Copy::of(&minimal());
    copy.write("10-news.yaml", section);
    copy.write("book.yaml", format!("title: 小书\nyear: 2024\nsections: [10-news.yaml]\n{book}"));
    std::fs::remove_dir_all(copy.path.join("images")).unwrap();
    let found = findings(&copy.path);
    let shown = |it: &nianjian::diag::Diagnostic| {
        let at = it.at.as_ref().map(|at| format!(" {}:{}", at.line, at.column));
        format!("{}{}", it.code, at.unwrap_or_default())
    };
    found.sorted().into_iter().map(shown).collect()
}

/// A section with one story of these keys.
fn with_keys(keys: &str) -> String {
    format!("kind: news\ntitle: 要闻\nstories:\n  - id: one\n    {keys}\n")
}

#[test]
fn words_that_became_keys_are_found() {
    for (section, wanted) in [
        (
            "kind: chronicle\ntitle: 事\nevents:\n  - {date: 2024-01-05, text: 开会, 甲参加, 乙主持}\n",
            &["Y05 4:34", "Y05 4:39"][..],
        ),
        (
            "kind: people\ntitle: 名\ngroups:\n  - people: [{name: 甲, 乙校}, {name: 丙, detail:丁}]\n",
            &["Y05 4:24", "Y05 4:39"],
        ),
        ("kind: index\ntitle: 索引\nsee: {甲, 乙}\n", &["Y06 3:7", "Y06 3:10"]),
        (&with_keys("title: 题\n    备注丙丙:\n    bodyy:\n    body: 甲"), &["Y05 6:5", "Y05 7:5"]),
        // Known keys without a value.
        (&with_keys("title: 题\n    body: 甲\n    excerpt:\n    figures:"), &[]),
    ] {
        let found = places(section, "");
        let found: Vec<_> = found.iter().filter(|it| !it.starts_with("M06")).collect();
        assert_eq!(found, wanted, "{section}");
    }
}

#[test]
fn words_that_became_comments_are_found() {
    let title = |rest: &str| with_keys(&format!("title: 题\n    {rest}"));
    for (section, wanted) in [
        (title("body: |\n      甲。\n# 乙。"), &["W08 8:1"][..]),
        (title("body: |\n      甲。\n    ## 乙\n\n  # 丙"), &["W08 8:5"]),
        (title("body:\n      甲，\n      乙。\n    # 丙"), &["W08 9:5"]),
        (title("body: 甲。\n      # 一、小标题"), &["W08 7:7"]),
        (title("body: 学习C # 语言"), &["W08 6:15"]),
        (with_keys("title: 一号楼 # 2号楼\n    body: 甲 # 乙"), &["W08 5:16", "W08 6:13"]),
        (title("body: 甲。\n      # 一\n      乙"), &["Y04 7:7"]),
        (title("body: | # 一、概况\n      甲。\n# 乙。"), &["W08 6:13", "W08 8:1"]),
        (title("body: >- # 一、概况\n      甲。"), &["W08 6:14"]),
        (title("body: # 一、概况\n      甲。"), &["W08 6:11"]),
        // Lines in a row are told at once.
        (title("body: |\n      甲。\n    # 乙。\n    # 丙。"), &["W08 8:5"]),
        (title("body: |\n      甲。\n    #\n    # ----\n    # 丙。"), &["W08 10:5"]),
        (title("body: 甲\n#1楼到3楼有字"), &["W08 7:1"]),
        (with_keys("title: '甲' #1号楼\n    body: 甲"), &["Y14 5:16"]),
        // Comments of editors.
        (with_keys("title: 一号楼  # 注\n    body: 甲   # 注"), &[]),
        (title("# 注\n    body: |\n      甲。\n\n# 注"), &[]),
        (title("body: 甲。\n    # 注\n    date: 2024 # 注"), &[]),
        (title("body: |\n      甲。\n  # - id: two\n  #   title: 乙"), &[]),
        (title("body: |\n      甲。\n    # excerpt: 乙"), &[]),
        (title("body: |\n      甲。\n    # ----"), &[]),
        (title("body: |  # 注\n      甲。"), &[]),
        (title("body: | # ----\n      甲。"), &[]),
        (title("date: 2024\n    # 注\n    body: '甲' # 注"), &[]),
        (format!("# yaml-language-server: $schema=a\n{}", title("body: 甲")), &[]),
    ] {
        assert_eq!(places(&section, ""), wanted, "{section}");
    }
    let section = title("body: 甲");
    assert_eq!(places(&section, "colophon: |\n  编后。\n# 鸣谢：张三\n"), ["W08 6:1"]);
    assert_eq!(places(&section, "colophon: |\n  编后。\n# layout: yearbook\n"), [""; 0]);
}

#[test]
fn what_is_set_in_a_line_is_a_line() {
    let section = with_keys("title: 题\n    body: 甲");
    assert_eq!(places(&section, "publisher: \"甲\\n乙\"\n"), ["Y06 4:12"]);
    assert_eq!(places(&section, "publisher: |\n  甲\n"), [""; 0]);
}

#[test]
fn spaces_that_no_page_can_show_are_found() {
    for (body, wanted) in [
        ("甲\u{1680}乙", &["T01 6:12"][..]),
        ("甲&#x2028;乙&#x2029;丙", &["Y13 6:12"]),
        ("\"甲\\u2029乙\"", &["Y13 6:13"]),
        ("甲\u{205F}乙\u{2003}丙\u{202F}丁", &[]),
    ] {
        assert_eq!(
            places(&with_keys(&format!("title: 题\n    body: {body}")), ""),
            wanted,
            "{body}"
        );
    }
}

#[test]
fn slips_in_names_and_titles_are_found() {
    for (section, wanted) in [
        (
            "kind: people\ntitle: 名\ngroups:\n  - people: [张三，李四, '王五，男']\n",
            &["W05 4:16"][..],
        ),
        ("kind: people\ntitle: 名\ngroups:\n  - people:\n      - 张三，男\n", &[]),
        ("kind: entries\ntitle: 目\nstories: [{id: a, title: 【甲】, body: 乙}]\n", &["W05 3:26"]),
        ("kind: entries\ntitle: 目\nstories: [{id: a, title: 【甲】乙, body: 乙}]\n", &[]),
        ("kind: news\ntitle: 目\nstories: [{id: a, title: 【甲】, body: 乙}]\n", &[]),
        (&with_keys("title: 题\n    body: '见[己]( #x )。'"), &["R03 6:14"]),
        (&with_keys("title: 题\n    body: 见[**己**](<#x>)。"), &["R03 6:15"]),
    ] {
        assert_eq!(places(section, ""), wanted, "{section}");
    }
}

#[test]
fn terms_that_stand_nowhere_are_found() {
    let section = with_keys("title: 题\n    index: [甲, '']\n    body: 乙");
    assert_eq!(places(&section, ""), ["W08 6:12", "Y06 6:16"]);
    let book = Copy::of(&minimal());
    std::fs::remove_dir_all(book.path.join("images")).unwrap();
    book.write("10-news.yaml", with_keys("title: 题\n    index: [重庆路]\n    body: 乙"));
    book.replace("book.yaml", "[10-news.yaml]", "[10-news.yaml, 20-index.yaml]");
    for (word, codes) in [("重庆: chóng qìng", &[][..]), ("长安: cháng ān", &["W08"])] {
        book.write("20-index.yaml", format!("kind: index\ntitle: 索引\nreadings: {{{word}}}\n"));
        assert_eq!(book.codes(), codes, "{word}");
    }
    // What is not known may follow from what cannot be read.
    book.replace("10-news.yaml", "index", "terms");
    assert_eq!(book.codes(), ["Y05"]);
}

#[test]
fn doubtful_stars_are_told_once() {
    for (body, told) in [
        ("产值**为甲，税收**为乙。", 1),
        ("产值*为甲，税收*为乙。", 1),
        ("产值**为甲，税收**为乙，没有**写完的。", 2),
    ] {
        let book = Copy::of(&minimal());
        book.replace("10-news.yaml", "这本小书有了第一条。", body);
        let found = findings(&book.path);
        let of_stars = found.sorted().iter().filter(|it| it.code == Code::W05).count();
        assert_eq!(of_stars, told, "{body}\n{}", said(&found));
    }
}

#[test]
fn folded_titles_have_no_space_between_han() {
    let book = Copy::of(&minimal());
    book.replace(
        "10-news.yaml",
        "title: 第一条",
        "title: 第一\n      条\n    title_lines: 第|一条",
    );
    assert_eq!(book.codes(), Vec::<String>::new());
    let mut session = open(&book.path, Stage::Release);
    let story = session.check().unwrap().stories().next().unwrap();
    assert_eq!(story.title, "第一条");
    let lines: Vec<&str> = story.title_lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines, ["第", "一条"]);
}

/// Whether a title may break before a word, in any of its ways.
fn breaks_before(session: &mut Session, word: &str) -> bool {
    let story = session.check().unwrap().stories().next().unwrap();
    let mut ways = story.title_lines.iter().flat_map(|line| &line.ways);
    ways.any(|way| way.iter().skip(1).any(|line| line.starts_with(word)))
}

#[test]
fn titles_are_broken_in_no_name_of_the_book() {
    let title = "上海城市文化中心项目整体开工";
    let people = "kind: people\ntitle: 名录\ngroups:\n  - people: [城市文化]\n";
    for (file, text) in [
        ("book.yaml", "title: 小书\nplace: 城市文化\nsections: [10-news.yaml]\n"),
        ("book.yaml", "title: 小书\nnames: [没有, 城市文化]\nsections: [10-news.yaml]\n"),
        ("book.yaml", "title: 小书\nsections: [10-news.yaml, 20-people.yaml]\n"),
        ("10-news.yaml", "城市文化"),
    ] {
        let book = Copy::of(&minimal());
        book.replace("10-news.yaml", "title: 第一条", &format!("title: {title}"));
        book.write("20-people.yaml", people);
        book.write("book.yaml", "title: 小书\nsections: [10-news.yaml]\n");
        let mut session = open(&book.path, Stage::Release);
        assert!(breaks_before(&mut session, "文化"), "{title} breaks there without names");
        match file {
            "book.yaml" => book.write(file, text),
            file => book.replace(file, title, &format!("{title}\n    index: [{text}]")),
        }
        session.reload();
        assert!(!breaks_before(&mut session, "文化"), "{file}: {text}");
    }
}

#[test]
fn marks_typed_into_captions_are_found() {
    for (caption, codes) in [
        ("图①：第一张图", &["W05"][..]),
        ("①第一张图", &["W05"]),
        ("图1：第一张图", &["W05"]),
        ("图1中的红点", &[]),
        ("1号楼", &[]),
    ] {
        let book = Copy::of(&minimal());
        book.replace("10-news.yaml", "第一张图", caption);
        assert_eq!(book.codes(), codes, "{caption}");
    }
}

#[test]
fn notes_stand_in_both_outputs_wherever_they_are_called() {
    let book = Copy::of(&minimal());
    std::fs::remove_dir_all(book.path.join("images")).unwrap();
    book.write(
        "book.yaml",
        "title: 小书\nyear: 2024\nsections: [10-news.yaml, 20-table.yaml, 30-days.yaml, 40-text.yaml]\n\
         colophon: |\n  编后[^1]。\n\n  [^1]: 编后的注。\n",
    );
    book.write(
        "10-news.yaml",
        "kind: news\ntitle: 要闻\nintro: |\n  前言[^1]。\n\n  - 一项[^2]\n\n  [^1]: 前言的注。\n\n  \
         [^2]: 前言里一项的注。\nstories:\n  - id: one\n    title: 题\n    body: |\n      \
         - 甲[^a]\n\n      > 乙[^b]\n\n      | 丙[^c] | 丁 |\n      |---|---|\n      | 戊[^d] | 己 |\n\n      \
         [^a]: 项的注。\n\n      [^b]: 引文的注。\n\n      [^c]: 表头的注。\n\n      [^d]: 格的注。\n",
    );
    book.write(
        "20-table.yaml",
        "kind: table\ntitle: 统计\ntables:\n  - title: 表一\n    body: |\n      | 镇 | 户数[^1] |\n      \
         |---|---|\n      | 枫泾[^2] | 12 |\n\n      [^1]: 表一头的注。\n\n      [^2]: 表一格的注。\n  \
         - title: 表二\n    body: |\n      | 镇 | 户数 |\n      |---|---|\n      | 张堰[^1] | 34 |\n\n      \
         [^1]: 表二的注。\n",
    );
    book.write(
        "30-days.yaml",
        "kind: chronicle\ntitle: 大事记\nevents:\n  - date: 2024-01-01\n    text: |\n      事件[^1]。\n\n      \
         [^1]: 事件的注。\n",
    );
    book.write(
        "40-text.yaml",
        "kind: text\ntitle: 文\nbody: |\n  正文[^1]。\n\n  [^1]: 正文的注。\n",
    );
    let told = Dist::of(&book.path, "screen,epub,print").told();
    assert_eq!(told.lines, Vec::<String>::new());
}
