//! The pictures by name: `harbour-economy-3.svg` is a harbour with chance seeded by the name;
//! `-wide` and `-tall` give its shape, `-large` a raster that fills a page.

use std::io::Cursor;

use image::ImageFormat;
use image::codecs::jpeg::JpegEncoder;

use crate::sample::random::Random;
use crate::sample::scene::Scene;

type Motif = (&'static str, &'static str, fn(&mut Painter));

const MOTIFS: &[Motif] = &[
    ("bridge", "斜拉桥横跨海面，桥塔上张着拉索，桥下有船。", bridge),
    ("clinic", "浅色的医院大楼，门前有树，楼顶有红色十字。", clinic),
    ("fair", "一排条纹棚顶的摊位，上面挂着灯笼，人们在摊前走动。", fair),
    ("fields", "山前一垄垄田地伸向远处，田边有农舍和树。", fields),
    ("hall", "会场里一排排听众面向主席台，台上方是红色横幅。", hall),
    ("harbour", "渔船靠在码头边，岸上有吊机和仓库。", harbour),
    ("islands", "海面上几座岛屿，一座立着灯塔，近处有一条船。", islands),
    ("lab", "实验台上摆着烧瓶和显微镜，墙上的屏幕有一条曲线。", lab),
    ("map", "示意地图：红色线路自西向东穿过海湾，沿线九个圆点是车站。", map),
    ("school", "教学楼正面有钟，楼前是操场、旗杆和树。", school),
    ("stadium", "田径场的看台与跑道，几名运动员在奔跑。", stadium),
    ("stage", "夜晚的舞台，灯光下几个人在表演，台前是观众。", stage),
    ("station", "弧形屋顶的车站，一列车停在站台旁，有人候车。", station),
    ("town", "水边一排高低错落的坡顶房屋，门前挂着灯笼。", town),
    ("wetland", "芦苇和浅水之间有木栈道，水面上站着几只白鹭。", wetland),
    ("windfarm", "海面上一排白色风力发电机，远处有山。", windfarm),
    ("workshop", "锯齿形屋顶的厂房，门前堆着集装箱。", workshop),
];

/// Sky, sun, far, near, water, foam, ground, wall, roof, dark, accent, green.
const PALETTES: &[[u32; 12]] = &[
    [
        0xF7DCC4, 0xF2A65A, 0xD9BDB2, 0x9A93AE, 0x9FC0C8, 0xE9F1EE, 0xD8C39A, 0xFBF3E4, 0xB5533C,
        0x4A5564, 0xC8492F, 0x7D9A6A,
    ],
    [
        0xCFE6F2, 0xFFF3C4, 0xA9C8CF, 0x6F9FA8, 0x5FA0B8, 0xD9EEF2, 0xDCD0A6, 0xFDFAF0, 0xC9593F,
        0x40566A, 0xD9962F, 0x6FA06A,
    ],
    [
        0xE9B9A9, 0xF7E0A0, 0xB98F9E, 0x84748F, 0x8B91AE, 0xF0CDB8, 0xB89A86, 0xF3E2CF, 0x9C4750,
        0x56506E, 0xE0A03C, 0x7B8F7C,
    ],
    [
        0xE4F0DF, 0xF6E7A6, 0xB9D3B0, 0x86B08E, 0x8CC0C0, 0xE6F4EE, 0xD5D99A, 0xFBF7E6, 0xA8714C,
        0x4A6258, 0xE2B33A, 0x5F9A5C,
    ],
    [
        0xDFE5E8, 0xF4F1E6, 0xB7C3CA, 0x8A9AA6, 0x8FA9B5, 0xE4ECEE, 0xCFC8B8, 0xF6F3EA, 0x6E7F8D,
        0x4C5A66, 0xB8442F, 0x78907A,
    ],
];

/// Draws in a palette.
struct Painter {
    s: Scene,
    r: Random,
    sky: u32,
    sun: u32,
    far: u32,
    near: u32,
    water: u32,
    foam: u32,
    land: u32,
    wall: u32,
    roof: u32,
    dark: u32,
    accent: u32,
    green: u32,
    w: f64,
    h: f64,
    /// The height where the ground or the sea begins.
    g: f64,
}

fn motif(name: &str) -> &'static Motif {
    let wanted = name.split(['-', '.']).next();
    MOTIFS.iter().find(|motif| Some(motif.0) == wanted).unwrap_or_else(|| panic!("what is {name}?"))
}

/// What a picture of this name shows.
pub(crate) fn words(name: &str) -> &'static str {
    motif(name).1
}

/// The bytes of the file of this name.
pub(crate) fn draw(name: &str) -> Vec<u8> {
    let mut r = Random::named(name);
    let (w, h) = match name {
        _ if name.starts_with("map") || name.contains("-wide") => (1200.0, 640.0),
        _ if name.contains("-tall") => (1000.0, 1160.0),
        _ => (1200.0, 800.0),
    };
    let palette = PALETTES[r.below(PALETTES.len())];
    let [sky, sun, far, near, water, foam, land, wall, roof, dark, accent, green] = palette;
    let (s, g) = (Scene::new(w, h), h * 0.62);
    let mut painter = Painter {
        s,
        r,
        sky,
        sun,
        far,
        near,
        water,
        foam,
        land,
        wall,
        roof,
        dark,
        accent,
        green,
        w,
        h,
        g,
    };
    motif(name).2(&mut painter);
    let across = if name.contains("-large") { 2600 } else { 1200 };
    let mut out = Cursor::new(Vec::new());
    match name.rsplit('.').next() {
        Some("png") => painter.s.pixels(across).write_to(&mut out, ImageFormat::Png).unwrap(),
        Some("jpg") => {
            let encoder = JpegEncoder::new_with_quality(&mut out, 80);
            painter.s.pixels(across).write_with_encoder(encoder).unwrap();
        }
        _ => return painter.s.svg().into_bytes(),
    }
    out.into_inner()
}

