//! Books of all kinds of pages and of ordinary words, by chance: what is built of them is proved.
//!
//! A seed is a book. `NIANJIAN_BOOKS=200` builds as many instead of a few.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{command, stdout};

/// Words that a yearbook has, and such as are found by mistake: numbers, labels, single characters.
const WORDS: &[&str] = &[
    "金山区",
    "海塘",
    "全年",
    "同比增长",
    "水闸",
    "一",
    "表",
    "图",
    "注",
    "目录",
    "索引",
    "2024年",
    "1",
    "3只",
    "12月",
    "A股",
    "GDP",
    "95.67公里",
    "25 ℃",
    "4.8%",
    "1—6月",
    "（试行）",
    "“新城”",
    "《论语》",
    "‘小’",
    "——",
    "……",
    "、",
    "Dvořák",
    "naïve café",
    "Hello, world",
    "①",
    "1∶100",
    "甲·乙",
    "①乙",
    "图1",
    "表2",
    "小书",
    "要闻",
    "100万亩",
    "第3条",
    "No. 5",
    "3.5",
    "B-52",
];

/// Words that can be a title.
const TITLES: &[&str] = &[
    "要闻",
    "小书",
    "目录",
    "索引",
    "图",
    "表",
    "表1",
    "1",
    "概况",
    "水利",
    "2024年",
    "大事记",
    "第3条",
    "A股",
    "GDP",
    "Hello, world",
    "“新城”开工",
    "《论语》进校园",
    "一",
    "图注",
    "版权页",
    "统计资料",
    "人口",
    "1—6月",
    "农业　林业",
    "水 利",
];

const NAMES: &[&str] = &["王伟", "欧阳春雨", "张三", "Antonín Dvořák", "李", "A. B. Smith", "䶮某"];

/// Chance (`SplitMix64`), the same for a seed everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % most as u64) as usize
    }

    /// Once in so many times.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    fn words(&mut self, most: usize) -> String {
        (0..=self.below(most)).map(|_| self.of(WORDS)).collect()
    }

    /// Some of what is made, and sometimes none.
    fn some<T>(&mut self, most: usize, mut make: impl FnMut(&mut Chance, usize) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|index| make(self, index)).collect()
    }

    fn maybe(&mut self, value: impl FnOnce(&mut Chance) -> String) -> Option<String> {
        self.once_in(2).then(|| value(self))
    }
}

/// Running text with notes, which are listed behind it.
struct Text<'c> {
    chance: &'c mut Chance,
    notes: Vec<String>,
}

impl Text<'_> {
    fn runs(&mut self, most: usize) -> String {
        let mut out = String::new();
        for _ in 0..=self.chance.below(most) {
            let words = self.chance.words(4);
            let run = match self.chance.below(14) {
                0 => "，**要点重心**，".to_owned(),
                1 => "，*楷体重心*，".to_owned(),
                2 => "{漢字|hàn zì}".to_owned(),
                3 => "{重庆路|ちょうけいろ}".to_owned(),
                4 => "{上海|_}".to_owned(),
                5 => "{清淤|.}".to_owned(),
                6 => "[见别处](#first)".to_owned(),
                7 => "[外面](https://example.org/a)".to_owned(),
                8 => self.note(),
                _ => words,
            };
            out += &run;
        }
        out
    }

    fn note(&mut self) -> String {
        let words = self.chance.words(5);
        let reading = if self.chance.once_in(3) { "{漢|hàn}" } else { "" };
        self.notes.push(format!("注文{reading}{words}。"));
        format!("字[^{}]", self.notes.len())
    }

    fn paragraph(&mut self) -> String {
        let lead = self.chance.of(&["", "", "", "年内，", "{漢|hàn}"]);
        format!("{lead}文{}。", self.runs(6))
    }

    fn block(&mut self) -> String {
        match self.chance.below(9) {
            0 => format!("## 小题{}", self.chance.of(TITLES)),
            1 => format!("### {}", self.chance.of(TITLES)),
            2 => {
                let first = self.chance.below(12);
                let many = 1 + self.chance.below(4);
                (first..first + many).map(|n| format!("{n}. {}\n", self.paragraph())).collect()
            }
            3 => (0..2).map(|_| format!("- {}\n", self.paragraph())).collect(),
            4 => format!("> {}\n>\n> {}", self.paragraph(), self.paragraph()),
            5 => self.table(),
            _ => self.paragraph(),
        }
    }

    fn table(&mut self) -> String {
        let columns = 2 + self.chance.below(3);
        let mut out = String::new();
        for row in 0..2 + self.chance.below(4) {
            let cell = |text: &mut Self| match text.chance.below(6) {
                0 => String::new(),
                1 => "—".to_owned(),
                2 => text.runs(1).replace('|', "\\|"),
                _ => text.chance.of(&["12.5", "1", "-2.7", "320", "是", "甲", "表"]).to_owned(),
            };
            let cells: Vec<String> = (0..columns)
                .map(|column| if row == 0 { format!("栏{column}") } else { cell(self) })
                .collect();
            writeln!(out, "| {} |", cells.join(" | ")).unwrap();
            if row == 0 {
                writeln!(out, "|{}", " --- |".repeat(columns)).unwrap();
            }
        }
        out
    }

    /// With the texts of the notes.
    fn ended(self, mut words: String) -> String {
        for (number, note) in (1..).zip(self.notes) {
            write!(words, "\n\n[^{number}]: {note}").unwrap();
        }
        words
    }
}

