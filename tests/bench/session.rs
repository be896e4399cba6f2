//! How long an edit takes in a book that stays open.
//!
//! `cargo bench --bench session` opens a book of 300 stories, in sections of fifty, a picture with
//! every fifth; edits one story again and again, then others all over the book; and tells how long
//! it takes from a changed file to findings (to hold: 15 ms) and on to set pages (150 ms), and
//! whether memory grows (10 %). The same for as many stories in one file, without pictures. Nothing
//! is asserted here: read the table. Arguments: stories, edits.

#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout, reason = "a bench is a script")]

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use mimalloc::MiMalloc;
use nianjian::make::request::OpenOptions;
use nianjian::make::session::Session;
use nianjian::typeset::Medium;

mod album;
mod stories;

#[path = "../books/yearbook/generate/random.rs"]
#[expect(dead_code, reason = "the sample yearbook needs more of it")]
mod random;

mod sample {
    pub(crate) use crate::random;
}

/// The allocator of the program.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// One edit: what it took, in milliseconds.
struct Edit {
    reload: f64,
    check: f64,
    set: f64,
    memory: u64,
}

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|it| it.parse().ok()).collect();
    let stories = numbers.first().copied().unwrap_or(300);
    let edits = numbers.get(1).copied().unwrap_or(200);
    let folder = tempfile::TempDir::new().unwrap();
    let (album, one) = (folder.path().join("album"), folder.path().join("one"));
    album::generate(&album, stories);
    stories::generate(&one, stories);
    // Files that were written just now may change without a trace, and are read twice.
    thread::sleep(Duration::from_millis(2500));
    let file = |story: usize| album.join(format!("{:03}-news.yaml", (story - 1) / 50 + 1));
    book("in sections of fifty, with pictures", &album, &file, [stories, edits]);
    book("in one section", &one, &|_| one.join("10-news.yaml"), [stories, edits]);
}

/// Edits a book of which each story is in a file.
fn book(name: &str, folder: &Path, file: &dyn Fn(usize) -> PathBuf, [stories, edits]: [usize; 2]) {
    let mut session = Session::open(folder, OpenOptions::default());
    let first = measured(&mut session);
    let pages = session.pages(Medium::Screen).unwrap().count();
    println!(
        "{stories} stories {name}, {pages} pages; opened: read {:.1} ms, checked {:.1} ms, set \
         {:.0} ms, {} MiB",
        first.reload, first.check, first.set, first.memory
    );
    for (name, step) in [("one story again and again", 0), ("all over the book", 37)] {
        let mut edited = |number| {
            let story = (40 + number * step) % stories + 1;
            edit(&file(story), story, number);
            measured(&mut session)
        };
        let before = processor();
        let costs: Vec<Edit> = (0..edits).map(&mut edited).collect();
        row(name, &costs, (processor() - before) / edits as f64);
    }
}

fn row(name: &str, costs: &[Edit], processor: f64) {
    let of = |cost: fn(&Edit) -> f64| {
        let mut costs: Vec<f64> = costs.iter().map(cost).collect();
        costs.sort_by(f64::total_cmp);
        (costs[costs.len() / 2], costs[costs.len() * 9 / 10], costs[costs.len() - 1])
    };
    let (check, pages) = (of(|it| it.reload + it.check), of(|it| it.reload + it.check + it.set));
    let (first, last) = (&costs[..costs.len() / 4], &costs[costs.len() * 3 / 4..]);
    let memory = |costs: &[Edit]| costs.iter().map(|it| it.memory).max().unwrap_or_default();
    let (first, last) = (memory(first), memory(last));
    println!(
        "  {name}: to findings {:.1} ms ({:.1}, {:.1}), to pages {:.0} ms ({:.0}, {:.0}) \
         [median, 90 %, worst], {processor:.0} ms of the processors; memory of the first quarter {first} MiB, of the last {last} MiB, \
         ratio {:.2}",
        check.0,
        check.1,
        check.2,
        pages.0,
        pages.1,
        pages.2,
        last as f64 / first as f64
    );
}

fn measured(session: &mut Session) -> Edit {
    let start = Instant::now();
    assert!(!session.reload().is_empty());
    let reload = start.elapsed();
    assert!(session.check().is_some());
    let check = start.elapsed() - reload;
    assert!(session.set(Medium::Screen).unwrap().is_some());
    let set = start.elapsed() - reload - check;
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    Edit { reload: ms(reload), check: ms(check), set: ms(set), memory: memory() }
}

/// Changes a few words in the first sentence of a story, and every eighth time adds a paragraph or
/// takes it out.
fn edit(file: &Path, story: usize, number: usize) {
    let text = fs::read_to_string(file).unwrap();
    let (before, after) = text.split_once(&format!("id: story-{story}\n")).unwrap();
    let (head, body) = after.split_once("日，").unwrap();
    let body = body.trim_start_matches(|c: char| c.is_ascii_digit() || c == '改');
    let added = "\n\n      又一段。\n";
    let body = match (number % 8, body.split_once(added)) {
        (0, Some((first, rest))) => format!("{first}\n{rest}"),
        (0, None) => body.replacen('\n', added, 1),
        _ => body.to_owned(),
    };
    fs::write(file, format!("{before}id: story-{story}\n{head}日，改{number}{body}")).unwrap();
}

/// Resident memory in MiB.
fn memory() -> u64 {
    let text = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|it| it.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() >> 10
}

/// What the processors spent on this process, in milliseconds; the clock ticks a hundred times a
/// second (Linux, `proc_pid_stat(5)`).
fn processor() -> f64 {
    let text = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = text.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace();
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() * 10.0
}
