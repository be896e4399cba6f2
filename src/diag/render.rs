//! The printed forms of findings.

#[cfg(feature = "cli")]
use crate::diag::human;
use crate::diag::{Findings, Lang, github, json, sarif, short};

/// A printed form of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum DiagnosticFormat {
    /// With the line of the source; for people, to standard error. Only with the feature `cli`.
    #[cfg(feature = "cli")]
    Human,
    /// A line a finding: `file:line:column: error[F01] …`.
    Short,
    /// One JSON document.
    Json,
    /// Annotations of GitHub Actions.
    Github,
    /// SARIF 2.1.0.
    Sarif,
}

/// Prints the findings of all books in a format. The human form is empty if there are none.
#[must_use]
pub fn render(books: &[Findings], format: DiagnosticFormat, lang: Lang, color: bool) -> String {
    #[cfg(not(feature = "cli"))]
    let _ = color; // Only forms for people have colours.
    match format {
        #[cfg(feature = "cli")]
        DiagnosticFormat::Human => human::render(books, lang, color),
        DiagnosticFormat::Short => short::render(books, lang),
        DiagnosticFormat::Json => json::render(books),
        DiagnosticFormat::Github => github::render(books, lang),
        DiagnosticFormat::Sarif => sarif::render(books, lang),
    }
}
