//! Sections of all kinds.

use serde_json::{Value, json};

use super::words::{Chance, NAMES, TITLES, body, grid, line};

/// How many pictures a book has to choose from, and how many of them are drawings.
pub(super) const PICTURES: usize = 8;
pub(super) const DRAWINGS: usize = 6;

/// A section of some kind; `number` makes its ids.
pub(super) fn section(chance: &mut Chance, number: usize) -> Value {
    let kinds = [
        "news",
        "entries",
        "feature",
        "chronicle",
        "text",
        "part",
        "gallery",
        "table",
        "people",
        "portraits",
        "quotes",
        "glance",
        "calendar",
        "biographies",
    ];
    let kind = match chance.of(&kinds) {
        "text" if chance.apart().once_in(2) => "prose",
        kind => kind,
    };
    let title = chance.of(TITLES);
    let mut section = json!({ "kind": kind, "id": format!("s-{number}"), "title": title });
    if chance.once_in(3) {
        section["title_lines"] = broken(chance, title).into();
    }
    if !matches!(kind, "text" | "prose") && chance.once_in(3) {
        section["intro"] = line(chance).into();
    }
    match kind {
        "news" | "entries" | "feature" | "biographies" => {
            let most = if kind == "news" { 3 } else { 5 };
            let stories = (0..1 + chance.below(most)).map(|n| story(chance, kind, (number, n)));
            section["stories"] = stories.collect();
            // On pages one behind the other, where each story has its own.
            if chance.once_in(4) {
                let stories = section["stories"].as_array_mut().into_iter().flatten();
                stories.for_each(|story| story["index"] = json!(["海塘", "水闸"]));
            }
        }
        "chronicle" => section["events"] = events(chance).into(),
        "text" | "prose" => {
            section["body"] = body(chance, 8).into();
            section["figures"] = chance.some(2, |chance, _| figure(chance)).into();
            placed(chance, &mut section);
            closed(chance, &mut section);
        }
        "part" => {
            section["subtitle"] = chance.maybe(|chance| chance.of(TITLES).to_owned()).into();
            section["figures"] = chance.some(1, |chance, _| figure(chance)).into();
        }
        "gallery" => {
            section["figures"] = (0..1 + chance.below(4)).map(|_| figure(chance)).collect();
        }
        "table" => {
            section["tables"] = (0..1 + chance.below(3)).map(|_| table(chance)).collect();
        }
        "people" => {
            section["groups"] = (0..1 + chance.below(3)).map(|_| group(chance)).collect();
        }
        "portraits" => {
            section["groups"] = (0..1 + chance.below(3)).map(|_| class(chance)).collect();
        }
        "quotes" => {
            section["groups"] = (0..1 + chance.below(3)).map(|_| quotes(chance)).collect();
        }
        "glance" => {
            section["facts"] = (0..1 + chance.below(9)).map(|_| fact(chance)).collect();
        }
        _ => {}
    }
    if chance.once_in(4) {
        numbered(&mut section);
    }
    section
}

/// An index of the terms of stories, of which the first story has two.
pub(super) fn index(chance: &mut Chance) -> Value {
    json!({
        "kind": "index", "title": chance.of(TITLES), "intro": chance.maybe(line),
        "order": chance.of(&["pinyin", "strokes"]), "readings": { "重庆": "chóng qìng" },
        "see": { "防波堤": "海塘", "1号闸": "水闸" },
        "see_also": { "海塘": ["水闸"] },
    })
}

/// A title with a break somewhere in it.
fn broken(chance: &mut Chance, title: &str) -> String {
    let mut words: Vec<char> = title.chars().collect();
    if words.len() > 1 {
        words.insert(1 + chance.below(words.len() - 1), '|');
    }
    words.into_iter().collect()
}

fn figure(chance: &mut Chance) -> Value {
    let number = chance.below(PICTURES);
    let ending = if number < DRAWINGS { "svg" } else { "png" };
    let caption = match chance.below(4) {
        0 => chance.of(TITLES).to_owned(),
        _ => chance.words(3),
    };
    let mut figure = json!({
        "file": format!("images/{number}.{ending}"), "caption": caption,
        "alt": format!("画{}", chance.words(2)), "kind": "artwork",
    });
    if chance.once_in(2) {
        let credits = ["本书绘制", "某某绘", "王伟", "2024年3月摄", "1", "图3.5", "A. B. Smith"];
        figure["credit"] = chance.of(&credits).into();
    }
    match chance.below(12) {
        0 => figure["mark"] = "none".into(),
        1 => figure["alt"] = "decorative".into(),
        2 => figure["focus"] = json!([0.25, 0.75]),
        6 => figure["crop"] = "none".into(),
        7 => figure["rows"] = json!([chance.words(2), chance.words(3)]),
        3 => figure["kind"] = "photo".into(),
        4 | 5 => {
            figure["kind"] = "map".into();
            figure["map_approval"] = "沪S（2024）12号".into();
        }
        _ => {}
    }
    figure
}

