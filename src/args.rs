//! The command line as clap derives it, help texts included; touches no disk.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diag::render::DiagnosticFormat;
use crate::diag::visible::visible;
use crate::diag::{Code, Lang};
use crate::epub::profile::Shop;
use crate::make::request::OutputKind;
use crate::output::error_sheet::SheetForm;

/// 年鉴排版：一份 YAML，排出 PDF 和 EPUB。Sets Chinese yearbooks from YAML as PDF and EPUB.
#[derive(Debug, Parser)]
#[command(name = "nianjian", version, max_term_width = 100)]
pub struct Cli {
    /// 做什么。What to do.
    #[command(subcommand)]
    pub command: Command,

    /// 消息的语言，默认随系统。Language of messages, by default the system's.
    #[arg(long, global = true, value_enum)]
    pub lang: Option<Language>,

    /// 检查结果的格式。Format of findings.
    #[arg(long, global = true, value_enum, default_value_t = DiagnosticFormat::Human)]
    pub format: DiagnosticFormat,

    /// 只说错误。Say nothing but errors.
    #[arg(long, short, global = true)]
    pub quiet: bool,

    /// 不用颜色。No colours.
    #[arg(long, global = true)]
    pub no_color: bool,
}

impl Cli {
    /// Reads the arguments of the program, and ends it with what is wrong with them or with the
    /// help that they ask for.
    #[must_use]
    pub fn read() -> Cli {
        let refused = |error: clap::Error| {
            // What is wrong is told with the words of the arguments, which others may have written.
            let shown = std::env::args_os();
            let shown = shown.map(|one| visible(&one.to_string_lossy()).into_owned());
            Cli::try_parse_from(shown).err().unwrap_or(error).exit()
        };
        Cli::try_parse().unwrap_or_else(refused)
    }
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// 检查、排版、打包，写出 PDF 和 EPUB。Check, set, pack and write the book.
    Build(Build),
    /// 检查书稿，排一遍但不写文件。Check the book and set it without writing.
    Check(Check),
    /// 改只有一种改法的毛病（W04 W06 W10 W11 W12 W13 W17 W18 W19 W25 W27）：半角标点、部首字符、嵌套和重复的标点、
    /// 标点形式、空格、数字写法、单位、异形词、用语、顿号。Mend what has one right answer: half-width
    /// marks, radicals, nested and doubled marks, their forms, spaces, ways to write numbers,
    /// units, variants, terms.
    Fix(Fix),
    #[cfg(feature = "verify")]
    /// 核对写出的文件：校验和，以及书里的每一段、图注、图号、数字和名字都在。Prove what was built: checksums, and
    /// that all the book says stands in it.
    Verify {
        /// build 写到的文件夹。The folder that `build` wrote to.
        #[arg(value_name = "DIST", default_value = "dist")]
        dist: PathBuf,
    },
    /// 列出每个图位：实际尺寸、要多少像素、有多少、还要做什么。List every place for a picture and what it wants.
    Photos(Photos),
    /// 新建一本能排的书。Make a new book that builds.
    New {
        /// 文件夹。The folder.
        dir: PathBuf,
    },
    /// 输出 YAML 的 JSON Schema。Print the JSON Schema of the YAML files.
    Schema(Schema),
    /// 解释一个代码，如 F03。Explain a code such as F03.
    Explain {
        /// 代码；不写则列出全部。The code; all of them if left out.
        code: Option<String>,
    },
    /// 列出自带的字体。List the faces in the binary.
    Fonts,
    /// 列出自带的版式，或者写出一份来改。List the layouts in the binary, or write one to change it.
    Layouts {
        /// 写到这个文件夹。Write a layout into this folder.
        #[arg(long, value_name = "文件夹 DIR")]
        export: Option<PathBuf>,
        /// 写哪一个。Which one.
        #[arg(long, value_name = "版式 NAME", default_value = "yearbook", requires = "export")]
        name: String,
    },
    /// 输出命令行补全脚本。Print a shell completion script.
    Completions {
        /// 哪一种 shell。The shell.
        shell: clap_complete::Shell,
    },
}

/// `build`.
#[derive(Debug, Args)]
pub struct Build {
    /// 书和版式。The books and the layout.
    #[command(flatten)]
    pub books: Books,

