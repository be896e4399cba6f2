//! The files as editors write them, key for key. Their JSON Schema is made from these types, so
//! the doc comments here are what editors see when they hover over a key.
//!
//! Every key has a default in Rust, and the keys that must be there are named for the schema: what
//! is wrong in a file is found against the schema, taken out, and the rest read on, so that one run
//! tells everything. Only `check` gives them a meaning, and nothing after it sees these types.

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use crate::load::lint::Lint;
use crate::load::loose::{DATE, DATE_FORM};
use crate::load::review::{ReviewStep, Reviews};

pub use crate::load::loose::Loose;

/// How the date of an event is written, for editors: year, month and day with `-` or in words, a
/// part behind a year or a month, and words that point back.
const WHEN: &str = concat!(
    r"^\s*(",
    r"([0-9]{4}|[0-9]{4}年|[是同当當本]年)",
    r"(\s*([春夏秋冬]季?|第?[一二三四]季度|年?[初中底末内內]|[上下]半年))?",
    r"|([0-9]{4}-(0[1-9]|1[0-2])|[0-9]{4}年\s*(0?[1-9]|1[0-2])月|[是同当當本]月)",
    r"(\s*([上中下]旬|月?[初中底末内內]))?",
    r"|[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])",
    r"|[0-9]{4}年\s*(0?[1-9]|1[0-2])月\s*(0?[1-9]|[12][0-9]|3[01])日",
    r"|[是同当當]日",
    r")\s*$",
);
/// What editors say of another form.
const WHEN_FORM: &str = "写成 2023、2023-05、2023-05-20，可带旬、季等：2023-05 下旬、2023-05 月底、2023 冬、2023 一季度、2023 年内；或同日、是月、是年。Write 2023, 2023-05 or 2023-05-20, parts as 2023-05 下旬 or 2023 冬, or 同日, 是月, 是年.";

/// How an id is written, for editors.
const ID: &str = "^[a-z0-9][a-z0-9-]{0,63}$";
/// What editors say of another form.
const ID_FORM: &str =
    "只用小写字母、数字、连字符，至多 64 个。Lower-case letters, digits, hyphens.";

/// A table to begin with.
const TABLE: &str = "| ${1:项目} | ${2:数值} |\n  | --- | --- |\n  | ${3:甲} | ${4:1} |";

/// What editors write for running text: a literal block.
fn literal(text: &str) -> Value {
    json!([{ "label": "|", "description": "多行文字。Text of several lines.",
             "body": format!("|\n  {text}") }])
}

