//! One subcommand a file; each is a recipe over the stages.
//!
//! Only this module writes to the terminal: data to standard output, all else to standard error.
//! Exit codes: 0 good, 1 findings, 2 the machine failed.

mod books;
mod build;
mod check;
mod explain;
mod failure;
mod fix;
mod fonts;
mod layouts;
mod new;
mod photos;
mod schema;
mod terminal;
#[cfg(feature = "verify")]
mod verify;
mod watch;

use anyhow::Result;
use clap::CommandFactory as _;

use crate::args::{Cli, Command};
use crate::command::terminal::Terminal;
use crate::diag::Lang;

/// Runs a command and gives the exit code.
#[must_use]
pub fn run(cli: &Cli) -> u8 {
    let terminal = Terminal::new(cli);
    match dispatch(cli, &terminal) {
        Ok(code) => code,
        Err(error) => {
            let word = if terminal.lang == Lang::Zh { "失败" } else { "failed" };
            terminal.note(&format!("{word}: {}", failure::said(&error, terminal.lang)));
            2
        }
    }
}

fn dispatch(cli: &Cli, terminal: &Terminal) -> Result<u8> {
    match &cli.command {
        Command::Build(args) => build::run(args, terminal),
        Command::Check(args) => check::run(args, terminal),
        Command::Fix(args) => fix::run(args, terminal),
        #[cfg(feature = "verify")]
        Command::Verify { dist } => verify::run(dist, terminal),
        Command::Photos(args) => photos::run(args, terminal),
        Command::New { dir } => new::run(dir, terminal),
        Command::Schema(args) => schema::run(args, terminal),
        Command::Explain { code } => explain::run(code.as_deref(), terminal),
        Command::Fonts => fonts::run(terminal),
        Command::Layouts { export: None, .. } => layouts::list(terminal),
        Command::Layouts { export: Some(dir), name } => layouts::export(name, dir, terminal),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "nianjian", &mut script);
            terminal.data(&String::from_utf8_lossy(&script))?;
            Ok(0)
        }
    }
}
