//! Which module may use which, and that no imports form a circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::rust::{self, Leads, Modules, RustFile};

/// The modules from the lowest up, and for each those that it may use. A module here is a folder of
/// `src/` or a file beside them.
const MODULES: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("source", &[]),
    ("model", &["source", "text"]),
    ("diag", &["source"]),
    ("assets", &["diag", "model", "source"]),
    ("load", &["assets", "diag", "model", "source", "text"]),
    ("check", &["assets", "diag", "load", "model", "source", "text"]),
    ("typeset", &["assets", "diag", "load", "model", "source", "text"]),
    ("parts", &["assets"]),
    ("epub", &["diag", "model", "parts", "source", "text"]),
    ("output", &["assets", "diag", "load", "model", "parts", "source", "typeset"]),
    ("passages", &["model", "source", "text"]),
    ("verify", &["assets", "diag", "model", "parts", "passages", "source", "text"]),
    (
        "make",
        &[
            "assets", "check", "diag", "epub", "load", "model", "output", "parts", "passages",
            "typeset",
        ],
    ),
    ("args", &["diag", "epub", "make", "output"]),
    (
        "command",
        &[
            "args", "assets", "check", "diag", "epub", "load", "make", "model", "output", "source",
            "text", "typeset", "verify",
        ],
    ),
    ("main", &["args", "command", "make"]),
];

/// What each file needs: the file, and the path by which it is named.
type Needs = BTreeMap<String, Vec<(String, Leads)>>;

fn needs() -> Needs {
    let mut files = rust::files(&["src"]);
    // The program names the library by the crate's name.
    let main = files.iter_mut().find(|file| file.path == "src/main.rs").unwrap();
    main.code = main.code.replace("nianjian::", "crate::");
    let modules = Modules::new(&files);
    files.iter().map(|file| (file.path.clone(), modules.needs(file))).collect()
}

/// The module of a file, of those in the table.
fn module(path: &str) -> &str {
    let inner = path.strip_prefix("src/").unwrap();
    inner.split(['/', '.']).next().unwrap()
}

#[test]
fn nothing_imports_items_of_the_crate_root() {
    let needs = needs();
    let up = needs.iter().flat_map(|(file, needs)| needs.iter().map(move |need| (file, need)));
    let up: Vec<_> = up.filter(|(_, (_, leads))| *leads == Leads::Root).collect();
    assert!(up.is_empty(), "these are items of lib.rs: {up:#?}");
}

#[test]
fn modules_use_only_modules_below() {
    for (number, (name, known)) in MODULES.iter().enumerate() {
        let below = |other: &&str| MODULES[..number].iter().any(|(lower, _)| lower == other);
        assert!(known.iter().all(below), "{name} stands below one that it may use");
    }
    let mut wrong = Vec::new();
    let mut used = BTreeSet::new();
    for (file, needs) in needs() {
        let own = module(&file).to_owned();
        let row = MODULES.iter().find(|(name, _)| *name == own);
        if own == "lib" {
            continue;
        }
        let Some((_, known)) = row else { panic!("{own} has no row in the table") };
        for (path, leads) in needs {
            let Leads::To(other) = leads else { continue };
            let other = module(&other).to_owned();
            if other != own && !known.contains(&other.as_str()) {
                wrong.push(format!("{file} uses {path}"));
            }
            used.insert((own.clone(), other));
        }
    }
    assert!(wrong.is_empty(), "not in the table: {wrong:#?}");
    for (name, known) in MODULES {
        let used = |other: &&&str| used.contains(&((*name).to_owned(), (**other).to_owned()));
        let unused = known.iter().find(|other| !used(other));
        assert_eq!(unused, None, "{name} may use a module that it does not use");
    }
}

#[test]
fn imports_form_no_circle() {
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
    let mut wrong = Vec::new();
    for (file, needs) in &needs {
        let file = file.as_str();
        let back = |other: &str| reached.get(other).is_some_and(|reached| reached.contains(file));
        let circular = needs.iter().filter(|(_, leads)| match leads {
            Leads::To(other) => back(other),
            Leads::Root => false,
        });
        wrong.extend(circular.map(|(path, _)| format!("{file} uses {path}")));
    }
    assert!(wrong.is_empty(), "these imports form circles: {wrong:#?}");
}

/// As `rustfmt` does, which does not break literals: the length of a line is counted without the
/// contents of its string literals. Characters count, whatever their width.
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
