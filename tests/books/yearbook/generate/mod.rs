//! Writes a sample yearbook of about 120 pages that uses every kind of page: the book for
//! measuring and for looking at. Everything in it is invented.
//!
//! What is fixed lies in `base/` as an editor would write it; sections that `base/book.yaml`
//! lists and that are not there are made here, of `topics/*.txt` and the other lists beside them;
//! pictures are drawn by name. The same book comes out on every machine.

mod lists;
mod motifs;
mod painter;
mod prose;
pub(crate) mod random;
mod scene;
mod sections;
mod topics;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::sample::prose::Prose;
use crate::sample::topics::Topic;

/// Writes the book into a folder.
pub(crate) fn generate(folder: &Path) {
    fs::create_dir_all(folder.join("images")).unwrap();
    let list = fs::read_to_string(source("base/book.yaml")).unwrap();
    let files = list.lines().filter_map(|line| line.trim().strip_prefix("- "));
    let files: Vec<&str> = files.filter(|file| file.ends_with(".yaml")).collect();
    let topics: Vec<Topic> = files
        .iter()
        .map(|file| source(&format!("topics/{}.txt", name_of(file))))
        .filter(|path| path.exists())
        .map(|path| Topic::read(&path))
        .collect();
    for file in ["book.yaml"].iter().chain(&files) {
        let fixed = fs::read_to_string(source(&format!("base/{file}")));
        let text = fixed.unwrap_or_else(|_| section(name_of(file), &topics));
        fs::write(folder.join(file), text).unwrap();
    }
    illustrate(folder);
}

/// Draws the pictures that the files of a book name.
pub(crate) fn illustrate(folder: &Path) {
    fs::create_dir_all(folder.join("images")).unwrap();
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let files = files.filter(|file| file.extension().is_some_and(|it| it == "yaml"));
    let texts = files.map(|file| fs::read_to_string(file).unwrap());
    let named = |text: String| named_pictures(&text).collect::<Vec<_>>();
    let pictures: BTreeSet<String> = texts.flat_map(named).collect();
    for picture in pictures {
        fs::write(folder.join("images").join(&picture), motifs::draw(&picture)).unwrap();
    }
}

fn source(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/yearbook").join(path)
}

/// `economy` of `32-economy.yaml`.
fn name_of(file: &str) -> &str {
    file.trim_end_matches(".yaml").split_once('-').map_or("", |(_, name)| name)
}

/// The text of a section that is not fixed.
fn section(name: &str, topics: &[Topic]) -> String {
    let read = |list: &str| fs::read_to_string(source(list)).unwrap();
    let mut prose = Prose::named(name);
    let value = match name {
        "plates" | "seasons" => sections::gallery(&read(&format!("{name}.txt"))),
        "ten" => sections::ten(topics, &mut prose),
        "news" => sections::news(topics, &mut prose),
        "chronicle" => sections::chronicle(topics, &mut prose),
        "tables" => lists::tables(&read("tables.txt"), &mut prose),
        "people" => lists::people(&read("people.txt"), &mut prose),
        topic => {
            let topic = topics.iter().find(|t| t.id == topic);
            sections::entries(topic.unwrap_or_else(|| panic!("what is {name}?")), &mut prose)
        }
    };
    serde_yaml::to_string(&value).unwrap()
}

/// The names after `images/` in a text.
fn named_pictures(text: &str) -> impl Iterator<Item = String> + '_ {
    let of_name = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    text.split("images/").skip(1).map(move |rest| rest.chars().take_while(of_name).collect())
}
