//! One page as pixels, and as the runs of text on it.

use typst::layout::{Frame, FrameItem, Point};
use typst_layout::Page;

/// A page as pixels; `scale` is in pixels a point.
pub(super) fn picture(page: &Page, scale: f64) -> image::RgbImage {
    let options = typst_render::RenderOptions { pixel_per_pt: scale.into(), ..Default::default() };
    let pixmap = typst_render::render(page, &options);
    let (width, height) = (pixmap.width(), pixmap.height());
    // A page is opaque, so premultiplied and plain colours are the same.
    let rgb: Vec<u8> = pixmap.data().chunks_exact(4).flat_map(|p| [p[0], p[1], p[2]]).collect();
    image::RgbImage::from_raw(width, height, rgb).unwrap_or_default()
}

/// A page's runs of text in the order of setting, a line each: position of the baseline in points
/// from the top left of the trimmed page, size, family, text.
pub(super) fn runs(page: &Page) -> String {
    let mut out = String::new();
    collect(&page.frame, Point::zero(), &mut out);
    out
}

/// Whether there is text on a page.
pub(super) fn has_words(frame: &Frame) -> bool {
    frame.items().any(|(_, item)| match item {
        FrameItem::Group(group) => has_words(&group.frame),
        FrameItem::Text(_) => true,
        _ => false,
    })
}

fn collect(frame: &Frame, origin: Point, out: &mut String) {
    for (position, item) in frame.items() {
        let at = origin + *position;
        match item {
            FrameItem::Group(group) => {
                let shift = Point::new(group.transform.tx, group.transform.ty);
                collect(&group.frame, at + shift, out);
            }
            FrameItem::Text(run) => {
                let (x, y, size) = (at.x.to_pt(), at.y.to_pt(), run.size.to_pt());
                let family = &run.font.font().info().family;
                out.push_str(&format!("{x:.1} {y:.1} {size:.1} {family}: {}\n", run.text));
            }
            _ => {}
        }
    }
}
