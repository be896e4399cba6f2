//! A folder of artefacts that a test may damage and seal again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use nianjian::assets::checksum::sha256;
use nianjian::parts::{self, Parts};
use nianjian::verify::report::Row;
use nianjian::verify::verify;
use tempfile::TempDir;

use crate::support::{command, stderr};

/// The files of a folder, by name.
#[derive(Clone)]
pub struct Dist {
    pub files: BTreeMap<String, Vec<u8>>,
}

/// The result of `verify` for a folder.
pub struct Told {
    pub rows: Vec<Row>,
    /// A line a finding: code, place, message in Chinese.
    pub lines: Vec<String>,
}

impl Dist {
    /// A book as `build` writes it; built once for all tests.
    pub fn of(book: &Path, outputs: &str) -> Dist {
        static CACHE: OnceLock<Mutex<BTreeMap<(PathBuf, String), Dist>>> = OnceLock::new();
        let cache = CACHE.get_or_init(Mutex::default);
        let mut cache = cache.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let entry = cache.entry((book.to_owned(), outputs.to_owned()));
        entry.or_insert_with(|| Dist::build(book, outputs)).clone()
    }

    fn build(book: &Path, outputs: &str) -> Dist {
        let out = TempDir::new().unwrap();
        let mut command = command();
        command.args(["build", "--quiet", "--to", outputs]).arg(book).arg("--out").arg(out.path());
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        let entries = fs::read_dir(out.path()).unwrap().map(Result::unwrap);
        let read = |entry: fs::DirEntry| {
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
        };
        Dist { files: entries.map(read).collect() }
    }

    /// Changes the only file with this extension.
    pub fn change(&mut self, extension: &str, change: impl FnOnce(&[u8]) -> Vec<u8>) {
        let (_, bytes) = self.files.iter_mut().find(|(name, _)| name.ends_with(extension)).unwrap();
        let changed = change(bytes);
        assert!(*bytes != changed, "nothing was changed");
        *bytes = changed;
    }

    /// Makes manifest and checksums agree with the changed files.
    pub fn seal(&mut self) {
        let mut manifest: serde_json::Value =
            serde_json::from_slice(&self.files["manifest.json"]).unwrap();
        for book in manifest["books"].as_array_mut().unwrap() {
            for (name, facts) in book["outputs"].as_object_mut().unwrap() {
                facts["sha256"] = sha256(&self.files[name]).into();
            }
        }
        self.files.insert("manifest.json".to_owned(), format!("{manifest:#}\n").into_bytes());
        self.files.remove("SHA256SUMS");
        let lines = self.files.iter().map(|(name, bytes)| format!("{}  {name}\n", sha256(bytes)));
        let sums = lines.collect::<String>();
        self.files.insert("SHA256SUMS".to_owned(), sums.into_bytes());
    }

    /// As [`Dist::seal`], with the parts of the changed files as they are now.
    pub fn forge(&mut self) {
        let mut manifest: serde_json::Value =
            serde_json::from_slice(&self.files["manifest.json"]).unwrap();
        for book in manifest["books"].as_array_mut().unwrap() {
            for (name, facts) in book["outputs"].as_object_mut().unwrap() {
                let bytes = &self.files[name];
                let parts = match name.rsplit_once('.').unwrap().1 {
                    "pdf" => parts::pages_of(&Arc::new(bytes.clone())),
                    "epub" => parts::entries(bytes, u64::MAX),
                    _ => Ok(Parts::new()),
                };
                let parts = parts.unwrap();
                assert_eq!(parts.is_empty(), facts["parts"].is_null(), "{name}");
                if !parts.is_empty() {
                    facts["parts"] = serde_json::to_value(parts).unwrap();
                }
            }
        }
        self.files.insert("manifest.json".to_owned(), manifest.to_string().into_bytes());
        self.seal();
    }

    /// Writes it into a folder.
    pub fn write(&self) -> TempDir {
        let folder = TempDir::new().unwrap();
        for (name, bytes) in &self.files {
            fs::write(folder.path().join(name), bytes).unwrap();
        }
        folder
    }

    pub fn told(&self) -> Told {
        let folder = self.write();
        let report = verify(folder.path()).unwrap();
        let found = report.found.iter().flat_map(|found| found.sorted());
        let lines = found.map(|finding| {
            let at = finding.at.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{} {at} {}", finding.code, finding.message.zh)
        });
        Told { lines: lines.collect(), rows: report.rows }
    }

    /// As [`Dist::all_told_after`], but without the parts that differ from those that were written:
    /// what is told by going back to the book.
    pub fn told_after(self, extension: &str, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<String> {
        let mut lines = self.all_told_after(extension, change);
        assert!(!lines.is_empty(), "a change goes unnoticed");
        lines.retain(|line| !line.starts_with("V07"));
        lines
    }

    /// What is told after a change that was sealed and was not told before; it must be of the
    /// artefact that was changed.
    pub fn all_told_after(
        mut self,
        extension: &str,
        change: impl FnOnce(&[u8]) -> Vec<u8>,
    ) -> Vec<String> {
        let before = self.told().lines;
        self.change(extension, change);
        self.seal();
        let mut lines = self.told().lines;
        lines.retain(|line| !before.contains(line));
        let only = format!("{extension} ");
        assert!(lines.iter().all(|line| line.contains(&only)), "{lines:#?}");
        lines
    }
}
