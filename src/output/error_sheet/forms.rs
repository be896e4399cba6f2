//! The printed forms of the sheet of errors. All are made of the same tables.

use std::fmt::Write as _;

use quick_xml::escape::escape;

use crate::diag::visible::visible;
use crate::diag::{Code, Lang};
use crate::load::ledger::Reviewed;
use crate::output::error_sheet::{BySection, Extent, Sheet, decimal, steps};

/// A printed form of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum SheetForm {
    /// 文字。Text for a terminal.
    Text,
    /// 网页。A web page.
    Html,
    /// 表格，Excel、WPS 打得开。Comma-separated values.
    Csv,
}

/// A table of a sheet: a heading, the names of the columns, rows.
struct Table {
    title: &'static str,
    head: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

const STYLE: &str = "body{font:15px/1.6 sans-serif;margin:2em;color:#1b1b1b}h1{color:#a6192e}\
     table{border-collapse:collapse;margin:.6em 0 1.6em}caption{text-align:start;font-weight:bold}\
     th,td{border-bottom:1px solid #cfc8bb;padding:.2em .8em;text-align:start}";

/// The sheets of all books in a form.
#[must_use]
pub fn render(sheets: &[Sheet], form: SheetForm, lang: Lang) -> String {
    match form {
        SheetForm::Text => sheets.iter().map(|sheet| text(sheet, lang)).collect(),
        SheetForm::Html => html(sheets, lang),
        SheetForm::Csv => csv(sheets, lang),
    }
}

/// The words of a language.
fn of(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Zh { zh } else { en }
}

/// The summary: what is told, and what of it.
fn summary(sheet: &Sheet, lang: Lang) -> Table {
    let extent = sheet.facts.extent;
    let characters = extent.characters();
    let (name, extent) = match (extent, lang) {
        (Extent::Pages(pages, lines, chars), Lang::Zh) => (
            "版面字数",
            format!("{characters}（有字的 {pages} 面 × {lines} 行 × {chars} 字，都按满版计）"),
        ),
        (Extent::Pages(pages, lines, chars), Lang::En) => (
            "characters of the pages",
            format!("{characters} ({pages} pages with words × {lines} lines × {chars} characters)"),
        ),
        (Extent::Characters(_), Lang::Zh) => {
            ("字数", format!("{characters}（书稿的字；没有排成，不知道面数）"))
        }
        (Extent::Characters(_), Lang::En) => (
            "characters",
            format!("{characters} (of the text: the book is not set, or its grid is not known)"),
        ),
    };
    let rate = match sheet.rate() {
        Some(rate) => {
            let verdict = match sheet.passes() {
                true => of(lang, "不超过万分之一", "at most one in ten thousand"),
                false => of(lang, "超过万分之一，不合格", "more than one in ten thousand: fails"),
            };
            format!("{}.{:03}/10000 · {verdict}", rate / 1000, rate % 1000)
        }
        None => of(lang, "没有字", "no characters").to_owned(),
    };
    let review = match sheet.facts.review {
        Some(step) => steps(&[step], lang),
        None => of(lang, "book.yaml 没有写 review", "`review` is not in book.yaml").to_owned(),
    };
    let rows = [
        (name, extent),
        (of(lang, "差错", "errors"), decimal(sheet.tenths)),
        (of(lang, "差错率", "error rate"), rate),
        (of(lang, "放过的，不计", "silenced, not counted"), sheet.silenced.to_string()),
        (of(lang, "定稿要审校到", "a release wants"), review),
    ];
    Table {
        title: of(lang, "总计", "summary"),
        head: vec![of(lang, "项目", "item"), of(lang, "值", "value")],
        rows: rows.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect(),
    }
}

fn by_code(sheet: &Sheet, lang: Lang) -> Table {
    let row = |(code, findings): (Code, usize)| {
        let class = code.class();
        let each = class.map_or(0, |class| class.tenths);
        let name = class.map_or("", |class| of(lang, class.zh, class.en));
        let most = class.and_then(|class| class.most).map(decimal).unwrap_or_default();
        vec![
            code.to_string(),
            code.title(lang).to_owned(),
            name.to_owned(),
            decimal(each),
            most,
            findings.to_string(),
            decimal(each * findings),
        ]
    };
    Table {
        title: of(lang, "按代码", "by code"),
        head: vec![
            of(lang, "代码", "code"),
            of(lang, "说明", "what"),
            of(lang, "类别", "class"),
            of(lang, "每处计", "each"),
            of(lang, "一类至多", "class at most"),
            of(lang, "处数", "findings"),
            of(lang, "差错", "errors"),
        ],
        rows: sheet.codes.iter().map(|by| row((by.code, by.findings))).collect(),
    }
}

fn by_section(sheet: &Sheet, lang: Lang) -> Table {
    let row = |by: &BySection| {
        let file = match by.file {
            "" => of(lang, "（全书）", "(the book)"),
            file => file,
        };
        let counts = [by.findings.to_string(), decimal(by.tenths)];
        [file.to_owned(), by.title.to_owned()].into_iter().chain(counts).collect()
    };
    Table {
        title: of(lang, "按栏目", "by section"),
        head: vec![
            of(lang, "文件", "file"),
            of(lang, "栏目", "section"),
            of(lang, "处数", "findings"),
            of(lang, "差错", "errors"),
        ],
        rows: sheet.sections.iter().map(row).collect(),
    }
}

fn reviews(sheet: &Sheet, lang: Lang) -> Table {
    let row = |one: &Reviewed| {
        let done = one.done.iter().map(|(step, review)| {
            let step = steps(&[*step], lang);
            format!("{step} {} {}", review.name.trim(), review.date.0)
        });
        let done: Vec<String> = done.collect();
        let owed = sheet.facts.review.map(|wanted| steps(&one.owed(wanted), lang));
        vec![
            one.file.clone(),
            one.title.split_whitespace().collect::<Vec<_>>().join(" "),
            done.join(of(lang, "；", "; ")),
            owed.unwrap_or_default(),
        ]
    };
    Table {
        title: of(lang, "审校", "reviews"),
        head: vec![
            of(lang, "文件", "file"),
            of(lang, "条目", "story"),
            of(lang, "已做", "done"),
            of(lang, "还差", "owed"),
        ],
        rows: sheet.facts.ledger.iter().map(row).collect(),
    }
}

/// The tables that have rows.
fn tables(sheet: &Sheet, lang: Lang) -> Vec<Table> {
    let all = [summary, by_code, by_section, reviews].map(|table| table(sheet, lang));
    all.into_iter().filter(|table| !table.rows.is_empty()).collect()
}

fn text(sheet: &Sheet, lang: Lang) -> String {
    let mut out = format!("{} · {}\n", of(lang, "差错率", "Errors"), visible(&sheet.facts.title));
    for Table { title, head, rows } in tables(sheet, lang) {
        let _ = writeln!(out, "\n{title}");
        let head: Vec<String> = head.into_iter().map(ToOwned::to_owned).collect();
        let shown = |row: Vec<String>| -> Vec<String> {
            row.iter().map(|cell| visible(cell).into_owned()).collect()
        };
        let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).map(shown).collect();
        let columns = rows.first().map_or(0, Vec::len);
        let widest = |column: usize| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max()
        };
        let widths: Vec<usize> = (0..columns).filter_map(widest).collect();
        for row in &rows {
            let mut line = String::new();
            for (cell, wide) in row.iter().zip(&widths) {
                let _ = write!(line, "  {cell}{}", " ".repeat(wide - width(cell)));
            }
            let _ = writeln!(out, "{}", line.trim_end());
        }
    }
    out.push('\n');
    out
}

