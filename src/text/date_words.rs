//! The words by which chronicles tell when: parts of months and years, and words that point back to
//! the event before.
//!
//! Each word is one of its own, even if two mean the same (年底, 年末), because a book shows the one
//! that its editor wrote. What they are called in the language of a book is in `labels`.

/// What a part is a part of, or how much of a date a word points back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A year.
    Year,
    /// A month of a year.
    Month,
    /// A day of a month.
    Day,
}

/// From when to when a part of a year or a month can be. Where usage differs it is as wide as any:
/// that two dates are out of order is only said where no reading puts them in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Days of a month.
    Days(u8, u8),
    /// Months of a year; those beyond 12 are of the year after.
    Months(u8, u8),
}

use Span::{Days, Months};

/// A table of words: a doc comment and a name for their type, the fact that each has beside its
/// name and word, and a row a word.
macro_rules! words {
    (
        $(#[$doc:meta])* $type:ident
        $(#[$of_fact:meta])* $fact:ident: $Fact:ty
        $(; $one:ident $name:literal $word:literal $value:expr)*
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type {
            $(#[doc = $word] $one),*
        }

        impl $type {
            /// All of them in the order of their declaration, which is that of tables of labels.
            pub const ALL: &[$type] = &[$($type::$one),*];

            /// Its name, for layouts.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $($type::$one => $name),* }
            }

            /// The word for it.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $($type::$one => $word),* }
            }

            $(#[$of_fact])*
            #[must_use]
            pub const fn $fact(self) -> $Fact {
                match self { $($type::$one => $value),* }
            }
        }
    };
}

// Seasons are those of the solar and of the old calendar together; the winter of a year is the one
// that begins in it.
words! {
    /// A part of a year or of a month.
    Part
    /// When it can be.
    span: Span;
    EarlyTen "early-ten" "上旬" Days(1, 10);
    MiddleTen "middle-ten" "中旬" Days(11, 20);
    LateTen "late-ten" "下旬" Days(21, 31);
    MonthStart "month-start" "月初" Days(1, 10);
    MonthMiddle "month-middle" "月中" Days(10, 20);
    MonthEnd "month-end" "月底" Days(20, 31);
    MonthClose "month-close" "月末" Days(20, 31);
    WithinMonth "within-month" "月内" Days(1, 31);
    Spring "spring" "春" Months(1, 5);
    Summer "summer" "夏" Months(4, 8);
    Autumn "autumn" "秋" Months(7, 11);
    Winter "winter" "冬" Months(10, 14);
    SpringSeason "spring-season" "春季" Months(1, 5);
    SummerSeason "summer-season" "夏季" Months(4, 8);
    AutumnSeason "autumn-season" "秋季" Months(7, 11);
    WinterSeason "winter-season" "冬季" Months(10, 14);
    QuarterOne "quarter-one" "一季度" Months(1, 3);
    QuarterTwo "quarter-two" "二季度" Months(4, 6);
    QuarterThree "quarter-three" "三季度" Months(7, 9);
    QuarterFour "quarter-four" "四季度" Months(10, 12);
    FirstQuarter "first-quarter" "第一季度" Months(1, 3);
    SecondQuarter "second-quarter" "第二季度" Months(4, 6);
    ThirdQuarter "third-quarter" "第三季度" Months(7, 9);
    FourthQuarter "fourth-quarter" "第四季度" Months(10, 12);
    YearStart "year-start" "年初" Months(1, 3);
    YearMiddle "year-middle" "年中" Months(4, 9);
    YearEnd "year-end" "年底" Months(10, 12);
    YearClose "year-close" "年末" Months(10, 12);
    WithinYear "within-year" "年内" Months(1, 12);
    FirstHalf "first-half" "上半年" Months(1, 6);
    SecondHalf "second-half" "下半年" Months(7, 12)
}

impl Part {
    /// What it is a part of.
    #[must_use]
    pub const fn unit(self) -> Unit {
        match self.span() {
            Days(..) => Unit::Month,
            Months(..) => Unit::Year,
        }
    }

    /// Whether it says no more than the month or year that it is of.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        matches!(self, Part::WithinMonth | Part::WithinYear)
    }

    /// Reads the word behind the date of a month or year: `下旬`, `月底`, and `底` alone, because
    /// 4月底 and 2023年底 say the unit once.
    #[must_use]
    pub fn read(word: &str, unit: Unit) -> Option<Part> {
        let word = simplified(word);
        let mut of_unit = Part::ALL.iter().copied().filter(|part| part.unit() == unit);
        of_unit.find(|part| {
            let short = part.word().strip_prefix(['年', '月']);
            part.word() == word || short == Some(word.as_str())
        })
    }
}

words! {
    /// A word that takes the day, month or year of the event before.
    Back
    /// How much of the date before it takes.
    unit: Unit;
    SameDay "same-day" "同日" Unit::Day;
    ThisDay "this-day" "是日" Unit::Day;
    ThatDay "that-day" "当日" Unit::Day;
    SameMonth "same-month" "同月" Unit::Month;
    ThisMonth "this-month" "是月" Unit::Month;
    ThatMonth "that-month" "当月" Unit::Month;
    OwnMonth "own-month" "本月" Unit::Month;
    SameYear "same-year" "同年" Unit::Year;
    ThisYear "this-year" "是年" Unit::Year;
    ThatYear "that-year" "当年" Unit::Year;
    OwnYear "own-year" "本年" Unit::Year
}

impl Back {
    /// Reads the word that a text begins with, and gives the rest.
    #[must_use]
    pub fn read(text: &str) -> Option<(Back, String)> {
        let text = simplified(text);
        let back = Back::ALL.iter().copied().find(|back| text.starts_with(back.word()))?;
        let rest = text.strip_prefix(back.word()).unwrap_or_default().trim_start().to_owned();
        Some((back, rest))
    }
}

/// These words in the simplified script.
fn simplified(text: &str) -> String {
    text.replace('內', "内").replace('當', "当")
}
