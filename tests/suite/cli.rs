//! The command: exit codes, streams, languages, forms of findings.

use std::fs;

use crate::support::{Copy, command, copy_tree, every_construct, minimal, root, stderr, stdout};

#[test]
fn a_good_book_builds_and_says_where() {
    let out = tempfile::TempDir::new().unwrap();
    let output =
        command().arg("build").arg(minimal()).arg("--out").arg(out.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let written = stdout(&output);
    let names: Vec<&str> = written.lines().map(|line| line.rsplit('/').next().unwrap()).collect();
    assert_eq!(
        names,
        ["minimal.pdf", "minimal.epub", "minimal.passages.json", "manifest.json", "SHA256SUMS"]
    );
    let on_disk = fs::read_dir(out.path()).unwrap().count();
    assert_eq!(on_disk, 5, "nothing else is left behind");
    assert!(stderr(&output).contains("页"));
}

#[test]
fn targets_can_be_chosen() {
    let out = tempfile::TempDir::new().unwrap();
    let arguments = ["--to", "epub", "--quiet", "--out"];
    let output =
        command().arg("build").arg(minimal()).args(arguments).arg(out.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(out.path().join("minimal.epub").exists());
    assert!(!out.path().join("minimal.pdf").exists());
    assert_eq!((stdout(&output), stderr(&output)), (String::new(), String::new()));
}

#[test]
fn what_print_would_say_can_be_asked_without_printing() {
    let book = Copy::of(&minimal());
    book.replace("book.yaml", "title:", "print: {convert: false}\ntitle:");
    let code = |to: &[&str]| {
        let output = command().arg("check").arg(&book.path).args(to).output().unwrap();
        (output.status.code(), stderr(&output).contains("error[P03]"))
    };
    assert_eq!(code(&[]), (Some(0), false));
    assert_eq!(code(&["--to", "print"]), (Some(1), true));
    assert!(!book.path.join("dist").exists());
}

#[test]
fn what_shops_would_say_can_be_asked_without_making_their_files() {
    let check = |profiles: &str| {
        let mut command = command();
        command.arg("check").arg(minimal()).args(["--profile", profiles]);
        command.output().unwrap()
    };
    let output = check("kindle,apple,kindle");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(check("nowhere").status.code(), Some(2));
}

#[test]
fn findings_exit_1_and_leave_earlier_artefacts() {
    let book = Copy::of(&minimal());
    let out = tempfile::TempDir::new().unwrap();
    let build = |strict: bool| {
        let mut command = command();
        command.arg("build").arg(&book.path).arg("--out").arg(out.path());
        if strict {
            command.arg("--strict");
        }
        command.output().unwrap()
    };
    assert_eq!(build(false).status.code(), Some(0));
    let before = fs::read(out.path().join("minimal.pdf")).unwrap();
    book.replace("10-news.yaml", "title:", "titel:");
    let output = build(false);
    assert_eq!(output.status.code(), Some(1));
    let shown = stderr(&output);
    assert!(shown.contains("error[Y05]") && shown.contains("10-news.yaml:"), "{shown}");
    assert!(shown.contains("是不是 `title`？"), "{shown}");
    assert_eq!(fs::read(out.path().join("minimal.pdf")).unwrap(), before);
    book.replace("10-news.yaml", "titel:", "title:");
    book.replace("10-news.yaml", "kind: artwork", "kind: map");
    assert_eq!(build(true).status.code(), Some(1), "a warning under --strict");
    assert_eq!(fs::read(out.path().join("minimal.pdf")).unwrap(), before);
    assert_eq!(build(false).status.code(), Some(0), "a warning alone");
}

#[test]
fn one_broken_book_does_not_stop_the_others() {
    let good = Copy::of(&minimal());
    let bad = Copy::of(&every_construct());
    bad.write("book.yaml", "title: [");
    let out = tempfile::TempDir::new().unwrap();
    let mut command = command();
    command.arg("build").arg(&bad.path).arg(&good.path).arg("--out").arg(out.path());
    assert_eq!(command.output().unwrap().status.code(), Some(1));
    assert!(out.path().join("minimal.pdf").exists());
}

#[test]
fn two_books_of_one_name_do_not_overwrite_each_other() {
    let (one, two) = (Copy::of(&minimal()), Copy::of(&minimal()));
    let out = tempfile::TempDir::new().unwrap();
    let mut command = command();
    command.arg("build").arg(&one.path).arg(&two.path).arg("--out").arg(out.path());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert_eq!(stderr(&output).matches("[M08]").count(), 1, "{}", stderr(&output));
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);
}

#[test]
fn the_machine_fails_with_2() {
    let file = tempfile::NamedTempFile::new().unwrap();
    let out = file.path().join("dist");
    let output = command().arg("build").arg(minimal()).arg("--out").arg(&out).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("失败"), "{}", stderr(&output));
    let output = command().args(["build", "--to", "fax"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let output =
        command().env("SOURCE_DATE_EPOCH", "soon").arg("check").arg(minimal()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_exits_2_and_leaves_earlier_artefacts() {
    let out = tempfile::TempDir::new().unwrap();
    let limited = |limit: &str| {
        // `ulimit -f` makes writes fail with EFBIG as a full disk makes them fail with ENOSPC.
        let script =
            format!("trap '' XFSZ; ulimit -f {limit}; exec \"$0\" build \"$1\" --out \"$2\"");
        let mut shell = std::process::Command::new("bash");
        shell.args(["-c", &script, env!("CARGO_BIN_EXE_nianjian")]);
        shell.arg(minimal()).arg(out.path()).output().unwrap()
    };
    assert_eq!(limited("unlimited").status.code(), Some(0));
    let before = fs::read(out.path().join("minimal.pdf")).unwrap();
    let output = limited("8");
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert_eq!(fs::read(out.path().join("minimal.pdf")).unwrap(), before);
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 5, "no temporary file is left");
}

#[test]
fn findings_have_five_forms() {
    let book = Copy::of(&minimal());
    book.replace("10-news.yaml", "caption:", "capton:");
    let form = |format: &str, lang: &str| {
        let mut command = command();
        command.current_dir(book.path.parent().unwrap());
        let arguments = ["check", "minimal", "--format", format, "--lang", lang];
        let output = command.args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        output
    };
    let human = stderr(&form("human", "en"));
    assert!(human.contains("┌─ minimal/10-news.yaml:"), "{human}");
    assert!(human.contains("did you mean `caption`?"), "{human}");
    assert!(stdout(&form("human", "zh")).is_empty());
    let short = stdout(&form("short", "zh"));
    assert!(short.lines().all(|line| line.starts_with("minimal/10-news.yaml:")), "{short}");
    let json: serde_json::Value = serde_json::from_str(&stdout(&form("json", "zh"))).unwrap();
    assert_eq!(json["errors"], 2);
    assert_eq!(json["findings"][0]["file"], "minimal/10-news.yaml");
    let github = stdout(&form("github", "en"));
    assert!(github.starts_with("::error file=minimal/10-news.yaml,line="), "{github}");
    let sarif: serde_json::Value = serde_json::from_str(&stdout(&form("sarif", "zh"))).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 2);
}

#[test]
fn a_new_book_builds() {
    let folder = tempfile::TempDir::new().unwrap();
    let book = folder.path().join("新书");
    let output = command().arg("new").arg(&book).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let out = folder.path().join("dist");
    let output =
        command().arg("build").arg(&book).arg("--strict").arg("--out").arg(&out).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(out.join("新书.pdf").exists() && out.join("新书.epub").exists());
    // It can go to press as it comes.
    let mut print = command();
    print.arg("build").arg(&book).args(["--strict", "--to", "print", "--out"]).arg(&out);
    let output = print.output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(out.join("新书-print.pdf").exists());
    let again = command().arg("new").arg(&book).output().unwrap();
    assert_eq!(again.status.code(), Some(2), "a folder that is not empty is left alone");
}

#[test]
fn small_commands_print_their_data() {
    let print = |arguments: &[&str]| {
        let output = command().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output)
    };
    assert!(print(&["explain", "f03", "--lang", "en"]).starts_with("F03 Marks leave a gap"));
    assert!(print(&["explain"]).lines().count() > 30);
    assert!(print(&["fonts"]).contains("Nianjian Kai"));
    assert!(print(&["layouts"]).contains("yearbook\t210 × 285 mm"));
    assert!(print(&["completions", "bash"]).contains("nianjian"));
    let schema: serde_json::Value = serde_json::from_str(&print(&["schema", "section"])).unwrap();
    assert!(schema["properties"]["stories"]["items"]["properties"]["body"].is_object());
    let unknown = command().args(["explain", "Z99"]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(2));
}

#[test]
fn the_only_book_is_the_default() {
    let folder = tempfile::TempDir::new().unwrap();
    let run = || command().current_dir(folder.path()).arg("check").output().unwrap();
    assert_eq!(run().status.code(), Some(2), "there is no content/");
    crate::support::copy_tree(&minimal(), &folder.path().join("content/one"));
    assert_eq!(run().status.code(), Some(0), "{}", stderr(&run()));
    crate::support::copy_tree(&minimal(), &folder.path().join("content/two"));
    let output = run();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("content/one content/two"), "{}", stderr(&output));
}

