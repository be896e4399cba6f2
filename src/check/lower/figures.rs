//! Figures: pictures with their marks, captions and spoken descriptions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::lower::values::filled;
use crate::check::number::FigureMarks;
use crate::diag::{Code, Findings, msg};
use crate::load::page_kind::PageKind;
use crate::load::raw;
use crate::load::yaml::Node;
use crate::model::{Alt, Figure, FigureKind, FigureSize, Picture};
use crate::source::{At, Text};
use crate::text::class::is_blank;

/// The pictures that could be read, by the path that the section files give.
pub(in crate::check) type Pictures = BTreeMap<String, Arc<Picture>>;

/// What a section's figures get in order: ids and marks, and pictures.
pub(super) struct Numbering<'a> {
    pub(super) pictures: &'a Pictures,
    /// The page kind, which decides how wide text may place them.
    pub(super) kind: &'a PageKind,
    pub(super) marks: FigureMarks,
}

/// The figures of a section or story, in order.
pub(super) fn figures(
    sources: &Option<Vec<raw::Figure>>,
    node: &Node,
    numbering: &mut Numbering,
    found: &mut Findings,
) -> Vec<Figure> {
    let (mut figures, mut ids) = (Vec::new(), BTreeSet::new());
    for (index, source) in sources.iter().flatten().enumerate() {
        let node = node.key("figures").item(index);
        let picture = numbering.pictures.get(&source.file).cloned();
        if let Some(id) = source.id.as_ref().filter(|id| !id.is_empty())
            && !ids.insert(id)
        {
            let message = msg!("图的标识 `{id}` 用了两次", "the figure id `{id}` is used twice");
            found.add(Code::R01, Some(&node.key("id").at), message);
        }
        let mut figure = figure(source, numbering.marks.next(source), picture, node, found);
        figure.size = numbering.kind.size(size(source)).unwrap_or_default();
        figures.push(figure);
    }
    figures
}

/// How wide an editor wants a figure in the text.
fn size(source: &raw::Figure) -> FigureSize {
    match source.size {
        Some(raw::FigureSize::Half) => FigureSize::Half,
        Some(raw::FigureSize::Column) | None => FigureSize::Column,
        Some(raw::FigureSize::Wide) => FigureSize::Wide,
        Some(raw::FigureSize::Bleed) => FigureSize::Bleed,
    }
}

/// Finds sizes that have no effect, or another than their editor wants. `rest` are the figures of
/// the same list that the text does not place; `None` if a name in the text leads to no figure:
/// that is found there, and any of them may be meant.
pub(super) fn sizes(
    (sources, node): (&Option<Vec<raw::Figure>>, &Node),
    (ids, rest): (&[String], Option<&[Figure]>),
    kind: &PageKind,
    found: &mut Findings,
) {
    let sized = sources.iter().flatten().zip(ids).enumerate();
    for (index, (source, id)) in sized.filter(|(_, (source, _))| source.size.is_some()) {
        let wanted = size(source).name();
        // What text cannot place is told of where it tries.
        let Some(size) = kind.size(size(source)) else { continue };
        let is_left = rest.is_some_and(|rest| rest.iter().any(|other| other.id == *id));
        let (message, hint) = if is_left {
            let message = msg!(
                "`size: {wanted}` 只对正文里放的图起作用，这幅图由页型来放",
                "`size: {wanted}` is for figures that the text places; this one the pages place"
            );
            let file = &source.file;
            let hint = msg!(
                "在正文里写一行 `![]({file})`，或删去 size",
                "write a line `![]({file})` in the text, or delete `size`"
            );
            (message, hint)
        } else if size.name() != wanted {
            let size = size.name();
            let message = msg!(
                "这种页型排不了 `size: {wanted}`，排成 {size}",
                "this page kind cannot set `size: {wanted}`; it is set as {size}"
            );
            let hint = msg!(
                "写 `size: {size}`，或换一种页型",
                "write `size: {size}`, or choose another kind"
            );
            (message, hint)
        } else {
            continue;
        };
        let at = &node.key("figures").item(index).key("size").at;
        found.add_with_hint(Code::F13, Some(at), message, hint);
    }
}

