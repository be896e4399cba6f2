//! The pictures by name: `harbour-economy-3.svg` is a harbour with chance seeded by the name;
//! `-wide` and `-tall` give its shape, `-large` a raster that fills a page.

use std::io::Cursor;

use image::ImageFormat;
use image::codecs::jpeg::JpegEncoder;

use crate::sample::painter::{At, Painter, spot};
use crate::sample::random::Random;

type Motif = (&'static str, &'static str, fn(&mut Painter));

const MOTIFS: &[Motif] = &[
    ("bridge", "斜拉桥横跨海面，桥塔上张着拉索，桥下有船。", bridge),
    ("class", "三排学生站在台阶上，身后是校舍。", class),
    ("clinic", "浅色的医院大楼，门前有树，楼顶有红色十字。", clinic),
    ("fair", "一排条纹棚顶的摊位，上面挂着灯笼，人们在摊前走动。", fair),
    ("fields", "山前一垄垄田地伸向远处，田边有农舍和树。", fields),
    ("hall", "会场里一排排听众面向主席台，台上方是横幅。", hall),
    ("harbour", "渔船靠在码头边，岸上有吊机和仓库。", harbour),
    ("islands", "海面上几座岛屿，一座立着灯塔，近处有一条船。", islands),
    ("lab", "实验台上摆着烧瓶和显微镜，墙上的屏幕有一条曲线。", lab),
    ("map", "地图上红色线路自西向东穿过海湾，沿线九个圆点是车站。", map),
    ("portrait", "一个人的半身像。", portrait),
    ("school", "教学楼正面有钟，楼前是操场、旗杆和树。", school),
    ("stadium", "田径场的看台与跑道，几名运动员在奔跑。", stadium),
    ("stage", "夜晚的舞台，灯光下几个人在表演，台前是观众。", stage),
    ("station", "弧形屋顶的车站，一列车停在站台旁，有人候车。", station),
    ("town", "水边一排高低错落的坡顶房屋，门前挂着灯笼。", town),
    ("wetland", "芦苇和浅水之间有木栈道，水面上站着几只白鹭。", wetland),
    ("windfarm", "海面上一排白色风力发电机，远处有山。", windfarm),
    ("workshop", "锯齿形屋顶的厂房，门前堆着集装箱。", workshop),
];

/// Where the ground or the sea begins in most pictures.
const HORIZON: f64 = 0.62;

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
    let size = match name {
        _ if name.starts_with("map") || name.contains("-wide") => (1200.0, 640.0),
        _ if name.starts_with("class") => (1600.0, 900.0),
        _ if name.starts_with("portrait") => (960.0, 1200.0),
        _ if name.contains("-tall") => (1000.0, 1160.0),
        _ => (1200.0, 800.0),
    };
    let mut painter = Painter::new(size, Random::named(name));
    motif(name).2(&mut painter);
    let across = if name.contains("-large") { 2600 } else { 1200 };
    let mut out = Cursor::new(Vec::new());
    match name.rsplit('.').next() {
        Some("png") => painter.scene.pixels(across).write_to(&mut out, ImageFormat::Png).unwrap(),
        Some("jpg") => {
            let encoder = JpegEncoder::new_with_quality(&mut out, 80);
            painter.scene.pixels(across).write_with_encoder(encoder).unwrap();
        }
        _ => return painter.scene.svg().into_bytes(),
    }
    out.into_inner()
}

fn bridge(p: &mut Painter) {
    p.sky();
    p.hills(HORIZON, 0.16, p.c.far);
    p.sea(HORIZON);
    let (deck, shift) = (HORIZON - 0.08, p.chance(-0.06, 0.06));
    for x in [0.3 + shift, 0.7 + shift] {
        for i in 1..=9 {
            let (reach, top) = (0.021 * f64::from(i), 0.25 - 0.012 * f64::from(i));
            p.line(p.all, &[x - reach, deck, x, top, x + reach, deck], 0.003, p.c.dark);
        }
        let (tip, foot) = (0.006, 0.022);
        p.shape(p.all, &[x - foot, 0.67, x - tip, 0.13, x + tip, 0.13, x + foot, 0.67], p.c.wall);
        p.rect(p.all, [x - 0.043, 0.66, 0.086, 0.033], p.c.dark);
    }
    for i in 0..9 {
        p.rect(p.all, [f64::from(i) / 8.0 - 0.006, deck, 0.012, 0.11], p.c.near);
    }
    p.rect(p.all, [0.0, deck - 0.011, 1.0, 0.025], p.c.roof);
    p.rect(p.all, [0.0, deck + 0.014, 1.0, 0.006], p.c.dark);
    let x = p.chance(0.42, 0.58);
    p.boat(x, 0.87, 0.16);
}

