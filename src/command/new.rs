//! `new`: a small book that builds, to be written over.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::command::schema;
use crate::command::terminal::Terminal;
use crate::diag::Lang;
use crate::load::layout;

const FILES: &[(&str, &str)] = &[
    ("book.yaml", include_str!("new/book.yaml")),
    ("10-news.yaml", include_str!("new/10-news.yaml")),
    ("images/first.svg", include_str!("new/first.svg")),
];

pub(super) fn run(dir: &Path, terminal: &Terminal) -> Result<u8> {
    let shown = dir.display();
    must_be_empty(dir)?;
    fs::create_dir_all(dir.join("images")).with_context(|| shown.to_string())?;
    for (path, text) in FILES {
        let path = dir.join(path);
        fs::write(&path, text).with_context(|| path.display().to_string())?;
    }
    schema::write(&dir.join("schema"), &layout::built_in_kinds())?;
    let next = match terminal.lang {
        Lang::Zh => {
            format!("新书在 {shown}；改 book.yaml 和 10-news.yaml，然后：nianjian build {shown}")
        }
        Lang::En => format!(
            "The book is in {shown}; edit book.yaml and 10-news.yaml, then: nianjian build {shown}"
        ),
    };
    if !terminal.quiet {
        terminal.note(&next);
    }
    Ok(0)
}

/// What is in a folder already is left alone.
pub(super) fn must_be_empty(dir: &Path) -> Result<()> {
    if fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some()) {
        let shown = dir.display();
        bail!("{shown} is not empty / {shown} 不是空文件夹");
    }
    Ok(())
}
