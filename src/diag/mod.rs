//! Findings: problems that an editor or designer can solve.
//!
//! Every stage takes `&mut Findings` and adds to it, so that one run tells everything. Errors of
//! the machine (a full disk) are not findings; they are `anyhow` errors of `command` and `output`.
//! `render` prints findings, with one file a format.

pub mod codes;
pub mod control;
mod excerpt;
mod github;
#[cfg(feature = "cli")]
mod human;
mod json;
pub mod look;
pub mod render;
mod sarif;
pub mod sentences;
mod short;
pub mod visible;
pub mod weights;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use codes::Code;
pub use excerpt::excerpt;

use crate::source::{Edit, Place, Source};

/// A language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

/// A text for people, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Message {
    /// The words in one language.
    #[must_use]
    pub fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// Says more.
    pub(crate) fn push(&mut self, more: &Message) {
        self.zh.push_str(&more.zh);
        self.en.push_str(&more.en);
    }
}

/// A [`Message`] in both languages; both texts are formats over the variables in scope.
macro_rules! msg {
    ($zh:literal, $en:literal) => {
        $crate::diag::Message { zh: format!($zh), en: format!($en) }
    };
}

pub(crate) use msg;

/// The severity of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The book cannot be made.
    Error,
    /// The book can be made but should not be printed like that.
    Warning,
}

/// One finding: what is wrong, where, and how to solve it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its code.
    pub code: Code,
    /// Its severity: that of its code, unless a draft or the book itself says otherwise.
    pub severity: Severity,
    /// The place in the book, where there is one.
    pub at: Option<Place>,
    /// What is wrong.
    pub message: Message,
    /// How to solve this case; `codes` has the general hint.
    pub hint: Option<Message>,
    /// Changes to the files that mend it.
    pub fix: Option<Fix>,
}

/// What is said beside a finding: how to solve this case, and changes that do it.
#[derive(Debug, Clone, Default)]
pub struct Help {
    /// How to solve this case; `codes` has the general hint.
    pub hint: Option<Message>,
    /// Changes to the files that mend it.
    pub fix: Option<Fix>,
}

/// How many findings some work added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Added {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

/// Changes to the files that mend a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// The changes; none overlaps another.
    pub edits: Vec<Edit>,
    /// Whether it may be done without asking.
    pub applicability: Applicability,
}

/// How sure a fix is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applicability {
    /// There is one right answer, and this is it.
    Certain,
    /// A person has to look at it.
    Suggested,
}

impl Applicability {
    /// The English word that machine formats use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Applicability::Certain => "certain",
            Applicability::Suggested => "suggested",
        }
    }
}

/// All findings of one book, with the texts they point into.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    list: Vec<Diagnostic>,
    /// What was found and the book does not want to hear of.
    silenced: Vec<Diagnostic>,
    sources: BTreeMap<Arc<str>, Arc<Source>>,
    /// What stands before a place's file when it is printed: the book's folder as it was typed.
    folder: String,
    /// Files that are not the book's, and what they are called wherever they lie.
    outside: BTreeMap<Arc<str>, String>,
}

impl Findings {
    /// No findings yet; places will be printed under this folder.
    #[must_use]
    pub fn new(folder: &str) -> Findings {
        Findings { folder: folder.trim_end_matches(['/', '\\']).to_owned(), ..Findings::default() }
    }

    /// Adds a finding of the code's own severity.
    pub fn add(&mut self, code: Code, at: Option<&Place>, message: Message) {
        let severity = code.row().severity;
        let at = at.cloned();
        self.list.push(Diagnostic { code, severity, at, message, hint: None, fix: None });
    }

    /// Adds a finding of the code's own severity that these changes to the files mend.
    pub fn add_with_fix(&mut self, code: Code, at: Option<&Place>, message: Message, fix: Fix) {
        self.add(code, at, message);
        if let Some(last) = self.list.last_mut() {
            last.fix = Some(fix);
        }
    }

    /// Adds a finding with a hint for this case.
    pub fn add_with_hint(
        &mut self,
        code: Code,
        at: Option<&Place>,
        message: Message,
        hint: Message,
    ) {
        self.add(code, at, message);
        if let Some(last) = self.list.last_mut() {
            last.hint = Some(hint);
        }
    }

    /// Adds a finding with what helps to solve it.
    pub fn add_with(&mut self, code: Code, at: Option<&Place>, message: Message, help: Help) {
        self.add(code, at, message);
        if let Some(last) = self.list.last_mut() {
            (last.hint, last.fix) = (help.hint, help.fix);
        }
    }

    /// Takes over what was found elsewhere at the same time.
    pub fn join(&mut self, others: Findings) {
        self.list.extend(others.list);
        self.silenced.extend(others.silenced);
        self.sources.extend(others.sources);
        self.outside.extend(others.outside);
    }

    /// Keeps a file, so that a finding can show the lines it is about.
    pub fn keep_source(&mut self, source: &Arc<Source>) {
        self.sources.insert(Arc::clone(source.path()), Arc::clone(source));
    }