/// Three rows of people on steps in front of a house.
fn class(p: &mut Painter) {
    p.sky();
    p.ground(HORIZON, p.c.land);
    p.rect(p.all, [0.08, 0.12, 0.84, 0.5], p.c.wall);
    let front = At(0.1 * p.all.2, 0.16 * p.all.3, 0.8 * p.all.2, 0.3 * p.all.3);
    p.windows(front, 12, 2);
    for (row, count) in [12_u32, 11, 10].into_iter().enumerate() {
        let y = 0.5 + 0.13 * row as f64;
        p.rect(p.all, [0.05, y + 0.14, 0.9, 0.13], p.c.near);
        for person in 0..count {
            let x = 0.08 + 0.84 * (f64::from(person) + 0.5) / f64::from(count);
            let at = p.thing(x, y + 0.2, 0.26);
            bust(p, At(at.0 - at.2 / 2.0, at.1 - at.3, at.2, at.3));
        }
    }
}

fn portrait(p: &mut Painter) {
    let wall = p.any(&[p.c.sky, p.c.foam, p.c.wall]);
    p.rect(p.all, [0.0, 0.0, 1.0, 1.0], wall);
    let (width, height) = (p.all.2, p.all.3);
    bust(p, At(width / 2.0 - height * 0.45, height * 0.1, height * 0.9, height * 0.9));
}

/// Head and shoulders in a square.
fn bust(p: &mut Painter, at: At) {
    let skin = p.any(&[0xF2CFA8, 0xE8BE93, 0xF6DCC0, 0xD9A877]);
    let (hair, coat) =
        (p.any(&[0x2B2622, 0x3D322B, 0x1F2328]), p.any(&[0xB5533C, 0x40566A, 0x6F9F6A]));
    let wide = p.chance(0.17, 0.2);
    p.oval(at, [0.5, 0.4, wide + 0.035, 0.27], hair);
    p.oval(at, [0.5, 1.0, 0.4, 0.32], coat);
    p.rect(at, [0.42, 0.55, 0.16, 0.16], skin);
    p.oval(at, [0.5, 0.43, wide, 0.23], skin);
    p.shape(at, &[0.5 - wide, 0.34, 0.5, 0.2, 0.5 + wide, 0.34, 0.5, 0.27], hair);
    for x in [0.5 - wide * 0.45, 0.5 + wide * 0.45] {
        p.oval(at, [x, 0.43, 0.016, 0.02], hair);
    }
    p.line(at, &[0.46, 0.55, 0.5, 0.565, 0.54, 0.55], 0.012, 0x9C4750);
}

fn clinic(p: &mut Painter) {
    p.sky();
    p.hills(0.64, 0.14, p.c.far);
    p.ground(0.64, p.c.land);
    let (w, h) = (p.all.2, p.all.3);
    p.rect(p.all, [0.54, 0.44, 0.27, 0.36], p.c.far);
    p.windows(At(0.54 * w, 0.44 * h, 0.27 * w, 0.3 * h), 6, 4);
    p.rect(p.all, [0.2, 0.24, 0.34, 0.56], p.c.wall);
    p.windows(At(0.2 * w, 0.36 * h, 0.34 * w, 0.34 * h), 6, 5);
    let cross = p.thing(0.37, 0.278, 0.11);
    p.rect(cross, [-0.5, -0.15, 1.0, 0.3], p.c.accent);
    p.rect(cross, [-0.15, -0.5, 0.3, 1.0], p.c.accent);
    p.rect(p.all, [0.3, 0.7, 0.14, 0.1], p.c.dark);
    p.rect(p.all, [0.275, 0.68, 0.19, 0.02], p.c.roof);
    for x in [0.06, 0.14, 0.84, 0.93] {
        let size = p.chance(0.2, 0.3);
        p.tree(x, 0.825, size);
    }
    p.crowd(0.86, 0.97, 6);
}

