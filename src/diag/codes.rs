//! The table of findings: every code with its severity and its texts in Chinese and English.
//!
//! One place for all words that a code always says; what is special to a case is said where the
//! case is found. Codes are never reused and never renumbered. Families: Y YAML and text, M facts
//! about the book, F figures, R references, W wording,
//! N numbers, I pictures, T type, L layout, E e-book,
//! P print, V what `verify` finds in artefacts.
//! This file is a table and may be long.

use crate::diag::{Lang, Severity};

/// The general texts of a code.
#[derive(Debug)]
pub struct Row {
    /// The code as written.
    pub name: &'static str,
    /// Its severity, unless a draft downgrades it.
    pub severity: Severity,
    /// What it is, in Chinese.
    pub title_zh: &'static str,
    /// What it is, in English.
    pub title_en: &'static str,
    /// Why it matters, in Chinese.
    pub why_zh: &'static str,
    /// Why it matters, in English.
    pub why_en: &'static str,
    /// How to solve it, in Chinese.
    pub fix_zh: &'static str,
    /// How to solve it, in English.
    pub fix_en: &'static str,
}

macro_rules! codes {
    ($(
        $code:ident $severity:ident
        $tz:literal $te:literal
        $wz:literal $we:literal
        $fz:literal $fe:literal
    )*) => {
        /// A code of findings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $te] $code),*
        }

        impl Code {
            /// All codes in order.
            pub const ALL: &[Code] = &[$(Code::$code),*];

            /// The general texts.
            #[must_use]
            pub fn row(self) -> &'static Row {
                match self {
                    $(Code::$code => &Row {
                        name: stringify!($code), severity: Severity::$severity,
                        title_zh: $tz, title_en: $te,
                        why_zh: $wz, why_en: $we,
                        fix_zh: $fz, fix_en: $fe,
                    }),*
                }
            }
        }
    };
}

impl Code {
    /// The code of a name, in any case.
    #[must_use]
    pub fn named(name: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.row().name.eq_ignore_ascii_case(name))
    }

    /// What it is.
    #[must_use]
    pub fn title(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.row().title_zh,
            Lang::En => self.row().title_en,
        }
    }
}

impl Code {
    /// Whether a book may turn it off, or have an error as a warning: all but what keeps the book
    /// from being made.
    #[must_use]
    pub fn can_be_silenced(self) -> bool {
        self.row().severity == Severity::Warning || self == Code::N06
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.row().name)
    }
}

