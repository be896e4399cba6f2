//! The names of artefacts, which come from those of the books' folders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::diag::{Code, Findings, msg};
use crate::epub::profile::Shop;
use crate::load;
use crate::make::request::OutputKind;
use crate::passages;

/// What is wrong with the books in these folders, one entry a folder: two artefacts of one name
/// would replace each other. Case does not count, as it does not on all file systems.
#[must_use]
pub fn same(folders: &[PathBuf], outputs: &[OutputKind], shops: &[Shop]) -> Vec<Findings> {
    let mut found: Vec<Findings> =
        folders.iter().map(|folder| Findings::new(&folder.to_string_lossy())).collect();
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for (number, folder) in folders.iter().enumerate() {
        for name in of(folder, outputs, shops) {
            let Some(before) = taken.insert(name.to_lowercase(), number) else { continue };
            let other = folders[before].display();
            let message = msg!(
                "成品 {name} 与 {other} 的重名，会互相盖掉",
                "the artefact {name} has the name of one of {other}; they would replace each other"
            );
            let hint = msg!(
                "给一本书的文件夹改名，或分几次做，写到不同的文件夹（--out）",
                "Rename the folder of one book, or build them into different folders (--out)"
            );
            found[number].add_with_hint(Code::M08, None, message, hint);
            break;
        }
    }
    found
}

/// The artefacts of the book in a folder.
fn of(folder: &Path, outputs: &[OutputKind], shops: &[Shop]) -> Vec<String> {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let book = load::name(&folder);
    let passages = (!outputs.is_empty()).then(|| format!("{book}{}", passages::SUFFIX));
    let outputs = outputs.iter().map(|output| output.output().file(&book));
    outputs.chain(shops.iter().map(|shop| shop.file(&book))).chain(passages).collect()
}