fn fair(p: &mut Painter) {
    p.sky();
    p.hills(HORIZON, 0.2, p.c.far);
    p.ground(HORIZON, p.c.land);
    p.line(p.all, &[0.0, 0.19, 1.0, 0.19], 0.003, p.c.dark);
    for i in 0..12 {
        let x = (f64::from(i) + 0.5) / 12.0;
        p.line(p.all, &[x, 0.19, x, 0.22], 0.003, p.c.dark);
        p.oval(p.all, [x, 0.22, 0.014, 0.018], p.c.accent);
    }
    for stall in 0..4 {
        let at = At(
            p.all.2 * (f64::from(stall) + 0.1) / 4.0,
            0.35 * p.all.3,
            0.2 * p.all.2,
            0.4 * p.all.3,
        );
        p.rect(at, [0.03, 0.1, 0.035, 0.9], p.c.dark);
        p.rect(at, [0.935, 0.1, 0.035, 0.9], p.c.dark);
        p.rect(at, [0.0, 0.68, 1.0, 0.32], p.c.wall);
        for stripe in 0..6 {
            let (x, w) = (f64::from(stripe) / 6.0, 1.0 / 6.0);
            let ware = p.any(&[p.c.accent, p.c.green, p.c.sun]);
            p.disc(at, [x + w / 2.0, 0.67, 0.05], ware);
            let colour = if stripe % 2 == 0 { p.c.roof } else { p.c.wall };
            p.shape(at, &[x + w * 0.3, 0.0, x + w * 0.9, 0.0, x + w, 0.18, x, 0.18], colour);
            p.oval(at, [x + w / 2.0, 0.18, w / 2.0, 0.06], colour);
        }
    }
    p.crowd(0.82, 0.99, 15);
}

fn fields(p: &mut Painter) {
    p.sky();
    p.hills(HORIZON, 0.34, p.c.far);
    p.hills(HORIZON, 0.18, p.c.near);
    p.ground(HORIZON, p.c.green);
    let x = p.chance(0.3, 0.7);
    for i in -12..12 {
        let (a, b) = (f64::from(i) * 0.16, f64::from(i) * 0.16 + 0.08);
        let colour = if i % 3 == 0 { p.c.sun } else { p.c.land };
        p.shape(
            p.all,
            &[x + a * 0.22, HORIZON, x + b * 0.22, HORIZON, x + b, 1.0, x + a, 1.0],
            colour,
        );
    }
    let left = p.chance(0.08, 0.2);
    p.house(left, HORIZON + 0.02, 0.09, 0.09);
    p.house(left + 0.1, HORIZON + 0.027, 0.07, 0.075);
    for _ in 0..5 {
        let (x, size) = (p.chance(0.3, 1.0), p.chance(0.1, 0.17));
        p.tree(x, HORIZON + 0.025, size);
    }
}

fn hall(p: &mut Painter) {
    p.ground(0.0, p.c.land);
    p.rect(p.all, [0.1, 0.0, 0.8, HORIZON], p.c.wall);
    p.rect(p.all, [0.14, 0.07, 0.72, 0.07], p.c.accent);
    for i in 0..6 {
        let x = f64::from(i) * 0.018;
        p.rect(p.all, [x, 0.0, 0.016, HORIZON], p.c.roof);
        p.rect(p.all, [0.984 - x, 0.0, 0.016, HORIZON], p.c.roof);
    }
    p.rect(p.all, [0.3, 0.18, 0.4, 0.22], p.c.water);
    for i in 0..4 {
        let wide = p.chance(0.16, 0.32);
        p.rect(p.all, [0.34, 0.22 + 0.04 * f64::from(i), wide, 0.011], p.c.foam);
    }
    p.rect(p.all, [0.1, HORIZON - 0.012, 0.8, 0.032], p.c.dark);
    for i in 0..7 {
        p.person(0.24 + 0.087 * f64::from(i), HORIZON - 0.042, 0.11);
        p.disc(p.all, [0.12 + 0.127 * f64::from(i), HORIZON - 0.012, 0.025], p.c.green);
    }
    p.rect(p.all, [0.2, HORIZON - 0.072, 0.6, 0.062], p.c.roof);
    p.heads(HORIZON + 0.032, 4);
}

