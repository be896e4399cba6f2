//! Flat pictures: polygons in colours, written as SVG or filled in pixels.

use std::fmt::Write as _;

use image::{Rgb, RgbImage};

/// Samples down a pixel; across, edges are exact.
const SAMPLES: u32 = 4;

/// A picture of so many units.
pub(crate) struct Scene {
    width: f64,
    height: f64,
    shapes: Vec<Shape>,
}

struct Shape {
    points: Vec<(f64, f64)>,
    /// `0xRRGGBB`.
    colour: u32,
}

impl Scene {
    pub(crate) fn new(width: f64, height: f64) -> Scene {
        Scene { width, height, shapes: Vec::new() }
    }

    pub(crate) fn polygon(&mut self, points: &[(f64, f64)], colour: u32) {
        self.shapes.push(Shape { points: points.to_vec(), colour });
    }

    pub(crate) fn ellipse(&mut self, (x, y): (f64, f64), (a, b): (f64, f64), colour: u32) {
        let count = (10.0 + a.max(b) / 4.0).min(64.0) as usize;
        let point = |i: usize| {
            let (sin, cos) = (i as f64 / count as f64 * std::f64::consts::TAU).sin_cos();
            (x + a * cos, y + b * sin)
        };
        self.polygon(&(0..count).map(point).collect::<Vec<_>>(), colour);
    }

    /// Straight lines from point to point.
    pub(crate) fn line(&mut self, points: &[(f64, f64)], width: f64, colour: u32) {
        for pair in points.windows(2) {
            let ((a, b), (c, d)) = (pair[0], pair[1]);
            let long = (c - a).hypot(d - b).max(0.001);
            let (x, y) = ((d - b) / long * width / 2.0, (a - c) / long * width / 2.0);
            self.polygon(&[(a + x, b + y), (c + x, d + y), (c - x, d - y), (a - x, b - y)], colour);
        }
    }

    pub(crate) fn svg(&self) -> String {
        let (w, h) = (self.width, self.height);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w} {h}\" width=\"{w}\" height=\"{h}\">\n"
        );
        for Shape { points, colour } in &self.shapes {
            let points: Vec<String> =
                points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
            writeln!(out, "<path d=\"M{}Z\" fill=\"#{colour:06x}\"/>", points.join("L")).unwrap();
        }
        out + "</svg>\n"
    }

    /// The picture in so many pixels across.
    pub(crate) fn pixels(&self, across: u32) -> RgbImage {
        let scale = f64::from(across) / self.width;
        let mut out = RgbImage::new(across, (self.height * scale).round() as u32);
        for Shape { points, colour } in &self.shapes {
            let points: Vec<(f64, f64)> =
                points.iter().map(|(x, y)| (x * scale, y * scale)).collect();
            fill(&mut out, &points, colour.to_be_bytes());
        }
        out
    }
}

/// Fills a polygon row by row, even and odd; a pixel mixes by how much of it is covered.
fn fill(out: &mut RgbImage, points: &[(f64, f64)], [_, r, g, b]: [u8; 4]) {
    let heights = points.iter().map(|point| point.1);
    let top = heights.clone().fold(f64::MAX, f64::min).max(0.0) as u32;
    let bottom = heights.fold(0.0, f64::max).ceil().min(f64::from(out.height())) as u32;
    let mut cover = vec![0.0; out.width() as usize];
    for row in top..bottom {
        cover.fill(0.0);
        for sample in 0..SAMPLES {
            let y = f64::from(row) + (f64::from(sample) + 0.5) / f64::from(SAMPLES);
            for pair in crossings(points, y).chunks_exact(2) {
                span(&mut cover, pair[0], pair[1]);
            }
        }
        for (column, part) in cover.iter().enumerate().filter(|(_, part)| **part > 0.0) {
            let Rgb(pixel) = out.get_pixel_mut(column as u32, row);
            let part = part / f64::from(SAMPLES);
            for (channel, ink) in pixel.iter_mut().zip([r, g, b]) {
                *channel =
                    (f64::from(*channel) * (1.0 - part) + f64::from(ink) * part).round() as u8;
            }
        }
    }
}

/// Where the edges cross a height, from left to right.
fn crossings(points: &[(f64, f64)], y: f64) -> Vec<f64> {
    let edges = points.iter().zip(points.iter().cycle().skip(1));
    let mut out: Vec<f64> = edges
        .filter(|(a, b)| (a.1 <= y) != (b.1 <= y))
        .map(|(a, b)| a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0))
        .collect();
    out.sort_by(f64::total_cmp);
    out
}

/// Adds to each pixel of a row the part of it between two places.
fn span(cover: &mut [f64], from: f64, to: f64) {
    let (from, to) = (from.max(0.0), to.min(cover.len() as f64));
    for column in from as usize..(to.ceil().max(0.0) as usize).min(cover.len()) {
        let (left, right) = (column as f64, column as f64 + 1.0);
        cover[column] += (to.min(right) - from.max(left)).max(0.0);
    }
}
