//! Checks that the artefacts in a folder say what the book says.
//!
//! `dist` reads the folder and its checksums, and the passages that the build wrote beside the
//! artefacts: what the book says. `pdf` and `epub` (through `container`) read the artefacts back,
//! with other libraries than those that wrote them, except that `zip` packs and unpacks the e-book,
//! whose bytes `packing` looks at by itself; `markup` tells what of its documents is not known,
//! `added` what they say beyond the book;
//! `rules` says what is demanded of which, `expected` looks a passage up, `compare` a whole stream
//! of them, `beside` what is too short for that, `leads` where links lead. `untagged` checks the
//! file for the printer, `report` makes findings. Whether the words of a page can be read is seen
//! in `pdf::proof`.
//!
//! What an output says beyond the book (contents, running heads, labels) and its looks are not
//! compared with the book, but with what was written: `changes` tells the parts of a file that are
//! not those that the manifest lists. A folder whose passages and manifest were forged together
//! with its checksums passes.

mod added;
mod beside;
mod changes;
mod chunk;
mod compare;
mod container;
mod dist;
mod epub;
mod error;
mod expected;
mod leads;
mod linked;
mod markup;
mod packing;
mod pdf;
pub mod report;
mod rules;
mod untagged;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use anyhow::Result;
use rayon::prelude::*;

use crate::diag::{Code, Findings, Message, msg};
use crate::model::output::{EPUB, OUTPUTS, OutputFormat};
use crate::parts::Parts;
use crate::passages::{self, Passage};
use crate::verify::chunk::compared;
use crate::verify::compare::Mismatch;
use crate::verify::dist::{Dist, Entry};
use crate::verify::error::ReadError;
use crate::verify::pdf::Sheet;
use crate::verify::report::Row;
use crate::verify::rules::{ArtefactKind, Comparison};

/// The result for a folder.
#[derive(Debug, Default)]
pub struct Report {
    /// The table.
    pub rows: Vec<Row>,
    /// What is wrong: with the folder, then with each book.
    pub found: Vec<Findings>,
}

/// Checks a folder of artefacts.
///
/// # Errors
/// If it has no list of checksums that can be read.
pub fn verify(folder: &Path) -> Result<Report> {
    let mut found = Findings::new("");
    let mut dist = dist::read(folder, &mut found)?;
    let entries = dist.books(&mut found);
    let mut report = Report::default();
    let what = msg!("校验和", "checksums");
    let (sound, listed) = (dist.sound, dist.listed);
    let good = !found.has_errors();
    let mut results = Results { rows: &mut report.rows, found };
    results.row("SHA256SUMS", what, (sound, listed), good);
    report.found.push(results.found);
    for entry in &entries {
        // A book's files lie in its folder; that one's name is all that is known of it.
        let found = Findings::new(&entry.name);
        let mut results = Results { rows: &mut report.rows, found };
        book(entry, &mut dist, &mut results);
        report.found.push(results.found);
    }
    Ok(report)
}

fn book(entry: &Entry, dist: &mut Dist, results: &mut Results) {
    let listed = format!("{}{}", entry.name, passages::SUFFIX);
    let passages = dist.files.remove(&listed);
    let passages = passages.and_then(|bytes| serde_json::from_slice::<Vec<Passage>>(&bytes).ok());
    let Some(passages) = passages else {
        let message = msg!(
            "{listed} 不在或读不懂，无从核对",
            "{listed} is missing or not understood; there is nothing to compare with"
        );
        results.found.add(Code::V04, None, message);
        return;
    };
    let mut files = Vec::new();
    for output in OUTPUTS {
        let name = output.file(&entry.name);
        if entry.outputs.contains_key(&name) {
            let bytes = dist.files.remove(&name).unwrap_or_default();
            files.push((name, Some(output.format), bytes));
        }
    }
    // E-books for shops say the same in their own ways, which are not looked into.
    for name in entry.outputs.keys().filter(|name| name.ends_with(EPUB.suffix)) {
        if let Some(bytes) = dist.files.remove(name) {
            files.push((name.clone(), None, bytes));
        }
    }
    let read = files.into_par_iter().map(|(name, format, bytes)| {
        let reading = match format {
            Some(OutputFormat::TaggedPdf) => Reading::Tagged(tagged(bytes, &passages)),
            Some(OutputFormat::PlainPdf) => Reading::Plain(guarded(|| pdf::read(bytes))),
            Some(OutputFormat::CoverPdf) => Reading::Cover(guarded(|| pdf::read(bytes))),
            Some(OutputFormat::Epub) => Reading::Epub(ebook(&bytes, &passages)),
            None => Reading::Other(guarded(|| epub::parts(&bytes))),
        };
        (name, reading)
    });
    let mut screen = None;
    for (name, reading) in read.collect::<Vec<_>>() {
        match reading {
            Reading::Tagged(Ok((comparison, read))) => {
                results.compared(&name, &comparison);
                results.readable(&name, &read.sheets, |_| true);
                results.titled(&name, &read, entry);
                results.unchanged(&name, &read.parts, entry);
                screen = Some(read);
            }
            Reading::Plain(Ok(mut read)) => {
                results.plain((&name, entry), &mut read, screen.as_ref(), &passages);
                results.titled(&name, &read, entry);
                results.unchanged(&name, &read.parts, entry);
            }
            Reading::Cover(Ok(read)) => {
                let wanted = untagged::of_cover(&passages);
                results.legible(&name, &read.sheets, &wanted);
                results.standing(&name, &wanted, &untagged::lost_on_cover(&wanted, &read.pages));
                results.titled(&name, &read, entry);
                results.unchanged(&name, &read.parts, entry);
            }
            Reading::Epub(Ok((comparison, read))) => {
                results.compared(&name, &comparison);
                let package = &read.package;
                let mut faults = read.faults;
                faults.extend(report::misnamed(entry, &package.titles, Some(&package.identifiers)));
                let what = msg!("链接、目录、书名", "links, contents, title");
                results.fitting(&name, what, &faults);
                results.unchanged(&name, &read.parts, entry);
            }
            Reading::Other(Ok((parts, faults))) => {
                results.fitting(&name, msg!("文件的装法", "container"), &faults);
                results.unchanged(&name, &parts, entry);
            }
            Reading::Tagged(Err(why))
            | Reading::Plain(Err(why))
            | Reading::Cover(Err(why))
            | Reading::Epub(Err(why))
            | Reading::Other(Err(why)) => results.unreadable(&name, &why),
        }
    }
}

