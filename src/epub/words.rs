//! The words that the e-book adds to the book: labels of the contents, of pictures and notes.
//!
//! Apart because they follow the language of the book, not that of the command line. Left out on
//! purpose: all words that the book itself gives.

use crate::text::date::Date;

/// One language's words.
pub(super) struct Words {
    /// Heading of the contents.
    pub contents: &'static str,
    /// Heading of the landmarks, for reading systems only.
    pub landmarks: &'static str,
    /// The cover.
    pub cover: &'static str,
    /// The title page, as a landmark.
    pub title_page: &'static str,
    /// Where the text begins, as a landmark.
    pub text: &'static str,
    /// Heading of a caption list.
    pub captions: &'static str,
    /// Heading of the closing notes.
    pub colophon: &'static str,
    /// Before the mark of a picture.
    pub figure: &'static str,
    /// Before the approval number of a map, with its colon.
    pub approval: &'static str,
    /// In place of a picture that a draft lacks.
    pub missing: &'static str,
    /// Name of a table, before its number.
    pub table: &'static str,
    /// Before a link to a story.
    pub see: &'static str,
    /// Names the way back from a note; stands after its number.
    pub back: &'static str,
    /// Between label and value.
    pub colon: &'static str,
    /// Between sentences.
    pub space: &'static str,
    /// Between names.
    pub comma: &'static str,
    /// Opening and closing bracket.
    pub brackets: (&'static str, &'static str),
    /// Label of the authors.
    pub authors: &'static str,
    /// Label of the editors.
    pub editors: &'static str,
    /// Label of the publisher.
    pub publisher: &'static str,
    /// Label of the date of publication.
    pub published: &'static str,
    /// Before the unit of a table's numbers.
    pub unit: &'static str,
    /// Before a note on a table or list.
    pub note: &'static str,
    /// Before the source of a table.
    pub source: &'static str,
    /// Labels of the further facts of the imprint, in the order of `model::Imprint`.
    pub imprint: [&'static str; 10],
    /// What a reader with a disability can expect of the text.
    pub accessible: &'static str,
    /// The same of the pictures.
    pub described: &'static str,
    /// Whether dates are written as in Chinese.
    chinese: bool,
}

/// The words for a BCP 47 tag: Chinese in the script that it names, English for all others.
pub(super) fn of(lang: &str) -> &'static Words {
    let mut subtags = lang.split('-').map(str::to_ascii_lowercase);
    if subtags.next().as_deref() != Some("zh") {
        return &ENGLISH;
    }
    let tags: Vec<String> = subtags.collect();
    let has = |wanted: &str| tags.iter().any(|tag| tag == wanted);
    let region = has("tw") || has("hk") || has("mo");
    if has("hant") || (region && !has("hans")) { &TRADITIONAL } else { &SIMPLIFIED }
}

impl Words {
    /// A date in full.
    pub(super) fn date(&self, date: Date) -> String {
        if self.chinese { date.in_chinese() } else { date.to_string() }
    }

    /// A date under a heading that names this year. A date of which only the year is known
    /// stays.
    pub(super) fn date_within(&self, date: Date, year: i32) -> String {
        let full = self.date(date);
        if !self.chinese || date.year != year || date.month.is_none() {
            return full;
        }
        full.strip_prefix(&format!("{year}年")).map_or(full.clone(), str::to_owned)
    }
}

static SIMPLIFIED: Words = Words {
    contents: "目录",
    landmarks: "导航",
    cover: "封面",
    title_page: "书名页",
    text: "正文",
    captions: "图注",
    colophon: "版记",
    figure: "图",
    approval: "审图号：",
    missing: "图片待补",
    table: "表",
    see: "参见",
    back: "，返回正文",
    colon: "：",
    space: "",
    comma: "、",
    brackets: ("（", "）"),
    authors: "著者",
    editors: "编者",
    publisher: "出版者",
    published: "出版日期",
    unit: "单位：",
    note: "注：",
    source: "资料来源：",
    imprint: [
        "责任编辑",
        "装帧设计",
        "责任校对",
        "版次",
        "印次",
        "印刷",
        "发行",
        "地址",
        "印数",
        "定价",
    ],
    accessible: "本书是可重排的电子书，文字可以放大、换色，可以由读屏软件朗读；标题分级，有目录和页内链接。",
    described: "图片有替代文字，纯装饰的除外。",
    chinese: true,
};

static TRADITIONAL: Words = Words {
    contents: "目錄",
    landmarks: "導覽",
    cover: "封面",
    title_page: "書名頁",
    text: "正文",
    captions: "圖注",
    colophon: "版記",
    figure: "圖",
    approval: "審圖號：",
    missing: "圖片待補",
    table: "表",
    see: "參見",
    back: "，返回正文",
    colon: "：",
    space: "",
    comma: "、",
    brackets: ("（", "）"),
    authors: "著者",
    editors: "編者",
    publisher: "出版者",
    published: "出版日期",
    unit: "單位：",
    note: "註：",
    source: "資料來源：",
    imprint: [
        "責任編輯",
        "裝幀設計",
        "責任校對",
        "版次",
        "印次",
        "印刷",
        "發行",
        "地址",
        "印數",
        "定價",
    ],
    accessible: "本書是可重排的電子書，文字可以放大、換色，可以由讀屏軟件朗讀；標題分級，有目錄和頁內連結。",
    described: "圖片有替代文字，純裝飾的除外。",
    chinese: true,
};

static ENGLISH: Words = Words {
    contents: "Contents",
    landmarks: "Landmarks",
    cover: "Cover",
    title_page: "Title page",
    text: "Start of text",
    captions: "Captions",
    colophon: "Colophon",
    figure: "Figure ",
    approval: "Map approval number: ",
    missing: "Picture missing",
    table: "Table ",
    see: "see ",
    back: ", back to the text",
    colon: ": ",
    space: " ",
    comma: ", ",
    brackets: (" (", ")"),
    authors: "Authors",
    editors: "Editors",
    publisher: "Publisher",
    published: "Published",
    unit: "Unit: ",
    note: "Note: ",
    source: "Source: ",
    imprint: [
        "Responsible editor",
        "Designer",
        "Proofreader",
        "Edition",
        "Printing",
        "Printer",
        "Distributor",
        "Address",
        "Copies",
        "Price",
    ],
    accessible: "This is a reflowable e-book: its text can be enlarged, recoloured and read aloud. \
                 It has levelled headings, a table of contents and links within the text.",
    described: "Pictures have alternative text unless they are decoration.",
    chinese: false,
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::date::parse;

    #[test]
    fn words_follow_the_script_of_the_book() {
        for (lang, contents) in [
            ("zh-Hans", "目录"),
            ("zh", "目录"),
            ("zh-Hans-HK", "目录"),
            ("zh-Hant", "目錄"),
            ("zh-TW", "目錄"),
            ("en", "Contents"),
        ] {
            assert_eq!(of(lang).contents, contents, "{lang}");
        }
    }

    #[test]
    fn a_heading_takes_the_year_off_its_dates() {
        for (date, year, written) in [
            ("2023-11-20", 2023, "11月20日"),
            ("2024-01-02", 2023, "2024年1月2日"),
            ("2023", 2023, "2023年"),
        ] {
            assert_eq!(
                parse(date).map(|d| SIMPLIFIED.date_within(d, year)).as_deref(),
                Some(written)
            );
        }
    }
}
