//! All texts of the files, and all words of running text, each walked over once: the rules that
//! judge a text by itself are asked of each in turn.

use crate::assets::faces::Faces;
use crate::check::context::Context;
use crate::check::rules::judged::Judged;
use crate::check::rules::numbers::prose::{Part, parts};
use crate::check::rules::{comments, glyphs, half_width, markup, numbers, radicals, words};
use crate::diag::{Code, Findings, msg};
use crate::load::uses::Use;
use crate::load::yaml::Node;
use crate::model::visit;
use crate::source::{Place, Text};

/// Of what `book.yaml` says.
pub(super) fn rules(context: &Context, found: &mut Findings) {
    let Context { raw, book, faces, .. } = *context;
    raw.each_own_text(&mut |text, node, used| {
        of_text(text, (node, used), (faces, raw.is_chinese()), found);
        // The facts of the book stand in lines of the cover and the imprint.
        if used.is_plain() {
            one_line(text, node, found);
        }
    });
    let mut words: Vec<(&Text, &Place)> = Vec::new();
    let at: &Place = &book.meta.colophon_at;
    visit(&book.meta.colophon, &mut |run| run.words(&mut |text| words.push((text, at))));
    markup::of_words(&words, found);
    glyphs::of_words(&words, faces, || raw.book.colophon.clone().unwrap_or_default(), found);
}

/// Of what a section says.
pub(super) fn in_section(of: &Judged, found: &mut Findings) {
    let Judged { file, section, faces, is_chinese, .. } = *of;
    let with = (faces, is_chinese);
    file.each_text(&mut |text, node, used| of_text(text, (node, used), with, found));
    let Some(section) = section else { return };
    let mut words: Vec<(&Text, &Place)> = Vec::new();
    section.visit(&mut |run, at| run.words(&mut |text| words.push((text, at))));
    markup::of_words(&words, found);
    let source = || {
        let mut source = String::new();
        file.each_text(&mut |text, _, _| source.push_str(text));
        source
    };
    glyphs::of_words(&words, faces, source, found);
}

/// Of a text that is set in one line.
pub(super) fn one_line(text: &str, node: &Node, found: &mut Findings) {
    if !text.trim().contains('\n') {
        return;
    }
    let message = msg!("这里只能写一行", "this is one line");
    let hint = msg!(
        "合成一行；标题在哪里断行写在 title_lines 里，用竖线",
        "join the lines; where a title breaks is said by bars in title_lines"
    );
    found.add_with_hint(Code::Y06, Some(&node.at), message, hint);
}

/// Of a text, what its characters alone show.
pub(in crate::check) fn of_characters(
    text: &str,
    (node, used): (&Node, Use),
    is_chinese: bool,
    found: &mut Findings,
) {
    characters(text, (node, used), (is_chinese, &parts(text, used == Use::Running)), found);
}

fn characters(
    text: &str,
    (node, used): (&Node, Use),
    (is_chinese, parts): (bool, &[Part]),
    found: &mut Findings,
) {
    // People may be registered by another form of a character.
    radicals::of_text(text, (node, is_chinese && used != Use::Name), found);
    if used != Use::Issued {
        half_width::of_text(text, node, found);
        words::of_text(text, (node, used), parts, found);
    }
}

/// Of a text, what is told once a book and mended at each place.
pub(in crate::check) fn of_habits(text: &str, of: (&Node, Use), found: &mut Findings) {
    if of.1 != Use::Issued {
        words::habits_of_text(text, of, found);
    }
}

fn of_text(
    text: &str,
    (node, used): (&Node, Use),
    (faces, is_chinese): (&Faces, bool),
    found: &mut Findings,
) {
    glyphs::of_text(text, (node, used), faces, found);
    comments::of_text((node, used), found);
    // The words are read once for the rules of marks and those of numbers.
    let parts = parts(text, used == Use::Running);
    characters(text, (node, used), (is_chinese, &parts), found);
    if used != Use::Issued {
        markup::of_text(text, (node, used), found);
        markup::of_item(text, node, found);
        numbers::of_text(text, (node, used), &parts, found);
    }
}