/// 书：是什么书、谁编的、有哪些栏目。没有的项目不写，不要编造。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["title", "sections"]))]
pub struct Book {
    /// 书名。Title.
    #[schemars(extend("x-use" = "set"))]
    pub title: String,
    /// 按意义断行的书名，断处用 |；去掉竖线须与书名相同。The title broken by sense with |.
    #[schemars(extend("x-use" = "set"))]
    pub title_lines: Option<String>,
    /// 副书名。Subtitle.
    #[schemars(extend("x-use" = "set"))]
    pub subtitle: Option<String>,
    /// 丛书名，如“金山年鉴”。The series that this is a volume of.
    #[schemars(extend("x-use" = "set"))]
    pub series: Option<String>,
    /// 卷次。Volume in the series.
    #[schemars(extend("x-use" = "set"))]
    pub volume: Option<Loose>,
    /// 记事年份。The year that the book tells of.
    pub year: Option<Year>,
    /// 地名。The place that the book tells of.
    #[schemars(extend("x-use" = "set"))]
    pub place: Option<String>,
    /// 语言，BCP 47，默认 zh-Hans。Language.
    #[schemars(extend("x-use" = "code"))]
    pub lang: Option<String>,
    /// 书的标识 urn:uuid:… 或 urn:isbn:…，一辈子不变；不写由工具推算。Stable identifier.
    #[schemars(extend("x-use" = "code"))]
    pub identifier: Option<String>,
    /// 书号。ISBN-13.
    #[schemars(extend("x-use" = "set"))]
    pub isbn: Option<Loose>,
    /// 图书在版编目数据，照核发的逐行写。CIP data line by line as issued.
    #[schemars(extend("x-use" = "issued"))]
    pub cip: Option<Vec<String>>,
    /// 出版者。Publisher.
    #[schemars(extend("x-use" = "set"))]
    pub publisher: Option<String>,
    /// 编者。Editors.
    #[schemars(extend("x-use" = "name"))]
    pub editors: Option<Vec<String>>,
    /// 作者。Authors.
    #[schemars(extend("x-use" = "name"))]
    pub authors: Option<Vec<String>>,
    /// 出版日期，可以只到年或月。Date of publication, may stop at the year or month.
    #[schemars(extend("pattern" = DATE, "patternErrorMessage" = DATE_FORM))]
    #[schemars(extend("x-use" = "code"))]
    pub date: Option<Loose>,
    /// 版权声明。Statement of rights.
    #[schemars(extend("x-use" = "set"))]
    pub rights: Option<String>,
    /// 内容提要。What the book is.
    #[schemars(extend("x-use" = "set"))]
    pub description: Option<String>,
    /// 主题词。Subjects.
    #[schemars(extend("x-use" = "set"))]
    pub subjects: Option<Vec<String>>,
    /// 版式：名字，书内文件夹 ./…，几本书合用的 ../…。Layout: its name, a folder ./…, or ../… that books share.
    #[schemars(extend("x-use" = "code"))]
    pub layout: Option<String>,
    /// 另加的字体文件夹，在书的文件夹里。Folders with further faces, inside the book.
    #[schemars(extend("x-use" = "code"))]
    pub fonts: Option<Vec<String>>,
    /// 标题断行时不拆开的词：人名、地名、机构名。名录里的人名、索引词、地名不必写。Words that titles are never broken in.
    #[schemars(inner(length(min = 1)))]
    #[schemars(extend("x-use" = "code"))]
    pub names: Option<Vec<String>>,
    /// 封面；不写由书的内容定。The cover; by default what the book holds decides.
    pub cover: Option<Cover>,
    /// 付印前必须填的项目。Keys that must be filled in for release.
    pub require: Option<Vec<Requirable>>,
    /// 版权页上的其他事项，照实写。Further facts for the imprint (GB/T 12450).
    pub imprint: Option<Imprint>,
    /// 印刷稿怎么做。How the file for the printer is made.
    pub print: Option<Print>,
    /// 电子书怎么做。How the e-book is made.
    pub epub: Option<Epub>,
    /// 编后：末页的说明，CommonMark。Closing notes of the edition.
    #[schemars(extend("defaultSnippets" = literal("${1:正文。}")))]
    #[schemars(extend("x-use" = "running"))]
    pub colophon: Option<String>,
    /// 检查的代码怎么对待，如 {W07: off}：off 不说，warning 警告，error 错误。What becomes of findings by code.
    pub lint: Option<Lint>,
    /// 定稿（--release）要审校到哪一步，如 三校。The review that a release wants.
    pub review: Option<ReviewStep>,
    /// 栏目文件，依次。Section files in order.
    #[schemars(length(min = 1))]
    #[schemars(extend("x-use" = "code"))]
    pub sections: Vec<String>,
}

