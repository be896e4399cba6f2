//! Pages to bytes: the PDFs for screens and for printers, and the cover picture.

use std::collections::BTreeMap;
use std::io::Cursor;

use anyhow::{Context as _, Result, anyhow};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::Page;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::assets::icc::IccProfile;
use crate::diag::{Code, Findings, msg};
use crate::model::output::{COVER, PRINT};
use crate::model::{Book, Picture};
use crate::text::date::Date;
use crate::typeset::contract::{Medium, PageSetup};
use crate::typeset::input::Input;
use crate::typeset::pages::Pages;
use crate::typeset::pdfx::{self, PrintJob};
use crate::typeset::reasons;
use crate::typeset::{fine, page, pdfua};

/// Width of the cover picture, in pixels (what e-book shops ask for).
const COVER_WIDTH: f64 = 1600.0;

/// Room for marks beyond the bleed of a print file, in millimetres.
const SLUG: f64 = 10.0;

/// Largest cover as a PNG, in bytes; beyond it there is a photograph on the page.
const MAX_PNG: usize = 1 << 20;

/// The PDF for screens: PDF 1.7, PDF/A-2a (ISO 19005-2) and PDF/UA-1 (ISO 14289-1), tagged.
///
/// `created` is in seconds since 1970, UTC. What breaks the standards becomes findings and gives
/// no file.
///
/// # Errors
/// If the file cannot be finished.
pub fn screen(pages: &Pages, created: i64, found: &mut Findings) -> Result<Option<Vec<u8>>> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    let options = PdfOptions {
        ident: Smart::Custom(pages.ident.clone()),
        creator: Smart::Custom(Some(format!("nianjian {}", env!("CARGO_PKG_VERSION")))),
        timestamp: timestamp(created),
        page_ranges: None,
        standards: standards.map_err(|error| anyhow!("{}", error.message()))?,
        tagged: true,
        pretty: false,
    };
    match typst_pdf::pdf(pages.document(), &options) {
        Ok(pdf) => pdfua::finish(&pdf, &pages.lang).map(Some),
        Err(errors) => {
            failed(&errors, found);
            Ok(None)
        }
    }
}

/// The PDF for printers, from pages that were set for print.
///
/// `created` is in seconds since 1970, UTC, and so is `epoch`, from outside of the book. What a
/// printer would send back becomes findings; what must not go to press gives no file.
///
/// # Errors
/// If the file cannot be finished.
pub fn print(
    pages: Pages,
    input: &Input,
    created: i64,
    epoch: Option<i64>,
    found: &mut Findings,
) -> Result<Option<Vec<u8>>> {
    let Input { book, layout, faces } = *input;
    let settings = &book.meta.print;
    let profile = IccProfile::of(settings.icc.as_ref().map(|icc| &icc.bytes[..]));
    let font = faces.sans().ok_or_else(|| anyhow!("there are no faces"))?;
    let sheet = pages.sheet;
    let output = if sheet.is_some() { COVER } else { PRINT };
    let (trim, bleed) = match &sheet {
        Some(sheet) => (sheet.size(), sheet.bleed),
        None => (layout.manifest.trim, PageSetup::new(Medium::Print, book, layout).bleed),
    };
    let job = &PrintJob {
        file: &output.file(&book.name),
        title: &book.meta.title,
        lang: &book.meta.lang,
        dated: &slug_date(book.meta.date, book.meta.year, epoch),
        trim,
        bleed,
        slug: SLUG,
        sheet: sheet.as_ref(),
        // A profile that cannot be read was refused when the book was.
        profile: &profile.map_err(|why| anyhow!("{}", why.en))?,
        convert: settings.convert,
        ink: settings.ink,
        font: &font,
    };
    fine::find(pages.document(), book, found);
    let (pdf, added) = found.scope(|found| checked(pages, (job, book), created, found));
    Ok(pdf?.filter(|_| added.errors == 0))
}

/// A print file with its findings; `None` if Typst cannot write it.
fn checked(
    pages: Pages,
    (job, book): (&PrintJob, &Book),
    created: i64,
    found: &mut Findings,
) -> Result<Option<Vec<u8>>> {
    let numbered: Vec<(usize, &Page)> = (1..).zip(pages.document().pages()).collect();
    for (page, _) in numbered.iter().filter(|(_, page)| pdfx::short(page, job.bleed)) {
        let message =
            msg!("第 {page} 页有图不到出血边", "art on page {page} stops short of the bleed");
        found.add(Code::P06, None, message);
    }
    let standards = PdfStandards::new(&[PdfStandard::V_1_6]);
    let options = PdfOptions {
        ident: Smart::Custom(pages.ident.clone()),
        creator: Smart::Custom(Some(format!("nianjian {}", env!("CARGO_PKG_VERSION")))),
        timestamp: timestamp(created),
        page_ranges: None,
        standards: standards.map_err(|error| anyhow!("{}", error.message()))?,
        tagged: false,
        pretty: false,
    };
    let pdf = match typst_pdf::pdf(pages.document(), &options) {
        Ok(pdf) => pdf,
        Err(errors) => {
            failed(&errors, found);
            return Ok(None);
        }
    };
    let coarse = |(page, _)| (page, pages.coarse(page, book, pdfx::PPI));
    let coarse: BTreeMap<usize, Vec<&Picture>> = numbered.into_iter().map(coarse).collect();
    // The pages are as large as the file.
    drop(pages);
    let pdf = pdfx::finish(pdf, job)?;
    let wanted = pdfx::PrintConditions { trim: job.trim, bleed: job.bleed, ink: job.ink };
    for issue in pdfx::check(&pdf, &wanted)? {
        let pictures = issue.page.and_then(|page| coarse.get(&page));
        broken(&issue, pictures.map_or(&[], Vec::as_slice), found);
    }
    Ok(Some(pdf))
}