fn harbour(p: &mut Painter) {
    p.sky();
    p.hills(HORIZON, 0.2, p.c.far);
    p.sea(HORIZON);
    p.rect(p.all, [0.0, 0.61, 1.0, 0.042], p.c.land);
    p.rect(p.all, [0.0, 0.652, 1.0, 0.013], p.c.dark);
    for i in 0..3 {
        let high = p.chance(0.09, 0.15);
        p.house(0.02 + 0.14 * f64::from(i), 0.61, 0.11, high);
    }
    for x in [0.58, 0.78] {
        let shift = p.chance(-0.03, 0.03);
        let at = p.thing(x + shift, 0.61, 0.41);
        p.line(at, &[-0.1, 0.0, -0.06, -1.0, 0.06, -1.0, 0.1, 0.0], 0.03, p.c.accent);
        p.line(at, &[-0.27, -1.0, 0.52, -1.0], 0.036, p.c.accent);
        p.line(at, &[0.0, -1.18, 0.48, -1.0], 0.012, p.c.dark);
        p.line(at, &[0.4, -1.0, 0.4, -0.72], 0.009, p.c.dark);
        p.rect(at, [0.32, -0.72, 0.16, 0.09], p.c.near);
    }
    for [x, y, size] in
        [[0.2, 0.76, 0.2], [0.52, 0.79, 0.24], [0.84, 0.77, 0.21], [0.34, 0.92, 0.3]]
    {
        let shift = p.chance(-0.04, 0.04);
        p.boat(x + shift, y, size);
    }
}

fn islands(p: &mut Painter) {
    p.sky();
    p.sea(0.53);
    let lit = p.random.below(3);
    let colours = [p.c.far, p.c.near, p.c.green];
    for (i, [y, size]) in [[0.56, 0.13], [0.6, 0.2], [0.68, 0.28]].into_iter().enumerate() {
        let x = p.chance(0.15, 0.85);
        let at = At(x * p.all.2, y * p.all.3, size * p.all.2, size * p.all.3 * 0.62);
        let ridge =
            [-1.0, 0.0, -0.6, -0.5, -0.25, -1.0, 0.1, -0.7, 0.45, -0.82, 0.8, -0.3, 1.0, 0.0];
        p.shape(at, &ridge, colours[i]);
        p.oval(p.all, [x, y, size * 1.02, 0.011], p.c.foam);
        if i == lit {
            let at = spot(at.0 - at.2 * 0.25, at.1 - at.3, p.all.3 * (0.1 + 0.03 * i as f64));
            p.shape(at, &[-0.14, 0.12, -0.09, -1.0, 0.09, -1.0, 0.14, 0.12], p.c.wall);
            p.rect(at, [-0.11, -0.62, 0.22, 0.22], p.c.accent);
            p.rect(at, [-0.08, -1.2, 0.16, 0.2], p.c.sun);
            p.shape(at, &[-0.12, -1.2, 0.0, -1.4, 0.12, -1.2], p.c.roof);
        }
    }
    let x = p.chance(0.2, 0.8);
    p.boat(x, 0.88, 0.17);
    for _ in 0..4 {
        let (x, y) = (p.chance(0.1, 0.9), p.chance(0.12, 0.36));
        p.line(p.all, &[x - 0.017, y - 0.009, x, y, x + 0.017, y - 0.011], 0.004, p.c.dark);
    }
}