impl Painter {
    fn sky(&mut self) {
        self.s.rect((0.0, 0.0), (self.w, self.h), self.sky);
        let at = (self.w * self.r.between(0.12, 0.88), self.h * self.r.between(0.12, 0.28));
        self.s.disc(at, self.h * 0.075, self.sun);
        for _ in 0..3 {
            let (x, y) = (self.w * self.r.between(0.0, 1.0), self.h * self.r.between(0.06, 0.3));
            for (dx, a, b) in [(0.0, 90.0, 13.0), (50.0, 60.0, 17.0), (-45.0, 55.0, 11.0)] {
                self.s.ellipse((x + dx, y), (a, b), self.foam);
            }
        }
    }

    /// A skyline of hills over the whole width.
    fn hills(&mut self, base: f64, tall: f64, colour: u32) {
        let phase = [(); 3].map(|()| self.r.between(0.0, 6.28));
        let mut points = vec![(self.w, base), (0.0, base)];
        for i in 0..=40 {
            let t = f64::from(i) / 40.0;
            let [a, b, c] = [(5.0, 0), (11.0, 1), (23.0, 2)].map(|(f, k)| (t * f + phase[k]).sin());
            points.push((t * self.w, base - tall * (0.55 + 0.28 * a + 0.12 * b + 0.05 * c)));
        }
        self.s.polygon(&points, colour);
    }

    fn land(&mut self, top: f64, colour: u32) {
        self.s.rect((0.0, top), (self.w, self.h - top), colour);
    }

    fn sea(&mut self, top: f64) {
        self.land(top, self.water);
        for _ in 0..26 {
            let depth = self.r.between(0.03, 0.97);
            let at = (self.w * self.r.between(0.0, 1.0), top + (self.h - top) * depth);
            self.s.ellipse(at, (24.0 + 60.0 * depth, 1.2 + 2.4 * depth), self.foam);
        }
    }

    fn tree(&mut self, x: f64, y: f64, size: f64) {
        self.s.rect((x - size * 0.05, y - size * 0.5), (size * 0.1, size * 0.5), self.dark);
        for (dx, dy, r) in [(-0.17, -0.55, 0.22), (0.17, -0.58, 0.2), (0.0, -0.78, 0.25)] {
            self.s.disc((x + dx * size, y + dy * size), r * size, self.green);
        }
    }

    fn windows(&mut self, (x, y): (f64, f64), (w, h): (f64, f64), columns: u32, rows: u32) {
        let (dx, dy) = (w / f64::from(columns), h / f64::from(rows));
        for (i, j) in (0..columns).flat_map(|i| (0..rows).map(move |j| (i, j))) {
            let at = (x + dx * (f64::from(i) + 0.22), y + dy * (f64::from(j) + 0.22));
            let colour = if self.r.below(6) == 0 { self.sun } else { self.water };
            self.s.rect(at, (dx * 0.56, dy * 0.56), colour);
        }
    }

    fn house(&mut self, x: f64, y: f64, w: f64, h: f64) {
        self.s.rect((x, y - h), (w, h), self.wall);
        let top = h + w * 0.3;
        self.s.polygon(
            &[(x - 12.0, y - h), (x + w / 2.0, y - top), (x + w + 12.0, y - h)],
            self.roof,
        );
        self.windows((x, y - h), (w, h * 0.55), 2, if h > 150.0 { 2 } else { 1 });
        self.s.rect((x + w * 0.38, y - h * 0.34), (w * 0.24, h * 0.34), self.dark);
    }

    fn boat(&mut self, x: f64, y: f64, size: f64) {
        let p = |dx: f64, dy: f64| (x + dx * size, y + dy * size);
        self.s.rect(p(-0.2, -0.42), (size * 0.36, size * 0.26), self.wall);
        self.s.rect(p(-0.15, -0.36), (size * 0.26, size * 0.09), self.water);
        self.s.line(&[p(0.3, -0.1), p(0.3, -0.95)], size * 0.03, self.dark);
        self.s.polygon(&[p(0.32, -0.95), p(0.58, -0.86), p(0.32, -0.77)], self.accent);
        self.s.line(&[p(0.3, -0.9), p(0.72, -0.2)], size * 0.012, self.dark);
        self.s.polygon(&[p(-0.62, -0.2), p(0.78, -0.2), p(0.56, 0.1), p(-0.48, 0.1)], self.roof);
        self.s.polygon(&[p(-0.53, 0.02), p(0.62, 0.02), p(0.56, 0.1), p(-0.48, 0.1)], self.dark);
    }