/// Places some of the figures of a story or text in its words, and refers to some.
fn placed(chance: &mut Chance, holder: &mut Value) {
    let Some(mut words) = holder["body"].as_str().map(str::to_owned) else { return };
    let files: Vec<String> = figures(&mut holder["figures"].clone())
        .into_iter()
        .map(|figure| figure["file"].to_string())
        .collect();
    for (number, figure) in (1..).zip(holder["figures"].as_array_mut().into_iter().flatten()) {
        let id = format!("figure-{number}");
        let name = match chance.once_in(2) {
            true => {
                figure["id"] = id.clone().into();
                id
            }
            false => figure["file"].as_str().unwrap_or_default().to_owned(),
        };
        // Several may show one file; what is not meant to be numbered has nothing to print.
        let file = figure["file"].to_string();
        let is_named =
            figure.get("id").is_some() || files.iter().filter(|one| **one == file).count() == 1;
        if is_named && figure.get("mark").is_none() && chance.once_in(3) {
            words = words.replacen('文', &format!("文{{图|{name}}}"), 1);
        }
        if is_named && chance.once_in(2) {
            let blocks: Vec<&str> = words.split("\n\n").collect();
            let (before, after) = blocks.split_at(1 + chance.below(blocks.len()));
            let line = format!("![]({name})");
            words = [before, &[line.as_str()], after].concat().join("\n\n");
            if chance.once_in(2) {
                figure["size"] = chance.of(&["half", "column", "wide", "bleed"]).into();
            }
        }
    }
    holder["body"] = words.into();
}

/// Says at the end of a text who made it, and in whose name.
fn closed(chance: &Chance, holder: &mut Value) {
    let chance = &mut chance.apart();
    if chance.once_in(3) {
        holder["signature"] = match chance.once_in(2) {
            true => json!([chance.words(2), chance.of(&["2024年6月", "甲辰年冬", "6 June 2024"])]),
            false => format!("{}\n{}\n", chance.words(1), chance.words(2)).into(),
        };
    }
    if chance.once_in(3) {
        let names = chance.some(4, |chance, _| chance.of(NAMES).to_owned());
        holder["by"] = match names.is_empty() {
            true => format!("供稿：{}　摄影：{}", chance.words(1), chance.of(NAMES)).into(),
            false => json!({ "撰稿": chance.of(NAMES), "摄影": names }),
        };
    }
}

/// Numbers the pictures of a section from the last to the first.
fn numbered(section: &mut Value) {
    let mut all = figures(section);
    all.retain(|figure| figure.get("mark").is_none());
    for (number, figure) in (1..=all.len()).rev().zip(all) {
        figure["mark"] = number.into();
    }
}

fn figures(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Object(map) if map.contains_key("file") => vec![value],
        Value::Object(map) => map.values_mut().flat_map(figures).collect(),
        Value::Array(list) => list.iter_mut().flat_map(figures).collect(),
        _ => Vec::new(),
    }
}

fn story(chance: &mut Chance, kind: &str, id: (usize, usize)) -> Value {
    let title = chance.of(TITLES);
    let mut story = json!({
        "id": format!("story-{}-{}", id.0, id.1),
        "title": title,
        "title_lines": chance.maybe(|chance| broken(chance, title)),
        "figures": chance.some(2, |chance, _| figure(chance)),
    });
    let mut words = body(chance, 6);
    if kind == "feature" {
        let facts = chance.some(3, |chance, _| {
            let value = chance.of(&["320", "1", "4.5", "12.5", "2024"]);
            let unit = chance.of(&["公里", "年", "%", "万吨"]);
            words.insert_str(0, &format!("计{value}{unit}。"));
            json!({ "value": value, "unit": unit, "label": chance.words(1) })
        });
        story["facts"] = facts.into();
        if chance.once_in(3) {
            words.insert_str(0, "摘出来的一句话。");
            story["excerpt"] = "摘出来的一句话。".into();
        }
    }
    story["body"] = words.into();
    placed(chance, &mut story);
    closed(chance, &mut story);
    if chance.once_in(8) {
        story["lang"] = "en".into();
    }
    if chance.once_in(3) {
        story["date"] = chance.of(&["2024", "2024-12", "2024-03-01"]).into();
    }
    if kind == "entries" || chance.once_in(4) {
        story["index"] = chance.some(2, |chance, _| chance.of(&TITLES[8..12]).to_owned()).into();
    }
    if matches!(kind, "entries" | "biographies") && chance.once_in(2) {
        let group = chance.of(&["分目", "一", "1", "水利", "第3条", "A股"]);
        story["group"] = format!("{group}{}", id.1 / 2).into();
        let chance = &mut chance.apart();
        if chance.once_in(2) {
            story["subgroup"] = chance.of(&["子目", "一", "1", "水利", "A股"]).into();
        }
    }
    story
}

