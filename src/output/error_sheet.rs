//! The sheet of errors (差错率): what was found, weighed by the rules for the quality of books, and
//! who owes which review.
//!
//! All numbers are whole, in tenths of an error and thousandths of a rate, so that a sheet has the
//! same bytes everywhere.

mod forms;

use std::collections::BTreeMap;

use crate::diag::weights::CLASSES;
use crate::diag::{Code, Findings, Lang};
use crate::load::Raw;
use crate::load::ledger::{Reviewed, ledger};
use crate::load::review::ReviewStep;
use crate::typeset::Pages;

pub use forms::{SheetForm, render};

/// How long a book is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// 版面字数: pages with words, lines of a page, characters of a line.
    Pages(usize, usize, usize),
    /// Characters of its texts: pages or their grid are not known.
    Characters(usize),
}

impl Extent {
    /// The number of characters that errors are held against.
    #[must_use]
    pub fn characters(self) -> usize {
        match self {
            Extent::Pages(pages, lines, chars) => pages.saturating_mul(lines).saturating_mul(chars),
            Extent::Characters(characters) => characters,
        }
    }
}

/// What of a book its sheet is made of.
#[derive(Debug, Clone)]
pub struct Facts {
    title: String,
    extent: Extent,
    /// The files of the sections, in order, with their titles.
    sections: Vec<(String, String)>,
    /// The review that a release wants.
    review: Option<ReviewStep>,
    ledger: Vec<Reviewed>,
}

impl Facts {
    /// What there is to say of a book, and of its pages if it could be set.
    #[must_use]
    pub fn new(raw: &Raw, pages: Option<&Pages>) -> Facts {
        let grid = pages.and_then(|pages| Some((pages.with_words(), pages.grid?)));
        let extent = match grid {
            Some((pages, (lines, chars))) => Extent::Pages(pages, lines, chars),
            None => {
                let mut count = 0;
                raw.each_text(&mut |text, _, used| {
                    if used.is_set() {
                        count += text.chars().filter(|c| !c.is_whitespace()).count();
                    }
                });
                Extent::Characters(count)
            }
        };
        let one = |title: &str| title.split_whitespace().collect::<Vec<_>>().join(" ");
        let sections = raw.sections.iter();
        let sections = sections.map(|of| (of.file.clone(), one(&of.section.title))).collect();
        Facts {
            title: one(&raw.book.title),
            extent,
            sections,
            review: raw.book.review,
            ledger: ledger(raw),
        }
    }
}

/// A code with its findings.
#[derive(Debug)]
struct ByCode {
    code: Code,
    findings: usize,
}

/// A file with its findings.
#[derive(Debug)]
struct BySection<'a> {
    /// Empty for what is of no file.
    file: &'a str,
    title: &'a str,
    findings: usize,
    /// Before any class comes to its most.
    tenths: usize,
}

/// The sheet of a book.
#[derive(Debug)]
pub struct Sheet<'a> {
    facts: &'a Facts,
    /// In the order of codes.
    codes: Vec<ByCode>,
    /// In the order of the book.
    sections: Vec<BySection<'a>>,
    /// What all count as, in tenths of an error.
    tenths: usize,
    /// How many findings the book does not want to hear of.
    silenced: usize,
}

impl Sheet<'_> {
    /// Counts what was found. What the book allows or turns off is not counted.
    #[must_use]
    pub fn new<'a>(facts: &'a Facts, found: &'a Findings) -> Sheet<'a> {
        let mut codes: BTreeMap<Code, usize> = BTreeMap::new();
        let mut files: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for finding in found.sorted() {
            *codes.entry(finding.code).or_default() += 1;
            let file = finding.at.as_ref().map_or("", |at| &*at.file);
            let (findings, tenths) = files.entry(file).or_default();
            *findings += 1;
            *tenths += finding.code.class().map_or(0, |class| class.tenths);
        }
        let tenths = CLASSES.iter().map(|class| {
            let of = |(code, _): &(&Code, &usize)| {
                code.class().is_some_and(|of| std::ptr::eq(of, class))
            };
            class.count(codes.iter().filter(of).map(|(_, count)| count).sum())
        });
        let mut sections = Vec::new();
        let row =
            |file: &'a str, title, (findings, tenths)| BySection { file, title, findings, tenths };
        let of_book = files.remove("book.yaml");
        sections.extend(of_book.map(|counts| row("book.yaml", facts.title.as_str(), counts)));
        for (file, title) in &facts.sections {
            let counts = files.remove(file.as_str()).unwrap_or_default();
            sections.push(row(file, title, counts));
        }
        // Files that could not be read, those of layouts, and what is of no file.
        sections.extend(files.into_iter().map(|(file, counts)| row(file, "", counts)));
        Sheet {
            facts,
            tenths: tenths.sum(),
            codes: codes.into_iter().map(|(code, findings)| ByCode { code, findings }).collect(),
            sections,
            silenced: found.silenced().count(),
        }
    }

    /// Errors in ten thousand characters, in thousandths; `None` for a book without characters.
    fn rate(&self) -> Option<usize> {
        let characters = self.facts.extent.characters();
        // Tenths of an error, ten thousand characters, thousandths of a rate; to the nearest.
        let all = self.tenths.saturating_mul(10_000 * 100);
        (characters > 0).then(|| (all + characters / 2) / characters)
    }

    /// Whether the rate is that of a book that passes: at most one in ten thousand.
    fn passes(&self) -> bool {
        self.rate().is_none_or(|rate| rate <= 1000)
    }
}

