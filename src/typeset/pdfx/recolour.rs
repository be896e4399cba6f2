//! The operators of a content stream rewritten: colours become inks, and black overprints.
//!
//! Black text and thin black lines are printed over what lies below them (ISO 32000-1, 8.6.7), so
//! that no white edge shows where a plate is a little out of place. All else knocks out what is
//! below. What passes as it is is copied byte for byte.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use crate::assets::colour::Engine;
use crate::typeset::pdfx::objects::{self, Space};
use crate::typeset::pdfx::state::{Both, Colour, IDENTITY, Paints, State, Tracker};
use crate::typeset::streams::{self, Operator};

/// Widest line that overprints, in points; broader black is an area.
const THIN: f64 = 1.0;

/// The states of overprint by number: a bit for fills, and one for strokes.
pub(super) const OVERPRINTS: [Both<bool>; 4] = [
    Both { fill: false, stroke: false },
    Both { fill: true, stroke: false },
    Both { fill: false, stroke: true },
    Both { fill: true, stroke: true },
];

/// What gray and RGB become.
#[derive(Clone, Copy)]
pub(super) enum Goal<'a> {
    /// The inks of a printing condition, and at most so much in all (1 for 100 %).
    Inks(&'a Engine, f32),
    /// The light that a soft mask lets through.
    Light,
}

impl Goal<'_> {
    /// What an RGB colour becomes, each part from 0 to 1.
    ///
    /// # Errors
    /// If the colour engine fails.
    pub(super) fn of(self, rgb: [f32; 3]) -> Result<Vec<f32>> {
        Ok(match self {
            Goal::Inks(engine, limit) => engine.ink(rgb, limit)?.to_vec(),
            Goal::Light => vec![light(rgb)],
        })
    }

    /// The device space of that.
    pub(super) fn space(self) -> &'static str {
        match self {
            Goal::Inks(..) => "DeviceCMYK",
            Goal::Light => "DeviceGray",
        }
    }

    fn operator(self, stroking: bool) -> &'static str {
        match (self, stroking) {
            (Goal::Inks(..), false) => "k",
            (Goal::Inks(..), true) => "K",
            (Goal::Light, false) => "g",
            (Goal::Light, true) => "G",
        }
    }
}

/// The luminance of sRGB as masks count it (Filter Effects 1, 9.6, `luminanceToAlpha`).
pub(super) fn light([r, g, b]: [f32; 3]) -> f32 {
    // Gray is exactly itself.
    g + 0.2125 * (r - g) + 0.0721 * (b - g)
}

/// A content stream rewritten.
pub(super) struct Rewritten {
    /// Its operators; `None` if they stay as they are.
    pub(super) bytes: Option<Vec<u8>>,
    /// Which of [`OVERPRINTS`] it names.
    pub(super) named: BTreeSet<usize>,
}

/// The name of a state of overprint in the resources of a stream.
pub(super) fn overprint_name(number: usize) -> String {
    format!("Overprint{number}")
}

/// Rewrites a content stream, whose resources give colour spaces these names. Without a `goal`
/// colours stay; what masks draw is no ink and overprints nothing.
///
/// # Errors
/// If the colour engine fails.
pub(super) fn rewrite(
    bytes: &[u8],
    spaces: &BTreeMap<Vec<u8>, Space>,
    goal: Option<Goal>,
    is_mask: bool,
) -> Result<Rewritten> {
    let mut writer = Writer { from: bytes, copied: 0, out: Vec::new() };
    let mut named = BTreeSet::new();
    let mut tracker = Tracker::new(IDENTITY);
    let mut current = CurrentSpaces { spaces, now: READY, saved: Vec::new() };
    let mut failed = None;
    streams::each(bytes, |op| {
        tracker.follow(op);
        if let Some(goal) = goal {
            match current.converted(op, goal) {
                Ok(Some(parts)) => {
                    let stroking = op.name[0].is_ascii_uppercase();
                    let inks = parts.as_slice().try_into().map_or(Colour::Other, Colour::Inks);
                    *tracker.now.colour.of(stroking) = inks;
                    let parts: String = parts.iter().map(|part| format!("{part} ")).collect();
                    writer.put(op.range, &(parts + goal.operator(stroking)));
                }
                Ok(None) => {}
                Err(error) => failed = Some(error),
            }
        }
        let Some(paints) = tracker.paints(op).filter(|_| !is_mask) else { return };
        let wanted = overprints(&tracker.now, paints);
        if wanted != tracker.now.overprints {
            tracker.now.overprints = wanted;
            let number = usize::from(wanted.fill) + 2 * usize::from(wanted.stroke);
            named.insert(number);
            writer.put((op.range.0, op.range.0), &format!("/{} gs ", overprint_name(number)));
        }
    });
    match failed {
        Some(error) => Err(error),
        None => Ok(Rewritten { bytes: writer.finish(), named }),
    }
}

/// What has to overprint when this is painted; what is not painted stays as it was.
fn overprints(now: &State, paints: Paints) -> Both<bool> {
    let black = Both { fill: now.colour.fill.is_black(), stroke: now.colour.stroke.is_black() };
    let (painted, wanted) = match paints {
        Paints::Text(painted) => (painted, black),
        Paints::Path(painted) => {
            let thin = now.line() <= THIN;
            (painted, Both { fill: false, stroke: black.stroke && thin && !painted.fill })
        }
        // What a form shows begins in the state of its place.
        Paints::Object => (Both { fill: true, stroke: true }, Both::default()),
    };
    Both {
        fill: if painted.fill { wanted.fill } else { now.overprints.fill },
        stroke: if painted.stroke { wanted.stroke } else { now.overprints.stroke },
    }
}