fn lab(p: &mut Painter) {
    p.ground(0.0, p.c.sky);
    p.rect(p.all, [0.06, 0.1, 0.3, 0.38], p.c.wall);
    p.rect(p.all, [0.075, 0.12, 0.27, 0.34], p.c.water);
    p.rect(p.all, [0.205, 0.12, 0.008, 0.34], p.c.wall);
    p.rect(p.all, [0.48, 0.1, 0.44, 0.36], p.c.dark);
    let mut curve = Vec::new();
    for i in 0..12 {
        let t = f64::from(i) / 11.0;
        curve.extend([0.51 + 0.38 * t, 0.42 - 0.24 * t + p.chance(-0.03, 0.03)]);
    }
    p.line(p.all, &curve, 0.009, p.c.sun);
    p.ground(0.72, p.c.land);
    p.rect(p.all, [0.0, 0.7, 1.0, 0.035], p.c.wall);
    for i in 0..5 {
        let size = p.chance(0.12, 0.19);
        let at = p.thing(0.08 + 0.105 * f64::from(i), 0.7, size);
        let glass = [-0.12, -1.0, 0.12, -1.0, 0.12, -0.55, 0.42, 0.0, -0.42, 0.0, -0.12, -0.55];
        p.shape(at, &glass, p.c.foam);
        let colour = p.any(&[p.c.accent, p.c.green, p.c.near, p.c.sun, p.c.roof]);
        p.shape(at, &[0.25, -0.32, 0.42, 0.0, -0.42, 0.0, -0.25, -0.32], colour);
    }
    let at = p.thing(0.76, 0.7, 0.25);
    p.rect(at, [-0.45, -0.09, 0.9, 0.09], p.c.dark);
    p.line(at, &[0.25, -0.09, 0.35, -0.55, 0.1, -0.95], 0.12, p.c.dark);
    p.line(at, &[-0.28, -0.42, 0.17, -1.16], 0.19, p.c.near);
    p.rect(at, [-0.48, -0.31, 0.6, 0.06], p.c.dark);
}

#[rustfmt::skip]
fn map(p: &mut Painter) {
    let (sea, land, line) = (0xD9EAF0, 0xF3ECD8, 0xA6192E);
    p.ground(0.0, sea);
    let coast = [
        0.0, 0.0, 0.62, 0.0, 0.55, 0.16, 0.6, 0.3, 0.5, 0.42, 0.34, 0.46, 0.3, 0.62, 0.4, 0.76,
        0.33, 1.0, 0.0, 1.0,
    ];
    p.shape(p.all, &coast, land);
    let islands = [[0.62, 0.62, 0.13, 0.17], [0.84, 0.4, 0.1, 0.14], [0.86, 0.8, 0.06, 0.09]];
    for [x, y, a, b] in islands {
        let mut shore = Vec::new();
        for i in 0..24 {
            let (sin, cos) = (f64::from(i) / 24.0 * std::f64::consts::TAU).sin_cos();
            let wild = p.chance(0.82, 1.12);
            shore.extend([x + a * cos * wild, y + b * sin * wild]);
        }
        p.shape(p.all, &shore, land);
    }
    p.line(p.all, &[0.1, 0.0, 0.16, 0.3, 0.12, 0.6, 0.2, 1.0], 0.014, 0xA9CCD8);
    p.line(p.all, &[0.0, 0.36, 0.2, 0.3, 0.44, 0.2, 0.56, 0.08], 0.008, 0xC9BFA6);
    let stops = [
        0.06, 0.78, 0.13, 0.7, 0.2, 0.6, 0.27, 0.52, 0.36, 0.38, 0.47, 0.34, 0.6, 0.58, 0.72, 0.54,
        0.85, 0.42,
    ];
    p.line(p.all, &stops, 0.017, line);
    for stop in stops.chunks_exact(2) {
        p.disc(p.all, [stop[0], stop[1], 0.023], line);
        p.disc(p.all, [stop[0], stop[1], 0.014], 0xFFFFFF);
    }
    p.shape(p.all, &[0.955, 0.06, 0.968, 0.17, 0.955, 0.145, 0.942, 0.17], 0x4C5A66);
}

