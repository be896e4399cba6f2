//! Picture files: what the book has of them, and what they are.

use std::collections::BTreeMap;

use crate::check::context::Context;
use crate::check::rules::named;
use crate::diag::{Code, Findings, Message, msg};
use crate::model::{Book, Colours, Figure, FigureKind, PictureFormat, PictureInfo, Section};

pub(super) fn rules(context: &Context, found: &mut Findings) {
    let Context { raw, book, .. } = *context;
    for picture in raw.pictures.values() {
        let (path, at) = (&picture.path, Some(&*picture.at));
        let PictureInfo { format, colours, profiled, animated, .. } = picture.info;
        if animated && format == PictureFormat::Tiff {
            let message = msg!(
                "{path} 有几页，只用第一页",
                "{path} has several pages, of which the first is taken"
            );
            found.add(Code::I06, at, message);
        } else if animated {
            found.add(Code::I06, at, msg!("{path} 是动图", "{path} is animated"));
        }
        if colours == Colours::Cmyk && !profiled {
            let message =
                msg!("{path} 是 CMYK，没有特性文件", "{path} is in CMYK and has no profile");
            found.add(Code::I11, at, message);
        }
    }
    credits(book, found);
    let mut first: BTreeMap<&str, &Figure> = BTreeMap::new();
    for figure in book.figures() {
        let Some(picture) = &figure.picture else { continue };
        if let Some(before) = first.insert(&picture.sha256, figure) {
            let (path, at) = (&picture.path, &before.at);
            let message = msg!("{path} 已经用在 {at}", "{path} is the picture that {at} shows");
            found.add(Code::I09, Some(&figure.at), message);
        }
    }
    if !raw.unused.is_empty() {
        let (count, Message { zh, en }) = (raw.unused.len(), named::some(&raw.unused));
        let message = msg!("{count} 张：{zh}", "{count}: {en}");
        found.add(Code::I10, Some(&raw.node.at), message);
    }
}

/// Photographs without a credit. The portraits of a list share one, so they are told of together.
fn credits(book: &Book, found: &mut Findings) {
    let lacks = |figure: &Figure| {
        figure.picture.is_some() && figure.kind == FigureKind::Photo && figure.credit.is_none()
    };
    if let Some(own) = book.meta.cover.own.as_ref().filter(|figure| lacks(figure)) {
        let message = msg!("封面的照片没有署名", "the photograph on the cover has no credit");
        let hint = msg!("在 cover 下写 `credit: …`", "write `credit: …` under `cover`");
        found.add_with_hint(Code::F08, Some(&own.at), message, hint);
    }
    let captioned = book.sections.iter().flat_map(Section::captioned_figures);
    for figure in captioned.filter(|figure| lacks(figure)) {
        let caption = &figure.caption;
        let message = msg!("照片“{caption}”没有署名", "the photograph “{caption}” has no credit");
        found.add(Code::F08, Some(&figure.at), message);
    }
    for group in book.sections.iter().flat_map(Section::groups) {
        let photos = group.people.iter().filter_map(|person| person.photo.as_ref());
        let count = photos.filter(|figure| lacks(figure)).count();
        if count > 0 {
            let message = msg!(
                "{count} 张像没有署名，名单要 `credit`",
                "{count} portraits have no credit, the list wants `credit`"
            );
            found.add(Code::F08, Some(&group.at), message);
        }
    }
}