/// 版权页事项（GB/T 12450—2001），没有的不写。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, inline)]
pub struct Imprint {
    /// 责任编辑。Responsible editor.
    #[schemars(extend("x-use" = "name"))]
    pub responsible: Option<String>,
    /// 装帧设计。Book designer.
    #[schemars(extend("x-use" = "name"))]
    pub designer: Option<String>,
    /// 责任校对。Proofreader.
    #[schemars(extend("x-use" = "name"))]
    pub proofreader: Option<String>,
    /// 版次，如“2024年3月第1版”。Edition.
    #[schemars(extend("x-use" = "set"))]
    pub edition: Option<String>,
    /// 印次，如“2024年3月第1次印刷”。Printing.
    #[schemars(extend("x-use" = "set"))]
    pub printing: Option<String>,
    /// 印刷者。Printer.
    #[schemars(extend("x-use" = "set"))]
    pub printer: Option<String>,
    /// 发行者。Distributor.
    #[schemars(extend("x-use" = "set"))]
    pub distributor: Option<String>,
    /// 出版者地址。Address of the publisher.
    #[schemars(extend("x-use" = "set"))]
    pub address: Option<String>,
    /// 印数，如“1—2000册”。Copies printed.
    #[schemars(extend("x-use" = "set"))]
    pub copies: Option<Loose>,
    /// 定价。Price.
    #[schemars(extend("x-use" = "set"))]
    pub price: Option<Loose>,
}

/// 封面。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, inline)]
pub struct Cover {
    /// 样式：days 一年的点，photo 照片，numerals 照片在年份的数字里，plain 素面；不写，有日期的书是 days，没有的是 plain。Variant.
    pub variant: Option<CoverVariant>,
    /// 封面用哪一幅图：书里某幅图的 file，或封面自己的图片文件；不写用书里第一幅照片。Its picture.
    #[schemars(extend("x-use" = "picture"))]
    pub image: Option<String>,
    /// 封面自己的图里有什么，电子书读给看不见的人；书里的图不写。What its own picture shows.
    #[schemars(extend("x-use" = "said"))]
    pub alt: Option<String>,
    /// 封面自己的图的作者，如“张三摄”；书里的图不写。Who made its own picture.
    #[schemars(extend("x-use" = "name"))]
    pub credit: Option<String>,
    /// 封面自己的图裁切时要保住的点 [x, y]。The point of its own picture that a crop keeps.
    #[schemars(length(min = 2, max = 2))]
    pub focus: Option<Vec<f64>>,
    /// 纹样，画在素面和题带的脚下：hills 山，waves 水，fields 田，roofs 城，none 不画；不写，题带是山，封面不画。Drawn ornament.
    pub motif: Option<Motif>,
}

/// The variants of covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum CoverVariant {
    /// 一年的点，有事的日子是金点。A year of dots, in gold the days of the book.
    Days,
    /// 一幅照片占上面大半。A photograph.
    Photo,
    /// 照片露在年份的大数字里。A photograph inside of the numerals of the year.
    Numerals,
    /// 只有书名和年份。Title and year alone.
    Plain,
}

/// The ornaments that layouts draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Motif {
    /// 山。Hills.
    Hills,
    /// 水。Waves.
    Waves,
    /// 田。Fields.
    Fields,
    /// 城。Roofs of a town.
    Roofs,
    /// 不画。Nothing.
    None,
}

/// 印刷稿。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, inline)]
pub struct Print {
    /// 出血，毫米；不写随版式。Bleed in millimetres; by default the layout's.
    #[schemars(range(min = 0, max = 20))]
    pub bleed: Option<f64>,
    /// 印刷条件的 CMYK ICC 文件，在书的文件夹里；不写用 FOGRA39。CMYK output profile.
    #[schemars(extend("x-use" = "code"))]
    pub icc: Option<String>,
    /// 把 RGB 的图和颜色转成 CMYK。Convert RGB pictures and colours.
    pub convert: Option<bool>,
    /// 点缀色改用专色，写墨的名字。The accent as a spot colour of this name.
    #[schemars(extend("x-use" = "said"))]
    pub spot: Option<String>,
    /// 总墨量上限，百分数，默认 300。Greatest total ink in percent.
    #[schemars(range(min = 200, max = 400))]
    pub ink: Option<f64>,
    /// 装订：perfect 胶订（默认），saddle 骑马订，case 精装。Binding.
    pub binding: Option<Binding>,
    /// 纸，封面的书脊由它和面数算。Paper, from which and the pages the spine is computed.
    pub paper: Option<Paper>,
    /// 一帖多少面，书芯补白到整帖；不写，骑马订 4，别的 16。Pages of a signature.
    #[schemars(range(min = 4, max = 64))]
    pub signature: Option<u32>,
    /// 勒口宽，毫米；不写没有勒口。Width of the flaps of the cover in millimetres.
    #[schemars(range(min = 0, max = 150))]
    pub flap: Option<f64>,
}