fn school(p: &mut Painter) {
    p.sky();
    p.hills(HORIZON, 0.22, p.c.far);
    p.ground(HORIZON, p.c.green);
    let (w, h) = (p.all.2, p.all.3);
    p.rect(p.all, [0.16, 0.42, 0.68, 0.34], p.c.wall);
    p.rect(p.all, [0.15, 0.39, 0.7, 0.035], p.c.roof);
    for x in [0.16, 0.57] {
        p.windows(At(x * w, 0.44 * h, 0.27 * w, 0.3 * h), 5, 3);
    }
    p.rect(p.all, [0.43, 0.3, 0.14, 0.46], p.c.roof);
    p.disc(p.all, [0.5, 0.4, 0.052], p.c.wall);
    p.line(p.all, &[0.5, 0.36, 0.5, 0.4, 0.518, 0.41], 0.006, p.c.dark);
    p.rect(p.all, [0.473, 0.63, 0.054, 0.13], p.c.dark);
    p.oval(p.all, [0.5, 0.95, 0.56, 0.15], p.c.roof);
    p.oval(p.all, [0.5, 0.96, 0.46, 0.11], p.c.green);
    let pole = p.chance(0.06, 0.11);
    p.line(p.all, &[pole, 0.77, pole, 0.2], 0.008, p.c.dark);
    p.rect(p.all, [pole, 0.2, 0.07, 0.068], p.c.accent);
    p.tree(0.9, 0.777, 0.26);
    p.tree(0.97, 0.777, 0.26);
    p.crowd(0.86, 0.96, 7);
}

fn stadium(p: &mut Painter) {
    p.sky();
    p.ground(0.28, p.c.near);
    p.shape(p.all, &[0.0, 0.2, 1.0, 0.16, 1.0, 0.2, 0.0, 0.24], p.c.wall);
    for (row, i) in (0..6).flat_map(|row| (0..44).map(move |i| (row, i))) {
        let x = (f64::from(i) + 0.3 * f64::from(row % 2) + 0.3) / 44.0;
        let colour = p.any(&[p.c.far, p.c.wall, p.c.accent, p.c.sun, p.c.dark]);
        p.disc(p.all, [x, 0.31 + 0.045 * f64::from(row), 0.012], colour);
    }
    p.ground(0.59, p.c.green);
    for lane in 0..5 {
        let y = HORIZON + 0.06 * f64::from(lane);
        p.shape(p.all, &[0.0, y, 1.0, y - 0.012, 1.0, y + 0.048, 0.0, y + 0.056], p.c.roof);
        p.line(p.all, &[0.0, y, 1.0, y - 0.012], 0.004, p.c.wall);
    }
    for lane in 0..5 {
        let (x, size) = (p.chance(0.15, 0.85), 0.12 + 0.014 * f64::from(lane));
        let y = HORIZON + 0.045 + 0.062 * f64::from(lane);
        let at = p.thing(x, y, size);
        p.line(at, &[-0.1, -0.2, -0.34, 0.0], 0.09, p.c.dark);
        p.line(at, &[0.0, -0.2, 0.22, -0.02], 0.09, p.c.dark);
        p.person(x, y - size * 0.16, size * 0.8);
    }
}

fn stage(p: &mut Painter) {
    p.ground(0.0, p.c.dark);
    p.hills(HORIZON, 0.3, p.c.near);
    for i in 0..6 {
        let (x, to) = (0.1 + 0.16 * f64::from(i), p.chance(0.2, 0.8));
        let colour = p.any(&[p.c.sun, p.c.far, p.c.land]);
        p.shape(
            p.all,
            &[x - 0.007, 0.04, x + 0.007, 0.04, to + 0.06, 0.63, to - 0.06, 0.63],
            colour,
        );
        p.disc(p.all, [x, 0.038, 0.025], p.c.wall);
    }
    p.rect(p.all, [0.0, 0.018, 1.0, 0.018], p.c.wall);
    p.shape(p.all, &[0.08, HORIZON, 0.92, HORIZON, 1.0, 0.695, 0.0, 0.695], p.c.land);
    p.rect(p.all, [0.0, 0.695, 1.0, 0.05], p.c.roof);
    for i in 0..6 {
        let (x, arm) = (0.2 + 0.12 * f64::from(i) + p.chance(-0.02, 0.02), p.chance(0.1, 0.35));
        let at = p.thing(x, 0.66, 0.22);
        p.line(at, &[-0.12, -0.57, -0.42, -0.62 - arm], 0.075, p.c.accent);
        p.line(at, &[0.12, -0.57, 0.42, -0.62 + arm * 0.3], 0.075, p.c.accent);
        p.person(x, 0.66, 0.22);
    }
    p.heads(0.76, 3);
}

