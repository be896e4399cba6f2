//! Bounds on what a drawing may cost, checked before it is drawn.

use std::collections::BTreeMap;

use roxmltree::{Document, Node};
use usvg::filter::{Filter, Kind, Primitive};
use usvg::{Group, SpreadMethod, Transform, Tree};

use crate::assets::pictures::error::PictureError;
use crate::diag::msg;

/// Deepest nesting of elements; readers of drawings walk the tree by recursion.
pub(super) const MAX_DEPTH: usize = 256;

/// Most bytes of a drawing in which everything stands as often as it is shown.
const MAX_BYTES: u64 = 32 << 20;

/// What an element counts for beside its attributes, in bytes.
const ELEMENT: u64 = 200;

/// What a piece of text counts for, since a face is prepared for it anew, in bytes.
const PIECE: u64 = 1500;

/// What a letter counts for, since e-books have its outlines, in bytes.
const LETTER: u64 = 1800;

/// What a letter counts for that is set once for each piece of its text, in looks.
const SET: u64 = 24;

/// Most groups that are drawn apart, for their opacity, mode, clip, mask or filters.
const MAX_APART: usize = 20_000;

/// Most closings of a path one after another; parsers call themselves at each.
const MAX_CLOSINGS: usize = 100;

/// Most steps that filters may take.
const MAX_STEPS: f64 = 4e9;

/// Pixels along the longer side of a drawing with filters: 4 a point on a page 210 mm wide.
const FILTERED: f64 = 2400.0;

/// Largest coordinate, in units of the picture.
const MAX_COORDINATE: f32 = 1e9;

/// Checks a plain drawing before usvg reads it.
///
/// # Errors
/// If it would take too long or too much.
pub(super) fn of_document(document: &Document) -> Result<(), PictureError> {
    for attribute in document.descendants().flat_map(|node| node.attributes()) {
        let (name, value) = (attribute.name(), attribute.value());
        if LENGTHS.contains(&name) && is_astronomic(value) {
            return Err(too_large(name));
        }
        if name == "d" && closings(value) > MAX_CLOSINGS {
            return Err(PictureError::Undrawable(msg!(
                "有一条路径（d）接连闭合了 {MAX_CLOSINGS} 多次",
                "a path (d) is closed more than {MAX_CLOSINGS} times, one after another"
            )));
        }
    }
    let ids = document.descendants().filter_map(|node| Some((node.attribute("id")?, node)));
    let mut counter = Counter { named: ids.collect(), known: BTreeMap::new() };
    counter.bytes(document.root_element(), 0).map(drop)
}

fn too_large(name: &str) -> PictureError {
    PictureError::Undrawable(msg!(
        "{name} 里有大于 999999999 的数",
        "{name} has a number larger than 999999999"
    ))
}

/// Counts what elements come to when everything that they show stands in them.
struct Counter<'a> {
    named: BTreeMap<&'a str, Node<'a, 'a>>,
    /// The counts; `None` while one is being made.
    known: BTreeMap<u32, Option<Count>>,
}

/// What an element comes to.
#[derive(Clone, Copy)]
struct Count {
    /// Bytes.
    bytes: u64,
    /// Looks at parts of text and of gradients, which take as long.
    looks: u64,
    /// Pieces of text, and letters.
    pieces: u64,
    letters: u64,
}

impl Count {
    /// What the texts count for, in bytes.
    fn texts(self) -> u64 {
        let letters = self.letters.saturating_mul(LETTER);
        self.pieces.saturating_mul(PIECE).saturating_add(letters)
    }

    fn add(&mut self, other: Count, times: u64) {
        self.bytes = self.bytes.saturating_add(other.bytes.saturating_mul(times));
        self.looks = self.looks.saturating_add(other.looks.saturating_mul(times));
        self.pieces = self.pieces.saturating_add(other.pieces.saturating_mul(times));
        self.letters = self.letters.saturating_add(other.letters.saturating_mul(times));
    }
}