/// An artefact that was read back in the way of its format.
enum Reading<'p> {
    Tagged(Result<Tagged<'p>, ReadError>),
    Plain(Result<pdf::Read, ReadError>),
    Cover(Result<pdf::Read, ReadError>),
    Epub(Result<(Comparison<'p>, epub::Read), ReadError>),
    Other(Result<(Parts, Vec<Message>), ReadError>),
}

/// Third-party parsers may panic on malformed files; report it instead of aborting.
fn guarded<T>(read: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or(Err(ReadError::Panicked))
}

/// A tagged PDF compared, and what was read in it.
type Tagged<'a> = (Comparison<'a>, pdf::Read);

fn tagged(bytes: Vec<u8>, passages: &[Passage]) -> Result<Tagged<'_>, ReadError> {
    let mut read = guarded(|| pdf::read(bytes))?;
    let chunks = read.chunks.take();
    let chunks = chunks.ok_or(ReadError::Untagged)?;
    let none = BTreeMap::new();
    Ok((rules::compare(ArtefactKind::Pdf, passages, (&chunks, &none)), read))
}

fn ebook<'p>(
    bytes: &[u8],
    passages: &'p [Passage],
) -> Result<(Comparison<'p>, epub::Read), ReadError> {
    let mut read = guarded(|| epub::read(bytes))?;
    let blocks = (&*read.chunks, &read.places);
    let comparison = rules::compare(ArtefactKind::Epub, passages, blocks);
    read.faults.extend(added::faults(passages, &read.chunks, &comparison.mismatches));
    Ok((comparison, read))
}

/// The rows and findings of one book.
struct Results<'r> {
    rows: &'r mut Vec<Row>,
    found: Findings,
}