    fn person(&mut self, x: f64, y: f64, size: f64) {
        let colours = [self.accent, self.roof, self.near, self.green, self.dark];
        let colour = colours[self.r.below(colours.len())];
        let p = |dx: f64, dy: f64| (x + dx * size, y + dy * size);
        self.s.polygon(
            &[
                p(-0.2, 0.0),
                p(-0.24, -0.62),
                p(-0.1, -0.74),
                p(0.1, -0.74),
                p(0.24, -0.62),
                p(0.2, 0.0),
            ],
            colour,
        );
        self.s.disc(p(0.0, -0.88), size * 0.13, 0xE3B793);
    }

    /// People over the whole width, larger in front.
    fn crowd(&mut self, top: f64, bottom: f64, count: usize) {
        for i in 0..count {
            let depth = i as f64 / count as f64;
            let (y, size) = (top + (bottom - top) * depth, self.h * (0.12 + 0.1 * depth));
            let x = self.w * self.r.between(0.03, 0.97);
            self.person(x, y, size);
        }
    }

    fn lanterns(&mut self, y: f64) {
        self.s.line(&[(0.0, y - 26.0), (self.w, y - 26.0)], 2.5, self.dark);
        for i in 0..12 {
            let x = self.w * (f64::from(i) + 0.5) / 12.0;
            self.s.line(&[(x, y - 26.0), (x, y)], 2.0, self.dark);
            self.s.ellipse((x, y), (17.0, 14.0), self.accent);
        }
    }

    fn heads(&mut self, top: f64, rows: u32) {
        for row in 0..rows {
            let size = self.h * (0.03 + 0.012 * f64::from(row));
            let y = top + (self.h - top) * (f64::from(row) + 0.45) / f64::from(rows);
            let count = (self.w / size / 3.2) as u32;
            for i in 0..=count {
                let x = self.w * (f64::from(i) + if row % 2 == 0 { 0.5 } else { 0.0 })
                    / f64::from(count);
                self.s.ellipse((x, y + size * 2.0), (size * 1.35, size * 1.3), self.near);
                self.s.disc((x, y), size * 0.72, self.dark);
            }
        }
    }
}

fn bridge(p: &mut Painter) {
    p.sky();
    p.hills(p.g, p.h * 0.16, p.far);
    p.sea(p.g);
    let (deck, shift) = (p.g - p.h * 0.08, p.r.between(-0.06, 0.06));
    for tower in [0.3 + shift, 0.7 + shift] {
        let (x, top) = (p.w * tower, p.h * 0.13);
        for i in 1..=9 {
            let reach = p.w * 0.021 * f64::from(i);
            let high = top + f64::from(10 - i) * p.h * 0.012;
            p.s.line(&[(x - reach, deck), (x, high), (x + reach, deck)], 2.4, p.dark);
        }
        p.s.polygon(
            &[(x - 26.0, p.g + 40.0), (x - 7.0, top), (x + 7.0, top), (x + 26.0, p.g + 40.0)],
            p.wall,
        );
        p.s.rect((x - 52.0, p.g + 34.0), (104.0, 26.0), p.dark);
    }
    for i in 0..9 {
        p.s.rect((p.w * f64::from(i) / 8.0 - 7.0, deck), (14.0, p.g - deck + 24.0), p.near);
    }
    p.s.rect((0.0, deck - 9.0), (p.w, 20.0), p.roof);
    p.s.rect((0.0, deck + 11.0), (p.w, 5.0), p.dark);
    let x = p.r.between(0.42, 0.58);
    p.boat(p.w * x, p.h * 0.87, p.h * 0.16);
}

fn clinic(p: &mut Painter) {
    p.sky();
    p.hills(p.g + 20.0, p.h * 0.14, p.far);
    p.land(p.g + 20.0, p.land);
    let (x, y, w) = (p.w * 0.2, p.h * 0.8, p.w * 0.34);
    p.s.rect((x + w, y - p.h * 0.36), (w * 0.8, p.h * 0.36), p.far);
    p.windows((x + w, y - p.h * 0.36), (w * 0.8, p.h * 0.3), 6, 4);
    p.s.rect((x, y - p.h * 0.56), (w, p.h * 0.56), p.wall);
    p.windows((x, y - p.h * 0.44), (w, p.h * 0.34), 6, 5);
    p.s.rect((x + w / 2.0 - 44.0, y - p.h * 0.54), (88.0, 26.0), p.accent);
    p.s.rect((x + w / 2.0 - 13.0, y - p.h * 0.54 - 31.0), (26.0, 88.0), p.accent);
    p.s.rect((x + w * 0.3, y - p.h * 0.1), (w * 0.4, p.h * 0.1), p.dark);
    p.s.rect((x + w * 0.22, y - p.h * 0.12), (w * 0.56, 14.0), p.roof);
    for t in [0.06, 0.14, 0.84, 0.93] {
        let size = p.h * p.r.between(0.2, 0.3);
        p.tree(p.w * t, y + 20.0, size);
    }
    p.crowd(p.h * 0.86, p.h * 0.97, 6);
}

