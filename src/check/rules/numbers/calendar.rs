//! N06: dates that no calendar has. N07: dates that do not agree with what stands beside them: the
//! day of the week, the other month, the age, the anniversary.
//!
//! Sure enough to be told:
//! - a month above 12 or below 1 beside a year or a day, and a day that its month does not have. In
//!   Chinese numerals only behind a year of the Common Era, since months of the old calendar have
//!   30 days; 29 February behind a year in the same sentence that is no leap year;
//! - `2023年9月8日（星期四）`, with year, month and day;
//! - `25时30分`, `9时75分`; `6月18日至12日`; `（1920—1898）` behind a name;
//! - `11月7月`: two months in a row of which the second is not the greater;
//! - 享年 behind a year of birth and a year of death of which there is one each, or behind
//!   `（1902—1978）`, if it is neither
//!   the age by years nor, as ages were counted before, up to two more;
//! - anniversaries of known events in a sentence of one year.

use super::dates::Day;
use super::eras::is_old_calendar;
use super::fault::Fault;
use super::prose::Prose;
use super::tokens::{Kind, Token};
use crate::diag::{Code, msg};

/// Known events and their years.
const EVENTS: [(&str, i64); 12] = [
    ("新中国成立", 1949),
    ("中华人民共和国成立", 1949),
    ("中国共产党成立", 1921),
    ("建党", 1921),
    ("建军", 1927),
    ("改革开放", 1978),
    ("抗日战争胜利", 1945),
    ("抗战胜利", 1945),
    ("五四运动", 1919),
    ("辛亥革命", 1911),
    ("香港回归", 1997),
    ("澳门回归", 1999),
];

/// Looks at a sentence.
pub(super) fn judge(tokens: &[Token], prose: &Prose, faults: &mut Vec<Fault>) {
    let mut year = None;
    let mut last: Option<(Day, usize)> = None;
    for token in tokens {
        let day = match &token.kind {
            Kind::Group(inner) => {
                judge(inner, prose, faults);
                continue;
            }
            Kind::Date(day) => *day,
            _ => continue,
        };
        let other_year = ["次年", "翌年", "去年", "明年", "来年", "同年", "上年", "今年", "历"];
        let start = last.map_or(token.range.start, |(_, end)| end);
        if prose.any(start..token.range.start, &other_year) {
            year = None;
        }
        year = day.year.or(year);
        exists(token, Day { year, ..day }, day, prose, faults);
        if let Some((before, end)) = last.filter(|(_, end)| *end == token.range.start) {
            months(before, day, (end, token), prose, faults);
        }
        if let Some((before, end)) = last {
            days_back(before, day, (end, token), prose, faults);
        }
        weekday(token, day, prose, faults);
        last = Some((day, token.range.end));
    }
    anniversary(tokens, prose, faults);
}

/// Looks at some words, whatever their sentences: hours, and years of lives.
pub(super) fn words(prose: &Prose, faults: &mut Vec<Fault>) {
    for (first, last, range) in spans(prose).into_iter().filter(|(first, last, _)| first > last) {
        let message = msg!(
            "{first} 年在 {last} 年之后，先后颠倒",
            "{first} is after {last}: the years are the wrong way round"
        );
        faults.push(Fault { code: Code::N07, range, message });
    }
    for at in 0..prose.chars.len() {
        if prose.chars[at] == '时' {
            hour(prose, at, faults);
        }
    }
}

/// The years in brackets that hold two years alone: `（1902—1978）`.
fn spans(prose: &Prose) -> Vec<(i64, i64, std::ops::Range<usize>)> {
    let chars = prose.chars.as_slice();
    let year = |at: usize| -> Option<(i64, usize)> {
        let digits = chars.get(at..at + 4).filter(|it| it.iter().all(char::is_ascii_digit))?;
        let year: i64 = digits.iter().collect::<String>().parse().ok()?;
        let end = at + 4 + usize::from(chars.get(at + 4) == Some(&'年'));
        (1000..2100).contains(&year).then_some((year, end))
    };
    let span = |open: usize| {
        // 甲会（0512—1898) is no life: a name stands before.
        prose.before(open).filter(|c| crate::text::class::is_han(*c))?;
        let (first, end) = year(open + 1)?;
        let rest = chars.get(end..)?;
        let marks = rest.iter().take_while(|c| matches!(c, '—' | '-' | '～')).count();
        let (last, end) = year(end + marks).filter(|_| (1..=2).contains(&marks))?;
        (chars.get(end) == Some(&'）')).then_some((first, last, open + 1..end))
    };
    (0..chars.len()).filter(|at| chars[*at] == '（').filter_map(span).collect()
}

