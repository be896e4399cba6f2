//! Sections made of topics: entries, news, the chronicle, plates.

use serde_json::{Value, json};

use crate::sample::motifs;
use crate::sample::prose::{FIRMS, Prose, SCHOOLS};
use crate::sample::topics::{Item, Kind, Topic};

/// The ten stories of the spread: topic, day, title by sense, motif and caption of the picture.
/// The first picture leads and has no mark; the fifth story has the map.
const TEN: &[(&str, &str, &str, &str, &str)] = &[
    ("transport", "2023-09-28", "青屿大桥|主桥合龙", "bridge", "青屿大桥主桥合龙"),
    ("politics", "2023-02-08", "区人大会议举行", "hall", "代表票决民生实事项目"),
    ("industry", "2023-10-28", "海上风电|二期并网", "windfarm", "海上风电二期机组"),
    ("fishery", "2023-08-16", "东部渔场开渔", "harbour", "开渔日的云礁渔港"),
    ("transport", "2023-01-06", "轨道交通|青屿线试运营", "map", "青屿线一期线路示意图"),
    ("science", "2023-05-22", "“青鲷2号”|通过审定", "lab", "青屿海洋研究所实验室"),
    ("education", "2023-09-01", "望屿实验学校启用", "school", "望屿实验学校"),
    ("health", "2023-06-28", "区人民医院|新院区启用", "clinic", "区人民医院新院区"),
    ("culture", "2023-07-15", "渔歌音乐会上演", "stage", "渔歌音乐会"),
    ("farming", "2023-09-23", "农民丰收节举办", "fair", "丰收节集市"),
];

/// Events that no topic tells of: day or month or year, last day, words.
const EVENTS: &[(&str, Option<&str>, &str)] = &[
    ("2023", None, "全区空气质量优良天数超过345天，为有监测记录以来**最好水平**。"),
    ("2023-03", None, "海岛供水管线检修，11座海岛轮流用船送水，全月送水1860吨。"),
    ("2023-04-20", Some("2023-04-24"), "海岛读书周举行，各岛书屋夜间开放到21:30。"),
    ("2023-06-30", Some("2023-07-02"), "连续大雾，岛际客船停航62班，渡口设临时候船点9处。"),
    ("2023-11-16", None, "区地方志编纂委员会会议审定本书[编辑说明](#editorial-note)。"),
];

/// A picture of the book. Its name says what it shows; see `motifs`.
pub(crate) fn figure(file: &str, caption: &str) -> Value {
    let alt = format!("示意插画：{}", motifs::words(file));
    let file = format!("images/{file}");
    json!({ "file": file, "caption": caption, "alt": alt, "credit": "本书绘制", "kind": "artwork" })
}

/// A list of plates: `@`, id and title by sense; then a name and a caption a line.
pub(crate) fn gallery(text: &str) -> Value {
    let (head, lines) = text.split_once('\n').unwrap();
    let (id, title) = head.trim_start_matches("@ ").split_once(' ').unwrap();
    let plates = lines.lines().filter_map(|line| line.split_once('｜'));
    let plates: Vec<Value> = plates
        .map(|(name, caption)| {
            let extension = if name.contains('.') { "" } else { ".svg" };
            figure(&format!("{name}{extension}"), caption)
        })
        .collect();
    json!({
        "kind": "gallery",
        "id": id,
        "title": title.replace('|', ""),
        "title_lines": title,
        "figures": plates,
    })
}

pub(crate) fn entries(topic: &Topic, prose: &mut Prose) -> Value {
    let stories: Vec<Value> = topic.items.iter().map(|item| entry(item, topic, prose)).collect();
    let mut groups: Vec<&str> = topic.items.iter().map(|item| item.group.as_str()).collect();
    groups.dedup();
    let intro = format!(
        "本类目设{}等{}个分目，收条目{}条。",
        groups.join("、"),
        groups.len(),
        stories.len()
    );
    let facts = topic.facts.iter();
    let facts: Vec<Value> = facts
        .map(|[value, unit, label]| json!({ "value": value, "unit": unit, "label": label }))
        .collect();
    json!({
        "kind": "entries",
        "id": topic.id,
        "title": topic.title,
        "intro": intro,
        "facts": facts,
        "stories": stories,
    })
}

