//! Colours as far as it matters whether words stand out from their ground (CSS Color Level 4).

use cssparser::color::{parse_hash_color, parse_named_color};

use crate::text::styles::value::{Part, Piece};

/// A colour in sRGB: red, green, blue from 0 to 255, alpha from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rgba(pub(super) [f32; 4]);

/// What a piece of a value says of a colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Color {
    Known(Rgba),
    /// That of the words.
    Current,
    /// That of the reader's words, links and the like.
    ReadersText,
    /// That of the reader's page, or none.
    ReadersGround,
}

pub(super) const BLACK: Rgba = Rgba([0.0, 0.0, 0.0, 1.0]);
pub(super) const WHITE: Rgba = Rgba([255.0, 255.0, 255.0, 1.0]);

/// Names for colours of the reader (CSS Color Level 4, 6.2).
const TEXTS: [&str; 5] = ["canvastext", "linktext", "visitedtext", "activetext", "buttontext"];

impl Rgba {
    /// As it looks on an opaque ground.
    pub(super) fn over(self, ground: Rgba) -> Rgba {
        let alpha = self.0[3];
        let mixed = [0, 1, 2].map(|at| self.0[at] * alpha + ground.0[at] * (1.0 - alpha));
        Rgba([mixed[0], mixed[1], mixed[2], 1.0])
    }

    /// The contrast of two opaque colours (WCAG 2.2): from 1 to 21.
    pub(super) fn contrast(self, other: Rgba) -> f32 {
        let [one, other] = [self, other].map(|color| color.luminance() + 0.05);
        one.max(other) / one.min(other)
    }