fn fair(p: &mut Painter) {
    p.sky();
    p.hills(p.g, p.h * 0.2, p.far);
    p.land(p.g, p.land);
    p.lanterns(p.h * 0.22);
    for i in 0..4 {
        let (x, w) = (p.w * (f64::from(i) + 0.1) / 4.0, p.w * 0.2);
        let y = p.h * 0.42;
        p.s.rect((x + 8.0, y), (9.0, p.h * 0.34), p.dark);
        p.s.rect((x + w - 17.0, y), (9.0, p.h * 0.34), p.dark);
        p.s.rect((x, p.h * 0.62), (w, p.h * 0.13), p.wall);
        for k in 0..6 {
            let at = (x + w * (f64::from(k) + 0.5) / 6.0, p.h * 0.615);
            p.s.disc(at, 15.0, [p.accent, p.green, p.sun][p.r.below(3)]);
            let (left, step) = (x + w * f64::from(k) / 6.0, w / 6.0);
            let colour = if k % 2 == 0 { p.roof } else { p.wall };
            p.s.polygon(
                &[
                    (left + step * 0.3, y - 58.0),
                    (left + step * 0.9, y - 58.0),
                    (left + step, y),
                    (left, y),
                ],
                colour,
            );
            p.s.disc((left + step / 2.0, y), step / 2.0, colour);
        }
    }
    p.crowd(p.h * 0.82, p.h * 0.99, 15);
}

fn fields(p: &mut Painter) {
    p.sky();
    p.hills(p.g, p.h * 0.34, p.far);
    p.hills(p.g, p.h * 0.18, p.near);
    p.land(p.g, p.green);
    let point = p.w * p.r.between(0.3, 0.7);
    for i in -12..12 {
        let (a, b) = (f64::from(i) * p.w * 0.16, p.w * 0.08);
        let colour = if i % 3 == 0 { p.sun } else { p.land };
        p.s.polygon(
            &[
                (point + a * 0.22, p.g),
                (point + (a + b) * 0.22, p.g),
                (point + a + b, p.h),
                (point + a, p.h),
            ],
            colour,
        );
    }
    let left = p.w * p.r.between(0.08, 0.2);
    p.house(left, p.g + 16.0, p.w * 0.09, p.h * 0.09);
    p.house(left + p.w * 0.1, p.g + 22.0, p.w * 0.07, p.h * 0.075);
    for _ in 0..5 {
        let (x, size) = (p.w * p.r.between(0.3, 1.0), p.h * p.r.between(0.1, 0.17));
        p.tree(x, p.g + 20.0, size);
    }
}

fn hall(p: &mut Painter) {
    p.s.rect((0.0, 0.0), (p.w, p.h), p.land);
    p.s.rect((p.w * 0.1, 0.0), (p.w * 0.8, p.g), p.wall);
    p.s.rect((p.w * 0.14, p.h * 0.07), (p.w * 0.72, p.h * 0.07), p.accent);
    for i in 0..6 {
        let x = p.w * f64::from(i) * 0.018;
        p.s.rect((x, 0.0), (p.w * 0.016, p.g), p.roof);
        p.s.rect((p.w - x - p.w * 0.016, 0.0), (p.w * 0.016, p.g), p.roof);
    }
    p.s.rect((p.w * 0.3, p.h * 0.18), (p.w * 0.4, p.h * 0.22), p.water);
    for i in 0..4 {
        let wide = p.w * p.r.between(0.16, 0.32);
        p.s.rect((p.w * 0.34, p.h * (0.22 + 0.04 * f64::from(i))), (wide, 9.0), p.foam);
    }
    p.s.rect((p.w * 0.1, p.g - 10.0), (p.w * 0.8, 26.0), p.dark);
    for i in 0..7 {
        let x = p.w * (0.24 + 0.087 * f64::from(i));
        p.person(x, p.g - 34.0, p.h * 0.11);
        p.s.disc((p.w * (0.12 + 0.127 * f64::from(i)), p.g - 10.0), 20.0, p.green);
    }
    p.s.rect((p.w * 0.2, p.g - 58.0), (p.w * 0.6, 50.0), p.roof);
    p.heads(p.g + 26.0, 4);
}

fn harbour(p: &mut Painter) {
    p.sky();
    p.hills(p.g, p.h * 0.2, p.far);
    p.sea(p.g);
    let quay = p.g - 8.0;
    p.s.rect((0.0, quay), (p.w, 34.0), p.land);
    p.s.rect((0.0, quay + 34.0), (p.w, 10.0), p.dark);
    for i in 0..3 {
        let (x, h) = (p.w * (0.02 + 0.14 * f64::from(i)), p.h * p.r.between(0.09, 0.15));
        p.house(x, quay, p.w * 0.11, h);
    }
    for t in [0.58, 0.78] {
        let (x, top) = (p.w * (t + p.r.between(-0.03, 0.03)), p.h * 0.2);
        p.s.line(
            &[(x - 34.0, quay), (x - 20.0, top), (x + 20.0, top), (x + 34.0, quay)],
            10.0,
            p.accent,
        );
        p.s.line(&[(x - 90.0, top), (x + 170.0, top)], 12.0, p.accent);
        p.s.line(&[(x, top - 60.0), (x + 160.0, top)], 4.0, p.dark);
        p.s.line(&[(x + 130.0, top), (x + 130.0, top + 90.0)], 3.0, p.dark);
        p.s.rect((x + 104.0, top + 90.0), (54.0, 30.0), p.near);
    }
    for (t, y, size) in
        [(0.2, 0.76, 0.2), (0.52, 0.79, 0.24), (0.84, 0.77, 0.21), (0.34, 0.92, 0.3)]
    {
        let x = t + p.r.between(-0.04, 0.04);
        p.boat(p.w * x, p.h * y, p.h * size);
    }
}

