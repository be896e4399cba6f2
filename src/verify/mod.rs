//! The proof that a folder of artefacts says what the book says.
//!
//! `dist` reads the folder and its checksums. `passages` is what the book says; the build writes
//! it beside the artefacts. `pdf` and `epub` (along `package`) read the artefacts back, with other
//! libraries than those that wrote them, but for `zip`, which unfolds the container; `rules` says
//! what is demanded of which, `wanted` looks a passage up, `compare` a whole stream of them,
//! `beside` what is too short for that.
//! `untagged` does what can be done for the file for the printer, `report` tells.
//!
//! Left out on purpose: what an output says beyond the book (contents, running heads, labels), and
//! looks. A folder whose passages were forged together with its checksums cannot be told from a
//! true one.

mod beside;
mod chunk;
mod compare;
mod dist;
mod epub;
mod package;
pub mod passages;
mod pdf;
pub mod report;
mod rules;
mod untagged;
mod wanted;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use anyhow::Result;

use crate::diag::{Code, Findings, Said};
use crate::said;
use crate::verify::chunk::Chunk;
use crate::verify::compare::Fault;
use crate::verify::dist::{Dist, Entry};
use crate::verify::passages::Passage;
use crate::verify::report::Row;
use crate::verify::rules::{Format, Proof};

/// What the passages of a book are called beside its artefacts.
pub const PASSAGES: &str = ".passages.json";

/// What was proved of a folder.
#[derive(Debug, Default)]
pub struct Report {
    /// The table.
    pub rows: Vec<Row>,
    /// What is wrong: with the folder, then with each book.
    pub found: Vec<Findings>,
}

/// Proves a folder of artefacts.
///
/// # Errors
/// If it has no list of checksums that can be read.
pub fn verify(folder: &Path) -> Result<Report> {
    let mut found = Findings::new("");
    let mut dist = dist::read(folder, &mut found)?;
    let entries = dist.books(&mut found);
    let mut report = Report::default();
    let what = said!("校验和", "checksums");
    let (sound, listed) = (dist.sound, dist.listed);
    report.rows.push(row("SHA256SUMS", what, sound, listed, !found.has_errors()));
    report.found.push(found);
    for entry in &entries {
        // A book's files lie in its folder; that one's name is all that is known of it.
        let mut found = Findings::new(&entry.name);
        book(entry, &mut dist, &mut report.rows, &mut found);
        report.found.push(found);
    }
    Ok(report)
}

fn row(artefact: &str, what: Said, found: usize, wanted: usize, good: bool) -> Row {
    Row { artefact: artefact.to_owned(), what, found, wanted, good }
}

/// The artefacts of a book, in the order of the table.
const ARTEFACTS: [&str; 3] = [".pdf", "-print.pdf", ".epub"];

fn book(entry: &Entry, dist: &mut Dist, rows: &mut Vec<Row>, found: &mut Findings) {
    let listed = format!("{}{PASSAGES}", entry.name);
    let passages = dist.files.remove(&listed);
    let passages = passages.and_then(|bytes| serde_json::from_slice::<Vec<Passage>>(&bytes).ok());
    let Some(passages) = passages else {
        let message = said!(
            "{listed} 不在或读不懂，无从核对",
            "{listed} is missing or not understood; there is nothing to compare with"
        );
        found.add(Code::V04, None, message);
        return;
    };
    let names = ARTEFACTS.map(|extension| format!("{}{extension}", entry.name));
    let [screen, print, epub] = names.each_ref().map(|name| {
        entry.outputs.contains(name).then(|| dist.files.remove(name).unwrap_or_default())
    });
    let ((screen, print), epub) = rayon::join(
        || {
            rayon::join(
                || screen.map(|b| tagged(b, &passages)),
                || print.map(|b| guarded(|| pdf::read(b))),
            )
        },
        || epub.map(|bytes| ebook(bytes, &passages)),
    );
    let [screen_name, print_name, epub_name] = &names;
    let pages = screen.and_then(|read| match read {
        Ok((proof, pages)) => {
            tell(screen_name, &proof, rows, found);
            Some(pages)
        }
        Err(why) => refuse(screen_name, &why, rows, found),
    });
    match print {
        Some(Ok(read)) => {
            printed(print_name, &passages, pages.as_deref(), &read.pages, rows, found);
        }
        Some(Err(why)) => drop(refuse::<()>(print_name, &why, rows, found)),
        None => {}
    }
    match epub {
        Some(Ok(proof)) => tell(epub_name, &proof, rows, found),
        Some(Err(why)) => drop(refuse::<()>(epub_name, &why, rows, found)),
        None => {}
    }
}

/// Readers of others may stumble over a file that is none; that is a finding, not the end.
fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let result = catch_unwind(AssertUnwindSafe(read));
    result.unwrap_or_else(|_| Err("the reader gave up".to_owned()))
}

fn tagged(bytes: Vec<u8>, passages: &[Passage]) -> Result<(Proof<'_>, Vec<String>), String> {
    let read = guarded(|| pdf::read(bytes))?;
    let chunks: Vec<Chunk> = read.chunks.ok_or("the file has no tags")?;
    Ok((rules::prove(Format::Pdf, passages, &chunks), read.pages))
}

fn ebook(bytes: Vec<u8>, passages: &[Passage]) -> Result<Proof<'_>, String> {
    let chunks = guarded(|| epub::read(&bytes))?;
    Ok(rules::prove(Format::Epub, passages, &chunks))
}

fn tell(name: &str, proof: &Proof, rows: &mut Vec<Row>, found: &mut Findings) {
    for (group, wanted, there) in &proof.counts {
        let faulty = proof.faults.iter().any(|(passage, _)| rules::group(passage.kind) == *group);
        rows.push(row(name, report::group(*group), *there, *wanted, !faulty));
    }
    report::tell(name, &proof.faults, found);
}

fn refuse<T>(name: &str, why: &str, rows: &mut Vec<Row>, found: &mut Findings) -> Option<T> {
    rows.push(row(name, said!("读得出来", "can be read"), 0, 1, false));
    found.add(Code::V04, None, said!("{name} 读不出来：{why}", "{name} cannot be read: {why}"));
    None
}

/// The file for the printer: page by page against the file for screens, else by itself.
fn printed(
    name: &str,
    passages: &[Passage],
    screen: Option<&[String]>,
    pages: &[String],
    rows: &mut Vec<Row>,
    found: &mut Findings,
) {
    if let Some(screen) = screen {
        let differing = untagged::differing(screen, pages);
        let what = said!("各页的文字，同屏幕 PDF", "words of pages, as in the PDF for screens");
        let wanted = screen.len().max(pages.len());
        rows.push(row(name, what, wanted - differing.len(), wanted, differing.is_empty()));
        for (page, wanted, read) in differing.iter().take(20) {
            let message = said!(
                "{name} 第 {page} 页与屏幕 PDF 不同：应为“{wanted}”，读到“{read}”",
                "{name}, page {page} differs from the PDF for screens: “{wanted}” reads “{read}”"
            );
            found.add(Code::V05, None, message);
        }
        return;
    }
    let demanded = untagged::demanded(passages);
    let lost = untagged::lost(&demanded, pages);
    let what = said!("各段文字，不论次序", "passages, in any order");
    rows.push(row(name, what, demanded.len() - lost.len(), demanded.len(), lost.is_empty()));
    let faults: Vec<_> = lost.into_iter().map(|passage| (passage, Fault::Lost)).collect();
    report::tell(name, &faults, found);
}