const READY: Both<Space> = Both { fill: Space::Ready, stroke: Space::Ready };

/// The colour spaces that are set at a point of a content stream.
struct CurrentSpaces<'a> {
    /// By their names.
    spaces: &'a BTreeMap<Vec<u8>, Space>,
    now: Both<Space>,
    saved: Vec<Both<Space>>,
}

impl CurrentSpaces<'_> {
    /// The colour that an operator sets (8.6.8), if it is gray or RGB, in what it is to become.
    fn converted(&mut self, op: &Operator, goal: Goal) -> Result<Option<Vec<f32>>> {
        let stroking = op.name[0].is_ascii_uppercase();
        let now = self.now.of(stroking);
        let space = match op.name {
            b"q" => {
                self.saved.push(self.now);
                return Ok(None);
            }
            b"Q" => {
                self.now = self.saved.pop().unwrap_or(READY);
                return Ok(None);
            }
            b"cs" | b"CS" => {
                *now =
                    op.last_name().map_or(Space::Ready, |name| objects::named(self.spaces, name));
                // The colour that follows says its own space; until then it is black.
                return if *now == Space::Ready { Ok(None) } else { goal.of([0.0; 3]).map(Some) };
            }
            b"sc" | b"SC" | b"scn" | b"SCN" => *now,
            b"g" | b"G" => Space::Gray,
            b"rg" | b"RG" => Space::Rgb,
            b"k" | b"K" => {
                *now = Space::Ready;
                return Ok(None);
            }
            _ => return Ok(None),
        };
        let rgb = match space {
            Space::Gray => op.numbers().map(|[gray]| [gray; 3]),
            Space::Rgb => op.numbers(),
            Space::Ready => None,
        };
        rgb.map(|rgb| goal.of(rgb)).transpose()
    }
}

/// Copies a stream but for what is put in place.
struct Writer<'a> {
    from: &'a [u8],
    copied: usize,
    out: Vec<u8>,
}

impl Writer<'_> {
    fn put(&mut self, (start, end): (usize, usize), text: &str) {
        if self.out.is_empty() {
            self.out.reserve(self.from.len() + self.from.len() / 8);
        }
        self.out.extend_from_slice(&self.from[self.copied..start]);
        // A name needs no space before it, but a number does.
        if self.out.last().is_some_and(|byte| !byte.is_ascii_whitespace()) {
            self.out.push(b' ');
        }
        self.out.extend_from_slice(text.as_bytes());
        self.copied = end;
    }

    /// All of it; `None` if nothing was put in place.
    fn finish(mut self) -> Option<Vec<u8>> {
        (!self.out.is_empty()).then(|| {
            self.out.extend_from_slice(&self.from[self.copied..]);
            self.out
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assets::icc::IccProfile;

    fn rewritten(stream: &str, is_mask: bool) -> String {
        let engine = Engine::new(&IccProfile::built_in().expect("a profile").parsed);
        let engine = engine.expect("an engine");
        let goal = if is_mask { Goal::Light } else { Goal::Inks(&engine, 3.0) };
        let spaces = BTreeMap::from([(b"c0".to_vec(), Space::Rgb), (b"c1".to_vec(), Space::Gray)]);
        let out = rewrite(stream.as_bytes(), &spaces, Some(goal), is_mask).expect("rewritten");
        out.bytes.map_or_else(|| stream.to_owned(), |b| String::from_utf8(b).expect("text"))
    }

    #[test]
    fn colours_become_inks_or_light() {
        assert_eq!(rewritten("/c0 cs 0 0 0 scn f", false), "0 0 0 1 k 0 0 0 1 k f");
        assert_eq!(rewritten("/c1 CS .5 SCN 9 w S", false), "0 0 0 1 K 0 0 0 0.5 K 9 w S");
        assert_eq!(rewritten("q /c0 cs Q 1 0 0 scn f", false), "q 0 0 0 1 k Q 1 0 0 scn f");
        assert_eq!(rewritten("q/c0 cs 0 0 0 scn f", false), "q 0 0 0 1 k 0 0 0 1 k f");
        assert_eq!(rewritten("1 1 1 rg f .5 G S", true), "1 g f 0.5 G S");
        assert!((light([0.0, 1.0, 0.0]) - 0.7154).abs() < 1e-6);
    }

    #[test]
    fn black_text_and_thin_black_lines_overprint_and_nothing_else() {
        let black = "0 0 0 1 k (a) Tj";
        assert_eq!(rewritten(black, false), "0 0 0 1 k /Overprint1 gs (a) Tj");
        assert_eq!(rewritten(black, true), black);
        for knocked in
            ["0 0 0 0 k (a) Tj", "0 0 0 .9 k (a) Tj", "0 0 0 1 k f", "1 w S", "3 Tr (a) Tj"]
        {
            assert_eq!(rewritten(knocked, false), knocked);
        }
        assert_eq!(rewritten("0 0 0 1 K .3 w S", false), "0 0 0 1 K .3 w /Overprint2 gs S");
        let wide = "0 0 0 1 K 4 0 0 4 0 0 cm .3 w S";
        assert_eq!(rewritten(wide, false), wide);
        // A frame around an area knocks out as the area does.
        let frame = "0 0 0 1 K .3 w B";
        assert_eq!(rewritten(frame, false), frame);
    }

    #[test]
    fn overprint_ends_where_something_else_is_painted() {
        assert_eq!(
            rewritten("0 0 0 1 k (a) Tj q 0 0 0 0 k (b) Tj Q (c) Tj /x Do", false),
            "0 0 0 1 k /Overprint1 gs (a) Tj q 0 0 0 0 k /Overprint0 gs (b) Tj Q (c) Tj \
             /Overprint0 gs /x Do"
        );
    }
}