fn islands(p: &mut Painter) {
    p.sky();
    p.sea(p.g * 0.86);
    let light = p.r.below(3);
    for (i, (y, size)) in [(0.56, 0.13), (0.6, 0.2), (0.68, 0.28)].into_iter().enumerate() {
        let (x, y) = (p.w * p.r.between(0.15, 0.85), p.h * y);
        let (a, b) = (p.w * size, p.h * size * 0.62);
        let colour = [p.far, p.near, p.green][i];
        p.s.polygon(
            &[
                (x - a, y),
                (x - a * 0.6, y - b * 0.5),
                (x - a * 0.25, y - b),
                (x + a * 0.1, y - b * 0.7),
                (x + a * 0.45, y - b * 0.82),
                (x + a * 0.8, y - b * 0.3),
                (x + a, y),
            ],
            colour,
        );
        p.s.ellipse((x, y), (a * 1.02, 9.0), p.foam);
        if i == light {
            let (x, y, t) = (x - a * 0.25, y - b, p.h * (0.1 + 0.03 * i as f64));
            p.s.polygon(
                &[
                    (x - t * 0.14, y + 12.0),
                    (x - t * 0.09, y - t),
                    (x + t * 0.09, y - t),
                    (x + t * 0.14, y + 12.0),
                ],
                p.wall,
            );
            p.s.rect((x - t * 0.11, y - t * 0.62), (t * 0.22, t * 0.22), p.accent);
            p.s.rect((x - t * 0.08, y - t * 1.2), (t * 0.16, t * 0.2), p.sun);
            p.s.polygon(
                &[(x - t * 0.12, y - t * 1.2), (x, y - t * 1.4), (x + t * 0.12, y - t * 1.2)],
                p.roof,
            );
        }
    }
    let x = p.w * p.r.between(0.2, 0.8);
    p.boat(x, p.h * 0.88, p.h * 0.17);
    for _ in 0..4 {
        let (x, y) = (p.w * p.r.between(0.1, 0.9), p.h * p.r.between(0.12, 0.36));
        p.s.line(&[(x - 20.0, y - 7.0), (x, y), (x + 20.0, y - 9.0)], 3.4, p.dark);
    }
}

fn lab(p: &mut Painter) {
    p.s.rect((0.0, 0.0), (p.w, p.h), p.sky);
    p.s.rect((p.w * 0.06, p.h * 0.1), (p.w * 0.3, p.h * 0.38), p.wall);
    p.s.rect((p.w * 0.075, p.h * 0.12), (p.w * 0.27, p.h * 0.34), p.water);
    p.s.rect((p.w * 0.205, p.h * 0.12), (10.0, p.h * 0.34), p.wall);
    p.s.rect((p.w * 0.48, p.h * 0.1), (p.w * 0.44, p.h * 0.36), p.dark);
    let mut curve = Vec::new();
    for i in 0..12 {
        let t = f64::from(i) / 11.0;
        curve.push((p.w * (0.51 + 0.38 * t), p.h * (0.42 - 0.24 * t + p.r.between(-0.03, 0.03))));
    }
    p.s.line(&curve, 7.0, p.sun);
    p.s.rect((0.0, p.h * 0.72), (p.w, p.h * 0.28), p.land);
    p.s.rect((0.0, p.h * 0.7), (p.w, p.h * 0.035), p.wall);
    for i in 0..5 {
        let (x, y) = (p.w * (0.08 + 0.105 * f64::from(i)), p.h * 0.7);
        let size = p.h * p.r.between(0.12, 0.19);
        let colour = [p.accent, p.green, p.near, p.sun, p.roof][p.r.below(5)];
        let glass = [
            (x - size * 0.12, y - size),
            (x + size * 0.12, y - size),
            (x + size * 0.12, y - size * 0.55),
            (x + size * 0.42, y),
            (x - size * 0.42, y),
            (x - size * 0.12, y - size * 0.55),
        ];
        p.s.polygon(&glass, p.foam);
        p.s.polygon(
            &[
                (x + size * 0.25, y - size * 0.32),
                (x + size * 0.42, y),
                (x - size * 0.42, y),
                (x - size * 0.25, y - size * 0.32),
            ],
            colour,
        );
    }
    let (x, y) = (p.w * 0.76, p.h * 0.7);
    p.s.rect((x - 90.0, y - 18.0), (180.0, 18.0), p.dark);
    p.s.line(&[(x + 50.0, y - 18.0), (x + 70.0, y - 110.0), (x + 20.0, y - 190.0)], 24.0, p.dark);
    p.s.line(&[(x - 56.0, y - 84.0), (x + 34.0, y - 232.0)], 38.0, p.near);
    p.s.rect((x - 96.0, y - 62.0), (120.0, 12.0), p.dark);
}