/// Tenths as a decimal number.
fn decimal(tenths: usize) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Names of steps, as a language lists them.
fn steps(steps: &[ReviewStep], lang: Lang) -> String {
    let word = |step: &ReviewStep| match lang {
        Lang::Zh => step.word(),
        Lang::En => step.english(),
    };
    steps.iter().map(word).collect::<Vec<_>>().join(if lang == Lang::Zh { "、" } else { ", " })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::msg;
    use crate::load::raw::Loose;
    use crate::load::review::Review;
    use crate::source::Place;

    fn facts(extent: Extent) -> Facts {
        let reviewed = |title: &str, done: &[ReviewStep]| {
            let review = Review { name: "张三".to_owned(), date: Loose("2024-03-01".to_owned()) };
            Reviewed {
                file: "10-a.yaml".to_owned(),
                title: title.to_owned(),
                at: Place::top("10-a.yaml"),
                done: done.iter().map(|step| (*step, review.clone())).collect(),
            }
        };
        Facts {
            title: "小书".to_owned(),
            extent,
            sections: vec![
                ("10-a.yaml".to_owned(), "=甲,\"乙\"".to_owned()),
                ("20-b.yaml".to_owned(), "<丙>".to_owned()),
            ],
            review: Some(ReviewStep::SecondReading),
            ledger: vec![
                reviewed("第一条", &[ReviewStep::FirstReading]),
                reviewed("第二条", &[ReviewStep::FirstReading, ReviewStep::SecondReading]),
            ],
        }
    }

    fn found() -> Findings {
        let mut found = Findings::default();
        let mut add = |code, file: &str, line| {
            found.add(code, Some(&Place::point(file, line, 1)), msg!("甲", "a"));
        };
        add(Code::W04, "10-a.yaml", 1);
        add(Code::W04, "10-a.yaml", 2);
        add(Code::W06, "20-b.yaml", 3);
        add(Code::F08, "book.yaml", 3);
        (1..=30).for_each(|line| add(Code::N09, "20-b.yaml", line));
        found
    }

    #[test]
    fn errors_are_weighed_and_held_against_the_characters_of_the_pages() {
        let (facts, found) = (facts(Extent::Pages(10, 50, 40)), found());
        let sheet = Sheet::new(&facts, &found);
        // Two marks, a character, and numbers up to their most.
        assert_eq!(sheet.tenths, 2 + 10 + 10);
        assert_eq!(sheet.rate(), Some(1100));
        assert!(!sheet.passes());
        let rows: Vec<_> = sheet.sections.iter().map(|row| (row.file, row.findings)).collect();
        assert_eq!(rows, [("book.yaml", 1), ("10-a.yaml", 2), ("20-b.yaml", 31)]);
    }

    #[test]
    fn a_book_without_characters_has_no_rate() {
        let (facts, found) = (facts(Extent::Characters(0)), Findings::default());
        let sheet = Sheet::new(&facts, &found);
        assert_eq!(sheet.rate(), None);
        for form in [SheetForm::Text, SheetForm::Html, SheetForm::Csv] {
            assert!(!render(&[sheet_of(&facts, &found)], form, Lang::En).is_empty());
        }
    }

    fn sheet_of<'a>(facts: &'a Facts, found: &'a Findings) -> Sheet<'a> {
        Sheet::new(facts, found)
    }

    #[test]
    fn every_form_says_the_same_and_is_safe_to_open() {
        let (facts, found) = (facts(Extent::Characters(20_000)), found());
        let rendered = |form, lang| render(&[Sheet::new(&facts, &found)], form, lang);
        for form in [SheetForm::Text, SheetForm::Html, SheetForm::Csv] {
            for lang in [Lang::Zh, Lang::En] {
                let sheet = rendered(form, lang);
                for part in ["W04", "N09", "20000", "2.2", "1.100", "第一条", "第二条"] {
                    assert!(sheet.contains(part), "{part} is not in {sheet}");
                }
                assert_eq!(sheet, rendered(form, lang));
            }
        }
        let owed = |sheet: String| {
            let row = sheet.lines().find(|line| line.contains("第一条")).unwrap().to_owned();
            assert!(row.contains("二审") && row.contains("张三"), "{row}");
        };
        owed(rendered(SheetForm::Text, Lang::Zh));
        owed(rendered(SheetForm::Csv, Lang::Zh));
        owed(rendered(SheetForm::Html, Lang::Zh));
        // No program that opens the table takes a title for a formula.
        assert!(rendered(SheetForm::Csv, Lang::Zh).contains("\"'=甲,\"\"乙\"\"\""));
        assert!(!rendered(SheetForm::Html, Lang::Zh).contains("<丙>"));
    }
}