/// 印书的纸。
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, inline, extend("required" = ["caliper"]))]
pub struct Paper {
    /// 一张（两面）多厚，毫米，问印厂或纸厂，如 0.1。Thickness of a leaf in millimetres.
    #[schemars(range(min = 0.03, max = 1))]
    pub caliper: f64,
}

/// How a book is bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Binding {
    /// 胶订（默认）。Perfect binding (default).
    Perfect,
    /// 骑马订，没有书脊。Saddle stitching, without a spine.
    Saddle,
    /// 精装，硬壳；封面是包壳的一张。A case of boards.
    Case,
}

/// 电子书。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, inline)]
pub struct Epub {
    /// 嵌入哪些字体：none 不嵌，headings 标题用字（默认），all 正文也嵌。Faces to embed.
    pub fonts: Option<EpubFonts>,
    /// 由谁评定合于 WCAG 2.1 AA；没有评定过就不写。Who found it to conform to WCAG 2.1 AA.
    #[schemars(extend("x-use" = "said"))]
    pub certified_by: Option<String>,
}

/// The faces that an e-book can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum EpubFonts {
    /// 不嵌。None.
    None,
    /// 标题用字（默认）。Of headings (default).
    Headings,
    /// 正文也嵌。Of all text.
    All,
}

/// The facts that `require` may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum Requirable {
    /// 丛书名。Series.
    Series,
    /// 卷次。Volume.
    Volume,
    /// 记事年份。Year.
    Year,
    /// 书的标识。Identifier.
    Identifier,
    /// 书号。ISBN.
    Isbn,
    /// 图书在版编目数据。CIP data.
    Cip,
    /// 出版者。Publisher.
    Publisher,
    /// 编者。Editors.
    Editors,
    /// 作者。Authors.
    Authors,
    /// 出版日期。Date of publication.
    Date,
    /// 版权声明。Statement of rights.
    Rights,
    /// 内容提要。What the book is.
    Description,
}

