//! `build`: makes books and writes them.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::args::Build;
use crate::command::books::{BookResults, make_all};
use crate::command::terminal::Terminal;
use crate::diag::Lang;
use crate::diag::render::DiagnosticFormat;
use crate::output::folder::Folder;
use crate::output::{self, deps};

pub(super) fn run(args: &Build, terminal: &Terminal) -> Result<u8> {
    let mut outputs = args.to.clone();
    outputs.sort_unstable();
    outputs.dedup();
    let mut shops = args.profile.clone();
    shops.sort_unstable();
    shops.dedup();
    let folder = Folder::open(&args.out, &mut || {
        terminal.note(match terminal.lang {
            Lang::Zh => "另一个 nianjian 正在写这个文件夹，等它做完",
            Lang::En => "another nianjian is writing to this folder; waiting for it",
        });
    })?;
    let results = make_all(&args.books, &outputs, &shops, Some(folder.staged()), terminal)?;
    terminal.findings(&results.found)?;
    let code = results.code(args.books.strict);
    let inputs = args.deps.as_ref().map(|_| inputs(&results, args.books.layout.as_deref()));
    let pairs = results.made.into_iter().zip(&results.found);
    let made: Vec<_> = pairs.filter_map(|(made, found)| Some((made?, found))).collect();
    // Under --strict a warning must not replace good artefacts either.
    if made.is_empty() || (args.books.strict && code != 0) {
        return Ok(code);
    }
    let files = made.iter().flat_map(|(made, _)| &made.artefacts);
    let files: Vec<PathBuf> = files.map(|file| args.out.join(&file.name)).collect();
    let rule = inputs.map(|inputs| deps::rule(&files, &inputs)).transpose()?;
    let paths = folder.write(made, &mut || {})?;
    if let (Some(file), Some(rule)) = (&args.deps, rule) {
        output::put(file, rule.as_bytes())?;
    }
    if terminal.format == DiagnosticFormat::Human && !terminal.quiet {
        paths.iter().try_for_each(|path| terminal.row(&path.display().to_string()))?;
    }
    Ok(code)
}

/// The files that the books were made of; of folders all that is in them.
fn inputs(results: &BookResults, layout: Option<&Path>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for (folder, made) in results.folders.iter().zip(&results.made) {
        let made = made.iter().flat_map(|made| &made.inputs);
        made.for_each(|input| gather(&folder.join(input.trim_start_matches("./")), &mut files));
    }
    layout.into_iter().for_each(|layout| gather(layout, &mut files));
    files.sort();
    files.dedup();
    files
}

/// All files in a folder, or the file itself. Links to folders are not followed: they may lead
/// round in a circle, and no folder of a layout is read through one.
fn gather(path: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = path.read_dir() else { return files.push(path.to_owned()) };
    for entry in entries.flatten() {
        let (path, kind) = (entry.path(), entry.file_type());
        if kind.is_ok_and(|kind| kind.is_dir()) || !path.is_dir() {
            gather(&path, files);
        }
    }
}