fn body(chance: &mut Chance, most: usize) -> String {
    let mut text = Text { chance, notes: Vec::new() };
    let first = text.paragraph();
    let more: Vec<String> = (0..text.chance.below(most)).map(|_| text.block()).collect();
    let words = std::iter::once(first).chain(more).collect::<Vec<_>>().join("\n\n");
    text.ended(words)
}

fn line(chance: &mut Chance) -> String {
    let mut text = Text { chance, notes: Vec::new() };
    let words = text.paragraph();
    text.ended(words)
}

fn grid(chance: &mut Chance) -> String {
    let mut text = Text { chance, notes: Vec::new() };
    let words = text.table();
    text.ended(words)
}

fn figure(chance: &mut Chance) -> Value {
    let file = format!("images/{}.svg", chance.below(6));
    let caption = chance.words(3);
    let caption = if chance.once_in(4) { chance.of(TITLES).to_owned() } else { caption };
    let mut figure = json!({
        "file": file, "caption": caption, "alt": format!("画{}", chance.words(2)),
        "kind": "artwork",
    });
    if chance.once_in(2) {
        figure["credit"] = chance.of(&["本书绘制", "某某绘", "王伟"]).into();
    }
    if chance.once_in(5) {
        figure["kind"] = "map".into();
        figure["map_approval"] = "沪S（2024）12号".into();
    }
    figure
}

fn story(chance: &mut Chance, kind: &str, id: (usize, usize)) -> Value {
    let mut story = json!({
        "id": format!("story-{}-{}", id.0, id.1),
        "title": chance.of(TITLES),
        "body": body(chance, 6),
    });
    let figures = chance.some(2, |chance, _| figure(chance));
    if !figures.is_empty() {
        story["figures"] = figures.into();
    }
    if kind == "entries" {
        story["index"] = chance.some(2, |chance, _| chance.of(&TITLES[8..12]).to_owned()).into();
        if chance.once_in(2) {
            story["group"] = format!("分目{}", id.1 / 2).into();
        }
    }
    story
}

/// Dates in order, each somewhat later than the one before.
fn events(chance: &mut Chance) -> Vec<Value> {
    let (mut month, mut day) = (1, 1);
    let event = |chance: &mut Chance| {
        let later = chance.below(20);
        (month, day) = if day + later > 28 { (month + 1, 1) } else { (month, day + later) };
        let date = match chance.below(5) {
            0 if day == 1 => format!("2024-{month:02}"),
            _ => format!("2024-{month:02}-{day:02}"),
        };
        let mut event = json!({ "date": date, "text": line(chance) });
        if chance.once_in(4) {
            event["until"] = format!("2024-{:02}-28", month + chance.below(2)).into();
        }
        event
    };
    let mut event = event;
    (0..1 + chance.below(6)).map(|_| event(chance)).collect()
}

