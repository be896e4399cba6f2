//! One subcommand a file; each is a recipe over the stages.
//!
//! Here and only here text reaches the terminal: data to standard output, all else to standard
//! error. Exit codes: 0 good, 1 findings, 2 the machine failed.

mod books;
mod build;
mod check;
mod explain;
mod fonts;
mod layouts;
mod new;
mod photos;
mod schema;
mod verify;

use std::io::{self, IsTerminal as _, Write as _};

use anyhow::{Context as _, Result};
use clap::CommandFactory as _;

use crate::args::{Cli, Command};
use crate::diag::{DiagnosticFormat, Findings, Lang, render};

/// Runs a command and gives the exit code.
#[must_use]
pub fn run(cli: &Cli) -> u8 {
    let terminal = Terminal::new(cli);
    match dispatch(cli, &terminal) {
        Ok(code) => code,
        Err(error) if is_broken_pipe(&error) => 0,
        Err(error) => {
            let word = if terminal.lang == Lang::Zh { "失败" } else { "failed" };
            terminal.note(&format!("{word}: {error:#}"));
            2
        }
    }
}

fn dispatch(cli: &Cli, terminal: &Terminal) -> Result<u8> {
    match &cli.command {
        Command::Build(args) => build::run(args, terminal),
        Command::Check(args) => check::run(args, terminal),
        Command::Verify { dist } => verify::run(dist, terminal),
        Command::Photos(args) => photos::run(args, terminal),
        Command::New { dir } => new::run(dir, terminal),
        Command::Schema { of, to } => schema::run(*of, to.as_deref(), terminal),
        Command::Explain { code } => explain::run(code.as_deref(), terminal),
        Command::Fonts => fonts::run(terminal),
        Command::Layouts => layouts::run(terminal),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "nianjian", &mut script);
            terminal.data(&String::from_utf8_lossy(&script))?;
            Ok(0)
        }
    }
}

/// A reader such as `head` that has seen enough is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let of = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().map(io::Error::kind) == Some(io::ErrorKind::BrokenPipe)
    };
    error.chain().any(of)
}

/// How to speak to the user, settled once.
#[derive(Debug)]
struct Terminal {
    lang: Lang,
    format: DiagnosticFormat,
    color: bool,
    quiet: bool,
}

impl Terminal {
    fn new(cli: &Cli) -> Terminal {
        let color = !cli.no_color && io::stderr().is_terminal() && setting("NO_COLOR").is_none();
        let lang = cli.lang.map_or_else(system_lang, Lang::from);
        Terminal { lang, format: cli.format, color, quiet: cli.quiet }
    }

    /// Data to standard output.
    fn data(&self, text: &str) -> Result<()> {
        io::stdout().lock().write_all(text.as_bytes()).context("standard output")
    }

    /// A word to the user on standard error; if nobody can read it, nothing can be done.
    fn note(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{text}");
    }

    /// One document for programs: the findings, and what else there is to say.
    fn document(&self, found: &[Findings], key: &str, data: serde_json::Value) -> Result<()> {
        let found = render(found, DiagnosticFormat::Json, self.lang, false);
        let mut document: serde_json::Value =
            serde_json::from_str(&found).context("findings as JSON")?;
        document[key] = data;
        self.data(&format!("{document:#}\n"))
    }

    /// Findings: for people to standard error, for programs to standard output.
    fn findings(&self, books: &[Findings]) -> Result<()> {
        let text = render(books, self.format, self.lang, self.color);
        if self.format != DiagnosticFormat::Human {
            return self.data(&text);
        }
        if !self.quiet || books.iter().any(Findings::has_errors) {
            let _ = io::stderr().lock().write_all(text.as_bytes());
        }
        Ok(())
    }
}

/// The one door to the environment.
#[expect(clippy::disallowed_methods, reason = "settings are read here, once, and handed down")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// English for a system that speaks English, Chinese for all others: it is a tool for Chinese books.
fn system_lang() -> Lang {
    match sys_locale::get_locale() {
        Some(locale) if locale.to_lowercase().starts_with("en") => Lang::En,
        _ => Lang::Zh,
    }
}