#[test]
fn inside_of_a_book_the_book_is_that_one() {
    let book = Copy::of(&minimal());
    let check = |book: &Copy| {
        command().arg("check").args(["--lang", "zh"]).current_dir(&book.path).output().unwrap()
    };
    let output = check(&book);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stderr(&output).starts_with("minimal："), "{}", stderr(&output));
    book.replace("10-news.yaml", "title:", "titel:");
    let output = check(&book);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("─ 10-news.yaml:"), "{}", stderr(&output));
}

#[test]
fn quiet_tells_errors_alone() {
    let book = Copy::of(&minimal());
    book.replace("10-news.yaml", "第一条。", "第一条,又一条。");
    let check = |book: &Copy| {
        let output = command().args(["check", "--quiet"]).arg(&book.path).output().unwrap();
        (output.status.code(), stderr(&output))
    };
    assert_eq!(check(&book), (Some(0), String::new()));
    book.replace("10-news.yaml", "title: 要闻", "titel: 要闻");
    let (code, text) = check(&book);
    assert_eq!(code, Some(1));
    assert!(text.contains("error[Y05]") && !text.contains("W04"), "{text}");
}

#[test]
fn a_layout_that_is_written_out_is_the_one_in_the_binary() {
    let folder = tempfile::TempDir::new().unwrap();
    let run = |arguments: &[&str]| {
        let output = command().args(arguments).current_dir(folder.path()).output().unwrap();
        output.status.code()
    };
    assert_eq!(run(&["layouts", "--export", "a/ours", "--quiet"]), Some(0));
    let (ours, own) = (folder.path().join("a/ours"), root().join("layouts/yearbook"));
    for path in ["typst.toml", "theme.typ", "pages/news.typ", "data/book.json", "epub.css"] {
        assert_eq!(fs::read(ours.join(path)).unwrap(), fs::read(own.join(path)).unwrap(), "{path}");
    }
    let book = minimal();
    assert_eq!(run(&["check", "--layout", "a/ours", book.to_str().unwrap()]), Some(0));
    // What is there is left alone, and what is not in the binary makes no folder.
    assert_eq!(run(&["layouts", "--export", "a/ours"]), Some(2));
    assert_eq!(run(&["layouts", "--export", "b", "--name", "no"]), Some(2));
    assert!(!folder.path().join("b").exists());
}

