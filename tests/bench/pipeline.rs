//! Time and memory of whole processes, as ratios to bare Typst in the same run.
//!
//! `cargo bench` builds the first book, generated ones of 10, 100 and 1,000 stories, and the sample
//! yearbook of about 120 pages and every kind of page (the time ratio to hold is 1.3), in turn with
//! bare Typst: the same layout and data from a folder, the same faces, the same standards, PDF
//! only, as the Typst command line does it (this program runs itself for that). `verify` is given
//! as a ratio to the build that it checks (to hold: 0.5). Medians of several runs; machines are
//! noisy, ratios less so. Nothing is asserted here: read the table.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a bench is a script")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use nianjian::make::request::OpenOptions;
use nianjian::make::session::Session;
use nianjian::typeset;

mod album;
mod bare;
mod stories;

#[path = "../books/yearbook/generate/mod.rs"]
mod sample;
#[path = "../books/scale.rs"]
mod scale;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [mode, folder, out] = arguments.as_slice() {
        let (folder, out) = (Path::new(folder), Path::new(out));
        match mode.as_str() {
            "bare" => bare::compile(folder, "/main.typ", out),
            "template" => bare::compile(folder, "/template.typ", out),
            "lay-out" => lay_out(folder, out),
            "album" => album::generate(folder, out.to_str().unwrap().parse().unwrap()),
            other => panic!("{other}?"),
        }
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::TempDir::new().unwrap();
    let mut books = vec![("first book".to_owned(), root.join("content/jinshan-2023"), 11)];
    for (stories, runs) in [(10, 11), (100, 7), (1000, 5)] {
        let book = folder.path().join(format!("stories-{stories}"));
        stories::generate(&book, stories);
        books.push((format!("{stories} stories"), book, runs));
    }
    let yearbook = folder.path().join("yearbook");
    sample::generate(&yearbook);
    books.push(("yearbook, 120 pages".to_owned(), yearbook, 5));
    println!("start-up: {:.1} ms (explain F01)", median_ms(21, start_up));
    println!(
        "book | nianjian PDF+EPUB | bare Typst PDF | time ratio | memory ratio | PDF only | verify | verify ÷ build"
    );
    for (name, book, runs) in books {
        let plain = folder.path().join("plain");
        let _ = fs::remove_dir_all(&plain);
        lay_out(&book, &plain);
        row(&name, &book, &plain, folder.path(), runs);
    }
    fitting(&root.join("content/jinshan-2023"), &folder.path().join("longer"));
    println!(
        "photographs | cold | warm | EPUB's part | bare Typst PDF | with a plain template | cold ratios \
         | warm ratios | memory ratios | PDF | bare PDF"
    );
    let peaks = [(1000, 5), (5000, 3)].map(|(stories, runs)| {
        let book = folder.path().join(format!("album-{stories}"));
        album::generate(&book, stories);
        photographs(&book, folder.path(), runs)
    });
    println!("memory of 5,000 stories to that of 1,000: {:.2}", peaks[1] / peaks[0]);
}