/// How far down (0–1) what a crop must keep stands if nobody says it: the middle, but in tall
/// pictures, which are mostly of people, the heads.
fn usual_height(picture: Option<&Picture>) -> f64 {
    match picture {
        Some(picture) if picture.info.height >= picture.info.width => 0.35,
        _ => 0.5,
    }
}

/// A figure of its source.
pub(super) fn figure(
    source: &raw::Figure,
    (id, mark): (String, Option<u32>),
    picture: Option<Arc<Picture>>,
    node: &Node,
    found: &mut Findings,
) -> Figure {
    let middle = (0.5, usual_height(picture.as_deref()));
    let focus = focus(source.focus.as_deref(), middle, node, found);
    let kind = kind(source.kind);
    let alt = match source.alt.trim() {
        "decorative" => Alt::Decorative,
        _ => Alt::Text(node.key("alt").text(&source.alt).trimmed()),
    };
    Figure {
        id,
        picture,
        mark,
        caption: match is_blank(&source.caption) {
            true => Text::default(),
            false => node.key("caption").text(&source.caption),
        },
        rows: rows(source, node),
        alt,
        credit: filled(&source.credit, node.key("credit")),
        kind,
        whole: source.crop.is_some() || kind == FigureKind::Map,
        focus,
        map_approval: filled(&source.map_approval, node.key("map_approval")),
        size: FigureSize::default(),
        at: node.at.clone().into(),
    }
}

/// The people in a picture, row by row; empty rows are none.
fn rows(source: &raw::Figure, node: &Node) -> Vec<Text> {
    let rows = source.rows.iter().flatten().enumerate();
    let rows = rows.filter(|(_, row)| !is_blank(row));
    rows.map(|(index, row)| node.key("rows").item(index).text(row)).collect()
}

/// The point that a crop keeps; `usual` if none is given.
fn focus(
    given: Option<&[f64]>,
    usual: (f64, f64),
    node: &Node,
    found: &mut Findings,
) -> (f64, f64) {
    let (x, y) = match given {
        Some([x, y]) => (*x, *y),
        _ => usual,
    };
    if !(0.0..=1.0).contains(&x) || !(0.0..=1.0).contains(&y) {
        found.add(
            Code::F07,
            Some(&node.key("focus").at),
            msg!("焦点 {x}, {y} 在图外", "the focus {x}, {y} is outside"),
        );
    }
    (x, y)
}

fn kind(source: Option<raw::FigureKind>) -> FigureKind {
    match source {
        Some(raw::FigureKind::Map) => FigureKind::Map,
        Some(raw::FigureKind::Artwork) => FigureKind::Artwork,
        Some(raw::FigureKind::Photo) | None => FigureKind::Photo,
    }
}

/// Where the head is in most portraits.
const HEAD: (f64, f64) = (0.5, 0.35);

/// What the portraits of a list have in common.
pub(super) struct Portraits<'a> {
    pub(super) pictures: &'a Pictures,
    /// The list that they stand in.
    pub(super) group: &'a raw::Group,
    /// Who made them.
    pub(super) credit: Option<Text>,
}

impl Portraits<'_> {
    /// The portrait of a person, who is called `name`. A person without one is found: the page has
    /// a place for it.
    pub(super) fn of(
        &self,
        (person, name): (&raw::Person, &Text),
        id: String,
        node: &Node,
        found: &mut Findings,
    ) -> Figure {
        if person.photo.is_none() {
            let message = msg!("{name} 没有照片", "there is no portrait of {name}");
            let hint = msg!(
                "写 `photo: 文件`；没有照片的名单用不印照片的页型",
                "write `photo: FILE`; lists without portraits go on pages of another kind"
            );
            found.add_with_hint(Code::F01, Some(&node.at), message, hint);
        }
        let kind = kind(self.group.kind);
        Figure {
            id,
            picture: person.photo.as_ref().and_then(|path| self.pictures.get(path).cloned()),
            mark: None,
            caption: name.clone(),
            rows: Vec::new(),
            alt: Alt::Text(name.clone()),
            credit: self.credit.clone(),
            kind,
            whole: false,
            focus: focus(person.focus.as_deref(), HEAD, node, found),
            map_approval: None,
            size: FigureSize::default(),
            at: At::from(node.at.clone()),
        }
    }
}
