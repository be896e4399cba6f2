//! Rust files as text: where their literals and comments are, and which files they name.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::root;

/// A Rust file of the project.
pub struct RustFile {
    /// Its path from the project's folder, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its text with spaces for what stands in comments and literals, line by line the same.
    pub code: String,
    /// Its text with what stands in string literals left out, line by line the same.
    pub unquoted: String,
}

/// The Rust files below some folders of the project, by path.
pub fn files(folders: &[&str]) -> Vec<RustFile> {
    let mut paths = Vec::new();
    folders.iter().for_each(|folder| collect(&root().join(folder), &mut paths));
    paths.sort();
    let read = |path: String| {
        let text = fs::read_to_string(root().join(&path)).unwrap();
        let (code, unquoted) = (blanked(&text), unquoted(&text));
        RustFile { path, text, code, unquoted }
    };
    paths.into_iter().map(read).collect()
}

fn collect(folder: &Path, paths: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let path = path.strip_prefix(root()).unwrap();
            paths.push(path.to_string_lossy().replace('\\', "/"));
        }
    }
}

/// What a piece of a file is.
#[derive(Clone, Copy, PartialEq)]
enum Piece {
    Code,
    Comment,
    String,
    Character,
}

/// The text in pieces.
fn pieces(text: &str) -> Vec<(Piece, &str)> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    while at < text.len() {
        let rest = &text[at..];
        let before = text[..at].chars().next_back();
        let word = before.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let found = if rest.starts_with("//") {
            Some((Piece::Comment, rest.find('\n').unwrap_or(rest.len())))
        } else if let Some(raw) = raw_string(rest).filter(|_| !word) {
            Some((Piece::String, raw))
        } else if rest.starts_with('"') {
            Some((Piece::String, quoted(rest, '"')))
        } else if rest.starts_with('\'') && is_character(rest) {
            Some((Piece::Character, quoted(rest, '\'')))
        } else {
            None
        };
        match found {
            Some((piece, length)) => {
                pieces.push((Piece::Code, &text[start..at]));
                pieces.push((piece, &rest[..length]));
                at += length;
                start = at;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
    pieces.push((Piece::Code, &text[start..]));
    pieces
}

/// The length of a raw string that begins here.
fn raw_string(text: &str) -> Option<usize> {
    let inner = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = inner.len() - inner.trim_start_matches('#').len();
    let body = inner[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    Some(text.len() - body.len() + body.find(&end)? + end.len())
}

/// The length of a literal in quotes, both quotes included.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Whether a quote opens a character and not a lifetime.
fn is_character(text: &str) -> bool {
    let mut inner = text.chars().skip(1);
    match inner.next() {
        Some('\\') => true,
        Some(_) => inner.next() == Some('\''),
        None => false,
    }
}

fn blanked(text: &str) -> String {
    let blank = |text: &str| -> String {
        text.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect()
    };
    let pieces = pieces(text).into_iter();
    pieces
        .map(|(piece, text)| if piece == Piece::Code { text.into() } else { blank(text) })
        .collect()
}

fn unquoted(text: &str) -> String {
    let breaks = |text: &str| "\n".repeat(text.matches('\n').count());
    let pieces = pieces(text).into_iter();
    pieces
        .map(|(piece, text)| if piece == Piece::String { breaks(text) } else { text.into() })
        .collect()
}

/// The modules of the library: where each is, and what its file hands on.
pub struct Modules {
    /// Files by the path of the module, such as `["load", "yaml"]`.
    files: BTreeMap<Vec<String>, String>,
    /// What a module hands on with `pub use`, by module and name: the path that it is of.
    handed_on: BTreeMap<(Vec<String>, String), Vec<String>>,
}

/// What a path in the code leads to.
#[derive(Debug, PartialEq)]
pub enum Leads {
    /// To something in this file.
    To(String),
    /// To an item of the crate's root.
    Root,
}

impl Modules {
    pub fn new(files: &[RustFile]) -> Modules {
        let modules = files.iter().filter(|file| !is_root(&file.path));
        let mut modules = Modules {
            files: modules.map(|file| (module(&file.path), file.path.clone())).collect(),
            handed_on: BTreeMap::new(),
        };
        for file in files {
            let own = module(&file.path);
            for (public, tree) in uses(&file.code) {
                for path in paths(&tree).into_iter().filter(|_| public) {
                    let name = path.last().cloned().unwrap_or_default();
                    if let Some(path) = modules.absolute(&own, path) {
                        modules.handed_on.insert((own.clone(), name), path);
                    }
                }
            }
        }
        modules
    }

    /// A path from the crate's root, if it leads into the crate: it begins with `crate` or with a
    /// module of its own.
    fn absolute(&self, own: &[String], path: Vec<String>) -> Option<Vec<String>> {
        if path.first().is_some_and(|first| first == "crate") {
            return Some(path[1..].to_vec());
        }
        let inner = [own, path.get(..1)?].concat();
        self.files.contains_key(&inner).then(|| [own, &path].concat())
    }

    fn lead(&self, path: &[String]) -> Leads {
        let longest = (1..=path.len()).rev().find(|end| self.files.contains_key(&path[..*end]));
        let Some(end) = longest else { return Leads::Root };
        let (module, rest) = path.split_at(end);
        let handed_on = rest.first().and_then(|name| {
            let path = self.handed_on.get(&(module.to_vec(), name.clone()))?;
            Some([path.as_slice(), &rest[1..]].concat())
        });
        match handed_on {
            Some(path) => self.lead(&path),
            None => Leads::To(self.files[module].clone()),
        }
    }

    /// What a file needs of the crate, each with the path that it is written by; what it only hands
    /// on is not needed.
    pub fn needs(&self, file: &RustFile) -> Vec<(String, Leads)> {
        let own = module(&file.path);
        let mut found = Vec::new();
        let mut code = file.code.clone();
        for (public, tree) in uses(&file.code) {
            if !public {
                found.extend(paths(&tree));
            }
            code = code.replacen(&format!("use {tree};"), "", 1);
        }
        // A visibility names a module without a need of it.
        found.extend(paths_in(&code.replace("in crate::", "in ")));
        let into = found.into_iter().filter_map(|path| self.absolute(&own, path));
        let needed = into.map(|path| (path.join("::"), self.lead(&path)));
        needed.filter(|(_, leads)| *leads != Leads::To(file.path.clone())).collect()
    }
}

fn is_root(path: &str) -> bool {
    matches!(path, "src/lib.rs" | "src/main.rs")
}

/// `src/load/yaml.rs` is `load::yaml`, `src/load/mod.rs` is `load`.
fn module(path: &str) -> Vec<String> {
    let inner = path.trim_start_matches("src/").trim_end_matches(".rs");
    let parts = inner.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main"));
    parts.map(str::to_owned).collect()
}

/// The trees of all `use`s, each with whether it hands on.
fn uses(code: &str) -> Vec<(bool, String)> {
    let mut uses = Vec::new();
    let mut from = 0;
    while let Some(found) = code[from..].find("use ") {
        let at = from + found;
        from = at + 4;
        let before = code[..at].trim_end();
        let starts = before.is_empty() || before.ends_with([';', '}', '{', ')', ']', 'b']);
        let word = code[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_');
        if let Some(length) = code[from..].find(';').filter(|_| starts && !word) {
            let public = before.ends_with("pub") || before.rsplit("pub(").next().is_some_and(ends);
            uses.push((public, code[from..from + length].to_owned()));
            from += length;
        }
    }
    uses
}

/// Whether only the rest of a visibility is here, such as `crate)`.
fn ends(rest: &str) -> bool {
    rest.ends_with(')') && rest.chars().filter(|c| !c.is_alphanumeric()).all(|c| ":)_ ".contains(c))
}

/// The paths in a tree such as `a::{b, c::{self, D}}`.
fn paths(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim();
    let Some((head, inner)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default().split("::").map(str::trim);
        return vec![
            path.filter(|name| !matches!(*name, "" | "self" | "*")).map(str::to_owned).collect(),
        ];
    };
    let head: Vec<String> = head
        .split("::")
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect();
    let (mut depth, mut start, mut branches) = (0_usize, 0, Vec::new());
    let inner = inner.trim_end().strip_suffix('}').unwrap_or(inner);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                branches.push(&inner[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    branches.push(&inner[start..]);
    let branches = branches.into_iter().filter(|branch| !branch.trim().is_empty());
    branches.flat_map(paths).map(|path| [head.clone(), path].concat()).collect()
}

/// The paths of two names or more in code.
fn paths_in(code: &str) -> Vec<Vec<String>> {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = code.split(|c: char| !word(c)).filter(|word| word.contains("::"));
    let paths = words.map(|word| word.split("::").map(str::to_owned).collect::<Vec<_>>());
    paths.filter(|path| path.first().is_some_and(|first| !first.is_empty())).collect()
}