    fn luminance(self) -> f32 {
        let linear = |at: usize| {
            let value = (self.0[at] / 255.0).clamp(0.0, 1.0);
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(0) + 0.7152 * linear(1) + 0.0722 * linear(2)
    }
}

/// The colour that a piece of a value is, where words are of the colour `current`; `None` if it is
/// none, or one that cannot be worked out.
pub(super) fn color(piece: &Piece, current: Rgba) -> Option<Color> {
    let known = |rgba| Some(Color::Known(Rgba(rgba)));
    match piece {
        Piece::Hash(hex) => {
            let (r, g, b, alpha) = parse_hash_color(hex.as_bytes()).ok()?;
            known([f32::from(r), f32::from(g), f32::from(b), alpha])
        }
        Piece::Word(word) => match word.as_str() {
            "currentcolor" => Some(Color::Current),
            "transparent" | "canvas" => Some(Color::ReadersGround),
            word if TEXTS.contains(&word) => Some(Color::ReadersText),
            word => {
                let (r, g, b) = parse_named_color(word).ok()?;
                known([f32::from(r), f32::from(g), f32::from(b), 1.0])
            }
        },
        Piece::Function(name, inside) => match name.as_str() {
            "rgb" | "rgba" => {
                let [r, g, b, alpha] = components(inside)?;
                let of =
                    |(value, is_share): (f32, bool)| if is_share { value * 255.0 } else { value };
                known([of(r), of(g), of(b), alpha.0.clamp(0.0, 1.0)])
            }
            "hsl" | "hsla" => {
                let [hue, saturation, lightness, alpha] = components(inside)?;
                let share = |(value, is_share): (f32, bool)| {
                    let value = if is_share { value } else { value / 100.0 };
                    value.clamp(0.0, 1.0)
                };
                let [r, g, b] = hsl(hue.0, share(saturation), share(lightness));
                known([r, g, b, alpha.0.clamp(0.0, 1.0)])
            }
            "hwb" => {
                let [hue, white, black, alpha] = components(inside)?;
                let share = |(value, is_share): (f32, bool)| {
                    let value = if is_share { value } else { value / 100.0 };
                    value.clamp(0.0, 1.0)
                };
                let (white, black) = (share(white), share(black));
                let whole = (white + black).max(1.0);
                let (white, black) = (white / whole, black / whole);
                let [r, g, b] =
                    hsl(hue.0, 1.0, 0.5).map(|it| it * (1.0 - white - black) + white * 255.0);
                known([r, g, b, alpha.0.clamp(0.0, 1.0)])
            }
            "lab" | "lch" | "oklab" | "oklch" => {
                let [lightness, one, other, alpha] = components(inside)?;
                let is_ok = name.starts_with("ok");
                // What the whole of each is (CSS Color Level 4, 9.3 and 9.4).
                let (light, wide) = match (is_ok, name.ends_with("lab")) {
                    (true, _) => (1.0, 0.4),
                    (false, true) => (100.0, 125.0),
                    (false, false) => (100.0, 150.0),
                };
                let of = |(value, is_share): (f32, bool), whole: f32| {
                    if is_share { value * whole } else { value }
                };
                let lightness = of(lightness, light).clamp(0.0, light);
                let (a, b) = match name.ends_with("lab") {
                    true => (of(one, wide), of(other, wide)),
                    false => {
                        let (chroma, hue) = (of(one, wide).max(0.0), other.0.to_radians());
                        (chroma * hue.cos(), chroma * hue.sin())
                    }
                };
                let [r, g, b] = match is_ok {
                    true => of_oklab([lightness, a, b]),
                    false => of_lab([lightness, a, b]),
                };
                known([r, g, b, alpha.0.clamp(0.0, 1.0)])
            }
            "color-mix" => mixed(inside, current).map(Color::Known),
            _ => None,
        },
        _ => None,
    }
}

/// The components of a colour, each with whether it was a share in percent; alpha is 1 where there
/// is none.
fn components(inside: &[Part]) -> Option<[(f32, bool); 4]> {
    let mut all = Vec::new();
    for part in inside {
        match &part.piece {
            Piece::Number(value, unit) if unit.is_empty() || unit == "deg" => {
                all.push((*value, false));
            }
            Piece::Number(value, unit) if unit == "%" => all.push((value / 100.0, true)),
            Piece::Sign(',' | '/') => {}
            _ => return None,
        }
    }
    match all[..] {
        [one, two, three] => Some([one, two, three, (1.0, false)]),
        [one, two, three, alpha] => Some([one, two, three, alpha]),
        _ => None,
    }
}

/// CSS Color Level 4, 7.1.
fn hsl(hue: f32, saturation: f32, lightness: f32) -> [f32; 3] {
    [0.0, 8.0, 4.0].map(|n| {
        let k = (n + hue / 30.0).rem_euclid(12.0);
        let a = saturation * lightness.min(1.0 - lightness);
        (lightness - a * (k - 3.0).min(9.0 - k).clamp(-1.0, 1.0)) * 255.0
    })
}

/// CSS Color Level 4, 18: CIE Lab under D50, through XYZ under D65.
fn of_lab([lightness, a, b]: [f32; 3]) -> [f32; 3] {
    let middle = (lightness + 16.0) / 116.0;
    let linear = |value: f32| match value.powi(3) {
        cube if cube > 216.0 / 24389.0 => cube,
        _ => (116.0 * value - 16.0) / (24389.0 / 27.0),
    };
    let white = [0.964_295_7, 1.0, 0.825_104_6];
    let of_white = [middle + a / 500.0, middle, middle - b / 200.0].map(linear);
    let xyz = [0, 1, 2].map(|at| of_white[at] * white[at]);
    let adapted = times(
        [
            [0.955_473_4, -0.023_098_45, 0.063_259_24],
            [-0.028_369_71, 1.009_995_4, 0.021_041_44],
            [0.012_314_015, -0.020_507_65, 1.330_365_9],
        ],
        xyz,
    );
    let rgb = times(
        [
            [3.240_97, -1.537_383_2, -0.498_610_76],
            [-0.969_243_6, 1.875_967_5, 0.041_555_06],
            [0.055_630_08, -0.203_976_96, 1.056_971_5],
        ],
        adapted,
    );
    rgb.map(encoded)
}

/// CSS Color Level 4, 18: Oklab.
fn of_oklab(lab: [f32; 3]) -> [f32; 3] {
    let cones = times(
        [
            [1.0, 0.396_337_78, 0.215_803_76],
            [1.0, -0.105_561_346, -0.063_854_17],
            [1.0, -0.089_484_18, -1.291_485_5],
        ],
        lab,
    );
    let rgb = times(
        [
            [4.076_741_7, -3.307_711_6, 0.230_969_94],
            [-1.268_438, 2.609_757_4, -0.341_319_4],
            [-0.004_196_086, -0.703_418_6, 1.707_614_7],
        ],
        cones.map(|it| it.powi(3)),
    );
    rgb.map(encoded)
}

fn times(matrix: [[f32; 3]; 3], vector: [f32; 3]) -> [f32; 3] {
    matrix.map(|row| row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2])
}

