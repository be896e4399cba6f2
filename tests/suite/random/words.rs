//! Words, titles, running text.

use std::fmt::Write as _;

/// Words that a yearbook has, and such as are found by mistake: numbers, labels, single characters.
pub(super) const WORDS: &[&str] = &[
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
pub(super) const TITLES: &[&str] = &[
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

const OUTSIDE: &[&str] = &[
    "[外面](https://example.org/a)",
    "[**12**处](https://example.org/?a=1&b=2#c)",
    "<https://example.org/long/address/2024>",
    "[写信](mailto:a@example.org)",
];

pub(super) const NAMES: &[&str] =
    &["王伟", "欧阳春雨", "张三", "Antonín Dvořák", "李", "A. B. Smith", "䶮某"];

/// Chance (`SplitMix64`), the same for a seed everywhere.
pub(super) struct Chance(pub(super) u64);

impl Chance {
    pub(super) fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % most as u64) as usize
    }

    /// Chance of its own, from which this one does not go on: what is drawn from it leaves all
    /// else in a book as it was.
    pub(super) fn apart(&self) -> Chance {
        Chance(self.0.rotate_left(32) ^ 0x5851_F42D_4C95_7F2D)
    }

    /// Once in so many times.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(super) fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }

    pub(super) fn words(&mut self, most: usize) -> String {
        (0..=self.below(most)).map(|_| self.of(WORDS)).collect()
    }

    /// Some of what is made, and sometimes none.
    pub(super) fn some<T>(
        &mut self,
        most: usize,
        mut make: impl FnMut(&mut Chance, usize) -> T,
    ) -> Vec<T> {
        (0..self.below(most + 1)).map(|index| make(self, index)).collect()
    }

    pub(super) fn maybe(&mut self, value: impl FnOnce(&mut Chance) -> String) -> Option<String> {
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
                6 => format!("[见别处]({})", self.chance.of(&["#first", "#s-0"])),
                7 => self.chance.of(OUTSIDE).to_owned(),
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
        let lead = self.chance.of(&["注文", "注文", "{注文|zhù wén}"]);
        // Some break over columns.
        let many = if self.chance.once_in(8) { 10 + self.chance.below(40) } else { 0 };
        let more: String = (0..many).map(|_| self.chance.words(2)).collect();
        self.notes.push(format!("{lead}{reading}{words}{more}。"));
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

pub(super) fn body(chance: &mut Chance, most: usize) -> String {
    let mut text = Text { chance, notes: Vec::new() };
    let first = text.paragraph();
    let more: Vec<String> = (0..text.chance.below(most)).map(|_| text.block()).collect();
    let words = std::iter::once(first).chain(more).collect::<Vec<_>>().join("\n\n");
    text.ended(words)
}

pub(super) fn line(chance: &mut Chance) -> String {
    let mut text = Text { chance, notes: Vec::new() };
    let words = text.paragraph();
    text.ended(words)
}

pub(super) fn grid(chance: &mut Chance) -> String {
    let mut text = Text { chance, notes: Vec::new() };
    let words = text.table();
    text.ended(words)
}