/// Dates in order, each somewhat later than the one before, to the day, the month or a part of it.
fn events(chance: &mut Chance) -> Vec<Value> {
    let (mut month, mut day) = (1, 1);
    let event = |chance: &mut Chance, number| {
        let later = chance.below(20);
        (month, day) = if day + later > 28 { (month + 1, 1) } else { (month, day + later) };
        let date = match chance.below(10) {
            0 if number == 0 => "2024".to_owned(),
            0 if day == 1 => format!("2024-{month:02}"),
            1 => format!("2024-{month:02} {}", chance.of(&["上旬", "底", "内"])),
            2 if number > 0 => chance.of(&["同日", "是月", "同年"]).to_owned(),
            3 => format!("2024 {}", chance.of(&["春", "冬", "一季度", "年内", "上半年"])),
            _ => format!("2024-{month:02}-{day:02}"),
        };
        let text = match chance.below(12) {
            0 => format!("{month}月{day}日"),
            1 => format!("{month}月"),
            2 => format!("{day}日。"),
            _ => line(chance),
        };
        let mut event = json!({ "date": date, "text": text });
        match chance.below(12) {
            0..3 => event["until"] = format!("2024-{:02}-28", month + chance.below(2)).into(),
            3 => event["until"] = format!("2024-{:02} 底", month + 1).into(),
            4 => event["story"] = "first".into(),
            _ => {}
        }
        event
    };
    let mut event = event;
    (0..1 + chance.below(6)).map(|number| event(chance, number)).collect()
}

fn table(chance: &mut Chance) -> Value {
    json!({
        "title": chance.of(TITLES), "body": grid(chance),
        "unit": chance.maybe(|chance| chance.of(&["万元", "1", "人、%", "表"]).to_owned()),
        "note": chance.maybe(|chance| chance.words(4)),
        "source": chance.maybe(|chance| chance.of(&["统计局", "2024年报", "表1"]).to_owned()),
    })
}

/// A list of people with portraits.
fn class(chance: &mut Chance) -> Value {
    let person = |chance: &mut Chance| {
        let number = chance.below(PICTURES);
        let ending = if number < DRAWINGS { "svg" } else { "png" };
        json!({
            "name": chance.of(NAMES), "photo": format!("images/{number}.{ending}"),
            "detail": chance.maybe(|chance| chance.words(1)),
            "quote": chance.maybe(|chance| chance.words(3)),
        })
    };
    let people: Vec<Value> = (0..1 + chance.below(14)).map(|_| person(chance)).collect();
    json!({
        "title": chance.maybe(|chance| chance.of(TITLES).to_owned()), "people": people,
        "kind": "artwork", "credit": chance.maybe(|chance| chance.words(1)),
    })
}

/// A list of people with what they say.
fn quotes(chance: &mut Chance) -> Value {
    let person = |chance: &mut Chance| {
        json!({
            "name": chance.of(NAMES), "quote": line(chance),
            "detail": chance.maybe(|chance| chance.words(1)),
        })
    };
    let people: Vec<Value> = (0..1 + chance.below(6)).map(|_| person(chance)).collect();
    json!({
        "title": chance.maybe(|chance| chance.of(TITLES).to_owned()), "people": people,
        "note": chance.maybe(|chance| chance.words(3)),
    })
}

/// A figure of the year, some with a chart.
fn fact(chance: &mut Chance) -> Value {
    let chart = match chance.below(4) {
        0 => json!({ "2022": 1.5, "2023": 12, "2024": 18.25 }),
        1 => json!({ "城镇": 320, "乡村": 7.5 }),
        _ => Value::Null,
    };
    json!({
        "value": chance.of(&["320", "1", "4.5", "12345.6", "2024", "近千"]),
        "unit": chance.of(&["公里", "年", "%", "万人次"]),
        "label": chance.words(2), "note": chance.maybe(|chance| chance.words(3)), "chart": chart,
    })
}

fn group(chance: &mut Chance) -> Value {
    let person = |chance: &mut Chance| match chance.below(3) {
        0 => json!({ "name": chance.of(NAMES), "detail": chance.words(1) }),
        _ => chance.of(NAMES).into(),
    };
    let people: Vec<Value> = (0..1 + chance.below(8)).map(|_| person(chance)).collect();
    json!({
        "title": chance.maybe(|chance| chance.of(TITLES).to_owned()), "people": people,
        "note": chance.maybe(|chance| chance.words(3)),
    })
}