fn map(p: &mut Painter) {
    p.s.rect((0.0, 0.0), (p.w, p.h), 0xD9EAF0);
    let coast = [
        (0.0, 0.0),
        (0.62, 0.0),
        (0.55, 0.16),
        (0.6, 0.3),
        (0.5, 0.42),
        (0.34, 0.46),
        (0.3, 0.62),
        (0.4, 0.76),
        (0.33, 1.0),
        (0.0, 1.0),
    ];
    let scaled = |points: &[(f64, f64)]| {
        points.iter().map(|(x, y)| (x * 1200.0, y * 640.0)).collect::<Vec<_>>()
    };
    p.s.polygon(&scaled(&coast), 0xF3ECD8);
    for (x, y, a, b) in [
        (0.62, 0.62, 0.13, 0.17),
        (0.84, 0.4, 0.1, 0.14),
        (0.86, 0.8, 0.06, 0.09),
        (0.5, 0.88, 0.04, 0.06),
    ] {
        let ring: Vec<(f64, f64)> = (0..24)
            .map(|i| {
                let (sin, cos) = (f64::from(i) / 24.0 * 6.283).sin_cos();
                let wild = p.r.between(0.82, 1.12);
                (x + a * cos * wild, y + b * sin * wild)
            })
            .collect();
        p.s.polygon(&scaled(&ring), 0xF3ECD8);
    }
    p.s.line(&scaled(&[(0.1, 0.0), (0.16, 0.3), (0.12, 0.6), (0.2, 1.0)]), 9.0, 0xA9CCD8);
    p.s.line(&scaled(&[(0.0, 0.36), (0.2, 0.3), (0.44, 0.2), (0.56, 0.08)]), 5.0, 0xC9BFA6);
    let stops = [
        (0.06, 0.78),
        (0.13, 0.7),
        (0.2, 0.6),
        (0.27, 0.52),
        (0.36, 0.38),
        (0.47, 0.34),
        (0.6, 0.58),
        (0.72, 0.54),
        (0.85, 0.42),
    ];
    p.s.line(&scaled(&stops), 11.0, 0xA6192E);
    for at in scaled(&stops) {
        p.s.disc(at, 15.0, 0xA6192E);
        p.s.disc(at, 9.0, 0xFFFFFF);
    }
    p.s.polygon(&scaled(&[(0.955, 0.06), (0.968, 0.17), (0.955, 0.145), (0.942, 0.17)]), 0x4C5A66);
}

fn school(p: &mut Painter) {
    p.sky();
    p.hills(p.g, p.h * 0.22, p.far);
    p.land(p.g, p.green);
    let (x, y, w) = (p.w * 0.16, p.h * 0.76, p.w * 0.68);
    p.s.rect((x, y - p.h * 0.34), (w, p.h * 0.34), p.wall);
    p.s.rect((x - 10.0, y - p.h * 0.37), (w + 20.0, p.h * 0.035), p.roof);
    p.windows((x, y - p.h * 0.32), (w * 0.4, p.h * 0.3), 5, 3);
    p.windows((x + w * 0.6, y - p.h * 0.32), (w * 0.4, p.h * 0.3), 5, 3);
    p.s.rect((x + w * 0.4, y - p.h * 0.46), (w * 0.2, p.h * 0.46), p.roof);
    p.s.disc((x + w / 2.0, y - p.h * 0.36), 42.0, p.wall);
    p.s.line(
        &[
            (x + w / 2.0, y - p.h * 0.4),
            (x + w / 2.0, y - p.h * 0.36),
            (x + w / 2.0 + 22.0, y - p.h * 0.35),
        ],
        5.0,
        p.dark,
    );
    p.s.rect((x + w * 0.46, y - p.h * 0.13), (w * 0.08, p.h * 0.13), p.dark);
    p.s.ellipse((p.w / 2.0, p.h * 0.95), (p.w * 0.56, p.h * 0.15), p.roof);
    p.s.ellipse((p.w / 2.0, p.h * 0.96), (p.w * 0.46, p.h * 0.11), p.green);
    let pole = p.w * p.r.between(0.06, 0.11);
    p.s.line(&[(pole, y + 10.0), (pole, p.h * 0.2)], 6.0, p.dark);
    p.s.rect((pole, p.h * 0.2), (84.0, 54.0), p.accent);
    for t in [0.9, 0.97] {
        p.tree(p.w * t, y + 14.0, p.h * 0.26);
    }
    p.crowd(p.h * 0.86, p.h * 0.96, 7);
}

fn stadium(p: &mut Painter) {
    p.sky();
    p.land(p.h * 0.3, p.near);
    p.s.polygon(
        &[(0.0, p.h * 0.22), (p.w, p.h * 0.16), (p.w, p.h * 0.2), (0.0, p.h * 0.26)],
        p.wall,
    );
    for row in 0..6 {
        let y = p.h * (0.3 + 0.045 * f64::from(row));
        for i in 0..44 {
            let colour = [p.far, p.wall, p.accent, p.sun, p.dark][p.r.below(5)];
            p.s.disc(
                (p.w * (f64::from(i) + 0.3 * f64::from(row % 2) + 0.3) / 44.0, y),
                9.5,
                colour,
            );
        }
    }
    p.land(p.g - 20.0, p.green);
    for lane in 0..5 {
        let y = p.g + p.h * 0.06 * f64::from(lane);
        p.s.polygon(
            &[(0.0, y), (p.w, y - 10.0), (p.w, y + p.h * 0.055), (0.0, y + p.h * 0.062)],
            p.roof,
        );
    }
    for lane in 0..5 {
        let (x, y) = (p.w * p.r.between(0.15, 0.85), p.g + p.h * (0.045 + 0.062 * f64::from(lane)));
        let size = p.h * (0.12 + 0.014 * f64::from(lane));
        p.s.line(&[(x - size * 0.1, y - size * 0.2), (x - size * 0.34, y)], 9.0, p.dark);
        p.s.line(&[(x, y - size * 0.2), (x + size * 0.22, y - size * 0.02)], 9.0, p.dark);
        p.person(x, y - size * 0.16, size * 0.8);
    }
}

