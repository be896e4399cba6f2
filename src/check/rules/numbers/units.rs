//! What is counted: units that stand behind numbers, and how they are measured in one another.

use super::exact::Exact;

/// A unit: what it measures, and how many of the smallest unit of its kind it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unit {
    /// What is measured; units of one kind can be added.
    pub(super) kind: &'static str,
    /// How many of the first unit of its kind it is, × 10^`power`.
    factor: i64,
    power: i32,
}

impl Unit {
    /// So many of it in the first unit of its kind.
    pub(super) fn in_first(self, number: Exact) -> Exact {
        number.times(self.factor).shift(self.power)
    }

    /// Whether another one is as large.
    pub(super) fn is_size_of(self, other: Unit) -> bool {
        let one = Exact::whole(1);
        self.kind == other.kind && self.in_first(one) == other.in_first(one)
    }

    /// Whether it counts things by a word that says little of them.
    pub(super) fn is_count(self) -> bool {
        COUNTED.contains(&self.kind)
    }
}

/// Units that are measured in others: the name, the kind, the factor and its power of ten.
const MEASURED: &[(&str, &str, i64, i32)] = &[
    ("人", "人", 1, 0),
    ("名", "人", 1, 0),
    ("元", "元", 1, 0),
    ("美元", "美元", 1, 0),
    ("港元", "港元", 1, 0),
    ("日元", "日元", 1, 0),
    ("欧元", "欧元", 1, 0),
    ("毫米", "米", 1, -3),
    ("厘米", "米", 1, -2),
    ("米", "米", 1, 0),
    ("千米", "米", 1, 3),
    ("公里", "米", 1, 3),
    ("华里", "华里", 1, 0),
    ("里", "华里", 1, 0),
    ("海里", "海里", 1, 0),
    ("平方米", "平方米", 1, 0),
    ("平米", "平方米", 1, 0),
    ("公顷", "平方米", 1, 4),
    ("平方公里", "平方米", 1, 6),
    ("平方千米", "平方米", 1, 6),
    ("亩", "亩", 1, 0),
    ("立方米", "立方米", 1, 0),
    ("方", "立方米", 1, 0),
    ("克", "克", 1, 0),
    ("斤", "克", 500, 0),
    ("公斤", "克", 1, 3),
    ("千克", "克", 1, 3),
    ("吨", "克", 1, 6),
    ("担", "担", 1, 0),
    ("石", "石", 1, 0),
    ("两白银", "两", 1, 0),
    ("千瓦", "瓦", 1, 3),
    ("兆瓦", "瓦", 1, 6),
    ("千瓦时", "瓦时", 1, 3),
    ("度", "度", 1, 0),
    ("升", "升", 1, 0),
    ("毫升", "升", 1, -3),
    ("岁", "岁", 1, 0),
    ("天", "天", 1, 0),
    ("小时", "小时", 1, 0),
    ("分钟", "分钟", 1, 0),
    ("%", "%", 1, 0),
    ("‰", "‰", 1, 0),
    ("个百分点", "百分点", 1, 0),
    ("倍", "倍", 1, 0),
];

/// Words that count.
const COUNTED: &[&str] = &[
    "批次",
    "批",
    "例次",
    "课时",
    "学时",
    "丈",
    "尺",
    "顷",
    "罐",
    "垛",
    "井",
    "人次",
    "户次",
    "件次",
    "台次",
    "辆次",
    "艘次",
    "架次",
    "班次",
    "个",
    "户",
    "家",
    "所",
    "座",
    "处",
    "件",
    "项",
    "条",
    "台",
    "辆",
    "艘",
    "架",
    "只",
    "头",
    "匹",
    "口",
    "株",
    "棵",
    "册",
    "卷",
    "种",
    "篇",
    "部",
    "套",
    "份",
    "张",
    "间",
    "幢",
    "栋",
    "层",
    "次",
    "场",
    "期",
    "届",
    "班",
    "位",
    "对",
    "双",
    "枚",
    "块",
    "根",
    "支",
    "队",
    "组",
    "起",
    "宗",
    "例",
    "箱",
    "袋",
    "瓶",
    "标箱",
    "标准箱",
    "床",
    "尾",
    "羽",
    "门",
    "孔",
    "眼",
    "道",
    "副",
    "顶",
    "幅",
    "首",
    "片",
    "枝",
    "盏",
    "具",
    "尊",
    "艇",
    "乡",
    "镇",
    "村",
    "县",
    "市",
    "区",
    "省",
    "社",
    "厂",
    "校",
    "院",
    "馆",
    "站",
    "店",
    "桥",
    "船",
    "车",
    "户家",
    "间次",
    "款",
    "列",
    "节",
    "趟",
    "届次",
    "单",
    "笔",
    "宗次",
    "票",
    "席",
    "盘",
    "把",
    "封",
    "则",
    "类",
    "名次",
    "岗",
    "亩次",
    "街道",
    "社区",
    "居委会",
    "村委会",
    "行政村",
    "自然村",
    "村民小组",
    "生产队",
    "大队",
    "公社",
    "学校",
];

/// How many characters a unit of measure takes at a place; 万 and 亿 may stand before it.
pub(in crate::check::rules) fn measured(chars: &[char]) -> Option<usize> {
    let scale = chars.iter().take(2).take_while(|c| matches!(c, '万' | '亿')).count();
    match at(&chars[scale..]) {
        Some((unit, length)) if !unit.is_count() => Some(scale + length),
        _ => (scale > 0).then_some(scale),
    }
}

/// The unit at a place, and how many characters it takes.
pub(super) fn at(chars: &[char]) -> Option<(Unit, usize)> {
    let first = *chars.first()?;
    let mut best: Option<(Unit, usize)> = None;
    let fits = |name: &str| {
        let mut rest = chars.iter();
        name.chars().all(|c| rest.next() == Some(&c))
    };
    let mut take = |name: &'static str, unit: Unit| {
        let length = name.chars().count();
        if name.starts_with(first) && best.is_none_or(|(_, other)| other < length) && fits(name) {
            best = Some((unit, length));
        }
    };
    for &(name, kind, factor, power) in MEASURED {
        take(name, Unit { kind, factor, power });
    }
    for &name in COUNTED {
        take(name, Unit { kind: name, factor: 1, power: 0 });
    }
    let (unit, length) = best?;
    // 人民币, 元旦, 米饭 and the like are other words.
    let next = chars.get(length).copied();
    let other = match (unit.kind, next) {
        ("人", Some('民' | '大' | '才' | '口' | '类' | '工' | '均' | '士' | '事')) => {
            length == 1
        }
        ("元", Some('旦' | '宵' | '代')) => true,
        ("市" | "县" | "区" | "省", Some('级' | '场' | '委' | '政' | '民' | '内' | '域')) => {
            true
        }
        ("部", Some('门' | '分' | '队' | '委')) => true,
        ("组" | "班", Some('织' | '长' | '子' | '委')) => true,
        ("个", Some('人' | '体' | '性')) => matches!(next, Some('体' | '性')),
        ("处" | "对" | "期", Some('理' | '于' | '间' | '罚' | '外')) => true,
        ("单", Some('位')) | ("把", Some('握')) | ("道", Some('路')) | ("口", Some('岸')) => {
            true
        }
        ("车", Some('辆' | '间' | '道' | '位')) | ("院", Some('士')) => true,
        _ => false,
    };
    (!other).then_some((unit, length))
}