/// Books of photographs: without anything in the store, with everything in it, and what the e-book
/// takes; against bare Typst with the same layout, and with a template as anyone writes it, which
/// has hardly any looks. To hold: cold 1.0, warm 0.5, memory 0.35, the e-book's part 0.15; memory
/// of the larger book 4 times that of the smaller one; no PDF larger than Typst's. Gives the peak
/// of memory.
fn photographs(book: &Path, folder: &Path, runs: usize) -> f64 {
    let (plain, store, out) = (folder.join("plain"), folder.join("store"), folder.join("out"));
    let _ = fs::remove_dir_all(&plain);
    lay_out(book, &plain);
    fs::write(plain.join("template.typ"), include_str!("template.typ")).unwrap();
    let build = |targets: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_nianjian"));
        command.env("NIANJIAN_CACHE", &store).args(["build", "--quiet", "--to", targets, "--out"]);
        command.arg(&out).arg(book);
        command
    };
    let [mut cold, mut warm, mut pdf, mut theirs, mut template] = [const { Vec::new() }; 5];
    for _ in 0..runs {
        let _ = fs::remove_dir_all(&store);
        cold.push(run(build("screen,epub")));
        warm.push(run(build("screen,epub")));
        pdf.push(run(build("screen")));
        for (mode, costs) in [("template", &mut template), ("bare", &mut theirs)] {
            let mut bare = Command::new(std::env::current_exe().unwrap());
            bare.arg(mode).arg(&plain).arg(folder.join("bare.pdf"));
            costs.push(run(bare));
        }
    }
    let size = |path: PathBuf| fs::metadata(path).unwrap().len() as f64 / f64::from(1 << 20);
    let name = book.file_name().unwrap().to_string_lossy();
    let [cold, warm, pdf, theirs, template] =
        [&cold, &warm, &pdf, &theirs, &template].map(|costs| medians(costs));
    println!(
        "{name} | {:.2} s, {} MiB | {:.2} s, {} MiB | {:.2} | {:.2} s, {} MiB | {:.2} s, {} MiB | \
         {:.2}, {:.2} | {:.2}, {:.2} | {:.2}, {:.2} | {:.1} MiB | {:.1} MiB",
        cold.0,
        cold.1 >> 10,
        warm.0,
        warm.1 >> 10,
        (warm.0 - pdf.0) / warm.0,
        theirs.0,
        theirs.1 >> 10,
        template.0,
        template.1 >> 10,
        cold.0 / theirs.0,
        cold.0 / template.0,
        warm.0 / theirs.0,
        warm.0 / template.0,
        cold.1 as f64 / theirs.1 as f64,
        cold.1 as f64 / template.1 as f64,
        size(out.join(format!("{name}.pdf"))),
        size(folder.join("bare.pdf")),
    );
    cold.1 as f64
}

/// What copy-fitting costs: the first book with 37 % more text, which its spread takes in four
/// compiles, against the book as it is, which takes one. The ratio to hold is 3.
fn fitting(book: &Path, longer: &Path) {
    fs::create_dir_all(longer.join("images")).unwrap();
    let copy = |from: &Path, to: &Path| {
        let files = fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path());
        for file in files.filter(|path| path.is_file()) {
            fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
    };
    copy(book, longer);
    copy(&book.join("images"), &longer.join("images"));
    let news = fs::read_to_string(book.join("10-news.yaml")).unwrap();
    fs::write(longer.join("10-news.yaml"), scale::bodies(&news, 1.37)).unwrap();
    let (mut one, mut fitted) = (Vec::new(), Vec::new());
    for _ in 0..11 {
        for (book, costs) in [(book, &mut one), (longer, &mut fitted)] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_nianjian"));
            command.args(["check", "--quiet", "--format", "short"]).arg(book);
            costs.push(run(command));
        }
    }
    let (one, fitted) = (medians(&one).0, medians(&fitted).0);
    let (ratio, one, fitted) = (fitted / one, one * 1e3, fitted * 1e3);
    println!("fitting the spread: {fitted:.0} ms, one compile: {one:.0} ms, ratio {ratio:.2}");
}