fn section(chance: &mut Chance, number: usize) -> Value {
    let kinds =
        ["news", "entries", "feature", "chronicle", "text", "part", "gallery", "table", "people"];
    let kind = chance.of(&kinds);
    let mut section = json!({ "kind": kind, "title": chance.of(TITLES) });
    if kind != "text" && chance.once_in(3) {
        section["intro"] = line(chance).into();
    }
    match kind {
        "news" | "entries" | "feature" => {
            let most = if kind == "entries" { 5 } else { 3 };
            let stories = (0..1 + chance.below(most)).map(|n| story(chance, kind, (number, n)));
            section["stories"] = stories.collect::<Vec<_>>().into();
        }
        "chronicle" => section["events"] = events(chance).into(),
        "text" => section["body"] = body(chance, 8).into(),
        "gallery" => {
            section["figures"] = (0..1 + chance.below(4)).map(|_| figure(chance)).collect();
        }
        "table" => {
            let table = |chance: &mut Chance| {
                json!({
                    "title": chance.of(TITLES), "body": grid(chance),
                    "unit": chance.maybe(|_| "万元".to_owned()),
                    "note": chance.maybe(|chance| chance.words(4)),
                    "source": chance.maybe(|_| "统计局".to_owned()),
                })
            };
            section["tables"] = (0..1 + chance.below(3)).map(|_| table(chance)).collect();
        }
        "people" => {
            let person = |chance: &mut Chance| match chance.below(3) {
                0 => json!({ "name": chance.of(NAMES), "detail": chance.words(1) }),
                _ => chance.of(NAMES).into(),
            };
            let group = |chance: &mut Chance| {
                let people: Vec<Value> = (0..1 + chance.below(8)).map(|_| person(chance)).collect();
                json!({
                    "title": chance.of(TITLES), "people": people,
                    "note": chance.maybe(|chance| chance.words(3)),
                })
            };
            section["groups"] = (0..1 + chance.below(3)).map(|_| group(chance)).collect();
        }
        _ => {}
    }
    section
}

fn write(folder: &Path, seed: u64) {
    let chance = &mut Chance(seed);
    fs::create_dir_all(folder.join("images")).unwrap();
    for number in 0..6 {
        let (width, height) = (80 + chance.below(100), 80 + chance.below(60));
        let picture = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\"><rect \
             width=\"{width}\" height=\"{height}\" fill=\"#8a{number}\"/></svg>"
        );
        fs::write(folder.join(format!("images/{number}.svg")), picture).unwrap();
    }
    // A story that others lead to.
    let first = json!({ "id": "first", "title": chance.of(TITLES), "body": "正文。" });
    let first = json!({ "kind": "news", "title": chance.of(TITLES), "stories": [first] });
    fs::write(folder.join("first.yaml"), format!("{first:#}\n")).unwrap();
    let mut files = vec!["first.yaml".to_owned()];
    for number in 0..1 + chance.below(5) {
        let name = format!("{number}0-section.yaml");
        let section = without_null(section(chance, number));
        // JSON is YAML.
        fs::write(folder.join(&name), format!("{section:#}\n")).unwrap();
        files.push(name);
    }
    let book = json!({
        "title": chance.of(TITLES), "year": 2024, "sections": files,
        "print": { "convert": true },
        "lang": chance.maybe(|chance| chance.of(&["zh-Hans", "zh-Hans", "ko", "en"]).to_owned()),
        "subtitle": chance.maybe(|chance| chance.of(TITLES).to_owned()),
        "publisher": chance.maybe(|_| "金山出版社".to_owned()),
        "date": chance.maybe(|_| "2024-12".to_owned()),
        "colophon": chance.maybe(line),
        "imprint": { "edition": chance.maybe(|_| "2024年12月第1版".to_owned()),
            "designer": chance.maybe(|_| "丁设计".to_owned()) },
    });
    fs::write(folder.join("book.yaml"), format!("{:#}\n", without_null(book))).unwrap();
}

fn without_null(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.into_iter().filter(|(_, value)| !value.is_null());
            kept.map(|(key, value)| (key, without_null(value))).collect()
        }
        Value::Array(list) => list.into_iter().map(without_null).collect(),
        value => value,
    }
}

#[test]
fn books_by_chance_are_proved() {
    let many: usize = std::env::var("NIANJIAN_BOOKS").map_or(12, |many| many.parse().unwrap());
    // They stay, to be looked at.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("random");
    let _ = fs::remove_dir_all(&folder);
    let out = folder.join("out");
    let books: Vec<_> = (0..many).map(|seed| folder.join(format!("seed-{seed}"))).collect();
    (0_u64..).zip(&books).for_each(|(seed, book)| write(book, seed));
    let mut build = command();
    build.args(["build", "--quiet", "--format", "short", "--to", "screen,print,epub"]);
    let built = build.args(&books).arg("--out").arg(&out).output().unwrap();
    // Some do not fit, and are refused.
    let report = nianjian::verify::verify(&out).unwrap();
    let proved = report.found.len() - 1;
    let told = stdout(&built);
    let refused: Vec<&str> = told.lines().filter(|line| line.contains("error[")).collect();
    assert!(proved * 10 >= many * 8, "{proved} of {many}\n{refused:#?}");
    let mut said = String::new();
    for found in &report.found {
        for finding in found.sorted() {
            let at = finding.at.as_ref().map(ToString::to_string).unwrap_or_default();
            writeln!(said, "{} {at} {}", finding.code, finding.message.zh).unwrap();
        }
    }
    assert!(said.is_empty(), "{said}");
}
