//! Typst's own errors and warnings as findings.
//!
//! They point into the layout, whose file is named as its designer knows it, with the line; where
//! one names a picture, the editor gets the place of the picture instead.

use typst::diag::{Severity, SourceDiagnostic};
use typst::{World as _, WorldExt as _};

use crate::diag::{Code, Findings, msg};
use crate::load::layout::Origin;
use crate::model::Book;
use crate::source::Place;
use crate::typeset::input::Input;
use crate::typeset::world::World;
use crate::typeset::{contract, reasons};

pub(super) fn report(
    world: &World,
    input: &Input,
    diagnostics: &[SourceDiagnostic],
    found: &mut Findings,
) {
    for diagnostic in diagnostics {
        let mut message = diagnostic.message.to_string();
        let mut reason = reasons::in_chinese(&message);
        for hint in &diagnostic.hints {
            message.push_str("; ");
            message.push_str(&hint.v);
        }
        if let Some(at) = picture(input.book, &message) {
            found.add(
                Code::I03,
                Some(&at),
                msg!("图片排不出：{reason}", "the picture cannot be set: {message}"),
            );
            continue;
        }
        let (code, zh, en) = match diagnostic.severity {
            Severity::Error => (Code::L05, "版式排到这里出错：", "the layout fails here: "),
            Severity::Warning => (Code::L07, "版式排到这里有警告：", "the layout warns here: "),
        };
        let at = place(world, &input.layout.origin, diagnostic, found);
        if let Origin::BuiltIn = input.layout.origin {
            let inside = inside(world, diagnostic).map(|it| format!("{}{it}：", input.layout.name));
            reason.insert_str(0, &inside.clone().unwrap_or_default());
            message.insert_str(0, &inside.unwrap_or_default().replace('：', ": "));
        }
        found.add(code, at.as_ref(), msg!("{zh}{reason}", "{en}{message}"));
    }
}

/// The place of the figure whose file a message names.
fn picture(book: &Book, message: &str) -> Option<Place> {
    let named = |figure: &&crate::model::Figure| {
        let file = figure.picture.as_ref().map(|picture| contract::picture_path(picture.number));
        file.is_some_and(|file| message.contains(&file))
    };
    let at =
        book.figures().chain(&book.meta.cover.own).find(named).map(|figure| figure.at.0.clone());
    // A placeholder's place may be gone.
    at.filter(|at| !book.placeholders.contains(&at.file))
}

/// The place in the layout's folder that a diagnostic names; `None` for a layout in the binary.
fn place(
    world: &World,
    origin: &Origin,
    diagnostic: &SourceDiagnostic,
    found: &mut Findings,
) -> Option<Place> {
    let span = diagnostic.span;
    let (id, range) = span.id().zip(world.range(span))?;
    let text = world.source(id).ok()?;
    let source = origin.source(id.vpath().get_with_slash(), text.text(), found)?;
    Some(source.place_of(range))
}

/// The file and line of a layout in the binary.
fn inside(world: &World, diagnostic: &SourceDiagnostic) -> Option<String> {
    let (id, range) = diagnostic.span.id().zip(world.range(diagnostic.span))?;
    let path = id.vpath().get_with_slash();
    let lines = world.source(id).ok()?;
    let (line, column) = lines.lines().byte_to_line_column(range.start)?;
    Some(format!("{path}:{}:{}", line + 1, column + 1))
}
