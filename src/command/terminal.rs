//! What is said to the user, and where: data to standard output, all else to standard error.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use anyhow::{Context as _, Result};

use crate::args::Cli;
use crate::diag::look::Look;
use crate::diag::render::{DiagnosticFormat, render};
use crate::diag::visible::{self, visible};
use crate::diag::{Findings, Lang};

/// How many columns a terminal has that does not tell.
const COLUMNS: usize = 100;

/// Language, format and verbosity of the output, decided once.
#[derive(Debug, Clone)]
pub(super) struct Terminal {
    pub(super) lang: Lang,
    pub(super) format: DiagnosticFormat,
    color: bool,
    /// Whether data are coloured.
    pub(super) color_data: bool,
    pub(super) quiet: bool,
}

impl Terminal {
    pub(super) fn new(cli: &Cli) -> Terminal {
        let wanted = !cli.no_color && setting("NO_COLOR").is_none();
        let color = wanted && io::stderr().is_terminal();
        let color_data = wanted && io::stdout().is_terminal();
        let lang = cli.lang.map_or_else(system_lang, Lang::from);
        Terminal { lang, format: cli.format, color, color_data, quiet: cli.quiet }
    }

    /// A line of data to standard output.
    pub(super) fn row(&self, text: &str) -> Result<()> {
        self.data(&format!("{}\n", visible(text)))
    }

    /// Data to standard output as they are: what they hold is ours, or went through the door of
    /// `visible`. A reader such as `head` that has enough and closes the pipe is no failure: the
    /// work goes on, and the exit code tells of the work.
    pub(super) fn data(&self, text: &str) -> Result<()> {
        match io::stdout().lock().write_all(text.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.context("standard output"),
        }
    }

    /// A line to the user on standard error; a failure to write it is ignored.
    pub(super) fn note(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", visible(text));
    }

    /// Asks the user; `None` if there is nobody to ask.
    pub(super) fn ask(&self, question: &str) -> Option<bool> {
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return None;
        }
        let _ = write!(io::stderr().lock(), "{} [y/N] ", visible(question));
        let mut answer = String::new();
        io::stdin().lock().read_line(&mut answer).ok()?;
        Some(matches!(answer.trim(), "y" | "Y" | "yes" | "是"))
    }

    /// One document for programs: the findings, and what else there is to say.
    pub(super) fn document(
        &self,
        found: &[Findings],
        key: &str,
        data: serde_json::Value,
    ) -> Result<()> {
        let found = render(found, DiagnosticFormat::Json, &Look::plain(self.lang));
        let mut document: serde_json::Value =
            serde_json::from_str(&found).context("findings as JSON")?;
        document[key] = data;
        self.data(&visible::json(&document))
    }

    /// Findings: for people to standard error, for programs to standard output.
    pub(super) fn findings(&self, books: &[Findings]) -> Result<()> {
        let width = io::stderr().is_terminal().then(|| {
            let size = terminal_size::terminal_size_of(io::stderr());
            columns(setting("COLUMNS").as_deref(), size.map(|(width, _)| width.0))
        });
        let (lang, color, errors_only) = (self.lang, self.color, self.quiet);
        let text = render(books, self.format, &Look { lang, color, errors_only, width });
        if self.format != DiagnosticFormat::Human {
            return self.data(&text);
        }
        let _ = io::stderr().lock().write_all(text.as_bytes());
        Ok(())
    }
}

/// How many columns a terminal has: by the user's word (POSIX, `COLUMNS`), else by its own.
fn columns(setting: Option<&str>, own: Option<u16>) -> usize {
    let own = own.filter(|columns| *columns > 0).map(usize::from);
    setting.and_then(|columns| columns.parse().ok()).or(own).unwrap_or(COLUMNS)
}

/// The only place that reads the environment.
#[expect(clippy::disallowed_methods, reason = "settings are read here, once, and handed down")]
pub(super) fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// English on a system set to English, Chinese on all others: it is a tool for Chinese books.
fn system_lang() -> Lang {
    match sys_locale::get_locale() {
        Some(locale) if locale.to_lowercase().starts_with("en") => Lang::En,
        _ => Lang::Zh,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_width_is_the_users_then_the_terminals() {
        assert_eq!(columns(Some("72"), Some(120)), 72);
        assert_eq!(columns(Some("wide"), Some(120)), 120);
        assert_eq!(columns(None, Some(120)), 120);
        // A terminal of no columns does not know.
        assert_eq!(columns(None, Some(0)), COLUMNS);
        assert_eq!(columns(None, None), COLUMNS);
    }
}
