//! Art at the trimmed edge that stops short of the bleed.
//!
//! Looked for on Typst's pages, where a thing drawn is still a box: one that comes within a
//! millimetre of the trim, or over it, must go on to the bleed, else the cut leaves a white edge.

use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Transform};
use typst_layout::Page;

/// How near the trim art counts as being at it, in millimetres.
const NEAR: f64 = 1.0;

/// How much the bleed may be missed by, in millimetres.
const SLACK: f64 = 0.1;

/// Whether anything on the page stops short of the bleed (in millimetres).
pub(in crate::typeset) fn short(page: &Page, bleed: f64) -> bool {
    let size = page.frame.size();
    let trim = Rect::new(Point::zero(), size.to_point());
    let mut found = false;
    visit(&page.frame, Transform::identity(), None, &mut |art| {
        let gaps = [
            art.min.x - trim.min.x,
            art.min.y - trim.min.y,
            trim.max.x - art.max.x,
            trim.max.y - art.max.y,
        ];
        // Art wholly outside of the trim does not count.
        let outside = art.max.x <= trim.min.x
            || art.max.y <= trim.min.y
            || art.min.x >= trim.max.x
            || art.min.y >= trim.max.y;
        let at_edge = |gap: &Abs| gap.to_mm() < NEAR && gap.to_mm() > SLACK - bleed;
        found |= !outside && gaps.iter().any(at_edge);
    });
    found
}

/// Calls `see` with the box of every picture and filled shape, in the page's coordinates.
fn visit(frame: &Frame, transform: Transform, clip: Option<Rect>, see: &mut dyn FnMut(Rect)) {
    for (position, item) in frame.items() {
        let here = transform.pre_concat(Transform::translate(position.x, position.y));
        let within = |rect: Rect| {
            let placed = moved(rect, here);
            clip.map_or(Some(placed), |clip| common(placed, clip))
        };
        match item {
            FrameItem::Group(group) => {
                let inner = here.pre_concat(group.transform);
                let clip = match &group.clip {
                    Some(curve) => {
                        let own = moved(curve.bbox(None), inner);
                        match clip.map_or(Some(own), |clip| common(own, clip)) {
                            Some(clip) => Some(clip),
                            None => continue,
                        }
                    }
                    None => clip,
                };
                visit(&group.frame, inner, clip, see);
            }
            FrameItem::Image(_, size, _) => {
                within(Rect::new(Point::zero(), size.to_point())).into_iter().for_each(&mut *see);
            }
            FrameItem::Shape(shape, _) if shape.fill.is_some() => {
                within(shape.bbox(false)).into_iter().for_each(&mut *see);
            }
            _ => {}
        }
    }
}

/// The box of a moved box.
fn moved(rect: Rect, transform: Transform) -> Rect {
    let corners = [
        rect.min,
        Point::new(rect.max.x, rect.min.y),
        rect.max,
        Point::new(rect.min.x, rect.max.y),
    ];
    let corners = corners.map(|corner| corner.transform(transform));
    let first = Rect::new(corners[0], corners[0]);
    corners.iter().fold(first, |all, corner| Rect::new(all.min.min(*corner), all.max.max(*corner)))
}

/// What two boxes share.
fn common(a: Rect, b: Rect) -> Option<Rect> {
    let (min, max) = (a.min.max(b.min), a.max.min(b.max));
    (min.x < max.x && min.y < max.y).then(|| Rect::new(min, max))
}