codes! {
    Y01 Error
        "文件读不到" "File cannot be read"
        "书里列出的文件必须在书的文件夹里、可以读。"
        "A file that the book names must be in the book's folder and readable."
        "检查文件名和位置；文件名区分大小写"
        "Check the name and the place; upper and lower case differ"
    Y02 Error
        "文件不是 UTF-8 文本" "File is not UTF-8 text"
        "别的编码会把汉字读错。"
        "Other encodings would garble Chinese text."
        "用编辑器另存为 UTF-8"
        "Save it as UTF-8 in your editor"
    Y03 Error
        "文件太大或嵌套太深" "File too large or nested too deeply"
        "单个 YAML 不超过 8 MiB、64 层，以免一份坏文件拖垮整台机器。"
        "A YAML file has at most 8 MiB and 64 levels, so that a broken file cannot take the machine down."
        "把一栏拆成几个文件"
        "Split the section into several files"
    Y04 Error
        "YAML 语法错误" "YAML syntax error"
        "读到这里时文件的结构就断了。"
        "The structure of the file breaks here."
        "看缩进、冒号后的空格和引号；缩进只用空格，不用制表符"
        "Look at the indentation, the space after colons, and quotes; indent with spaces, never tabs"
    Y05 Error
        "不认识的键" "Unknown key"
        "写错的键会让内容悄悄丢失，所以一律不放过。"
        "A mistyped key would silently lose its content."
        "按提示改键名，或删去这一行"
        "Correct the key or delete the line"
    Y06 Error
        "值的类型或取值不对" "Wrong type or value"
        "每个键只收一种值。"
        "Each key takes one kind of value."
        "按提示改成所要的值；纯数字的文字要加引号"
        "Write the kind of value asked for; put quotes around text made of digits"
    Y07 Error
        "缺少必需的键" "Missing key"
        "没有它，书排不出来。"
        "The book cannot be set without it."
        "补上这一行"
        "Add the line"
    Y08 Error
        "键重复" "Duplicate key"
        "同一处写了两次，后一次会盖掉前一次。"
        "Written twice in one place, the second would hide the first."
        "删去其中一个"
        "Delete one of them"
    Y09 Error
        "不能用别名" "Aliases are not available"
        "YAML 的 *别名 会让几处内容暗中相连，也可被用来撑爆内存。"
        "A YAML *alias ties texts together out of sight, and can be used to exhaust memory."
        "把内容照写一遍"
        "Write the content out"
    Y10 Error
        "正文里有 HTML" "HTML in running text"
        "正文同时排成 PDF 和电子书，HTML 只有一边认得。"
        "The text becomes a PDF and an e-book; only one of them knows HTML."
        "改用 Markdown；要印出尖括号，写成 `\\<`"
        "Use Markdown; to print an angle bracket write `\\<`"
    Y11 Error
        "正文里有不能用的标记" "Markup that is not available"
        "正文只收段落、强调、列表、表格、引文、脚注、链接、小标题和注音。"
        "Running text takes paragraphs, emphasis, lists, tables, quotations, footnotes, links, sub-headings and ruby."
        "去掉反引号和分隔线；列表、引文、脚注里只写段落"
        "Drop backquotes and rules; write paragraphs in lists, quotations and notes"
    Y12 Error
        "路径出了书的文件夹" "Path leaves the book's folder"
        "书只能用自己文件夹里的东西，换一台机器也能排出来。"
        "A book uses only what is in its folder, so that it can be made on any machine."
        "把文件拷进书的文件夹，写相对路径"
        "Copy the file into the book's folder and give a relative path"
    Y13 Error
        "有不能印的字符" "Character that cannot be printed"
        "控制字符和非字符没有字形，电子书也不允许；改变文字方向的字符使看到的与存着的不同。"
        "Control characters and noncharacters have no shape and e-books refuse them; with controls of direction a text reads otherwise than it is stored."
        "删去它；多半是从别处粘贴带进来的"
        "Delete it; it probably came in by pasting"
    Y14 Error
        "有字没有读进书里" "Words that were not read"
        "写下的每个字都要排进书里；这里的字会悄悄丢失。"
        "Every word that is written stands in the book; these would be lost without a sound."
        "按提示改写；是标记就补全，是文字就在记号前加 `\\`"
        "Rewrite as told; complete the markup, or put `\\` before marks that are text"
    Y15 Warning
        "有文件没有列进 sections" "File that `sections` does not list"
        "没有列出的栏目不会排进书里。"
        "A section that is not listed is not in the book."
        "要排就写进 book.yaml 的 sections；不要就移出文件夹"
        "List it under `sections` in book.yaml, or move it out of the folder"
    Y16 Error
        "检查的设置不对" "Findings cannot be set like that"
        "代码写错了就什么也管不到；做不成书的错误不能关掉，也不能降成警告。"
        "A mistyped code governs nothing; errors that keep a book from being made stay errors."
        "`nianjian explain` 列出全部代码；能关的是警告和 N06"
        "`nianjian explain` lists all codes; warnings and N06 can be turned off"
    Y17 Warning
        "放过检查的注释不起作用" "Comment that allows a finding is of no use"
        "没有理由、写错代码、没有东西可放过的注释，日后谁也不知道该不该删。"
        "A comment without a reason, with a wrong code or with nothing to allow, nobody can judge later."
        "写成 `# nianjian: allow W07 理由`，放在那一行后面或上面"
        "Write `# nianjian: allow W07 reason` behind the line or above it"
    Y18 Error
        "用语表自相矛盾或不能用" "List of terms contradicts itself or cannot be used"
        "terms.yaml 里既要这样写又禁止这样写的词、不成立的正则式，查不出也改不了什么。"
        "A form that is wanted and forbidden, or a pattern that is none, finds and mends nothing."
        "留一种写法为 preferred，别的列进它的 forbidden；正则式照提示改"
        "Keep one form as `preferred` and list the others under its `forbidden`; correct the pattern"
    Y19 Warning
        "用语表里有重复或太短的写法" "Form in the list of terms stands twice or is short"
        "重复的不知以哪一处为准；一个字的写法，别的词里也会有。"
        "Of two entries nobody knows which counts; one character stands in other words as well."
        "删去重复的；一个字的写成词"
        "Delete one of the two; write whole words"
    M01 Error
        "ISBN 不对" "ISBN is wrong"
        "校验码算出来不符（GB/T 5795）。"
        "The check digit does not match (ISO 2108)."
        "照出版社核发的书号重抄一遍"
        "Copy the number again from the publisher's document"
    M02 Error
        "付印所需的项目未填" "Item required for release is missing"
        "book.yaml 的 require 列了它。"
        "`require` in book.yaml lists it."
        "填上，或从 require 里去掉"
        "Fill it in, or take it off `require`"
    M03 Error
        "语言代码不对" "Language tag is wrong"
        "语言决定断行、引号和电子书的朗读。"
        "The language decides line breaks, quotes and reading aloud."
        "写 BCP 47 代码，如 zh-Hans、zh-Hant、en"
        "Write a BCP 47 tag such as zh-Hans, zh-Hant or en"
    M04 Error
        "日期不对" "Date is wrong"
        "日期可以只到年或月，但必须存在。大事的日期还可以是 2023-05 下旬、2023 冬、2023 年内，或同日、是月、是年。"
        "A date may stop at the year or month, but must exist. Those of events may be parts (2023-05 下旬, 2023 冬) or point back (同日, 是月, 是年)."
        "写成 2023、2023-05 或 2023-05-20"
        "Write 2023, 2023-05 or 2023-05-20"
    M05 Error
        "书的标识不对" "Identifier is wrong"
        "电子书靠它认出同一本书，一辈子不变。"
        "E-book shops know the book by it for the whole of its life."
        "写 urn:uuid: 或 urn:isbn: 开头的标识，或删去让工具推算"
        "Write urn:uuid:… or urn:isbn:…, or leave it to the tool"
    M06 Error
        "必需的内容是空的" "Required content is empty"
        "没有内容的书、栏目和条目无从排起。"
        "A book, section or story without content cannot be set."
        "写上内容；还没有，就先删去这一项"
        "Write it, or take it out until there is something to say"
    M07 Warning
        "大事记没有按日期排" "Chronicle out of order"
        "读者按日期查大事记；排的次序就是写的次序。"
        "Readers look events up by date; they are set in the order in which they are written."
        "按日期先后移一下"
        "Move it to its date"
    M08 Error
        "成品的名字不能用" "Name of an artefact cannot be used"
        "成品以书的文件夹为名；重名的会互相盖掉，有些字符别的系统和校验和的清单写不了。"
        "Artefacts are called as the book's folder: two of one name would replace each other, and some characters other systems and lists of checksums cannot write."
        "给书的文件夹改名"
        "Rename the book's folder"
    M09 Error
        "审校没有做完" "Reviews are not done"
        "定稿（`--release`）要到 book.yaml 的 `review` 所说的一步；差的一步没有登记。"
        "A release wants the reviews up to the one that `review` in book.yaml names; one is not on record."
        "做完后登记在 `review:` 里；还不是定稿，就不写 `--release`"
        "Record it under `review:` when it is done; leave `--release` out until then"
    M10 Warning
        "审校登记前后不合" "Record of reviews contradicts itself"
        "后一步不会早于前一步，也不能跳过前一步。"
        "No review comes before the one that precedes it, or without it."
        "核对审校单，改登记"
        "Look the reviews up and correct the record"
    F01 Error
        "图片文件不存在" "Picture file is missing"
        "书里列出的图片必须在书的文件夹里；印像的名单，人人都要有像。"
        "A picture that the book names must be in its folder, and lists with portraits have one of everybody."
        "放好图片，或改 file；排样稿可用 --draft，缺图处排“图片待补”"
        "Add the picture or correct `file`; for a draft use --draft, which sets a placeholder"
    F02 Error
        "图号重复" "Mark used twice"
        "一栏里每个图号只能用一次。"
        "A mark stands once in a section."
        "改 mark，或删去让工具按次序编号"
        "Change `mark`, or leave it out to number by order"
    F03 Error
        "图号有缺" "Marks leave a gap"
        "读者会去找不存在的图。"
        "Readers would look for a picture that is not there."
        "从 1 起连续编号；不要编号的图写 mark: none"
        "Number from 1 without gaps; write mark: none for pictures without a mark"
    F04 Error
        "图片缺少替代文字" "Picture without alternative text"
        "看不见图的读者靠它知道图里有什么（EPUB 无障碍 1.1、PDF/UA-1 7.3）。"
        "Readers who cannot see the picture depend on it (EPUB Accessibility 1.1, PDF/UA-1 7.3)."
        "加一行 `alt: …` 说图里有什么；纯装饰图写 `alt: decorative`"
        "Add `alt: …` with what it shows; for mere ornament write `alt: decorative`"
    F05 Error
        "图片缺少图注" "Picture without caption"
        "图注表和电子书都要用它。"
        "The caption list and the e-book need it."
        "加一行 `caption: …`"
        "Add `caption: …`"
    F06 Warning
        "地图没有审图号" "Map without approval number"
        "公开出版的地图须经审核并标注审图号（《地图管理条例》）。"
        "Published maps must be approved and bear their number (Chinese Map Regulations)."
        "送审后填 `map_approval`；示意图也要送审"
        "Have the map approved and fill in `map_approval`"
    F07 Error
        "焦点不在图内" "Focus outside of the picture"
        "focus 是从左上角量起的宽、高比例，裁切时保住这一点。"
        "`focus` gives fractions of width and height from the top left, kept when cropping."
        "两个数都写 0 到 1"
        "Give two numbers from 0 to 1"
    F08 Warning
        "照片没有署名" "Photograph without a credit"
        "照片有作者，不署名是侵权。"
        "A photograph has an author; without a name it infringes."
        "加一行 `credit: …`；自己画的写 kind: artwork"
        "Add `credit: …`; what was drawn is `kind: artwork`"
    F09 Error
        "图不能放在这里" "Figure cannot stand here"
        "正文里的一行 `![](图)` 放条目自己的图；字里、列表、引文、脚注、表格里都排不下一幅图。"
        "A line `![](name)` of the text places a figure of its own story; among words, in lists, quotations, notes and tables there is no room for one."
        "让 `![](图)` 在正文里独占一行"
        "Give `![](name)` a line of its own in the text"
    F10 Error
        "图放了两次" "Figure placed twice"
        "一幅图只印一次，图注和链接才认得出是哪一幅。"
        "A figure is printed once, so that captions and links know which one is meant."
        "删去一处；要再提到它写 `{图|名字}`"
        "Delete one of the lines; to refer to it again write `{图|name}`"
    F11 Error
        "没有这幅图" "No such figure"
        "正文用图的 id 或文件名称呼它：`![](名字)` 放在那里，`{图|名字}` 印图号。"
        "The text calls figures by their ids or files: `![](name)` places one, `{图|name}` prints its mark."
        "写 figures 里有的 id 或文件名；是文字就在花括号前加 `\\`"
        "Use an id or file name that `figures` has; before braces that are text write `\\`"
    F12 Warning
        "图里的字太小" "Letters in a figure too small"
        "图表缩小了，字也跟着小；小于五点的看不清。"
        "Letters shrink with their drawing; below 5 pt they cannot be read."
        "排宽一些，或把图里的字放大"
        "Set it wider, or make its letters larger"
    F13 Warning
        "图的大小没有照办" "Size of a figure not followed"
        "size 说正文里、文末的图多宽；能排多宽由页型定，图版之类由版面定。"
        "`size` says how wide a figure in a text is; page kinds have the widths that they declare."
        "换一种大小，或删去 size"
        "Choose another size, or delete `size`"
    R01 Error
        "标识重复" "Id used twice"
        "链接、锚点和文件名都从它来，全书只能有一个。"
        "Links, anchors and file names come from it; it is unique in the book."
        "改其中一个 id"
        "Change one of the ids"
    R02 Error
        "标识不合规则" "Id is malformed"
        "它要做文件名和网址的一部分。"
        "It becomes part of file names and addresses."
        "只用小写字母、数字和连字符，字母或数字开头，不超过 64 个"
        "Use lower-case letters, digits and hyphens, beginning with a letter or digit, at most 64"
    R03 Error
        "引用的条目不存在" "Unknown reference"
        "链接会落空。"
        "The link would lead nowhere."
        "改成书里有的 id"
        "Use an id that the book has"
    R04 Error
        "链接地址不能用" "Address is not available"
        "只收 https、http、mailto 和书内的 #id。"
        "Only https, http, mailto and #id inside the book are taken."
        "写完整网址，或书内的 #id；是文字就写成 `\\[…](…)`"
        "Write a whole address, or #id; words are written `\\[…](…)`"
    R05 Error
        "脚注缺少注文" "Footnote without text"
        "正文有注号，找不到 `[^…]:` 开头的注文。"
        "A note is called but no `[^…]:` defines it."
        "补上注文 `[^1]: …`（半角冒号），或删去注号"
        "Add the text `[^1]: …` (with an ASCII colon), or delete the call"
    R06 Error
        "参见的词不在索引里" "Index has no such term"
        "“见某词”要让读者查得到。"
        "A reader who is sent to a term must find it."
        "改正 see 里的词，或给条目加上这个索引词"
        "Correct the term under see, or give a story that term"
    R07 Error
        "读音与词不合" "Reading does not fit the word"
        "多音字按 readings 排序：一字一个音节，带声调，而且这个字确有此音。"
        "Characters of several readings are sorted by readings: a syllable with its tone for each character, and one that the character has."
        "写成 重庆: chóng qìng 这样"
        "Write it as 重庆: chóng qìng"
    W01 Error
        "标题断行与标题不符" "Broken title differs from the title"
        "title_lines 只能在标题里加断点，不能改字。"
        "`title_lines` may only break the title, never change it."
        "照标题重写，断处用竖线"
        "Write the title again with bars at the breaks"
    W02 Error
        "摘句不是原文" "Excerpt is not in the body"
        "摘句必须一字不差地出自正文。"
        "An excerpt is taken from the body word for word."
        "从正文里原样复制"
        "Copy it from the body"
    W03 Error
        "数字不见于正文" "Number is not in the body"
        "facts 里的数字必须出自正文，免得两处不一。"
        "A number under `facts` must stand in the body, so that they cannot differ."
        "核对数字，照正文写"
        "Check the number against the body"
    W04 Warning
        "汉字旁用了半角标点" "Half-width mark beside Han"
        "中文用全角标点（GB/T 15834）。"
        "Chinese takes full-width marks (GB/T 15834)."
        "改成全角，如 ，。：；？！（）"
        "Write the full-width mark"
    W05 Warning
        "像标记的字照原样印出" "Looks like markup, and is printed as it is written"
        "这里的记号不起作用，会一个字一个字印在页上。"
        "The marks have no effect here and stand on the page as they are."
        "删去记号；要的就是这几个字，正文里在前面加 `\\`"
        "Delete the marks; if they are meant, put `\\` before them in running text"
    W06 Warning
        "部首、兼容字当了汉字" "Radical or compatibility form in the place of an ideograph"
        "看着一样，其实是另一个字符：查不到，索引也排不对。"
        "It looks the same and is another character: searches miss it, and the index sorts it elsewhere."
        "换成提示的汉字；`nianjian fix` 替你改，人名除外"
        "Put the ideograph that is named; `nianjian fix` does it, but in names"
    W07 Warning
        "像是另起一段，却连排了" "Looks like a paragraph, and runs on"
        "正文里换行不分段：空一行，或段首空两格，才另起一段。"
        "A new line does not begin a paragraph in running text: an empty line or an indent does."
        "两段之间空一行；本是一段，就接着写在一行里"
        "Put an empty line between paragraphs; if they are one, join the lines"
    W08 Warning
        "写了却不进书" "Written, and not in the book"
        "YAML 把 ` #` 后面和行首 # 后面的字当注释；没有索引栏，索引词无处印；有的页型不印日期。"
        "YAML takes words behind ` #`, and behind # at the beginning of a line, for comments; terms need an index; not all page kinds print dates."
        "要读者看到，就按提示改写进正文；不要的删去"
        "Rewrite it as told if readers should see it, or delete it"
    W09 Error
        "小图画不成" "Chart cannot be drawn"
        "数字旁的小图照 `chart` 里的数画，要二至十二个不小于零的数，不全是零；数也都印出来。"
        "The chart beside a number is drawn from `chart`: two to twelve numbers, none below zero and not all zero. The numbers are printed as well."
        "照提示改正，或删去 chart"
        "Correct the numbers as told, or delete `chart`"
    W10 Warning
        "引号、括号、书名号不成对" "Quotes or brackets are not paired"
        "缺了一半，不知道引到哪里为止（GB/T 15834，4.8、4.9、4.15）。"
        "With one of a pair missing nobody knows where it ends (GB/T 15834, 4.8, 4.9, 4.15)."
        "补上缺的一半；引号里再用引号用单引号"
        "Put in the missing one; quotes within quotes are single"
    W11 Warning
        "标点叠用" "Marks in a row"
        "两个点号不连用，左括号后、右括号前没有逗号（GB/T 15834，4.1—4.7、5.1）。"
        "Points do not follow each other, nor stand inside of brackets at their ends (GB/T 15834, 4.1–4.7, 5.1)."
        "留下一个"
        "Keep one"
    W12 Warning
        "省略号、破折号、起止号写法不对" "Ellipsis, dash or mark of a range of another form"
        "省略号是两个三连点“……”，破折号占两格“——”，起止号是“～”或“—”（GB/T 15834，4.10、4.11、4.13）。"
        "An ellipsis is ……, a dash ——, ranges take ～ or — (GB/T 15834, 4.10, 4.11, 4.13)."
        "照提示改"
        "Write it as told"
    W13 Warning
        "汉字之间有空格" "Space between Han characters"
        "汉字之间不空格；多半是复制时带进来的。"
        "There are no spaces between Han characters; most come with copied text."
        "删去空格；要分开的，用标点"
        "Delete it, or put a mark"
    W14 Warning
        "图注句末有句号" "Caption ends with a full stop"
        "图注末尾不用句号，中间有句号的也不用（GB/T 15834，附录 A.1）。"
        "Captions end without a full stop, even if they have one inside (GB/T 15834, A.1)."
        "删去句末的“。”"
        "Delete it"
    W15 Warning
        "字词连用了两次" "Word stands twice in a row"
        "改稿时留下来的。"
        "It was left over when the text was edited."
        "删去一个；本来要叠的，可以不改"
        "Delete one, or leave it if it is meant"
    W16 Warning
        "随时间、作者变的说法" "Words of the moment or of the writer"
        "年鉴、志书隔多年还要查：“今年”“近日”不知是哪一年，“我区”“我市”不知是哪里。引号里的、访谈回忆之类不算。"
        "The book is looked up years later and elsewhere: it must say the date and the place. Quotations and interviews are left alone."
        "写明年、月、日和地名；一类一本书只说一次，按所列的词查找"
        "Write the date and the name; each kind is told once a book: search for the words listed"
    W17 Warning
        "数字写法不合规定" "Number of another form than the standard gives"
        "年份写四位，相邻两数的概数不用顿号，概数只说一次，百分数起止都带“%”（GB/T 15835；GB/T 15834，4.5、4.13）。"
        "Years have four digits, numbers of about so many no mark between them, ranges of percent two signs (GB/T 15835; GB/T 15834, 4.5, 4.13)."
        "照提示改；数的多少对照原始资料"
        "Write it as told; look up the number"
    W18 Warning
        "计量单位不一致或已不用" "Units under two names, or no longer used"
        "一本书里一个单位用一个名称，用法定计量单位（GB 3100）。"
        "A book has one name for a unit, and units that are in legal use (GB 3100)."
        "统一成一个；“公里”“公斤”可以用，与“千米”“千克”不混用"
        "Choose one; 公里 and 公斤 may be used, and not beside 千米 and 千克"
    W19 Warning
        "异形词" "Word in a form that is not recommended"
        "《第一批异形词整理表》（GF 1001—2001）给了推荐词形。"
        "The table GF 1001—2001 recommends another form."
        "改用推荐词形；引文、专名照原样的不改"
        "Write the recommended form, unless it is quoted or a name"
    W20 Warning
        "简体书里有繁体字" "Traditional character in a simplified book"
        "简体书用《通用规范汉字表》的字。"
        "A simplified book uses the characters of 通用规范汉字表."
        "改成规范字；人名、书名、引文照原样的不改"
        "Write the simplified form, unless it is a name or quoted"
    W21 Warning
        "条目题太长" "Title of an entry is long"
        "条目题是供检索的词，不超过15字。"
        "The title of an entry is a term to look up: at most 15 characters."
        "缩成主题词"
        "Shorten it to the subject"
    W22 Warning
        "同一句话用了两次" "Sentence stands twice"
        "多半是复制时留下的，或两个单位报了同一件事。"
        "It was copied, or two offices told of the same thing."
        "留一处，另一处写“参见”"
        "Keep one and refer to it"
    W23 Warning
        "像是一个人两个名字" "Two names that may be one person"
        "只差一个音近、形近的字；同一职务，或别处列了名、说得多的是另一个。"
        "They differ in one character that sounds or looks alike; the office is the same, or the other one is listed or told more often."
        "对照原始资料；是两个人，可以不改"
        "Look it up; leave it if there are two people"
    W24 Warning
        "题目、图注与正文说法不一" "Title, caption and text differ"
        "说同一件事，只有几个字、一个数不同：多半有一处错了。"
        "They say the same but for a few characters or a number, of which one is likely wrong."
        "对照原始资料，统一说法"
        "Look it up and say it in one way"
    W25 Warning
        "用语表里不用的写法" "Form that the list of terms forbids"
        "terms.yaml 说这个词不这样写。"
        "terms.yaml says that the word is not written like that."
        "改成用语表的写法；引文、书名照原样的，在那一行放过"
        "Write it as the list says; allow it at the line where it is quoted as it stands"
    W26 Warning
        "简称前面没有全称" "Short name without the full one before it"
        "一个栏目里先写全称，再用 terms.yaml 里的简称，读者才知道说的是谁。"
        "In each section the full name stands before the short one of terms.yaml, so that readers know who is meant."
        "第一次提到时写全称"
        "Write the full name where it is first mentioned"
    W27 Warning
        "并列的书名号、引号之间用了顿号" "A 、 between titles or quotations in a row"
        "并列的书名号之间、引号之间通常不用顿号；其间有括注等别的成分的，宜用（GB/T 15834，4.5.3.5）。"
        "Titles or quotations in a row have no 、 between them, unless something else stands there (GB/T 15834, 4.5.3.5)."
        "删去顿号；一本书只说一次，`nianjian fix` 全改；本单位的体例要用的，`lint: {W27: off}`"
        "Delete it; told once a book, `nianjian fix` mends all; a house that keeps it turns W27 off"
    N01 Warning
        "各部分加起来不是总数" "Parts do not sum to their total"
        "总数、分数有一个印错了，读者算得出来。"
        "One of the numbers is wrong, and readers can add."
        "对照原始资料，改总数或改分数；不是全部的，写明“等”或“主要有”"
        "Look the numbers up; where the list is not whole, say so by 等"
    N02 Warning
        "部分大于总数" "A part is greater than its total"
        "“其中”后面的数不会比前面的大：多半错了一位，或错了“万”“亿”。"
        "What stands behind 其中 cannot be more than what stands before: a digit or a 万 is wrong."
        "对照原始资料，查数字和单位"
        "Look up the number and its unit"
    N03 Warning
        "比率与所给的数不符" "Ratio does not follow from its numbers"
        "百分比、人均由旁边的两个数算得；百分比末位四舍五入或截去都算对。"
        "Shares and numbers a head follow from the two beside them; the last place of a share may be rounded or cut off."
        "重算比率，或查那两个数"
        "Compute it again, or look up the two numbers"
    N04 Warning
        "增减与所给的数不符" "Change does not follow from its numbers"
        "增减的数和百分比由前后两数算得；按可比价格算的，请写明。"
        "A change follows from the two numbers beside it, unless prices are held constant."
        "重算增减，或查前后两数"
        "Compute it again, or look up the two numbers"
    N05 Warning
        "单位连写" "Two units in a row"
        "两个货币单位连写，不知道是哪一种钱。"
        "With two currencies in a row nobody knows which is meant."
        "留下一个单位"
        "Keep one of the units"
    N06 Error
        "没有这个日期" "There is no such date"
        "公历没有这一天。"
        "The calendar has no such day."
        "对照原始资料改日期；是农历的，写明“农历”"
        "Look the date up; say 农历 if it is of the old calendar"
    N07 Warning
        "日期自相矛盾" "Dates contradict each other"
        "年号与公元、日期与星期、生卒与享年、周年与年份，两样里有一样错了。"
        "Of era and year, date and weekday, life and age, one is wrong."
        "对照原始资料，改错的那一样"
        "Look them up and correct the one that is wrong"
    N08 Warning
        "像是丢了起止号" "A range may have lost its mark"
        "两个数连成一个，读者读成了别的数。"
        "Two numbers that run together are read as another one."
        "中间补“～”"
        "Put ～ between them"
    N09 Warning
        "序号有缺或重复" "Numbers of paragraphs leave a gap or come twice"
        "读者会以为少了一段。"
        "Readers would think that a paragraph is missing."
        "按次序改序号；真少了一段，补上"
        "Number them in order, or put in what is missing"
    N10 Warning
        "同一个数两处不一样" "One quantity is told twice and differs"
        "同一样东西，一本书里不能有两个数。"
        "A book cannot have two numbers for one thing."
        "对照原始资料，把错的一处改过来"
        "Look it up and correct the one that is wrong"
    N11 Warning
        "日期与正文或本书年份不合" "Date does not agree with the words or the year of the book"
        "读者按日期查事；年鉴只记一年的事。"
        "Readers look things up by date, and a yearbook tells of one year."
        "对照原始资料，改 `date` 或正文；确是别年的事，可以不改"
        "Look it up and correct `date` or the words; leave it if it is meant"
    I01 Error
        "不是能用的图片" "Not a picture we can use"
        "只收 JPEG、PNG、TIFF、GIF、WebP 和 SVG，以内容为准，不看扩展名。"
        "JPEG, PNG, TIFF, GIF, WebP and SVG are taken, told by content and not by extension."
        "另存为 JPEG（照片）或 PNG、SVG（图形）"
        "Save it as JPEG (photographs), PNG or SVG (drawings)"
    I02 Error
        "图片太大" "Picture too large"
        "单张不超过 64 MiB、1 亿像素、每边 32767。"
        "At most 64 MiB, 100 megapixels, 32,767 a side."
        "缩小后再用"
        "Scale it down"
    I03 Error
        "图片损坏" "Picture is damaged"
        "数据不完整，印出来会缺一块。"
        "Its data are incomplete; part of it would be missing in print."
        "重新拷贝或导出"
        "Copy or export it again"
    I04 Error
        "SVG 不自足" "SVG is not self-contained"
        "外部链接、脚本和嵌入的网页在印刷和电子书里都不可用。"
        "External links, scripts and embedded pages work neither in print nor in e-books."
        "在绘图软件里嵌入图片、去掉脚本，另存为纯 SVG"
        "Embed the pictures, remove scripts, save as plain SVG"
    I05 Error
        "这种格式的 CMYK 图不能用" "CMYK is taken in JPEG only"
        "CMYK 的 JPEG 印刷稿照原样用，屏幕和电子书转成 sRGB；别的格式做不到。"
        "A CMYK JPEG goes to press as it is, and to screens as sRGB; other formats cannot."
        "另存为 CMYK 的 JPEG，或转成 sRGB"
        "Save it as a CMYK JPEG, or convert it to sRGB"
    I06 Warning
        "动图或多页图" "Animated picture, or one of several pages"
        "纸上不会动，也只放得下一页；两种成品都只用第一帧、第一页。"
        "Paper shows one frame or page; both outputs take the first."
        "换成静止的、单页的图"
        "Use a still picture of one page"
    I07 Warning
        "图片像素不够" "Too few pixels"
        "图按版位放大了：屏幕要 150 ppi，付印要 300 ppi，少了发虚。"
        "It is enlarged for its place: a screen asks for 150 pixels an inch, print for 300."
        "换大图；`nianjian photos` 说每个版位要多少像素"
        "Use a larger one; `nianjian photos` tells what each place asks for"
    I08 Warning
        "图片裁得太多" "Too much of a picture is cut off"
        "版位和图的长宽比差得远，要紧的东西可能在外面。"
        "The frame's proportions are far from the picture's; what matters may be outside."
        "换一张比例相近的，或用 focus 指出要保住的地方"
        "Use a picture of like proportions, or tell what to keep by `focus`"
    I09 Warning
        "同一张图用了两次" "Same picture twice"
        "多半是放错了文件。"
        "Most likely one of the files is the wrong one."
        "核对两处的图和图注"
        "Compare both pictures with their captions"
    I10 Warning
        "有图没用上" "Pictures are not used"
        "图片文件夹里有书里没提到的图：忘了排，或是该删。"
        "There are pictures beside those in use that the book does not name: forgotten, or left over."
        "写进栏目，或移出书的文件夹"
        "Name them in a section, or take them out of the book's folder"
    I11 Warning
        "CMYK 图没有特性文件" "CMYK picture without a profile"
        "不知道油墨是给哪种纸的；屏幕上按 FOGRA39 转换，颜色可能不准。"
        "Nobody knows what stock the inks are for; for screens FOGRA39 is assumed."
        "另存时嵌入 ICC 特性文件"
        "Embed the ICC profile when saving"
    I12 Error
        "SVG 里有印不出的东西" "SVG holds what cannot be printed"
        "浏览器里看得见，PDF 或电子书里没有，或者变了样。"
        "It shows in browsers, and in the PDF or the e-book not at all, or otherwise."
        "在绘图软件里改掉提示的那一样，另存为纯 SVG"
        "Change what is named in the drawing program, and save as plain SVG"
    T01 Error
        "字体里没有这个字" "No face has this character"
        "印出来会是空框。"
        "It would print as an empty box."
        "在 book.yaml 的 fonts 里加一个有此字的字体文件夹（如花园明朝），或换字"
        "Add a folder with a face that has it (such as Hanazono) to `fonts` in book.yaml, or use another character"
    T02 Error
        "字体不能用" "Font cannot be used"
        "文件坏了、不是字体，或许可不许嵌入。"
        "It is broken, not a font, or its licence forbids embedding."
        "换成 TTF、OTF 或 TTC 字体"
        "Use TTF, OTF or TTC"
    T03 Error
        "用了专用区字符" "Private-use character"
        "专用区的字只在某一种字体里有意义，别处会变成乱码。"
        "It means something in one font only."
        "换成正式编码的字"
        "Use the encoded character"
    T04 Warning
        "由别的字体代替" "Another face stands in"
        "这里的字体没有这个字，印出来笔画、粗细与旁边的字不同。"
        "The face of this place lacks the character; it looks different from those beside it."
        "可以照印；要一致，换字，或在 book.yaml 的 fonts 里加一个同名而字多的字体"
        "It may stand; for an even look use another character, or add a face of that name with more characters to `fonts` in book.yaml"
    L01 Error
        "版式用不了" "Layout cannot be used"
        "版式文件夹里要有 typst.toml、main.typ 和样式表。"
        "A layout has typst.toml, main.typ and a style sheet."
        "nianjian layouts 列出现有版式；或用 --layout 指定文件夹"
        "`nianjian layouts` lists what there is; or name a folder with --layout"
    L02 Error
        "版式约定不符" "Contract does not match"
        "版式按另一版数据约定写成。"
        "The layout was written for another contract."
        "升级版式或工具"
        "Update the layout or the tool"
    L03 Error
        "版式没有这种页" "Layout lacks the page kind"
        "栏目的 kind 必须是版式声明过的页型。"
        "A section's kind must be one that the layout declares."
        "换一种 kind，或换版式"
        "Choose another kind or another layout"
    L04 Error
        "排不下" "Text does not fit"
        "文字超出了版面所能容纳的。"
        "There is more text than the pages can hold."
        "按提示删字，或减少图片"
        "Cut as many characters as told, or take out a picture"
    L05 Error
        "版式出错" "The layout failed"
        "Typst 在排版时报错，多半是版式的毛病。"
        "Typst reported an error while setting; most likely the layout is at fault."
        "把这条信息交给版式设计者"
        "Give this message to the layout's designer"
    L06 Warning
        "版面不满" "Too little text"
        "版面上会留出空白。"
        "The pages will show a hole."
        "补些文字或图片"
        "Add text or a picture"
    L07 Warning
        "版式有警告" "The layout warns"
        "Typst 在排版时有话要说。"
        "Typst had something to say while setting."
        "把这条信息交给版式设计者"
        "Give this message to the layout's designer"
    L08 Error
        "面数不合要求" "Section does not take the pages demanded"
        "栏目要求恰好排多少面；版式的各种余地都用过了，还是不合。"
        "The section demands a number of pages; all that the layout may flex has been tried."
        "按提示删字或加字，或改 pages"
        "Cut or add words as told, or change pages"
    L09 Error
        "页上有字看不全" "Words on a page cannot be read"
        "排到页外、被裁掉、被盖住或叠在一起的字，读者读不到。"
        "Readers cannot read what is beyond the page, cut off, covered, or set over other words."
        "按提示删短；删短了还这样，交给版式设计者"
        "Shorten it as told; if that does not help, hand it to the designer of the layout"
    L10 Error
        "有内容没有排上页" "Content on no page"
        "书稿里有这张图、这段话，版式没有印它。"
        "The book has this picture or these words, and the layout does not print them."
        "这种页不印它：移到别的栏目，或删去；该印的，交给版式设计者"
        "This kind of page has no room for it: move it, or delete it; else tell the designer"
    L11 Error
        "页面大小和版式写的不一样" "Pages of another size than the layout says"
        "印厂按 trim 裁切，书会裁坏。"
        "The printer trims to `trim`, which would cut into the pages."
        "交给版式设计者：theme.typ 与 typst.toml 的尺寸要一致"
        "Hand it to the designer of the layout: theme.typ and typst.toml must agree"
    L12 Warning
        "颜色看不清" "Colour too faint for words"
        "字与底的明暗差得太少，视力不好、光线不好时读不了（WCAG 2.2，1.4.3）。"
        "Words differ too little from their ground to be read in bad light or with weak eyes \
         (WCAG 2.2, 1.4.3)."
        "改版式 typst.toml 里的 colours：浅底上的字深些，深底上的浅些"
        "Change `colours` in the layout's typst.toml: darker words on a light ground, lighter ones \
         on a dark one"
    E01 Warning
        "超过书店的限额" "Beyond a shop's limit"
        "书店各有限额，超过就不收；数字和来历在 src/epub/profiles/ 里。"
        "Shops refuse what is beyond their limits; figures and sources are in src/epub/profiles/."
        "把图缩小，或另备一张"
        "Make the picture smaller, or supply another"
    E02 Warning
        "字体不许嵌入" "Face may not be embedded"
        "字体自己写着不许嵌入（OS/2 表的 fsType），电子书就用读者的字体。"
        "The face itself says that it may not be embedded (OS/2 fsType), so the reader's stands in."
        "换一款许可嵌入的字体，或设 epub.fonts: none"
        "Use a face that may be embedded, or set epub.fonts: none"
    P01 Error
        "ICC 文件不能用" "ICC profile cannot be used"
        "印刷稿的输出意图要一个完好的 CMYK 输出特性文件（ISO 15930-7）。"
        "The output intent of the print file needs a sound CMYK output profile (ISO 15930-7)."
        "向印厂要 CMYK 的 .icc 文件，或删去 print.icc 用自带的 FOGRA39"
        "Ask the printer for a CMYK .icc file, or delete print.icc for the built-in FOGRA39"
    P02 Error
        "出血大过边距" "Bleed larger than the margin"
        "出血伸进版心，裁切线就落在文字上了。"
        "A bleed that reaches into the type area puts the trim on the text."
        "减小 print.bleed，通常是 3 毫米"
        "Make print.bleed smaller; it is usually 3 mm"
    P03 Error
        "印刷稿里有不是 CMYK 的颜色" "Colour in the print file is not CMYK"
        "RGB 到印厂才转换，颜色无人负责。"
        "RGB converted at the printer's is nobody's colour."
        "设 print.convert: true，或换成 CMYK 的图"
        "Set print.convert: true, or supply CMYK"
    P04 Warning
        "图片精度低" "Low resolution"
        "印刷要 300 ppi；低于 240 看得出，低于 200 不该付印。"
        "Print wants 300 ppi; below 240 it shows, below 200 it should not go to press."
        "换像素更多的图，或把图排小"
        "Use a picture with more pixels, or place it smaller"
    P05 Warning
        "墨量过大" "Too much ink"
        "四色相加超过纸能吃的墨，会背透、蹭脏。"
        "More ink than the stock takes sets off and smears."
        "减轻深色，或照印厂的要求改 print.ink"
        "Lighten the dark colours, or set print.ink as the printer says"
    P06 Warning
        "图不到出血边" "Art stops short of the bleed"
        "贴着成品边的图要画过裁切线，裁刀一偏就露白。"
        "Art at the trimmed edge must go beyond it; else the cut leaves a white edge."
        "把图画到出血边，或让它离开边缘"
        "Draw it to the bleed, or keep it off the edge"
    P07 Error
        "印刷稿不合印前规则" "Print file breaks a rule of preflight"
        "印刷稿写完再读一遍，逐条查。"
        "The print file is read back and checked rule by rule."
        "按提示改版式；自带版式报这个，请告诉我们"
        "Change the layout as told; if it is a built-in one, tell us"
    P08 Warning
        "字太小或线太细" "Type or lines too fine for print"
        "小于 5 pt 的字糊成一团，细于 0.25 pt 的线断断续续；小字、细线用几种墨，套不准就发虚。"
        "Type below 5 pt fills in, lines below 0.25 pt break; in several inks both blur where the plates do not quite meet."
        "放大，加粗，或少用几种墨；图里的字和线照印出来的大小算"
        "Enlarge it, thicken it, or use fewer inks; what is in a picture counts as large as it is printed"
    P09 Warning
        "书脊上没有字" "No words on the spine"
        "书脊太窄，字印上去一偏就跑到封面上；或者书名太长，缩到最小也放不下。"
        "The spine is so narrow that words would stray from it, or the title so long that its least size is too large."
        "换厚一些的纸，或者缩短书名；不到 6 毫米的书脊，空着就好"
        "Take thicker paper or a shorter title; a spine of less than 6 mm is best left bare"
    V01 Error
        "文件与校验和不符" "File is not what its checksum says"
        "文件写出之后改动过，或者没有传全。"
        "The file was changed after it was written, or did not arrive whole."
        "重新 build，或重新复制整个文件夹"
        "Build again, or copy the whole folder again"
    V02 Error
        "书里的话不在文件里" "Passage is lost"
        "书稿里有、读者却读不到的话，没有人会发现。"
        "What the book says and its readers do not get, nobody will notice."
        "看版式排了没有；文件没有改动过而自带版式报这个，请告诉我们"
        "See whether the layout sets it; if the file is as built with a built-in layout, tell us"
    V03 Error
        "次序不对" "Passage is out of order"
        "读屏软件和重排的阅读器按标签的次序读，次序不对就读错了。"
        "Screen readers and reflowing readers follow the order of the tags."
        "让版式按数据的次序排"
        "Let the layout set things in the order of the data"
    V04 Error
        "文件读不出来" "Artefact cannot be read"
        "别的软件也读不出来。"
        "Other software cannot read it either."
        "重新 build"
        "Build again"
    V05 Error
        "书里的话变了" "Passage is altered"
        "一个数字、一个字、一处空格，与书稿不同。"
        "A digit, a character or a space differs from the book."
        "重新 build；没有改动过而自带版式报这个，请告诉我们"
        "Build again; if the file is as built with a built-in layout, tell us"
    V06 Error
        "文件里有字看不全" "Words of a file cannot be read"
        "排到页面外、被裁掉、被图或底色盖住、和别的字叠在一起，读者都看不到。"
        "Beyond the edge, cut off, covered or over each other, they do not reach the reader."
        "重新 build：build 遇到看不全的字会说出在书稿的哪一行，不写成品；没有改动过而报这个，请告诉我们"
        "Build again: `build` writes nothing where words cannot be read, and tells their line; if the file is as built, tell us"
    V07 Error
        "文件的一部分改动过" "Part of a file was changed"
        "页、图、链接、目录、元数据等等与写出时不同，尽管校验和改得相符。"
        "A page, picture, link, metadata or the like is not as written, though checksums fit."
        "重新 build；要改的改在书稿或版式里"
        "Build again; make changes in the book or its layout"
    V08 Error
        "文件的各部分对不上" "Parts of a file do not fit together"
        "链接、注、目录或页码指到别处，书名、编号不是这本书的，字可能被藏起来、换掉或添过，或者多了东西。"
        "Links, notes, contents or pages lead elsewhere, title or identifier are not the book's, \
         words may be hidden, exchanged or added, or there is more in the file."
        "重新 build；没有改动过而自带版式报这个，请告诉我们"
        "Build again; if the file is as built with a built-in layout, tell us"
}
