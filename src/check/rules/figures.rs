//! Marks, captions, alternative texts and approval numbers of figures.

use crate::diag::{Code, Findings, msg};
use crate::model::{Alt, Book, Figure, FigureKind, Section};
use crate::source::Text;
use crate::text::figure_mark::{circled, number};

pub(super) fn rules(book: &Book, found: &mut Findings) {
    for section in &book.sections {
        let list = section.caption_list();
        for pair in list.windows(2) {
            if let (Some(before), Some(mark)) = (pair[0].mark, pair[1].mark) {
                let (wanted, shown) = (circled(before + 1), circled(mark));
                if mark == before {
                    found.add(
                        Code::F02,
                        Some(&pair[1].at),
                        msg!("图号 {shown} 用了两次", "mark {shown} is used twice"),
                    );
                } else if mark != before + 1 {
                    let message =
                        msg!("图号 {shown} 之前缺 {wanted}", "{wanted} is missing before {shown}");
                    found.add(Code::F03, Some(&pair[1].at), message);
                }
            }
        }
        if let Some(first) = list.first().filter(|figure| figure.mark != Some(1)) {
            let wanted = circled(1);
            found.add(Code::F03, Some(&first.at), msg!("图号缺 {wanted}", "{wanted} is missing"));
        }
    }
    // A key that is missing altogether was found against the schema, at the same place.
    let (without_alt, without_caption) = (found.places(Code::F04), found.places(Code::F05));
    // Of portraits names were looked at.
    for figure in book.sections.iter().flat_map(Section::captioned_figures) {
        typed_mark(figure, found);
        if figure.kind == FigureKind::Map && figure.map_approval.is_none() {
            let caption = &figure.caption;
            let message =
                msg!("地图“{caption}”没有审图号", "the map “{caption}” has no approval number");
            found.add(Code::F06, Some(&figure.at), message);
        }
        if figure.alt == Alt::Text(Text::default()) && !without_alt.contains(&*figure.at) {
            found.add(
                Code::F04,
                Some(&figure.at),
                msg!("图片的 alt 是空的", "the picture's alt is empty"),
            );
        }
        if figure.caption.trim().is_empty() && !without_caption.contains(&*figure.at) {
            found.add(
                Code::F05,
                Some(&figure.at),
                msg!("图片的 caption 是空的", "the picture's caption is empty"),
            );
        }
    }
}

/// A mark at the beginning of a caption is printed beside the one that the layout sets.
fn typed_mark(figure: &Figure, found: &mut Findings) {
    let caption = figure.caption.trim_start();
    let named = caption.strip_prefix('图').unwrap_or(caption).trim_start();
    let digits = named.bytes().take_while(u8::is_ascii_digit).count();
    let mark = match named.chars().next() {
        Some(c) if number(c).is_some() => c.len_utf8(),
        _ if digits > 0 && named.len() < caption.len() => digits,
        _ => return,
    };
    let behind = named[mark..].chars().next();
    // “图1” and a word may be about a figure; behind a mark of its own stands a colon or a space.
    let is_mark = number(named.chars().next().unwrap_or_default()).is_some();
    if !is_mark && !behind.is_some_and(|c| matches!(c, '：' | ':' | '、' | '.' | ' ' | '\u{3000}'))
    {
        return;
    }
    let start = figure.caption.len() - caption.len();
    let end = figure.caption.len() - named.len() + mark;
    let place = figure.caption.place_of(start..end);
    let mark = &figure.caption[start..end];
    let message = msg!(
        "说明里写了图号“{mark}”，排出来会有两个",
        "the mark “{mark}” in the caption would be printed twice"
    );
    let hint = msg!("图号由版面排，从说明里删去", "delete it: the layout sets the mark");
    found.add_with_hint(Code::W05, Some(place.as_ref().unwrap_or(&figure.at)), message, hint);
}
