//! Figures: pictures with their marks, captions and spoken descriptions.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::check::lower::values::filled;
use crate::check::number::FigureMarks;
use crate::diag::{Code, Findings, msg};
use crate::load::raw;
use crate::load::yaml::Node;
use crate::model::{Alt, Figure, FigureKind, Picture};
use crate::source::Text;
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
    let focus = match source.focus.as_deref() {
        Some([x, y]) => (*x, *y),
        _ => (0.5, usual_height(picture.as_deref())),
    };
    if !(0.0..=1.0).contains(&focus.0) || !(0.0..=1.0).contains(&focus.1) {
        let (x, y) = focus;
        found.add(
            Code::F07,
            Some(&node.key("focus").at),
            msg!("焦点 {x}, {y} 在图外", "the focus {x}, {y} is outside"),
        );
    }
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
        alt,
        credit: filled(&source.credit, node.key("credit")),
        kind: match source.kind {
            Some(raw::FigureKind::Map) => FigureKind::Map,
            Some(raw::FigureKind::Artwork) => FigureKind::Artwork,
            Some(raw::FigureKind::Photo) | None => FigureKind::Photo,
        },
        focus,
        map_approval: filled(&source.map_approval, node.key("map_approval")),
        at: node.at.clone().into(),
    }
}
