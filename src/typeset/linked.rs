//! Pictures as layouts see them, and as pages show them.
//!
//! Typst decodes every raster that it is given and keeps the pixels, and the size at which one is
//! shown is known only when the pages are set. So layouts get an empty drawing of the picture's
//! proportions, and what was made ready for that size takes its place on the finished pages, behind
//! a link, undecoded: the file goes into the PDF as it is. So the Exif orientation is applied here.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use typst::comemo::Track as _;
use typst::foundations::Bytes;
use typst::layout::{Abs, Frame, FrameItem, Point, Rect, Size, Transform};
use typst::syntax::{FileId, RootedPath, VirtualPath, VirtualRoot};
use typst::visualize::{Image, ImageKind, SvgImage};
use typst_layout::{Page, PagedDocument};

use crate::assets::checksum::sha256;
use crate::assets::faces::Faces;
use crate::assets::pictures;
use crate::model::{Book, Crop, Picture, Placement, Prepared, Region};
use crate::typeset::contract::picture_path;
use crate::typeset::exchange::exchange;
use crate::typeset::placeholder::{picture_file, svg};
use crate::typeset::world::World;

/// A link to the stored pixels that shows them the right way round.
fn link(picture: &Picture, file: &str, region: Option<Region>) -> String {
    let (width, height) = (picture.info.width, picture.info.height);
    let (w, h) = picture.info.stored();
    let [x, y, across, down] = region.unwrap_or([0, 0, w, h]);
    let matrix = match picture.info.orientation {
        2 => format!("-1 0 0 1 {w} 0"),
        3 => format!("-1 0 0 -1 {w} {h}"),
        4 => format!("1 0 0 -1 0 {h}"),
        5 => "0 1 1 0 0 0".to_owned(),
        6 => format!("0 1 -1 0 {width} 0"),
        7 => format!("0 -1 -1 0 {width} {height}"),
        8 => format!("0 -1 1 0 0 {height}"),
        _ => "1 0 0 1 0 0".to_owned(),
    };
    format!(
        "<image xlink:href=\"{file}\" x=\"{x}\" y=\"{y}\" width=\"{across}\" height=\"{down}\" \
         preserveAspectRatio=\"none\" transform=\"matrix({matrix})\"/>"
    )
}

/// The rasters of a book by the empty drawings that stand for them.
#[derive(Debug, Clone)]
pub(super) struct Placeholders(BTreeMap<Vec<u8>, Arc<Picture>>);

impl Placeholders {
    pub(super) fn new(book: &Book) -> Placeholders {
        let pictures = book.pictures().into_values();
        let rasters = pictures.filter(|picture| picture.drawing.is_none());
        Placeholders(
            rasters.map(|picture| (picture_file(picture).to_vec(), Arc::clone(picture))).collect(),
        )
    }

    fn behind(&self, image: &Image) -> Option<&Arc<Picture>> {
        match image.kind() {
            ImageKind::Svg(svg) => self.0.get(svg.data().as_slice()),
            ImageKind::Raster(_) | ImageKind::Pdf(_) => None,
        }
    }

    /// How pages show pictures, by number.
    pub(super) fn placed(&self, pages: &[Page]) -> BTreeMap<usize, Placement> {
        let mut placed = BTreeMap::new();
        for page in pages.iter().filter(|_| !self.0.is_empty()) {
            self.look(&page.frame, (1.0, 1.0), None, &mut placed);
        }
        placed
    }