/// 栏目：一栏一个文件。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["kind", "title"]))]
pub struct Section {
    /// 页型，由版式声明。Page kind, one that the layout declares.
    #[schemars(extend("x-use" = "code"))]
    pub kind: Option<String>,
    /// 栏目标识；不写取文件名。Id of the section; by default from the file's name.
    #[schemars(extend("pattern" = ID, "patternErrorMessage" = ID_FORM))]
    #[schemars(extend("x-use" = "code"))]
    pub id: Option<String>,
    /// 栏目题。Title.
    #[schemars(extend("x-use" = "set"))]
    pub title: String,
    /// 按意义断行的栏目题，断处用 |。The title broken by sense with |.
    #[schemars(extend("x-use" = "set"))]
    pub title_lines: Option<String>,
    /// 副题。Subtitle.
    #[schemars(extend("x-use" = "set"))]
    pub subtitle: Option<String>,
    /// 恰好排多少面。Exactly so many pages.
    #[schemars(range(min = 1, max = 999))]
    pub pages: Option<u32>,
    /// 栏目前的话，CommonMark。Words before the content.
    #[schemars(extend("defaultSnippets" = literal("${1:正文。}")))]
    #[schemars(extend("x-use" = "running"))]
    pub intro: Option<String>,
    /// 大字的数字：数说页的；类目题头的。Numbers set large.
    pub facts: Option<Vec<SectionFact>>,
    /// 条目。Stories.
    pub stories: Option<Vec<Story>>,
    /// 事件。Events.
    pub events: Option<Vec<Event>>,
    /// 正文，CommonMark。Running text.
    #[schemars(extend("defaultSnippets" = literal("${1:正文。}")))]
    #[schemars(extend("x-use" = "running"))]
    pub body: Option<String>,
    /// 撰稿、供稿、摄影：一行字，或 {撰稿: 张三, 摄影: [李四, 王五]}。Who made it: a line, or names by role.
    #[schemars(extend("x-use" = "name"))]
    pub by: Option<By>,
    /// 落款，一行或几行，如 [金山区地方志办公室, 2024年6月]。Signature: a line or several.
    #[schemars(extend("x-use" = "name"))]
    pub signature: Option<Lines>,
    /// 表。Tables.
    pub tables: Option<Vec<Table>>,
    /// 名单，一组一项。Lists of people.
    pub groups: Option<Vec<Group>>,
    /// 索引怎么排，不写按音序。Order of the index; by sound if left out.
    pub order: Option<IndexOrder>,
    /// 多音字怎么读：词和它的拼音，如 重庆: chóng qìng。Readings that override the usual one.
    #[schemars(extend("x-use" = "code", "x-names" = "code"))]
    pub readings: Option<BTreeMap<String, String>>,
    /// 见：不用的词和该查的词，如 抽水站: 泵站；自己有出处的印作参见。See: the term to look up instead.
    #[schemars(extend("x-use" = "set", "x-names" = "set"))]
    pub see: Option<BTreeMap<String, String>>,
    /// 参见：有出处的词和也该查的词，一个或几个，如 `湿地: [步道]`。See also: terms to look up as well.
    #[schemars(extend("x-use" = "set", "x-names" = "set"))]
    pub see_also: Option<BTreeMap<String, Vec<String>>>,
    /// 图片。Pictures.
    pub figures: Option<Vec<Figure>>,
    /// 审校登记：哪一步、谁、哪天，不印；管整栏，如 {一审: {name: 张三, date: 2024-03-01}}。Record of reviews, not printed.
    pub review: Option<Reviews>,
}

/// How an index is ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum IndexOrder {
    /// 音序（默认）。By sound (default).
    Pinyin,
    /// 笔画。By strokes.
    Strokes,
}

/// 条目。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["id", "title", "body"]))]
#[schemars(extend("if" = { "required": ["subgroup"] }, "then" = { "required": ["group"] }))]
pub struct Story {
    /// 标识：全书唯一，小写字母、数字、连字符；链接和文件名都从它来。Unique id.
    #[schemars(extend("pattern" = ID, "patternErrorMessage" = ID_FORM))]
    #[schemars(extend("x-use" = "code"))]
    pub id: String,
    /// 标题。Title.
    #[schemars(extend("x-use" = "set"))]
    pub title: String,
    /// 按意义断行的标题，断处用 |；去掉竖线须与标题相同。The title broken by sense with |.
    #[schemars(extend("x-use" = "set"))]
    pub title_lines: Option<String>,
    /// 语言，与全书不同时才写。Language, if it is not the book's.
    #[schemars(extend("x-use" = "code"))]
    pub lang: Option<String>,
    /// 所属分目，相邻的条目写同一个。The group of entries that it belongs to.
    #[schemars(extend("x-use" = "set"))]
    pub group: Option<String>,
    /// 所属子目，分目下面再分，有 group 才写。The part of the group that it belongs to.
    #[schemars(extend("x-use" = "set"))]
    pub subgroup: Option<String>,
    /// 索引词；不写随页型（不入索引，或取标题），写 [] 则不入索引。Terms of the index that lead here.
    #[schemars(inner(length(min = 1)))]
    #[schemars(extend("x-use" = "set"))]
    pub index: Option<Vec<String>>,
    /// 日期，可以只到年或月；新闻、特写排在目录里。Date, set in the contents where the kind has it.
    #[schemars(extend("pattern" = DATE, "patternErrorMessage" = DATE_FORM))]
    #[schemars(extend("x-use" = "code"))]
    pub date: Option<Loose>,
    /// 正文，CommonMark；不写页码、图号和样式。Running text.
    #[schemars(extend("defaultSnippets" = literal("${1:正文。}")))]
    #[schemars(extend("x-use" = "running"))]
    pub body: String,
    /// 图片。Pictures.
    pub figures: Option<Vec<Figure>>,
    /// 供大字显示的数字，须见于正文。Numbers for display; each stands in the body.
    pub facts: Option<Vec<KeyFigure>>,
    /// 撰稿、供稿、摄影：一行字，或 {撰稿: 张三, 摄影: [李四, 王五]}。Who made it: a line, or names by role.
    #[schemars(extend("x-use" = "name"))]
    pub by: Option<By>,
    /// 落款，一行或几行，如 [金山区地方志办公室, 2024年6月]。Signature: a line or several.
    #[schemars(extend("x-use" = "name"))]
    pub signature: Option<Lines>,
    /// 摘句，须是正文原句。Words taken from the body for display.
    #[schemars(extend("x-use" = "set"))]
    pub excerpt: Option<String>,
    /// 审校登记：哪一步、谁、哪天，不印，如 {一审: {name: 张三, date: 2024-03-01}}。Record of reviews, not printed.
    pub review: Option<Reviews>,
}

