//! The plan of the house: which room may know which, and no circle anywhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::rust::{self, Leads, Modules, RustFile};

/// The rooms from the ground up, and for each those that it may know. A room is a folder of `src/`
/// or a file beside them.
const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("model", &["text"]),
    ("diag", &["model"]),
    ("assets", &["diag", "model"]),
    ("load", &["assets", "diag", "model"]),
    ("check", &["assets", "diag", "load", "model", "text"]),
    ("typeset", &["assets", "diag", "load", "model", "text"]),
    ("epub", &["diag", "model", "text"]),
    ("output", &["assets", "diag", "load", "model", "typeset"]),
    ("verify", &["assets", "diag", "model", "text"]),
    ("make", &["assets", "check", "diag", "epub", "load", "model", "output", "typeset", "verify"]),
    ("args", &["diag", "epub", "make"]),
    (
        "command",
        &[
            "args", "assets", "check", "diag", "epub", "load", "make", "model", "output", "text",
            "typeset", "verify",
        ],
    ),
    ("main", &["args", "command", "make"]),
];

/// What each file needs: the file, and the path by which it is named.
type Needs = BTreeMap<String, Vec<(String, Leads)>>;

fn needs() -> Needs {
    let mut files = rust::files(&["src"]);
    // The program knows the library by its name.
    let main = files.iter_mut().find(|file| file.path == "src/main.rs").unwrap();
    main.code = main.code.replace("nianjian::", "crate::");
    let modules = Modules::new(&files);
    files.iter().map(|file| (file.path.clone(), modules.needs(file))).collect()
}

/// The room of a file.
fn room(path: &str) -> &str {
    let inner = path.strip_prefix("src/").unwrap();
    inner.split(['/', '.']).next().unwrap()
}

#[test]
fn nobody_imports_the_roof() {
    let needs = needs();
    let up = needs.iter().flat_map(|(file, needs)| needs.iter().map(move |need| (file, need)));
    let up: Vec<_> = up.filter(|(_, (_, leads))| *leads == Leads::Roof).collect();
    assert!(up.is_empty(), "items of lib.rs are for those outside: {up:#?}");
}

#[test]
fn rooms_know_only_the_rooms_below() {
    for (number, (name, known)) in ROOMS.iter().enumerate() {
        let below = |room: &&str| ROOMS[..number].iter().any(|(lower, _)| lower == room);
        assert!(known.iter().all(|room| below(&room)), "{name} stands below one that it knows");
    }
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for (file, needs) in needs() {
        let own = room(&file).to_owned();
        let row = ROOMS.iter().find(|(name, _)| *name == own);
        if own == "lib" {
            continue;
        }
        let Some((_, known)) = row else { panic!("{own} has no row in the table") };
        for (path, leads) in needs {
            let Leads::To(other) = leads else { continue };
            let other = room(&other).to_owned();
            if other != own && !known.contains(&other.as_str()) {
                wrong.push(format!("{file} knows {path}"));
            }
            used.insert((own.clone(), other));
        }
    }
    assert!(wrong.is_empty(), "not in the table: {wrong:#?}");
    for (name, known) in ROOMS {
        let idle = known.iter().find(|room| !used.contains(&((*name).into(), (**room).into())));
        assert_eq!(idle, None, "{name} may know a room that it does not use");
    }
}

#[test]
fn no_files_stand_in_a_circle() {
    let needs = needs();
    let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in needs.keys() {
        let mut waiting = vec![file.as_str()];
        let seen = reached.entry(file).or_default();
        while let Some(next) = waiting.pop() {
            for (_, leads) in needs.get(next).into_iter().flatten() {
                let Leads::To(other) = leads else { continue };
                if seen.insert(other) {
                    waiting.push(other);
                }
            }
        }
    }
    let circle = |file: &&str| reached[*file].contains(*file);
    let mut wrong = Vec::new();
    for file in reached.keys().filter(|file| circle(file)) {
        let back = |other: &str| reached.get(other).is_some_and(|reached| reached.contains(file));
        for (path, leads) in &needs[*file] {
            if matches!(leads, Leads::To(other) if back(other)) {
                wrong.push(format!("{file} needs {path}"));
            }
        }
    }
    assert!(wrong.is_empty(), "these lead back to where they came from: {wrong:#?}");
}

/// As `rustfmt` does, which cannot break what stands in a literal: a line is as long as it is
/// without what stands in its string literals. Characters count, whatever their width.
#[test]
fn lines_have_at_most_100_columns() {
    let long = |file: &RustFile| -> Vec<String> {
        let lines = file.unquoted.lines().zip(file.text.lines()).enumerate();
        let long = lines.filter(|(_, (line, _))| line.chars().count() > 100);
        long.map(|(number, (_, line))| format!("{}:{}: {line}", file.path, number + 1)).collect()
    };
    let long: Vec<String> = rust::files(&["src", "tests"]).iter().flat_map(long).collect();
    assert!(long.is_empty(), "{long:#?}");
}