fn station(p: &mut Painter) {
    p.sky();
    p.hills(HORIZON, 0.16, p.c.far);
    for i in 0..9 {
        let x = (f64::from(i) + 0.5) / 9.0;
        p.line(p.all, &[x, 0.28, x, HORIZON], 0.015, p.c.near);
    }
    let arch = |i: i32| {
        let x = f64::from(i) / 24.0;
        [x, 0.34 - 0.2 * (x * std::f64::consts::PI).sin()]
    };
    p.line(p.all, &(0..=24).flat_map(arch).collect::<Vec<_>>(), 0.043, p.c.roof);
    p.ground(HORIZON - 0.008, p.c.land);
    let x = p.chance(0.04, 0.16);
    p.shape(p.all, &[x + 0.09, 0.44, 1.0, 0.44, 1.0, 0.7, x, 0.7, x, 0.625], p.c.wall);
    p.rect(p.all, [x + 0.017, 0.617, 1.0, 0.025], p.c.accent);
    p.shape(p.all, &[x + 0.1, 0.47, x + 0.17, 0.47, x + 0.17, 0.56, x + 0.05, 0.56], p.c.water);
    let (w, h) = (p.all.2, p.all.3);
    p.windows(At((x + 0.19) * w, 0.45 * h, (0.81 - x) * w, 0.13 * h), 8, 1);
    p.rect(p.all, [0.0, 0.7, 1.0, 0.02], p.c.dark);
    p.ground(0.8, p.c.foam);
    p.rect(p.all, [0.0, 0.8, 1.0, 0.015], p.c.sun);
    p.crowd(0.9, 0.99, 9);
}

fn town(p: &mut Painter) {
    p.sky();
    p.hills(HORIZON, 0.34, p.c.far);
    p.ground(HORIZON, p.c.green);
    p.sea(0.76);
    p.rect(p.all, [0.0, 0.74, 1.0, 0.038], p.c.land);
    let mut x = -0.02;
    while x < 1.0 {
        let (w, h) = (p.chance(0.1, 0.17), p.chance(0.18, 0.36));
        p.house(x, 0.74, w, h);
        if p.random.below(2) == 0 {
            for side in [0.2, 0.8] {
                p.oval(p.all, [x + w * side, 0.74 - h * 0.42, 0.009, 0.019], p.c.accent);
            }
        }
        x += w + p.chance(0.005, 0.03);
    }
    let x = p.chance(0.2, 0.8);
    let at = p.thing(x, 0.9, 0.1);
    p.shape(at, &[-1.6, -0.1, 1.8, -0.28, 1.2, 0.25, -1.0, 0.25], p.c.dark);
    p.person(x + 0.025, 0.895, 0.13);
}