/// A linear component as sRGB has it, from 0 to 255; what sRGB has not is cut off.
fn encoded(linear: f32) -> f32 {
    let linear = linear.clamp(0.0, 1.0);
    let value =
        if linear <= 0.003_130_8 { linear * 12.92 } else { 1.055 * linear.powf(1.0 / 2.4) - 0.055 };
    value * 255.0
}

/// Two colours mixed (CSS Color Level 5, 3), near enough in any space.
fn mixed(inside: &[Part], current: Rgba) -> Option<Rgba> {
    let mut lists = inside.split(|part| part.piece == Piece::Sign(','));
    lists.next().filter(|space| space.iter().all(|part| part.piece.word().is_some()))?;
    let mut sides = Vec::new();
    for list in lists {
        let (mut rgba, mut share) = (None, None);
        for part in list {
            match (&part.piece, color(&part.piece, current)) {
                (Piece::Number(value, unit), _) if unit == "%" => share = Some(value / 100.0),
                (_, Some(Color::Known(known))) => rgba = Some(known),
                (_, Some(Color::Current | Color::ReadersText)) => rgba = Some(current),
                (Piece::Word(word), _) if word == "transparent" => rgba = Some(Rgba([0.0; 4])),
                _ => return None,
            }
        }
        sides.push((rgba?, share));
    }
    let [(one, first), (other, second)] = sides[..] else { return None };
    let first = first.or_else(|| second.map(|it| 1.0 - it)).unwrap_or(0.5);
    let second = second.unwrap_or(1.0 - first);
    let whole = first + second;
    let (first, second) = (first / whole, second / whole);
    let alpha = one.0[3] * first + other.0[3] * second;
    let channel = |at: usize| {
        (one.0[at] * one.0[3] * first + other.0[at] * other.0[3] * second) / alpha.max(0.001)
    };
    // Shares that make less than a whole let the ground through.
    (whole > 0.0).then(|| Rgba([channel(0), channel(1), channel(2), alpha * whole.clamp(0.0, 1.0)]))
}

#[cfg(test)]
mod tests {
    use cssparser::Parser;

    use super::{BLACK, Color, WHITE, color};
    use crate::text::styles::value::parts;

    #[test]
    fn colours_are_what_they_are() {
        for (written, expected) in [
            ("#A6192E", Some([166, 25, 46, 100])),
            ("#0008", Some([0, 0, 0, 53])),
            ("white", Some([255, 255, 255, 100])),
            ("rgb(10%, 20, 0 / 50%)", Some([26, 20, 0, 50])),
            ("rgba(1,2,3,.5)", Some([1, 2, 3, 50])),
            ("hsl(120deg 100% 25%)", Some([0, 128, 0, 100])),
            ("color-mix(in srgb, #ff0000 25%, currentColor)", Some([64, 0, 0, 100])),
            ("color-mix(in srgb, currentColor 8%, transparent)", Some([0, 0, 0, 8])),
            ("color-mix(in srgb, var(--x), red)", None),
            ("oklch(1 0 0)", Some([255, 255, 255, 100])),
            ("oklch(62.8% 0.2577 29.23)", Some([255, 0, 0, 100])),
            ("oklab(.452 -.0325 -.3115 / 50%)", Some([0, 0, 255, 50])),
            ("lab(46.28 -47.55 48.58)", Some([0, 128, 0, 100])),
            ("lch(54.29% 106.84 40.86)", Some([255, 0, 0, 100])),
            ("hwb(120 0% 50%)", Some([0, 128, 0, 100])),
            ("oklch(none 0 0)", None),
            ("rgb(from red r g b)", None),
        ] {
            let value = parts(&mut Parser::new(written), false).unwrap();
            let read = match color(&value[0].piece, BLACK) {
                Some(Color::Known(rgba)) => {
                    let [r, g, b, alpha] = rgba.0;
                    Some([r, g, b, alpha * 100.0].map(|it| it.round() as i32))
                }
                _ => None,
            };
            assert_eq!(read, expected, "{written}");
        }
        assert!((BLACK.contrast(WHITE) - 21.0).abs() < 0.01);
    }
}
