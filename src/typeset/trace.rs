//! Typst's own errors and warnings as findings.
//!
//! They point into the layout; where one names a picture, the editor gets the place of the picture
//! instead.

use typst::diag::{Severity, SourceDiagnostic};
use typst::{World as _, WorldExt as _};

use crate::diag::{Code, Findings, msg};
use crate::model::Book;
use crate::source::Place;
use crate::typeset::contract;
use crate::typeset::world::World;

pub(super) fn report(
    world: &World,
    book: &Book,
    diagnostics: &[SourceDiagnostic],
    found: &mut Findings,
) {
    for diagnostic in diagnostics {
        let mut message = diagnostic.message.to_string();
        for hint in &diagnostic.hints {
            message.push_str("; ");
            message.push_str(&hint.v);
        }
        if let Some(at) = picture(book, &message) {
            found.add(
                Code::I03,
                Some(&at),
                msg!("图片排不出：{message}", "the picture cannot be set: {message}"),
            );
            continue;
        }
        let place = place(world, diagnostic);
        let code = match diagnostic.severity {
            Severity::Error => Code::L05,
            Severity::Warning => Code::L07,
        };
        found.add(code, None, msg!("{place}：{message}", "{place}: {message}"));
    }
}

/// The place of the figure whose file a message names.
fn picture(book: &Book, message: &str) -> Option<Place> {
    let named = |figure: &&crate::model::Figure| {
        let file = figure.picture.as_ref().map(|picture| contract::picture_path(picture.number));
        file.is_some_and(|file| message.contains(&file))
    };
    let at = book.figures().find(named).map(|figure| figure.at.0.clone());
    // A placeholder's place may be gone.
    at.filter(|at| !book.placeholders.contains(&at.file))
}

/// The place in the layout that a diagnostic names.
fn place(world: &World, diagnostic: &SourceDiagnostic) -> String {
    let span = diagnostic.span;
    let Some((id, range)) = span.id().zip(world.range(span)) else {
        return "layout".to_owned();
    };
    let path = id.vpath().get_with_slash().to_owned();
    let position =
        world.source(id).ok().and_then(|source| source.lines().byte_to_line_column(range.start));
    match position {
        Some((line, column)) => format!("layout{path}:{}:{}", line + 1, column + 1),
        None => format!("layout{path}"),
    }
}
