//! A scene in a palette, and what many motifs are made of. Everything is given in parts of the
//! frame that it stands in, the whole picture or one thing in it.

use crate::sample::random::Random;
use crate::sample::scene::Scene;

/// Where something stands and how large it is.
#[derive(Clone, Copy)]
pub(crate) struct At(pub(crate) f64, pub(crate) f64, pub(crate) f64, pub(crate) f64);

/// A square of this size whose origin stands here.
pub(crate) fn spot(x: f64, y: f64, size: f64) -> At {
    At(x, y, size, size)
}

/// Colours by name.
pub(crate) struct Palette {
    pub(crate) sky: u32,
    pub(crate) sun: u32,
    pub(crate) far: u32,
    pub(crate) near: u32,
    pub(crate) water: u32,
    pub(crate) foam: u32,
    pub(crate) land: u32,
    pub(crate) wall: u32,
    pub(crate) roof: u32,
    pub(crate) dark: u32,
    pub(crate) accent: u32,
    pub(crate) green: u32,
}

#[rustfmt::skip]
const COLOURS: [[u32; 12]; 5] = [
    [
        0xF7DCC4, 0xF2A65A, 0xD9BDB2, 0x9A93AE, 0x9FC0C8, 0xE9F1EE,
        0xD8C39A, 0xFBF3E4, 0xB5533C, 0x4A5564, 0xC8492F, 0x7D9A6A,
    ],
    [
        0xCFE6F2, 0xFFF3C4, 0xA9C8CF, 0x6F9FA8, 0x5FA0B8, 0xD9EEF2,
        0xDCD0A6, 0xFDFAF0, 0xC9593F, 0x40566A, 0xD9962F, 0x6FA06A,
    ],
    [
        0xE9B9A9, 0xF7E0A0, 0xB98F9E, 0x84748F, 0x8B91AE, 0xF0CDB8,
        0xB89A86, 0xF3E2CF, 0x9C4750, 0x56506E, 0xE0A03C, 0x7B8F7C,
    ],
    [
        0xE4F0DF, 0xF6E7A6, 0xB9D3B0, 0x86B08E, 0x8CC0C0, 0xE6F4EE,
        0xD5D99A, 0xFBF7E6, 0xA8714C, 0x4A6258, 0xE2B33A, 0x5F9A5C,
    ],
    [
        0xDFE5E8, 0xF4F1E6, 0xB7C3CA, 0x8A9AA6, 0x8FA9B5, 0xE4ECEE,
        0xCFC8B8, 0xF6F3EA, 0x6E7F8D, 0x4C5A66, 0xB8442F, 0x78907A,
    ],
];

/// Draws in a palette.
pub(crate) struct Painter {
    pub(crate) scene: Scene,
    pub(crate) random: Random,
    pub(crate) c: Palette,
    /// The whole picture.
    pub(crate) all: At,
}

impl Painter {
    pub(crate) fn new((width, height): (f64, f64), mut random: Random) -> Painter {
        let [sky, sun, far, near, water, foam, land, wall, roof, dark, accent, green] =
            COLOURS[random.below(COLOURS.len())];
        let c = Palette { sky, sun, far, near, water, foam, land, wall, roof, dark, accent, green };
        let all = At(0.0, 0.0, width, height);
        Painter { scene: Scene::new(width, height), random, c, all }
    }

    pub(crate) fn chance(&mut self, low: f64, high: f64) -> f64 {
        self.random.between(low, high)
    }

    pub(crate) fn any(&mut self, colours: &[u32]) -> u32 {
        colours[self.random.below(colours.len())]
    }

    /// A polygon; `points` are x and y in turn.
    pub(crate) fn shape(&mut self, at: At, points: &[f64], colour: u32) {
        self.scene.polygon(&placed(at, points), colour);
    }

    pub(crate) fn rect(&mut self, at: At, [x, y, w, h]: [f64; 4], colour: u32) {
        self.shape(at, &[x, y, x + w, y, x + w, y + h, x, y + h], colour);
    }

    /// A round thing; the radius is part of the frame's height.
    pub(crate) fn disc(&mut self, at: At, [x, y, r]: [f64; 3], colour: u32) {
        self.oval(at, [x, y, r * at.3 / at.2, r], colour);
    }

    pub(crate) fn oval(&mut self, at: At, [x, y, a, b]: [f64; 4], colour: u32) {
        let radii = (a * at.2, b * at.3);
        self.scene.ellipse((at.0 + x * at.2, at.1 + y * at.3), radii, colour);
    }

    /// A line through points; the width is part of the frame's height.
    pub(crate) fn line(&mut self, at: At, points: &[f64], width: f64, colour: u32) {
        self.scene.line(&placed(at, points), width * at.3, colour);
    }

    pub(crate) fn sky(&mut self) {
        self.rect(self.all, [0.0, 0.0, 1.0, 1.0], self.c.sky);
        let (x, y) = (self.chance(0.12, 0.88), self.chance(0.12, 0.28));
        self.disc(self.all, [x, y, 0.075], self.c.sun);
        for _ in 0..3 {
            let (x, y) = (self.chance(0.0, 1.0), self.chance(0.06, 0.3));
            for (dx, a, b) in [(0.0, 0.075, 0.016), (0.04, 0.05, 0.021), (-0.037, 0.046, 0.014)] {
                self.oval(self.all, [x + dx, y, a, b], self.c.foam);
            }
        }
    }