    /// Notes that a path is not in the book's folder, and a name for it that does not tell where.
    pub fn keep_outside(&mut self, path: &str, name: &str) {
        self.outside.insert(path.into(), name.to_owned());
    }

    /// Line and column of the character behind a place, both from 1; `None` if only a point of it
    /// is known, or nothing of its file.
    #[must_use]
    pub fn end(&self, place: &Place) -> Option<(usize, usize)> {
        Some(self.sources.get(&place.file)?.position(place.range()?.end))
    }

    /// Whether the same was found, whatever the files look like.
    #[must_use]
    pub fn same(&self, other: &Findings) -> bool {
        self.list == other.list
    }

    /// What was found in each file, without its text.
    #[must_use]
    pub fn by_file(&self) -> BTreeMap<Arc<str>, Findings> {
        let mut files: BTreeMap<Arc<str>, Findings> = BTreeMap::new();
        for finding in &self.list {
            if let Some(at) = &finding.at {
                files.entry(Arc::clone(&at.file)).or_default().list.push(finding.clone());
            }
        }
        files
    }

    /// What was found after the first `count` findings.
    #[must_use]
    pub fn since(mut self, count: usize) -> Findings {
        self.list.drain(..count.min(self.list.len()));
        self
    }

    /// How many findings there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Turns errors of one code into warnings: drafts may lack pictures.
    pub fn downgrade(&mut self, code: Code) {
        let lines = self.list.iter_mut().filter(|finding| finding.code == code);
        lines.for_each(|finding| finding.severity = Severity::Warning);
    }

    /// Takes out what turns out to be no finding.
    pub fn retain(&mut self, stays: impl FnMut(&Diagnostic) -> bool) {
        self.list.retain(stays);
    }

    /// What was found, in the order in which it was.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// What was found and the book does not want to hear of.
    pub fn silenced(&self) -> impl Iterator<Item = &Diagnostic> {
        self.silenced.iter()
    }

    /// The places at which findings of this code were made.
    #[must_use]
    pub fn places(&self, code: Code) -> BTreeSet<Place> {
        let of_code = self.list.iter().filter(|finding| finding.code == code);
        of_code.filter_map(|finding| finding.at.clone()).collect()
    }

    /// How many findings are errors, and how many warnings.
    #[must_use]
    pub fn counts(&self) -> (usize, usize) {
        let errors = self.list.iter().filter(|f| f.severity == Severity::Error).count();
        (errors, self.list.len() - errors)
    }

    /// Does some work, and tells what it added.
    pub fn scope<T>(&mut self, work: impl FnOnce(&mut Findings) -> T) -> (T, Added) {
        let before = self.list.len();
        let value = work(self);
        let added = self.list.get(before..).unwrap_or_default();
        let errors = added.iter().filter(|f| f.severity == Severity::Error).count();
        (value, Added { errors, warnings: added.len() - errors })
    }

    /// Whether the book cannot be made.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.counts().0 > 0
    }

    /// The findings in the order of the files; equal findings count once.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut list: Vec<&Diagnostic> = self.list.iter().collect();
        list.sort_by(|a, b| (&a.at, a.code, &a.message).cmp(&(&b.at, b.code, &b.message)));
        list.dedup();
        list
    }

    /// The findings for the manifest, which must not depend on where the book lies.
    #[must_use]
    pub fn for_manifest(&self) -> Vec<serde_json::Value> {
        let place = |at: &Place| match self.outside.get(&at.file) {
            Some(name) => format!("{name}:{}:{}", at.line, at.column),
            None => at.to_string(),
        };
        let row = |finding: &&Diagnostic| {
            serde_json::json!({
                "code": finding.code.to_string(),
                "severity": finding.severity.word(),
                "at": finding.at.as_ref().map(place),
                "message": finding.message.zh,
            })
        };
        self.sorted().iter().map(row).collect()
    }

    /// Whether they are of a book, whose folder is known.
    fn has_folder(&self) -> bool {
        !self.folder.is_empty()
    }

    fn path(&self, place: &Place) -> String {
        match (self.folder.as_str(), &*place.file) {
            (_, file) if self.outside.contains_key(file) => file.to_owned(),
            ("", file) => file.to_owned(),
            // The folder that the command was called in.
            (".", file) if !file.is_empty() => file.to_owned(),
            (folder, "") => folder.to_owned(),
            (folder, file) => format!("{folder}/{file}"),
        }
    }
}

/// The findings of all books, each with the book it is of.
fn each(books: &[Findings]) -> impl Iterator<Item = (&Findings, &Diagnostic)> {
    books.iter().flat_map(|found| found.sorted().into_iter().map(move |finding| (found, finding)))
}

impl Added {
    /// Whether nothing was added.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Added { errors: 0, warnings: 0 }
    }
}

impl Diagnostic {
    /// The hint for this case, else that of the code.
    #[must_use]
    pub fn hint_or_default(&self, lang: Lang) -> &str {
        match (&self.hint, lang) {
            (Some(hint), lang) => hint.text(lang),
            (None, Lang::Zh) => self.code.row().fix_zh,
            (None, Lang::En) => self.code.row().fix_en,
        }
    }
}

impl Severity {
    /// The English word that all machine formats use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}