/// How many columns of a terminal words take: all but ASCII is wide in Chinese ones.
fn width(words: &str) -> usize {
    words.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn html(sheets: &[Sheet], lang: Lang) -> String {
    let (tag, name) = (of(lang, "zh-Hans", "en"), of(lang, "差错率", "Errors"));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{name}</title>\
         <style>{STYLE}</style></head><body>\n"
    );
    let cell = |cell: &str| escape(&*visible(cell)).into_owned();
    for sheet in sheets {
        let _ = writeln!(out, "<h1>{name} · {}</h1>", cell(&sheet.facts.title));
        for Table { title, head, rows } in tables(sheet, lang) {
            let _ = write!(out, "<table><caption>{title}</caption><thead><tr>");
            for name in head {
                let _ = write!(out, "<th scope=\"col\">{name}</th>");
            }
            out.push_str("</tr></thead><tbody>\n");
            for row in rows {
                let cells = row.iter().map(|inner| format!("<td>{}</td>", cell(inner)));
                let _ = writeln!(out, "<tr>{}</tr>", cells.collect::<String>());
            }
            out.push_str("</tbody></table>\n");
        }
    }
    out.push_str("</body></html>\n");
    out
}

/// One table after the other (RFC 4180), with a mark before them without which Excel takes UTF-8
/// for another encoding.
fn csv(sheets: &[Sheet], lang: Lang) -> String {
    let mut out = "\u{FEFF}".to_owned();
    let mut line = |row: &mut dyn Iterator<Item = &str>| {
        out.push_str(&row.map(field).collect::<Vec<_>>().join(","));
        out.push_str("\r\n");
    };
    for sheet in sheets {
        for Table { title, head, rows } in tables(sheet, lang) {
            line(&mut [sheet.facts.title.as_str(), title].into_iter());
            line(&mut head.into_iter());
            rows.iter().for_each(|row| line(&mut row.iter().map(String::as_str)));
            line(&mut [""].into_iter());
        }
    }
    out
}

/// A field; what a spreadsheet would take for a formula gets a quote before it.
fn field(text: &str) -> String {
    let text = visible(text);
    let guard = if text.starts_with(['=', '+', '-', '@', '\t']) { "'" } else { "" };
    match guard.is_empty() && !text.contains([',', '"', '\n', '\r']) {
        true => text.into_owned(),
        false => format!("\"{guard}{}\"", text.replace('"', "\"\"")),
    }
}
