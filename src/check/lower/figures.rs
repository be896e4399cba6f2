//! Figures: pictures with their marks, captions and spoken descriptions.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::lower::values::filled;
use crate::check::number::FigureMarks;
use crate::diag::{Code, Findings, msg};
use crate::load::raw;
use crate::load::yaml::Node;
use crate::model::{Alt, Figure, FigureKind, Picture};
use crate::source::{At, Text};
use crate::text::class::is_blank;

/// The pictures that could be read, by the path that the section files give.
pub(in crate::check) type Pictures = BTreeMap<String, Arc<Picture>>;

/// What a section's figures get in order: ids and marks, and pictures.
pub(super) struct Numbering<'a> {
    pub(super) pictures: &'a Pictures,
    pub(super) marks: FigureMarks,
}

/// The figures of a section or story, in order.
pub(super) fn figures(
    sources: &Option<Vec<raw::Figure>>,
    node: &Node,
    numbering: &mut Numbering,
    found: &mut Findings,
) -> Vec<Figure> {
    let mut figures = Vec::new();
    for (index, source) in sources.iter().flatten().enumerate() {
        let node = node.key("figures").item(index);
        let picture = numbering.pictures.get(&source.file).cloned();
        figures.push(figure(source, numbering.marks.next(source), picture, node, found));
    }
    figures
}

/// How far down (0–1) what a crop must keep stands if nobody says it: the middle, but in tall
/// pictures, which are mostly of people, the heads.
fn usual_height(picture: Option<&Picture>) -> f64 {
    match picture {
        Some(picture) if picture.info.height >= picture.info.width => 0.35,
        _ => 0.5,
    }
}

fn figure(
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
            at: At::from(node.at.clone()),
        }
    }
}
