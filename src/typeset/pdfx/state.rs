//! What of the graphics state printing cares about (ISO 32000-1, 8.4).

use crate::typeset::streams::Operator;

/// A transformation of coordinates (8.3.4).
pub(super) type Matrix = [f64; 6];

pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `a` in the coordinates of `b`.
pub(super) fn times(a: Matrix, b: Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// A colour as it was set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Colour {
    /// By `k`.
    Inks([f32; 4]),
    /// By anything else, or not at all.
    Other,
}

impl Colour {
    /// Whether it is solid black ink and nothing else.
    pub(super) fn is_black(self) -> bool {
        matches!(self, Colour::Inks([0.0, 0.0, 0.0, black]) if black > 0.999)
    }
}

/// What two ways of painting have each: filling and stroking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Both<T> {
    pub(super) fill: T,
    pub(super) stroke: T,
}

impl<T> Both<T> {
    /// That of strokes, or that of fills.
    pub(super) fn of(&mut self, stroking: bool) -> &mut T {
        if stroking { &mut self.stroke } else { &mut self.fill }
    }
}

/// The state at a point of a content stream.
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) matrix: Matrix,
    /// Of lines, in the units of the matrix.
    width: f64,
    pub(super) colour: Both<Colour>,
    /// Whether what is painted overprints (8.6.7).
    pub(super) overprints: Both<bool>,
    /// How text is painted (9.3.6).
    rendering: u8,
}

/// Follows the state through a content stream.
pub(super) struct Tracker {
    pub(super) now: State,
    first: State,
    saved: Vec<State>,
}

/// What an operator paints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paints {
    /// Text, filled or stroked or both.
    Text(Both<bool>),
    /// A path, filled or stroked or both.
    Path(Both<bool>),
    /// A picture, a form or a gradient.
    Object,
}

impl Tracker {
    /// At the beginning of a stream that is shown in these coordinates.
    pub(super) fn new(matrix: Matrix) -> Tracker {
        let colour = Both { fill: Colour::Other, stroke: Colour::Other };
        let overprints = Both::default();
        let first = State { matrix, width: 1.0, colour, overprints, rendering: 0 };
        Tracker { now: first, first, saved: Vec::new() }
    }

    /// Takes an operator in. Parameter dictionaries (`gs`) are left to the caller.
    pub(super) fn follow(&mut self, op: &Operator) {
        let now = &mut self.now;
        match op.name {
            b"q" => self.saved.push(*now),
            b"Q" => *now = self.saved.pop().unwrap_or(self.first),
            b"cm" => {
                if let Some(matrix) = op.numbers::<6>() {
                    now.matrix = times(matrix.map(f64::from), now.matrix);
                }
            }
            b"w" => now.width = op.number(0).map_or(now.width, f64::from),
            b"Tr" => now.rendering = op.number(0).map_or(0, |mode| mode as u8),
            b"k" => now.colour.fill = op.numbers().map_or(Colour::Other, Colour::Inks),
            b"K" => now.colour.stroke = op.numbers().map_or(Colour::Other, Colour::Inks),
            b"g" | b"rg" | b"cs" | b"sc" | b"scn" => now.colour.fill = Colour::Other,
            b"G" | b"RG" | b"CS" | b"SC" | b"SCN" => now.colour.stroke = Colour::Other,
            _ => {}
        }
    }

    /// What an operator paints; `None` if nothing.
    pub(super) fn paints(&self, op: &Operator) -> Option<Paints> {
        let both = |fill, stroke| Both { fill, stroke };
        match op.name {
            b"f" | b"F" | b"f*" => Some(Paints::Path(both(true, false))),
            b"S" | b"s" => Some(Paints::Path(both(false, true))),
            b"B" | b"B*" | b"b" | b"b*" => Some(Paints::Path(both(true, true))),
            b"Do" | b"sh" | b"BI" => Some(Paints::Object),
            b"Tj" | b"TJ" | b"'" | b"\"" => match self.now.rendering % 4 {
                0 => Some(Paints::Text(both(true, false))),
                1 => Some(Paints::Text(both(false, true))),
                2 => Some(Paints::Text(both(true, true))),
                _ => None,
            },
            _ => None,
        }
    }
}

impl State {
    /// Width of lines as they are printed, in points.
    pub(super) fn line(&self) -> f64 {
        let [a, b, c, d, ..] = self.matrix;
        self.width * (a * d - b * c).abs().sqrt()
    }
}
