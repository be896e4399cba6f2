//! The labels of the e-book in each language.
//!
//! A table, so that a language is one entry, and the choice from it.

use crate::epub::words::Words;

static SIMPLIFIED: Words = Words {
    lang: "zh-Hans",
    contents: "目录",
    landmarks: "导航",
    pages: "页码",
    cover: "封面",
    title_page: "书名页",
    text: "正文",
    captions: "图注",
    colophon: "编后",
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
    year: "年份",
    place: "地区",
    subjects: "主题",
    summary: "提要",
    volume: ("第", "卷"),
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
    paged: "页码与 PDF 一致，可按页码跳转。",
    chinese: true,
};

static TRADITIONAL: Words = Words {
    lang: "zh-Hant",
    contents: "目錄",
    landmarks: "導覽",
    pages: "頁碼",
    cover: "封面",
    title_page: "書名頁",
    text: "正文",
    captions: "圖注",
    colophon: "編後",
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
    year: "年份",
    place: "地區",
    subjects: "主題",
    summary: "提要",
    volume: ("第", "卷"),
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
    paged: "頁碼與 PDF 一致，可按頁碼跳轉。",
    chinese: true,
};

static ENGLISH: Words = Words {
    lang: "en",
    contents: "Contents",
    landmarks: "Landmarks",
    pages: "Pages",
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
    year: "Year",
    place: "Place",
    subjects: "Subjects",
    summary: "Summary",
    volume: ("Volume ", ""),
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
    paged: "Its page numbers are those of the PDF.",
    chinese: false,
};

static JAPANESE: Words = Words {
    lang: "ja",
    contents: "目次",
    landmarks: "ナビゲーション",
    pages: "ページ",
    cover: "表紙",
    title_page: "扉",
    text: "本文",
    captions: "図版一覧",
    colophon: "奥付",
    figure: "図",
    approval: "地図承認番号：",
    missing: "図版準備中",
    table: "表",
    see: "参照：",
    back: "、本文に戻る",
    colon: "：",
    space: "",
    comma: "、",
    brackets: ("（", "）"),
    authors: "著者",
    editors: "編者",
    publisher: "発行者",
    published: "発行日",
    year: "対象年",
    place: "地域",
    subjects: "主題",
    summary: "要旨",
    volume: ("第", "巻"),
    unit: "単位：",
    note: "注：",
    source: "出典：",
    imprint: ["責任編集", "装丁", "校正", "版次", "刷次", "印刷", "発売", "住所", "部数", "定価"],
    accessible: "本書はリフロー型の電子書籍です。文字の拡大、配色の変更、音声読み上げができます。\
                 見出しは階層化され、目次と本文内リンクがあります。",
    described: "装飾を除く図版には代替テキストがあります。",
    paged: "PDF版と同じページ番号で移動できます。",
    chinese: true,
};

static KOREAN: Words = Words {
    lang: "ko",
    contents: "차례",
    landmarks: "탐색",
    pages: "쪽",
    cover: "표지",
    title_page: "속표지",
    text: "본문",
    captions: "그림 목록",
    colophon: "판권",
    figure: "그림 ",
    approval: "지도 승인 번호: ",
    missing: "그림 준비 중",
    table: "표 ",
    see: "참조: ",
    back: ", 본문으로 돌아가기",
    colon: ": ",
    space: " ",
    comma: ", ",
    brackets: (" (", ")"),
    authors: "지은이",
    editors: "엮은이",
    publisher: "펴낸곳",
    published: "펴낸날",
    year: "연도",
    place: "지역",
    subjects: "주제",
    summary: "요약",
    volume: ("제", "권"),
    unit: "단위: ",
    note: "주: ",
    source: "출처: ",
    imprint: ["책임 편집", "디자인", "교정", "판", "쇄", "인쇄", "배포", "주소", "부수", "정가"],
    accessible: "이 책은 리플로우 전자책으로, 글자 크기와 색을 바꾸고 소리로 들을 수 있습니다. \
                 제목에 단계가 있고 차례와 본문 안 링크가 있습니다.",
    described: "장식을 제외한 그림에는 대체 텍스트가 있습니다.",
    paged: "PDF판의 쪽 번호로 이동할 수 있습니다.",
    chinese: false,
};

/// The words for a BCP 47 tag: Chinese in the script that it names, Japanese, Korean, English for
/// all others.
pub(super) fn of(lang: &str) -> &'static Words {
    let mut subtags = lang.split('-').map(str::to_ascii_lowercase);
    match subtags.next().as_deref() {
        Some("zh") => {}
        Some("ja") => return &JAPANESE,
        Some("ko") => return &KOREAN,
        _ => return &ENGLISH,
    }
    let tags: Vec<String> = subtags.collect();
    let has = |wanted: &str| tags.iter().any(|tag| tag == wanted);
    let region = has("tw") || has("hk") || has("mo");
    if has("hant") || (region && !has("hans")) { &TRADITIONAL } else { &SIMPLIFIED }
}

#[cfg(test)]
mod tests {
    use super::{SIMPLIFIED, of};
    use crate::text::date::parse;

    #[test]
    fn words_follow_the_script_of_the_book() {
        for (lang, contents) in [
            ("zh-Hans", "目录"),
            ("zh", "目录"),
            ("zh-Hans-HK", "目录"),
            ("zh-Hant", "目錄"),
            ("zh-TW", "目錄"),
            ("ja", "目次"),
            ("ko-KR", "차례"),
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
