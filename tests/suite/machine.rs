//! What would hang the machine or fill it ends soon, with a finding.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use nianjian::check::Stage;

use crate::support::{Copy, command, copy_tree, minimal, open, root, said, stderr, stdout};

/// The minimal book with a copy of the layout as its own.
fn with_layout() -> Copy {
    let book = Copy::of(&minimal());
    copy_tree(&root().join("layouts/yearbook"), &book.path.join("own"));
    book.replace("book.yaml", "sections:", "layout: ./own\nsections:");
    book
}

#[cfg(unix)]
#[test]
fn files_of_faces_that_are_none_or_lie_elsewhere_are_found() {
    use std::os::unix::fs::symlink;
    let book = Copy::of(&minimal());
    book.replace("book.yaml", "sections:", "fonts: [fonts]\nsections:");
    let fonts = book.path.join("fonts");
    fs::create_dir(&fonts).unwrap();
    assert!(Command::new("mkfifo").arg(fonts.join("a.ttf")).status().unwrap().success());
    symlink("/dev/zero", fonts.join("b.ttf")).unwrap();
    let face = root().join("fonts/NotoSansSC-Regular.ttf");
    symlink(&face, fonts.join("c.ttf")).unwrap();
    fs::copy(&face, book.path.join("d.ttf")).unwrap();
    symlink("../d.ttf", fonts.join("d.ttf")).unwrap();
    let mut session = open(&book.path, Stage::Release);
    session.check();
    let said = said(&session.findings());
    let lines: Vec<&str> = said.lines().filter(|line| line.contains("fonts/")).collect();
    let zh: Vec<&&str> = lines.iter().filter(|line| !line.is_ascii()).collect();
    assert_eq!(zh.len(), 3, "{said}");
    assert!(zh[0].contains("fonts/a.ttf 不是文件"), "{said}");
    assert!(zh[1].contains("fonts/b.ttf 不在书的文件夹里"), "{said}");
    assert!(zh[2].contains("fonts/c.ttf 不在书的文件夹里"), "{said}");
    assert_eq!(said.matches("error[T02]").count(), 3, "{said}");
}

#[cfg(unix)]
#[test]
fn links_to_their_own_folder_are_no_way() {
    use std::os::unix::fs::symlink;
    let book = with_layout();
    fs::create_dir(book.path.join("fonts")).unwrap();
    fs::copy(root().join("fonts/NotoSansSC-Bold.ttf"), book.path.join("fonts/a.ttf")).unwrap();
    book.replace("book.yaml", "sections:", "fonts: [fonts]\nsections:");
    for link in ["one", "two"] {
        symlink(".", book.path.join("fonts").join(link)).unwrap();
    }
    let build = ["build", ".", "--to", "epub", "--quiet", "--deps", "deps"];
    let output = command().args(build).current_dir(&book.path).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let deps = fs::read_to_string(book.path.join("deps")).unwrap();
    assert_eq!(deps.matches("a.ttf").count(), 1, "{deps}");
    assert!(deps.contains("own/main.typ"), "{deps}");
}

#[test]
fn any_number_of_threads_is_a_number_of_threads() {
    let output = command().args(["check", "--jobs", "500000"]).arg(minimal()).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn a_layout_without_an_end_is_stopped() {
    let book = with_layout();
    let main = fs::read_to_string(book.path.join("own/main.typ")).unwrap();
    let endless = "#for a in range(100000) { for b in range(100000) { let c = a * b } }\n";
    book.write("own/main.typ", format!("{endless}{main}"));
    let begun = Instant::now();
    for lang in ["zh", "en"] {
        let build = ["build", ".", "--timeout", "2", "--lang", lang];
        let output = command().args(build).current_dir(&book.path).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let told = match lang {
            "zh" => "过了 2 秒还没有做完，停下了：.（排版）",
            _ => "not done after 2 seconds, stopped: . (setting)",
        };
        assert!(stderr(&output).contains(told), "{}", stderr(&output));
        assert_eq!(stdout(&output), "");
    }
    assert!(begun.elapsed() < Duration::from_secs(60));
    // One that ends has its time.
    let book = Copy::of(&minimal());
    let build = ["build", ".", "--to", "epub", "--timeout", "600"];
    let output = command().args(build).current_dir(&book.path).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
}

#[cfg(unix)]
#[test]
fn a_machine_without_memory_or_threads_is_told_from_a_wrong_book() {
    let out = tempfile::TempDir::new().unwrap();
    let mut codes = std::collections::BTreeSet::new();
    // Rust that tells what led to a fault must not wait for itself on the way.
    let limits = [250_000, 400_000, 500_000, 600_000, 700_000];
    for (kilobytes, traced) in limits.iter().flat_map(|limit| [(limit, "0"), (limit, "1")]) {
        let limited = format!("ulimit -v {kilobytes}; exec \"$@\"");
        let mut build = Command::new("sh");
        build.args(["-c", &limited, "sh", env!("CARGO_BIN_EXE_nianjian"), "build", "--to", "epub"]);
        build.arg(minimal()).arg("--out").arg(out.path()).env("RUST_BACKTRACE", traced);
        let output = build.env("NIANJIAN_CACHE", "off").output().unwrap();
        let said = stderr(&output);
        let code = output.status.code().unwrap_or(-1);
        assert!(code == 0 || code == 2 && !said.is_empty(), "{kilobytes}: {code} {said}");
        codes.insert(code);
    }
    assert!(codes.contains(&2), "{codes:?}");
}