/// One line of the table; the two programs run in turn.
fn row(name: &str, book: &Path, plain: &Path, folder: &Path, runs: usize) {
    let (mut ours, mut theirs, mut pdf_only) = (Vec::new(), Vec::new(), Vec::new());
    let mut proofs = Vec::new();
    let (out, pdf_out) = (folder.join("out"), folder.join("pdf-only"));
    for _ in 0..runs {
        let build = |targets: &str, out: &Path| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_nianjian"));
            command.args(["build", "--quiet", "--to", targets, "--out"]).arg(out).arg(book);
            command
        };
        ours.push(run(build("screen,epub", &out)));
        let mut verify = Command::new(env!("CARGO_BIN_EXE_nianjian"));
        verify.arg("verify").arg(&out);
        proofs.push(run(verify));
        let mut bare = Command::new(std::env::current_exe().unwrap());
        bare.arg("bare").arg(plain).arg(folder.join("bare.pdf"));
        theirs.push(run(bare));
        pdf_only.push(run(build("screen", &pdf_out)));
    }
    let (time, memory) = (medians(&ours), medians(&theirs));
    let (pdf, proof) = (medians(&pdf_only), medians(&proofs));
    println!(
        "{name} | {:.0} ms, {} MiB | {:.0} ms, {} MiB | {:.2} | {:.2} | {:.0} ms | {:.0} ms, {} MiB | {:.2}",
        time.0 * 1e3,
        time.1 >> 10,
        memory.0 * 1e3,
        memory.1 >> 10,
        time.0 / memory.0,
        time.1 as f64 / memory.1 as f64,
        pdf.0 * 1e3,
        proof.0 * 1e3,
        proof.1 >> 10,
        proof.0 / time.0,
    );
}

/// Seconds and peak resident memory in KiB.
type Cost = (f64, u64);

/// How long to wait between two looks at a command's memory.
const LOOK: Duration = Duration::from_millis(10);

fn medians(costs: &[Cost]) -> Cost {
    let mut seconds: Vec<f64> = costs.iter().map(|cost| cost.0).collect();
    let mut memory: Vec<u64> = costs.iter().map(|cost| cost.1).collect();
    seconds.sort_by(f64::total_cmp);
    memory.sort_unstable();
    (seconds[seconds.len() / 2], memory[memory.len() / 2])
}

/// Runs a command to its end. The peak is looked at now and then by another thread, seldom enough
/// to leave the cores to the command; it only grows, so what the end adds is all that can be
/// missed.
fn run(mut command: Command) -> Cost {
    let start = Instant::now();
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let (done, waits) = mpsc::channel::<()>();
    let watch = thread::spawn(move || {
        let mut peak = 0;
        while waits.recv_timeout(LOOK).is_err_and(|why| why == RecvTimeoutError::Timeout) {
            peak = peak.max(high_water(&status));
        }
        peak
    });
    assert!(child.wait().unwrap().success());
    let seconds = start.elapsed().as_secs_f64();
    drop(done);
    (seconds, watch.join().unwrap())
}

fn high_water(status: &str) -> u64 {
    let text = fs::read_to_string(status).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn start_up() -> f64 {
    let start = Instant::now();
    let mut command = Command::new(env!("CARGO_BIN_EXE_nianjian"));
    assert!(command.args(["explain", "F01"]).stdout(Stdio::null()).status().unwrap().success());
    start.elapsed().as_secs_f64() * 1e3
}

fn median_ms(runs: usize, measure: fn() -> f64) -> f64 {
    let mut times: Vec<f64> = (0..runs).map(|_| measure()).collect();
    times.sort_by(f64::total_cmp);
    times[runs / 2]
}

/// Writes layout, data and pictures of a book as a folder that stock Typst compiles.
fn lay_out(book: &Path, to: &Path) {
    let mut session = Session::open(book, OpenOptions::default());
    session.reload();
    let book = session.check().unwrap().clone();
    let layout = session.layout().unwrap();
    let write = |path: &str, bytes: &[u8]| {
        let path: PathBuf = to.join(path.trim_start_matches('/'));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    layout.files.iter().for_each(|(path, bytes)| write(path, bytes));
    // Typst gets the picture files themselves.
    let mut names = Vec::new();
    for picture in book.pictures().into_values() {
        let ours = typeset::picture_path(picture.number);
        let own = format!("/img/{}.{}", picture.number, picture.info.format.extension());
        write(&own, &fs::read(&picture.file).unwrap());
        names.push((format!("\"{ours}\""), format!("\"{own}\"")));
    }
    for (path, value) in typeset::data(&book, &typeset::PageSetup::default(), &typeset::Fits::new())
    {
        let mut text = value.to_string();
        if text.contains("/img/") {
            names.iter().for_each(|(ours, own)| text = text.replace(ours, own));
        }
        write(&path, text.as_bytes());
    }
}