fn wetland(p: &mut Painter) {
    let (wood, white) = (0xB98A5E, 0xFFFFFF);
    p.sky();
    p.hills(0.53, 0.18, p.c.far);
    p.ground(0.53, p.c.green);
    p.sea(0.575);
    for [x, y, a] in [[0.2, 0.7, 0.2], [0.74, 0.66, 0.24], [0.52, 0.84, 0.18]] {
        let shift = p.chance(-0.06, 0.06);
        p.oval(p.all, [x + shift, y, a, 0.035], p.c.land);
    }
    let x = p.chance(0.45, 0.6);
    p.shape(p.all, &[x - 0.012, 0.56, x + 0.012, 0.56, 0.46, 1.0, 0.22, 1.0], wood);
    for i in 0..5 {
        let (x, depth) = (p.chance(0.56, 0.94), f64::from(i));
        let at = p.thing(x, 0.66 + 0.05 * depth, 0.07 + 0.014 * depth);
        p.line(at, &[0.0, 0.0, 0.0, -0.7], 0.05, p.c.dark);
        p.oval(at, [0.0, -0.86, 0.42, 0.2], white);
        p.line(at, &[0.34, -0.9, 0.26, -1.3, 0.42, -1.5], 0.1, white);
        p.line(at, &[0.42, -1.5, 0.74, -1.44], 0.06, p.c.dark);
    }
    for i in 0..70 {
        let x = if i % 2 == 0 { p.chance(0.0, 0.24) } else { p.chance(0.66, 1.0) };
        let (lean, top) = (p.chance(-0.025, 0.025), 1.0 - p.chance(0.12, 0.3));
        p.line(p.all, &[x, 1.0, x + lean, top], 0.006, p.c.near);
        p.oval(p.all, [x + lean, top, 0.005, 0.028], p.c.roof);
    }
}

fn windfarm(p: &mut Painter) {
    p.sky();
    p.hills(HORIZON, 0.1, p.c.far);
    p.sea(HORIZON);
    for i in 0..6 {
        let near = f64::from(i) / 5.0;
        let turn = p.chance(0.0, 2.1);
        let at = p.thing(0.1 + 0.155 * f64::from(i), HORIZON + 0.16 * near, 0.22 + 0.3 * near);
        p.shape(at, &[-0.024, 0.0, -0.01, -1.0, 0.01, -1.0, 0.024, 0.0], p.c.wall);
        p.rect(at, [-0.06, -0.03, 0.12, 0.05], p.c.accent);
        for blade in 0..3 {
            let (sin, cos) = (turn + f64::from(blade) * 2.0944).sin_cos();
            let (x, y) = (cos * 0.1 - sin * 0.025, sin * 0.1 + cos * 0.025);
            p.shape(at, &[0.0, -1.0, x, y - 1.0, cos * 0.5, sin * 0.5 - 1.0], p.c.wall);
        }
        p.disc(at, [0.0, -1.0, 0.025], p.c.near);
    }
    let x = p.chance(0.2, 0.7);
    p.boat(x, 0.9, 0.18);
}

fn workshop(p: &mut Painter) {
    p.sky();
    p.hills(HORIZON, 0.2, p.c.far);
    p.ground(0.63, p.c.land);
    for i in 0..6 {
        let x = 0.08 + 0.14 * f64::from(i);
        p.shape(p.all, &[x, 0.48, x, 0.34, x + 0.14, 0.48], p.c.roof);
        p.shape(
            p.all,
            &[x + 0.007, 0.47, x + 0.007, 0.37, x + 0.042, 0.41, x + 0.042, 0.47],
            p.c.water,
        );
    }
    p.rect(p.all, [0.08, 0.48, 0.84, 0.3], p.c.wall);
    let (w, h) = (p.all.2, p.all.3);
    p.windows(At(0.08 * w, 0.51 * h, 0.84 * w, 0.12 * h), 14, 1);
    for x in [0.15, 0.43, 0.71] {
        p.rect(p.all, [x, 0.64, 0.14, 0.14], p.c.dark);
    }
    let columns = 5 + p.random.below(3) as u32;
    for (i, j) in (0..columns).flat_map(|i| (0..2).map(move |j| (i, j))) {
        let at = p.thing(0.04 + f64::from(i) * 0.107, 0.97 - f64::from(j + 1) * 0.062, 0.058);
        let colour = p.any(&[p.c.accent, p.c.near, p.c.green, p.c.roof]);
        p.rect(at, [0.0, 0.0, 2.6, 1.0], colour);
        for k in 1..6 {
            p.rect(at, [0.43 * f64::from(k), 0.13, 0.06, 0.74], p.c.wall);
        }
    }
    p.tree(0.88, 0.92, 0.24);
    p.tree(0.95, 0.92, 0.24);
}