impl<'a> Counter<'a> {
    fn bytes(&mut self, node: Node<'a, 'a>, depth: usize) -> Result<Count, PictureError> {
        match self.known.get(&node.id().get()) {
            Some(Some(known)) => return Ok(*known),
            Some(None) => {
                let name = node.tag_name().name();
                return Err(PictureError::Undrawable(msg!(
                    "<{name}> 引用了它自己",
                    "a <{name}> refers to itself"
                )));
            }
            None => {}
        }
        if depth > MAX_DEPTH {
            return Err(PictureError::TooMuch(msg!(
                "元素层层引用，超过 {MAX_DEPTH} 层",
                "elements refer to others more than {MAX_DEPTH} deep"
            )));
        }
        self.known.insert(node.id().get(), None);
        let mut count = Count { bytes: ELEMENT, looks: looks(node), pieces: 0, letters: 0 };
        for text in node.children().filter_map(|it| it.text().filter(|_| it.is_text())) {
            count.pieces += 1;
            count.letters += text.chars().filter(|c| !c.is_whitespace()).count() as u64;
        }
        for attribute in node.attributes() {
            let value = attribute.value();
            if attribute.name() != "href" {
                count.bytes = count.bytes.saturating_add(value.len() as u64);
            }
            for (target, times) in targets(node, attribute.name(), value) {
                if let Some(target) = self.named.get(target).copied() {
                    let shown = self.bytes(target, depth + 1)?;
                    count.add(shown, times);
                }
            }
        }
        for child in node.children().filter(Node::is_element) {
            count.add(self.bytes(child, depth + 1)?, 1);
        }
        let Count { bytes, looks, .. } = count;
        let texts = count.texts();
        if bytes.saturating_add(looks).saturating_add(texts) > MAX_BYTES {
            if texts > bytes.max(looks) {
                let Count { pieces, letters, .. } = count;
                return Err(PictureError::TooMuch(msg!(
                    "文字太多，有 {pieces} 段、{letters} 字；减少文字，或在绘图软件里转成轮廓",
                    "it has too much text, {pieces} pieces with {letters} letters; use less, or \
                     turn it into outlines in the drawing program"
                )));
            }
            if looks > bytes {
                return Err(long(node));
            }
            let most = MAX_BYTES >> 20;
            return Err(PictureError::TooMuch(msg!(
                "图形太多，重复引用展开后超过 {most} MiB；减少图形，或栅格化一部分",
                "it has too many shapes: with all that it repeats it is more than {most} MiB; use \
                 fewer, or turn some into pixels"
            )));
        }
        self.known.insert(node.id().get(), Some(count));
        Ok(count)
    }
}

/// What is too long to be looked through, in an element that is or holds it.
fn long(node: Node) -> PictureError {
    let longest = node.descendants().max_by_key(|it| looked_through(*it)).unwrap_or(node);
    let (name, parts) = (longest.tag_name().name(), looked_through(longest));
    let (zh, en) =
        if name == "text" { ("字节的文字", "bytes of text") } else { ("个色标", "stops") };
    PictureError::TooMuch(msg!(
        "文字或渐变太长，最长的一个 <{name}> 有 {parts} {zh}；把文字拆成几个 <text>，渐变减少色标",
        "its texts or gradients are too long, the longest <{name}> has {parts} {en}; split texts, \
         and use fewer stops"
    ))
}

/// How often usvg looks at parts of an element: at each for each, and at each letter of a text for
/// each piece.
fn looks(node: Node) -> u64 {
    let parts = looked_through(node);
    let pieces = match node.tag_name().name() {
        "text" => node.descendants().filter(Node::is_text).count() as u64,
        _ => 0,
    };
    parts.saturating_pow(2).saturating_add(SET.saturating_mul(pieces).saturating_mul(parts))
}

/// How many parts of an element usvg looks through for each of them.
fn looked_through(node: Node) -> u64 {
    let parts = match node.tag_name().name() {
        "text" => {
            let texts = node.descendants().filter(Node::is_text);
            texts.filter_map(|it| it.text()).map(str::len).sum()
        }
        "linearGradient" | "radialGradient" => node.children().count(),
        _ => 0,
    };
    parts as u64
}

/// The elements that an attribute shows, and how many times. Gradients are the same for all.
fn targets<'a>(node: Node, name: &str, value: &'a str) -> Vec<(&'a str, u64)> {
    let ids = value.split('#').skip(1).map(|id| {
        let end = id.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(id.len());
        &id[..end]
    });
    let shape = node.attribute("d").or(node.attribute("points")).unwrap_or_default();
    let corners = shape.len() as u64 / 3 + 2;
    match name {
        "href" => ids.map(|id| (id, 1)).collect(),
        "style" => {
            let times = if value.contains("marker") { corners } else { 1 };
            ids.map(|id| (id, times)).collect()
        }
        "marker-start" | "marker-mid" | "marker-end" | "marker" => {
            ids.map(|id| (id, corners)).collect()
        }
        _ if value.contains("url(") => ids.map(|id| (id, 1)).collect(),
        _ => Vec::new(),
    }
}