/// `25时30分`, `9时75分`: the hour whose 时 stands at a place.
fn hour(prose: &Prose, at: usize, faults: &mut Vec<Fault>) {
    let chars = prose.chars.as_slice();
    let digits = |from: usize| {
        let rest = chars.get(from..).unwrap_or_default();
        rest.iter().take_while(|c| c.is_ascii_digit()).count()
    };
    let number = |from: usize, count: usize| prose.words(from..from + count).parse::<i64>().ok();
    let before = chars[..at].iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let (start, count) = (at - before, digits(at + 1));
    let is_short = (1..=2).contains(&before) && (1..=2).contains(&count);
    if !is_short || !prose.has(at + 1 + count, "分") || prose.has(at + 1 + count, "分之") {
        return;
    }
    let (Some(hour), Some(minute)) = (number(start, before), number(at + 1, count)) else { return };
    // How long something took may be more than a day.
    let is_span =
        prose.before_is(start, 6, &["历", "用", "共", "耗", "达", "计", "长", "经", "费"])
            || !prose.before(start).is_none_or(|c| "日午晨晚夜于在至到从自，。；、（ ".contains(c));
    let range = start..at + 2 + count;
    if hour > 24 && !is_span {
        let message = msg!("没有 {hour} 时", "there is no hour {hour}");
        faults.push(Fault { code: Code::N06, range, message });
    } else if hour <= 24 && minute > 59 {
        let message = msg!("没有 {minute} 分", "there is no minute {minute}");
        faults.push(Fault { code: Code::N06, range, message });
    }
}

/// `6月18日至12日`: a day behind another one that is earlier.
fn days_back(
    before: Day,
    day: Day,
    (start, token): (usize, &Token),
    prose: &Prose,
    faults: &mut Vec<Fault>,
) {
    let (Some(_), Some(one), Some(other)) = (before.month, before.day, day.day) else { return };
    let is_bare = day.month.is_none() && day.year.is_none() && !before.is_han && !day.is_han;
    let joint = prose.words(start..token.range.start);
    if !is_bare
        || one <= other
        || one > 31
        || !matches!(joint.as_str(), "至" | "到" | "～" | "—" | "——" | "-")
    {
        return;
    }
    let message =
        msg!("{one}日到{other}日，先后颠倒", "from day {one} to day {other}: the wrong way round");
    faults.push(Fault { code: Code::N07, range: start..token.range.end, message });
}

fn exists(token: &Token, known: Day, day: Day, prose: &Prose, faults: &mut Vec<Fault>) {
    let Some(month) = day.month else { return };
    let is_full = day.day.is_some() || day.year.is_some();
    let is_sure = if day.is_han { day.year.is_some() } else { is_full };
    // 7月811日 has lost a mark, and is told as that.
    let is_long = day.day.is_some_and(|day| day > 99);
    if !is_sure || is_long || !known.is_impossible() || is_old_calendar(prose, token.range.start) {
        return;
    }
    let written = prose.words(token.range.clone());
    let message = match (day.day, known.year) {
        _ if !(1..=12).contains(&month) => {
            msg!("没有 {month} 月：{written}", "there is no month {month}: {written}")
        }
        (Some(29), Some(year)) if month == 2 => msg!(
            "{year} 年不是闰年，没有 2 月 29 日：{written}",
            "{year} is no leap year and has no 29 February: {written}"
        ),
        _ => msg!("没有这一天：{written}", "there is no such day: {written}"),
    };
    faults.push(Fault { code: Code::N06, range: token.range.clone(), message });
}

/// Two months in a row.
fn months(
    before: Day,
    day: Day,
    (start, token): (usize, &Token),
    prose: &Prose,
    faults: &mut Vec<Fault>,
) {
    let (Some(one), Some(other)) = (before.month, day.month) else { return };
    let is_bare = before.day.is_none() && day.year.is_none() && !day.is_han;
    if !is_bare || one < other || prose.before(start) != Some('月') {
        return;
    }
    let message = msg!(
        "“{one}月”后面又是“{other}月”，像是“{one}月{other}日”",
        "month {one} and month {other} in a row"
    );
    faults.push(Fault { code: Code::N07, range: start..token.range.end, message });
}

/// `2023年9月8日（星期四）`.
fn weekday(token: &Token, day: Day, prose: &Prose, faults: &mut Vec<Fault>) {
    let Some(right) = day.weekday() else { return };
    let mut at = token.range.end;
    while matches!(prose.chars.get(at), Some('（' | '，' | ' ')) && at < token.range.end + 2 {
        at += 1;
    }
    let names = ["星期", "礼拜", "周"];
    let Some(name) = names.iter().find(|name| prose.has(at, name)) else { return };
    let Some(told) = prose.chars.get(at + name.chars().count()) else { return };
    const DAYS: [char; 7] = ['一', '二', '三', '四', '五', '六', '日'];
    let told = if *told == '天' { '日' } else { *told };
    let Some(number) = DAYS.iter().position(|name| *name == told) else { return };
    // 周日 and 周一 may begin other words: 周一平 is a name.
    let next = prose.chars.get(at + name.chars().count() + 1);
    let is_end =
        next.is_none_or(|c| matches!(c, '）' | '，' | '。' | '；' | '、' | '上' | '下' | '晚'));
    let right = usize::try_from(right - 1).unwrap_or(0);
    if number == right || !is_end {
        return;
    }
    let (right, written) = (DAYS[right], prose.words(token.range.clone()));
    let message = msg!(
        "{written}是星期{right}，文中星期{told}",
        "{written} is 星期{right}, the text says 星期{told}"
    );
    faults.push(Fault {
        code: Code::N07,
        range: token.range.start..at + name.chars().count() + 1,
        message,
    });
}