/// 图片。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["file", "caption", "alt"]))]
pub struct Figure {
    /// 图片文件，在书的文件夹里。Path in the book's folder.
    #[schemars(extend("x-use" = "picture"))]
    pub file: String,
    /// 正文里用的名字，`![](名字)`、`{图|名字}`；不写就用文件名。What the text calls it.
    #[schemars(extend("pattern" = ID, "patternErrorMessage" = ID_FORM))]
    #[schemars(extend("x-use" = "code"))]
    pub id: Option<String>,
    /// 多宽。正文放了的，不写占一栏；没有放的，写了就排在文末。How wide it is: in the text a column by
    /// default; one with a size that the text does not place stands at its end.
    pub size: Option<FigureSize>,
    /// 图号；不写按次序编，none 不编号。Mark; by order if absent, `none` for no mark.
    pub mark: Option<FigureMark>,
    /// 图注。Caption.
    #[schemars(extend("x-use" = "set"))]
    pub caption: String,
    /// 替代文字：图里有什么；纯装饰图写 decorative。Alternative text, or `decorative`.
    #[schemars(extend("x-use" = "said"))]
    pub alt: String,
    /// 合影里的人，一排一项，如“第一排左起：张三、李四”。Names in a group, an item a row.
    #[schemars(extend("x-use" = "name"))]
    pub rows: Option<Vec<String>>,
    /// 作者，如“张三摄”。Credit.
    #[schemars(extend("x-use" = "name"))]
    pub credit: Option<String>,
    /// 是什么图，不写是照片。What it is; photo by default.
    pub kind: Option<FigureKind>,
    /// 裁切时要保住的点 [x, y]，从左上角量起 0–1。The point that a crop keeps.
    #[schemars(length(min = 2, max = 2))]
    pub focus: Option<Vec<f64>>,
    /// 裁不裁：none 整幅印，不裁（合影、图表）。Whether it may be cropped: none shows all of it.
    pub crop: Option<CropMode>,
    /// 审图号（地图）。Approval number of a map.
    #[schemars(extend("x-use" = "set"))]
    pub map_approval: Option<String>,
}

/// How wide a picture of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum FigureSize {
    /// 半栏，图注在旁。Half a column, the caption beside it.
    Half,
    /// 一栏（默认）。A column (default).
    Column,
    /// 横跨各栏。All columns.
    Wide,
    /// 左右出血。To both edges of the page.
    Bleed,
}

/// How a picture may be cropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum CropMode {
    /// 不裁，整幅印。Not at all.
    None,
}