    /// 排成什么。What to make.
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_values_t = [OutputKind::Screen, OutputKind::Epub],
    )]
    pub to: Vec<OutputKind>,

    /// 另为哪些书店、阅读器出电子书，文件名带它的名字。E-books for shops, besides the standard one.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub profile: Vec<Shop>,

    /// 写到哪里。Where to write.
    #[arg(long, default_value = "dist", value_name = "DIR")]
    pub out: PathBuf,

    /// 另写一份依赖，给 Make、Ninja 用。Write what depends on what, for Make and Ninja.
    #[arg(long, value_name = "FILE")]
    pub deps: Option<PathBuf>,
}

/// `check`.
#[derive(Debug, Args)]
pub struct Check {
    /// 书和版式。The books and the layout.
    #[command(flatten)]
    pub books: Books,

    /// 排成这些时会说的也查，如 print。Also what making these would say, such as print.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub to: Vec<OutputKind>,

    /// 这些书店的限额也查。Also the limits of these shops.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub profile: Vec<Shop>,

    /// 把差错率和审校登记写到标准输出。Print the error rate and the ledger of reviews.
    #[arg(long, value_enum, value_name = "FORM")]
    pub sheet: Option<SheetForm>,
}

/// `fix`.
#[derive(Debug, Args)]
pub struct Fix {
    /// 书的文件夹，不写同 build。Folders of books; by default as of `build`.
    #[arg(value_name = "BOOK")]
    pub books: Vec<PathBuf>,

    /// 只说要改什么，不改。Tell what would be done, and leave it at that.
    #[arg(long, conflicts_with = "yes")]
    pub dry_run: bool,

    /// 只改这些代码，如 W04,W06。These codes alone.
    #[arg(long, value_name = "CODES", value_delimiter = ',', value_parser = code)]
    pub only: Vec<Code>,

    /// 不问就改。Do not ask.
    #[arg(long, short)]
    pub yes: bool,
}

/// A code by its name.
fn code(name: &str) -> Result<Code, String> {
    Code::named(name.trim()).ok_or_else(|| "没有这个代码 no such code".to_owned())
}

/// `photos`.
#[derive(Debug, Args)]
pub struct Photos {
    /// 书和版式。The books and the layout.
    #[command(flatten)]
    pub books: Books,

    /// 另写一份图样（网页）。Write a contact sheet as a web page, too.
    #[arg(long, value_name = "FILE")]
    pub html: Option<PathBuf>,
}

/// `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// 哪一种文件。Which file.
    #[arg(value_enum, default_value_t = SchemaOf::Book)]
    pub of: SchemaOf,

    /// 栏目按这个文件夹里的版式，不写按自带的版式。
    /// Sections for the layout in this folder, by default for the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub layout: Option<PathBuf>,

    /// 都写进这个文件夹。Write all into this folder instead.
    #[arg(long, value_name = "DIR")]
    pub to: Option<PathBuf>,
}

/// What `build` and `check` share.
#[derive(Debug, Args)]
pub struct Books {
    /// 书的文件夹；在书的文件夹里，或 content/ 下只有一本时，可以不写。
    /// Folders of books; by default the one here, or the only one under content/.
    #[arg(value_name = "BOOK")]
    pub books: Vec<PathBuf>,

    /// 用这个文件夹里的版式。Use the layout in this folder.
    #[arg(long, value_name = "DIR")]
    pub layout: Option<PathBuf>,

    /// 警告也算错误。Treat warnings as errors.
    #[arg(long)]
    pub strict: bool,

    /// 排样稿：缺图处排占位图。A draft: missing pictures become placeholders.
    #[arg(long)]
    pub draft: bool,

    /// 定稿：审校没有做到 book.yaml 的 review 那一步，就不做。
    /// A release: refused below the review that `review` in book.yaml names.
    #[arg(long, conflicts_with = "draft")]
    pub release: bool,

    /// 用几个线程，默认随机器。Number of threads, by default the machine's.
    #[arg(long, value_name = "N")]
    pub jobs: Option<std::num::NonZeroUsize>,

    /// 超过这么多秒就停下，不写成品。Stop after so many seconds, with nothing written.
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<std::num::NonZeroU32>,
}

/// A kind of source file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// book.yaml.
    Book,
    /// 栏目文件。Section files.
    Section,
    /// 用语表 terms.yaml。The list of terms.
    Terms,
}

/// A language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// 中文。Chinese.
    Zh,
    /// English.
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Lang {
        match language {
            Language::Zh => Lang::Zh,
            Language::En => Lang::En,
        }
    }
}
