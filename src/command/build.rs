//! `build`: makes books and writes them.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::args::Build;
use crate::command::books::{BookResults, make_all};
use crate::command::terminal::Terminal;
use crate::diag::render::DiagnosticFormat;
use crate::output::{self, deps};

pub(super) fn run(args: &Build, terminal: &Terminal) -> Result<u8> {
    let mut outputs = args.to.clone();
    outputs.sort_unstable();
    outputs.dedup();
    let mut shops = args.profile.clone();
    shops.sort_unstable();
    shops.dedup();
    let results = make_all(&args.books, &outputs, &shops, Some(&args.out), terminal)?;
    terminal.findings(&results.found)?;
    let code = results.code(args.books.strict);
    let inputs = inputs(&results, args.books.layout.as_deref());
    let pairs = results.made.into_iter().zip(&results.found);
    let made: Vec<_> = pairs.filter_map(|(made, found)| Some((made?, found))).collect();
    // Under --strict a warning must not replace good artefacts either.
    if made.is_empty() || (args.books.strict && code != 0) {
        return Ok(code);
    }
    let mut names: Vec<&str> = made.iter().map(|(made, _)| made.name.as_str()).collect();
    names.sort_unstable();
    if let Some(twice) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        let name = twice[0];
        bail!(
            "two books are called {name}; build them into different folders / 有两本书都叫 {name}，请分开写到不同的文件夹"
        );
    }
    let paths = output::write(&args.out, made)?;
    if let Some(file) = &args.deps {
        output::put(file, deps::rule(&paths, &inputs).as_bytes())?;
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

fn gather(path: &Path, files: &mut Vec<PathBuf>) {
    match path.read_dir() {
        Ok(entries) => entries.flatten().for_each(|entry| gather(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
