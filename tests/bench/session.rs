//! Exploration.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a bench is a script")]

use std::fs;
use std::path::Path;
use std::time::Instant;

use nianjian::assets::faces;
use nianjian::check::{self, Stage};
use nianjian::diag::Findings;
use nianjian::load::{self, layout};
use nianjian::typeset;

mod album;
mod stories;

#[path = "../books/yearbook/generate/mod.rs"]
mod sample;

fn rss() -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() >> 10
}

fn edit(path: &Path, n: usize, lines: bool) {
    let text = fs::read_to_string(path).unwrap();
    let mut out = String::new();
    let mut bodies = 0;
    for line in text.lines() {
        out.push_str(line);
        if line.starts_with("      ") && line.contains("2024年") {
            bodies += 1;
            if bodies == 7 {
                out.push_str(&format!("改{n}。"));
                if lines && n % 2 == 0 {
                    out.push_str("\n\n      又一段。");
                }
            }
        }
        out.push('\n');
    }
    fs::write(path, out).unwrap();
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let count: usize = args.get(1).and_then(|a| a.parse().ok()).unwrap_or(300);
    let kind = args.get(2).map(String::as_str).unwrap_or("album");
    let lines = args.get(3).is_some_and(|a| a == "lines");
    rayon::ThreadPoolBuilder::new().stack_size(8 << 20).build_global().ok();
    let folder = tempfile::TempDir::new().unwrap();
    let book = folder.path().join("book");
    let file = match kind {
        "album" => { album::generate(&book, count); "003-news.yaml" }
        "one" => { stories::generate(&book, count); "10-news.yaml" }
        _ => { sample::generate(&book); "31-agriculture.yaml" }
    };
    println!("{kind} {count} {lines}, {} MiB", rss());
    let face_store = {
        let mut found = Findings::new("");
        let raw = load::load(&book, &mut found).unwrap();
        faces::faces(&raw.folder, &raw.font_folders(), &mut found)
    };
    for n in 0..12 {
        if n > 0 && kind != "sample" { edit(&book.join(file), n, lines); }
        let mut found = Findings::new("");
        let t0 = Instant::now();
        let raw = load::load(&book, &mut found).unwrap();
        let t1 = Instant::now();
        let layout = layout::layout(None, &book, "yearbook", &raw.node.at, &mut found).unwrap();
        let t2 = Instant::now();
        let checked = check::check(&raw, &layout, &face_store, Stage::Release, &mut found).unwrap();
        let t3 = Instant::now();
        let files = typeset::data(&checked, &typeset::Press::default(), &typeset::Fits::new());
        let bytes: usize = files.iter().map(|(_, v)| v.to_string().len()).sum();
        let t4 = Instant::now();
        typst::comemo::evict(1);
        let t5 = Instant::now();
        let pages = typeset::typeset(&checked, &layout, &face_store, &typeset::Press::default(), None, &mut found).unwrap();
        let t6 = Instant::now();
        let ms = |a: Instant, b: Instant| (b - a).as_secs_f64() * 1e3;
        println!("load {:.1} layout {:.1} check {:.1} json {:.1} ({bytes}) evict {:.1} set {:.1} ({} compiles, {} pages) {} MiB",
            ms(t0, t1), ms(t1, t2), ms(t2, t3), ms(t3, t4), ms(t4, t5), ms(t5, t6), pages.compiles, pages.count(), rss());
    }
}