    /// Looks through a frame that is scaled so and cut so, in its own coordinates.
    fn look(
        &self,
        frame: &Frame,
        scale: (f64, f64),
        cut: Option<Rect>,
        placed: &mut BTreeMap<usize, Placement>,
    ) {
        for (at, item) in frame.items() {
            match item {
                FrameItem::Group(group) => {
                    let Transform { sx, ky, kx, sy, .. } = group.transform;
                    let across = scale.0 * sx.get().hypot(ky.get());
                    let down = scale.1 * kx.get().hypot(sy.get());
                    let outer = cut.and_then(|cut| within(cut, *at, group.transform));
                    let own = group.clip.as_ref().map(|clip| clip.bbox(None));
                    let cut = match (outer, own) {
                        (Some(a), Some(b)) => Some(Rect::new(a.min.max(b.min), a.max.min(b.max))),
                        (one, other) => one.or(other),
                    };
                    self.look(&group.frame, (across, down), cut, placed);
                }
                FrameItem::Image(image, size, _) => {
                    if let Some(picture) = self.behind(image) {
                        let (width, height) = (size.x.to_inches(), size.y.to_inches());
                        let inches = (width * scale.0, height * scale.1);
                        let crop = cut.map_or(Crop::WHOLE, |cut| seen(cut, *at, *size));
                        let own = Placement { inches, crop };
                        let placement = placed.entry(picture.number).or_insert(own);
                        *placement = placement.with(own);
                    }
                }
                _ => {}
            }
        }
    }

    /// The same pages with pictures on them; those that are not prepared stay blank.
    pub(super) fn shown(
        &self,
        document: &PagedDocument,
        prepared: &Prepared,
        faces: &Faces,
    ) -> Result<PagedDocument> {
        let mut links = Vec::new();
        let mut files = Vec::new();
        for (placeholder, picture) in &self.0 {
            let Some(ready) = prepared.get(&picture.number) else { continue };
            let bytes = pictures::bytes(ready)?;
            // What Typst remembers of a drawing it knows by the drawing's text alone, so other
            // pixels must have another name.
            let name = format!("{}.{}", sha256(&bytes), ready.format().extension());
            let drawing = svg(picture, &link(picture, &name, ready.region()));
            links.push((placeholder.as_slice(), picture, drawing));
            files.push((format!("/img/{name}"), Bytes::new(bytes)));
        }
        let world = World::of_files(files, faces);
        let mut images = BTreeMap::new();
        for (placeholder, picture, drawing) in links {
            let world: &dyn typst::World = &world;
            let (data, at) = (Bytes::from_string(drawing), inside(&picture_path(picture.number)));
            let image = SvgImage::with_fonts_images(data, world.track(), &[], at);
            let failed = |why| anyhow!("{} cannot be shown: {why:?}", picture.path);
            images.insert(placeholder, image.map_err(failed)?);
        }
        Ok(exchange(document, &|item| match item {
            FrameItem::Image(image, size, span) => {
                let ImageKind::Svg(placeholder) = image.kind() else { return None };
                let svg = images.get(placeholder.data().as_slice())?;
                let alt = image.alt().map(Into::into);
                let image = Image::new(svg.clone(), alt, image.scaling());
                Some(FrameItem::Image(image, *size, *span))
            }
            _ => None,
        }))
    }
}

/// A rectangle around a group as the group itself sees it; `None` if it is turned or skewed, so
/// that nothing can be said.
fn within(cut: Rect, at: Point, transform: Transform) -> Option<Rect> {
    let Transform { sx, ky, kx, sy, tx, ty } = transform;
    let straight = ky.is_zero() && kx.is_zero() && sx.get() > 0.0 && sy.get() > 0.0;
    let back = |point: Point| {
        let point = point - at - Point::new(tx, ty);
        Point::new(point.x / sx.get(), point.y / sy.get())
    };
    straight.then(|| Rect::new(back(cut.min), back(cut.max)))
}

/// What is seen of a picture where all outside of a rectangle is cut off.
fn seen(cut: Rect, at: Point, size: Size) -> Crop {
    let share = |edge: Abs, side: Abs| (edge / side).clamp(0.0, 1.0);
    let (from, to) = (cut.min - at, cut.max - at);
    let (left, right) = (share(from.x, size.x), share(to.x, size.x));
    let (top, bottom) = (share(from.y, size.y), share(to.y, size.y));
    // Hidden altogether, or of no size: nothing to crop.
    if left < right && top < bottom { Crop([left, top, right, bottom]) } else { Crop::WHOLE }
}

fn inside(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}