/// What a picture is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum FigureKind {
    /// 照片（默认）。A photograph (default).
    Photo,
    /// 地图，不裁，付印要审图号。A map: never cropped, approved before print.
    Map,
    /// 绘图、示意插画。Drawn artwork.
    Artwork,
}

/// 数字。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "Fact", extend("required" = ["value", "unit", "label"]))]
pub struct KeyFigure {
    /// 数值，照正文写。The number as the body writes it.
    #[schemars(extend("x-use" = "set"))]
    pub value: Loose,
    /// 单位。Its unit.
    #[schemars(extend("x-use" = "set"))]
    pub unit: String,
    /// 说明。What it counts.
    #[schemars(extend("x-use" = "set"))]
    pub label: String,
}

/// 栏目的一个数字。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["value", "label"]))]
pub struct SectionFact {
    /// 数值，照写照印。The number as it is printed.
    #[schemars(extend("x-use" = "set"))]
    pub value: Loose,
    /// 单位。Its unit.
    #[schemars(extend("x-use" = "set"))]
    pub unit: Option<String>,
    /// 说明。What it counts.
    #[schemars(extend("x-use" = "set"))]
    pub label: String,
    /// 补一句，如“比上年增长8.1%”。A further remark.
    #[schemars(extend("x-use" = "set"))]
    pub note: Option<String>,
    /// 出自哪一条（id）；数字须见于它的正文。The story that tells of it; its body has the number.
    #[schemars(extend("pattern" = ID, "patternErrorMessage" = ID_FORM))]
    #[schemars(extend("x-use" = "code"))]
    pub story: Option<String>,
    /// 小图的数：名目和数，两个以上，如 {2022: 5.7, 2023: 6.2}。Numbers to draw, by their names.
    #[schemars(extend("x-use" = "code", "x-names" = "set"))]
    pub chart: Option<BTreeMap<String, Loose>>,
}

/// 统计表。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["title", "body"]))]
pub struct Table {
    /// 表题。Title.
    #[schemars(extend("x-use" = "set"))]
    pub title: String,
    /// 计量单位。Unit of the numbers.
    #[schemars(extend("x-use" = "set"))]
    pub unit: Option<String>,
    /// 一个 Markdown 表格。One Markdown table.
    #[schemars(extend("defaultSnippets" = literal(TABLE)))]
    #[schemars(extend("x-use" = "running"))]
    pub body: String,
    /// 注。Note.
    #[schemars(extend("x-use" = "set"))]
    pub note: Option<String>,
    /// 资料来源。Source.
    #[schemars(extend("x-use" = "set"))]
    pub source: Option<String>,
}

/// 名录的一组。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["people"]))]
pub struct Group {
    /// 组题。Title.
    #[schemars(extend("x-use" = "set"))]
    pub title: Option<String>,
    /// 人，依次：只写姓名，或 {name: 姓名, detail: 单位}。People in order.
    pub people: Vec<Person>,
    /// 注。Note.
    #[schemars(extend("x-use" = "set"))]
    pub note: Option<String>,
    /// 像的作者，如“张三摄”。Who made the portraits.
    #[schemars(extend("x-use" = "name"))]
    pub credit: Option<String>,
    /// 像是什么，不写是照片。What the portraits are; photographs by default.
    pub kind: Option<FigureKind>,
}

/// A person: the name alone, or with something said about them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// What is said.
    pub detail: Option<String>,
    /// Path of the portrait in the book's folder.
    pub photo: Option<String>,
    /// The point of the portrait that a crop keeps.
    pub focus: Option<Vec<f64>>,
    /// A sentence of theirs.
    pub quote: Option<String>,
}

impl<'de> Deserialize<'de> for Person {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Person, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Name(String),
            Person {
                #[serde(default)]
                name: String,
                detail: Option<String>,
                photo: Option<String>,
                focus: Option<Vec<f64>>,
                quote: Option<String>,
            },
        }
        Ok(match Either::deserialize(deserializer)? {
            Either::Name(name) => Person { name, ..Person::default() },
            Either::Person { name, detail, photo, focus, quote } => {
                Person { name, detail, photo, focus, quote }
            }
        })
    }
}