fn entry(item: &Item, topic: &Topic, prose: &mut Prose) -> Value {
    let mut paragraphs = vec![prose.opening(item, topic, false)];
    if !item.extra.is_empty() {
        paragraphs.push(item.extra.clone());
    }
    let more = match item.kind {
        Kind::Overview => 1,
        Kind::Year | Kind::Day(..) => usize::from(!prose.once_in(3)),
    };
    for _ in 0..more {
        paragraphs.push(prose.paragraph(String::new(), topic));
    }
    if item.closes {
        paragraphs.last_mut().unwrap().push_str(&format!("（{}）", item.writer));
    }
    let body = paragraphs.join("\n\n");
    let mut terms = vec![item.title.as_str()];
    terms.extend([FIRMS, SCHOOLS].concat().into_iter().filter(|name| body.contains(name)));
    let mut out = json!({
        "id": item.id,
        "title": item.title,
        "group": item.group,
        "body": body,
        "index": terms,
    });
    if let Some((motif, caption)) = &item.picture {
        // Most pictures are drawings, some are rasters of either kind.
        let extension = ["svg", "svg", "png", "svg", "jpg", "svg"][item.id.len() * 7 % 6];
        out["figures"] = json!([figure(&format!("{motif}-{}.{extension}", item.id), caption)]);
    }
    out
}

/// Ten stories that make a spread.
pub(crate) fn ten(topics: &[Topic], prose: &mut Prose) -> Value {
    let story = |&(topic, date, lines, motif, caption): &(&str, &str, &str, &str, &str)| {
        let topic = topics.iter().find(|t| t.id == topic).unwrap();
        let item = topic.events().find(|item| item.date().as_deref() == Some(date)).unwrap();
        let mut picture = figure(&format!("{motif}-ten-{}.svg", topic.id), caption);
        if motif == "bridge" || motif == "map" {
            picture["mark"] = json!("none");
        }
        if motif == "map" {
            picture["kind"] = json!("map");
            picture["map_approval"] = json!("样例审图号（2023）0000号");
        }
        let mut out = news_story("ten", item, topic, prose);
        out["title_lines"] = json!(lines);
        out["figures"] = json!([picture]);
        out
    };
    let stories: Vec<Value> = TEN.iter().map(story).collect();
    json!({
        "kind": "news",
        "id": "ten",
        "title": "2023青屿十大新闻",
        "title_lines": "2023|青屿十大新闻",
        "stories": stories,
    })
}

/// Other news: three of each topic, by day.
pub(crate) fn news(topics: &[Topic], prose: &mut Prose) -> Value {
    let mut stories = Vec::new();
    for topic in topics {
        let told = |item: &&Item| {
            TEN.iter().any(|&(id, date, ..)| id == topic.id && item.date().as_deref() == Some(date))
        };
        for item in topic.events().filter(|item| !told(item)).take(3) {
            let mut story = news_story("news", item, topic, prose);
            if let Some((motif, caption)) = &item.picture {
                story["figures"] =
                    json!([figure(&format!("{motif}-news-{}.svg", item.id), caption)]);
            }
            stories.push((item.date(), story));
        }
    }
    stories.sort_by(|a, b| a.0.cmp(&b.0));
    let stories: Vec<Value> = stories.into_iter().map(|(_, story)| story).collect();
    json!({ "kind": "news", "id": "news", "title": "要闻选编", "stories": stories })
}

fn news_story(section: &str, item: &Item, topic: &Topic, prose: &mut Prose) -> Value {
    let mut body = prose.opening(item, topic, true);
    if section == "news" && prose.once_in(3) {
        body = format!("{body}\n\n{}", prose.paragraph(String::new(), topic));
    }
    let id = format!("{section}-{}", item.id);
    json!({ "id": id, "title": item.title, "date": item.date(), "body": body })
}

/// Every day that a topic tells of, with the way to its entry.
pub(crate) fn chronicle(topics: &[Topic], prose: &mut Prose) -> Value {
    let mut events: Vec<(String, Value)> = Vec::new();
    for &(date, until, text) in EVENTS {
        let mut event = json!({ "date": date, "text": text });
        if let Some(until) = until {
            event["until"] = json!(until);
        }
        events.push((date.to_owned(), event));
    }
    for item in topics.iter().flat_map(Topic::events) {
        let (date, text) = (item.date().unwrap(), prose.fill(&item.lead));
        let event = json!({ "date": date, "text": format!("{text}。"), "story": item.id });
        events.push((date, event));
    }
    events.sort_by(|a, b| a.0.cmp(&b.0));
    let events: Vec<Value> = events.into_iter().map(|(_, event)| event).collect();
    json!({
        "kind": "chronicle",
        "id": "chronicle",
        "title": "大事记",
        "intro": "按日期排列；只知年、月的，照所知的写。",
        "events": events,
    })
}
