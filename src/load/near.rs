//! Files that a path may have meant, where there is none of its name.

use std::ffi::OsString;
use std::path::Path;

/// The path of the file that is most like the one that a relative path names: of the same name in
/// other letter case, with another ending, or in another folder of the book.
pub(super) fn like(folder: &Path, path: &str) -> Option<String> {
    let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
    let real = of_any_case(folder, parent)?;
    let names = names(&folder.join(&real));
    let ignoring_case = |known: &&String| known.to_lowercase() == name.to_lowercase();
    let stem = |name: &str| match name.rsplit_once('.') {
        Some((stem, _)) => stem.to_lowercase(),
        None => name.to_lowercase(),
    };
    let same_stem = |known: &&String| stem(known) == stem(name) && is_alike(known, name);
    let found = names.iter().find(ignoring_case).or_else(|| names.iter().find(same_stem));
    if let Some(name) = found {
        return Some(joined(&real, name));
    }
    // Names are often written without the folder that holds all pictures.
    let inner = self::names(folder)
        .into_iter()
        .find(|inner| !inner.starts_with('.') && folder.join(inner).join(name).is_file());
    inner.filter(|inner| *inner != real).map(|inner| joined(&inner, name))
}

/// Whether two names have endings of one kind: a picture is no section.
fn is_alike(a: &str, b: &str) -> bool {
    let is_yaml = |name: &str| {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
        ending.is_none_or(|ending| matches!(ending.as_str(), "yaml" | "yml"))
    };
    is_yaml(a) == is_yaml(b)
}

/// A folder by a relative path whose letter case may differ.
fn of_any_case(folder: &Path, path: &str) -> Option<String> {
    let mut real = String::new();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            return None;
        }
        let names = names(&folder.join(&real));
        let same = |known: &&String| known.to_lowercase() == part.to_lowercase();
        real = joined(&real, names.iter().find(same)?);
    }
    Some(real)
}

/// The names in a folder, in order.
fn names(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.file_name())
        .filter_map(|name| OsString::into_string(name).ok())
        .collect();
    names.sort();
    names
}

fn joined(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