/// The most closings of a path one after another.
fn closings(path: &str) -> usize {
    let (mut most, mut now) = (0, 0);
    for byte in path.bytes() {
        match byte {
            b'z' | b'Z' => now += 1,
            _ if byte.is_ascii_whitespace() || byte == b',' => {}
            _ => now = 0,
        }
        most = now.max(most);
    }
    most
}

/// Checks a drawing that usvg has read.
///
/// # Errors
/// If it would take too long, or PDF cannot say it.
pub(super) fn of_tree(tree: &Tree) -> Result<(), PictureError> {
    let linear = tree.linear_gradients().iter().map(|gradient| gradient.spread_method());
    let radial = tree.radial_gradients().iter().map(|gradient| gradient.spread_method());
    if linear.chain(radial).any(|spread| spread != SpreadMethod::Pad) {
        return Err(PictureError::Undrawable(msg!(
            "渐变重复或反射（spreadMethod），PDF 里做不到；改成不重复的渐变",
            "a gradient repeats or reflects (spreadMethod), which the PDF cannot say; use one \
             that does not"
        )));
    }
    let size = tree.size();
    let longer = f64::from(size.width().max(size.height()));
    let mut cost = Cost::default();
    of_group(tree.root(), FILTERED / longer, &mut cost)?;
    if cost.apart > MAX_APART {
        return Err(PictureError::TooMuch(msg!(
            "有不透明度（opacity）、混合模式、剪裁或蒙版的超过 {MAX_APART} 个；改用 fill-opacity，\
             或把它们合成一组",
            "more than {MAX_APART} of its parts have an opacity, a mode, a clip or a mask; use \
             fill-opacity, or put them into one group"
        )));
    }
    if cost.steps > MAX_STEPS {
        return Err(PictureError::TooMuch(msg!(
            "滤镜要算太久；缩小滤镜的范围或半径，或在绘图软件里把它栅格化",
            "its filters take too long; make their areas or radii smaller, or turn them into \
             pixels in the drawing program"
        )));
    }
    Ok(())
}

/// What a drawing takes.
#[derive(Default)]
struct Cost {
    /// Steps of filters.
    steps: f64,
    /// Groups that are drawn apart.
    apart: usize,
}

/// Checks coordinates, and adds up what filters take at so many pixels a unit, and groups.
fn of_group(group: &Group, pixels: f64, cost: &mut Cost) -> Result<(), PictureError> {
    for node in group.children() {
        let bounds = node.abs_stroke_bounding_box();
        let edges = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()];
        let Transform { sx, kx, ky, sy, tx, ty } = node.abs_transform();
        let numbers = edges.into_iter().chain([sx, kx, ky, sy, tx, ty]);
        // What is no number is not within the bounds.
        if !numbers.into_iter().all(|number| number.abs() <= MAX_COORDINATE) {
            return Err(PictureError::Undrawable(msg!(
                "有图形大于 999999999 个单位，或离得那么远",
                "a shape is larger than 999999999 units, or as far away"
            )));
        }
        if let usvg::Node::Group(inner) = node {
            cost.apart += usize::from(inner.should_isolate());
            let across = f64::from(sx.hypot(ky)) * pixels;
            let down = f64::from(kx.hypot(sy)) * pixels;
            for filter in inner.filters() {
                if filter.primitives().iter().any(shows_unnamed) {
                    return Err(PictureError::Undrawable(msg!(
                        "滤镜 feImage 引用了一组图形；在绘图软件里把它栅格化",
                        "a filter's feImage shows a group; turn it into pixels in the drawing \
                         program"
                    )));
                }
                cost.steps += filter_steps(filter, (across, down));
            }
            of_group(inner, pixels, cost)?;
        }
        let mut inside = Ok(());
        node.subroots(|root| {
            if inside.is_ok() {
                inside = of_group(root, pixels, cost);
            }
        });
        inside?;
    }
    Ok(())
}

