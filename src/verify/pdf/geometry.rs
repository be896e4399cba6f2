//! Places on a page: transformations, rectangles, outlines. Units are points.

use hayro_syntax::object::Rect;

pub(super) type Matrix = [f32; 6];

pub(super) const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// A place on a page, from the left and from the foot.
pub(super) type Point = (f64, f64);

/// First `a`, then `b`.
pub(super) fn multiply(a: &Matrix, b: &Matrix) -> Matrix {
    [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]
}

/// Where a transformation takes a point.
pub(super) fn placed(x: f32, y: f32, by: &Matrix) -> Point {
    let [a, b, c, d, e, f] = by.map(f64::from);
    let (x, y) = (f64::from(x), f64::from(y));
    (a * x + c * y + e, b * x + d * y + f)
}

/// The corners of a rectangle after a transformation, from one to the next.
pub(super) fn corners(from: (f32, f32), to: (f32, f32), by: &Matrix) -> [Point; 4] {
    [(from.0, from.1), (to.0, from.1), to, (from.0, to.1)].map(|(x, y)| placed(x, y, by))
}

/// The smallest rectangle that holds points; of no size if there are none.
pub(super) fn bounds<'a>(points: impl IntoIterator<Item = &'a Point>) -> Rect {
    let around = |rect: Option<Rect>, (x, y): &Point| {
        let Rect { x0, y0, x1, y1 } = rect.unwrap_or(Rect::new(*x, *y, *x, *y));
        Some(Rect::new(x0.min(*x), y0.min(*y), x1.max(*x), y1.max(*y)))
    };
    points.into_iter().fold(None, around).unwrap_or(Rect::ZERO)
}

/// The smallest rectangle that holds two.
pub(super) fn around(one: Rect, other: Rect) -> Rect {
    Rect::new(
        one.x0.min(other.x0),
        one.y0.min(other.y0),
        one.x1.max(other.x1),
        one.y1.max(other.y1),
    )
}

/// In square points.
pub(super) fn area(rect: Rect) -> f64 {
    rect.width() * rect.height()
}

/// How much two rectangles share, in square points.
pub(super) fn shared(one: Rect, other: Rect) -> f64 {
    area(one.intersect(other))
}

/// Whether a rectangle reaches beyond another by no more than this.
pub(super) fn holds(outer: Rect, inner: Rect, tolerance: f64) -> bool {
    inner.x0 >= outer.x0 - tolerance
        && inner.y0 >= outer.y0 - tolerance
        && inner.x1 <= outer.x1 + tolerance
        && inner.y1 <= outer.y1 + tolerance
}

/// In how many lines a curve is taken apart.
const STEPS: u8 = 6;

/// On how many lines across a rectangle is measured how much of it is filled.
const ROWS: u8 = 8;

/// The outline of what is filled, on the page.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Its closed parts, each a chain of lines.
    parts: Vec<Vec<Point>>,
}

impl Outline {
    pub(super) fn of(part: &[Point]) -> Outline {
        Outline { parts: vec![part.to_vec()] }
    }

    pub(super) fn begin(&mut self, at: Point) {
        self.parts.push(vec![at]);
    }

    pub(super) fn line(&mut self, to: Point) {
        match self.parts.last_mut() {
            Some(part) => part.push(to),
            None => self.begin(to),
        }
    }

    /// A curve of Bézier from where the outline ends; `None` is that place.
    pub(super) fn curve(&mut self, first: Option<Point>, second: Point, end: Point) {
        let start = self.parts.last().and_then(|part| part.last()).copied().unwrap_or(second);
        let first = first.unwrap_or(start);
        for step in 1..=STEPS {
            let t = f64::from(step) / f64::from(STEPS);
            let u = 1.0 - t;
            let weights = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
            let points = [start, first, second, end];
            let weighed = |of: fn(&Point) -> f64| {
                weights.iter().zip(&points).map(|(weight, point)| weight * of(point)).sum()
            };
            self.line((weighed(|point| point.0), weighed(|point| point.1)));
        }
    }

    /// Goes back to where the last part begins.
    pub(super) fn close(&mut self) {
        if let Some(first) = self.parts.last().and_then(|part| part.first()).copied() {
            self.begin(first);
        }
    }

    pub(super) fn bounds(&self) -> Rect {
        bounds(self.parts.iter().filter(|part| part.len() > 1).flatten())
    }

    /// Of how many points it is.
    pub(super) fn len(&self) -> usize {
        self.parts.iter().map(Vec::len).sum()
    }

    /// How much of a rectangle it fills, from 0 to 1, by the rule of winding numbers or by the
    /// even-odd rule (PDF 1.7, 8.5.3.3).
    pub(super) fn share(&self, rect: Rect, even_odd: bool) -> f64 {
        let row = |row: u8| {
            let y = rect.y0 + (f64::from(row) + 0.5) / f64::from(ROWS) * rect.height();
            self.filled(y, rect.x0, rect.x1, even_odd) / rect.width()
        };
        (0..ROWS).map(row).sum::<f64>() / f64::from(ROWS)
    }

    /// How much of a line across the page is filled.
    fn filled(&self, y: f64, from: f64, to: f64, even_odd: bool) -> f64 {
        let mut crossings: Vec<(f64, i32)> = Vec::new();
        for part in &self.parts {
            let next = part.iter().cycle().skip(1);
            for ((x0, y0), (x1, y1)) in part.iter().zip(next) {
                if (*y0 <= y) != (*y1 <= y) {
                    let x = x0 + (y - y0) / (y1 - y0) * (x1 - x0);
                    crossings.push((x, if y1 > y0 { 1 } else { -1 }));
                }
            }
        }
        crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (mut winding, mut length) = (0_i32, 0.0);
        for pair in crossings.windows(2) {
            winding += pair[0].1;
            let inside = if even_odd { winding % 2 != 0 } else { winding != 0 };
            if inside {
                length += (pair[1].0.min(to) - pair[0].0.max(from)).max(0.0);
            }
        }
        length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outlines_fill_what_they_are_around() {
        let square = |by: f64| [(by, by), (10.0 - by, by), (10.0 - by, 10.0 - by), (by, 10.0 - by)];
        let whole = Rect::new(0.0, 0.0, 10.0, 10.0);
        assert_eq!(Outline::of(&square(0.0)).share(whole, false), 1.0);
        let half = Rect::new(5.0, 0.0, 15.0, 10.0);
        assert_eq!(Outline::of(&square(0.0)).share(half, false), 0.5);
        let frame = Outline { parts: vec![square(0.0).to_vec(), square(2.5).to_vec()] };
        assert_eq!(frame.share(whole, false), 1.0);
        assert_eq!(frame.share(whole, true), 0.75);
        let mut round = Outline::default();
        round.begin((0.0, 5.0));
        round.curve(Some((0.0, 15.0)), (10.0, 15.0), (10.0, 5.0));
        round.close();
        let upper = Rect::new(0.0, 5.0, 10.0, 12.5);
        assert!((round.share(upper, false) - 0.8).abs() < 0.05, "{}", round.share(upper, false));
    }
}
