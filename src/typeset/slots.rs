//! Where pictures stand, and what a photograph would have to be there.
//!
//! Sizes come from the layout's own reports of what it placed, so they are right for any layout.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::{Code, Findings, Message, msg};
use crate::model::{Book, Figure, FigureKind, LEAST_LETTER, Picture, PictureInfo};
use crate::source::{Place, Text};

/// Pixels an inch that print asks for (and what a screen shows well).
const PRINT: f64 = 300.0;
const SCREEN: f64 = 150.0;

/// Most of a picture that a frame may cut off without a remark.
const CROP: f64 = 0.35;

/// Points in an inch.
const POINTS: f64 = 72.0;

/// Where a figure stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    /// The page, from 1.
    pub(super) page: usize,
    /// Width and height, in millimetres, if the layout tells them.
    pub(super) size: Option<(f64, f64)>,
}

/// A place for a picture.
#[derive(Debug, Clone)]
pub struct Slot {
    /// The figure's id.
    pub id: String,
    /// The page, from 1.
    pub page: usize,
    /// Width and height of the frame, in millimetres.
    pub size: (f64, f64),
    /// Width and height that a photograph has in the frame at 300 pixels an inch.
    pub wanted: (u32, u32),
    /// Its printed mark.
    pub mark: Option<u32>,
    /// The picture; `None` if it is missing.
    pub picture: Option<Arc<Picture>>,
    /// Pixels an inch as placed; `None` for drawings in vectors.
    pub ppi: Option<f64>,
    /// How large the smallest letters of a drawing are as placed, in points, if it has letters.
    pub letters: Option<f64>,
    /// How much of the picture the frame cuts off, 0 to 1.
    pub cropped: f64,
    /// The caption.
    pub caption: Text,
    /// Who made it.
    pub credit: Option<Text>,
    /// What it shows, in words.
    pub alt: Option<String>,
    /// Approval number of a map (审图号).
    pub map_approval: Option<Text>,
    /// Where it is written.
    pub at: Place,
    /// What is to be done.
    pub remarks: Vec<Message>,
}

/// The slots in the order of the book; figures that the layout does not show are left out.
#[must_use]
pub(super) fn slots(book: &Book, frames: &BTreeMap<String, Frame>) -> Vec<Slot> {
    let framed = book.figures().filter_map(|figure| {
        let frame = frames.get(&figure.id)?;
        Some(slot(figure, frame.page, frame.size?))
    });
    framed.collect()
}

fn slot(figure: &Figure, page: usize, (width, height): (f64, f64)) -> Slot {
    let wanted = |mm: f64| (inches(mm) * PRINT).ceil() as u32;
    let picture = figure.picture.clone();
    let aspect = picture.as_ref().map_or(width / height, |p| p.info.width / p.info.height);
    // A map is shown whole, and so is what its editor wants so; all else fills the frame.
    let whole = (width, height * aspect);
    let across = if figure.whole { whole.0.min(whole.1) } else { whole.0.max(whole.1) };
    let raster = picture.as_ref().filter(|p| p.drawing.is_none());
    let mut slot = Slot {
        id: figure.id.clone(),
        page,
        size: (width, height),
        wanted: (wanted(width), wanted(height)),
        mark: figure.mark,
        ppi: raster.map(|p| p.info.width / inches(across)),
        letters: picture.as_ref().and_then(|picture| {
            let PictureInfo { letters, width, .. } = picture.info;
            Some(letters? * inches(across) * POINTS / width)
        }),
        cropped: (1.0 - width * height / (across * across / aspect)).max(0.0),
        picture,
        caption: figure.caption.clone(),
        credit: figure.credit.clone(),
        alt: figure.alt.text().map(str::to_owned),
        map_approval: figure.map_approval.clone(),
        at: figure.at.0.clone(),
        remarks: Vec::new(),
    };
    slot.remarks = remarks(&slot, figure.kind);
    slot
}