impl JsonSchema for Person {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Person".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "object"],
            "x-use": "name",
            "properties": {
                "name": { "type": "string", "description": "姓名。Name.", "x-use": "name" },
                "detail": {
                    "type": "string",
                    "description": "单位、职务等。Office or the like.",
                    "x-use": "set",
                },
                "photo": {
                    "type": "string",
                    "description": "照片文件，在书的文件夹里。Path of the portrait.",
                    "x-use": "picture",
                },
                "focus": {
                    "type": "array",
                    "items": { "type": "number" },
                    "minItems": 2,
                    "maxItems": 2,
                    "description": "照片裁切时要保住的点 [x, y]，不写保头部。The point that a crop keeps.",
                },
                "quote": {
                    "type": "string",
                    "description": "自己的一句话。A sentence of theirs.",
                    "x-use": "set",
                },
            },
            "required": ["name"],
            "additionalProperties": false,
        })
    }
}

/// A line, or several.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Lines {
    /// A text.
    One(String),
    /// A list of texts.
    Many(Vec<String>),
}

impl Lines {
    /// The texts as they are written.
    #[must_use]
    pub fn texts(&self) -> &[String] {
        match self {
            Lines::One(text) => std::slice::from_ref(text),
            Lines::Many(texts) => texts,
        }
    }
}

impl JsonSchema for Lines {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Lines".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "array"], "items": { "type": "string" } })
    }
}

/// Who made a text: in words, or the names by their roles. The order of the roles is that of the
/// file's nodes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum By {
    /// As it is printed.
    Words(String),
    /// Names by role.
    Roles(BTreeMap<String, Lines>),
}

impl JsonSchema for By {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "By".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["string", "object"],
            "x-names": "set",
            "additionalProperties": {
                "type": ["string", "array"],
                "items": { "type": "string" },
            },
        })
    }
}

/// 大事记的一条。
#[derive(Debug, Clone, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, extend("required" = ["date", "text"]))]
pub struct Event {
    /// 日期，可以只到年或月，可带旬、季等（2023-05 下旬、2023 冬），或写同日、是月。Date, may be a part.
    #[schemars(extend("pattern" = WHEN, "patternErrorMessage" = WHEN_FORM))]
    #[schemars(extend("x-use" = "code"))]
    pub date: Loose,
    /// 终止日期，写法同 date，同月、同年指本条的开始。Last day, written as the date is.
    #[schemars(extend("pattern" = WHEN, "patternErrorMessage" = WHEN_FORM))]
    #[schemars(extend("x-use" = "code"))]
    pub until: Option<Loose>,
    /// 事件，行内 CommonMark。What happened.
    #[schemars(extend("x-use" = "running"))]
    pub text: String,
    /// 详见哪一条（id）。The story that tells of it.
    #[schemars(extend("pattern" = ID, "patternErrorMessage" = ID_FORM))]
    #[schemars(extend("x-use" = "code"))]
    pub story: Option<String>,
}

/// A year, as a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Year(pub i32);

impl JsonSchema for Year {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Year".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 1, "maximum": 9999 })
    }
}

/// A picture's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureMark {
    /// This number.
    Number(u32),
    /// No mark.
    None,
}

impl<'de> Deserialize<'de> for FigureMark {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FigureMark, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Number(u32),
            // The schema lets no other word through than `none`.
            Word(serde::de::IgnoredAny),
        }
        Ok(match Either::deserialize(deserializer)? {
            Either::Number(number) => FigureMark::Number(number),
            Either::Word(_) => FigureMark::None,
        })
    }
}

impl JsonSchema for FigureMark {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Mark".into()
    }
    fn inline_schema() -> bool {
        true
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [
            { "type": "integer", "minimum": 1, "maximum": 9999 },
            { "const": "none" },
        ] })
    }
}