/// The date of the slug, and whose it is: of the file if the time is given (`SOURCE_DATE_EPOCH`),
/// else of the book, as exact as it says. Never the clock's.
fn slug_date(date: Option<Date>, year: Option<i32>, epoch: Option<i64>) -> String {
    if let Some(at) = epoch.and_then(|at| time::OffsetDateTime::from_unix_timestamp(at).ok()) {
        return format!("文件日期 {}", at.date());
    }
    let year = year.map(|year| Date { year, month: None, day: None });
    date.or(year).map(|date| format!("书的日期 {date}")).unwrap_or_default()
}

/// What breaks a rule; the pictures are those on its page that are too coarse.
fn broken(issue: &pdfx::PreflightIssue, coarse: &[&Picture], found: &mut Findings) {
    let pdfx::PreflightIssue { rule, page, what } = issue;
    let code = match rule.number {
        7 => Code::P03,
        9 => Code::P05,
        10 => Code::P04,
        _ => Code::P07,
    };
    let (place_zh, place_en) = match page {
        Some(page) => (format!("第 {page} 页"), format!("page {page}")),
        None => ("全书".to_owned(), "the file".to_owned()),
    };
    if code == Code::P03 {
        let (zh, en) = not_inks(what);
        let message = msg!("{place_zh}有 {zh}", "{place_en} has {en}");
        let hint = msg!(
            "在 book.yaml 写 `print: {{convert: true}}`，或换成 CMYK 的图",
            "write `print: {{convert: true}}` in book.yaml, or supply CMYK"
        );
        found.add_with_hint(code, None, message, hint);
        return;
    }
    let (number, zh, en) = (rule.number, rule.zh, rule.en);
    let what = if what.is_empty() { String::new() } else { format!(" [{what}]") };
    let coarse = if code == Code::P04 { coarse } else { &[] };
    let paths: Vec<&str> = coarse.iter().map(|picture| picture.path.as_str()).collect();
    let (stop_zh, stop_en) = if coarse.is_empty() { ("", "") } else { ("：", ": ") };
    let paths = paths.join(", ");
    let message = msg!(
        "{paths}{stop_zh}{place_zh}不合第 {number} 条：{zh}{what}",
        "{paths}{stop_en}{place_en} breaks rule {number}: {en}{what}"
    );
    found.add(code, coarse.first().map(|picture| &*picture.at), message);
}

/// What is no ink, in words.
fn not_inks(what: &str) -> (&'static str, &'static str) {
    match what {
        "gray" => ("RGB 或灰度的颜色", "a gray that is no ink"),
        "picture" => ("RGB 的图", "a picture in RGB"),
        "gradient" => ("RGB 的渐变色", "a gradient in RGB"),
        _ => ("RGB 的图或颜色", "a picture or colour in RGB"),
    }
}

fn failed(errors: &[SourceDiagnostic], found: &mut Findings) {
    for error in errors {
        let message = &error.message;
        let hints: Vec<String> = error.hints.iter().map(|hint| hint.v.to_string()).collect();
        let hints = hints.join("; ");
        let reason = reasons::in_chinese(message);
        let hints = if hints.is_empty() { hints } else { format!("; {hints}") };
        let message = msg!("PDF 写不成：{reason}", "the PDF cannot be written: {message}{hints}");
        found.add(Code::L05, None, message);
    }
}

fn timestamp(seconds: i64) -> Option<Timestamp> {
    let at = time::OffsetDateTime::from_unix_timestamp(seconds).ok()?;
    let (hour, minute, second) = at.to_hms();
    let datetime =
        Datetime::from_ymd_hms(at.year(), at.month().into(), at.day(), hour, minute, second)?;
    Some(Timestamp::new_utc(datetime))
}

/// The first page as a picture for the e-book, 1600 pixels wide: a PNG, which drawings take well
/// and which is written at once, unless that grows beyond a megabyte; then a JPEG. Of a shop that
/// wants a `least` width and height, a JPEG of that size.
///
/// # Errors
/// If the picture cannot be encoded.
pub fn cover(pages: &Pages, least: Option<[u32; 2]>) -> Result<Vec<u8>> {
    let page =
        pages.document().pages().first().ok_or_else(|| anyhow!("the layout made no pages"))?;
    let (width, height) = (page.frame.width().to_pt(), page.frame.height().to_pt());
    let scale = least
        .map_or(COVER_WIDTH / width, |[w, h]| (f64::from(w) / width).max(f64::from(h) / height));
    let picture = page::picture(page, scale);
    if least.is_none() {
        let mut out = Cursor::new(Vec::new());
        let png = PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Up);
        picture.write_with_encoder(png).context("encoding the cover")?;
        if out.get_ref().len() <= MAX_PNG {
            return Ok(out.into_inner());
        }
    }
    let mut out = Cursor::new(Vec::new());
    let jpeg = JpegEncoder::new_with_quality(&mut out, 88);
    picture.write_with_encoder(jpeg).context("encoding the cover")?;
    Ok(out.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::date::Date;

    #[test]
    fn the_slug_says_whose_date_it_bears() {
        let day = |month, day| Some(Date { year: 2024, month, day });
        assert_eq!(
            slug_date(day(Some(3), Some(9)), None, Some(1_000_000_000)),
            "文件日期 2001-09-09"
        );
        assert_eq!(slug_date(day(Some(3), Some(9)), Some(2023), None), "书的日期 2024-03-09");
        assert_eq!(slug_date(day(Some(3), None), None, None), "书的日期 2024-03");
        assert_eq!(slug_date(None, Some(2023), None), "书的日期 2023");
        assert_eq!(slug_date(None, None, None), "");
    }
}