/// Whether a filter shows a part of the drawing that usvg has taken the name of, and could not
/// write.
fn shows_unnamed(primitive: &Primitive) -> bool {
    match primitive.kind() {
        Kind::Image(image) => image.root().children().first().is_some_and(|it| it.id().is_empty()),
        _ => false,
    }
}

/// Decimals of coordinates such that none is off by more than a hundred-thousandth of the drawing:
/// two thousandths of a millimetre on the largest page.
pub(super) fn decimals(tree: &Tree) -> u8 {
    // Coordinates in patterns may be parts of what they fill.
    if !tree.patterns().is_empty() {
        return 8;
    }
    let size = tree.size();
    let needed = 1e5 * largest_scale(tree.root()) / size.width().max(size.height());
    needed.log10().ceil().clamp(0.0, 8.0) as u8
}

/// The largest scale of coordinates.
fn largest_scale(group: &Group) -> f32 {
    group.children().iter().fold(1.0_f32, |largest, node| {
        let Transform { sx, kx, ky, sy, .. } = node.abs_transform();
        let mut largest = largest.max(sx.hypot(ky)).max(kx.hypot(sy));
        if let usvg::Node::Group(inner) = node {
            largest = largest.max(largest_scale(inner));
        }
        node.subroots(|root| largest = largest.max(largest_scale(root)));
        largest
    })
}

/// The steps that a filter takes at so many pixels a unit, across and down. Those of a pixel are
/// measured against a copy of it.
fn filter_steps(filter: &Filter, (across, down): (f64, f64)) -> f64 {
    let rect = filter.rect();
    let pixels = |side: f32, scale: f64| (f64::from(side) * scale).min(5000.0);
    let area = pixels(rect.width(), across) * pixels(rect.height(), down);
    let each = filter.primitives().iter().map(|primitive| match primitive.kind() {
        Kind::Morphology(it) => {
            let (x, y) = (f64::from(it.radius_x().get()), f64::from(it.radius_y().get()));
            let span = |radius: f64, scale: f64| (2.0 * (radius * scale).ceil()).clamp(1.0, 5000.0);
            span(x, across) * span(y, down)
        }
        Kind::ConvolveMatrix(it) => 2.0 * it.matrix().data().len() as f64,
        Kind::Turbulence(it) => 100.0 * f64::from(it.num_octaves()),
        Kind::DiffuseLighting(_) | Kind::SpecularLighting(_) => 50.0,
        Kind::GaussianBlur(_) | Kind::DropShadow(_) => 20.0,
        _ => 5.0,
    });
    area * each.sum::<f64>()
}

/// Attributes that hold lengths.
const LENGTHS: &[&str] = &[
    "d",
    "points",
    "transform",
    "gradientTransform",
    "patternTransform",
    "viewBox",
    "width",
    "height",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "rx",
    "ry",
    "fx",
    "fy",
    "dx",
    "dy",
    "stroke-width",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stdDeviation",
    "radius",
    "scale",
];

/// Whether a list of numbers has one with more than nine digits before the point, or one with an
/// exponent of more than nine; leading zeros count for nothing.
fn is_astronomic(numbers: &str) -> bool {
    let (mut digits, mut fraction) = (0, false);
    let mut rest = numbers.bytes().peekable();
    while let Some(byte) = rest.next() {
        match byte {
            b'0' if digits == 0 => {}
            b'0'..=b'9' if !fraction => digits += 1,
            b'0'..=b'9' => {}
            b'.' => fraction = true,
            b'e' | b'E' => {
                (digits, fraction) = (0, false);
                rest.next_if_eq(&b'+');
                let mut exponent = 0_u32;
                while let Some(digit) = rest.next_if(u8::is_ascii_digit) {
                    exponent = exponent.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
                }
                if exponent > 9 {
                    return true;
                }
            }
            _ => (digits, fraction) = (0, false),
        }
        if digits > 9 {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_astronomic;

    #[test]
    fn numbers_beyond_reason_are_told_from_long_ones() {
        for sound in ["M0 420Q260.123456789012 330", "1e9", "1e-40", "0000000000001", "1.5.5-2", ""]
        {
            assert!(!is_astronomic(sound), "{sound}");
        }
        for beyond in ["M0 0A20000000000 1", "1e10", "1E+72", "-.5.5 12345678901.5", "0,1e0010"] {
            assert!(is_astronomic(beyond), "{beyond}");
        }
    }
}