    /// A skyline over the whole width.
    pub(crate) fn hills(&mut self, base: f64, tall: f64, colour: u32) {
        let phase = [(); 3].map(|()| self.random.between(0.0, std::f64::consts::TAU));
        let mut points = vec![1.0, base, 0.0, base];
        for step in 0..=40 {
            let x = f64::from(step) / 40.0;
            let wave = |k: usize, often: f64| (x * often + phase[k]).sin();
            let high = 0.55 + 0.28 * wave(0, 5.0) + 0.12 * wave(1, 11.0) + 0.05 * wave(2, 23.0);
            points.extend([x, base - tall * high]);
        }
        self.shape(self.all, &points, colour);
    }

    /// Ground from this height down.
    pub(crate) fn ground(&mut self, top: f64, colour: u32) {
        self.rect(self.all, [0.0, top, 1.0, 1.0 - top], colour);
    }

    pub(crate) fn sea(&mut self, top: f64) {
        self.ground(top, self.c.water);
        for _ in 0..26 {
            let (x, depth) = (self.chance(0.0, 1.0), self.chance(0.03, 0.97));
            let at = [x, top + (1.0 - top) * depth, 0.02 + 0.05 * depth, 0.0015 + 0.003 * depth];
            self.oval(self.all, at, self.c.foam);
        }
    }

    /// A square of this part of the picture's height that stands at this place in it.
    pub(crate) fn thing(&self, x: f64, y: f64, size: f64) -> At {
        spot(x * self.all.2, y * self.all.3, size * self.all.3)
    }

    pub(crate) fn tree(&mut self, x: f64, y: f64, size: f64) {
        let at = self.thing(x, y, size);
        self.rect(at, [-0.05, -0.5, 0.1, 0.5], self.c.dark);
        for disc in [[-0.17, -0.55, 0.22], [0.17, -0.58, 0.2], [0.0, -0.78, 0.25]] {
            self.disc(at, disc, self.c.green);
        }
    }

    pub(crate) fn windows(&mut self, at: At, columns: u32, rows: u32) {
        let (w, h) = (1.0 / f64::from(columns), 1.0 / f64::from(rows));
        for (i, j) in (0..columns).flat_map(|i| (0..rows).map(move |j| (i, j))) {
            let colour = if self.random.below(6) == 0 { self.c.sun } else { self.c.water };
            let (x, y) = ((f64::from(i) + 0.22) * w, (f64::from(j) + 0.22) * h);
            self.rect(at, [x, y, w * 0.56, h * 0.56], colour);
        }
    }

    /// A house that stands on this place.
    pub(crate) fn house(&mut self, x: f64, y: f64, w: f64, h: f64) {
        let (wide, high) = (w * self.all.2, h * self.all.3);
        let at = At(x * self.all.2, y * self.all.3 - high, wide, high);
        self.rect(at, [0.0, 0.0, 1.0, 1.0], self.c.wall);
        self.shape(at, &[-0.08, 0.0, 0.5, -0.3 * wide / high, 1.08, 0.0], self.c.roof);
        let storeys = if high > 150.0 { 2 } else { 1 };
        self.windows(At(at.0, at.1, wide, high * 0.55), 2, storeys);
        self.rect(at, [0.38, 0.66, 0.24, 0.34], self.c.dark);
    }

    pub(crate) fn boat(&mut self, x: f64, y: f64, size: f64) {
        let at = self.thing(x, y, size);
        self.rect(at, [-0.2, -0.42, 0.36, 0.26], self.c.wall);
        self.rect(at, [-0.15, -0.36, 0.26, 0.09], self.c.water);
        self.line(at, &[0.3, -0.1, 0.3, -0.95], 0.03, self.c.dark);
        self.shape(at, &[0.32, -0.95, 0.58, -0.86, 0.32, -0.77], self.c.accent);
        self.line(at, &[0.3, -0.9, 0.72, -0.2], 0.012, self.c.dark);
        self.shape(at, &[-0.62, -0.2, 0.78, -0.2, 0.56, 0.1, -0.48, 0.1], self.c.roof);
        self.shape(at, &[-0.53, 0.02, 0.62, 0.02, 0.56, 0.1, -0.48, 0.1], self.c.dark);
    }

    pub(crate) fn person(&mut self, x: f64, y: f64, size: f64) {
        let at = self.thing(x, y, size);
        let colour = self.any(&[self.c.accent, self.c.sun, self.c.near, self.c.dark, self.c.wall]);
        let body = [-0.2, 0.0, -0.24, -0.62, -0.1, -0.74, 0.1, -0.74, 0.24, -0.62, 0.2, 0.0];
        self.shape(at, &body, colour);
        self.disc(at, [0.0, -0.88, 0.13], 0xE3B793);
    }

    /// People over the whole width, larger in front.
    pub(crate) fn crowd(&mut self, top: f64, bottom: f64, count: u32) {
        for i in 0..count {
            let depth = f64::from(i) / f64::from(count);
            let x = self.chance(0.03, 0.97);
            self.person(x, top + (bottom - top) * depth, 0.12 + 0.1 * depth);
        }
    }

    /// Rows of heads from behind.
    pub(crate) fn heads(&mut self, top: f64, rows: u32) {
        for row in 0..rows {
            let size = 0.03 + 0.012 * f64::from(row);
            let y = top + (1.0 - top) * (f64::from(row) + 0.45) / f64::from(rows);
            let count = (self.all.2 / self.all.3 / size / 3.2) as u32;
            for i in 0..=count {
                let x = (f64::from(i) + 0.5 * f64::from(row % 2)) / f64::from(count);
                self.disc(self.all, [x, y + size * 2.0, size * 1.32], self.c.near);
                self.disc(self.all, [x, y, size * 0.72], self.c.dark);
            }
        }
    }
}

fn placed(at: At, points: &[f64]) -> Vec<(f64, f64)> {
    points.chunks_exact(2).map(|p| (at.0 + p[0] * at.2, at.1 + p[1] * at.3)).collect()
}
