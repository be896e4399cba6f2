//! Generated books of short stories.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::sample::random::Random;

/// A book of stories of about 220 characters, the same at every run.
pub(crate) fn generate(folder: &Path, stories: usize) {
    fs::create_dir_all(folder).unwrap();
    let book = "title: 千条新闻\nyear: 2024\nlang: zh-Hans\nsections: [10-news.yaml]\n";
    fs::write(folder.join("book.yaml"), book).unwrap();
    let mut text = String::from("kind: news\ntitle: 要闻\nstories:\n");
    let mut random = Random::named("stories");
    (1..=stories).for_each(|number| story(&mut text, number, &mut random));
    fs::write(folder.join("10-news.yaml"), text).unwrap();
}

/// Adds one story to a section.
pub(crate) fn story(text: &mut String, number: usize, random: &mut Random) {
    let title = random.pick(TITLES);
    writeln!(text, "  - id: story-{number}\n    title: {title}（{number}）\n    body: |").unwrap();
    let mut body = format!("2024年{}月{}日，", 1 + random.below(12), 1 + random.below(28));
    while body.chars().count() < 220 {
        body.push_str(random.pick(SENTENCES));
    }
    writeln!(text, "      {body}").unwrap();
}

const TITLES: &[&str] = &[
    "沿海步道全线贯通",
    "新图书馆开馆迎客",
    "社区食堂增至二十家",
    "稻田音乐会再度举行",
    "轻轨支线开工建设",
    "湿地公园迎来候鸟",
    "老街改造通过验收",
    "青年创业园揭牌",
    "海堤加固工程完工",
    "校园足球联赛落幕",
];

const SENTENCES: &[&str] = &[
    "工程全长12.6公里，沿线设驿站8处、观景台15座，方便市民步行和骑行。",
    "开馆首日接待读者4200人次，借出图书3600册，其中少年儿童读物占四成。",
    "有关部门表示，将继续完善配套设施，让更多居民就近享受到服务。",
    "现场展示了“水乡记忆”主题作品120件，吸引长三角地区9座城市的嘉宾参加。",
    "项目分两期实施，一期预计明年6月建成，二期同步开展前期研究。",
    "据介绍，这里原是一片盐碱地，经过三年治理，如今绿树成荫、鸟语花香。",
    "居民代表走进工地，实地了解施工进度，并就噪声、停车等问题提出建议。",
    "数据显示，全年完成投资18.4亿元，比上年增长7.2%，新增就业岗位960个。",
];
