//! W23: two names of people that are one: the same office before both, the same surname, and one
//! other character that sounds or looks alike.
//!
//! Two people may have such names; the same office makes it unlikely. What stands where is told,
//! and which is right never.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::check::rules::numbers::prose::Prose;
use crate::diag::{Code, Findings, msg};
use crate::source::Place;
use crate::text::class::is_han;

/// Offices that stand before names.
const OFFICES: [&str; 24] = [
    "书记",
    "主任",
    "局长",
    "区长",
    "县长",
    "市长",
    "省长",
    "镇长",
    "乡长",
    "村长",
    "校长",
    "院长",
    "会长",
    "董事长",
    "总经理",
    "主席",
    "部长",
    "厂长",
    "所长",
    "教授",
    "院士",
    "馆长",
    "站长",
    "委员长",
];

/// The surnames that are frequent.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡\
    余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严\
    覃武戴莫孔向汤俞";

/// Characters of names that sound or look alike.
const ALIKE: [&str; 62] = [
    "謇骞蹇",
    "宁宇",
    "晖辉挥",
    "峻俊竣骏",
    "军君均钧",
    "明鸣铭",
    "伟玮炜纬",
    "桦华骅",
    "平萍坪苹",
    "林琳霖",
    "志智",
    "健建",
    "红宏洪鸿虹",
    "飞菲霏",
    "文雯",
    "丽莉",
    "栋东",
    "泽择",
    "浩皓灏昊",
    "琪淇琦祺棋",
    "颖颍",
    "燕雁艳",
    "芳方",
    "清青菁",
    "春椿",
    "梅玫",
    "锋峰烽",
    "杰洁捷",
    "敏民",
    "磊垒",
    "刚钢",
    "斌彬",
    "凯恺",
    "瑜渝",
    "莹萤",
    "珊姗",
    "婷亭",
    "倩茜",
    "欣昕新鑫",
    "祥详",
    "勇永",
    "涛焘",
    "彦言",
    "佳嘉",
    "兰蓝",
    "玉钰",
    "世士",
    "启起",
    "光广",
    "生声升",
    "荣容蓉",
    "娟鹃",
    "慧惠",
    "静靖",
    "宝保",
    "忠中",
    "晓小",
    "贵桂",
    "福富",
    "良亮",
    "振震镇",
    "国囯",
];

/// A name where it stands first, and how often it does.
#[derive(Debug)]
struct Name {
    at: Place,
    count: usize,
}

/// The names of a book, by the office before them.
#[derive(Debug, Default)]
pub(super) struct Names {
    by_office: BTreeMap<String, BTreeMap<String, Name>>,
}

impl Names {
    /// Adds those of some words.
    pub(super) fn add(&mut self, prose: &Prose, place: impl Fn(Range<usize>) -> Place) {
        let chars = prose.chars.as_slice();
        for at in 2..chars.len() {
            if !SURNAMES.contains(chars[at]) || !is_han(chars[at - 1]) {
                continue;
            }
            let office = OFFICES.iter().find(|office| {
                let length = office.chars().count();
                at.checked_sub(length).is_some_and(|start| prose.has(start, office))
            });
            let Some(office) = office else { continue };
            // The name of the place or the body belongs to the office.
            let start = at.saturating_sub(office.chars().count() + 2);
            let whole = prose.words(start..at);
            if !whole.chars().all(is_han) {
                continue;
            }
            let length = chars[at..].iter().take(4).take_while(|c| is_han(**c)).count();
            let length = length.min(3);
            if length < 2 {
                continue;
            }
            let name = prose.words(at..at + length);
            let names = self.by_office.entry(whole).or_default();
            let known = names.entry(name);
            known
                .and_modify(|name| name.count += 1)
                .or_insert_with(|| Name { at: place(at..at + length), count: 1 });
        }
    }

    /// Reports those that may be one.
    pub(super) fn tell(self, found: &mut Findings) {
        for (office, names) in self.by_office {
            let names: Vec<(String, Name)> = names.into_iter().collect();
            for (nth, (one, first)) in names.iter().enumerate() {
                for (other, second) in &names[nth + 1..] {
                    if !is_near(one, other) {
                        continue;
                    }
                    // The rarer one is the likelier slip.
                    let (here, there) = if first.count < second.count {
                        ((one, first), (other, second))
                    } else {
                        ((other, second), (one, first))
                    };
                    let ((name, own), (known, Name { at, .. })) = (here, there);
                    let message = msg!(
                        "“{office}”这里作“{name}”，{at} 作“{known}”",
                        "{office} is “{name}” here and “{known}” at {at}"
                    );
                    found.add(Code::W23, Some(&own.at), message);
                }
            }
        }
    }
}

/// Whether two names differ in one character that sounds or looks alike.
fn is_near(one: &str, other: &str) -> bool {
    if one.chars().count() != other.chars().count() {
        return false;
    }
    let mut differs = one.chars().zip(other.chars()).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (differs.next(), differs.next()) else { return false };
    ALIKE.iter().any(|group| group.contains(a) && group.contains(b))
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn names_are_near_by_one_character_that_sounds_or_looks_alike() {
        for (one, other, near) in [
            ("陈吉宁", "陈吉宇", true),
            ("张謇", "张骞", true),
            ("王建军", "王健军", true),
            ("王建军", "王健君", false),
            ("王建军", "王建国", false),
            ("王建军", "王建军", false),
        ] {
            assert_eq!(is_near(one, other), near, "{one} {other}");
        }
    }
}
