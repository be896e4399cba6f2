//! What was made of sections in the last check, so that only those that changed are made again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::assets::faces::Faces;
use crate::check::glossary::Glossary;
use crate::check::input::Input;
use crate::check::lower::Pictures;
use crate::check::lower::titles::KeptTitles;
use crate::check::rules::judged::Judged;
use crate::check::{index, kind, lower, rules};
use crate::diag::Findings;
use crate::load::layout::Layout;
use crate::load::terms::TermsFile;
use crate::load::{Raw, Section as File};
use crate::model::{Picture, Section};
use crate::text::labels::table::Labels;

/// What was made of a book's sections, for the next check.
#[derive(Debug, Default)]
pub struct Cache {
    sections: BTreeMap<String, KeptSection>,
    pub(super) indexes: index::KeptIndexes,
    /// The indexes of a book with placeholders.
    pub(super) stand_ins: index::KeptIndexes,
    pub(super) titles: KeptTitles,
    faces: Option<Faces>,
    layout: Option<Arc<Layout>>,
    labels: Option<&'static Labels>,
    glossary: Option<KeptGlossary>,
}

/// The terms of the office, ready to be looked for, and what was found in their list.
#[derive(Debug)]
struct KeptGlossary {
    file: Arc<TermsFile>,
    glossary: Arc<Glossary>,
    found: Findings,
}

/// What was made of a section.
#[derive(Debug, Clone)]
struct KeptSection {
    file: Arc<File>,
    /// The pictures that it shows, figure by figure.
    pictures: Vec<Option<Arc<Picture>>>,
    section: Option<Section>,
    /// The section as it was when something could be made of it, and its file then.
    last: Option<Last>,
    /// What making and judging it found.
    found: Findings,
}

/// A section and the file that it was made of.
type Last = (Arc<File>, Section);

impl Cache {
    /// The sections of a book, without those that do not say of what kind they are. What was found
    /// when they were read is in `found` already.
    pub(super) fn sections(&mut self, input: &Input, found: &mut Findings) -> Vec<Section> {
        let same = self.faces.as_ref().is_some_and(|faces| faces.same(input.faces))
            && self.layout.as_ref().is_some_and(|layout| Arc::ptr_eq(layout, input.layout));
        let before = |file: &Arc<File>| self.sections.get(&file.file);
        let labels = lower::labels(input.raw, input.faces);
        let same = same && self.labels.is_some_and(|before| std::ptr::eq(before, labels));
        let known = found.by_file();
        let one = |file: &Arc<File>| {
            let pictures = shown(file, &input.raw.pictures);
            match before(file).filter(|kept| same && kept.is_of(file, &pictures)) {
                Some(kept) => kept.clone(),
                None => {
                    let last = before(file).and_then(|kept| kept.last.clone());
                    let known = known.get(file.file.as_str());
                    make((input, labels), file, (pictures, last), known)
                }
            }
        };
        let kept: Vec<KeptSection> = input.raw.sections.par_iter().map(one).collect();
        let listed: BTreeSet<&String> = input.raw.book.sections.iter().collect();
        self.sections.retain(|file, _| listed.contains(file));
        self.faces = Some(input.faces.clone());
        self.layout = Some(Arc::clone(input.layout));
        self.labels = Some(labels);
        let mut sections = Vec::new();
        for kept in kept {
            found.join(kept.found.clone());
            sections.extend(kept.section.clone());
            self.sections.insert(kept.file.file.clone(), kept);
        }
        sections
    }

    /// The terms of the office, if it has any.
    pub(super) fn glossary(&mut self, raw: &Raw, found: &mut Findings) -> Option<Arc<Glossary>> {
        let Some(file) = &raw.terms else {
            self.glossary = None;
            return None;
        };
        let before = self.glossary.take().filter(|kept| Arc::ptr_eq(&kept.file, file));
        let kept = before.unwrap_or_else(|| {
            let mut found = Findings::default();
            let glossary = Arc::new(Glossary::new(file, &mut found));
            KeptGlossary { file: Arc::clone(file), glossary, found }
        });
        found.join(kept.found.clone());
        let glossary = Arc::clone(&kept.glossary);
        self.glossary = Some(kept);
        Some(glossary)
    }

    /// A section as it was when something could be made of its file, and the file as it was then.
    pub(super) fn last(&self, file: &str) -> Option<&Last> {
        self.sections.get(file)?.last.as_ref()
    }
}

impl KeptSection {
    /// Whether it was made of this very file and these very pictures.
    fn is_of(&self, file: &Arc<File>, pictures: &[Option<Arc<Picture>>]) -> bool {
        let same = |(a, b): (&Option<Arc<Picture>>, &Option<Arc<Picture>>)| match (a, b) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        Arc::ptr_eq(&self.file, file)
            && self.pictures.len() == pictures.len()
            && self.pictures.iter().zip(pictures).all(same)
    }
}

/// The pictures of a file's figures.
fn shown(file: &File, pictures: &Pictures) -> Vec<Option<Arc<Picture>>> {
    let mut shown = Vec::new();
    file.each_picture(&mut |path, _| shown.push(pictures.get(path).cloned()));
    shown
}

fn make(
    (input, labels): (&Input, &'static Labels),
    file: &Arc<File>,
    (pictures, last): (Vec<Option<Arc<Picture>>>, Option<Last>),
    known: Option<&Findings>,
) -> KeptSection {
    // What was found when the file was read is not said again.
    let mut found = known.cloned().unwrap_or_default();
    let before = found.len();
    kind::rules(file, input.layout, &mut found);
    let kind = kind::kind(file, input.layout);
    let with = (&input.raw.pictures, labels);
    let section = kind.map(|kind| lower::section(file, &kind, with, &mut found));
    let of = Judged {
        file,
        section: section.as_ref(),
        pictures: &input.raw.pictures,
        faces: input.faces,
        is_chinese: input.raw.is_chinese(),
    };
    rules::section(&of, &mut found);
    let last = section.clone().map(|section| (Arc::clone(file), section)).or(last);
    KeptSection { file: Arc::clone(file), pictures, section, last, found: found.since(before) }
}