fn stage(p: &mut Painter) {
    p.s.rect((0.0, 0.0), (p.w, p.h), p.dark);
    p.hills(p.g, p.h * 0.3, p.near);
    for i in 0..6 {
        let (x, to) = (p.w * (0.1 + 0.16 * f64::from(i)), p.w * p.r.between(0.2, 0.8));
        let colour = [p.sun, p.far, p.land][p.r.below(3)];
        p.s.polygon(
            &[(x - 8.0, 34.0), (x + 8.0, 34.0), (to + 70.0, p.g + 10.0), (to - 70.0, p.g + 10.0)],
            colour,
        );
        p.s.disc((x, 30.0), 20.0, p.wall);
    }
    p.s.rect((0.0, 14.0), (p.w, 14.0), p.wall);
    p.s.polygon(
        &[(p.w * 0.08, p.g), (p.w * 0.92, p.g), (p.w, p.g + 60.0), (0.0, p.g + 60.0)],
        p.land,
    );
    p.s.rect((0.0, p.g + 60.0), (p.w, 40.0), p.roof);
    for i in 0..6 {
        let x = p.w * (0.2 + 0.12 * f64::from(i)) + p.r.between(-20.0, 20.0);
        let arm = p.r.between(-60.0, -20.0);
        let y = p.g + 34.0;
        p.s.line(&[(x - 22.0, y - 100.0), (x - 74.0, y - 110.0 + arm)], 13.0, p.accent);
        p.s.line(&[(x + 22.0, y - 100.0), (x + 74.0, y - 110.0 - arm * 0.3)], 13.0, p.accent);
        p.person(x, y, p.h * 0.22);
    }
    p.heads(p.g + 110.0, 3);
}

fn station(p: &mut Painter) {
    p.sky();
    p.hills(p.g, p.h * 0.16, p.far);
    let arch: Vec<(f64, f64)> = (0..=24)
        .map(|i| {
            let t = f64::from(i) / 24.0;
            (p.w * t, p.h * (0.34 - 0.2 * (t * std::f64::consts::PI).sin()))
        })
        .collect();
    for i in 0..9 {
        let x = p.w * (f64::from(i) + 0.5) / 9.0;
        p.s.line(&[(x, p.h * 0.28), (x, p.g)], 12.0, p.near);
    }
    p.s.line(&arch, 34.0, p.roof);
    p.s.rect((0.0, p.g - 6.0), (p.w, p.h), p.land);
    let from = p.w * p.r.between(0.04, 0.16);
    let (top, foot) = (p.h * 0.44, p.h * 0.7);
    p.s.polygon(
        &[(from + 110.0, top), (p.w, top), (p.w, foot), (from, foot), (from, foot - 60.0)],
        p.wall,
    );
    p.s.rect((from + 20.0, foot - 66.0), (p.w, 20.0), p.accent);
    p.s.polygon(
        &[
            (from + 118.0, top + 24.0),
            (from + 200.0, top + 24.0),
            (from + 200.0, top + 96.0),
            (from + 56.0, top + 96.0),
        ],
        p.water,
    );
    p.windows((from + 230.0, top + 8.0), (p.w - from - 230.0, 104.0), 8, 1);
    p.s.rect((0.0, foot), (p.w, 16.0), p.dark);
    p.s.rect((0.0, p.h * 0.8), (p.w, p.h * 0.2), p.foam);
    p.s.rect((0.0, p.h * 0.8), (p.w, 12.0), p.sun);
    p.crowd(p.h * 0.9, p.h * 0.99, 9);
}

fn town(p: &mut Painter) {
    p.sky();
    p.hills(p.g, p.h * 0.34, p.far);
    p.sea(p.h * 0.76);
    p.s.rect((0.0, p.h * 0.74), (p.w, 30.0), p.land);
    let mut x = -20.0;
    while x < p.w {
        let (w, h) = (p.w * p.r.between(0.1, 0.17), p.h * p.r.between(0.18, 0.36));
        p.house(x, p.h * 0.74, w, h);
        if p.r.below(2) == 0 {
            p.s.ellipse((x + w * 0.2, p.h * 0.74 - h * 0.42), (11.0, 15.0), p.accent);
            p.s.ellipse((x + w * 0.8, p.h * 0.74 - h * 0.42), (11.0, 15.0), p.accent);
        }
        x += w + p.w * p.r.between(0.005, 0.03);
    }
    let t = p.r.between(0.2, 0.8);
    let (x, y) = (p.w * t, p.h * 0.9);
    p.s.polygon(
        &[(x - 130.0, y - 8.0), (x + 150.0, y - 22.0), (x + 96.0, y + 20.0), (x - 84.0, y + 20.0)],
        p.dark,
    );
    p.person(x + 30.0, y - 4.0, p.h * 0.13);
}

