//! Figures: pictures with their marks, captions and spoken descriptions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::check::lower::values::filled;
use crate::check::number::FigureMarks;
use crate::diag::{Code, Findings, msg};
use crate::load::page_kind::PageKind;
use crate::load::raw;
use crate::load::yaml::Node;
use crate::model::{Alt, Block, Figure, FigureKind, FigureSize, Picture};
use crate::source::{At, Spanned, Text};
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

/// Finds sizes that have no effect, or another than their editor wants.
pub(super) fn sizes(
    (sources, node): (&Option<Vec<raw::Figure>>, &Node),
    kind: &PageKind,
    found: &mut Findings,
) {
    let sized = sources.iter().flatten().enumerate();
    for (index, source) in sized.filter(|(_, source)| source.size.is_some()) {
        let wanted = size(source).name();
        let (message, hint) = match kind.size(size(source)).map(FigureSize::name) {
            None => (
                msg!(
                    "这种页型的图多宽由版面定，`size: {wanted}` 不起作用",
                    "the pages of this kind decide how wide pictures are; `size: {wanted}` has no \
                     effect"
                ),
                msg!("删去 size", "delete `size`"),
            ),
            Some(size) if size != wanted => (
                msg!(
                    "这种页型排不了 `size: {wanted}`，排成 {size}",
                    "this page kind cannot set `size: {wanted}`; it is set as {size}"
                ),
                msg!(
                    "写 `size: {size}`，或换一种页型",
                    "write `size: {size}`, or choose another kind"
                ),
            ),
            Some(_) => continue,
        };
        let at = &node.key("figures").item(index).key("size").at;
        found.add_with_hint(Code::F13, Some(at), message, hint);
    }
}

/// Moves figures that have a size and that the text does not place to the end of the text, where
/// they have that size; the others are for the page kind to place.
pub(super) fn sized_at_end(
    figures: Vec<Figure>,
    (sources, node): (&Option<Vec<raw::Figure>>, &Node),
    ids: &[String],
    body: &mut Vec<Block>,
) -> Vec<Figure> {
    let mut rest = Vec::new();
    for figure in figures {
        let index = ids.iter().position(|id| *id == figure.id);
        let source = index.and_then(|index| sources.as_ref()?.get(index));
        if source.is_some_and(|source| source.size.is_some()) {
            let at = node.key("figures").item(index.unwrap_or_default()).at.clone();
            body.push(Block::Figure(Box::new(Spanned::new(figure, at))));
        } else {
            rest.push(figure);
        }
    }
    rest
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