/// Finds places where a picture is enlarged too much, or cut too much.
pub(super) fn report(
    book: &Book,
    (frames, cover): (&BTreeMap<String, Frame>, Option<&(String, Frame)>),
    print: bool,
    found: &mut Findings,
) {
    let need = if print { PRINT } else { SCREEN };
    let cover = cover.and_then(|(id, frame)| {
        let own = &book.meta.cover.own;
        let figure = book.figures().chain(own).find(|figure| figure.id == *id)?;
        Some(slot(figure, frame.page, frame.size?))
    });
    for slot in cover.into_iter().chain(slots(book, frames)) {
        let Slot { at, page, .. } = &slot;
        let path = slot.picture.as_ref().map_or("", |picture| &picture.path);
        if let Some(ppi) = slot.ppi.filter(|ppi| *ppi < need - 0.5) {
            let (width, height) = slot.size;
            let wanted = |mm: f64| (inches(mm) * need).ceil();
            let (across, down) = (wanted(width), wanted(height));
            let message = msg!(
                "{path} 在第 {page} 页只有 {ppi:.0} ppi，要 {need:.0}（{across}×{down} 像素）",
                "{path} has {ppi:.0} ppi on page {page}, {need:.0} are wanted ({across}×{down} pixels)"
            );
            found.add(Code::I07, Some(at), message);
        }
        // Of a print file all letters are looked at as they are printed (P08).
        if let Some(size) = slot.letters.filter(|size| is_small(*size) && !print) {
            let width = slot.size.0;
            let need = (width * LEAST_LETTER / size).ceil();
            let message = msg!(
                "{path} 在第 {page} 页宽 {width:.0} 毫米，最小的字只有 {size:.1} 点",
                "{path} is {width:.0} mm wide on page {page}, where its smallest letters have \
                 {size:.1} pt"
            );
            let hint = msg!(
                "要有 {LEAST_LETTER} 点，须宽 {need} 毫米；放在正文里写 `size: wide`，或把图里的字放大",
                "for {LEAST_LETTER} pt it has to be {need} mm wide: in the text write `size: wide`, \
                 or make its letters larger"
            );
            found.add_with_hint(Code::F12, Some(at), message, hint);
        }
        if slot.cropped > CROP {
            let cut = slot.cropped * 100.0;
            let message = msg!(
                "{path} 在第 {page} 页裁去 {cut:.0} %",
                "{cut:.0} % of {path} is cut off on page {page}"
            );
            found.add(Code::I08, Some(at), message);
        }
    }
}

/// Millimetres in inches.
pub(crate) fn inches(mm: f64) -> f64 {
    mm / 25.4
}

/// Whether letters of this size, in points, are too small; layouts round to hundredths of a
/// millimetre.
fn is_small(size: f64) -> bool {
    size < LEAST_LETTER - 0.01
}

fn remarks(slot: &Slot, kind: FigureKind) -> Vec<Message> {
    let mut out = Vec::new();
    if slot.picture.is_none() {
        out.push(msg!("图片待补", "the picture is missing"));
    } else if kind == FigureKind::Artwork {
        out.push(msg!("示意插画，待换照片", "an illustration until there is a photograph"));
    }
    if let Some(ppi) = slot.ppi.filter(|ppi| *ppi < PRINT - 0.5) {
        let (need, zh, en) =
            if ppi < SCREEN { (SCREEN, "屏幕", "a screen") } else { (PRINT, "付印", "print") };
        out.push(msg!("{ppi:.0} ppi，{zh}要 {need:.0}", "{ppi:.0} ppi, {en} asks for {need:.0}"));
    }
    if let Some(size) = slot.letters.filter(|size| is_small(*size)) {
        out.push(msg!("最小的字只有 {size:.1} 点", "its smallest letters have {size:.1} pt"));
    }
    if slot.cropped > CROP {
        let cut = slot.cropped * 100.0;
        out.push(msg!("裁去 {cut:.0} %", "{cut:.0} % is cut off"));
    }
    if slot.credit.is_none() {
        out.push(msg!("没有署名", "no credit"));
    }
    if kind == FigureKind::Map && slot.map_approval.is_none() {
        out.push(msg!("没有审图号", "no approval number"));
    }
    out
}