fn wetland(p: &mut Painter) {
    p.sky();
    p.hills(p.g * 0.86, p.h * 0.18, p.far);
    p.land(p.g * 0.86, p.green);
    p.sea(p.g * 0.93);
    for (x, y, a) in [(0.2, 0.7, 0.2), (0.74, 0.66, 0.24), (0.52, 0.84, 0.18)] {
        let wild = p.r.between(-0.06, 0.06);
        p.s.ellipse((p.w * (x + wild), p.h * y), (p.w * a, p.h * 0.035), p.land);
    }
    let bend = p.w * p.r.between(0.45, 0.6);
    p.s.polygon(
        &[(bend - 14.0, p.g * 0.9), (bend + 14.0, p.g * 0.9), (p.w * 0.46, p.h), (p.w * 0.22, p.h)],
        p.roof,
    );
    for i in 0..5 {
        let (x, y) = (p.w * p.r.between(0.56, 0.94), p.h * (0.66 + 0.05 * f64::from(i)));
        let t = p.h * (0.07 + 0.014 * f64::from(i));
        p.s.line(&[(x, y), (x, y - t * 0.7)], 4.0, p.dark);
        p.s.ellipse((x, y - t * 0.86), (t * 0.42, t * 0.2), 0xFFFFFF);
        p.s.line(
            &[
                (x + t * 0.34, y - t * 0.9),
                (x + t * 0.26, y - t * 1.3),
                (x + t * 0.42, y - t * 1.5),
            ],
            t * 0.1,
            0xFFFFFF,
        );
        p.s.line(&[(x + t * 0.42, y - t * 1.5), (x + t * 0.74, y - t * 1.44)], t * 0.06, p.sun);
    }
    for i in 0..70 {
        let side = if i % 2 == 0 { p.r.between(0.0, 0.24) } else { p.r.between(0.66, 1.0) };
        let (x, tall) = (p.w * side, p.h * p.r.between(0.12, 0.3));
        let lean = p.r.between(-30.0, 30.0);
        p.s.line(&[(x, p.h), (x + lean, p.h - tall)], 5.0, p.near);
        p.s.ellipse((x + lean, p.h - tall), (6.0, 22.0), p.roof);
    }
}

fn windfarm(p: &mut Painter) {
    p.sky();
    p.hills(p.g, p.h * 0.1, p.far);
    p.sea(p.g);
    for i in 0..6 {
        let near = f64::from(i) / 5.0;
        let tall = p.h * (0.22 + 0.3 * near);
        let (x, y) = (p.w * (0.1 + 0.155 * f64::from(i)), p.g + p.h * 0.16 * near);
        let (hub, turn) = (y - tall, p.r.between(0.0, 2.1));
        p.s.polygon(
            &[(x - 5.0 - 4.0 * near, y), (x - 3.0, hub), (x + 3.0, hub), (x + 5.0 + 4.0 * near, y)],
            p.wall,
        );
        p.s.rect((x - 12.0 - 8.0 * near, y - 8.0), (24.0 + 16.0 * near, 14.0), p.accent);
        for blade in 0..3 {
            let (sin, cos) = (turn + f64::from(blade) * 2.0944).sin_cos();
            let (long, wide) = (tall * 0.5, 4.0 + 5.0 * near);
            p.s.polygon(
                &[
                    (x, hub),
                    (x + cos * long * 0.2 - sin * wide, hub + sin * long * 0.2 + cos * wide),
                    (x + cos * long, hub + sin * long),
                ],
                p.wall,
            );
        }
        p.s.disc((x, hub), 6.0 + 4.0 * near, p.near);
    }
    let t = p.r.between(0.2, 0.7);
    p.boat(p.w * t, p.h * 0.9, p.h * 0.18);
}

fn workshop(p: &mut Painter) {
    p.sky();
    p.hills(p.g, p.h * 0.2, p.far);
    p.land(p.g + 10.0, p.land);
    let (x, y, w) = (p.w * 0.08, p.h * 0.78, p.w * 0.14);
    for i in 0..6 {
        let left = x + w * f64::from(i);
        p.s.polygon(
            &[(left, y - p.h * 0.3), (left, y - p.h * 0.44), (left + w, y - p.h * 0.3)],
            p.roof,
        );
        p.s.polygon(
            &[
                (left + 8.0, y - p.h * 0.31),
                (left + 8.0, y - p.h * 0.41),
                (left + w * 0.3, y - p.h * 0.37),
                (left + w * 0.3, y - p.h * 0.31),
            ],
            p.water,
        );
    }
    p.s.rect((x, y - p.h * 0.3), (w * 6.0, p.h * 0.3), p.wall);
    p.windows((x, y - p.h * 0.27), (w * 6.0, p.h * 0.12), 14, 1);
    for i in 0..3 {
        p.s.rect((x + w * (0.5 + 2.0 * f64::from(i)), y - p.h * 0.14), (w, p.h * 0.14), p.dark);
    }
    let columns = 5 + p.r.below(3) as u32;
    for (i, j) in (0..columns).flat_map(|i| (0..2).map(move |j| (i, j))) {
        let colour = [p.accent, p.near, p.green, p.roof][p.r.below(4)];
        let at = (p.w * 0.04 + f64::from(i) * 128.0, p.h * 0.97 - f64::from(j + 1) * 50.0);
        p.s.rect(at, (122.0, 46.0), colour);
        for k in 1..6 {
            p.s.rect((at.0 + f64::from(k) * 20.0, at.1 + 6.0), (3.0, 34.0), p.wall);
        }
    }
    for t in [0.88, 0.95] {
        p.tree(p.w * t, p.h * 0.92, p.h * 0.24);
    }
}