impl Results<'_> {
    /// Adds a row; `counts` are how many there are and how many there should be.
    fn row(&mut self, artefact: &str, what: Message, counts: (usize, usize), good: bool) {
        let (found, wanted) = counts;
        self.rows.push(Row { artefact: artefact.to_owned(), what, found, wanted, good });
    }

    fn compared(&mut self, name: &str, comparison: &Comparison) {
        for (group, wanted, there) in &comparison.counts {
            let mut kinds = comparison.mismatches.iter().map(|(passage, _)| passage.kind);
            let faulty = kinds.any(|kind| rules::group(kind) == *group);
            self.row(name, report::group(*group), (*there, *wanted), !faulty);
        }
        report::tell(name, &comparison.mismatches, &mut self.found);
    }

    fn unreadable(&mut self, name: &str, why: &ReadError) {
        self.row(name, msg!("读得出来", "can be read"), (0, 1), false);
        let Message { zh, en } = why.message();
        let message = msg!("{name} 读不出来：{zh}", "{name} cannot be read: {en}");
        self.found.add(Code::V04, None, message);
    }

    /// Whether the words of all pages can be read, those that count.
    fn readable(&mut self, name: &str, sheets: &[Sheet], counts: impl Fn(&str) -> bool + Sync) {
        let faults: Vec<_> = sheets.par_iter().map(|sheet| sheet.faults(&counts)).collect();
        let good = faults.iter().filter(|faults| faults.is_empty()).count();
        let what = msg!("字都看得全的页", "pages whose words can be read");
        self.row(name, what, (good, sheets.len()), good == sheets.len());
        let numbered = (1_usize..).zip(&faults);
        let each = numbered.flat_map(|(page, faults)| faults.iter().map(move |it| (page, it)));
        for (page, fault) in each.take(20) {
            self.found.add(Code::V06, None, report::unreadable(name, page, fault));
        }
    }

    /// The file for the printer, beside the file for screens or alone.
    fn plain(
        &mut self,
        (name, entry): (&str, &Entry),
        read: &mut pdf::Read,
        screen: Option<&pdf::Read>,
        passages: &[Passage],
    ) {
        if let Some(screen) = screen {
            let (skipped, printed) = entry.block.unwrap_or((0, screen.pages.len()));
            read.as_in(screen, skipped);
            self.readable(name, &read.sheets, |_| true);
            let own = screen.pages.iter().skip(skipped).cloned();
            // As many as are looked at: a list of pages that was forged may have any number.
            let most = screen.pages.len().max(read.pages.len());
            let blanks = std::iter::repeat(String::new());
            let wanted: Vec<String> = own.chain(blanks).take(printed.min(most)).collect();
            return self.against(name, &wanted, &read.pages);
        }
        let all: Vec<&Passage> = passages.iter().collect();
        self.legible(name, &read.sheets, &all);
        let demanded = untagged::demanded(passages);
        self.standing(name, &demanded, &untagged::lost(&demanded, &read.pages));
    }

    /// Whether the words of pages without tags can be read, those that the book says.
    fn legible(&mut self, name: &str, sheets: &[Sheet], passages: &[&Passage]) {
        let book = untagged::words(passages);
        // A single character stands in any book.
        let counts = |words: &str| {
            let words = compared(words);
            words.chars().nth(1).is_some() && book.contains(&words)
        };
        self.readable(name, sheets, counts);
    }

    /// Whether a PDF has the book's title, and is nothing but a PDF.
    fn titled(&mut self, name: &str, read: &pdf::Read, entry: &Entry) {
        let mut faults = report::misnamed(entry, std::slice::from_ref(&read.title), None);
        faults.extend(read.faults.iter().cloned());
        let what = msg!("书名", "title");
        self.fitting(name, what, &faults);
    }

    /// Whether the parts of a file fit together, and it is that of its book.
    fn fitting(&mut self, name: &str, what: Message, faults: &[Message]) {
        self.row(name, what, (usize::from(faults.is_empty()), 1), faults.is_empty());
        for Message { zh, en } in faults.iter().take(20) {
            self.found.add(Code::V08, None, msg!("{name} 的 {zh}", "{name}: {en}"));
        }
    }

    /// Whether a file consists of what it did when it was written.
    fn unchanged(&mut self, name: &str, read: &Parts, entry: &Entry) {
        let none = Parts::new();
        let wanted = entry.outputs.get(name).unwrap_or(&none);
        let others = entry.outputs.iter().filter(|(other, _)| *other != name);
        let told = changes::tell(name, (wanted, read), others);
        let same = wanted.iter().filter(|(part, aspects)| read.get(*part) == Some(*aspects));
        let what = msg!("各部分与写出时相同", "parts as they were written");
        self.row(name, what, (same.count(), wanted.len()), told.is_empty());
        told.into_iter().for_each(|message| self.found.add(Code::V07, None, message));
    }

    /// The file for the printer beside the file for screens: page by page.
    fn against(&mut self, name: &str, screen: &[String], pages: &[String]) {
        let differing = untagged::differing(screen, pages);
        let what = msg!("各页的文字，同屏幕 PDF", "words of pages, as in the PDF for screens");
        let wanted = screen.len().max(pages.len());
        self.row(name, what, (wanted - differing.len(), wanted), differing.is_empty());
        for (page, wanted, read) in differing.iter().take(20) {
            let message = msg!(
                "{name} 第 {page} 页与屏幕 PDF 不同：应为“{wanted}”，读到“{read}”",
                "{name}, page {page} differs from the PDF for screens: “{wanted}” reads “{read}”"
            );
            self.found.add(Code::V05, None, message);
        }
    }

    /// A file for the printer by itself: whether what is demanded stands in it.
    fn standing(&mut self, name: &str, demanded: &[&Passage], lost: &[&Passage]) {
        let what = msg!("各段文字，不论次序", "passages, in any order");
        let there = demanded.len() - lost.len();
        self.row(name, what, (there, demanded.len()), lost.is_empty());
        let mismatches: Vec<_> = lost.iter().map(|passage| (*passage, Mismatch::Lost)).collect();
        report::tell(name, &mismatches, &mut self.found);
    }
}
