//! Validators by others, in `tests/tools`: run where they are installed, required in CI.

use std::path::Path;
use std::process::Command;

use crate::support::root;

/// Runs a tool of `tests/tools` on a file. `None` if it is not installed here.
pub fn run(tool: &str, args: &[&str], file: &Path) -> Option<(bool, String)> {
    let output = Command::new("sh")
        .arg(root().join("tests/tools").join(tool))
        .args(args)
        .arg(file)
        .output()
        .unwrap();
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    match output.status.code() {
        Some(0) => Some((true, text)),
        Some(1) => Some((false, text)),
        _ if std::env::var("CI").as_deref() == Ok("true") => {
            panic!("{tool} is required in CI and did not run: {text}")
        }
        _ => {
            println!("skipped, {tool} is not installed: {text}");
            None
        }
    }
}

/// Asserts that a tool accepts a file, if the tool is here.
pub fn passes(tool: &str, args: &[&str], file: &Path) {
    if let Some((good, text)) = run(tool, args, file) {
        assert!(good, "{tool}: {text}");
    }
}

/// Asserts that a tool rejects a file, if the tool is here: one that accepts everything would check
/// nothing.
pub fn refuses(tool: &str, args: &[&str], file: &Path) {
    if let Some((good, text)) = run(tool, args, file) {
        assert!(!good, "{tool} lets a bad file through: {text}");
    }
}