#[test]
fn a_layout_given_by_its_folder_is_named_by_it() {
    let folder = tempfile::TempDir::new().unwrap();
    let layout = folder.path().join("own");
    copy_tree(&root().join("layouts/yearbook"), &layout);
    let main = std::fs::read_to_string(layout.join("main.typ")).unwrap();
    std::fs::write(layout.join("main.typ"), format!("#let a = nothing\n{main}")).unwrap();
    let check = |lang: &str, layout: &str| {
        let mut check = command();
        check.args(["check", "--lang", lang, "--layout", layout]).arg(minimal());
        let output = check.current_dir(folder.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        stderr(&output)
    };
    let text = check("zh", "own");
    assert!(text.contains("error[L05]: 版式排到这里出错：没有 nothing 这个变量"), "{text}");
    assert!(text.contains("─ own/main.typ:1:10"), "{text}");
    assert!(text.contains("1 │ #let a = nothing"), "{text}");
    let whole = layout.display().to_string();
    let text = check("en", &whole);
    assert!(text.contains("the layout fails here: unknown variable: nothing"), "{text}");
    assert!(text.contains(&format!("─ {whole}/main.typ:1:10")), "{text}");
}

#[test]
fn wrong_arguments_do_not_act_where_they_are_shown() {
    let output = command().args(["build", "--profile", "a\r\u{202e}\u{2028}b"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = stderr(&output);
    assert!(told.contains("a\\r\\u{202e}\\u{2028}b"), "{told}");
    assert!(!told.contains(['\r', '\u{202e}', '\u{2028}']), "{told:?}");
}