/// `新中国成立70周年` in a sentence of one year.
fn anniversary(tokens: &[Token], prose: &Prose, faults: &mut Vec<Fault>) {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
    let sentence = first.range.start..last.range.end;
    let ahead = ["迎接", "喜迎", "即将", "筹备", "献礼", "倒计时", "前夕", "明年", "次年"];
    let mut years = tokens.iter().filter_map(|token| match &token.kind {
        Kind::Date(day) => day.year,
        _ => None,
    });
    let Some(year) = years.next() else { return };
    if years.any(|other| other != year) || prose.any(sentence, &ahead) {
        return;
    }
    for token in tokens {
        let Some(quantity) = token.quantity() else { continue };
        if quantity.is_han || !prose.has(token.range.end, "周年") {
            continue;
        }
        let event = EVENTS.iter().find(|(name, _)| {
            let length = name.chars().count();
            let start = token.range.start.checked_sub(length);
            start.is_some_and(|start| prose.has(start, name))
        });
        let Some((name, start)) = event else { continue };
        let (right, told) = (year - start, quantity.number);
        if super::exact::Exact::whole(right) == told || right <= 0 {
            continue;
        }
        let message = msg!(
            "{name}在 {start} 年，到 {year} 年是 {right} 周年，文中 {told}",
            "{name} was in {start}: {right} years in {year}, the text says {told}"
        );
        faults.push(Fault { code: Code::N07, range: token.range.clone(), message });
    }
}

/// Ages: `生于1890年……1950年逝世，享年80岁`.
pub(super) fn ages(sentences: &[Vec<Token>], prose: &Prose, faults: &mut Vec<Fault>) {
    let told: Vec<(&Vec<Token>, usize)> = sentences
        .iter()
        .flat_map(|tokens| (0..tokens.len()).map(move |at| (tokens, at)))
        .filter(|(tokens, at)| {
            let start = tokens[*at].range.start;
            tokens[*at].quantity().is_some_and(|quantity| quantity.kind() == "岁")
                && start >= 2
                && (prose.has(start - 2, "享年") || prose.has(start - 2, "终年"))
        })
        .collect();
    // One life a paragraph.
    let &[(tokens, at)] = told.as_slice() else { return };
    let Some(quantity) = tokens[at].quantity().filter(|quantity| quantity.is_exact) else { return };
    let years = |words: &[&str], behind: bool| -> Vec<i64> {
        let mut years = Vec::new();
        for token in sentences.iter().flatten() {
            let Kind::Date(Day { year: Some(year), .. }) = token.kind else { continue };
            let (start, end) = (token.range.start, token.range.end);
            let is_beside = if behind {
                let rest = prose.chars.get(end..).unwrap_or_default().iter().take(12);
                let clause = rest.take_while(|c| !matches!(c, '，' | '。' | '；' | '、'));
                prose.any(end..end + clause.count(), words)
            } else {
                prose.before_is(start, 4, words)
            };
            if is_beside && !years.contains(&year) {
                years.push(year);
            }
        }
        years
    };
    let mut births = years(&["生于"], false);
    births.extend(years(&["出生"], true));
    births.dedup();
    let mut deaths = years(&["逝世", "去世", "病逝", "病故", "牺牲", "辞世"], true);
    // 陈阿福（1902—1978）
    let spans = spans(prose);
    if let (true, true, &[(birth, death, _)]) =
        (births.is_empty(), deaths.is_empty(), spans.as_slice())
    {
        births.push(birth);
        deaths.push(death);
    }
    let (&[birth], &[death]) = (births.as_slice(), deaths.as_slice()) else { return };
    let age = death - birth;
    let fits = (age - 1..=age + 2).any(|age| super::exact::Exact::whole(age) == quantity.number);
    if fits || age <= 0 {
        return;
    }
    let told = quantity.number;
    let message = msg!(
        "{birth} 年到 {death} 年是 {age} 年，文中 {told} 岁",
        "from {birth} to {death} are {age} years, the text says an age of {told}"
    );
    faults.push(Fault { code: Code::N07, range: tokens[at].range.clone(), message });
}
